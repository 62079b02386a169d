/**
 * The same records give the same result, whichever way they are computed: in one scan of the
 * file, from a kept store, merged from the profiles of single days, or on two shards.
 * Whole results are compared, never counts alone.
 */
import { appendFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Content, loadContent } from "../src/content/load.ts";
import type { Detection } from "../src/detect/finding.ts";
import { detect, missingFor } from "../src/detect/indicators.ts";
import { deriveProfiles, loadCatalogues, profilesWanted } from "../src/detect/profiles.ts";
import type { Engine } from "../src/engine/engine.ts";
import { activityParts, activityTablesSql, mergeSql } from "../src/ingest/activity.ts";
import { recordsParts } from "../src/ingest/records.ts";
import { recordsPerSource } from "../src/ingest/scan.ts";
import { toDocument } from "../src/report/document.ts";
import { settleTrust } from "../src/triage/proxies.ts";
import { storedActivitySql } from "../src/triage/store.ts";
import { type OpenTriage, openTriage } from "../src/triage/triage.ts";
import { silentEffects } from "./support/effects.ts";
import { writeTwoShardConfig } from "./support/two-shard-config.ts";

const samples = [
  "apache-combined.log",
  "apache-forwarded.log",
  "nginx-json.log",
  "nginx-combined.log",
  "nginx-combined.log.1.gz",
].map((name) => `samples/${name}`);
const content: Content = loadContent();
const dayMs = 86_400_000;

function open(
  paths: readonly string[],
  more: { store?: string; engineConfigFile?: string } = {},
): Promise<OpenTriage> {
  return openTriage(
    {
      paths,
      content,
      ownFormats: [],
      trustedProxies: [],
      internalNetworks: [],
      stdin: Readable.from([]),
      ...more,
    },
    silentEffects(),
  );
}

/** The report, but for the commands that would ask again: those name the files or the store. */
function reportOf(one: OpenTriage): string {
  const document = toDocument({
    ...one.result,
    generatedMs: 0,
    durationMs: 0,
    tool: { name: "vedette", version: "test" },
  });
  return JSON.stringify(
    {
      ...document,
      cases: document.cases.map(({ command: _command, ...one }) => one),
      steps: document.steps.map(({ command: _command, ...step }) => step),
    },
    null,
    1,
  );
}

/** The base profile, merged and in a fixed order, as text. */
async function profileOf(engine: Engine, table: string): Promise<string> {
  const rows = await engine.rows(
    `SELECT * FROM (${mergeSql(content.base, table)}) ORDER BY client_id, agent_id, domain, path_id, hour`,
  );
  return rows.map((row) => JSON.stringify(row)).join("\n");
}

/** Findings over any table with the base profile's columns. */
async function findingsOver(one: OpenTriage, table: string): Promise<Detection["findings"]> {
  const { engine } = one;
  for (const row of await engine.rows(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND match(name, '^(profile|catalogue)_') AND name != 'catalogue_segments'",
  )) {
    await engine.run(`DROP TABLE ${row.name}`);
  }
  const trust = await settleTrust(engine, content, activityParts(table), []);
  const internal = content.networks.reserved
    .filter((network) => network.internal)
    .map(({ network }) => network);
  const parts = await deriveProfiles(
    engine,
    content,
    { ...activityParts(table), ...recordsParts(content.records), ...(await loadCatalogues(engine, content)) },
    { trusted: trust.networks, internal },
    profilesWanted(content, (indicator) => missingFor(content, indicator, one.result.sources) === undefined),
    true,
  );
  return (await detect(engine, content, parts, one.result.sources)).findings;
}

