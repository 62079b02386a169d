/**
 * The longest files first, so that both workers have something to do up to the end. The times of an earlier run,
 * which vitest goes by, are not there in a fresh checkout.
 */
import { basename } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest, the longest first. */
const longest = [
  "cli",
  "store",
  "cases",
  "bad-input",
  "contain-servers",
  "content-indicators-2",
  "content-indicators-1",
  "content",
  "output-matrix",
  "clickhouse-store",
  "fuzz",
  "evasion",
  "eval",
  "mail-asks",
  "determinism",
  "review",
  "rules",
  "real-values",
  "archives",
  "content-mistakes",
  "contain",
  "window",
  "beacons",
  "campaigns",
  "format-properties",
  "baseline",
  "real-data",
  "review-controls",
  "campaign",
  "archives-harm",
  "explain-case",
  "since",
].map((name) => `${name}.test.ts`);

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.indexOf(basename(moduleId));
      return at < 0 ? longest.length : at;
    };
    const others = await super.sort(files);
    return others.sort((a, b) => place(a) - place(b));
  }
}
