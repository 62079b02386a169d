/** What a spool holds, as its journal and its checkpoint tell. */
import { crc32 } from "node:zlib";
import type { Note, SegmentRef } from "./frames.ts";
import type { Stream } from "./model.ts";
import { streamFolder } from "./names.ts";

export interface SegmentContents {
  readonly number: number;
  bytes: number;
  records: number;
  closed: boolean;
  /** When its first record was committed; milliseconds since the epoch. */
  readonly bornMs: number;
}

export interface StreamContents {
  readonly stream: Stream;
  /** Number of the next segment. */
  next: number;
  /** What a new segment begins with, base64. */
  head: string;
  segments: SegmentContents[];
}

export interface Contents {
  /** The last frame that is in here. */
  seq: number;
  /** By folder. */
  readonly streams: Map<string, StreamContents>;
  readonly positions: Map<string, unknown>;
  /** Keys by which repeats are known; the oldest come first. */
  readonly keys: Set<string>;
}

export function noContents(): Contents {
  return { seq: 0, streams: new Map(), positions: new Map(), keys: new Set() };
}

/** Adds what a frame did. */
export function applyNote(contents: Contents, note: Note, keysMax: number): void {
  contents.seq = note.seq;
  for (const write of note.writes) {
    const state = streamOf(contents, write.stream);
    if (write.head !== undefined) state.head = write.head;
    let segment = state.segments.find(({ number }) => number === write.number);
    if (segment === undefined) {
      segment = { number: write.number, bytes: 0, records: 0, closed: false, bornMs: note.at };
      state.segments.push(segment);
      state.next = write.number + 1;
    }
    segment.bytes = write.offset + write.bytes;
    segment.records += write.records;
  }
  for (const { stream, number } of note.closed) {
    const segment = segmentOf(contents, { stream, number });
    if (segment !== undefined) segment.closed = true;
  }
  for (const ref of note.released) forget(contents, ref);
  for (const key of note.keys) contents.keys.add(key);
  for (const key of contents.keys) {
    if (contents.keys.size <= keysMax) break;
    contents.keys.delete(key);
  }
  for (const [source, value] of Object.entries(note.positions)) {
    if (value === null) contents.positions.delete(source);
    else contents.positions.set(source, value);
  }
}

export function noStream(stream: Stream): StreamContents {
  return { stream, next: 1, head: "", segments: [] };
}

function streamOf(contents: Contents, stream: Stream): StreamContents {
  const folder = streamFolder(stream);
  const known = contents.streams.get(folder);
  if (known !== undefined) return known;
  const state = noStream(stream);
  contents.streams.set(folder, state);
  return state;
}

export function segmentOf(contents: Contents, { stream, number }: SegmentRef): SegmentContents | undefined {
  return contents.streams.get(streamFolder(stream))?.segments.find((segment) => segment.number === number);
}

export function forget(contents: Contents, { stream, number }: SegmentRef): void {
  const state = contents.streams.get(streamFolder(stream));
  if (state !== undefined) state.segments = state.segments.filter((segment) => segment.number !== number);
}

export function heldBytes(contents: Contents): number {
  let bytes = 0;
  for (const { segments } of contents.streams.values())
    for (const segment of segments) bytes += segment.bytes;
  return bytes;
}

/** A checkpoint: its CRC-32 on a line of its own, then JSON. */
export function encodeContents(contents: Contents): string {
  const text = JSON.stringify({
    version: 1,
    seq: contents.seq,
    streams: [...contents.streams.values()],
    positions: [...contents.positions],
    keys: [...contents.keys],
  });
  return `${crc32(text).toString(16)}\n${text}\n`;
}

/** @returns undefined where it is damaged */
export function decodeContents(text: string): Contents | undefined {
  const at = text.indexOf("\n");
  const json = text.slice(at + 1, -1);
  if (at < 1 || crc32(json).toString(16) !== text.slice(0, at)) return undefined;
  const { seq, streams, positions, keys } = JSON.parse(json) as {
    seq: number;
    streams: StreamContents[];
    positions: [string, unknown][];
    keys: string[];
  };
  return {
    seq,
    streams: new Map(streams.map((state) => [streamFolder(state.stream), state])),
    positions: new Map(positions),
    keys: new Set(keys),
  };
}
