/** Versions of the casebook's file, in order: a file of each, all that are missing applied in one transaction. */
import { VedetteError } from "../errors.ts";
import { cases } from "./migrations/0001-cases.ts";
import { proposals } from "./migrations/0002-proposals.ts";
import { savedHunts } from "./migrations/0003-saved-hunts.ts";
import { setAside } from "./migrations/0004-set-aside.ts";
import { answers } from "./migrations/0005-answers.ts";
import type { Sqlite } from "./sqlite.ts";

const migrations: readonly string[] = [cases, proposals, savedHunts, setAside, answers];
export const newestVersion = migrations.length;

/** Marks a file as a casebook (PRAGMA application_id): "Vdtt" in ASCII. */
export const applicationId = 0x56_64_74_74;

/** What is known of a kind of file: whose it is, and how it came to its newest form. */
export interface FileVersions {
  /** Marks a file of this kind (PRAGMA application_id). */
  readonly applicationId: number;
  /** Scripts in order; each brings a file to the next version. */
  readonly scripts: readonly string[];
  /** What to do where the file is another program's. */
  readonly another: string;
}

const casebookVersions: FileVersions = {
  applicationId,
  scripts: migrations,
  another: "Name the casebook with --book.",
};

export function versionOf(db: Sqlite): number {
  return Number(db.one("PRAGMA user_version")?.user_version ?? 0);
}

/** @throws VedetteError `casebook.version`, and `casebook.unreadable` where the file is another program's */
export function migrate(db: Sqlite, known: FileVersions = casebookVersions): void {
  if (isCurrent(db, known)) return;
  // Looked at again: another process may have been faster.
  db.write(() => {
    if (isCurrent(db, known)) return;
    for (const script of known.scripts.slice(versionOf(db))) db.script(script);
    db.script(
      `PRAGMA application_id = ${known.applicationId}; PRAGMA user_version = ${known.scripts.length}`,
    );
  });
}

function isCurrent(db: Sqlite, known: FileVersions): boolean {
  const version = versionOf(db);
  const id = Number(db.one("PRAGMA application_id")?.application_id ?? 0);
  const tables = Number(db.one("SELECT count(*) AS n FROM sqlite_schema")?.n ?? 0);
  if (id !== known.applicationId && tables > 0)
    throw new VedetteError("casebook.unreadable", `${db.path} is a database of another program.`, {
      place: { path: db.path },
      hint: known.another,
    });
  if (version > known.scripts.length)
    throw new VedetteError(
      "casebook.version",
      `${db.path}: a newer version of the program wrote it (version ${version} of the file; this program knows ${known.scripts.length}).`,
      { place: { path: db.path }, hint: "Use the newer program, or a backup from before." },
    );
  return id === known.applicationId && version === known.scripts.length;
}
