/**
 * One connection to an SQLite file, in the few ways in which the casebook uses it.
 *
 * What is written is on disk when a transaction returns: write-ahead log with synchronous=FULL. All oddities of the
 * library stay in this file: it ends the process where it is given a value that is no text, number or null; cuts
 * text at a NUL; and a statement that failed may hold its connection, so that after a failure another is opened.
 */
import { statSync } from "node:fs";
import Database from "libsql";
import { asError, VedetteError } from "../errors.ts";

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

export interface Sqlite {
  readonly path: string;
  all(sql: string, ...values: readonly Value[]): Row[];
  one(sql: string, ...values: readonly Value[]): Row | undefined;
  /** @returns rows that were changed */
  run(sql: string, ...values: readonly Value[]): number;
  /** Several statements without values. */
  script(sql: string): void;
  /** All of it or nothing; nobody else writes meanwhile. */
  write<T>(work: () => T): T;
  /** Writes the log back into the file and leaves none. @throws VedetteError `casebook.busy` where another program reads */
  emptyLog(): void;
  /** Reads at one moment. */
  read<T>(work: () => T): T;
  close(): void;
}

/** How long another process that writes is waited for, in milliseconds, by who has nothing else to do. */
const patienceMs = 10_000;
/** The log is written back beyond this size; until then it is only appended to. */
const logBytesMax = 4 * 1_048_576;
const openTries = 50;
const betweenTriesMs = 20;

/**
 * @param waitMs how long another process that writes is waited for; nothing else happens in this one meanwhile
 * @throws VedetteError `casebook.unreadable`, `casebook.full`, `casebook.busy`, `casebook.damaged`
 */
export function openSqlite(path: string, waitMs = patienceMs): Sqlite {
  let connection = connect(path, waitMs);
  let statements = new Map<string, Database.Statement>();
  let inside = false;
  let failed = false;
  const again = () => {
    close(connection);
    connection = connect(path, waitMs);
    statements = new Map();
  };
  const prepared = (sql: string) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const made = connection.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      failed = true;
      throw problemOf(thrown, path);
    }
  };
  /** Runs between BEGIN and COMMIT; what fails leaves nothing; where SQLite failed, not even its connection. */
  const within = <T>(begin: string, work: () => T): T => {
    if (inside) throw new Error("a transaction within another");
    inside = true;
    failed = false;
    try {
      guarded(() => connection.exec(begin));
      const result = work();
      guarded(() => connection.exec("COMMIT"));
      return result;
    } catch (thrown) {
      try {
        connection.exec("ROLLBACK");
      } catch {
        // It never began, or has been rolled back.
        failed = true;
      }
      if (failed) again();
      throw thrown;
    } finally {
      inside = false;
    }
  };
  return {
    path,
    all: (sql, ...values) => guarded(() => prepared(sql).all(...checked(values)) as Row[]),
    one: (sql, ...values) => guarded(() => (prepared(sql).all(...checked(values)) as Row[])[0]),
    run: (sql, ...values) => guarded(() => prepared(sql).run(...checked(values)).changes),
    script: (sql) => guarded(() => void connection.exec(sql)),
    write: (work) => {
      const result = within("BEGIN IMMEDIATE", work);
      if (sizeOf(`${path}-wal`) > logBytesMax) writeBack(connection);
      return result;
    },
    emptyLog: () => {
      const [row] = guarded(() => connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all() as Row[]);
      if (Number(row?.busy ?? 0) !== 0)
        throw new VedetteError("casebook.busy", `${path}: another process is reading the casebook.`, {
          place: { path },
          hint: "End it and give the same command again: the file's log still holds what was changed.",
        });
    },
    read: (work) => within("BEGIN", work),
    close: () => close(connection),
  };
}

function connect(path: string, waitMs: number): Database.Database {
  for (let tries = 1; ; tries += 1) {
    let connection: Database.Database | undefined;
    try {
      connection = new Database(path, { timeout: waitMs });
      connection.exec("PRAGMA synchronous = FULL");
      // Turning to the log is not waited for where another process does the same.
      const [mode] = connection.prepare("PRAGMA journal_mode").all() as Row[];
      if (mode?.journal_mode !== "wal") connection.exec("PRAGMA journal_mode = WAL");
      connection.exec("PRAGMA foreign_keys = ON");
      connection.exec("PRAGMA recursive_triggers = ON");
      // SQLite before 3.51.3 can lose a part of the log where one process writes it back without the lock of
      // writers while another begins it anew (sqlite.org/wal.html#walresetbug). See writeBack.
      connection.exec("PRAGMA wal_autocheckpoint = 0");
      return connection;
    } catch (thrown) {
      if (connection !== undefined) close(connection);
      const problem = problemOf(thrown, path);
      if (problem.code !== "casebook.busy" || tries >= openTries) throw problem;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, betweenTriesMs);
    }
  }
}

/** Writes the log back while holding the lock of writers, which TRUNCATE does and PASSIVE does not. */
function writeBack(connection: Database.Database): void {
  try {
    connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
  } catch {
    // A reader holds it; the next one does it.
  }
}

function close(connection: Database.Database): void {
  try {
    connection.close();
  } catch {
    // It is closed.
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function checked(values: readonly Value[]): Value[] {
  for (const value of values)
    if (!(value === null || typeof value === "number" || typeof value === "string"))
      throw new Error(`a value of type ${typeof value}`);
    else if (typeof value === "string" && (value.includes("\0") || !wellFormed(value)))
      throw new VedetteError("casebook.refused", "A text holds a NUL or half a character.", {
        hint: "Leave it out.",
      });
  return [...values];
}

/** Without a half of a pair of surrogates, which UTF-8 cannot write. */
export function wellFormed(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

function problemOf(thrown: unknown, path: string): VedetteError {
  if (thrown instanceof VedetteError) return thrown;
  const { message } = asError(thrown);
  const code = String((thrown as { code?: unknown } | null)?.code ?? "");
  const more = { place: { path }, cause: thrown };
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED"))
    return new VedetteError("casebook.busy", `${path}: another process is writing to the casebook.`, {
      ...more,
      hint: "Try again when it is done.",
    });
  if (code === "SQLITE_CORRUPT" || code === "SQLITE_NOTADB")
    return /(?:^|[\\/])(?:accounts|notify)\.db$/.test(path)
      ? new VedetteError("casebook.damaged", `${path}: not a database that can be read (${message}).`, {
          ...more,
          hint: "Put it back from a backup of the state folder. Without it, what it held has to be made anew: accounts and tokens, or destinations of notifications.",
        })
      : new VedetteError("casebook.damaged", `${path}: not a casebook that can be read (${message}).`, {
          ...more,
          hint: "Take up a copy with vedette casebook restore FILE; the damaged file is kept beside it.",
        });
  if (code === "SQLITE_FULL" || /disk is full/.test(message))
    return new VedetteError("casebook.full", `${path}: the disk is full, and nothing was written.`, {
      ...more,
      hint: "Make room on its disk, then try again.",
    });
  return new VedetteError(
    "casebook.unreadable",
    `${path}: the casebook cannot be used (${message || code}).`,
    {
      ...more,
      hint: "Name a file in a folder that exists and may be written to, with --book.",
    },
  );
}
