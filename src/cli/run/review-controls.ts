/** Runs `vedette review-controls`. */

import { openContent } from "../../content/bundle.ts";
import { VedetteError } from "../../errors.ts";
import { renderControls } from "../../report/controls.ts";
import { controlsDocument, renderControlsPage } from "../../report/controls-page.ts";
import { jsonText } from "../../report/json.ts";
import { escapedForTerminal, forTerminal } from "../../report/safe-text.ts";
import type { Review } from "../../respond/controls/model.ts";
import { reviewControls } from "../../respond/controls/review.ts";
import { type Invocation, text } from "../command.ts";
import { problemsOf } from "../outcome.ts";
import { checkFolder, saveFiles } from "../output-folder.ts";
import { showProblem } from "../problems.ts";
import { namesStore } from "../request.ts";
import { openWithEvents } from "./open-events.ts";

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const paths = invocation.arguments;
  if (paths.length === 0 && !namesStore(options))
    throw new VedetteError("usage.option", "No log was named.", {
      hint: "Name files or folders: vedette review-controls /var/log/nginx/",
    });
  const folder = text(options, "output");
  if (folder !== undefined) checkFolder(folder, options.force === true);
  const open = await openWithEvents(invocation, paths, await openContent());
  const review: Review = await reviewControls(open).finally(() => open.close());
  const problems = problemsOf(open.result);
  if (options.quiet !== true) for (const problem of problems) effects.stderr(showProblem(problem));
  const json = jsonText(controlsDocument(review));
  effects.stdout(options.json === true ? escapedForTerminal(json) : renderControls(review));
  if (folder !== undefined) {
    saveFiles(folder, [
      { name: "README.md", text: renderControlsPage(review) },
      { name: "controls.json", text: json },
    ]);
    if (options.quiet !== true)
      effects.stderr(`2 files written to ${forTerminal(folder)}; README.md has the fixes to copy\n`);
  }
  return problems.length > 0 ? 2 : 0;
}
