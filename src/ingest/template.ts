/**
 * Compiles a server's own format string - Apache `LogFormat` or nginx `log_format` - to a
 * recogniser and to SQL.
 *
 * Both dialects become one list of pieces. The SQL splits a record at its quotes and the
 * parts between them at blanks, which is several times faster than a regular expression.
 * A backslash escape (`\"`, `\\`) is folded to a control character before the split and
 * unfolded afterwards on the few distinct values that hold one.
 */
import { escapeRegex, literal } from "../engine/sql.ts";
import { VedetteError } from "../errors.ts";
import { type ColumnName, type Plan, type TimeShape, timeSql } from "./columns.ts";

type Shape = "word" | "quoted" | "clf-time" | "bracketed";

/** One piece of a format string. */
export type Piece =
  | { readonly literal: string }
  | {
      readonly field: string;
      readonly column: ColumnName | "request" | "query" | "host_port" | undefined;
      readonly shape: Shape;
      readonly time?: TimeShape;
    };

type FieldPiece = Exclude<Piece, { literal: string }>;

const apacheDirectives: Readonly<Record<string, ColumnName | "request" | "query" | undefined>> = {
  a: "source_ip",
  h: "source_ip",
  u: "user_name",
  r: "request",
  s: "http_response_status_code",
  b: "http_response_body_bytes",
  B: "http_response_body_bytes",
  O: "http_response_body_bytes",
  m: "http_request_method",
  U: "url_original",
  q: "query",
  H: "http_version",
  v: "url_domain",
  V: "url_domain",
};

const headerColumns: Readonly<Record<string, ColumnName>> = {
  referer: "http_request_referrer",
  "user-agent": "user_agent_original",
  host: "url_domain",
  "x-forwarded-for": "forwarded_for",
  "cf-connecting-ip": "forwarded_for",
  "true-client-ip": "forwarded_for",
  "x-real-ip": "forwarded_for",
};

/** nginx variables (https://nginx.org/en/docs/varindex.html) that fill a column. */
const nginxVariables: Readonly<Record<string, ColumnName | "request" | "query">> = {
  remote_addr: "source_ip",
  realip_remote_addr: "source_ip",
  remote_user: "user_name",
  request: "request",
  status: "http_response_status_code",
  body_bytes_sent: "http_response_body_bytes",
  bytes_sent: "http_response_body_bytes",
  request_method: "http_request_method",
  request_uri: "url_original",
  uri: "url_original",
  args: "query",
  query_string: "query",
  server_protocol: "http_version",
  host: "url_domain",
  http_host: "url_domain",
  server_name: "url_domain",
  http_referer: "http_request_referrer",
  http_user_agent: "user_agent_original",
  http_x_forwarded_for: "forwarded_for",
  proxy_add_x_forwarded_for: "forwarded_for",
  http_cf_connecting_ip: "forwarded_for",
  http_x_real_ip: "forwarded_for",
};

/** A compiled format string. */
export interface CompiledTemplate {
  readonly pieces: readonly Piece[];
  /** Whether a record fits. */
  matches(record: string): boolean;
  readonly plan: Plan;
}

/**
 * Compiles a format string.
 * @param trailing whether further fields may follow the last
 * @throws VedetteError `usage.log-format` with the place in the string
 */
export function compileTemplate(dialect: "apache" | "nginx", template: string, trailing: boolean): CompiledTemplate {
  const pieces = dialect === "apache" ? apachePieces(template) : nginxPieces(template);
  if (!pieces.some((piece) => "field" in piece && (piece.column === "source_ip" || piece.column === "forwarded_for"))) {
    throw new VedetteError("usage.log-format", "The format string names no client address.", {
      hint: dialect === "apache" ? "Apache writes it with %h or %a." : "nginx writes it with $remote_addr.",
    });
  }
  const regex = new RegExp(recordPattern(pieces, trailing));
  return { pieces, matches: (record) => regex.test(record), plan: templatePlan(pieces, trailing) };
}

