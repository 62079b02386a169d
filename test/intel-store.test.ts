/** Entries as files: what the engine reads is what was given, however it is written; and a state takes the place of another whole. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { intelTables } from "../src/detect/intel.ts";
import { openChdb } from "../src/engine/chdb.ts";
import { Collector } from "../src/intel/collect.ts";
import type { Entry } from "../src/intel/entry.ts";
import type { Feed } from "../src/intel/feed.ts";
import { beginFeed, readFeeds } from "../src/intel/store.ts";
import { temporaryFolder } from "./support/files.ts";

const folder = temporaryFolder();
const entry = (more: Partial<Entry>): Entry => ({
  kind: "agent",
  value: "probe/1",
  confidence: undefined,
  fromMs: 0,
  untilMs: 0,
  datedMs: 0,
  id: "",
  label: "",
  ...more,
});

function keep(name: string, entries: readonly Entry[], place = folder): Feed {
  const writing = beginFeed(place, name, 50);
  const collector = new Collector(writing.writer, 1000, 0);
  for (const one of entries) collector.add(one);
  return writing.keep({
    name,
    location: "x",
    benign: false,
    confidence: 50,
    valid_days: 0,
    allow_private: false,
    updated: "2026-06-01T00:00:00.000Z",
    refused: collector.refused(),
  });
}

test("hostile texts come back as they went in, and nothing of them is read as something else", async () => {
  const values = [
    "a\tb\\t",
    "line\nfeed\r",
    "\\N",
    "it's {x:String} '; DROP TABLE x --",
    "\u0000nul",
    "über \u202e dir",
    "\\",
    "'",
    "x".repeat(2000),
  ];
  const feed = keep("hostile", [
    ...values.map((value) => entry({ value })),
    entry({ kind: "range", value: "2001:db8::/48", bits: 48, base: "2001:db8::", label: "a\tb\nc" }),
    entry({ kind: "range", value: "198.51.100.0/24", bits: 120, base: "::ffff:198.51.100.0" }),
  ]);
  const engine = await openChdb({ path: join(folder, "db") });
  try {
    const parts = intelTables([feed]);
    const rows = await engine.rows(`SELECT value, confidence, feed, pattern FROM ${parts.intel_agent}`);
    expect(rows.map(({ value }) => value)).toEqual(values);
    expect(rows[0]).toMatchObject({ confidence: 50, feed: "hostile", pattern: 0 });
    expect(
      await engine.rows(
        `SELECT value, bits, toString(base) AS base, label FROM ${parts.intel_range} ORDER BY bits`,
      ),
    ).toEqual([
      { value: "2001:db8::/48", bits: 48, base: "2001:db8::", label: "a b c" },
      { value: "198.51.100.0/24", bits: 120, base: "::ffff:198.51.100.0", label: "" },
    ]);
    expect(await engine.rows(`SELECT * FROM ${parts.intel_domain}`)).toEqual([]);
  } finally {
    await engine.close();
  }
});

describe("a new state", () => {
  const place = join(folder, "states");
  const values = (feed: Feed) =>
    readFileSync(join(feed.folder, "agent.tsv"), "utf8")
      .split("\n")
      .map((line) => line.split("\t")[0]);

  test("takes the place of the old one, of which one is left for a run that began before", () => {
    const [first, second, third] = [1, 2, 3].map((n) =>
      keep("one", [entry({ value: `probe/${n}` })], place),
    ) as [Feed, Feed, Feed];
    expect(values(third)).toEqual(["probe/3", ""]);
    expect([existsSync(first.folder), existsSync(second.folder)]).toEqual([false, true]);
    // The same entries are the same state.
    expect(keep("one", [entry({ value: "probe/3" })], place).folder).toBe(third.folder);
    expect(readdirSync(join(place, "one")).filter((name) => name.includes("new"))).toEqual([]);
  });

  test("that is dropped leaves the old one, and of a feed that was none nothing", () => {
    const old = keep("two", [entry({})], place);
    const writing = beginFeed(place, "two", 50);
    writing.writer.add(entry({ value: "half" }));
    writing.drop();
    expect(readFeeds(place).find(({ name }) => name === "two")).toEqual(old);
    beginFeed(place, "three", 50).drop();
    expect(existsSync(join(place, "three"))).toBe(false);
  });

  test("an entry without an end gets one from its date, or from the reading", () => {
    const writing = beginFeed(place, "ending", 50);
    const collector = new Collector(writing.writer, 1000, 2);
    for (const one of [entry({ datedMs: 5000 }), entry({}), entry({ untilMs: 7 })]) collector.add(one);
    const feed = writing.keep({
      name: "ending",
      location: "x",
      benign: false,
      confidence: 50,
      valid_days: 2,
      allow_private: false,
      updated: "2026-06-01T00:00:00.000Z",
      refused: [],
    });
    const days = 2 * 86_400_000;
    expect(
      readFileSync(join(feed.folder, "agent.tsv"), "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => Number(line.split("\t")[5])),
    ).toEqual([5000 + days, 1000 + days, 7]);
  });

  test.each([
    ["no JSON", "{"],
    ["another version", '{"schema":"vedette.feed/v9"}'],
    ["nothing", "{}"],
  ])("%s in its file is told with the file", (_, text) => {
    const odd = join(folder, `odd ${text.length}`);
    keep("feed", [entry({})], odd);
    writeFileSync(join(odd, "feed", "feed.json"), text);
    expect(() => readFeeds(odd)).toThrow(
      expect.objectContaining({ code: "intel.damaged", place: { path: join(odd, "feed", "feed.json") } }),
    );
  });
});
