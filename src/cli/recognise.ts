/** `vedette recognise`: what logs are, and what of them could be read. */
import { loadContent } from "../content/load.ts";
import { VedetteError } from "../errors.ts";
import { fillOf } from "../export/fill.ts";
import { type Recognition, recognitionOf, renderRecognition } from "../report/recognition.ts";
import { readSources } from "../triage/reading.ts";
import type { Command, Invocation } from "./command.ts";
import { problemsOf } from "./outcome.ts";
import { showProblem } from "./problems.ts";
import { makeProgress } from "./progress.ts";
import { pathsArgument, readOptions, requestOf } from "./request.ts";

export const recogniseCommand: Command = {
  name: "recognise",
  summary: "say which format logs are in, and what could be read of them",
  description:
    "Reads logs to their end and judges nothing: the format and kind of each, how many records are events and of which class, which columns they fill, what was rejected and why.",
  arguments: [pathsArgument],
  options: [
    { name: "brief", says: "one line an input" },
    { name: "json", says: "print one JSON document" },
    ...readOptions,
    { name: "quiet", short: "q", says: "no progress and no notes on standard error" },
  ],
  examples: [
    { line: "vedette recognise /var/log/nginx/access.log", says: "all about one file" },
    { line: "vedette recognise --brief /var/log/", says: "one line an input" },
    {
      line: "vedette recognise --as iis-w3c u_ex260517.log",
      says: "how much of a file fits a format, and what does not",
    },
  ],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const { options, effects, arguments: paths } = invocation;
  if (paths.length === 0)
    throw new VedetteError("usage.option", "No log was named.", {
      hint: "Name files or folders, or - for standard input: vedette recognise /var/log/",
    });
  if (options.brief === true && options.json === true)
    throw new VedetteError("usage.option", "--brief and --json cannot be given together.", {
      hint: "Leave one of them out.",
    });
  const request = requestOf(invocation, paths, loadContent());
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
