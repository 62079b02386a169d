/** Compares a running server with a schema, and says for each difference what to do. */
import type { Asker } from "../../engine/clickhouse/asking.ts";
import { EngineError, type Row } from "../../engine/engine.ts";
import { literal } from "../../engine/sql.ts";
import { storeVersion } from "../store.ts";
import { hostDifferences } from "./check-cluster.ts";
import { rightDifferences, settingDifferences } from "./check-rights.ts";
import { type Found, tableDifferences } from "./check-tables.ts";
import type { Role } from "./roles.ts";
import type { Schema } from "./schema.ts";

/** Something that is not as it has to be. */
export interface Difference {
  /** What it is about: `vedette.events`, `version`, `macros`. */
  readonly what: string;
  /** What is there, and what should be. */
  readonly says: string;
  readonly todo: string;
  /** Statements to run, in this order; none where no statement mends it. */
  readonly statements: readonly string[];
}

/** What a comparison came to. */
export interface Comparison {
  /** Versions of the servers, each once. */
  readonly versions: readonly string[];
  readonly hosts: readonly string[];
  readonly differences: readonly Difference[];
}

/**
 * Compares a server, or all hosts of a cluster.
 * @param oldest the oldest version that will do
 * @param role what the user that asks is to be able to do
 * @throws EngineError where a question fails that every user may ask
 */
export async function checkSchema(
  asker: Asker,
  schema: Schema,
  oldest: readonly [number, number],
  role: Role["name"],
): Promise<Comparison> {
  const { request, placed } = schema;
  const about = await hostDifferences(asker, request, oldest);
  const differences = [...about.differences];
  for (const host of about.hosts) {
    const on = about.hosts.length === 1 ? "" : ` on ${host}`;
    const found = await foundOn(asker, schema, about.everywhere, host);
    if (found === undefined) {
      differences.push({
        what: `${request.database}${on}`,
        says: "there is no such database",
        todo: "Run all that vedette schema prints; it begins with this.",
        statements: [schema.databaseSql],
      });
      continue;
    }
    differences.push(...(await tableDifferences(asker, placed, found, request, on)));
  }
  if (about.hosts.length > 0) differences.push(...(await metaDifferences(asker, schema)));
  differences.push(...(await rightDifferences(asker, request, role)));
  differences.push(...(await settingDifferences(asker, request, role)));
  return { versions: about.versions, hosts: about.hosts, differences };
}

/** Tables of a host by their names; undefined where it has no such database. */
async function foundOn(
  asker: Asker,
  { request: { database } }: Schema,
  everywhere: (table: string) => string,
  host: string,
): Promise<ReadonlyMap<string, Found> | undefined> {
  const here = `hostName() = ${literal(host)}`;
  const [known] = await asker.rows(
    `SELECT count() AS n FROM ${everywhere("databases")} WHERE name = ${literal(database)} AND ${here}`,
  );
  if (Number(known?.n) === 0) return undefined;
  const tables = await asker.rows(
    `SELECT name, engine, engine_full, partition_key, sorting_key, as_select FROM ${everywhere("tables")} WHERE database = ${literal(database)} AND ${here}`,
  );
  const columns = await asker.rows(
    `SELECT table, name, type FROM ${everywhere("columns")} WHERE database = ${literal(database)} AND ${here}`,
  );
  return new Map(tables.map((row) => [String(row.name), foundOf(row, columns)]));
}

function foundOf(row: Row, columns: readonly Row[]): Found {
  const own = columns.filter(({ table }) => table === row.name);
  return {
    engine: String(row.engine),
    engineFull: String(row.engine_full),
    partitionKey: String(row.partition_key),
    sortingKey: String(row.sorting_key),
    select: String(row.as_select),
    columns: new Map(own.map(({ name, type }) => [String(name), String(type)])),
  };
}

/** Whether the store counts as begun, and by which version of its layout. */
async function metaDifferences(asker: Asker, { request, begun }: Schema): Promise<Difference[]> {
  const meta = `${request.database}.store_meta`;
  let version: unknown;
  try {
    const [row] = await asker.rows(
      `SELECT argMaxOrNull(value, written) AS version FROM ${meta} WHERE key = 'version'`,
    );
    version = row?.version;
  } catch (thrown) {
    // That there is no such table, or that it may not be read, is told as such.
    if (thrown instanceof EngineError) return [];
    throw thrown;
  }
  if (version === String(storeVersion)) return [];
  if (version === null || version === undefined)
    return [
      {
        what: meta,
        says: "the store does not count as begun: the first run would make its tables anew",
        todo: "Say that it is begun.",
        statements: begun,
      },
    ];
  return [
    {
      what: meta,
      says: `the store was written by version ${String(version)} of its layout; this program writes ${storeVersion}`,
      todo: "Name a new database and give the logs again.",
      statements: [],
    },
  ];
}
