/**
 * The whole way from findings to what was decided about a case, as one value: what was found, how it was counted, each rule
 * with the numbers that it compared, what ties its members, and what would turn it.
 */
import type { Assessment } from "../assess/assess.ts";
import type { Entity } from "../assess/model.ts";
import { rulesTried, type Tried } from "../assess/rules.ts";
import type { Content } from "../content/load.ts";
import type { Policy } from "../content/tables.ts";
import { actionBecause, priorityBecause } from "./derivation-because.ts";
import type { ReportCase, ReportDocument, ReportEntity, ReportFinding } from "./model.ts";

/** A rule of the policy, tried on one member of a case. */
export interface DerivedRule extends Tried {
  readonly clause: string;
  readonly action: string;
  readonly says: string;
}

/** How a score came about: the weightiest finding, and what further ones add. */
export interface DerivedScore {
  readonly total: number;
  readonly finding: string;
  readonly severity_points: number;
  readonly confidence_points: number;
  readonly further: number;
  readonly further_points: number;
}

export interface DerivedEntity {
  readonly id: string;
  readonly type: string;
  readonly value: string;
  readonly action: string;
  readonly history?: string;
  readonly score?: DerivedScore;
  readonly findings: readonly ReportFinding[];
  /** What entries of the register that name it came to, and what intelligence says of it. */
  readonly register: readonly string[];
  readonly intelligence: readonly string[];
  /** Each rule in the order of the policy; of a report that was read, those that are met. */
  readonly rules: readonly DerivedRule[];
}

export interface DerivedQuestion {
  readonly id: string;
  readonly text: string;
  readonly answer: string;
  readonly sentence: string;
  /** Findings of this case among those that it rests on. */
  readonly rests_on: readonly string[];
  readonly of: number;
}

export interface Derivation {
  readonly case: ReportCase;
  readonly policy: string;
  readonly content_sha256: string;
  /** True where rules that are not met, and comparisons, are not known: a report holds neither. */
  readonly of_report: boolean;
  readonly action_because: string;
  readonly priority_because: string;
  readonly entities: readonly DerivedEntity[];
  readonly links: ReportCase["links"];
  readonly questions: readonly DerivedQuestion[];
  readonly decision: ReportDocument["decision"];
}

/** What a run knows beyond its report. */
export interface Known {
  readonly assessment: Assessment;
  readonly content: Content;
}

/**
 * Derives a case.
 * @param known the run that made the report; without it only what the report holds can be told
 */
export function derive(
  document: ReportDocument,
  one: ReportCase,
  policy: Policy,
  known: Known | undefined,
): Derivation {
  const byId = new Map(document.entities.map((entity) => [entity.id, entity]));
  const entities = one.entities.flatMap((id) => byId.get(id) ?? []);
  const whole = new Map((known?.assessment.entities ?? []).map((entity) => [entity.id, entity]));
  const findings = new Map(document.findings.map((finding) => [finding.id, finding]));
  return {
    case: one,
    policy: document.policy.id,
    content_sha256: document.tool.content_sha256,
    of_report: known === undefined,
    action_because: actionBecause(one, entities),
    priority_because: priorityBecause(one, entities, findings, policy),
    entities: entities.map((entity) =>
      toEntity(
        entity,
        entity.findings.flatMap((id) => findings.get(id) ?? []),
        policy,
        known === undefined ? undefined : { ...known, whole: whole.get(entity.id) },
      ),
    ),
    links: one.links,
    questions: document.questions.map(({ id, text, answer, sentence, findings: all }) => ({
      id,
      text,
      answer,
      sentence,
      rests_on: all.filter((finding) => one.findings.includes(finding)),
      of: all.length,
    })),
    decision: document.decision,
  };
}

