/** The service between intake and casebook: which window is looked at, what a case is called, and an engine process that dies. */
import { appendFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openChdb } from "../src/engine/chdb.ts";
import type { ReportCase, ReportDocument } from "../src/report/model.ts";
import { type Aside, AsideLooks } from "../src/service/aside.ts";
import { Continuity } from "../src/service/continuity.ts";
import { EngineEnded, EngineProcess } from "../src/service/engine-process.ts";
import { pendingOf } from "../src/service/followed.ts";
import type { Look, Seen } from "../src/service/model.ts";
import { nextWindow, wholeEventsMax } from "../src/service/schedule.ts";
import { type Pending, Service } from "../src/service/service.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { root } from "./support/places.ts";

const folder = temporaryFolder();
const worker = join(root, "dist/src/cli/run/serve-worker.js");

const probe = (path: string) =>
  combined({
    ip: "192.0.2.9",
    request: `GET ${path} HTTP/1.1`,
    status: 404,
    agent: "python-requests/2.31.0",
  });

const one = (id: string, entities: readonly string[], more: Partial<ReportCase> = {}): ReportCase =>
  ({
    id,
    title: id,
    action: "escalate",
    priority: "shift",
    severity: "medium",
    confidence: "high",
    background: false,
    entities,
    findings: [],
    techniques: [],
    links: [],
    first: "",
    last: "",
    aliases: [],
    ...more,
  }) as ReportCase;

const document = (cases: readonly ReportCase[]): ReportDocument =>
  ({
    cases,
    entities: [...new Set(cases.flatMap(({ entities }) => entities))].map((id) => ({
      id,
      type: "ip",
      value: id,
    })),
    window: { last: "2026-06-01T00:00:00.000Z" },
  }) as unknown as ReportDocument;

const names = ({ cases }: ReportDocument) => cases.map(({ id, aliases }) => [id, ...aliases]);

describe("the window of the next look", () => {
  const known = { events: wholeEventsMax + 1, lastMs: 10_000_000, perSecond: 5000 };
  test("is everything while that is quick, and the first time", () => {
    const whole = { endedTicks: 0, tookMs: 1000, partial: true };
    expect(nextWindow({ ...known, events: wholeEventsMax, whole }, 1, 1)).toBeUndefined();
    expect(nextWindow({ ...known, whole: undefined }, 1, 1)).toBeUndefined();
  });

  test("is the newest records in between, about as many as are quick to look at", () => {
    const whole = { endedTicks: 10_000_000, tookMs: 30_000, partial: true };
    expect(nextWindow({ ...known, whole }, 10_100_000, 10_100_000)).toBe(10_000_000 - 20_000);
    expect(nextWindow({ ...known, perSecond: 1_000_000, whole }, 10_100_000, 10_100_000)).toBe(
      10_000_000 - 15_000,
    );
    expect(nextWindow({ ...known, whole }, 10_120_000, 10_120_000)).toBeUndefined();
  });

  test("does not begin behind what comes in now, where one record's clock is ahead", () => {
    const whole = { endedTicks: 10_000_000, tookMs: 30_000, partial: true };
    const lastMs = Date.parse("2099-01-01");
    expect(nextWindow({ ...known, lastMs, whole }, 10_100_000, 10_100_000)).toBe(10_100_000 - 20_000);
  });
});

