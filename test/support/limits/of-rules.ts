/** Limits of feeds of threat intelligence and of Sigma rules, each met. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { loadSigmaSources } from "../../../src/content/sigma.ts";
import { intelParts } from "../../../src/detect/intel.ts";
import type { Engine, LocalEngine } from "../../../src/engine/engine.ts";
import { Collector } from "../../../src/intel/collect.ts";
import { type Entry, isRefusal, refuse } from "../../../src/intel/entry.ts";
import type { EntryWriter } from "../../../src/intel/entry-files.ts";
import type { AskFeed } from "../../../src/intel/fetching.ts";
import { readMispSearch } from "../../../src/intel/misp-search.ts";
import { StixReader } from "../../../src/intel/stix.ts";
import { readTaxii } from "../../../src/intel/taxii.ts";
import { intelLimits, sigmaLimits } from "../../../src/limits.ts";
import { correlate } from "../../../src/sigma/correlate.ts";
import { readRuleFiles } from "../../../src/sigma/files.ts";
import { type CorrelationRule, Refusal } from "../../../src/sigma/model.ts";
import { rulesOf } from "../../../src/sigma/read-rules.ts";
import { ruleSetOf } from "../../../src/sigma/rule-set.ts";
import { listFeed } from "../feeds.ts";
import { temporaryFolder } from "../files.ts";
import type { Meets } from "./of-texts.ts";

const folder = temporaryFolder();

/** What is collected of a feed, and kept nowhere. */
const collector = () => new Collector({ add: () => {} } as unknown as EntryWriter, 0, 0);

let asked = 0;

/** A server whose pages are made as they are asked for. */
const pages =
  (page: (number: number) => object | string): AskFeed =>
  async () => {
    asked += 1;
    const made = page(asked);
    const text = typeof made === "string" ? made : JSON.stringify(made);
    async function* body() {
      yield Buffer.from(text);
    }
    return { headers: {}, body: body() };
  };

const indicator = (more: object = {}) => ({
  type: "indicator",
  id: "indicator--1",
  pattern: "[domain-name:value = 'collect.example']",
  ...more,
});
const address = (n: number) => ({ type: "ipv4-addr", value: `198.51.${100 + (n >> 8)}.${n & 255}` });

/** An indicator inside so many bundles. */
const bundled = (bundles: number): object =>
  bundles === 0 ? indicator() : { type: "bundle", objects: [bundled(bundles - 1)] };

const detection = (condition: string, values: readonly string[] = ["x"]) =>
  `title: T\nlogsource: {category: webserver}\ndetection:\n  s: {c-useragent: [${values.join(", ")}]}\n  condition: ${condition}\n`;
const correlation = (rules: readonly string[], timespan: string, least: number) =>
  `title: C\ncorrelation:\n  type: event_count\n  rules: [${rules.join(", ")}]\n  group-by: [c-ip]\n  timespan: ${timespan}\n  condition: {gte: ${least}}\n`;
const refusals = (text: string) => {
  const { rules, refusals: read } = rulesOf("r.yml", text);
  return [...read, ...ruleSetOf(rules, loadSigmaSources()).refusals].map(({ message }) => message);
};
const readRefusals = (text: string) => rulesOf("r.yml", text).refusals.map(({ message }) => message);

/** What a correlation comes to over rows, of which nothing is kept. */
async function correlated(least: number, rows: number, keyOf: (n: number) => string) {
  const [rule] = rulesOf("r.yml", correlation(["a"], "1h", least)).rules;
  const engine = {
    insert: async () => {},
    async *lines() {
      const step = 10_000;
      for (let from = 0; from < rows; from += step)
        yield Buffer.from(
          Array.from(
            { length: Math.min(step, rows - from) },
            (_, n) => `0\t${from + n}\t1\t["${keyOf(from + n)}"]\t[]\n`,
          ).join(""),
        );
    },
  } as unknown as Engine;
  const [found] = await correlate(engine, [{ rule: rule as CorrelationRule, number: 1, of: [2] }], "", 1);
  return found;
}

