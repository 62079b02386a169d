/** `vedette explain CASE`: how a case came about, from its findings to what would turn it. */

import { openContent } from "../../content/bundle.ts";
import { withPolicy } from "../../content/policies.ts";
import { VedetteError } from "../../errors.ts";
import { type Derivation, derive } from "../../report/derivation.ts";
import { renderDerivation } from "../../report/derivation-text.ts";
import { toDocument } from "../../report/document.ts";
import { findCase } from "../../report/find-case.ts";
import { jsonText } from "../../report/json.ts";
import { readReport } from "../../report/read-report.ts";
import { triage } from "../../triage/triage.ts";
import { type Invocation, text } from "../command.ts";
import { problemsOf } from "../outcome.ts";
import { showProblem } from "../problems.ts";
import { namesStore, requestOf } from "../request.ts";
import { toolVersion } from "../version.ts";

/** Whether an argument is the id of a case; no file:line is. */
export function isCase(argument: string): boolean {
  return /^C-[0-9a-f]{10}$/.test(argument);
}

/** Tells a case, judged by logs, by a kept store or as a report has it. */
export async function explainCase(
  invocation: Invocation,
  id: string,
  paths: readonly string[],
): Promise<number> {
  const { options, effects } = invocation;
  const report = text(options, "report");
  if (report !== undefined && (paths.length > 0 || namesStore(options)))
    throw new VedetteError("usage.option", "A case is told of a report, or of logs, and not of both.", {
      hint: "Leave out --report to have the logs judged again.",
    });
  if (report === undefined && paths.length === 0 && !namesStore(options))
    throw new VedetteError("usage.option", "No log was named.", {
      hint: `Name what the case was found in: vedette explain ${id} /var/log/nginx/, or --store, or --report report.json`,
    });
  const { derivation, status } =
    report === undefined
      ? await ofRun(invocation, id, paths)
      : { derivation: await ofReport(report, id), status: 0 };
  effects.stdout(
    options.json === true
      ? jsonText(derivation)
      : renderDerivation(derivation, effects.stdoutIsTerminal() ? effects.columns() : 120),
  );
  return status;
}

async function ofRun(
  invocation: Invocation,
  id: string,
  paths: readonly string[],
): Promise<{ derivation: Derivation; status: number }> {
  const result = await triage(await requestOf(invocation, paths, await openContent()), invocation.effects);
  const problems = problemsOf(result);
  for (const problem of problems) invocation.effects.stderr(showProblem(problem));
  const document = toDocument({
    ...result,
    generatedMs: 0,
    durationMs: 0,
    tool: { name: "vedette", version: toolVersion() },
  });
  return {
    derivation: derive(document, findCase(document, id), result.content.policy, result),
    status: problems.length > 0 ? 2 : 0,
  };
}

/** A site's own policy is a file that may be gone; points and priorities are then told by the one that it changed least. */
async function ofReport(path: string, id: string): Promise<Derivation> {
  const document = readReport(path);
  const content = await openContent();
  const known = content.policyProfiles.some((profile) => profile.id === document.policy.id);
  const { policy } = known ? withPolicy(content, document.policy.id) : content;
  return derive(document, findCase(document, id), policy, undefined);
}
