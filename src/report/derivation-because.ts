/** Why a case has its action and its priority. */
import type { Policy } from "../content/tables.ts";
import { counted } from "../words.ts";
import type { ReportCase, ReportEntity, ReportFinding } from "./model.ts";

/** Where its action comes from. */
export function actionBecause(one: ReportCase, entities: readonly ReportEntity[]): string {
  const wanting = entities.filter(({ action }) => action === "escalate").length;
  if (one.background && wanting > 0 && one.action !== "escalate")
    return `the policy only watches the background, of which ${counted(wanting, "member")} would go to Tier 2`;
  const same = entities.filter(({ action }) => action === one.action).length;
  return `the highest action of its members, which ${same} of ${entities.length} have`;
}

/** Where its priority comes from. */
export function priorityBecause(
  one: ReportCase,
  entities: readonly ReportEntity[],
  findings: ReadonlyMap<string, ReportFinding>,
  policy: Policy,
): string {
  if (one.background)
    return "it is background: nothing guarded was served, and no rule is meant for this site";
  const rules = new Map(policy.rules.map((rule) => [rule.id, rule]));
  const asking = [...new Set(entities.flatMap(({ reasons }) => reasons.map(({ rule }) => rule)))].filter(
    (id) => {
      const rule = rules.get(id);
      return rule !== undefined && rule.action === "escalate" && (rule.priority ?? "shift") === one.priority;
    },
  );
  if (asking.length > 0) return `the policy wants it for ${asking.join(", ")}`;
  const served = one.findings.some((id) => findings.get(id)?.indicator === "endpoint.config-exposed");
  if (served && one.priority === "now") return "a guarded endpoint was answered with certainty";
  return one.action === "escalate"
    ? "what is escalated and says nothing else is for this shift"
    : "what is watched waits for the batch";
}
