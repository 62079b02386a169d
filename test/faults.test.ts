/** Faults in the middle of work: what was acknowledged is there, what was not is told, and the next start works. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { openCasebook } from "../src/casebook/casebook.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { openTriage } from "../src/triage/triage.ts";
import { ada, caseId, makeBook } from "./support/casebook.ts";
import { silentEffects } from "./support/effects.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { root } from "./support/places.ts";
import { documentOf, requestFor } from "./support/triage.ts";

const folder = temporaryFolder();
const main = join(root, "dist/src/cli/main.js");
const module = pathToFileURL(join(root, "dist/src/casebook/casebook.js")).href;

/** The same sequence in every run, from 0 to 1. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const line = (n: number) =>
  combined({ ip: `203.0.113.${n % 200}`, request: `GET /${n % 9 === 0 ? ".env" : `p${n}`} HTTP/1.1` });
const lines = (count: number) => Array.from({ length: count }, (_, n) => line(n));

test("a triage into a store that is killed at any moment loses and doubles nothing", {
  timeout: 600_000,
}, async () => {
  const log = write(folder, "kept.log", lines(20_000));
  const store = join(folder, "store");
  const words = [main, "triage", "-q", "--json", log, "--store", store];
  const chance = chances(11);
  let killed = 0;
  for (let round = 0; round < 5; round += 1) {
    const child = spawn(process.execPath, words, { stdio: "ignore" });
    const gone = once(child, "exit");
    // From where its engine has the store on.
    const status = join(store, "db", "status");
    const holds = () => existsSync(status) && readFileSync(status, "utf8").includes(`PID: ${child.pid}\n`);
    while (!holds() && child.exitCode === null) await sleep(5);
    await sleep(chance() * 4000);
    child.kill("SIGKILL");
    const [, signal] = await gone;
    killed += signal === "SIGKILL" ? 1 : 0;
  }
  expect(killed).toBeGreaterThan(0);
  const last = spawnSync(process.execPath, words, { encoding: "utf8", maxBuffer: 1 << 28 });
  expect([last.status, last.stderr]).toEqual([0, ""]);
  const { sources } = JSON.parse(last.stdout) as ReportDocument;
  expect(sources.map((one) => [one.lines, one.events])).toEqual([[20_000, 20_000]]);
});

describe("a casebook", { timeout: 300_000 }, () => {
  const full = () => {
    const book = makeBook([{ id: caseId(1) }]);
    let { version } = book.get(caseId(1));
    for (let n = 0; n < 60; n += 1)
      version = book.act(caseId(1), version, { kind: "note", text: `${n} ${"x".repeat(50_000)}` }, ada);
    return book;
  };

  test("whose copy is killed at any moment is whole, and so is each copy that has its name", async () => {
    const book = full();
    const chance = chances(5);
    for (let round = 0; round < 8; round += 1) {
      const copy = join(folder, `copy-${round}.db`);
      const code = `import { openCasebook } from ${JSON.stringify(module)}; process.stdout.write("o"); openCasebook(${JSON.stringify(book.path)}).backup(${JSON.stringify(copy)}, { at: 1, actor: "ada" });`;
      const child = spawn(process.execPath, ["--input-type=module", "-e", code]);
      const gone = once(child, "exit");
      await once(child.stdout, "data");
      await sleep(chance() * 60);
      child.kill("SIGKILL");
      await gone;
      expect(book.verify().holds).toBe(true);
      if (existsSync(copy)) {
        const one = openCasebook(copy);
        expect([one.verify().holds, one.get(caseId(1)).notes.length]).toEqual([true, 60]);
        one.close();
      }
    }
    const last = join(folder, "copy-last.db");
    book.backup(last, ada);
    book.close();
    expect(existsSync(`${last}.part`)).toBe(false);
  });

  test("with random bytes over its pages, or cut in half, is called damaged; its copy is whole", () => {
    const book = full();
    const copy = join(folder, "good.db");
    const head = book.backup(copy, ada);
    book.close();
    const chance = chances(3);
    const bytes = readFileSync(book.path);
    for (let n = 0; n < bytes.length; n += 1 + Math.floor(chance() * 400))
      bytes[n] = Math.floor(chance() * 256);
    for (const what of [bytes, bytes.subarray(0, bytes.length / 2)]) {
      writeFileSync(book.path, what);
      const said = (() => {
        try {
          const damaged = openCasebook(book.path);
          try {
            return damaged.verify().holds ? "" : "casebook.damaged";
          } finally {
            damaged.close();
          }
        } catch (thrown) {
          return (thrown as { code: string }).code;
        }
      })();
      expect(said).toMatch(/^casebook\.(?:damaged|unreadable)$/);
    }
    const again = openCasebook(copy);
    expect([again.verify(head).holds, again.get(caseId(1)).notes.length]).toEqual([true, 60]);
    again.close();
  });
});

describe("an input that ends in mid-file", { timeout: 300_000 }, () => {
  test.skipIf(process.platform === "win32")(
    "a FIFO whose writer dies in a line: what came is counted, the rest of a line is one reject",
    () => {
      const fifo = join(folder, "pipe.log");
      spawnSync("mkfifo", [fifo]);
      const text = `${lines(50).join("\n")}\n203.0.113.9 - - [17/May/2026:10:0`;
      const whole = write(folder, "piped.txt", text);
      const run = spawnSync(
        "sh",
        [
          "-euc",
          'cat "$1" > "$2" & exec "$3" "$4" triage --json -q "$2"',
          "sh",
          whole,
          fifo,
          process.execPath,
          main,
        ],
        { encoding: "utf8", maxBuffer: 1 << 28 },
      );
      expect(run.status, run.stderr).toBe(0);
      const { sources } = JSON.parse(run.stdout) as ReportDocument;
      expect(sources.map((one) => [one.lines, one.events, one.rejected])).toEqual([[51, 50, 1]]);
    },
  );

  test("a file that shrinks before it is quoted is told by name, and the others are read", async () => {
    const log = write(folder, "shrinks.log", lines(5000));
    const other = write(
      folder,
      "stays.log",
      lines(40).map((text) => text.replace("17/May", "18/May")),
    );
    const size = readFileSync(log).length;
    const effects = silentEffects();
    const run = await openTriage(requestFor([log, other]), effects, ({ stage }) => {
      if (stage === "analysing") truncateSync(log, size / 2);
    });
    await run.close();
    const { sources } = documentOf(run.result);
    const [shrunk, stayed] = [log, other].map((path) => sources.find((one) => one.path === path));
    expect(shrunk?.problem).toMatchObject({
      code: "input.changed",
      message: expect.stringMatching(/shrinks\.log/),
    });
    expect([stayed?.lines, stayed?.events]).toEqual([40, 40]);
    expect(effects.left.size).toBe(0);
  });
});
