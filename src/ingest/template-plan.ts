/**
 * The columns of a format string as SQL.
 *
 * The SQL splits a record at its quotes and the parts between them at blanks, which is several
 * times faster than a regular expression. A backslash escape (`\"`, `\\`) is folded to a control
 * character before the split and unfolded afterwards on the few distinct values that hold one.
 */
import type { EscapeStyle } from "../content/schema.ts";
import { escapeRegex, literal } from "../engine/sql.ts";
import type { Plan } from "./columns.ts";
import { escapesQuotes, markedSql } from "./escapes.ts";
import type { FieldPiece, Piece } from "./format-string.ts";
import { type Found, finishPlan, keep } from "./template-columns.ts";
import { shapePatterns } from "./template-pattern.ts";
import { isWhole, quoteSections, type Section, sectionsByPattern } from "./template-quotes.ts";

/**
 * How records of a format string become columns.
 * @param trailing whether further fields may follow the last
 * @param escapes how its values are escaped
 */
export function templatePlan(pieces: readonly Piece[], trailing: boolean, escapes: EscapeStyle): Plan {
  const prelude: [string, string][] = [
    ["named", namedRecord(namesUserBeforeTime(pieces))],
    ["folded", escapesQuotes(escapes) ? markedSql("named") : "named"],
  ];
  const found = new Map<string, { sql: string; piece: FieldPiece }>();
  const checks: string[] = [];
  const sections = quoteSections(pieces);
  prelude.push(...partsPrelude(sections, trailing, escapes));
  checks.push(trailing ? `length(parts) >= ${sections.length}` : `length(parts) = ${sections.length}`);
  sections.forEach((section, index) => {
    const text = `parts[${index + 1}]`;
    if (section.quoted || isWhole(section)) readQuoted(section.pieces, text, found, checks, prelude, index);
    else
      readPlain(
        section.pieces,
        text,
        index,
        found,
        checks,
        prelude,
        trailing && index === sections.length - 1,
      );
  });
  return { ...finishPlan(found, checks, prelude), ...(escapes === "none" ? {} : { folded: escapes }) };
}

/** The texts between quotes. Where a client's quotes are written as they came, they are told by what lies around them. */
function partsPrelude(
  sections: readonly Section[],
  trailing: boolean,
  escapes: EscapeStyle,
): [string, string][] {
  const split = "splitByChar('\"', folded)";
  if (escapes !== "none" || trailing) return [["parts", split]];
  const pattern = (piece: FieldPiece) =>
    piece.column === "user_name" ? ".*?" : (piece.pattern ?? shapePatterns[piece.shape]);
  const fits = `length(parts_split) = ${sections.length}`;
  const byPattern = sectionsByPattern(sections, trailing, pattern, `if(${fits}, '', folded)`);
  return [
    ["parts_split", split],
    ["parts", `if(${fits}, parts_split, ${byPattern})`],
  ];
}

/** A user name that is empty comes as two quotes, which would shift all sections. */
function namedRecord(namesUser: boolean): string {
  return namesUser
    ? `if(position(record, ' "" [') = 0, record, replaceOne(record, ' "" [', ' - ['))`
    : "record";
}

function readQuoted(
  pieces: readonly Piece[],
  text: string,
  found: Found,
  checks: string[],
  prelude: [string, string][],
  index: number,
): void {
  const only = pieces[0];
  if (pieces.length === 1 && only !== undefined && "field" in only) {
    keep(found, only, text);
    return;
  }
  if (pieces.length > 0) readPlain(pieces, text, index, found, checks, prelude, false);
}

/** Reads pieces outside quotes: at blanks where only blanks part them, else by a regular expression. */
function readPlain(
  pieces: readonly Piece[],
  text: string,
  index: number,
  found: Found,
  checks: string[],
  prelude: [string, string][],
  open: boolean,
): void {
  const fields = pieces.filter((piece): piece is FieldPiece => "field" in piece);
  if (fields.length === 0) {
    const between = pieces.map((piece) => ("literal" in piece ? piece.literal : "")).join("");
    if (between !== "") checks.push(`startsWith(${text}, ${literal(between)})`);
    return;
  }
  const words = wordPositions(pieces);
  const name = `words_${index}`;
  if (words !== undefined) {
    prelude.push([name, `splitByChar(' ', ${text})`]);
    const blanks = open ? undefined : userWithBlanks(pieces, words);
    if (blanks !== undefined) {
      readUserWithBlanks(blanks, words, text, name, found, checks);
      return;
    }
    checks.push(open ? `length(${name}) >= ${words.count}` : `length(${name}) = ${words.count}`);
    for (const { piece, at } of words.positions) {
      keep(
        found,
        piece,
        piece.shape === "clf-time" ? `substring(${text}, position(${text}, '[') + 1, 26)` : `${name}[${at}]`,
      );
    }
    return;
  }
  const groups = `groups_${index}`;
  const pattern = pieces
    .map((piece) =>
      "literal" in piece
        ? escapeRegex(piece.literal)
        : `(${piece.column === "user_name" ? ".*?" : shapePatterns[piece.shape]})`,
    )
    .join("");
  prelude.push([groups, `extractGroups(${text}, ${literal(`^${pattern}${open ? "" : "$"}`)})`]);
  checks.push(`notEmpty(${groups})`);
  const user = fields.findIndex(({ column }) => column === "user_name");
  const client = fields.findIndex(({ column }) => column === "source_ip");
  if (user >= 0 && client >= 0)
    checks.push(`(position(${groups}[${user + 1}], ' ') = 0 OR ${isAddress(`${groups}[${client + 1}]`)})`);
  fields.forEach((piece, at) => {
    const group = `${groups}[${at + 1}]`;
    const bracketed = piece.shape === "clf-time" || piece.shape === "bracketed";
    keep(found, piece, bracketed ? `substring(${group}, 2, length(${group}) - 2)` : group);
  });
}

