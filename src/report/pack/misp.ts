/**
 * The case as a MISP event (MISP core format, https://datatracker.ietf.org/doc/draft-dulaunoy-misp-core-format/;
 * read on 2026-11-29): `Event`, with an attribute each for who took part.
 */

import { jsonText } from "../json.ts";
import { holdsMark } from "../masking.ts";
import type { ReportEntity } from "../model.ts";
import type { Pack } from "./pack.ts";
import { isMail } from "./stix.ts";
import { contentUuid } from "./uuid.ts";

/** 1 is high, 4 undefined. */
const threatLevels: Readonly<Record<string, string>> = {
  critical: "1",
  high: "1",
  medium: "2",
  low: "3",
  info: "4",
};
/** Your organisation only: who else may have it is for a person to say. */
const distribution = "0";

/** Attribute types and categories of entities. */
const kinds: Readonly<Record<ReportEntity["type"], readonly [type: string, category: string]>> = {
  ip: ["ip-src", "Network activity"],
  ip_range: ["ip-src", "Network activity"],
  user_agent: ["user-agent", "Network activity"],
  domain: ["domain", "Network activity"],
  mail: ["email-src", "Payload delivery"],
  host: ["text", "Internal reference"],
  user: ["text", "Internal reference"],
};

/** Renders the event. */
export function renderMisp(pack: Pack): string {
  return jsonText({ Event: mispEvent(pack) });
}

export function mispEvent(pack: Pack): Readonly<Record<string, unknown>> {
  const timestamp = seconds(pack.created);
  const attributes = pack.entities.map((entity) => attributeOf(pack, entity, timestamp));
  const link = {
    uuid: contentUuid("misp-attribute", [pack.one.id, "case"]),
    type: "text",
    category: "Internal reference",
    to_ids: false,
    distribution,
    timestamp,
    comment: "case id in the report",
    value: pack.one.id,
  };
  const all = [...attributes, link];
  return {
    uuid: contentUuid("misp-event", { case: pack.one.id, created: pack.created, all }),
    info: `${pack.document.playbook.id}: ${pack.one.title}`,
    date: pack.one.first.slice(0, 10),
    timestamp,
    threat_level_id: threatLevels[pack.one.severity] ?? "4",
    analysis: "0",
    distribution,
    published: false,
    attribute_count: String(all.length),
    Orgc: { name: "Vedette", uuid: contentUuid("misp-organisation", "Vedette") },
    Tag: [
      { name: `tlp:${pack.tlp}` },
      ...pack.techniques.map(({ id, name }) => ({
        name: `misp-galaxy:mitre-attack-pattern="${name} - ${id}"`,
      })),
    ],
    Attribute: all,
  };
}

function attributeOf(pack: Pack, entity: ReportEntity, timestamp: string): Readonly<Record<string, unknown>> {
  const [type, category] = kinds[entity.type === "mail" && !isMail(entity.value) ? "host" : entity.type];
  const indicators = pack.findings
    .filter(({ entity: id }) => id === entity.id)
    .map(({ indicator }) => indicator);
  const external = !entity.internal && entity.action === "escalate";
  return {
    uuid: contentUuid("misp-attribute", [pack.one.id, type, entity.value]),
    type,
    category,
    // Only what is escalated, acts from outside and is whole is fit to be looked for by machines.
    to_ids: external && category !== "Internal reference" && !holdsMark(entity.value),
    distribution,
    timestamp,
    comment: `${entity.type}, ${entity.action}: ${[...new Set(indicators)].sort().join(", ")}`,
    ...(entity.first === undefined ? {} : { first_seen: entity.first }),
    ...(entity.last === undefined ? {} : { last_seen: entity.last }),
    value: entity.value,
  };
}

function seconds(time: string): string {
  return String(Math.floor(Date.parse(time) / 1000));
}
