/** Regular expressions of rules, tried in the engine before any event is read. */
import { type Engine, EngineError } from "../engine/engine.ts";
import { literal } from "../engine/sql.ts";
import { type Expression, Refusal, type SigmaRule } from "./model.ts";

interface Pattern {
  readonly pattern: string;
  readonly line: number;
}

/** Leaves out rules with a regular expression that the engine cannot compile. */
export async function withoutBadRegexes(
  engine: Engine,
  rules: readonly SigmaRule[],
  refusals: Refusal[],
): Promise<SigmaRule[]> {
  const found = new Map(
    rules.map((rule) => [rule, rule.kind === "correlation" ? [] : regexesOf(rule.expression)]),
  );
  // Nearly always all are good, and one question is enough.
  if ((await problemOf(engine, [...found.values()].flat())) === undefined) return [...rules];
  const kept: SigmaRule[] = [];
  for (const [rule, patterns] of found) {
    let bad: { line: number; reason: string } | undefined;
    for (const one of patterns) {
      const reason = bad === undefined ? await problemOf(engine, [one]) : undefined;
      if (reason !== undefined) bad = { line: one.line, reason };
    }
    if (bad === undefined) kept.push(rule);
    else
      refusals.push(
        new Refusal(
          { ...rule.place, line: bad.line },
          `RE2 does not take a regular expression: ${bad.reason}`,
          rule.title,
        ),
      );
  }
  return kept;
}

function regexesOf(expression: Expression): Pattern[] {
  switch (expression.kind) {
    case "match":
      return expression.match.tests.flatMap((test) =>
        test.kind === "regex" ? [{ pattern: test.pattern, line: expression.match.line }] : [],
      );
    case "not":
      return regexesOf(expression.of);
    default:
      return expression.of.flatMap(regexesOf);
  }
}

/** Expressions of one question. */
const togetherMax = 200;

/** What the engine says against some expressions; undefined where it takes all of them. */
async function problemOf(engine: Engine, patterns: readonly Pattern[]): Promise<string | undefined> {
  for (let at = 0; at < patterns.length; at += togetherMax) {
    const fits = patterns
      .slice(at, at + togetherMax)
      .map(({ pattern }, index) => `match('', ${literal(pattern)}) AS fits_${index}`);
    try {
      await engine.rows(`SELECT ${fits.join(", ")}`);
    } catch (thrown) {
      if (!(thrown instanceof EngineError)) throw thrown;
      const said = /error: ([^:]*(?:: [^:.]*)?)/.exec(thrown.message)?.[1];
      return (said ?? thrown.message.split("\n", 1)[0] ?? "").slice(0, 200);
    }
  }
  return undefined;
}
