/** The client of ClickHouse against a server over real HTTP: what goes over the wire, and what goes wrong on it. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ServerAddress } from "../src/engine/clickhouse/address.ts";
import { openServer, openServerReader } from "../src/engine/clickhouse.ts";
import { EngineError, type ServerEngine } from "../src/engine/engine.ts";
import { realServer, type TestServer, testServer } from "./support/clickhouse/server.ts";

let server: TestServer;
let address: ServerAddress;
let engine: ServerEngine;
const eventsSql = "CREATE TABLE events (event_id Int64, raw String) ENGINE = MergeTree ORDER BY event_id";
/** What only the endpoint can be asked for. */
const faulty = test.skipIf(realServer !== undefined);

const linesOf = async (lines: AsyncIterable<Uint8Array>) => {
  const pieces: Buffer[] = [];
  for await (const piece of lines) pieces.push(Buffer.from(piece));
  return pieces;
};
const failureOf = async (work: Promise<unknown>): Promise<EngineError> => {
  const thrown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (!(thrown instanceof EngineError)) throw new Error(`no failure of the engine: ${String(thrown)}`);
  return thrown;
};
const countOf = async (table: string) =>
  Number((await engine.rows(`SELECT count() AS n FROM ${table}`))[0]?.n);
/** Rows in the format in which they are sent. */
const block = (...ids: number[]) => {
  const name = (text: string) => Buffer.from([text.length, ...Buffer.from(text)]);
  const numbers = Buffer.alloc(8 * ids.length);
  for (const [index, id] of ids.entries()) numbers.writeBigInt64LE(BigInt(id), 8 * index);
  const texts = ids.map((id) => name(`line ${id}`));
  return Buffer.concat([
    Buffer.from([2, ids.length]),
    name("event_id"),
    name("Int64"),
    numbers,
    name("raw"),
    name("String"),
    ...texts,
  ]);
};

beforeAll(async () => {
  server = await testServer();
  address = server.address();
  engine = await openServer(address, { begin: true, idleMs: 60_000, patienceMs: 20_000 });
  await engine.run(eventsSql);
}, 120_000);
afterEach(async () => {
  await server.endpoint?.clear();
  await server.endpoint?.forget();
});
afterAll(async () => {
  await engine?.close();
  await server?.close();
}, 60_000);

describe("statements", () => {
  const awkward = [
    "",
    "it's",
    'a "b"',
    "\\",
    "\\n",
    "tab\there",
    "line\nfeed",
    "\r\n",
    "{x:String}",
    "ü€😀",
    "\0",
  ];

  test("values arrive as they are, alone, in a list, and where they are too large for an address", async () => {
    for (const value of awkward)
      expect(await engine.rows("SELECT {value:String} AS value", { value })).toEqual([{ value }]);
    expect(await engine.rows("SELECT {values:Array(String)} AS v", { values: awkward })).toEqual([
      { v: awkward },
    ]);
    const many = Array.from({ length: 9_000 }, (_, n) => `${awkward[n % awkward.length]}${n}`);
    expect(await engine.rows("SELECT {many:Array(String)} AS v", { many })).toEqual([{ v: many }]);
    await engine.table("values", "SELECT arrayJoin({many:Array(String)}) AS v", { many }, { few: true });
    expect((await engine.rows("SELECT v FROM values")).map(({ v }) => v)).toEqual(many);
    await engine.insert(
      "values",
      awkward.map((v) => ({ v })),
    );
    expect(await countOf("values")).toBe(many.length + awkward.length);
  }, 120_000);

  test("numbers, lists and missing rows", async () => {
    expect(
      await engine.rows("SELECT toUInt64(9007199254740991) AS n, [1, 2] AS l, {p:UInt16} + 1 AS p", { p: 6 }),
    ).toEqual([{ n: 9007199254740991, l: [1, 2], p: 7 }]);
    expect(await engine.rows("SELECT 1 AS x WHERE 0")).toEqual([]);
  });

  test("lines come whole and in order, and no more of them than are wanted", async () => {
    const sql = "SELECT concat('line ', toString(number)) FROM numbers(200000)";
    const pieces = await linesOf(engine.lines(sql));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.every((piece) => piece.at(-1) === 0x0a)).toBe(true);
    const all = Buffer.concat(pieces).toString().trimEnd().split("\n");
    expect(all).toHaveLength(200_000);
    expect(all.every((line, n) => line === `line ${n}`)).toBe(true);
    for await (const piece of engine.lines(sql)) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(await engine.rows("SELECT 1 AS x")).toEqual([{ x: 1 }]);
  }, 60_000);

  test("a refused statement has the server's number, as embedded", async () => {
    const { number, message } = await failureOf(engine.rows("SELECT * FROM nowhere"));
    expect(number).toBe(60);
    expect(message).toMatch(/^Code: 60\. DB::Exception: /);
    expect((await failureOf(engine.run("CREATE TABLE x (y Nothing2) ENGINE = Memory"))).number).toBe(50);
    expect((await failureOf(linesOf(engine.lines("SELEC 1")).then(String))).number).toBe(62);
  });

  test("compressed, the same", async () => {
    const reader = await openServer(server.address("compress=1"), { begin: true });
    await reader.run(eventsSql);
    await reader.add("events", block(1, 2, 3), "compressed");
    expect(await reader.rows("SELECT raw FROM events ORDER BY event_id")).toEqual(
      [1, 2, 3].map((id) => ({ raw: `line ${id}` })),
    );
    await reader.close();
  }, 60_000);
});

