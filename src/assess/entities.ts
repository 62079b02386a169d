/** Gathers findings by entity and decides on each entity by the policy's rules. */
import { createHash } from "node:crypto";
import type { Policy } from "../content/tables.ts";
import { compare, type Finding } from "../detect/indicators.ts";
import { counted } from "../words.ts";
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
import type { RegisterEntry } from "./register.ts";

const unusualAgents = new Set([
  "ua.tool",
  "ua.mimicry",
  "ua.spoofed-crawler",
  "ua.rotation",
  "tls.ua-mismatch",
]);

/** Rules that escalate an agent, too. */
const rulesOfAgents = new Set([
  "served-to-outsider",
  "refused-then-served",
  "unusual-agent-probes",
  "intelligence-exact",
  "unusual-agent",
]);

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
): Entity[] {
  const byEntity = new Map<string, IdentifiedFinding[]>();
  for (const finding of findings) {
    const entityId = entityIdOf(finding);
    const list = byEntity.get(entityId) ?? [];
    list.push({ ...finding, id: stableId("F", finding.indicator, entityId), entityId });
    byEntity.set(entityId, list);
  }
  return [...byEntity.entries()]
    .map(([id, list]) => toEntity(id, list, facts, agents, policy, scanners, justify))
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
): Entity {
  const [first] = findings as [IdentifiedFinding, ...IdentifiedFinding[]];
  const isClient = first.entityType === "ip" || first.entityType === "ip_range";
  const source = isClient ? facts.get(first.entityValue) : undefined;
  const known = first.entityType === "user_agent" ? agents.get(first.entityValue) : source;
  const exposed = findings.some((finding) => finding.indicator === "endpoint.config-exposed");
  const scanner = isClient ? scanners.get(first.entityValue) : undefined;
  const hits = lowered(applyRules(findings, policy), scanner !== undefined && !exposed);
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

/** Rules of DESIGN section 7 that an entity meets. Sentences carry the numbers. */
function applyRules(findings: readonly IdentifiedFinding[], policy: Policy): RuleHit[] {
  const of = (id: string) => findings.find((finding) => finding.indicator === id);
  const config = of("endpoint.config-probe");
  const version = of("scan.version-probe");
  const enumeration = of("scan.enumeration");
  const slow = of("scan.slow");
  const team = of("scan.coordinated");
  const exposed = of("endpoint.config-exposed");
  const byAgent = findings[0]?.entityType === "user_agent";
  const unusual = findings.filter(
    // What is only tied by address, name and time says little of who probes.
    (finding) => unusualAgents.has(finding.indicator) && !flag(finding, "loose"),
  );
  const probing = [config, version, slow].filter(
    (finding): finding is IdentifiedFinding => finding !== undefined && flag(finding, "enough"),
  );
  const endpoints = numberOr0(config, "endpoints_24h") + numberOr0(version, "endpoints_24h");
  const together = [config, version].filter((finding): finding is IdentifiedFinding => finding !== undefined);
  const probesEnough = probing.length > 0 || endpoints >= 3;
  const enumerates = enumeration !== undefined && flag(enumeration, "enough");
  const hits: RuleHit[] = [];
  const hit = (rule: string, involved: readonly (IdentifiedFinding | undefined)[], detail: string) => {
    const known = policy.rules.find(({ id }) => id === rule);
    if (known === undefined) return;
    const ids = involved
      .filter((finding): finding is IdentifiedFinding => finding !== undefined)
      .map((finding) => finding.id);
    // An agent that stands for the clients behind a balancer may be many people's: only what it is, or what was served, escalates.
    const action =
      byAgent && known.action === "escalate" && !rulesOfAgents.has(rule) ? "watch" : known.action;
    hits.push({ rule, clause: known.clause, action, sentence: `${known.says}: ${detail}`, findings: ids });
  };
  if (exposed !== undefined && flag(exposed, "certain")) {
    hit(
      flag(exposed, "turned_open") ? "refused-then-served" : "served-to-outsider",
      [exposed],
      exposed.sentence,
    );
  }
  if (unusual.length > 0 && (probesEnough || enumerates)) {
    hit(
      "unusual-agent-probes",
      [...unusual, ...(probing.length > 0 ? probing : together), enumerates ? enumeration : undefined],
      `${unusual[0]?.sentence}; ${(probing[0] ?? together[0] ?? enumeration)?.sentence}`,
    );
  }
  const attack = of("ua.tool");
  if (attack !== undefined && flag(attack, "scanner") && (together.length > 0 || mostlyFails(attack)))
    hit("attack-tool-probes", [attack, ...together], attack.sentence);
  const slowly = numberOr0(slow, "endpoints_7d");
  if (
    endpoints >= policy.decision.d2_many_endpoints ||
    slowly >= policy.decision.d2_many_endpoints ||
    enumerates
  ) {
    const detail = enumerates
      ? (enumeration?.sentence ?? "")
      : endpoints >= policy.decision.d2_many_endpoints
        ? `${counted(endpoints, "endpoint")} within 24 hours`
        : (slow?.sentence ?? "");
    hit("one-source-many", [...together, slow, enumerates ? enumeration : undefined], detail);
  }
  const guarded = Math.max(numberOr0(config, "guarded_24h"), numberOr0(slow, "guarded"));
  if (guarded >= policy.decision.d2_guarded_endpoints)
    hit("one-source-guarded", [config, slow], (config ?? slow)?.sentence ?? "");
  if (
    config !== undefined &&
    (numberOf(config, "denied_24h") >= policy.decision.d2_denied ||
      (guarded > 0 && numberOf(config, "denied") >= 2 * policy.decision.d2_denied))
  )
    hit("insists-on-one", [config], config.sentence);
  const falseCrawler = of("ua.spoofed-crawler");
  if (falseCrawler !== undefined && guarded > 0)
    hit("false-crawler-probes", [falseCrawler, config ?? slow], falseCrawler.sentence);
  const disguise = of("evasion.encoding");
  if (disguise !== undefined && probesEnough)
    hit("disguised-probes", [disguise, ...(probing.length > 0 ? probing : together)], disguise.sentence);
  if (team !== undefined && numberOf(team, "members") >= policy.decision.coordinated_addresses_min)
    hit("coordinated", [team], team.sentence);
  for (const finding of findings)
    if (finding.rule !== undefined) hit(finding.rule, [finding], finding.sentence);
  const odd = findings.filter(({ clause }) => clause === "KI1");
  if (policy.unusual_agents === "escalate" && odd.length > 0)
    hit("unusual-agent", odd, odd[0]?.sentence ?? "");
  const answered = of("phish.config-request");
  if (answered !== undefined && flag(answered, "answered"))
    hit("mail-answered", [answered], answered.sentence);
  // Reasons are told by weight, as the policy has them.
  const weight = (hit: RuleHit) => policy.rules.findIndex(({ id }) => id === hit.rule);
  hits.sort((a, b) => weight(a) - weight(b));
  if (hits.every(({ action }) => action !== "escalate") && findings.some(({ rule }) => rule === undefined)) {
    const alone = findings.filter((finding) => finding.indicator !== "ua.rare" && finding.rule === undefined);
    if (
      alone.length > 0 &&
      alone.every((finding) => finding.indicator === "ua.tool" && flag(finding, "passing"))
    )
      hit("tool-passing", alone, alone[0]?.sentence ?? "");
    else if (alone.length > 0) hit("agent-or-probe-alone", alone, alone[0]?.sentence ?? "");
    else hit("rarity-alone", findings, findings[0]?.sentence ?? "");
  }
  return hits;
}

/** A measured 0 or 1. */
export function flag(finding: Finding, name: string): boolean {
  return Number(finding.facts[name] ?? 0) === 1;
}

/** A measured number, 0 where it was not measured. */
export function numberOf(finding: Finding, name: string): number {
  return Number(finding.facts[name] ?? 0);
}

/** Three requests or more for what is not there, and half of all. */
function mostlyFails(tool: Finding): boolean {
  const failed = numberOf(tool, "failed");
  return failed >= 3 && failed * 2 > tool.count;
}

function numberOr0(finding: Finding | undefined, name: string): number {
  return finding === undefined ? 0 : numberOf(finding, name);
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
