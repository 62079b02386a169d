/** Events under the program's own column names. */
import { columnNames } from "../ingest/columns.ts";
import { columnValue, type Member } from "./json-sql.ts";
import type { Origin, OriginValues } from "./origin.ts";

/** Members of a plain document: where it comes from, then its columns; the time is called `time`. */
export function plainMembers({ columns }: Origin, values: OriginValues): Member[] {
  return [
    { name: "path", value: values.path },
    { name: "line", value: values.line },
    { name: "format", value: values.format },
    { name: "kind", value: values.kind },
    ...columnNames
      .filter((column) => columns.has(column))
      .map((column) => ({ name: column === "time_ms" ? "time" : column, value: columnValue(column) })),
  ];
}
