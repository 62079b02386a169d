/** Gathers findings by entity and decides on each entity by the policy's rules. */
import { createHash } from "node:crypto";
import type { Policy } from "../content/tables.ts";
import { compare, type Finding } from "../detect/finding.ts";
import { flag, numberOf } from "./facts.ts";
import { type History, historySentence } from "./history.ts";
import type { SourceFacts } from "./identity.ts";
import type { Match, Suspect } from "./justify.ts";
import {
  type Action,
  actions,
  type Entity,
  higher,
  type IdentifiedFinding,
  type Priority,
  type RuleHit,
} from "./model.ts";
import type { RegisterEntry } from "./register-file.ts";
import { rulesMet } from "./rules.ts";

/** A short stable id from its parts. */
export function stableId(prefix: string, ...parts: readonly string[]): string {
  return `${prefix}-${createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 10)}`;
}

/** The id of the entity that a finding is about. */
export function entityIdOf({ entityType, entityValue }: Pick<Finding, "entityType" | "entityValue">): string {
  return `${entityType}:${entityValue}`;
}

/** Findings by entity, each entity with its action; sorted by action, score and name. */
export function gatherEntities(
  findings: readonly Finding[],
  facts: ReadonlyMap<string, SourceFacts>,
  agents: ReadonlyMap<string, { requests: number; firstMs: number; lastMs: number }>,
  policy: Policy,
  scanners: ReadonlyMap<string, string> = new Map(),
  justify: (suspect: Suspect) => readonly Match[] = () => [],
  histories: ReadonlyMap<string, History> = new Map(),
): Entity[] {
  const byEntity = new Map<string, IdentifiedFinding[]>();
  for (const finding of findings) {
    const entityId = entityIdOf(finding);
    const list = byEntity.get(entityId) ?? [];
    list.push({ ...finding, id: stableId("F", finding.indicator, entityId), entityId });
    byEntity.set(entityId, list);
  }
  return [...byEntity.entries()]
    .map(([id, list]) => toEntity(id, list, facts, agents, policy, scanners, justify, histories.get(id)))
    .sort(byAction);
}

function toEntity(
  id: string,
  findings: readonly IdentifiedFinding[],
  facts: ReadonlyMap<string, SourceFacts>,
  agents: ReadonlyMap<string, { requests: number; firstMs: number; lastMs: number }>,
  policy: Policy,
  scanners: ReadonlyMap<string, string>,
  justify: (suspect: Suspect) => readonly Match[],
  history: History | undefined,
): Entity {
  const [first] = findings as [IdentifiedFinding, ...IdentifiedFinding[]];
  const isClient = first.entityType === "ip" || first.entityType === "ip_range";
  const source = isClient ? facts.get(first.entityValue) : undefined;
  const known = first.entityType === "user_agent" ? agents.get(first.entityValue) : source;
  const exposed = findings.some((finding) => finding.indicator === "endpoint.config-exposed");
  const scanner = isClient ? scanners.get(first.entityValue) : undefined;
  const hits = lowered(rulesMet(findings, policy), scanner !== undefined && !exposed);
  const verified = source?.verified;
  const lastMs = known?.lastMs ?? first.lastMs;
  const register = justify({ type: first.entityType, value: first.entityValue, findings, lastMs });
  const entry = register[0]?.but === undefined ? register[0]?.entry : undefined;
  // Justification covers the actor, never the exposure.
  const justification = exposed
    ? undefined
    : verified !== undefined
      ? `verified crawler: ${verified}, from a range that its operator publishes`
      : entry === undefined
        ? undefined
        : justifiedBy(entry);
  const decided = hits.reduce<Action>((action, hit) => higher(actions, action, hit.action), "close");
  return {
    id,
    type: first.entityType,
    value: first.entityValue,
    action: justification === undefined ? decided : "justified",
    justification,
    register,
    scanner,
    score: scoreOf(findings, policy),
    requests: known?.requests ?? first.count,
    firstMs: known?.firstMs ?? first.firstMs,
    lastMs,
    internal: source?.internal ?? false,
    named: source?.named ?? 0,
    history: history === undefined ? undefined : historySentence(history),
    findings,
    hits,
    background:
      !exposed &&
      !insists(findings) &&
      !hits.some(({ rule, action }) => rule.startsWith("intelligence-") && action === "escalate") &&
      // What a rule wants this shift is meant for this site.
      prioritiesOf(hits, policy).every((wanted) => wanted === "batch" || wanted === undefined) &&
      findings.every(
        (finding) => finding.kinds.includes("web") || isAlertOfStranger(finding, source?.internal),
      ),
    priority: prioritiesOf(hits, policy).map((wanted) => wanted ?? "shift"),
    served: findings.some(
      (finding) => finding.indicator === "endpoint.config-exposed" && flag(finding, "certain"),
    ),
  };
}

/** How soon each rule that was met wants somebody; undefined where the policy does not say. What is watched waits for the batch. */
export function prioritiesOf(hits: readonly RuleHit[], policy: Policy): (Priority | undefined)[] {
  return hits.map(({ rule, action }) =>
    action === "escalate" ? policy.rules.find(({ id }) => id === rule)?.priority : "batch",
  );
}

function justifiedBy({ id, reason, owner, ticket, expires }: RegisterEntry): string {
  return `entry ${id} of the register: ${reason} (${owner}${ticket === undefined ? "" : `, ${ticket}`}, until ${expires})`;
}

/** A known scanner goes to nobody at once for scanning; what it does is still watched and shown. */
function lowered(hits: readonly RuleHit[], known: boolean): readonly RuleHit[] {
  return known
    ? hits.map((hit): RuleHit => (hit.action === "escalate" ? { ...hit, action: "watch" } : hit))
    : hits;
}

/** A sensor that reports a stranger's scan is a second witness of the same weather. */
function isAlertOfStranger({ indicator }: IdentifiedFinding, internal: boolean | undefined): boolean {
  return indicator === "scan.nids-alert" && internal === false;
}

/** Somebody who tries one refused endpoint again and again wants this site, not any site. */
export function insists(findings: readonly IdentifiedFinding[]): boolean {
  return findings.some(
    (finding) =>
      finding.indicator === "endpoint.config-probe" &&
      numberOf(finding, "tries_24h") >= 5 &&
      numberOf(finding, "denied") >= 5,
  );
}

/** Requests of probes whose answer is not logged. */
export function unlogged(entities: readonly Entity[]): number {
  return entities
    .flatMap(({ findings }) => findings.filter(({ indicator }) => indicator === "endpoint.config-probe"))
    .reduce((sum, finding) => sum + numberOf(finding, "unlogged"), 0);
}

/** That nothing guarded was served, as far as the logs tell. */
export function nothingServed(entities: readonly Entity[]): string {
  return unlogged(entities) > 0 ? "none seen served" : "nothing served";
}

function scoreOf(findings: readonly IdentifiedFinding[], policy: Policy): number {
  const points = findings.map(
    (finding) => policy.score.severity[finding.severity] + policy.score.confidence[finding.confidence],
  );
  return Math.min(100, Math.max(...points) + (findings.length - 1) * policy.score.further_finding);
}

const actionOrder: readonly Entity["action"][] = ["escalate", "watch", "justified", "close"];

export function byAction(a: Entity, b: Entity): number {
  return (
    actionOrder.indexOf(a.action) - actionOrder.indexOf(b.action) || b.score - a.score || compare(a.id, b.id)
  );
}