describe("one result by four ways", () => {
  let expectedReport: string;
  let expectedProfile: string;
  let expectedFindings: Detection["findings"];
  let stored: OpenTriage;
  const folder = mkdtempSync(join(tmpdir(), "vedette-test-"));
  const store = join(folder, "store");

  beforeAll(async () => {
    const once = await open(samples);
    expectedReport = reportOf(once);
    expectedProfile = await profileOf(once.engine, "activity");
    expectedFindings = once.detection.findings;
    await once.close();
    stored = await open(samples, { store, engineConfigFile: writeTwoShardConfig(folder) });
  });
  afterAll(async () => {
    await stored.close();
    silentEffects().removeTemporary(folder);
  });

  test("the samples give findings at all", () => {
    expect(expectedFindings.length).toBeGreaterThan(50);
    expect(expectedProfile.split("\n").length).toBeGreaterThan(500);
  });

  test("a kept store gives the same bytes as one scan of the files", () => {
    expect(reportOf(stored)).toBe(expectedReport);
  });

  test("profiles of single days merge to the profile of all", async () => {
    const { engine } = stored;
    for (const sql of activityTablesSql("activity_days", content.base)) await engine.run(sql);
    const span = (
      await engine.rows(
        `SELECT min(intDiv(time_ms, ${dayMs})) AS first, max(intDiv(time_ms, ${dayMs})) AS last FROM events`,
      )
    )[0];
    const days: number[] = [];
    for (let day = Number(span?.first); day <= Number(span?.last); day += 1) days.push(day);
    expect(days.length).toBeGreaterThanOrEqual(4);
    for (const source of stored.result.sources) {
      for (const day of days) {
        const where = `intDiv(event_id, ${recordsPerSource}) = ${source.number} AND intDiv(time_ms, ${dayMs}) = ${day}`;
        for (const sql of storedActivitySql(content, "activity_days", source.number, where))
          await engine.run(sql);
      }
    }
    expect(await profileOf(engine, "activity_days")).toBe(expectedProfile);
    expect(await findingsOver(stored, "activity_days")).toEqual(expectedFindings);
  });

  test("two shards give what one engine gives", async () => {
    const { engine } = stored;
    const database = String((await engine.rows("SELECT currentDatabase() AS name"))[0]?.name);
    await engine.run("CREATE VIEW half AS SELECT * FROM events WHERE event_id % 2 = shardNum() - 1");
    await engine.run(
      `CREATE TABLE all_events AS events ENGINE = Distributed('two_shards', '${database}', 'half')`,
    );
    const halves = await engine.rows(
      "SELECT shardNum() AS shard, count() AS n FROM all_events GROUP BY shard ORDER BY shard",
    );
    expect(halves.map(({ shard }) => Number(shard))).toEqual([1, 2]);
    for (const sql of activityTablesSql("activity_shards", content.base)) await engine.run(sql);
    for (const source of stored.result.sources) {
      for (const sql of storedActivitySql(
        content,
        "activity_shards",
        source.number,
        `intDiv(event_id, ${recordsPerSource}) = ${source.number}`,
        "all_events",
      ))
        await engine.run(sql);
    }
    expect(await profileOf(engine, "activity_shards")).toBe(expectedProfile);
    expect(await findingsOver(stored, "activity_shards")).toEqual(expectedFindings);
  });
});

describe("adding to a store", () => {
  test("file by file, and the same files again, give what one run over all gives", async () => {
    const folder = mkdtempSync(join(tmpdir(), "vedette-test-"));
    const store = join(folder, "store");
    const all = samples.slice(0, 2);
    const once = await open(all);
    const expected = reportOf(once);
    await once.close();
    for (const path of all) await (await open([path], { store })).close();
    const again = await open(all, { store });
    expect(reportOf(again)).toBe(expected);
    await again.close();
    silentEffects().removeTemporary(folder);
  }, 240_000);

  test("another log that begins with the same record is another log", async () => {
    const folder = mkdtempSync(join(tmpdir(), "vedette-test-"));
    const probe =
      '192.0.2.1 - - [17/May/2026:10:00:00 +0000] "GET /health HTTP/1.1" 200 2 "-" "kube-probe/1.30"';
    const served = (address: string) =>
      `${address} - - [17/May/2026:10:05:03 +0000] "GET /.env HTTP/1.1" 200 512 "-" "curl/8.5.0"`;
    const paths = ["198.51.100.7", "198.51.100.8"].map((address) => {
      const path = join(folder, `${address}.log`);
      writeFileSync(path, `${probe}\n${served(address)}\n`);
      return path;
    });
    const store = join(folder, "store");
    for (const path of paths) await (await open([path], { store })).close();
    appendFileSync(String(paths[1]), `${served("198.51.100.9")}\n`);
    const all = await open([String(paths[1])], { store });
    const exposed = all.detection.findings
      .filter(({ indicator }) => indicator === "endpoint.config-exposed")
      .map(({ entityValue }) => entityValue);
    expect(exposed.sort()).toEqual(["198.51.100.7", "198.51.100.8", "198.51.100.9"]);
    expect(all.result.sources.map(({ events }) => events)).toEqual([2, 3]);
    await all.close();
    silentEffects().removeTemporary(folder);
  }, 120_000);
});
