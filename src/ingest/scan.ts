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

const textColumns: readonly ColumnName[] = [
  "source_ip",
  "forwarded_for",
  "user_name",
  "http_request_method",
  "url_original",
  "http_version",
  "http_request_referrer",
  "user_agent_original",
  "url_domain",
];

/** The plan of records that are event columns already, as in a kept store. */
export const storedPlan: Plan = {
  prelude: [],
  columns: Object.fromEntries(Object.keys(defaults).map((column) => [column, column])) as Record<
    ColumnName,
    string
  >,
  reject: "''",
  skip: "0",
};

/** Columns of the event table, and the raw record under the name of a line. */
export const storedColumns: readonly string[] = ["event_id", ...Object.keys(defaults), "raw", "line"];

function eventType(column: string): string {
  if (column === "time_ms" || column === "http_response_body_bytes") return "Int64";
  if (column === "http_response_status_code") return "UInt16";
  return ["user_agent_original", "http_request_method", "http_version", "url_domain"].includes(column)
    ? "LowCardinality(String)"
    : "String";
}

/** DDL of the event table of a kept store. */
export function eventTableSql(table: string): string {
  const columns = Object.keys(defaults).map((column) => `${column} ${eventType(column)}`);
  return `CREATE TABLE ${table} (event_id Int64, ${columns.join(", ")}, raw String CODEC(ZSTD(1))) ENGINE = MergeTree ORDER BY event_id`;
}

/** Undoes the folding of `\"` and `\\` (see template-plan.ts). */
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
  return `(SELECT line, toInt64(assumeNotNull(_row_number)) + 1 AS line_number FROM file({${parameter}:String}, 'LineAsString', 'line String', '${named}'))`;
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
function chain(
  from: string,
  base: readonly string[],
  pairs: readonly (readonly [string, string])[],
  keep: readonly string[],
): string {
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
    const known = [
      ...base,
      ...levels.slice(0, levels.indexOf(level)).flatMap((earlier) => earlier.map(([name]) => name)),
    ];
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
    [
      "reject",
      `multiIf(${plan.skip}, '(skip)', length(line) > ${lines.recordBytesMax}, 'longer than the limit of ${lines.recordBytesMax} bytes', ${plan.reject})`,
    ],
  ];
}

function eventPrelude(lines: LineSource, plan: Plan): [string, string][] {
  const columns = Object.entries(defaults).map(([column, none]): [string, string] => [
    column,
    plan.columns[column as ColumnName] ?? none,
  ]);
  const pairs = [...recordPrelude(lines, plan), ...columns];
  const known = new Set<string>();
  // A column that is just a prelude's name needs no alias of its own.
  return pairs.filter(([name, sql]) => name !== sql && !known.has(name) && known.add(name) !== undefined);
}

/** Endings of what a page is made of. */
const assetEndings: readonly string[] =
  "css js mjs png jpg jpeg gif svg ico webp avif woff woff2 ttf eot map mp4 webm".split(" ");

/** Columns that profiles are written in, over the event columns. */
function derivedPrelude(catalogued: string, queryTells: readonly string[]): [string, string][] {
  return [
    ["status", "http_response_status_code"],
    ["bytes", "http_response_body_bytes"],
    // An absolute form (a proxy's or a scanner's) is cut to its path; ordinary targets pass untouched.
    ["url_local", "cutQueryStringAndFragment(url_original)"],
    ["url_scheme_at", "if(startsWith(url_local, '/'), 0, position(url_local, '://'))"],
    ["url_path_at", "if(url_scheme_at = 0, 1, position(url_local, '/', toUInt64(url_scheme_at + 3)))"],
    [
      "url_file",
      "multiIf(url_path_at = 1, url_local, url_path_at = 0, '/', substring(url_local, url_path_at))",
    ],
    // A query that may name a file is kept with the path; any other would make each request a row of its own.
    ["url_query", "if(length(url_local) = length(url_original), '', queryString(url_original))"],
    ["query_tells", `multiMatchAny(url_query, ${literals(queryTells)})`],
    ["url_path", "if(query_tells, concat(url_file, '?', url_query), url_file)"],
    // Comparisons with constants are a few instructions a row; a set of two is a look-up.
    ["has_user", "user_name != '' AND user_name != '-'"],
    // Browsers write a slash after a host; a referrer that ends with the host is nearly always made up.
    [
      "has_referrer",
      "http_request_referrer != '' AND http_request_referrer != '-' AND NOT (startsWith(http_request_referrer, 'http') AND position(http_request_referrer, '/', 9) = 0)",
    ],
    ["http_1_0", "http_version = '1.0'"],
    ["path_lower", "lower(url_file)"],
    [
      "path_ended",
      "if(endsWith(path_lower, '/'), substring(path_lower, 1, length(path_lower) - 1), path_lower)",
    ],
    ["segment", "substringIndex(path_ended, '/', -1)"],
    [
      "asset",
      `position(segment, '.') > 0 AND substringIndex(segment, '.', -1) IN (${literals(assetEndings)})`,
    ],
    [
      "login",
      "status BETWEEN 200 AND 399 AND http_request_method = 'POST' AND multiSearchAny(path_lower, ['login', 'log-in', 'signin', 'sign-in', 'logon', 'session', 'auth', 'token'])",
    ],
    ["interesting", `status BETWEEN 400 AND 499 OR login OR query_tells OR ${catalogued}`],
  ];
}

