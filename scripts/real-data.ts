/**
 * Reads real data beside the checkout and writes what became of every file to `docs/reference/real-data.json`, from
 * which reference.ts makes a table. Fails where a rejected line or a file that is not read has no explanation.
 *
 *     npm run build && node dist/scripts/real-data.js ../shared/data && node dist/scripts/reference.js
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { contentFolder, loadContent } from "../src/content/load.ts";
import { processEffects } from "../src/effects.ts";
import { explanations, readRealData } from "./real-data-reading.ts";

async function main(folder: string | undefined): Promise<number> {
  if (folder === undefined) {
    process.stderr.write("Name the folder of real data.\n");
    return 2;
  }
  const root = dirname(contentFolder());
  const known = explanations.parse(parse(readFileSync(join(root, "scripts", "real-data.yaml"), "utf8")));
  const { problems, ...told } = await readRealData(resolve(folder), known, loadContent(), processEffects);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) return 1;
  const day = new Date(processEffects.now()).toISOString().slice(0, 10);
  writeFileSync(
    join(root, "docs", "reference", "real-data.json"),
    `${JSON.stringify({ day, ...told }, null, 2)}\n`,
  );
  process.stdout.write("docs/reference/real-data.json written\n");
  return 0;
}

process.exitCode = await main(process.argv[2]);
