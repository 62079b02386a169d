/** A playbook as a Markdown table, in the form that `vedette playbook import` reads. */
import { headingLabels, rowKinds } from "../content/playbook/rows.ts";
import type { Playbook, PlaybookClause } from "../content/tables.ts";

/** Text that a cell shows and that reads back the same. */
function shown(text: string): string {
  return text
    .replace(/[\\`*_~[\]<>&|]/g, "\\$&")
    .replace(/\s+/g, " ")
    .trim();
}

/** @returns the table, closed by a line feed */
export function playbookTable(playbook: Playbook): string {
  const bound = playbook.clauses.some((clause) => bindingOf(clause) !== "");
  const row = (label: string, value: string, bindings = "") =>
    bound ? `| ${label} | ${value} | ${bindings} |` : `| ${label} | ${value} |`;
  const headings = [
    row(headingLabels.tactic, shown(playbook.tactic)),
    row(headingLabels.technique, shown(playbook.id)),
    row(headingLabels.subtechnique, shown(playbook.id)),
    row(headingLabels.name, shown(playbook.name)),
  ];
  const rows = rowKinds.map(({ row: name, label }) => {
    const clauses = playbook.clauses.filter((clause) => clause.row === name);
    return row(
      label,
      clauses.map(({ id, text }) => `[${id}] ${shown(text)}`).join("<br>"),
      clauses
        .flatMap((clause) => (bindingOf(clause) === "" ? [] : `[${clause.id}] ${bindingOf(clause)}`))
        .join("<br>"),
    );
  });
  const rest = (playbook.unplaced ?? []).map((one) =>
    row("Not placed", `${shown(one.row)}: ${shown(one.text)}`),
  );
  return `${[row("Column Name", "Value", "Bindings"), row("---", "---", "---"), ...headings, ...rows, ...rest].join("\n")}\n`;
}

function bindingOf({ kinds, indicators, bound_to = [], manual }: PlaybookClause): string {
  const parts = [
    kinds.length === 0 ? "" : `sources: ${kinds.join(", ")}`,
    indicators.length === 0 ? "" : `indicators: ${indicators.join(", ")}`,
    bound_to.length === 0 ? "" : `clauses: ${bound_to.join(", ")}`,
    manual === true ? "manual" : "",
  ];
  return parts.filter((part) => part !== "").join("; ");
}
