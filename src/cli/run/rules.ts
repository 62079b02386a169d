/** Runs `vedette rules`. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openContent } from "../../content/bundle.ts";
import { VedetteError } from "../../errors.ts";
import { jsonText } from "../../report/json.ts";
import { renderRules, renderRulesPage } from "../../report/rules.ts";
import { escapedForTerminal, forTerminal } from "../../report/safe-text.ts";
import { checkSamples } from "../../respond/rules/again.ts";
import { documentOf } from "../../respond/rules/folder.ts";
import { type MonitoringRules, makeRules } from "../../respond/rules/make.ts";
import { sidFirst, sidMost } from "../../respond/rules/suricata-text.ts";
import { counted } from "../../words.ts";
import { type Invocation, text, type Values } from "../command.ts";
import { problemsOf } from "../outcome.ts";
import { checkFolder, saveFiles } from "../output-folder.ts";
import { showProblem } from "../problems.ts";
import { namesStore } from "../request.ts";
import { limitDefault } from "../rules.ts";
import { caseNamed } from "./named-case.ts";
import { openWithEvents } from "./open-events.ts";

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects, arguments: given } = invocation;
  if (given[0] === "test" && options.pack !== true)
    return (await import("./rules-test.ts")).run(invocation, given.slice(1));
  const caseId = options.pack === true ? undefined : given[0];
  const paths = options.pack === true ? given : given.slice(1);
  if (caseId === undefined && options.pack !== true)
    throw new VedetteError("usage.option", "No case was named.", {
      hint: "Name its id, or --pack for the rules that need none: vedette rules C-5f867083e4 /var/log/nginx/",
    });
  if (paths.length === 0 && !namesStore(options))
    throw new VedetteError("usage.option", "No log was named.", {
      hint: "Name files or folders: vedette rules C-5f867083e4 /var/log/nginx/",
    });
  const folder = text(options, "output");
  if (folder !== undefined) checkFolder(folder, options.force === true);
  const limitPerDay = limitOf(options);
  const sidFrom = sidOf(options);
  const content = await openContent();
  const open = await openWithEvents(invocation, paths, content);
  let made: MonitoringRules;
  try {
    const one = caseId === undefined ? undefined : caseNamed(open.result.assessment.cases, caseId);
    made = await makeRules(open, { one, limitPerDay, sidFrom });
  } finally {
    await open.close();
  }
  const problems = problemsOf(open.result);
  if (options.quiet !== true) for (const problem of problems) effects.stderr(showProblem(problem));
  made = await withSamples(made, invocation);
  const document = documentOf(made);
  const json = jsonText(document);
  effects.stdout(options.json === true ? escapedForTerminal(json) : renderRules(document));
  if (folder !== undefined) {
    const files = [
      { name: "README.md", text: renderRulesPage(document) },
      { name: "rules.json", text: json },
      { name: "samples.ndjson", text: made.samples.map(({ line }) => `${line}\n`).join("") },
      ...made.offered.map(({ draft }) => ({ name: draft.file, text: draft.text })),
    ];
    saveFiles(folder, files);
    if (options.quiet !== true)
      effects.stderr(
        `${counted(made.offered.length, "rule")} written to ${forTerminal(folder)}; README.md says how to use them\n`,
      );
  }
  return problems.length > 0 ? 2 : 0;
}

/** Samples that were seen to hold; a rule that its own samples contradict is not offered. */
async function withSamples(made: MonitoringRules, { effects }: Invocation): Promise<MonitoringRules> {
  if (made.samples.length === 0) return made;
  const folder = effects.makeTemporary("rules");
  try {
    const path = join(folder, "samples.ndjson");
    writeFileSync(path, made.samples.map(({ line }) => `${line}\n`).join(""));
    const lines = new Map(made.samples.map(({ event }, at) => [event, at + 1]));
    const linesOf = (events: readonly number[]) => events.flatMap((event) => lines.get(event) ?? []);
    const failed = await checkSamples(
      path,
      made.offered.map(({ draft, mustFire, mustNotFire }) => ({
        draft,
        mustFire: linesOf(mustFire),
        mustNotFire: linesOf(mustNotFire),
      })),
      await openContent(),
      effects,
      made.kind,
    );
    const says = ({ draft }: MonitoringRules["offered"][number]) => failed.get(draft)?.join("; ");
    return {
      ...made,
      offered: made.offered.filter((one) => says(one) === undefined),
      refused: [
        ...made.refused,
        ...made.offered.flatMap((one) => {
          const because = says(one);
          return because === undefined ? [] : [{ ...one, because: `its samples contradict it: ${because}` }];
        }),
      ],
    };
  } finally {
    effects.removeTemporary(folder);
  }
}

export function limitOf(options: Values): number {
  const given = text(options, "per-day");
  if (given === undefined) return limitDefault;
  const value = Number(given);
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(given)) return value;
  throw new VedetteError("usage.option", `--per-day ${forTerminal(given)}: not a number of alerts.`, {
    hint: "For example --per-day 0.5, or --per-day 0 for rules that ordinary traffic never sets off.",
  });
}

function sidOf(options: Values): number {
  const given = text(options, "sid");
  if (given === undefined) return sidFirst;
  const value = Number(given);
  if (/^\d{7}$/.test(given) && value >= 1_000_000 && value <= sidMost - 10_000) return value;
  throw new VedetteError(
    "usage.option",
    `--sid ${forTerminal(given)}: not a number from 1000000 to ${sidMost - 10_000}.`,
    {
      hint: "Numbers below 1000000, and from 2000000 on, are of others.",
    },
  );
}
