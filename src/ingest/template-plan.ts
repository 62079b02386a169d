/**
 * The columns of a format string as SQL.
 *
 * The SQL splits a record at its quotes and the parts between them at blanks, which is several
 * times faster than a regular expression. A backslash escape (`\"`, `\\`) is folded to a control
 * character before the split and unfolded afterwards on the few distinct values that hold one.
 */
import { escapeRegex, literal } from "../engine/sql.ts";
import { type ColumnName, type Plan, timeSql } from "./columns.ts";
import type { FieldPiece, Piece } from "./format-string.ts";
import { shapePatterns } from "./template-pattern.ts";

/**
 * How records of a format string become columns.
 * @param trailing whether further fields may follow the last
 */
export function templatePlan(pieces: readonly Piece[], trailing: boolean): Plan {
  const prelude: [string, string][] = [
    [
      "folded",
      "if(position(record, '\\\\') = 0, record, replaceAll(replaceAll(record, '\\\\\\\\', '\\x02'), '\\\\\"', '\\x01'))",
    ],
    ["parts", "splitByChar('\"', folded)"],
  ];
  const found = new Map<string, { sql: string; piece: FieldPiece }>();
  const checks: string[] = [];
  const sections = quoteSections(pieces);
  checks.push(trailing ? `length(parts) >= ${sections.length}` : `length(parts) = ${sections.length}`);
  sections.forEach((section, index) => {
    const text = `parts[${index + 1}]`;
    if (section.quoted) readQuoted(section.pieces, text, found, checks, prelude, index);
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
  fields.forEach((piece, at) => {
    const group = `${groups}[${at + 1}]`;
    const bracketed = piece.shape === "clf-time" || piece.shape === "bracketed";
    keep(found, piece, bracketed ? `substring(${group}, 2, length(${group}) - 2)` : group);
  });
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
      if (previousWasField || piece.shape === "bracketed" || piece.shape === "iso-time") return undefined;
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
    // Apache writes the question mark with the query, nginx does not; without a query there is none.
    columns.url_original = `if(${query.sql} IN ('', '-', '?'), ${columns.url_original}, concat(${columns.url_original}, '?', trim(LEADING '?' FROM ${query.sql})))`;
  }
  const time =
    columns.time_ms === undefined ? "''" : `if(${columns.time_ms} < 0, 'time stamp not understood', '')`;
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
    [
      "request_target",
      "if(request_blank = 0, '', substring(request, request_blank + 1, greatest(toInt64(request_version_at) - toInt64(request_blank) - 2, 0)))",
    ],
    ["request_version", "substring(request, request_version_at + 5)"],
  ];
}
