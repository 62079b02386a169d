/**
 * Makes cases: related entities as one thing to work on, with the reason of every tie.
 *
 * Whoever was served the same guarded endpoint is one case, and so is a team of addresses.
 * All background of a run is one case: nobody opens eighty tickets for the same weather.
 */
import type { Policy } from "../content/tables.ts";
import { type Confidence, compare, confidences, severities } from "../detect/finding.ts";
import { splitEventId } from "../ingest/scan.ts";
import type { SourceReport } from "../ingest/source.ts";
import { counted } from "../words.ts";
import { countedOfAll } from "./counting.ts";
import { insists, nothingServed, stableId } from "./entities.ts";
import type { Join } from "./joins.ts";
import {
  type Action,
  actions,
  type Case,
  type Entity,
  higher,
  type IdentifiedFinding,
  type Link,
  type Priority,
  priorities,
} from "./model.ts";

/** Entities that are worked on, in cases; sorted by priority, action, severity and id. */
export function makeCases(
  entities: readonly Entity[],
  sources: readonly SourceReport[],
  policy: Policy,
  joins: readonly Join[] = [],
): Case[] {
  const worked = entities.filter((entity) => entity.action === "escalate" || entity.action === "watch");
  const background = worked.filter((entity) => entity.background);
  const pointed = worked.filter((entity) => !entity.background);
  const cases = tie(pointed, joins).map(({ members, links }) =>
    toCase(members, links, false, sources, policy),
  );
  if (background.length > 0) cases.push(toCase(background, teamLinks(background), true, sources, policy));
  return cases.sort(
    (a, b) =>
      rank(["now", "shift", "batch", "none"], a.priority, b.priority) ||
      rank(["escalate", "watch", "close"], a.action, b.action) ||
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      Math.max(...b.entities.map(({ score }) => score)) - Math.max(...a.entities.map(({ score }) => score)) ||
      b.entities.length - a.entities.length ||
      compare(a.id, b.id),
  );
}

function rank<T extends string>(order: readonly T[], a: T, b: T): number {
  return order.indexOf(a) - order.indexOf(b);
}

/** Joins entities that share an exposed endpoint, a team or a network; each link says why. */
function tie(entities: readonly Entity[], joins: readonly Join[]): { members: Entity[]; links: Link[] }[] {
  const parent = new Map(entities.map((entity) => [entity.id, entity.id]));
  const root = (id: string): string => {
    let at = id;
    while (parent.get(at) !== at) at = parent.get(at) ?? at;
    return at;
  };
  const links: Link[] = [];
  const holders = new Map<string, string>();
  for (const entity of entities) {
    for (const { key, because, kind } of ties(entity)) {
      const holder = holders.get(key);
      if (holder === undefined) {
        holders.set(key, entity.id);
        continue;
      }
      if (root(holder) === root(entity.id)) continue;
      parent.set(root(entity.id), root(holder));
      links.push({ from: holder, to: entity.id, because, kind });
    }
  }
  for (const { from, to, because } of joins) {
    if (!parent.has(from) || !parent.has(to)) continue;
    links.push({ from, to, because, kind: "mail" });
    parent.set(root(to), root(from));
  }
  const groups = new Map<string, Entity[]>();
  for (const entity of entities) {
    const id = root(entity.id);
    groups.set(id, [...(groups.get(id) ?? []), entity]);
  }
  return [...groups.values()].map((members) => {
    const ids = new Set(members.map(({ id }) => id));
    return { members, links: links.filter(({ from }) => ids.has(from)) };
  });
}

function ties(entity: Entity): { key: string; because: string; kind: Link["kind"] }[] {
  const found: { key: string; because: string; kind: Link["kind"] }[] = [];
  for (const finding of entity.findings) {
    if (finding.group !== undefined)
      found.push({
        key: `team ${finding.group}`,
        because: String(finding.facts.ties),
        kind: kindOfTeam(finding),
      });
    const exposed = finding.facts.exposed;
    if (finding.indicator === "endpoint.config-exposed" && Array.isArray(exposed)) {
      for (const path of exposed as string[])
        found.push({
          key: `served ${path}`,
          because: `the same was served to them: ${path}`,
          kind: "served",
        });
    }
  }
  return found;
}

/** Of strangers that probe from one network it is seen as well that they are neighbours, and that their lists differ. */
function kindOfTeam({ facts }: IdentifiedFinding): "team" | "neighbours" {
  return facts.tied_by === "network" ? "neighbours" : "team";
}

