/** `vedette casebook`, and the review that reads its times. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openCasebook } from "../src/casebook/casebook.ts";
import type { CaseView } from "../src/casebook/model.ts";
import { caseId, type MadeCase, makeReport } from "./support/casebook.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";

const folder = temporaryFolder();
const one = caseId(1);
const two = caseId(2);
let books = 0;

/** A casebook with the cases of a report, and a way to give it commands. */
async function begin(cases: readonly MadeCase[]) {
  books += 1;
  const path = join(folder, `book-${books}.db`);
  const report = write(folder, `report-${books}.json`, JSON.stringify(makeReport(cases)));
  const run = (line: readonly string[], stdin = "") =>
    vedette(["casebook", ...line, "--book", path], { stdin, env: { USER: "ada" } });
  expect(await run(["import", report])).toMatchObject({ status: 0, stdout: "" });
  const view = async (id: string) => JSON.parse((await run(["show", id, "--json"])).stdout) as CaseView;
  return { path, report, run, view };
}

describe("vedette casebook", () => {
  test("takes over a report, and tells what came of it on standard error", async () => {
    const { run, report } = await begin([{ id: one }, { id: two, priority: "now" }]);
    const again = await run(["import", report]);
    expect(again.stdout).toBe("");
    expect(again.stderr).toContain(
      "0 new cases, 0 updated, 0 folded into others, 0 opened again, 2 unchanged",
    );
    const listed = await run(["list"]);
    expect(listed.stdout.split("\n").map((line) => line.slice(0, 12))).toEqual([two, one, "2 cases", ""]);
    expect((await run(["list", "--facets"])).stdout).toContain(
      "owner  nobody  2\naction  watch  2\npriority  now  1\n",
    );
    const piped = await run(["import", "-"], readFileSync(report, "utf8"));
    expect(piped.stderr).toContain("2 unchanged");
  });

  test("does what a person does, one line each, under the user's name or that of --as", async () => {
    const { run, view } = await begin([{ id: one, indicators: ["ua.rare"] }]);
    const lines: (readonly string[])[] = [
      ["assign", one, "ada"],
      ["state", one, "escalated"],
      ["tag", one, "vpn", "gone"],
      ["tag", one, "--remove", "gone"],
      ["note", one, "two", "words", "--as", "ben"],
      ["override", one, "escalate", "--why", "it is ours"],
      ["check", one, "C1", "not-applicable", "--why", "no block"],
      ["close", one, "--reason", "false-positive", "--why", "a test"],
    ];
    for (const line of lines)
      expect(await run(line), line.join(" ")).toMatchObject({ status: 0, stdout: "" });
    const shown = await view(one);
    expect(shown).toMatchObject({
      state: "closed",
      owner: "ada",
      tags: ["vpn"],
      action: "escalate",
      verdict: "false-positive",
      version: lines.length + 1,
    });
    expect(shown.notes[0]?.editions[0]).toMatchObject({ by: "ben", text: "two words" });
    const proposals = await run(["proposals"]);
    expect(proposals.stdout).toContain(
      "a look at ua.rare: 1 of 1 closed case with it closed as false positive",
    );
    expect(
      (await run(["audit", one])).stdout.split("\n").filter((line) => line.includes("  ada  ")),
    ).toHaveLength(7);
  });

  test("takes a note from standard input as it is, edits and withdraws it", async () => {
    const { run, view } = await begin([{ id: one }]);
    await run(["note", one, "-"], "# heading\n\ntext\u001b[31m\n");
    await run(["note", one, "--edit", "1", "shorter"]);
    const withdrawn = await run(["note", one, "--withdraw", "1", "--why", "mistake"]);
    expect(withdrawn.status).toBe(0);
    const [note] = (await view(one)).notes;
    expect(note?.editions.map(({ text }) => text)).toEqual(["# heading\n\ntext\u001b[31m\n", "shorter"]);
    expect(note?.withdrawn?.reason).toBe("mistake");
    expect((await run(["note", one, "--edit", "9", "x"])).stderr).toContain("casebook.missing");
  });

  test("says the number of many cases first, and does it with the token alone", async () => {
    const { run } = await begin([{ id: one }, { id: two, last: 2 }, { id: caseId(3) }]);
    const line = ["close", "--all", "--from", "2026-11-20T05:00Z", "--reason", "other", "--why", "noise"];
    const preview = await run(line);
    const [count, token = ""] = preview.stdout.trim().split(" ");
    expect(count).toBe("2");
    expect(preview.stderr).toContain("This would change 2 cases. Nothing was changed.");
    expect(JSON.parse((await run(["list", "--in", "closed", "--json"])).stdout)).toMatchObject({ total: 0 });
    expect((await run([...line, "--token", token])).stderr).toBe("2 cases changed.\n");
    expect(JSON.parse((await run(["list", "--in", "closed", "--json"])).stdout)).toMatchObject({ total: 2 });
    expect(await run([...line, "--token", token])).toMatchObject({ status: 2 });
  });

  test("merges, takes out again, and refuses a version that is not the one seen", async () => {
    const { run, view } = await begin([{ id: one }, { id: two }]);
    await run(["merge", two, one, "--why", "the same"]);
    expect((await view(one)).members).toEqual([{ id: two, kind: "people" }]);
    await run(["unmerge", two, "--why", "not the same"]);
    expect((await view(one)).members).toEqual([]);
    const stale = await run(["assign", one, "eve", "--seen", "1"]);
    expect(stale.status).toBe(2);
    expect(stale.stderr).toContain("[casebook.stale]");
  });

  test("adds an accepted entry to the register, as vedette justify lists it", async () => {
    const { run } = await begin([{ id: one, entities: ["ip:192.0.2.44"] }]);
    await run(["close", one, "--reason", "benign-positive", "--why", "our scanner"]);
    const register = join(folder, "register.yaml");
    expect((await run(["proposals", "accept", "1", "--register", register])).status).toBe(0);
    const listed = await vedette(["justify", "list", "--register", register]);
    expect(listed.stdout).toContain("until 2026-08-30  our scanner (ada, C-0000000001)");
    expect(listed.stdout).toContain("source 192.0.2.44");
    expect((await run(["proposals", "accept", "1", "--register", register])).stderr).toContain("is accepted");
  });

  test("copies the book, takes the copy up again, and finds an end that was cut off", async () => {
    const { run, path } = await begin([{ id: one }]);
    const copy = join(folder, "copy.db");
    const head = (await run(["backup", copy])).stdout.trim();
    await run(["assign", one, "ada"]);
    const later = (await run(["audit", "--verify"])).stdout.trim();
    expect(await run(["audit", "--verify", "--head", head])).toMatchObject({ status: 0 });
    const restored = await run(["restore", copy]);
    expect(restored.status).toBe(0);
    expect(restored.stderr).toContain(`What was there is kept as ${path}.replaced-4-`);
    const cut = await run(["audit", "--verify", "--head", later]);
    expect(cut.status).toBe(2);
    expect(cut.stderr).toContain("Entry 4 of the audit does not hold");
  });

  test("keeps the book in the user's state, or in the folder of --state", async () => {
    const { report } = await begin([{ id: one }]);
    const state = join(folder, "state");
    await vedette(["casebook", "import", report], { env: { USER: "ada", XDG_STATE_HOME: state } });
    expect(existsSync(join(state, "vedette", "casebook.db"))).toBe(true);
    const named = join(folder, "named");
    await vedette(["casebook", "import", report, "--state", named], { env: { USER: "ada" } });
    expect(existsSync(join(named, "casebook.db"))).toBe(true);
  });

  test.each([
    [["nonsense"], "usage.option"],
    [["show", "C-ffffffffff"], "casebook.missing"],
    [["close", one, "--why", "x"], "usage.option"],
    [["close", one, "--reason", "other"], "casebook.refused"],
    [["state", one, "closed"], "casebook.refused"],
    [["assign", one, "x", "--as", "vedette"], "casebook.refused"],
    [["merge", one], "usage.option"],
    [["list", "--limit", "0"], "casebook.refused"],
    [["audit", "--verify", "--head", "x"], "usage.option"],
    [["backup"], "usage.option"],
  ])("%j ends with status 2 and %s", async (line, code) => {
    const { run } = await begin([{ id: one }]);
    const outcome = await run(line);
    expect(outcome).toMatchObject({ status: 2, stdout: "" });
    expect(outcome.stderr).toContain(`[${code}]`);
  });

  test("without a book, or without a name, says what to do", async () => {
    const none = await vedette(["casebook", "list", "--book", join(folder, "none.db")]);
    expect(none.stderr).toContain("[casebook.missing]");
    const { path } = await begin([{ id: one }]);
    const nobody = await vedette(["casebook", "assign", one, "x", "--book", path]);
    expect(nobody.stderr).toContain("--as NAME");
  });

  test("shows no text of a log or a person as it came", async () => {
    const nasty = "\u001b[2J\u202etxt\u0007";
    const { run } = await begin([{ id: one, title: nasty, entities: [`user_agent:${nasty}`] }]);
    await run(["note", one, `${nasty}\nsecond line`]);
    await run(["override", one, "close", "--why", nasty]);
    await run(["close", one, "--reason", "false-positive", "--why", nasty]);
    for (const line of [
      ["list"],
      ["show", one],
      ["audit"],
      ["proposals"],
      ["list", "--facets"],
      ["show", one, "--json"],
    ]) {
      const { stdout, stderr } = await run(line);
      expect(stdout + stderr, line.join(" ")).not.toMatch(/[\p{Cf}]|(?!\n)\p{Cc}/u);
      expect(stdout).not.toBe("");
    }
    expect((await run(["show", one])).stdout).toContain("\n    second line\n");
  });
});

