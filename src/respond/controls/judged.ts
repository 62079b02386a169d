/** Tables of the requests that a review looks at, with who asked, of which site, and how each was answered. */
import type { Parts } from "../../detect/profiles.ts";
import type { Engine } from "../../engine/engine.ts";
import type { TimeWindow } from "../../ingest/window.ts";
import { makeHosts, sitedSql } from "./hosts.ts";
import { reading, tables, writing } from "./tables.ts";

const denials = "'refused', 'gone', 'sent'";
const at = "(time_ms, event_id)";

/** Makes the tables after that of the requests. */
export async function makeJudged(engine: Engine, parts: Parts, window: TimeWindow): Promise<void> {
  await makeHosts(engine, parts, window);
  await engine.table(
    tables.targets,
    `SELECT event_id, method, query, strange, family, site, passed FROM ${sitedSql(parts, window)} WHERE event_id IN (SELECT event_id FROM ${tables.asks})`,
  );
  await makeReplies(engine, parts);
  await makeWalls(engine, parts, window);
  // A server tells spellings apart: that /Changelog.txt or /%2e/.env is not there says nothing of what it gave.
  const given = (columns: string) =>
    `(${columns}) IN (SELECT ${columns} FROM ${tables.replies} WHERE outsider AND reply = 'open')`;
  // Filters refuse a query for what it holds, and servers a method: that says nothing of what GET was given without.
  const unlike = `NOT ${given("site, path, endpoint, path_id")} OR bodyless OR query != '' AND NOT ${given("site, path, endpoint, query")}`;
  await engine.table(
    tables.judged,
    `SELECT replies.* EXCEPT (last_fine, goes_on), multiIf(
    reply NOT IN (${denials}) OR NOT ${given("site, path, endpoint")}, reply,
    ${unlike}, 'other',
    reply != 'refused' OR walled = 0 OR ${at} <= last_fine, reply,
    goes_on > ${at}, 'blocked',
    'walled') AS outcome,
  outcome IN ('refused', 'gone') AS denied
FROM (
  SELECT one.*, wall.walled AS walled, wall.last_fine AS last_fine, wall.goes_on AS goes_on
  FROM ${tables.replies} AS one
  LEFT JOIN (SELECT site AS of_site, client_id AS of_client, 1 AS walled, last_fine, goes_on FROM ${tables.walls}) AS wall ON wall.of_site = one.site AND wall.of_client = one.client_id
) AS replies`,
  );
}

async function makeReplies(engine: Engine, parts: Parts): Promise<void> {
  await engine.table(
    tables.replies,
    `SELECT one.*, target.family AS family, target.site AS site, target.query AS query, target.strange AS strange,
    if(log.has_bytes, one.bytes, -1) AS length,
    log.headers AS headers,
    if(client.source_ip = '', 'hidden', client.source_ip) AS client,
    multiIf(
      target.method IN (${writing}), if(status IN (200, 206), 'written', 'other'),
      target.method NOT IN (${reading}), 'other',
      log.has_status = 0 OR status = 0, 'unlogged',
      target.passed AND (status NOT IN (200, 206) OR bodyless OR length = 0), 'other',
      target.passed, 'passed',
      status IN (401, 403, 407), 'refused',
      status IN (404, 410), 'gone',
      status = 304, 'unmodified',
      status BETWEEN 300 AND 399, 'sent',
      status NOT IN (200, 206), 'other',
      bodyless = 1, 'bodyless',
      length = 0, 'empty',
      'open') AS reply,
    multiIf(
      has_user = 1 AND (one.domain, one.path) IN (SELECT domain, path FROM ${tables.asks} WHERE status = 401 AND event_id IN (SELECT event_id FROM ${tables.targets} WHERE method IN (${reading}))), 'named',
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
  INNER JOIN (SELECT * EXCEPT (event_id), event_id AS of_event FROM ${tables.targets}) AS target ON target.of_event = one.event_id
  LEFT JOIN (SELECT client_id AS of_client, source_ip, source_id, internal FROM ${parts.addresses}) AS client ON client.of_client = one.client_id
  LEFT JOIN (SELECT source_id, logins, login_first_ms, login_failed, login_tokens, login_redirects, assets, referred_ok FROM ${parts.clients}) AS known ON known.source_id = client.source_id
  LEFT JOIN ${tables.standings} AS standing ON standing.source_ip = client.source_ip`,
  );
}

/**
 * Clients that a site refused several paths and nothing else since: whoever is blocked is refused whatever he asks for.
 * `last_fine` is when one was last answered otherwise, `goes_on` when others last were given something.
 */
async function makeWalls(engine: Engine, parts: Parts, window: TimeWindow): Promise<void> {
  const sited = sitedSql(parts, window);
  await engine.table(
    tables.walls,
    `WITH met AS (
    SELECT event.site AS site, event.client_id AS client_id,
      maxIf((event.time_ms, event.event_id), event.status BETWEEN 200 AND 399 OR event.status IN (404, 410)) AS last_fine,
      uniqExactIf(if(ask.asked_path = '', event.path, ask.asked_path), event.status IN (401, 403, 407, 429, 444, 503)) AS refused
    FROM ${sited} AS event
    LEFT JOIN (SELECT event_id AS of_event, min(path) AS asked_path FROM ${tables.asks} GROUP BY of_event) AS ask ON ask.of_event = event.event_id
    WHERE event.client_id IN (SELECT client_id FROM ${tables.replies} WHERE outsider AND reply = 'refused')
    GROUP BY site, client_id
    HAVING refused >= 2
  ),
  lively AS (
    SELECT site AS on_site, max(${at}) AS goes_on FROM ${sited}
    WHERE status IN (200, 304) AND site IN (SELECT site FROM met) AND (site, client_id) NOT IN (SELECT site, client_id FROM met)
    GROUP BY on_site
  )
SELECT met.site AS site, met.client_id AS client_id, met.last_fine AS last_fine, lively.goes_on AS goes_on
FROM met LEFT JOIN lively ON lively.on_site = met.site`,
  );
}
