/** What the fields of a format string look like, as regular expressions that JavaScript and RE2 read alike. */
import { escapeRegex } from "../engine/sql.ts";
import type { Piece, Shape } from "./format-string.ts";

const wordPattern = '[^\\s"]*';
/** The text of a field by its shape. */
export const shapePatterns: Readonly<Record<Shape, string>> = {
  word: wordPattern,
  quoted: '(?:[^"\\\\]|\\\\.)*',
  "clf-time": "\\[\\d{1,2}/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}\\]",
  "iso-time": "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?: ?(?:Z|[+-]\\d\\d:?\\d\\d))?",
  bracketed: "\\[[^\\]]*\\]",
};

/** One element of a forwarding header, strict enough to tell it from other trailing fields. */
const forwardedPattern =
  "(?:\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?|\\[?[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\\]?(?::\\d+)?|unknown)";

/**
 * Pattern of a whole record.
 * @param trailing whether further fields may follow the last
 */
export function recordPattern(pieces: readonly Piece[], trailing: boolean): string {
  return `${beginningPattern(pieces)}${trailing ? "(?:\\s.*)?" : "\\s*"}$`;
}

/** Pattern of a record's beginning, as far as some pieces go. */
export function beginningPattern(pieces: readonly Piece[]): string {
  const body = pieces.map((piece) => {
    if ("literal" in piece) return escapeRegex(piece.literal);
    if (piece.column === "http_response_status_code") return "(?:[1-5]\\d\\d|000|-)";
    if (piece.column === "http_response_body_bytes") return "(?:\\d+|-)";
    if (piece.column === "forwarded_for" && piece.shape === "quoted")
      return `(?:-|${forwardedPattern}(?:, ?${forwardedPattern})*)?`;
    // A name may hold blanks; only in front of a bracketed time is its end certain.
    if (piece.column === "user_name" && piece.shape === "word") return '[^"]*?';
    return shapePatterns[piece.shape];
  });
  return `^${body.join("")}`;
}
