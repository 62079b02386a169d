/**
 * Frames of the journal: each is one commit, and holds what was done and the bytes of the records.
 *
 * `VJ1\n`, length of the rest (u32), its CRC-32 (u32), length of the note (u32), the note as JSON,
 * the records. All numbers are little-endian.
 */
import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { spoolLimits } from "../limits.ts";
import type { Stream } from "./model.ts";

const magic = Buffer.from("VJ1\n");
export const headBytes = 12;

/** What one frame does, in terms that give the same when they are done again. */
export interface Note {
  /** Rises by one. */
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Where the frame's bytes go, in their order. */
  readonly writes: readonly Write[];
  readonly closed: readonly SegmentRef[];
  readonly released: readonly SegmentRef[];
  readonly keys: readonly string[];
  readonly positions: Readonly<Record<string, unknown>>;
}

export interface SegmentRef {
  readonly stream: Stream;
  readonly number: number;
}

export interface Write extends SegmentRef {
  readonly offset: number;
  readonly bytes: number;
  readonly records: number;
  /** Head of new segments of this stream from now on, base64. */
  readonly head?: string;
}

export function encodeFrame(note: Note, data: readonly Uint8Array[]): Buffer {
  const text = Buffer.from(JSON.stringify(note));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  const body = Buffer.concat([size, text, ...data]);
  const head = Buffer.alloc(headBytes);
  magic.copy(head);
  head.writeUInt32LE(body.length, 4);
  head.writeUInt32LE(crc32(body), 8);
  return Buffer.concat([head, body]);
}

export interface Frame {
  readonly note: Note;
  readonly data: Buffer;
  /** Where the next frame begins. */
  readonly end: number;
}

/** The frame at a place of the journal; undefined where no whole one stands. */
export async function readFrame(file: FileHandle, at: number, size: number): Promise<Frame | undefined> {
  if (size - at < headBytes) return undefined;
  const head = await readExactly(file, at, headBytes);
  if (head === undefined || !head.subarray(0, 4).equals(magic)) return undefined;
  const length = head.readUInt32LE(4);
  if (length > spoolLimits.frameBytesMax || at + headBytes + length > size) return undefined;
  const body = await readExactly(file, at + headBytes, length);
  if (body === undefined || body.length < 4 || crc32(body) !== head.readUInt32LE(8)) return undefined;
  const noteEnd = 4 + body.readUInt32LE(0);
  const note = JSON.parse(body.subarray(4, noteEnd).toString()) as Note;
  return { note, data: body.subarray(noteEnd), end: at + headBytes + length };
}

const scanBytes = 1 << 20;

/** Whether a whole frame stands anywhere behind a place where none does: then the journal is damaged, not cut off. */
export async function frameBehind(file: FileHandle, from: number, size: number): Promise<boolean> {
  for (let at = from + 1; at < size; at += scanBytes) {
    const chunk = await readExactly(file, at, Math.min(scanBytes + magic.length - 1, size - at));
    if (chunk === undefined) return false;
    for (let found = chunk.indexOf(magic); found !== -1; found = chunk.indexOf(magic, found + 1))
      if ((await readFrame(file, at + found, size)) !== undefined) return true;
  }
  return false;
}

async function readExactly(file: FileHandle, at: number, length: number): Promise<Buffer | undefined> {
  const buffer = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(buffer, done, length - done, at + done);
    if (bytesRead === 0) return undefined;
    done += bytesRead;
  }
  return buffer;
}
