/** Tables and views as they are on a server: what has to be there, and the statement that makes it. */
import { onCluster, replicated } from "../../engine/clickhouse/cluster.ts";
import { literal } from "../../engine/sql.ts";
import type { SchemaRequest } from "./request.ts";
import type { Column, Table } from "./tables.ts";

/** What has to be there under a name. */
export interface Placed {
  readonly name: string;
  /** `CREATE … IF NOT EXISTS`. */
  readonly sql: string;
  /** Name of the engine alone. */
  readonly engine: string;
  readonly columns: readonly Column[];
  readonly partitionKey: string;
  readonly sortingKey: string;
  readonly ttl?: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Of a Distributed table: what stands between the parentheses of its engine. */
  readonly over?: string;
  /** Of a view: its SELECT. */
  readonly select?: string;
}

type Where = Pick<SchemaRequest, "database" | "cluster">;

/** A table where it lies: itself, or one on each shard and the Distributed table over it. */
export function placed(table: Table, where: Where): Placed[] {
  const { cluster, database } = where;
  if (cluster === undefined || table.passing === true) return [onOne(table, where, table.engine)];
  const sharded = table.shardingKey !== undefined;
  const local = {
    ...table,
    name: sharded ? `${table.name}_shard` : table.name,
    settings: replicatedSettings(table),
  };
  const engine = replicated(table.engine, cluster, sharded);
  const below = onOne(local, where, engine);
  if (!sharded) return [below];
  const over = `${literal(cluster)}, ${literal(database)}, ${literal(local.name)}, ${table.shardingKey}`;
  const above = `CREATE TABLE IF NOT EXISTS ${database}.${table.name}${onCluster(where.cluster)} (${columnsSql(table)})
ENGINE = Distributed(${over})`;
  const plain = { columns: table.columns, partitionKey: "", sortingKey: "", settings: {} };
  return [below, { ...plain, name: table.name, sql: above, engine: "Distributed", over }];
}

/** A replicated table remembers tokens by a setting of its own. */
function replicatedSettings({ settings }: Table): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name === "non_replicated_deduplication_window" ? "replicated_deduplication_window" : name,
      value,
    ]),
  );
}

function onOne(table: Table, where: Where, engine: string): Placed {
  const { name, columns, partitionKey, sortingKey, ttl, settings } = table;
  const clauses = [
    `CREATE TABLE IF NOT EXISTS ${where.database}.${name}${onCluster(where.cluster)} (${columnsSql(table)})`,
    `ENGINE = ${engine}`,
    ...(partitionKey === "" ? [] : [`PARTITION BY ${partitionKey}`]),
    ...(sortingKey === "" ? [] : [`ORDER BY ${bracketed(sortingKey)}`]),
    ...(ttl === undefined ? [] : [`TTL ${ttl}`]),
    ...(Object.keys(settings).length === 0 ? [] : [`SETTINGS ${settingsSql(settings)}`]),
  ];
  return {
    name,
    sql: clauses.join("\n"),
    engine: /^\w+/.exec(engine)?.[0] ?? "",
    columns,
    partitionKey,
    sortingKey,
    ...(ttl === undefined ? {} : { ttl }),
    settings,
  };
}

function bracketed(key: string): string {
  return key.includes(",") && !key.startsWith("(") ? `(${key})` : key;
}

function columnsSql({ columns }: Table): string {
  return columns.map(({ name, type, more }) => `${name} ${type}${more === "" ? "" : ` ${more}`}`).join(", ");
}

/** Settings as a statement has them. */
export function settingsSql(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ");
}

/** A view that puts what it makes of the rows of one table into another. */
export function view(name: string, to: string, select: string, where: Where): Placed {
  const { database } = where;
  return {
    name,
    sql: `CREATE MATERIALIZED VIEW IF NOT EXISTS ${database}.${name}${onCluster(where.cluster)} TO ${database}.${to} AS\n${select}`,
    engine: "MaterializedView",
    columns: [],
    partitionKey: "",
    sortingKey: "",
    settings: {},
    select,
  };
}
