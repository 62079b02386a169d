/** What hosts have to be before there are tables: their version, the cluster, macros, Keeper. */
import type { Asker } from "../../engine/clickhouse/asking.ts";
import { EngineError, type Row } from "../../engine/engine.ts";
import { literal } from "../../engine/sql.ts";
import type { Difference } from "./check.ts";
import type { SchemaRequest } from "./request.ts";

/** Hosts, and what is wrong with them. */
export interface Hosts {
  readonly hosts: readonly string[];
  readonly versions: readonly string[];
  /** SQL of a table of `system`, of all hosts. */
  readonly everywhere: (table: string) => string;
  readonly differences: readonly Difference[];
}

const configuration = "/etc/clickhouse-server/config.d/";

export async function hostDifferences(
  asker: Asker,
  { cluster }: Pick<SchemaRequest, "cluster">,
  oldest: readonly [number, number],
): Promise<Hosts> {
  const { known, differences } =
    cluster === undefined ? { known: false, differences: [] } : await clusterKnown(asker, cluster);
  const everywhere = (table: string) =>
    known ? `clusterAllReplicas(${literal(cluster ?? "")}, system.${table})` : `system.${table}`;
  const rows = await asker.rows(
    `SELECT hostName() AS host, version() AS version FROM ${everywhere("one")} GROUP BY host, version ORDER BY host`,
  );
  const hosts = [...new Set(rows.map(({ host }) => String(host)))];
  return {
    hosts,
    versions: [...new Set(rows.map(({ version }) => String(version)))],
    everywhere,
    differences: [
      ...rows.flatMap((row) => versionDifference(row, oldest)),
      ...differences,
      ...(cluster === undefined ? [] : await macroDifferences(asker, everywhere, hosts)),
      ...(cluster === undefined ? [] : await keeperDifference(asker)),
    ],
  };
}

function versionDifference({ host, version }: Row, [major, minor]: readonly [number, number]): Difference[] {
  const [isMajor = 0, isMinor = 0] = String(version).split(".").map(Number);
  if (isMajor > major || (isMajor === major && isMinor >= minor)) return [];
  return [
    {
      what: "version",
      says: `${String(host)} is of version ${String(version)}; a store needs ${major}.${minor} or newer`,
      todo: "Install a newer version: an older one does not tell a failure in the middle of an answer.",
      statements: [],
    },
  ];
}

async function clusterKnown(
  asker: Asker,
  cluster: string,
): Promise<{ known: boolean; differences: Difference[] }> {
  const rows = await asker.rows("SELECT DISTINCT cluster FROM system.clusters ORDER BY cluster");
  const names = rows.map((row) => String(row.cluster));
  if (names.includes(cluster)) return { known: true, differences: [] };
  return {
    known: false,
    differences: [
      {
        what: "cluster",
        says: `the server knows no cluster ${cluster}${names.length === 0 ? ", and no other" : `; it knows ${names.slice(0, 8).join(", ")}`}`,
        todo: `Name its shards and replicas under remote_servers in ${configuration} on every host.`,
        statements: [],
      },
    ],
  };
}

/** A replicated table is found in Keeper by the shard and the replica that its host says it is. */
async function macroDifferences(
  asker: Asker,
  everywhere: (table: string) => string,
  hosts: readonly string[],
): Promise<Difference[]> {
  const rows = await asker.rows(
    `SELECT hostName() AS host, macro, substitution FROM ${everywhere("macros")} WHERE macro IN ('shard', 'replica')`,
  );
  const macroOf = (host: string, macro: string) =>
    rows.find((row) => row.host === host && row.macro === macro)?.substitution;
  const lacking = hosts.flatMap((host) => {
    const without = ["shard", "replica"].filter((macro) => macroOf(host, macro) === undefined);
    return without.length === 0 ? [] : [`${host} has no macro ${without.join(" and no macro ")}`];
  });
  const places = hosts.map((host) => `${String(macroOf(host, "shard"))}/${String(macroOf(host, "replica"))}`);
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  const says = [
    ...lacking,
    ...(lacking.length === 0 && twice !== undefined
      ? [`two hosts say that they are shard ${twice.replace("/", ", replica ")}`]
      : []),
  ];
  return says.map((one) => ({
    what: "macros",
    says: one,
    todo: `Set shard and replica under macros in ${configuration}, other ones on each host.`,
    statements: [],
  }));
}

async function keeperDifference(asker: Asker): Promise<Difference[]> {
  try {
    await asker.rows("SELECT count() AS n FROM system.zookeeper WHERE path = '/'");
    return [];
  } catch (thrown) {
    if (!(thrown instanceof EngineError)) throw thrown;
    return [
      {
        what: "Keeper",
        says: `it cannot be asked: ${(thrown.message.split("\n", 1)[0] ?? "").slice(0, 200)}`,
        todo: `Name its hosts under zookeeper in ${configuration}, see that it runs, and let the user read system.zookeeper.`,
        statements: [],
      },
    ];
  }
}
