/**
 * The case as a STIX 2.1 bundle: what was seen, indicators for it, the techniques that they point at, and a report
 * that holds it together. Every id follows from content, so that the same case is the same objects everywhere.
 */

import { isIP } from "node:net";
import type { Technique } from "../../content/attack.ts";
import { jsonText } from "../json.ts";
import { holdsMark } from "../masking.ts";
import type { ReportEntity } from "../model.ts";
import type { Pack } from "./pack.ts";
import { tlpMarking } from "./tlp.ts";
import { contentId, observableId } from "./uuid.ts";

type StixObject = Readonly<Record<string, unknown>> & { readonly type: string; readonly id: string };

/** The first version of what does not depend on a case. */
const standing = "2026-11-29T00:00:00.000Z";
/** STIX allows no greater count. */
const countMax = 999_999_999;
const confidences: Readonly<Record<string, number>> = { low: 15, medium: 50, high: 85 };

/** Renders the bundle. */
export function renderStix(pack: Pack): string {
  const objects = stixObjects(pack);
  const bundle = {
    type: "bundle",
    id: contentId(
      "bundle",
      objects.map(({ id }) => id),
    ),
    objects,
  };
  return jsonText(bundle);
}

export function stixObjects(pack: Pack): StixObject[] {
  const marking = tlpMarking(pack.tlp);
  const marked = { object_marking_refs: [marking.id] };
  const author = object("identity", { name: "Vedette", identity_class: "system" }, standing, marked);
  const by = { created_by_ref: author.id, ...marked };
  const patterns = pack.techniques.map((technique) => attackPattern(pack, technique, by));
  const told = pack.entities.map((entity) => entityObjects(pack, entity, patterns, by));
  const members = [...patterns, ...told.flat()];
  // A report needs something that it is about; a case of hosts alone has its techniques.
  const about = members.length === 0 ? [author] : members;
  const report = object(
    "report",
    {
      name: `${pack.document.playbook.id} ${pack.one.title}`,
      description: pack.findings.map(({ sentence }) => sentence).join("\n"),
      report_types: ["threat-report"],
      published: pack.created,
      confidence: confidences[pack.one.confidence] ?? 15,
      external_references: [{ source_name: "vedette-case", external_id: pack.one.id }],
      object_refs: [...new Set(about.map(({ id }) => id))],
    },
    pack.created,
    by,
  );
  const all = [marking as StixObject, author, ...members, report];
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

/** An object that is no observable; its id follows from all else that it says. */
function object(
  type: string,
  content: Readonly<Record<string, unknown>>,
  time: string,
  more: Readonly<Record<string, unknown>>,
): StixObject {
  const rest = { ...more, created: time, modified: time, ...content };
  return { type, spec_version: "2.1", id: contentId(type, rest), ...rest };
}

function attackPattern(pack: Pack, technique: Technique, by: Readonly<Record<string, unknown>>): StixObject {
  return object(
    "attack-pattern",
    {
      name: technique.name,
      kill_chain_phases: technique.tactics.map(({ key }) => ({
        kill_chain_name: "mitre-attack",
        phase_name: key,
      })),
      external_references: [{ source_name: "mitre-attack", external_id: technique.id, url: technique.url }],
      labels: [`attack-${pack.attack.version}`],
    },
    standing,
    by,
  );
}

/** The observable of an entity, what was seen of it, and an indicator for it where it acts from outside. */
function entityObjects(
  pack: Pack,
  entity: ReportEntity,
  patterns: readonly StixObject[],
  by: Readonly<Record<string, unknown>>,
): StixObject[] {
  const first = entity.first ?? pack.one.first;
  const last = entity.last ?? pack.one.last;
  const own = pack.findings.filter(({ entity: id }) => id === entity.id);
  const seen = observable(entity, by);
  const observed =
    seen === undefined
      ? undefined
      : object(
          "observed-data",
          {
            first_observed: first,
            last_observed: last,
            number_observed: Math.min(countMax, Math.max(1, entity.requests)),
            object_refs: [seen.id],
          },
          pack.created,
          by,
        );
  const pattern = entity.internal || entity.action === "justified" ? undefined : patternOf(entity);
  const base = [seen, observed].filter((one) => one !== undefined);
  if (pattern === undefined) return base;
  const indicator = object(
    "indicator",
    {
      name: `${entity.type.replace("_", " ")} in case ${pack.one.id}`,
      description: own.map(({ sentence }) => sentence).join("\n"),
      indicator_types: [entity.action === "escalate" ? "malicious-activity" : "anomalous-activity"],
      pattern,
      pattern_type: "stix",
      pattern_version: "2.1",
      valid_from: first,
      confidence: confidences[strongest(own.map(({ confidence }) => confidence))] ?? 15,
    },
    pack.created,
    by,
  );
  const sighting = object(
    "sighting",
    {
      sighting_of_ref: indicator.id,
      first_seen: first,
      last_seen: last,
      count: Math.min(countMax, entity.requests),
      ...(observed === undefined ? {} : { observed_data_refs: [observed.id] }),
    },
    pack.created,
    by,
  );
  const techniques = new Set(own.flatMap((finding) => finding.techniques));
  const relations = patterns
    .filter((_, index) => techniques.has(pack.techniques[index]?.id ?? ""))
    .map((to) =>
      object(
        "relationship",
        { relationship_type: "indicates", source_ref: indicator.id, target_ref: to.id },
        pack.created,
        by,
      ),
    );
  return [...base, indicator, sighting, ...relations];
}

function strongest(given: readonly string[]): string {
  return ["high", "medium"].find((one) => given.includes(one)) ?? "low";
}

/** Entities that STIX has an observable for; a host's name may be no domain, and an agent is only part of a request. */
function observable(entity: ReportEntity, by: Readonly<Record<string, unknown>>): StixObject | undefined {
  const { object_marking_refs } = by;
  const made = (type: string, properties: Readonly<Record<string, unknown>>): StixObject => ({
    type,
    spec_version: "2.1",
    id: observableId(type, properties),
    object_marking_refs,
    ...properties,
  });
  switch (entity.type) {
    case "ip":
    case "ip_range":
      return made(addressType(entity.value), { value: entity.value });
    case "domain":
      return made("domain-name", { value: entity.value });
    case "mail":
      return isMail(entity.value) && !holdsMark(entity.value)
        ? made("email-addr", { value: entity.value })
        : undefined;
    case "user":
      return made("user-account", { user_id: entity.value });
    default:
      return undefined;
  }
}

/** A pattern that matches the entity in other people's records. */
function patternOf({ type, value }: ReportEntity): string | undefined {
  // A value that lost a part of it would match nothing.
  if (holdsMark(value)) return undefined;
  const literal = `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  switch (type) {
    case "ip":
      return `[${addressType(value)}:value = ${literal}]`;
    case "ip_range":
      return `[${addressType(value)}:value ISSUBSET ${literal}]`;
    case "domain":
      return `[domain-name:value = ${literal}]`;
    case "mail":
      return isMail(value) ? `[email-message:from_ref.value = ${literal}]` : undefined;
    case "user_agent":
      return `[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = ${literal}]`;
    default:
      return undefined;
  }
}

function addressType(value: string): "ipv4-addr" | "ipv6-addr" {
  return isIP(value.split("/", 1)[0] ?? "") === 6 ? "ipv6-addr" : "ipv4-addr";
}

/** Whether a mail is known by its sender; one without is known by where it stands. */
export function isMail(value: string): boolean {
  return /^[^\s@<>]+@[^\s@<>]+$/.test(value);
}
