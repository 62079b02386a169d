/** Documents as rules: detections, correlations, filters. */
import { sigmaLimits } from "../limits.ts";
import { negates, parseCondition } from "./condition.ts";
import { documentsOf, type Entry, type Value } from "./document.ts";
import { type Expression, type LogSource, Refusal, type SigmaRule } from "./model.ts";
import { entryExpression, type Placeholders } from "./modifiers.ts";
import { correlationOf } from "./read-correlation.ts";

/** What a rule file holds. */
export interface RulesRead {
  readonly rules: readonly SigmaRule[];
  readonly refusals: readonly Refusal[];
}

/** Rules of a file's text; what is refused is listed, and hinders no other document of the file. */
export function rulesOf(path: string, text: string, placeholders: Placeholders = new Map()): RulesRead {
  const rules: SigmaRule[] = [];
  const refusals: Refusal[] = [];
  for (const document of documentsOf(path, text)) {
    if ("refusal" in document) {
      refusals.push(document.refusal);
      continue;
    }
    try {
      rules.push(ruleOf(path, document.value, placeholders));
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      refusals.push(new Refusal(thrown.place, thrown.message, textUnder(document.value, "title")));
    }
  }
  return { rules, refusals };
}

export function under(value: Value, key: string): Entry | undefined {
  return value.kind === "map" ? value.entries.find((entry) => entry.key === key) : undefined;
}

export function textUnder(value: Value, key: string): string {
  const found = under(value, key)?.value;
  return found !== undefined && "text" in found ? found.text : "";
}

/** Texts of a list, or of one value. */
export function textsIn(value: Value | undefined): string[] {
  if (value === undefined) return [];
  if (value.kind === "list") return value.items.flatMap(textsIn);
  return "text" in value ? [value.text] : [];
}

/** Throws the refusal of a rule. */
export type Fail = (line: number, reason: string) => never;

function ruleOf(path: string, value: Value, placeholders: Placeholders): SigmaRule {
  const fail: Fail = (line, reason) => {
    throw new Refusal({ path, line }, reason);
  };
  if (value.kind !== "map") return fail(value.line, "no Sigma rule: not a map");
  const taxonomy = under(value, "taxonomy");
  const named = textUnder(value, "taxonomy");
  if (taxonomy !== undefined && named !== "sigma")
    fail(taxonomy.line, `the taxonomy ${named} is not the default one, whose fields are mapped`);
  const action = under(value, "action");
  if (action !== undefined) fail(action.line, "rule collections with `action` were replaced in Sigma 2");
  const heading = {
    place: { path, line: value.line },
    id: textUnder(value, "id"),
    name: textUnder(value, "name"),
    title: textUnder(value, "title"),
    level: textUnder(value, "level"),
    tags: textsIn(under(value, "tags")?.value),
  };
  if (heading.title === "") fail(value.line, "no Sigma rule: it has no title");
  const correlation = under(value, "correlation");
  if (correlation !== undefined) return { ...heading, ...correlationOf(correlation, value, fail) };
  const filter = under(value, "filter");
  const detection = under(value, "detection");
  const part = filter ?? detection;
  if (part === undefined)
    return fail(value.line, "no Sigma rule: it has no detection, correlation or filter");
  const logsource = logsourceOf(value, fail);
  const expression = detectionOf(part, placeholders, fail);
  if (filter === undefined)
    return {
      ...heading,
      kind: "detection",
      logsource,
      logsourceLine: under(value, "logsource")?.line ?? value.line,
      expression,
    };
  const rules = under(filter.value, "rules")?.value;
  const all = rules === undefined || ("text" in rules && rules.text === "any");
  return {
    ...heading,
    kind: "filter",
    logsource,
    rules: all ? undefined : textsIn(rules),
    expression,
    negates: negates(expression),
  };
}

function logsourceOf(value: Value, fail: Fail): LogSource {
  const entry = under(value, "logsource");
  if (entry === undefined || entry.value.kind !== "map")
    return fail(entry?.line ?? value.line, "the rule has no logsource");
  const of = (key: string) => textUnder(entry.value, key).toLowerCase();
  const logsource = { category: of("category"), product: of("product"), service: of("service") };
  if (Object.values(logsource).every((text) => text === ""))
    fail(entry.line, "the logsource names no category, product or service");
  return logsource;
}

/** Keys beside the search identifiers. */
const notSearched: ReadonlySet<string> = new Set(["condition", "timeframe", "rules"]);

function detectionOf({ value, line }: Entry, placeholders: Placeholders, fail: Fail): Expression {
  if (value.kind !== "map") return fail(line, "the detection is no map");
  const timeframe = under(value, "timeframe");
  if (timeframe !== undefined)
    fail(
      timeframe.line,
      "timeframe belongs to conditions that aggregate, which Sigma 2 replaced by correlation rules",
    );
  const identifiers = new Map<string, Expression>();
  for (const entry of value.entries)
    if (!notSearched.has(entry.key))
      identifiers.set(entry.key, searchOf(entry.key, entry.value, placeholders, fail));
  if (identifiers.size === 0) fail(line, "the detection has no search identifier");
  const condition = under(value, "condition");
  if (condition === undefined) return fail(line, "the detection has no condition");
  const given = condition.value.kind === "list" ? condition.value.items : [condition.value];
  const of = given.map((one) =>
    "text" in one
      ? parseCondition(one.text, identifiers, (reason) => fail(one.line, reason))
      : fail(one.line, "a condition that is no text"),
  );
  if (of.length === 0) fail(condition.line, "the list of conditions is empty");
  return of.length === 1 ? (of[0] as Expression) : { kind: "or", of };
}

function searchOf(name: string, value: Value, placeholders: Placeholders, fail: Fail): Expression {
  if (value.kind === "map") {
    if (value.entries.length === 0) fail(value.line, `${name}: the selection is empty`);
    const of = value.entries.map(({ key, value: inner, line }) =>
      entryExpression(key, inner, line, placeholders, fail),
    );
    return of.length === 1 ? (of[0] as Expression) : { kind: "and", of };
  }
  if (value.kind === "null") return fail(value.line, `${name}: the selection is empty`);
  const items = value.kind === "list" ? value.items : [value];
  if (items.length === 0) fail(value.line, `${name}: the list is empty`);
  if (items.length > sigmaLimits.valuesMax)
    fail(value.line, `${name}: more than ${sigmaLimits.valuesMax} values`);
  const maps = items.filter(({ kind }) => kind === "map");
  const words = items.filter(({ kind }) => kind !== "map");
  const of = maps.map((item) => searchOf(name, item, placeholders, fail));
  if (words.length > 0)
    of.push(
      entryExpression("", { kind: "list", line: value.line, items: words }, value.line, placeholders, fail),
    );
  return of.length === 1 ? (of[0] as Expression) : { kind: "or", of };
}
