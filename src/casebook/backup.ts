/**
 * Copies of a casebook, and taking one up again.
 *
 * A copy is taken up within one transaction of the book that is in use, so that other programs that have it open see
 * either the old book or the new one. The old one is copied first: a restore loses nothing either.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { asError, VedetteError } from "../errors.ts";
import { headOf, record, verifyAudit } from "./audit.ts";
import { migrate, newestVersion } from "./migrations.ts";
import type { AuditHead, By } from "./model.ts";
import { personOf } from "./problems.ts";
import { openSqlite, type Sqlite } from "./sqlite.ts";

/** Files that SQLite keeps beside a database. */
const beside = ["-wal", "-shm"] as const;
/** How often a book may change while it is copied, before the restore gives up. */
const triesMax = 5;

export interface Restored {
  /** The end of the audit, which tells of the restore. */
  readonly head: AuditHead;
  /** Where the book that was in its place is now; undefined where there was none. */
  readonly replaced: string | undefined;
}

/** @throws VedetteError `output.unwritable` where the file exists or cannot be written */
export function writeBackup(db: Sqlite, file: string, who: By): AuditHead {
  const by = personOf(who);
  if (existsSync(file)) throw unwritable(file, "there is such a file");
  const head = db.write(() => {
    record(db, by, "book.backed-up", null, { file: basename(file) });
    return headOf(db);
  });
  copyTo(db, file);
  return head;
}

/** A whole copy at one moment, in its place only when it is complete and on disk. */
function copyTo(db: Sqlite, file: string): void {
  const part = `${file}.part`;
  try {
    rmSync(part, { force: true });
    closeSync(openSync(part, "wx", 0o600));
    db.run("VACUUM INTO ?", part);
    sync(part);
    // A link does not replace a file that somebody else made meanwhile.
    linkSync(part, file);
    rmSync(part);
    sync(dirname(file));
  } catch (thrown) {
    rmSync(part, { force: true });
    // What cannot be read is no matter of where the copy goes.
    if (thrown instanceof VedetteError && thrown.code === "casebook.damaged") throw thrown;
    throw unwritable(file, asError(thrown).message);
  }
}

function unwritable(file: string, why: string): VedetteError {
  return new VedetteError("output.unwritable", `${file}: the copy cannot be written (${why}).`, {
    place: { path: file },
    hint: "Name a file that does not exist, in a folder that may be written to.",
  });
}

