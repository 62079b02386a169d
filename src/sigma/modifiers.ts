/** A field with its modifiers and values, as tests. */
import { sigmaLimits } from "../limits.ts";
import type { Value } from "./document.ts";
import type { Comparison, Expression, Match, Position, Test, TimeUnit } from "./model.ts";
import { networkOf } from "./networks.ts";
import { regexRefusal, withFlags } from "./regex.ts";
import { type Texts, textTransforms, transformed } from "./transforms.ts";
import { opened, partsOf } from "./values.ts";

/** What placeholders stand for, by their names without the percent signs. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

/** What the values of a field become, beside their texts. */
interface Chain {
  position: Position;
  cased: boolean;
  all: boolean;
  negated: boolean;
  regex: boolean;
  readonly flags: ("i" | "m" | "s")[];
  kind: "text" | "network" | "exists" | "field";
  comparison: Comparison | undefined;
  unit: TimeUnit | undefined;
  expand: boolean;
  readonly transforms: string[];
}

const comparisons = ["lt", "lte", "gt", "gte"] as const;
const units = ["minute", "hour", "day", "week", "month", "year"] as const;
const positions: Readonly<Record<string, Position>> = {
  startswith: "start",
  endswith: "end",
  contains: "inside",
};

/**
 * What one entry of a selection detects.
 * @param key the field, with its modifiers behind bars; without a field the whole record is searched
 * @param fail throws the refusal of a rule
 */
export function entryExpression(
  key: string,
  value: Value,
  line: number,
  placeholders: Placeholders,
  fail: (line: number, reason: string) => never,
): Expression {
  const [field = "", ...modifiers] = key.split("|");
  const named = field === "" ? undefined : field;
  const chain = chainOf(modifiers, (reason) => fail(line, `${key}: ${reason}`));
  if (named === undefined) {
    // A word is looked for anywhere in the record.
    if (chain.kind !== "text" || chain.comparison !== undefined || chain.unit !== undefined)
      fail(line, `${key}: this modifier needs a field`);
    if (!chain.regex) chain.position = "inside";
  }
  const values = value.kind === "list" ? value.items : [value];
  if (values.length === 0) fail(line, `${key}: the list of values is empty`);
  if (values.length > sigmaLimits.valuesMax) fail(line, `${key}: more than ${sigmaLimits.valuesMax} values`);
  const tests = values.map((one) =>
    testsOf(one, chain, placeholders, value.kind === "list", (reason) => fail(one.line, `${key}: ${reason}`)),
  );
  const made = (some: readonly Test[], all: boolean): Expression => {
    const match: Match = { field: named, tests: some, all, line };
    return { kind: "match", match };
  };
  // With `all` each value must be there, but in one of the ways that it may be written in.
  const expression: Expression =
    chain.all && tests.some((ways) => ways.length > 1)
      ? { kind: "and", of: tests.map((ways) => made(ways, false)) }
      : made(tests.flat(), chain.all);
  return chain.negated ? { kind: "not", of: expression } : expression;
}

function chainOf(modifiers: readonly string[], fail: (reason: string) => never): Chain {
  const chain: Chain = {
    position: "whole",
    cased: false,
    all: false,
    negated: false,
    regex: false,
    flags: [],
    kind: "text",
    comparison: undefined,
    unit: undefined,
    expand: false,
    transforms: [],
  };
  for (const modifier of modifiers) {
    const comparison = comparisons.find((name) => name === modifier);
    const unit = units.find((name) => name === modifier);
    const position = Object.hasOwn(positions, modifier) ? positions[modifier] : undefined;
    if (position !== undefined) chain.position = position;
    else if (comparison !== undefined) chain.comparison = comparison;
    else if (unit !== undefined) chain.unit = unit;
    else if (textTransforms.has(modifier)) chain.transforms.push(modifier);
    else if (modifier === "all") chain.all = true;
    else if (modifier === "cased") chain.cased = true;
    else if (modifier === "neq") chain.negated = true;
    else if (modifier === "re") chain.regex = true;
    else if (modifier === "expand") chain.expand = true;
    else if (modifier === "cidr") chain.kind = "network";
    else if (modifier === "exists") chain.kind = "exists";
    else if (modifier === "fieldref") chain.kind = "field";
    else if ((modifier === "i" || modifier === "m" || modifier === "s") && chain.regex)
      chain.flags.push(modifier);
    else fail(`the modifier ${modifier === "" ? "between two bars" : modifier} is not one of Sigma 2.1`);
  }
  const kinds = [
    chain.regex,
    chain.kind !== "text",
    chain.comparison !== undefined || chain.unit !== undefined,
    chain.transforms.length > 0,
  ].filter(Boolean).length;
  const placed = chain.position !== "whole" && chain.kind !== "field";
  const special =
    chain.regex ||
    chain.kind === "network" ||
    chain.kind === "exists" ||
    chain.comparison !== undefined ||
    chain.unit !== undefined;
  if (kinds > 1 || (placed && special) || (chain.expand && special))
    fail("these modifiers cannot stand together");
  return chain;
}

function testsOf(
  value: Value,
  chain: Chain,
  placeholders: Placeholders,
  listed: boolean,
  fail: (reason: string) => never,
): Test[] {
  if (value.kind === "map" || value.kind === "list") return fail("a value that is a map or a list");
  if (value.kind === "null") {
    if (listed) fail("null in a list of values, which Sigma does not have");
    if (chain.kind !== "text" || chain.regex || chain.transforms.length > 0 || chain.comparison !== undefined)
      fail("null has no such modifier");
    return [{ kind: "null" }];
  }
  if (chain.kind === "exists") {
    if (value.kind === "flag") return [{ kind: "exists", wanted: value.flag }];
    return fail("exists takes true or false");
  }
  if (chain.kind === "field")
    return [{ kind: "field", other: value.text, position: chain.position, cased: chain.cased }];
  if (chain.kind === "network") {
    const network = networkOf(value.text);
    return network === undefined ? fail(`${value.text} is no network`) : [{ kind: "network", ...network }];
  }
  if (chain.comparison !== undefined || chain.unit !== undefined) {
    const number = Number(value.text);
    if (value.text.trim() === "" || !Number.isFinite(number)) return fail(`${value.text} is no number`);
    const comparison = chain.comparison ?? "eq";
    return chain.unit === undefined
      ? [{ kind: "number", comparison, value: number }]
      : [{ kind: "time", unit: chain.unit, comparison, value: number }];
  }
  if (chain.regex) {
    const refusal = regexRefusal(value.text);
    return refusal === undefined
      ? [
          {
            kind: "regex",
            pattern: withFlags(
              value.text,
              chain.cased ? chain.flags.filter((flag) => flag !== "i") : chain.flags,
            ),
          },
        ]
      : fail(refusal);
  }
  const texts: Texts =
    value.kind === "text" ? { parts: partsOf(value.text) } : { parts: [{ text: value.text }] };
  return transformed(texts, chain.transforms, chain.expand ? placeholders : undefined, fail).map((parts) => ({
    kind: "text",
    parts: opened(
      parts,
      chain.position === "end" || chain.position === "inside",
      chain.position === "start" || chain.position === "inside",
    ),
    cased: chain.cased,
  }));
}
