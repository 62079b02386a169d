/**
 * Notes of people, read as a small part of Markdown: paragraphs, lists, quotes, code, emphasis and links of the web.
 * Everything else is text.
 */
import { visibleLines } from "./visible.ts";

export type Block =
  | { readonly kind: "paragraph" | "heading" | "quote"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly string[] };

const item = /^\s{0,3}(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;
const fence = /^\s{0,3}(`{3,}|~{3,})/;

/** The blocks of a text, each line of it in exactly one. */
export function blocksOf(text: string): Block[] {
  const lines = visibleLines(text).split("\n");
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const open = fence.exec(line)?.[1];
    if (open !== undefined) {
      const from = at + 1;
      at = from;
      while (at < lines.length && !(lines[at] ?? "").trimStart().startsWith(open)) at += 1;
      blocks.push({ kind: "code", text: lines.slice(from, at).join("\n") });
      at += 1;
      continue;
    }
    if (line.trim() === "") {
      at += 1;
      continue;
    }
    const listed = item.exec(line);
    if (listed !== null) {
      const ordered = listed[2] !== undefined;
      const items: string[] = [];
      for (; at < lines.length; at += 1) {
        const next = item.exec(lines[at] ?? "");
        if (next !== null && (next[2] !== undefined) === ordered) items.push(next[3] ?? "");
        else if (next === null && /^\s+\S/.test(lines[at] ?? ""))
          items[items.length - 1] += `\n${(lines[at] ?? "").trim()}`;
        else break;
      }
      blocks.push({ kind: "list", ordered, items });
      continue;
    }
    const kind = /^\s{0,3}#{1,6}\s/.test(line) ? "heading" : /^\s{0,3}>/.test(line) ? "quote" : "paragraph";
    const taken: string[] = [];
    do {
      taken.push(
        (lines[at] ?? "").replace(
          kind === "quote" ? /^\s{0,3}>\s?/ : kind === "heading" ? /^\s{0,3}#+\s+/ : /^/,
          "",
        ),
      );
      at += 1;
    } while (kind !== "heading" && at < lines.length && continues(lines[at] ?? "", kind));
    blocks.push({ kind, text: taken.join("\n") });
  }
  return blocks;
}

function continues(line: string, kind: "paragraph" | "quote"): boolean {
  if (line.trim() === "" || fence.test(line)) return false;
  const quoted = /^\s{0,3}>/.test(line);
  return kind === "quote" ? quoted : !quoted && !item.test(line) && !/^\s{0,3}#{1,6}\s/.test(line);
}

export type Inline =
  | { readonly kind: "text" | "code" | "strong" | "emphasis"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly target: string };

/** Code, a link of the web, strong, emphasis; the shortest of each, and none across lines. */
const inline =
  /(`{1,2})([^`\n]+)\1(?!`)|\[([^\]\n]{1,300})\]\((https?:\/\/[^\s()<>]{1,2000})\)|\*\*([^*\n]+)\*\*|\*([^*\n]+)\*|(?<![\w])_([^_\n]+)_(?![\w])/g;

/** The parts of a line. Emphasis holds text alone: nesting is not worth a stack that text of others could grow. */
export function inlinesOf(text: string): Inline[] {
  const made: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(inline)) {
    if (match.index > at) made.push({ kind: "text", text: text.slice(at, match.index) });
    const [, , code, label, target, strong, star, underscore] = match;
    if (code !== undefined) made.push({ kind: "code", text: code });
    else if (label !== undefined && target !== undefined) made.push({ kind: "link", text: label, target });
    else if (strong !== undefined) made.push({ kind: "strong", text: strong });
    else made.push({ kind: "emphasis", text: star ?? underscore ?? "" });
    at = match.index + match[0].length;
  }
  if (at < text.length) made.push({ kind: "text", text: text.slice(at) });
  return made;
}