/** Which dialect a format string is written in. */
export function dialectOf(template: string): "apache" | "nginx" {
  return /\$[a-z_]/.test(template) && !/%[>{a-zA-Z]/.test(template) ? "nginx" : "apache";
}

/** The named formats that Apache and nginx ship, so that a name may stand for its string. */
export const namedTemplates: Readonly<Record<string, { dialect: "apache" | "nginx"; template: string }>> = {
  common: { dialect: "apache", template: '%h %l %u %t "%r" %>s %b' },
  combined: { dialect: "apache", template: '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"' },
  vhost_combined: { dialect: "apache", template: '%v:%p %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"' },
};

function apachePieces(template: string): Piece[] {
  // In a configuration file the string stands in quotes, with its own quotes escaped.
  const text = template.replaceAll('\\"', '"').replaceAll("\\t", "\t");
  const pieces: Piece[] = [];
  const directive = /%(?:!?\d{3}(?:,\d{3})*)?([<>]?)(?:\{([^}]*)\})?(\^?[a-zA-Z%]{1,2}?)(?![a-zA-Z]?\})/g;
  let at = 0;
  for (const match of text.matchAll(directive)) {
    if (match.index > at) pieces.push({ literal: text.slice(at, match.index) });
    at = match.index + match[0].length;
    const quoted = text[match.index - 1] === '"' && text[at] === '"';
    pieces.push(apachePiece(match[0], match[2], match[3] ?? "", quoted));
  }
  if (at < text.length) pieces.push({ literal: text.slice(at) });
  // A lone "%" is what "%%" stands for.
  const stray = pieces.find((piece) => "literal" in piece && piece.literal !== "%" && piece.literal.includes("%"));
  if (stray !== undefined && "literal" in stray) {
    throw new VedetteError("usage.log-format", `Cannot read the directive at "${stray.literal.slice(stray.literal.indexOf("%"))}".`, {
      place: { column: text.indexOf(stray.literal) + 1 },
      hint: "Write the string as it stands in the server's LogFormat line.",
    });
  }
  return pieces;
}

function apachePiece(whole: string, argument: string | undefined, letter: string, quoted: boolean): Piece {
  const shape: Shape = quoted ? "quoted" : "word";
  if (letter === "%") return { literal: "%" };
  if (letter === "t") return apacheTime(whole, argument, shape);
  if (letter === "i") {
    return { field: whole, column: headerColumns[(argument ?? "").toLowerCase()], shape };
  }
  if (letter === "a" && argument === "c") return { field: whole, column: undefined, shape };
  return { field: whole, column: argument === undefined || letter === "a" ? apacheDirectives[letter] : undefined, shape };
}

function apacheTime(whole: string, argument: string | undefined, shape: Shape): Piece {
  if (argument === undefined) return { field: whole, column: "time_ms", shape: "clf-time", time: "clf" };
  const format = argument.replace(/^(begin|end):/, "");
  const epochs: Readonly<Record<string, TimeShape>> = { sec: "epoch_s", msec: "epoch_ms", usec: "epoch_us" };
  const epoch = epochs[format];
  if (epoch !== undefined) return { field: whole, column: "time_ms", shape, time: epoch };
  if (/^%Y-%m-%d[T ](%H:%M:%S|%T)/.test(format) || /^%FT/.test(format)) {
    return { field: whole, column: "time_ms", shape: format.includes(" ") && shape === "word" ? "bracketed" : shape, time: "iso" };
  }
  if (format === "%d/%b/%Y:%H:%M:%S %z" || format === "%d/%b/%Y:%T %z") {
    return { field: whole, column: "time_ms", shape: shape === "quoted" ? "quoted" : "clf-time", time: "clf" };
  }
  return { field: whole, column: undefined, shape };
}

function nginxPieces(template: string): Piece[] {
  // A log_format may be given whole, in one or several quoted strings.
  const inner = /^\s*log_format\s+\S+\s+(?:escape=\S+\s+)?/.test(template)
    ? [...template.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map((match) => match[1] ?? "").join("")
    : template;
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of inner.matchAll(/\$(?:\{([a-z0-9_]+)\}|([a-z0-9_]+))/g)) {
    if (match.index > at) pieces.push({ literal: inner.slice(at, match.index) });
    at = match.index + match[0].length;
    const quoted = inner[match.index - 1] === '"' && inner[at] === '"';
    pieces.push(nginxPiece(match[1] ?? match[2] ?? "", quoted, inner[match.index - 1] === "[" && inner[at] === "]"));
  }
  if (at < inner.length) pieces.push({ literal: inner.slice(at) });
  return pieces.flatMap((piece, index) => stripTimeBrackets(piece, pieces, index));
}

