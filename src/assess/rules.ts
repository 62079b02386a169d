/**
 * The rules of the policy, each tried on what was found about an entity. The same trial decides and explains: it says with the
 * numbers what it compared, whether or not it is met.
 */
import type { Policy } from "../content/tables.ts";
import type { Trial } from "./comparisons.ts";
import type { Action, IdentifiedFinding, RuleHit } from "./model.ts";
import type { Comparison } from "./seen.ts";
import { trials } from "./trials.ts";

/** Rules that escalate an agent, too. */
const rulesOfAgents = new Set([
  "served-to-outsider",
  "refused-then-served",
  "unusual-agent-probes",
  "intelligence-exact",
  "unusual-agent",
]);

/** The rules that hold where no other escalates, for what no indicator decides by itself. */
const lastRules = ["tool-passing", "agent-or-probe-alone", "rarity-alone"];

/** One rule, tried on an entity. */
export interface Tried {
  readonly rule: string;
  readonly met: boolean;
  /** True where nothing was found that it could compare. */
  readonly idle: boolean;
  readonly compared: readonly Comparison[];
}

/** An indicator, as far as it decides by itself. */
export interface Deciding {
  readonly id: string;
  readonly decides: readonly { readonly when: string; readonly rule: string }[];
}

/** Rules that an entity meets, the weightiest first. Sentences carry the numbers. */
export function rulesMet(findings: readonly IdentifiedFinding[], policy: Policy): RuleHit[] {
  const hits: RuleHit[] = [];
  const meet = (rule: string, { met, involved, detail }: Trial) => {
    const known = policy.rules.find(({ id }) => id === rule);
    if (!met || known === undefined) return;
    hits.push({
      rule,
      clause: known.clause,
      action: actionOf(findings, rule, known.action),
      sentence: `${known.says}: ${detail}`,
      findings: involved.map(({ id }) => id),
    });
  };
  for (const [rule, trial] of Object.entries(trials))
    if (!lastRules.includes(rule)) meet(rule, trial(findings, policy));
  for (const finding of findings)
    if (finding.rule !== undefined)
      meet(finding.rule, { met: true, involved: [finding], detail: finding.sentence, compared: [] });
  // Reasons are told by weight, as the policy has them.
  const weight = (hit: RuleHit) => policy.rules.findIndex(({ id }) => id === hit.rule);
  hits.sort((a, b) => weight(a) - weight(b));
  if (leavesRest(findings, hits))
    for (const rule of lastRules) meet(rule, (trials[rule] as (typeof trials)[string])(findings, policy));
  return hits;
}

/** An agent that stands for the clients behind a balancer may be many people's: only what it is, or what was served, escalates. */
function actionOf(findings: readonly IdentifiedFinding[], rule: string, action: Action): Action {
  return findings[0]?.entityType === "user_agent" && action === "escalate" && !rulesOfAgents.has(rule)
    ? "watch"
    : action;
}

/** Whether something is left that no rule has spoken about. */
function leavesRest(findings: readonly IdentifiedFinding[], hits: readonly RuleHit[]): boolean {
  return hits.every(({ action }) => action !== "escalate") && findings.some(({ rule }) => rule === undefined);
}

/** Every rule of the policy in its order, with what it compared. Rules that ties decide are not among them. */
export function rulesTried(
  findings: readonly IdentifiedFinding[],
  policy: Policy,
  indicators: readonly Deciding[],
): Tried[] {
  const before = rulesMet(findings, policy).filter(({ rule }) => !lastRules.includes(rule));
  return policy.rules.flatMap(({ id }): Tried[] => {
    const trial = trials[id];
    if (trial !== undefined) {
      const { met, compared } = trial(findings, policy);
      const last = lastRules.includes(id) && !leavesRest(findings, before);
      return [
        {
          rule: id,
          met: met && !last,
          idle: false,
          compared: last
            ? [
                {
                  holds: false,
                  sentence: "asked last, where no rule escalates and something is left that none spoke about",
                },
              ]
            : compared,
        },
      ];
    }
    if (id.startsWith("sigma-")) return [bySigma(id, findings)];
    const own = indicators.filter(({ decides }) => decides.some(({ rule }) => rule === id));
    return own.length === 0 ? [] : [byIndicator(id, own, findings)];
  });
}

/** A rule that indicators decide by themselves, on what they measured. */
function byIndicator(rule: string, own: readonly Deciding[], findings: readonly IdentifiedFinding[]): Tried {
  const compared = own.flatMap(({ id, decides }) =>
    findings
      .filter(({ indicator }) => indicator === id)
      .map((finding): Comparison => {
        const asked = decides.filter((one) => one.rule === rule).map(({ when }) => measured(when, finding));
        const holds = finding.rule === rule;
        const instead = holds || finding.rule === undefined ? "" : `; it chose ${finding.rule}`;
        return { holds, sentence: `${id} asks for ${asked.join(", or ")}${instead}` };
      }),
  );
  return {
    rule,
    met: compared.some(({ holds }) => holds),
    idle: compared.length === 0,
    compared:
      compared.length > 0
        ? compared
        : [{ holds: false, sentence: `nothing was found by ${own.map(({ id }) => id).join(", ")}` }],
  };
}

/** A rule that levels of Sigma rules decide. */
function bySigma(rule: string, findings: readonly IdentifiedFinding[]): Tried {
  const compared = findings
    .filter(({ indicator }) => indicator.startsWith("sigma:"))
    .map(
      (finding): Comparison => ({
        holds: finding.rule === rule,
        sentence: `"${finding.title}" is of level ${String(finding.facts.level) || "none"}`,
      }),
    );
  return {
    rule,
    met: compared.some(({ holds }) => holds),
    idle: compared.length === 0,
    compared:
      compared.length > 0
        ? compared
        : [{ holds: false, sentence: "no Sigma rule was given that matches it" }],
  };
}

/** A condition of an indicator with the numbers that it measured: `signs >= 3` (signs 2). */
function measured(when: string, { facts }: IdentifiedFinding): string {
  if (when === "1") return "nothing more than that it fired";
  const names = [...new Set(when.replace(/\{(\w+):\w+\}/g, "").match(/[a-z_][a-z0-9_]*/g) ?? [])];
  const values = names.flatMap((name) => {
    const value = facts[name];
    return typeof value === "number" || typeof value === "string" || typeof value === "boolean"
      ? [`${name} ${value}`]
      : [];
  });
  const plain = when.replace(/\{(\w+):\w+\}/g, (_, name: string) => String(facts[name] ?? name));
  return `${plain}${values.length === 0 ? "" : ` (${values.join(", ")})`}`;
}
