/**
 * Which database a table is in. What a run makes for itself is in a database of its own, which is the one that names without
 * a database mean; there, the store's tables stand as views. So every statement is the same text as embedded, and what writes
 * to the store names the store's database at its beginning, and nowhere else.
 */

/** Tables of a store; all others are of a run. */
export const storeTables: ReadonlySet<string> = new Set([
  "events",
  "activity",
  "activity_clients",
  "activity_agents",
  "activity_paths",
  "store_meta",
  "store_sources",
  "store_marks",
]);

const writing =
  /^\s*(INSERT INTO|ALTER TABLE|TRUNCATE TABLE|DROP TABLE(?: IF EXISTS)?|CREATE TABLE(?: IF NOT EXISTS)?) ([a-z_0-9]+)\b/i;

/** The table that a statement changes, and what it does to it. */
export interface Writes {
  /** `insert into`, `drop table` and so on. */
  readonly verb: string;
  readonly table: string;
  readonly ofStore: boolean;
}

export function writesOf(sql: string): Writes | undefined {
  const found = writing.exec(sql);
  if (found === null) return undefined;
  const [, verb = "", table = ""] = found;
  return { verb: verb.toLowerCase(), table, ofStore: storeTables.has(table) };
}

/** Insertions that a table of the store remembers by their tokens. */
export const tokensKept = 10_000;

/** A statement that changes a table of the store, with the store's database. */
export function inStore(sql: string, database: string): string {
  const named = sql.replace(writing, (_, verb: string, table: string) => `${verb} ${database}.${table}`);
  return /^\s*CREATE TABLE/i.test(sql) &&
    /\bENGINE = (?:Replacing)?MergeTree\b/.test(sql) &&
    !/\bSETTINGS\b/.test(sql)
    ? `${named} SETTINGS non_replicated_deduplication_window = ${tokensKept}`
    : named;
}

/** The view by which a run reads a table of the store. */
export function viewSql(table: string, database: string, scratch: string): string {
  return `CREATE OR REPLACE VIEW ${scratch}.${table} AS SELECT * FROM ${database}.${table}`;
}

/** Whether a statement may be done twice with the same outcome as once. */
export function isSameTwice(sql: string): boolean {
  return /^\s*(?:DROP \w+ IF EXISTS|CREATE \w+ IF NOT EXISTS|CREATE OR REPLACE|TRUNCATE TABLE|ALTER TABLE \S+ DELETE)\b/i.test(
    sql,
  );
}
