/** The table of the requests that a review looks at. */

import type { Fix } from "../../content/fixes.ts";
import type { Content } from "../../content/load.ts";
import type { Parts } from "../../detect/profiles.ts";
import type { Engine } from "../../engine/engine.ts";
import { literal } from "../../engine/sql.ts";
import { storedColumns, storedPlan } from "../../ingest/events.ts";
import { requestsSelect } from "../../ingest/requests.ts";
import type { TimeWindow } from "../../ingest/window.ts";
import { clientSql, domainSql, eventsOf, tables } from "./tables.ts";

/** Length of a path that a review shows; of a longer one the beginning counts. */
const pathBytesMax = 2048;

/** The path of a request, also of one that names scheme and host. */
const fileSql = `substring(replaceRegexpOne(cutQueryStringAndFragment(url_original), '^[A-Za-z][A-Za-z0-9+.-]*://[^/]*', ''), 1, ${pathBytesMax})`;

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
    "event_id Int64, source UInt32, time_ms Int64, status UInt16, bytes Int64, has_user UInt8, html UInt8, bodyless UInt8, sorted String, domain String, client_id UInt64, agent_id UInt64, path_id UInt64, path String, endpoint String, purpose String, product String, sensitivity String, discloses String";
  await engine.run(`CREATE TABLE ${tables.asks} (${columns}) ENGINE = Memory`);
  await engine.run(`INSERT INTO ${tables.asks}
SELECT event_id, source, time_ms, status, bytes, has_user, html, head, '', domain, client_id, agent_id, req.path_id, place.canonical_path, place.endpoint, place.purpose, place.product, place.sensitivity, place.discloses
FROM (${requests}) AS req
INNER JOIN (SELECT path_id, canonical_path, endpoint, purpose, product, sensitivity, discloses FROM ${parts.paths} WHERE endpoint != '' AND NOT has(disguises, 'in a parameter')) AS place ON place.path_id = req.path_id
WHERE req.reject = ''`);
  for (const fix of fixes) await addSigns(engine, fix, window);
  const turned = fixes.find(({ covers }) => covers.turned);
  if (turned !== undefined) await addTurned(engine, content, parts, turned, requests);
}

/** Refusals of one client that make a path of no known product one that was guarded, as the indicator of exposures has them. */
export function refusalsMinOf(content: Content): number {
  return Number(
    content.indicators.find((one) => one.id === "endpoint.config-exposed")?.thresholds.refusals_min ?? 5,
  );
}

/** Paths that the catalogue does not know, and that refused somebody again and again and then gave to the same one. */
async function addTurned(
  engine: Engine,
  content: Content,
  parts: Parts,
  { id, product, sensitivity, discloses }: Fix,
  requests: string,
): Promise<void> {
  const refusalsMin = refusalsMinOf(content);
  await engine.run(`INSERT INTO ${tables.asks}
SELECT event_id, source, time_ms, status, bytes, has_user, html, head, '', domain, client_id, agent_id, req.path_id, place.canonical_path, ${[id, id, product ?? "", sensitivity ?? "", discloses ?? ""].map(literal).join(", ")}
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
SELECT event_id, source_number, time_ms, http_response_status_code, http_response_body_bytes, user_name NOT IN ('', '-'), startsWith(http_response_mime_type, 'text/html'), http_request_method = 'HEAD', ${sorted}, ${domainSql}, ${clientSql}, cityHash64(user_agent_original), cityHash64(${fileSql}), ${path} AS asked_path, ${[id, id, product ?? "", sensitivity ?? "", discloses ?? ""].map(literal).join(", ")}
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
