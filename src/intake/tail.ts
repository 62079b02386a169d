/** One file that is followed: its new lines are committed with the place up to which they were read. */
import type { FileHandle } from "node:fs/promises";
import { headOf } from "./head.ts";
import { markBytes, markOf, type Position, readFrom, sourceOf } from "./marks.ts";
import type { Spool, Stream } from "./model.ts";

/** What is read and committed at a time: it bounds memory, and what is read again after a kill. */
const chunkBytes = 1 << 20;

/** What a look at a file found. */
export type Look =
  | { readonly outcome: "read"; readonly bytes: number }
  /** What was read of it stands in it no more. */
  | { readonly outcome: "emptied" };

export interface TailCounts {
  records: number;
  tooLong: number;
}

export class Tail {
  readonly handle: FileHandle;
  readonly source: string;
  /** When it was first seen that its path leads to another file; undefined before. */
  rotatedMs: number | undefined;
  /** When it last grew. */
  grewMs: number;
  #position: Position;
  readonly #spool: Spool;
  readonly #recordBytesMax: number;
  readonly #counts: TailCounts;

  constructor(
    spool: Spool,
    handle: FileHandle,
    position: Position,
    nowMs: number,
    recordBytesMax: number,
    counts: TailCounts,
  ) {
    this.#spool = spool;
    this.handle = handle;
    this.#position = position;
    this.source = sourceOf(position);
    this.grewMs = nowMs;
    this.#recordBytesMax = recordBytesMax;
    this.#counts = counts;
  }

  get position(): Position {
    return this.#position;
  }

  get stream(): Stream {
    return { kind: "file", name: this.#position.path };
  }

  /** Begins at the first byte again. */
  restart(): void {
    this.#position = {
      ...this.#position,
      offset: 0,
      mark: markOf(new Uint8Array(0)),
      skipping: false,
      done: false,
    };
  }

  /**
   * Commits the whole lines of one chunk.
   * @param last whether nothing is written any more, so that a line without its line feed is one
   */
  async read(last = false): Promise<Look> {
    const { offset, mark } = this.#position;
    if ((await this.handle.stat()).size < offset) return { outcome: "emptied" };
    // The mark and what follows it come from one read, so that nothing else can stand behind the mark.
    const bytes = await readFrom(this.handle, offset - mark.bytes, mark.bytes + chunkBytes);
    const before = bytes.subarray(0, mark.bytes);
    if (before.length < mark.bytes || markOf(before).digest !== mark.digest) return { outcome: "emptied" };
    const fresh = bytes.subarray(mark.bytes);
    const lines = this.#lines(fresh, last);
    if (lines.length === 0) return { outcome: "read", bytes: 0 };
    await this.#commit(bytes.subarray(0, mark.bytes + lines.length), lines, last);
    return { outcome: "read", bytes: lines.length };
  }

  /** Commits that it is rotated away and read. */
  async finish(): Promise<void> {
    this.#position = { ...this.#position, done: true };
    await this.#spool.commit({ parts: [], positions: { [this.source]: this.#position } });
  }

  #lines(fresh: Buffer, last: boolean): Lines {
    const lines = splitLines(fresh, this.#position.skipping, this.#recordBytesMax);
    const rest = fresh.subarray(lines.length);
    if (!last || rest.length === 0 || fresh.length === chunkBytes) return lines;
    const tooLong = lines.skipping;
    return {
      ...lines,
      records: tooLong ? lines.records : [...lines.records, rest],
      length: fresh.length,
      tooLong: lines.tooLong + (tooLong ? 1 : 0),
      skipping: false,
    };
  }

  async #commit(seen: Buffer, { records, length, tooLong, skipping }: Lines, last: boolean): Promise<void> {
    const { offset } = this.#position;
    const position: Position = {
      ...this.#position,
      offset: offset + length,
      mark: markOf(seen.subarray(Math.max(0, seen.length - markBytes))),
      skipping,
      done: last && this.#position.done,
    };
    const head = offset === 0 ? { head: headOf(records) } : {};
    await this.#spool.commit({
      parts: records.length === 0 ? [] : [{ stream: this.stream, records, ...head }],
      positions: { [this.source]: position },
    });
    this.#position = position;
    this.#counts.records += records.length;
    this.#counts.tooLong += tooLong;
  }
}

export interface Lines {
  readonly records: readonly Buffer[];
  /** Bytes that are read with this. */
  readonly length: number;
  readonly tooLong: number;
  /** Whether a record that is too long goes on. */
  readonly skipping: boolean;
}

const lineFeed = 0x0a;

/**
 * The whole lines at the begin of some bytes. A line that is too long is left out and counted where it ends.
 * @param skipping whether the bytes begin inside such a line
 */
export function splitLines(bytes: Buffer, skipping: boolean, recordBytesMax: number): Lines {
  const records: Buffer[] = [];
  let at = 0;
  let tooLong = 0;
  let inside = skipping;
  for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, at)) {
    if (inside || end - at > recordBytesMax) tooLong += 1;
    else records.push(bytes.subarray(at, end));
    inside = false;
    at = end + 1;
  }
  const rest = bytes.length - at;
  if (rest > recordBytesMax || (inside && rest > 0))
    return { records, length: bytes.length, tooLong, skipping: true };
  return { records, length: at, tooLong, skipping: inside };
}
