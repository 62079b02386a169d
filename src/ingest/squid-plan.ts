/**
 * The columns of a Squid `logformat` as SQL: as in template-plan.ts, a record is split at its quotes and the
 * parts at blanks. Squid's own ways are added: blanks that pad a field to its width, two values in one word
 * (`TCP_MISS/200`), user names whose blanks are not escaped, values in several encodings.
 */
import { escapeRegex, literal } from "../engine/sql.ts";
import type { Plan } from "./columns.ts";
import { markedSql } from "./escapes.ts";
import type { FieldPiece, Piece } from "./format-string.ts";
import { decodedSql } from "./squid-encoding.ts";
import { type Found, finishPlan, keep } from "./template-columns.ts";
import { shapePatterns } from "./template-pattern.ts";
import { isAddress } from "./template-plan.ts";
import { quoteSections, sectionsByPattern } from "./template-quotes.ts";
import { urlHostSql } from "./url-host.ts";

/** What is gathered while the sections of a record are read. */
interface Reading {
  readonly found: Found;
  readonly checks: string[];
  readonly prelude: [string, string][];
  /** Whether escaped quotes and backslashes are folded to marks. */
  readonly marked: boolean;
}

/** Columns in which a lone dash is told from nothing: an agent that is a dash is one. */
const dashed: ReadonlySet<string> = new Set([
  "time_ms",
  "user_name",
  "user_agent_original",
  "http_request_referrer",
  "request",
  "http_request_method",
  "url_original",
  "http_response_status_code",
  "http_response_body_bytes",
]);

/**
 * How records of a Squid `logformat` become columns.
 * @param trailing whether further fields may follow the last
 */
export function squidPlan(pieces: readonly Piece[], trailing: boolean): Plan {
  const fields = pieces.filter((piece): piece is FieldPiece => "field" in piece);
  const escaped = fields.some(({ encoding }) => encoding === "quotes" || encoding === "shell");
  const folds = escaped ? markedSql("record") : "record";
  const reading: Reading = { found: new Map(), checks: [], prelude: [["folded", folds]], marked: escaped };
  const quotes = pieces.some((piece) => "literal" in piece && piece.literal.includes('"'));
  const varying = fields.some(({ encoding }) => encoding === "shell");
  if (!quotes || varying) {
    // Where no quotes are meant to be, one in a URL parts nothing; where a value brings its own, it cannot.
    readSection(pieces, "folded", 0, reading, trailing, varying);
  } else {
    const sections = quoteSections(pieces);
    reading.prelude.push(
      ["parts_split", "splitByChar('\"', folded)"],
      [
        "parts",
        `if(length(parts_split) = ${sections.length}, parts_split, ${sectionsByPattern(sections, trailing, fieldPattern, "folded")})`,
      ],
    );
    reading.checks.push(`length(parts) = ${sections.length}`);
    sections.forEach((section, index) => {
      const open = trailing && index === sections.length - 1;
      readSection(section.pieces, `parts[${index + 1}]`, index, reading, open, false);
    });
  }
  // Its own escapes are undone already, by how each field is written.
  const { folded: _, ...plan } = withHost(finishPlan(reading.found, reading.checks, reading.prelude));
  return escaped ? { ...plan, folded: "marks" } : plan;
}

/** The host of the URL, where no directive gives it. */
function withHost(plan: Plan): Plan {
  const { url_original: url, url_domain: host } = plan.columns;
  if (url === undefined || host !== undefined) return plan;
  return { ...plan, columns: { ...plan.columns, url_domain: urlHostSql(url) } };
}

