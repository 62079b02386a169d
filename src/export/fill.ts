/** In how many events of a source each column holds something. */
import type { Engine } from "../engine/engine.ts";
import { type ColumnName, columnNames } from "../ingest/columns.ts";
import type { SourceReport } from "../ingest/source.ts";
import type { TimeWindow } from "../ingest/window.ts";
import { columnValue } from "./json-sql.ts";
import { partColumns, partEvents } from "./part-events.ts";

/** Events with a value, by column, in the order of the event table; columns that no event fills are told with 0. */
export async function fillOf(
  engine: Engine,
  source: SourceReport,
  window: TimeWindow,
): Promise<Partial<Record<ColumnName, number>>> {
  const counts = new Map<ColumnName, number>();
  if (source.events > 0 && source.opened !== undefined) {
    for (const part of source.parts) {
      const columns = partColumns(part);
      if (columns.length === 0) continue;
      const sums = columns.map((column) => `countIf(${columnValue(column).when}) AS filled_${column}`);
      const [row] = await engine.rows(`SELECT ${sums.join(", ")} FROM ${partEvents(part, columns, window)}`, {
        file: source.opened.file,
      });
      for (const column of columns)
        counts.set(column, (counts.get(column) ?? 0) + Number(row?.[`filled_${column}`] ?? 0));
    }
  }
  return Object.fromEntries(
    columnNames.flatMap((column) => {
      const count = counts.get(column);
      return count === undefined ? [] : [[column, count]];
    }),
  );
}
