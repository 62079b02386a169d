/** `vedette erase`: what it counts, what is left of a person in the bytes of a state folder, and what stays. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { openCasebook } from "../src/casebook/casebook.ts";
import { openChdb } from "../src/engine/chdb.ts";
import { holdsPerson, patternOf, personOf, withoutPerson } from "../src/triage/person.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

describe("what counts as a person", () => {
  test.each([
    [
      "address",
      "192.0.2.1",
      ["192.0.2.1", "from 192.0.2.1:443.", "x=192.0.2.1&", "::ffff:192.0.2.1", "At 192.0.2.1."],
    ],
    [
      "address",
      "2001:db8::1",
      [
        "2001:DB8::1",
        "[2001:db8::1]:443",
        "2001:0db8:0000:0000:0000:0000:0000:0001 x",
        "2001:db8:0:0:0:0:0:1",
        "ip:2001:db8::1",
      ],
    ],
    ["user", "ann", ["ann", '"user":"ann"', "user%3Dann&x", "/home/ann/", "user:ann", "SITE\\ann"]],
    [
      "mail",
      "ann@site.example",
      ["<ann@site.example>", "ann%40site.example", "ann%2540site.example", "ANN@site.example."],
    ],
  ])("%s %s is told", (kind, value, texts) => {
    const pattern = patternOf(personOf(kind, value));
    expect(texts.filter((text) => !holdsPerson(pattern, text))).toEqual([]);
    for (const text of texts) expect(holdsPerson(pattern, withoutPerson(pattern, text, "[e]"))).toBe(false);
  });

  test.each([
    ["address", "192.0.2.1", ["192.0.2.10", "1192.0.2.1", "192.0.2.1.5", "10.192.0.2.1"]],
    ["address", "2001:db8::1", ["2001:db8::10", "2001:db8::1:2", "a2001:db8::1"]],
    ["user", "ann", ["anna", "ann.miller", "ann@site.example", "hann", "joe.ann"]],
    ["mail", "ann@site.example", ["joann@site.example", "ann@site.example.org", "ann@site"]],
  ])("%s %s is not told from others", (kind, value, texts) => {
    const pattern = patternOf(personOf(kind, value));
    expect(texts.filter((text) => holdsPerson(pattern, text))).toEqual([]);
  });

  test("two that share what stands between them", () => {
    expect(withoutPerson(patternOf(personOf("user", "ann")), "ann ann ann", "[e]")).toBe("[e] [e] [e]");
  });

  test.each([
    ["address", "192.0.2"],
    ["mail", "ann"],
    ["user", "an"],
    ["host", "www"],
  ])("%s %s is refused", (kind, value) => {
    expect(() => personOf(kind, value)).toThrow();
  });
});

const folder = temporaryFolder();
const state = join(folder, "state");
const store = join(state, "store");
const book = join(state, "casebook.db");
const person = "203.0.113.9";
const erase = (...more: readonly string[]) =>
  vedette(["erase", "address", person, "--state", state, "--as", "ada", ...more]);
const json = <T>(text: string) => JSON.parse(text) as T;

function lines(ip: string, from: number): string[] {
  return ["/server-status", "/.env", "/config.json", "/.git/config", "/phpinfo.php", "/actuator/env"].map(
    (path, at) =>
      combined({
        ip,
        time: `17/May/2026:10:0${from}:0${at} +0000`,
        request: `GET ${path} HTTP/1.1`,
        status: at === 0 ? 200 : 404,
        agent: "zgrab/0.x",
      }),
  );
}

/** Everything in a folder, as one text. */
function bytesOf(path: string): string {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), "latin1"))
    .join("\n");
}

async function held(sql: string): Promise<number> {
  const db = await openChdb({ path: join(store, "db") });
  const [row] = await db.rows(sql);
  await db.close();
  return Number(row?.n);
}