export const ofRules: Readonly<Record<string, Meets>> = {
  "intel.bundleDepthMax": () => {
    const read = (bundles: number) => [...new StixReader().object(bundled(bundles))];
    expect(read(intelLimits.bundleDepthMax)).toMatchObject([{ value: "collect.example" }]);
    expect(read(intelLimits.bundleDepthMax + 1)).toMatchObject([{ refused: "a bundle inside many others" }]);
  },
  "intel.observablesMax": () => {
    const reader = new StixReader();
    const { observablesMax } = intelLimits;
    const headers = { "User-Agent": "probe/1", "user-agent": "probe/2" };
    for (let n = 0; n < observablesMax - 1; n += 1) reader.object(address(n & 0xfff));
    // It has two, of which one more would fit; the one behind it fits.
    reader.object({
      type: "network-traffic",
      extensions: { "http-request-ext": { request_header: headers } },
    });
    for (let n = 0; n < 3; n += 1) reader.object(address(n));
    const all = [...reader.end()];
    expect(all.filter((one) => !isRefusal(one))).toHaveLength(observablesMax);
    expect(all.filter((one) => isRefusal(one))).toHaveLength(3);
  },
  "intel.textCharactersMax": () => {
    const long = "x".repeat(intelLimits.textCharactersMax + 1);
    const [entry] = new StixReader().object(indicator({ id: long, name: long })) as readonly Entry[];
    expect([entry?.id, entry?.label]).toEqual([long.slice(1), long.slice(1)]);
  },
  "intel.agentPatternsMax": async () => {
    const told = async (patterns: number) => {
      const engine = {
        rows: async (sql: string) =>
          sql.startsWith("SELECT DISTINCT")
            ? Array.from({ length: patterns }, (_, n) => ({ value: `probe-${n}` }))
            : [],
      } as unknown as LocalEngine;
      return (
        await intelParts(engine, engine, [
          listFeed("agents", ["ioc_value,ioc_type", "inventory-probe/1.2,user-agent"]),
        ])
      ).notes;
    };
    const most = intelLimits.agentPatternsMax;
    expect(await told(most)).toEqual([]);
    expect(await told(most + 1)).toEqual([
      "intelligence: of the patterns of agents only the first 2000 are looked for",
    ]);
  },
  "intel.reasonsMax": () => {
    const one = collector();
    const { reasonsMax } = intelLimits;
    for (let n = 0; n < reasonsMax + 7; n += 1) one.add(refuse(`reason ${n}`, ""));
    expect(one.refused()).toHaveLength(reasonsMax + 1);
    expect(one.refused()[0]).toMatchObject({ reason: "other reasons", count: 7 });
  },
  "intel.taxiiPagesMax": async () => {
    asked = 0;
    const ask = pages((page) => ({ more: true, next: String(page), objects: [] }));
    await expect(readTaxii("https://feed.example/c/", ask, collector())).rejects.toThrow(
      /more than 10000 pages/,
    );
    expect(asked).toBe(intelLimits.taxiiPagesMax);
  },
  "intel.taxiiNextCharactersMax": async () => {
    const read = (characters: number) => {
      asked = 0;
      return readTaxii(
        "https://feed.example/c/",
        pages((page) => (page === 1 ? { more: true, next: "x".repeat(characters) } : { objects: [] })),
        collector(),
      );
    };
    expect((await read(intelLimits.taxiiNextCharactersMax)).ids.size).toBe(0);
    await expect(read(intelLimits.taxiiNextCharactersMax + 1)).rejects.toThrow(/too long for an address/);
  },
  "intel.mispPagesMax": async () => {
    asked = 0;
    const page = JSON.stringify({ response: { Attribute: Array.from({ length: 5000 }, () => 0) } });
    const full = pages(() => page);
    await expect(readMispSearch("https://misp.example/", full, collector())).rejects.toThrow(
      /more than 2000 pages/,
    );
    expect(asked).toBe(intelLimits.mispPagesMax);
  },

  "sigma.conditionDepthMax": () => {
    const negated = (times: number) => readRefusals(detection(`${"not ".repeat(times)}s`));
    expect(negated(sigmaLimits.conditionDepthMax)).toEqual([]);
    expect(negated(sigmaLimits.conditionDepthMax + 1)).toEqual([
      "the condition nests deeper than 100 levels",
    ]);
  },
  "sigma.conditionBytesMax": () => {
    const of = (characters: number) =>
      refusals(
        detection(
          "s",
          Array.from({ length: sigmaLimits.valuesMax }, (_, n) => `a${n}`.padEnd(characters, "b")),
        ),
      );
    expect(of(6)).toEqual([]);
    expect(of(30)).toEqual([expect.stringMatching(/its condition has \d+ bytes; 200000 are allowed/)]);
  },
  "sigma.filesMax": () => {
    for (let n = 0; n <= sigmaLimits.filesMax; n += 1) writeFileSync(join(folder, `r${n}.yml`), "");
    expect(() => readRuleFiles([folder], new Map())).toThrow(/50001 rule files are more than the limit/);
  },
  "sigma.correlationRulesMax": () => {
    const naming = (count: number) =>
      readRefusals(
        correlation(
          Array.from({ length: count }, (_, n) => `r${n}`),
          "1h",
          2,
        ),
      );
    expect(naming(sigmaLimits.correlationRulesMax)).toEqual([]);
    expect(naming(sigmaLimits.correlationRulesMax + 1)).toEqual(["the correlation names more than 20 rules"]);
  },
  "sigma.timespanMaxMs": () => {
    const within = (days: number) => readRefusals(correlation(["a"], `${days}d`, 2));
    expect(within(sigmaLimits.timespanMaxMs / 86_400_000)).toEqual([]);
    expect(within(sigmaLimits.timespanMaxMs / 86_400_000 + 1)).toEqual([
      "the timespan is longer than a year, or nothing",
    ]);
  },
  "sigma.groupsMax": async () => {
    const beyond = await correlated(1, sigmaLimits.groupsMax + 1, String);
    expect(beyond).toBeInstanceOf(Refusal);
    expect((beyond as Refusal).message).toContain("more than 1000000 groups");
  },
  "sigma.windowEventsMax": async () => {
    const most = sigmaLimits.windowEventsMax;
    const beyond = await correlated(2 * most, most + 1, () => "x");
    expect((beyond as Refusal).message).toContain("a window holds more than 2000000 events");
  },
};