function take(piece: FieldPiece, text: string, { found, prelude, marked }: Reading, name: string): void {
  const every = /^[^{]*>ha?$/.test(piece.field);
  if (!every && (piece.column === undefined || found.has(piece.column))) return;
  prelude.push([name, text]);
  const value = decodedSql(piece.encoding ?? "raw", name, piece.column === "user_agent_original", marked);
  if (every) takeHeaders(piece, value, found, prelude, `${name}_headers`);
  else if (piece.column === "request") {
    // The version of a request that never came is written without HTTP.
    keep(
      found,
      piece,
      `if(endsWith(${name}, ' NONE/0.0'), substring(${value}, 1, length(${value}) - 9), ${value})`,
    );
  } else if (piece.time === "clf")
    keep(found, piece, `if(length(${name}) = 20, concat(${name}, ' +0000'), ${name})`);
  else keep(found, piece, dashed.has(piece.column ?? "") ? value : `if(${name} = '-', '', ${value})`);
}

/** What is known of all headers of a request, which `log_mime_hdrs` puts behind each record. */
function takeHeaders(
  piece: FieldPiece,
  text: string,
  found: Found,
  prelude: [string, string][],
  name: string,
): void {
  prelude.push([name, text]);
  const columns = {
    "user-agent": "user_agent_original",
    referer: "http_request_referrer",
    "x-forwarded-for": "forwarded_for",
  } as const;
  for (const [header, column] of Object.entries(columns))
    keep(found, { ...piece, column }, `extract(${name}, ${literal(`(?im)^${header}:[ \\t]*([^\\r\\n]*)`)})`);
}

function readSection(
  pieces: readonly Piece[],
  text: string,
  index: number,
  reading: Reading,
  open: boolean,
  byPattern: boolean,
): void {
  const only = pieces[0];
  if (pieces.length === 1 && only !== undefined && "field" in only && only.shape === "quoted")
    take(only, text, reading, `value_${index}`);
  else if (!pieces.some((piece) => "field" in piece)) {
    const between = pieces.map((piece) => ("literal" in piece ? piece.literal : "")).join("");
    if (between !== "") reading.checks.push(`startsWith(${text}, ${literal(between)})`);
  } else {
    const words = byPattern ? undefined : wordsOf(pieces);
    if (words === undefined) readByPattern(pieces, text, index, reading, open);
    else readWords(words, text, index, reading, open);
  }
}

/** Pieces that no blank parts. */
interface Word {
  readonly pieces: Piece[];
  readonly padded: boolean;
  /** A name that may hold blanks. */
  readonly free: boolean;
  /** A bracketed time holds a blank of its own. */
  readonly count: 1 | 2;
}

/** The words of a section; undefined where blanks do not tell them apart. */
function wordsOf(pieces: readonly Piece[]): readonly Word[] | undefined {
  const groups: Piece[][] = [[]];
  for (const piece of pieces) {
    if ("field" in piece) {
      groups.at(-1)?.push(piece);
      continue;
    }
    piece.literal.split(" ").forEach((text, index) => {
      if (index > 0) groups.push([]);
      if (text !== "") groups.at(-1)?.push({ literal: text });
    });
  }
  const words: Word[] = [];
  for (const group of groups) {
    const fields = group.filter((piece): piece is FieldPiece => "field" in piece);
    const [field] = fields;
    const time = field?.shape === "clf-time";
    const free = fields.some((one) => one.column === "user_name" || /u[nlie]$/.test(one.field));
    const odd = fields.some(
      (one) =>
        (one.shape === "bracketed" || one.pattern?.includes("*?") === true || one.time === "iso") &&
        !(free && group.length === 1),
    );
    if (odd || (time && group.length > 1) || (free && group.length > 1)) return undefined;
    if (field?.time === "clf" && !time) return undefined;
    const padded = field?.padded === true;
    if (group.length > 1 && fields.some((one) => one.padded === true)) return undefined;
    words.push({ pieces: group, padded, free: free && field?.column === "user_name", count: time ? 2 : 1 });
  }
  const free = words.findIndex((word) => word.free);
  // Behind a name of many words nothing is counted from the front.
  return free >= 0 && words.slice(free).some((word) => word.padded) ? undefined : words;
}

function readWords(
  words: readonly Word[],
  text: string,
  index: number,
  reading: Reading,
  open: boolean,
): void {
  const { checks, prelude } = reading;
  const name = `words_${index}`;
  prelude.push([name, `splitByChar(' ', ${unpadded(words, text)})`]);
  const count = words.reduce((sum, word) => sum + word.count, 0);
  const free = open ? -1 : words.findIndex((word) => word.free);
  const client = words.findIndex(({ pieces }) =>
    pieces.some((piece) => "field" in piece && piece.column === "source_ip"),
  );
  const before = words.slice(0, free + 1).reduce((sum, word) => sum + word.count, 0);
  const behind = count - before;
  let at = 1;
  words.forEach((word, position) => {
    // From behind where a name of many words lies before it.
    const place = free >= 0 && position > free ? at - count - 1 : at;
    const own = `word_${index}_${position}`;
    if (position === free)
      readWord(
        word,
        `if(length(${name}) = ${count}, ${name}[${at}], arrayStringConcat(arraySlice(${name}, ${at}, greatest(toInt64(length(${name})) - ${at - 1 + behind}, 0)), ' '))`,
        own,
        reading,
      );
    else if (word.count === 2)
      readWord(word, `concat(${name}[${place}], ' ', ${name}[${place + 1}])`, own, reading);
    else readWord(word, `${name}[${place}]`, own, reading);
    at += word.count;
  });
  const more =
    free >= 0 && client >= 0 && client < free
      ? ` OR (length(${name}) > ${count} AND (${isAddress(`${name}[${words.slice(0, client + 1).reduce((sum, word) => sum + word.count, 0)}]`)}))`
      : "";
  checks.push(open ? `length(${name}) >= ${count}` : `(length(${name}) = ${count}${more})`);
}

/** A section without the blanks that fill fields up to their width. */
function unpadded(words: readonly Word[], text: string): string {
  let result = text;
  words.forEach((word, position) => {
    if (!word.padded) return;
    const before = words.slice(0, position).reduce((sum, one) => sum + one.count, 0);
    const head = `(?:[^ ]* ){${before}}`;
    result = `replaceRegexpOne(replaceRegexpOne(${result}, ${literal(`^(${head}) +`)}, '\\\\1'), ${literal(`^(${head}[^ ]+ ) +`)}, '\\\\1')`;
    if (position === words.length - 1) result = `trimRight(${result})`;
  });
  return result;
}

function readWord({ pieces, count }: Word, text: string, name: string, reading: Reading): void {
  const fields = pieces.filter((piece): piece is FieldPiece => "field" in piece);
  const [field] = fields;
  if (field === undefined) {
    if (pieces.length > 0) reading.checks.push(`${text} = ${literal(literalOf(pieces))}`);
    return;
  }
  if (pieces.length === 1) {
    if (count === 2) take(field, `substring(${text}, 2, length(${text}) - 2)`, reading, name);
    else take(field, text, reading, name);
    return;
  }
  readByPattern(pieces, text, name, reading, false);
}

function literalOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ("literal" in piece ? piece.literal : "")).join("");
}

