/** Rows as a person reads them and as files: columns, order, times, CSV and NDJSON. */
import { secondOf } from "../times.ts";
import { visible } from "../visible.ts";
import type { Row } from "./data.ts";

/** The number of a record, which its place stands for. */
export const idColumn = "event_id";

/** Columns of all rows, in the order in which they come. */
export function columnsOf(rows: readonly Row[]): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  names.delete(idColumn);
  return [...names];
}

/** What a format did not log. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === "" || value === "-" || value === 0;
}

export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Whether a column holds times. */
export function isTime(column: string): boolean {
  return /(^|_)ms$|^(time|first|last)$/.test(column);
}

/** A value as it is shown: times of machines as times of people. */
export function shownOf(column: string, value: unknown): string {
  if (typeof value === "number" && value > 1e11 && value < 8.64e15 && isTime(column)) return secondOf(value);
  if (typeof value === "string" && /^(time|first|last)$/.test(column))
    return value.replace(/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.000)?Z?$/, "$1 $2");
  return textOf(value);
}

/** Numbers before texts, nothing at the end; equal ones stay in their order. */
export function sorted(
  rows: readonly Row[],
  sort: { readonly column: string; readonly down: boolean } | undefined,
): readonly Row[] {
  if (sort === undefined) return rows;
  const { column, down } = sort;
  return [...rows].sort((a, b) => {
    const [left, right] = [a[column], b[column]];
    const leftGone = left === null || left === undefined;
    const rightGone = right === null || right === undefined;
    if (leftGone || rightGone) return Number(leftGone) - Number(rightGone);
    return compare(left, right) * (down ? -1 : 1);
  });
}

function compare(left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "number") return -1;
  if (typeof right === "number") return 1;
  const [a, b] = [textOf(left), textOf(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** CSV (RFC 4180), as the program's own: a cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function csvOf(rows: readonly Row[], columns: readonly string[]): string {
  const line = (cells: readonly string[]) => `${cells.map((cell) => csvCell(visible(cell))).join(",")}\r\n`;
  return [
    line(columns),
    ...rows.map((row) => line(columns.map((name) => (name in row ? textOf(row[name]) : "")))),
  ].join("");
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One JSON object a line, with the values as the store has them. */
export function ndjsonOf(rows: readonly Row[], columns: readonly string[]): string {
  return rows
    .map(
      (row) =>
        `${JSON.stringify(Object.fromEntries(columns.flatMap((name) => (name in row ? [[name, row[name]]] : []))))}\n`,
    )
    .join("");
}

/** Hands a text to the browser as a file. */
export function saveFile(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