describe("of a state folder", () => {
  let caseId = "";
  beforeAll(async () => {
    mkdirSync(state, { recursive: true });
    const logs = [
      write(folder, "one.log", [...lines(person, 1), ...lines("198.51.100.7", 2), `${person} is no record`]),
      write(folder, "two.log", [
        ...lines("198.51.100.8", 3),
        combined({ ip: "192.0.2.5", referrer: `http://x/?from=${person}` }),
      ]),
    ];
    const { report, stdout } = await triageJson(["--store", store, "-q", ...logs]);
    caseId = report.cases.find(({ entities }) => entities.includes(`ip:${person}`))?.id ?? "none";
    const cases = openCasebook(book, true);
    cases.applyReport(JSON.parse(stdout), { at: Date.parse("2026-05-18T00:00:00Z"), run: "first" });
    const by = { at: Date.parse("2026-05-18T01:00:00Z"), actor: "ada" };
    const version = cases.act(
      caseId,
      cases.get(caseId).version,
      { kind: "note", text: `Called the owner of ${person}.` },
      by,
    );
    cases.act(caseId, version, { kind: "tag", add: ["called"], remove: [] }, by);
    cases.close();
  });

  test("it is counted first, exactly, and nothing is changed", async () => {
    const before = readFileSync(book);
    const { stdout, stderr, status } = await erase("--json");
    expect(status).toBe(0);
    expect(stderr).toContain("Nothing was changed");
    const told = json<{
      erased: boolean;
      store: object;
      files: readonly { path: string; cases: number; tables: Record<string, number> }[];
    }>(stdout);
    expect(told.erased).toBe(false);
    // Six requests, and the one of somebody else that names the address.
    expect(told.store).toMatchObject({ events: 7, sources: 2, samples: 1 });
    expect(told.files).toHaveLength(1);
    expect(told.files[0]).toMatchObject({
      path: book,
      cases: 1,
      tables: { note_editions: 1, case_entities: 1 },
    });
    expect(readFileSync(book)).toEqual(before);
    expect(await held("SELECT count() AS n FROM events")).toBe(19);
  });

  test("a file of the spool that still holds it is told, with status 2, and the rest is erased", async () => {
    expect(bytesOf(state)).toContain(person);
    mkdirSync(join(state, "spool"), { recursive: true });
    const spooled = join(state, "spool", "waiting.log");
    writeFileSync(spooled, `${lines(person, 4).join("\n")}\n`);
    const { stdout, status } = await erase("--yes", "--json");
    expect(status).toBe(2);
    expect(json<{ left: readonly string[] }>(stdout).left).toEqual([spooled]);
    writeFileSync(spooled, "");
  });

  test("no byte of it is left in any file, and none in what the engine reads", async () => {
    expect(bytesOf(state)).not.toContain(person);
    expect(await held("SELECT count() AS n FROM events")).toBe(12);
    expect(await held(`SELECT countIf(position(raw, '${person}') > 0) AS n FROM events`)).toBe(0);
    expect(await held(`SELECT count() AS n FROM activity_clients WHERE client = '${person}'`)).toBe(0);
    expect(await held("SELECT count() AS n FROM activity_clients")).toBe(2);
    // What is left is counted as before: each of the two others was served a status page.
    expect(await held("SELECT count() AS n FROM activity WHERE served > 0")).toBe(2);
    expect(
      await held("SELECT count() AS n FROM system.parts WHERE database = currentDatabase() AND NOT active"),
    ).toBe(0);
    // What was dropped is gone, and waits for nobody.
    expect(readdirSync(join(store, "db", "metadata_dropped"))).toEqual([]);
    const { stdout, status } = await erase("--json");
    expect(status).toBe(0);
    expect(json<object>(stdout)).toMatchObject({
      store: { events: 0, samples: 0, marks: 0 },
      files: [{ rows: 0 }],
    });
  });

  test("the store judges what is left, counts it, and reads nothing of the same logs again", async () => {
    const { report, status } = await triageJson([
      "--store",
      store,
      "-q",
      join(folder, "one.log"),
      join(folder, "two.log"),
    ]);
    expect(status).toBe(0);
    expect(report.sources.map(({ events }) => events)).toEqual([6, 6]);
    expect(report.entities.map(({ id }) => id).sort()).toEqual(["ip:198.51.100.7", "ip:198.51.100.8"]);
    expect(JSON.stringify(report)).not.toContain(person);
  });

  test("the casebook keeps its decisions, its audit holds, and tells of the erasure and not of whom", () => {
    const cases = openCasebook(book);
    const view = cases.get(caseId);
    expect(view.tags).toEqual(["called"]);
    expect(view.notes.map(({ editions }) => editions.at(-1)?.text).join()).toMatch(
      /^Called the owner of \[erased-[0-9a-f]{8}\]\.$/,
    );
    const entry = cases.audit().filter(({ act }) => act === "person.erased");
    expect(entry).toHaveLength(1);
    expect(entry[0]).toMatchObject({ actor: "ada", detail: { kind: "address", cases: 1 } });
    expect(JSON.stringify(entry)).not.toContain(person);
    expect(cases.verify()).toMatchObject({ holds: true });
    // What keeps notes and audit from being changed is in its place again.
    expect(() =>
      cases.withdrawNote(view.notes[0]?.id ?? 0, view.version, "", { at: 1, actor: "ada" }),
    ).toThrow();
    cases.close();
    expect(existsSync(`${book}-wal`) ? readFileSync(`${book}-wal`).length : 0).toBe(0);
  });
});

describe("the command", () => {
  test.each([
    [["erase", "address", "192.0.2.10"], /It is not said where to erase/],
    [["erase", "host", "www", "--store", "none"], /Say one of address, user, mail/],
    [["erase", "address", "192.0.2.10", "--store", join(folder, "none")], /there is no store here/],
    [["erase", "mail", "ann@site.example", "--book", join(folder, "none.db")], /there is no casebook/],
  ])("%j is refused with what to do", async (argv, says) => {
    const { stderr, status } = await vedette(argv);
    expect(status).toBe(2);
    expect(stderr).toMatch(says);
  });
});
