/**
 * What a compressed file says of its own size, read without decompressing it: how a bomb is
 * seen before the engine opens it, and how a zstd file that was cut off is told from a whole
 * one (the engine reads both without a word).
 */
import { closeSync, openSync, readSync } from "node:fs";

export interface Declared {
  /** Bytes after decompression; for zstd an upper bound. */
  readonly bytes: number;
  /** False where the file ends in the middle. */
  readonly complete: boolean;
}

/** Reads parts of a file by position. */
export class Parts {
  readonly #handle: number;

  constructor(path: string) {
    this.#handle = openSync(path, "r");
  }

  /** The bytes at a place; shorter where the file ends. */
  at(position: number, length: number): Buffer {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(this.#handle, buffer, 0, length, position));
  }

  close(): void {
    closeSync(this.#handle);
  }
}

/**
 * The size that the last member of a gzip file declares (RFC 1952: modulo 2^32). Files of
 * several members declare less than they hold.
 */
export function gzipDeclares(path: string, bytes: number): number {
  const parts = new Parts(path);
  try {
    const end = parts.at(Math.max(0, bytes - 4), 4);
    return end.length === 4 ? end.readUInt32LE(0) : 0;
  } finally {
    parts.close();
  }
}

const frameMagic = 0xfd2fb528;
const blockBytesMax = 131_072;

/** Walks the blocks of a zstd file (RFC 8878); their contents are not read. */
export function zstdDeclares(path: string, bytes: number): Declared {
  const parts = new Parts(path);
  try {
    let position = 0;
    let sum = 0;
    while (position < bytes) {
      const frame = walkFrame(parts, position);
      // Anything else behind a frame is for the engine to complain about.
      if (frame === undefined) break;
      sum += frame.bytes;
      if (frame.end === undefined || frame.end > bytes) return { bytes: sum, complete: false };
      position = frame.end;
    }
    return { bytes: sum, complete: true };
  } finally {
    parts.close();
  }
}

/** One frame: at most how many bytes it becomes, and where it ends; no end where it is cut off. Undefined where there is none. */
function walkFrame(parts: Parts, start: number): { bytes: number; end: number | undefined } | undefined {
  const head = parts.at(start, 8);
  if (head.length < 5) return { bytes: 0, end: undefined };
  const magic = head.readUInt32LE(0);
  // A skippable frame tells its length.
  if ((magic & 0xfffffff0) >>> 0 === 0x184d2a50)
    return { bytes: 0, end: head.length < 8 ? undefined : start + 8 + head.readUInt32LE(4) };
  if (magic !== frameMagic) return undefined;
  const descriptor = head[4] ?? 0;
  const single = (descriptor >> 5) & 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentSize = [single, 2, 4, 8][descriptor >> 6] ?? 0;
  let position = start + 5 + (1 - single) + dictionary + contentSize;
  let bytes = 0;
  for (;;) {
    const header = parts.at(position, 3);
    if (header.length < 3) return { bytes, end: undefined };
    const block = header.readUIntLE(0, 3);
    const size = block >> 3;
    const type = (block >> 1) & 3;
    bytes += type === 2 ? blockBytesMax : size;
    position += 3 + (type === 1 ? 1 : size);
    if ((block & 1) === 1) return { bytes, end: position + ((descriptor >> 2) & 1) * 4 };
  }
}
