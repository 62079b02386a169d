/**
 * Every shipped query on two shards, compared as whole results with one store in a folder: with rows split by the sharding key, and
 * at random. A table of a run that is read on a shard is a failure there (support/clickhouse/shards.mjs).
 */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadHunts } from "../src/content/hunts.ts";
import { loadContent } from "../src/content/load.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { realServer } from "./support/clickhouse/server.ts";
import { type Said, type Stores, twoStores } from "./support/clickhouse/stores.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder } from "./support/files.ts";
import { contentSql } from "./support/shards/content-sql.ts";
import { type Input, sampleAlone, sampleInput } from "./support/shards/input.ts";
import { longestPart, plainSql, questionKinds, recordEmbedded } from "./support/shards/statements.ts";

/** Whether all is done that can be, in some minutes, and not what the suite has time for. */
const all = process.env.VEDETTE_SHARDS === "all";
const folder = temporaryFolder();
const content = loadContent();
const splits = ["client", "random"] as const;
const embedded: string[] = [];
/** What a run over shards asks its own engine: of logs that it reads, and rules are tried on samples of theirs, which lie in no store. */
const besideShards: string[] = [];
const stores = new Map<string, Stores>();
/** Indicators that run and are silent where other samples stand beside theirs; alone they fire (the long form). */
const overshadowed = ["endpoint.config-exposed", "scan.method-sweep", "ua.rotation"];
/** Statements of people: what only distributed plans get wrong among them. */
const statements = [
  "SELECT source_ip, count() AS n FROM events GROUP BY source_ip ORDER BY n DESC, source_ip LIMIT 10",
  "SELECT event_class, uniqExact(source_ip) AS clients, quantileExact(0.5)(time_ms) AS middle FROM events GROUP BY event_class ORDER BY event_class",
  "SELECT event_id, source_ip FROM events WHERE source_ip IN (SELECT source_ip FROM events WHERE http_response_status_code = 404) ORDER BY event_id",
  "SELECT one.source_ip AS a, count() AS n FROM events AS one INNER JOIN (SELECT DISTINCT user_agent_original FROM events WHERE event_id % 3 = 0) AS other ON other.user_agent_original = one.user_agent_original GROUP BY a ORDER BY n DESC, a",
  "SELECT event_id, row_number() OVER (PARTITION BY source_ip ORDER BY event_id) AS nth FROM events ORDER BY event_id",
  "WITH many AS (SELECT source_ip FROM events GROUP BY source_ip HAVING count() > 3) SELECT count() AS n, (SELECT count() FROM many) AS m FROM events WHERE source_ip IN (SELECT source_ip FROM many)",
  "SELECT DISTINCT event_class FROM events ORDER BY event_class LIMIT 3",
];
let input: Input;
let report: ReportDocument;
let feeds: string[] = [];

const on = (split: string) => {
  const known = stores.get(split);
  if (known === undefined) throw new Error(`no store ${split}`);
  return known;
};

/** What a command says over the folder, which both stores on shards have to say as well. */
async function everywhere(words: readonly string[], store?: string): Promise<Said> {
  const recorded = recordEmbedded();
  const expected = await on("client").inFolder(words, store).finally(recorded.stop);
  embedded.push(...recorded.seen);
  for (const split of splits) {
    const beside = recordEmbedded();
    const said = await on(split).onServer(words, store).finally(beside.stop);
    besideShards.push(...beside.seen);
    expect({ split, ...said }).toEqual({ split, ...expected });
  }
  return expected;
}

const seenOn = async (split: string) =>
  ((await on(split).server.endpoint?.seen()) ?? []).map(({ sql }) => sql);
/** A name without the database of a test's store. */
const withoutDatabase = (sql: string) => sql.replace(/\bvedette_test_\w+\./g, "");

beforeAll(async () => {
  input = sampleInput(folder, content);
  feeds = ["--intel", join(folder, "feeds")];
  for (const [at, list] of input.lists.entries())
    expect((await vedette(["intel", "add", `list-${at}`, list, ...feeds])).status).toBe(0);
  for (const split of splits) stores.set(split, await twoStores(folder, split));
}, 240_000);
afterAll(async () => {
  for (const one of stores.values()) await one.close();
}, 60_000);

