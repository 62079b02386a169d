/**
 * The base profile, from requests: how often each client came under each agent, and in detail
 * what it asked for where that may matter.
 *
 * Groups and joins are by 64-bit numbers; the texts behind them stand once each in tables of
 * their own. Every measure merges - sums add, minima and maxima compare -, so that buckets of
 * time, sources and shards may be computed apart and put together.
 */
import type { BaseProfile } from "../content/schema.ts";
import type { PassingTable } from "../engine/engine.ts";
import { outcomes } from "./requests.ts";

const texts = ["client", "agent", "path"] as const;

/** Names of a base profile's tables, as content names them in braces. */
export function activityParts(table: string): Record<string, string> {
  return {
    activity: table,
    ...Object.fromEntries(texts.map((text) => [`${text}_texts`, `${table}_${text}s`])),
  };
}

/**
 * DDL of the base profile's table and of the tables of its texts.
 * @param passing what holds them where they live no longer than the run: written from front to end they cost half
 */
export function activityTablesSql(table: string, profile: BaseProfile, passing?: PassingTable): string[] {
  const engine = passing ?? "MergeTree ORDER BY tuple()";
  const measures = Object.keys(profile.measures).map((name) => `${name} Int64`);
  return [
    `CREATE TABLE ${table} (source UInt32, client_id UInt64, agent_id UInt64, domain String, path_id UInt64, hour Int64, ${measures.join(", ")}) ENGINE = ${engine}`,
    ...texts.map(
      (text) => `CREATE TABLE ${table}_${text}s (${text}_id UInt64, ${text} String) ENGINE = ${engine}`,
    ),
  ];
}

/**
 * SQL that adds requests to a base profile; a kept store adds one source at a time, so that a
 * row belongs to one source.
 * @param from a table with the columns of requests, or a subquery
 * @param where condition on its rows
 */
export function activitySql(table: string, from: string, profile: BaseProfile, where = "1"): string[] {
  const event = `reject = '' AND profiled = 1 AND (${where})`;
  const nothing = "cityHash64('')";
  return [
    groupedSql(table, from, profile, `${event} AND path_id = ${nothing}`, false),
    groupedSql(table, from, profile, `${event} AND path_id != ${nothing}`, true),
    // A text is the same wherever its number is.
    ...texts.map(
      (text) =>
        `INSERT INTO ${table}_${text}s SELECT ${text}_id, any(${text}) FROM ${from} WHERE ${event}${text === "path" ? ` AND path_id != ${nothing}` : ""} GROUP BY ${text}_id`,
    ),
  ];
}

/** One grain of the profile: by client and agent alone, or in detail. Measures that only the detail has are 0 without. */
function groupedSql(
  table: string,
  from: string,
  profile: BaseProfile,
  where: string,
  detailed: boolean,
): string {
  // Numbers of fixed width group fastest; what a number stands for is the same in the whole group.
  const keys = ["client_id", "agent_id", ...(detailed ? ["detail_id"] : [])];
  const carried = [
    "min(source) AS group_source",
    ...(detailed
      ? ["any(domain) AS group_domain", "min(path_id) AS group_path_id", "min(hour) AS group_hour"]
      : []),
  ];
  const measures = Object.entries(profile.measures).map(([name, { merge, sql, detail }]) =>
    detail === true && !detailed
      ? `toInt64(0) AS measure_${name}`
      : `${aggregates[merge]}(${sql}) AS measure_${name}`,
  );
  const columns = [
    "source",
    "client_id",
    "agent_id",
    "domain",
    "path_id",
    "hour",
    ...Object.keys(profile.measures),
  ];
  const values = [
    "group_source",
    "client_id",
    "agent_id",
    ...(detailed ? ["group_domain", "group_path_id", "group_hour"] : ["''", "cityHash64('')", "0"]),
  ];
  const detail = detailed ? "cityHash64(domain, path_id, hour) AS detail_id, " : "";
  return `INSERT INTO ${table} (${columns.join(", ")})
SELECT ${[...values, ...Object.keys(profile.measures).map((name) => `measure_${name}`)].join(", ")}
FROM (
  SELECT ${[...keys, ...carried, ...measures].join(",\n    ")}
  FROM (SELECT *, ${detail}${outcomes.map(([name, sql]) => `${sql} AS ${name}`).join(", ")} FROM ${from} WHERE ${where})
  GROUP BY ${keys.join(", ")}
)`;
}

const aggregates = { sum: "sum", min: "min", max: "max", bit_or: "groupBitOr" } as const;

/** SQL that merges rows of the base profile: buckets, sources, shards. */
export function mergeSql(profile: BaseProfile, from: string): string {
  const keys = ["client_id", "agent_id", "domain", "path_id", "hour"].map((key) => `part.${key}`);
  const merged = Object.entries(profile.measures).map(
    ([name, { merge }]) => `${aggregates[merge]}(part.${name}) AS ${name}`,
  );
  return `SELECT ${keys.map((key) => `${key} AS ${key.slice(5)}`).join(", ")},\n  ${merged.join(",\n  ")}\nFROM ${from} AS part\nGROUP BY ${keys.join(", ")}`;
}
