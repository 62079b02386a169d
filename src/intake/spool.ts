/**
 * The spool: what was acknowledged and not yet read into the store.
 *
 * Commits that wait are written together, by one loop: that is the group commit, and also why no
 * two changes of the contents meet. See `journal.ts` for what happens when the process is killed.
 */

import type { Effects } from "../effects.ts";
import { VedetteError } from "../errors.ts";
import { spoolLimits } from "../limits.ts";
import { applyNote, type Contents, heldBytes } from "./contents.ts";
import { diskBytes, freeBytes, type Hook, isFull, makeFolder } from "./disk.ts";
import type { SegmentRef } from "./frames.ts";
import { type Group, makeGroup } from "./group.ts";
import { checkSegments, Journal } from "./journal.ts";
import { checkBatch, checkStreams, freeBytesOf, type SpoolLimits } from "./limits.ts";
import { type Lock, takeLock } from "./lock.ts";
import type { Appended, Batch, Segment, Spool, SpoolFigures, Stream } from "./model.ts";
import { segmentPath, streamFolder } from "./names.ts";
import { findReleased, markReleased, removeMarks } from "./released.ts";
import { Room } from "./room.ts";

export interface SpoolOptions {
  readonly effects: Pick<Effects, "now">;
  readonly limits?: Partial<SpoolLimits>;
  /** For tests of kills and full disks. */
  readonly hook?: Hook;
}

/** What one commit of a group may be in all; it bounds how long a sender waits for the others. */
const groupBytesMax = 16 << 20;
const tickMs = 500;

