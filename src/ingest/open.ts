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
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Policy } from "../content/tables.ts";
import { VedetteError } from "../errors.ts";
import { type Declared, gzipDeclares, zstdDeclares } from "./declared.ts";
import { type Damage, DecodeError, decompress } from "./decompress.ts";
import { type Input, memberMark } from "./discover.ts";
import type { Member } from "./documents/spool.ts";
import { descriptors, type HeldFiles, type Original } from "./held-files.ts";
import { fileLines, spooledLines, spooledTexts } from "./scan.ts";
import { decodeUtf16, utf16Of } from "./utf16.ts";

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
    if (!magic.every((byte, index) => head[index] === byte)) continue;
    // Three letters may begin a log line as well.
    return compression === "bzip2" && !beginsBzip2(head) ? "none" : compression;
  }
  return "none";
}

/** What stands behind the block size: a block, or the end of an empty stream. */
const bzip2Begins: readonly (readonly number[])[] = [
  [0x31, 0x41, 0x59, 0x26, 0x53, 0x59],
  [0x17, 0x72, 0x45, 0x38, 0x50, 0x90],
];

/** Of a file that is shorter than the beginning, what there is of it decides. */
function beginsBzip2(head: Uint8Array): boolean {
  const size = head[3] ?? 0x39;
  const rest = head.subarray(4, 10);
  return (
    size >= 0x31 &&
    size <= 0x39 &&
    bzip2Begins.some((magic) => rest.every((byte, index) => byte === magic[index]))
  );
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
  /** The file as it was opened, where the engine reads the file itself. */
  readonly original?: Original;
  /** The reader that made records of a document; `file` holds them spooled. */
  readonly document?: string;
  /** Where each record stands, of a source that is a folder of files with one record each. */
  readonly members?: readonly Member[];
  /** Things a person should know about how it was read. */
  readonly notes: readonly string[];
}

/** When an input was last written, in milliseconds; undefined for a pipe, or a member of an archive. */
export function modifiedMs({ input }: Opened): number | undefined {
  if (input.once || input.content !== undefined || input.mails !== undefined) return undefined;
  const found = statSync(input.path, { throwIfNoEntry: false });
  return found?.isFile() === true ? Math.floor(found.mtimeMs) : undefined;
}

/** FROM clause of an opened input's records: `line` and `line_number`. */
export function linesOf(opened: Opened, parameter = "file"): string {
  return opened.document === undefined
    ? fileLines(parameter, opened.engineCompression)
    : spooledLines(parameter);
}

/** Whether the lines of an input are those of its file. */
export function isPlain({ document, engineCompression }: Opened): boolean {
  return document === undefined && engineCompression === "none";
}

/** As `linesOf`, with the text that stands in the input, which people are shown. */
export function textsOf(opened: Opened, parameter = "file"): string {
  return opened.document === undefined
    ? fileLines(parameter, opened.engineCompression)
    : spooledTexts(parameter);
}

