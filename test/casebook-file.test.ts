/** The casebook's file: older and newer versions, damage, tampering, copies, and texts that mean harm. */
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Database from "libsql";
import { describe, expect, test } from "vitest";
import { restoreCasebook } from "../src/casebook/backup.ts";
import { openCasebook } from "../src/casebook/casebook.ts";
import { cases as versionOne } from "../src/casebook/migrations/0001-cases.ts";
import { applicationId, newestVersion } from "../src/casebook/migrations.ts";
import { openSqlite } from "../src/casebook/sqlite.ts";
import { ada, ben, caseId, makeBook, makeReport } from "./support/casebook.ts";
import { temporaryFolder } from "./support/files.ts";
import { root } from "./support/places.ts";

const folder = temporaryFolder();
const one = caseId(1);
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
  return "nothing was thrown";
};
/** Runs SQL on a file, past all that the casebook guards. */
function past(path: string, ...scripts: readonly string[]): void {
  const db = new Database(path);
  for (const script of scripts) db.exec(script);
  db.close();
}
const noTriggers = "DROP TRIGGER audit_appends; DROP TRIGGER audit_keeps; DROP TRIGGER audit_stays";

describe("versions of the file", () => {
  test("a book of version 1 is brought up to date with all that it holds", () => {
    const path = join(folder, "old.db");
    past(
      path,
      versionOne,
      readFileSync(join(root, "test", "fixtures", "casebook", "version-1.sql"), "utf8"),
      `PRAGMA application_id = ${applicationId}; PRAGMA user_version = 1`,
    );
    const book = openCasebook(path);
    const view = book.get(one);
    expect(view).toMatchObject({ version: 2, owner: "ada", title: "an old case" });
    expect(view.notes[0]?.editions[0]?.text).toBe("an old note");
    // The hashes of the fixture were made by another program, from what the guide says of them.
    expect(book.verify()).toEqual({
      holds: true,
      head: { seq: 3, hash: "1cda8f41f6e82242714dd89bd27a5050b27bc6dbb678354d9d0d07c9a690b752" },
    });
    // What version 2 asks for is made of what version 1 held.
    book.act(one, 2, { kind: "close", reason: "false-positive", note: "old" }, ada);
    expect(book.proposals().map(({ tuning }) => tuning?.indicator)).toEqual(["scan.slow", "ua.rare"]);
    book.close();
    const raw = new Database(path);
    expect(raw.prepare("PRAGMA user_version").all()).toEqual([{ user_version: newestVersion }]);
    raw.close();
  });

  test("a newer one is refused, and not touched", () => {
    const book = makeBook([{ id: one }]);
    book.close();
    past(book.path, `PRAGMA user_version = ${newestVersion + 1}`);
    const before = readFileSync(book.path);
    expect(codeOf(() => openCasebook(book.path))).toBe("casebook.version");
    expect(readFileSync(book.path).equals(before)).toBe(true);
  });

  test("another program's database, a file that is none, and no file are refused", () => {
    const other = join(folder, "other.db");
    past(other, "CREATE TABLE theirs (id INTEGER)");
    expect(codeOf(() => openCasebook(other, true))).toBe("casebook.unreadable");
    const text = join(folder, "text.db");
    writeFileSync(text, "no database ".repeat(500));
    expect(codeOf(() => openCasebook(text))).toBe("casebook.damaged");
    expect(codeOf(() => openCasebook(join(folder, "none.db")))).toBe("casebook.missing");
    expect(existsSync(join(folder, "none.db"))).toBe(false);
  });

  test("what is acknowledged is on disk, and what belongs together stays together", () => {
    const book = makeBook([{ id: one }]);
    const db = openSqlite(book.path);
    const pragma = (name: string) => db.one(`PRAGMA ${name}`)?.[name];
    expect(pragma("journal_mode")).toBe("wal");
    // 2 is FULL: the log is on disk before a commit returns (sqlite.org/pragma.html#pragma_synchronous).
    expect(pragma("synchronous")).toBe(2);
    expect(pragma("foreign_keys")).toBe(1);
    // Nothing is half done, also where a failure keeps the connection from going on.
    const fails = () =>
      db.write(() => {
        db.run("DELETE FROM tags");
        db.run("DELETE FROM audit");
      });
    expect(fails).toThrow(/only appended to/);
    expect(db.write(() => db.run("INSERT INTO tags (case_id, tag) VALUES (?, 'x')", one))).toBe(1);
    expect(pragma("synchronous")).toBe(2);
    db.close();
  });

  test("what is begun is for its owner alone", () => {
    const book = makeBook([{ id: one }]);
    expect(statSync(book.path).mode & 0o077).toBe(0);
  });
});

