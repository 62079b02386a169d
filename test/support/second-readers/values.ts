/** What second readers share: the values of a record by column, as the product's documentation names them. */
import type { ColumnName } from "../../../src/ingest/columns.ts";

/** A column that is undefined is not compared; one that is not there holds nothing. */
export type Values = Partial<Record<ColumnName, string | number | undefined>>;
/** Reads one record of a file, by its 1-based line. */
export type RecordReader = (line: number) => Values;
/** Made for a file from its lines, or its mails. */
export type SecondReader = (records: readonly string[]) => RecordReader;

/** A number that may be written as text; undefined where nothing is written. */
export function number(value: unknown): number | undefined {
  return value === undefined || value === null || value === "" || value === "-" ? undefined : Number(value);
}

export function text(value: unknown): string | undefined {
  // Half a character, as "\udcf0" of JSON may be, is none in UTF-8.
  return value === undefined || value === null ? undefined : Buffer.from(String(value)).toString();
}

/** Milliseconds of a time in ISO 8601 to the microsecond, cut off; without a zone in UTC. */
export function isoMs(value: string): number {
  const [, head = "", fraction = "", zone = ""] =
    /^(\S+?)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/.exec(value.replace(" ", "T")) ?? [];
  return (
    Date.parse(`${head}${zone === "" ? "Z" : zone.replace(/^(...)(\d\d)$/, "$1:$2")}`) +
    milliseconds(fraction)
  );
}

/** Milliseconds of seconds since 1970, written with a fraction. */
export function epochMs(value: string): number {
  const [seconds = "", fraction = ""] = value.split(".");
  return Number(seconds) * 1000 + milliseconds(fraction);
}

function milliseconds(fraction: string): number {
  return Number(fraction.padEnd(3, "0").slice(0, 3));
}

/** Undoes escapes of two hexadecimal digits, as servers and Zeek write bytes; undefined where they are no UTF-8. */
export function unhexed(value: string): string | undefined {
  if (!/\\x[0-9a-fA-F]{2}/.test(value)) return value;
  const bytes = value
    .split(/(\\x[0-9a-fA-F]{2})/)
    .map((part, index) => (index % 2 === 1 ? Buffer.from(part.slice(2), "hex") : Buffer.from(part, "utf8")));
  const whole = Buffer.concat(bytes).toString("utf8");
  return whole.includes("\ufffd") ? undefined : whole;
}
