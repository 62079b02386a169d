/**
 * Which findings of an indicator are kept where there are more than the policy's limit.
 *
 * Whoever floods a log with harmless findings must not push the one that matters out of the report. So what a
 * rule of the policy would act on stands first, then what is severe, then what is sure and frequent.
 */

import type { IndicatorFile } from "../content/schema.ts";
import type { Policy } from "../content/tables.ts";
import { severities } from "./finding.ts";

type Ranked = Pick<IndicatorFile, "severity" | "severity_when" | "decides" | "kept_first">;

/** Conditions of an indicator as columns: `severity_0`, `technique_0`, `decides_0`, `kept_0` and so on. */
export function conditionColumns(indicator: Ranked & Pick<IndicatorFile, "techniques_when">): string {
  const numbered = (name: string, conditions: readonly string[]) =>
    conditions.map((when, index) => `, (${when}) AS ${name}_${index}`);
  return [
    ...numbered(
      "severity",
      indicator.severity_when.map(({ when }) => when),
    ),
    ...numbered(
      "technique",
      indicator.techniques_when.map(({ when }) => when),
    ),
    ...numbered(
      "decides",
      indicator.decides.map(({ when }) => when),
    ),
    ...numbered("kept", indicator.kept_first),
  ].join("");
}

/** The order in which findings are kept, the weightiest first, over those columns. */
export function keepingOrder(indicator: Ranked, rules: Policy["rules"]): string {
  const weight = (rule: string) => rules.findIndex(({ id }) => id === rule);
  const decided = indicator.decides.map(({ rule }, index) => `decides_${index}, ${weight(rule)}`);
  const kept = indicator.kept_first.map((_, index) => `kept_${index}, ${index}`);
  const raised = indicator.severity_when.map(
    ({ severity }, index) => `if(severity_${index}, ${severities.indexOf(severity)}, 0)`,
  );
  return [
    ...first(decided, rules.length),
    ...first(kept, indicator.kept_first.length),
    ...(raised.length === 0
      ? []
      : [`greatest(${severities.indexOf(indicator.severity)}, ${raised.join(", ")}) DESC`]),
    "signs DESC",
    "count DESC",
    "entity",
  ].join(", ");
}

/** The number of the first condition that holds, or one behind all of them. */
function first(pairs: readonly string[], last: number): string[] {
  return pairs.length === 0 ? [] : [`multiIf(${pairs.join(", ")}, ${last})`];
}
