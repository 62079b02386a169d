/** What a person does to one case: each is checked against its state, written, and told in the audit. */
import { casebookLimits } from "../limits.ts";
import { notClosed } from "./apply-report.ts";
import { record } from "./audit.ts";
import { checkClause } from "./checklist.ts";
import { actions, type By, type CaseAct, closingReasons, states } from "./model.ts";
import { addNote } from "./notes.ts";
import { nameOf, personOf, reasonOf, refused, tagOf } from "./problems.ts";
import { proposeFor, withdrawOf } from "./proposals.ts";
import { change, changeableRow, namedRow, snapshotIn } from "./rows.ts";
import type { Row, Sqlite } from "./sqlite.ts";

/**
 * Does one thing to one case, within a transaction. What changes nothing leaves no trace.
 * @param version the version that was seen; undefined where the caller has made sure
 * @returns the version after it
 */
export function actOn(db: Sqlite, id: string, version: number | undefined, act: CaseAct, given: By): number {
  const by = personOf(given);
  const row = changeableRow(db, id, version);
  switch (act.kind) {
    case "state":
      return setState(db, row, act.state, by);
    case "assign":
      return assign(db, row, act.owner, by);
    case "tag":
      return tag(db, row, act, by);
    case "note":
      return addNote(db, row, act.text, by);
    case "override":
      return override(db, row, act, by);
    case "close":
      return closeCase(db, row, act, by);
    case "reopen":
      return reopenCase(db, row, act.note, by);
    case "check":
      return checkClause(db, row, act, by);
    default:
      return unknown(act);
  }
}

function unknown(act: never): never {
  throw new Error(`no such act: ${JSON.stringify(act)}`);
}

function oneOf<T extends string>(given: T, known: readonly T[], what: string): T {
  if (known.includes(given)) return given;
  throw refused(`This is no ${what}.`, `One of ${known.join(", ")}.`);
}

function setState(db: Sqlite, row: Row, state: Extract<CaseAct, { kind: "state" }>["state"], by: By): number {
  const open = states.filter((one) => one !== "closed");
  oneOf(state, open, "state that a case can be put in");
  if (row.state === "closed")
    throw refused(`${row.id} is closed.`, `Open it again first: vedette casebook reopen ${row.id}`);
  if (row.state === state) return Number(row.version);
  return change(db, row, by, "case.state", { from: row.state, to: state }, { state });
}

function assign(db: Sqlite, row: Row, given: string | null, by: By): number {
  const owner = given === null ? null : nameOf(given, "owner");
  if (row.owner === owner) return Number(row.version);
  return change(db, row, by, "case.assigned", { from: row.owner, to: owner }, { owner });
}

function tag(db: Sqlite, row: Row, act: Extract<CaseAct, { kind: "tag" }>, by: By): number {
  const id = String(row.id);
  const has = new Set(db.all("SELECT tag FROM tags WHERE case_id = ?", id).map((one) => String(one.tag)));
  const remove = [...new Set((act.remove ?? []).map(tagOf))].filter((one) => has.has(one)).sort();
  const add = [...new Set((act.add ?? []).map(tagOf))].filter((one) => !has.has(one)).sort();
  if (add.length + remove.length === 0) return Number(row.version);
  if (has.size - remove.length + add.length > casebookLimits.tagsMax)
    throw refused(`${id} would have more than ${casebookLimits.tagsMax} tags.`, "Take some away.");
  for (const one of remove) db.run("DELETE FROM tags WHERE case_id = ? AND tag = ?", id, one);
  for (const one of add) db.run("INSERT INTO tags (case_id, tag) VALUES (?, ?)", id, one);
  return change(db, row, by, "case.tagged", { added: add, removed: remove });
}

function override(db: Sqlite, row: Row, act: Extract<CaseAct, { kind: "override" }>, by: By): number {
  const reason = reasonOf(act.reason);
  if (row.state === "closed")
    throw refused(`${row.id} is closed.`, `Open it again first: vedette casebook reopen ${row.id}`);
  if (act.action === null) {
    if (row.override_action === null) return Number(row.version);
    return change(
      db,
      row,
      by,
      "case.override-withdrawn",
      { from: row.override_action, to: row.machine_action, reason },
      {
        action: row.machine_action ?? null,
        override_action: null,
        override_reason: null,
        override_at: null,
        override_by: null,
      },
    );
  }
  const action = oneOf(act.action, actions, "decision");
  return change(
    db,
    row,
    by,
    "case.override",
    { from: row.action, to: action, machine: row.machine_action, reason },
    {
      action,
      override_action: action,
      override_reason: reason,
      override_at: by.at,
      override_by: by.actor,
    },
  );
}

function closeCase(db: Sqlite, row: Row, act: Extract<CaseAct, { kind: "close" }>, by: By): number {
  const reason = oneOf(act.reason, closingReasons, "reason to close a case");
  const note = reasonOf(act.note, "text of the closing");
  if (row.state === "closed")
    throw refused(
      `${row.id} is closed already, as ${row.closing_reason}.`,
      "Open it again to close it anew.",
    );
  const duplicate = act.duplicate_of === undefined ? null : String(namedRow(db, act.duplicate_of).id);
  if (duplicate !== null && (reason !== "duplicate" || duplicate === row.id))
    throw refused(
      `${row.id} cannot be closed as the duplicate of ${duplicate} with this reason.`,
      "Name another case, and close with the reason duplicate.",
    );
  const version = change(
    db,
    row,
    by,
    "case.closed",
    { from: row.state, reason, note, ...(duplicate === null ? {} : { duplicate_of: duplicate }) },
    {
      state: "closed",
      closing_reason: reason,
      closing_note: note,
      duplicate_of: duplicate,
      closed_at: by.at,
      closed_by: by.actor,
      closed_action: row.machine_action ?? snapshotIn(row).action,
    },
  );
  proposeFor(db, String(row.id), by);
  return version;
}

function reopenCase(db: Sqlite, row: Row, given: string, by: By): number {
  const note = reasonOf(given);
  if (row.state !== "closed") throw refused(`${row.id} is not closed.`, "Nothing needs to be done.");
  const version = change(
    db,
    row,
    by,
    "case.reopened",
    { closed_as: row.closing_reason, closed_at: row.closed_at, closed_by: row.closed_by, reason: note },
    { state: "in-progress", ...notClosed },
  );
  withdrawOf(db, String(row.id), by);
  return version;
}

/** Tells of something that is done with the book as a whole. */
export function tell(db: Sqlite, by: By, act: string, detail: Readonly<Record<string, unknown>>): number {
  return record(db, personOf(by), act, null, detail);
}
