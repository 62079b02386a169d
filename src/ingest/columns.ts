/**
 * How the columns of the event table are read from records: their SQL types, times and numbers.
 *
 * Every column is SQL text over one record; what a format does not name is absent, and
 * an indicator that needs an absent column says that it did not run.
 */
import { type ColumnName, type EventClass, eventColumns, type TimeShape } from "../content/event-columns.ts";
import type { EscapeStyle } from "../content/schema.ts";

export {
  type ColumnName,
  columnNames,
  type EventClass,
  eventClasses,
  eventColumns,
  type SourceKind,
  sourceKinds,
  type TimeShape,
  timeShapes,
} from "../content/event-columns.ts";

/** SQL of the value of a column that is not filled. */
export function emptySql(column: ColumnName): string {
  switch (eventColumns[column].type) {
    case "time":
      return "toInt64(0)";
    case "status":
    case "port":
      return "toUInt16(0)";
    case "count":
    case "level":
      return "toInt64(-1)";
    case "text":
    case "few":
    case "lines":
      return "''";
  }
}

/** The engine's type of a column. */
export function columnType(column: ColumnName): string {
  switch (eventColumns[column].type) {
    case "time":
    case "count":
    case "level":
      return "Int64";
    case "status":
    case "port":
      return "UInt16";
    case "few":
      return "LowCardinality(String)";
    case "text":
    case "lines":
      return "String";
  }
}

/** SQL of a column's value from the text that a record has for it; times are read apart. */
export function valueSql(column: ColumnName, text: string): string {
  switch (eventColumns[column].type) {
    case "status":
    case "port":
      return `toUInt16OrZero(${text})`;
    case "count":
      // A number beyond what the column holds is none; a client may send any.
      return `greatest(ifNull(toInt64OrNull(${text}), -1), -1)`;
    case "level":
      return `ifNull(toInt64OrNull(${text}), -1)`;
    case "time":
    case "text":
    case "few":
    case "lines":
      return column === "http_version" ? httpVersionSql(text) : text;
  }
}

/** An HTTP version without the protocol's name; JSON has no other way to write the number 1.0 than 1. */
export function httpVersionSql(text: string): string {
  return `transform(replaceRegexpOne(${text}, '^HTTP/', ''), ['1'], ['1.0'])`;
}

/** What is left to undo in the texts of a format string: marks alone, or all that a family of servers escapes. */
export type Folded = "marks" | EscapeStyle;

/**
 * How records of one recognised format become columns.
 * All expressions may use the names defined before them, and `record` for the record's text.
 */
export interface Plan {
  readonly prelude: readonly (readonly [name: string, sql: string])[];
  /** SQL of each column, of the type that `columnType` says. */
  readonly columns: Readonly<Partial<Record<ColumnName, string>>>;
  /** SQL of type String: '' for an event, else the reason why the record is no event. */
  readonly reject: string;
  /** SQL of type UInt8: 1 for a line that is no record at all (blank, directive). */
  readonly skip: string;
  /**
   * What text columns still hold (scan.ts undoes it): the marks of escapes that were folded, and, beside them,
   * whatever else a server escapes.
   */
  readonly folded?: Folded;
  /** SQL of type UInt8 over the columns: whether the event is a request to this site (profiled.ts); without it each one is. */
  readonly profiled?: string;
  /** The texts, in quotes, by which the lines of a class are told, each with all of its own; of other classes it is not known. */
  readonly classTexts?: Readonly<Partial<Record<EventClass, readonly string[]>>>;
  /** Set where what was asked for does not matter. */
  readonly detailed?: false;
  /** The same plan for a statement that reads all of some columns, the class and the time, and hardly any other; where that costs less. */
  readonly only?: (columns: ReadonlySet<ColumnName>) => Plan;
}

/** A plan for a statement that reads all of some columns. */
export function planOnly(plan: Plan, columns: Iterable<ColumnName>): Plan {
  return plan.only?.(new Set(columns)) ?? plan;
}

