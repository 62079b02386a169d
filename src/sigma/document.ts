/**
 * Rule files as YAML documents whose nodes know their lines. Whoever writes a rule chooses its text: sizes, depth and
 * aliases are bounded.
 */

import { isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, parseAllDocuments } from "yaml";
import { asError } from "../errors.ts";
import { sigmaLimits } from "../limits.ts";
import { Refusal } from "./model.ts";

const { bracketsMax } = sigmaLimits;

/** A value of a rule with its line. */
export type Value =
  | { readonly kind: "map"; readonly line: number; readonly entries: readonly Entry[] }
  | { readonly kind: "list"; readonly line: number; readonly items: readonly Value[] }
  | { readonly kind: "text"; readonly line: number; readonly text: string }
  /** A number or a truth value, with the text that it was written as. */
  | { readonly kind: "number"; readonly line: number; readonly text: string; readonly number: number }
  | { readonly kind: "flag"; readonly line: number; readonly text: string; readonly flag: boolean }
  | { readonly kind: "null"; readonly line: number };

export interface Entry {
  readonly key: string;
  readonly line: number;
  readonly value: Value;
}

/** A document, or why it is none. */
export type Documented = { readonly value: Value } | { readonly refusal: Refusal };

/** The documents of a rule file; an empty one is none. */
export function documentsOf(path: string, text: string): Documented[] {
  const refused = (line: number, reason: string): Documented[] => [
    { refusal: new Refusal({ path, line }, reason) },
  ];
  const bytes = Buffer.byteLength(text);
  if (bytes > sigmaLimits.ruleBytesMax)
    return refused(1, `the file has ${bytes} bytes; a rule file may have ${sigmaLimits.ruleBytesMax}`);
  const heavy = tooHeavy(text);
  if (heavy !== undefined) return refused(heavy.line, heavy.reason);
  const lines = new LineCounter();
  let parsed: ReturnType<typeof parseAllDocuments>;
  try {
    parsed = parseAllDocuments(text, {
      schema: "core",
      lineCounter: lines,
      logLevel: "silent",
      uniqueKeys: false,
    });
  } catch (thrown) {
    return refused(1, `not YAML: ${asError(thrown).message.split("\n", 1)[0]}`);
  }
  if (!Array.isArray(parsed) || parsed.length === 0) return refused(1, "the file holds no rule");
  if (parsed.length > sigmaLimits.documentsMax)
    return refused(1, `the file holds ${parsed.length} documents; ${sigmaLimits.documentsMax} are allowed`);
  const documents = parsed.flatMap((document): Documented[] => {
    const [error] = document.errors;
    if (error !== undefined)
      return refused(
        lines.linePos(error.pos[0]).line,
        `not YAML: ${error.message.split(/ at line|\n/, 1)[0]}`,
      );
    if (document.contents === null) return [];
    const reader = new Reader(path, lines, (node) => (isAlias(node) ? node.resolve(document) : undefined));
    try {
      const value = reader.read(document.contents as Node, 0);
      // What stands behind the last separator, or between two.
      return value.kind === "null" ? [] : [{ value }];
    } catch (thrown) {
      if (thrown instanceof Refusal) return [{ refusal: thrown }];
      return refused(1, `not YAML: ${asError(thrown).message.split("\n", 1)[0]}`);
    }
  });
  return documents.length === 0 ? refused(1, "the file holds no rule") : documents;
}

/** What would keep the parser busy for minutes, or take its memory, is found by looking at the tokens alone. */
function tooHeavy(text: string): { line: number; reason: string } | undefined {
  let line = 1;
  let tokens = 0;
  let brackets = 0;
  let signs = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (token === "---") {
      tokens = 0;
      brackets = 0;
    } else if (token === "[" || token === "{") brackets += 1;
    else if (token === "]" || token === "}") brackets -= 1;
    else if (token === "-" || token === "?" || token === ":") signs += 1;
    else if (token.includes("\n")) signs = 0;
    if (brackets > bracketsMax || (signs > bracketsMax && brackets === 0))
      return { line, reason: `the rule nests deeper than ${sigmaLimits.depthMax} levels` };
    if (tokens > sigmaLimits.tokensMax)
      return { line, reason: `the rule has more than ${sigmaLimits.tokensMax} tokens` };
    if (token.includes("\n")) line += token.split("\n").length - 1;
  }
  return undefined;
}

class Reader {
  readonly #path: string;
  readonly #lines: LineCounter;
  readonly #resolve: (node: Node) => Node | undefined;
  #nodes = 0;

  constructor(path: string, lines: LineCounter, resolve: (node: Node) => Node | undefined) {
    this.#path = path;
    this.#lines = lines;
    this.#resolve = resolve;
  }

  read(given: Node | null, depth: number): Value {
    const line = this.#lineOf(given);
    this.#nodes += 1;
    if (this.#nodes > sigmaLimits.nodesMax)
      throw this.#refusal(line, `the rule holds more than ${sigmaLimits.nodesMax} values`);
    if (depth > sigmaLimits.depthMax)
      throw this.#refusal(line, `the rule nests deeper than ${sigmaLimits.depthMax} levels`);
    const node = given !== null && isAlias(given) ? (this.#resolve(given) ?? null) : given;
    if (node === null) return { kind: "null", line };
    if (isMap(node)) {
      const keys = new Set<string>();
      const entries = node.items.map((pair): Entry => {
        const key = this.#keyOf(pair.key as Node | null);
        const at = this.#lineOf(pair.key as Node | null);
        if (keys.has(key)) throw this.#refusal(at, `the key ${key} stands twice in one map`);
        keys.add(key);
        return { key, line: at, value: this.read(pair.value as Node | null, depth + 1) };
      });
      return { kind: "map", line, entries };
    }
    if (isSeq(node))
      return {
        kind: "list",
        line,
        items: node.items.map((item) => this.read(item as Node | null, depth + 1)),
      };
    if (!isScalar(node)) throw this.#refusal(line, "a value of a kind that rules do not have");
    const { value } = node;
    if (value === null || value === undefined) return { kind: "null", line };
    const text = typeof value === "string" ? value : (node.source ?? String(value));
    if (typeof value === "number") return { kind: "number", line, text, number: value };
    if (typeof value === "boolean") return { kind: "flag", line, text, flag: value };
    return { kind: "text", line, text };
  }

  #keyOf(node: Node | null): string {
    const key = node !== null && isScalar(node) ? node.value : undefined;
    if (key === undefined || key === null) throw this.#refusal(this.#lineOf(node), "a key that is no text");
    return typeof key === "string" ? key : String(key);
  }

  #lineOf(node: Node | null): number {
    return node?.range == null ? 1 : this.#lines.linePos(node.range[0]).line;
  }

  #refusal(line: number, reason: string): Refusal {
    return new Refusal({ path: this.#path, line }, reason);
  }
}