describe("a case's name", () => {
  test("stays, whichever window shows it", () => {
    const continuity = new Continuity();
    expect(names(continuity.whole(document([one("C-1", ["a", "b"])])))).toEqual([["C-1"]]);
    // Neither graver nor new: nothing to tell.
    expect(names(continuity.newest(document([one("C-9", ["b"])])))).toEqual([]);
    expect(names(continuity.newest(document([one("C-9", ["b"], { priority: "now" })])))).toEqual([
      ["C-1", "C-9"],
    ]);
  });

  test("that is new in a look at the newest becomes another name of the one that everything shows", () => {
    const continuity = new Continuity();
    continuity.whole(document([one("C-1", ["a"])]));
    expect(names(continuity.newest(document([one("C-7", ["n"])])))).toEqual([["C-7"]]);
    // The window moves on; it is the same case.
    expect(names(continuity.newest(document([one("C-8", ["n"], { priority: "now" })])))).toEqual([
      ["C-7", "C-8"],
    ]);
    expect(names(continuity.whole(document([one("C-1", ["a"]), one("C-5", ["n", "m"])])))).toEqual([
      ["C-1"],
      ["C-5", "C-7"],
    ]);
    expect(names(continuity.whole(document([one("C-5", ["n", "m"])])))).toEqual([["C-5"]]);
  });

  test("is taken up from an earlier service", () => {
    const continuity = new Continuity();
    continuity.takeUp([
      {
        ...{ id: "C-7", action: "escalate", priority: "shift", background: false, passing: true },
        entities: [{ type: "ip", value: "n" }],
      },
    ]);
    expect(names(continuity.whole(document([one("C-5", ["n"])])))).toEqual([["C-5", "C-7"]]);
  });

  test("stays where its first record was removed, also after a new start", () => {
    const continuity = new Continuity();
    continuity.whole(document([one("C-1", ["a"]), one("C-2", ["b"])]));
    const next = [one("C-8", ["a"]), one("C-2", ["b"]), one("C-9", ["c"])];
    expect(names(continuity.whole(document(next)))).toEqual([["C-1", "C-8"], ["C-2"], ["C-9"]]);
    const later = new Continuity();
    later.takeUp([
      {
        ...{ id: "C-1", action: "escalate", priority: "shift", background: false, passing: false },
        entities: [{ type: "ip", value: "a" }],
      },
    ]);
    expect(names(later.whole(document(next)))).toEqual([["C-1", "C-8"], ["C-2"], ["C-9"]]);
    // One that became part of another is not taken for gone.
    expect(names(later.whole(document([one("C-2", ["a"], { aliases: ["C-1"] })])))).toEqual([["C-2", "C-1"]]);
  });

  test("background stays what it is", () => {
    const continuity = new Continuity();
    continuity.whole(document([one("C-1", ["a"], { background: true })]));
    expect(names(continuity.newest(document([one("C-2", ["a"], { background: true })])))).toEqual([]);
    expect(names(continuity.newest(document([one("C-3", ["a"])])))).toEqual([["C-3"]]);
  });
});

