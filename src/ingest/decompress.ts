/**
 * Decompresses files outside the engine, and gives of a damaged one all that can be decoded in
 * front of the damage: each decoder hands on what it has before it fails. A library is loaded with the first
 * file that needs it.
 */
import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { setImmediate as others } from "node:timers/promises";
import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from "node:zlib";
import type { XzReadableStream } from "xz-decompress";
import { asError } from "../errors.ts";

/** Takes decompressed bytes; may throw to end the decoding. The bytes are its own. */
export type Sink = (piece: Uint8Array) => void;

/** What is wrong with a compressed file: it ends too early, something else follows it, or it is damaged. */
export type Damage = "truncated" | "followed" | "corrupt";

/** A compressed file that could not be decoded to its end. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
  readonly damage: Damage;

  constructor(damage: Damage, cause: Error) {
    super(cause.message, { cause });
    this.damage = damage;
  }
}

const endOfFile = "unexpected end of file";
/** Bytes that a decoder is given at a time. */
const sliceBytes = 16_384;

type Decode = (slices: AsyncIterable<Uint8Array>, sink: Sink) => Promise<void>;

/**
 * Decompresses a file into a sink, with little of it in memory.
 * @throws DecodeError when all in front of the damage was given to the sink
 * @throws what the sink throws
 */
export async function decompress(
  path: string,
  compression: "gzip" | "zstd" | "bzip2" | "xz",
  sink: Sink,
): Promise<void> {
  const whole: Slice = { path, start: 0, end: Number.POSITIVE_INFINITY };
  await guarded(path, compression, sink, async (kept) => {
    if (compression === "bzip2") await decodeBzip2(path, kept);
    // A block of zstd is decoded as a whole or not at all; the others decode as far as bytes go.
    else if (compression === "zstd") await decodeZstd(slicesOf(whole), kept);
    else if (compression === "xz") await decodeAll(whole, decodeXz, kept);
    else await decodeAll(whole, (slices, one) => decodeZlib(createGunzip(), slices, one), kept);
  });
}

/** Part of a file, from one byte up to another. */
export interface Slice {
  readonly path: string;
  readonly start: number;
  /** Behind its last byte. */
  readonly end: number;
}

/**
 * Decompresses a raw deflate stream that stands in a file, as a member of a zip archive does.
 * @returns how many bytes of the slice the stream has; it may end before the slice does
 * @throws DecodeError when all in front of the damage was given to the sink
 * @throws what the sink throws
 */
export async function inflateSlice(slice: Slice, sink: Sink): Promise<number> {
  let used = 0;
  await guarded(slice.path, "deflate", sink, (kept) =>
    decodeAll(
      slice,
      async (slices, one) => {
        const inflate = createInflateRaw();
        await decodeZlib(inflate, slices, one);
        used = inflate.bytesWritten;
      },
      kept,
    ),
  );
  return used;
}

/** Runs a decoder, and tells what the sink throws from what is wrong with the file. */
async function guarded(
  path: string,
  compression: string,
  sink: Sink,
  decode: (kept: Sink) => Promise<void>,
): Promise<void> {
  let refused: { readonly thrown: unknown } | undefined;
  try {
    await decode((piece) => {
      // A decoder may try a second time what failed.
      if (refused !== undefined) throw refused.thrown;
      try {
        sink(piece);
      } catch (thrown) {
        refused = { thrown };
        throw new Refused();
      }
    });
  } catch (thrown) {
    if (refused !== undefined) throw refused.thrown;
    const cause = asError(thrown);
    // A failure to read the file is no damage.
    if ((cause as NodeJS.ErrnoException).syscall !== undefined) throw cause;
    throw new DecodeError(damageOf(path, compression, cause), cause);
  }
}

/** The sink takes no more. */
class Refused extends Error {
  override readonly name = "Refused";
}

function damageOf(path: string, compression: string, cause: Error): Damage {
  const said = `${cause.message} ${(cause as NodeJS.ErrnoException).code ?? ""}`;
  if (cause instanceof DecodeError) return cause.damage;
  // Only at the start of a member; the first one's was looked at before.
  if (compression === "gzip" && said.startsWith("incorrect header check")) return "followed";
  if (compression === "xz") {
    // XZ_FORMAT_ERROR: no stream begins here. XZ_BUF_ERROR: there is no more to read.
    if (/error code 5$/.test(cause.message)) return "followed";
    if (/error code 8$/.test(cause.message)) return endsBehindXz(path) ? "followed" : "truncated";
  }
  return /unexpected end|unexpected EOF|truncat|Z_BUF_ERROR/i.test(said) ? "truncated" : "corrupt";
}