function sync(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Takes up a copy in the place of the book.
 * @throws VedetteError `casebook.damaged` where the copy is not whole; nothing is changed then
 */
export function restoreCasebook(path: string, file: string, who: By): Restored {
  const by = personOf(who);
  const copy = `${path}.restore`;
  try {
    takeCopy(file, copy);
    const from = checkCopy(copy, file);
    if (!existsSync(path)) return { head: putInPlace(path, copy, from, by), replaced: undefined };
    return replace(path, copy, from, by);
  } finally {
    for (const end of ["", ...beside]) rmSync(`${copy}${end}`, { force: true });
  }
}

/** The copy is worked on, so that the file itself stays as it is. */
function takeCopy(file: string, copy: string): void {
  for (const end of ["", ...beside]) rmSync(`${copy}${end}`, { force: true });
  try {
    closeSync(openSync(copy, "wx", 0o600));
    copyFileSync(file, copy);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`, constants.COPYFILE_EXCL);
  } catch (thrown) {
    const { message } = asError(thrown);
    throw new VedetteError("casebook.unreadable", `${file}: the copy cannot be taken up (${message}).`, {
      place: { path: file },
      hint: "Name a file that vedette casebook backup wrote.",
      cause: thrown,
    });
  }
}

function checkCopy(copy: string, file: string): AuditHead {
  const db = openSqlite(copy);
  try {
    migrate(db);
    const found = db.one("PRAGMA integrity_check");
    const audit = verifyAudit(db);
    if (found?.integrity_check === "ok" && audit.holds) return audit.head;
    const because = audit.holds
      ? String(found?.integrity_check)
      : `entry ${audit.seq} of the audit: ${audit.because}`;
    throw new VedetteError("casebook.damaged", `${file}: the copy is not whole (${because}).`, {
      place: { path: file },
      hint: "Use another copy. Nothing was changed.",
    });
  } finally {
    db.close();
  }
}

/** As one whole file: what SQLite's log beside it holds would not come along with a name. */
function putInPlace(path: string, copy: string, from: AuditHead, by: By): AuditHead {
  const db = openSqlite(copy);
  try {
    const head = db.write(() => {
      record(db, by, "book.restored", null, { from });
      return headOf(db);
    });
    copyTo(db, path);
    return head;
  } finally {
    db.close();
  }
}

function replace(path: string, copy: string, from: AuditHead, by: By): Restored {
  const db = openWhole(path);
  if (db === undefined) return moveAside(path, copy, from, by);
  try {
    migrate(db);
    for (let tries = 0; tries < triesMax; tries += 1) {
      const old = headOf(db);
      const kept = `${path}.replaced-${old.seq}-${old.hash.slice(0, 8)}`;
      if (!existsSync(kept)) copyTo(db, kept);
      const head = exchange(db, copy, from, old, by);
      if (head !== undefined) return { head, replaced: kept };
    }
    throw new VedetteError("casebook.busy", `${path}: the casebook changes all the time.`, {
      place: { path },
      hint: "Stop what writes to it, and try again. Nothing was changed.",
    });
  } finally {
    db.close();
  }
}

/** @returns undefined where a part of the book cannot be read, be it one page: it could not be copied either */
function openWhole(path: string): Sqlite | undefined {
  let db: Sqlite | undefined;
  try {
    db = openSqlite(path);
    db.one("SELECT seq FROM audit ORDER BY seq DESC LIMIT 1");
    if (db.one("PRAGMA integrity_check")?.integrity_check === "ok") return db;
  } catch (thrown) {
    if (!(thrown instanceof VedetteError) || thrown.code === "casebook.busy") {
      db?.close();
      throw thrown;
    }
  }
  db?.close();
  return undefined;
}

/** A book that cannot be read is kept; the log first, which would otherwise be taken for that of the new one. */
function moveAside(path: string, copy: string, from: AuditHead, by: By): Restored {
  let replaced = `${path}.damaged`;
  for (let n = 2; existsSync(replaced); n += 1) replaced = `${path}.damaged-${n}`;
  for (const end of [...beside, ""])
    if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${replaced}${end}`);
  return { head: putInPlace(path, copy, from, by), replaced };
}

/** @returns undefined where the book has changed since it was copied */
function exchange(db: Sqlite, copy: string, from: AuditHead, old: AuditHead, by: By): AuditHead | undefined {
  db.script(`PRAGMA foreign_keys = OFF; ATTACH '${copy.replaceAll("'", "''")}' AS copy`);
  const head = db.write(() => {
    const now = headOf(db);
    if (now.seq !== old.seq || now.hash !== old.hash) return undefined;
    takeOver(db);
    record(db, by, "book.restored", null, { from, replaced: old });
    return headOf(db);
  });
  // What fails has a new connection, which knows nothing of the copy.
  db.script("DETACH copy; PRAGMA foreign_keys = ON");
  return head;
}

/** Drops all that the book holds, and makes it anew as the copy has it; triggers last, so that rows can come in. */
function takeOver(db: Sqlite): void {
  const of = (schema: string, type: string) =>
    db.all(
      `SELECT name, sql FROM ${schema}.sqlite_schema WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name`,
      type,
    );
  for (const { name } of of("main", "trigger")) db.script(`DROP TRIGGER main."${name}"`);
  for (const { name } of of("main", "table")) db.script(`DROP TABLE main."${name}"`);
  for (const { name, sql } of of("copy", "table")) {
    db.script(String(sql));
    db.script(`INSERT INTO main."${name}" SELECT * FROM copy."${name}" ORDER BY 1`);
  }
  for (const type of ["index", "trigger"]) for (const { sql } of of("copy", type)) db.script(String(sql));
  db.script(`PRAGMA main.user_version = ${newestVersion}`);
  const broken = db.one("PRAGMA main.foreign_key_check");
  if (broken !== undefined)
    throw new VedetteError("casebook.damaged", `The copy does not hold together (${broken.table}).`, {
      hint: "Use another copy. Nothing was changed.",
    });
}
