/** Words of lines of block lists. */
import { escapeRegex } from "../engine/sql.ts";
import type { ListEntry } from "./list-entry.ts";

/** What a line says of an entry. */
export type Kept = Omit<ListEntry, "line" | "text"> & { readonly text?: string };
/** Why a line is no entry. */
export interface Left {
  readonly because: string;
}

export function unquoted(text: string): string {
  const quote = text[0];
  if ((quote !== '"' && quote !== "'") || text.at(-1) !== quote || text.length < 2) return text;
  return text.slice(1, -1).replaceAll(`\\${quote}`, quote);
}

export function words(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|((?:[^\s\\]|\\.)+)/g)].map(
    ([, double, single, bare = ""]) => double ?? single ?? bare.replaceAll(/\\(.)/g, "$1"),
  );
}

/** A pattern for how a value is compared: as a part, from the start, to the end, as it is, or as a pattern. */
export function comparing(method: string, value: string, folds: boolean): string {
  const fold = folds ? "(?i)" : "";
  if (method === "reg") return `${fold}${value}`;
  const [start, end] = [method === "beg" || method === "str", method === "end" || method === "str"];
  return `${fold}${start ? "^" : ""}${escapeRegex(value)}${end ? "$" : ""}`;
}
