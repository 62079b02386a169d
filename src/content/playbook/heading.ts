/** What a playbook is about: the rows of its table that are no clauses. */
import type { Playbook } from "../tables.ts";
import { plainText } from "./cell-text.ts";
import type { Note } from "./markdown-table.ts";
import type { PlacedRow } from "./place.ts";
import { type Heading, headingLabels } from "./rows.ts";

type Unplaced = NonNullable<Playbook["unplaced"]>[number];

const techniquePattern = /\bT\d{4}(?:[._/]?\d{3})?\b/;

/** What the playbook is about. */
export function headingOf(
  rows: readonly PlacedRow[],
  outside: readonly { readonly text: string }[],
  notes: Note[],
  unplaced: Unplaced[],
): Pick<Playbook, "id" | "name" | "tactic"> {
  const values = new Map<Heading, string>();
  for (const { line, label, means, value } of rows) {
    if (typeof means !== "string") continue;
    const text = plainText(value);
    const known = values.get(means);
    if (known === undefined) values.set(means, text);
    else if (known !== text)
      unplaced.push({ line, row: label, text, why: "the row stands twice; the first counts" });
  }
  const title = outside.find(({ text }) => text.startsWith("#"))?.text.replace(/^#+\s*/, "") ?? "";
  const given = values.get("subtechnique") || values.get("technique");
  const id = techniqueId(given ?? "") ?? given ?? techniqueId(title);
  const technique = values.get("technique") ?? "";
  if (
    technique !== "" &&
    id !== undefined &&
    technique !== values.get("subtechnique") &&
    !id.startsWith(techniqueId(technique) ?? technique)
  )
    notes.push({
      line: 0,
      text: `${headingLabels.technique} says ${technique} and ${headingLabels.subtechnique} ${id}; the latter counts`,
    });
  if (id === undefined)
    notes.push({
      line: 0,
      text: `no row "${headingLabels.technique}" tells the technique; the playbook is called "playbook"`,
    });
  const name = values.get("name") || title || id || "playbook";
  if (!values.has("name"))
    notes.push({ line: 0, text: `no row "${headingLabels.name}"; the playbook's name is ${name}` });
  return { id: id ?? "playbook", name, tactic: values.get("tactic") ?? "" };
}

/** T1592.004, also where it is written T1592004 or T1592/004. */
function techniqueId(text: string): string | undefined {
  const found = techniquePattern.exec(text)?.[0];
  return found === undefined
    ? undefined
    : found.length > 5
      ? `${found.slice(0, 5)}.${found.slice(-3)}`
      : found;
}
