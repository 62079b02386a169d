/** Runs `vedette sigma`: Sigma rules over a kept store, or over logs. */

import { openContent } from "../../content/bundle.ts";
import { VedetteError } from "../../errors.ts";
import { sigmaLimits } from "../../limits.ts";
import { escapedForTerminal, forTerminal } from "../../report/safe-text.ts";
import { byLevel, matchDocument, matchLine, ruleLine } from "../../report/sigma.ts";
import { readRuleFiles } from "../../sigma/files.ts";
import { levelPlace } from "../../sigma/levels.ts";
import type { Refusal } from "../../sigma/model.ts";
import { rulesOf } from "../../sigma/read-rules.ts";
import { type SigmaRun, sigmaRun } from "../../triage/sigma.ts";
import { counted } from "../../words.ts";
import { type Invocation, text, texts } from "../command.ts";
import { problemsOf, sayRejects } from "../outcome.ts";
import { showProblem } from "../problems.ts";
import { makeProgress } from "../progress.ts";
import { namesStore, requestOf } from "../request.ts";
import { evidenceDefault } from "../sigma.ts";

const entitiesMax = 100;
const evidenceMax = 100;

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const logs = texts(options, "log");
  if (logs.length === 0 && !namesStore(options))
    throw new VedetteError("usage.option", "Neither a store nor a log was named.", {
      hint: "Name one: vedette sigma rules/ --store FOLDER, or vedette sigma rules/ --log access.log",
    });
  const eventsMax = evidenceOf(text(options, "evidence"));
  const request = await requestOf(invocation, logs, await openContent());
  const read = await readRules(invocation, placeholdersOf(texts(options, "placeholder")));
  const level = text(options, "level");
  const rules = read.rules.filter(
    (rule) => level === undefined || rule.kind === "filter" || levelPlace(rule.level) <= levelPlace(level),
  );
  const progress = makeProgress(effects, options.quiet === true);
  let found: SigmaRun;
  try {
    found = await sigmaRun(request, rules, { eventsMax, entitiesMax }, effects, progress.update);
  } finally {
    progress.end();
  }
  await print(found, options.json === true, invocation);
  const problems = problemsOf(found);
  if (options.quiet !== true) {
    for (const note of found.notes) effects.stderr(`${forTerminal(note)}\n`);
    sayRejects(found.sources, effects);
    sayRules(found, read.refusals, invocation);
  }
  for (const problem of problems) effects.stderr(showProblem(problem));
  if (problems.length > 0 || found.result.ran === 0 || found.sources.every(({ events }) => events === 0))
    return 2;
  const failOn = text(options, "fail-on");
  const grave = found.result.matches.some(
    ({ rule }) => failOn !== undefined && levelPlace(rule.level) <= levelPlace(failOn),
  );
  return grave ? 1 : 0;
}

/** Rules of the paths, or of standard input. */
async function readRules(
  { arguments: paths, stdin, stdinIsTerminal }: Invocation,
  placeholders: ReadonlyMap<string, readonly string[]>,
): Promise<ReturnType<typeof rulesOf>> {
  if (!paths.includes("-")) return readRuleFiles(paths, placeholders);
  if (paths.length > 1 || stdinIsTerminal)
    throw new VedetteError("usage.option", "- stands for rules on standard input, alone.", {
      hint: "vedette sigma - --store FOLDER < rules.yml",
    });
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of stdin) {
    parts.push(Buffer.from(part));
    bytes += (part as Buffer).length;
    if (bytes > sigmaLimits.ruleBytesMax)
      throw new VedetteError("usage.option", `The rules are longer than ${sigmaLimits.ruleBytesMax} bytes.`, {
        hint: "Give fewer at a time, or a folder of files.",
      });
  }
  return rulesOf("-", Buffer.concat(parts).toString("utf8"), placeholders);
}

async function print({ result, evidence }: SigmaRun, json: boolean, { effects }: Invocation): Promise<void> {
  let above: unknown;
  for (const match of byLevel(result.matches)) {
    const lines = json
      ? [escapedForTerminal(JSON.stringify(matchDocument(match, evidence)))]
      : [...(match.rule === above ? [] : [ruleLine(match)]), matchLine(match, evidence)];
    above = match.rule;
    if (!(await effects.write(Buffer.from(`${lines.join("\n")}\n`, "utf8")))) return;
  }
}

function sayRules({ result }: SigmaRun, unread: readonly Refusal[], { effects }: Invocation): void {
  const refusals = [...unread, ...result.refusals];
  for (const { place, message, title } of refusals)
    effects.stderr(
      `${forTerminal(`${place.path}:${place.line}: refused: ${message}${title === "" ? "" : ` (${title})`}`)}\n`,
    );
  for (const note of result.notes) effects.stderr(`${forTerminal(note)}\n`);
  for (const [rule, { entities, count }] of result.left)
    effects.stderr(
      `${forTerminal(rule.title)}: ${counted(entities, "further entity")} with ${counted(count, "event")} left out of the list\n`,
    );
  const matched = new Set(result.matches.map(({ rule }) => rule)).size;
  const idle =
    result.idle === 0
      ? ""
      : ` (${result.idle.toLocaleString("en")} of them over nothing: no source of their kind)`;
  effects.stderr(
    `${counted(result.ran, "rule")} ran${idle}, ${matched.toLocaleString("en")} matched, ${refusals.length.toLocaleString("en")} refused\n`,
  );
}

function evidenceOf(given: string | undefined): number {
  if (given === undefined) return evidenceDefault;
  const number = Number(given);
  if (!/^\d+$/.test(given) || number < 1 || number > evidenceMax)
    throw new VedetteError("usage.option", `--evidence ${given}: not a number from 1 to ${evidenceMax}.`, {
      hint: `For example --evidence ${evidenceDefault}`,
    });
  return number;
}

function placeholdersOf(given: readonly string[]): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const one of given) {
    const at = one.indexOf("=");
    if (at <= 0)
      throw new VedetteError("usage.option", `--placeholder ${one}: there is no name or no value.`, {
        hint: "Write it as --placeholder Administrators=adm_*",
      });
    const name = one.slice(0, at).replaceAll("%", "");
    all.set(name, [...(all.get(name) ?? []), one.slice(at + 1)]);
  }
  return all;
}
