/** Runs `vedette rules test`: a written folder of rules, on its samples and on logs. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openContent } from "../../content/bundle.ts";
import { VedetteError } from "../../errors.ts";
import { jsonText } from "../../report/json.ts";
import { type Outcome, renderAgain } from "../../report/rules-again.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { type Again, checkSamples, testAgain } from "../../respond/rules/again.ts";
import { draftsOf, readDocument } from "../../respond/rules/folder.ts";
import { type Draft, perDay } from "../../respond/rules/model.ts";
import { type Invocation, text } from "../command.ts";
import { problemsOf } from "../outcome.ts";
import { showProblem } from "../problems.ts";
import { namesStore } from "../request.ts";
import { openWithEvents } from "./open-events.ts";
import { limitOf } from "./rules.ts";

export async function run(invocation: Invocation, given: readonly string[]): Promise<number> {
  const { options, effects } = invocation;
  const [folder, ...paths] = given;
  if (folder === undefined)
    throw new VedetteError("usage.option", "No folder of rules was named.", {
      hint: "vedette rules test rules /var/log/nginx/",
    });
  const about = join(folder, "rules.json");
  const written = textOf(about);
  if (written === undefined)
    throw new VedetteError("input.missing", `${about}: there is no such file.`, {
      place: { path: about },
      hint: "Name the folder that vedette rules wrote with -o.",
    });
  const document = readDocument(about, written);
  const { drafts, missing } = draftsOf(document, (file) => textOf(join(folder, file)));
  const content = await openContent();
  const samples = join(folder, "samples.ndjson");
  const failed = existsSync(samples)
    ? await checkSamples(
        samples,
        drafts.map((draft) => {
          const rule = document.rules.find(({ file }) => file === draft.file);
          return { draft, mustFire: rule?.must_fire ?? [], mustNotFire: rule?.must_not_fire ?? [] };
        }),
        content,
        effects,
        document.samples_kind,
      )
    : new Map(drafts.map((draft) => [draft, ["samples.ndjson is not there"]]));
  let again: ReadonlyMap<Draft, Again> = new Map();
  let status = 0;
  let history: { days: number; hasCase: boolean } | undefined;
  if (paths.length > 0 || namesStore(options)) {
    const open = await openWithEvents(invocation, paths, content);
    try {
      const limit =
        text(options, "per-day") === undefined ? document.ordinary_alerts_per_day_max : limitOf(options);
      ({ again, ...history } = await testAgain(open, document, drafts, limit));
    } finally {
      await open.close();
    }
    const problems = problemsOf(open.result);
    if (options.quiet !== true) for (const problem of problems) effects.stderr(showProblem(problem));
    if (problems.length > 0) status = 2;
  }
  const outcomes: Outcome[] = [
    ...drafts.map((draft): Outcome => {
      const told = again.get(draft);
      return {
        file: draft.file,
        language: draft.language,
        title: draft.title,
        tally: told?.tally,
        because: [...(failed.get(draft) ?? []), ...(told?.because === undefined ? [] : [told.because])],
      };
    }),
    ...missing.map((file): Outcome => {
      const rule = document.rules.find((one) => one.file === file);
      return {
        file,
        language: rule?.language ?? "sigma",
        title: rule?.title ?? "",
        tally: undefined,
        because: ["its file is not there, or cannot be read"],
      };
    }),
  ];
  effects.stdout(
    options.json === true
      ? jsonText({ rules: outcomes.map(toldOf) })
      : renderAgain(forTerminal(folder), outcomes, history, document.case !== null),
  );
  return outcomes.some(({ because }) => because.length > 0) ? Math.max(1, status) : status;
}

/** An outcome for programs. */
function toldOf({ file, language, title, tally, because }: Outcome) {
  return {
    file,
    language,
    title,
    holds: because.length === 0,
    because,
    ...(tally === undefined
      ? {}
      : {
          hits: tally.hits,
          of_case: tally.ofCase,
          ordinary_alerts: tally.ordinaryAlerts,
          days: tally.days,
          per_day: perDay(tally),
        }),
  };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
