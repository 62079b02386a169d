/**
 * Makes an input readable for the engine: recognises compression by magic bytes, spools what
 * can be read once or what the engine cannot decode, and recovers what a damaged archive
 * still holds.
 *
 * The engine is given a link with a plain name, so that a name with `{`, `*` or `?` is a name.
 */
import {
  closeSync,
  createReadStream,
  createWriteStream,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { Readable, Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, constants as zlibConstants } from "node:zlib";
import { Decompress } from "fzstd";
import unbzip2 from "unbzip2-stream";
import * as xz from "xz-decompress";
import { asError, VedetteError } from "../errors.ts";
import { type Declared, gzipDeclares, zstdDeclares } from "./declared.ts";
import type { Input } from "./discover.ts";

/** Compressions by their magic bytes. */
export type Compression = "none" | "gzip" | "zstd" | "bzip2" | "xz";

const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["bzip2", [0x42, 0x5a, 0x68]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
];

/** The compression that the first bytes of a file announce. */
export function compressionOf(head: Uint8Array): Compression {
  for (const [compression, magic] of magics) {
    if (magic.every((byte, index) => head[index] === byte)) return compression;
  }
  return "none";
}

/** A file that the engine can read. */
export interface Opened {
  readonly input: Input;
  /** Path for the engine: a link with a plain name, or the spooled copy. */
  readonly file: string;
  /** What the engine has to undo itself. */
  readonly engineCompression: "none" | "gzip" | "zstd";
  readonly compression: Compression;
  /** Bytes on disk (of the spooled copy for a pipe). */
  readonly bytes: number;
  /** Set when the content could not be read to its end. */
  readonly problem?: VedetteError;
  /** Things a person should know about how it was read. */
  readonly notes: readonly string[];
}

/** Named limits of reading. */
export interface OpenLimits {
  /** Largest ratio of decompressed to compressed bytes. */
  readonly ratioMax: number;
  /** Below this many decompressed bytes the ratio is not looked at. */
  readonly ratioFloorBytes: number;
  /** Largest spooled copy. */
  readonly spoolBytesMax: number;
}

/**
 * Opens an input.
 * @param folder a temporary folder for links and copies
 * @param number makes the names in `folder` unique
 * @throws VedetteError `input.empty`
 */
export async function openInput(
  input: Input,
  folder: string,
  number: number,
  limits: OpenLimits,
  stdin: Readable,
): Promise<Opened> {
  mkdirSync(folder, { recursive: true });
  const link = join(folder, `source-${number}`);
  let path = input.path;
  if (input.once) {
    path = join(folder, `pipe-${number}`);
    await pipeline(
      input.path === "-" ? stdin : createReadStream(input.path),
      boundedBytes(limits.spoolBytesMax, input.path),
      createWriteStream(path),
    );
  }
  const head = readHead(path, 4096);
  if (head.length === 0) {
    throw new VedetteError("input.empty", `${displayName(input)}: empty.`, {
      place: { path: input.path },
      hint: "There is nothing to read in it.",
    });
  }
  const compression = compressionOf(head);
  const bytes = statSync(path).size;
  const base = { input, compression, bytes, notes: [] };
  const encoding = compression === "none" ? utf16Of(head) : undefined;
  if (encoding !== undefined) {
    const copy = join(folder, `utf8-${number}`);
    await pipeline(createReadStream(path), decodeUtf16(encoding), createWriteStream(copy));
    return { ...base, file: copy, engineCompression: "none", notes: ["UTF-16 was read as UTF-8"] };
  }
  if (compression === "bzip2" || compression === "xz") {
    return {
      ...base,
      ...(await spool(path, compression, bytes, join(folder, `spool-${number}`), limits, input)),
    };
  }
  symlinkSync(resolve(path), link);
  const declared = declaredOf(path, compression, bytes);
  if (declared.bytes > bytesMost(bytes, limits)) {
    return {
      ...base,
      ...(await spool(link, compression, bytes, join(folder, `spool-${number}`), limits, input)),
    };
  }
  const cut = declared.complete ? {} : { problem: damaged(input, true) };
  return { ...base, file: link, engineCompression: compression, ...cut };
}

/** What a compressed file says of itself, without decompressing it. */
function declaredOf(path: string, compression: Compression, bytes: number): Declared {
  if (compression === "gzip") return { bytes: gzipDeclares(path, bytes), complete: true };
  if (compression === "zstd") return zstdDeclares(path, bytes);
  return { bytes: 0, complete: true };
}

/** Most bytes that a compressed file may become. */
export function bytesMost(bytes: number, limits: Pick<OpenLimits, "ratioMax" | "ratioFloorBytes">): number {
  return Math.max(limits.ratioFloorBytes, bytes * limits.ratioMax);
}

/** Reads again, outside the engine, what a damaged or oversized gzip or zstd file still holds. */
export async function recover(
  opened: Opened,
  folder: string,
  number: number,
  limits: OpenLimits,
): Promise<Opened> {
  const copy = join(folder, `recovered-${number}`);
  return {
    ...opened,
    ...(await spool(opened.file, opened.compression, opened.bytes, copy, limits, opened.input)),
  };
}

type Spooled = Pick<Opened, "file" | "engineCompression"> & { readonly problem?: VedetteError };

async function spool(
  path: string,
  compression: Compression,
  bytes: number,
  copy: string,
  limits: OpenLimits,
  input: Input,
): Promise<Spooled> {
  try {
    await pipeline(
      decompressed(path, compression),
      boundedRatio(bytesMost(bytes, limits), limits.ratioMax, input),
      createWriteStream(copy),
    );
    return { file: copy, engineCompression: "none" };
  } catch (thrown) {
    if (thrown instanceof VedetteError) return { file: copy, engineCompression: "none", problem: thrown };
    const cause = asError(thrown);
    return {
      file: copy,
      engineCompression: "none",
      problem: damaged(input, sayOfEnd(compression, cause), cause),
    };
  }
}

/** Whether a decoder failed because there was no more to read. */
function sayOfEnd(compression: Compression, cause: Error): boolean {
  // The decoder of bzip2 runs over the end of its buffer; that of xz says XZ_BUF_ERROR, which is 8.
  if (compression === "bzip2") return cause instanceof TypeError;
  if (compression === "xz") return /error code 8$/.test(cause.message);
  return /unexpected end|unexpected EOF|truncat|Z_BUF_ERROR|end of file/i.test(
    `${cause.message} ${(cause as { code?: string }).code ?? ""}`,
  );
}

/** The problem of a compressed file that could not be read to its end. */
export function damaged(input: Input, truncated: boolean, cause?: Error): VedetteError {
  const because = cause === undefined ? "" : ` (${cause.message.split("\n", 1)[0]})`;
  return truncated
    ? new VedetteError(
        "input.truncated",
        `${displayName(input)}: the compressed file ends before its end; what could be read was used.`,
        {
          place: { path: input.path },
          hint: "Copy the file again; it may still have been written.",
          cause,
        },
      )
    : new VedetteError(
        "input.corrupt",
        `${displayName(input)}: the compressed file is damaged${because}; what could be read was used.`,
        {
          place: { path: input.path },
          hint: "Copy the file again.",
          cause,
        },
      );
}

function decompressed(path: string, compression: Compression): Readable {
  const source = createReadStream(path, { highWaterMark: 1 << 18 });
  switch (compression) {
    case "gzip":
      return source.compose(createGunzip({ finishFlush: zlibConstants.Z_FINISH })) as unknown as Readable;
    case "zstd":
      return source.compose(zstdTransform()) as unknown as Readable;
    case "bzip2":
      return source.pipe(unbzip2()) as unknown as Readable;
    case "xz":
      return Readable.from(readXz(source));
    case "none":
      return source;
  }
}

async function* readXz(source: Readable): AsyncGenerator<Uint8Array> {
  const reader = new (xzClass())(Readable.toWeb(source) as never).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

function zstdTransform(): Transform {
  const decoder = new Decompress();
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      try {
        decoder.ondata = (data) => this.push(Buffer.from(data));
        decoder.push(chunk);
        done();
      } catch (thrown) {
        done(asError(thrown));
      }
    },
    flush(done) {
      try {
        decoder.push(new Uint8Array(0), true);
        done();
      } catch (thrown) {
        done(asError(thrown));
      }
    },
  });
}

