/** Runs `vedette contain --check`. */

import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { openContent } from "../../content/bundle.ts";
import { VedetteError } from "../../errors.ts";
import { checkedDocument, renderChecked } from "../../report/block-check.ts";
import { jsonText } from "../../report/json.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { type Checked, checkList } from "../../respond/check.ts";
import { readBlockList } from "../../respond/lists.ts";
import { type Invocation, text } from "../command.ts";
import { problemsOf } from "../outcome.ts";
import { showProblem } from "../problems.ts";
import { namesStore } from "../request.ts";
import { openWithEvents } from "./open-events.ts";

/** Options that a block of a case has, and a check of a list has no use for. */
const ofCases = ["target", "output", "kind", "expires", "ticket", "shared", "place"];

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const name = text(options, "check") ?? "";
  const odd = ofCases.find((one) => options[one] !== undefined && String(options[one]) !== "");
  if (odd !== undefined)
    throw new VedetteError("usage.option", `--${odd} belongs to the block of a case, not to --check.`, {
      hint: "Leave it out: a check writes nothing.",
    });
  const paths = invocation.arguments;
  if (paths.length === 0 && !namesStore(options))
    throw new VedetteError("usage.option", "No log was named.", {
      hint: `Name files or folders: vedette contain --check ${forTerminal(name)} /var/log/nginx/`,
    });
  const list = readBlockList(forTerminal(name), readList(name), (other) => readBeside(name, other));
  const open = await openWithEvents(invocation, paths, await openContent());
  let checked: Checked;
  try {
    checked = await checkList(open, list, options["allow-reserved"] === true);
  } finally {
    await open.close();
  }
  const problems = problemsOf(open.result);
  if (options.quiet !== true) for (const problem of problems) effects.stderr(showProblem(problem));
  effects.stdout(
    options.json === true ? jsonText(checkedDocument(name, checked)) : renderChecked(name, checked),
  );
  return problems.length > 0 ? 2 : 0;
}

function readList(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (thrown) {
    throw new VedetteError("usage.option", `--check ${forTerminal(path)}: ${(thrown as Error).message}`, {
      hint: "Name a file with a block list.",
    });
  }
}

/** A list of values that a list names, from the same folder, wherever it is said to be. */
function readBeside(list: string, name: string): string | undefined {
  const path = join(dirname(list), name);
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
    ? readFileSync(path, "utf8")
    : undefined;
}