function toEntity(
  entity: ReportEntity,
  findings: readonly ReportFinding[],
  policy: Policy,
  known: (Known & { readonly whole: Entity | undefined }) | undefined,
): DerivedEntity {
  const whole = known?.whole;
  return {
    id: entity.id,
    type: entity.type,
    value: entity.value,
    action: entity.action,
    ...(entity.history === undefined ? {} : { history: entity.history }),
    ...scoreOf(entity, findings, policy),
    findings,
    register: registerOf(entity, whole),
    intelligence: [
      ...(entity.scanner === undefined
        ? []
        : [`a list of known scanners names it (${entity.scanner}): what would escalate it is watched`]),
      ...findings.filter(({ indicator }) => indicator.startsWith("intel.")).map(({ sentence }) => sentence),
    ],
    rules:
      whole === undefined || known === undefined ? metOf(entity, policy) : [...triedOf(whole, policy, known)],
  };
}

/** The arithmetic of a score; none where a finding is not in the report. */
function scoreOf(
  { score, findings: ids }: ReportEntity,
  findings: readonly ReportFinding[],
  policy: Policy,
): { score?: DerivedScore } {
  const points = findings.map((finding) => ({
    id: finding.id,
    severity: policy.score.severity[finding.severity],
    confidence: policy.score.confidence[finding.confidence as keyof Policy["score"]["confidence"]],
  }));
  const [first] = [...points].sort((a, b) => b.severity + b.confidence - a.severity - a.confidence);
  if (first === undefined) return {};
  return {
    score: {
      total: score,
      finding: first.id,
      severity_points: first.severity,
      confidence_points: first.confidence,
      further: ids.length - 1,
      further_points: policy.score.further_finding,
    },
  };
}

function registerOf({ justification }: ReportEntity, whole: Entity | undefined): string[] {
  const matches = (whole?.register ?? []).map(({ entry, but }) =>
    but === undefined
      ? `entry ${entry.id} fits all of it (${entry.owner}, until ${entry.expires})${justification === undefined ? ", and does not cover what was served" : ""}`
      : `entry ${entry.id} names it and does not set it aside: ${but}`,
  );
  return justification === undefined ? matches : [`set aside by ${justification}`, ...matches];
}

/** Rules that are met, as a report tells them. */
function metOf({ reasons }: ReportEntity, policy: Policy): DerivedRule[] {
  return reasons.map(({ rule, clause, sentence }) => ({
    rule,
    clause,
    action: policy.rules.find(({ id }) => id === rule)?.action ?? "",
    says: sentence,
    met: true,
    idle: false,
    compared: [],
  }));
}

/** Every rule in the order of the policy, with the action that it has for this entity. */
function* triedOf(entity: Entity, policy: Policy, { content, assessment }: Known): Generator<DerivedRule> {
  const tried = new Map(
    rulesTried(entity.findings, policy, content.indicators).map((one) => [one.rule, one]),
  );
  for (const { id, clause, action, says } of policy.rules) {
    const hit = entity.hits.find(({ rule }) => rule === id);
    const one = tried.get(id) ?? byTies(id, entity, assessment);
    yield {
      ...one,
      met: hit !== undefined,
      clause,
      action: hit?.action ?? action,
      says: hit?.sentence ?? says,
    };
  }
}

/** The two rules that ties decide. */
function byTies(rule: string, { id, hits }: Entity, { joins, entities }: Assessment): Tried {
  const met = hits.some((hit) => hit.rule === rule);
  const own = joins.filter(({ from, to }) => from === id || to === id);
  const worst = (other: string) =>
    entities.find((entity) => entity.id === other)?.findings.map(({ severity }) => severity) ?? [];
  return {
    rule,
    met,
    idle: own.length === 0,
    compared:
      own.length === 0
        ? [{ holds: false, sentence: "nothing ties it to what another kind of source saw" }]
        : own.map(({ from, to, because }) => ({
            holds: met,
            sentence: `tied to ${from === id ? to : from}, severity ${[...new Set(worst(from === id ? to : from))].join(" and ")}: ${because}; ${rule === "sources-joined" ? "needs" : "is for less than"} medium on both sides`,
          })),
  };
}
