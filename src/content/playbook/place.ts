/** Which cell of which table is which row of a playbook, whatever the order of columns. */
import type { Playbook } from "../tables.ts";
import type { Note, Table, TableRow } from "./markdown-table.ts";
import { type Heading, labelMeans, type RowKind } from "./rows.ts";

export interface PlacedRow {
  readonly line: number;
  readonly label: string;
  readonly means: RowKind | Heading;
  readonly value: string;
  /** Cell of the column that states bindings. */
  readonly bindings: string;
}

export interface Placed {
  readonly rows: readonly PlacedRow[];
  readonly unplaced: NonNullable<Playbook["unplaced"]>;
  readonly notes: readonly Note[];
}

/** A table whose head names this many rows has its playbook across. */
const acrossMin = 3;

const isBindings = (text: string) => /^\W*bindings?\W*$/i.test(text);
const plain = (label: string) => label.replace(/[*_`]+(?=\S)|(?<=\S)[*_`]+$/g, "").trim();

export function placeRows(tables: readonly Table[]): Placed {
  const parts = tables.map((table) =>
    table.header.filter((cell) => labelMeans(cell) !== undefined).length >= acrossMin
      ? placeAcross(table)
      : placeDown(table),
  );
  return {
    rows: parts.flatMap(({ rows }) => rows),
    unplaced: parts.flatMap(({ unplaced }) => unplaced),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

/** One playbook a row, and the names of its parts in the head. */
function placeAcross({ header, rows }: Table): Placed {
  const [first, ...rest] = rows;
  const pairs = (row: TableRow) => header.map((label, at) => ({ label, value: row.cells[at] ?? "" }));
  const placed: PlacedRow[] = [];
  const unplaced: Placed["unplaced"] = [];
  for (const { label, value } of first === undefined ? [] : pairs(first)) {
    const means = labelMeans(label);
    const line = first?.line ?? 0;
    if (means !== undefined) placed.push({ line, label: plain(label), means, value, bindings: "" });
    else if (value !== "")
      unplaced.push({ line, row: plain(label), text: value, why: "no part of a playbook has this name" });
  }
  for (const row of rest)
    for (const { label, value } of pairs(row))
      if (value !== "")
        unplaced.push({
          line: row.line,
          row: plain(label),
          text: value,
          why: "a second playbook; give each a file of its own",
        });
  const notes =
    rest.length === 0
      ? []
      : [{ line: rest[0]?.line ?? 0, text: "only the first playbook of the table was read" }];
  return { rows: placed, unplaced, notes };
}

/** One part a row: the column that names most parts is that of the labels, and the one that says most that of the values. */
function placeDown({ header, rows }: Table): Placed {
  const columns = header.map((_, at) => at);
  const most = (score: (at: number) => number, of: readonly number[]) =>
    of.reduce<number | undefined>(
      (best, at) => (best === undefined || score(at) > score(best) ? at : best),
      undefined,
    );
  const cell = (row: TableRow, at: number | undefined) => (at === undefined ? "" : (row.cells[at] ?? ""));
  const known = (at: number) => rows.filter((row) => labelMeans(cell(row, at)) !== undefined).length;
  const labels = most(known, columns);
  const bindings = columns.find((at) => at !== labels && isBindings(header[at] ?? ""));
  const others = columns.filter((at) => at !== labels && at !== bindings);
  const values =
    others.find((at) => /^\W*values?\W*$/i.test(header[at] ?? "")) ??
    most((at) => rows.reduce((sum, row) => sum + cell(row, at).length, 0), others);
  const placed: PlacedRow[] = [];
  const unplaced: Placed["unplaced"] = [];
  for (const row of rows) {
    const label = cell(row, labels);
    const means = labelMeans(label);
    const value = cell(row, values);
    const rest = others.filter((at) => at !== values && cell(row, at) !== "");
    if (means !== undefined)
      placed.push({ line: row.line, label: plain(label), means, value, bindings: cell(row, bindings) });
    else if (label + value !== "")
      unplaced.push({
        line: row.line,
        row: plain(label),
        text: value,
        why: "no part of a playbook has this name",
      });
    for (const at of rest)
      unplaced.push({
        line: row.line,
        row: `${plain(label)} / ${header[at] ?? ""}`,
        text: cell(row, at),
        why: "a column that is not read",
      });
  }
  return { rows: placed, unplaced, notes: [] };
}
