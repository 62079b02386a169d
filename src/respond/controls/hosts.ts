/**
 * Which of the hosts that requests name are the server's own. A client can write any host: in the target of a request
 * (RFC 9112, 3.2.2), as one to a proxy has it, and in the header that many servers log.
 */
import type { FormatFile } from "../../content/schema.ts";
import type { Parts } from "../../detect/profiles.ts";
import type { Engine } from "../../engine/engine.ts";
import type { TimeWindow } from "../../ingest/window.ts";
import { clientSql, domainSql, eventsOf, tables } from "./tables.ts";

/** Networks that have to be given a page under a name that the client wrote. */
const networksMin = 2;

/** Whether a format has the name that the server gives its site, whatever a client wrote (Apache's %v, nginx's $server_name). */
export function namedByServer(format: FormatFile | undefined): boolean {
  return format?.reader === "template" && /%v|\$\{?server_name\b/.test(format.template);
}

/** Whether a format counts the headers of an answer to its length (Apache's %O, nginx's $bytes_sent). */
export function countsHeaders(format: FormatFile | undefined): boolean {
  return format?.reader === "template" && /%O|\$\{?bytes_sent\b/.test(format.template);
}

/** Whether a target names scheme and host, and that host. */
const absoluteSql = "match(url_original, '^[A-Za-z][A-Za-z0-9+.-]*://')";
const targetHostSql = `if(${absoluteSql}, lower(substring(domain(url_original), 1, 255)), '')`;

/**
 * SQL of the web events with the site that each belongs to: event_id, source_number, time_ms, status, bytes, path, query, method, name
 * (the host as asked), site, passed (asked for of a host that is not known to be this server's), client, network, internal.
 */
export function sitedSql(parts: Parts, window: TimeWindow): string {
  return `(SELECT *, if(own OR name IN ('', '-'), '', name) AS strange, if(own, name, family) AS site, absolute AND NOT target_own AS passed
  FROM (
    SELECT one.event_id AS event_id, one.source_number AS source_number, one.time_ms AS time_ms, one.http_response_status_code AS status, one.http_response_body_bytes AS bytes,
      cutQueryStringAndFragment(one.url_original) AS path, substring(queryString(one.url_original), 1, 2048) AS query, toString(one.http_request_method) AS method,
      log.family AS family, ${absoluteSql} AS absolute, ${targetHostSql} AS target,
      (family, target) IN (SELECT family, bare FROM ${tables.hosts}) AS target_own,
      if(absolute AND (log.names = 0 OR ${domainSql} IN ('', '-')), target, ${domainSql}) AS name,
      (family, name) IN (SELECT family, host FROM ${tables.hosts}) AS own,
      client.source AS client, client.network AS network, client.internal AS internal, ${clientSql} AS client_id
    FROM ${eventsOf(window)} AS one
    INNER JOIN ${tables.logs} AS log ON log.source = one.source_number
    LEFT JOIN (SELECT client_id AS of_client, source_ip AS source, network, internal FROM ${parts.addresses}) AS client ON client.of_client = ${clientSql}
  ))`;
}

/**
 * Makes the table of the server's own hosts: what the server itself names, and what clients of two networks, or one from
 * inside, wrote and were given pages under, besides what is looked at here.
 */
export async function makeHosts(engine: Engine, parts: Parts, window: TimeWindow): Promise<void> {
  await engine.table(
    tables.hosts,
    `SELECT family, host, replaceRegexpOne(host, ':[0-9]+$', '') AS bare
FROM (
  SELECT log.family AS family, ${domainSql} AS host, log.names AS names, client.network AS network, client.internal AS internal,
    http_response_status_code IN (200, 304) AND event_id NOT IN (SELECT event_id FROM ${tables.asks}) AS page
  FROM ${eventsOf(window)} AS one
  INNER JOIN ${tables.logs} AS log ON log.source = one.source_number
  LEFT JOIN (SELECT client_id AS of_client, network, internal FROM ${parts.addresses}) AS client ON client.of_client = ${clientSql}
  WHERE host NOT IN ('', '-') AND (names OR startsWith(url_original, '/'))
)
GROUP BY family, host
HAVING max(names) = 1 OR uniqExactIf(network, page) >= ${networksMin} OR countIf(page AND internal) > 0`,
  );
}
