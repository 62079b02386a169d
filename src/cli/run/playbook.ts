/** Runs `vedette playbook`: playbooks of others, and the built-in one for others. */

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { stringify } from "yaml";
import { openContent } from "../../content/bundle.ts";
import type { Content } from "../../content/load.ts";
import { readPlaybook } from "../../content/playbook/file.ts";
import type { Imported } from "../../content/playbook/import.ts";
import { rowKinds } from "../../content/playbook/rows.ts";
import type { Playbook, PlaybookClause } from "../../content/tables.ts";
import { asError, VedetteError } from "../../errors.ts";
import { cacaoPlaybook } from "../../export/cacao.ts";
import { playbookTable } from "../../export/playbook-table.ts";
import { jsonText } from "../../report/json.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { counted, didYouMean } from "../../words.ts";
import { type Invocation, text } from "../command.ts";
import { actions } from "../playbook.ts";

/** Standing time of exports, so that equal playbooks give equal bytes: the day of the first. */
const exportedMs = Date.UTC(2026, 0, 1);

export async function run(invocation: Invocation): Promise<number> {
  const [action = "", path] = invocation.arguments;
  const { options, effects } = invocation;
  if (!actions.includes(action))
    throw new VedetteError(
      "usage.option",
      `playbook can import, export or show, not ${forTerminal(action)}.`,
      {
        hint: didYouMean(action, actions),
      },
    );
  const output = text(options, "output");
  // A table that was written over is lost.
  if (path !== undefined && output !== undefined && resolve(path) === resolve(output))
    throw new VedetteError("usage.option", `--output ${forTerminal(output)} is the file that is read.`, {
      hint: "Name another file.",
    });
  const content = await openContent();
  const { playbook, notes } = given(action, path, content);
  if (options.quiet !== true && path !== undefined)
    for (const note of notes)
      effects.stderr(`${forTerminal(`${path}${note.line > 0 ? `:${note.line}` : ""}: ${note.text}`)}\n`);
  if (action === "show") effects.stdout(options.json === true ? jsonText(playbook) : shown(playbook));
  else
    put(
      action === "import" ? yamlOf(playbook) : exported(playbook, text(options, "format") ?? "md"),
      invocation,
    );
  if (action === "import" && options.quiet !== true) effects.stderr(summaryOf(playbook));
  return 0;
}

function given(action: string, path: string | undefined, content: Content): Imported {
  if (path !== undefined) return readPlaybook(path, content);
  if (action !== "import") return { playbook: content.playbook, notes: [] };
  throw new VedetteError("usage.option", "No playbook was named.", {
    hint: "Name its file: vedette playbook import ours.md -o ours.yaml",
  });
}

function exported(playbook: Playbook, format: string): string {
  return format === "cacao"
    ? `${JSON.stringify(cacaoPlaybook(playbook, exportedMs), undefined, 2)}\n`
    : playbookTable(playbook);
}

/** As content/playbooks/ has them; lists that are empty are left out. */
export function yamlOf(playbook: Playbook): string {
  const clauses = playbook.clauses.map(({ kinds, indicators, ...clause }) => ({
    ...clause,
    ...(kinds.length === 0 ? {} : { kinds }),
    ...(indicators.length === 0 ? {} : { indicators }),
  }));
  return stringify({ ...playbook, clauses }, { lineWidth: 0, aliasDuplicateObjects: false });
}

function put(page: string, { options, effects }: Invocation): void {
  const path = text(options, "output");
  if (path === undefined) {
    effects.stdout(page);
    return;
  }
  try {
    writeFileSync(path, page);
  } catch (thrown) {
    throw new VedetteError(
      "output.unwritable",
      `${path}: it cannot be written (${asError(thrown).message}).`,
      {
        place: { path },
        hint: "Name a file in a folder that exists and may be written to.",
        cause: thrown,
      },
    );
  }
  if (options.quiet !== true) effects.stderr(`Written to ${forTerminal(path)}\n`);
}

/** What became of an import, and everything that a person has to see to. */
function summaryOf({ clauses, unplaced = [] }: Playbook): string {
  const manual = clauses.filter((clause) => clause.manual === true);
  const lines = [
    `${counted(clauses.length, "clause")}, ${clauses.length - manual.length} bound, ${manual.length} for a person${unplaced.length === 0 ? "" : `, ${unplaced.length} not placed`}`,
    ...manual.map(({ id, text: says }) => `  for a person: ${id} ${forTerminal(says)}`),
    ...unplaced.map(
      (one) => `  not placed: line ${one.line}, ${forTerminal(`${one.row}: ${one.text}`)} (${one.why})`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function shown(playbook: Playbook): string {
  const lines = [`${playbook.id}  ${playbook.name}${playbook.tactic === "" ? "" : ` (${playbook.tactic})`}`];
  for (const { row, label } of rowKinds) {
    const clauses = playbook.clauses.filter((clause) => clause.row === row);
    if (clauses.length > 0) lines.push("", label, ...clauses.flatMap(clauseLines));
  }
  const { unplaced = [] } = playbook;
  if (unplaced.length > 0)
    lines.push(
      "",
      "Not placed",
      ...unplaced.map((one) => `  line ${one.line}, ${one.row}: ${one.text} (${one.why})`),
    );
  return `${lines.map(forTerminal).join("\n")}\n`;
}

function clauseLines({
  id,
  text: says,
  kinds,
  indicators,
  bound_to = [],
  because = [],
  manual,
}: PlaybookClause): string[] {
  const bindings = [
    kinds.length === 0 ? "" : `sources: ${kinds.join(", ")}`,
    indicators.length === 0 ? "" : `indicators: ${indicators.join(", ")}`,
    bound_to.length === 0 ? "" : `as ${bound_to.join(", ")}`,
    manual === true ? "for a person" : "",
  ].filter((part) => part !== "");
  return [
    `  ${id.padEnd(5)} ${says}`,
    ...bindings.map((part) => `        ${part}`),
    ...because.map((why) => `        because ${why}`),
  ];
}
