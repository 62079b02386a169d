/** The databases of a store on a server: whether one is there, may be made, and is what it is said to be. */
import { VedetteError } from "../../errors.ts";
import type { Row } from "../engine.ts";
import { jsonRows } from "../reader.ts";
import { literal } from "../sql.ts";
import type { ServerAddress } from "./address.ts";
import { isStoreTable, onCluster } from "./cluster.ts";
import type { Connection } from "./connection.ts";
import { trying } from "./failures.ts";

/** From this version on a server tells a failure in the middle of an answer so that it cannot be taken for the end. */
export const oldestVersion = [25, 11] as const;
/** By this comment a run's database is known as such. */
const scratchComment = "tables of one run of vedette";

export async function first(connection: Connection, sql: string): Promise<Row> {
  return jsonRows(await trying("question", () => connection.ask({ sql })))[0] ?? {};
}

export async function checkVersion(connection: Connection, { shown }: ServerAddress): Promise<void> {
  // Once: who mistyped a host is told so at once.
  const [row] = jsonRows(await connection.ask({ sql: "SELECT version() AS version" }));
  const version = String(row?.version);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldestVersion[0] || (major === oldestVersion[0] && minor >= oldestVersion[1])) return;
  throw new VedetteError("engine.failed", `${shown}: the server is of version ${version}.`, {
    hint: `A store needs ClickHouse ${oldestVersion.join(".")} or newer.`,
  });
}

export async function tablesOf(connection: Connection, database: string): Promise<Set<string>> {
  const { names } = await first(
    connection,
    `SELECT groupArray(name) AS names FROM system.tables WHERE database = ${literal(database)}`,
  );
  return new Set(names as string[]);
}

/**
 * A cluster is one that the server knows.
 * @throws VedetteError `usage.option`
 */
export async function checkCluster(connection: Connection, { cluster, shown }: ServerAddress): Promise<void> {
  if (cluster === undefined) return;
  const { names } = await first(connection, "SELECT groupUniqArray(cluster) AS names FROM system.clusters");
  const known = (names as string[]).sort();
  if (known.includes(cluster)) return;
  throw new VedetteError("usage.option", `${shown}: the server knows no cluster ${cluster}.`, {
    hint:
      known.length === 0
        ? "It knows none; see remote_servers of its configuration."
        : `It knows ${known.slice(0, 8).join(", ")}.`,
  });
}

/**
 * A store on the shards of a cluster is opened with the cluster's name, and no other is.
 * @throws VedetteError `usage.option`
 */
export async function checkPlace(
  connection: Connection,
  { database, cluster, shown }: ServerAddress,
): Promise<void> {
  const { engines } = await first(
    connection,
    `SELECT groupArray(engine) AS engines FROM system.tables WHERE database = ${literal(database)} AND name = 'events'`,
  );
  const [engine] = engines as string[];
  if (engine === undefined || (engine === "Distributed") === (cluster !== undefined)) return;
  const [says, hint] =
    cluster === undefined
      ? [
          "this store lies on the shards of a cluster.",
          "Name the cluster: ?cluster=NAME behind the database.",
        ]
      : ["this store lies on one server.", "Leave ?cluster= out, or name a new database."];
  throw new VedetteError("usage.option", `${shown}: ${says}`, { hint });
}

/** Makes the database where one may be made; one with tables of others is left alone. */
export async function prepare(connection: Connection, address: ServerAddress, begin: boolean): Promise<void> {
  const { database, cluster, shown } = address;
  const tables = await tablesOf(connection, database);
  if (tables.has("store_meta")) return;
  const others = [...tables].filter((name) => !isStoreTable(name) && !name.startsWith("store_run"));
  if (others.length > 0)
    throw new VedetteError("usage.option", `${shown}: this database holds tables of something else.`, {
      hint: `Name a database of its own; one that is not there is made. It holds ${others.sort().slice(0, 3).join(", ")}.`,
    });
  if (!begin) throw missing(address);
  const { there } = await first(
    connection,
    `SELECT count() AS there FROM system.databases WHERE name = ${literal(database)}`,
  );
  // The other hosts of a cluster may not have what this one has.
  if (Number(there) === 0 || cluster !== undefined)
    await connection.run({ sql: `CREATE DATABASE IF NOT EXISTS ${database}${onCluster(cluster)}` });
}

export function missing({ shown }: ServerAddress): VedetteError {
  return new VedetteError("store.missing", `${shown}: there is no store here.`, {
    hint: "Check the spelling of the database; or name logs as well, and a store is begun with them.",
  });
}

/** Removes what runs have left that were killed; who has the lease is the only run. */
export async function removeScratch(connection: Connection, database: string): Promise<void> {
  const { names } = await first(
    connection,
    `SELECT groupArray(name) AS names FROM system.databases WHERE match(name, '^${database}_run_[0-9a-f]{1,16}$') AND comment = ${literal(scratchComment)}`,
  );
  for (const name of names as string[]) await connection.run({ sql: `DROP DATABASE IF EXISTS ${name} SYNC` });
}

/** Makes the database of a run. */
export async function makeScratch(connection: Connection, scratch: string): Promise<void> {
  await connection.run({ sql: `CREATE DATABASE ${scratch} COMMENT ${literal(scratchComment)}` });
}