describe("failures in the middle", () => {
  const sql = "SELECT concat('line ', toString(number)) FROM numbers(300000)";

  faulty(
    "words behind rows are a failure and no rows",
    async () => {
      await server.endpoint?.fault({ kind: "error-mid", match: "numbers\\(300000\\)" });
      const got: Buffer[] = [];
      const failure = await failureOf(
        (async () => {
          for await (const piece of engine.lines(sql)) got.push(Buffer.from(piece));
        })(),
      );
      expect(failure.number).toBe(241);
      expect(failure.message).toBe(
        "Code: 241. DB::Exception: (total) memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)",
      );
      expect(Buffer.concat(got).toString()).not.toContain("exception");
      await server.endpoint?.fault({ kind: "error-mid", match: "WHERE 1" });
      expect((await failureOf(engine.rows("SELECT 1 AS x WHERE 1"))).number).toBe(241);
    },
    60_000,
  );

  faulty(
    "a connection that ends in an answer is a failure; a question is asked again before",
    async () => {
      await server.endpoint?.fault({ kind: "cut-mid", match: "numbers\\(300000\\)" });
      expect((await failureOf(linesOf(engine.lines(sql)).then(String))).number).toBe(0);
      await server.endpoint?.fault({ kind: "cut-mid", match: "AS asked" });
      expect(await engine.rows("SELECT 5 AS asked")).toEqual([{ asked: 5 }]);
      await server.endpoint?.fault({ kind: "refuse", match: "AS busy", times: 2 });
      expect(await engine.rows("SELECT 6 AS busy")).toEqual([{ busy: 6 }]);
      const seen = (await server.endpoint?.seen()) ?? [];
      expect(seen.filter((one) => one.sql.includes("AS asked"))).toHaveLength(2);
      expect(seen.filter((one) => one.sql.includes("AS busy"))).toHaveLength(3);
    },
    60_000,
  );

  faulty(
    "a late answer is a failure, and the question is not asked twice",
    async () => {
      const reader = await openServer(server.address(), { begin: true, idleMs: 3_000 });
      await server.endpoint?.fault({ kind: "delay", match: "AS late", ms: 60_000 });
      expect((await failureOf(reader.rows("SELECT 1 AS late"))).message).toBe(
        "the server did not answer in time",
      );
      const seen = (await server.endpoint?.seen()) ?? [];
      expect(seen.filter((one) => one.sql.includes("AS late"))).toHaveLength(1);
      await reader.close();
    },
    60_000,
  );

  faulty(
    "who is not known is told so, without a password",
    async () => {
      const wrong = { ...server.address(), password: "not-the-one" };
      const failure = await openServer(wrong, { begin: true }).catch((thrown: Error) => thrown);
      expect(String(failure)).toContain("does not let this user in");
      expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain("not-the-one");
      await expect(openServer({ ...wrong, url: "http://127.0.0.1:9" }, { begin: true })).rejects.toThrow(
        /the connection to the server ended|bad port|ECONNREFUSED/,
      );
    },
    60_000,
  );
});

