/**
 * Takes a Squid `logformat` apart into pieces. Directives, their encodings, widths and arguments are those of
 * squid.conf (https://www.squid-cache.org/Doc/config/logformat/, 2026-11-24).
 */
import { VedetteError } from "../errors.ts";
import type { TimeShape } from "./columns.ts";
import type { FieldPiece, Piece } from "./format-string.ts";
import {
  type Directive,
  type Look,
  lookPatterns,
  squidDirectives,
  squidHeaders,
} from "./squid-directives.ts";
import { type Encoding, encodingSigns } from "./squid-encoding.ts";

/** Names of directives as Squid scans them: the longer ones first. */
const names =
  "(?:http::)?(?:(?:ssl|tls|icap|adapt)::[<>]?[A-Za-z_]+|err_code|err_detail|note|credentials|master_xaction|transport::[<>]?[A-Za-z_]+|proxy_protocol::>h|byte\\{\\d+\\}|[<>](?:eui|qos|nfmark|handshake)|[<>]?(?:la|lp|ha|rm|ru|rs|rd|rP|rp|rv|Hs|bs|st|sh|sH|sS|pt|tt)|oa|ts|tu|tl|tg|tS|tr|dt|un|ul|ui|ue|us|Ss|Sh|mt|et|ea|sn|busy_time|[<>][apAhv]|%)";
const directivePattern = new RegExp(
  `%(["'\\[#/])?(-)?(0)?(\\d+)?(?:\\.(\\d+))?(?:\\{([^}]*)\\})?(${names})(?:\\{([^}]*)\\})?`,
  "g",
);

