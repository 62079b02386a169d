/**
 * Scores the program against labelled data and writes `docs/reference/accuracy.md` and `accuracy.json`.
 *
 *     npm run eval                        score; refuses where a label or log is not as it was frozen
 *     npm run eval -- --check             write nothing; exit status 1 where the page is out of date
 *     npm run eval -- --freeze "reason"   add an entry to eval/frozen.txt, and do not score
 *     npm run eval -- --shared DIR        where the lists and logs of others are (default: ../shared/data)
 *
 * The same labels, logs, content and program give the same bytes.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { evaluate } from "./evaluate.ts";
import { differences, digestsOf, entryOf, freeze, readFrozen } from "./frozen.ts";
import { accuracyPage } from "./page.ts";
import { root } from "./run.ts";
import { findSets } from "./sets.ts";

const frozenFile = join(root, "eval", "frozen.txt");

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function main(): number {
  const { values } = parseArgs({
    options: { freeze: { type: "string" }, check: { type: "boolean" }, shared: { type: "string" } },
  });
  const sets = findSets(join(root, "samples"));
  const frozen = readFrozen(frozenFile);
  const now = digestsOf(sets);
  if (values.freeze !== undefined) {
    const entry = entryOf(frozen, now, new Date().toISOString().slice(0, 10), values.freeze);
    freeze(frozenFile, entry);
    say(entry === "" ? "nothing differs from what is frozen" : `added to eval/frozen.txt:\n${entry}`);
    return 0;
  }
  const differing = differences(frozen, now);
  if (differing.length > 0) {
    say("Labelled data is not as it was frozen, so that nothing is scored:");
    for (const sentence of differing) say(`  ${sentence}`);
    say('Where the change is meant: npm run eval -- --freeze "the reason"');
    return 2;
  }
  const accuracy = evaluate(sets, resolve(root, values.shared ?? join("..", "shared", "data")), say);
  const texts: [string, string][] = [
    ["accuracy.json", `${JSON.stringify(accuracy, null, 2)}\n`],
    ["accuracy.md", accuracyPage(accuracy)],
  ];
  let stale = false;
  for (const [name, text] of texts) {
    const file = join(root, "docs", "reference", name);
    const same = existsSync(file) && readFileSync(file, "utf8") === text;
    if (values.check !== true) writeFileSync(file, text);
    else if (!same) say(`docs/reference/${name} is out of date; run npm run eval`);
    stale ||= !same;
  }
  for (const { target, reached, figure } of accuracy.targets)
    process.stdout.write(`${reached ? "reached" : "MISSED "}  ${target}: ${figure}\n`);
  return values.check === true && stale ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (cause) {
  say(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 2;
}