interface Waiting {
  readonly batch: Batch;
  readonly bytes: number;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens the spool below a state folder, or begins one.
 * @throws VedetteError `intake.locked`, `intake.damaged`
 */
export async function openSpool(stateFolder: string, options: SpoolOptions): Promise<Spool> {
  const folder = await makeFolder(stateFolder, "spool");
  const lock = takeLock(folder, options.effects);
  try {
    const freeBytesMin = options.limits?.freeBytesMin ?? freeBytesOf(await diskBytes(folder));
    const limits = { ...spoolLimits, ...options.limits, freeBytesMin };
    const hook = options.hook ?? (() => {});
    const { journal, contents } = await Journal.open(folder, limits.keysMax, hook);
    const spool = new FileSpool({ folder, lock, journal, contents, limits, hook, effects: options.effects });
    try {
      await spool.recover();
    } catch (thrown) {
      await journal.close();
      throw thrown;
    }
    return spool;
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
}

interface Kept {
  readonly folder: string;
  readonly lock: Lock;
  readonly journal: Journal;
  readonly contents: Contents;
  readonly limits: SpoolLimits;
  readonly hook: Hook;
  readonly effects: Pick<Effects, "now">;
}

class FileSpool implements Spool {
  readonly #kept: Kept;
  readonly #room: Room;
  #timer: NodeJS.Timeout | undefined;
  readonly #listeners = new Set<() => void>();
  #queue: Waiting[] = [];
  #queuedBytes = 0;
  /** Segments to close with the next commit. */
  #closing: SegmentRef[] = [];
  /** Released segments that the journal does not tell of yet. */
  #released: SegmentRef[] = [];
  #isWorking = false;
  #working: Promise<void> = Promise.resolve();
  /** Whether the journal holds records that their segments do not. */
  #behind = false;
  /** Whether to look again whether there is room. */
  #looking = false;
  #ending = false;
  #records = 0;
  #repeated = 0;

  constructor(kept: Kept) {
    this.#kept = kept;
    this.#room = new Room(kept.limits, { path: kept.folder, freeBytes: () => freeBytes(kept.folder) }, () =>
      this.#changed(),
    );
  }

  /** Brings the segments to what the journal says; nothing else is done with either before that. */
  async recover(): Promise<void> {
    const { folder, contents, journal } = this.#kept;
    this.#released = await findReleased(folder, contents);
    this.#behind = true;
    if (await this.#catchUp()) {
      await checkSegments(folder, contents);
      if (journal.length > 0) await this.#checkpoint();
      await this.#work();
    }
    this.#timer = setInterval(() => void this.#tick(), tickMs);
    this.#timer.unref();
  }

  commit(batch: Batch): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const { limits, contents } = this.#kept;
      const bytes = checkBatch(batch, limits);
      if (batch.isShared !== true) {
        const streams = batch.parts.map(({ stream }) => stream);
        const more = streams.filter((stream) => !contents.streams.has(streamFolder(stream)));
        if (more.length > 0)
          checkStreams(
            more,
            [...contents.streams.values()].map(({ stream }) => stream),
            limits,
          );
      }
      if (this.#ending) throw new VedetteError("intake.failed", "The spool is closed.");
      const refusal = this.#room.refusal() ?? this.#room.waits(this.#queuedBytes, bytes);
      if (refusal !== undefined) throw refusal;
      this.#queue.push({ batch, bytes, resolve, reject });
      this.#queuedBytes += bytes;
      void this.#work();
    });
  }

  append(stream: Stream, records: readonly Uint8Array[], positions?: Batch["positions"]): Promise<Appended> {
    return this.commit({ parts: [{ stream, records }], ...(positions === undefined ? {} : { positions }) });
  }

  position(source: string): unknown {
    return this.#kept.contents.positions.get(source);
  }

  positions(): ReadonlyMap<string, unknown> {
    return this.#kept.contents.positions;
  }

  segments(): Segment[] {
    const { folder, contents } = this.#kept;
    return [...contents.streams.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, { stream, segments }]) =>
        segments.map(({ number, bytes, records, closed }) => ({
          stream,
          number,
          path: segmentPath(folder, stream, number),
          bytes,
          records,
          closed,
        })),
      );
  }

  async release(segment: SegmentRef): Promise<void> {
    const { folder, contents, hook } = this.#kept;
    if (!(await markReleased(folder, contents, segment, hook))) return;
    this.#released.push({ stream: segment.stream, number: segment.number });
    this.#changed();
    await this.#work();
  }

  async closeSegments(stream?: Stream): Promise<void> {
    const only = stream === undefined ? undefined : streamFolder(stream);
    this.#closeWhere((folder) => only === undefined || folder === only);
    await this.#work();
  }

  figures(): SpoolFigures {
    const { contents } = this.#kept;
    const segments = [...contents.streams.values()].reduce((sum, state) => sum + state.segments.length, 0);
    return {
      state: this.#room.state,
      streams: contents.streams.size,
      segments,
      bytes: heldBytes(contents),
      records: this.#records,
      repeated: this.#repeated,
    };
  }

  room(): Promise<void> {
    return this.#room.wait(this.#queuedBytes);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#ending = true;
    await this.#work();
    this.#room.close();
    await this.#kept.journal.close();
    this.#kept.lock.release();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #closeWhere(wanted: (folder: string, bornMs: number) => boolean): void {
    for (const [folder, { stream, segments }] of this.#kept.contents.streams) {
      const last = segments.at(-1);
      if (last !== undefined && !last.closed && wanted(folder, last.bornMs))
        this.#closing.push({ stream, number: last.number });
    }
  }

  /** Works off what waits; one at a time. */
  #work(): Promise<void> {
    if (!this.#isWorking) {
      this.#isWorking = true;
      this.#working = this.#loop();
    }
    return this.#working;
  }

  async #loop(): Promise<void> {
    try {
      while (
        this.#queue.length > 0 ||
        this.#closing.length > 0 ||
        this.#released.length > 0 ||
        this.#looking
      ) {
        if (this.#looking) await this.#look();
        const going = await this.#commitNext(this.#take());
        if (!going && this.#queue.length === 0) return;
      }
    } finally {
      // In the same turn in which nothing was found waiting: what comes later begins a new loop.
      this.#isWorking = false;
    }
  }

  /** @returns false where it failed; what is to be closed and noted then waits for the next tick */
  async #commitNext(taken: readonly Waiting[]): Promise<boolean> {
    try {
      if (taken.length > 0) await this.#checkRoom(taken);
      if (!(await this.#catchUp())) throw this.#room.refusal();
      await this.#commitGroup(taken);
      return true;
    } catch (thrown) {
      const error = this.#room.failure(thrown);
      for (const { reject } of taken) reject(error);
      return false;
    } finally {
      this.#room.wake(this.#queuedBytes);
    }
  }

  /** The commits of the next group. */
  #take(): Waiting[] {
    let bytes = 0;
    let n = 0;
    for (const { bytes: more } of this.#queue) {
      if (n > 0 && bytes + more > groupBytesMax) break;
      bytes += more;
      n += 1;
    }
    this.#queuedBytes -= bytes;
    return this.#queue.splice(0, n);
  }

  async #checkRoom(taken: readonly Waiting[]): Promise<void> {
    const bytes = taken.reduce((sum, waiting) => sum + waiting.bytes, 0);
    await this.#room.check(bytes, heldBytes(this.#kept.contents));
  }

  async #commitGroup(taken: readonly Waiting[]): Promise<void> {
    const { contents, effects, limits, hook } = this.#kept;
    const closed = this.#closing.splice(0);
    const released = this.#released.splice(0);
    const group = makeGroup(
      contents,
      taken.map(({ batch }) => batch),
      { closed, released },
      effects.now(),
      limits,
    );
    try {
      if (!group.empty) await this.#write(group);
    } catch (thrown) {
      this.#released.push(...released);
      throw thrown;
    }
    await removeMarks(this.#kept.folder, released, hook);
    hook("commit.before-answer");
    for (const [index, { resolve }] of taken.entries()) {
      const appended = group.appended[index] ?? { written: 0, repeated: [] };
      this.#records += appended.written;
      this.#repeated += appended.repeated.reduce((sum, known) => sum + known.length, 0);
      resolve(appended);
    }
    hook("commit.after-answer");
    if (!group.empty) this.#changed();
    if (this.#kept.journal.length > limits.journalBytesMax && !this.#behind) await this.#checkpoint();
  }

  /** What fails behind the journal's fsync is made up for later; the commit stands. */
  async #write({ note, data, begun }: Group): Promise<void> {
    const { journal, contents, limits, hook } = this.#kept;
    await journal.append(note, data);
    try {
      await journal.write({ note, data: Buffer.concat(data) }, () => true);
      if (begun > 0) hook("segment.rolled");
    } catch (thrown) {
      this.#behind = true;
      this.#room.failure(thrown);
    }
    // Readers hear of a segment when it is there.
    applyNote(contents, note, limits.keysMax);
  }

  /** Writes what segments lack; whether they lack nothing now. */
  async #catchUp(): Promise<boolean> {
    if (!this.#behind) return true;
    try {
      await this.#kept.journal.writeAgain(this.#kept.contents);
      this.#behind = false;
      return true;
    } catch (thrown) {
      if (!isFull(thrown)) throw thrown;
      this.#room.failure(thrown);
      return false;
    }
  }

  /** A checkpoint that finds no room is made later; the journal still holds all. */
  async #checkpoint(): Promise<void> {
    try {
      await this.#kept.journal.checkpoint(this.#kept.contents);
    } catch (thrown) {
      this.#room.failure(thrown);
    }
  }

  /** Looks whether there is room again. */
  async #look(): Promise<void> {
    this.#looking = false;
    try {
      if (await this.#catchUp()) await this.#room.check(0, heldBytes(this.#kept.contents));
    } catch (thrown) {
      this.#room.failure(thrown);
    }
    this.#room.wake(this.#queuedBytes);
  }

  async #tick(): Promise<void> {
    const { effects, limits } = this.#kept;
    if (this.#isWorking) return;
    const now = effects.now();
    // One that was born far ahead was so by a clock that was set back since.
    this.#closeWhere((_, bornMs) => Math.abs(now - bornMs) >= limits.segmentAgeMs);
    this.#looking = this.#room.state.name === "full";
    await this.#work();
  }
}
