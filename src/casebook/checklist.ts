/** The playbook's clauses of a case, each ticked by the evidence of the newest report or by a person. */
import type { By, CaseAct, ChecklistItem } from "./model.ts";
import { reasonOf, refused } from "./problems.ts";
import { change } from "./rows.ts";
import type { RunFacts } from "./snapshot.ts";
import type { Row, Sqlite } from "./sqlite.ts";

export function factsOf(db: Sqlite, row: Row): RunFacts {
  return JSON.parse(
    String(db.one("SELECT body FROM facts WHERE digest = ?", String(row.facts))?.body),
  ) as RunFacts;
}

/** What a person says comes before what evidence says. */
export function checklistOf(db: Sqlite, group: readonly Row[]): ChecklistItem[] {
  const [first] = group;
  if (first === undefined) return [];
  const said = new Map<string, Row>();
  // The case's own come last, and so before those of cases that were merged in.
  for (const { id } of [...group].reverse())
    for (const check of db.all("SELECT * FROM checks WHERE case_id = ?", String(id)))
      said.set(String(check.clause), check);
  return byEvidence(factsOf(db, first)).map((item) => {
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

/** An answered question is done, "cannot tell" is open; a step is what the report says of it. */
function byEvidence({ questions, steps }: RunFacts): ChecklistItem[] {
  return [
    ...questions.map(({ id, answer, sentence }) => ({
      clause: id,
      done: answer !== "cannot_tell",
      sentence,
    })),
    ...steps.map(({ clause, state, sentence, command }) => ({
      clause,
      done: state === "done",
      sentence,
      ...(command === undefined ? {} : { command }),
    })),
  ].map(({ done, ...item }) => ({
    ...item,
    state: done ? "done" : "open",
    by: done ? "evidence" : "nobody",
  }));
}

export function checkClause(db: Sqlite, row: Row, act: Extract<CaseAct, { kind: "check" }>, by: By): number {
  const id = String(row.id);
  const known = byEvidence(factsOf(db, row)).map(({ clause }) => clause);
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
