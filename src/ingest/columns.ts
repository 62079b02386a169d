/**
 * The columns that a format can fill, by their ECS names in snake case.
 *
 * Every column is SQL text over one record; what a format does not name is absent, and
 * an indicator that needs an absent column says that it did not run.
 */
export const columnNames = [
  "time_ms",
  "source_ip",
  "forwarded_for",
  "user_name",
  "http_request_method",
  "url_original",
  "http_version",
  "http_response_status_code",
  "http_response_body_bytes",
  "http_request_referrer",
  "user_agent_original",
  "url_domain",
] as const;

export type ColumnName = (typeof columnNames)[number];

/** Where a source belongs in the playbook's log sources (report contract). */
export const sourceKinds = ["web", "proxy", "nids", "edr", "mail", "auth", "unknown"] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Where each column stands in ECS; empty where ECS has no single field. */
export const ecsNames: Readonly<Record<ColumnName, string>> = {
  time_ms: "@timestamp",
  source_ip: "source.ip",
  forwarded_for: "http.request.headers.x-forwarded-for",
  user_name: "user.name",
  http_request_method: "http.request.method",
  url_original: "url.original",
  http_version: "http.version",
  http_response_status_code: "http.response.status_code",
  http_response_body_bytes: "http.response.body.bytes",
  http_request_referrer: "http.request.referrer",
  user_agent_original: "user_agent.original",
  url_domain: "url.domain",
};

/** How the text of a time stamp is written. */
export const timeShapes = ["clf", "iso", "epoch_s", "epoch_ms", "epoch_us"] as const;
export type TimeShape = (typeof timeShapes)[number];

/**
 * How records of one recognised format become columns.
 * All expressions may use the names defined before them, and `record` for the record's text.
 */
export interface Plan {
  readonly prelude: readonly (readonly [name: string, sql: string])[];
  /** SQL of type String for each text column, of a number for `time_ms`, status and bytes. */
  readonly columns: Readonly<Partial<Record<ColumnName, string>>>;
  /** SQL of type String: '' for an event, else the reason why the record is no event. */
  readonly reject: string;
  /** SQL of type UInt8: 1 for a line that is no record at all (blank, directive). */
  readonly skip: string;
}

/** Milliseconds since the epoch from the text of a time stamp, -1 where it is none. */
export function timeSql(text: string, shape: TimeShape): string {
  switch (shape) {
    case "clf":
      // Of equal texts in a block one is parsed; on a busy server many requests share a second.
      return `ifNull(toInt64(toUnixTimestamp(parseDateTimeOrNull(toLowCardinality(${text}), '%d/%b/%Y:%H:%i:%s %z'))) * 1000, -1)`;
    case "iso":
      return `ifNull(toUnixTimestamp64Milli(parseDateTime64BestEffortOrNull(${text}, 3, 'UTC')), -1)`;
    case "epoch_s":
      return epochSql(`toFloat64OrZero(${text}) * 1000`);
    case "epoch_ms":
      return epochSql(`toFloat64OrZero(${text})`);
    case "epoch_us":
      return epochSql(`toFloat64OrZero(${text}) / 1000`);
  }
}

/** The end of the year 2100; a later time is a mistake, and no calendar that reports use knows the latest. */
const lastMs = 4_133_980_799_999;

/** A number of milliseconds as an integer; -1 where it is none, or lies before the epoch or behind all calendars. */
function epochSql(milliseconds: string): string {
  return `toInt64(if(${milliseconds} > 0 AND ${milliseconds} <= ${lastMs}, round(${milliseconds}), -1))`;
}

/** Recognises how a time stamp is written; undefined where it is none that is known. */
export function timeShapeOf(text: string): TimeShape | undefined {
  if (/^\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}$/.test(text)) return "clf";
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/.test(text)) return "iso";
  if (/^1\d{9}(\.\d+)?$/.test(text)) return "epoch_s";
  if (/^1\d{12}(\.\d+)?$/.test(text)) return "epoch_ms";
  if (/^1\d{15}$/.test(text)) return "epoch_us";
  return undefined;
}