/** Whether a few bytes that begin no stream follow the end of one; the decoder waits for a whole header. */
function endsBehindXz(path: string): boolean {
  const handle = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(1 << 16);
    let tail = Buffer.alloc(0);
    for (let count = 1; count > 0; ) {
      count = readSync(handle, buffer, 0, buffer.length, null);
      tail = Buffer.concat([tail, buffer.subarray(0, count)]).subarray(-13);
    }
    const end = tail.lastIndexOf("YZ") + 2;
    const rest = tail.subarray(end);
    return end > 1 && rest.length > 0 && !"\xfd7zXZ\0".startsWith(rest.toString("latin1").slice(0, 6));
  } finally {
    closeSync(handle);
  }
}

/** Where bytes are given in smaller slices than elsewhere. */
interface Fine {
  readonly from: number;
  readonly to: number;
  readonly sliceBytes: number;
}

/** Bytes of a slice where a decoder failed in a larger one, and most bytes in front of it for that to be worth a pass. */
const finerBytes = 128;
const finerBefore = 4_000_000;

/**
 * A decoder that fails keeps back what it made of the slice it was given last. Then all is decoded
 * again, that slice in smaller ones, and at last byte by byte.
 */
async function decodeAll(slice: Slice, decode: Decode, sink: Sink): Promise<void> {
  let given = 0;
  let fine: Fine | undefined;
  for (;;) {
    const read: ReadSoFar = { bytes: 0, ended: false };
    let passed = 0;
    try {
      return await decode(slicesOf(slice, read, fine), (piece) => {
        const known = Math.min(piece.length, Math.max(0, given - passed));
        passed += piece.length;
        if (known < piece.length) sink(piece.subarray(known));
        given = Math.max(given, passed);
      });
    } catch (thrown) {
      if (thrown instanceof Refused || (thrown as NodeJS.ErrnoException).syscall !== undefined) throw thrown;
      const failedBytes = fine?.sliceBytes ?? sliceBytes;
      if (read.ended || failedBytes === 1) throw thrown;
      const small = failedBytes === sliceBytes && read.bytes < finerBefore;
      fine = { from: read.bytes, to: read.bytes + failedBytes, sliceBytes: small ? finerBytes : 1 };
    }
  }
}

/** How far a file was read. */
interface ReadSoFar {
  /** Bytes that were taken before the slice that was given last. */
  bytes: number;
  /** All slices were taken. */
  ended: boolean;
}

/** The bytes of a file, or of a slice of it. */
async function* slicesOf(
  { path, start, end }: Slice,
  read: ReadSoFar = { bytes: 0, ended: false },
  fine: Fine = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY, sliceBytes },
): AsyncGenerator<Uint8Array> {
  if (end > start) {
    for await (const chunk of createReadStream(path, { highWaterMark: sliceBytes, start, end: end - 1 })) {
      let rest = chunk as Buffer;
      while (rest.length > 0) {
        const { bytes } = read;
        const most = bytes < fine.from ? fine.from - bytes : bytes < fine.to ? fine.sliceBytes : sliceBytes;
        const slice = rest.subarray(0, most);
        yield slice;
        read.bytes += slice.length;
        rest = rest.subarray(slice.length);
      }
    }
  }
  read.ended = true;
}

async function decodeZlib(
  gunzip: Gunzip | InflateRaw,
  slices: AsyncIterable<Uint8Array>,
  sink: Sink,
): Promise<void> {
  let made: Buffer[] = [];
  let failed: Error | undefined;
  let wake: () => void = () => {};
  gunzip.on("data", (piece: Buffer) => made.push(piece));
  gunzip.on("error", (error) => {
    failed = error;
    wake();
  });
  // Zeros that fill up the last block of a tape end it.
  let ended = false;
  gunzip.on("end", () => {
    ended = true;
    wake();
  });
  const hand = () => {
    for (let rest = gunzip.read() as Buffer | null; rest !== null; rest = gunzip.read() as Buffer | null)
      made.push(rest);
    const pieces = made;
    made = [];
    for (const piece of pieces) sink(piece);
    if (failed !== undefined) throw failed;
  };
  try {
    for await (const slice of slices) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        gunzip.write(slice, () => resolve());
      });
      hand();
      if (ended) return;
    }
    await new Promise<void>((resolve) => {
      wake = resolve;
      gunzip.end();
    });
    hand();
  } finally {
    gunzip.destroy();
  }
}

