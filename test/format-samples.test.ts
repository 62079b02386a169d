/**
 * The samples of a format stand for all that it can fill: at least three records that are read, and every column
 * expected with something in it at least once.
 */
import { describe, expect, test } from "vitest";
import type { FormatFile } from "../src/content/schema.ts";
import { type ColumnName, eventColumns } from "../src/ingest/columns.ts";
import { compileTemplate } from "../src/ingest/template.ts";
import { content } from "./support/triage.ts";

/** Formats whose samples are not complete yet. */
const toCome: Readonly<Record<string, string>> = {};

/** Columns that no documented record of a format can show, with the reason. */
const cannotAppear: Readonly<Record<string, Readonly<Partial<Record<ColumnName, string>>>>> = {};

/** The columns that a format can fill by what its file says. */
function fillable(format: FormatFile): ColumnName[] {
  const named =
    format.reader === "template"
      ? Object.keys(compileTemplate(format.dialect, format.template, format.trailing).plan.columns)
      : Object.keys(format.reader === "json" ? format.keys : format.columns);
  // A request line gives the method, the target and the version, which such formats name as well.
  return named.filter((name) => name !== "request") as ColumnName[];
}

/** Whether a sample expects more of a column than that it is not filled. */
function filled(column: ColumnName, value: string | number | undefined): boolean {
  switch (eventColumns[column].type) {
    case "time":
    case "status":
    case "port":
      return typeof value === "number" && value > 0;
    case "count":
    case "level":
      return typeof value === "number" && value >= 0;
    case "text":
    case "few":
    case "lines":
      return typeof value === "string" && value !== "";
  }
}

describe.each(content().formats.map((format) => [format.id, format] as const))("%s", (id, format) => {
  const read = format.samples.filter(({ reject }) => reject === undefined);

  test("has three samples that are read", (context) => {
    if (read.length < 3 && toCome[id] !== undefined) return context.skip(toCome[id]);
    expect(read.length).toBeGreaterThanOrEqual(3);
    const records = read.map(({ record, after }) => [...(after ?? []), record].join("\n"));
    expect(new Set(records).size, "no two are the same").toBe(records.length);
  });

  test("expects every column that it can fill", (context) => {
    const columns = fillable(format);
    expect(columns.length).toBeGreaterThan(1);
    const unproved = columns.filter((column) => !read.some(({ event }) => filled(column, event?.[column])));
    if (unproved.length > 0 && toCome[id] !== undefined) return context.skip(toCome[id]);
    // What is excused and expected after all shall leave the list.
    expect(unproved.sort()).toEqual(Object.keys(cannotAppear[id] ?? {}).sort());
  });
});

test("only formats that exist are excused", () => {
  const ids = content().formats.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(Object.keys({ ...cannotAppear, ...toCome })));
});