/** SQL that is true for the text of an IP address. */
export function isAddress(text: string): string {
  return `isIPv4String(${text}) OR isIPv6String(${text})`;
}

/** Whether a record names a user right in front of its bracketed time. */
function namesUserBeforeTime(pieces: readonly Piece[]): boolean {
  return pieces.some((piece, index) => {
    const blank = pieces[index + 1];
    const time = pieces[index + 2];
    return (
      "field" in piece &&
      piece.column === "user_name" &&
      blank !== undefined &&
      "literal" in blank &&
      blank.literal === " " &&
      time !== undefined &&
      "field" in time &&
      (time.shape === "clf-time" || time.shape === "bracketed")
    );
  });
}

interface Words {
  readonly count: number;
  readonly positions: readonly { readonly piece: FieldPiece; readonly at: number }[];
}

/** A section in which a user name of several words stands in front of the time that ends it. */
interface UserWithBlanks {
  readonly user: number;
  readonly client: number;
  /** Bytes from the beginning of the time to the end of the section. */
  readonly tail: number;
}

/** Bytes of a bracketed time: [17/May/2026:10:05:03 +0000]. */
const clfBytes = 28;

function userWithBlanks(pieces: readonly Piece[], words: Words): UserWithBlanks | undefined {
  const at = (column: string) => words.positions.find(({ piece }) => piece.column === column)?.at;
  const user = at("user_name");
  const client = at("source_ip");
  const last = words.positions.at(-1);
  if (!namesUserBeforeTime(pieces) || user === undefined || client === undefined || client > user)
    return undefined;
  if (last?.piece.shape !== "clf-time" || last.at !== user + 1) return undefined;
  const end = pieces.at(-1);
  const suffix = end !== undefined && "literal" in end ? end.literal : "";
  return { user, client, tail: clfBytes + suffix.length };
}

/**
 * Anybody may give any user name, with blanks and brackets in it, so the time is counted from the end of the
 * section and the user is what lies before it. Blanks in it are believed of an address only: in front
 * of a wrapped record stand words as well.
 */
function readUserWithBlanks(
  { user, client, tail }: UserWithBlanks,
  words: Words,
  text: string,
  name: string,
  found: Found,
  checks: string[],
): void {
  checks.push(
    `(length(${name}) = ${words.count} OR (length(${name}) > ${words.count} AND (${isAddress(`${name}[${client}]`)})))`,
  );
  const before = Array.from({ length: user - 1 }, (_, index) => `length(${name}[${index + 1}])`);
  const start = [...before, String(before.length + 1)].join(" + ");
  for (const { piece, at } of words.positions) {
    if (piece.shape === "clf-time") keep(found, piece, `substring(${text}, -${tail - 1}, 26)`);
    else if (at === user)
      keep(
        found,
        piece,
        `substring(${text}, ${start}, greatest(toInt64(length(${text})) - ${tail + 1} - toInt64(${start}) + 1, 0))`,
      );
    else keep(found, piece, `${name}[${at}]`);
  }
}

/** Positions of fields in a section that blanks alone part; a CLF time holds one blank itself. */
function wordPositions(
  pieces: readonly Piece[],
): { count: number; positions: { piece: FieldPiece; at: number }[] } | undefined {
  let at = 1;
  const positions: { piece: FieldPiece; at: number }[] = [];
  let previousWasField = false;
  for (const piece of pieces) {
    if ("field" in piece) {
      if (previousWasField || ["bracketed", "iso-time", "braced"].includes(piece.shape)) return undefined;
      positions.push({ piece, at });
      if (piece.shape === "clf-time") at += 1;
      previousWasField = true;
      continue;
    }
    previousWasField = false;
    const port = positions[positions.length - 1];
    if (piece.literal === ":" && port?.piece.column === "url_domain") return undefined;
    if (/[^ -]/.test(piece.literal) || !/^ ?(- )* ?$/.test(piece.literal)) return undefined;
    at += piece.literal.split(" ").length - 1;
  }
  return { count: at, positions };
}
