/**
 * Finds client properties in a text by names and values. A text is cut into pieces (`name=value`, `name:value`, segments of
 * a path), names are looked up as words, and only values under known names are matched: measured, one set of patterns with
 * names and values together takes ten times as long to prepare.
 */
import type { BeaconProperty } from "../content/beacons.ts";
import { literals, numberArray } from "../engine/sql.ts";

/** What has to follow a value that is no longer one with another behind it, or that must be all there is. */
const valueEnd = "(?:[^a-z0-9]|$)";
const wholeEnd = " *(?:[&;,|} ]|$)";

/** A value's pattern, the names under which it is looked for, and the bit that it stands for. */
interface Rule {
  readonly bit: number;
  readonly names: readonly string[];
  readonly pattern: string;
}

/** The rules of all properties. */
export function propertyRules(properties: readonly BeaconProperty[]): Rule[] {
  return properties.flatMap(({ names, short, value, whole, others }, bit) =>
    [
      { names, short, value, end: whole ? wholeEnd : valueEnd },
      ...others.map((one) => ({ ...one, short: [], end: one.whole ? wholeEnd : valueEnd })),
    ].map((rule) => ({
      bit,
      names: [...rule.names, ...rule.short],
      pattern: `(?i)^ *(?:${rule.value})${rule.end}`,
    })),
  );
}

/** Pieces of a text and segments of a path that are looked at, at most; what has more is no set of properties. */
const piecesMax = 400;
const segmentsMax = 24;
/** A shorter last part of a name means anything. */
const lastPartMin = 5;

/**
 * SQL of type UInt64 over `clean_text`, a text without quotes, brackets and plus signs whose path has blanks for slashes:
 * the properties that it discloses, as a mask.
 */
export function propertyMaskSql(properties: readonly BeaconProperty[]): string {
  const rules = propertyRules(properties);
  const pairs = rules.flatMap(({ names }, n) => names.map((name) => [name, n + 1] as const));
  const words = `${literals(pairs.map(([name]) => name))}, ${numberArray(
    pairs.map(([, n]) => n),
    "UInt16",
  )}, toUInt16(0)`;
  const alone = properties.flatMap((property, bit) => property.alone.map((pattern) => ({ pattern, bit })));
  const word = (text: string) => `replaceAll(trimBoth(translate(${text}, '.-', '__')), '_', '')`;
  // host.os.name is osname.
  const lastTwoParts = `if(match(head, '[._-].*[._-]'), ${word("arrayStringConcat(arraySlice(splitByChar('_', translate(head, '.-', '__')), -2), '_')")}, '')`;
  const held = "('value', 'val', 'v')";
  const holder = "('key', 'name', 'k', 'n')";
  const steps: [string, string][] = [
    ["lower_text", "lower(clean_text)"],
    ["segments", `arraySlice(splitByChar(' ', substringIndex(lower_text, '?', 1)), 1, ${segmentsMax})`],
    [
      "pieces",
      `arrayConcat(arrayMap((one, next) -> concat(one, '=', next), segments, arrayPushBack(arrayPopFront(segments), '')), arraySlice(splitByChar('&', translate(lower_text, ';|{}?~,\\n', '&&&&&&&&')), 1, ${piecesMax}))`,
    ],
    [
      "places",
      "arrayMap(piece -> multiIf(position(piece, '=') = 0, position(piece, ':'), position(piece, ':') = 0, position(piece, '='), least(position(piece, '='), position(piece, ':'))), pieces)",
    ],
    // What stands behind a comma and has no name of its own goes on with the value before it.
    [
      "named_values",
      "arrayMap((piece, place, next, next_place) -> if(place = 0, '', concat(substring(piece, place + 1, 120), if(next_place = 0 AND next != '', concat(',', substring(next, 1, 60)), ''))), pieces, places, arrayPushBack(arrayPopFront(pieces), ''), arrayPushBack(arrayPopFront(places), 1))",
    ],
    [
      "heads",
      // Google Analytics puts ep., epn., up. or upn. before what a site adds (parameters of events and users).
      "arrayMap((piece, place) -> if(place BETWEEN 2 AND 80, replaceRegexpOne(substring(piece, 1, place - 1), '^[ ]*(?:ep|epn|up|upn)[.]', ''), ''), pieces, places)",
    ],
    ["bare", `arrayMap(head -> ${word("head")}, heads)`],
    ["before", "arrayPopBack(arrayPushFront(bare, ''))"],
    ["before_values", "arrayPopBack(arrayPushFront(named_values, ''))"],
    // What is called v behind another's value is a version. Libraries write {key: timezone, value: Europe/Berlin} and {timezone: {value: Europe/Berlin}}.
    [
      "called",
      `arrayMap((name, other, value) -> multiIf(name NOT IN ${held} OR (name = 'v' AND value != '' AND other NOT IN ${holder}), name, other IN ${holder}, ${word("value")}, other), bare, before, before_values)`,
    ],
    // A name, the last part of a longer one, one with that of the object around it, and the last two parts.
    [
      "candidates",
      `arrayMap((name, head, other, value) -> [name, if(length(name) > ${lastPartMin}, if(length(substringIndex(translate(head, '.-', '__'), '_', -1)) >= ${lastPartMin}, substringIndex(translate(head, '.-', '__'), '_', -1), ''), ''), if(value = '', concat(other, name), ''), ${lastTwoParts}], called, heads, before, before_values)`,
    ],
    [
      "numbers",
      `arrayMap(names -> arrayFirst(n -> n != 0, arrayMap(name -> transform(name, ${words}), names)), candidates)`,
    ],
    [
      "masks",
      `arrayMap(pair -> if(has(multiMatchAllIndices(pair.2, ${literals(rules.map(({ pattern }) => pattern))}), pair.1), ${bits(rules)}[pair.1], 0), arrayFilter(pair -> pair.1 != 0, arrayZip(numbers, named_values)))`,
    ],
    [
      "found",
      `arrayConcat(masks, arrayMap(n -> ${bits(alone)}[n], multiMatchAllIndices(clean_text, ${literals(alone.map(({ pattern }) => pattern))})))`,
    ],
  ];
  return bound(steps, "arrayReduce('groupBitOr', arrayPushBack(found, toUInt64(0)))");
}

/** SQL of type UInt64 over `label_text`: the properties that labels of a name tell in plain, as a mask. */
export function labelMaskSql(properties: readonly BeaconProperty[]): string {
  const told = properties.flatMap((property, bit) => property.labels.map((pattern) => ({ pattern, bit })));
  const patterns = literals(told.map(({ pattern }) => pattern));
  return `arrayReduce('groupBitOr', arrayPushBack(arrayMap(n -> ${bits(told)}[n], multiMatchAllIndices(label_text, ${patterns})), toUInt64(0)))`;
}

/** The masks of single properties, one for each of a list. */
function bits(list: readonly { readonly bit: number }[]): string {
  return numberArray(
    list.map(({ bit }) => 1n << BigInt(bit)),
    "UInt64",
  );
}

/** SQL in which each name stands for the expression beside it, computed once. */
function bound(steps: readonly (readonly [string, string])[], result: string): string {
  return steps.reduceRight((inner, [name, sql]) => `arrayMap(${name} -> ${inner}, [${sql}])[1]`, result);
}
