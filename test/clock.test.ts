/** Clocks that jump: of those who write records, and of the machine that the service runs on. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openCasebook } from "../src/casebook/casebook.ts";
import { openSqlite } from "../src/casebook/sqlite.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { Accounts } from "../src/server/accounts.ts";
import { Jumps } from "../src/service/clock.ts";
import { EngineProcess } from "../src/service/engine-process.ts";
import type { Look, Seen } from "../src/service/model.ts";
import { Retention } from "../src/service/retention.ts";
import { wholeEventsMax } from "../src/service/schedule.ts";
import { Service } from "../src/service/service.ts";
import { makeReport } from "./support/casebook.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { destination, makeNotifier } from "./support/notify.ts";
import { root } from "./support/places.ts";

const folder = temporaryFolder();
const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse("2026-11-30T12:00:00Z");

/** A machine: its clock may be set, and time goes on. */
function machine() {
  let wall = start;
  let even = 0;
  return {
    now: () => wall,
    ticks: () => even,
    passes: (ms: number) => {
      wall += ms;
      even += ms;
    },
    isSet: (byMs: number) => {
      wall += byMs;
    },
  };
}

describe("looks at everything", () => {
  test.each([-hour, day, -30 * day, 400 * day])(
    "come when they are due, although the clock is set by %d ms",
    async (byMs) => {
      const clock = machine();
      const asked: Look[] = [];
      const service = new Service({
        ...{ now: clock.now, ticks: clock.ticks, judgedBy: () => "", begun: () => true },
        look: async (look) => {
          asked.push(look);
          clock.passes(10_000);
          // In the middle of a look, too.
          if (asked.length === 2) clock.isSet(byMs);
          return {
            document: {
              cases: [],
              entities: [],
              window: { last: new Date(start).toISOString() },
            } as unknown as ReportDocument,
            ...{ unread: {}, total: wholeEventsMax + 100 * asked.length, tookMs: 1 },
          } satisfies Seen;
        },
        pending: () => [{ path: "a", mark: String(asked.length), closed: false }],
        release: async () => {},
        found: () => {},
        told: () => {},
      });
      for (let at = 0; at < 9; at += 1) {
        await service.once();
        clock.passes(10_000);
      }
      // The first; and from 60 s after its end the next.
      expect(asked.map(({ fromMs }) => fromMs === undefined)).toEqual([
        true,
        false,
        false,
        false,
        true,
        false,
        false,
        false,
        true,
      ]);
      expect(service.health.tookMs).toBe(10_000);
    },
  );
});

describe("retention", () => {
  const none = { sources: 0, events: 0, eventsEver: 0, bytes: 5 };
  function retention() {
    const clock = machine();
    const asked: { beforeMs?: number; bytesMax?: number }[] = [];
    const told: string[] = [];
    const made = new Retention(
      { ageMs: 90 * day, bytes: 9 },
      {
        ...{ now: clock.now, ticks: clock.ticks, told: (says: string) => told.push(says) },
        book: { recordsRemoved: () => {}, removedTold: () => 0 } as never,
        keep: async (limits) => {
          asked.push(limits);
          return none;
        },
      },
    );
    return { clock, asked, told, made };
  }

  test("removes nothing by age while the clock was set far forward, and goes on when it was set back", async () => {
    const { clock, asked, told, made } = retention();
    await made.step();
    clock.passes(600_000);
    clock.isSet(400 * day);
    await made.step();
    expect(asked.map(({ beforeMs }) => beforeMs)).toEqual([start - 90 * day, undefined]);
    expect(asked[1]?.bytesMax).toBe(9);
    expect(made.figures.held).toMatch(/set forward by 9,600 hours/);
    clock.passes(600_000);
    clock.isSet(-400 * day);
    await made.step();
    expect(asked[2]?.beforeMs).toBe(start + 1_200_000 - 90 * day);
    expect(made.figures.held).toBeUndefined();
    expect(told).toHaveLength(2);
  });

  test("believes a clock that stays set for a day, and small steps at once", async () => {
    const { clock, asked, made } = retention();
    clock.isSet(30 * 60_000);
    await made.step();
    expect(asked[0]?.beforeMs).toBeDefined();
    clock.isSet(400 * day);
    await made.step();
    clock.passes(25 * hour);
    await made.step();
    expect(asked[1]?.beforeMs).toBe(clock.now() - 90 * day);
  });

  test("is not late because the clock is set back", async () => {
    const { clock, asked, made } = retention();
    await made.step();
    clock.isSet(-day);
    clock.passes(600_000);
    await made.step();
    expect(asked).toHaveLength(2);
  });
});

test("a clock that is set forward is seen, and no longer where it is set back", () => {
  const clock = machine();
  const jumps = new Jumps(clock.now, clock.ticks);
  const seen = () => jumps.within(day);
  expect(seen()).toBe(0);
  clock.isSet(2 * hour);
  expect([seen(), seen()]).toEqual([2 * hour, 2 * hour]);
  clock.isSet(-2 * hour);
  expect(seen()).toBe(0);
  clock.isSet(-hour * 5);
  expect(seen()).toBe(0);
});

