/** Rows of cases: how one is found, changed, and kept in step with those merged into it. */
import { record } from "./audit.ts";
import { type By, priorities, type Snapshot } from "./model.ts";
import { missing, refused, stale } from "./problems.ts";
import { type RunFacts, together } from "./snapshot.ts";
import type { Row, Sqlite, Value } from "./sqlite.ts";

/** The row of a case by its id, undefined where there is none of its own. */
export function rowOf(db: Sqlite, id: string): Row | undefined {
  return db.one("SELECT * FROM cases WHERE id = ?", id);
}

/**
 * The row of a case by its id, or by one that it had.
 * @throws VedetteError `casebook.missing`
 */
export function namedRow(db: Sqlite, id: string): Row {
  const wanted = /^c-[0-9a-f]{10}$/i.test(id) ? `C-${id.slice(2).toLowerCase()}` : "";
  const row =
    rowOf(db, wanted) ??
    db.one("SELECT cases.* FROM aliases JOIN cases ON cases.id = aliases.case_id WHERE alias = ?", wanted);
  if (row !== undefined) return row;
  // The name is what somebody typed; only its shape is known.
  throw missing(wanted === "" ? "case of this name" : `case ${wanted}`);
}

/**
 * A case that may be changed: of the version that was seen, and not part of another one.
 * @throws VedetteError `casebook.stale`, `casebook.refused`, `casebook.missing`
 */
export function changeableRow(db: Sqlite, id: string, version: number | undefined): Row {
  const row = namedRow(db, id);
  if (row.merged_into !== null)
    throw refused(
      `${row.id} is merged into ${row.root}.`,
      `Change ${row.root}, or take it out again: vedette casebook unmerge ${row.id}`,
    );
  if (version !== undefined && row.version !== version)
    throw stale(String(row.id), version, Number(row.version));
  return row;
}

/** Writes an entry of the audit and changes columns of a case. @returns the new version */
export function change(
  db: Sqlite,
  row: Row,
  by: By,
  act: string,
  detail: Readonly<Record<string, unknown>>,
  columns: Readonly<Record<string, Value>> = {},
): number {
  const id = String(row.id);
  touch(db, id, record(db, by, act, id, detail), by.at, columns);
  return Number(rowOf(db, id)?.version);
}

/** A case changed by an entry of the audit. */
export function touch(
  db: Sqlite,
  id: string,
  seq: number,
  at: number,
  columns: Readonly<Record<string, Value>> = {},
): void {
  const names = Object.keys(columns);
  db.run(
    `UPDATE cases SET version = version + 1, changed = ?, updated_at = ?${names.map((name) => `, ${name} = ?`).join("")} WHERE id = ?`,
    seq,
    at,
    ...Object.values(columns),
    id,
  );
}

export function snapshotIn(row: Row): Snapshot {
  return JSON.parse(String(row.snapshot)) as Snapshot;
}

/** Rows of a case and of all merged into it, itself first. */
export function groupOf(db: Sqlite, root: string): Row[] {
  return db.all("SELECT * FROM cases WHERE root = ? ORDER BY id <> root, id", root);
}

/** The snapshot of a case with all merged into it. */
export function wholeSnapshot(group: readonly Row[]): Snapshot {
  const [first, ...others] = group.map(snapshotIn);
  if (first === undefined) throw new Error("a case without a row");
  return together([first, ...others]);
}

/** One request is counted by each finding that it is part of: of an entity the finding that counts most says how many there are. */
function eventsOf({ findings }: Snapshot): number {
  const most = new Map<string, number>();
  for (const { entity, count } of findings) most.set(entity, Math.max(most.get(entity) ?? 0, count));
  return [...most.values()].reduce((sum, count) => sum + count, 0);
}

/** The columns that a snapshot fills. */
export function columnsOf(snapshot: Snapshot, override: Value | undefined): Record<string, Value> {
  return {
    title: columnText(snapshot.title),
    action: override ?? snapshot.action,
    machine_action: snapshot.action,
    priority: snapshot.priority,
    priority_rank: priorities.indexOf(snapshot.priority),
    severity: snapshot.severity,
    score: snapshot.score,
    background: snapshot.background ? 1 : 0,
    first_seen: snapshot.first,
    last_seen: snapshot.last,
    entities: snapshot.entities.length,
    findings: snapshot.findings.length,
    events: eventsOf(snapshot),
  };
}

/** Questions of a run that findings of a case answer, as their column has them. */
export function questionsColumn({ findings }: Snapshot, { questions }: RunFacts): string {
  const own = new Set(findings.map(({ id }) => id));
  const answered = questions.filter(
    ({ answer, findings: all }) => ["yes", "mixed"].includes(answer) && all.some((id) => own.has(id)),
  );
  return JSON.stringify(answered.map(({ id }) => id));
}

/** What a run says of its questions and steps, which many cases share. */
export function factsOf(db: Sqlite, row: Row): RunFacts {
  return JSON.parse(
    String(db.one("SELECT body FROM facts WHERE digest = ?", String(row.facts))?.body),
  ) as RunFacts;
}

/** Log text for a column, which holds no NUL and no half characters; the snapshot has it as it was. */
export function columnText(text: string): string {
  return text.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

/** Brings the columns of a case in step with all that is merged into it. */
export function refresh(db: Sqlite, root: string): void {
  const group = groupOf(db, root);
  // Whether the register explains all of it says the next report of everything.
  const [first] = group;
  const whole = wholeSnapshot(group);
  const columns = {
    ...columnsOf(whole, first?.override_action),
    ...(first === undefined ? {} : { questions: questionsColumn(whole, factsOf(db, first)) }),
    set_aside: null,
  };
  db.run(
    `UPDATE cases SET ${Object.keys(columns)
      .map((name) => `${name} = ?`)
      .join(", ")} WHERE id = ?`,
    ...Object.values(columns),
    root,
  );
}

/** The same for which questions of the newest run its findings answer, where nothing else is new. */
export function refreshQuestions(db: Sqlite, root: string): void {
  const group = groupOf(db, root);
  const [first] = group;
  if (first === undefined) return;
  db.run(
    "UPDATE cases SET questions = ? WHERE id = ?",
    questionsColumn(wholeSnapshot(group), factsOf(db, first)),
    root,
  );
}

/** Sets the root of a case and of all below it. */
export function setRoot(db: Sqlite, id: string, root: string): void {
  db.run(
    `WITH RECURSIVE below (id) AS (
  SELECT ?1
  UNION
  SELECT cases.id FROM cases JOIN below ON cases.merged_into = below.id
)
UPDATE cases SET root = ?2 WHERE id IN (SELECT id FROM below)`,
    id,
    root,
  );
}
