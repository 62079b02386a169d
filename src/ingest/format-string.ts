/**
 * Takes a server's own format string - Apache `LogFormat` or nginx `log_format` - apart into
 * pieces, the same for all dialects: literal text, and fields with the column that they fill.
 */
import { VedetteError } from "../errors.ts";
import type { ColumnName, TimeShape } from "./columns.ts";
import { columnsPieces } from "./format-string-columns.ts";
import { isSquid, squidPieces } from "./format-string-squid.ts";
import { squidTemplates } from "./squid-directives.ts";
import type { Encoding } from "./squid-encoding.ts";

/** Servers whose format strings are read. */
export type Dialect = "apache" | "nginx" | "squid" | "columns";

/** How the text of a field is delimited in a record. */
export type Shape = "word" | "quoted" | "clf-time" | "iso-time" | "bracketed" | "braced";

/** One piece of a format string: text as it stands, or a value. */
export type Piece =
  | { readonly literal: string }
  | {
      readonly field: string;
      readonly column: ColumnName | "request" | "query" | "host_port" | "captures" | undefined;
      readonly shape: Shape;
      readonly time?: TimeShape;
      /** What its text looks like, where the shape does not say enough. */
      readonly pattern?: string;
      /** How Squid wrote it. */
      readonly encoding?: Encoding;
      /** Blanks may stand around it, up to a width. */
      readonly padded?: true;
    };

/** A piece that stands for a value. */
export type FieldPiece = Exclude<Piece, { literal: string }>;

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

/** Which dialect a format string is written in. */
export function dialectOf(template: string): Dialect {
  if (isSquid(template)) return "squid";
  return /\$[a-z_]/.test(template) && !/%[>{a-zA-Z]/.test(template) ? "nginx" : "apache";
}

/** The named formats that Apache and Squid ship, so that a name may stand for its string. */
export const namedTemplates: Readonly<Record<string, { dialect: Dialect; template: string }>> = {
  common: { dialect: "apache", template: '%h %l %u %t "%r" %>s %b' },
  combined: { dialect: "apache", template: '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"' },
  vhost_combined: {
    dialect: "apache",
    template: '%v:%p %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"',
  },
  ...Object.fromEntries(
    Object.entries(squidTemplates).map(([name, template]) => [name, { dialect: "squid" as const, template }]),
  ),
};

/**
 * The pieces of a format string.
 * @throws VedetteError `usage.log-format` with the place in the string of a directive that cannot be read
 */
export function piecesOf(dialect: Dialect, template: string): Piece[] {
  switch (dialect) {
    case "apache":
      return apachePieces(template);
    case "nginx":
      return nginxPieces(template);
    case "squid":
      return squidPieces(template);
    case "columns":
      return columnsPieces(template);
  }
}

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
    const bracketed = text[match.index - 1] === "[" && text[at] === "]";
    pieces.push(apachePiece(match[0], match[2], match[3] ?? "", quoted, bracketed));
  }
  if (at < text.length) pieces.push({ literal: text.slice(at) });
  // A lone "%" is what "%%" stands for.
  const stray = pieces.find(
    (piece) => "literal" in piece && piece.literal !== "%" && piece.literal.includes("%"),
  );
  if (stray !== undefined && "literal" in stray) {
    throw new VedetteError(
      "usage.log-format",
      `Cannot read the directive at "${stray.literal.slice(stray.literal.indexOf("%"))}".`,
      {
        place: { column: text.indexOf(stray.literal) + 1 },
        hint: "Write the string as it stands in the server's LogFormat line.",
      },
    );
  }
  return pieces.flatMap((piece, index) => stripTimeBrackets(piece, pieces, index));
}

function apachePiece(
  whole: string,
  argument: string | undefined,
  letter: string,
  quoted: boolean,
  bracketed: boolean,
): Piece {
  const shape: Shape = quoted ? "quoted" : "word";
  if (letter === "%") return { literal: "%" };
  if (letter === "t") return apacheTime(whole, argument, bracketed ? "bracketed" : shape);
  if (letter === "i") {
    return { field: whole, column: headerColumns[(argument ?? "").toLowerCase()], shape };
  }
  if (letter === "a" && argument === "c") return { field: whole, column: undefined, shape };
  return {
    field: whole,
    column: argument === undefined || letter === "a" ? apacheDirectives[letter] : undefined,
    shape,
  };
}

function apacheTime(whole: string, argument: string | undefined, shape: Shape): Piece {
  if (argument === undefined) return { field: whole, column: "time_ms", shape: "clf-time", time: "clf" };
  const format = argument.replace(/^(begin|end):/, "");
  const epochs: Readonly<Record<string, TimeShape>> = {
    sec: "epoch_s",
    "%s": "epoch_s",
    msec: "epoch_ms",
    usec: "epoch_us",
  };
  const epoch = epochs[format];
  if (epoch !== undefined) return { field: whole, column: "time_ms", shape, time: epoch };
  if (/^(%Y-%m-%d|%F)[T ](%H:%M:%S|%T)/.test(format)) {
    const shapes: Partial<Record<Shape, Shape>> = format.includes(" ") ? { word: "iso-time" } : {};
    return { field: whole, column: "time_ms", shape: shapes[shape] ?? shape, time: "iso" };
  }
  if (format === "%d/%b/%Y:%H:%M:%S %z" || format === "%d/%b/%Y:%T %z") {
    return {
      field: whole,
      column: "time_ms",
      shape: shape === "quoted" ? "quoted" : "clf-time",
      time: "clf",
    };
  }
  // Without a zone; taken as UTC.
  if (format === "%d/%b/%Y:%H:%M:%S" || format === "%d/%b/%Y:%T")
    return { field: whole, column: "time_ms", shape, time: "clf_ms" };
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
    pieces.push(
      nginxPiece(match[1] ?? match[2] ?? "", quoted, inner[match.index - 1] === "[" && inner[at] === "]"),
    );
  }
  if (at < inner.length) pieces.push({ literal: inner.slice(at) });
  return pieces.flatMap((piece, index) => stripTimeBrackets(piece, pieces, index));
}

function nginxPiece(name: string, quoted: boolean, bracketed: boolean): Piece {
  const shape: Shape = quoted ? "quoted" : "word";
  if (name === "time_local")
    return { field: name, column: "time_ms", shape: bracketed ? "clf-time" : shape, time: "clf" };
  if (name === "time_iso8601")
    return { field: name, column: "time_ms", shape: bracketed ? "bracketed" : shape, time: "iso" };
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