/** Whether a file lost lines, or its name went to another, since it was opened; what stands in it now is not what was read. */
export function changedSince({ input, original }: Opened): VedetteError | undefined {
  if (original === undefined) return undefined;
  const { handle, path, device, inode, bytes } = original;
  const now = handle === undefined ? statSync(path, { throwIfNoEntry: false }) : fstatSync(handle);
  const same = now !== undefined && (handle !== undefined || (now.dev === device && now.ino === inode));
  if (same && now.size >= bytes) return undefined;
  const what = same ? "the file became shorter" : "the file was replaced or removed";
  return new VedetteError(
    "input.changed",
    `${displayName(input)}: ${what} while it was read; what could be read was used, and none of its lines is quoted.`,
    {
      place: { path: input.path },
      hint: "It was probably rotated. Run again; name the rotated file as well.",
    },
  );
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

/** The limits of reading that the policy names. */
export function openLimits(limits: Policy["limits"]): OpenLimits {
  return {
    ratioMax: limits.decompressed_ratio,
    ratioFloorBytes: limits.decompressed_bytes_floor,
    spoolBytesMax: limits.spool_bytes,
  };
}

/**
 * Opens an input.
 * @param folder a temporary folder for links and copies
 * @param number makes the names in `folder` unique
 * @param held keeps the file open; without it, or where it is full, the engine gets a link to the path
 * @throws VedetteError `input.empty`
 */
export async function openInput(
  input: Input,
  folder: string,
  number: number,
  limits: OpenLimits,
  stdin: Readable,
  held?: HeldFiles,
): Promise<Opened> {
  mkdirSync(folder, { recursive: true });
  let path = input.content ?? input.path;
  if (input.content === undefined) {
    if (input.problem !== undefined) throw input.problem;
    if (input.once) {
      path = join(folder, `pipe-${number}`);
      await spoolOnce(input, path, limits, stdin);
    }
  }
  // A copy keeps its name as long as the run lasts.
  const handle = path === input.path ? held?.hold(path) : undefined;
  try {
    if (handle !== undefined) path = join(descriptors, String(handle));
    const opened = await openFile(input, path, handle, folder, number, limits);
    // A copy needs its original no more.
    if (handle !== undefined && opened.original === undefined) held?.release(handle);
    return opened;
  } catch (thrown) {
    if (handle !== undefined) held?.release(handle);
    throw thrown;
  }
}

/**
 * Copies what can be read once to a file.
 * @throws VedetteError `input.ratio` where it is longer than the limit
 */
export async function spoolOnce(
  input: Input,
  copy: string,
  limits: Pick<OpenLimits, "spoolBytesMax">,
  stdin: Readable,
): Promise<void> {
  await pipeline(
    input.path === "-" ? stdin : createReadStream(input.path),
    boundedBytes(limits.spoolBytesMax, input.path),
    createWriteStream(copy, { mode: 0o600 }),
  );
}

async function openFile(
  input: Input,
  path: string,
  handle: number | undefined,
  folder: string,
  number: number,
  limits: OpenLimits,
): Promise<Opened> {
  const link = join(folder, `source-${number}`);
  const head = readHead(path, 4096);
  if (head.length === 0) {
    throw new VedetteError("input.empty", `${displayName(input)}: empty.`, {
      place: { path: input.path },
      hint: "There is nothing to read in it.",
    });
  }
  const compression = compressionOf(head);
  const { size: bytes, dev: device, ino: inode } = statSync(path);
  const known = input.problem === undefined ? {} : { problem: input.problem };
  const base = { input, compression, bytes, notes: [], ...known };
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
  const cut = declared.complete ? {} : { problem: damaged(input, "truncated") };
  const original = { handle, path, device, inode, bytes };
  return { ...cut, ...base, file: link, engineCompression: compression, original };
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
  const most = bytesMost(bytes, limits);
  const handle = openSync(copy, "w", 0o600);
  let seen = 0;
  const sink = (piece: Uint8Array) => {
    seen += piece.length;
    if (seen > most) throw ratioProblem(input, limits.ratioMax);
    for (let at = 0; at < piece.length; ) at += writeSync(handle, piece, at);
  };
  const spooled = { file: copy, engineCompression: "none" } as const;
  try {
    if (compression !== "none") await decompress(path, compression, sink);
    return spooled;
  } catch (thrown) {
    if (thrown instanceof VedetteError) return { ...spooled, problem: thrown };
    if (!(thrown instanceof DecodeError)) throw thrown;
    return { ...spooled, problem: damaged(input, thrown.damage, thrown) };
  } finally {
    closeSync(handle);
  }
}

/** The problem of a compressed file that could not be read to its end. */
export function damaged(input: Pick<Input, "path">, damage: Damage, cause?: Error): VedetteError {
  const name = displayName(input);
  const more = { place: { path: input.path }, cause };
  if (damage === "truncated")
    return new VedetteError(
      "input.truncated",
      `${name}: the compressed file ends before its end; what could be read was used.`,
      { ...more, hint: "Copy the file again; it may still have been written." },
    );
  if (damage === "followed")
    return new VedetteError(
      "input.corrupt",
      `${name}: the compressed file is damaged (something else follows its end); what could be read was used.`,
      { ...more, hint: "All of the log in front of it was read. Look at what was appended to the file." },
    );
  const because = cause === undefined ? "" : ` (${cause.message.split("\n", 1)[0]})`;
  return new VedetteError(
    "input.corrupt",
    `${name}: the compressed file is damaged${because}; what could be read was used.`,
    { ...more, hint: "Copy the file again." },
  );
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

/** The first bytes of a file; fewer where it is shorter. */
export function readHead(path: string, length: number): Buffer {
  const handle = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(handle, buffer, 0, length, 0));
  } finally {
    closeSync(handle);
  }
}

/** A path as people read it. */
export function displayName({ path }: Pick<Input, "path">): string {
  return path === "-" || path.startsWith(`-${memberMark}`) ? `standard input${path.slice(1)}` : path;
}
