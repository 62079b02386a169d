/** The events of one part of a source as a table expression, with the columns that its format fills. */
import { literal } from "../engine/sql.ts";
import { type ColumnName, columnNames, type EventClass } from "../ingest/columns.ts";
import { chain, defaults, eventIdSql, eventPrelude, unfold } from "../ingest/scan.ts";
import type { Part } from "../ingest/source.ts";
import { isBounded, outsideSql, type TimeWindow } from "../ingest/window.ts";

/** Columns that a part's format fills. */
export function partColumns({ plan }: Part): ColumnName[] {
  return columnNames.filter((column) => plan.columns[column] !== undefined);
}

/** Table expression of `event_id`, `line_number` (1-based) and some columns of a part's events inside a window; of one class, where it is named. */
export function partEvents(
  { lines, plan }: Part,
  columns: readonly ColumnName[],
  window: TimeWindow,
  only?: EventClass,
): string {
  const from = chain(
    lines.from,
    lines.columns,
    [...eventPrelude(lines, plan), ["event_id", eventIdSql(lines)]],
    [...new Set(["event_id", "line_number", "reject", "event_class", ...columns])],
  );
  const { folded } = plan;
  const texts = columns.map((column) =>
    folded !== undefined && defaults[column] === "''" ? `${unfold(column, folded)} AS ${column}` : column,
  );
  const outside =
    columns.includes("time_ms") && isBounded(window) ? ` AND NOT ${outsideSql("time_ms", window)}` : "";
  const ofClass = only === undefined ? "" : ` AND event_class = ${literal(only)}`;
  return `(SELECT ${["event_id", "toUInt64(line_number) AS line_number", ...texts].join(", ")} FROM ${from} WHERE reject = ''${outside}${ofClass})`;
}
