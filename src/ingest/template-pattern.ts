/** What the fields of a format string look like, as regular expressions that JavaScript and RE2 read alike. */
import { escapeRegex } from "../engine/sql.ts";
import type { FieldPiece, Piece, Shape } from "./format-string.ts";

const wordPattern = '[^\\s"]*';
/** What stands behind a colon: without one itself, else a line of colons would be parted at each of them. */
const portPattern = '[^\\s":]*';
/** The text of a field by its shape. */
export const shapePatterns: Readonly<Record<Shape, string>> = {
  word: wordPattern,
  quoted: '(?:[^"\\\\]|\\\\.)*',
  "clf-time": "\\[\\d{1,2}/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}\\]",
  "iso-time": "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?: ?(?:Z|[+-]\\d\\d:?\\d\\d))?",
  bracketed: "\\[[^\\]]*\\]",
  braced: '\\{[^{}"]*\\}(?: \\{[^{}"]*\\})?',
};

/** An IPv4 or IPv6 address; a time of day is none. Lengths are bounded, so that no text takes long. */
const ipv4Pattern = "\\d{1,3}(?:\\.\\d{1,3}){3}";
const ipv6Pattern =
  "(?:[0-9a-fA-F:.]{0,39}::[0-9a-fA-F:.]{0,39}|(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F:.]{0,17})";
const addressPattern = `(?:${ipv4Pattern}|${ipv6Pattern})`;

/** The host that a client named: a name with a dot in it or an address, with a port or not. */
export const hostPattern = `(?:(?:[A-Za-z0-9_-]+\\.)+[A-Za-z0-9_-]+\\.?|localhost|\\[${ipv6Pattern}\\])(?::\\d{1,5})?`;

/** One element of a forwarding header, strict enough to tell it from other trailing fields. */
const forwardedPattern = `(?:${ipv4Pattern}(?::\\d{1,5})?|\\[?${ipv6Pattern}\\]?(?::\\d{1,5})?|unknown)`;

/**
 * What a forwarding header may hold: addresses or nothing; addresses; or, as a client may send
 * anything, anything.
 */
export type Forwarded = "addresses-or-none" | "addresses" | "anything";

const forwardedList = `${forwardedPattern}(?:, ?${forwardedPattern})*`;
const forwardedPatterns: Readonly<Record<Forwarded, string>> = {
  "addresses-or-none": `(?:-|${forwardedList})?`,
  addresses: forwardedList,
  anything: shapePatterns.quoted,
};

/**
 * Pattern of a whole record.
 * @param trailing whether further fields may follow the last
 * @param escapedQuotes whether a quote inside quotes has a backslash in front of it
 */
export function recordPattern(
  pieces: readonly Piece[],
  trailing: boolean,
  escapedQuotes: boolean,
  forwarded: Forwarded = "addresses-or-none",
): string {
  return `${beginningPattern(pieces, escapedQuotes, forwarded)}${trailing ? "(?:\\s.*)?" : "\\s*"}$`;
}

/** Pattern of a record's beginning, as far as some pieces go. */
export function beginningPattern(
  pieces: readonly Piece[],
  escapedQuotes: boolean,
  forwarded: Forwarded = "addresses-or-none",
): string {
  // A name may hold blanks: where its end is certain, and who gave it is an address. Words in front
  // of a wrapped record would pass for a client with a long user name.
  const body = `^(?:${bodyPattern(pieces, false, forwarded)}|${bodyPattern(pieces, true, forwarded)})`;
  return escapedQuotes ? body : body.replaceAll(shapePatterns.quoted, () => '[^"]*');
}

function bodyPattern(pieces: readonly Piece[], userWithBlanks: boolean, forwarded: Forwarded): string {
  const body = pieces.map((piece, index) => {
    if ("literal" in piece) return escapeRegex(piece.literal);
    if (piece.pattern !== undefined) return piece.pattern;
    if (piece.column === "http_response_status_code") return "(?:[1-5]\\d\\d|000|0|-)";
    if (piece.column === "http_response_body_bytes") return "(?:\\d+|-)";
    if (piece.column === "forwarded_for" && piece.shape === "quoted") return forwardedPatterns[forwarded];
    if (piece.column === "source_ip" && piece.shape === "word" && userWithBlanks) return addressPattern;
    if (piece.column === "user_name" && piece.shape === "word")
      return userWithBlanks ? '[^"]*?' : `(?:""|${wordPattern})`;
    return isPort(piece, pieces[index - 1]) ? portPattern : shapePatterns[piece.shape];
  });
  return body.join("");
}

/** Whether a piece is a port, or what stands in its place and is not read. */
function isPort(piece: FieldPiece, before: Piece | undefined): boolean {
  const named = piece.column === undefined || piece.column.endsWith("_port");
  return (
    named && piece.shape === "word" && before !== undefined && "literal" in before && before.literal === ":"
  );
}
