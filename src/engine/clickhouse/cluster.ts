/**
 * A store on the shards of a cluster. A table of many rows is a Distributed table of its name over `NAME_shard` on every
 * host; a table of few rows is one replicated copy on every host. What makes or changes a table goes to all hosts
 * (`ON CLUSTER`), what inserts or asks goes to the Distributed table. A run's own tables are on the host that is asked alone.
 */
import { literal } from "../sql.ts";
import { inStore, storeTables, tokensKept, viewSql, type Writes } from "./names.ts";

/**
 * Sharding keys. No statement needs them: every one is right wherever a row lies. With them the requests of a client are
 * grouped on one host, and records without a source address do not all go to the same one.
 */
const shardingKeys: Readonly<Record<string, string>> = {
  events: "if(source_ip = '', cityHash64(event_id), cityHash64(source_ip))",
  activity: "client_id",
  activity_clients: "client_id",
  activity_agents: "agent_id",
  activity_paths: "path_id",
};

const shardSuffix = "_shard";

/** Whether a name is of a table of the store, or of what holds its rows on a shard. */
export function isStoreTable(name: string): boolean {
  return storeTables.has(name) || (name.endsWith(shardSuffix) && shardedTables.has(unsharded(name)));
}

/** Tables of the store that are split over the shards. */
export const shardedTables: ReadonlySet<string> = new Set(Object.keys(shardingKeys));

function unsharded(name: string): string {
  return name.slice(0, -shardSuffix.length);
}

/** The path of a replicated table in the cluster's Keeper: one table for each shard, or one for all hosts. */
const ofShard = "'/clickhouse/tables/{uuid}/{shard}', '{replica}'";
const ofAll = "'/clickhouse/tables/{uuid}/all', '{shard}-{replica}'";

/** `ON CLUSTER`, for a statement that every host does. */
export function onCluster(cluster: string | undefined): string {
  return cluster === undefined ? "" : ` ON CLUSTER ${literal(cluster)}`;
}

/** The engine of a small table of the store, as a server's only copy or as one on every host. */
export function replicated(engine: string, cluster: string | undefined, sharded = false): string {
  if (cluster === undefined) return engine;
  return engine.replace(
    /\b((?:Replacing)?MergeTree)\b(?:\((\w+)\))?/,
    (_, name: string, version: string | undefined) =>
      `Replicated${name}(${sharded ? ofShard : ofAll}${version === undefined ? "" : `, ${version}`})`,
  );
}

/** Where a store is. */
interface Place {
  readonly database: string;
  readonly cluster?: string | undefined;
}

/** The statements that do to a store what one statement of a run says. */
export function storeStatements(
  sql: string,
  { verb, table }: Writes,
  { database, cluster }: Place,
): string[] {
  if (cluster === undefined || verb === "insert into") return [inStore(sql, database)];
  const sharded = shardedTables.has(table);
  const named = (name: string) =>
    sql.replace(
      /^(\s*(?:ALTER TABLE|TRUNCATE TABLE|DROP TABLE(?: IF EXISTS)?|CREATE TABLE(?: IF NOT EXISTS)?)) \w+/i,
      (_, words: string) => `${words} ${database}.${name}${onCluster(cluster)}`,
    );
  const local = sharded ? `${table}${shardSuffix}` : table;
  if (verb.startsWith("create table")) {
    const plain = replicated(named(local), cluster, sharded);
    const made = /\bSETTINGS\b/.test(plain)
      ? plain
      : `${plain} SETTINGS replicated_deduplication_window = ${tokensKept}`;
    return sharded ? [made, distributedSql(table, verb, { database, cluster })] : [made];
  }
  if (verb.startsWith("drop table"))
    return [...(sharded ? [named(table)] : []), named(local)].map((text) => `${text} SYNC`);
  // On every replica before it counts as done.
  return [named(local).replace(/\bmutations_sync = 1\b/, "mutations_sync = 2")];
}

function distributedSql(table: string, verb: string, { database, cluster }: Place): string {
  const local = `${table}${shardSuffix}`;
  return `${verb.toUpperCase()} ${database}.${table}${onCluster(cluster)} AS ${database}.${local} ENGINE = Distributed(${literal(cluster ?? "")}, ${literal(database)}, ${literal(local)}, ${shardingKeys[table]})`;
}

/**
 * Statements that let a run read a table of the store by its bare name. A sharded one is a Distributed table there too: through
 * a view, every question would take all rows of it to the host that is asked.
 */
export function nameStatements(table: string, { database, cluster }: Place, scratch: string): string[] {
  if (cluster === undefined || !shardedTables.has(table)) return [viewSql(table, database, scratch)];
  const name = `${scratch}.${table}`;
  return [`DROP TABLE IF EXISTS ${name} SYNC`, `CREATE TABLE ${name} AS ${database}.${table}`];
}

/** Statements that take back what `nameStatements` made. */
export function unnameStatement(table: string, cluster: string | undefined, scratch: string): string {
  const kind = cluster === undefined || !shardedTables.has(table) ? "VIEW" : "TABLE";
  return `DROP ${kind} IF EXISTS ${scratch}.${table}`;
}

/** A table of what the server tells of itself, of all hosts, with the store's tables under their own names. */
export function systemSql(table: "parts" | "detached_parts", cluster: string | undefined): string {
  if (cluster === undefined) return `system.${table}`;
  // Bytes of a shard are told once, by one of its replicas; a broken part by any.
  const hosts = table === "parts" ? "cluster" : "clusterAllReplicas";
  return `(SELECT * REPLACE (replaceRegexpOne(table, '${shardSuffix}$', '') AS table) FROM ${hosts}(${literal(cluster)}, system.${table}))`;
}

/** Statements after which whichever replica is asked has what was inserted. */
export function syncStatements(tables: Iterable<string>, { database, cluster }: Place): string[] {
  if (cluster === undefined) return [];
  return [...tables].map((table) =>
    shardedTables.has(table)
      ? `SYSTEM SYNC REPLICA${onCluster(cluster)} ${database}.${table}${shardSuffix} LIGHTWEIGHT`
      : `SYSTEM SYNC REPLICA ${database}.${table} LIGHTWEIGHT`,
  );
}
