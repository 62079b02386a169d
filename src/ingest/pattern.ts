/**
 * Records in lines of text that no format string describes: a pattern says what stands where, and its
 * named groups are the keys of the record (content/schema.ts). JavaScript reads it to recognise a file, the engine
 * (RE2, linear in the length of a line) to read it.
 */
import type { NamedFormat } from "../content/schema.ts";
import { literal } from "../engine/sql.ts";
import type { Plan } from "./columns.ts";
import { namedPlan } from "./named.ts";

/** A record longer than this is not looked at when a file is recognised: JavaScript may go back over a text many times. */
const matchedCharactersMax = 4_000;

const groupPattern = /\(\?<([a-z_][a-z0-9_]*)>/g;

/** Whether a record fits a format's pattern. */
export function patternMatcher({ pattern }: NamedFormat): (record: string) => boolean {
  if (pattern === undefined) return () => false;
  const whole = new RegExp(`^(?:${pattern})$`);
  return (record) => record.length <= matchedCharactersMax && whole.test(record);
}

/** The plan of records in text. */
export function patternPlan(format: NamedFormat): Plan {
  const pattern = format.pattern ?? "";
  const keys = [...pattern.matchAll(groupPattern)].map(([, name]) => name);
  const plain = pattern.replaceAll(groupPattern, "(");
  return namedPlan(format, {
    access: (key) => {
      const index = keys.indexOf(key);
      return index < 0 ? undefined : `text_groups[${index + 1}]`;
    },
    // A line is text; no pattern fits bytes that are none.
    prelude: () => [["text_groups", `extractGroups(toValidUTF8(record), ${literal(`(?s)^(?:${plain})$`)})`]],
    rejects: [["empty(text_groups)", "'does not fit the format'"]],
    skip: "empty(record)",
  });
}
