/** `vedette triage`: the main job. */
import { writeFileSync } from "node:fs";
import { actions } from "../assess/model.ts";
import { loadContent } from "../content/load.ts";
import type { TemplateFormat } from "../content/schema.ts";
import { asError, VedetteError } from "../errors.ts";
import { dialectOf, namedTemplates } from "../ingest/template.ts";
import { renderBrief } from "../report/brief.ts";
import { type ReportDocument, toDocument } from "../report/document.ts";
import { renderHtml } from "../report/html.ts";
import { renderJson } from "../report/json.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { renderTicket } from "../report/ticket.ts";
import { type TriageRequest, type TriageResult, triage } from "../triage/triage.ts";
import { type Command, type Invocation, text, texts, type Values } from "./command.ts";
import { networks } from "./networks.ts";
import { showProblem } from "./problems.ts";
import { makeProgress } from "./progress.ts";
import { parseTime, parseZone } from "./times.ts";
import { toolVersion } from "./version.ts";

export const triageCommand: Command = {
  name: "triage",
  summary: "read logs, find who collects client configuration, decide",
  description: "Reads logs of any known format, compressed or not, answers the playbook's questions with the lines that prove each answer, and decides what goes to Tier 2. Nothing is sent anywhere, nothing is blocked.",
  arguments: [{ name: "path", many: true, says: "files, folders, patterns, or - for standard input", completes: "files" }],
  options: [
    { name: "json", says: "print the JSON report (the same as --format json)" },
    { name: "format", value: "format", choices: ["brief", "json", "md", "html"], says: "what to print: brief (default), json, md or html" },
    { name: "output", short: "o", value: "file", says: "write the report to a file, the brief still to the terminal" },
    { name: "ticket", value: "case", says: "print ten defanged lines about a case, to paste into a ticket" },
    { name: "log-format", value: "string", many: true, says: "a server's own format: an Apache LogFormat or nginx log_format string, or common, combined, vhost_combined" },
    { name: "trusted-proxy", value: "network", many: true, says: "address or network of a proxy whose forwarding header is believed" },
    { name: "internal", value: "network", many: true, says: "a network that counts as inside" },
    { name: "from", value: "time", says: "leave out records before: 2026-05-17, 2026-05-17T10:00Z, or -6h before now" },
    { name: "to", value: "time", says: "leave out records after" },
    { name: "tz", value: "zone", says: "time zone of what people read, e.g. Europe/Berlin; data stays UTC" },
    { name: "store", value: "folder", says: "keep the records in a folder and add to it" },
    { name: "fail-on", value: "action", choices: ["escalate", "watch"], says: "exit with status 1 when the decision is at or above this" },
    { name: "quiet", short: "q", says: "no progress and no notes on standard error" },
    { name: "no-color", says: "no colours (also by NO_COLOR)" },
  ],
  examples: [
    { line: "vedette triage /var/log/nginx/", says: "a whole folder, rotated and compressed files too" },
    { line: "vedette triage access.log --format html -o report.html", says: "the full report as one file, and the brief" },
    { line: "ssh web01 cat /var/log/apache2/access.log | vedette triage -", says: "standard input" },
    { line: "vedette triage --log-format '%h %l %u %t \"%r\" %>s %b %D' access.log", says: "a format of your own" },
  ],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const format = options.json === true ? "json" : (text(options, "format") ?? "brief");
  const output = text(options, "output");
  const zone = parseZone(text(options, "tz") ?? "UTC");
  if (invocation.arguments.length === 0 && text(options, "store") === undefined) {
    throw new VedetteError("usage.option", "No log was named.", { hint: "Name files or folders, or - for standard input: vedette triage /var/log/nginx/" });
  }
  if (invocation.arguments.includes("-") && invocation.stdinIsTerminal) {
    throw new VedetteError("usage.option", "Standard input is a terminal; there is nothing to read from it.", { hint: "Pipe a log into it: cat access.log | vedette triage -" });
  }
  const started = effects.now();
  const progress = makeProgress(effects, options.quiet === true);
  const content = loadContent();
  let result: TriageResult;
  try {
    result = await triage(requestOf(invocation, content), effects, progress.update);
  } finally {
    progress.end();
  }
  const finished = effects.now();
  const document = toDocument({ ...result, generatedMs: finished, durationMs: finished - started, tool: { name: "vedette", version: toolVersion() } });
  print(document, format, output, zone, invocation);
  if (options.quiet !== true) for (const problem of problemsOf(result)) effects.stderr(showProblem(problem));
  if (problemsOf(result).length > 0 || result.sources.every(({ events }) => events === 0)) return 2;
  const failOn = text(options, "fail-on");
  if (failOn !== undefined && actions.indexOf(document.decision.action) >= actions.indexOf(failOn as "escalate" | "watch")) return 1;
  return 0;
}

function requestOf(invocation: Invocation, content: TriageRequest["content"]): TriageRequest {
  const { options, effects } = invocation;
  const from = text(options, "from");
  const to = text(options, "to");
  const store = text(options, "store");
  return {
    paths: invocation.arguments,
    content,
    ownFormats: ownFormats(options),
    trustedProxies: networks(options, "trusted-proxy"),
    internalNetworks: networks(options, "internal"),
    ...(from === undefined ? {} : { fromMs: parseTime(from, effects.now(), "from") }),
    ...(to === undefined ? {} : { toMs: parseTime(to, effects.now(), "to") }),
    ...(store === undefined ? {} : { store }),
    stdin: invocation.stdin,
  };
}

/** Formats that the user described, as content files would. */
export function ownFormats(options: Values): TemplateFormat[] {
  return texts(options, "log-format").map((given, index) => {
    const named = namedTemplates[given];
    const dialect = named?.dialect ?? dialectOf(given);
    return {
      id: `own-${index + 1}`,
      title: "given with --log-format",
      kind: "web",
      specificity: 1000,
      reader: "template",
      dialect,
      template: named?.template ?? given,
      trailing: false,
      source: "--log-format",
      date: "1970-01-01",
      samples: [{ record: "" }],
    };
  });
}

/** Failures that make the run incomplete: named inputs, and files that are logs but were not read to the end. */
function problemsOf(result: TriageResult): VedetteError[] {
  const soft = result.sources.filter(({ problem, named }) => problem !== undefined && (named || problem.code !== "input.unrecognised")).flatMap(({ problem, named }) => (problem !== undefined && (named || problem.code !== "input.empty") ? [problem] : []));
  return [...result.problems, ...soft];
}

function print(document: ReportDocument, format: string, output: string | undefined, zone: string, invocation: Invocation): void {
  const { options, effects } = invocation;
  const ticket = text(options, "ticket");
  if (ticket !== undefined) {
    effects.stdout(renderTicket(document, ticket));
    return;
  }
  const colour = options["no-color"] !== true && (effects.env("NO_COLOR") ?? "") === "" && effects.env("TERM") !== "dumb" && effects.stdoutIsTerminal();
  const brief = () => renderBrief(document, { colour, columns: effects.stdoutIsTerminal() ? effects.columns() : 120, zone });
  const rendered = { brief, json: () => renderJson(document), md: () => renderMarkdown(document, zone), html: () => renderHtml(document, zone) }[format];
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
    throw new VedetteError("output.unwritable", `${path}: the report cannot be written (${asError(thrown).message}).`, { place: { path }, hint: "Name a file in a folder that exists and may be written to.", cause: thrown });
  }
}