describe("looks", () => {
  const seen = (total: number): Seen => ({ document: document([]), unread: {}, total, tookMs: 1 });
  function service(
    answers: (look: Look) => Promise<Seen>,
    pending: { now: readonly Pending[]; judged?: string },
    found: () => void = () => {},
  ) {
    const released: string[] = [];
    const told: string[] = [];
    const made = new Service({
      now: () => 1_000,
      ticks: () => 1_000,
      judgedBy: () => pending.judged ?? "",
      begun: () => pending.now.length > 0,
      look: answers,
      pending: () => pending.now,
      release: async (path) => {
        released.push(path);
      },
      found,
      told: (says) => told.push(says),
    });
    return { made, released, told };
  }

  test("are at everything again where it may be judged differently, without anything new", async () => {
    const pending = { now: [{ path: "a", mark: "1", closed: false }], judged: "1" };
    const asked: Look[] = [];
    const { made } = service(async (look) => {
      asked.push(look);
      return seen(1);
    }, pending);
    expect(await made.once()).toBe(true);
    expect(await made.once()).toBe(false);
    pending.judged = "2";
    expect(await made.once()).toBe(true);
    expect(await made.once()).toBe(false);
    expect(asked.map(({ paths, fromMs }) => [paths, fromMs])).toEqual([
      [["a"], undefined],
      [[], undefined],
    ]);
  });

  test("whose report went nowhere are followed by one at everything, without anything new", async () => {
    const pending = { now: [{ path: "a", mark: "1", closed: false }] };
    const asked: Look[] = [];
    let fails = 1;
    const { made } = service(
      async (look) => {
        asked.push(look);
        return seen(1);
      },
      pending,
      () => {
        fails -= 1;
        if (fails >= 0) throw new Error("another process is writing");
      },
    );
    await expect(made.once()).rejects.toThrow("another process");
    expect(await made.once()).toBe(true);
    expect(asked.map(({ paths, fromMs }) => [paths, fromMs])).toEqual([
      [["a"], undefined],
      [[], undefined],
    ]);
    expect(made.health.state).toBe("ready");
    expect(await made.once()).toBe(false);
  });

  test("happen where something is new, and release what the store holds", async () => {
    const file = (path: string, mark: string, closed = false) => ({ path, mark, closed });
    const pending = { now: [file("a", "1", true), file("b", "1")] };
    const asked: Look[] = [];
    const { made, released } = service(async (look) => {
      asked.push(look);
      return seen(1);
    }, pending);
    expect(await made.once()).toBe(true);
    expect(released).toEqual(["a"]);
    pending.now = [file("b", "1")];
    expect(await made.once()).toBe(false);
    pending.now = [file("b", "2"), file("c", "1")];
    expect(await made.once()).toBe(true);
    expect(asked.map(({ paths }) => paths)).toEqual([
      ["a", "b"],
      ["b", "c"],
    ]);
    expect(made.health).toMatchObject({ state: "ready", events: 1 });
  });

  test("go on at the newest while one at everything goes on beside them", async () => {
    const pending = { now: [{ path: "a", mark: "1", closed: false }] };
    const asked: Look[] = [];
    const found: { at: string; whole: boolean }[] = [];
    let now = 10_000_000_000;
    let end: (aside: Aside) => void = () => {};
    const made = new Service({
      now: () => now,
      ticks: () => now,
      judgedBy: () => "",
      begun: () => true,
      look: async (look) => {
        asked.push(look);
        return { ...seen(wholeEventsMax + asked.length), document: at(now) };
      },
      aside: () =>
        new Promise((resolve) => {
          end = resolve;
        }),
      pending: () => pending.now,
      release: async () => {},
      found: ({ generated_at }, whole) => found.push({ at: generated_at, whole }),
      told: () => {},
    });
    const at = (ms: number): ReportDocument => ({
      ...document([]),
      generated_at: new Date(ms).toISOString(),
      window: { first: "", last: new Date(ms - 1000).toISOString() },
    });
    const next = async () => {
      now += 100_000;
      pending.now = [{ path: "a", mark: String(now), closed: false }];
      await made.once();
    };
    await made.once();
    await next();
    await next();
    await next();
    // The first is at everything; then one goes on beside the others, and is begun once.
    expect(asked.map(({ fromMs }) => fromMs !== undefined)).toEqual([false, true, true, true]);
    const marks = [{ entity: "e" }];
    end({ seen: { ...seen(1), document: at(now), marks }, atMs: now - 50_000 });
    await new Promise((resolve) => setImmediate(resolve));
    await next();
    await next();
    expect(found.map(({ whole }) => whole)).toEqual([true, false, false, false, true, false, false]);
    expect(found[4]?.at).toBe(new Date(now - 250_000).toISOString());
    expect(asked.map((look) => look.marks)).toEqual([...Array(4), marks, undefined]);
    // Where nothing came in since, everything is known.
    now += 1_000_000;
    expect(await made.once()).toBe(false);
    await new Promise((resolve) => setImmediate(resolve));
    end({ seen: { ...seen(1), document: at(now) }, atMs: now });
    await new Promise((resolve) => setImmediate(resolve));
    now += 1_000_000;
    end = () => {
      throw new Error("it was looked at again");
    };
    const wasEnd = end;
    expect(await made.once()).toBe(false);
    expect(end).toBe(wasEnd);
  });

  test("are at everything one after the other where none goes on beside them", async () => {
    let now = 10_000_000_000;
    const asked: Look[] = [];
    const made = new Service({
      now: () => now,
      ticks: () => now,
      judgedBy: () => "",
      begun: () => true,
      look: async (look) => {
        asked.push(look);
        return seen(wholeEventsMax + asked.length);
      },
      aside: () => Promise.reject(new Error("no links here")),
      pending: () => [{ path: "a", mark: String(now), closed: false }],
      release: async () => {},
      found: () => {},
      told: () => {},
    });
    for (let at = 0; at < 5; at += 1) {
      now += 100_000;
      await made.once();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(asked.map(({ fromMs }) => fromMs !== undefined)).toEqual([false, true, true, false, true]);
  });

  test("wait for the first file where there is no store yet", async () => {
    const pending: { now: readonly Pending[] } = { now: [] };
    const { made } = service(async () => seen(1), pending);
    expect(await made.once()).toBe(false);
    pending.now = [{ path: "a", mark: "1", closed: false }];
    expect(await made.once()).toBe(true);
  });

  test("release nothing that could not be read, and nothing after a failure", async () => {
    const pending = { now: [{ path: "a", closed: true, mark: "1" }] };
    const unread = service(async () => ({ ...seen(0), unread: { a: "no format fits" } }), pending);
    await unread.made.once();
    expect(unread.released).toEqual([]);
    expect(unread.made.health.unread).toEqual({ a: "no format fits" });
    // It is not read again and again, and stays told.
    expect(await unread.made.once()).toBe(false);
    expect(unread.made.health.unread).toEqual({ a: "no format fits" });
    const failing = service(async () => {
      throw new EngineEnded("gone");
    }, pending);
    await expect(failing.made.once()).rejects.toThrow("gone");
    expect(failing.released).toEqual([]);
  });
});

describe("a file under which the engine process ends each time", () => {
  const files = (...paths: readonly string[]) => paths.map((path) => ({ path, mark: "1", closed: true }));
  function service(ends: (path: string) => boolean, pending: { now: readonly Pending[] }) {
    const clock = { ticks: 0 };
    const looks: (readonly string[])[] = [];
    const released: string[] = [];
    const told: string[] = [];
    const made = new Service({
      now: () => clock.ticks,
      ticks: () => clock.ticks,
      judgedBy: () => "",
      begun: () => false,
      look: async ({ paths }) => {
        looks.push(paths);
        if (paths.some(ends)) throw new EngineEnded("gone");
        return { document: document([]), unread: {}, total: 1, tookMs: 1 };
      },
      pending: () => pending.now.filter(({ path }) => !released.includes(path)),
      release: async (path) => {
        released.push(path);
      },
      found: () => {},
      told: (says) => told.push(says),
    });
    const turns = async (times: number) => {
      for (let n = 0; n < times; n += 1) await made.once().catch(() => undefined);
    };
    return { made, clock, looks, released, told, turns };
  }

  test("is found, left, said to be unread and kept; the others are read", async () => {
    const pending = { now: files("a", "bad", "c") };
    const { made, looks, released, told, turns } = service((path) => path === "bad", pending);
    await turns(8);
    expect(looks).toEqual([["a", "bad", "c"], ["a", "bad", "c"], ["a"], ["bad"], ["bad"], ["c"]]);
    expect(released).toEqual(["a", "c"]);
    expect(told.join()).toMatch(/^bad: the engine process ended/);
    expect(made.health).toMatchObject({
      state: "ready",
      unread: { bad: expect.stringContaining("every hour") },
    });
    // What comes next is read together again.
    pending.now = [...pending.now, ...files("d", "e")];
    await turns(2);
    expect(looks.slice(6)).toEqual([["d", "e"]]);
  });

  test("alone is no failing service for ever", async () => {
    const { made, looks, turns } = service(() => true, { now: files("bad") });
    await turns(5);
    expect(looks.length).toBe(2);
    expect(made.health.state).toBe("starting");
    expect(Object.keys(made.health.unread)).toEqual(["bad"]);
  });

  test("is tried again after an hour, and is read like any other where it was not its fault", async () => {
    let isBad = true;
    const { made, clock, looks, released, turns } = service((path) => isBad && path === "bad", {
      now: files("a", "bad"),
    });
    await turns(8);
    clock.ticks += 60 * 60_000;
    await turns(3);
    expect(looks.filter(([path]) => path === "bad").length).toBe(3);
    isBad = false;
    clock.ticks += 60 * 60_000;
    await turns(2);
    expect(released).toEqual(["a", "bad"]);
    expect(made.health).toMatchObject({ state: "ready", unread: {} });
  });

  test("is not looked for where the process ended once, as when somebody killed it", async () => {
    let ended = 0;
    const { looks, turns } = service(() => ended++ === 0, { now: files("a", "b") });
    await turns(2);
    expect(looks).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });
});

test("files are seen to have grown, to be new and to be gone", () => {
  const at = join(folder, "logs");
  write(at, "a.log", ["one"]);
  const markOf = (path: string) => pendingOf([path])[0]?.mark;
  const marks = [markOf(at)];
  appendFileSync(join(at, "a.log"), "two\n");
  marks.push(markOf(at));
  write(at, "sub/b.log", ["one"]);
  marks.push(markOf(at));
  expect(new Set(marks).size).toBe(3);
  expect(markOf(at)).toBe(marks[2]);
  expect(markOf(join(at, "*.log"))).toContain("a.log");
  expect(markOf(join(folder, "none.log"))).toBe("");
});

describe("the engine process", () => {
  const store = join(folder, "store");
  mkdirSync(store, { recursive: true });
  const told: string[] = [];
  const engine = new EngineProcess(worker, ["{}", store], (says) => told.push(says));
  afterAll(() => engine.close());
  const log = write(folder, "access.log", [
    probe("/.env"),
    probe("/server-status"),
    probe("/phpinfo.php"),
    probe("/actuator/env"),
  ]);

  test("stores and triages, dies, and is there again without a record lost or doubled", async () => {
    const first = await engine.look({ paths: [log] });
    expect(first.total).toBe(4);
    expect(first.document.cases.length).toBe(1);
    appendFileSync(log, `${probe("/config.php")}\n`);
    const cut = engine.look({ paths: [log] });
    process.kill(engine.pid ?? 0, "SIGKILL");
    await expect(cut).rejects.toBeInstanceOf(EngineEnded);
    expect(told.join()).toContain("SIGKILL");
    const again = await engine.look({ paths: [log] });
    expect(again.total).toBe(5);
    expect(again.document.cases.map(({ id }) => id)).toEqual(first.document.cases.map(({ id }) => id));
    const third = await engine.look({ paths: [log] });
    expect(third.total).toBe(5);
  });

  test("that stands still although it was asked is ended, and one that works is not", async () => {
    const module = write(folder, "still.mjs", [
      'process.on("message", ({ look }) => { if (look.paths[0] === "work") for (;;); });',
      "setInterval(() => {}, 1000);",
    ]);
    const limits = { window: 2500, seconds: 0.1 };
    const says: string[] = [];
    const still = new EngineProcess(
      module,
      [],
      (what) => says.push(what),
      () => {},
      () => {},
      limits,
    );
    await expect(still.look({ paths: ["wait"] })).rejects.toBeInstanceOf(EngineEnded);
    expect(says[0]).toMatch(/stands still/);
    const works = still.look({ paths: ["work"] }).catch(() => "ended");
    expect(await Promise.race([works, new Promise((resolve) => setTimeout(resolve, 8000, "works"))])).toBe(
      "works",
    );
    await still.close();
  });

  test("looks at a copy of the store beside the store, which stays as it is", async () => {
    const copy = join(folder, "store-copy");
    write(copy, "left by a kill", ["one"]);
    const aside = new AsideLooks({
      ...{ entry: worker, given: ["{}"], store, copy, now: () => 77 },
      whileClosed: (work) => work(),
      told: (says) => told.push(says),
    });
    const { document: before, total } = await engine.look({ paths: [] });
    // The engine process keeps no store open between two looks.
    const { seen, atMs } = await aside.look();
    expect(atMs).toBe(77);
    expect(seen.total).toBe(total);
    expect(seen.document.cases).toEqual(before.cases);
    // Commands of people are about the store; the copy is gone when they read them.
    expect(seen.document.steps).toEqual(before.steps);
    expect(seen.document.steps.some(({ command }) => command?.includes(store))).toBe(true);
    expect(seen.marks).toBeInstanceOf(Array);
    expect(existsSync(copy)).toBe(false);
    const mark = { entity: "e-1", first_ms: 1, last_ms: 2, case_id: "C-1", campaign: "", link: "agent" };
    const marks = [{ ...mark, key: "k", shown: "k", written: 1 }];
    const after = await engine.look({ paths: [], marks });
    expect(after.document.cases).toEqual(before.cases);
    const db = await openChdb({ path: join(store, "db") });
    expect(await db.rows("SELECT entity, link FROM store_marks WHERE key = 'k'")).toEqual([
      { entity: "e-1", link: "agent" },
    ]);
    await db.close();
    await aside.close();
  });

  test("two logs that begin alike are two, where they are told apart", async () => {
    const same = [probe("/a"), probe("/b")];
    const paths = [write(folder, "one.log", same), write(folder, "two.log", [...same, probe("/c")])];
    const [one = "", two = ""] = paths;
    const identities = { [one]: "one", [two]: "two" };
    const { total: before } = await engine.look({ paths: [] });
    expect((await engine.look({ paths, identities })).total).toBe(before + 5);
    appendFileSync(one, `${probe("/d")}\n`);
    expect((await engine.look({ paths, identities })).total).toBe(before + 6);
    expect((await engine.look({ paths, identities })).total).toBe(before + 6);
  });

  test("looks at the newest alone, from where what was stored together begins", async () => {
    const other = join(folder, "newest");
    mkdirSync(other);
    const looking = new EngineProcess(worker, ["{}", other], () => {});
    const at = (day: number, minute: number, ip: string) =>
      ["/.env", "/server-status", "/phpinfo.php", "/actuator/env"].map((path) =>
        combined({
          ...{ ip, request: `GET ${path} HTTP/1.1`, status: 404, agent: "python-requests/2.31.0" },
          time: `${day}/May/2026:10:${minute}:00 +0000`,
        }),
      );
    const part = write(other, "part.log", at(11, 10, "192.0.2.11"));
    const identities = { [part]: "part" };
    await looking.look({ paths: [part], identities });
    appendFileSync(part, `${[...at(12, 10, "192.0.2.12"), ...at(12, 40, "192.0.2.13")].join("\n")}\n`);
    // An old part that is new among the sources.
    const late = write(other, "late.log", at(10, 10, "192.0.2.10"));
    const { document: newest, total } = await looking.look({
      paths: [part, late],
      identities: { ...identities, [late]: "late" },
      fromMs: Date.parse("2026-05-12T10:20:00Z"),
    });
    expect(total).toBe(16);
    expect(newest.entities.map(({ value }) => value).sort()).toEqual(["192.0.2.13"]);
    expect(newest.sources.map(({ events }) => events)).toEqual([4, 0]);
    const { document: wider } = await looking.look({
      ...{ paths: [], fromMs: Date.parse("2026-05-12T10:05:00Z") },
    });
    expect(wider.entities.map(({ value }) => value).sort()).toEqual(["192.0.2.12", "192.0.2.13"]);
    const { document: all } = await looking.look({ paths: [] });
    expect(all.entities.filter(({ type }) => type === "ip").length).toBe(4);
    await looking.close();
  });

  test("says which file could not be read, and reads the others", async () => {
    const odd = write(folder, "odd.bin", new Uint8Array([0, 1, 2, 3, 255, 254]));
    const { total: before } = await engine.look({ paths: [] });
    appendFileSync(log, `${probe("/e")}\n`);
    const { unread, total } = await engine.look({ paths: [log, odd] });
    expect(Object.keys(unread)).toEqual([odd]);
    expect(total).toBe(before + 1);
  });
});
