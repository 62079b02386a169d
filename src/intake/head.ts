/**
 * What later segments of a stream have to begin with, so that each can be read alone: lines with `#` at the begin of a file, or the
 * row of names that a CSV begins with.
 */

import { intakeLimits } from "../limits.ts";

const { headBytesMax } = intakeLimits;
const hash = "#".charCodeAt(0);
const lineFeed = Buffer.from("\n");
/** Fewest names of a row of names. */
const namesMin = 3;
const name = /^[A-Za-z@_][A-Za-z0-9 _.\-()[\]/:#@]*$/;
/** Where no row of values tells it from prose. */
const plainName = /^[A-Za-z@_][A-Za-z0-9_.\-@]*$/;

/** The head that some records at the begin of a log are, each line with its line feed; empty where there is none. */
export function headOf(records: readonly Uint8Array[]): Buffer {
  const end = records.findIndex((record) => record[0] !== hash);
  const hashed = records.slice(0, end === -1 ? records.length : end);
  const lines = hashed.length === 0 && isNames(records) ? records.slice(0, 1) : hashed;
  const bytes = Buffer.concat(lines.flatMap((line) => [line, lineFeed]));
  return bytes.length > headBytesMax ? Buffer.alloc(0) : bytes;
}

/** Whether a head is a row of names, which stands once in a CSV. */
export function isNamesHead(head: Uint8Array): boolean {
  return head.length > 0 && head[0] !== hash;
}

/** Whether a record is the line of such a head. */
export function isHead(head: Uint8Array, record: Uint8Array): boolean {
  return (
    isNamesHead(head) &&
    record.length === head.length - 1 &&
    Buffer.compare(record, head.subarray(0, -1)) === 0
  );
}

function isNames([first, second]: readonly Uint8Array[]): boolean {
  if (first === undefined || first.length > headBytesMax) return false;
  const text = Buffer.from(first)
    .toString()
    .replace(/^\uFEFF/, "");
  const [separator = ","] = [",", ";", "\t"].sort((a, b) => text.split(b).length - text.split(a).length);
  const names = cellsOf(text, separator);
  if (names.length < namesMin || new Set(names).size < names.length) return false;
  if (second === undefined) return names.every((one) => plainName.test(one));
  const values = cellsOf(Buffer.from(second).toString(), separator);
  // A quoted value may hold the separator, so that there are more.
  return (
    names.every((one) => name.test(one)) &&
    values.length >= names.length &&
    values.some((value) => !name.test(value))
  );
}

function cellsOf(line: string, separator: string): string[] {
  return line
    .replace(/\r$/, "")
    .split(separator)
    .map((cell) => cell.replace(/^"(.*)"$/, "$1"));
}
