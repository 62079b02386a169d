/** Which entity a value stands for, and where it can be followed to. */
import type { MenuItem } from "../parts/menu-item.ts";
import { addressValueMax, huntAddress } from "./address.ts";

/** As the API names them, in the order in which a graph shows them. */
export const entityKinds = ["address", "user", "host", "domain", "path", "agent", "sender"] as const;
export type EntityKind = (typeof entityKinds)[number];

export const kindWords: Readonly<Record<EntityKind | "case", string>> = {
  case: "case",
  address: "address",
  user: "user",
  host: "host",
  domain: "domain",
  path: "path",
  agent: "agent",
  sender: "mail sender",
};

const ofColumn: Readonly<Record<string, EntityKind>> = {
  source: "address",
  source_ip: "address",
  destination_ip: "address",
  agent: "agent",
  user_agent_original: "agent",
  path: "path",
  url_original: "path",
  site: "domain",
  url_domain: "domain",
  destination_domain: "domain",
  tls_client_server_name: "domain",
  dns_question_name: "domain",
  user: "user",
  user_name: "user",
  host_name: "host",
  email_from: "sender",
  email_sender: "sender",
};

const ofType: Readonly<Record<string, EntityKind>> = {
  ip: "address",
  user_agent: "agent",
  domain: "domain",
  host: "host",
  user: "user",
};

export interface Entity {
  readonly kind: EntityKind;
  readonly value: string;
}

const isFit = (value: string) => value !== "" && value.length <= addressValueMax;

/** The entity of a column's value. */
export function entityIn(column: string, value: unknown): Entity | undefined {
  const kind = Object.hasOwn(ofColumn, column) ? ofColumn[column] : undefined;
  if (kind === undefined || typeof value !== "string" || !isFit(value) || value === "-") return undefined;
  // A path is followed without its query, as the store counts it.
  return { kind, value: kind === "path" ? (value.split(/[?#]/, 1)[0] ?? "") : value };
}

/** The entity of a type of the reports. */
export function entityOf(type: string, value: string): Entity | undefined {
  const kind = Object.hasOwn(ofType, type) ? ofType[type] : undefined;
  return kind === undefined || !isFit(value) ? undefined : { kind, value };
}

export interface Span {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

const aroundMs = 3_600_000;

/** The time of a row, an hour wider on both ends; nothing where it has none. */
export function spanAround(row: Readonly<Record<string, unknown>>): Span {
  const times = ["time_ms", "time", "first", "last"].flatMap((name) => {
    const ms = timeOf(row[name]);
    return ms === undefined ? [] : [ms];
  });
  if (times.length === 0) return {};
  return { from: Math.min(...times) - aroundMs, to: Math.max(...times) + aroundMs };
}

function timeOf(value: unknown): number | undefined {
  if (typeof value === "number") return value > 1e11 && value < 8.64e15 ? value : undefined;
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(value)) return undefined;
  const ms = Date.parse(`${value.replace(" ", "T").replace(/Z$/, "")}Z`);
  return Number.isNaN(ms) || ms <= 0 ? undefined : ms;
}

export function eventsAddress({ kind, value }: Entity, { from, to }: Span = {}): string {
  return huntAddress({
    kind: "events",
    parameters: {
      kind,
      value,
      ...(from === undefined ? {} : { from: String(Math.max(0, from)) }),
      ...(to === undefined ? {} : { to: String(to) }),
    },
  });
}

export function casesAddress(value: string): string {
  return `/?${new URLSearchParams({ entity: value, state: "any", noise: "shown" })}`;
}

export function graphAddress(node: { readonly kind: EntityKind | "case"; readonly value: string }): string {
  return `/graph?${new URLSearchParams({ node: `${node.kind}:${node.value}`, open: `${node.kind}:${node.value}` })}`;
}

/** Where an entity can be followed to. */
export function pivotItems(entity: Entity, span: Span = {}): MenuItem[] {
  const word = kindWords[entity.kind];
  const around = span.from !== undefined || span.to !== undefined;
  return [
    ...(around
      ? [{ label: `Events of this ${word} around this time`, to: eventsAddress(entity, span) }]
      : []),
    { label: `Events of this ${word} in all sources`, to: eventsAddress(entity) },
    { label: `Cases with this ${word}`, to: casesAddress(entity.value) },
    { label: `Graph of this ${word}`, to: graphAddress(entity) },
  ];
}
