/** How far a file was read, and how it is known again. */
import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";

/**
 * A committed position. A file is known by its inode and by the bytes in front of the place up to which
 * it was read: an inode is given to another file when the first is removed, and a file that was
 * emptied keeps its own.
 */
export interface Position {
  /** The path that names the stream; the file may have been renamed since. */
  readonly path: string;
  readonly device: number;
  readonly inode: number;
  /** Bytes that were read. */
  readonly offset: number;
  readonly mark: Mark;
  /** Whether it ends inside a record that is too long, of which the rest is to be left out. */
  readonly skipping: boolean;
  /** Whether the file was rotated away and read to its end. */
  readonly done: boolean;
}

/** The last bytes in front of an offset. */
export interface Mark {
  readonly bytes: number;
  readonly digest: string;
}

/** Two logs have the same thousand bytes at the same place only where their lines hold no time. */
export const markBytes = 1024;

export function markOf(bytes: Uint8Array): Mark {
  const last = bytes.subarray(Math.max(0, bytes.length - markBytes));
  return { bytes: last.length, digest: createHash("sha256").update(last).digest("base64url") };
}

/** Whether the bytes of a file in front of a position are those that were read. */
export async function isMarked(file: FileHandle, { offset, mark }: Position): Promise<boolean> {
  const bytes = await readFrom(file, offset - mark.bytes, mark.bytes);
  return bytes.length === mark.bytes && markOf(bytes).digest === mark.digest;
}

/** Up to so many bytes of a file from a place. */
export async function readFrom(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, at + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}

export function sourceOf({ device, inode }: Pick<Position, "device" | "inode">): string {
  return `file:${device}:${inode}`;
}

export function isPosition(value: unknown): value is Position {
  return typeof value === "object" && value !== null && "offset" in value && "mark" in value;
}
