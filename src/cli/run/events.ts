/** Runs `vedette events`: logs of any format as normalised events, one JSON document a line. */
import { openContent } from "../../content/bundle.ts";
import { VedetteError } from "../../errors.ts";
import { type DocumentForm, documentsOf } from "../../export/documents.ts";
import { readSources } from "../../triage/reading.ts";
import { type Invocation, text } from "../command.ts";
import { problemsOf, sayRejects } from "../outcome.ts";
import { type Pieces, toFile, toStdout } from "../pieces.ts";
import { showProblem } from "../problems.ts";
import { makeProgress } from "../progress.ts";
import { requestOf } from "../request.ts";

function formOf({ options }: Invocation): DocumentForm {
  if (options.ecs === true && options.ocsf === true)
    throw new VedetteError("usage.option", "--ecs and --ocsf cannot be given together.", {
      hint: "Run it once for each.",
    });
  return options.ecs === true ? "ecs" : options.ocsf === true ? "ocsf" : "plain";
}

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects, arguments: paths } = invocation;
  const form = formOf(invocation);
  if (paths.length === 0)
    throw new VedetteError("usage.option", "No log was named.", {
      hint: "Name files or folders, or - for standard input: vedette events /var/log/nginx/",
    });
  const content = await openContent();
  const request = await requestOf(invocation, paths, content);
  const output = text(options, "output");
  const pieces: Pieces = output === undefined ? toStdout(effects) : toFile(output, paths);
  // Progress would be drawn into the data, where both go to one terminal.
  const progress = makeProgress(
    effects,
    options.quiet === true || (output === undefined && effects.stdoutIsTerminal()),
  );
  const kinds = new Map(content.formats.map(({ id, kind }) => [id, kind]));
  let gone = false;
  try {
    const result = await readSources(
      request,
      effects,
      async (source, engine, window) => {
        const query = documentsOf(form, source, (id) => kinds.get(id.split("+").at(-1) ?? ""), window);
        if (query === undefined) return true;
        for await (const piece of engine.lines(query.sql, query.parameters)) {
          gone = !(await pieces.write(piece));
          if (gone) return false;
        }
        return true;
      },
      progress.update,
    );
    progress.end();
    if (gone) return 0;
    const problems = problemsOf(result);
    if (options.quiet !== true) {
      for (const note of result.notes) effects.stderr(`${note}\n`);
      sayRejects(result.sources, effects);
      for (const problem of problems) effects.stderr(showProblem(problem));
    }
    return problems.length > 0 || result.sources.every(({ events }) => events === 0) ? 2 : 0;
  } finally {
    progress.end();
    pieces.close();
  }
}