/** Directives that no other server's format string has. */
const telltale =
  /^\s*logformat\s|%(?:["'[#/]|-?0?\d+(?:\.\d+)?)?(?:\{[^}]*\})?(?:http::)?(?:>a|>A|>Hs|<st|>st|ts\.|ts\b|[<>]?r[muv]\b|Ss|Sh|[<>]h[a{]?|tl|tg|(?:ssl|tls|icap|adapt)::)/;

/** Whether a format string is Squid's. */
export function isSquid(template: string): boolean {
  return telltale.test(template);
}

/**
 * The pieces of a `logformat`, with or without the word and the name in front of it.
 * @throws VedetteError `usage.log-format` at a directive that cannot be read
 */
export function squidPieces(template: string): Piece[] {
  const text = template
    .replaceAll(/\\\r?\n\s*/g, "")
    .replace(/^\s*logformat\s+\S+\s+/, "")
    .trim();
  const pieces: Piece[] = [];
  const ranks = new Map<Piece, number>();
  let quoting: "quotes" | "blob" | undefined;
  let at = 0;
  const addLiteral = (literal: string, position: number) => {
    if (literal.includes("%")) throw unread(literal.slice(literal.indexOf("%")), position);
    if (literal !== "") pieces.push({ literal });
    quoting = quotingAfter(literal, quoting);
  };
  for (const match of text.matchAll(directivePattern)) {
    addLiteral(text.slice(at, match.index), at);
    at = match.index + match[0].length;
    const [whole, sign, , , , , before, name = "", after] = match;
    if (name === "%") {
      pieces.push({ literal: "%" });
      continue;
    }
    const alone = text[match.index - 1] === '"' && text[at] === '"';
    const bracketed = text[match.index - 1] === "[" && text[at] === "]";
    const { piece, rank } = fieldOf({
      whole,
      name: name.replace(/^http::/, ""),
      argument: before ?? after,
      encoding: sign === undefined ? quoting : encodingSigns[sign],
      width: Number(match[4] ?? 0),
      alone,
      bracketed,
      quotes: text.includes('"'),
    });
    pieces.push(piece);
    ranks.set(piece, rank);
  }
  addLiteral(text.slice(at), at);
  return preferred(withRequests(withFractions(pieces)), ranks).flatMap(withoutBrackets);
}

function unread(directive: string, position: number): VedetteError {
  return new VedetteError("usage.log-format", `Cannot read the directive at "${directive}".`, {
    place: { column: position + 1 },
    hint: "Write the string as it stands in the logformat line of squid.conf.",
  });
}

/** Squid quotes directives by the quotes and brackets that they stand in. */
function quotingAfter(literal: string, before: "quotes" | "blob" | undefined): "quotes" | "blob" | undefined {
  let quoting = before;
  for (const character of literal) {
    if (character === '"' && quoting !== "blob") quoting = quoting === undefined ? "quotes" : undefined;
    else if (character === "[" && quoting === undefined) quoting = "blob";
    else if (character === "]" && quoting === "blob") quoting = undefined;
  }
  return quoting;
}

interface Written {
  readonly whole: string;
  readonly name: string;
  readonly argument: string | undefined;
  readonly encoding: Encoding | undefined;
  readonly width: number;
  readonly alone: boolean;
  readonly bracketed: boolean;
  /** Whether quotes stand anywhere in the format. */
  readonly quotes: boolean;
}

function fieldOf(written: Written): { piece: FieldPiece; rank: number } {
  const { whole, name, argument, width, alone, bracketed } = written;
  if (["ts", "tS", "tl", "tg"].includes(name))
    return { piece: timeField(written), rank: name === "tS" ? 1 : 0 };
  const header = /^>ha?$/.test(name);
  const directive: Directive =
    (header ? squidHeaders[(argument ?? "").toLowerCase()] : squidDirectives[name]) ??
    ({ look: header || /h$/.test(name) ? "free" : "word", ...(header ? { passed: true } : {}) } as const);
  const encoding = written.encoding ?? (directive.passed === true ? "passed" : "raw");
  const zero = /^%["'[#/]?-?0/.test(whole);
  return {
    piece: {
      field: whole,
      column: directive.column,
      shape: alone ? "quoted" : bracketed ? "bracketed" : "word",
      encoding,
      ...patternField(written, directive, encoding, width > 0 && !zero),
      ...(width > 0 && !zero ? { padded: true as const } : {}),
    },
    rank: directive.rank ?? 0,
  };
}

function patternField(
  { alone, bracketed, quotes }: Written,
  directive: Directive,
  encoding: Encoding,
  padded: boolean,
): { pattern?: string } {
  if (bracketed || directive.column === "user_name") return {};
  if (alone) return encoding === "raw" ? { pattern: '[^"]*' } : {};
  const pattern = patternOf(directive.look, encoding, quotes);
  return { pattern: padded ? ` *${pattern} *` : pattern };
}

function patternOf(look: Look, encoding: Encoding, quotes: boolean): string {
  if (encoding === "shell") return '(?:"(?:[^"\\\\]|\\\\.)*"|[^\\s"]*)';
  if (look !== "free") return lookPatterns[look];
  // Blanks are written as they are, unless the encoding is a percent code.
  switch (encoding) {
    case "passed":
    case "url":
      return "\\S*";
    case "blob":
      return "[^[\\]]*?";
    case "quotes":
      return '(?:[^"\\\\]|\\\\.)*?';
    case "raw":
      return quotes ? '[^"]*?' : ".*?";
  }
}

const clfPattern = "\\d{1,2}/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d(?: [+-]\\d{4})?";

function timeField({ whole, name, argument, bracketed, alone }: Written): FieldPiece {
  const shape = alone ? "quoted" : bracketed ? "bracketed" : "word";
  // What Squid 5 writes for %tg has no zone, and is one word.
  const words = name === "tg" && argument === undefined ? 1 : 2;
  const field = (time: TimeShape, pattern: string): FieldPiece => ({
    field: whole,
    column: "time_ms",
    shape: shape === "bracketed" && time === "clf" && words === 2 ? "clf-time" : shape,
    time,
    ...(shape === "word" ? { pattern } : {}),
  });
  if (name === "ts") return field("epoch_s", "\\d{1,11}");
  if (name === "tS") return field("epoch_s", "\\d{1,11}\\.\\d{1,6}");
  if (argument === undefined || /^%d\/%b\/%Y:(%H:%M:%S|%T) %z$/.test(argument))
    return field("clf", clfPattern);
  if (argument === "%s") return field("epoch_s", "\\d{1,11}");
  // Without a zone, the local time of a server says nothing for certain; it is read as UTC.
  if (/^(%Y-%m-%d|%F)[T ](%H:%M:%S|%T)(%z|Z)?$/.test(argument))
    return field("iso", "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:Z|[+-]\\d{4})?");
  return { field: `${whole}`, column: undefined, shape, ...(shape === "word" ? { pattern: ".*?" } : {}) };
}

/** Seconds, a dot and padded milliseconds are one time. */
function withFractions(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (let index = 0; index < pieces.length; index += 1) {
    const [seconds, dot, fraction] = pieces.slice(index, index + 3);
    if (isField(seconds, /ts$/) && isLiteral(dot, ".") && isField(fraction, /^%03tu$|^%06\.6tu$/)) {
      result.push({
        ...seconds,
        field: `${seconds.field}.${fraction.field}`,
        shape: "word",
        pattern: "\\d{1,11}\\.\\d{3,6}",
      });
      index += 2;
    } else if (seconds !== undefined) result.push(seconds);
  }
  return result;
}

/** Method, target and version in quotes are the request line, in which a target may hold blanks. */
function withRequests(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (let index = 0; index < pieces.length; index += 1) {
    const [method, blank, target, http, version, end] = pieces.slice(index, index + 6);
    const opens = pieces[index - 1];
    if (
      opens !== undefined &&
      "literal" in opens &&
      opens.literal.endsWith('"') &&
      isField(method, />?rm$/) &&
      isLiteral(blank, " ") &&
      isField(target, /[<>]?ru$/) &&
      isLiteral(http, " HTTP/") &&
      isField(version, />?rv$/) &&
      end !== undefined &&
      "literal" in end &&
      end.literal.startsWith('"')
    ) {
      const encoding = target.encoding ?? "quotes";
      result.push({
        field: `${method.field} ${target.field} HTTP/${version.field}`,
        column: "request",
        shape: "quoted",
        encoding,
        ...(encoding === "raw" ? { pattern: '[^"]*' } : {}),
      });
      index += 4;
    } else if (method !== undefined) result.push(method);
  }
  return result;
}

function isField(piece: Piece | undefined, name: RegExp): piece is FieldPiece {
  return piece !== undefined && "field" in piece && name.test(piece.field);
}

function isLiteral(piece: Piece | undefined, text: string): boolean {
  return piece !== undefined && "literal" in piece && piece.literal === text;
}

/** Of several directives with one column, the best keeps it. */
function preferred(pieces: readonly Piece[], ranks: ReadonlyMap<Piece, number>): Piece[] {
  const rankOf = (piece: Piece) => ranks.get(piece) ?? 0;
  return pieces.map((piece) => {
    if (!("field" in piece) || piece.column === undefined) return piece;
    const better = pieces.some(
      (other) => "field" in other && other.column === piece.column && rankOf(other) < rankOf(piece),
    );
    return better ? { ...piece, column: undefined } : piece;
  });
}

/** The brackets around a value belong to its shape. */
function withoutBrackets(piece: Piece, index: number, pieces: readonly Piece[]): Piece[] {
  if ("field" in piece) return [piece];
  const inBrackets = (other: Piece | undefined) =>
    other !== undefined && "field" in other && (other.shape === "clf-time" || other.shape === "bracketed");
  let text = piece.literal;
  if (inBrackets(pieces[index - 1]) && text.startsWith("]")) text = text.slice(1);
  if (inBrackets(pieces[index + 1]) && text.endsWith("[")) text = text.slice(0, -1);
  return text === "" ? [] : [{ literal: text }];
}
