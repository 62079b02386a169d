/** Ids that follow from content: name-based UUIDs (RFC 9562, version 5) over canonical JSON (RFC 8785). */
import { createHash } from "node:crypto";

/** The namespace that STIX 2.1 (section 2.9) sets for observables, and forbids for anything else. */
const observables = "00abedb4-aa42-466c-9c01-fed23315a9b7";
/** The RFC's namespace for URLs; our own is that of the schema of reports. */
const urls = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
const own = uuid5(urls, "urn:vedette:hand-over:v1");

/** The UUID of a name in a namespace. */
export function uuid5(namespace: string, name: string): string {
  const bytes = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(name, "utf8")
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The id of an observable with these properties that make it up. */
export function observableId(type: string, properties: Readonly<Record<string, unknown>>): string {
  return `${type}--${uuid5(observables, canonical(properties))}`;
}

/** The id of anything else with this content. */
export function contentId(type: string, content: unknown): string {
  return `${type}--${contentUuid(type, content)}`;
}

/** The kind is part of the name, so that two things of different kinds never share an id. */
export function contentUuid(type: string, content: unknown): string {
  return uuid5(own, canonical({ type, content }));
}

/** JSON without blanks and with sorted names. Numbers are whole here, so that JSON's own spelling is the canonical one. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`)
    .join(",")}}`;
}