async function decodeZstd(slices: AsyncIterable<Uint8Array>, sink: Sink): Promise<void> {
  const { Decompress } = await import("fzstd");
  const decoder = new Decompress((piece) => sink(piece));
  for await (const slice of slices) decoder.push(slice);
  decoder.push(new Uint8Array(0), true);
}

async function decodeXz(slices: AsyncIterable<Uint8Array>, sink: Sink): Promise<void> {
  const iterator = slices[Symbol.asyncIterator]();
  const source = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await iterator.next();
        if (next.done === true) controller.close();
        // Slices are read on demand: what was asked for is what was used.
        else controller.enqueue(next.value);
      },
    },
    { highWaterMark: 0 },
  );
  const reader = new (await xzClass())(source as never).getReader();
  let done = false;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) sink(next.value);
    done = true;
  } finally {
    // The library decodes one file at a time, and waits for ever for one that was left in the middle.
    if (!done) await reader.cancel().catch(() => {});
    await iterator.return?.();
  }
}

/** The package is CommonJS behind an ES type declaration: Node gives its exports as the default. */
async function xzClass(): Promise<typeof XzReadableStream> {
  const xz = await import("xz-decompress");
  return ((xz as unknown as { default?: typeof xz }).default ?? xz).XzReadableStream;
}

const blockUnit = 100_000;
const bufferBytes = 65_536;

async function decodeBzip2(path: string, sink: Sink): Promise<void> {
  const { default: bzip2 } = await import("unbzip2-stream/lib/bzip2.js");
  const handle = openSync(path, "r");
  let made = Buffer.allocUnsafe(bufferBytes);
  let length = 0;
  const hand = () => {
    const piece = made.subarray(0, length);
    made = Buffer.allocUnsafe(bufferBytes);
    length = 0;
    if (piece.length > 0) sink(piece);
  };
  const put = (byte: number) => {
    if (length === bufferBytes) hand();
    made[length++] = byte;
  };
  const reader = new BitReader(handle);
  const bits = (count: number | null) => (count === null ? reader.align() : reader.take(count));
  try {
    for (let members = 0; members === 0 || !reader.atEnd(); members += 1) {
      let size: number;
      try {
        size = bzip2.header(bits);
      } catch (thrown) {
        throw members > 0 ? new DecodeError("followed", asError(thrown)) : thrown;
      }
      const work = new Int32Array(size * blockUnit);
      for (let checksum: number | null = 0; checksum !== null; ) {
        checksum = bzip2.decompress(bits, put, work, work.length, checksum);
        hand();
        // A block takes a tenth of a second; signals are seen between two.
        await others();
      }
    }
  } finally {
    try {
      hand();
    } finally {
      closeSync(handle);
    }
  }
}

/** Bits of a file, highest first. */
class BitReader {
  readonly #handle: number;
  #bytes = Buffer.alloc(0);
  #byte = 0;
  /** Bits of the present byte that were taken. */
  #bit = 0;

  constructor(handle: number) {
    this.#handle = handle;
  }

  /** @param count 0 to 32; of 32 the highest is the sign */
  take(count: number): number {
    let result = 0;
    for (let wanted = count; wanted > 0; ) {
      if (this.#byte >= this.#bytes.length && !this.#more()) throw new Error(endOfFile);
      const left = 8 - this.#bit;
      const taken = Math.min(left, wanted);
      const value = ((this.#bytes[this.#byte] ?? 0) >> (left - taken)) & ((1 << taken) - 1);
      result = (result << taken) | value;
      wanted -= taken;
      this.#bit += taken;
      if (this.#bit === 8) {
        this.#bit = 0;
        this.#byte += 1;
      }
    }
    return result;
  }

  /** Goes on to the next whole byte. */
  align(): undefined {
    if (this.#bit > 0) this.#byte += 1;
    this.#bit = 0;
  }

  /** At a whole byte only. */
  atEnd(): boolean {
    return this.#byte >= this.#bytes.length && !this.#more();
  }

  #more(): boolean {
    const buffer = Buffer.allocUnsafe(bufferBytes);
    this.#bytes = buffer.subarray(0, readSync(this.#handle, buffer, 0, bufferBytes, null));
    this.#byte = 0;
    return this.#bytes.length > 0;
  }
}
