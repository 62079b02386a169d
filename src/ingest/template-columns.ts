/** From the texts that were found in a record of a format string to typed columns. */
import { captureColumns, capturesPrelude } from "./captures.ts";
import { type ColumnName, type Plan, timeSql, valueSql } from "./columns.ts";
import type { FieldPiece } from "./format-string.ts";

/** What was found of each column. */
export type Found = Map<string, { sql: string; piece: FieldPiece }>;

/** Takes a text for a column, unless it was found already. */
export function keep(found: Found, piece: FieldPiece, sql: string): void {
  if (piece.column !== undefined && !found.has(piece.column)) found.set(piece.column, { sql, piece });
}

/** Turns the found texts into typed columns. */
export function finishPlan(found: Found, checks: string[], prelude: [string, string][]): Plan {
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
      columns.http_response_body_bytes = `greatest(toInt64OrZero(${sql}), 0)`;
    } else if (column === "captures") {
      prelude.push(...capturesPrelude(sql));
      for (const captured of captureColumns) columns[captured] = `captured_${captured}`;
    } else if (column !== "query") {
      columns[column as ColumnName] = valueSql(column as ColumnName, sql);
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

/** What servers write where no request line came: nginx and lighttpd (its blanks), Apache, HAProxy. */
const noRequest = "('', '-', '<BADREQ>')";

/**
 * Method, target and version of an HTTP request line; a target may hold blanks. A server logs whatever came in its
 * place - a word, the hello of TLS. That is kept whole as the target, without a method. `request_told` says which it
 * is: the method is a name, or what follows it can be nothing but a target and a version.
 */
export function requestPrelude(request: string): [string, string][] {
  return [
    // Some servers pass over blanks in front of a method.
    ["request", `trimLeft(${request})`],
    ["request_blank", "position(request, ' ')"],
    [
      "request_http_at",
      // HTTP/1.1, HTTP/2; then forms that servers take as well: a blank behind it, HTTP/1.10.
      `multiIf(${[8, 6, 9, 7, 10, 11].map((bytes) => `startsWith(substring(request, -${bytes}), 'HTTP/'), length(request) - ${bytes - 1}`).join(", ")}, length(request) + 2)`,
    ],
    [
      "request_version_at",
      "if(request_http_at = 1 OR substring(request, request_http_at - 1, 1) = ' ', request_http_at, length(request) + 2)",
    ],
    // Of equal texts in a block one is compared; there are few methods.
    ["request_word", "toLowCardinality(substring(request, 1, greatest(toInt64(request_blank) - 1, 0)))"],
    [
      "request_rest",
      "trimBoth(substring(request, request_blank + 1, greatest(toInt64(request_version_at) - toInt64(request_blank) - 2, 0)))",
    ],
    // Where no method came, Squid writes a dash in front of its own words for that.
    [
      "request_told",
      "request_blank > 0 AND (match(request_word, '^(?:-|[A-Za-z][A-Za-z0-9_.-]*)$') OR (request_version_at <= length(request) AND (startsWith(request_rest, '/') OR position(request_rest, '://') > 0)))",
    ],
    ["request_method", "if(request_told, toString(request_word), '')"],
    ["request_whole", "substring(request, 1, greatest(toInt64(request_version_at) - 2, 0))"],
    [
      "request_target",
      `multiIf(request_told, request_rest, request_whole IN ${noRequest}, '', request_whole)`,
    ],
    ["request_version", "trimRight(substring(request, request_version_at + 5))"],
  ];
}
