/** Documents of event rows that are given as they are, whatever format they would come from. */
import type { Engine } from "../../src/engine/engine.ts";
import { type DocumentForm, documentsOf } from "../../src/export/documents.ts";
import {
  type ColumnName,
  columnNames,
  columnType,
  type EventClass,
  type Plan,
} from "../../src/ingest/columns.ts";
import type { SourceReport } from "../../src/ingest/source.ts";

export type EventRow = Readonly<Partial<Record<ColumnName, string | number>>> & {
  readonly event_class: EventClass;
};
export type Document = Readonly<Record<string, unknown>>;

/** The documents of rows, in their order; each row is a line of the file `a.log`. */
export async function documentsOfRows(
  engine: Engine,
  form: DocumentForm,
  rows: readonly EventRow[],
): Promise<Document[]> {
  const columns = columnNames.filter((column) => rows.some((row) => row[column] !== undefined));
  const structure = [
    "line_number Int64",
    ...columns.map((column) => `${column} ${columnType(column).replace("LowCardinality(String)", "String")}`),
  ].join(", ");
  // What a row does not name has the value that stands for "not logged".
  const empty = (column: ColumnName) =>
    ["Int64"].includes(columnType(column)) && column !== "time_ms" ? -1 : undefined;
  const given = rows.map((row, index) => ({
    line_number: index + 1,
    ...Object.fromEntries(
      columns.flatMap((column) =>
        (row[column] ?? empty(column)) === undefined ? [] : [[column, row[column] ?? empty(column)]],
      ),
    ),
  }));
  const plan: Plan = {
    prelude: [],
    columns: Object.fromEntries(columns.map((column) => [column, column])),
    reject: "''",
    skip: "0",
  };
  const counts = Object.fromEntries(rows.map(({ event_class }) => [event_class, 1]));
  const source = {
    events: rows.length,
    classes: counts,
    path: "a.log",
    kind: "unknown",
    opened: { file: given.map((row) => JSON.stringify(row)).join("\n") },
    parts: [
      {
        format: "given",
        plan,
        lines: {
          columns: ["line", "line_number", ...columns],
          from: `(SELECT 'x' AS line, * FROM format('JSONEachRow', '${structure}', {file:String}))`,
          source: 0,
          recordSql: "line",
          recordBytesMax: 100,
          crlf: false,
        },
      },
    ],
  } as unknown as SourceReport;
  const query = documentsOf(form, source, () => undefined, {});
  if (query === undefined) return [];
  const pieces: Buffer[] = [];
  for await (const piece of engine.lines(query.sql, query.parameters)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces)
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Document);
}
