/** The register of the service: what people justify in it, and what it was started with. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { newEntry, readRegister, registerText } from "../src/assess/register-file.ts";
import { type Casebook, openCasebook } from "../src/casebook/casebook.ts";
import { openSqlite } from "../src/casebook/sqlite.ts";
import { Accounts } from "../src/server/accounts.ts";
import { makeApp } from "../src/server/app.ts";
import { JudgedBy } from "../src/service/judged-by.ts";
import { caseId, makeReport } from "./support/casebook.ts";
import { temporaryFolder } from "./support/files.ts";
import { openNotifier } from "./support/notify.ts";

const folder = temporaryFolder();
const password = "seven blue horses walk";
const now = Date.parse("2026-05-17T12:00:00Z");
const scanner = {
  source: ["192.0.2.10"],
  owner: "IT security",
  reason: "weekly scan",
  expires: "2026-08-01",
};
let made = 0;

async function service(role: "administrator" | "tier1", named: readonly ReturnType<typeof newEntry>[] = []) {
  made += 1;
  const book = openCasebook(join(folder, `book-${made}.db`), true);
  book.applyReport(makeReport([{ id: caseId(1) }]), { at: now, run: "1" });
  const notifier = openNotifier(join(folder, `notify-${made}.db`), { book });
  const accounts = new Accounts(openSqlite(join(folder, `accounts-${made}.db`)));
  await accounts.add("kim", role, password, now);
  const { app } = makeApp(
    {
      book,
      accounts,
      health: () => ({ state: "ready", events: 0, unread: {} }),
      now: () => now,
      newId: () => "id",
      first: () => undefined,
      secure: false,
      peer: () => "192.0.2.1",
      told: () => {},
      busy: () => false,
      command: async () => ({ status: 0, stdout: "{}", stderr: "", files: [] }),
      register: { named },
      notifier,
    },
    { hosts: new Set(["sentry.example"]), pages: join(folder, "none"), version: "0" },
  );
  let cookie = "";
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await app.request(`http://sentry.example/api/v1${path}`, {
      method,
      headers: {
        host: "sentry.example",
        ...(cookie === "" ? {} : { cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    cookie = /^[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0] ?? cookie;
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  await ask("POST", "/session", { name: "kim", password });
  return { ask, book };
}

describe("through the API", () => {
  test("somebody is justified, listed with who did it, and taken back; all of it is in the audit", async () => {
    const { ask, book } = await service("administrator", [
      newEntry({ ...scanner, id: "J-file", expires: "2026-05-16" }),
    ]);
    const added = await ask("POST", "/register", { entry: scanner, case: caseId(1) });
    expect(added).toMatchObject({
      status: 200,
      body: { kind: "register", state: "accepted", cases: [caseId(1)] },
    });
    const { items } = (await ask("GET", "/register")).body as unknown as { items: never[] };
    expect(items).toMatchObject([
      { entry: { id: "J-file" }, expired: true, number: null, by: null, cases: [] },
      {
        entry: { ...scanner, added: "2026-05-17" },
        expired: false,
        number: 1,
        by: "kim",
        at: now,
        cases: [caseId(1)],
      },
    ]);
    expect(book.register()).toMatchObject([scanner]);
    expect(await ask("POST", "/register", { entry: scanner })).toMatchObject({ status: 422 });
    expect((await ask("POST", "/register/1/withdrawal", { reason: "  " })).status).toBe(422);
    expect(await ask("POST", "/register/1/withdrawal", { reason: "left the firm" })).toMatchObject({
      status: 200,
      body: { state: "withdrawn", decided: { by: "kim", reason: "left the firm" } },
    });
    expect(book.register()).toEqual([]);
    expect((await ask("POST", "/register/1/withdrawal", { reason: "again" })).status).not.toBe(200);
    expect((await ask("POST", "/register/7/withdrawal", { reason: "none" })).status).toBe(404);
    const acts = book.audit().map(({ act, actor }) => [act, actor]);
    expect(acts).toContainEqual(["register.added", "kim"]);
    expect(acts).toContainEqual(["register.withdrawn", "kim"]);
    const taken = book.audit().find(({ act }) => act === "register.withdrawn");
    expect(taken?.detail).toMatchObject({ entry: expect.stringMatching(/^J-/), reason: "left the firm" });
    expect(book.verify().holds).toBe(true);
  });

  test.each([
    [{ ...scanner, source: ["0.0.0.0/0"] }, /is everybody/],
    [{ ...scanner, source: undefined }, /names nobody/],
    [{ ...scanner, expires: "2026-02-30" }, /no day of the calendar/],
    [{ ...scanner, owner: "a\u202eb" }, /control character/],
    [{ ...scanner, source: ["192.0.2.1'; DROP"] }, /no address/],
    [{ ...scanner, more: "x" }, /more|Unrecognized/],
  ])("what is no entry is refused with what is wrong with it: %#", async (entry, says) => {
    const { ask, book } = await service("administrator");
    const { status, body } = await ask("POST", "/register", { entry });
    expect([400, 422]).toContain(status);
    expect(JSON.stringify(body)).toMatch(says);
    expect(book.register()).toEqual([]);
  });

  test("Tier 1 looks at it, and leaves it to Tier 2", async () => {
    const { ask } = await service("tier1");
    expect((await ask("GET", "/register")).status).toBe(200);
    expect((await ask("POST", "/register", { entry: scanner })).status).toBe(403);
    expect((await ask("POST", "/register/1/withdrawal", { reason: "x" })).status).toBe(403);
  });
});

describe("the file that looks are judged by", () => {
  let book: Casebook;
  let path: string;
  let named: string;
  const by = { at: now, actor: "kim" };
  beforeEach(() => {
    made += 1;
    book = openCasebook(join(folder, `judged-${made}.db`), true);
    path = join(folder, `judged-${made}.yaml`);
    named = join(folder, `named-${made}.yaml`);
  });

  test("holds what the named file and people say, as both are now", () => {
    const other = newEntry({ ...scanner, id: "J-file", source: ["198.51.100.7"] });
    writeFileSync(named, registerText([other]));
    const judged = new JudgedBy(path, named, () => book.register());
    const first = judged.bring();
    expect(readRegister(path).entries).toEqual([other]);
    expect(judged.bring()).toBe(first);
    const mine = newEntry(scanner);
    book.justify(mine, undefined, by);
    const second = judged.bring();
    expect(second).not.toBe(first);
    expect(readRegister(path).entries).toEqual([other, mine]);
    // Somebody took the entry over into the file and made it longer: the file's holds.
    writeFileSync(named, registerText([other, { ...mine, expires: "2027-01-01" }]));
    judged.bring();
    expect(readRegister(path).entries.map(({ expires }) => expires)).toEqual(["2026-08-01", "2027-01-01"]);
    book.retire(1, "no longer", by);
    writeFileSync(named, registerText([other]));
    expect(judged.bring()).toBe(first);
  });

  test("is as it was where the named file is broken, and says so", () => {
    writeFileSync(named, registerText([newEntry(scanner)]));
    const told: string[] = [];
    const judged = new JudgedBy(
      path,
      named,
      () => book.register(),
      (says) => told.push(says),
    );
    const mark = judged.bring();
    const before = readFileSync(path, "utf8");
    for (const break_ of [
      () => writeFileSync(named, "register: 1\nentries: [{id: x}]\n"),
      () => writeFileSync(named, ""),
      () => rmSync(named),
    ]) {
      break_();
      expect(judged.bring()).toBe(mark);
      expect(judged.problem).toContain(named);
      expect(judged.named).toHaveLength(1);
      expect(readFileSync(path, "utf8")).toBe(before);
    }
    // What people justify meanwhile counts.
    book.justify(newEntry({ ...scanner, source: ["192.0.2.77"] }), undefined, by);
    expect(judged.bring()).not.toBe(mark);
    writeFileSync(named, registerText([]));
    judged.bring();
    expect(judged.problem).toBeUndefined();
    expect(readRegister(path).entries).toMatchObject([{ source: ["192.0.2.77"] }]);
    expect(told).toHaveLength(4);
    expect(told[0]).toMatch(/last good state holds.*entry x: entries\.0\.owner/);
  });

  test("is none where the named file is broken when the service starts", () => {
    writeFileSync(named, "register: 1\nentries: [{id: x}]\n");
    expect(() => new JudgedBy(path, named, () => [])).toThrow(/entry x: .*owner/);
    expect(() => new JudgedBy(path, `${named}.gone`, () => [])).toThrow(/cannot be read/);
  });

  test("is written again by a new service only where it differs", () => {
    new JudgedBy(path, undefined, () => book.register()).bring();
    const mark = new JudgedBy(path, undefined, () => book.register()).bring();
    expect(new JudgedBy(path, undefined, () => [newEntry(scanner)]).bring()).not.toBe(mark);
    expect(readRegister(path).entries).toHaveLength(1);
  });
});
