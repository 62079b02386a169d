/**
 * Where a value stands in a JSON object, as format files write it: `a.b` is b inside a, `a\.b` a key
 * with a dot, `a[]` the first text of a list, `a[*]` all of them, `a[].b` what b is inside its first element,
 * `a[name=x].value` the value of the element whose name is x (case does not matter).
 */
import { literal } from "../engine/sql.ts";

/** What is taken of the value at the end of the path. */
export type Taken =
  | { readonly kind: "whole" | "first" | "all" }
  | { readonly kind: "called"; readonly key: string; readonly called: string; readonly value: string };

/** Stands among the names for the first element of a list. */
const firstElement = "[]";

/** A parsed path. */
export interface KeyPath {
  /** Names of objects in objects; `[]` goes into the first element of a list. */
  readonly names: readonly string[];
  readonly taken: Taken;
}

const calledPattern = /\[([^=[\]]+)=([^[\]]+)\]\.((?:\\.|[^.\\[\]])+)$/;

/** Parses a path; a flat one is a single key, whatever dots it holds. */
export function keyPath(text: string, flat = false): KeyPath {
  const namesIn = (path: string) => (flat ? [path] : namesOf(path));
  const called = flat ? null : calledPattern.exec(text);
  if (called !== null) {
    const [whole, key = "", name = "", value = ""] = called;
    return {
      names: namesOf(text.slice(0, -whole.length)),
      taken: { kind: "called", key, called: name.toLowerCase(), value: namesOf(value)[0] ?? "" },
    };
  }
  const inside = flat ? -1 : text.indexOf(`${firstElement}.`);
  if (inside > 0) {
    const { names, taken } = keyPath(text.slice(inside + firstElement.length + 1));
    return { names: [...namesOf(text.slice(0, inside)), firstElement, ...names], taken };
  }
  if (text.endsWith("[]")) return { names: namesIn(text.slice(0, -2)), taken: { kind: "first" } };
  if (text.endsWith("[*]")) return { names: namesIn(text.slice(0, -3)), taken: { kind: "all" } };
  return { names: namesIn(text), taken: { kind: "whole" } };
}

function namesOf(text: string): string[] {
  return [...text.matchAll(/(?:\\.|[^.\\])+/g)].map(([name]) => name.replaceAll(/\\(.)/g, "$1"));
}

/** The text at a path, as the SQL of `JsonObjects` gives it; '' where there is none. */
export function textAt(record: unknown, { names, taken }: KeyPath): string {
  let value: unknown = record;
  for (const name of names) {
    if (name === firstElement) {
      value = Array.isArray(value) ? value[0] : undefined;
      continue;
    }
    if (!isObject(value) || !Object.hasOwn(value, name)) return "";
    value = value[name];
  }
  switch (taken.kind) {
    case "whole":
      return textOf(value);
    case "first":
      return Array.isArray(value) ? textOf(value[0]) : "";
    case "all":
      return Array.isArray(value) ? value.map(textOf).join("\n") : "";
    case "called": {
      if (!Array.isArray(value)) return "";
      const element = value.find(
        (one) => isObject(one) && textOf(one[taken.key]).toLowerCase() === taken.called,
      );
      return isObject(element) ? textOf(element[taken.value]) : "";
    }
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string"
    ? value
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
}

interface Node {
  /** The engine's type of a leaf. */
  type?: string;
  readonly children: Map<string, Node>;
}

/**
 * SQL that takes many values out of a JSON text at once: one typed extraction reads the text a single
 * time, where a function for each key would parse it as often. Keys that cannot stand in one type
 * (a value once as text, once as a list) go to a second one.
 */
export class JsonObjects {
  readonly #text: string;
  readonly #name: string;
  readonly #trees: Node[] = [];

  /**
   * @param text SQL of the JSON text
   * @param name what the extracted objects are called in SQL, with a number behind it
   */
  constructor(text: string, name: string) {
    this.#text = text;
    this.#name = name;
  }

  /** SQL of the text at a path. */
  access({ names, taken }: KeyPath): string {
    const type = typeOf(taken);
    let tree = this.#trees.findIndex((root) => place(root, names, type, false));
    if (tree < 0) tree = this.#trees.push({ children: new Map() }) - 1;
    place(this.#trees[tree] as Node, names, type, true);
    const at = names.reduce(
      (inner, name) => (name === firstElement ? `${inner}[1]` : `tupleElement(${inner}, ${literal(name)})`),
      `${this.#name}_${tree}`,
    );
    switch (taken.kind) {
      case "whole":
        return at;
      case "first":
        return `${at}[1]`;
      case "all":
        return `arrayStringConcat(${at}, '\\n')`;
      case "called":
        return `tupleElement(arrayFirst(one -> lower(tupleElement(one, 1)) = ${literal(taken.called)}, ${at}), 2)`;
    }
  }

  /** What has to be computed before `access` can be used, once all paths were asked for. */
  prelude(): [string, string][] {
    return this.#trees.map((root, index) => [
      `${this.#name}_${index}`,
      `JSONExtract(${this.#text}, ${literal(tupleType(root))})`,
    ]);
  }
}

function typeOf(taken: Taken): string {
  switch (taken.kind) {
    case "whole":
      return "String";
    case "first":
    case "all":
      return "Array(String)";
    case "called":
      return `Array(Tuple(${quoted(taken.key)} String, ${quoted(taken.value)} String))`;
  }
}

/** Whether a leaf finds a place in a tree; puts it there if asked to. */
function place(root: Node, names: readonly string[], type: string, put: boolean): boolean {
  let node: Node | undefined = root;
  for (const name of names) {
    // A place holds text, an object or a list, and only one of them.
    if (node?.type !== undefined) return false;
    if (node !== undefined && node.children.size > 0 && isList(node) !== (name === firstElement))
      return false;
    let child: Node | undefined = node?.children.get(name);
    if (child === undefined && put) {
      child = { children: new Map() };
      node?.children.set(name, child);
    }
    node = child;
  }
  if (node === undefined) return true;
  if (node.children.size > 0 || (node.type !== undefined && node.type !== type)) return false;
  if (put) node.type = type;
  return true;
}

function isList(node: Node): boolean {
  return node.children.has(firstElement);
}

function tupleType(node: Node): string {
  const element = node.children.get(firstElement);
  if (element !== undefined) return `Array(${element.type ?? tupleType(element)})`;
  const parts = [...node.children].map(
    ([name, child]) => `${quoted(name)} ${child.type ?? tupleType(child)}`,
  );
  return `Tuple(${parts.join(", ")})`;
}

function quoted(name: string): string {
  return `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
}
