/**
 * The one scan of a source: from lines to the base profile, and to the count of what was
 * no event. The same expressions fill the event table of a kept store.
 */
import type { BaseProfile } from "../content/schema.ts";
import { literals } from "../engine/sql.ts";
import type { ColumnName, Plan } from "./columns.ts";

/** Events of one source start at `source × 2^40`; an event id is that plus the physical line. */
export const recordsPerSource = 2 ** 40;

/** An event id as its source number and its 1-based physical line. */
export function splitEventId(id: number): { source: number; line: number } {
  return { source: Math.floor(id / recordsPerSource), line: id % recordsPerSource };
}

const defaults: Readonly<Record<ColumnName, string>> = {
  time_ms: "toInt64(0)",
  source_ip: "''",
  forwarded_for: "''",
  user_name: "''",
  http_request_method: "''",
  url_original: "''",
  http_version: "''",
  http_response_status_code: "toUInt16(0)",
  http_response_body_bytes: "toInt64(-1)",
  http_request_referrer: "''",
  user_agent_original: "''",
  url_domain: "''",
};

const textColumns: readonly ColumnName[] = ["source_ip", "forwarded_for", "user_name", "http_request_method", "url_original", "http_version", "http_request_referrer", "user_agent_original", "url_domain"];

/** The plan of records that are event columns already, as in a kept store. */
export const storedPlan: Plan = {
  prelude: [],
  columns: Object.fromEntries(Object.keys(defaults).map((column) => [column, column])) as Record<ColumnName, string>,
  reject: "''",
  skip: "0",
};

/** Columns of the event table, and the raw record under the name of a line. */
export const storedColumns: readonly string[] = ["event_id", ...Object.keys(defaults), "raw", "line"];

/** DDL of the event table of a kept store. */
export function eventTableSql(table: string): string {
  const type = (column: string) =>
    column === "time_ms" || column === "http_response_body_bytes" ? "Int64" : column === "http_response_status_code" ? "UInt16" : ["user_agent_original", "http_request_method", "http_version", "url_domain"].includes(column) ? "LowCardinality(String)" : "String";
  const columns = Object.keys(defaults).map((column) => `${column} ${type(column)}`);
  return `CREATE TABLE ${table} (event_id Int64, ${columns.join(", ")}, raw String CODEC(ZSTD(1))) ENGINE = MergeTree ORDER BY event_id`;
}

/** Undoes the folding of `\"` and `\\` (see template.ts). */
export function unfold(sql: string): string {
  return `replaceAll(replaceAll(${sql}, '\\x01', '"'), '\\x02', '\\\\')`;
}

/** Columns of a file's lines. */
export const lineColumns: readonly string[] = ["line", "line_number"];

/** How the lines of a source are reached in SQL. */
export interface LineSource {
  /** Names of the columns that `from` yields. */
  readonly columns: readonly string[];
  /** FROM clause that yields `line` and `line_number` (1-based). */
  readonly from: string;
  /** Number of the source in this run or store. */
  readonly source: number;
  /** SQL of the event id; made from source and line number where it is not given. */
  readonly eventIdSql?: string;
  readonly recordSql: string;
  readonly recordBytesMax: number;
  /** Carriage returns at the end of lines are taken off. */
  readonly crlf: boolean;
}

/** `line` and `line_number` of a file that the engine can read. */
export function fileLines(parameter: string, compression: "none" | "gzip" | "zstd"): string {
  const named = { none: "none", gzip: "gzip", zstd: "zstd" }[compression];
  return `(SELECT line, _row_number + 1 AS line_number FROM file({${parameter}:String}, 'LineAsString', 'line String', '${named}'))`;
}

/** Lines of a source that earlier plans rejected; a format that changes in mid-file is read so. */
export function rejectedLines(lines: LineSource, plan: Plan): string {
  return `(SELECT line, line_number FROM ${chain(lines.from, lines.columns, recordPrelude(lines, plan), ["line", "line_number", "reject"])} WHERE reject NOT IN ('', '(skip)'))`;
}

/** SQL of what each line of a source became: '' an event, '(skip)' no record, else why it was rejected. */
export function rejectsSql(lines: LineSource, plan: Plan): string {
  return `SELECT line_number, reject FROM ${chain(lines.from, lines.columns, recordPrelude(lines, plan), ["line_number", "reject"])}`;
}

function eventIdSql(lines: LineSource): string {
  return lines.eventIdSql ?? `toInt64(${lines.source * recordsPerSource}) + toInt64(line_number)`;
}

/**
 * Adds computed columns to a table expression, each level of dependence in a subquery of its
 * own. An alias is expanded at every use, a column is not: written flat, the analysis of such
 * a statement takes longer than the scan of a small file, and long sets are evaluated often.
 */
