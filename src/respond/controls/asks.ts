/** Tables of the requests that a review looks at, with who asked and how each was answered. */

import type { Fix } from "../../content/fixes.ts";
import type { Content } from "../../content/load.ts";
import type { Parts } from "../../detect/profiles.ts";
import type { Engine } from "../../engine/engine.ts";
import { literal } from "../../engine/sql.ts";
import { storedColumns, storedPlan } from "../../ingest/events.ts";
import { requestsSelect } from "../../ingest/requests.ts";
import { recordsPerSource } from "../../ingest/scan.ts";
import { outsideSql, type TimeWindow } from "../../ingest/window.ts";

/** Tables of this review, made before and dropped after. */
export const tables = {
  /** source, family, has_status, has_bytes of each web log. */
  logs: "profile_control_logs",
  /** source_ip, action of each address that was judged. */
  standings: "profile_control_standings",
  /** One row a request that is looked at. */
  asks: "profile_control_asks",
  /** The same with who asked and how it was answered. */
  replies: "profile_control_replies",
  /** The same, refusals of other spellings left aside. */
  judged: "profile_control_judged",
} as const;

/** Length of a path that a review shows; of a longer one the beginning counts. */
const pathBytesMax = 2048;

/** SQL of the events of the web logs inside the window. */
export function eventsOf(window: TimeWindow): string {
  return `(SELECT *, intDiv(event_id, ${recordsPerSource}) AS source_number FROM events WHERE event_class = 'http' AND source_number IN (SELECT source FROM ${tables.logs}) AND (time_ms = 0 OR NOT ${outsideSql("time_ms", window)}))`;
}

/** Who asked, as the base profile keys it. */
export const clientSql =
  "cityHash64(if(forwarded_for IN ('', '-'), toString(source_ip), concat(toString(source_ip), '\\t', forwarded_for)))";
/** The virtual host without the port of its scheme. */
export const domainSql = "lower(replaceRegexpOne(toString(url_domain), ':(?:80|443)$', ''))";
/** The path of a request, also of one that names scheme and host. */
const fileSql = `substring(replaceRegexpOne(cutQueryStringAndFragment(url_original), '^[A-Za-z][A-Za-z0-9+.-]*://[^/]*', ''), 1, ${pathBytesMax})`;

/** Methods that read; what a format does not log is taken for GET. TRACE and OPTIONS answer 200 for anything. */
const reading = "'', 'GET', 'HEAD', 'POST'";

function asideSql(window: TimeWindow): string {
  return `SELECT event_id FROM ${eventsOf(window)} WHERE http_request_method NOT IN (${reading})`;
}

/** Makes the table of requests that are looked at: what is catalogued, and what a fix tells by its look. */
export async function makeAsks(
  engine: Engine,
  content: Content,
  parts: Parts,
  fixes: readonly Fix[],
  window: TimeWindow,
): Promise<void> {
  const lines = {
    columns: [...storedColumns, "source_number"],
    from: `(SELECT *, raw AS line FROM ${eventsOf(window)})`,
    source: 0,
    sourceColumn: "source_number",
    eventIdSql: "event_id",
    recordSql: "raw",
    recordBytesMax: content.policy.limits.record_bytes,
    crlf: false,
  };
  const requests = requestsSelect(lines, storedPlan, content.base, content.endpoints);
  const columns =
    "event_id Int64, source UInt32, time_ms Int64, status UInt16, bytes Int64, has_user UInt8, html UInt8, bodyless UInt8, aside UInt8, sorted String, domain String, client_id UInt64, agent_id UInt64, path_id UInt64, path String, endpoint String, purpose String, product String, sensitivity String, discloses String";
  await engine.run(`CREATE TABLE ${tables.asks} (${columns}) ENGINE = Memory`);
  await engine.run(`INSERT INTO ${tables.asks}
SELECT event_id, source, time_ms, status, bytes, has_user, html, head, event_id IN (${asideSql(window)}), '', domain, client_id, agent_id, req.path_id, place.canonical_path, place.endpoint, place.purpose, place.product, place.sensitivity, place.discloses
FROM (${requests}) AS req
INNER JOIN (SELECT path_id, canonical_path, endpoint, purpose, product, sensitivity, discloses FROM ${parts.paths} WHERE endpoint != '' AND NOT has(disguises, 'in a parameter')) AS place ON place.path_id = req.path_id
WHERE req.reject = ''`);
  for (const fix of fixes) await addSigns(engine, fix, window);
  const turned = fixes.find(({ covers }) => covers.turned);
  if (turned !== undefined) await addTurned(engine, content, parts, turned, requests);
}

