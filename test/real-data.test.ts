/** The table of what became of real data is what the formats of this checkout make of it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { realDataPath } from "../scripts/real-data-page.ts";
import { explanations, type RealData, readRealData } from "../scripts/real-data-reading.ts";
import { silentEffects } from "./support/effects.ts";
import { missing, root, shared } from "./support/places.ts";
import { content } from "./support/triage.ts";

const told = JSON.parse(readFileSync(realDataPath, "utf8")) as RealData;

test("nothing in it is rejected or left out without a reason", () => {
  expect(told.read.length).toBeGreaterThan(20);
  for (const { path, records, rejected, because } of told.read) {
    expect([path, rejected <= records]).toEqual([path, true]);
    expect([path, because.length > 0]).toEqual([path, rejected > 0]);
  }
  for (const { files, because } of told.unread) expect([files, because]).not.toEqual([files, ""]);
});

test("every file of the data is read or left out as it says", { timeout: 300_000 }, async (context) => {
  const folder = join(shared, "data");
  if (!existsSync(folder)) return context.skip(missing(folder));
  const known = explanations.parse(parse(readFileSync(join(root, "scripts", "real-data.yaml"), "utf8")));
  const { problems, read, unread } = await readRealData(folder, known, content(), silentEffects());
  expect(problems).toEqual([]);
  // After a change of formats or data: npm run build && node dist/scripts/real-data.js ../shared/data
  expect(read).toEqual(told.read);
  expect(unread).toEqual(told.unread);
});
