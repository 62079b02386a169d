/**
 * The journal of a spool: what is written here and synced is committed, whatever happens next.
 *
 * A commit is one frame and one fsync. Only then its records go into their segments; what a kill
 * left out there is written again from the journal at the next start, at the same places. When the
 * journal has grown long, segments are synced, a checkpoint is written, and the journal is emptied.
 */
import { constants } from "node:fs";
import { type FileHandle, open, readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { VedetteError } from "../errors.ts";
import {
  applyNote,
  type Contents,
  decodeContents,
  encodeContents,
  noContents,
  segmentOf,
} from "./contents.ts";
import { type Hook, makeFolder, replaceFile, syncPath, writeAll, writeAt } from "./disk.ts";
import { encodeFrame, type Frame, frameBehind, type Note, readFrame, type SegmentRef } from "./frames.ts";
import { segmentPath, streamFolder } from "./names.ts";

export class Journal {
  readonly #folder: string;
  readonly #file: FileHandle;
  readonly #hook: Hook;
  /** Segments that were written since they were last synced. */
  readonly #dirty = new Set<string>();
  #length: number;
  /** What was asked last; only behind it the next is done. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, file: FileHandle, length: number, hook: Hook) {
    this.#folder = folder;
    this.#file = file;
    this.#length = length;
    this.#hook = hook;
  }

  /**
   * Opens the journal of a spool, or begins one.
   * @throws VedetteError `intake.damaged`
   */
  static async open(
    folder: string,
    keysMax: number,
    hook: Hook,
  ): Promise<{ journal: Journal; contents: Contents }> {
    const contents = await readCheckpoint(folder);
    const file = await open(join(folder, "journal"), constants.O_RDWR | constants.O_CREAT, 0o640);
    await syncPath(folder);
    const { size } = await file.stat();
    let at = 0;
    for (;;) {
      const frame = await readFrame(file, at, size);
      if (frame === undefined) break;
      if (frame.note.seq > contents.seq + 1) throw damaged(folder, "a part of its journal is gone");
      if (frame.note.seq > contents.seq) applyNote(contents, frame.note, keysMax);
      at = frame.end;
    }
    // A kill or a power cut leaves a part of one frame at the end, which nobody was told of.
    if (at < size && (await frameBehind(file, at, size))) {
      await file.close();
      throw damaged(folder, "its journal is broken in the middle");
    }
    if (at < size) await file.truncate(at);
    return { journal: new Journal(folder, file, at, hook), contents };
  }

  get length(): number {
    return this.#length;
  }

  /** Commits a frame. Where that fails, the journal is as before. */
  append(note: Note, data: readonly Uint8Array[]): Promise<void> {
    return this.#alone(() => this.#append(note, data));
  }

  /** A frame that is written while the journal is emptied would stand at a place that is no more. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #append(note: Note, data: readonly Uint8Array[]): Promise<void> {
    const frame = encodeFrame(note, data);
    try {
      this.#hook("journal.before-write");
      await writeAll(this.#file, frame, this.#length);
      this.#hook("journal.after-write");
      await this.#file.datasync();
    } catch (thrown) {
      await this.#file.truncate(this.#length);
      throw thrown;
    }
    this.#length += frame.length;
    this.#hook("journal.after-fsync");
  }

  /** Writes the records of a frame into their segments; doing it again changes nothing. */
  async write(
    { note, data }: Pick<Frame, "note" | "data">,
    isWanted: (write: SegmentRef) => boolean,
  ): Promise<void> {
    let from = 0;
    for (const write of note.writes) {
      const bytes = data.subarray(from, from + write.bytes);
      from += write.bytes;
      if (!isWanted(write)) continue;
      await makeFolder(this.#folder, streamFolder(write.stream));
      const path = segmentPath(this.#folder, write.stream, write.number);
      this.#hook("segment.before-write");
      if (!(await writeAt(path, bytes, write.offset)))
        throw damaged(this.#folder, `${path} lacks what stood in front of byte ${write.offset}`);
      this.#dirty.add(path);
      this.#hook("segment.after-write");
    }
  }

  /** Writes the records of all frames. */
  async writeAgain(contents: Contents): Promise<void> {
    for (let at = 0; at < this.#length; ) {
      const frame = await readFrame(this.#file, at, this.#length);
      if (frame === undefined) throw damaged(this.#folder, "its journal cannot be read any more");
      await this.write(frame, (write) => segmentOf(contents, write) !== undefined);
      at = frame.end;
    }
  }

  /** Makes the segments last by themselves, and empties the journal. */
  checkpoint(contents: Contents): Promise<void> {
    return this.#alone(() => this.#checkpoint(contents));
  }

  async #checkpoint(contents: Contents): Promise<void> {
    this.#hook("checkpoint.before");
    for (const path of this.#dirty) await syncPath(path).catch(unlessGone);
    for (const folder of new Set([...this.#dirty].map(dirname))) await syncPath(folder);
    await syncPath(this.#folder);
    this.#hook("checkpoint.after-fsync");
    await replaceFile(join(this.#folder, "checkpoint"), encodeContents(contents));
    this.#dirty.clear();
    this.#hook("checkpoint.after-rename");
    await this.#file.truncate(0);
    await this.#file.sync();
    this.#length = 0;
    this.#hook("checkpoint.after-truncate");
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** A segment may have been released meanwhile. */
function unlessGone(thrown: unknown): void {
  if ((thrown as NodeJS.ErrnoException).code !== "ENOENT") throw thrown;
}

/** A spool begins with an empty checkpoint, so that a lost one is not taken for a beginning. */
async function readCheckpoint(folder: string): Promise<Contents> {
  let text: string;
  try {
    text = await readFile(join(folder, "checkpoint"), "utf8");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== "ENOENT") throw thrown;
    const entries = await readdir(folder, { withFileTypes: true });
    const journal = entries.some(({ name }) => name === "journal");
    if (journal || entries.some((entry) => entry.isDirectory()))
      throw damaged(folder, "its checkpoint is gone");
    const contents = noContents();
    await replaceFile(join(folder, "checkpoint"), encodeContents(contents));
    return contents;
  }
  const contents = decodeContents(text);
  if (contents === undefined) throw damaged(folder, "its checkpoint is not whole");
  return contents;
}

/**
 * Checks that every segment is there and as long as it has to be.
 * @throws VedetteError `intake.damaged`
 */
export async function checkSegments(folder: string, contents: Contents): Promise<void> {
  for (const { stream, segments } of contents.streams.values()) {
    for (const { number, bytes } of segments) {
      const path = segmentPath(folder, stream, number);
      const size = await stat(path).then(
        (found) => found.size,
        () => undefined,
      );
      if (size === undefined) throw damaged(folder, `${path} is gone`);
      if (size !== bytes) throw damaged(folder, `${path} has ${size} bytes of ${bytes}`);
    }
  }
}

export function damaged(folder: string, because: string): VedetteError {
  return new VedetteError("intake.damaged", `${folder}: the spool is damaged: ${because}.`, {
    place: { path: folder },
    hint: "Keep the folder for a look, and begin with an empty one: sources are then read from their beginning.",
  });
}