/** Paths that the catalogue does not know, and that refused somebody again and again and then gave to the same one. */
async function addTurned(
  engine: Engine,
  content: Content,
  parts: Parts,
  { id, product, sensitivity, discloses }: Fix,
  requests: string,
): Promise<void> {
  const refusalsMin = Number(
    content.indicators.find((one) => one.id === "endpoint.config-exposed")?.thresholds.refusals_min ?? 5,
  );
  await engine.run(`INSERT INTO ${tables.asks}
SELECT event_id, source, time_ms, status, bytes, has_user, html, head, 0, '', domain, client_id, agent_id, req.path_id, place.canonical_path, ${[id, id, product ?? "", sensitivity ?? "", discloses ?? ""].map(literal).join(", ")}
FROM (${requests}) AS req
INNER JOIN (SELECT path_id, canonical_path, canonical_id FROM ${parts.paths} WHERE endpoint = '') AS place ON place.path_id = req.path_id
WHERE req.reject = '' AND (req.domain, place.canonical_id) IN (
  SELECT domain, canonical_id FROM ${parts.visits} WHERE endpoint = ''
  GROUP BY domain, canonical_id, source_id
  HAVING sum(refused) >= ${refusalsMin} AND sum(served_anonymous) > 0 AND min(refused_first_ms) < max(served_last_ms))`);
}

/** Requests that a fix knows by their look. A folder that was listed is looked at however it was asked for. */
async function addSigns(
  engine: Engine,
  { id, covers, product, sensitivity, discloses }: Fix,
  window: TimeWindow,
) {
  const insert = (path: string, sorted: string, where: string) =>
    engine.run(`INSERT INTO ${tables.asks}
SELECT event_id, source_number, time_ms, http_response_status_code, http_response_body_bytes, user_name NOT IN ('', '-'), startsWith(http_response_mime_type, 'text/html'), http_request_method = 'HEAD', http_request_method NOT IN (${reading}), ${sorted}, ${domainSql}, ${clientSql}, cityHash64(user_agent_original), cityHash64(${fileSql}), ${path} AS asked_path, ${[id, id, product ?? "", sensitivity ?? "", discloses ?? ""].map(literal).join(", ")}
FROM ${eventsOf(window)}
WHERE ${where} AND event_id NOT IN (SELECT event_id FROM ${tables.asks} WHERE endpoint = ${literal(id)})`);
  const patterns = (list: readonly string[]) => literal(list.map((one) => `(?:${one})`).join("|"));
  if (covers.paths.length > 0)
    await insert(`lower(${fileSql})`, "''", `match(lower(${fileSql}), ${patterns(covers.paths)})`);
  if (covers.queries.length > 0) {
    const query = "substring(queryString(url_original), 1, 64)";
    await insert(
      fileSql,
      query,
      `match(${query}, ${patterns(covers.queries)}) AND endsWith(${fileSql}, '/')`,
    );
    await insert(
      fileSql,
      "''",
      `http_response_status_code >= 300 AND http_response_status_code != 304 AND (${domainSql}, ${fileSql}) IN (SELECT domain, path FROM ${tables.asks} WHERE endpoint = ${literal(id)})`,
    );
  }
}

const denials = "'refused', 'gone', 'sent'";

