/** What the value of a message holds: one record, or several lines. */
import { intakeLimits, spoolLimits } from "../../limits.ts";
import { isBlank, linesOf, parseObject } from "../bulk.ts";
import { keptOf } from "../documents.ts";
import type { Stream } from "../model.ts";

export interface Held {
  readonly kept: readonly { readonly stream: Stream; readonly record: Buffer }[];
  /** Records that are longer than is taken. */
  readonly tooLong: number;
}

const openBrace = 0x7b;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const blank = 0x20;

/** @returns undefined where it has too many lines */
export function heldIn(value: Buffer, topic: string): Held | undefined {
  const lines = recordsIn(value);
  if (lines === undefined) return undefined;
  const kept = [];
  let tooLong = 0;
  for (const line of lines) {
    const one = keptLine(line, topic);
    if (one.record.length > spoolLimits.recordBytesMax) tooLong += 1;
    else kept.push(one);
  }
  return { kept, tooLong };
}

function recordsIn(value: Buffer): Buffer[] | undefined {
  if (!value.includes(lineFeed)) return isBlank(value) ? [] : [withoutReturn(value)];
  const lines = linesOf(value, intakeLimits.kafkaLinesMax)?.filter((line) => !isBlank(line));
  if (lines === undefined) return undefined;
  const [first] = lines;
  // A document that is written over several lines: a line feed in it is no more than a blank.
  if (first?.[0] === openBrace && parseObject(first) === undefined && parseObject(value) !== undefined)
    return [onOneLine(value)];
  return lines;
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
}

function onOneLine(value: Buffer): Buffer {
  return Buffer.from(value.map((byte) => (byte === lineFeed || byte === carriageReturn ? blank : byte)));
}

/** A shipper's document is the line that it was made of, as over HTTP. */
function keptLine(line: Buffer, topic: string): { stream: Stream; record: Buffer } {
  const kept =
    line[0] === openBrace && line.length <= 4 * spoolLimits.recordBytesMax ? keptOf(line, topic) : undefined;
  if (kept === undefined) return { stream: { kind: "kafka", name: topic }, record: line };
  return { stream: { kind: "kafka", name: kept.stream.name }, record: kept.record };
}
