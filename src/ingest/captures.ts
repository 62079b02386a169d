/**
 * Headers that a load balancer captured, in braces with bars between them and without their names (HAProxy
 * configuration manual, 8.8): `{www.example|Mozilla/5.0 (X11)} {nginx}`. Those of the request come first; a second pair
 * of braces holds those of the response. What they are is told by their shape. A capture that stands alone and
 * has none is taken for the agent.
 */
import type { ColumnName } from "../content/event-columns.ts";
import { literal } from "../engine/sql.ts";

/** The columns that captures may fill. */
export const captureColumns = [
  "user_agent_original",
  "url_domain",
  "http_request_referrer",
  "forwarded_for",
] as const satisfies readonly ColumnName[];

const address = "(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})";
const shapes: Readonly<Record<(typeof captureColumns)[number], string>> = {
  // A name and a number, which is how nearly all of them begin; no media type, and no protocol.
  user_agent_original: "^[A-Za-z][A-Za-z0-9._ +-]*/v?[0-9]",
  url_domain: "^(?:(?:[A-Za-z0-9_-]+\\.)+[A-Za-z][A-Za-z0-9-]*\\.?|localhost)(?::[0-9]{1,5})?$",
  http_request_referrer: "^https?://",
  forwarded_for: `^${address}(?:, ?${address})*$`,
};

/** SQL of what stands between, and of each column, in the order in which they need each other. */
export function capturesPrelude(text: string): [string, string][] {
  const first = (column: (typeof captureColumns)[number]) =>
    `arrayFirst(part -> match(part, ${literal(shapes[column])}), captures)`;
  return [
    ["captured", text],
    ["captures", "splitByChar('|', substring(captured, 2, greatest(position(captured, '}'), 2) - 2))"],
    ...captureColumns.slice(1).map((column): [string, string] => [`captured_${column}`, first(column)]),
    [
      "captured_agent",
      `arrayFirst(part -> NOT startsWith(part, 'HTTP/') AND match(part, ${literal(shapes.user_agent_original)}), captures)`,
    ],
    [
      "captured_user_agent_original",
      `if(length(captures) = 1 AND captured_agent = '' AND ${captureColumns
        .slice(1)
        .map((column) => `captured_${column} = ''`)
        .join(" AND ")}, captures[1], captured_agent)`,
    ],
  ];
}
