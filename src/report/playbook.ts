/** A playbook that a run was given: its clauses as a checklist, beside what the built-in one tells. */
import type { Coverage, Step } from "../assess/model.ts";
import type { NamedPlaybook } from "../content/playbook/file.ts";
import type { Playbook, PlaybookClause } from "../content/tables.ts";
import type { IndicatorRun } from "../detect/finding.ts";
import type { ReportDocument } from "./model.ts";
import { forHtml } from "./safe-text.ts";

/** What became of a clause: `looked_at` by indicators, else as the steps that it is bound to. */
export type ClauseState = "looked_at" | Step["state"];

export interface ReportClause {
  readonly id: string;
  readonly row: string;
  readonly text: string;
  readonly state: ClauseState;
  /** Clauses of the built-in playbook; coverage, decision and steps of the report name them. */
  readonly bound_to: readonly string[];
  readonly indicators: readonly string[];
  readonly kinds: readonly string[];
  readonly because: readonly string[];
}

export interface ReportPlaybook {
  readonly id: string;
  readonly name: string;
  /** Only where a run was given a playbook. */
  readonly path?: string;
  readonly sha256?: string;
  readonly checklist?: readonly ReportClause[];
  readonly unplaced?: NonNullable<Playbook["unplaced"]>;
}

export const stateWords: Readonly<Record<ClauseState, string>> = {
  looked_at: "looked at",
  done: "done",
  not_possible: "not possible",
  for_a_person: "for a person",
};

export function toPlaybook(builtIn: Playbook, given: NamedPlaybook | undefined, told: Told): ReportPlaybook {
  if (given === undefined) return { id: builtIn.id, name: builtIn.name };
  const { id, name, clauses, unplaced } = given.playbook;
  return {
    id,
    name,
    path: given.path,
    sha256: given.sha256,
    checklist: clauses.map((clause) => ({
      id: clause.id,
      row: clause.row,
      text: clause.text,
      state: stateOf(clause, told),
      bound_to: clause.bound_to ?? [],
      indicators: clause.indicators,
      kinds: clause.kinds,
      because: clause.because ?? [],
    })),
    ...(unplaced === undefined ? {} : { unplaced }),
  };
}

/** What a run tells of the clauses of the built-in playbook and of the indicators. */
export interface Told {
  readonly steps: readonly Step[];
  readonly coverage: readonly Coverage[];
  readonly runs: readonly IndicatorRun[];
}

/** A clause is done where all steps that it is bound to are; it is looked at where a source is there, or an indicator ran. */
function stateOf(clause: PlaybookClause, { steps, coverage, runs }: Told): ClauseState {
  const { manual, bound_to = [], indicators } = clause;
  if (manual === true) return "for_a_person";
  const bound = steps.filter((step) => bound_to.includes(step.clause)).map(({ state }) => state);
  const order: readonly Step["state"][] = ["for_a_person", "not_possible", "done"];
  const weakest = order.find((state) => bound.includes(state));
  if (weakest !== undefined) return weakest;
  const sources = coverage.filter((row) => bound_to.includes(row.clause));
  const seen = sources.length === 0 || sources.some(({ state }) => state !== "absent");
  const ran = indicators.length === 0 || runs.some((run) => run.ran && indicators.includes(run.id));
  return seen && ran ? "looked_at" : "not_possible";
}

/** What a reader must know of a report with another playbook, and what its import had to say. */
export function playbookNotes(builtIn: Playbook, given: NamedPlaybook | undefined): string[] {
  if (given === undefined) return [];
  return [
    `The questions are those of ${given.path}; coverage, decision, findings and steps name clauses of the built-in playbook ${builtIn.id}, whose rules decide.`,
    ...given.notes.map(({ line, text }) => `${given.path}${line > 0 ? `:${line}` : ""}: ${text}`),
  ];
}

/** Clauses that a person has to see to and that are no questions; those stand with the answers. */
export function openClauses({ playbook }: { readonly playbook: ReportPlaybook }): readonly ReportClause[] {
  return (playbook.checklist ?? []).filter(
    ({ row, state, bound_to }) => row !== "Questions" && state === "for_a_person" && bound_to.length === 0,
  );
}

/** Findings that no question of a given playbook is about; the decision counts them all the same. */
export function unasked({
  playbook,
  questions,
  findings,
}: Pick<ReportDocument, "playbook" | "questions" | "findings">): number {
  if (playbook.checklist === undefined) return 0;
  const asked = new Set(questions.flatMap((question) => question.findings));
  return findings.filter(({ id }) => !asked.has(id)).length;
}

export function renderChecklist({ checklist = [], unplaced = [] }: ReportPlaybook): string {
  const row = ({ id, state, text, bound_to }: ReportClause) =>
    `<tr><td>${forHtml(id)}</td><td>${stateWords[state]}</td><td>${forHtml(text)}</td><td>${forHtml(bound_to.join(", "))}</td></tr>`;
  const rest = unplaced.map(
    (one) => `<li>Line ${one.line}, ${forHtml(`${one.row}: ${one.text} (${one.why})`)}</li>`,
  );
  return `<table><thead><tr><th>Clause</th><th>State</th><th>Text</th><th>As</th></tr></thead><tbody>${checklist.map(row).join("\n")}</tbody></table>${rest.length === 0 ? "" : `<p>Not placed:</p><ul>${rest.join("\n")}</ul>`}`;
}
