/**
 * Sigma rules as the specification describes them, read a second time and in the plainest way: nothing here comes from
 * src/sigma, so that a mistake there is not made twice.
 */

/** What one value, or several, ask of a field. */
export interface Leaf {
  readonly kind: "leaf";
  readonly field: string;
  readonly modifiers: readonly string[];
  readonly values: readonly unknown[];
}
export type Tree =
  | Leaf
  | { readonly kind: "and" | "or"; readonly of: readonly Tree[] }
  | { readonly kind: "not"; readonly of: Tree };

export interface PlainRule {
  readonly logsource: { readonly category?: string; readonly product?: string; readonly service?: string };
  readonly detection: Readonly<Record<string, unknown>>;
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function selection(value: unknown): Tree {
  if (isMap(value))
    return {
      kind: "and",
      of: Object.entries(value).map(([key, values]): Tree => {
        const [field = "", ...modifiers] = key.split("|");
        return { kind: "leaf", field, modifiers, values: Array.isArray(values) ? values : [values] };
      }),
    };
  if (!Array.isArray(value)) return { kind: "leaf", field: "", modifiers: [], values: [value] };
  return {
    kind: "or",
    of: value.map(
      (one): Tree =>
        isMap(one) ? selection(one) : { kind: "leaf", field: "", modifiers: [], values: [one] },
    ),
  };
}

/** A rule's detection as one tree. */
export function treeOf({ detection }: PlainRule): Tree {
  const { condition, ...rest } = detection;
  const found = new Map(Object.entries(rest).map(([name, value]) => [name, selection(value)]));
  const conditions = (Array.isArray(condition) ? condition : [condition]) as string[];
  return { kind: "or", of: conditions.map((text) => parse(text, found)) };
}

function parse(text: string, found: ReadonlyMap<string, Tree>): Tree {
  const words = text.replaceAll("(", " ( ").replaceAll(")", " ) ").trim().split(/\s+/);
  const primary = (): Tree => {
    const word = words.shift() ?? "";
    if (word === "not") return { kind: "not", of: primary() };
    if (word === "(") {
      const inner = either();
      words.shift();
      return inner;
    }
    if ((word === "1" || word === "all") && words[0] === "of") {
      words.shift();
      const wanted = words.shift() ?? "";
      const like = new RegExp(`^${wanted === "them" ? "[^_].*" : wanted.replaceAll("*", ".*")}$`);
      const of = [...found].filter(([name]) => like.test(name)).map(([, tree]) => tree);
      return { kind: word === "1" ? "or" : "and", of };
    }
    const tree = found.get(word);
    if (tree === undefined) throw new Error(`${word} in ${text}`);
    return tree;
  };
  const both = (): Tree => {
    const of = [primary()];
    while (words[0] === "and") {
      words.shift();
      of.push(primary());
    }
    return { kind: "and", of };
  };
  const either = (): Tree => {
    const of = [both()];
    while (words[0] === "or") {
      words.shift();
      of.push(both());
    }
    return { kind: "or", of };
  };
  return either();
}
