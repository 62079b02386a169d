/** What an input was recognised as, as data and in words. */
import { type ColumnName, columnNames } from "../ingest/columns.ts";
import type { SourceReport } from "../ingest/source.ts";
import { outsideWindow } from "../ingest/window.ts";
import { counted } from "../words.ts";
import { toSource } from "./document.ts";
import type { ReportSource } from "./model.ts";
import { forTerminal, shorten } from "./safe-text.ts";

/** An input as `vedette recognise --json` tells it: as in the report's `sources`, with how much of each column is filled. */
export interface Recognition extends Omit<ReportSource, "fields"> {
  /** Events in which a column holds something, and their share of all events, 0 to 1. */
  readonly columns: readonly { readonly column: string; readonly count: number; readonly share: number }[];
}

/** @param fill events with a value by column */
export function recognitionOf(
  source: SourceReport,
  fill: Readonly<Partial<Record<ColumnName, number>>>,
): Recognition {
  const { fields: _filled, ...told } = toSource(source);
  return {
    ...told,
    columns: columnNames.flatMap((column) => {
      const count = fill[column];
      return count === undefined
        ? []
        : [{ column, count, share: Math.round((count / source.events) * 1e4) / 1e4 }];
    }),
  };
}

const sampleCharacters = 160;

/** A block an input, or a line. */
export function renderRecognition(inputs: readonly Recognition[], brief: boolean): string {
  if (brief) return inputs.map(line).join("");
  return inputs.map(block).join("\n");
}

function line(one: Recognition): string {
  const what = one.problem !== undefined && one.events === 0 ? one.problem.code : formatsOf(one);
  const rejected = one.rejected - one.outside;
  return `${forTerminal(one.path)}  ${what}  ${one.kind}  ${counted(one.events, "event")}, ${rejected.toLocaleString("en")} rejected${one.first === undefined ? "" : `  ${one.first} to ${one.last}`}\n`;
}

function formatsOf({ format, formats }: Recognition): string {
  return formats.length > 1 ? formats.join(", ") : format;
}

function block(one: Recognition): string {
  const rows: [string, string][] = [];
  const put = (label: string, text: string) => rows.push([label, text]);
  put("format", `${formatsOf(one)}, ${percent(one.confidence)} of the first lines fit`);
  put("kind", one.kind);
  put(
    "records",
    `${counted(one.lines, "record")}: ${counted(one.events, "event")}, ${(one.rejected - one.outside).toLocaleString("en")} rejected${one.outside === 0 ? "" : `, ${one.outside.toLocaleString("en")} ${outsideWindow}`}`,
  );
  const classes = Object.entries(one.classes).map(([name, count]) => `${name} ${count.toLocaleString("en")}`);
  if (classes.length > 0) put("classes", classes.join(", "));
  if (one.first !== undefined) put("time", `${one.first} to ${one.last}`);
  const width = Math.max(0, ...one.columns.map(({ column }) => column.length));
  for (const [index, { column, count, share }] of one.columns.entries())
    put(
      index === 0 ? "columns" : "",
      `${column.padEnd(width)}  ${percent(share).padStart(6)}  ${count.toLocaleString("en")}`,
    );
  for (const { reason, count, line: at, sample } of one.rejects) {
    put(
      reason === outsideWindow ? "outside" : "rejected",
      `${count.toLocaleString("en")}  ${forTerminal(reason)}; the first, line ${at}:`,
    );
    put("", `  ${shorten(forTerminal(sample), sampleCharacters)}`);
  }
  for (const note of one.notes) put("note", forTerminal(note));
  if (one.problem !== undefined) put("problem", `${forTerminal(one.problem.message)} [${one.problem.code}]`);
  return `${forTerminal(one.path)}\n${rows.map(([label, text]) => `  ${label.padEnd(9)} ${text}`.trimEnd()).join("\n")}\n`;
}

/** A share as people read it; what is not all is never 100 %, and what is not nothing never 0 %. */
function percent(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`;
  return `${Math.min(99.9, Math.max(0.1, share * 100)).toFixed(1)} %`;
}