function chain(from: string, base: readonly string[], pairs: readonly (readonly [string, string])[], keep: readonly string[]): string {
  const levels: (readonly [string, string])[][] = [[]];
  for (const pair of pairs) {
    if (levels.at(-1)?.some(([name]) => mentions(pair[1], name)) === true) levels.push([]);
    levels.at(-1)?.push(pair);
  }
  // A level hands on only what a later one uses; every column of every level costs analysis.
  const selects: string[] = [];
  let needed = new Set(keep);
  for (const level of levels.toReversed()) {
    const made = level.filter(([name]) => needed.has(name));
    const names = new Set(made.map(([name]) => name));
    const below = new Set([...needed].filter((name) => !names.has(name)));
    selects.unshift([...[...below].sort(), ...made.map(([name, sql]) => `${sql} AS ${name}`)].join(",\n  "));
    const known = [...base, ...levels.slice(0, levels.indexOf(level)).flatMap((earlier) => earlier.map(([name]) => name))];
    needed = new Set([...below, ...known.filter((name) => made.some(([, sql]) => mentions(sql, name)))]);
  }
  return selects.reduce((inner, select) => `(SELECT ${select} FROM ${inner})`, from);
}

function mentions(sql: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(sql);
}


function recordPrelude(lines: LineSource, plan: Plan): [string, string][] {
  const record = lines.crlf ? `trimRight(${lines.recordSql}, '\\r')` : lines.recordSql;
  return [
    ["record", record],
    ...plan.prelude.map(([name, sql]): [string, string] => [name, sql]),
    ["reject", `multiIf(${plan.skip}, '(skip)', length(line) > ${lines.recordBytesMax}, 'longer than the limit of ${lines.recordBytesMax} bytes', ${plan.reject})`],
  ];
}

function eventPrelude(lines: LineSource, plan: Plan): [string, string][] {
  const columns = Object.entries(defaults).map(([column, none]): [string, string] => [column, plan.columns[column as ColumnName] ?? none]);
  const pairs = [...recordPrelude(lines, plan), ...columns];
  const known = new Set<string>();
  // A column that is just a prelude's name needs no alias of its own.
  return pairs.filter(([name, sql]) => name !== sql && !known.has(name) && known.add(name) !== undefined);
}

/** Columns that profiles are written in, over the event columns. */
function derivedPrelude(catalogued: string, queryTells: readonly string[]): [string, string][] {
  return [
    ["status", "http_response_status_code"],
    ["bytes", "http_response_body_bytes"],
    // An absolute form (a proxy's or a scanner's) is cut to its path; ordinary targets pass untouched.
    ["url_local", "cutQueryStringAndFragment(url_original)"],
    ["url_scheme_at", "if(startsWith(url_local, '/'), 0, position(url_local, '://'))"],
    ["url_path_at", "if(url_scheme_at = 0, 1, position(url_local, '/', toUInt64(url_scheme_at + 3)))"],
    ["url_file", "multiIf(url_path_at = 1, url_local, url_path_at = 0, '/', substring(url_local, url_path_at))"],
    // A query that may name a file is kept with the path; any other would make each request a row of its own.
    ["url_query", "if(length(url_local) = length(url_original), '', queryString(url_original))"],
    ["query_tells", `multiMatchAny(url_query, ${literals(queryTells)})`],
    ["url_path", "if(query_tells, concat(url_file, '?', url_query), url_file)"],
    // Comparisons with constants are a few instructions a row; a set of two is a look-up.
    ["has_user", "user_name != '' AND user_name != '-'"],
    // Browsers write a slash after a host; a referrer that ends with the host is nearly always made up.
    ["has_referrer", "http_request_referrer != '' AND http_request_referrer != '-' AND NOT (startsWith(http_request_referrer, 'http') AND position(http_request_referrer, '/', 9) = 0)"],
    ["denied", "status = 401 OR status = 403"],
    ["answered", "status = 200 OR status = 206"],
    ["handed_out", "NOT has_user AND (answered OR status = 304)"],
    ["path_lower", "lower(url_file)"],
    ["segments", "splitByChar('/', path_lower)"],
    ["segment", "if(segments[-1] = '', segments[-2], segments[-1])"],
    ["segment_before", "if(segments[-1] = '', segments[-3], segments[-2])"],
    ["asset", "match(substring(segment, -6), '\\\\.(css|js|mjs|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|eot|map|mp4|webm)$')"],
    // Patterns are given nothing to read where they cannot matter.
    ["login", "status BETWEEN 200 AND 399 AND match(if(http_request_method = 'POST', path_lower, ''), '(log-?in|sign-?in|logon|session|auth|token)')"],
    ["interesting", `status BETWEEN 400 AND 499 OR login OR query_tells OR ${catalogued}`],
  ];
}

/**
 * SQL that scans a source into the base profile's table.
 * Groups with a non-empty `reject` count what was no event.
 */
