/**
 * Holds indicators to their samples: what must fire fires, with its proof, and what must not does not. A file of
 * tests takes a share of them, so that two are run side by side.
 */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Content, contentFolder, loadContent } from "../../src/content/load.ts";
import type { IndicatorFile } from "../../src/content/schema.ts";
import { boundNames } from "../../src/engine/sql.ts";
import { columnNames, sourceKinds } from "../../src/ingest/columns.ts";
import { listFeed } from "./feeds.ts";
import { temporaryFolder } from "./files.ts";
import { Workbench } from "./workbench.ts";

const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

/**
 * Describes the samples of every indicator whose place in the order of files leaves a rest.
 * @param shares how many shares there are
 * @param share which one this is, from 0
 */
export function describeIndicators(shares: number, share: number): void {
  // A copy, so that the files are parsed and checked here and no bundle of a build stands in for them.
  const copy = join(temporaryFolder(), "content");
  cpSync(contentFolder(), copy, { recursive: true });
  const content: Content = loadContent(copy);
  const mine = content.indicators.filter((_, index) => index % shares === share);

  let bench: Workbench;
  beforeAll(async () => {
    bench = await Workbench.open();
  });

  test("there are indicators to look at", () => expect(mine.length).toBeGreaterThan(10));

  const linesOf = ({ lines }: IndicatorFile["must_fire"][number]) =>
    lines.flatMap((one) =>
      typeof one === "string"
        ? [one]
        : Array.from({ length: one.repeat }, (_, n) => one.line.replaceAll("{n}", String(n + 1))),
    );
  const unfilled = /\{[a-z0-9_]+([:|][A-Za-z0-9 -]+)?\}/;

  describe.each(mine.map((indicator) => [indicator.id, indicator] as const))("%s", (id, indicator) => {
    const run = async (sample: IndicatorFile["must_fire"][number]) => {
      const lines = linesOf(sample);
      const format = bench.recognise(lines);
      await bench.scan(lines, format, indicator);
      expect(await bench.rejects(), "every line of a sample is an event").toEqual({});
      const feeds = sample.feed === undefined ? [] : [listFeed("sample", sample.feed)];
      const parts = await bench.profiles([], indicator, feeds);
      return { lines, findings: await bench.findings(indicator, parts, format, feeds) };
    };

    test("names what exists", () => {
      expect(ids(content.playbook.clauses)).toContain(indicator.clause);
      expect(columnNames).toEqual(
        expect.arrayContaining([...indicator.needs.columns, ...(indicator.needs.any ?? [])]),
      );
      expect(sourceKinds).toEqual(expect.arrayContaining(indicator.needs.kinds));
      expect(ids([...content.records, ...content.derived]).map((name) => name.replaceAll("-", "_"))).toEqual(
        expect.arrayContaining(indicator.reads.map((name) => name.replaceAll("-", "_"))),
      );
      const used = [
        ...new Set(
          boundNames(
            [
              indicator.measures,
              ...indicator.fires.map(({ when }) => when),
              ...indicator.severity_when.map(({ when }) => when),
              ...indicator.decides.map(({ when }) => when),
            ].join("\n"),
          ),
        ),
      ].sort();
      expect(
        Object.keys(indicator.thresholds).sort(),
        "every threshold is used, and every one that is used is given",
      ).toEqual(used);
    });

    test.each(indicator.must_fire.map((sample) => [sample.says, sample] as const))(
      "fires: %s",
      async (_, sample) => {
        const { lines, findings } = await run(sample);
        expect(findings.map(({ entityValue }) => entityValue).sort()).toEqual(
          sample.entities === undefined ? expect.anything() : [...sample.entities].sort(),
        );
        expect(findings.length).toBeGreaterThan(0);
        for (const finding of findings) {
          expect(finding.indicator).toBe(id);
          expect(finding.sentence).not.toMatch(unfilled);
          expect(finding.count).toBeGreaterThan(0);
          expect(finding.firstMs).toBeLessThanOrEqual(finding.lastMs);
          expect([1, 2, 3]).toContain(finding.facts.signs);
          expect(finding.records.length).toBeGreaterThan(0);
          expect([...finding.records].sort((a, b) => a - b)).toEqual(finding.records);
          for (const record of finding.records) expect(lines[record - 1]).toBeDefined();
          // The proof is a line of the one who is named.
          const entity = finding.entityValue.replace(/::\/\d+$|\/\d+$/, "");
          for (const record of finding.records)
            if (!["user_agent", "mail"].includes(finding.entityType))
              expect(lines[record - 1]).toContain(entity);
        }
      },
    );

    test.each(indicator.must_not_fire.map((sample) => [sample.says, sample] as const))(
      "does not fire: %s",
      async (_, sample) => {
        const { findings } = await run(sample);
        expect(findings.map(({ entityValue, sentence }) => `${entityValue}: ${sentence}`)).toEqual([]);
      },
    );
  });
}