/**
 * SQL that reads a source's requests into their table: the only pass over the file that looks
 * at every column. What is no event comes along with its reason; blank lines do not.
 */
export function requestsSql(
  table: string,
  lines: LineSource,
  plan: Plan,
  profile: BaseProfile,
  catalogued: string,
): string {
  return `INSERT INTO ${table} ${requestsSelect(lines, plan, profile, catalogued)}`;
}

/** The requests of a source as rows of their table; see activity.ts. */
export function requestsSelect(
  lines: LineSource,
  plan: Plan,
  profile: BaseProfile,
  catalogued: string,
): string {
  const keys = profile.keys.map(({ name, detail, sql }): [string, string] => [
    `key_${name}`,
    detail === true ? `if(interesting, ${sql}, ${name === "hour" ? "0" : "''"})` : sql,
  ]);
  const texts = profile.keys
    .filter(({ name }) => name !== "hour")
    .map(({ name }): [string, string] => [`text_${name}`, unfold(`key_${name}`)]);
  const pairs = [
    ...eventPrelude(lines, plan),
    ["event_id", eventIdSql(lines)] as const,
    ...derivedPrelude(catalogued, profile.queryTells),
    ...keys,
    ...texts,
  ];
  const inputs = requestInputs(profile);
  const names = profile.keys.map(({ name }) => (name === "hour" ? "key_hour" : `text_${name}`));
  const from = chain(
    lines.from,
    lines.columns,
    pairs.filter(([name, sql]) => name !== sql),
    ["reject", ...names, ...inputs],
  );
  const named = names.map((name) => `${name} AS ${name.slice(name.indexOf("_") + 1)}`);
  return `SELECT toUInt32(${lines.source}) AS source, reject, ${named.join(", ")}, ${["client", "agent", "path"].map((name) => `cityHash64(text_${name}) AS ${name}_id`).join(", ")}, ${inputs.join(", ")}
FROM ${from}
WHERE reject != '(skip)'`;
}

/** Types of the columns that measures are written in; `outcomes` and any event column may be used besides. */
const inputTypes: Readonly<Record<string, string>> = {
  time_ms: "Int64",
  event_id: "Int64",
  bytes: "Int64",
  status: "UInt16",
  ...Object.fromEntries(
    ["has_user", "has_referrer", "login", "asset", "http_1_0"].map((flag) => [flag, "UInt8"]),
  ),
};

/** Names for how a request ended, over the columns of the table of requests. */
export const outcomes: readonly (readonly [string, string])[] = [
  ["denied", "status = 401 OR status = 403"],
  ["answered", "status = 200 OR status = 206"],
  ["handed_out", "NOT has_user AND (status = 200 OR status = 206 OR status = 304)"],
];

/** Columns that the table of requests carries for the profile's measures. */
export function requestInputs(profile: BaseProfile): string[] {
  const measures = Object.values(profile.measures).map(({ sql }) => sql);
  const more = Object.keys(defaults).filter(
    (name) => !(name in inputTypes) && measures.some((sql) => mentions(sql, name)),
  );
  return [...Object.keys(inputTypes), ...more];
}

/**
 * DDL of the table of requests; it lives as long as a run, or as the reading of one source.
 * Log is written from front to end without sorting, merging or gathering: measured, storing
 * narrow rows so costs less than a tenth of parsing them.
 */
export function requestTableSql(table: string, profile: BaseProfile): string {
  const type = (name: string) =>
    name === "hour" ? "Int64" : ["agent", "domain"].includes(name) ? "LowCardinality(String)" : "String";
  const columns = [
    "source UInt32",
    "reject LowCardinality(String)",
    ...profile.keys.map(({ name }) => `${name} ${type(name)}`),
    "client_id UInt64",
    "agent_id UInt64",
    "path_id UInt64",
    ...requestInputs(profile).map((name) => `${name} ${inputTypes[name] ?? eventType(name)}`),
  ];
  return `CREATE TABLE ${table} (${columns.join(", ")}) ENGINE = Log`;
}

/** SQL of a source's events as the columns of the event table, rejects left out. */
export function eventsSql(lines: LineSource, plan: Plan): string {
  const text = (column: ColumnName) =>
    textColumns.includes(column) ? `${unfold(column)} AS event_${column}` : `${column} AS event_${column}`;
  return `SELECT event_id, ${Object.keys(defaults)
    .map((column) => `event_${column} AS ${column}`)
    .join(", ")}, raw FROM (
  SELECT event_id, reject, ${Object.keys(defaults)
    .map((column) => text(column as ColumnName))
    .join(", ")}, line AS raw
  FROM ${chain(lines.from, lines.columns, [...eventPrelude(lines, plan), ["event_id", eventIdSql(lines)]], ["event_id", "reject", "line", ...Object.keys(defaults)])}
) WHERE reject = ''`;
}
