/**
 * Takes over the cases of a report. The machine's part becomes that of the newest report; what people decided stays.
 *
 * A report that says nothing new leaves no trace, and a case that it does not have stays as it is.
 */
import { canonical, record } from "./audit.ts";
import { type Folding, fold } from "./fold.ts";
import { type Applied, actions, type By, machineActor, type Snapshot } from "./model.ts";
import { withdrawOf } from "./proposals.ts";
import {
  columnsOf,
  columnText,
  groupOf,
  questionsColumn,
  refresh,
  refreshQuestions,
  rowOf,
  snapshotIn,
  touch,
  wholeSnapshot,
} from "./rows.ts";
import { endSetAside, markSetAside } from "./set-aside.ts";
import { earlier, type ReadCase, type ReadReport, type RunFacts, readForBook } from "./snapshot.ts";
import type { Row, Sqlite } from "./sqlite.ts";

interface Run extends Folding {
  readonly report: ReadReport;
  readonly facts: RunFacts;
  readonly created: string[];
  readonly updated: string[];
  readonly reopened: string[];
  /** Cases of which only the run's answers and steps are others. */
  readonly told: string[];
  unchanged: number;
}

/** When and as which run a report is taken over. */
export interface AppliedHow {
  readonly at: number;
  readonly run: string;
  /** Whether it tells of everything that there is, so that what it does not have is found no more. */
  readonly whole?: boolean;
}

export function applyReport(db: Sqlite, report: unknown, given: AppliedHow): Applied {
  const read = readForBook(report);
  return db.write(() => {
    const run: Run = {
      db,
      by: { at: given.at, actor: machineActor },
      run: columnText(given.run),
      report: read,
      facts: JSON.parse(read.facts) as RunFacts,
      created: [],
      updated: [],
      folded: [],
      reopened: [],
      told: [],
      unchanged: 0,
    };
    db.run("INSERT OR IGNORE INTO facts (digest, body) VALUES (?, ?)", read.factsDigest, read.facts);
    for (const one of read.cases) applyCase(run, one);
    if (given.whole === true) markSetAside(db, run.by, read);
    const { created, updated, folded, reopened, told, unchanged } = run;
    if (created.length + updated.length + folded.length + told.length > 0) {
      const numbers = [created, updated, folded, reopened].map(({ length }) => length);
      const seq = record(db, run.by, "report.applied", null, {
        run: run.run,
        generated_at: read.generatedMs,
        created: numbers[0],
        updated: numbers[1],
        folded: numbers[2],
        reopened: numbers[3],
        facts: read.factsDigest,
      });
      // Nobody's decision rests on it, so that the version stays.
      for (const id of told)
        db.run(
          "UPDATE cases SET changed = ?, updated_at = ? WHERE id = (SELECT root FROM cases WHERE id = ?)",
          seq,
          given.at,
          id,
        );
    }
    db.run("DELETE FROM facts WHERE digest NOT IN (SELECT facts FROM cases)");
    return { created, updated, folded, reopened, unchanged };
  });
}

function applyCase(run: Run, one: ReadCase): void {
  const { db } = run;
  const row = rowOf(db, one.id);
  const whole = row && rowOf(db, String(row.root));
  if (whole !== undefined) endSetAside(db, run.by, whole);
  const before = run.created.length + run.updated.length + run.folded.length + run.told.length;
  if (row === undefined) {
    create(run, one);
    // It was known as another name of a case before it was one by itself.
    const parent = db.one("SELECT case_id FROM aliases WHERE alias = ?", one.id);
    if (parent !== undefined) fold(run, String(parent.case_id), one.id);
  } else update(run, row, one);
  for (const alias of one.aliases) fold(run, one.id, alias);
  reopen(run, one, row);
  if (run.created.length + run.updated.length + run.folded.length + run.told.length === before)
    run.unchanged += 1;
}

