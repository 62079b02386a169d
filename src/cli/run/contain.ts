/** Runs `vedette contain`. */

import { openContent } from "../../content/bundle.ts";
import { VedetteError } from "../../errors.ts";
import {
  containmentItems,
  renderContainment,
  renderContainmentPage,
  withoutFiles,
} from "../../report/containment.ts";
import { weighedJson } from "../../report/containment-json.ts";
import { jsonText } from "../../report/json.ts";
import { escapedForTerminal, forTerminal } from "../../report/safe-text.ts";
import { type BlockKind, blockKinds } from "../../respond/block.ts";
import { type Containment, contain } from "../../respond/contain.ts";
import { targets } from "../../respond/targets.ts";
import { counted } from "../../words.ts";
import { expiryOf, placeOf } from "../block-options.ts";
import { type Invocation, text, texts } from "../command.ts";
import { networks } from "../networks.ts";
import { problemsOf } from "../outcome.ts";
import { checkFolder, saveFiles } from "../output-folder.ts";
import { showProblem } from "../problems.ts";
import { namesStore } from "../request.ts";
import { caseNamed } from "./named-case.ts";
import { openWithEvents } from "./open-events.ts";

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  if (text(options, "check") !== undefined) return (await import("./contain-check.ts")).run(invocation);
  const [caseId, ...paths] = invocation.arguments;
  if (caseId === undefined)
    throw new VedetteError("usage.option", "No case was named.", {
      hint: "vedette triage names the cases of the same logs; --check FILE weighs a list without one.",
    });
  if (paths.length === 0 && !namesStore(options))
    throw new VedetteError("usage.option", "No log was named.", {
      hint: `Name files or folders after the case: vedette contain ${forTerminal(caseId)} /var/log/nginx/`,
    });
  const folder = text(options, "output");
  if (folder !== undefined) checkFolder(folder, options.force === true);
  const fromMs = effects.now();
  const expiresMs = expiryOf(text(options, "expires"), fromMs);
  const named = texts(options, "target");
  const kind = text(options, "kind");
  const open = await openWithEvents(invocation, paths, await openContent());
  let done: Containment;
  try {
    const one = caseNamed(open.result.assessment.cases, caseId);
    done = await contain(open, {
      one,
      targets: targets.filter(({ id }) => named.length === 0 || named.includes(id)),
      ticket: text(options, "ticket"),
      fromMs,
      expiresMs,
      kind: blockKinds.find((known): known is BlockKind => known === kind),
      shared: networks(options, "shared"),
      allowReserved: options["allow-reserved"] === true,
      place: placeOf(text(options, "place")),
    });
  } finally {
    await open.close();
  }
  const problems = problemsOf(open.result);
  if (options.quiet !== true) for (const problem of problems) effects.stderr(showProblem(problem));
  const document = {
    case: done.request.one.id,
    because: done.weighed.because,
    containment: containmentItems(done),
  };
  // The file is the entries alone: what reads it as a list would take clients that are told besides for entries.
  const json = jsonText(document);
  effects.stdout(
    options.json === true
      ? escapedForTerminal(jsonText({ ...document, ...weighedJson(done) }))
      : renderContainment(done),
  );
  if (options.quiet !== true)
    for (const line of withoutFiles(done, named)) effects.stderr(`${forTerminal(line)}\n`);
  if (folder !== undefined) {
    const files = [
      { name: "README.md", text: renderContainmentPage(done) },
      { name: "containment.json", text: json },
      // A folder for each product: some have files of the same name.
      ...done.files.flatMap(({ target, rendered }) =>
        (rendered?.files ?? []).map(({ name, text }) => ({ name: `${target.id}/${name}`, text })),
      ),
    ];
    saveFiles(folder, files);
    if (options.quiet !== true)
      effects.stderr(
        done.files.some(({ rendered }) => rendered !== undefined)
          ? `${counted(files.length, "file")} written to ${forTerminal(folder)}; README.md says how to apply them and to take them back\n`
          : `README.md and containment.json written to ${forTerminal(folder)}, and no file for a product\n`,
      );
  }
  return problems.length > 0 ? 2 : 0;
}
