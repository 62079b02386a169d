/**
 * Which events go into the profiles of who asks for what. Requests to what this site serves do, with
 * what was asked for. Records of a network sensor hold both directions; what inside clients ask of the
 * outside is left out, where the sensor tells whom they asked. Of a forward proxy, which lets out what inside clients ask, only the agents count.
 */
import type { RecordsProfile } from "../content/schema.ts";
import { literal } from "../engine/sql.ts";
import type { ColumnName, EventClass, Plan, SourceKind } from "./columns.ts";
import { keptClasses } from "./records.ts";
import type { SourceReport } from "./source.ts";

/** Whether what was asked for says something about this site. */
export function tellsPaths(kind: SourceKind): boolean {
  return kind === "web" || kind === "nids";
}

/** Columns that the scan of requests reads (requests.ts); which they are changes what is fast, not what is right. */
export const profileColumns: ReadonlySet<ColumnName> = new Set([
  "time_ms",
  "event_class",
  "source_ip",
  "forwarded_for",
  "destination_ip",
  "user_name",
  "http_request_method",
  "url_original",
  "url_domain",
  "http_version",
  "http_response_status_code",
  "http_response_body_bytes",
  "http_response_mime_type",
  "http_request_referrer",
  "user_agent_original",
]);

/** SQL of a kind of source of which no record goes into the profiles. */
export const neverProfiled = "toUInt8(0)";

/**
 * How many records of a source indicators look at, at most; of the others only their number is told.
 * @param records the profiles of records that are looked at one by one
 */
export function judgedCount(
  source: Pick<SourceReport, "kind" | "classes" | "fields" | "events">,
  records: readonly RecordsProfile[],
): number {
  const { kind, classes, fields, events } = source;
  const profiled =
    kind === "web" || kind === "nids" || (kind === "proxy" && fields.includes("user_agent_original"));
  const judged = new Set<EventClass>([...keptClasses(records, kind), ...(profiled ? ["http" as const] : [])]);
  // A store that an earlier version kept does not tell classes.
  if (Object.keys(classes).length === 0) return judged.size > 0 ? events : 0;
  return [...judged].reduce((sum, name) => sum + (classes[name] ?? 0), 0);
}

/**
 * SQL of type UInt8 over the event columns.
 * @param inside networks in CIDR form that are inside besides the private ones
 */
export function profiledSql(
  kind: SourceKind,
  columns: Plan["columns"],
  inside: readonly string[] = [],
): string {
  switch (kind) {
    case "web":
      return "event_class = 'http'";
    case "nids":
      return `event_class = 'http' AND NOT (${insideSql("source_ip", inside)} AND destination_ip != '' AND NOT ${insideSql("destination_ip", inside)})`;
    case "proxy":
      return columns.user_agent_original === undefined ? neverProfiled : "event_class = 'http'";
    case "edr":
    case "mail":
    case "auth":
    case "unknown":
      return neverProfiled;
  }
}

/** Whether an address is inside; what is no address is not. */
function insideSql(column: string, inside: readonly string[]): string {
  if (inside.length === 0) return privateSql(column);
  const numeric = `(isIPv4String(${column}) OR isIPv6String(${column}))`;
  const within = inside.map(
    (network) => `isIPAddressInRange(if(${numeric}, ${column}, '::'), ${literal(network)})`,
  );
  return `(${privateSql(column)} OR (${numeric} AND (${within.join(" OR ")})))`;
}

/** Private, loopback and link-local addresses (RFC 1918, RFC 4193, RFC 4291); an address that is not logged is none. */
function privateSql(column: string): string {
  const prefixes = ["10.", "127.", "192.168.", "169.254.", "::1", "fc", "fd", "fe80"];
  const plain = prefixes.map((prefix) => `startsWith(${column}, '${prefix}')`).join(" OR ");
  // 172.16.0.0/12: sixteen beginnings of the same length.
  const twelve = Array.from({ length: 16 }, (_, n) => `'172.${16 + n}.'`).join(", ");
  return `(${plain} OR substring(${column}, 1, 7) IN (${twelve}))`;
}
