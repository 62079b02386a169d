/**
 * Which events go into the profiles of who asks for what. Requests to what this site serves do, with
 * what was asked for. Records of a network sensor hold both directions; what inside clients ask of the
 * outside is left out. Of a forward proxy, which lets out what inside clients ask, only the agents count.
 */
import type { Plan, SourceKind } from "./columns.ts";

/** Whether what was asked for says something about this site. */
export function tellsPaths(kind: SourceKind): boolean {
  return kind === "web" || kind === "nids";
}

/** SQL of type UInt8 over the event columns. */
export function profiledSql(kind: SourceKind, columns: Plan["columns"]): string {
  switch (kind) {
    case "web":
      return "event_class = 'http'";
    case "nids":
      return `event_class = 'http' AND NOT (${privateSql("source_ip")} AND NOT ${privateSql("destination_ip")})`;
    case "proxy":
      return columns.user_agent_original === undefined ? "toUInt8(0)" : "event_class = 'http'";
    case "edr":
    case "mail":
    case "auth":
    case "unknown":
      return "toUInt8(0)";
  }
}

/** Private, loopback and link-local addresses (RFC 1918, RFC 4193, RFC 4291); an address that is not known is none. */
function privateSql(column: string): string {
  const prefixes = ["10.", "127.", "192.168.", "169.254.", "::1", "fc", "fd", "fe80"];
  const plain = prefixes.map((prefix) => `startsWith(${column}, '${prefix}')`).join(" OR ");
  return `(${plain} OR (startsWith(${column}, '172.') AND toUInt8OrZero(splitByChar('.', ${column})[2]) BETWEEN 16 AND 31))`;
}
