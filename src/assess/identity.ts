/**
 * Who somebody is, before what he did is judged.
 *
 * Only identity that cannot be claimed justifies: an address inside the ranges that a
 * crawler's operator publishes, or an entry of the register. A user name or an internal
 * address is a reason against, never a justification.
 */
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";

/** What is known of a source beyond its findings. */
export interface SourceFacts {
  readonly requests: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly internal: boolean;
  readonly named: number;
  readonly network: string;
  /** Name of the crawler whose published ranges hold this address and whose agent it used. */
  readonly verified: string | undefined;
}

const batch = 5000;

/** Facts of the named sources. */
export async function sourceFacts(
  engine: Engine,
  parts: Parts,
  sources: readonly string[],
): Promise<Map<string, SourceFacts>> {
  const facts = new Map<string, SourceFacts>();
  for (let at = 0; at < sources.length; at += batch) {
    const names = sources.slice(at, at + batch);
    const verified = await verifiedCrawlers(engine, parts, names);
    const rows = await engine.rows(
      `SELECT source_ip, requests, first_ms, last_ms, internal, named, network FROM ${parts.clients} WHERE source_ip IN ({names:Array(String)})`,
      { names },
    );
    for (const row of rows) {
      const source = String(row.source_ip);
      facts.set(source, {
        requests: Number(row.requests),
        firstMs: Number(row.first_ms),
        lastMs: Number(row.last_ms),
        internal: Number(row.internal) === 1,
        named: Number(row.named),
        network: String(row.network),
        verified: verified.get(source),
      });
    }
  }
  return facts;
}

/**
 * Sources that lie in the published ranges of the crawler whose agent made nearly all of
 * their requests. A source that shows other agents beside it is not vouched for.
 */
async function verifiedCrawlers(
  engine: Engine,
  parts: Parts,
  names: readonly string[],
): Promise<Map<string, string>> {
  const rows = await engine.rows(
    `WITH claims AS (
  SELECT one.source_ip AS source_ip, one.requests AS requests, known.name AS name,
    splitByChar('/', one.source_ip)[1] AS address,
    known.verifies AND (isIPv4String(address) OR isIPv6String(address))
      AND arrayExists(network -> isIPAddressInRange(if(isIPv4String(address) OR isIPv6String(address), address, '0.0.0.0'), network), known.ranges) AS in_ranges
  FROM ${parts.client_agents} AS one
  INNER JOIN ${parts.agents} AS known ON known.agent_id = one.agent_id
  WHERE one.source_ip IN ({names:Array(String)})
)
SELECT source_ip, arrayStringConcat(arraySort(groupUniqArrayIf(name, in_ranges)), ', ') AS crawler
FROM claims
GROUP BY source_ip
HAVING sumIf(requests, in_ranges) >= sum(requests) * 0.9`,
    { names },
  );
  return new Map(rows.map((row) => [String(row.source_ip), String(row.crawler)]));
}

/** Requests and time of the named agents. */
export async function agentFacts(
  engine: Engine,
  parts: Parts,
  agents: readonly string[],
): Promise<Map<string, { requests: number; firstMs: number; lastMs: number }>> {
  const facts = new Map<string, { requests: number; firstMs: number; lastMs: number }>();
  for (let at = 0; at < agents.length; at += batch) {
    const rows = await engine.rows(
      `SELECT agent, requests, first_ms, last_ms FROM ${parts.agents} WHERE agent IN ({names:Array(String)})`,
      { names: agents.slice(at, at + batch) },
    );
    for (const row of rows)
      facts.set(String(row.agent), {
        requests: Number(row.requests),
        firstMs: Number(row.first_ms),
        lastMs: Number(row.last_ms),
      });
  }
  return facts;
}

/** Sources that a list of known scanners names by address or range; an agent is claimed by anybody. */
export async function knownScanners(
  engine: Engine,
  parts: Parts,
  names: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  // Without feeds there is no such table.
  if (parts.intel_sources === undefined) return found;
  for (let at = 0; at < names.length; at += batch) {
    const rows = await engine.rows(
      `SELECT source_ip, min(if(label = '', feed, concat(feed, ' as ', label))) AS known FROM ${parts.intel_sources}
WHERE benign AND kind = 'address' AND holds AND source_ip IN ({names:Array(String)})
GROUP BY source_ip`,
      { names: names.slice(at, at + batch) },
    );
    for (const row of rows) found.set(String(row.source_ip), String(row.known));
  }
  return found;
}
