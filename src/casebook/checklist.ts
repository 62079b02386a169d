/** The playbook's clauses of a case, each ticked by the case's own evidence, by the newest run for all cases, or by a person. */
import type { By, CaseAct, ChecklistItem } from "./model.ts";
import { reasonOf, refused } from "./problems.ts";
import { change, factsOf, wholeSnapshot } from "./rows.ts";
import type { RunFacts } from "./snapshot.ts";
import type { Row, Sqlite } from "./sqlite.ts";

/** What a person says comes before what evidence says. */
export function checklistOf(db: Sqlite, group: readonly Row[]): ChecklistItem[] {
  const [first] = group;
  if (first === undefined) return [];
  const said = new Map<string, Row>();
  // The case's own come last, and so before those of cases that were merged in.
  for (const { id } of [...group].reverse())
    for (const check of db.all("SELECT * FROM checks WHERE case_id = ?", String(id)))
      said.set(String(check.clause), check);
  const whole = wholeSnapshot(group);
  const own = new Set(whole.findings.map(({ id }) => id));
  const about = {
    names: namesOf(db, group, String(first.id)),
    merged: mergedNames(db, group),
    isEscalated: whole.action === "escalate",
    explain: whole.command,
    hasMail: whole.entities.some(({ type }) => type === "mail"),
  };
  return byMachine(factsOf(db, first), own).map((machine) => {
    const item = aboutCase(machine, about);
    const check = said.get(item.clause);
    return check === undefined
      ? item
      : {
          ...item,
          state: check.state as "done" | "not-applicable",
          by: "person",
          actor: String(check.actor),
          at: Number(check.at),
          reason: String(check.reason),
        };
  });
}

/** By which a run may know a case, with commas between: its id, other names of it, and cases that a look found to be it. */
function namesOf(db: Sqlite, group: readonly Row[], id: string): string {
  const names = new Set<string>();
  const add = (own: string) => {
    names.add(own);
    for (const { alias } of db.all("SELECT alias FROM aliases WHERE case_id = ? ORDER BY alias", own))
      names.add(String(alias));
    for (const { merge_kind, merged_into, id: folded } of group)
      if (merge_kind === "engine" && merged_into === own && !names.has(String(folded))) add(String(folded));
  };
  add(id);
  return [...names].join(",");
}

/** The same with the cases that people merged into it, with `+` between: those are other cases to a run. */
export function mergedNames(db: Sqlite, group: readonly Row[]): string {
  return group
    .filter(({ merge_kind }, index) => index === 0 || merge_kind === "people")
    .map(({ id }) => namesOf(db, group, String(id)))
    .join("+");
}

const anyCase = /\bC-[0-9a-f]{10}\b/;

/** Steps of a run name its gravest case, or a line of it. What a person copies at a case has to be about that case. */
function aboutCase(
  item: ChecklistItem,
  {
    names,
    merged,
    isEscalated,
    explain,
    hasMail,
  }: {
    readonly names: string;
    readonly merged: string;
    readonly isEscalated: boolean;
    readonly explain: string | undefined;
    readonly hasMail: boolean;
  },
): ChecklistItem {
  if (item.clause === "T2a" && item.command !== undefined) {
    const { command: _ofAnother, ...rest } = item;
    return explain === undefined ? rest : { ...rest, command: explain };
  }
  if (item.command === undefined || !anyCase.test(item.command)) return item;
  if (item.clause === "C3" && !hasMail) return item;
  if (item.clause === "T2d" && !isEscalated) return item;
  const [id = ""] = names.split(",");
  return {
    ...item,
    sentence: item.clause === "T2d" ? item.sentence.replace(anyCase, id) : item.sentence,
    // A ticket is made of a report, which has them apart.
    command: item.command.replace(anyCase, item.clause === "T2d" ? names : merged),
  };
}

/**
 * A question is done by the case's own findings, or by the run where nothing of any case says otherwise; what findings of other cases
 * alone answer is open, and so is "cannot tell". A step is what the report says of it for all cases.
 *
 * @param own ids of the case's findings
 */
function byMachine({ questions, steps }: RunFacts, own: ReadonlySet<string>): ChecklistItem[] {
  return [
    ...questions.map(({ id, answer, sentence, findings }): ChecklistItem => {
      if (answer === "cannot_tell") return { clause: id, state: "open", by: "nobody", sentence };
      if (findings.length === 0) return { clause: id, state: "done", by: "run", sentence };
      if (findings.some((finding) => own.has(finding)))
        return { clause: id, state: "done", by: "evidence", sentence };
      return {
        clause: id,
        state: "open",
        by: "nobody",
        sentence: `Findings of other cases answer it, none of this one. ${sentence}`,
      };
    }),
    ...steps.map(
      ({ clause, state, sentence, command }): ChecklistItem => ({
        clause,
        sentence,
        ...(command === undefined ? {} : { command }),
        ...(state === "done" ? { state: "done", by: "run" } : { state: "open", by: "nobody" }),
      }),
    ),
  ];
}

export function checkClause(db: Sqlite, row: Row, act: Extract<CaseAct, { kind: "check" }>, by: By): number {
  const id = String(row.id);
  const known = byMachine(factsOf(db, row), new Set()).map(({ clause }) => clause);
  if (!known.includes(act.clause))
    throw refused("The playbook has no such clause.", `Clauses: ${known.join(", ")}.`);
  if (!["done", "not-applicable", "open"].includes(act.state))
    throw refused("This is no state of a clause.", "One of done, not-applicable, open.");
  const reason = act.state === "not-applicable" || act.reason !== undefined ? reasonOf(act.reason ?? "") : "";
  const before = db.one("SELECT state, reason FROM checks WHERE case_id = ? AND clause = ?", id, act.clause);
  if ((before?.state ?? "open") === act.state && (act.state === "open" || before?.reason === reason))
    return Number(row.version);
  db.run("DELETE FROM checks WHERE case_id = ? AND clause = ?", id, act.clause);
  if (act.state !== "open")
    db.run(
      "INSERT INTO checks (case_id, clause, state, reason, at, actor) VALUES (?, ?, ?, ?, ?, ?)",
      id,
      act.clause,
      act.state,
      reason,
      by.at,
      by.actor,
    );
  return change(db, row, by, "case.checked", {
    clause: act.clause,
    from: before?.state ?? "open",
    to: act.state,
    ...(reason === "" ? {} : { reason }),
  });
}