test("one record of 2099 or of 1970 among those of today does not remove them, whatever came before", async () => {
  const store = join(folder, "store");
  mkdirSync(store);
  const engine = new EngineProcess(join(root, "dist/src/cli/run/serve-worker.js"), ["{}", store], () => {});
  afterAll(() => engine.close());
  const at = (time: string, ip: string) => combined({ ip, time: `${time}:10:05:03 +0000` });
  const paths = [
    write(folder, "in/old.log", [at("30/Nov/2025", "192.0.2.1"), at("29/Nov/2025", "192.0.2.1")]),
    write(folder, "in/ahead.log", [at("30/Nov/2026", "192.0.2.2"), at("01/Jan/2099", "192.0.2.2")]),
    write(folder, "in/behind.log", [at("01/Jan/1970", "192.0.2.3"), at("30/Nov/2026", "192.0.2.3")]),
  ];
  expect((await engine.look({ paths })).total).toBe(6);
  expect(await engine.keep({ nowMs: start, beforeMs: start - 90 * day })).toMatchObject({
    sources: 1,
    events: 2,
  });
  expect(await engine.keep({ nowMs: start + 80 * day, beforeMs: start - 10 * day })).toMatchObject({
    sources: 0,
  });
  expect(await engine.keep({ nowMs: start + 95 * day, beforeMs: start + 5 * day })).toMatchObject({
    sources: 2,
  });
});

describe("the casebook", () => {
  const at = (ms: number, more = {}) =>
    makeReport([{ id: "C-0000000001", first: 1, last: 2, ...more }], { at: ms });
  const closing = { kind: "close", reason: "benign-positive", note: "ours" } as const;

  test("takes the newest report also after the clock was set back", () => {
    const book = openCasebook(join(folder, "back.db"), true);
    book.applyReport(at(start + day, { priority: "batch" }), { at: start + day, run: "1" });
    book.applyReport(at(start, { priority: "now" }), { at: start, run: "2" });
    expect(book.get("C-0000000001").priority).toBe("now");
    // And one that is older stays older.
    book.applyReport(at(start - hour, { priority: "shift" }), { at: start + 1, run: "3" });
    expect(book.get("C-0000000001").priority).toBe("now");
    expect(book.verify()).toMatchObject({ holds: true });
    book.close();
  });

  test("opens a case again that was closed by a clock that was ahead", () => {
    const book = openCasebook(join(folder, "closed.db"), true);
    const id = "C-0000000001";
    const of = (last: number) => {
      const report = at(start);
      return {
        ...report,
        cases: report.cases.map((one) => ({ ...one, last: new Date(last).toISOString() })),
      };
    };
    book.applyReport(of(start - hour), { at: start, run: "1" });
    book.act(id, book.get(id).version, closing, { at: start + day, actor: "ada" });
    book.applyReport(of(start - hour), { at: start + 1000, run: "2" });
    expect(book.get(id).state).toBe("closed");
    book.applyReport(of(start + hour), { at: start + hour + 1, run: "3" });
    expect(book.get(id).state).toBe("new");
    book.close();
  });

  test("opens a case again that goes on, although one of its records is of 2099", () => {
    const book = openCasebook(join(folder, "ahead.db"), true);
    const id = "C-0000000001";
    const of = (count: number) => {
      const report = at(start);
      return {
        ...report,
        cases: report.cases.map((one) => ({ ...one, last: "2099-01-01T00:00:00.000Z" })),
        findings: report.findings.map((one) => ({ ...one, count })),
      };
    };
    book.applyReport(of(3), { at: start, run: "1" });
    book.act(id, book.get(id).version, closing, { at: start + 1, actor: "ada" });
    book.applyReport(of(3), { at: start + 2, run: "2" });
    expect(book.get(id).state).toBe("closed");
    book.applyReport(of(4), { at: start + 3, run: "3" });
    expect(book.get(id).state).toBe("new");
    book.close();
  });
});

test("a session lasts no longer because the clock was ahead when it began", { timeout: 60_000 }, async () => {
  const accounts = new Accounts(openSqlite(join(folder, "accounts.db")));
  await accounts.add("ada", "reader", "seven blue horses walk", start);
  const from = { network: "", agent: "" };
  const secret = (await accounts.signIn("ada", "seven blue horses walk", from, start + day)) ?? "";
  expect(accounts.ofSession(secret, start)).toMatchObject({ name: "ada" });
  expect(accounts.ofSession(secret, start + 11 * hour)).toMatchObject({ name: "ada" });
  expect(accounts.ofSession(secret, start + 24 * hour)).toBeUndefined();
});

test("a message that waits goes out after the clock was set back", () => {
  const book = openCasebook(join(folder, "notified.db"), true);
  const { notifier } = makeNotifier({ book });
  const { outbox } = notifier;
  notifier.destinations.add("D", destination({ name: "x", address: "http://127.0.0.1:1/" }), "ada", start);
  const message = { type: "case.created", subject: "s", body: "b", case: null } as never;
  outbox.post([{ id: "1", destination: "D", message }], undefined, start + day);
  expect(outbox.next("D", start)?.id).toBe("1");
  outbox.again({ id: "1" } as never, "failed", start + hour);
  expect(outbox.next("D", start)).toBeUndefined();
  expect(outbox.next("D", start + hour)?.id).toBe("1");
  book.close();
});
