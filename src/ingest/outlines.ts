/**
 * Outlines: of each record only what the report of its source is made of. Enough for a run that
 * judges nothing, and read several times faster than requests.
 */
import type { Plan } from "./columns.ts";
import { chain, eventIdSql, eventPrelude, type LineSource } from "./scan.ts";

const columns = ["reject", "event_class", "time_ms", "event_id"] as const;

/** DDL of the table of outlines; its columns are among those of the table of requests. */
export function outlineTableSql(table: string): string {
  return `CREATE TABLE ${table} (source UInt32, reject LowCardinality(String), event_class LowCardinality(String), time_ms Int64, event_id Int64) ENGINE = Log`;
}

/** SQL that reads a source's records into their table. What is no event comes along with its reason; blank lines do not. */
export function outlinesSql(table: string, lines: LineSource, plan: Plan): string {
  const from = chain(
    lines.from,
    lines.columns,
    [...eventPrelude(lines, plan), ["event_id", eventIdSql(lines)]],
    [...columns, ...(lines.sourceColumn === undefined ? [] : [lines.sourceColumn])],
  );
  return `INSERT INTO ${table} SELECT toUInt32(${lines.sourceColumn ?? lines.source}) AS source, ${columns.join(", ")}
FROM ${from}
WHERE reject != '(skip)'`;
}