describe("the audit", () => {
  const withEntries = () => {
    const book = makeBook([{ id: one }]);
    for (const owner of ["ada", "ben", "eve"])
      book.act(one, book.get(one).version, { kind: "assign", owner }, ada);
    return book;
  };

  test("is not changed, deleted from, replaced in or written to out of turn", () => {
    const book = withEntries();
    const tries = [
      "UPDATE audit SET actor = 'eve' WHERE seq = 2",
      "DELETE FROM audit WHERE seq = 5",
      "INSERT OR REPLACE INTO audit SELECT seq, at, 'eve', act, case_id, detail, previous, hash FROM audit WHERE seq = 2",
      "INSERT INTO audit SELECT 9, at, actor, act, case_id, detail, hash, hash FROM audit WHERE seq = 5",
      "INSERT INTO audit SELECT 6, at, actor, act, case_id, detail, previous, hash FROM audit WHERE seq = 5",
    ];
    for (const sql of tries) expect(() => past(book.path, sql), sql).toThrow(/only appended to/);
    expect(book.verify()).toEqual({ holds: true, head: book.auditHead() });
  });

  test("shows the first entry that was changed past its guards", () => {
    const book = withEntries();
    past(book.path, noTriggers, "UPDATE audit SET actor = 'eve' WHERE seq = 3");
    expect(book.verify()).toMatchObject({ holds: false, seq: 3 });
  });

  test("shows an entry that was cut out, and one whose time was moved", () => {
    const cut = withEntries();
    past(cut.path, noTriggers, "DELETE FROM audit WHERE seq = 3");
    expect(cut.verify()).toMatchObject({ holds: false, seq: 4 });
    const moved = withEntries();
    past(moved.path, noTriggers, "UPDATE audit SET at = at + 1 WHERE seq = 5");
    expect(moved.verify()).toMatchObject({ holds: false, seq: 5 });
    const unchained = withEntries();
    past(unchained.path, noTriggers, "UPDATE audit SET previous = hash WHERE seq = 4");
    expect(unchained.verify()).toMatchObject({ holds: false, seq: 4 });
  });

  test("shows by an earlier head that its end was cut off, or that it was made anew", () => {
    const book = withEntries();
    const head = book.auditHead();
    past(book.path, noTriggers, `DELETE FROM audit WHERE seq = ${head.seq}`);
    expect(book.verify()).toMatchObject({ holds: true });
    expect(book.verify(head)).toMatchObject({ holds: false, seq: head.seq });
    const other = makeBook([{ id: one }, { id: caseId(2) }]);
    expect(other.verify({ seq: 2, hash: "0".repeat(64) })).toMatchObject({ holds: false, seq: 2 });
  });
});

