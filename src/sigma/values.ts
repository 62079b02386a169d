/** Texts of rules: wildcards and escapes, and the encodings that modifiers ask for. */
import type { Part } from "./model.ts";

/**
 * The parts of a value. A backslash takes the meaning from a wildcard or a backslash behind it; elsewhere it
 * stands for itself.
 */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let plain = "";
  const flush = () => {
    if (plain !== "") parts.push({ text: plain });
    plain = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    const next = text[at + 1];
    if (character === "\\" && (next === "*" || next === "?" || next === "\\")) {
      plain += next;
      at += 1;
    } else if (character === "*" || character === "?") {
      flush();
      const last = parts.at(-1);
      if (!(character === "*" && last !== undefined && "wild" in last && last.wild === "*"))
        parts.push({ wild: character });
    } else plain += character;
  }
  flush();
  return parts;
}

/** The text of parts without wildcards; undefined where there are some. */
export function plainOf(parts: readonly Part[]): string | undefined {
  if (parts.some((part) => "wild" in part)) return undefined;
  return parts.map((part) => ("text" in part ? part.text : "")).join("");
}

/** Parts with any text in front or behind. */
export function opened(parts: readonly Part[], front: boolean, behind: boolean): Part[] {
  const star: Part = { wild: "*" };
  const isStar = (part: Part | undefined) => part !== undefined && "wild" in part && part.wild === "*";
  const all = [...(front ? [star] : []), ...parts, ...(behind ? [star] : [])];
  return all.filter((part, at) => !(isStar(part) && isStar(all[at - 1])));
}

/** Base64 of bytes at each of three offsets, without the characters that depend on what stands around them. */
export function base64Offsets(bytes: Buffer): string[] {
  const cutFront = [0, 2, 3];
  const cutBehind = [0, 3, 2];
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset, 0x20), bytes]).toString("base64");
    const behind = cutBehind[(bytes.length + offset) % 3] ?? 0;
    return text.slice(cutFront[offset], behind === 0 ? undefined : -behind);
  });
}

export type Wide = "utf16" | "utf16le" | "utf16be" | "wide";

/** UTF-16 as a modifier has it; `utf16` begins with the mark of its byte order. */
export function utf16(text: string, how: Wide): Buffer {
  const little = Buffer.from(text, "utf16le");
  if (how === "utf16be") return little.swap16();
  return how === "utf16" ? Buffer.concat([Buffer.from([0xff, 0xfe]), little]) : little;
}

const dashes = ["-", "/", "\u2013", "\u2014", "\u2015"];
/** A dash at the beginning of a word: that of an option, not one inside a name or a path. */
const optionDash = /(?<!\w)[-/\u2013\u2014\u2015](?=\w)/g;

/** How many ways `windash` has of writing a text. */
export function dashWays(text: string): number {
  return dashes.length ** [...text.matchAll(optionDash)].length;
}

/** A text with each dash of an option written in each way. */
export function dashed(text: string): string[] {
  const pieces = text.split(optionDash);
  return pieces
    .slice(1)
    .reduce<string[]>(
      (done, piece) => done.flatMap((front) => dashes.map((dash) => `${front}${dash}${piece}`)),
      [pieces[0] ?? ""],
    );
}
