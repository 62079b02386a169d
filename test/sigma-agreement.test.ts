/** Compiled rules and a naive evaluator say the same of generated events. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadSigmaSources } from "../src/content/sigma.ts";
import { openChdb } from "../src/engine/chdb.ts";
import type { Engine } from "../src/engine/engine.ts";
import { eventTableSql } from "../src/ingest/events.ts";
import type { SourceReport } from "../src/ingest/source.ts";
import { readRuleFiles } from "../src/sigma/files.ts";
import type { DetectionRule } from "../src/sigma/model.ts";
import { eventsOf } from "../src/sigma/passes.ts";
import { temporaryFolder } from "./support/files.ts";
import { missing, root, shared } from "./support/places.ts";
import { type Agreement, agree } from "./support/sigma/agree.ts";
import { sampleRow, tableRow } from "./support/sigma/rows.ts";

const folder = temporaryFolder();
let engine: Engine;
beforeAll(async () => {
  engine = await openChdb({ path: join(folder, "db") });
});
afterAll(() => engine.close());

async function agreements(path: string): Promise<Agreement[]> {
  await engine.run("DROP TABLE IF EXISTS events");
  const { rules, refusals } = readRuleFiles([path], new Map());
  expect(refusals).toEqual([]);
  return agree(
    engine,
    rules.filter((rule): rule is DetectionRule => rule.kind === "detection"),
  );
}

const told = (some: readonly Agreement[]) =>
  some.map(({ rule, unmade, differs }) => ({ rule: rule.title, unmade, differs: differs.slice(0, 1) }));

test("every modifier of the specification", async () => {
  const all = await agreements(join(root, "test", "fixtures", "sigma", "modifiers.yml"));
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter(({ refusal }) => refusal !== undefined).map(({ refusal }) => refusal?.message)).toEqual(
    [],
  );
  expect(told(all.filter(({ unmade, differs }) => unmade !== undefined || differs.length > 0))).toEqual([]);
  // Each rule has met the events of the others of its logsource.
  expect(all.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThan(250);
});

describe("public rules", () => {
  const path = join(shared, "data", "sigma_rules");
  const absent = missing(path);
  test.skipIf(absent !== undefined)(
    `agree, or are refused for what is not logged${absent === undefined ? "" : ` (${absent})`}`,
    async () => {
      const all = await agreements(path);
      expect(all.length).toBeGreaterThan(500);
      expect(told(all.filter(({ unmade, differs }) => unmade !== undefined || differs.length > 0))).toEqual(
        [],
      );
      const reasons = all.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal.message]));
      expect(
        reasons.filter((reason) => !/^no event is of the logsource|carries the field/.test(reason)),
      ).toEqual([]);
      expect(reasons.length / all.length).toBeLessThan(0.05);
    },
  );
});

test("the sample of each logsource is an event of it", async () => {
  await engine.run("DROP TABLE IF EXISTS events");
  await engine.run(eventTableSql("events"));
  const mappings = loadSigmaSources();
  await engine.insert(
    "events",
    mappings.map((source, at) => tableRow(sampleRow(source), at + 1, 1)),
  );
  const lost: string[] = [];
  for (const [at, source] of mappings.entries()) {
    const sources = [{ number: 0, kind: source.kinds[0], events: 1 }] as unknown as SourceReport[];
    const rows = await engine.rows(
      `SELECT event_id FROM ${eventsOf(source, { sources }, `event_id = ${at + 1}`)}`,
    );
    if (rows.length !== 1) lost.push(JSON.stringify([source.category, source.product, source.service]));
  }
  expect(lost).toEqual([]);
});