function readByPattern(
  pieces: readonly Piece[],
  text: string,
  index: number | string,
  reading: Reading,
  open: boolean,
): void {
  const groups = `groups_${index}`;
  const fields = pieces.filter((piece): piece is FieldPiece => "field" in piece);
  const pattern = pieces
    .map((piece) => ("literal" in piece ? escapeRegex(piece.literal) : `(${fieldPattern(piece)})`))
    .join("");
  // No pattern fits bytes that are no text, and a client's own bytes stand in its headers.
  reading.prelude.push([
    groups,
    `extractGroups(toValidUTF8(${text}), ${literal(`(?s)^${pattern}${open ? "" : "$"}`)})`,
  ]);
  reading.checks.push(`notEmpty(${groups})`);
  fields.forEach((piece, at) => {
    const group = `${groups}[${at + 1}]`;
    const bracketed = piece.shape === "clf-time" || piece.shape === "bracketed";
    const bare = bracketed
      ? `substring(${group}, 2, length(${group}) - 2)`
      : piece.padded === true
        ? `trimBoth(${group})`
        : group;
    take(piece, bare, reading, `group_${index}_${at}`);
  });
}

function fieldPattern(piece: FieldPiece): string {
  if (piece.pattern !== undefined) return piece.pattern;
  if (piece.column === "user_name" || /u[nlie]$/.test(piece.field)) return ".*?";
  return shapePatterns[piece.shape];
}
