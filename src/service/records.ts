/**
 * What the store is asked for records: those of a case's entities in a span of time, and one with its neighbours.
 *
 * Statements are text, since the command that runs them takes no parameters. Whatever came of logs stands in them as
 * hexadecimal digits alone, so that it has no meaning there, and no word that is refused in a statement.
 */
import { dirname } from "node:path";
import { apiLimits } from "../limits.ts";

const { recordBytesMax, recordEntitiesMax } = apiLimits;
/** Entities by which an event is told apart. */
const namedMax = 24;
/** Cells of a span, of each of which as many events are taken as of the others. */
const cells = 100;
/** As event ids are made of sources and lines. */
const recordsPerSource = 2 ** 40;
const textCharactersMax = 300;

export interface EntityAsked {
  readonly id: string;
  readonly type: string;
  readonly value: string;
}

export interface EventsAsked {
  readonly entities: readonly EntityAsked[];
  /** Milliseconds since the epoch, both ends included. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
}

/** A text of anybody, in a statement. */
export const literal = (text: string) => `unhex('${Buffer.from(text).toString("hex")}')`;

const sources = `SELECT number, JSONExtractString(last, 'path') AS path, JSONExtractString(last, 'kind') AS kind, JSONExtractString(last, 'format') AS log_format,
JSONExtract(last, 'members', 'Array(Tuple(name String, line UInt32))') AS members
FROM (SELECT number, argMax(report, written) AS last FROM store_sources GROUP BY number)`;
/** The file that a record of a folder of files stands in; a name is one in the folder, or a whole path (triage/stored-sources.ts). */
const memberPath =
  "multiIf(position(member.name, '/') > 0, member.name, path = '.', member.name, endsWith(path, '/'), concat(path, member.name), concat(path, '/', member.name))";
const membersOf = (where: string) =>
  `SELECT number, toInt64(number) * ${recordsPerSource} + nth AS id, ${memberPath} AS member_path, member.line AS member_line
FROM sources ARRAY JOIN members AS member, arrayEnumerate(members) AS nth WHERE ${where}`;
/** Records of some files of folders that are one source each. */
const membersIn = (paths: readonly string[]) =>
  membersOf(`path IN (${listOf(paths.map((path) => dirname(path)))}) AND member_path IN (${listOf(paths)})`);
const number = `intDiv(event_id, ${recordsPerSource})`;
const within = (text: string) => `if(isIPv4String(${text}) OR isIPv6String(${text}), ${text}, '::')`;
const below = (column: string, lower: string) =>
  `(lower(${column}) = ${lower} OR endsWith(lower(${column}), concat('.', ${lower})))`;

/** Whether an event is one of some entities of one type: in one look at each column, however many there are. */
const ofType: Readonly<Record<string, (values: readonly string[]) => string>> = {
  ip: (values) => {
    const all = listOf(values);
    // Taking a chain of proxies apart costs more than all the rest, and hardly any record has one.
    return `(source_ip IN (${all}) OR destination_ip IN (${all}) OR (forwarded_for != '' AND hasAny(splitByRegexp('[, ]+', forwarded_for), [${all}])))`;
  },
  ip_range: (values) =>
    `(${values
      .map(literal)
      .map(
        (text) =>
          `isIPAddressInRange(${within("source_ip")}, ${text}) OR isIPAddressInRange(${within("destination_ip")}, ${text})`,
      )
      .join(" OR ")})`,
  host: (values) => {
    const all = lowerListOf(values);
    return `(lower(host_name) IN (${all}) OR substringIndex(lower(host_name), '.', 1) IN (${all}))`;
  },
  user: (values) => `lower(user_name) IN (${lowerListOf(values)})`,
  domain: (values) =>
    `(${domainColumns.flatMap((column) => values.map((value) => below(column, literal(value.toLowerCase())))).join(" OR ")})`,
  user_agent: (values) => `user_agent_original IN (${listOf(values)})`,
  mail: (values) => {
    // As detect/indicators.ts names a mail: by its file, and one of several in a file with its number.
    const numbered = values.flatMap((value) => {
      const [, path = "", nth = ""] = /^(.+):(\d{1,12})$/s.exec(value) ?? [];
      return path === "" ? [] : [{ path, nth }];
    });
    const files = [...values, ...numbered.map(({ path }) => path)];
    const pairs = numbered.map(({ path, nth }) => `(${literal(path)}, toInt64(${nth}))`).join(", ");
    const places = [
      `SELECT id FROM (SELECT id, member_path, row_number() OVER (PARTITION BY number, member_path ORDER BY id) AS nth_in_file, count() OVER (PARTITION BY number, member_path) AS in_file FROM (${membersIn(files)})) WHERE if(in_file = 1, member_path, concat(member_path, ':', toString(nth_in_file))) IN (${listOf(values)})`,
      ...(pairs === ""
        ? []
        : [
            `SELECT toInt64(number) * ${recordsPerSource} + pair.2 AS id FROM sources ARRAY JOIN [${pairs}] AS pair WHERE empty(members) AND path = pair.1`,
          ]),
    ];
    return `(${number} IN (SELECT number FROM sources WHERE empty(members) AND path IN (${listOf(values)})) OR event_id IN (${places.join(" UNION ALL ")}))`;
  },
};
const domainColumns = ["destination_domain", "url_domain", "dns_question_name", "tls_client_server_name"];
const listOf = (values: readonly string[]) => values.map(literal).join(", ");
const lowerListOf = (values: readonly string[]) => listOf(values.map((value) => value.toLowerCase()));

/** Whether events are told by an entity. */
function isTold({ type, value }: EntityAsked): boolean {
  return Object.hasOwn(ofType, type) && (type !== "ip_range" || /^[0-9a-f.:]{2,45}\/\d{1,3}$/i.test(value));
}

/** Whether an event is one of an entity of them. */
function belongs(entities: readonly EntityAsked[]): string {
  const byType = new Map<string, string[]>();
  for (const { type, value } of entities) byType.set(type, [...(byType.get(type) ?? []), value]);
  return [...byType].map(([type, values]) => ofType[type]?.(values)).join(" OR ");
}

/** Entities that events are looked for by, and those that are not. */
export function lookedFor(entities: readonly EntityAsked[]): {
  readonly asked: readonly EntityAsked[];
  readonly leftOut: readonly string[];
} {
  const told = entities.filter(isTold);
  // An agent is everybody's who sends it: it is looked for only where nothing else tells who it was.
  const own = told.filter(({ type }) => type !== "user_agent");
  const asked = (own.length > 0 ? own : told).slice(0, recordEntitiesMax);
  return { asked, leftOut: entities.filter((one) => !asked.includes(one)).map(({ id }) => id) };
}

/**
 * Events of some entities, the first in time first. Where there are more than the limit, each cell of the span and
 * each source gives as many as the others, as far as they have them.
 * @returns a statement, or undefined where nothing is to be looked for
 */
export function eventsStatement({ entities, fromMs, toMs, limit }: EventsAsked): string | undefined {
  const told = entities.filter(isTold);
  if (told.length === 0) return undefined;
  const cellMs = Math.max(1, Math.ceil((toMs - fromMs + 1) / cells));
  const named = told.slice(0, namedMax);
  const text = (sql: string) => `substringUTF8(${sql}, 1, ${textCharactersMax})`;
  // The scalar is found once, so that the events are looked through once.
  return `WITH sources AS (${sources}),
(SELECT tuple(groupArray(event_id), max(all)) FROM (
  SELECT event_id, all FROM (
    SELECT event_id, count() OVER () AS all, row_number() OVER (PARTITION BY ${number}, intDiv(time_ms - ${fromMs}, ${cellMs}) ORDER BY event_id) AS nth
    FROM events WHERE time_ms BETWEEN ${fromMs} AND ${toMs} AND (${belongs(told)})
  ) ORDER BY nth, event_id LIMIT ${limit}
)) AS kept
SELECT kept.2 AS total, ${number} AS source, event_id % ${recordsPerSource} AS line, time_ms, if(placed.member_path = '', sources.path, placed.member_path) AS path, sources.kind AS kind, event_class AS class,
multiIf(${named.map((one) => `${belongs([one])}, ${literal(one.id)}`).join(", ")}, '') AS entity,
${text("multiIf(source_ip != '', source_ip, user_name != '', user_name, email_from != '', email_from, toString(host_name))")} AS who,
${text(whatSql)} AS what
FROM events LEFT JOIN sources ON sources.number = ${number} LEFT JOIN (${membersOf("id IN (SELECT arrayJoin(kept.1))")}) AS placed ON placed.id = event_id
WHERE event_id IN (SELECT arrayJoin(kept.1))
ORDER BY time_ms, event_id`;
}

/** What an event was, in the words of its record. */
const whatSql = `multiIf(
event_class = 'http', concat(http_request_method, ' ', url_domain, url_original, if(http_response_status_code = 0, '', concat(' ', toString(http_response_status_code)))),
email_subject != '', email_subject,
rule_name != '', concat(rule_name, if(url_original = '', '', concat(' ', url_domain, url_original))),
process_command_line != '', process_command_line,
dns_question_name != '', concat(dns_question_type, ' ', dns_question_name),
tls_client_server_name != '', tls_client_server_name,
registry_path != '', registry_path, file_path != '', file_path, process_executable != '', process_executable,
destination_domain != '', destination_domain, application_name != '', application_name,
message != '', message, concat(toString(event_action), ' ', destination_ip))`;

/** Where a record stands: by the number of its source, or by the path that a report tells. */
export type RecordPlace =
  | { readonly source: number; readonly line: number }
  | { readonly paths: readonly string[]; readonly line: number };

/** A record with those around it in its source; a mail of a folder stands alone in its file. Of several sources of one path the newest that has the line is taken. */
export function recordStatement(place: RecordPlace, around: number): string {
  const asked =
    "source" in place
      ? `SELECT toInt64(${place.source}) * ${recordsPerSource} + ${place.line} AS id`
      : `SELECT toInt64(number) * ${recordsPerSource} + ${place.line} AS id FROM sources WHERE path IN (${listOf(place.paths) || "''"})
UNION ALL SELECT id FROM (${membersIn(place.paths)}) WHERE member_line = ${place.line}`;
  const side = (sign: string, order: string, limit: number) =>
    `SELECT event_id AS id FROM events WHERE event_id ${sign} middle AND ${number} = intDiv(middle, ${recordsPerSource}) ORDER BY event_id ${order} LIMIT ${limit}`;
  return `WITH sources AS (${sources}),
(SELECT max(event_id) FROM events WHERE event_id IN (${asked})) AS middle
SELECT ${number} AS source, if(placed.member_path = '', event_id % ${recordsPerSource}, placed.member_line) AS line, event_id = middle AS asked, time_ms,
if(placed.member_path = '', sources.path, placed.member_path) AS path, sources.kind AS kind, sources.log_format AS log_format,
substring(raw, 1, ${recordBytesMax}) AS text, length(raw) AS bytes
FROM events LEFT JOIN sources ON sources.number = ${number} LEFT JOIN (${membersOf("id = middle")}) AS placed ON placed.id = event_id
WHERE middle > 0 AND event_id IN (SELECT id FROM (${side("<=", "DESC", around + 1)} UNION ALL ${side(">", "ASC", around)}))
AND (event_id = middle OR middle NOT IN (SELECT id FROM (${membersOf("id = middle")})))
ORDER BY event_id`;
}
