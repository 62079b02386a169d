/** Windows of correlations, and rules that name each other. */
import { describe, expect, test } from "vitest";
import { loadSigmaSources } from "../src/content/sigma.ts";
import type { CorrelationRule } from "../src/sigma/model.ts";
import { rulesOf } from "../src/sigma/read-rules.ts";
import { ruleSetOf } from "../src/sigma/rule-set.ts";
import { type CorrelatedRow, type Group, holds, Windows } from "../src/sigma/windows.ts";

const sources = loadSigmaSources();
const detection = (name: string, more = "") =>
  `title: ${name}\nname: ${name}\nlogsource: {category: webserver}\ndetection: {s: {c-ip: x}, condition: s}\n${more}---\n`;

function correlation(lines: string): CorrelationRule {
  const { rules, refusals } = rulesOf("r.yml", `title: C\ncorrelation:\n${lines.replace(/^/gm, "  ")}\n`);
  expect(refusals.map(({ message }) => message)).toEqual([]);
  return rules[0] as CorrelationRule;
}

/** Rows as `group seconds part value`, in the order in which they come; completing rows and groups are returned. */
function run(
  rule: CorrelationRule,
  rows: readonly (readonly [string, number, number?, string?])[],
): { at: number[]; groups: Group[] } {
  const at: number[] = [];
  const groups = new Set<Group>();
  const windows = new Windows(rule, 3, (group, { eventId }) => {
    groups.add(group);
    at.push(eventId);
  });
  rows.forEach(([key, seconds, part = 0, value], index) => {
    const row: CorrelatedRow = {
      part,
      eventId: index + 1,
      timeMs: seconds * 1000,
      keys: JSON.stringify([key]),
      values: JSON.stringify(value === undefined ? [] : [value]),
    };
    windows.add(row);
  });
  return { at, groups: [...groups] };
}

describe("windows", () => {
  const count = (condition: string) =>
    correlation(`type: event_count\nrules: [a]\ngroup-by: [c-ip]\ntimespan: 10s\ncondition: {${condition}}`);

  test("count events in a time that slides, its ends included, group by group", () => {
    const { at, groups } = run(count("gte: 3"), [
      ["x", 0],
      ["x", 5],
      ["x", 10],
      ["x", 21],
      ["x", 22],
      ["y", 22],
      ["y", 23],
    ]);
    expect(at).toEqual([3]);
    expect(groups).toEqual([{ keys: ["x"], count: 3, firstMs: 0, lastMs: 10_000, events: [1, 2, 3] }]);
  });

  test("do not count an event twice that stands in several windows", () => {
    const { at, groups } = run(count("gt: 1"), [
      ["x", 0],
      ["x", 1],
      ["x", 2],
      ["x", 30],
      ["x", 31],
    ]);
    expect(at).toEqual([2, 3, 5]);
    expect(groups.map((group) => [group.count, group.events])).toEqual([[5, [1, 2, 3]]]);
  });

  test.each([
    ["lt: 2", [1]],
    ["lte: 2", [1, 2]],
    ["eq: 2", [2]],
    ["neq: 2", [1, 3]],
    ["gt: 1, lt: 3", [2]],
  ])("compare by %s", (condition, at) => {
    expect(
      run(count(condition), [
        ["x", 0],
        ["x", 1],
        ["x", 2],
      ]).at,
    ).toEqual(at);
  });

  test("count different values, which leave the window with their events", () => {
    const rule = correlation(
      "type: value_count\nrules: [a]\ngroup-by: [c-ip]\ntimespan: 10s\ncondition: {field: cs-username, gte: 2}",
    );
    expect(
      run(rule, [
        ["x", 0, 0, "a"],
        ["x", 1, 0, "a"],
        ["x", 2, 0, "b"],
        ["x", 11, 0, "b"],
        ["x", 13, 0, "b"],
      ]).at,
    ).toEqual([3, 4]);
  });

  test("add up and average", () => {
    const rule = (type: string) =>
      correlation(
        `type: ${type}\nrules: [a]\ngroup-by: [c-ip]\ntimespan: 10s\ncondition: {field: sc-bytes, gt: 10}`,
      );
    const rows = [
      ["x", 0, 0, "8"],
      ["x", 1, 0, "4"],
      ["x", 20, 0, "11"],
    ] as const;
    expect(run(rule("value_sum"), rows).at).toEqual([2, 3]);
    expect(run(rule("value_avg"), rows).at).toEqual([3]);
  });

  test("ask for all rules in any order, or for some of them", () => {
    const rows = [
      ["x", 0, 1],
      ["x", 1, 1],
      ["x", 5, 0],
      ["x", 16, 1],
    ] as const;
    const rule = (more: string) =>
      correlation(`type: temporal\nrules: [a, b]\ngroup-by: [c-ip]\ntimespan: 10s${more}`);
    expect(run(rule(""), rows).at).toEqual([3]);
    expect(run(rule("\ncondition: {gte: 1}"), rows).at).toEqual([1, 2, 3, 4]);
  });

  test("ask for rules in their order", () => {
    const rule = correlation("type: temporal_ordered\nrules: [a, b, c]\ngroup-by: [c-ip]\ntimespan: 10s");
    expect(
      run(rule, [
        ["x", 0, 0],
        ["x", 1, 2],
        ["x", 2, 1],
        ["x", 3, 2],
      ]).at,
    ).toEqual([4]);
    // The first of a later sequence counts, so that a sequence is not longer than it need be.
    expect(
      run(rule, [
        ["x", 0, 0],
        ["x", 50, 0],
        ["x", 51, 1],
        ["x", 55, 2],
      ]).at,
    ).toEqual([4]);
    expect(
      run(rule, [
        ["x", 0, 0],
        ["x", 8, 1],
        ["x", 11, 2],
      ]).at,
    ).toEqual([]);
    // A sequence begins anew where the old one began too early.
    expect(
      run(rule, [
        ["x", 0, 0],
        ["x", 1, 1],
        ["x", 20, 0],
        ["x", 21, 2],
        ["x", 22, 1],
        ["x", 23, 2],
      ]).at,
    ).toEqual([6]);
  });

  test("let go of rows that lie before them", () => {
    const windows = new Windows(count("gte: 2"), 3, () => {});
    let most = 0;
    for (let n = 0; n < 100_000; n += 1) {
      windows.add({ part: 0, eventId: n + 1, timeMs: n * 1_000, keys: '["x"]', values: "[]" });
      most = Math.max(most, windows.held);
    }
    expect(most).toBeLessThan(25_000);
  });

  test("hold few rows of a long log", () => {
    const rule = count("gte: 1000");
    const rows = Array.from({ length: 60_000 }, (_, n) => ["x", n / 100] as const);
    const { at, groups } = run(rule, rows);
    expect(at[0]).toBe(1000);
    expect(at).toHaveLength(59_001);
    expect(groups[0]?.count).toBe(60_000);
  });

  test("comparisons", () => {
    expect([
      holds(1, "eq", 1),
      holds(1, "neq", 1),
      holds(1, "lt", 1),
      holds(1, "lte", 1),
      holds(1, "gt", 0),
      holds(1, "gte", 2),
    ]).toEqual([true, false, false, true, true, false]);
  });
});

