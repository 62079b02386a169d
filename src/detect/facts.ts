/** What browsers and platforms cannot truthfully claim, as patterns and as conditions on which of them fit. */
import type { PlatformFacts } from "../content/tables.ts";
import { literal } from "../engine/sql.ts";

const dayMs = 86_400_000;

/** What agents cannot claim, as one list of patterns and conditions on which of them hit. */
export function factParts(facts: PlatformFacts): Readonly<Record<string, string>> {
  return factsOf(facts).parts;
}

/** Patterns of the facts, in the order in which the conditions number them. */
export function factPatterns(facts: PlatformFacts): readonly string[] {
  return factsOf(facts).patterns;
}

function factsOf(facts: PlatformFacts): {
  parts: Readonly<Record<string, string>>;
  patterns: readonly string[];
} {
  const patterns: string[] = [];
  const number = (pattern: string): number => {
    const at = patterns.indexOf(pattern);
    return at >= 0 ? at + 1 : patterns.push(pattern);
  };
  const condition = (all: readonly string[], none: readonly string[]): string => {
    const has = `hasAll(hits, [${all.map(number).join(",")}])`;
    return none.length === 0 ? has : `${has} AND NOT hasAny(hits, [${none.map(number).join(",")}])`;
  };
  const claims = [
    ...facts.contradictions.map(({ why, strength, all, none }) => ({
      why,
      strength,
      when: condition(all, none),
    })),
    ...facts.malformed.map(({ why, strength, pattern, none }) => ({
      why,
      strength,
      when: condition([pattern], none),
    })),
  ];
  const frozen = facts.frozen_forms.map(({ form, broken, none }) => ({
    why: `does not have the form ${form}`,
    when: condition([broken], none),
  }));
  const reasons = (list: readonly { why: string; when: string }[]) =>
    list.length === 0
      ? "['']"
      : `[${list.map(({ why, when }) => `if(${when}, ${literal(why)}, '')`).join(",\n      ")}]`;
  const early = facts.operating_systems.map(({ name, pattern, first, preview }) => {
    const known = preview ?? first;
    const earliest = Date.parse(known) - facts.prerelease_slack_days * dayMs;
    return {
      why: `names ${name}, first seen in public on ${known}`,
      when: `has(hits, ${number(pattern)}) AND facts.first_ms > 0 AND facts.first_ms < ${earliest}`,
    };
  });
  const parts = {
    impossible: reasons(claims.filter(({ strength }) => strength === "strong")),
    unlikely: reasons([...claims.filter(({ strength }) => strength === "weak"), ...frozen]),
    too_early: reasons(early),
    prerelease_slack_ms: String(facts.prerelease_slack_days * dayMs),
  };
  return { parts, patterns };
}