function teamLinks(entities: readonly Entity[]): Link[] {
  const first = new Map<string, string>();
  const links: Link[] = [];
  for (const entity of entities) {
    for (const finding of entity.findings) {
      if (finding.group === undefined) continue;
      const from = first.get(finding.group);
      if (from === undefined) first.set(finding.group, entity.id);
      else
        links.push({ from, to: entity.id, because: String(finding.facts.ties), kind: kindOfTeam(finding) });
    }
  }
  return links;
}

function toCase(
  members: readonly Entity[],
  links: readonly Link[],
  background: boolean,
  sources: readonly SourceReport[],
  policy: Policy,
): Case {
  const findings = members.flatMap((entity) => entity.findings);
  const severity = findings.map((finding) => finding.severity).reduce((a, b) => higher(severities, a, b));
  const wanted = members.reduce<Action>(
    (action, entity) => higher(actions, action, entity.action === "justified" ? "close" : entity.action),
    "close",
  );
  const action =
    background && actions.indexOf(wanted) > actions.indexOf(policy.background_action)
      ? policy.background_action
      : wanted;
  const first = findings.reduce((a, b) =>
    (b.records[0] ?? 0) < (a.records[0] ?? 0) ||
    ((b.records[0] ?? 0) === (a.records[0] ?? 0) && compare(b.id, a.id) < 0)
      ? b
      : a,
  );
  const place = splitEventId(first.records[0] ?? 0);
  const digest = sources.find((source) => source.number === place.source)?.digest ?? "";
  return {
    id: stableId("C", first.entityId, first.indicator, digest, String(place.line)),
    title: titleOf(members, background),
    action,
    priority: priorityOf(members, background),
    severity,
    // How sure the severity is; of a lesser finding one may be surer, and that says nothing of this.
    confidence: findings
      .filter((finding) => finding.severity === severity)
      .map(({ confidence }) => confidence)
      .reduce<Confidence>((a, b) => higher(confidences, a, b), "low"),
    background,
    entities: members,
    links,
    firstMs: Math.min(...findings.map(({ firstMs }) => firstMs)),
    lastMs: Math.max(...findings.map(({ lastMs }) => lastMs)),
  };
}

function priorityOf(members: readonly Entity[], background: boolean): Priority {
  if (background) return "batch";
  if (members.some((entity) => entity.served)) return "now";
  return members
    .flatMap(({ priority }) => priority)
    .reduce<Priority>((a, b) => higher(priorities, a, b), "batch");
}

function titleOf(members: readonly Entity[], background: boolean): string {
  const who = members.length === 1 ? (members[0]?.value ?? "") : countedOfAll(members);
  if (background) {
    const escalated = members.filter(({ action }) => action === "escalate").length;
    const others = members.length - escalated;
    // A known scanner that scans has no weak signs: it weighs less for being known.
    const known = members.filter(
      ({ scanner, action }) => scanner !== undefined && action !== "escalate",
    ).length;
    if (escalated === 0 && known > 0)
      return `Background: ${who}, ${nothingServed(members)}: ${counted(known, "known scanner")}${known === members.length ? "" : `, ${members.length - known} with weak signs`}`;
    return escalated === 0
      ? `Background: ${who} with weak signs, none of them scanning; ${nothingServed(members)}`
      : `Background: ${who}, ${nothingServed(members)}: ${counted(escalated, "scanner")}${others === 0 ? "" : `, ${others} with weak signs`}`;
  }
  const exposed = [
    ...new Set(
      members.flatMap((entity) =>
        entity.findings
          .filter(({ indicator }) => indicator === "endpoint.config-exposed")
          .flatMap((finding) => finding.facts.exposed as string[]),
      ),
    ),
  ].sort(compare);
  if (exposed.length > 0) {
    const served = members.filter((entity) =>
      entity.findings.some(({ indicator }) => indicator === "endpoint.config-exposed"),
    );
    const whom = served.length === 1 ? (served[0]?.value ?? "") : countedOfAll(served, "source");
    const turned = members.some((entity) => entity.hits.some(({ rule }) => rule === "refused-then-served"));
    const shown =
      exposed.slice(0, 3).join(", ") + (exposed.length > 3 ? ` and ${exposed.length - 3} more` : "");
    return turned ? `${shown}: refused, then served to ${whom}` : `${shown} served to ${whom}`;
  }
  const insisting = members.find(({ findings }) => insists(findings));
  const insisted = insisting?.findings.find(({ indicator }) => indicator === "endpoint.config-probe");
  if (insisted === undefined) return `${who}: ${foremost(members).title}`;
  return `${who} insisting on ${insisted.facts.insisted ?? "one endpoint"}`;
}

/** The finding of a case that weighs most. */
function foremost(members: readonly Entity[]): IdentifiedFinding {
  return members
    .flatMap(({ findings }) => findings)
    .reduce((a, b) => (severities.indexOf(b.severity) > severities.indexOf(a.severity) ? b : a));
}
