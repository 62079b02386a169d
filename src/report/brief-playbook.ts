/** What the brief says of a playbook that a run was given. */
import { counted } from "../words.ts";
import type { ReportDocument } from "./model.ts";
import { openClauses, unasked } from "./playbook.ts";
import { forTerminal } from "./safe-text.ts";
import { wrapped } from "./wrapped.ts";

/** Which playbook is answered, and that it decides nothing. */
export function playbookLine({ playbook }: ReportDocument): string {
  return `Questions of ${playbook.id} ${playbook.name} (${playbook.path ?? ""}); the built-in rules decide`;
}

/** Clauses for a person that are shown; the report has all. */
const openMax = 12;

/** What a given playbook asks and no indicator answers. */
export function personLines(document: ReportDocument, width: number, title: string): string[] {
  const left = unasked(document);
  const open = openClauses(document);
  return [
    ...(left === 0
      ? []
      : wrapped(
          "  ",
          `${counted(left, "finding")} of the cases above ${left === 1 ? "belongs" : "belong"} to no question of this playbook.`,
          width,
        )),
    ...(open.length === 0 ? [] : ["", title]),
    ...open
      .slice(0, openMax)
      .flatMap(({ id, text }) => wrapped(`  [ ] ${id.padEnd(5)} `, forTerminal(text), width)),
    ...(open.length > openMax ? [`  … and ${open.length - openMax} more in the full report`] : []),
  ];
}
