/**
 * Entities as they stand in the columns of events: who and what can be followed from one source to another. A value is always bound.
 */

/** Kinds of entities, in the order in which a graph shows them. */
export const entityKinds = ["address", "user", "host", "domain", "path", "agent", "sender"] as const;
export type EntityKind = (typeof entityKinds)[number];

/** SQL of the values that an event has for a kind. */
const valuesSql: Readonly<Record<EntityKind, readonly string[]>> = {
  address: ["source_ip", "destination_ip"],
  user: ["user_name"],
  host: ["host_name"],
  domain: ["url_domain", "destination_domain", "tls_client_server_name", "dns_question_name"],
  path: ["cutQueryStringAndFragment(url_original)"],
  agent: ["user_agent_original"],
  sender: ["email_from", "email_sender"],
};

/** A span of time in milliseconds since the epoch; both ends belong to it. */
export interface Span {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** A statement and what is bound in it. */
export interface Question {
  readonly statement: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** Events that name an entity, in the order of time. */
export function eventsOf(kind: EntityKind, value: string, span: Span): Question {
  const { where, parameters } = condition(kind, value, span);
  return {
    statement: `SELECT event_id, toString(fromUnixTimestamp64Milli(time_ms, 'UTC')) AS time, event_class, source_ip, user_name, host_name, http_request_method, url_domain, url_original,
  http_response_status_code, user_agent_original, destination_domain, process_command_line, email_from, email_subject, message
FROM events
WHERE ${where}
ORDER BY time_ms, event_id`,
    parameters,
  };
}

/**
 * What stands in the same events as an entity: for each kind the values of the most events first.
 * Rows: kind, value, events, first and last (ms; 0 where unknown), of (values of that kind in all).
 */
export function neighboursOf(kind: EntityKind, value: string, span: Span, limit: number): Question {
  const { where, parameters } = condition(kind, value, span);
  const pairs = entityKinds.flatMap((one) => valuesSql[one].map((sql) => `('${one}', toString(${sql}))`));
  return {
    statement: `SELECT kind, value, events, first, last, count() OVER (PARTITION BY kind) AS of
FROM (
  SELECT pair.1 AS kind, pair.2 AS value, count() AS events, minIf(time_ms, time_ms > 0) AS first, max(time_ms) AS last
  FROM (SELECT time_ms, arrayJoin(arrayDistinct(arrayFilter(one -> one.2 NOT IN ('', '-'), [${pairs.join(", ")}]))) AS pair FROM events WHERE ${where})
  WHERE NOT (kind = {kind:String} AND value = {value:String})
  GROUP BY kind, value
)
ORDER BY events DESC, value
LIMIT {neighbours:UInt32} BY kind`,
    parameters: { ...parameters, kind, neighbours: limit },
  };
}

/** One record, with all its columns. */
export function recordOf(id: number): Question {
  return { statement: "SELECT * FROM events WHERE event_id = {id:Int64}", parameters: { id } };
}

function condition(kind: EntityKind, value: string, { from, to }: Span) {
  const parts = [`(${valuesSql[kind].map((sql) => `toString(${sql}) = {value:String}`).join(" OR ")})`];
  if (from !== undefined) parts.push("time_ms >= {from:Int64}");
  if (to !== undefined) parts.push("time_ms <= {to:Int64}");
  return {
    where: parts.join(" AND "),
    parameters: {
      value,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
  };
}
