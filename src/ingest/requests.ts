/**
 * Requests: what profiles need of each event, in narrow rows. Path, host and hour only where a
 * request may matter; the base profile is grouped from them (activity.ts).
 */
import { fitsOneSql, interestingSql } from "../content/patterns.ts";
import type { BaseProfile, EndpointEntry } from "../content/schema.ts";
import type { PassingTable } from "../engine/engine.ts";
import { literals } from "../engine/sql.ts";
import { type ColumnName, columnType, type Plan } from "./columns.ts";
import { chain, defaults, eventIdSql, eventPrelude, type LineSource, mentions, unfold } from "./scan.ts";

/** The table of requests. */
export const requestsTable = "requests";

/** Endings of what a page is made of. */
const assetEndings: readonly string[] =
  "css js mjs png jpg jpeg gif svg ico webp avif woff woff2 ttf eot map mp4 webm".split(" ");

/**
 * Columns that profiles are written in, over the event columns.
 * @param catalogued SQL of whether a path is catalogued; without it no request is kept in detail
 * @param queryTells SQL of whether `url_query` may name a file
 * @param asked SQL of whether the URL is what a request asked for
 */
function derivedPrelude(
  catalogued: string | undefined,
  queryTells: string,
  asked: string,
): [string, string][] {
  return [
    ["status", "http_response_status_code"],
    ["bytes", "http_response_body_bytes"],
    // An absolute form (a proxy's or a scanner's) is cut to its path; ordinary targets pass untouched.
    ["url_asked", `if(${asked}, url_original, '')`],
    ["url_local", "cutQueryStringAndFragment(url_asked)"],
    ["url_scheme_at", "if(startsWith(url_local, '/'), 0, position(url_local, '://'))"],
    ["url_path_at", "if(url_scheme_at = 0, 1, position(url_local, '/', toUInt64(url_scheme_at + 3)))"],
    [
      "url_file",
      // What a tunnel is asked for is a host and no path.
      "multiIf(http_request_method = 'CONNECT', '/', url_path_at = 1, url_local, url_path_at = 0, '/', substring(url_local, url_path_at))",
    ],
    // A request that names its host, as one to a proxy does; a tunnel's is kept with its port.
    ["url_absolute", "if(url_scheme_at > 0, url_local, '')"],
    // Both branches of a condition are computed for every row, so that what is costly is given nothing to work on.
    ["tunnel_asked", "if(http_request_method = 'CONNECT', url_asked, '')"],
    ["tunnel", "lower(substring(tunnel_asked, 1, 255))"],
    ["host_asked", "lower(substring(domain(url_absolute), 1, 255))"],
    ["absolute", "url_absolute != '' OR tunnel_asked != ''"],
    [
      "site_domain",
      `multiIf(url_absolute != '', host_asked, tunnel != '', tunnel, ${withoutPortSql("url_domain")})`,
    ],
    // A query that may name a file is kept with the path; any other would make each request a row of its own.
    ["url_query", "if(length(url_local) = length(url_asked), '', queryString(url_asked))"],
    ["query_tells", queryTells],
    ["url_path", "if(query_tells, concat(url_file, '?', url_query), url_file)"],
    // Comparisons with constants are a few instructions a row; a set of two is a look-up.
    ["has_user", "user_name != '' AND user_name != '-'"],
    // Browsers write a slash after a host; a referrer that ends with the host is nearly always made up.
    [
      "has_referrer",
      "http_request_referrer != '' AND http_request_referrer != '-' AND NOT (startsWith(http_request_referrer, 'http') AND position(http_request_referrer, '/', 9) = 0)",
    ],
    ["http_1_0", "http_version = '1.0'"],
    ["head", "http_request_method = 'HEAD'"],
    ["options_asked", "http_request_method = 'OPTIONS'"],
    // OPTIONS tells what is allowed, and TRACE (TRACK at IIS) hands back what was asked: neither reads what the path names.
    ["unread", "http_request_method IN ('OPTIONS', 'TRACE', 'TRACK')"],
    ["html", "startsWith(http_response_mime_type, 'text/html')"],
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
      "login_path",
      "status BETWEEN 200 AND 399 AND multiSearchAny(path_lower, ['login', 'log-in', 'signin', 'sign-in', 'logon', 'session', 'auth', 'token'])",
    ],
    ["login", "login_path AND http_request_method = 'POST'"],
    // Where a form takes no password, it is shown again.
    ["login_page", "login_path AND http_request_method = 'GET' AND status < 300"],
    ["token_asked", "login AND multiSearchAny(path_lower, ['token', 'oauth', '/api/'])"],
    [
      "interesting",
      catalogued === undefined
        ? "0"
        : `status BETWEEN 400 AND 499 OR login OR query_tells OR absolute OR ${catalogued}`,
    ],
    // Style sheets and scripts are asked for by a site's own pages.
    [
      "page_part",
      "asset AND has_referrer AND status < 400 AND (endsWith(segment, '.css') OR endsWith(segment, '.js'))",
    ],
    [
      "referrer_asked",
      "if(page_part OR (interesting AND has_referrer), substring(http_request_referrer, 1, 300), '')",
    ],
    ["referrer_host", "cityHash64(lower(domain(referrer_asked)))"],
    [
      "referrer_elsewhere",
      "referrer_asked != '' AND (site_domain = '' OR lower(domain(referrer_asked)) != site_domain)",
    ],
  ];
}

