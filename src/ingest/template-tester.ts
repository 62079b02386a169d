/**
 * Whether a record fits a pattern, in time that grows with its length alone.
 *
 * JavaScript tries all ways in which a text can be parted among fields. Where a blank or a quote ends a field that is one way; where
 * fields stand side by side, or are parted by a character that they may hold themselves, a line of such characters has as many
 * as it likes, and whoever writes the log chooses its lines. Those patterns go to a matcher that follows all ways at once.
 */
import { createRequire } from "node:module";
import type { RE2JS } from "re2js";
import type { Piece } from "./format-string.ts";

/** Loaded with the first pattern that needs it. */
const load = createRequire(import.meta.url);

/** @param pattern of some pieces, in what JavaScript and RE2 have in common */
export function testerOf(pattern: string, pieces: readonly Piece[]): (record: string) => boolean {
  if (!partsInManyWays(pieces)) {
    const own = new RegExp(pattern);
    return (record) => own.test(record);
  }
  const { RE2JS: linear } = load("re2js") as { RE2JS: typeof RE2JS };
  const compiled = linear.compile(pattern);
  return (record) => compiled.matcher(record).find();
}

/** Whether some field does not end where its text must. */
function partsInManyWays(pieces: readonly Piece[]): boolean {
  return pieces.some((piece, at) => {
    if (!("field" in piece) || (piece.shape !== "word" && piece.shape !== "quoted")) return false;
    const next = pieces[at + 1];
    if (next === undefined) return false;
    if ("field" in next) return true;
    // A port holds no colon, so that a line of colons is parted in one way (template-pattern.ts).
    if (next.literal === ":") return piece.shape === "quoted";
    return piece.shape === "quoted" ? !next.literal.startsWith('"') : !/^[\s"]/.test(next.literal);
  });
}
