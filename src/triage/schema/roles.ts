/**
 * Roles with what each needs and no more. Their names begin with that of the database, so that stores side by side have roles
 * of their own.
 */
import { onCluster } from "../../engine/clickhouse/cluster.ts";
import { literal } from "../../engine/sql.ts";
import type { SchemaRequest } from "./request.ts";

/** A right on something: `SELECT` on `vedette.*`. */
export interface Right {
  readonly rights: readonly string[];
  readonly on: string;
}

export interface Role {
  /** Without the name of the database. */
  readonly name: "writer" | "reader" | "hunter" | "loader";
  readonly says: string;
  readonly rights: readonly Right[];
  /** Settings of its profile, with their limits; none where it has no profile. */
  readonly settings: readonly string[];
}

type Where = Pick<SchemaRequest, "database" | "cluster">;

/** What a server tells of itself that a run asks for. */
const systemTables = ["tables", "databases", "settings", "parts", "detached_parts"] as const;

export function rolesOf({ database, cluster }: Where): Role[] {
  const store = `${database}.*`;
  const run = `${database}_run_*.*`;
  const shards = cluster !== undefined;
  const reading: Right[] = [
    { rights: ["SELECT"], on: store },
    { rights: ["SELECT"], on: "system.tables" },
    { rights: ["SELECT"], on: "system.settings" },
  ];
  return [
    {
      name: "writer",
      says: "runs vedette triage --engine: changes the store, and makes and removes databases of runs",
      rights: [
        {
          rights: [
            "SELECT",
            "INSERT",
            "CREATE TABLE",
            "DROP TABLE",
            "ALTER DELETE",
            ...(shards ? ["SYSTEM SYNC REPLICA"] : []),
          ],
          on: store,
        },
        {
          rights: [
            "SELECT",
            "INSERT",
            "TRUNCATE",
            "CREATE DATABASE",
            "CREATE TABLE",
            "CREATE VIEW",
            "DROP DATABASE",
            "DROP TABLE",
            "DROP VIEW",
          ],
          on: run,
        },
        ...[...systemTables, ...(shards ? ["clusters"] : [])].map((table) => ({
          rights: ["SELECT"],
          on: `system.${table}`,
        })),
        ...(shards ? [{ rights: ["CLUSTER", "REMOTE"], on: "*.*" }] : []),
      ],
      settings: [],
    },
    {
      name: "reader",
      says: "reads all that the store holds, for other programs",
      rights: reading,
      settings: ["readonly = 2"],
    },
    {
      name: "hunter",
      says: "asks by vedette sql and vedette hunt, within limits that no statement can lift",
      rights: reading,
      settings: [
        "readonly = 2",
        "max_execution_time = 60 MIN 1 MAX 3600",
        "max_memory_usage = 1300000000 MIN 1 MAX 4000000000",
        "max_result_rows = 10000 MIN 1 MAX 1000000",
        "result_overflow_mode = 'throw' CONST",
        "max_concurrent_queries_for_user = 8 CONST",
      ],
    },
    {
      name: "loader",
      says: "puts raw lines in, and sees nothing",
      rights: [{ rights: ["INSERT"], on: `${database}.lines_in_*` }],
      settings: [],
    },
  ];
}

/** Statements that make the roles. */
export function roleStatements(where: Where): string[] {
  return rolesOf(where).flatMap((role) => {
    const name = `${where.database}_${role.name}`;
    return [
      `CREATE ROLE IF NOT EXISTS ${name}${onCluster(where.cluster)}`,
      ...(role.settings.length === 0
        ? []
        : [
            `CREATE SETTINGS PROFILE IF NOT EXISTS ${name}${onCluster(where.cluster)} SETTINGS ${role.settings.join(", ")} TO ${name}`,
          ]),
      ...role.rights.map((right) => grantSql(right, name, where)),
    ];
  });
}

/** A statement that gives a right. */
export function grantSql({ rights, on }: Right, to: string, { cluster }: Pick<Where, "cluster">): string {
  const everywhere = cluster === undefined ? "" : `ON CLUSTER ${literal(cluster)} `;
  return `GRANT ${everywhere}${rights.join(", ")} ON ${on} TO ${to}`;
}