function nginxPiece(name: string, quoted: boolean, bracketed: boolean): Piece {
  const shape: Shape = quoted ? "quoted" : "word";
  if (name === "time_local") return { field: name, column: "time_ms", shape: bracketed ? "clf-time" : shape, time: "clf" };
  if (name === "time_iso8601") return { field: name, column: "time_ms", shape: bracketed ? "bracketed" : shape, time: "iso" };
  if (name === "msec") return { field: name, column: "time_ms", shape, time: "epoch_s" };
  return { field: name, column: nginxVariables[name], shape };
}

/** The brackets around a time belong to its shape, so that both dialects look alike. */
function stripTimeBrackets(piece: Piece, pieces: readonly Piece[], index: number): Piece[] {
  if ("field" in piece) return [piece];
  const bracketedTime = (other: Piece | undefined) =>
    other !== undefined && "field" in other && (other.shape === "clf-time" || other.shape === "bracketed");
  let text = piece.literal;
  if (bracketedTime(pieces[index + 1]) && text.endsWith("[")) text = text.slice(0, -1);
  if (bracketedTime(pieces[index - 1]) && text.startsWith("]")) text = text.slice(1);
  return text === "" ? [] : [{ literal: text }];
}

const wordPattern = "[^\\s\"]*";
const shapePatterns: Readonly<Record<Shape, string>> = {
  word: wordPattern,
  quoted: '(?:[^"\\\\]|\\\\.)*',
  "clf-time": "\\[\\d{1,2}/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}\\]",
  bracketed: "\\[[^\\]]*\\]",
};

/** One element of a forwarding header, strict enough to tell it from other trailing fields. */
const forwardedPattern = "(?:\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?|\\[?[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\\]?(?::\\d+)?|unknown)";

function recordPattern(pieces: readonly Piece[], trailing: boolean): string {
  const body = pieces.map((piece) => {
    if ("literal" in piece) return escapeRegex(piece.literal);
    if (piece.column === "http_response_status_code") return "(?:[1-5]\\d\\d|000|-)";
    if (piece.column === "http_response_body_bytes") return "(?:\\d+|-)";
    if (piece.column === "forwarded_for" && piece.shape === "quoted") return `(?:-|${forwardedPattern}(?:, ?${forwardedPattern})*)?`;
    // A name may hold blanks; only in front of a bracketed time is its end certain.
    if (piece.column === "user_name" && piece.shape === "word") return '[^"]*?';
    return shapePatterns[piece.shape];
  });
  return `^${body.join("")}${trailing ? "(?:\\s.*)?" : "\\s*"}$`;
}

/** Columns of a template as SQL; see the module's head for the way. */
function templatePlan(pieces: readonly Piece[], trailing: boolean): Plan {
  const prelude: [string, string][] = [
    ["folded", "if(position(record, '\\\\') = 0, record, replaceAll(replaceAll(record, '\\\\\\\\', '\\x02'), '\\\\\"', '\\x01'))"],
    ["parts", "splitByChar('\"', folded)"],
  ];
  const found = new Map<string, { sql: string; piece: FieldPiece }>();
  const checks: string[] = [];
  const sections = quoteSections(pieces);
  checks.push(trailing ? `length(parts) >= ${sections.length}` : `length(parts) = ${sections.length}`);
  sections.forEach((section, index) => {
    const text = `parts[${index + 1}]`;
    if (section.quoted) readQuoted(section.pieces, text, found, checks, prelude, index);
    else readPlain(section.pieces, text, index, found, checks, prelude, trailing && index === sections.length - 1);
  });
  return finishPlan(found, checks, prelude);
}

interface Section {
  readonly quoted: boolean;
  readonly pieces: Piece[];
}

/** The pieces between the quotes and inside them, in turn. */
function quoteSections(pieces: readonly Piece[]): Section[] {
  const sections: Section[] = [{ quoted: false, pieces: [] }];
  const last = () => sections[sections.length - 1] as Section;
  for (const piece of pieces) {
    if ("field" in piece) {
      last().pieces.push(piece);
      continue;
    }
    piece.literal.split('"').forEach((text, index) => {
      if (index > 0) sections.push({ quoted: !last().quoted, pieces: [] });
      if (text !== "") last().pieces.push({ literal: text });
    });
  }
  return sections;
}

type Found = Map<string, { sql: string; piece: FieldPiece }>;

