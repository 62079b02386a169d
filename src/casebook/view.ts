/** Everything of one case, and when people did what. */
import { checklistOf, mergedNames } from "./checklist.ts";
import { summaryOf } from "./list.ts";
import type {
  Action,
  Answer,
  BookTimes,
  CaseView,
  ClosingReason,
  HistoryRow,
  MergeKind,
  Priority,
} from "./model.ts";
import { machineActor } from "./model.ts";
import { notesOf } from "./notes.ts";
import { factsOf, groupOf, namedRow, wholeSnapshot } from "./rows.ts";
import type { Row, Sqlite } from "./sqlite.ts";

export function viewOf(db: Sqlite, id: string): CaseView {
  const row = namedRow(db, id);
  const own = String(row.id);
  // A merged case shows itself alone; the whole shows in the case that it is merged into.
  const group = row.merged_into === null ? groupOf(db, own) : [row];
  // Its command stands at the step that it is of.
  const { command: _command, ...snapshot } = wholeSnapshot(group);
  return {
    ...summaryOf(db, row),
    snapshot,
    override: overrideOf(row),
    closing: closingOf(row),
    notes: notesOf(db, String(row.root)).filter((note) => row.merged_into === null || note.case === own),
    checklist: checklistOf(db, group),
    answers: answersOf(db, row, new Set(snapshot.findings.map((one) => one.id))),
    history: historyOf(db, own),
    members: group.slice(1).map((one) => ({ id: String(one.id), kind: one.merge_kind as MergeKind })),
    names: mergedNames(db, group),
    aliases: db
      .all("SELECT alias FROM aliases WHERE case_id = ? ORDER BY alias", own)
      .map(({ alias }) => String(alias)),
    run: String(row.run),
    reported_at: Number(row.reported_at),
  };
}

function overrideOf(row: Row): CaseView["override"] {
  return row.override_action === null
    ? null
    : {
        action: row.override_action as Action,
        reason: String(row.override_reason),
        at: Number(row.override_at),
        by: String(row.override_by),
      };
}

function closingOf(row: Row): CaseView["closing"] {
  return row.closing_reason === null
    ? null
    : {
        reason: row.closing_reason as ClosingReason,
        note: String(row.closing_note),
        duplicate_of: row.duplicate_of === null ? null : String(row.duplicate_of),
        at: Number(row.closed_at),
        by: String(row.closed_by),
      };
}

/** The run's answers, with the findings of this case alone. */
function answersOf(db: Sqlite, row: Row, findings: ReadonlySet<string>): Answer[] {
  return factsOf(db, row).questions.map(({ id, text, answer, sentence, findings: all, missing }) => ({
    id,
    text,
    answer,
    sentence,
    findings: all.filter((one) => findings.has(one)),
    missing,
  }));
}

function historyOf(db: Sqlite, id: string): HistoryRow[] {
  return db.all("SELECT * FROM history WHERE case_id = ? ORDER BY id", id).map((row) => ({
    at: Number(row.at),
    run: String(row.run),
    action: row.action as Action,
    priority: row.priority as Priority,
  }));
}

/** Acts of people by which something is decided of a case. */
const deciding = ["case.closed", "case.override"];
const decidedStates = ["escalated", "contained"];

/** Of the case with all merged into it. */
export function timesOf(db: Sqlite, id: string): BookTimes {
  const row = namedRow(db, id);
  const group = groupOf(db, String(row.root));
  const acts = db.all(
    `SELECT at, act, detail FROM audit
WHERE case_id IN (SELECT id FROM cases WHERE root = ?) AND actor <> ? ORDER BY seq`,
    String(row.root),
    machineActor,
  );
  const stateOf = (one: Row) =>
    one.act === "case.state" ? (JSON.parse(String(one.detail)) as { to?: string }).to : undefined;
  const first = (fits: (one: Row) => boolean) => {
    const found = acts.filter(fits).map(({ at }) => Number(at));
    return found.length === 0 ? undefined : Math.min(...found);
  };
  const whole = group[0];
  const times = {
    taken: first((one) => one.act === "case.assigned" || stateOf(one) === "in-progress"),
    decided: first((one) => deciding.includes(String(one.act)) || decidedStates.includes(stateOf(one) ?? "")),
    contained: first((one) => stateOf(one) === "contained"),
    closed: whole?.closed_at === null || whole === undefined ? undefined : Number(whole.closed_at),
  };
  return {
    id: String(row.root),
    known: Math.min(...group.map(({ created_at }) => Number(created_at))),
    ...Object.fromEntries(Object.entries(times).filter(([, ms]) => ms !== undefined)),
  };
}
