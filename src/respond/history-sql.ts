/** SQL of requests by client, agent and path, marked as what a case is about or not. */
import type { Parts } from "../detect/profiles.ts";

/** Pages that others led to, from which on somebody browses. */
const ledMin = 3;

/** Client keys of requests, as `addresses` has them. */
export const clientSql = (event: string) =>
  `if(${event}.forwarded_for IN ('', '-'), toString(${event}.source_ip), concat(toString(${event}.source_ip), '\\t', ${event}.forwarded_for))`;

/**
 * Whether who calls himself a monitor is none, over a request of `visits`. As of crawlers, published ranges verify one. A service that
 * publishes where it comes from shares no address; a program that anybody may run does, so of its requests those count that ask for
 * a secret or are turned down.
 */
function claimedMonitor({ visits, agents }: Parts): string {
  const address = "splitByChar('/', claim.source_ip)[1]";
  const numeric = `isIPv4String(${address}) OR isIPv6String(${address})`;
  return `(source_ip, agent_id) NOT IN (
        SELECT claim.source_ip, claim.agent_id FROM (SELECT DISTINCT source_ip, agent_id FROM ${visits} WHERE agent_class = 'monitor' AND source_ip IN (SELECT source_ip FROM profile_case_clients)) AS claim
        INNER JOIN (SELECT agent_id, ranges FROM ${agents}) AS known ON known.agent_id = claim.agent_id
        WHERE (${numeric}) AND arrayExists(network -> isIPAddressInRange(if(${numeric}, ${address}, '0.0.0.0'), network), known.ranges))
      AND (agent_id IN (SELECT agent_id FROM ${agents} WHERE verifies) OR sensitivity = 'secret' OR status_4xx > 0)`;
}

const scheme = "^[A-Za-z][A-Za-z0-9+.-]*://";
/** A server looks at the path alone, also of a request that names it with scheme and host. */
const pathOf = (written: string) =>
  `if(match(${written}, '${scheme}'), concat('/', replaceRegexpOne(${written}, '${scheme}[^/]*/?', '')), ${written})`;
/** The path of an event as a server looks at it, without its query. */
export const pathSql = (event: string) => pathOf(`cutQueryStringAndFragment(${event}.url_original)`);

const withQuery = `cityHash64(concat(${pathSql("one")}, '?', queryString(one.url_original)))`;

/**
 * SQL of requests by client, agent and path, with `malicious` for those of the clients in profile_case_clients that a case is about.
 * @param of SQL over `known`, the client: whose requests are looked at
 */
export function markedSql(parts: Parts, web: readonly number[], of = "1"): string {
  return `WITH
  sought AS (
    SELECT source_ip, agent_id, path_id FROM ${parts.seeking} WHERE source_ip IN (SELECT source_ip FROM profile_case_clients)
    -- A crawler's name is no cover for who is escalated: no crawler shares an address with others.
    UNION DISTINCT SELECT source_ip, agent_id, path_id FROM ${parts.visits} WHERE source_ip IN (SELECT source_ip FROM profile_case_clients)
      AND endpoint != '' AND place_id NOT IN (SELECT place_id FROM ${parts.endpoints} WHERE part_of_site)
      AND (agent_class IN ('search-engine', 'seo-crawler', 'ai-crawler') OR agent_class = 'monitor' AND ${claimedMonitor(parts)})
  ),
  asked AS (
    SELECT known.source_ip AS source, known.peer AS peer, known.forwarded AS forwarded, known.network AS network,
      toString(one.user_agent_original) AS agent, cutQueryStringAndFragment(one.url_original) AS written,
      ${pathOf("written")} AS path,
      cityHash64(toString(one.user_agent_original)) AS agent_id, cityHash64(written) AS path_id,
      -- A query that names a file is part of the place, as profiles have it. Joined and not looked up with IN, which the
      -- planner of a sharded table does not find again among what is grouped by.
      if(named.path_id != 0, named.path_id, cityHash64(path)) AS place_id,
      count() AS requests, countIf(one.http_request_referrer NOT IN ('', '-') AND one.http_response_status_code BETWEEN 200 AND 299) AS led, countIf(one.http_response_status_code BETWEEN 200 AND 299 OR one.http_response_status_code = 304) AS served, min(one.event_id) AS record
    FROM events AS one
    INNER JOIN ${parts.addresses} AS known ON known.client = ${clientSql("one")}
    LEFT ANY JOIN (SELECT DISTINCT path_id FROM sought) AS named ON named.path_id = ${withQuery}
    WHERE one.event_class = 'http' AND intDiv(one.event_id, ${2 ** 40}) IN (${web.join(", ")}) AND ${of}
    GROUP BY source, peer, forwarded, network, agent, written, place_id
  ),
  own AS (SELECT * FROM asked WHERE source IN (SELECT source_ip FROM profile_case_clients WHERE own = 1)),
  escalated AS (SELECT * FROM asked WHERE source IN (SELECT source_ip FROM profile_case_clients)),
  agents AS (
    -- Under which agents a client does little else, or that say themselves what they are. A browser's agent under which pages led
    -- to others is also somebody's who shares the address.
    SELECT one.source AS source, one.agent_id AS agent_id
    FROM escalated AS one
    LEFT JOIN (SELECT agent_id, class FROM ${parts.agents}) AS known ON known.agent_id = one.agent_id
    GROUP BY one.source, one.agent_id
    HAVING max(known.class = 'scanner') = 1
      OR (sumIf(one.requests, (one.source, one.agent_id, one.place_id) IN (SELECT * FROM sought)) * 2 >= sum(one.requests)
        AND NOT (max(known.class = 'browser') = 1 AND sumIf(one.led, (one.source, one.agent_id, one.place_id) NOT IN (SELECT * FROM sought)) >= ${ledMin}))
  ),
  marked AS (
    SELECT *, (source, agent_id, place_id) IN (SELECT * FROM sought) AS found, found AND place_id = cityHash64(path) AS seeks,
      source IN (SELECT source_ip FROM profile_case_clients) AND (found OR (source, agent_id) IN (SELECT * FROM agents)) AS malicious
    FROM asked
  )`;
}
