/** What addresses that the register names were seen to do. */
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import { triageLimits } from "../limits.ts";
import type { Behaviour } from "./justify.ts";

const { comparedMax } = triageLimits;
const batch = 5000;

/** Agents, paths and times of the named sources. */
export async function behavioursOf(
  engine: Engine,
  parts: Parts,
  sources: readonly string[],
): Promise<Map<string, Behaviour>> {
  const found = new Map<string, Behaviour>();
  for (let at = 0; at < sources.length; at += batch) {
    const names = sources.slice(at, at + batch);
    const [agents, asked, passed] = await Promise.all([
      engine.rows(
        `SELECT one.source_ip AS source, arraySort(groupUniqArray(${comparedMax + 1})(known.agent)) AS agents
FROM ${parts.client_agents} AS one INNER JOIN (SELECT agent_id, agent FROM ${parts.agents}) AS known ON known.agent_id = one.agent_id
WHERE one.source_ip IN ({names:Array(String)}) GROUP BY source`,
        { names },
      ),
      engine.rows(
        `SELECT source_ip AS source,
  arraySort(groupUniqArrayIf(${comparedMax + 1})(canonical_path, endpoint != '' OR status_4xx > 0)) AS paths,
  arraySort(groupUniqArray(${comparedMax + 1})((first_ms, last_ms))) AS spans
FROM ${parts.visits} WHERE source_ip IN ({names:Array(String)}) GROUP BY source`,
        { names },
      ),
      engine.rows(
        `SELECT known.source_ip AS source, arraySort(groupUniqArray(${comparedMax + 1})(origin.peer)) AS peers
FROM ${parts.addresses} AS known INNER JOIN (SELECT client_id, peer FROM ${parts.origins} WHERE forwarded) AS origin ON origin.client_id = known.client_id
WHERE known.source_ip IN ({names:Array(String)}) GROUP BY source`,
        { names },
      ),
    ]);
    const blank: Behaviour = { agents: [], paths: [], spans: [], peers: [], programs: [] };
    const add = (source: string, more: Partial<Behaviour>) =>
      found.set(source, { ...(found.get(source) ?? blank), ...more });
    for (const row of agents) add(String(row.source), { agents: row.agents as string[] });
    for (const row of passed) add(String(row.source), { peers: row.peers as string[] });
    for (const row of asked)
      add(String(row.source), {
        paths: row.paths as string[],
        spans: (row.spans as [number, number][]).map(([firstMs, lastMs]) => ({
          firstMs: Number(firstMs),
          lastMs: Number(lastMs),
        })),
      });
  }
  return found;
}

/**
 * Programs on the named hosts: what asked about the host or read a client's configuration, each with those that began it. Left out are
 * what the indicators excuse as well, such as a management agent where it is installed.
 */
export async function programsOf(
  engine: Engine,
  { host_acts, host_reads, host_programs }: Parts,
  hosts: readonly string[],
): Promise<Map<string, Behaviour>> {
  const found = new Map<string, Behaviour>();
  if (host_acts === undefined || host_reads === undefined || host_programs === undefined) return found;
  for (let at = 0; at < hosts.length; at += batch) {
    const rows = await engine.rows(
      `WITH excused AS (SELECT program_path FROM ${host_programs} WHERE hasAny(excuses, ['inventory', 'management', 'security']))
SELECT host_key, arraySort(groupUniqArray(${comparedMax + 1})(chain)) AS programs
FROM (
  SELECT host_key, chain FROM ${host_acts}
  WHERE event_kind = 'process' AND notEmpty(asked) AND NOT arrayExists(path -> path IN (SELECT program_path FROM excused), arraySlice(chain, 2))
  UNION ALL
  SELECT host_key, chain FROM ${host_reads}
)
WHERE host_key IN ({names:Array(String)}) GROUP BY host_key`,
      { names: hosts.slice(at, at + batch) },
    );
    for (const row of rows)
      found.set(String(row.host_key), {
        agents: [],
        paths: [],
        spans: [],
        peers: [],
        programs: row.programs as string[][],
      });
  }
  return found;
}
