/**
 * Counts of records: what the report of a source is made of, where no profile needs the records themselves.
 * Most of what a network sensor logs is of that kind, and a run that judges nothing asks for no more.
 */
import type { Plan } from "./columns.ts";
import type { ReadContext } from "./context.ts";
import { neverProfiled } from "./profiled.ts";
import { classTells } from "./records-lines.ts";
import { chain, eventIdSql, eventPrelude, type LineSource, recordPrelude } from "./scan.ts";

/** The table of counts. */
export const countsTable = "counts";

/** DDL of the table of counts. A source may have several rows for one reason and class. */
export function countsTableSql(table: string): string {
  return `CREATE TABLE ${table} (source UInt32, reject String, event_class String, total UInt64, record Int64, first Int64, last Int64, untimed UInt64) ENGINE = Memory`;
}

/** What a count tells of some records: how many, the first one's event id, the first and last time that is known, how many have none. */
const tellings =
  "count() AS total, min(event_id) AS record, minIf(time_ms, time_ms > 0) AS first, max(time_ms) AS last, countIf(time_ms = 0) AS untimed";

/** SQL of which records of a plan are requests that a profile is made of; the others are counted. */
export const requestSql = "reject = '' AND event_class = 'http'";

/** What a scan does with the records of a plan. */
export type Split = "rows" | "counts" | "both";

/** Records that can be requests become rows; of others there are counts. */
export function splitOf({ columns, profiled }: Plan): Split {
  if (profiled === neverProfiled) return "counts";
  const classSql = columns.event_class ?? "'http'";
  if (classSql === "'http'") return "rows";
  return /^'[a-z_]*'$/.test(classSql) ? "counts" : "both";
}

/**
 * SQL that counts a source's records.
 * @param all whether requests are counted too
 */
export function countsSql(table: string, lines: LineSource, plan: Plan, all: boolean): string {
  const source = lines.sourceColumn;
  const from = chain(
    lines.from,
    lines.columns,
    [...eventPrelude(lines, plan), ["event_id", eventIdSql(lines)]],
    ["reject", "event_class", "time_ms", "event_id", ...(source === undefined ? [] : [source])],
  );
  const others = all ? "" : ` AND NOT (${requestSql})`;
  return `INSERT INTO ${table} SELECT toUInt32(${source ?? lines.source}) AS source_number_counted, reject, event_class, ${tellings}
FROM ${from}
WHERE reject != '(skip)'${others}
GROUP BY source_number_counted, reject, event_class`;
}

/**
 * SQL that counts records of which a table holds `counted_reject` and `counted_class` (looked.ts).
 * @param requests SQL of which of them are rows elsewhere, and not counted
 */
export function countedSql(table: string, looked: string, requests: string): string {
  return `INSERT INTO ${table} SELECT source, counted_reject, counted_class, ${tellings} FROM ${looked} WHERE NOT ${requests} GROUP BY source, counted_reject, counted_class`;
}

/** The lines of a source that are requests; the others are passed over before much is made of them. */
export function requestLines(lines: LineSource, plan: Plan): LineSource {
  const read: [string, string][] = [
    ...recordPrelude(lines, plan),
    ["event_class", plan.columns.event_class ?? "'http'"],
  ];
  const tells = classTells(plan, lines, ["http"]);
  const holding = tells === undefined ? lines.from : `(SELECT * FROM ${lines.from} WHERE ${tells})`;
  return {
    ...lines,
    from: `(SELECT ${lines.columns.join(", ")} FROM ${chain(holding, lines.columns, read, [...lines.columns, "reject", "event_class"])} WHERE ${requestSql})`,
  };
}

/** SQL of what became of records: source, reject, event_class and counts, of rows and counts together. */
export function talliesSql({ requests, counts }: ReadContext, condition: string): string {
  const rows = `SELECT source, reject, event_class, ${tellings} FROM ${requests} WHERE ${condition} GROUP BY source, reject, event_class`;
  const counted = `SELECT source, reject, event_class, total, record, first, last, untimed FROM ${counts} WHERE ${condition}`;
  return `(${[requests === undefined ? [] : [rows], counts === undefined ? [] : [counted]].flat().join(" UNION ALL ")})`;
}
