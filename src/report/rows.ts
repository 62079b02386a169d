/** Rows of an answer for people and programs. */
import { forTerminal, shorten } from "./safe-text.ts";

type Rows = readonly Readonly<Record<string, unknown>>[];

const cellMax = 80;

/** A table for a terminal; long values are shortened to fit. */
export function rowsTable(rows: Rows): string {
  const names = Object.keys(rows[0] ?? {});
  if (names.length === 0) return "No row.\n";
  const cells = rows.map((row) => names.map((name) => shorten(forTerminal(textOf(row[name])), cellMax)));
  const widths = names.map((name, at) =>
    Math.max(name.length, ...cells.map((row) => (row[at] as string).length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] as number))
      .join("  ")
      .trimEnd();
  return `${[line(names.map(forTerminal)), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("\n")}\n`;
}

/** One JSON object a line. */
export function rowsJson(rows: Rows): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** CSV (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function rowsCsv(rows: Rows): string {
  const names = Object.keys(rows[0] ?? {});
  // Signs that steer a terminal are no data of a table; the JSON has them.
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => csvCell(forTerminal(cell))).join(",")}\r\n`;
  return [line(names), ...rows.map((row) => line(names.map((name) => textOf(row[name]))))].join("");
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function textOf(value: unknown): string {
  return typeof value === "string"
    ? value
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
}
