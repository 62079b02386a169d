/**
 * Where a format's keys may stand in a JSON record: writers nest them, flatten them, put them into an envelope,
 * or, where people wrote the header, spell them as they like.
 */
import type { NamedFormat } from "../content/schema.ts";
import { literal } from "../engine/sql.ts";
import { type JsonObjects, type KeyPath, keyPath, textAt } from "./key-path.ts";

/** What the SQL of a place needs to be computed first, where a format's keys are folded. */
export const foldedPrelude: readonly [name: string, sql: string] = [
  "json_folded",
  "CAST(arrayMap(pair -> (replaceRegexpAll(lower(tupleElement(pair, 1)), '[ _-]', ''), tupleElement(pair, 2)), JSONExtractKeysAndValues(json_text, 'String')), 'Map(String, String)')",
];

/** A place that a key may have. */
interface Place {
  readonly path: KeyPath;
  /** One of a row that has all fields of its neighbours; what it has not itself is a dash. */
  readonly flattened: boolean;
}

/** Keys hold dots of their own, and do not nest, where a header may name them as well. */
export function isFlat(format: NamedFormat): boolean {
  return format.in.some((writing) => writing !== "json");
}

/** SQL of the text under a key, '' where there is none. */
export function textSqlUnder(format: NamedFormat, key: string, objects: JsonObjects): string {
  if (format.folded === true) return `json_folded[${literal(foldedKey(key))}]`;
  const texts = placesOf(format, key).map(({ path, flattened }) => {
    const text = objects.access(path);
    return flattened ? `if(${text} = '-', '', ${text})` : text;
  });
  return texts.reduceRight((rest, text) => `if(${text} != '', ${text}, ${rest})`);
}

/**
 * SQL that is true for a record without a key. In a row that people fill in, a cell that is there may be empty; elsewhere
 * an empty text is as good as none.
 */
export function lacksSqlUnder(format: NamedFormat, key: string, objects: JsonObjects): string {
  return format.folded === true
    ? `NOT mapContains(json_folded, ${literal(foldedKey(key))})`
    : `${textSqlUnder(format, key, objects)} = ''`;
}

/** The text under a key of a parsed record. */
export function textUnder(format: NamedFormat, key: string, parsed: unknown): string {
  if (format.folded === true)
    return textAt(foldedObject(parsed), { names: [foldedKey(key)], taken: { kind: "whole" } });
  for (const { path, flattened } of placesOf(format, key)) {
    const text = textAt(parsed, path);
    if (text !== "" && !(flattened && text === "-")) return text;
  }
  return "";
}

/** Places of keys by format; recognising asks for the same few of hundreds of records. */
const known = new WeakMap<NamedFormat, Map<string, readonly Place[]>>();

function placesOf(format: NamedFormat, key: string): readonly Place[] {
  const ofFormat = known.get(format) ?? new Map<string, readonly Place[]>();
  known.set(format, ofFormat);
  const places = ofFormat.get(key) ?? findPlaces(format, key);
  ofFormat.set(key, places);
  return places;
}

function findPlaces(format: NamedFormat, key: string): readonly Place[] {
  const path = keyPath(key, isFlat(format));
  const places: Place[] = [{ path, flattened: false }];
  if (format.inside !== undefined)
    places.push({ path: { ...path, names: [format.inside, ...path.names] }, flattened: false });
  if (format.dotted === true && path.names.length > 1)
    places.push({ path: keyPath(key, true), flattened: true });
  return places;
}

/** A key as it is looked up where its writing does not matter. */
function foldedKey(key: string): string {
  return key.toLowerCase().replaceAll(/[ _-]/g, "");
}

/** An object with such keys; of several that become one the first counts. */
function foldedObject(parsed: unknown): unknown {
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return undefined;
  return Object.fromEntries(
    Object.entries(parsed)
      .reverse()
      .map(([key, value]) => [foldedKey(key), value]),
  );
}
