/** The casebook when processes are killed in the middle of writing, and when several write at once. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Database from "libsql";
import { describe, expect, test } from "vitest";
import { openCasebook } from "../src/casebook/casebook.ts";
import { caseId, makeBook, makeReport } from "./support/casebook.ts";
import { root } from "./support/places.ts";

const kills = 50;
const module = pathToFileURL(join(root, "dist", "src", "casebook", "casebook.js")).href;

/** Writes until it is killed or done; each number is said when the change has been acknowledged. */
const writer = (path: string, name: string, rounds: number) => `
import { writeSync } from "node:fs";
import { openCasebook } from ${JSON.stringify(module)};
const book = openCasebook(${JSON.stringify(path)});
const by = { at: 1, actor: ${JSON.stringify(name)} };
const ids = [${[1, 2, 3].map((n) => JSON.stringify(caseId(n))).join(", ")}];
const seen = {};
for (let n = 0; n < ${rounds}; n += 1) {
  const id = ids[n % 3];
  for (;;) {
    try {
      seen[id] = book.act(id, seen[id] ?? 0, { kind: "note", text: ${JSON.stringify(name)} + " " + n + " " + "x".repeat(500) }, by);
      break;
    } catch (thrown) {
      if (thrown.code !== "casebook.stale") throw thrown;
      seen[id] = book.list({ text: id }).items[0].version;
    }
  }
  writeSync(1, n + "\\n");
}
book.close();
`;

function begin(
  path: string,
  name: string,
  rounds: number,
): { child: ChildProcess; said: () => number[]; wrong: () => string } {
  const child = spawn(process.execPath, ["--input-type=module", "-e", writer(path, name, rounds)]);
  let out = "";
  let err = "";
  child.stdout?.on("data", (piece) => {
    out += String(piece);
  });
  child.stderr?.on("data", (piece) => {
    err += String(piece);
  });
  return {
    child,
    // A number that was cut off by the end was not said.
    said: () => out.split("\n").slice(0, -1).map(Number),
    wrong: () => err,
  };
}

/** The same sequence in every run. */
function* chances(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The first words of all notes, past the casebook: its own reading is not what is tested. */
function notesIn(path: string): string[] {
  const raw = new Database(path);
  const rows = raw.prepare("SELECT body FROM note_editions").all() as { body: string }[];
  raw.close();
  return rows.map(({ body }) => body.split(" ").slice(0, 2).join(" "));
}

function whole(path: string): void {
  const book = openCasebook(path);
  expect(book.verify()).toEqual({ holds: true, head: book.auditHead() });
  const told: number = book.auditHead().seq;
  book.close();
  const raw = new Database(path);
  expect(raw.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
  expect(raw.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
  // A note and its entry are one change: neither is there without the other.
  expect(raw.prepare("SELECT count(*) AS n FROM audit WHERE act = 'note.added'").all()).toEqual(
    raw.prepare("SELECT count(*) AS n FROM notes").all(),
  );
  expect(raw.prepare("SELECT count(*) AS n FROM audit").all()).toEqual([{ n: told }]);
  raw.close();
}

describe("a process that is killed while it writes", () => {
  test(`loses nothing that it was told is kept, ${kills} times over`, { timeout: 600_000 }, async () => {
    const book = makeBook([{ id: caseId(1) }, { id: caseId(2) }, { id: caseId(3) }]);
    book.close();
    const chance = chances(7);
    const expected = new Set<string>();
    let midway = 0;
    for (let round = 0; round < kills; round += 1) {
      const { child, said, wrong } = begin(book.path, `w${round}`, 1e6);
      const gone = once(child, "exit");
      while (said().length === 0 && child.exitCode === null) await sleep(5);
      await sleep((chance.next().value as number) * 40);
      child.kill("SIGKILL");
      await gone;
      await sleep(0);
      expect(wrong()).toBe("");
      for (const n of said()) expected.add(`w${round} ${n}`);
      const has = new Set(notesIn(book.path));
      expect([...expected].filter((one) => !has.has(one))).toEqual([]);
      midway += has.size - expected.size;
      for (const one of has) expected.add(one);
      const last = openCasebook(book.path);
      expect(last.verify().holds).toBe(true);
      last.close();
    }
    // At most one change of each was under way.
    expect(midway).toBeLessThanOrEqual(kills);
    expect(expected.size).toBeGreaterThan(kills);
    whole(book.path);
  });
});

describe("two processes that write at once", () => {
  test("lose nothing of each other, while a third takes over reports", { timeout: 120_000 }, async () => {
    const book = makeBook([{ id: caseId(1) }, { id: caseId(2) }, { id: caseId(3) }]);
    const writers = ["ada", "ben"].map((name) => begin(book.path, name, 200));
    const ends = writers.map(({ child }) => once(child, "exit"));
    let reports = 0;
    while (writers.some(({ child }) => child.exitCode === null)) {
      reports += 1;
      const at = Date.parse("2026-11-21T00:00:00Z") + reports;
      book.applyReport(makeReport([{ id: caseId(1), title: `title ${reports}` }], { at }), {
        at,
        run: "more",
      });
      await sleep(5);
    }
    await Promise.all(ends);
    expect(writers.map(({ wrong }) => wrong())).toEqual(["", ""]);
    expect(reports).toBeGreaterThan(3);
    expect(book.get(caseId(1)).title).toBe(`title ${reports}`);
    book.close();
    expect(new Set(notesIn(book.path)).size).toBe(400);
    whole(book.path);
  });

  test("begin one book together", { timeout: 60_000 }, async () => {
    const path = `${makeBook().path}.together`;
    const code = `import { openCasebook } from ${JSON.stringify(module)}; openCasebook(${JSON.stringify(path)}, true).close();`;
    const all = Array.from({ length: 6 }, () => spawn(process.execPath, ["--input-type=module", "-e", code]));
    const statuses = await Promise.all(all.map(async (child) => (await once(child, "exit"))[0] as number));
    expect(statuses).toEqual([0, 0, 0, 0, 0, 0]);
    const book = openCasebook(path);
    expect(book.list({}).total).toBe(0);
    book.close();
  });
});
