/**
 * Cases that the register explains: of those they are about, somebody is justified, and nothing of them is found any more.
 * They say so, and stay as they are: closing one is a person's decision.
 */
import { canonical, record } from "./audit.ts";
import type { By, SetAside } from "./model.ts";
import { groupOf, wholeSnapshot } from "./rows.ts";
import type { ReadReport } from "./snapshot.ts";
import type { Row, Sqlite } from "./sqlite.ts";

/** What the row of a case has of it. */
export function setAsideIn(row: Row): SetAside | null {
  return row.set_aside === null || row.set_aside === undefined
    ? null
    : (JSON.parse(String(row.set_aside)) as SetAside);
}

/** Marks open cases by a report of everything that there is, and takes marks away that hold no more. */
export function markSetAside(db: Sqlite, by: By, report: ReadReport): void {
  const marked = db.one("SELECT 1 AS one FROM cases WHERE set_aside IS NOT NULL LIMIT 1") !== undefined;
  if (report.justified.size === 0 && !marked) return;
  const told = new Set(report.cases.flatMap(({ id, aliases }) => [id, ...aliases]));
  const found = new Set(report.cases.flatMap(({ snapshot }) => snapshot.entities.map(({ id }) => id)));
  const open = db.all(
    "SELECT id, set_aside, reported_at FROM cases WHERE merged_into IS NULL AND state <> 'closed' ORDER BY id",
  );
  for (const row of open) {
    // A look at the newest showed it since that report was made.
    if (Number(row.reported_at) > report.generatedMs) continue;
    const explained = explainedBy(db, String(row.id), report, told, found);
    if (explained === undefined) endSetAside(db, by, row);
    else set(db, by, row, explained);
  }
}

/** Who explains a case; undefined where it is found, or nobody does. */
function explainedBy(
  db: Sqlite,
  id: string,
  { justified }: ReadReport,
  told: ReadonlySet<string>,
  found: ReadonlySet<string>,
): Omit<SetAside, "since"> | undefined {
  const group = groupOf(db, id);
  if (group.some((one) => told.has(String(one.id)))) return undefined;
  const { entities } = wholeSnapshot(group);
  if (entities.some((one) => found.has(one.id))) return undefined;
  const own = entities.filter((one) => justified.has(one.id));
  if (own.length === 0) return undefined;
  const entries = new Map(own.flatMap((one) => justified.get(one.id) ?? []).map((one) => [one.id, one]));
  return {
    entries: [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    justified: own.length,
    entities: entities.length,
  };
}

function set(db: Sqlite, by: By, row: Row, explained: Omit<SetAside, "since">): void {
  const before = setAsideIn(row);
  if (before !== null && canonical({ ...before, since: 0 }) === canonical({ ...explained, since: 0 })) return;
  write(
    db,
    by,
    row,
    "case.set-aside",
    {
      entries: explained.entries.map(({ id }) => id),
      justified: explained.justified,
      entities: explained.entities,
    },
    { ...explained, since: before?.since ?? by.at },
  );
}

/** It is found again, or nobody explains it any more. */
export function endSetAside(db: Sqlite, by: By, row: Row): void {
  const before = setAsideIn(row);
  if (before === null) return;
  write(db, by, row, "case.set-aside-ended", { entries: before.entries.map(({ id }) => id) }, null);
}

/** Nobody's decision rests on it, so that the version stays. */
function write(
  db: Sqlite,
  by: By,
  { id }: Row,
  act: string,
  detail: Readonly<Record<string, unknown>>,
  mark: SetAside | null,
): void {
  db.run(
    "UPDATE cases SET set_aside = ?, changed = ?, updated_at = ? WHERE id = ?",
    mark === null ? null : JSON.stringify(mark),
    record(db, by, act, String(id), detail),
    by.at,
    String(id),
  );
}
