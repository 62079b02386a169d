/** Checks the columns that formats name: a misspelt one would be filled, and nothing would ever read it. */
import { didYouMean } from "../words.ts";
import { contentError, contentPath } from "./errors.ts";
import { columnNames } from "./event-columns.ts";
import type { FormatFile } from "./schema.ts";

/** A whole request line is parted into the columns of method, target and version. */
const known: readonly string[] = [...columnNames, "request"];

/** @throws VedetteError `content.invalid` with the file, the column and what it may have meant */
export function checkColumns(format: FormatFile): void {
  const { field, columns } = columnsOf(format);
  const odd = columns.find((column) => !known.includes(column));
  if (odd === undefined) return;
  throw contentError(
    contentPath("formats", format.id),
    `\`${field}\` names the column ${odd}, which does not exist.`,
    didYouMean(odd, known),
  );
}

function columnsOf(format: FormatFile): { readonly field: string; readonly columns: readonly string[] } {
  switch (format.reader) {
    case "json":
      return { field: "keys", columns: Object.keys(format.keys) };
    case "named":
      return { field: "columns", columns: Object.keys(format.columns) };
    case "template":
      return { field: "looks", columns: Object.keys(format.looks ?? {}) };
  }
}
