/**
 * Reads the STIX 2.1 patterning language (OASIS STIX 2.1, section 9) as far as it names values: comparisons joined by OR.
 * What narrows them (AND, FOLLOWEDBY, qualifiers, NOT) is read and told, so that a match is never wider than its pattern.
 */

import { intelLimits } from "../limits.ts";

/** A comparison: `type:path operator values`. */
export interface Comparison {
  readonly type: string;
  /** Names of properties; list places and `*` are left out. */
  readonly path: readonly string[];
  readonly operator: string;
  readonly negated: boolean;
  readonly values: readonly string[];
}

export type Expression =
  | { readonly is: "comparison"; readonly comparison: Comparison }
  | { readonly is: "and" | "or" | "followedby"; readonly parts: readonly Expression[] }
  /** With what narrows it in time or number: WITHIN, REPEATS, START. */
  | { readonly is: "qualified"; readonly part: Expression };

/** A pattern that cannot be read, with the place where. */
export class PatternError extends Error {}

interface Token {
  readonly kind: "text" | "word" | "mark";
  readonly text: string;
  readonly at: number;
}

/** Tokens of a pattern, in one pass. Literals with a prefix (t'…', h'…', b'…') are their text. */
function tokens(pattern: string): Token[] {
  const found: Token[] = [];
  const word = /[A-Za-z0-9_.+-]+/y;
  let at = 0;
  while (at < pattern.length) {
    const letter = pattern[at] ?? "";
    if (/\s/.test(letter)) {
      at += 1;
      continue;
    }
    const prefixed = /[thb]/.test(letter) && pattern[at + 1] === "'";
    if (letter === "'" || prefixed) {
      const { text, end } = literalAt(pattern, prefixed ? at + 1 : at);
      found.push({ kind: "text", text, at });
      at = end;
      continue;
    }
    word.lastIndex = at;
    const match = word.exec(pattern);
    if (match !== null) {
      found.push({ kind: "word", text: match[0], at });
      at += match[0].length;
      continue;
    }
    const mark = ["!=", "<=", ">=", "<>"].find((one) => pattern.startsWith(one, at)) ?? letter;
    if (!/^(?:[[\](),:=<>*]|!=|<=|>=|<>)$/.test(mark))
      throw new PatternError(`${mark} at ${at + 1} is no part of the language`);
    found.push({ kind: "mark", text: mark, at });
    at += mark.length;
  }
  return found;
}

function literalAt(pattern: string, begin: number): { text: string; end: number } {
  let text = "";
  let from = begin + 1;
  for (let at = from; at < pattern.length; at += 1) {
    if (pattern[at] === "\\") {
      text += pattern.slice(from, at) + (pattern[at + 1] ?? "");
      at += 1;
      from = at + 1;
    } else if (pattern[at] === "'") return { text: text + pattern.slice(from, at), end: at + 1 };
  }
  throw new PatternError(`the text that begins at ${begin + 1} has no end`);
}

/**
 * Reads a pattern.
 * @throws PatternError
 */