describe("copies", () => {
  test("hold all, and are taken up in the place of the book, which is kept", () => {
    const book = makeBook([{ id: one }]);
    book.act(one, 1, { kind: "note", text: "before the copy" }, ada);
    const file = join(folder, "copy.db");
    const head = book.backup(file, ada);
    expect(codeOf(() => book.backup(file, ada))).toBe("output.unwritable");
    book.act(one, 2, { kind: "note", text: "after the copy" }, ada);
    const restored = restoreCasebook(book.path, file, ben);
    // The book was open all the time, and shows the other one from now on.
    expect(book.get(one).notes.map(({ editions }) => editions[0]?.text)).toEqual(["before the copy"]);
    expect(book.verify(head)).toEqual({ holds: true, head: restored.head });
    expect(book.audit().at(-1)).toMatchObject({ act: "book.restored", actor: "ben" });
    book.act(one, book.get(one).version, { kind: "note", text: "and on" }, ada);
    const old = openCasebook(restored.replaced ?? "");
    expect(old.get(one).notes).toHaveLength(2);
    expect(readdirSync(dirname(book.path)).filter((name) => /restore$|part/.test(name))).toEqual([]);
  });

  test("begin a book where there is none, and replace one that cannot be read", () => {
    const book = makeBook([{ id: one }]);
    const file = join(folder, "copy2.db");
    book.backup(file, ada);
    book.close();
    const fresh = join(folder, "fresh.db");
    expect(restoreCasebook(fresh, file, ben).replaced).toBeUndefined();
    expect(openCasebook(fresh).get(one).id).toBe(one);
    const damaged = join(folder, "damaged.db");
    writeFileSync(damaged, "x".repeat(9_000));
    const { replaced } = restoreCasebook(damaged, file, ben);
    expect(readFileSync(replaced ?? "", "utf8")).toMatch(/^xxx/);
    expect(openCasebook(damaged).get(one).id).toBe(one);
  });

  test("replace a book of which a part cannot be read, each time, and keep it", () => {
    const book = makeBook([{ id: one }]);
    for (let n = 0; n < 60; n += 1)
      book.act(one, n + 1, { kind: "note", text: `${n} ${"long ".repeat(800)}` }, ada);
    const file = join(folder, "copy-whole.db");
    const head = book.backup(file, ada);
    book.close();
    for (const name of ["damaged", "damaged-2", "damaged-3"]) {
      // It opens, and shows its end of the audit; what notes hold is gone.
      past(book.path, "PRAGMA wal_checkpoint(TRUNCATE)");
      const bytes = readFileSync(book.path);
      for (let at = bytes.length >> 1; at < bytes.length - 8192; at += 1024) bytes.fill(0xa5, at, at + 900);
      writeFileSync(book.path, bytes);
      const { replaced } = restoreCasebook(book.path, file, ben);
      expect(replaced).toBe(`${book.path}.${name}`);
      expect(readFileSync(replaced ?? "").equals(bytes)).toBe(true);
      const again = openCasebook(book.path);
      expect(again.get(one).notes).toHaveLength(60);
      expect(again.verify(head).holds).toBe(true);
      again.close();
    }
  });

  test("that are not whole change nothing", () => {
    const book = makeBook([{ id: one }]);
    const file = join(folder, "copy3.db");
    book.backup(file, ada);
    const forged = join(folder, "forged.db");
    copyFileSync(file, forged);
    past(forged, noTriggers, "UPDATE audit SET actor = 'eve' WHERE seq = 1");
    const head = book.auditHead();
    expect(codeOf(() => restoreCasebook(book.path, forged, ben))).toBe("casebook.damaged");
    const cut = join(folder, "cut.db");
    writeFileSync(cut, readFileSync(file).subarray(0, 20_000));
    expect(codeOf(() => restoreCasebook(book.path, cut, ben))).toBe("casebook.damaged");
    expect(book.auditHead()).toEqual(head);
    expect(
      readdirSync(dirname(book.path)).filter((name) => name.startsWith(`${basename(book.path)}.`)),
    ).toEqual([]);
  });
});

describe("texts that mean harm", () => {
  const texts = [
    "'); DROP TABLE cases; --",
    "\u001b[2J\u202etxt.exe",
    "<script>alert(1)</script>",
    "a\0b",
    "\ud800",
    "💥",
    "%_'\"",
  ];

  test("of logs are kept as they are, and found by what they hold", () => {
    for (const text of texts) {
      const book = makeBook([{ id: one, title: text, entities: [`user_agent:${text}`] }]);
      const view = book.get(one);
      expect(view.snapshot.title).toBe(text);
      expect(view.snapshot.entities[0]?.value).toBe(text);
      expect(book.list({ text }).total).toBe(1);
      expect(book.list({ text: `${text}x` }).total).toBe(0);
      expect(book.verify().holds).toBe(true);
      expect(
        book.applyReport(makeReport([{ id: one, title: text, entities: [`user_agent:${text}`] }]), {
          at: 1,
          run: text,
        }).unchanged,
      ).toBe(1);
    }
  });

  test("of people are kept as they are, or refused where no file can hold them", () => {
    for (const text of texts) {
      const book = makeBook([{ id: one }]);
      const note = () => book.act(one, 1, { kind: "note", text }, ada);
      if (text.includes("\0") || text === "\ud800") {
        expect(codeOf(note)).toBe("casebook.refused");
        expect(book.get(one).notes).toEqual([]);
      } else {
        note();
        expect(book.get(one).notes[0]?.editions[0]?.text).toBe(text);
      }
    }
  });

  test("as ids, marks, tokens and filters find nothing", () => {
    const book = makeBook([{ id: one }]);
    for (const text of texts) {
      expect(codeOf(() => book.get(text))).toBe("casebook.missing");
      expect(codeOf(() => book.list({}, { after: text }))).toBe("casebook.refused");
      expect(book.list({ tag: [text], owner: [text] }).total).toBe(0);
      expect(codeOf(() => book.applyBulk({}, text, { kind: "assign", owner: "x" }, ada))).toBe(
        "casebook.stale",
      );
    }
  });
});