/** Milliseconds since the epoch from the text of a time stamp, -1 where it is none. */
export function timeSql(text: string, shape: TimeShape): string {
  switch (shape) {
    case "clf":
      // Of equal texts in a block one is parsed; on a busy server many requests share a second.
      return `ifNull(toInt64(toUnixTimestamp(parseDateTimeOrNull(toLowCardinality(${text}), '%d/%b/%Y:%H:%i:%s %z'))) * 1000, -1)`;
    case "clf_ms":
      // Without a zone, as HAProxy writes it: 17/May/2026:10:05:03.123. Taken as UTC.
      return `ifNull(toInt64(toUnixTimestamp(parseDateTimeOrNull(toLowCardinality(substring(${text}, 1, 20)), '%d/%b/%Y:%H:%i:%s', 'UTC'))) * 1000 + toInt64(toUInt16OrZero(substring(${text}, 22, 3))), -1)`;
    case "clf_fraction": {
      // With a zone, and parts of a second or none: 17/May/2026:10:05:03.123456 +0000.
      const whole = timeSql(`replaceRegexpOne(${text}, '[.][0-9]+', '')`, "clf");
      const milliseconds = `toUInt16OrZero(substring(concat(extract(${text}, '[.]([0-9]+)'), '000'), 1, 3))`;
      return `if(${whole} < 0, -1, toInt64(${whole} + ${milliseconds}))`;
    }
    case "iso":
      return `ifNull(${dateSql("parseDateTime64BestEffortOrNull", text)}, -1)`;
    case "epoch_s":
      return epochSql(`toFloat64OrZero(${text}) * 1000`);
    case "epoch_ms":
      return epochSql(`toFloat64OrZero(${text})`);
    case "epoch_us":
      return epochSql(`toFloat64OrZero(${text}) / 1000`);
    case "us":
      // Month before day, with a 12-hour clock, 5/17/2026, 10:05:03 AM; Kibana: May 17, 2026 @ 10:05:03.221. Or as ISO has it.
      return `ifNull(${dateSql("parseDateTime64BestEffortUSOrNull", `replaceOne(${text}, ' @ ', ' ')`)}, ${timeSql(text, "iso")})`;
    case "elff":
      // ProxySG: in brackets or not, with the month as a name and a zone, or as a number and GMT.
      return `multiIf(position(${text}, '/') = 0, ${timeSql(text, "any")}, match(${text}, '/[A-Z]'), ${timeSql(`trimBoth(replaceRegexpAll(${text}, '[][]', ''))`, "clf")}, ifNull(toInt64(toUnixTimestamp(parseDateTimeOrNull(extract(${text}, '[0-9/]{10}:[0-9:]{8}'), '%d/%m/%Y:%H:%i:%s', 'UTC'))) * 1000, -1))`;
    case "month_day":
      return monthDayTimeSql(text);
    case "month_name":
      return monthNameTimeSql(text);
    case "any":
      return anyTimeSql(text);
  }
}

/**
 * A date as one of the engine's parsers takes it, in milliseconds; NULL where it is none. They give a date without a year
 * that of the day of the run, and take a bare number for a day of this month, so a year (of this century or the last)
 * or a number from the epoch has to be there. The text stands in few places: what is large is written out at each.
 */
function dateSql(parser: string, text: string): string {
  // Nearly all begin with a year, and need no look at the rest.
  const plain = "(position(date, '-') = 5 AND toUInt16OrZero(substring(date, 1, 4)) BETWEEN 1900 AND 2100)";
  const short = "^[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:(?:19|20)[0-9]{2}|[0-9]{2})(?:[^0-9]|$)";
  const other = `match(if(${plain}, '', date), '^[0-9]{9}|(?:^|[^0-9.:+])(?:19|20)[0-9]{2}(?:[^0-9]|$)|${short}')`;
  // Bound to a name: the engine writes a text out at every use, over all levels below it.
  return `arrayMap(date -> toUnixTimestamp64Milli(${parser}(if(${plain} OR ${other}, date, ''), 3, 'UTC')), [${text}])[1]`;
}

/** A number of nine digits or more counts from the epoch; of what is no number alone the text is parsed as a date. */
function anyTimeSql(text: string): string {
  const number = `toFloat64OrZero(${text})`;
  return `if(${number} >= 1e8, ${epochSql(magnitude(number))}, ${timeSql(`if(${number} >= 1e8, '', ${text})`, "iso")})`;
}

/**
 * 05/17-10:05:03.123456, with or without /26 or /2026 behind the day. A time without a year is the latest that is not
 * behind the last change of its file (`file_ms`, see scan.ts), and none where that is not known.
 */