describe("insertions", () => {
  faulty(
    "one whose answer is lost is sent again and kept once",
    async () => {
      const before = await countOf("events");
      await server.endpoint?.fault({ kind: "cut-after", match: "INSERT INTO \\w+\\.events" });
      await engine.add("events", block(11, 12), "lost");
      expect(await countOf("events")).toBe(before + 2);
      const sent = ((await server.endpoint?.seen()) ?? []).filter((one) => one.rows);
      const tokens = sent.map(({ settings }) => settings.insert_deduplication_token);
      expect(tokens).toHaveLength(2);
      expect(new Set(tokens).size).toBe(1);
      expect(tokens[0]).toMatch(/^[0-9a-f]{1,16}\/\d+\/lost$/);
    },
    60_000,
  );

  test("the same rows given twice are there twice", async () => {
    const before = await countOf("events");
    await engine.add("events", block(21, 22), "twice");
    await engine.add("events", block(21, 22), "twice");
    expect(await countOf("events")).toBe(before + 4);
  }, 60_000);

  faulty(
    "what would be there twice is not sent again",
    async () => {
      await engine.run("CREATE TABLE profile_x (n UInt8) ENGINE = Memory");
      await server.endpoint?.fault({ kind: "cut-after", match: "profile_x" });
      await failureOf(engine.run("INSERT INTO profile_x SELECT 1"));
      await server.endpoint?.fault({ kind: "cut-after", match: "profile_x" });
      await failureOf(engine.insert("profile_x", [{ n: 2 }]));
      expect(await engine.rows("SELECT n FROM profile_x ORDER BY n")).toEqual([{ n: 1 }, { n: 2 }]);
    },
    60_000,
  );

  faulty(
    "a server that is started again in between has them once",
    async () => {
      const before = await countOf("events");
      await server.endpoint?.fault({ kind: "die-before", match: "INSERT INTO \\w+\\.events" });
      const adding = engine.add("events", block(31, 32), "died");
      await server.endpoint?.ended();
      await server.endpoint?.restart();
      await adding;
      expect(await countOf("events")).toBe(before + 2);
      await server.endpoint?.fault({ kind: "die-after", match: "INSERT INTO \\w+\\.events" });
      const again = engine.add("events", block(33, 34), "died");
      await server.endpoint?.ended();
      await server.endpoint?.restart();
      await again;
      expect(await countOf("events")).toBe(before + 4);
    },
    180_000,
  );
});

describe("a person's statements", () => {
  const limits = { seconds: 60, rows: 3, memoryBytes: 1_000_000_000 };

  test("are limited and cannot write", async () => {
    await engine.run(
      "CREATE TABLE IF NOT EXISTS store_meta (key String, value String, written UInt64) ENGINE = MergeTree ORDER BY key",
    );
    await engine.add("events", block(41, 42), "asked");
    const reader = await openServerReader(address, limits);
    expect(await reader.rows("SELECT raw FROM events WHERE event_id = {id:Int64}", { id: 41 })).toEqual([
      { raw: "line 41" },
    ]);
    expect((await failureOf(reader.rows("SELECT number FROM numbers(4)"))).number).toBe(396);
    expect((await failureOf(reader.rows("SELECT 1 SETTINGS max_result_rows = 0"))).number).toBe(164);
    expect((await failureOf(reader.rows("DROP TABLE events"))).number).toBe(164);
    await reader.close();
  }, 60_000);
});