function boundedBytes(most: number, path: string): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > most) {
        done(
          new VedetteError(
            "input.ratio",
            `${path}: more than ${most} bytes; the limit of spooled input (spool_bytes) is reached.`,
            { place: { path } },
          ),
        );
      } else done(null, chunk);
    },
  });
}

function boundedRatio(most: number, ratio: number, input: Input): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > most) done(ratioProblem(input, ratio));
      else done(null, chunk);
    },
  });
}

/** The error for a file that decompresses to too much. */
export function ratioProblem(input: Input, ratio: number): VedetteError {
  return new VedetteError(
    "input.ratio",
    `${displayName(input)}: decompresses to more than ${ratio} times its size (limit decompressed_ratio); reading stopped there.`,
    {
      place: { path: input.path },
      hint: "Logs do not pack like this. If you trust the file, decompress it yourself and name the result.",
    },
  );
}

function readHead(path: string, length: number): Buffer {
  const handle = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(handle, buffer, 0, length, 0));
  } finally {
    closeSync(handle);
  }
}

/** Whether text is UTF-16, by its byte order mark or by the zero bytes between ASCII letters. */
export function utf16Of(head: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const sample = head.subarray(0, 512);
  if (sample.length < 16) return undefined;
  const zeros = (offset: number) =>
    sample.filter((byte, index) => index % 2 === offset && byte === 0).length / (sample.length / 2);
  if (zeros(1) > 0.9 && zeros(0) < 0.1) return "utf-16le";
  if (zeros(0) > 0.9 && zeros(1) < 0.1) return "utf-16be";
  return undefined;
}

function decodeUtf16(encoding: "utf-16le" | "utf-16be"): Transform {
  const decoder = new TextDecoder(encoding);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, Buffer.from(decoder.decode(chunk, { stream: true }), "utf8"));
    },
    flush(done) {
      done(null, Buffer.from(decoder.decode(), "utf8"));
    },
  });
}

/** A path as people read it. */
export function displayName(input: Input): string {
  return input.path === "-" ? "standard input" : input.path;
}

/** The package is CommonJS behind an ES type declaration: Node gives its exports as the default. */
function xzClass(): typeof xz.XzReadableStream {
  return ((xz as unknown as { default?: typeof xz }).default ?? xz).XzReadableStream;
}
