/**
 * Clients that a balancer hides: where few inside addresses make nearly all requests of the web logs, under many
 * agents, an address is no client. Agents take the place of these addresses: all that is counted by client is
 * counted by agent for them.
 */
import type { Content } from "../content/load.ts";
import { agentMark } from "../detect/finding.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import { literal } from "../engine/sql.ts";

/** Which clients are hidden, and what the profiles are made from instead. */
export interface HiddenClients {
  /** The addresses of the balancer, as logged. */
  readonly addresses: readonly string[];
  readonly parts: Parts;
}

const mark = literal(agentMark);

/**
 * Finds a balancer's addresses.
 * @param parts the base profile
 * @param sources numbers of the web logs
 * @param inside networks in CIDR form
 */
export async function hideClients(
  engine: Engine,
  content: Content,
  parts: Parts,
  sources: readonly number[],
  inside: readonly string[],
): Promise<HiddenClients> {
  const { addresses_max, share_min, agents_min } = content.policy.hidden_client;
  const none = { addresses: [], parts };
  if (sources.length === 0) return none;
  const web = `source IN (${sources.join(",")})`;
  // First by numbers alone; texts are looked up for the few that could be it.
  const few = await engine.rows(
    `SELECT toString(client_id) AS id, requests, agents, sum(requests) OVER () AS total
FROM (SELECT client_id, sum(one.requests) AS requests, uniqExact(agent_id) AS agents FROM ${parts.activity} AS one WHERE ${web} GROUP BY client_id)
ORDER BY requests DESC, client_id
LIMIT ${addresses_max}`,
  );
  const all = Number(few[0]?.total ?? 0);
  if (few.reduce((sum, row) => sum + Number(row.requests), 0) < all * share_min || all === 0) return none;
  const ids = few.map(({ id }) => String(id));
  const known = await engine.rows(
    `SELECT DISTINCT toString(client_id) AS id, client FROM ${parts.client_texts}
WHERE client_id IN (${ids.join(",")}) AND (isIPv4String(client) OR isIPv6String(client))
  AND arrayExists(network -> isIPAddressInRange(if(isIPv4String(client) OR isIPv6String(client), client, '8.8.8.8'), network), {inside:Array(String)})`,
    { inside },
  );
  const balancers = few.filter(({ id }) => known.some((one) => one.id === id));
  const requests = balancers.reduce((sum, row) => sum + Number(row.requests), 0);
  const agents = Math.max(0, ...balancers.map((row) => Number(row.agents)));
  if (requests < all * share_min || agents < agents_min) return none;
  const hidden = `client_id IN (${balancers.map(({ id }) => id).join(",")}) AND ${web}`;
  const byAgent = `cityHash64(agent_id, ${mark})`;
  return {
    addresses: known.map(({ client }) => String(client)).sort(),
    parts: {
      ...parts,
      activity: `(SELECT * REPLACE (if(${hidden}, ${byAgent}, client_id) AS client_id) FROM ${parts.activity})`,
      client_texts: `(SELECT client_id, client FROM ${parts.client_texts}
UNION ALL
SELECT DISTINCT ${byAgent} AS client_id, concat(${mark}, agent) AS client FROM ${parts.agent_texts} WHERE agent_id IN (SELECT agent_id FROM ${parts.activity} WHERE ${hidden}))`,
    },
  };
}
