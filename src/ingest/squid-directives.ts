/**
 * What Squid's `logformat` directives stand for (https://www.squid-cache.org/Doc/config/logformat/,
 * 2026-11-24), and the formats that Squid knows by name.
 */
import type { ColumnName } from "./columns.ts";

/**
 * The formats that Squid knows by name; "common" and "combined" are also Apache's. They are written by programs
 * of their own, and these escape nothing in quotes, whatever the manual's format strings say (seen in
 * the logs of Squid 5.7; src/log/FormatHttpdCombined.cc): hence the sign for raw.
 */
export const squidTemplates: Readonly<Record<string, string>> = {
  squid: "%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt",
  "squid-common": `%>a %[ui %[un [%tl] "%'rm %'ru HTTP/%'rv" %>Hs %<st %Ss:%Sh`,
  "squid-combined": `%>a %[ui %[un [%tl] "%'rm %'ru HTTP/%'rv" %>Hs %<st "%'{Referer}>h" "%'{User-Agent}>h" %Ss:%Sh`,
  referrer: "%ts.%03tu %>a %'{Referer}>h %ru",
  useragent: `%>a [%tl] "%'{User-Agent}>h"`,
  icap_squid:
    "%ts.%03tu %6icap::tr %>A %icap::to/%03icap::Hs %icap::<st %icap::rm %icap::ru %un -/%icap::<A -",
};

/** What a directive's value looks like. */
export type Look = "word" | "number" | "status" | "address" | "code" | "free";

/** A directive: its column, and how its value is written. */
export interface Directive {
  readonly column?: ColumnName;
  readonly look: Look;
  /** Of several directives with one column, the one with the lowest counts. */
  readonly rank?: number;
  /** Written with unsafe characters as percent codes where the format asks for no encoding. */
  readonly passed?: true;
}

export const squidDirectives: Readonly<Record<string, Directive>> = {
  ">a": { column: "source_ip", look: "address" },
  ">A": { column: "source_ip", look: "word", rank: 1 },
  ">p": { column: "source_port", look: "number" },
  "<a": { column: "destination_ip", look: "word" },
  "<A": { column: "destination_domain", look: "word" },
  "<p": { column: "destination_port", look: "number" },
  rm: { column: "http_request_method", look: "word", rank: 1, passed: true },
  ">rm": { column: "http_request_method", look: "word", passed: true },
  ru: { column: "url_original", look: "word", rank: 1 },
  ">ru": { column: "url_original", look: "word", passed: true },
  rp: { column: "url_original", look: "word", rank: 2, passed: true },
  ">rp": { column: "url_original", look: "word", rank: 2, passed: true },
  ">rd": { column: "url_domain", look: "word", passed: true },
  rv: { column: "http_version", look: "word", rank: 1 },
  ">rv": { column: "http_version", look: "word" },
  ">v": { column: "http_version", look: "word", rank: 1 },
  ">Hs": { column: "http_response_status_code", look: "status" },
  Hs: { column: "http_response_status_code", look: "status" },
  "<Hs": { column: "http_response_status_code", look: "status", rank: 1 },
  "<st": { column: "http_response_body_bytes", look: "number" },
  ">st": { column: "http_request_body_bytes", look: "number" },
  mt: { column: "http_response_mime_type", look: "word" },
  Ss: { column: "event_action", look: "code" },
  Sh: { look: "code" },
  un: { column: "user_name", look: "free" },
  ul: { column: "user_name", look: "free", rank: 1 },
  ue: { column: "user_name", look: "free", rank: 2 },
  ui: { column: "user_name", look: "free", rank: 3 },
  "ssl::>sni": { column: "tls_client_server_name", look: "word" },
  "tls::>sni": { column: "tls_client_server_name", look: "word" },
  "ssl::>negotiated_version": { column: "tls_version", look: "word" },
  "tls::>negotiated_version": { column: "tls_version", look: "word" },
  "icap::to": { column: "event_action", look: "word", rank: 1 },
  "icap::Hs": { column: "http_response_status_code", look: "status", rank: 2 },
  "icap::<st": { column: "http_response_body_bytes", look: "number", rank: 1 },
  "icap::rm": { column: "http_request_method", look: "word", rank: 2 },
  "icap::ru": { column: "url_original", look: "word", rank: 3 },
  "icap::<A": { column: "destination_ip", look: "word", rank: 1 },
  tr: { look: "number" },
  "icap::tr": { look: "number" },
  tu: { look: "number" },
};

/** Headers of a request that fill a column. */
export const squidHeaders: Readonly<Record<string, Directive>> = {
  "user-agent": { column: "user_agent_original", look: "free", passed: true },
  referer: { column: "http_request_referrer", look: "free", passed: true },
  "x-forwarded-for": { column: "forwarded_for", look: "free", passed: true },
  host: { column: "url_domain", look: "word", rank: 1, passed: true },
};

/** Patterns of values by their look; free text depends on the encoding. */
export const lookPatterns: Readonly<Record<Look, string>> = {
  word: "\\S*",
  number: "(?:-?\\d+|-)",
  status: "(?:[1-5]\\d\\d|0{1,3}|-)",
  address: "(?:[0-9A-Fa-f:.]{2,45}|-)",
  code: "[A-Z][A-Z0-9_]*",
  free: "",
};
