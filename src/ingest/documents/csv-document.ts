/**
 * CSV with a header row (RFC 4180): a row becomes an object, its keys are the names of the header.
 * Separators are comma, semicolon or tab, whichever the header has most of.
 */
import { readingLimits } from "../../limits.ts";
import { rawOfText } from "./bytes.ts";
import type { DocumentLimits, DocumentReader } from "./document.ts";
import { type Line, LineCutter, type LineParser, withoutReturn } from "./lines.ts";
import { type Emit, type Filling, faults, putBeside, recordsOf, rejected } from "./records.ts";

/** Fewest cells of a header. */
const cellsMin = 3;
const headerCell = /^[A-Za-z@_][A-Za-z0-9 _.\-()[\]/:#@]*$/;

export const csvDocument: DocumentReader = {
  id: "csv-document",
  title: "CSV with a header row",
  fits: (head) => {
    const lines = head.replace(/^\uFEFF/, "").split(/\r?\n/);
    const header = lines[0] ?? "";
    const separator = separatorOf(header);
    const names = cellsOf(header, separator);
    if (names.length < cellsMin || !names.every((name) => headerCell.test(name))) return false;
    // Names are told apart, and a row of values is not a second row of names.
    if (new Set(names).size < names.length - 1) return false;
    const row = rowFrom(lines, 1);
    if (row === undefined) return lines.slice(1).every((line) => line.trim() === "");
    const cells = cellsOf(row, separator);
    return cells.length === names.length && cells.some((cell) => !headerCell.test(cell));
  },
  records: (chunks, limits) =>
    recordsOf(chunks, (emit) => new LineCutter(new CsvParser(emit, limits), limits)),
};

/** The row that begins on a line, with the lines that its quotes go over. */
function rowFrom(lines: readonly string[], from: number): string | undefined {
  let row = "";
  for (let at = from; at < Math.min(lines.length, from + 50); at += 1) {
    row = at === from ? (lines[at] ?? "") : `${row}\n${lines[at]}`;
    if (quotesOf(row) % 2 === 0) return row.trim() === "" ? undefined : row;
  }
  return undefined;
}

function separatorOf(header: string): string {
  const counted = [",", ";", "\t"].map((separator) => ({ separator, n: header.split(separator).length }));
  return counted.sort((a, b) => b.n - a.n)[0]?.separator ?? ",";
}

function quotesOf(text: string): number {
  let n = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) n += 1;
  return n;
}

/** The cells of a row; a quote that is doubled within quotes stands for one. */
function cellsOf(row: string, separator: string): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (row[at] === '"') {
      let cell = "";
      let from = at + 1;
      for (;;) {
        const end = row.indexOf('"', from);
        if (end < 0) {
          cell += row.slice(from);
          at = row.length;
          break;
        }
        cell += row.slice(from, end);
        if (row[end + 1] === '"') {
          cell += '"';
          from = end + 2;
        } else {
          at = end + 1;
          break;
        }
      }
      const next = row.indexOf(separator, at);
      cells.push(cell + (next < 0 ? row.slice(at) : row.slice(at, next)));
      if (next < 0) return cells;
      at = next + 1;
    } else {
      const next = row.indexOf(separator, at);
      cells.push(next < 0 ? row.slice(at) : row.slice(at, next));
      if (next < 0) return cells;
      at = next + 1;
    }
  }
}

class CsvParser implements LineParser {
  readonly #emit: Emit;
  readonly #limits: DocumentLimits;
  #names: string[] | undefined;
  #separator = ",";
  #open: Line[] = [];
  #quotes = 0;
  #bytes = 0;

  constructor(emit: Emit, limits: DocumentLimits) {
    this.#emit = emit;
    this.#limits = limits;
  }

  line(line: Line): void {
    if (line.long) {
      this.#giveUp();
      this.#emit(rejected(line.number, rawOfText(line.text), faults.long(this.#limits)));
      return;
    }
    this.#open.push(line);
    this.#quotes += quotesOf(line.text);
    this.#bytes += line.bytes;
    if (this.#quotes % 2 === 0) this.#row();
    else if (this.#open.length > readingLimits.csvRowLinesMax || this.#bytes > this.#limits.recordBytes)
      this.#giveUp();
  }

  end(): void {
    while (this.#open.length > 0) this.#giveUp();
  }

  /** Gives up the line whose quote is not closed, and reads those behind it anew. */
  #giveUp(): void {
    const [first, ...rest] = this.#open;
    if (first === undefined) return;
    this.#open = [];
    this.#quotes = 0;
    this.#bytes = 0;
    this.#emit(rejected(first.number, rawOfText(first.text), "a quote is not closed"));
    for (const line of rest) this.line(line);
  }

  #row(): void {
    const text = withoutReturn(this.#open.map((line) => line.text).join("\n"));
    const number = this.#open[0]?.number ?? 1;
    this.#open = [];
    this.#quotes = 0;
    this.#bytes = 0;
    if (text.trim() === "") return;
    if (this.#names === undefined) {
      this.#separator = separatorOf(text);
      this.#names = namesOf(cellsOf(text, this.#separator));
      return;
    }
    const cells = cellsOf(text, this.#separator);
    if (cells.length !== this.#names.length) {
      const reject = `does not have the ${this.#names.length} cells of its header row`;
      this.#emit(rejected(number, rawOfText(text), reject));
      return;
    }
    const value: Filling = {};
    const next = new Map<string, number>();
    this.#names.forEach((name, index) => {
      putBeside(value, name, cells[index] ?? "", next);
    });
    this.#emit({ line: number, value, raw: rawOfText(text) });
  }
}

/** A name that is missing is that of its place. */
function namesOf(cells: readonly string[]): string[] {
  return cells.map((cell, index) => (cell.trim() === "" ? `column_${index + 1}` : cell.trim()));
}
