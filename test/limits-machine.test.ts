/** A machine that gives too little: address space, a temporary disk, the disk of a store. Each is told, ends with status 2, and leaves nothing behind. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { root } from "./support/places.ts";

const folder = temporaryFolder();
const main = join(root, "dist/src/cli/main.js");
const log = write(
  folder,
  "access.log",
  Array.from({ length: 60_000 }, (_, n) =>
    combined({
      ip: `203.0.${n >> 8}.${n & 255}`,
      request: `GET /${n % 50 === 0 ? ".env" : `page-${n}`} HTTP/1.1`,
      agent: `probe-${n % 3000}/1.0`,
    }),
  ),
);

/** A name space of its own for a process, in which a small file system is mounted; root and others have it where the system allows it. */
const inNamespace = (script: string, ...words: readonly string[]) =>
  spawnSync("unshare", ["-rm", "sh", "-euc", script, "sh", ...words], { encoding: "utf8" });
const mounts =
  process.platform === "linux" &&
  inNamespace('mount -t tmpfs -o size=1m tmpfs "$1"', mkdtempSync(join(tmpdir(), "vedette-small-")))
    .status === 0;
if (!mounts) process.stderr.write("limits-machine: no name space with a mount here, so no disk is filled\n");

const triage = `${process.execPath} ${main} triage --json -q`;
let places = 0;
function place(): string {
  places += 1;
  const path = join(folder, `mount-${places}`);
  mkdirSync(path);
  return path;
}

test.skipIf(process.platform !== "linux")(
  "too little address space is told before the engine is loaded",
  () => {
    const temporary = place();
    for (const kib of [1_500_000, 4_000_000]) {
      const run = spawnSync("sh", ["-euc", `ulimit -v ${kib}; exec ${triage} ${log}`], {
        encoding: "utf8",
        env: { ...process.env, TMPDIR: temporary },
      });
      expect([run.status, run.stdout]).toEqual([2, ""]);
      expect(run.stderr).toMatch(
        /^vedette: This process may have \d\.\d GiB of address space.*\[engine\.failed\]\n {2}Start it with `ulimit -v unlimited`/,
      );
      expect(readdirSync(temporary)).toEqual([]);
    }
  },
);

describe.skipIf(!mounts)("a disk that is full", { timeout: 300_000 }, () => {
  test.each(["1m", "3m", "12m"])("a temporary folder of %s that fills up is told, and left empty", (size) => {
    const run = inNamespace(
      `mount -t tmpfs -o size=${size} tmpfs "$1"
      TMPDIR="$1" ${triage} "$2" && status=0 || status=$?
      ls -A "$1"; exit $status`,
      place(),
      log,
    );
    expect(run.stderr).toMatch(/^vedette: .*disk is full.*\[engine\.failed\]\n {2}Make room/);
    expect([run.status, run.stdout]).toEqual([2, ""]);
  });

  test("of a store: told, and when there is room the next run has each record once", () => {
    const report = place();
    const run = inNamespace(
      `mount -t tmpfs -o size=8m tmpfs "$1"
      ${triage} "$2" --store "$1/store" >"$3/full.json" && exit 99 || echo "status $?"
      mount -o remount,size=400m "$1"
      ${triage} "$2" --store "$1/store" >"$3/roomy.json"
      echo "status $?"`,
      place(),
      log,
      report,
    );
    expect(run.stderr).toMatch(/disk is full/);
    expect([run.status, run.stdout]).toEqual([0, "status 2\nstatus 0\n"]);
    const read = spawnSync("cat", [join(report, "roomy.json")], { encoding: "utf8", maxBuffer: 1 << 28 });
    const { sources } = JSON.parse(read.stdout) as ReportDocument;
    expect(sources.map(({ lines, events }) => [lines, events])).toEqual([[60_000, 60_000]]);
  });

  test("of a casebook: told, what was acknowledged is there, and it goes on when there is room", () => {
    const module = join(root, "dist/src/casebook/casebook.js");
    const script = write(folder, "fills.mjs", [
      `import { openCasebook } from ${JSON.stringify(module)};`,
      "import { writeFileSync } from 'node:fs';",
      "const [, , path, kept] = process.argv;",
      "const book = openCasebook(path, true);",
      "const by = { at: 1, actor: 'ada' };",
      "const question = { kind: 'sql', parameters: {}, filters: [] };",
      "let n = book.hunts('ada').length;",
      "const from = n;",
      "try {",
      "  for (; n < from + 300; n += 1) {",
      "    book.saveHunt({ name: 'h' + n, description: '', shared: false, question: { ...question, text: 'x'.repeat(20000) } }, by);",
      "    writeFileSync(kept, String(n + 1));",
      "  }",
      "} catch (thrown) {",
      "  console.log(thrown.code, thrown.message);",
      "}",
      "console.log(book.hunts('ada').length - n, book.verify().holds);",
    ]);
    const kept = join(place(), "kept");
    const run = inNamespace(
      `mount -t tmpfs -o size=3m tmpfs "$1"
      ${process.execPath} "$2" "$1/book.db" "$3"
      mount -o remount,size=100m "$1"
      echo roomy
      ${process.execPath} "$2" "$1/book.db" "$3" | tail -1`,
      place(),
      script,
      kept,
    );
    const [full = "", whole, roomy, again] = run.stdout.split("\n");
    expect(full, run.stderr).toMatch(/^casebook\.full .*book\.db: the disk is full, and nothing was written/);
    // Hunts that are there, less those that were acknowledged.
    expect([whole, roomy, again]).toEqual(["0 true", "roomy", expect.stringMatching(/^0 true$/)]);
  });
});
