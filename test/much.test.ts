/** More clients than one side of a join may hold in memory: joined in buckets, and judged the same. */
import { beforeEach, expect, test, vi } from "vitest";
import type * as Settings from "../src/engine/settings.ts";
import type * as LimitsFile from "../src/limits.ts";
import { triageJson } from "./support/command.ts";

const now = vi.hoisted(() => ({ clientsInMemory: 0, expected: new Set<string>() }));

vi.mock("../src/limits.ts", async (original) => {
  const limits = await original<typeof LimitsFile>();
  return {
    ...limits,
    engineLimits: {
      ...limits.engineLimits,
      get clientsInMemory() {
        return now.clientsInMemory;
      },
    },
  };
});
vi.mock("../src/engine/settings.ts", async (original) => {
  const settings = await original<typeof Settings>();
  return {
    ...settings,
    settingsClause: (...[sql, limits, expected]: Parameters<typeof settings.settingsClause>) => {
      now.expected.add(expected);
      return settings.settingsClause(sql, limits, expected);
    },
  };
});

const logs = ["apache-combined.log", "nginx-json.log", "nginx-combined.log"].map((name) => `samples/${name}`);

async function judged(clientsInMemory: number) {
  now.clientsInMemory = clientsInMemory;
  now.expected.clear();
  const { report, status } = await triageJson(logs);
  const { entities, cases, findings, questions, sources } = report;
  return {
    status,
    expected: [...now.expected].sort(),
    told: { entities, cases, findings, questions, sources },
  };
}

beforeEach(() => now.expected.clear());

test("a log of more clients than a join holds in memory gives the same entities, findings and cases", async () => {
  const ordinary = await judged(2_000_000);
  const much = await judged(3);
  expect(ordinary.expected).not.toContain("much");
  expect(much.expected).toContain("much");
  expect(much.status).toBe(ordinary.status);
  expect(ordinary.told.entities.length).toBeGreaterThan(10);
  expect(much.told).toEqual(ordinary.told);
});
