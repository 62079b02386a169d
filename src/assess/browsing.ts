/** Networks that may be the organisation's own although nobody said so: their addresses ask hosts as users do. */
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";

/** A network whose addresses browse through a proxy or past a sensor, and that is not known to be inside. */
export interface Browsing {
  /** Kind of the sources that show it. */
  readonly kind: "proxy" | "nids";
  readonly network: string;
  readonly clients: number;
  readonly hosts: number;
}

/** So many addresses of one network that ask so many hosts are users, and no stranger's machines. */
const clientsMin = 3;
const hostsMin = 5;
// What strangers ask of this site is asked from everywhere; half of what users ask is asked by nobody else.
const networksMax = 3;

/**
 * At most three networks of each kind of source, the largest first.
 * @param inside networks that are known to be inside, in CIDR form
 */
export async function browsingOf(
  engine: Engine,
  parts: Parts,
  inside: readonly string[],
): Promise<Browsing[]> {
  const kinds = [
    ["proxy", parts.outbound],
    ["nids", parts.outbound_sensor],
  ] as const;
  const found: Browsing[] = [];
  for (const [kind, table] of kinds) {
    if (table === undefined) continue;
    const rows = await engine.rows(
      `WITH asked AS (
  SELECT DISTINCT toString(client) AS client, toString(host) AS host, toUInt32(toIPv4OrDefault(client)) AS number
  FROM ${table}
  WHERE isIPv4String(toString(client)) AND NOT arrayExists(network -> isIPAddressInRange(if(isIPv4String(toString(client)), toString(client), '0.0.0.0'), network), {inside:Array(String)})
)
SELECT concat(IPv4NumToString(bitAnd(number, 4294967040)), '/24') AS network, uniqExact(client) AS clients, uniqExact(host) AS hosts
FROM asked
GROUP BY network
HAVING clients >= ${clientsMin} AND hosts >= ${hostsMin}
  AND uniqExactIf(host, host IN (SELECT host FROM asked GROUP BY host HAVING uniqExact(bitShiftRight(number, 16)) = 1)) * 2 >= hosts
ORDER BY clients DESC, network LIMIT ${networksMax}`,
      { inside },
    );
    found.push(
      ...rows.map((row) => ({
        kind,
        network: String(row.network),
        clients: Number(row.clients),
        hosts: Number(row.hosts),
      })),
    );
  }
  return found;
}
