/** How long records are kept: what goes by age and by size, what stays of it, and a kill in the middle. */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { openCasebook } from "../src/casebook/casebook.ts";
import { openChdb } from "../src/engine/chdb.ts";
import { EngineProcess } from "../src/service/engine-process.ts";
import { Retention } from "../src/service/retention.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { root } from "./support/places.ts";

const folder = temporaryFolder();
const worker = join(root, "dist/src/cli/run/serve-worker.js");
const nowMs = Date.parse("2026-11-30T00:00:00Z");
const dayMs = 86_400_000;

const monthOf = (month: string, ip: string, path: string) =>
  Array.from({ length: 6 }, (_, at) =>
    combined({
      ip,
      time: `1${at}/${month}/2026:10:05:03 +0000`,
      request: `GET ${path}${at} HTTP/1.1`,
      status: 404,
      agent: `python-requests/2.3${at % 2}`,
    }),
  );

/** A store of three segments, from May to November, and the engine process over it. */
function begun(name: string) {
  const store = join(folder, name);
  mkdirSync(store, { recursive: true });
  const engine = new EngineProcess(worker, ["{}", store], () => {});
  afterAll(() => engine.close());
  const paths = [
    write(folder, `${name}/in/1.log`, monthOf("May", "192.0.2.1", "/server-status?")),
    write(folder, `${name}/in/2.log`, monthOf("Aug", "192.0.2.2", "/.env.")),
    write(folder, `${name}/in/3.log`, monthOf("Nov", "192.0.2.3", "/.git/config?")),
  ];
  const identities = Object.fromEntries(paths.map((path, at) => [path, `segment ${at}`]));
  return { store, engine, paths, look: () => engine.look({ paths, identities }) };
}

/** Sources by the number of their records in each table. */
async function held(store: string) {
  const db = await openChdb({ path: join(store, "db") });
  const by = async (source: string, table: string) =>
    Object.fromEntries(
      (await db.rows(`SELECT ${source} AS source, count() AS n FROM ${table} GROUP BY source`)).map((row) => [
        String(row.source),
        Number(row.n),
      ]),
    );
  const found = {
    events: await by("intDiv(event_id, 1099511627776)", "events"),
    profile: Object.keys(await by("source", "activity")).sort(),
    clients: (await db.rows("SELECT DISTINCT client FROM activity_clients ORDER BY client")).map(
      ({ client }) => client,
    ),
  };
  await db.close();
  return found;
}

describe("records that are older than an age", () => {
  const { store, engine, paths, look } = begun("by-age");

  test("go with all that is told of them, and are not stored again", async () => {
    expect((await look()).total).toBe(18);
    const kept = await engine.keep({ nowMs, beforeMs: nowMs - 120 * dayMs });
    expect(kept).toMatchObject({
      ...{ sources: 1, events: 6, eventsEver: 6 },
      untilMs: Date.parse("2026-05-15T10:05:03Z"),
    });
    expect(await held(store)).toEqual({
      events: { 1: 6, 2: 6 },
      profile: ["1", "2"],
      clients: ["192.0.2.2", "192.0.2.3"],
    });
    const again = await look();
    expect(again.total).toBe(12);
    expect(again.document.sources.map(({ path }) => path)).toEqual(paths.slice(1));
    expect(JSON.stringify(again.document)).not.toContain("192.0.2.1");
    expect(again.document.window?.first).toBe("2026-08-10T10:05:03.000Z");
  });

  test("are removed once, and what a log of them gets later is kept", async () => {
    expect(await engine.keep({ nowMs, beforeMs: nowMs - 120 * dayMs })).toMatchObject({
      ...{ sources: 0, events: 0, eventsEver: 6 },
    });
    const [first = ""] = paths;
    appendFileSync(first, `${combined({ ip: "192.0.2.1", time: "29/Nov/2026:10:05:03 +0000" })}\n`);
    const seen = await look();
    expect(seen.total).toBe(13);
    expect(seen.document.sources.find(({ path }) => path === first)).toMatchObject({ events: 1 });
    expect(await engine.keep({ nowMs, beforeMs: nowMs - 120 * dayMs })).toMatchObject({
      ...{ sources: 0, eventsEver: 6 },
    });
    expect((await held(store)).events).toEqual({ 0: 1, 1: 6, 2: 6 });
  });

  test("all go where all are old", async () => {
    expect(await engine.keep({ nowMs, beforeMs: nowMs })).toMatchObject({ events: 13, eventsEver: 19 });
    const seen = await look();
    expect(seen.total).toBe(0);
    expect(seen.document.cases).toEqual([]);
  });
});

