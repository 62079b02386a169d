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

/** How the lines of a source are reached in SQL. */
export interface LineSource {
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
  return `(WITH ${aliases(recordPrelude(lines, plan))} SELECT line, line_number FROM ${lines.from} WHERE reject NOT IN ('', '(skip)'))`;
}

function eventIdSql(lines: LineSource): string {
  return lines.eventIdSql ?? `toInt64(${lines.source * recordsPerSource}) + toInt64(line_number)`;
}

function aliases(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, sql]) => `${sql} AS ${name}`).join(",\n  ");
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
function derivedPrelude(catalogued: string): [string, string][] {
  return [
    ["status", "http_response_status_code"],
    ["bytes", "http_response_body_bytes"],
    ["url_path", "substringIndex(substringIndex(if(startsWith(url_original, '/') OR position(url_original, '://') = 0, url_original, concat('/', substringIndex(substring(url_original, position(url_original, '://') + 3), '/', -1))), '?', 1), '#', 1)"],
    ["asset", "match(url_path, '(?i)\\\\.(css|js|mjs|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|eot|map|mp4|webm)$')"],
    ["login", "http_request_method = 'POST' AND status BETWEEN 200 AND 399 AND match(url_path, '(?i)(log-?in|sign-?in|logon|session|auth|token)')"],
    ["path_lower", "lower(url_path)"],
    ["segments", "splitByChar('/', path_lower)"],
    ["segment", "if(segments[-1] = '', segments[-2], segments[-1])"],
    ["segment_before", "if(segments[-1] = '', segments[-3], segments[-2])"],
    ["interesting", `status BETWEEN 400 AND 499 OR login OR multiMatchAny(url_path, ${literals(disguisePatterns)}) OR ${catalogued}`],
  ];
}

/** Disguises that make a request worth keeping by itself, whatever it asked for. */
const disguisePatterns: readonly string[] = [
  // Percent-encoded characters that need no encoding, dots, slashes, backslashes, NUL, and overlong forms.
  "(?i)%(2[ef5]|5[cf]|[46][1-9a-f]|[57][0-9a]|3[0-9]|00|u[0-9a-f]|c0|c1|7e)",
  "//",
  "\\\\",
  "/\\.",
  "[. ]$",
];

/**
 * SQL that scans a source into the base profile's table.
 * Groups with a non-empty `reject` count what was no event.
 */
export function scanSql(table: string, lines: LineSource, plan: Plan, profile: BaseProfile, catalogued: string): string {
  const keys = profile.keys.map((key): [string, string] => [`key_${key.name}`, key.sql]);
  // Each level is a subquery of its own: an alias is expanded at every use, a column is not,
  // and the catalogue's sets are long.
  const columns = ["reject", ...Object.keys(defaults)];
  const derived = derivedPrelude(catalogued);
  return `INSERT INTO ${table}
SELECT ${[
    `toUInt32(${lines.source}) AS source`,
    "any_reject AS reject",
    ...profile.keys.map((key) => (key.name === "hour" ? `any_${key.name} AS ${key.name}` : `${unfold(`any_${key.name}`)} AS ${key.name}`)),
    ...Object.keys(profile.measures).map((name) => `measure_${name} AS ${name}`),
  ].join(",\n  ")}
FROM (
  SELECT if(reject = '', cityHash64(${keys.map(([name]) => name).join(", ")}), cityHash64('reject', reject)) AS group_key,
  any(reject) AS any_reject,
  ${profile.keys.map((key) => `any(key_${key.name}) AS any_${key.name}`).join(",\n  ")},
  ${Object.entries(profile.measures)
    .map(([name, measure]) => `${aggregateSql(measure.merge, measure.sql)} AS measure_${name}`)
    .join(",\n  ")}
  FROM (
    SELECT *, ${aliases(keys)}
    FROM (
      SELECT *, ${aliases(derived.slice(-1))}
      FROM (
        SELECT *, ${aliases(derived.slice(0, -1))}
        FROM (
          WITH ${aliases(eventPrelude(lines, plan))}
          SELECT ${columns.join(", ")}, ${eventIdSql(lines)} AS event_id
          FROM ${lines.from}
        )
      )
    )
  )
  GROUP BY group_key
)`;
}

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
  return `CREATE TABLE ${table} (source UInt32, reject LowCardinality(String), ${[...keys, ...measures].join(", ")}) ENGINE = MergeTree ORDER BY tuple()`;
}

/** SQL of a source's events as the columns of the event table, rejects left out. */
export function eventsSql(lines: LineSource, plan: Plan): string {
  const text = (column: ColumnName) => (textColumns.includes(column) ? `${unfold(column)} AS event_${column}` : `${column} AS event_${column}`);
  return `SELECT event_id, ${Object.keys(defaults).map((column) => `event_${column} AS ${column}`).join(", ")}, raw FROM (
  WITH ${aliases([...eventPrelude(lines, plan), ["event_id", eventIdSql(lines)]])}
  SELECT event_id, reject, ${Object.keys(defaults).map((column) => text(column as ColumnName)).join(", ")}, line AS raw
  FROM ${lines.from}
) WHERE reject = ''`;
}
