/** Rules that are given together: filters put on, references resolved, cycles refused, logsources looked up. */

import type { SigmaSource } from "../content/sigma.ts";
import { sigmaLimits } from "../limits.ts";
import { PassFields } from "./field-sql.ts";
import {
  type CorrelationRule,
  type DetectionRule,
  type FilterRule,
  Refusal,
  type SigmaRule,
} from "./model.ts";
import type { NumberedRule } from "./passes.ts";
import { logsourceText, ruleSql, sourceOf } from "./rule-sql.ts";

/** A correlation with its number in the table of hits. */
export interface NumberedCorrelation {
  readonly number: number;
  readonly rule: CorrelationRule;
  /** Numbers of the rules that it names, in their order. */
  readonly of: readonly number[];
}

/** What can be run, and what cannot. */
export interface RuleSet {
  readonly detections: readonly NumberedRule[];
  /** In an order in which each comes behind those that it names. */
  readonly correlations: readonly NumberedCorrelation[];
  readonly refusals: readonly Refusal[];
  /** Rules that only others ask for, by number. */
  readonly silent: ReadonlySet<number>;
  readonly notes: readonly string[];
}

export function ruleSetOf(rules: readonly SigmaRule[], sources: readonly SigmaSource[]): RuleSet {
  const refusals: Refusal[] = [];
  const notes: string[] = [];
  const kept = onceEach(rules.slice(0, sigmaLimits.rulesMax), refusals);
  for (const { place, title } of rules.slice(sigmaLimits.rulesMax))
    refusals.push(new Refusal(place, `more than ${sigmaLimits.rulesMax} rules in one run`, title));
  const filters = kept.filter((rule) => rule.kind === "filter");
  const detections: NumberedRule[] = [];
  const numbers = new Map<SigmaRule, number>();
  for (const rule of kept) {
    if (rule.kind !== "detection") continue;
    try {
      const source = sourceOf(rule, sources);
      const filtered = withFilters(rule, filters);
      ruleSql(filtered, source, new PassFields(source));
      const number = detections.length + 1;
      detections.push({ number, rule: filtered, source });
      numbers.set(rule, number);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      refusals.push(thrown);
    }
  }
  noteFilters(filters, kept, notes);
  const { correlations, silent } = ordered(kept, numbers, refusals);
  return { detections, correlations, refusals, silent, notes };
}

/** Of several rules with one id, as of a file that is met twice, the first is kept. */
function onceEach(rules: readonly SigmaRule[], refusals: Refusal[]): SigmaRule[] {
  const seen = new Map<string, SigmaRule>();
  return rules.filter((rule) => {
    const first = rule.id === "" ? undefined : seen.get(rule.id);
    if (first === undefined) {
      seen.set(rule.id, rule);
      return true;
    }
    refusals.push(
      new Refusal(
        rule.place,
        `another rule has the same id (${first.place.path}:${first.place.line})`,
        rule.title,
      ),
    );
    return false;
  });
}

const names = (rule: SigmaRule, reference: string) =>
  reference !== "" && (rule.id === reference || rule.name === reference);

/** A rule with the conditions of the filters that name it; a filter is for rules of its own logsource. */
function withFilters(rule: DetectionRule, filters: readonly FilterRule[]): DetectionRule {
  const mine = filters.filter((filter) => isFor(filter, rule));
  if (mine.length === 0) return rule;
  return {
    ...rule,
    expression: { kind: "and", of: [rule.expression, ...mine.map(({ expression }) => expression)] },
  };
}

function isFor({ logsource, rules }: FilterRule, rule: DetectionRule): boolean {
  const fits = (["category", "product", "service"] as const).every(
    (key) => logsource[key] === "" || logsource[key] === rule.logsource[key],
  );
  return fits && (rules === undefined || rules.some((reference) => names(rule, reference)));
}

function noteFilters(filters: readonly FilterRule[], rules: readonly SigmaRule[], notes: string[]): void {
  for (const filter of filters) {
    const at = `${filter.place.path}:${filter.place.line}`;
    const some = rules.some((rule) => rule.kind === "detection" && isFor(filter, rule));
    if (!some)
      notes.push(
        `${at}: the filter is for no rule of this run with the logsource ${logsourceText(filter.logsource)}`,
      );
    else if (!filter.negates)
      notes.push(
        `${at}: the filter's condition has no \`not\`, so its rules match nothing but what it names`,
      );
  }
}

/** Correlations behind the rules that they name; those in a circle, or over a rule that is not run, are refused. */
function ordered(
  rules: readonly SigmaRule[],
  numbers: Map<SigmaRule, number>,
  refusals: Refusal[],
): { correlations: NumberedCorrelation[]; silent: Set<number> } {
  const correlations: NumberedCorrelation[] = [];
  const silent = new Set<number>();
  const reported = new Set<number>();
  const state = new Map<CorrelationRule, "open" | "done" | "refused">();
  let next = numbers.size + 1;
  const visit = (rule: CorrelationRule, depth: number): number | undefined => {
    const place = { ...rule.place, line: rule.lines.rules };
    const refuse = (reason: string): undefined => {
      state.set(rule, "refused");
      refusals.push(new Refusal(place, reason, rule.title));
      return undefined;
    };
    if (depth > sigmaLimits.correlationDepthMax)
      return refuse(
        `correlations over correlations nest deeper than ${sigmaLimits.correlationDepthMax} levels`,
      );
    state.set(rule, "open");
    const of: number[] = [];
    for (const reference of rule.rules) {
      const found = rules.find((other) => names(other, reference));
      if (found === undefined)
        return refuse(`it names the rule ${reference}, which is not among those that were given`);
      if (found.kind === "correlation" && state.get(found) === "open")
        return refuse(`it names the rule ${reference}, which names it again: a circle`);
      if (found.kind === "correlation" && !state.has(found)) visit(found, depth + 1);
      const number = numbers.get(found);
      if (number === undefined) return refuse(`it names the rule ${reference}, which is not run`);
      of.push(number);
    }
    if (new Set(of).size < of.length) return refuse("it names a rule twice");
    const number = next;
    next += 1;
    numbers.set(rule, number);
    state.set(rule, "done");
    correlations.push({ number, rule, of });
    for (const one of of) (rule.generate ? reported : silent).add(one);
    return number;
  };
  for (const rule of rules) if (rule.kind === "correlation" && !state.has(rule)) visit(rule, 0);
  for (const number of reported) silent.delete(number);
  return { correlations, silent };
}