test("the oldest go where the store is larger than a size, and the newest stay", async () => {
  const { store, engine, look } = begun("by-size");
  await look();
  const { bytes } = await engine.keep({ nowMs, bytesMax: 2 ** 40 });
  expect(bytes).toBeGreaterThan(0);
  expect(await engine.keep({ nowMs, bytesMax: bytes - 1 })).toMatchObject({ sources: 1, events: 6 });
  expect((await held(store)).events).toEqual({ 1: 6, 2: 6 });
  expect(await engine.keep({ nowMs, bytesMax: 1 })).toMatchObject({ sources: 1, eventsEver: 12 });
  expect((await held(store)).events).toEqual({ 2: 6 });
  expect((await look()).total).toBe(6);
});

test("a record whose clock is ahead does not keep its source for ever", async () => {
  const { engine, paths, look } = begun("ahead");
  appendFileSync(paths[0] ?? "", `${combined({ time: "01/Jan/2099:10:05:03 +0000" })}\n`);
  appendFileSync(paths[1] ?? "", `${combined({ time: "01/Jan/2099:10:05:03 +0000" })}\n`);
  await look();
  // The records beside it tell how old they are.
  expect(await engine.keep({ nowMs, beforeMs: nowMs - 120 * dayMs })).toMatchObject({
    sources: 1,
    events: 7,
  });
  expect((await look()).total).toBe(13);
});

describe("a kill", () => {
  const { store, engine, look } = begun("killed");
  const removal = pathToFileURL(join(root, "dist/src/triage/store-removal.js")).href;
  const content = pathToFileURL(join(root, "dist/src/content/bundle.js")).href;

  test("between the note of a removal and the removal leaves nothing that counts", async () => {
    await look();
    await engine.close();
    const script = `
      const { keepWithin } = await import(${JSON.stringify(removal)});
      const { openContent } = await import(${JSON.stringify(content)});
      await keepWithin(process.argv[1], await openContent(), ${JSON.stringify({ nowMs, beforeMs: nowMs - 60 * dayMs })}, () => process.kill(process.pid, "SIGKILL"));`;
    const { signal } = spawnSync(process.execPath, ["--input-type=module", "-e", script, store]);
    expect(signal).toBe("SIGKILL");
    expect((await held(store)).events).toEqual({ 0: 6, 1: 6, 2: 6 });
    const next = new EngineProcess(worker, ["{}", store], () => {});
    afterAll(() => next.close());
    expect(await next.keep({ nowMs })).toMatchObject({ events: 0, eventsEver: 12 });
    expect((await held(store)).events).toEqual({ 2: 6 });
  });

  test("at any moment loses and doubles nothing", async () => {
    const { store: other, engine: first, paths } = begun("killed-often");
    const identities = Object.fromEntries(paths.map((path, at) => [path, `segment ${at}`]));
    let now = first;
    const limits = { nowMs, beforeMs: nowMs - 60 * dayMs };
    await now.look({ paths, identities });
    for (const ms of [0, 150, 300, 450, 600, 900]) {
      const kept = now.keep(limits).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (now.pid !== undefined) process.kill(now.pid, "SIGKILL");
      await kept;
      now = new EngineProcess(worker, ["{}", other], () => {});
      const { total } = await now.look({ paths, identities });
      expect([6, 18]).toContain(total);
    }
    expect(await now.keep(limits)).toMatchObject({ eventsEver: 12 });
    expect((await now.look({ paths, identities })).total).toBe(6);
    await now.close();
    expect((await held(other)).events).toEqual({ 2: 6 });
  });
});