export function parsePattern(pattern: string): Expression {
  if (pattern.length > intelLimits.patternBytesMax) throw new PatternError("longer than a pattern may be");
  return new Parser(tokens(pattern)).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(list: readonly Token[]) {
    this.#tokens = list;
  }

  whole(): Expression {
    const found = this.#joined(["AND", "OR", "FOLLOWEDBY"], () => this.#observation());
    if (this.#at < this.#tokens.length) throw this.#odd("the end");
    return found;
  }

  /** Parts joined by words; a mixture without parentheses binds AND closer than OR, and FOLLOWEDBY least. */
  #joined(words: readonly string[], part: () => Expression): Expression {
    const weakest = words.at(-1);
    const rest = words.slice(0, -1);
    const below = () => (rest.length === 0 ? part() : this.#joined(rest, part));
    const parts = [below()];
    while (weakest !== undefined && this.#word(weakest)) parts.push(below());
    const [only] = parts;
    return parts.length === 1 && only !== undefined
      ? only
      : { is: (weakest ?? "or").toLowerCase() as "and" | "or" | "followedby", parts };
  }

  #observation(): Expression {
    let found: Expression;
    if (this.#mark("("))
      found = this.#inside(")", () => this.#joined(["AND", "OR", "FOLLOWEDBY"], () => this.#observation()));
    else if (this.#mark("[")) found = this.#inside("]", () => this.#comparisons());
    else throw this.#odd("[ or (");
    for (;;) {
      if (this.#word("WITHIN")) this.#skip(["SECONDS"], 2);
      else if (this.#word("REPEATS")) this.#skip(["TIMES"], 2);
      else if (this.#word("START")) this.#skip(["STOP"], 3);
      else return found;
      found = { is: "qualified", part: found };
    }
  }

  #comparisons(): Expression {
    return this.#joined(["AND", "OR"], () => {
      if (this.#mark("(")) return this.#inside(")", () => this.#comparisons());
      return { is: "comparison", comparison: this.#comparison() };
    });
  }

  #comparison(): Comparison {
    const exists = this.#word("EXISTS");
    const type = this.#take("word", "the type of an object").text;
    if (!this.#mark(":")) throw this.#odd(":");
    const path = this.#path();
    if (exists) return { type, path, operator: "EXISTS", negated: false, values: [] };
    const negated = this.#word("NOT");
    const next = this.#take(undefined, "an operator");
    const operator = next.text.toUpperCase();
    if (operator === "IN") return { type, path, operator, negated, values: this.#set() };
    if (
      !["=", "!=", "<>", "<", ">", "<=", ">=", "LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET"].includes(operator)
    )
      throw this.#odd("an operator", next);
    return { type, path, operator, negated, values: [this.#value()] };
  }

  #path(): string[] {
    const path: string[] = [];
    for (;;) {
      const name = this.#take(undefined, "a property");
      if (name.kind === "mark") throw this.#odd("a property", name);
      // A word holds the dots between plain names; a name in quotes is one.
      if (name.kind === "text") path.push(name.text);
      else path.push(...name.text.split(".").filter((part) => part !== ""));
      while (this.#mark("[")) {
        this.#take(undefined, "a place in a list");
        if (!this.#mark("]")) throw this.#odd("]");
      }
      const follow = this.#tokens[this.#at];
      const dotted =
        name.kind === "word"
          ? name.text.endsWith(".")
          : follow?.kind === "word" && follow.text.startsWith(".");
      const bracketed = name.kind === "word" && follow?.kind === "word" && follow.text.startsWith(".");
      if (!dotted && !bracketed) return path;
      // A lone dot between two names in quotes.
      if (follow?.kind === "word" && follow.text === ".") this.#at += 1;
    }
  }

  #set(): string[] {
    if (!this.#mark("(")) throw this.#odd("(");
    const values = [this.#value()];
    while (this.#mark(",")) values.push(this.#value());
    if (!this.#mark(")")) throw this.#odd(")");
    return values;
  }

  #value(): string {
    const value = this.#take(undefined, "a value");
    if (value.kind === "mark") throw this.#odd("a value", value);
    return value.text;
  }

  #inside(end: string, part: () => Expression): Expression {
    this.#depth += 1;
    if (this.#depth > intelLimits.patternDepthMax) throw new PatternError("nested too deep");
    const found = part();
    if (!this.#mark(end)) throw this.#odd(end);
    this.#depth -= 1;
    return found;
  }

  /** Passes over the rest of a qualifier: `n` tokens, of which one is the word. */
  #skip(words: readonly string[], n: number): void {
    const rest = this.#tokens.slice(this.#at, this.#at + n);
    if (rest.length < n || !rest.some(({ text }) => words.includes(text.toUpperCase())))
      throw this.#odd(words.join());
    this.#at += n;
  }

  #take(kind: Token["kind"] | undefined, wanted: string): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined || (kind !== undefined && token.kind !== kind)) throw this.#odd(wanted);
    this.#at += 1;
    return token;
  }

  #mark(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "mark" || token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  #word(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "word" || token.text.toUpperCase() !== text) return false;
    this.#at += 1;
    return true;
  }

  #odd(wanted: string, token = this.#tokens[this.#at]): PatternError {
    return new PatternError(
      token === undefined
        ? `it ends where ${wanted} should stand`
        : `${token.text.slice(0, 20)} at ${token.at + 1} stands where ${wanted} should`,
    );
  }
}