describe("vedette review --book", () => {
  test("has the times from the casebook, where no option gives another", async () => {
    const probe = (path: string, hour: number) =>
      combined({
        ip: "198.51.100.9",
        agent: "sqlmap/1.8",
        request: `GET ${path} HTTP/1.1`,
        status: 404,
        time: `17/May/2026:${hour}:30:00 +0000`,
      });
    const log = write(folder, "probes.log", [
      probe("/.env", 10),
      probe("/config.json", 11),
      probe("/phpinfo.php", 12),
    ]);
    const { stdout, report } = await triageJson([log]);
    const id = report.cases[0]?.id ?? "";
    const path = join(folder, "review.db");
    const at = (hour: number) => ({ at: Date.UTC(2026, 4, 17, hour), actor: "ada" });
    const book = openCasebook(path, true);
    book.applyReport(JSON.parse(stdout), { at: at(13).at, run: "run" });
    book.act(id, 1, { kind: "state", state: "escalated" }, at(14));
    book.act(id, 2, { kind: "state", state: "contained" }, at(16));
    book.act(id, 3, { kind: "close", reason: "true-positive", note: "x" }, at(20));
    book.close();
    const reviewed = await vedette([
      "review",
      id,
      log,
      "--book",
      path,
      "--closed",
      "2026-05-17T22:00Z",
      "--quiet",
    ]);
    expect(reviewed.status).toBe(0);
    const told = reviewed.stdout
      .split("\n")
      .filter((line) => /it is (detected|decided|contained|closed)/.test(line));
    expect(told.map((line) => line.match(/2026-05-17[ T](\d\d)/)?.[1])).toEqual(["13", "14", "16", "22"]);
    const other = await vedette(["review", id, log, "--book", join(folder, "none.db")]);
    expect(other.stderr).toContain("[casebook.missing]");
  });
});