describe("two shards", () => {
  test("give the same report of all samples of all indicators", async () => {
    const { told } = await everywhere(["triage", "--json", ...feeds, "--sigma", input.rules, ...input.logs]);
    report = JSON.parse(told);
    const fired = new Set(report.findings.map(({ indicator }) => indicator));
    const silent = content.indicators.map(({ id }) => id).filter((id) => !fired.has(id));
    expect(silent.filter((id) => !overshadowed.includes(id))).toEqual([]);
    expect(report.indicators.filter(({ ran }) => !ran)).toEqual([]);
  }, 2_700_000);

  test("answer each saved hunt alike", async () => {
    for (const { id, samples } of loadHunts()) {
      const given = Object.entries(samples.given).map(([name, value]) => `${name}=${value}`);
      const { status } = await everywhere(["hunt", id, ...given, "--json"]);
      expect(status).toBe(0);
    }
  }, 2_700_000);

  test("answer statements of people alike", async () => {
    for (const statement of statements) {
      const { status, told } = await everywhere(["sql", "--json", statement]);
      expect({ statement, status }).toEqual({ statement, status: 0 });
      expect(told.split("\n").length).toBeGreaterThan(1);
    }
  }, 2_700_000);

  const long = all ? test : () => {};
  long(
    "give the same report of indicators that other samples overshadow",
    async () => {
      for (const one of content.indicators.filter(({ id }) => overshadowed.includes(id))) {
        const log = sampleAlone(folder, one);
        const { told } = await everywhere(["triage", "--json", log], one.id.replaceAll(/\W/g, "_"));
        const { findings } = JSON.parse(told) as ReportDocument;
        expect(findings.map(({ indicator }) => indicator)).toContain(one.id);
      }
    },
    900_000,
  );
  long(
    "judge a case alike: a window, rules, blocks, reviews, lines",
    async () => {
      const judged = [...feeds, "--sigma", input.rules];
      const of = report.cases.find(({ entities }) => entities.length > 0);
      const id = String(of?.id);
      await everywhere(["triage", "--json", "--from", "2026-05-18", "--to", "2026-05-19T23:00Z"]);
      await everywhere(["sigma", input.rules, "--json"]);
      for (const words of [
        ["contain", id, "--json"],
        ["rules", id, "--json"],
        ["rules", "--pack", "--json"],
        ["review", id, "--json"],
        ["review-controls", "--json"],
        ["explain", id],
        ["explain", `${join(folder, "logs", "web.log")}:3`],
      ])
        expect({ words, ...(await everywhere([...words, ...judged])) }).toMatchObject({ words, status: 0 });
    },
    3_600_000,
  );
});

describe.skipIf(realServer !== undefined)("every query", () => {
  test("that a store in a folder is asked is asked on shards, and no other", async () => {
    const inFolder = questionKinds(embedded);
    expect(inFolder.size).toBeGreaterThan(40);
    const tried = [...questionKinds(besideShards)].filter((kind) =>
      kind.startsWith("SELECT count() AS n, sum(requests) AS requests FROM ( WITH lower("),
    );
    for (const split of splits) {
      const asked = new Set([...questionKinds((await seenOn(split)).map(withoutDatabase)), ...tried]);
      expect({ split, kinds: [...asked].sort() }).toEqual({ split, kinds: [...inFolder].sort() });
    }
  }, 120_000);

  test("of the content is asked", async () => {
    for (const split of splits) {
      const text = (await seenOn(split)).map(plainSql).join("\n");
      const missing = contentSql().filter(({ sql }) => !text.includes(longestPart(sql)));
      expect({ split, missing: missing.map(({ name }) => name) }).toEqual({ split, missing: [] });
    }
  }, 120_000);
});

describe.skipIf(realServer !== undefined)("what the comparison finds", () => {
  const database = (split: string) => /\/(\w+)\?/.exec(on(split).address())?.[1] ?? "";
  const answer = async (split: string, sql: string) => (await on(split).server.ask(sql)).trim();
  const wrong = (of: string) =>
    `SELECT count() FROM ${of}events WHERE event_id IN (SELECT max(event_id) FROM ${of}events WHERE source_ip != '' GROUP BY source_ip)`;
  const each = "SETTINGS distributed_product_mode = 'local', prefer_global_in_and_join = 0";

  test("a plan that needs all rows of a client on one shard, where they are split at random", async () => {
    const { told } = await on("client").inFolder(["sql", "--csv", wrong("")]);
    const right = told.trim().split(/\s+/).at(-1);
    expect(Number(right)).toBeGreaterThan(5);
    for (const split of splits) {
      expect((await on(split).onServer(["sql", "--csv", wrong("")])).told).toBe(told);
      const local = await answer(split, `${wrong(`${database(split)}.`)} ${each}`);
      // By client, each shard has all that it needs.
      if (split === "client") expect(local).toBe(right);
      // At random, a client has a last event on each.
      else expect(Number(local)).toBeGreaterThan(Number(right));
    }
  }, 300_000);

  test("a shard that looks for a table of the run", async () => {
    const of = `${database("client")}.`;
    const run = `${database("client")}_run_0123456789abcdef`;
    await answer("client", `CREATE DATABASE ${run}`);
    await answer("client", `CREATE TABLE ${run}.profile_x ENGINE = Log AS SELECT '' AS source_ip`);
    const joined = (join: string) =>
      `SELECT count() FROM ${of}events AS one ${join} (SELECT source_ip FROM ${run}.profile_x) AS two ON two.source_ip = one.source_ip`;
    expect(await answer("client", joined("INNER JOIN"))).toContain("a table of a run is read on a shard");
    expect(await answer("client", joined("GLOBAL INNER JOIN"))).toMatch(/^\d+$/);
    await answer("client", `DROP DATABASE ${run}`);
  }, 120_000);

  test("rows on one shard alone", async () => {
    for (const split of splits) {
      const counts = await answer(
        split,
        `SELECT shardNum() AS n, count() FROM ${database(split)}.events GROUP BY n ORDER BY n`,
      );
      expect(counts).toMatch(/^1\t[1-9]\d*\n2\t[1-9]\d*$/);
    }
  }, 60_000);
});