describe("rules that name each other", () => {
  const set = (text: string) => {
    const { rules, refusals } = rulesOf("r.yml", text);
    expect(refusals).toEqual([]);
    const compiled = ruleSetOf(rules, sources);
    return {
      ...compiled,
      reasons: compiled.refusals.map(({ place, message }) => `${place.line}: ${message}`),
    };
  };
  const over = (name: string, rules: string, more = "") =>
    `title: ${name}\nname: ${name}\ncorrelation:\n  type: event_count\n  rules: [${rules}]\n  timespan: 1h\n  condition: {gte: 2}\n${more}---\n`;

  test("come behind those that they name; these are reported only if asked for", () => {
    const { correlations, silent, reasons } = set(
      `${over("c2", "c1")}${over("c1", "a", "  generate: true\n")}${detection("a")}${detection("b")}`,
    );
    expect(reasons).toEqual([]);
    expect(correlations.map(({ rule }) => rule.name)).toEqual(["c1", "c2"]);
    expect([...silent]).toEqual([correlations[0]?.number]);
  });

  test("in a circle, or over what is not there, are refused", () => {
    expect(
      set(`${over("c1", "c2")}${over("c2", "c3")}${over("c3", "c1")}`).reasons.map((text) =>
        text.replace(/^\d+: /, ""),
      ),
    ).toEqual([
      "it names the rule c1, which names it again: a circle",
      "it names the rule c3, which is not run",
      "it names the rule c2, which is not run",
    ]);
    expect(set(over("c1", "c1")).reasons).toEqual([
      "5: it names the rule c1, which names it again: a circle",
    ]);
    expect(set(over("c1", "none")).reasons).toEqual([
      "5: it names the rule none, which is not among those that were given",
    ]);
  });

  test("in a long chain are refused, not followed", () => {
    const chain = Array.from({ length: 900 }, (_, n) => over(`c${n}`, `c${n + 1}`)).join("");
    expect(set(`${chain}${detection("c900")}`).reasons.some((text) => text.includes("deeper than 20"))).toBe(
      true,
    );
  });

  test("with one id are taken once", () => {
    const { detections, reasons } = set(`${detection("a", "id: i1\n")}${detection("b", "id: i1\n")}`);
    expect(detections.map(({ rule }) => rule.name)).toEqual(["a"]);
    expect(reasons).toEqual(["7: another rule has the same id (r.yml:1)"]);
  });

  test("filters are put on rules of their logsource", () => {
    const filter = (more: string, source = "category: webserver") =>
      `title: F\nlogsource: {${source}}\nfilter:\n  ${more}\n  selection: {cs-method: GET}\n  condition: not selection\n`;
    const filtered = (text: string) => set(`${detection("a")}${detection("b")}${text}`);
    const kinds = (text: string) => filtered(text).detections.map(({ rule }) => rule.expression.kind);
    expect(kinds(filter("rules: [b]"))).toEqual(["match", "and"]);
    expect(kinds(filter("rules: any"))).toEqual(["and", "and"]);
    expect(filtered(filter("rules: [a]", "category: proxy")).notes[0]).toContain(
      "the filter is for no rule of this run",
    );
    expect(filtered(filter("rules: [a]").replace("not ", "")).notes[0]).toContain(
      "match nothing but what it names",
    );
  });
});
