/**
 * Reads MISP's JSON: an event, a list of events as a feed or a search gives them, and attributes of a search
 * (https://www.misp-project.org/openapi/, MISP core format).
 */
import {
  type Entry,
  type EntryFacts,
  type EntryKind,
  entryOf,
  isRefusal,
  momentOf,
  type Refusal,
  refuse,
} from "./entry.ts";
import { observable } from "./values.ts";

/** Types of attributes whose values are looked for. `a|b` types hold two values. */
const types: Readonly<Record<string, EntryKind>> = {
  "ip-src": "address",
  "ip-dst": "address",
  "ip-src|port": "address",
  "ip-dst|port": "address",
  domain: "domain",
  hostname: "domain",
  "hostname|port": "domain",
  "domain|ip": "domain",
  url: "url",
  link: "url",
  uri: "url",
  "user-agent": "agent",
  sha256: "hash",
  "filename|sha256": "hash",
  "ja3-fingerprint-md5": "ja3",
  "ja4-plus": "ja4",
};

/** Tags by which a source says how sure it is (the taxonomies misp and admiralty-scale). */
const confidenceTags: Readonly<Record<string, number>> = {
  'misp:confidence-level="completely-confident"': 100,
  'misp:confidence-level="usually-confident"': 75,
  'misp:confidence-level="fairly-confident"': 50,
  'misp:confidence-level="rarely-confident"': 25,
  'misp:confidence-level="unconfident"': 0,
  'admiralty-scale:information-credibility="1"': 95,
  'admiralty-scale:information-credibility="2"': 75,
  'admiralty-scale:information-credibility="3"': 50,
  'admiralty-scale:information-credibility="4"': 25,
  'admiralty-scale:information-credibility="5"': 5,
};

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Whether a document is one of MISP's. */
export function isMisp(document: unknown): boolean {
  if (Array.isArray(document)) return document.some((one) => isObject(one) && isObject(one.Event));
  return (
    isObject(document) &&
    (isObject(document.Event) || document.response !== undefined || Array.isArray(document.Attribute))
  );
}

/** Entries of a document. */
export function mispEntries(document: unknown): readonly (Entry | Refusal)[] {
  if (Array.isArray(document)) return document.flatMap((one) => mispEntries(one));
  if (!isObject(document)) return [refuse("no event of MISP", String(document))];
  if (document.response !== undefined) return mispEntries(document.response);
  if (isObject(document.Event)) return eventEntries(document.Event);
  return list(document.Attribute).flatMap((one) =>
    attributeEntries(one, isObject(one) && isObject(one.Event) ? one.Event : {}),
  );
}

/** Attributes that a document holds, of those of a search one page. */
export function mispCount(document: unknown): number {
  if (!isObject(document) || !isObject(document.response)) return 0;
  return list(document.response.Attribute).length;
}

function eventEntries(event: Loose): readonly (Entry | Refusal)[] {
  const inObjects = list(event.Object).flatMap((one) => (isObject(one) ? list(one.Attribute) : []));
  return [...list(event.Attribute), ...inObjects].flatMap((one) => attributeEntries(one, event));
}

function tagsOf(one: Loose): readonly string[] {
  return list(one.Tag).flatMap((tag) => (isObject(tag) && typeof tag.name === "string" ? [tag.name] : []));
}

function attributeEntries(value: unknown, event: Loose): readonly (Entry | Refusal)[] {
  if (!isObject(value) || typeof value.value !== "string" || typeof value.type !== "string")
    return [refuse("no attribute of MISP", JSON.stringify(value) ?? "")];
  const sample = value.value;
  if (value.deleted === true || value.deleted === "1") return [refuse("deleted by its source", sample)];
  if (value.to_ids === false || value.to_ids === "0" || value.to_ids === 0)
    return [refuse("not meant for detection (to_ids is not set)", sample)];
  const kind = Object.hasOwn(types, value.type) ? types[value.type] : undefined;
  if (kind === undefined)
    return [refuse(`of the type ${value.type.slice(0, 40)}, which is not looked for`, sample)];
  const tags = [...tagsOf(value), ...tagsOf(event)];
  if (tags.some((tag) => tag.startsWith('false-positive:risk="high')))
    return [refuse("called a false positive by its source", sample)];
  const comment = typeof value.comment === "string" ? value.comment : "";
  const info = typeof event.info === "string" ? event.info : "";
  const facts: EntryFacts = {
    confidence: tags.map((tag) => confidenceTags[tag]).find((number) => number !== undefined),
    fromMs: momentOf(value.first_seen),
    // When it was last seen is no end: the next sight may be tomorrow.
    untilMs: 0,
    datedMs:
      momentOf(value.last_seen) ||
      momentOf(value.timestamp) ||
      momentOf(event.timestamp) ||
      momentOf(event.date),
    id: typeof value.uuid === "string" ? value.uuid : "",
    label: [info, comment].filter((text) => text !== "").join("; "),
  };
  // Of two values with a bar the port and the file name are left out; of domain|ip both are looked for.
  const parts = value.type.includes("|") ? sample.split("|") : [sample];
  const wanted =
    value.type === "filename|sha256"
      ? parts.slice(1)
      : value.type === "domain|ip"
        ? parts
        : parts.slice(0, 1);
  return wanted.map((text, at) => {
    const told = observable(text, value.type === "domain|ip" && at === 1 ? "address" : kind);
    return isRefusal(told) ? told : entryOf(told, facts);
  });
}

/** Types that a search asks for. */
export const mispTypes: readonly string[] = Object.keys(types);
