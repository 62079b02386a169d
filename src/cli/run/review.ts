/** Runs `vedette review`. */

import { readEarlier } from "../../assess/since-file.ts";
import { openCasebook } from "../../casebook/casebook.ts";
import { openContent } from "../../content/bundle.ts";
import { VedetteError } from "../../errors.ts";
import { incidentPage, renderIncident } from "../../report/incident.ts";
import { incidentDocument } from "../../report/incident-json.ts";
import { jsonText } from "../../report/json.ts";
import { renderPageHtml } from "../../report/pack/page-html.ts";
import { renderPageMarkdown } from "../../report/pack/page-md.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { type IncidentReview, reviewIncident } from "../../respond/incident/incident.ts";
import { type CaseTimes, moments, timesOf } from "../../respond/incident/times.ts";
import { againCommands } from "../../triage/again.ts";
import { type Invocation, text, texts } from "../command.ts";
import { problemsOf } from "../outcome.ts";
import { checkFolder, saveFiles } from "../output-folder.ts";
import { showProblem } from "../problems.ts";
import { namesStore } from "../request.ts";
import { parseTime } from "../times.ts";
import { caseNamed } from "./named-case.ts";
import { openWithEvents } from "./open-events.ts";

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const [caseId = "", ...paths] = invocation.arguments;
  if (paths.length === 0 && !namesStore(options))
    throw new VedetteError("usage.option", "No log was named.", {
      hint: `Name files or folders after the case: vedette review ${forTerminal(caseId)} /var/log/nginx/`,
    });
  const folder = text(options, "output");
  if (folder !== undefined) checkFolder(folder, options.force === true);
  const given = Object.fromEntries(
    moments.flatMap((moment) => {
      const one = text(options, moment);
      if (one === undefined) return [];
      const ms = parseTime(one, effects.now(), moment);
      if (ms > effects.now())
        throw new VedetteError("usage.option", `--${moment} ${forTerminal(one)}: that is still to come.`, {
          hint: "Write when it was; leave out what has not happened yet.",
        });
      return [[moment, ms]];
    }),
  ) as CaseTimes["given"];
  const booked = bookedTimes(invocation, caseId);
  const reports = texts(options, "report").map(readEarlier);
  const open = await openWithEvents(invocation, paths, await openContent());
  let review: IncidentReview;
  try {
    const one = caseNamed(open.result.assessment.cases, caseId);
    review = await reviewIncident(open, one, timesOf(one, { ...booked, ...given }, reports));
  } finally {
    await open.close();
  }
  const problems = problemsOf(open.result);
  if (options.quiet !== true) for (const problem of problems) effects.stderr(showProblem(problem));
  const again = againCommands(open.request);
  const { id } = review.one;
  const shown = review.timeline
    .flatMap(({ record }) => record ?? [])
    .map((record) => review.evidence.get(record))
    .find((line) => line !== undefined);
  const commands =
    again === undefined
      ? undefined
      : {
          ...(shown === undefined ? {} : { T2a: again.explain(shown.path, shown.line) }),
          T2d: again.other(`brief ${id} --tlp amber -o handover`),
          C1: again.other(`contain ${id}`),
          C2: again.other(`rules ${id}`),
          ...(review.one.entities.some(({ type }) => type === "mail")
            ? { C3: again.other(`protect-mail ${id}`) }
            : {}),
          C4: again.other("review-controls"),
        };
  const page = incidentPage(review, commands);
  effects.stdout(options.json === true ? jsonText(incidentDocument(review, commands)) : renderIncident(page));
  if (folder !== undefined) {
    saveFiles(folder, [
      { name: "review.md", text: renderPageMarkdown(page) },
      { name: "review.html", text: renderPageHtml(page) },
    ]);
    if (options.quiet !== true) effects.stderr(`2 files written to ${forTerminal(folder)}\n`);
  }
  return problems.length > 0 ? 2 : 0;
}

/** What a casebook tells, where one is named; an earlier report tells better than it when a case was first noticed. */
function bookedTimes({ options }: Invocation, caseId: string): CaseTimes["given"] {
  const path = text(options, "book");
  if (path === undefined) return {};
  const book = openCasebook(path);
  try {
    const { known, decided, contained, closed } = book.times(caseId.split(",")[0] ?? "");
    return Object.fromEntries(
      Object.entries({
        detected: texts(options, "report").length === 0 ? known : undefined,
        decided,
        contained,
        closed,
      }).filter(([, ms]) => ms !== undefined),
    );
  } finally {
    book.close();
  }
}
