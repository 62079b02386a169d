/**
 * Tables that a mail wants filled in: a row of names above rows with nothing in them. Each name is then told as what it is on
 * paper, a label with a blank behind it; a table that lays a page out has no such rows.
 */

/** Fewer columns are a list, and more are no form. */
const columnsMin = 3;
const columnsMax = 40;
/** Names of columns are short. */
const nameCharacters = 80;
/** How far below the names an empty row may stand. */
const rowsMax = 4;

/** The labels of a form; undefined where the rows below the names are not empty. A number or an example may lead a row. */
function formOf(names: readonly string[], below: readonly string[]): string | undefined {
  const named = names.filter((name) => name !== "");
  const filled = below.filter((cell) => cell !== "").length;
  const fits = named.length >= columnsMin && names.length <= columnsMax && below.length === names.length;
  return fits && filled <= 1 ? named.map((name) => `${name} ____`).join("\n") : undefined;
}

/** Follows the cells of a page's tables; a row is told with `row`, a cell with `cell`, and what a cell shows with `show`. */
export class TableForms {
  #names: string[] | undefined;
  #row: string[] | undefined;
  #rows = 0;

  table(): void {
    this.#names = undefined;
    this.#row = undefined;
    this.#rows = 0;
  }

  row(): void {
    this.#row = [];
  }

  cell(): void {
    if (this.#row !== undefined && this.#row.length <= columnsMax) this.#row.push("");
  }

  show(text: string): void {
    const at = (this.#row?.length ?? 0) - 1;
    if (this.#row === undefined || at < 0) return;
    this.#row[at] = `${this.#row[at]}${text}`.trimStart().slice(0, nameCharacters);
  }

  /** The end of a row: the labels of a form where it is the first empty one. */
  endRow(): string | undefined {
    const row = this.#row?.map((cell) => cell.replace(/[\s_.\u00a0\u2026]+/g, " ").trim());
    this.#row = undefined;
    if (row === undefined || ++this.#rows > rowsMax) return undefined;
    const form = this.#names === undefined ? undefined : formOf(this.#names, row);
    if (form !== undefined) this.#rows = rowsMax;
    if (this.#names === undefined || row.filter((cell) => cell !== "").length >= columnsMin)
      this.#names = row;
    return form;
  }
}

/** A text in which such tables, drawn with strokes between their cells, have labels with blanks in place of their names. */
export function withTableForms(text: string): string {
  if (!text.includes("|")) return text;
  const forms = new TableForms();
  return text
    .split("\n")
    .map((line) => {
      if (!line.includes("|")) {
        forms.table();
        return line;
      }
      if (/^[\s|+:=-]*[-=+][\s|+:=-]*$/.test(line)) return line;
      forms.row();
      for (const cell of line
        .trim()
        .replace(/^\||\|$/g, "")
        .split("|")) {
        forms.cell();
        forms.show(cell);
      }
      const form = forms.endRow();
      return form === undefined ? line : `\n${form}\n`;
    })
    .join("\n");
}
