/** The event table of a kept store: what fills it, and how its rows are read as lines again. */
import { type ColumnName, columnNames, columnType, type Plan } from "./columns.ts";
import {
  chain,
  defaults,
  eventIdSql,
  eventPrelude,
  fills,
  type LineSource,
  recordsPerSource,
  unfold,
} from "./scan.ts";

const textColumns: readonly ColumnName[] = columnNames.filter((name) => defaults[name] === "''");

/** The plan of records that are event columns already, as in a kept store. */
export const storedPlan: Plan = {
  prelude: [],
  columns: Object.fromEntries(Object.keys(defaults).map((column) => [column, column])) as Record<
    ColumnName,
    string
  >,
  reject: "''",
  skip: "0",
};

/** Columns of the event table, and the raw record under the name of a line. */
export const storedColumns: readonly string[] = ["event_id", ...Object.keys(defaults), "raw", "line"];

/** Sources side by side whose records lie together, so that removing old ones rewrites little of what stays. */
const sourcesTogether = 16;

/** DDL of the event table of a kept store. */
export function eventTableSql(table: string): string {
  const columns = columnNames.map((column) => `${column} ${columnType(column)}`);
  return `CREATE TABLE ${table} (event_id Int64, ${columns.join(", ")}, raw String CODEC(ZSTD(1))) ENGINE = MergeTree PARTITION BY intDiv(event_id, ${sourcesTogether * recordsPerSource}) ORDER BY event_id`;
}

/** SQL of a source's events as the columns of the event table, rejects left out. */
export function eventsSql(lines: LineSource, plan: Plan): string {
  const text = (column: ColumnName) =>
    plan.folded !== undefined && textColumns.includes(column) && fills(plan, column)
      ? `${unfold(column, plan.folded)} AS event_${column}`
      : `${column} AS event_${column}`;
  return `SELECT event_id, ${Object.keys(defaults)
    .map((column) => `event_${column} AS ${column}`)
    .join(", ")}, raw FROM (
  SELECT event_id, reject, ${Object.keys(defaults)
    .map((column) => text(column as ColumnName))
    .join(", ")}, line AS raw
  FROM ${chain(lines.from, lines.columns, [...eventPrelude(lines, plan), ["event_id", eventIdSql(lines)]], ["event_id", "reject", "line", ...Object.keys(defaults)])}
) WHERE reject = ''`;
}
