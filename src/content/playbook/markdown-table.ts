/** Finds the tables of a Markdown text, also where a hand or a program wrote them carelessly. */

export interface Note {
  /** 1-based; 0 for the file as a whole. */
  readonly line: number;
  readonly text: string;
}

export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly line: number;
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface Tables {
  readonly tables: readonly Table[];
  /** Lines that are not empty and belong to no table. */
  readonly outside: readonly { readonly line: number; readonly text: string }[];
  readonly notes: readonly Note[];
}

/**
 * Cells of a line: a bar behind an odd number of backslashes is text, bars at the ends are optional.
 * Escapes are left as they are.
 */
export function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let escaped = false;
  for (const character of line.trim()) {
    if (character === "|" && !escaped) {
      cells.push(cell.trim());
      cell = "";
    } else cell += character;
    escaped = character === "\\" && !escaped;
  }
  cells.push(cell.trim());
  if (line.trim().startsWith("|")) cells.shift();
  if (cells.length > 1 && cells.at(-1) === "") cells.pop();
  return cells;
}

const isDashes = (cells: readonly string[]) =>
  cells.length > 1 && cells.every((cell) => /^:?-+:?$/.test(cell.replaceAll(" ", "")));

interface OpenTable {
  line: number;
  header: readonly string[];
  rows: { line: number; cells: string[] }[];
}

/** Reads all tables of a text. */
export function readTables(text: string): Tables {
  const lines = text.split(/\r\n|\n|\r/);
  const tables: OpenTable[] = [];
  const outside: { line: number; text: string }[] = [];
  const notes: Note[] = [];
  let inside = false;
  for (let at = 0; at < lines.length; at += 1) {
    const written = lines[at] ?? "";
    const line = at + 1;
    if (written.trim() === "" || /^\s*(```|~~~)/.test(written)) {
      inside = false;
      continue;
    }
    const cells = cellsOf(written);
    const open = tables.at(-1);
    if (cells.length > 1 && isDashes(cellsOf(lines[at + 1] ?? ""))) {
      tables.push({ line, header: cells, rows: [] });
      inside = true;
      at += 1;
    } else if (inside && open !== undefined) {
      addLine(open, line, written, cells, notes);
    } else if (open !== undefined && cells.length === open.header.length) {
      notes.push({ line, text: "the table goes on behind an empty line" });
      open.rows.push({ line, cells });
      inside = true;
    } else outside.push({ line, text: written.trim() });
  }
  return { tables, outside, notes };
}

function addLine(open: OpenTable, line: number, written: string, cells: string[], notes: Note[]): void {
  const last = open.rows.at(-1);
  if (cells.length === 1 && !written.trim().startsWith("|") && last !== undefined) {
    // A cell that was broken into lines.
    last.cells[last.cells.length - 1] += `<br>${cells[0] ?? ""}`;
    notes.push({ line, text: "a line without a bar was read as the rest of the cell above it" });
    return;
  }
  const width = open.header.length;
  if (cells.length > width) {
    notes.push({
      line,
      text: `${cells.length} cells where the table has ${width}: bars behind the last column were read as text (write \\| for a bar)`,
    });
    open.rows.push({ line, cells: [...cells.slice(0, width - 1), cells.slice(width - 1).join(" | ")] });
    return;
  }
  open.rows.push({ line, cells });
}

/** Where a text has bars in two lines that follow each other, and no line of dashes: 1-based, 0 where nowhere. */
export function almostTable(text: string): number {
  const lines = text.split(/\r\n|\n|\r/);
  return (
    lines.findIndex((line, at) => cellsOf(line).length > 1 && cellsOf(lines[at + 1] ?? "").length > 1) + 1
  );
}