describe("the service", () => {
  const none = { sources: 0, events: 0, eventsEver: 0, bytes: 5 };

  test("removes every ten minutes, and tells of it in audit and health", async () => {
    const book = openCasebook(join(folder, "book.db"), true);
    let now = nowMs;
    const asked: unknown[] = [];
    const parts = { now: () => now, ticks: () => now, book, told: () => {} };
    const keep = async (limits: unknown) => {
      asked.push(limits);
      return { ...none, sources: 1, events: 7, eventsEver: 7 * asked.length, untilMs: 0 };
    };
    const retention = new Retention({ ageMs: dayMs, bytes: 9 }, { ...parts, keep });
    expect(await retention.step()).toBe(7);
    now += 9 * 60_000;
    expect(await retention.step()).toBe(0);
    now += 60_000;
    expect(await retention.step()).toBe(7);
    expect(asked).toEqual([
      { nowMs, beforeMs: nowMs - dayMs, bytesMax: 9 },
      { nowMs: now, beforeMs: now - dayMs, bytesMax: 9 },
    ]);
    expect(retention.figures).toEqual({ ageMs: dayMs, bytesMax: 9, bytes: 5, removed: 14, lastMs: now });
    // A service that was killed before it told of 20 more.
    const later = new Retention(
      { ageMs: dayMs, bytes: undefined },
      { ...parts, keep: async () => ({ ...none, eventsEver: 34 }) },
    );
    await later.step();
    const removed = book.audit().filter(({ act }) => act === "records.removed");
    expect(removed.map(({ detail }) => detail.records)).toEqual([7, 7, 20]);
    expect(removed[0]).toMatchObject({ actor: "vedette", detail: { until: "1970-01-01T00:00:00.000Z" } });
    expect(book.verify()).toMatchObject({ holds: true });
    book.close();
  });

  test("says why it could not, and asks for nothing where all is kept", async () => {
    const told: string[] = [];
    const book = { recordsRemoved: () => {}, removedTold: () => 0 };
    const parts = { now: () => nowMs, ticks: () => nowMs, book, told: (says: string) => told.push(says) };
    const failing = { ...parts, keep: () => Promise.reject(new Error("no room")) };
    const retention = new Retention({ ageMs: dayMs, bytes: undefined }, failing);
    expect(await retention.step()).toBe(0);
    expect(retention.figures.because).toBe("no room");
    expect(told).toEqual(["Old records could not be removed: no room"]);
    await new Retention({ ageMs: undefined, bytes: undefined }, failing).step();
    expect(told.length).toBe(1);
  });

  test("gives up files that nobody can read when they are old", () => {
    const parts = {
      now: () => nowMs,
      ticks: () => nowMs,
      book: { recordsRemoved: () => {}, removedTold: () => 0 },
    };
    const retention = new Retention(
      { ageMs: dayMs, bytes: undefined },
      { ...parts, keep: async () => none, told: () => {} },
    );
    const file = (name: string, days: number, closed = true) => {
      const path = write(folder, name, ["?"]);
      utimesSync(path, 0, (nowMs - days * dayMs) / 1000);
      return { path, mark: "1", closed };
    };
    const files = [file("old", 2), file("new", 0), file("open", 2, false), file("read", 2)];
    const unread = Object.fromEntries(files.slice(0, 3).map(({ path }) => [path, "no format fits"]));
    expect(retention.tooOld(files, unread)).toEqual([files[0]]);
  });
});
