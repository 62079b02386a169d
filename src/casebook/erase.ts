/**
 * Erasure of one person from a casebook, or from another file of SQLite beside it: in every text that holds the person, the value is
 * replaced by a mark; a line of evidence that holds it goes as a whole. Decisions and the names of who made them stay.
 *
 * The audit is a chain, so that entries behind a changed one get new hashes; the entry that tells of the erasure names the end of the chain
 * before it. An end that was noted earlier is not in the audit any more.
 */

import { randomBytes } from "node:crypto";
import { casebookLimits } from "../limits.ts";
import { holdsPerson, type Person, type PersonPattern, withoutPerson } from "../triage/person.ts";
import { canonical, chain, headOf, record } from "./audit.ts";
import type { By } from "./model.ts";
import { personOf } from "./problems.ts";
import type { Row, Sqlite, Value } from "./sqlite.ts";

/** What a file holds of a person. */
export interface ErasedTexts {
  /** Rows with a text that holds the person, by table. */
  readonly tables: Readonly<Record<string, number>>;
  /** Of all tables. */
  readonly rows: number;
  /** Cases of which the person is an entity. */
  readonly cases: number;
}

/** Columns that are no text of anybody: keys, hashes, and who did something. */
const keptColumns: ReadonlySet<string> = new Set(["digest", "facts", "hash", "previous", "actor", "owner"]);
/** Where messages go is a setting: one without its address would fail, and not say why. */
const keptTables: ReadonlySet<string> = new Set(["destination"]);
/** Records as they stood in a log. */
const recordFields: ReadonlySet<string> = new Set(["text", "sample", "raw"]);

interface Change {
  readonly table: string;
  readonly rowid: number;
  readonly columns: Readonly<Record<string, string>>;
}

/** Counts, and erases where that is asked for; all of it or nothing. */
export function eraseFromBook(
  db: Sqlite,
  person: Person,
  pattern: PersonPattern,
  erase: By | undefined,
): ErasedTexts {
  const by = erase === undefined ? undefined : personOf(erase);
  const mark = markOf(db, pattern);
  const found = (by === undefined ? db.read : db.write)(() => {
    const changes = changesOf(db, mark);
    const erased = countOf(db, changes, pattern);
    if (by === undefined || changes.length === 0) return erased;
    const before = headOf(db);
    withoutTriggers(db, () => {
      for (const change of changes) apply(db, change);
      if (erased.tables.audit !== undefined) chain(db);
    });
    if (hasAudit(db)) {
      const { kind } = person;
      // No word of whom: the audit is given away, and stays.
      record(db, by, "person.erased", null, { kind, rows: erased.rows, cases: erased.cases, before });
    }
    return erased;
  });
  if (by !== undefined) rewriteFile(db);
  return found;
}

/** Ids of findings are digests of who they are about: they get new ones, that tell nothing. */
function markOf(db: Sqlite, pattern: PersonPattern): (text: string) => string {
  const name = `[erased-${randomBytes(4).toString("hex")}]`;
  const ids = new Map<string, string>();
  if (tablesOf(db).includes("cases"))
    for (const { snapshot } of db.all("SELECT snapshot FROM cases")) {
      const { findings = [] } = JSON.parse(String(snapshot)) as {
        readonly findings?: readonly { readonly id: string; readonly entity?: string }[];
      };
      for (const { id, entity = "" } of findings)
        if (holdsPerson(pattern, entity) && !ids.has(id)) ids.set(id, `F-${randomBytes(5).toString("hex")}`);
    }
  const known = /F-[0-9a-f]{10}/g;
  return (text) => withoutPerson(pattern, text, name).replace(known, (id) => ids.get(id) ?? id);
}

function changesOf(db: Sqlite, mark: (text: string) => string): Change[] {
  return tablesOf(db).flatMap((table) => {
    const columns = db
      .all(`PRAGMA table_info(${table})`)
      .filter(({ type, name }) => type === "TEXT" && !keptColumns.has(String(name)))
      .map(({ name }) => String(name));
    if (columns.length === 0) return [];
    const changes: Change[] = [];
    for (let after = -1; ; ) {
      const rows = db.all(
        `SELECT rowid AS rowid_, ${columns.join(", ")} FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ?`,
        after,
        casebookLimits.pageMax,
      );
      for (const row of rows) {
        const changed = changedColumns(row, columns, mark);
        if (Object.keys(changed).length > 0)
          changes.push({ table, rowid: Number(row.rowid_), columns: changed });
        after = Number(row.rowid_);
      }
      if (rows.length < casebookLimits.pageMax) break;
    }
    return changes;
  });
}

function changedColumns(
  row: Row,
  columns: readonly string[],
  mark: (text: string) => string,
): Record<string, string> {
  const changed: Record<string, string> = {};
  for (const column of columns) {
    const value = row[column];
    if (typeof value !== "string") continue;
    const clean = cleanText(value, mark);
    if (clean !== value) changed[column] = clean;
  }
  return changed;
}

/** JSON is changed in its texts, so that it stays JSON. */
function cleanText(text: string, mark: (text: string) => string): string {
  if (!/^[[{]/.test(text)) return mark(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return mark(text);
  }
  const clean = cleanDeep(value, mark);
  return canonical(clean) === canonical(value) ? text : JSON.stringify(clean);
}

function cleanDeep(value: unknown, mark: (text: string) => string, field = ""): unknown {
  if (typeof value === "string") {
    const clean = mark(value);
    return clean !== value && recordFields.has(field) ? "[erased]" : clean;
  }
  if (Array.isArray(value)) return value.map((one) => cleanDeep(one, mark, field));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [mark(name), cleanDeep(one, mark, name)]),
  );
}

function countOf(db: Sqlite, changes: readonly Change[], pattern: PersonPattern): ErasedTexts {
  const tables: Record<string, number> = {};
  for (const { table } of changes) tables[table] = (tables[table] ?? 0) + 1;
  const cases = tablesOf(db).includes("case_entities")
    ? new Set(
        db
          .all("SELECT case_id, value FROM case_entities")
          .filter(({ value }) => holdsPerson(pattern, String(value)))
          .map(({ case_id }) => case_id),
      ).size
    : 0;
  return { tables, rows: changes.length, cases };
}

function apply(db: Sqlite, { table, rowid, columns }: Change): void {
  const names = Object.keys(columns);
  // Two forms of one name may have been two rows.
  db.run(
    `UPDATE OR REPLACE ${table} SET ${names.map((name) => `${name} = ?`).join(", ")} WHERE rowid = ?`,
    ...(Object.values(columns) as Value[]),
    rowid,
  );
}

/** What keeps audit and notes from being changed is taken away within the transaction, and put back. */
function withoutTriggers(db: Sqlite, work: () => void): void {
  const triggers = db.all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
  for (const { name } of triggers) db.script(`DROP TRIGGER ${String(name)}`);
  work();
  for (const { sql } of triggers) db.script(String(sql));
}

function tablesOf(db: Sqlite): string[] {
  return db
    .all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .map(({ name }) => String(name))
    .filter((name) => !keptTables.has(name));
}

function hasAudit(db: Sqlite): boolean {
  return tablesOf(db).includes("audit");
}

/** What was overwritten still stands in free pages and in the log: the file is written anew. */
function rewriteFile(db: Sqlite): void {
  db.script("VACUUM");
  db.emptyLog();
}
