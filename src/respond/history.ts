/** What a case did, and what everybody else did that a block of it could touch, from the events of a run. */
import type { Case, Entity } from "../assess/model.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import { VedetteError } from "../errors.ts";
import type { SourceReport } from "../ingest/source.ts";
import type { Asked } from "./block.ts";

/** Requests of one client under one agent for one path. */
export interface HistoryRow extends Asked {
  /** The client: an address, or a /64 that counts as one. */
  readonly source: string;
  readonly requests: number;
  /** Requests that were answered with 2xx or 304. */
  readonly served: number;
  /** Whether it belongs to what the case is about. */
  readonly malicious: boolean;
  /** Whether it is the like by somebody else who is escalated: to stop that costs nobody. */
  readonly hostile: boolean;
  /** Whether the path, with no query that names a file, is catalogued or not there, and nobody led the client to it. */
  readonly sought: boolean;
  /** Event id of the first. */
  readonly record: number;
  /** Whether the peer is a proxy that speaks for the client. */
  readonly forwarded: boolean;
}

const rowsMax = 300_000;
/** Pages that others led to, from which on somebody browses. */
const ledMin = 3;

/**
 * The history of a case: all its clients' requests, and those of others that share an agent, an address or a network with them
 * (no block is by path alone).
 * Malicious are requests that seek what is catalogued or not there, and all under an agent that is a tool or does little else.
 * @throws VedetteError where it is too much to weigh
 */
export async function historyOf(
  engine: Engine,
  parts: Parts,
  sources: readonly SourceReport[],
  one: Case,
  entities: readonly Entity[],
): Promise<HistoryRow[]> {
  const clients = clientsOf(one.entities);
  const web = sources.filter(({ kind, events }) => kind === "web" && events > 0).map(({ number }) => number);
  if (clients.length === 0 || web.length === 0) return [];
  const own = new Set(clients);
  await nameClients(engine, clients, entities);
  try {
    const rows = await engine.rows(historySql(parts, web));
    if (rows.length > rowsMax)
      throw new VedetteError(
        "usage.option",
        `More than ${rowsMax.toLocaleString("en")} different requests share something with this case.`,
        { hint: "Take less time with --from and --to." },
      );
    return rows.map((row) => ({
      source: String(row.source),
      agent: String(row.agent),
      path: String(row.path),
      peer: String(row.peer),
      requests: Number(row.requests),
      served: Number(row.served),
      malicious: Number(row.malicious) === 1 && own.has(String(row.source)),
      hostile: Number(row.malicious) === 1 && !own.has(String(row.source)),
      sought: Number(row.seeks) === 1,
      record: Number(row.record),
      forwarded: Number(row.forwarded) === 1,
    }));
  } finally {
    await forgetClients(engine);
  }
}

/** Names the clients of a case, and the others who are escalated, in the table that `markedSql` looks at. */
export async function nameClients(
  engine: Engine,
  clients: readonly string[],
  entities: readonly Entity[],
): Promise<void> {
  const escalated = clientsOf(entities.filter(({ action }) => action === "escalate"));
  const own = new Set(clients);
  await forgetClients(engine);
  await engine.run("CREATE TABLE profile_case_clients (source_ip String, own UInt8) ENGINE = Memory");
  await engine.insert(
    "profile_case_clients",
    [...new Set([...clients, ...escalated])].map((source_ip) => ({
      source_ip,
      own: own.has(source_ip) ? 1 : 0,
    })),
  );
}

export async function forgetClients(engine: Engine): Promise<void> {
  await engine.run("DROP TABLE IF EXISTS profile_case_clients");
}

export function clientsOf(entities: readonly Entity[]): string[] {
  return entities.filter(({ type }) => type === "ip" || type === "ip_range").map(({ value }) => value);
}

/** Client keys of requests, as `addresses` has them. */
export const clientSql = (event: string) =>
  `if(${event}.forwarded_for IN ('', '-'), toString(${event}.source_ip), concat(toString(${event}.source_ip), '\\t', ${event}.forwarded_for))`;

const withQuery = "cityHash64(concat(path, '?', queryString(one.url_original)))";

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
      AND endpoint != '' AND agent_class IN ('search-engine', 'seo-crawler', 'ai-crawler') AND place_id NOT IN (SELECT place_id FROM ${parts.endpoints} WHERE part_of_site)
  ),
  asked AS (
    SELECT known.source_ip AS source, known.peer AS peer, known.forwarded AS forwarded, known.network AS network,
      toString(one.user_agent_original) AS agent, cutQueryStringAndFragment(one.url_original) AS written,
      -- A server looks at the path alone, also of a request that names it with scheme and host.
      if(match(written, '^[A-Za-z][A-Za-z0-9+.-]*://'), concat('/', replaceRegexpOne(written, '^[A-Za-z][A-Za-z0-9+.-]*://[^/]*/?', '')), written) AS path,
      cityHash64(toString(one.user_agent_original)) AS agent_id, cityHash64(written) AS path_id,
      -- A query that names a file is part of the place, as profiles have it.
      if(${withQuery} IN (SELECT path_id FROM sought), ${withQuery}, cityHash64(path)) AS place_id,
      count() AS requests, countIf(one.http_request_referrer NOT IN ('', '-') AND one.http_response_status_code BETWEEN 200 AND 299) AS led, countIf(one.http_response_status_code BETWEEN 200 AND 299 OR one.http_response_status_code = 304) AS served, min(one.event_id) AS record
    FROM events AS one
    INNER JOIN ${parts.addresses} AS known ON known.client = ${clientSql("one")}
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

function historySql(parts: Parts, web: readonly number[]): string {
  return `${markedSql(parts, web)}
SELECT source, peer, forwarded, agent, path, sum(part.requests) AS requests, sum(part.served) AS served, malicious, max(part.seeks) AS seeks, min(part.record) AS record
FROM marked AS part
WHERE source IN (SELECT source_ip FROM profile_case_clients WHERE own = 1)
  OR agent_id IN (SELECT agent_id FROM own)
  OR peer IN (SELECT peer FROM own)
  OR network != '' AND network IN (SELECT network FROM own)
GROUP BY source, peer, forwarded, agent, path, malicious
ORDER BY min(part.record), agent, path, malicious
LIMIT ${rowsMax + 1}`;
}
