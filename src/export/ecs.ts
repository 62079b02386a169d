/**
 * Events as documents of the Elastic Common Schema, with dotted field names.
 *
 * Fields: https://www.elastic.co/docs/reference/ecs/ecs-field-reference (9.0, read on 2026-11-24).
 * Which values event.kind, event.category and event.type may have, and which types go with which
 * category: https://www.elastic.co/docs/reference/ecs/ecs-category-field-values-reference.
 * What ECS has no field for is kept under `vedette.`, a name that ECS never uses.
 */
import { literal } from "../engine/sql.ts";
import { type ColumnName, columnNames, type EventClass, eventColumns } from "../ingest/columns.ts";
import { byClass, byDeed, type Deed, deedSql } from "./activities.ts";
import {
  type Computed,
  columnValue,
  constant,
  type JsonValue,
  jsonString,
  listOf,
  type Member,
  textValue,
} from "./json-sql.ts";
import type { Origin, OriginValues } from "./origin.ts";
import { urlComputed, urlParts } from "./url-sql.ts";

/** The version whose fields are used. */
export const ecsVersion = "9.0.0";

/** How a class of events is categorised. */
interface Category {
  readonly kind?: "alert";
  /** Empty for what ECS has no category for. */
  readonly category: readonly string[];
  readonly types: readonly string[];
  /** Types where the source's words tell the deed. */
  readonly deeds?: Readonly<Partial<Record<Deed, string>>>;
}

const fileDeeds = {
  create: "creation",
  read: "access",
  change: "change",
  rename: "change",
  delete: "deletion",
} as const;

/** ECS's allowed values for each class. A named pipe is a file, as Windows opens it as one. */
export const ecsCategories: Readonly<Record<EventClass, Category>> = {
  http: { category: ["web"], types: ["access"] },
  dns: { category: ["network"], types: ["protocol"] },
  tls: { category: ["network"], types: ["protocol"] },
  flow: { category: ["network"], types: ["connection"] },
  alert: { kind: "alert", category: ["intrusion_detection"], types: ["info"] },
  anomaly: { category: ["network"], types: ["info"] },
  software: { category: ["package"], types: ["info"] },
  process: {
    category: ["process"],
    types: ["info"],
    deeds: { create: "start", end: "end", change: "change" },
  },
  module: { category: ["library"], types: ["start"] },
  file: { category: ["file"], types: ["info"], deeds: fileDeeds },
  registry: { category: ["registry"], types: ["access"], deeds: fileDeeds },
  network: { category: ["network"], types: ["connection"] },
  pipe: { category: ["file"], types: ["access"], deeds: { create: "creation" } },
  mail: { category: ["email"], types: ["info"] },
  phish: { kind: "alert", category: ["email"], types: ["info"] },
  signin: { category: ["authentication"], types: ["start"], deeds: { end: "end" } },
  other: { category: [], types: ["info"] },
};

/** Fields that ECS wants a list in, beside those of columns that hold lists. */
const listFields: ReadonlySet<ColumnName> = new Set(["registry_data", "email_from", "email_reply_to"]);
/** Fields that ECS wants in lower case. */
const lowered: ReadonlySet<ColumnName> = new Set([
  "network_protocol",
  "network_transport",
  "email_direction",
]);
/** Fields of the type ip: anything else would make a whole document be refused. */
const addresses: Readonly<Partial<Record<ColumnName, string>>> = {
  source_ip: "source.address",
  destination_ip: "destination.address",
};
/** Columns that are told in another way than as one field. */
const apart: ReadonlySet<ColumnName> = new Set(["time_ms", "event_class", "url_domain"]);

/** What has to be computed before the members. */
export function ecsComputed({ columns }: Origin): Computed {
  return [["deed", deedSql(columns)], ...urlComputed(columns)];
}

/** Members of an ECS document. */
export function ecsMembers(origin: Origin, values: OriginValues): Member[] {
  const { columns, classes } = origin;
  const member = (name: string, value: JsonValue): Member => ({ name, value });
  return [
    ...(columns.has("time_ms") ? [member("@timestamp", columnValue("time_ms"))] : []),
    member("ecs.version", constant(ecsVersion)),
    member("event.kind", {
      when: "",
      json: byClass(classes, (one) => literal(JSON.stringify(ecsCategories[one].kind ?? "event"))),
    }),
    ...categoryMembers(classes),
    member("event.dataset", values.format),
    ...columnNames.filter((column) => columns.has(column) && !apart.has(column)).flatMap(fieldOf),
    ...urlMembers(columns),
    member("log.file.path", values.path),
    member("log.file.line", values.line),
  ];
}

function categoryMembers(classes: readonly EventClass[]): Member[] {
  const list = (texts: readonly string[]) => literal(JSON.stringify(texts));
  return [
    {
      name: "event.category",
      value: {
        when: classes.includes("other") ? "event_class != 'other'" : "",
        json: byClass(classes, (one) => list(ecsCategories[one].category)),
      },
    },
    {
      name: "event.type",
      value: {
        when: "",
        json: byClass(classes, (one) => {
          const { types, deeds = {} } = ecsCategories[one];
          return byDeed(deeds, types[0] ?? "info", (type) => list([type]));
        }),
      },
    },
  ];
}

function fieldOf(column: ColumnName): Member[] {
  const name = eventColumns[column].ecs === "" ? `vedette.${column}` : eventColumns[column].ecs;
  const address = addresses[column];
  if (address !== undefined) {
    const valid = `(isIPv4String(${column}) OR isIPv6String(${column}))`;
    return [
      { name, value: { when: valid, json: `concat('"', ${column}, '"')` } },
      { name: address, value: { ...textValue(column), when: `NOT ${valid} AND ${textValue(column).when}` } },
    ];
  }
  if (lowered.has(column))
    return [{ name, value: { ...textValue(column), json: jsonString(`lower(${column})`) } }];
  const value = columnValue(column);
  return [{ name, value: listFields.has(column) ? listOf(value) : value }];
}

/** Parts of the target; the host that was asked, where the record names one apart, comes first. */
function urlMembers(columns: ReadonlySet<ColumnName>): Member[] {
  const hosts: Member[] = [
    { name: "url.domain", value: textValue(urlParts.domain) },
    {
      name: "url.port",
      value: { when: `${urlParts.port} != ''`, json: `toString(toUInt32OrZero(${urlParts.port}))` },
    },
  ];
  if (columns.has("url_original"))
    return [
      { name: "url.path", value: textValue(urlParts.path) },
      { name: "url.query", value: textValue(urlParts.query) },
      { name: "url.scheme", value: textValue(urlParts.scheme) },
      ...hosts,
    ];
  return columns.has("url_domain") ? hosts : [];
}
