/** Bindings that a table states in a column of its own, as `playbook export` writes them. */
import { nearest } from "../../words.ts";
import { sourceKinds } from "../event-columns.ts";
import type { Content } from "../load.ts";
import { itemsOf } from "./cell-text.ts";
import type { Note } from "./markdown-table.ts";
import type { PlacedRow } from "./place.ts";
import { isClauseId } from "./rows.ts";

export interface Stated {
  readonly kinds: readonly string[];
  readonly indicators: readonly string[];
  readonly boundTo: readonly string[];
  readonly because: readonly string[];
}

/** Bindings by the id of their clause. */
export function statedBindings(
  rows: readonly PlacedRow[],
  content: Pick<Content, "playbook" | "indicators">,
  notes: Note[],
): Map<string, Stated> {
  const known = {
    sources: sourceKinds.filter((kind) => kind !== "unknown") as string[],
    indicators: content.indicators.map(({ id }) => id),
    clauses: content.playbook.clauses.map(({ id }) => id),
  };
  const all = new Map<string, Stated>();
  for (const { line, means, bindings } of rows) {
    if (typeof means === "string" || bindings === "") continue;
    for (const { id, text } of itemsOf(bindings, (name) => isClauseId(means, name))) {
      if (id === undefined) {
        notes.push({
          line,
          text: `the binding "${text.slice(0, 60)}" names no clause; write [${means.prefix}1] in front of it`,
        });
        continue;
      }
      const parts = { sources: [] as string[], indicators: [] as string[], clauses: [] as string[] };
      for (const part of text.split(";").map((one) => one.trim())) {
        const [, key = "", list = ""] = /^([a-z]+):\s*(.*)$/.exec(part) ?? [];
        if (part === "manual" || part === "") continue;
        if (!Object.hasOwn(parts, key)) {
          notes.push({
            line,
            text: `the binding of ${id} says "${part.slice(0, 60)}"; known are sources:, indicators:, clauses: and manual`,
          });
          continue;
        }
        const kind = key as keyof typeof parts;
        for (const name of list
          .split(",")
          .map((one) => one.trim())
          .filter((one) => one !== "")) {
          if (known[kind].includes(name)) parts[kind].push(name);
          else {
            const near = nearest(name, known[kind]);
            notes.push({
              line,
              text: `the binding of ${id} names ${name.slice(0, 60)}, which is none of the ${kind}${near === undefined ? "" : `; did you mean ${near}?`}`,
            });
          }
        }
      }
      all.set(id, {
        kinds: parts.sources,
        indicators: parts.indicators,
        boundTo: parts.clauses,
        because: ["stated in the table"],
      });
    }
  }
  return all;
}
