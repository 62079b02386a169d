/**
 * The parts of a request's target as SQL (RFC 9112, section 3.2: origin form `/path?query`, absolute
 * form `http://host:port/path?query`, authority form `host:port`, asterisk form).
 */
import type { ColumnName } from "../ingest/columns.ts";
import type { Computed } from "./json-sql.ts";

/** Names of the computed columns; text, empty where a target has no such part. */
export const urlParts = {
  path: "url_part_path",
  query: "url_part_query",
  scheme: "url_part_scheme",
  domain: "url_part_domain",
  port: "url_part_port",
} as const;

/** An authority as host and port. The colons of an IPv6 address stand in brackets. */
const hostAndPort = "'^(\\\\[[^\\\\]]*\\\\]|[^:]*):([0-9]{1,5})$'";

/** What computes them from the columns that there are. */
export function urlComputed(columns: ReadonlySet<ColumnName>): Computed {
  if (!columns.has("url_original") && !columns.has("url_domain")) return [];
  const target = columns.has("url_original") ? "url_original" : "''";
  const named = columns.has("url_domain") ? "url_domain" : "''";
  return [
    ["url_part_local", `cutQueryStringAndFragment(${target})`],
    ["url_part_sign", "if(startsWith(url_part_local, '/'), 0, position(url_part_local, '://'))"],
    [
      "url_part_slash",
      "if(url_part_sign = 0, 1, position(url_part_local, '/', toUInt64(url_part_sign + 3)))",
    ],
    [
      urlParts.path,
      "multiIf(startsWith(url_part_local, '/'), url_part_local, url_part_sign = 0, '', url_part_slash = 0, '/', substring(url_part_local, url_part_slash))",
    ],
    [urlParts.query, `if(length(url_part_local) = length(${target}), '', queryString(${target}))`],
    [urlParts.scheme, "if(url_part_sign = 0, '', lower(substring(url_part_local, 1, url_part_sign - 1)))"],
    [
      "url_part_authority",
      `multiIf(${named} != '' AND ${named} != '-', ${named}, url_part_sign = 0, '', substring(url_part_local, url_part_sign + 3, if(url_part_slash = 0, length(url_part_local), url_part_slash - url_part_sign - 3)))`,
    ],
    // What stands in front of an @ is a user, and may be a password.
    ["url_part_host", "substringIndex(url_part_authority, '@', -1)"],
    [
      "url_part_groups",
      `if(position(url_part_host, ':') = 0, CAST([], 'Array(String)'), extractGroups(url_part_host, ${hostAndPort}))`,
    ],
    [urlParts.domain, "if(empty(url_part_groups), url_part_host, url_part_groups[1])"],
    [urlParts.port, "if(empty(url_part_groups), '', url_part_groups[2])"],
  ];
}