export function scanSql(table: string, lines: LineSource, plan: Plan, profile: BaseProfile, catalogued: string): string {
  const keys = profile.keys.map((key): [string, string] => [`key_${key.name}`, key.sql]);
  const derived = derivedPrelude(catalogued, profile.queryTells);
  const pairs = [...eventPrelude(lines, plan), ["event_id", eventIdSql(lines)] as const, ...derived, ...keys];
  const measures = Object.values(profile.measures).map(({ sql }) => sql);
  const measured = [...lines.columns, ...pairs.map(([name]) => name)].filter((name, index, all) => all.indexOf(name) === index && measures.some((sql) => mentions(sql, name)));
  // The keys travel as one text: one string in a group's state instead of five, and one hash.
  const keyText = `if(reject = '', concat(${keys.map(([name]) => (name === "key_hour" ? `toString(${name})` : name)).join(`, ${keySeparator}, `)}), concat(${keySeparator}, reject))`;
  const names = Object.keys(profile.measures).map((name) => `measure_${name}`);
  return `INSERT INTO ${table}
SELECT toUInt32(${lines.source}) AS source, key_reject AS reject,
  ${profile.keys.map((key) => `text_${key.name} AS ${key.name}`).join(", ")},
  cityHash64(text_client) AS client_id, cityHash64(text_agent) AS agent_id, cityHash64(text_path) AS path_id,
  ${Object.keys(profile.measures).map((name) => `measure_${name} AS ${name}`).join(", ")}
FROM (
  SELECT key_reject,
  ${profile.keys.map((key, index) => (key.name === "hour" ? `toInt64OrZero(key_parts[${index + 1}]) AS text_hour` : `if(key_reject = '', ${unfold(`key_parts[${index + 1}]`)}, '') AS text_${key.name}`)).join(",\n  ")},
  ${names.join(", ")}
  FROM (
    SELECT key_parts, if(key_parts[1] = '' AND length(key_parts) = 2, key_parts[2], '') AS key_reject, ${names.join(", ")}
    FROM (
      SELECT splitByString(${keySeparator}, key_text) AS key_parts, ${names.join(", ")}
      FROM (
        SELECT cityHash64(row_key) AS group_key,
        any(row_key) AS key_text,
        ${Object.entries(profile.measures)
          .map(([name, measure]) => `${aggregateSql(measure.merge, measure.sql)} AS measure_${name}`)
          .join(",\n        ")}
        FROM ${chain(lines.from, lines.columns, [...pairs.filter(([name, sql]) => name !== sql), ["row_key", keyText]], ["row_key", ...measured])}
        GROUP BY group_key
      )
    )
  )
)`;
}

/** Stands between keys: a control sequence that no server writes raw into a log line. */
const keySeparator = "'\\x1d\\x1e\\x1f'";

/** One measure's aggregate; a measure that counts is cheaper as countIf. */
function aggregateSql(merge: BaseProfile["measures"][string]["merge"], sql: string): string {
  if (merge === "sum") return sql === "1" ? "count()" : `countIf(${sql})`;
  return `${{ min: "min", max: "max", bit_or: "groupBitOr" }[merge]}(${sql})`;
}

/** SQL that merges rows of the base profile: buckets, sources, shards. */
export function mergeSql(profile: BaseProfile, from: string): string {
  const keys = profile.keys.map((key) => key.name);
  const merged = Object.entries(profile.measures).map(([name, measure]) => `${{ sum: "sum", min: "min", max: "max", bit_or: "groupBitOr" }[measure.merge]}(part.${name}) AS ${name}`);
  return `SELECT ${keys.map((key) => `part.${key} AS ${key}`).join(", ")},\n  ${merged.join(",\n  ")}\nFROM ${from} AS part\nGROUP BY ${keys.map((key) => `part.${key}`).join(", ")}`;
}

/** DDL of the base profile's table. */
export function profileTableSql(table: string, profile: BaseProfile): string {
  const keys = profile.keys.map((key) => `${key.name} ${key.name === "hour" ? "Int64" : "String"}`);
  const measures = Object.keys(profile.measures).map((name) => `${name} Int64`);
  return `CREATE TABLE ${table} (source UInt32, reject LowCardinality(String), ${[...keys, "client_id UInt64", "agent_id UInt64", "path_id UInt64", ...measures].join(", ")}) ENGINE = MergeTree ORDER BY tuple()`;
}

/** SQL of a source's events as the columns of the event table, rejects left out. */
export function eventsSql(lines: LineSource, plan: Plan): string {
  const text = (column: ColumnName) => (textColumns.includes(column) ? `${unfold(column)} AS event_${column}` : `${column} AS event_${column}`);
  return `SELECT event_id, ${Object.keys(defaults).map((column) => `event_${column} AS ${column}`).join(", ")}, raw FROM (
  SELECT event_id, reject, ${Object.keys(defaults).map((column) => text(column as ColumnName)).join(", ")}, line AS raw
  FROM ${chain(lines.from, lines.columns, [...eventPrelude(lines, plan), ["event_id", eventIdSql(lines)]], ["event_id", "reject", "line", ...Object.keys(defaults)])}
) WHERE reject = ''`;
}
