/** Turns commits that wait into one frame. */
import { createHash } from "node:crypto";
import { type Contents, noStream, type StreamContents } from "./contents.ts";
import type { Note, SegmentRef, Write } from "./frames.ts";
import { headOf, isHead, isNamesHead } from "./head.ts";
import type { SpoolLimits } from "./limits.ts";
import type { Appended, Batch, Part, Stream } from "./model.ts";
import { streamFolder } from "./names.ts";

const lineFeed = Buffer.from("\n");
const noBytes = Buffer.alloc(0);
const hash = "#".charCodeAt(0);

/** Where the next bytes of a stream go; the contents change only when the frame is committed. */
interface Cursor {
  number: number;
  offset: number;
  head: string;
}

export interface Group {
  readonly note: Note;
  readonly data: readonly Uint8Array[];
  /** Beside the batches. */
  readonly appended: readonly Appended[];
  /** Whether there is anything to commit. */
  readonly empty: boolean;
  /** Segments that are begun. */
  readonly begun: number;
}

/** @param also segments to close first, and released ones to note */
export function makeGroup(
  contents: Contents,
  batches: readonly Batch[],
  also: { readonly closed: readonly SegmentRef[]; readonly released: readonly SegmentRef[] },
  nowMs: number,
  limits: SpoolLimits,
): Group {
  const builder = new GroupBuilder(contents, nowMs, limits);
  for (const ref of also.closed) builder.close(ref);
  const appended = batches.map((batch) => builder.add(batch));
  return builder.finish(appended, also.released);
}

class GroupBuilder {
  readonly #contents: Contents;
  readonly #limits: SpoolLimits;
  readonly #nowMs: number;
  readonly #cursors = new Map<string, Cursor>();
  readonly #keys = new Set<string>();
  readonly #closed: SegmentRef[] = [];
  readonly #writes: { -readonly [K in keyof Write]: Write[K] }[] = [];
  readonly #next = new Map<string, number>();
  readonly #data: Uint8Array[] = [];
  readonly #positions: Record<string, unknown> = {};
  #begun = 0;

  constructor(contents: Contents, nowMs: number, limits: SpoolLimits) {
    this.#contents = contents;
    this.#nowMs = nowMs;
    this.#limits = limits;
  }

  close(ref: SegmentRef): void {
    const folder = streamFolder(ref.stream);
    const state = this.#contents.streams.get(folder);
    const open = state?.segments.find((segment) => segment.number === ref.number && !segment.closed);
    if (state === undefined || open === undefined) return;
    this.#closed.push(ref);
    this.#cursors.set(folder, { number: 0, offset: 0, head: state.head });
  }

  add(batch: Batch): Appended {
    const key = batch.key === undefined ? undefined : keyDigest("batch", batch.key);
    Object.assign(this.#positions, batch.positions);
    if (key !== undefined && this.#known(key))
      return { written: 0, repeated: batch.parts.map(({ records }) => records.map((_, index) => index)) };
    if (key !== undefined) this.#keys.add(key);
    let written = 0;
    const repeated = batch.parts.map((part) => {
      const known: number[] = [];
      const fresh = part.records.filter((_, index) => {
        const given = part.keys?.[index];
        const digest = given === undefined ? undefined : keyDigest("record", given);
        if (digest !== undefined && this.#known(digest)) {
          known.push(index);
          return false;
        }
        if (digest !== undefined) this.#keys.add(digest);
        return true;
      });
      written += fresh.length;
      this.#write(part, fresh);
      return known;
    });
    return { written, repeated };
  }

  #known(key: string): boolean {
    return this.#contents.keys.has(key) || this.#keys.has(key);
  }

  #write({ stream, head }: Part, records: readonly Uint8Array[]): void {
    const state = this.#contents.streams.get(streamFolder(stream)) ?? noStream(stream);
    const cursor = this.#cursorOf(state);
    const isMail = stream.kind === "mail";
    // A file tells where it begins; another stream has no beginning but its first records.
    const isFirst = cursor.number === 0 && state.next === 1 && !this.#next.has(streamFolder(stream));
    const given = head ?? (isFirst && !isMail ? headOf(records) : undefined);
    if (given !== undefined) {
      const text = Buffer.from(given).toString("base64");
      // Rows under other names are another table.
      if (cursor.offset > 0 && isNamesHead(given) && text !== cursor.head) this.#end(stream, cursor);
      cursor.head = text;
    }
    const known = Buffer.from(cursor.head, "base64");
    for (const record of records) {
      const again = isHead(known, record);
      // A row of names in the middle would be read as one of values.
      if (again && cursor.offset > 0) this.#end(stream, cursor);
      const length = record.length + (isMail ? 0 : lineFeed.length);
      if (cursor.offset > 0 && cursor.offset + length > this.#limits.segmentBytesMax)
        this.#end(stream, cursor);
      if (cursor.number === 0) this.#begin(state, cursor);
      const isOwn = again || (record[0] === hash && !isNamesHead(known));
      const first = cursor.offset === 0 && !isOwn ? known : noBytes;
      if (first.length > 0) this.#put(stream, cursor, [first], 0);
      this.#put(stream, cursor, isMail ? [record] : [record, lineFeed], 1);
      if (isMail) this.#end(stream, cursor);
    }
  }

  #put(stream: Stream, cursor: Cursor, pieces: readonly Uint8Array[], records: number): void {
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    const { number, offset } = cursor;
    const last = this.#writes.at(-1);
    if (last !== undefined && last.stream === stream && last.number === number) {
      last.bytes += bytes;
      last.records += records;
    } else {
      const before = this.#contents.streams.get(streamFolder(stream))?.head ?? "";
      const head = cursor.head === before ? {} : { head: cursor.head };
      this.#writes.push({ stream, number, offset, bytes, records, ...head });
    }
    cursor.offset += bytes;
    this.#data.push(...pieces);
  }

  #end(stream: Stream, cursor: Cursor): void {
    this.#closed.push({ stream, number: cursor.number });
    cursor.number = 0;
    cursor.offset = 0;
  }

  #begin(state: StreamContents, cursor: Cursor): void {
    const folder = streamFolder(state.stream);
    const last = this.#next.get(folder) ?? state.next;
    cursor.number = last;
    cursor.offset = 0;
    this.#next.set(folder, last + 1);
    this.#begun += 1;
  }

  #cursorOf(state: StreamContents): Cursor {
    const folder = streamFolder(state.stream);
    const known = this.#cursors.get(folder);
    if (known !== undefined) return known;
    const last = state.segments.at(-1);
    const cursor =
      last === undefined || last.closed
        ? { number: 0, offset: 0, head: state.head }
        : { number: last.number, offset: last.bytes, head: state.head };
    this.#cursors.set(folder, cursor);
    return cursor;
  }

  finish(appended: readonly Appended[], released: readonly SegmentRef[]): Group {
    const note: Note = {
      seq: this.#contents.seq + 1,
      at: this.#nowMs,
      writes: this.#writes,
      closed: this.#closed,
      released,
      keys: [...this.#keys],
      positions: this.#positions,
    };
    const empty =
      this.#writes.length === 0 &&
      this.#closed.length === 0 &&
      released.length === 0 &&
      this.#keys.size === 0 &&
      Object.keys(this.#positions).length === 0;
    return { note, data: this.#data, appended, empty, begun: this.#begun };
  }
}

/** 128 bits, so that two different keys are not taken for one. */
function keyDigest(of: string, key: string): string {
  return createHash("sha256").update(`${of}\0${key}`).digest("base64url").slice(0, 22);
}
