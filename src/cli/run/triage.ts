/** Runs `vedette triage`: the main job. */
import { writeFileSync } from "node:fs";
import { actions } from "../../assess/model.ts";
import { openContent } from "../../content/bundle.ts";
import { asError, VedetteError } from "../../errors.ts";
import { renderBrief, renderNothing } from "../../report/brief.ts";
import { toDocument } from "../../report/document.ts";
import { findCase } from "../../report/find-case.ts";
import type { ReportDocument, RunResult } from "../../report/model.ts";
import { type TriageResult, triage } from "../../triage/triage.ts";
import { type Invocation, text } from "../command.ts";
import { maskOf } from "../mask-key.ts";
import { problemsOf } from "../outcome.ts";
import { showProblem } from "../problems.ts";
import { makeProgress } from "../progress.ts";
import { namesStore, requestOf } from "../request.ts";
import { parseZone } from "../times.ts";
import { toolVersion } from "../version.ts";

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const format = options.json === true ? "json" : (text(options, "format") ?? "brief");
  const output = text(options, "output");
  const mask = maskOf(options);
  const zone = parseZone(text(options, "tz") ?? "UTC");
  if (invocation.arguments.length === 0 && !namesStore(options)) {
    throw new VedetteError("usage.option", "No log was named.", {
      hint: "Name files or folders, or - for standard input: vedette triage /var/log/nginx/",
    });
  }
  const started = effects.now();
  const progress = makeProgress(effects, options.quiet === true);
  const content = await openContent();
  const request = await requestOf(invocation, invocation.arguments, content);
  let result: TriageResult;
  let containment: RunResult["containment"];
  try {
    if (options.containment === true)
      ({ result, containment } = await (await import("./triage-containment.ts")).triageWeighed(
        request,
        effects,
        progress.update,
      ));
    else result = await triage(request, effects, progress.update);
  } finally {
    progress.end();
  }
  const finished = effects.now();
  const whole = toDocument({
    ...result,
    generatedMs: finished,
    durationMs: finished - started,
    tool: { name: "vedette", version: toolVersion() },
    ...(containment === undefined ? {} : { containment }),
  });
  const document =
    mask === undefined ? whole : (await import("../../report/mask-document.ts")).maskDocument(whole, mask);
  const problems = problemsOf(result);
  const complain = () => {
    if (options.quiet !== true) for (const problem of problems) effects.stderr(showProblem(problem));
  };
  const nothing = result.sources.every(({ events }) => events === 0);
  // Where nothing was read, the reason comes first: what follows it is no result.
  if (nothing) complain();
  await print(
    document,
    ticketCase(whole, document, text(options, "ticket")),
    format,
    output,
    zone,
    invocation,
    nothing ? problems.map(({ message }) => message) : undefined,
  );
  if (!nothing) complain();
  if (nothing || problems.length > 0) return 2;
  const failOn = text(options, "fail-on");
  if (
    failOn !== undefined &&
    actions.indexOf(document.decision.action) >= actions.indexOf(failOn as "escalate" | "watch")
  )
    return 1;
  return 0;
}

/** The case of a ticket by the id that it has behind a mask. */
function ticketCase(
  whole: ReportDocument,
  masked: ReportDocument,
  id: string | undefined,
): string | undefined {
  return id === undefined || whole === masked
    ? id
    : masked.cases[whole.cases.indexOf(findCase(whole, id))]?.id;
}

/**
 * @param ticket the case that a ticket is asked for
 * @param nothing what went wrong, where no record was read
 */
async function print(
  document: ReportDocument,
  ticket: string | undefined,
  format: string,
  output: string | undefined,
  zone: string,
  invocation: Invocation,
  nothing: readonly string[] | undefined,
): Promise<void> {
  const { options, effects } = invocation;
  if (ticket !== undefined) {
    const { renderTicket } = await import("../../report/ticket.ts");
    effects.stdout(renderTicket(document, ticket));
    return;
  }
  const colour =
    options["no-color"] !== true &&
    (effects.env("NO_COLOR") ?? "") === "" &&
    effects.env("TERM") !== "dumb" &&
    effects.stdoutIsTerminal();
  const unfold = options.unfold === true;
  const style = { colour, columns: effects.stdoutIsTerminal() ? effects.columns() : 120, zone, unfold };
  const brief = () =>
    nothing === undefined ? renderBrief(document, style) : renderNothing(document, nothing, style);
  const rendered = {
    brief,
    json: async () => (await import("../../report/json.ts")).renderJson(document),
    md: async () => (await import("../../report/markdown.ts")).renderMarkdown(document, zone, unfold),
    html: async () => (await import("../../report/html.ts")).renderHtml(document, zone),
  }[format];
  const page = await (rendered ?? brief)();
  if (output === undefined) {
    effects.stdout(page);
    return;
  }
  save(output, page);
  if (format !== "brief") effects.stdout(brief());
  if (options.quiet !== true) effects.stderr(`Report written to ${output}\n`);
}

function save(path: string, page: string): void {
  try {
    writeFileSync(path, page);
  } catch (thrown) {
    throw new VedetteError(
      "output.unwritable",
      `${path}: the report cannot be written (${asError(thrown).message}).`,
      { place: { path }, hint: "Name a file in a folder that exists and may be written to.", cause: thrown },
    );
  }
}
