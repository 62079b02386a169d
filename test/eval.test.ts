/** The arithmetic of `npm run eval`, the freeze of labelled data, and that detection content knows nothing of it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { byIndicator, measure, quality, tally } from "../scripts/eval/count.ts";
import { differences, digestsOf, entryOf, parseFrozen, readFrozen } from "../scripts/eval/frozen.ts";
import { atMost, lowerBound, upperBound } from "../scripts/eval/interval.ts";
import { agentWords, labelledStrings, phrasesOf } from "../scripts/eval/labelled-strings.ts";
import { type ContentText, contentTexts, overlaps, parsePublicWords } from "../scripts/eval/overlap.ts";
import { scoresOf, targetsOf } from "../scripts/eval/result.ts";
import { isFlagged, scoreSet, standsFor } from "../scripts/eval/score.ts";
import { findSets, type Subject, type Wanted } from "../scripts/eval/sets.ts";
import { root, samples } from "./support/places.ts";

describe("exact bounds", () => {
  test("sums of binomial chances", () => {
    expect(atMost(0, 3, 0.5)).toBeCloseTo(1 / 8, 12);
    expect(atMost(1, 3, 0.5)).toBeCloseTo(4 / 8, 12);
    expect(atMost(3, 3, 0.5)).toBe(1);
    expect(atMost(2, 2000, 0)).toBe(1);
    expect(atMost(2, 2000, 1)).toBe(0);
  });

  test("no hit: 1 - error^(1/trials), the rule of three", () => {
    expect(upperBound(0, 200)).toBeCloseTo(1 - 0.05 ** (1 / 200), 10);
    expect(upperBound(0, 598)).toBeLessThan(0.005);
    expect(upperBound(0, 597)).toBeGreaterThan(0.005);
    expect(lowerBound(0, 200)).toBe(0);
    expect(lowerBound(42, 42)).toBeCloseTo(0.05 ** (1 / 42), 10);
    expect(upperBound(42, 42)).toBe(1);
  });

  // Two-sided intervals of 95 %, as tables have them, are bounds with an error of 2.5 % on each side.
  test.each([
    [0, 10, 0, 0.3085],
    [1, 10, 0.0025, 0.445],
    [5, 10, 0.1871, 0.8129],
    [10, 10, 0.6915, 1],
    [1, 100, 0.0003, 0.0545],
  ])("%i of %i lies between %f and %f", (hits, trials, low, high) => {
    expect(lowerBound(hits, trials, 0.025)).toBeCloseTo(low, 4);
    expect(upperBound(hits, trials, 0.025)).toBeCloseTo(high, 4);
  });
});

function subject(value: string, wanted: Wanted, more: Partial<Subject> = {}): Subject {
  return { type: "ip", value, wanted, class: "some", behaviour: "does something", why: undefined, ...more };
}

/** Two collectors flagged, one of them escalated, a third missed; of four benign one is watched and one closed. */
const subjects = [
  subject("192.0.2.1", "collector"),
  subject("2001:db8:0:7::5", "collector"),
  subject("192.0.2.3", "collector"),
  subject("192.0.2.4", "benign"),
  subject("192.0.2.5", "benign"),
  subject("192.0.2.6", "benign"),
  subject("agent/1.0", "benign", { type: "user_agent" }),
  subject("192.0.2.8", "judgement"),
];
const entity = (
  type: string,
  value: string,
  action: "escalate" | "watch" | "justified" | "close",
  ...findings: string[]
) => ({ id: `${type}:${value}`, type, value, action, findings });
const report = {
  entities: [
    entity("ip", "192.0.2.1", "escalate", "F-1", "F-2"),
    entity("ip_range", "2001:db8:0:7::/64", "watch", "F-3"),
    entity("ip", "192.0.2.4", "watch", "F-4"),
    entity("ip", "192.0.2.5", "close", "F-5"),
    entity("ip", "192.0.2.8", "escalate", "F-6"),
    entity("user_agent", "curl/8.0", "watch", "F-7"),
    entity("ip", "192.0.2.9", "close", "F-8"),
  ],
  findings: ["probe", "tool", "probe", "tool", "tool", "probe", "rare", "tool"].map((indicator, at) => ({
    id: `F-${at + 1}`,
    indicator,
  })),
};