/** SQL of a host without the ports that a scheme has anyway, so that a site is one however it was logged. */
function withoutPortSql(host: string): string {
  const cut = (port: string) =>
    `endsWith(${host}, '${port}'), substring(${host}, 1, length(${host}) - ${port.length})`;
  return `lower(multiIf(${cut(":80")}, ${cut(":443")}, ${host}))`;
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
  endpoints: readonly EndpointEntry[],
): string {
  return `INSERT INTO ${table} ${requestsSelect(lines, plan, profile, endpoints)}`;
}

/** The requests of a source as rows of their table; see activity.ts. */
export function requestsSelect(
  lines: LineSource,
  plan: Plan,
  profile: BaseProfile,
  endpoints: readonly EndpointEntry[],
): string {
  const few = lines.few === true;
  // Of records that are no requests nothing is looked at but when they were and what they are.
  const mixed = plan.columns.event_class !== undefined && plan.columns.event_class !== "'http'";
  const keys = profile.keys.map(({ name, detail, sql }): [string, string] => {
    const kept = [...(mixed ? ["profiled"] : []), ...(detail === true ? ["interesting"] : [])];
    const none = name === "hour" ? "0" : "''";
    return [`key_${name}`, kept.length === 0 ? sql : `if(${kept.join(" AND ")}, ${sql}, ${none})`];
  });
  const texts = profile.keys
    .filter(({ name }) => name !== "hour")
    .map(({ name }): [string, string] => [
      `text_${name}`,
      plan.folded !== undefined ? unfold(`key_${name}`, plan.folded) : `key_${name}`,
    ]);
  const pairs = [
    ...eventPrelude(lines, plan),
    ["event_id", eventIdSql(lines)] as const,
    ["profiled", plan.profiled ?? "toUInt8(1)"] as const,
    ...derivedPrelude(
      plan.detailed === false ? undefined : interestingSql(endpoints, few),
      fitsOneSql("url_query", profile.queryTells, few),
      askedSql(mixed),
    ),
    ...keys,
    ...texts,
  ];
  const inputs = requestInputs(profile);
  const names = profile.keys.map(({ name }) => (name === "hour" ? "key_hour" : `text_${name}`));
  const from = chain(
    lines.from,
    lines.columns,
    pairs.filter(([name, sql]) => name !== sql),
    [
      "reject",
      "profiled",
      "event_class",
      ...names,
      ...inputs,
      ...(lines.sourceColumn === undefined ? [] : [lines.sourceColumn]),
    ],
  );
  const named = names.map((name) => `${name} AS ${name.slice(name.indexOf("_") + 1)}`);
  return `SELECT toUInt32(${lines.sourceColumn ?? lines.source}) AS source, reject, profiled, event_class, ${named.join(", ")}, ${["client", "agent", "path"].map((name) => `cityHash64(text_${name}) AS ${name}_id`).join(", ")}, ${inputs.join(", ")}
FROM ${from}
WHERE reject != '(skip)'`;
}

/**
 * Whether a record asks for a path. What came in the place of a request line (template-columns.ts) does not, nor what is no
 * request to this site. Told by columns alone, so that kept events say the same.
 */
function askedSql(mixed: boolean): string {
  const told =
    "(http_request_method != '' OR startsWith(url_original, '/') OR position(url_original, '://') > 0)";
  return mixed ? `profiled AND ${told}` : told;
}

/** Types of the columns that measures are written in; `outcomes` and any event column may be used besides. */
const inputTypes: Readonly<Record<string, string>> = {
  time_ms: "Int64",
  event_id: "Int64",
  bytes: "Int64",
  status: "UInt16",
  referrer_host: "UInt64",
  ...Object.fromEntries(
    [
      "has_user",
      "has_referrer",
      "login",
      "login_page",
      "token_asked",
      "page_part",
      "referrer_elsewhere",
      "asset",
      "http_1_0",
      "head",
      "options_asked",
      "unread",
      "html",
      "absolute",
    ].map((flag) => [flag, "UInt8"]),
  ),
};

/** Names for how a request ended; HEAD asks for no body and is given none (RFC 9110, 9.3.2). Over the columns of the table of requests. */
export const outcomes: readonly (readonly [string, string])[] = [
  ["denied", "status = 401 OR status = 403"],
  ["answered", "(status = 200 OR status = 206) AND NOT unread AND NOT head"],
  [
    "handed_out",
    "NOT has_user AND NOT unread AND NOT head AND (status = 200 OR status = 206 OR status = 304)",
  ],
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
export function requestTableSql(table: string, profile: BaseProfile, passing: PassingTable = "Log"): string {
  const type = (name: string) =>
    name === "hour" ? "Int64" : ["agent", "domain"].includes(name) ? "LowCardinality(String)" : "String";
  const columns = [
    "source UInt32",
    "reject LowCardinality(String)",
    "profiled UInt8",
    "event_class LowCardinality(String)",
    ...profile.keys.map(({ name }) => `${name} ${type(name)}`),
    "client_id UInt64",
    "agent_id UInt64",
    "path_id UInt64",
    ...requestInputs(profile).map((name) => `${name} ${inputTypes[name] ?? columnType(name as ColumnName)}`),
  ];
  return `CREATE TABLE ${table} (${columns.join(", ")}) ENGINE = ${passing}`;
}