function create({ db, by, run, report, facts, created }: Run, { id, snapshot }: ReadCase): void {
  const seq = record(db, by, "case.created", id, {
    title: snapshot.title,
    action: snapshot.action,
    priority: snapshot.priority,
    entities: snapshot.entities.length,
    findings: snapshot.findings.length,
    run,
  });
  const columns = {
    ...columnsOf(snapshot, undefined),
    questions: questionsColumn(snapshot, facts),
    id,
    version: 1,
    changed: seq,
    created_at: by.at,
    updated_at: by.at,
    state: "new",
    root: id,
    snapshot: canonical(snapshot),
    facts: report.factsDigest,
    run,
    reported_at: report.generatedMs,
  };
  const names = Object.keys(columns);
  db.run(
    `INSERT INTO cases (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
    ...Object.values(columns),
  );
  index(db, id, snapshot);
  note(db, by, run, id, snapshot);
  created.push(id);
}

function update(run: Run, row: Row, { id, snapshot }: ReadCase): void {
  const { db, by, report } = run;
  const known = snapshotIn(row);
  const reportedAt = Number(row.reported_at);
  // A report of the time to come was made by a clock that was set back since: it is no newer than the next one.
  const newer = report.generatedMs >= reportedAt || reportedAt > by.at;
  const next = {
    ...(newer ? snapshot : known),
    first: earlier(known.first, snapshot.first),
    last: Math.max(known.last, snapshot.last),
  };
  const text = canonical(next);
  if (newer) {
    // When it was reported last is no change of the case: a later report may say the same.
    db.run("UPDATE cases SET reported_at = ? WHERE id = ?", report.generatedMs, id);
    if (row.facts !== report.factsDigest) {
      db.run("UPDATE cases SET facts = ? WHERE id = ?", report.factsDigest, id);
      if (text === row.snapshot) {
        run.told.push(id);
        refreshQuestions(db, String(row.root));
      }
    }
  }
  if (text === row.snapshot) return;
  const seq = record(db, by, "case.updated", id, { ...differences(known, next), run: run.run });
  db.run("UPDATE cases SET snapshot = ?, run = ? WHERE id = ?", text, newer ? run.run : (row.run ?? ""), id);
  index(db, id, next);
  if (known.action !== next.action || known.priority !== next.priority) note(db, by, run.run, id, next);
  touch(db, id, seq, by.at);
  refreshWhole(db, row, seq, by);
  run.updated.push(id);
}

/** Its own columns, and those of the case that it is merged into. */
function refreshWhole(db: Sqlite, row: Row, seq: number, by: By): void {
  if (row.root !== row.id) touch(db, String(row.root), seq, by.at);
  refresh(db, String(row.root));
}

function differences(known: Snapshot, next: Snapshot): Record<string, unknown> {
  const names = (Object.keys(next) as (keyof Snapshot)[]).filter(
    (name) => canonical(known[name]) !== canonical(next[name]),
  );
  return {
    changed: names.sort(),
    ...(known.action === next.action ? {} : { action: [known.action, next.action] }),
    ...(known.priority === next.priority ? {} : { priority: [known.priority, next.priority] }),
    ...(names.includes("entities") ? { entities: [known.entities.length, next.entities.length] } : {}),
    ...(names.includes("findings") ? { findings: [known.findings.length, next.findings.length] } : {}),
  };
}

/** What filters ask. */
function index(db: Sqlite, id: string, { entities, findings }: Snapshot): void {
  db.run("DELETE FROM case_entities WHERE case_id = ?", id);
  db.run("DELETE FROM case_clauses WHERE case_id = ?", id);
  db.run("DELETE FROM case_indicators WHERE case_id = ?", id);
  for (const one of entities)
    db.run(
      "INSERT OR IGNORE INTO case_entities (case_id, entity, value) VALUES (?, ?, ?)",
      id,
      columnText(one.id),
      columnText(one.value),
    );
  for (const clause of new Set(findings.map((one) => one.clause)))
    db.run("INSERT INTO case_clauses (case_id, clause) VALUES (?, ?)", id, columnText(clause));
  for (const indicator of new Set(findings.map((one) => one.indicator)))
    db.run("INSERT INTO case_indicators (case_id, indicator) VALUES (?, ?)", id, columnText(indicator));
}

function note(db: Sqlite, by: By, run: string, id: string, { action, priority }: Snapshot): void {
  db.run(
    "INSERT INTO history (case_id, at, run, action, priority) VALUES (?, ?, ?, ?, ?)",
    id,
    by.at,
    run,
    action,
    priority,
  );
}

/**
 * Opens a closed case again where it did something later than its closing, and is no less than it was then: itself,
 * and each case that people merged it into, so that none is found closed when it is taken out again.
 */
function reopen(run: Run, one: ReadCase, before: Row | undefined): void {
  const { last } = one.snapshot;
  if (before !== undefined && !didMore(one.snapshot, snapshotIn(before), run.by.at)) return;
  for (let id: unknown = one.id; typeof id === "string"; ) {
    const row = rowOf(run.db, id);
    // One that a report folded into another has no state of its own any more.
    if (row?.state === "closed" && row.merge_kind !== "engine") reopenOne(run, row, last);
    id = row?.merged_into;
  }
}

/**
 * Whether a case did something since it was looked at before. One with a record of the time to come has its last already: there the
 * number of records tells.
 */
function didMore(now: Snapshot, before: Snapshot, at: number): boolean {
  if (now.last > before.last) return true;
  const countOf = ({ findings }: Snapshot) => findings.reduce((sum, { count }) => sum + count, 0);
  return now.last > at && countOf(now) > countOf(before);
}

function reopenOne({ db, by, run, reopened }: Run, row: Row, last: number): void {
  const id = String(row.id);
  const group = groupOf(db, id);
  const now = wholeSnapshot(group.length > 0 ? group : [row]).action;
  const rank = (action: unknown) => actions.indexOf(action as (typeof actions)[number]);
  const closedAt = Number(row.closed_at);
  // A closing of the time to come hides nothing: the clock was set back since.
  if ((last <= closedAt && closedAt <= by.at) || rank(now) < rank(row.closed_action)) return;
  const seq = record(db, by, "case.reopened", id, {
    closed_as: row.closing_reason,
    closed_at: row.closed_at,
    closed_by: row.closed_by,
    evidence: last,
    run,
  });
  touch(db, id, seq, by.at, { state: "new", ...notClosed });
  withdrawOf(db, id, by);
  reopened.push(id);
}

/** Columns of a case that is not closed. */
export const notClosed = {
  closing_reason: null,
  closing_note: null,
  duplicate_of: null,
  closed_at: null,
  closed_by: null,
  closed_action: null,
} as const;
