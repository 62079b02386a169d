/**
 * Undoes the escapes with which servers and sensors write texts that a client chose. Each family has its own, and
 * only those are undone:
 *
 * - `apache`: `\xhh`, `\\`, `\"`, and `\b`, `\n`, `\r`, `\t`, `\v` (httpd server/util.c, `ap_escape_logitem`; lighttpd
 *   writes `\a` and `\f` besides, LiteSpeed `\?` in `<?`)
 * - `nginx`: `\xHH`, also for quote and backslash (http_log_module, `escape=default`); `\\` and `\"`, which it
 *   never writes, are taken as others mean them
 * - `json`: those of a JSON text, controls as `\u00XX` (http_log_module, `escape=json`)
 * - `haproxy`: `#XX`, also for the number sign itself (configuration manual, "Non-printable characters")
 * - `zeek`: `\xhh` and `\\` (ASCII writer)
 * - `none`: a server that writes what it was sent
 *
 * All become percent codes and are decoded in one pass, so that nothing is decoded twice. A byte that is no UTF-8
 * then - a scan that speaks TLS to a plain port - is kept as `\xHH`, each for itself: everything behind this is text.
 */
import type { EscapeStyle } from "../content/schema.ts";
import { literal } from "../engine/sql.ts";
import { rarely } from "./json-text.ts";

/**
 * Stands for `\"` while a record is taken apart (template-plan.ts). Marks are control characters; where a record holds
 * one of its own, that is written as `\x03` and a digit, so that no text a client sent is taken for a mark.
 */
export const quoteMark = "\\x01";
/** Stands for `\\`. */
export const backslashMark = "\\x02";
const ownMark = "\\x03";

/** The three control characters in hex, as SQL text, and how a record's own are written. */
const owned = [quoteMark, backslashMark, ownMark].map(
  (mark, index) => ({ mark, hex: `0${index + 1}`, written: `${ownMark}${index + 1}` }) as const,
);

/**
 * SQL of a record whose `\"` and `\\` are marks.
 * @param record SQL of the record, which is evaluated often
 */
export function markedSql(record: string): string {
  const signs = ["\\\\", quoteMark, backslashMark, ownMark];
  const plain = signs.map((sign) => `position(${record}, '${sign}') = 0`).join(" AND ");
  // Both branches are evaluated for every row; nearly all have nothing to fold.
  let text = `if(${plain}, '', ${record})`;
  // What marks the others comes first.
  for (const { mark, written } of owned.toReversed()) text = `replaceAll(${text}, '${mark}', '${written}')`;
  return `if(${plain}, ${record}, replaceAll(replaceAll(${text}, '\\\\\\\\', '${backslashMark}'), '\\\\"', '${quoteMark}'))`;
}

/** Styles in which a quote inside quotes has a backslash in front of it. */
export function escapesQuotes(style: EscapeStyle): boolean {
  return style === "apache" || style === "nginx" || style === "json";
}

interface Writing {
  /** Without one of these, as SQL texts, a text holds no escape. */
  readonly signs: readonly string[];
  /** What is written for one byte, as SQL text, and the byte in hex. */
  readonly named: readonly (readonly [written: string, hex: string])[];
  /** RE2 pattern of a byte in hex, which is its one group. */
  readonly hex: string;
}

const marks = [
  [quoteMark, "22"],
  [backslashMark, "5C"],
  ...owned.map(({ written, hex }) => [written, hex] as const),
] as const;
const marked = ["\\\\", quoteMark, backslashMark, ownMark];
const letters = (codes: Readonly<Record<string, string>>) =>
  Object.entries(codes).map(([letter, hex]) => [`\\\\${letter}`, hex] as const);

const writings: Readonly<Record<Exclude<EscapeStyle, "none">, Writing>> = {
  apache: {
    signs: marked,
    // lighttpd also writes \a and \f, LiteSpeed <? as <\?; no other has a backslash in front of anything else.
    named: [
      ...marks,
      ...letters({ a: "07", b: "08", t: "09", n: "0A", v: "0B", f: "0C", r: "0D", "?": "3F" }),
    ],
    hex: "\\\\x([0-9A-Fa-f]{2})",
  },
  nginx: { signs: marked, named: marks, hex: "\\\\x([0-9A-Fa-f]{2})" },
  json: {
    signs: marked,
    named: [...marks, ...letters({ b: "08", t: "09", n: "0A", f: "0C", r: "0D", "/": "2F" })],
    hex: "\\\\u00([0-7][0-9A-Fa-f])",
  },
  haproxy: { signs: ["#"], named: [], hex: "#([0-9A-Fa-f]{2})" },
  zeek: { signs: ["\\\\"], named: [["\\\\\\\\", "5C"]], hex: "\\\\x([0-9A-Fa-f]{2})" },
};

/**
 * SQL of a text without its escapes.
 * @param text SQL of the text; where the style escapes quotes, `\\` and `\"` in it are marks already
 */
export function withoutEscapes(text: string, style: EscapeStyle): string {
  if (style === "none") return text;
  const { signs } = writings[style];
  const some =
    signs.length === 1
      ? `position(${text}, '${signs[0]}') > 0`
      : `multiSearchAny(${text}, [${signs.map((sign) => `'${sign}'`).join(", ")}])`;
  return rarely(some, text, (one) => decoded(one, writings[style]));
}

function decoded(text: string, { named, hex }: Writing): string {
  let percent = `replaceAll(${text}, '%', '%25')`;
  for (const [written, byte] of named) percent = `replaceAll(${percent}, '${written}', '%${byte}')`;
  return `decodeURLComponent(${onlyText(replaced(percent, hex, "%\\1"))})`;
}

const next = "%([89AB][0-9A-F])";
/** UTF-8 as percent codes, by length (RFC 3629, section 4). */
const characters: readonly (readonly [pattern: string, kept: string])[] = [
  [`%(C[2-9A-F]|D[0-9A-F])${next}`, "%u\\1%u\\2"],
  [`%(?:(E0)%([AB][0-9A-F])|(E[1-9A-CEF])${next}|(ED)%([89][0-9A-F]))${next}`, "%u\\1\\3\\5%u\\2\\4\\6%u\\7"],
  [
    `%(?:(F0)%([9AB][0-9A-F])|(F[1-3])${next}|(F4)%(8[0-9A-F]))${next}${next}`,
    "%u\\1\\3\\5%u\\2\\4\\6%u\\7%u\\8",
  ],
];

/**
 * Percent codes in which bytes that are no UTF-8 are written out. Whole characters step aside under `%u`, which no
 * percent sign of the text can begin; no two of them overlap, as only their first bytes are above BF.
 */
function onlyText(percent: string): string {
  const aside = characters.reduce((text, [pattern, kept]) => replaced(text, `(?i)${pattern}`, kept), percent);
  return `replaceAll(${replaced(aside, "(?i)%([89A-F][0-9A-F])", "%5Cx\\1")}, '%u', '%')`;
}

function replaced(text: string, pattern: string, by: string): string {
  return `replaceRegexpAll(${text}, ${literal(pattern)}, ${literal(by)})`;
}

/** SQL of a text with all marks turned back, whose other escapes are undone already. */
export function withoutMarks(text: string): string {
  let sql = `replaceAll(replaceAll(${text}, '${quoteMark}', '"'), '${backslashMark}', '\\\\')`;
  for (const { mark, written } of owned) sql = `replaceAll(${sql}, '${written}', '${mark}')`;
  return sql;
}
