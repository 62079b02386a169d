/** `vedette triage`: the main job. */
import { writeFileSync } from "node:fs";
import { actions } from "../assess/model.ts";
import { loadContent } from "../content/load.ts";
import { asError, VedetteError } from "../errors.ts";
import { renderBrief, renderNothing } from "../report/brief.ts";
import { type ReportDocument, toDocument } from "../report/document.ts";
import { renderHtml } from "../report/html.ts";
import { renderJson } from "../report/json.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { renderTicket } from "../report/ticket.ts";
import { type TriageResult, triage } from "../triage/triage.ts";
import { type Command, type Invocation, text } from "./command.ts";
import { problemsOf } from "./outcome.ts";
import { showProblem } from "./problems.ts";
import { makeProgress } from "./progress.ts";
import { pathsArgument, playbookOption, readingOptions, requestOf } from "./request.ts";
import { parseZone } from "./times.ts";
import { toolVersion } from "./version.ts";

export const triageCommand: Command = {
  name: "triage",
  summary: "read logs, find who collects client configuration, decide",
  description:
    "Reads logs of any known format, compressed or not, answers the playbook's questions with the lines that prove each answer, and decides what goes to Tier 2. Nothing is sent anywhere, nothing is blocked.",
  arguments: [pathsArgument],
  options: [
    { name: "json", says: "print the JSON report (the same as --format json)" },
    {
      name: "format",
      value: "format",
      choices: ["brief", "json", "md", "html"],
      says: "what to print: brief (default), json, md or html",
    },
    {
      name: "output",
      short: "o",
      value: "file",
      says: "write the report to a file, the brief still to the terminal",
    },
    { name: "ticket", value: "case", says: "print ten defanged lines about a case, to paste into a ticket" },
    {
      name: "unfold",
      says: "tell each member of the background case in a row of its own (brief and md; the HTML page unfolds it by itself)",
    },
    ...readingOptions,
    playbookOption,
    { name: "tz", value: "zone", says: "time zone of what people read, e.g. Europe/Berlin; data stays UTC" },
    {
      name: "store",
      value: "folder",
      says: "keep the records in a folder and add to it; without a path, look at what it holds",
    },
    {
      name: "fail-on",
      value: "action",
      choices: ["escalate", "watch"],
      says: "exit with status 1 when the decision is at or above this",
    },
    { name: "quiet", short: "q", says: "no progress and no notes on standard error" },
    { name: "no-color", says: "no colours (also by NO_COLOR)" },
  ],
  examples: [
    { line: "vedette triage /var/log/nginx/", says: "a whole folder, rotated and compressed files too" },
    {
      line: "vedette triage access.log --format html -o report.html",
      says: "the full report as one file, and the brief",
    },
    { line: "ssh web01 cat /var/log/apache2/access.log | vedette triage -", says: "standard input" },
    {
      line: "vedette triage --log-format '%h %l %u %t \"%r\" %>s %b %D' access.log",
      says: "a format of your own",
    },
  ],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const format = options.json === true ? "json" : (text(options, "format") ?? "brief");
  const output = text(options, "output");
  const zone = parseZone(text(options, "tz") ?? "UTC");
  if (invocation.arguments.length === 0 && text(options, "store") === undefined) {
    throw new VedetteError("usage.option", "No log was named.", {
      hint: "Name files or folders, or - for standard input: vedette triage /var/log/nginx/",
    });
  }
  const started = effects.now();
  const progress = makeProgress(effects, options.quiet === true);
  const content = loadContent();
  let result: TriageResult;
  try {
    result = await triage(requestOf(invocation, invocation.arguments, content), effects, progress.update);
  } finally {
    progress.end();
  }
  const finished = effects.now();
  const document = toDocument({
    ...result,
    generatedMs: finished,
    durationMs: finished - started,
    tool: { name: "vedette", version: toolVersion() },
  });
  const problems = problemsOf(result);
  const complain = () => {
    if (options.quiet !== true) for (const problem of problems) effects.stderr(showProblem(problem));
  };
  const nothing = result.sources.every(({ events }) => events === 0);
  // Where nothing was read, the reason comes first: what follows it is no result.
  if (nothing) complain();
  print(
    document,
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

/** @param nothing what went wrong, where no record was read */
function print(
  document: ReportDocument,
  format: string,
  output: string | undefined,
  zone: string,
  invocation: Invocation,
  nothing: readonly string[] | undefined,
): void {
  const { options, effects } = invocation;
  const ticket = text(options, "ticket");
  if (ticket !== undefined) {
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
    json: () => renderJson(document),
    md: () => renderMarkdown(document, zone, unfold),
    html: () => renderHtml(document, zone),
  }[format];
  const page = (rendered ?? brief)();
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
