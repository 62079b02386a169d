/** Conditions of rules: search identifiers joined by `and`, `or`, `not`, `1 of x*`, `all of them` and brackets. */
import { sigmaLimits } from "../limits.ts";
import type { Expression } from "./model.ts";

/** @param fail throws the refusal of a rule */
export function parseCondition(
  text: string,
  identifiers: ReadonlyMap<string, Expression>,
  fail: (reason: string) => never,
): Expression {
  if (text.length > sigmaLimits.conditionCharactersMax)
    fail(`the condition has more than ${sigmaLimits.conditionCharactersMax} characters`);
  if (text.includes("|"))
    fail("the condition aggregates with `|`, which Sigma 2 replaced by correlation rules");
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  if (tokens.length === 0) fail("the condition is empty");
  let at = 0;
  const isWord = (word: string) => tokens[at]?.toLowerCase() === word;

  const several = (kind: "and" | "or", next: (depth: number) => Expression, depth: number): Expression => {
    const of = [next(depth)];
    while (isWord(kind)) {
      at += 1;
      of.push(next(depth));
    }
    return of.length === 1 ? (of[0] as Expression) : { kind, of };
  };
  const or = (depth: number): Expression => several("or", and, depth);
  const and = (depth: number): Expression => several("and", not, depth);
  const not = (depth: number): Expression => {
    if (depth > sigmaLimits.conditionDepthMax)
      fail(`the condition nests deeper than ${sigmaLimits.conditionDepthMax} levels`);
    if (!isWord("not")) return one(depth);
    at += 1;
    return { kind: "not", of: not(depth + 1) };
  };
  const one = (depth: number): Expression => {
    const token = tokens[at];
    if (token === undefined || token === ")")
      return fail("the condition ends where a search identifier should stand");
    at += 1;
    if (token === "(") {
      const inner = or(depth + 1);
      if (tokens[at] !== ")") fail("a bracket of the condition is not closed");
      at += 1;
      return inner;
    }
    if (isWord("of") && /^(\d+|all|any)$/i.test(token)) return quantified(token.toLowerCase());
    return identifiers.get(token) ?? fail(`the condition names ${token}, which the rule does not define`);
  };
  const quantified = (quantity: string): Expression => {
    if (quantity !== "1" && quantity !== "all")
      fail(`the condition asks for \`${quantity} of\`; Sigma has \`1 of\` and \`all of\``);
    const pattern = tokens[at + 1] ?? fail("the condition ends behind `of`");
    at += 2;
    const of = namesLike(pattern, [...identifiers.keys()]).map((name) => identifiers.get(name) as Expression);
    if (of.length === 0) fail(`the condition names ${pattern}, and no search identifier is called so`);
    return of.length === 1 ? (of[0] as Expression) : { kind: quantity === "1" ? "or" : "and", of };
  };

  const whole = or(0);
  if (at < tokens.length) fail(`the condition holds ${tokens[at]} where and, or or its end should stand`);
  return whole;
}

function namesLike(pattern: string, names: readonly string[]): string[] {
  if (pattern.toLowerCase() === "them") return names.filter((name) => !name.startsWith("_"));
  const parts = pattern.split("*");
  const [head = ""] = parts;
  if (parts.length === 1) return names.filter((name) => name === pattern);
  return names.filter((name) => {
    if (!name.startsWith(head)) return false;
    let from = head.length;
    for (const part of parts.slice(1, -1)) {
      const found = name.indexOf(part, from);
      if (found < 0) return false;
      from = found + part.length;
    }
    const tail = parts.at(-1) ?? "";
    return name.length - from >= tail.length && name.endsWith(tail);
  });
}

/** Whether an expression negates anything. */
export function negates(expression: Expression): boolean {
  switch (expression.kind) {
    case "not":
      return true;
    case "match":
      return false;
    default:
      return expression.of.some(negates);
  }
}
