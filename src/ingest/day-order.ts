/**
 * Whether 05/11/2026 is the fifth of November or the eleventh of May: told by the dates of the same file
 * in which one of both numbers can be no month. A file has one order; a date that contradicts it is a reject.
 */
import { type Plan, timeSql } from "./columns.ts";
import type { ReadContext } from "./context.ts";
import { chain, type LineSource, mentions, recordPrelude } from "./scan.ts";

/** The order of day and month in the dates of a file. */
export interface DayOrder {
  readonly dayFirst: boolean;
  /** What a person has to know of it. */
  readonly note?: string;
}

const dateStart = "[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})";
const dateAnywhere = new RegExp(`(?<![0-9])${dateStart}(?![0-9])`);

/** What `time_order` says: the first number is no month, the second is none, both may be one. */
const orders = { dayFirst: 1, monthFirst: 2, open: 3 } as const;

/** SQL of the time in `time_text`, whose day stands first where `day_first` says so (scan.ts); -1 where it does not fit. */
export const orderedTime: readonly (readonly [name: string, sql: string])[] = [
  // Most times are ISO 8601, and a glance at the second and third character tells so. Texts are bound to names: the
  // engine writes each out at every use, over all levels below it.
  [
    "time_numbers",
    `extractGroups(arrayMap(date -> if(multiSearchAny(substring(date, 2, 2), ['/', '-', '.']), date, ''), [time_text])[1], '^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.](?:[0-9]{4}|[0-9]{2})(?:[^0-9]|$)')`,
  ],
  [
    "time_order",
    `arrayMap((first, second) -> toUInt8(multiIf(first > 12 AND second > 12, 0, first > 12, ${orders.dayFirst}, second > 12, ${orders.monthFirst}, second > 0, ${orders.open}, 0)), [toUInt8OrZero(time_numbers[1])], [toUInt8OrZero(time_numbers[2])])[1]`,
  ],
  ["time_contradicts", `time_order = if(day_first = 1, ${orders.monthFirst}, ${orders.dayFirst})`],
  ["time_by_day", "day_first = 1 AND time_order > 0"],
  // Columns of their own: a text that is written out at every use takes the engine half a minute to look through.
  ["time_day_text", "if(time_by_day, time_text, '')"],
  ["time_month_text", "if(time_by_day, '', time_text)"],
  ["time_as_day", timeSql("time_day_text", "iso")],
  ["time_as_month", timeSql("time_month_text", "us")],
  ["time_ordered", "multiIf(time_contradicts, toInt64(-1), time_by_day, time_as_day, time_as_month)"],
];

/** SQL of why a time of `orderedTime` was not read. */
export const orderedReason =
  "if(time_contradicts, 'day and month are not in the order of the rest of the file', 'time stamp not understood')";

/**
 * The order of day and month in a file; undefined where it matters to none of its dates.
 * @param lines all lines of the file, however many of them are read
 * @param samples its first records; those of a document are not asked, for there are few others
 */
export async function dayOrderOf(
  context: ReadContext,
  plan: Plan,
  lines: LineSource,
  samples: readonly string[] | undefined,
  parameters: Readonly<Record<string, string>>,
): Promise<DayOrder | undefined> {
  if (!plan.prelude.some(([, sql]) => mentions(sql, "day_first"))) return undefined;
  if (samples?.some((sample) => dateAnywhere.test(sample)) === false) return undefined;
  const rows = await context.engine.rows(
    `SELECT
  countIf(time_order = ${orders.dayFirst}) AS day_first_dates,
  countIf(time_order = ${orders.monthFirst}) AS month_first_dates,
  countIf(time_order = ${orders.open} AND position(substring(time_text, 2, 2), '.') > 0) AS dotted_dates,
  countIf(time_order = ${orders.open}) AS open_dates,
  argMinIf(extract(time_text, '^${dateStart}'), line_number, time_order = ${orders.open}) AS example
FROM ${chain(lines.from, lines.columns, recordPrelude(lines, plan), ["line_number", "time_text", "time_order"])}`,
    parameters,
  );
  const counts = rows[0] ?? {};
  return orderFrom({
    dayFirst: Number(counts.day_first_dates),
    monthFirst: Number(counts.month_first_dates),
    open: Number(counts.open_dates),
    dotted: Number(counts.dotted_dates),
    example: String(counts.example),
  });
}

/** The order from how many dates show which one; of two that are shown, the one that more dates show. */
export function orderFrom(dates: {
  readonly dayFirst: number;
  readonly monthFirst: number;
  readonly open: number;
  readonly dotted: number;
  /** The first date that does not show its order. */
  readonly example: string;
}): DayOrder {
  const shown = dates.dayFirst + dates.monthFirst > 0;
  // Who parts a date by full stops writes the day first (Unicode CLDR, short dates of de, pl, tr).
  const dayFirst = shown ? dates.dayFirst > dates.monthFirst : dates.dotted * 2 > dates.open;
  if (dates.open === 0 || (shown && !dayFirst && dates.dayFirst === 0)) return { dayFirst };
  const why = shown ? "as other dates of the file show" : "no date of the file shows the order";
  return {
    dayFirst,
    note: `dates like ${dates.example} are taken ${dayFirst ? "day" : "month"} first: ${why}`,
  };
}
