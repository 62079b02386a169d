/** A playbook from a Markdown table: rows to clauses with ids and bindings, and what could not be placed. */
import { VedetteError } from "../../errors.ts";
import { fileLimits } from "../../limits.ts";
import { counted } from "../../words.ts";
import type { Content } from "../load.ts";
import type { Playbook, PlaybookClause } from "../tables.ts";
import { binderOf } from "./bind.ts";
import { itemsOf } from "./cell-text.ts";
import { headingOf } from "./heading.ts";
import { almostTable, type Note, readTables } from "./markdown-table.ts";
import { outsideNotes, tagNotes, tidied } from "./notes.ts";
import { type PlacedRow, placeRows } from "./place.ts";
import { clauseId, isClauseId, type RowKind, rowKinds } from "./rows.ts";
import { type Stated, statedBindings } from "./stated.ts";
import type { Words } from "./words.ts";

export interface Imported {
  readonly playbook: Playbook;
  /** What a reader should know: repaired lines, missing rows, things left out. */
  readonly notes: readonly Note[];
}

type Unplaced = NonNullable<Playbook["unplaced"]>[number];

const { playbookCellCharactersMax: cellCharactersMax, playbookClausesMax: clausesMax } = fileLimits;

/**
 * Reads a playbook.
 * @param path for messages
 * @throws VedetteError `playbook.invalid` where there is no table of a playbook
 */
export function importPlaybook(
  path: string,
  written: string,
  content: Pick<Content, "playbook" | "indicators">,
  words: Words,
): Imported {
  const { text, notes } = tidied(written);
  const found = readTables(text);
  const unplaced: Unplaced[] = [];
  const placed = placeRows(found.tables);
  unplaced.push(...placed.unplaced);
  if (placed.rows.length === 0) throw noTable(path, text, found.tables[0]?.line);
  checkSizes(path, placed.rows);
  notes.push(...found.notes, ...placed.notes, ...outsideNotes(found.outside), ...tagNotes(placed.rows));
  const heading = headingOf(placed.rows, found.outside, notes, unplaced);
  const stated = statedBindings(placed.rows, content, notes);
  const clauses = clausesOf(placed.rows, stated, binderOf(content, words, heading.id), notes, unplaced);
  if (clauses.length > clausesMax)
    throw new VedetteError(
      "playbook.invalid",
      `${path}: ${clauses.length} clauses are more than the limit of ${clausesMax}.`,
      {
        place: { path },
        hint: "Give the table of one playbook.",
      },
    );
  return {
    playbook: {
      ...heading,
      clauses,
      ...(unplaced.length === 0 ? {} : { unplaced: unplaced.sort((a, b) => a.line - b.line) }),
    },
    notes: notes.sort((a, b) => a.line - b.line),
  };
}

function noTable(path: string, text: string, line: number | undefined): VedetteError {
  const labels = rowKinds.map(({ label }) => label).join(", ");
  if (line !== undefined)
    return new VedetteError("playbook.invalid", `${path}:${line}: the table has no row of a playbook.`, {
      place: { path, line },
      hint: `One column names the rows: ${labels}.`,
    });
  const almost = almostTable(text);
  return almost > 0
    ? new VedetteError(
        "playbook.invalid",
        `${path}:${almost}: what looks like a table has no line of dashes under its head.`,
        {
          place: { path, line: almost },
          hint: `Put a line such as |---|---| under line ${almost}.`,
        },
      )
    : new VedetteError("playbook.invalid", `${path}: there is no Markdown table in it.`, {
        place: { path },
        hint: `A playbook is a table with the rows ${labels}. \`vedette playbook export\` prints one.`,
      });
}

function checkSizes(path: string, rows: readonly PlacedRow[]): void {
  const long = rows.find(({ value }) => value.length > cellCharactersMax);
  if (long !== undefined)
    throw new VedetteError(
      "playbook.invalid",
      `${path}:${long.line}: the cell has ${counted(long.value.length, "character")}, more than the limit of ${cellCharactersMax.toLocaleString("en")}.`,
      { place: { path, line: long.line }, hint: "Shorten it, or part it into two rows of the same name." },
    );
}

function clausesOf(
  rows: readonly PlacedRow[],
  stated: ReadonlyMap<string, Stated>,
  bind: ReturnType<typeof binderOf>,
  notes: Note[],
  unplaced: Unplaced[],
): PlaybookClause[] {
  const clauses: PlaybookClause[] = [];
  for (const kind of rowKinds) {
    const own = rows.filter(({ means }) => means === kind);
    if (own.length > 1)
      notes.push({
        line: own[1]?.line ?? 0,
        text: `the row "${kind.label}" stands ${own.length} times; its items were put together`,
      });
    const items = own.flatMap(({ line, label, value }) =>
      itemsOf(value, (id) => isClauseId(kind, id)).map((item) => ({ ...item, line, label })),
    );
    const ids = new Set(items.flatMap(({ id }) => id ?? []));
    let next = 0;
    const fresh = () => {
      while (ids.has(clauseId(kind, next))) next += 1;
      const id = clauseId(kind, next);
      ids.add(id);
      return id;
    };
    const used = new Map<string, string>();
    for (const { id: given, text, leadsIn, line, label } of items) {
      if (leadsIn === true || (given !== undefined && used.has(given)) || [...used.values()].includes(text)) {
        const why =
          leadsIn === true
            ? "it leads over to a list"
            : [...used.values()].includes(text)
              ? "it stands in the row already"
              : `the id ${given} stands in the row already`;
        unplaced.push({ line, row: label, text, why });
        continue;
      }
      const id = given ?? fresh();
      used.set(id, text);
      clauses.push(clauseOf(id, kind, text, stated.get(id), bind));
    }
    if (used.size === 0)
      notes.push({
        line: own[0]?.line ?? 0,
        text:
          own.length > 0
            ? `the row "${kind.label}" is empty`
            : `no row "${kind.label}": nothing of it will be in a report; add one where it is missing by mistake`,
      });
  }
  return clauses;
}

/** A clause with what it states, else with what it is bound to. */
function clauseOf(
  id: string,
  kind: RowKind,
  text: string,
  stated: Stated | undefined,
  bind: ReturnType<typeof binderOf>,
): PlaybookClause {
  const bound = stated ?? bind({ row: kind.row, text });
  const nothing = bound.indicators.length + bound.kinds.length + bound.boundTo.length === 0;
  return {
    id,
    row: kind.row,
    text,
    kinds: [...bound.kinds],
    indicators: [...bound.indicators],
    ...(bound.boundTo.length === 0 ? {} : { bound_to: [...bound.boundTo] }),
    because:
      nothing && bound.because.length === 0
        ? [stated === undefined ? "nothing that is looked at says the same" : "stated in the table"]
        : [...bound.because],
    ...(nothing ? { manual: true } : {}),
  };
}