function monthDayTimeSql(text: string): string {
  const part = (group: number) => `extractGroups(${text}, '^(..)/(..)(?:/([0-9]{2,4}))?-(.*)$')[${group}]`;
  const year = part(3);
  const at = (named: string) =>
    timeSql(`concat(${named}, '-', ${part(1)}, '-', ${part(2)}, ' ', ${part(4)})`, "iso");
  const written = at(`if(length(${year}) = 2, concat('20', ${year}), ${year})`);
  return `toInt64(multiIf(toFloat64OrZero(${text}) >= 1e8, ${timeSql(text, "epoch_s")}, ${year} != '', ${written}, ${latestSql(at)}))`;
}

/**
 * SQL of a time without its year: the latest that is not behind the last change of its file, -1 where that is not known.
 * @param at SQL of the time in a year, of which the SQL of a text is given
 */
function latestSql(at: (year: string) => string): string {
  const fileYear = "toYear(fromUnixTimestamp64Milli(file_ms, 'UTC'))";
  const same = at(`toString(${fileYear})`);
  // A day's grace: sensors write local time.
  return `multiIf(file_ms = 0, -1, ${same} BETWEEN 0 AND file_ms + 86400000, ${same}, ${at(`toString(${fileYear} - 1)`)})`;
}

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * May 17 10:05:03, as syslog and C's ctime write it: with or without the day of the week, parts of a second, and a year before
 * or behind the time of day; or as ISO has it. A time without a year is treated as `month_day` does.
 */
function monthNameTimeSql(text: string): string {
  const pattern =
    "^(?:[A-Z][a-z]{2} )?(?:([0-9]{4}) )?([A-Z][a-z]{2}) {1,2}([0-9]{1,2}) (?:([0-9]{4}) )?([0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]+)?)(?: ([0-9]{4}))?$";
  const groups = monthNames.map((_, index) => `'${String(index + 1).padStart(2, "0")}'`).join(", ");
  const names = monthNames.map((name) => `'${name}'`).join(", ");
  const part = (group: number) => `parts[${group}]`;
  const month = `transform(${part(2)}, [${names}], [${groups}], '')`;
  const at = (year: string) =>
    timeSql(`concat(${year}, '-', ${month}, '-', leftPad(${part(3)}, 2, '0'), ' ', ${part(5)})`, "iso");
  const year = `concat(${part(1)}, ${part(4)}, ${part(6)})`;
  const named = `multiIf(empty(parts), -1, ${year} != '', ${at(year)}, ${latestSql(at)})`;
  // Bound to a name, as in dateSql.
  const ofParts = `arrayMap(parts -> toInt64(${named}), [extractGroups(${text}, '${pattern}')])[1]`;
  return `if(match(${text}, '^[0-9]{4}-'), ${timeSql(`if(match(${text}, '^[0-9]{4}-'), ${text}, '')`, "iso")}, ${ofParts})`;
}

/** Milliseconds from a number whose size tells its unit: nano-, micro-, milliseconds or seconds of this century. */
function magnitude(number: string): string {
  return `multiIf(${number} > 1e17, ${number} / 1e6, ${number} > 1e14, ${number} / 1e3, ${number} > 1e11, ${number}, ${number} * 1e3)`;
}

/** The end of the year 2100; a later time is a mistake, and no calendar that reports use knows the latest. */
const lastMs = 4_133_980_799_999;

/**
 * Cut to a whole number as a written time is, so that a record has one time however it is written; a number that
 * was meant whole may be half a microsecond short.
 */
const whole = (milliseconds: string) => `floor(${milliseconds} + 0.0005)`;

/** A number of milliseconds as an integer; -1 where it is none, or lies before the epoch or behind all calendars. */
function epochSql(milliseconds: string): string {
  return `toInt64(if(${milliseconds} > 0 AND ${milliseconds} <= ${lastMs}, ${whole(milliseconds)}, -1))`;
}

/** Recognises how a time stamp is written; undefined where it is none that is known. */
export function timeShapeOf(text: string): TimeShape | undefined {
  if (/^\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}$/.test(text)) return "clf";
  if (/^\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d\.\d+ [+-]\d{4}$/.test(text)) return "clf_fraction";
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/.test(text)) return "iso";
  if (/^1\d{9}(\.\d+)?$/.test(text)) return "epoch_s";
  if (/^1\d{12}(\.\d+)?$/.test(text)) return "epoch_ms";
  if (/^1\d{15}$/.test(text)) return "epoch_us";
  return undefined;
}