/** Makes the table of the requests with who asked and how each was answered. */
export async function makeJudged(engine: Engine, parts: Parts): Promise<void> {
  await engine.table(
    tables.replies,
    `SELECT one.*, log.family AS family, if(one.domain = '', log.family, one.domain) AS site,
    if(log.has_bytes, one.bytes, -1) AS length,
    if(client.source_ip = '', 'hidden', client.source_ip) AS client,
    multiIf(
      aside = 1, 'other',
      log.has_status = 0 OR status = 0, 'unlogged',
      status IN (401, 403, 407), 'refused',
      status IN (404, 410), 'gone',
      status = 304, 'unmodified',
      status BETWEEN 300 AND 399, 'sent',
      status NOT IN (200, 206), 'other',
      bodyless = 1, 'bodyless',
      length = 0, 'empty',
      'open') AS reply,
    multiIf(
      has_user = 1 AND (one.domain, one.path) IN (SELECT domain, path FROM ${tables.asks} WHERE status IN (401, 403)), 'named',
      client.internal = 1, 'internal',
      standing.action = 'justified', 'justified',
      (client.source_id, one.agent_id, one.endpoint) IN (SELECT source_id, agent_id, endpoint FROM ${parts.own_clients}), 'own program',
      sensitivity != 'secret' AND (client.source_id, one.domain) IN (SELECT source_id, domain FROM ${parts.foreign}), 'other host',
      sensitivity != 'secret' AND known.logins > 0 AND known.login_first_ms <= time_ms AND known.login_failed = 0 AND (known.login_tokens > 0 OR (known.login_redirects > 0 AND (known.assets > 0 OR known.referred_ok > 0)) OR (known.assets >= 2 AND known.referred_ok >= 2)), 'signed in',
      'outsider') AS who,
    who = 'outsider' AS outsider,
    standing.action AS action,
    substringIndex(client, '/', 1) AS address,
    multiIf(isIPv4String(address), IPv4NumToStringClassC(toUInt32(toIPv4OrDefault(address))), isIPv6String(address), toString(tupleElement(IPv6CIDRToRange(toIPv6OrDefault(if(isIPv6String(address), address, '::')), 48), 1)), address) AS network
  FROM ${tables.asks} AS one
  INNER JOIN ${tables.logs} AS log ON log.source = one.source
  LEFT JOIN (SELECT client_id, source_ip, source_id, internal FROM ${parts.addresses}) AS client ON client.client_id = one.client_id
  LEFT JOIN (SELECT source_id, logins, login_first_ms, login_failed, login_tokens, login_redirects, assets, referred_ok FROM ${parts.clients}) AS known ON known.source_id = client.source_id
  LEFT JOIN ${tables.standings} AS standing ON standing.source_ip = client.source_ip`,
  );
  // A server tells spellings apart: that /Changelog.txt or /%2e/.env is not there says nothing of what it gave.
  const given = (columns: string) =>
    `(${columns}) IN (SELECT ${columns} FROM ${tables.replies} WHERE outsider AND reply = 'open')`;
  const queried = `SELECT event_id FROM events WHERE event_class = 'http' AND position(url_original, '?') > 0 AND event_id IN (SELECT event_id FROM ${tables.replies})`;
  // Filters refuse a query for what it holds: that says nothing of the path, which was given without one.
  const byQuery = `reply IN ('refused', 'sent') AND event_id IN (${queried}) AND (site, path, endpoint) NOT IN (SELECT site, path, endpoint FROM ${tables.replies} WHERE outsider AND reply = 'open' AND event_id IN (${queried}))`;
  await engine.table(
    tables.judged,
    `SELECT *,
  if(${given("site, path, endpoint")} AND (reply IN (${denials}) AND NOT ${given("site, path, endpoint, path_id")} OR ${byQuery}), 'other', reply) AS outcome,
  outcome IN (${denials}) AS denied
FROM ${tables.replies} AS replies`,
  );
}