function readQuoted(pieces: readonly Piece[], text: string, found: Found, checks: string[], prelude: [string, string][], index: number): void {
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
    checks.push(open ? `length(${name}) >= ${words.count}` : `length(${name}) = ${words.count}`);
    for (const { piece, at } of words.positions) {
      keep(found, piece, piece.shape === "clf-time" ? `substring(${text}, position(${text}, '[') + 1, 26)` : `${name}[${at}]`);
    }
    return;
  }
  const groups = `groups_${index}`;
  const pattern = pieces
    .map((piece) => ("literal" in piece ? escapeRegex(piece.literal) : `(${piece.column === "user_name" ? ".*?" : shapePatterns[piece.shape]})`))
    .join("");
  prelude.push([groups, `extractGroups(${text}, ${literal(`^${pattern}${open ? "" : "$"}`)})`]);
  checks.push(`notEmpty(${groups})`);
  fields.forEach((piece, at) => {
    const group = `${groups}[${at + 1}]`;
    const bracketed = piece.shape === "clf-time" || piece.shape === "bracketed";
    keep(found, piece, bracketed ? `substring(${group}, 2, length(${group}) - 2)` : group);
  });
}

/** Positions of fields in a section that blanks alone part; a CLF time holds one blank itself. */
function wordPositions(pieces: readonly Piece[]): { count: number; positions: { piece: FieldPiece; at: number }[] } | undefined {
  let at = 1;
  const positions: { piece: FieldPiece; at: number }[] = [];
  let previousWasField = false;
  for (const piece of pieces) {
    if ("field" in piece) {
      if (previousWasField || piece.shape === "bracketed") return undefined;
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

function keep(found: Found, piece: FieldPiece, sql: string): void {
  if (piece.column !== undefined && !found.has(piece.column)) found.set(piece.column, { sql, piece });
}

/** Turns the found texts into typed columns. */
function finishPlan(found: Found, checks: string[], prelude: [string, string][]): Plan {
  const columns: Partial<Record<ColumnName, string>> = {};
  for (const [column, { sql, piece }] of found) {
    if (column === "request") {
      prelude.push(...requestPrelude(sql));
      columns.http_request_method = "request_method";
      columns.url_original = "request_target";
      columns.http_version = "request_version";
    } else if (column === "time_ms") {
      prelude.push(["time_value", timeSql(sql, piece.time ?? "iso")]);
      columns.time_ms = "time_value";
    } else if (column === "http_response_status_code") {
      prelude.push(["status_text", sql], ["status_value", "toUInt16OrZero(status_text)"]);
      columns.http_response_status_code = "status_value";
      checks.push("(status_value BETWEEN 100 AND 599 OR status_text IN ('-', '000', '0', ''))");
    } else if (column === "http_response_body_bytes") {
      columns.http_response_body_bytes = `toInt64(toUInt64OrZero(${sql}))`;
    } else if (column !== "query") {
      columns[column as ColumnName] = sql;
    }
  }
  const query = found.get("query");
  if (query !== undefined && columns.url_original !== undefined && !found.has("request")) {
    columns.url_original = `concat(${columns.url_original}, '?', trim(LEADING '?' FROM ${query.sql}))`;
  }
  const time = columns.time_ms === undefined ? "''" : `if(${columns.time_ms} < 0, 'time stamp not understood', '')`;
  const reject = `multiIf(NOT (${checks.join(" AND ")}), 'does not fit the format', ${time})`;
  return { prelude, columns, reject, skip: "empty(record)" };
}

/** Method, target and version of an HTTP request line; a target may hold blanks. */
export function requestPrelude(request: string): [string, string][] {
  return [
    ["request", request],
    ["request_blank", "position(request, ' ')"],
    [
      "request_version_at",
      "multiIf(startsWith(substring(request, -8), 'HTTP/'), length(request) - 7, startsWith(substring(request, -6), 'HTTP/'), length(request) - 5, length(request) + 2)",
    ],
    ["request_method", "if(request_blank = 0, '', substring(request, 1, request_blank - 1))"],
    ["request_target", "if(request_blank = 0, '', substring(request, request_blank + 1, greatest(toInt64(request_version_at) - toInt64(request_blank) - 2, 0)))"],
    ["request_version", "substring(request, request_version_at + 5)"],
  ];
}
