/** Runs `vedette recognise`: what logs are, and what of them could be read. */
import { openContent } from "../../content/bundle.ts";
import { VedetteError } from "../../errors.ts";
import { fillOf } from "../../export/fill.ts";
import { type Recognition, recognitionOf, renderRecognition } from "../../report/recognition.ts";
import { readSources } from "../../triage/reading.ts";
import type { Invocation } from "../command.ts";
import { problemsOf } from "../outcome.ts";
import { showProblem } from "../problems.ts";
import { makeProgress } from "../progress.ts";
import { requestOf } from "../request.ts";

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects, arguments: paths } = invocation;
  if (paths.length === 0)
    throw new VedetteError("usage.option", "No log was named.", {
      hint: "Name files or folders, or - for standard input: vedette recognise /var/log/",
    });
  if (options.brief === true && options.json === true)
    throw new VedetteError("usage.option", "--brief and --json cannot be given together.", {
      hint: "Leave one of them out.",
    });
  const request = await requestOf(invocation, paths, await openContent());
  const progress = makeProgress(effects, options.quiet === true);
  const inputs: Recognition[] = [];
  try {
    const result = await readSources(
      request,
      effects,
      async (source, engine, window) => {
        const fill = options.brief === true ? {} : await fillOf(engine, source, window);
        inputs.push(recognitionOf(source, fill));
        return true;
      },
      progress.update,
    );
    progress.end();
    const problems = problemsOf(result);
    effects.stdout(
      options.json === true
        ? `${JSON.stringify(
            {
              schema: "vedette.recognition/v1",
              inputs,
              problems: problems.map(({ code, message }) => ({ code, message })),
              notes: result.notes,
            },
            null,
            2,
          )}\n`
        : renderRecognition(inputs, options.brief === true),
    );
    if (options.quiet !== true) for (const problem of problems) effects.stderr(showProblem(problem));
    return problems.length > 0 || inputs.every(({ events }) => events === 0) ? 2 : 0;
  } finally {
    progress.end();
  }
}