describe("scores", () => {
  const { outcomes, unlabelled } = scoreSet({ name: "made", subjects }, report);

  test("each subject has the verdict of what stands for it", () => {
    expect(outcomes.map(({ verdict }) => verdict)).toEqual([
      "escalate",
      "watch",
      "none",
      "watch",
      "close",
      "none",
      "none",
      "escalate",
    ]);
    expect(outcomes[0]?.indicators).toEqual(["probe", "tool"]);
    expect(outcomes[0]?.range).toBeUndefined();
    expect(outcomes[1]?.range).toBe("2001:db8:0:7::/64");
  });

  test("an address is not its agent, a neighbour or a longer text", () => {
    expect(standsFor(entity("user_agent", "192.0.2.1", "watch"), subject("192.0.2.1", "benign"))).toBe(false);
    expect(standsFor(entity("ip", "192.0.2.10", "watch"), subject("192.0.2.1", "benign"))).toBe(false);
    expect(
      standsFor(entity("ip_range", "2001:db8:0:8::/64", "watch"), subject("2001:db8:0:7::5", "benign")),
    ).toBe(false);
    expect(
      standsFor(entity("ip", "2001:db8::7:0:0:5", "watch"), subject("2001:db8:0:0:7::5", "benign")),
    ).toBe(true);
  });

  test("what is flagged and has no label is told; what is closed is not", () => {
    expect(unlabelled).toEqual([{ set: "made", id: "user_agent:curl/8.0", verdict: "watch" }]);
  });

  test("recall, precision and the rate among the benign; judgement calls in none", () => {
    const { flagged, escalated } = scoresOf(outcomes);
    expect(flagged.recall).toMatchObject({ hits: 2, of: 3 });
    expect(flagged.precision).toMatchObject({ hits: 2, of: 3 });
    expect(flagged.benign_rate).toMatchObject({ hits: 1, of: 4, share: 0.25 });
    expect(escalated.recall).toMatchObject({ hits: 1, of: 3, share: 0.333333 });
    expect(escalated.precision).toMatchObject({ hits: 1, of: 1, share: 1 });
    expect(escalated.benign_rate).toMatchObject({ hits: 0, of: 4, share: 0 });
    expect(tally(outcomes)).toEqual({ all: 8, flagged: 4, escalated: 2, found: 5 });
  });

  test("nothing of nothing has no share", () => {
    expect(measure(0, 0)).toEqual({ hits: 0, of: 0, share: null, at_least: 0, at_most: 1 });
    expect(quality([], () => true).recall.share).toBeNull();
  });

  test("by indicator, with those that it finds alone", () => {
    expect(byIndicator(outcomes, ["tool", "probe", "silent"])).toEqual([
      {
        indicator: "probe",
        collectors: 2,
        benign: 0,
        judgement: 1,
        flagged_collectors: 2,
        flagged_benign: 0,
        alone: 1,
      },
      {
        indicator: "silent",
        collectors: 0,
        benign: 0,
        judgement: 0,
        flagged_collectors: 0,
        flagged_benign: 0,
        alone: 0,
      },
      {
        indicator: "tool",
        collectors: 1,
        benign: 2,
        judgement: 0,
        flagged_collectors: 1,
        flagged_benign: 1,
        alone: 0,
      },
    ]);
  });

  test("targets are met or not", () => {
    expect(targetsOf(scoresOf(outcomes)).map(({ reached }) => reached)).toEqual([false, false, true, false]);
    const good = [...Array(20).keys()].map((at) => ({
      ...(outcomes[0] as (typeof outcomes)[number]),
      verdict: at === 0 ? ("watch" as const) : ("escalate" as const),
    }));
    expect(targetsOf(scoresOf(good)).slice(0, 2)).toMatchObject([
      { reached: true, figure: "20 of 20" },
      { reached: true, figure: "19 of 20" },
    ]);
    expect((["none", "close", "justified", "watch", "escalate"] as const).filter(isFlagged)).toEqual([
      "watch",
      "escalate",
    ]);
  });
});

describe("the freeze", () => {
  const one = "1".repeat(64);
  const two = "2".repeat(64);
  const text = `# 2026-11-29 as it was recorded\n${one}  samples/a.log\n${one}  samples/b.log\n\n# 2026-11-30 b was wrong\nremoved  samples/b.log\n${two}  samples/a.log\n`;

  test("the last entry counts", () => {
    expect([...parseFrozen(text)]).toEqual([["samples/a.log", two]]);
  });

  test("what differs is named", () => {
    const now = new Map([
      ["samples/a.log", one],
      ["samples/c.log", one],
    ]);
    expect(differences(parseFrozen(text), now)).toEqual([
      "samples/a.log: changed since it was frozen",
      "samples/c.log: not frozen yet",
    ]);
    expect(differences(parseFrozen(text), new Map())).toEqual(["samples/a.log: frozen, and not there"]);
  });

  test("an entry makes the two the same, and wants a reason", () => {
    const now = new Map([["samples/c.log", one]]);
    const entry = entryOf(parseFrozen(text), now, "2026-12-01", "c\ncame  later");
    expect(entry).toBe(`# 2026-12-01 c came later\nremoved  samples/a.log\n${one}  samples/c.log\n`);
    expect(differences(parseFrozen(`${text}\n${entry}`), now)).toEqual([]);
    expect(entryOf(now, now, "2026-12-01", "nothing is different")).toBe("");
    expect(() => entryOf(now, new Map(), "2026-12-01", " because ")).toThrow(/reason/);
  });

  test.each(["1234  samples/a.log", `${one}  samples/a.log`, "# a reason without a day"])(
    "is not read out of %s",
    (line) => {
      expect(() => parseFrozen(line)).toThrow(/line 1/);
    },
  );

  test("the labelled data of this checkout is as it was frozen", () => {
    const sets = findSets(samples);
    expect(sets.map(({ name }) => name)).toContain("samples");
    expect(differences(readFrozen(join(root, "eval", "frozen.txt")), digestsOf(sets))).toEqual([]);
  });
});

