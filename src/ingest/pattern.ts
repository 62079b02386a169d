/**
 * Records in lines of text that no format string describes: a pattern says what stands where, and its
 * named groups are the keys of the record (content/schema.ts). JavaScript reads it to recognise a file, the engine
 * (RE2, linear in the length of a line) to read it.
 */
import type { NamedFormat } from "../content/schema.ts";
import { literal } from "../engine/sql.ts";
import { readingLimits } from "../limits.ts";
import type { Plan } from "./columns.ts";
import { namedPlan } from "./named.ts";

const groupPattern = /\(\?<([a-z_][a-z0-9_]*)>/g;

/** Whether a record fits a format's pattern. */
export function patternMatcher({ pattern, unlike }: NamedFormat): (record: string) => boolean {
  if (pattern === undefined) return () => false;
  const whole = new RegExp(`^(?:${pattern})$`);
  const other = unlike === undefined ? undefined : new RegExp(unlike);
  return (record) =>
    record.length <= readingLimits.patternCharactersMax && whole.test(record) && other?.test(record) !== true;
}

/** The plan of records in text. */
export function patternPlan(format: NamedFormat): Plan {
  const pattern = format.pattern ?? "";
  const keys = [...pattern.matchAll(groupPattern)].map(([, name]) => name);
  const plain = pattern.replaceAll(groupPattern, "(");
  const pairs = keys.indexOf(format.pairs);
  const group = (index: number) => `text_groups[${index + 1}]`;
  return namedPlan(format, {
    access: (key) => {
      const index = keys.indexOf(key);
      if (index >= 0) return group(index);
      return pairs < 0 ? undefined : `text_pairs[${literal(key)}]`;
    },
    // A line is text; no pattern fits bytes that are none.
    prelude: () => [
      ["text_groups", `extractGroups(toValidUTF8(record), ${literal(`(?s)^(?:${plain})$`)})`],
      ...(pairs < 0 ? [] : [["text_pairs", pairsSql(group(pairs))] as const]),
    ],
    rejects: [
      ["empty(text_groups)", "'does not fit the format'"],
      ...(format.unlike === undefined
        ? []
        : [[`match(record, ${literal(`(?s)${format.unlike}`)})`, "'another kind of record'"] as const]),
    ],
    skip: "empty(record)",
  });
}

/** SQL of the pairs in a text: values stand in quotes where they hold blanks, with a backslash in front of a quote. */
export function pairsSql(text: string): string {
  return `extractKeyValuePairsWithEscaping(${text}, '=', ' ', '"')`;
}
