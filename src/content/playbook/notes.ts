/** A text made fit to be read, and what a reader is told of it. */
import { counted } from "../../words.ts";
import { otherTag } from "./cell-text.ts";
import type { Note } from "./markdown-table.ts";
import type { PlacedRow } from "./place.ts";

/** Characters that are taken away before anything is read: they shape what is shown, and are no text. */
const unseen = /[\p{Cf}\p{Co}\p{Zl}\p{Zp}]|[^\P{Cc}\t\n\r]/gu;

export function tidied(written: string): { text: string; notes: Note[] } {
  const notes: Note[] = [];
  const lines = written.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  const text = lines.map((line, at) => {
    const clean = line.replace(unseen, "");
    if (clean.length !== line.length)
      notes.push({
        line: at + 1,
        text: `${counted([...line].length - [...clean].length, "control or invisible character")} taken out`,
      });
    return clean;
  });
  return { text: text.join("\n"), notes };
}

export function outsideNotes(outside: readonly { readonly line: number }[]): Note[] {
  const rest = outside.slice(1);
  return outside.length === 0
    ? []
    : [
        {
          line: outside[0]?.line ?? 0,
          text: `text outside the table is no part of the playbook${
            rest.length === 0
              ? ""
              : ` (also line ${rest
                  .slice(0, 5)
                  .map(({ line }) => line)
                  .join(", ")}${rest.length > 5 ? ` and ${rest.length - 5} more` : ""})`
          }`,
        },
      ];
}

export function tagNotes(rows: readonly PlacedRow[]): Note[] {
  return rows.flatMap(({ line, value }) => {
    const tag = otherTag(value);
    return tag === undefined ? [] : [{ line, text: `the tag <${tag}> is kept as text` }];
  });
}
