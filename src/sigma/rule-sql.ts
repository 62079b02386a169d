/** A rule as one SQL condition over the fields of its logsource. */
import type { SigmaSource } from "../content/sigma.ts";
import { sigmaLimits } from "../limits.ts";
import { nearest } from "../words.ts";
import type { Member, PassFields } from "./field-sql.ts";
import {
  type DetectionRule,
  type Expression,
  type LogSource,
  type Match,
  Refusal,
  type Test,
} from "./model.ts";
import { type Around, matchSql } from "./test-sql.ts";

const { conditionBytesMax } = sigmaLimits;

/**
 * The mapped logsource that a rule means: same category and service, and the same product or none.
 * @throws Refusal
 */
export function sourceOf(rule: DetectionRule, sources: readonly SigmaSource[]): SigmaSource {
  const found = sourceLike(rule.logsource, sources);
  if (found !== undefined) return found;
  throw new Refusal(
    { ...rule.place, line: rule.logsourceLine },
    `no event is of the logsource ${logsourceText(rule.logsource)}: no format that is read has its records`,
    rule.title,
  );
}

export function sourceLike(wanted: LogSource, sources: readonly SigmaSource[]): SigmaSource | undefined {
  const alike = sources.filter(
    ({ category = "", service = "" }) => category === wanted.category && service === wanted.service,
  );
  return (
    alike.find(({ product = "" }) => product === wanted.product) ??
    (wanted.category === "" ? undefined : alike.find(({ product }) => product === undefined))
  );
}

export function logsourceText({ category, product, service }: LogSource): string {
  return Object.entries({ category, product, service })
    .filter(([, text]) => text !== "")
    .map(([name, text]) => `${name}: ${text}`)
    .join(", ");
}

/**
 * The condition of a rule; its fields are noted in those of the pass.
 * @throws Refusal for a field that the logsource does not have
 */
export function ruleSql(rule: DetectionRule, source: SigmaSource, fields: PassFields): string {
  const membersOf = (field: string, line: number): readonly Member[] => {
    const members = fields.membersOf(field);
    if (members !== undefined) return members;
    const near = nearest(field, [...source.fields.keys()]);
    throw new Refusal(
      { ...rule.place, line },
      `no column and no key of a raw record carries the field ${field} of ${logsourceText(rule.logsource)}${near === undefined ? "" : `; ${near} is known`}`,
      rule.title,
    );
  };
  let bytes = 0;
  const sql = expressionSql(rule.expression, (match) => {
    const around: Around = {
      membersOf: (field) => membersOf(field, match.line),
      inside: (member, texts) => fields.inside(member, texts),
    };
    const own =
      match.field === undefined
        ? wordsSql(match, fields.record(), around)
        : matchSql(match, around.membersOf(match.field), around);
    bytes += Buffer.byteLength(own);
    return fields.shared(own);
  });
  if (bytes > conditionBytesMax)
    throw new Refusal(
      rule.place,
      `its condition has ${bytes} bytes; ${conditionBytesMax} are allowed`,
      rule.title,
    );
  return sql;
}

export function expressionSql(expression: Expression, leaf: (match: Match) => string): string {
  switch (expression.kind) {
    case "match":
      return leaf(expression.match);
    case "not":
      return `NOT (${expressionSql(expression.of, leaf)})`;
    default:
      return `(${expression.of.map((one) => expressionSql(one, leaf)).join(expression.kind === "and" ? " AND " : " OR ")})`;
  }
}

/** Words are looked for in records as they are, and as JSON writes them. */
function wordsSql(match: Match, record: Member, around: Around): string {
  const one = (tests: readonly Test[]) =>
    matchSql({ ...match, tests: tests.flatMap(waysIn), all: false }, [record], around);
  return match.all ? `(${match.tests.map((test) => one([test])).join(" AND ")})` : one(match.tests);
}

function waysIn(test: Test): Test[] {
  if (test.kind !== "text") return [test];
  const parts = test.parts.map((part) =>
    "text" in part ? { text: JSON.stringify(part.text).slice(1, -1) } : part,
  );
  return JSON.stringify(parts) === JSON.stringify(test.parts) ? [test] : [test, { ...test, parts }];
}