describe("what content may not know", () => {
  const nothing = {
    addresses: new Set<string>(),
    names: new Set<string>(),
    agentWords: new Set<string>(),
    servedPaths: new Set<string>(),
    records: new Set<string>(),
    phrases: new Set<string>(),
  };
  const content = (whole: string, rules = whole): ContentText[] => [{ file: "one.yaml", whole, rules }];

  test("addresses and names anywhere, as whole words", () => {
    const labelled = { ...nothing, addresses: new Set(["192.0.2.1"]), names: new Set(["harbour.example"]) };
    expect(overlaps(labelled, content("192.0.2.10 www.harbour.example", ""), new Map())).toEqual([]);
    expect(overlaps(labelled, content("to 192.0.2.1, Harbour.example", ""), new Map())).toEqual([
      "one.yaml: address 192.0.2.1",
      "one.yaml: name harbour.example",
    ]);
  });

  test("agents and served paths in what decides, unless published", () => {
    const labelled = {
      ...nothing,
      agentWords: new Set(["quayscan", "curl"]),
      servedPaths: new Set(["/quay/plan.json"]),
    };
    const published = parsePublicWords("# words\ncurl\thttps://curl.se/\n");
    expect(overlaps(labelled, content("quayscan /quay/plan.json", ""), published)).toEqual([]);
    expect(overlaps(labelled, content("quayscanner /quay/plan.json.bak"), published)).toEqual([]);
    expect(overlaps(labelled, content("curl ^QuayScan/ /quay/plan\\.json$"), published)).toEqual([
      "one.yaml: agent quayscan",
      "one.yaml: path /quay/plan.json",
    ]);
  });

  test("records and runs of six words", () => {
    const labelled = {
      ...nothing,
      records: new Set(["a record of a log that is long enough to be told"]),
      phrases: new Set(phrasesOf("Please tell us which browser you use today.")),
    };
    expect(
      overlaps(labelled, content("- 'a record of a log that is long enough to be told'"), new Map()),
    ).toEqual(["one.yaml: record a record of a log that is long enough to be told"]);
    expect(overlaps(labelled, content("tell us which browser you have"), new Map())).toEqual([]);
    expect(overlaps(labelled, content("tell us WHICH browser\n you use"), new Map())).toEqual([
      "one.yaml: phrase tell us which browser you use",
    ]);
  });

  test("products are read out of agents", () => {
    expect(agentWords("Mozilla/5.0 (compatible; quay-bot/1.2; +http://quay.example/bot)")).toEqual([
      "Mozilla",
      "quay-bot",
    ]);
    expect(agentWords("Quaywatch")).toEqual(["Quaywatch"]);
    expect(agentWords("-")).toEqual([]);
  });

  test("public words need a place where they are published", () => {
    expect(() => parsePublicWords("quayscan\n")).toThrow(/quayscan/);
    expect(() => parsePublicWords("quayscan\t \n")).toThrow(/quayscan/);
  });

  test("nothing of the labelled data stands in indicators, catalogues, profiles or policy", () => {
    const labelled = labelledStrings(findSets(samples));
    expect(labelled.addresses.size).toBeGreaterThanOrEqual(100);
    expect(labelled.names).toContain("larkfield");
    expect(labelled.agentWords).toContain("siteinventory");
    expect(labelled.servedPaths).toContain("/articles/harbour-walk");
    const words = parsePublicWords(readFileSync(join(root, "eval", "public-words.txt"), "utf8"));
    const texts = contentTexts(join(root, "content"));
    expect(texts.length).toBeGreaterThan(40);
    expect(overlaps(labelled, texts, words)).toEqual([]);
    // All labelled logs are read.
  }, 600_000);
});

test("the wanted labels are the only ones", () => {
  const wanted = new Set(findSets(samples).flatMap((set) => set.subjects.map((one) => one.wanted)));
  expect([...wanted].sort()).toEqual(["benign", "collector", "judgement"]);
});
