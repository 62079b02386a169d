/** Reads from the events of a run what was asked of client configuration and how it was answered. */

import type { Fix } from "../../content/fixes.ts";
import type { Content } from "../../content/load.ts";
import type { Parts } from "../../detect/profiles.ts";
import type { Engine, Row } from "../../engine/engine.ts";
import { literal } from "../../engine/sql.ts";
import { storedColumns, storedPlan } from "../../ingest/events.ts";
import { requestsSelect } from "../../ingest/requests.ts";
import { recordsPerSource } from "../../ingest/scan.ts";
import { outsideSql, type TimeWindow } from "../../ingest/window.ts";
import { type Asked, type ReaderKind, readerKinds, type Sensitivity, type Shown } from "./model.ts";

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
  await engine.table(
    tables.judged,
    `SELECT *,
  if(reply IN (${denials}) AND ${given("site, path, endpoint")} AND NOT ${given("site, path, endpoint, path_id")}, 'other', reply) AS outcome,
  outcome IN (${denials}) AS denied
FROM ${tables.replies} AS replies`,
  );
}

/** What was asked, one row a path of a site. */
export async function askedOf(engine: Engine, parts: Parts): Promise<Asked[]> {
  const at = "(time_ms, event_id)";
  const others = readerKinds.filter((kind) => kind !== "outsider");
  const rows = await engine.rows(`WITH
  spans AS (
    SELECT site AS of_site, path AS of_path, endpoint AS of_endpoint, minIf(${at}, outsider AND outcome = 'open') AS first_open, maxIf(${at}, outsider AND outcome = 'open') AS last_open,
      maxIf(${at}, outsider AND outcome IN ('open', 'unmodified')) AS last_known
    FROM ${tables.judged}
    GROUP BY of_site, of_path, of_endpoint
  ),
  people AS (
    SELECT site, path, endpoint, client, min(network) AS of_network, countIf(outcome = 'open') AS given,
      -- Who is refused after it was last given to anybody shows a change; who was barred before it first was, one before.
      countIf(outcome = 'refused' AND status = 401 AND ${at} < spans.last_known) AS asked_for_credentials,
      countIf(outcome = 'refused' AND status != 401 AND ${at} > spans.first_open AND ${at} < spans.last_known) AS barred,
      countIf(outcome = 'refused') AS denials, minIf(${at}, outcome = 'refused') AS first_denied, maxIf(${at}, outcome = 'open') AS last_given
    FROM ${tables.judged} AS one
    INNER JOIN spans ON spans.of_site = one.site AND spans.of_path = one.path AND spans.of_endpoint = one.endpoint
    WHERE outsider
    GROUP BY site, path, endpoint, client
  ),
  crowds AS (
    SELECT site AS crowd_site, path AS crowd_path, endpoint AS crowd_endpoint, uniqExactIf(of_network, given > 0) AS given_networks,
      countIf(given = 0 AND asked_for_credentials > 0) AS asked_others, countIf(given = 0 AND barred > 0) AS barred_others, countIf(given > 0 AND denials > 0 AND first_denied < last_given) AS turned
    FROM people
    GROUP BY crowd_site, crowd_path, crowd_endpoint
  ),
  fronts AS (
    SELECT if(domain = '', family, domain) AS front_of, groupUniqArray(length) AS lengths
    FROM (
      SELECT ${domainSql} AS domain, log.family AS family, http_response_body_bytes AS length
      FROM events INNER JOIN ${tables.logs} AS log ON log.source = intDiv(event_id, ${recordsPerSource})
      WHERE event_class = 'http' AND log.has_bytes = 1 AND http_response_status_code = 200 AND http_request_method = 'GET' AND http_response_body_bytes > 0
        AND match(lower(cutQueryStringAndFragment(url_original)), '^/(?:index[.][a-z]+)?$|/[^/]*(?:log-?in|sign-?in|log-?on)[^/]*$')
    )
    GROUP BY front_of
    -- A front page that is as long as it likes proves nothing by its length.
    HAVING length(lengths) <= 20
  )
SELECT judged.site AS site, judged.path AS path, judged.endpoint AS endpoint, min(judged.domain) AS domain, min(judged.purpose) AS purpose, min(judged.product) AS product,
  if(min(place.sensitivity) != '', min(place.sensitivity), min(judged.sensitivity)) AS sensitivity, min(judged.discloses) AS discloses,
  countIf(outsider AND outcome = 'open') AS opened, uniqExactIf(client, outsider AND outcome = 'open') AS opened_clients,
  min(spans.first_open) AS first_open, min(spans.last_open) AS last_open, min(spans.last_known) AS last_known,
  maxIf(length, outsider AND outcome = 'open' AND status = 200) AS largest, minIf(length, outsider AND outcome = 'open' AND status = 200) AS smallest,
  countIf(outsider AND outcome = 'open' AND status = 200) AS whole,
  countIf(outsider AND outcome = 'open' AND status = 206) AS in_part, countIf(outsider AND outcome = 'open' AND judged.html) AS html,
  countIf(outsider AND outcome = 'unmodified') AS unmodified, countIf(outsider AND outcome = 'bodyless') AS bodyless, countIf(outsider AND outcome = 'empty') AS empty, countIf(outsider AND outcome = 'unlogged') AS unlogged,
  maxIf(${at}, outsider AND outcome IN ('unmodified', 'bodyless', 'empty', 'unlogged')) AS last_unshown,
  maxIf(${at}, who = 'justified' AND outcome = 'open') AS last_justified,
  countIf(outsider AND denied) AS refused, maxIf(time_ms, outsider AND denied) AS refused_last,
  countIf(outsider AND denied AND ${at} BETWEEN spans.first_open AND spans.last_known) AS refused_between,
  countIf(outsider AND denied AND ${at} > spans.last_known) AS refused_after,
  minIf(${at}, outsider AND denied AND ${at} > spans.last_known) AS first_after,
  argMinIf(status, ${at}, outsider AND denied AND ${at} > spans.last_known) AS after_status,
  countIf(outsider AND denied AND ${at} > spans.last_known AND (judged.site, judged.path, judged.endpoint, client) IN (SELECT site, path, endpoint, client FROM ${tables.judged} WHERE outsider AND outcome = 'open')) > 0 AS refused_same,
  max(crowds.given_networks) AS given_networks, max(crowds.asked_others) AS asked_others, max(crowds.barred_others) AS barred_others, max(crowds.turned) AS turned,
  uniqExactIf(sorted, outsider AND outcome = 'open') AS orders,
  ${others.map((kind, n) => `countIf(who = ${literal(kind)} AND outcome IN ('open', 'unmodified')) AS other_${n}`).join(", ")},
  max(place.catch_all) AS catch_all, max(place.part_of_site) AS part_of_site, max(place.like_error) AS like_error, max(place.like_others) AS like_others, max(place.parts_of_all) AS parts_of_all,
  has(max(fronts.lengths), largest) AND has(max(fronts.lengths), smallest) AND largest > 0 AS like_front
FROM ${tables.judged} AS judged
INNER JOIN spans ON spans.of_site = judged.site AND spans.of_path = judged.path AND spans.of_endpoint = judged.endpoint
LEFT JOIN crowds ON crowds.crowd_site = judged.site AND crowds.crowd_path = judged.path AND crowds.crowd_endpoint = judged.endpoint
LEFT JOIN (SELECT domain, canonical_path, sensitivity, catch_all, part_of_site, like_error, like_others, parts_of_all FROM ${parts.endpoints}) AS place ON place.domain = judged.domain AND place.canonical_path = judged.path AND judged.purpose != judged.endpoint
LEFT JOIN fronts ON fronts.front_of = judged.site
GROUP BY judged.site, judged.path, judged.endpoint
ORDER BY site, path, endpoint`);
  return rows.map((row) => askedFrom(row, others));
}

