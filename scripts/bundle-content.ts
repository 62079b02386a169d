/** Writes the checked content as one JSON file, so that a start need not parse the catalogues. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { showProblem, statusOf } from "../src/cli/problems.ts";
import { bundlePath, loadContent } from "../src/content/load.ts";
import { VedetteError } from "../src/errors.ts";

const path = bundlePath();
rmSync(path, { force: true });
try {
  const content = loadContent();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(content));
} catch (thrown) {
  // Whoever edits content sees what is wrong with it; a trace is for what is wrong with the program.
  if (!(thrown instanceof VedetteError)) throw thrown;
  process.stderr.write(showProblem(thrown));
  process.exitCode = statusOf(thrown);
}
