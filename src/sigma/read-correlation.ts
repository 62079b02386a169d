/** The part of a correlation rule that says what is counted, of which rules and in which time. */
import { sigmaLimits } from "../limits.ts";
import type { Entry, Value } from "./document.ts";
import { type Comparison, type CorrelationRule, correlationTypes } from "./model.ts";
import { type Fail, textsIn, textUnder, under } from "./read-rules.ts";

const comparisons: readonly Comparison[] = ["eq", "neq", "lt", "lte", "gt", "gte"];
const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const { correlationRulesMax: rulesMax } = sigmaLimits;

type Correlation = Omit<CorrelationRule, "place" | "id" | "name" | "title" | "level" | "tags">;

export function correlationOf({ value, line }: Entry, whole: Value, fail: Fail): Correlation {
  if (value.kind !== "map") return fail(line, "the correlation is no map");
  const lineOf = (key: string) => under(value, key)?.line ?? line;
  const given = textUnder(value, "type");
  const type = correlationTypes.find((name) => name === given);
  if (type === undefined)
    return fail(
      lineOf("type"),
      given === "" ? "the correlation has no type" : `the correlation type ${given} is not supported`,
    );
  const rules = textsIn(under(value, "rules")?.value);
  if (rules.length === 0) fail(lineOf("rules"), "the correlation names no rules");
  if (rules.length > rulesMax) fail(lineOf("rules"), `the correlation names more than ${rulesMax} rules`);
  const temporal = type === "temporal" || type === "temporal_ordered";
  const condition = under(value, "condition")?.value;
  const { conditions, fields } = conditionOf(condition, lineOf("condition"), temporal, rules.length, fail);
  const counts = type !== "event_count" && !temporal;
  if (counts && fields.length === 0) fail(lineOf("condition"), `${type} needs a field in its condition`);
  if (counts && type !== "value_count" && fields.length > 1)
    fail(lineOf("condition"), `${type} takes one field`);
  if (
    type === "temporal_ordered" &&
    conditions.some(({ comparison, value: n }) => comparison !== "gte" || n !== rules.length)
  )
    fail(
      lineOf("condition"),
      "temporal_ordered asks for all of its rules in their order; another number of them has no order",
    );
  return {
    kind: "correlation",
    type,
    rules,
    groupBy: textsIn(under(value, "group-by")?.value),
    spanMs: spanOf(textUnder(value, "timespan"), lineOf("timespan"), fail),
    conditions,
    fields,
    aliases: aliasesOf(under(value, "aliases")?.value, fail),
    generate: textUnder(value, "generate") === "true" || textUnder(whole, "generate") === "true",
    lines: { rules: lineOf("rules"), groupBy: lineOf("group-by"), condition: lineOf("condition") },
  };
}

function conditionOf(
  value: Value | undefined,
  line: number,
  temporal: boolean,
  ruleCount: number,
  fail: Fail,
): Pick<Correlation, "conditions" | "fields"> {
  if (value === undefined && temporal)
    return { conditions: [{ comparison: "gte", value: ruleCount }], fields: [] };
  if (value === undefined || value.kind !== "map") return fail(line, "the correlation has no condition");
  const conditions: Correlation["conditions"][number][] = [];
  for (const { key, value: limit, line: at } of value.entries) {
    if (key === "field") continue;
    const comparison = comparisons.find((name) => name === key);
    if (comparison === undefined) return fail(at, `the condition of the correlation holds ${key}`);
    if (limit.kind !== "number" || !Number.isFinite(limit.number)) return fail(at, `${key} takes a number`);
    conditions.push({ comparison, value: limit.number });
  }
  if (conditions.length === 0) fail(line, "the condition of the correlation compares nothing");
  return { conditions, fields: textsIn(under(value, "field")?.value) };
}

function spanOf(text: string, line: number, fail: Fail): number {
  const [, number = "", unit = ""] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (number === "")
    return fail(
      line,
      `the timespan ${text === "" ? "is missing" : `${text} is none`}; it is written as 90s, 15m, 2h or 7d`,
    );
  const ms = Number(number) * (unitMs[unit] ?? 0);
  return ms > 0 && ms <= sigmaLimits.timespanMaxMs
    ? ms
    : fail(line, "the timespan is longer than a year, or nothing");
}

function aliasesOf(value: Value | undefined, fail: Fail): Correlation["aliases"] {
  if (value === undefined) return new Map();
  if (value.kind !== "map") return fail(value.line, "aliases are no map");
  return new Map(
    value.entries.map(({ key, value: fields, line }) => [
      key,
      fields.kind === "map"
        ? new Map(fields.entries.map((entry) => [entry.key, textUnder(fields, entry.key)]))
        : fail(line, `the alias ${key} is no map of rules and fields`),
    ]),
  );
}