function askedFrom(row: Row, others: readonly ReaderKind[]): Asked {
  const n = (name: string) => Number(row[name]);
  const s = (name: string) => String(row[name]);
  return {
    site: s("site"),
    domain: s("domain"),
    path: s("path"),
    endpoint: s("endpoint"),
    purpose: s("purpose"),
    product: s("product"),
    sensitivity: s("sensitivity") as Sensitivity,
    discloses: s("discloses"),
    opened: n("opened"),
    openedClients: n("opened_clients"),
    firstOpen: shown(row.first_open),
    lastOpen: shown(row.last_open),
    lastKnown: shown(row.last_known),
    bytesMax: n("whole") === 0 ? -1 : n("largest"),
    bytesMin: n("whole") === 0 ? -1 : n("smallest"),
    inPart: n("in_part"),
    html: n("html"),
    unmodified: n("unmodified"),
    bodyless: n("bodyless"),
    empty: n("empty"),
    unlogged: n("unlogged"),
    lastUnshown: shown(row.last_unshown),
    lastJustified: shown(row.last_justified),
    refused: n("refused"),
    refusedBetween: n("refused_between"),
    refusedAfter: n("opened") === 0 ? 0 : n("refused_after"),
    refusedLast: n("refused_last"),
    refusedAfterStatus: n("after_status"),
    firstRefusedAfter: shown(row.first_after),
    refusedSame: n("refused_same") === 1,
    others: Object.fromEntries(
      others.map((kind, at) => [kind, n(`other_${at}`)] as const).filter(([, count]) => count > 0),
    ),
    catchAll: n("catch_all") === 1,
    partOfSite: n("part_of_site") === 1,
    likeError: n("like_error") === 1,
    likeOthers: n("like_others") === 1,
    partsOfAll: n("parts_of_all") === 1,
    likeFront: n("like_front") === 1,
    orders: n("orders"),
    givenNetworks: n("given_networks"),
    askedOthers: n("asked_others"),
    barredOthers: n("barred_others"),
    turned: n("turned"),
  };
}

/** A pair of time and event id; the engine's zeros stand for none. */
function shown(pair: unknown): Shown | undefined {
  const [ms, record] = pair as readonly [number, number];
  return Number(record) === 0 ? undefined : { ms: Number(ms), record: Number(record) };
}

/** Who was answered, the most frequent of each path first. */
export async function readersOf(engine: Engine, parts: Parts, eachMax: number): Promise<Row[]> {
  return engine.rows(`SELECT site, path, endpoint, client, who, action, count() AS requests, min(known.agent) AS agent
FROM ${tables.judged} AS judged
LEFT JOIN (SELECT agent_id, agent FROM ${parts.agents}) AS known ON known.agent_id = judged.agent_id
WHERE outcome IN ('open', 'unmodified')
GROUP BY site, path, endpoint, client, who, action
ORDER BY site, path, endpoint, who = 'outsider' DESC, action = 'escalate' DESC, requests DESC, client
LIMIT ${eachMax} BY site, path, endpoint`);
}

/** How many outsiders that were answered are escalated, by place. */
export async function escalatedOf(engine: Engine): Promise<Row[]> {
  return engine.rows(`SELECT site, path, endpoint, uniqExactIf(client, action = 'escalate') AS escalated
FROM ${tables.judged} WHERE outsider AND outcome IN ('open', 'unmodified')
GROUP BY site, path, endpoint`);
}
