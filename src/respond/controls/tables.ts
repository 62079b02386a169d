/** Names of the tables of a review, and SQL that several of them are made with. */
import { recordsPerSource } from "../../ingest/scan.ts";
import { outsideSql, type TimeWindow } from "../../ingest/window.ts";

/** Tables of this review, made before and dropped after. */
export const tables = {
  /** source, family, has_status, has_bytes, headers, names of each web log. */
  logs: "profile_control_logs",
  /** source_ip, action of each address that was judged. */
  standings: "profile_control_standings",
  /** One row a request that is looked at. */
  asks: "profile_control_asks",
  /** Hosts that are the server's own, by family of logs. */
  hosts: "profile_control_hosts",
  /** event_id, method, query, name, site, passed of the requests that are looked at. */
  targets: "profile_control_targets",
  /** The same with who asked and how it was answered. */
  replies: "profile_control_replies",
  /** Clients that were refused whatever they asked a site for, and since when. */
  walls: "profile_control_walls",
  /** The replies, refusals that say nothing of the path left aside. */
  judged: "profile_control_judged",
} as const;

/** SQL of the events of the web logs inside the window. */
export function eventsOf(window: TimeWindow): string {
  return `(SELECT *, intDiv(event_id, ${recordsPerSource}) AS source_number FROM events WHERE event_class = 'http' AND source_number IN (SELECT source FROM ${tables.logs}) AND (time_ms = 0 OR NOT ${outsideSql("time_ms", window)}))`;
}

/** Who asked, as the base profile keys it. */
export const clientSql =
  "cityHash64(if(forwarded_for IN ('', '-'), toString(source_ip), concat(toString(source_ip), '\\t', forwarded_for)))";
/** The virtual host without the port of its scheme. */
export const domainSql = "lower(replaceRegexpOne(toString(url_domain), ':(?:80|443)$', ''))";

/** Methods that read what a path names (RFC 9110, 9.3); what a format does not log is taken for GET. */
export const reading = "'', '-', 'GET', 'HEAD'";
/** Methods that hand something in: how they are answered says nothing of what GET is given. */
export const writing = "'POST', 'PUT', 'PATCH', 'DELETE'";
