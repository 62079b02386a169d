/**
 * Follows files by looking at them again and again, which works on every file system.
 *
 * A renamed file is read to its end, and on until its path has led to another file for a while. A file
 * that was emptied (`copytruncate`) is begun anew; the copy beside it is found by the bytes that were
 * read, and read from there, so that only lines between the copy and the emptying can be lost. A line
 * without its line feed waits, until its file was rotated away.
 */

import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { glob } from "tinyglobby";
import type { Effects } from "../effects.ts";
import { asError, VedetteError } from "../errors.ts";
import { spoolLimits } from "../limits.ts";
import { isMarked, isPosition, markOf, type Position, readFrom, sourceOf } from "./marks.ts";
import type { Intake, Spool } from "./model.ts";
import { Notes } from "./notes.ts";
import { type Found, findContinuation, isPacked, isRotatedName, openFound } from "./siblings.ts";
import { Tail } from "./tail.ts";

export interface FollowSettings {
  /** Absolute paths and globs. */
  readonly paths: readonly string[];
  /** Time between two looks; default 1 s. */
  readonly pollMs?: number;
  /** Time between two looks for new files; default 10 s. */
  readonly globMs?: number;
  /** How long a renamed file is read on after it last grew; default 30 s. */
  readonly rotatedWaitMs?: number;
}

/** Files that are read at the same time. */
const readsMax = 16;
/** Looks without a file that was followed before, after which it is gone. */
const missesMax = 5;
/** Bytes at the begin of two files by which one is taken for a copy that is being made of the other. */
const copyBytes = 1024;

export function follow(spool: Spool, settings: FollowSettings, effects: Pick<Effects, "now">): Intake {
  const follower = new Follower(spool, settings, effects);
  follower.start();
  return follower;
}

class Follower implements Intake {
  readonly #spool: Spool;
  readonly #settings: Required<FollowSettings>;
  readonly #effects: Pick<Effects, "now">;
  readonly #tails = new Map<string, Tail>();
  readonly #counts = { records: 0, tooLong: 0, emptied: 0, unread: 0 };
  readonly #notes = new Notes();
  /** Sizes at which a line without its line feed was seen. */
  readonly #partial = new WeakMap<Tail, number>();
  /** Looks that did not find a file. */
  readonly #misses = new Map<string, number>();
  readonly #passedOver = new Set<string>();
  #toldCopies = false;
  #paths: string[] = [];
  #globbedMs = Number.NEGATIVE_INFINITY;
  #closed = false;
  #wake: () => void = () => {};
  #running: Promise<void> = Promise.resolve();

  constructor(spool: Spool, settings: FollowSettings, effects: Pick<Effects, "now">) {
    this.#spool = spool;
    this.#settings = { pollMs: 1000, globMs: 10_000, rotatedWaitMs: 30_000, ...settings };
    this.#effects = effects;
  }

  start(): void {
    this.#running = this.#run();
  }

  figures(): Readonly<Record<string, number>> {
    const { records, tooLong, emptied, unread } = this.#counts;
    return { files: this.#tails.size, records, too_long: tooLong, emptied, unread };
  }

  notes(): readonly string[] {
    return this.#notes.last();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#running;
    for (const { handle } of this.#tails.values()) await handle.close();
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#round();
      } catch (thrown) {
        if (thrown instanceof VedetteError && thrown.code === "intake.full")
          await Promise.race([this.#spool.room(), this.#sleep()]).catch(() => {});
        else this.#notes.add(asError(thrown).message);
      }
      await this.#sleep();
    }
  }

  #sleep(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#settings.pollMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #round(): Promise<void> {
    const now = this.#effects.now();
    const isDue = now - this.#globbedMs >= this.#settings.globMs;
    if (isDue) {
      const found = await glob([...this.#settings.paths], { absolute: true, onlyFiles: true, dot: true });
      this.#paths = found.filter((path) => !isPacked(path)).sort();
      this.#tellPacked(found.filter(isPacked).sort());
      this.#globbedMs = now;
      await this.#takeUpOrphans();
    }
    await this.#readAll();
    const more = await this.#adoptNew();
    if (more) await this.#readAll();
  }

  async #readAll(): Promise<void> {
    const tails = [...this.#tails.values()];
    for (let at = 0; at < tails.length; at += readsMax)
      await Promise.all(tails.slice(at, at + readsMax).map((tail) => this.#readTail(tail)));
  }

  async #readTail(tail: Tail): Promise<void> {
    for (let bytes = 1; bytes > 0 && !this.#closed; ) {
      const look = await tail.read();
      if (look.outcome === "emptied") return await this.#begunAnew(tail);
      bytes = look.bytes;
      if (bytes > 0) tail.grewMs = this.#effects.now();
    }
    await this.#endRotated(tail);
  }

  /** Ends a file whose path leads elsewhere, when nothing was written to it for a while. */
  async #endRotated(tail: Tail): Promise<void> {
    const now = this.#effects.now();
    const { path } = tail.position;
    const there = await stat(path).catch(() => undefined);
    const isThere = there !== undefined && sourceOf({ device: there.dev, inode: there.ino }) === tail.source;
    if (isThere) tail.rotatedMs = undefined;
    else tail.rotatedMs ??= now;
    const size = (await tail.handle.stat()).size;
    if (size > tail.position.offset && size !== this.#partial.get(tail)) {
      this.#partial.set(tail, size);
      tail.grewMs = now;
    }
    if (
      tail.rotatedMs === undefined ||
      now - Math.max(tail.rotatedMs, tail.grewMs) < this.#settings.rotatedWaitMs
    )
      return;
    const look = await tail.read(true);
    if (look.outcome === "read") await tail.finish();
    await tail.handle.close();
    this.#tails.delete(tail.source);
  }

  /** A file was emptied: the copy that was made of it is read from where this one was. */
  async #begunAnew(tail: Tail): Promise<void> {
    const { position } = tail;
    const copy = await this.#continuation(position);
    if (copy === undefined) {
      await this.#spool.commit({ parts: [], positions: { [tail.source]: null } });
      this.#notes.add(
        `${position.path} was emptied, and no copy of it was found: lines behind byte ${position.offset} may be lost.`,
      );
    } else await this.#move(position, copy);
    this.#counts.emptied += 1;
    tail.restart();
    if (copy !== undefined) await this.#readTail(this.#tailOf({ ...position, ...idOf(copy) }));
  }

  /** Says in one commit that a position goes on in another file. */
  async #move(position: Position, to: Found): Promise<void> {
    const moved = { ...position, ...idOf(to) };
    const [from, source] = [sourceOf(position), sourceOf(moved)];
    try {
      if (from !== source)
        await this.#spool.commit({ parts: [], positions: { [from]: null, [source]: moved } });
    } catch (thrown) {
      await to.handle.close();
      throw thrown;
    }
    this.#tails.set(source, this.#open(to, moved));
  }

  #tailOf(position: Position): Tail {
    const tail = this.#tails.get(sourceOf(position));
    if (tail === undefined) throw new Error(`${position.path} is not followed`);
    return tail;
  }

  #open({ handle }: Found, position: Position): Tail {
    return new Tail(
      this.#spool,
      handle,
      position,
      this.#effects.now(),
      spoolLimits.recordBytesMax,
      this.#counts,
    );
  }

  #continuation(position: Position): Promise<Found | undefined> {
    return findContinuation(position, (found) => this.#tails.has(sourceOf(found)));
  }

  /** Finds the files that were followed before, wherever they are now. */
  async #takeUpOrphans(): Promise<void> {
    for (const [source, position] of [...this.#spool.positions()]) {
      if (!isPosition(position) || this.#tails.has(source)) continue;
      const there = await stat(position.path).catch(() => undefined);
      // A whole folder may be away and come back; and a path that is not asked for any more is not followed.
      if (there !== undefined && !this.#paths.includes(position.path)) continue;
      const found = await this.#continuation(position);
      const isEmptied = there !== undefined && sourceOf({ device: there.dev, inode: there.ino }) === source;
      if (found === undefined) {
        if (there !== undefined) await this.#missed(source, position, isEmptied);
      } else if (position.done) await found.handle.close();
      else await this.#move(position, found);
      if (found !== undefined) this.#misses.delete(source);
    }
  }

  /** Forgets a file that is gone; not at the first look, which may fall between two renamings of a rotation. */
  async #missed(source: string, position: Position, isEmptied: boolean): Promise<void> {
    const misses = (this.#misses.get(source) ?? 0) + 1;
    this.#misses.set(source, misses);
    if (misses < missesMax && !isEmptied) return;
    this.#misses.delete(source);
    if (!position.done)
      this.#notes.add(
        `${position.path} was rotated away or emptied while it was not followed: lines behind byte ${position.offset} may be lost.`,
      );
    await this.#spool.commit({ parts: [], positions: { [source]: null } });
  }

  /** Begins with files that are not followed yet; whether there are any. */
  async #adoptNew(): Promise<boolean> {
    let any = false;
    for (const path of this.#paths) {
      const there = await stat(path).catch(() => undefined);
      if (there === undefined || there.size === 0) continue;
      const id = { device: there.dev, inode: there.ino };
      if (this.#tails.has(sourceOf(id))) continue;
      const known = this.#spool.position(sourceOf(id));
      if (isPosition(known) && known.done && known.offset === there.size) continue;
      any = (await this.#adopt(path)) || any;
    }
    return any;
  }

  async #adopt(path: string): Promise<boolean> {
    const found = await openFound(path);
    if (found === undefined) {
      this.#notes.add(`${path} cannot be opened.`);
      return false;
    }
    const source = sourceOf(found);
    const saved = this.#spool.position(source);
    if (isPosition(saved) && (await isMarked(found.handle, saved))) {
      this.#tails.set(source, this.#open(found, { ...saved, done: false }));
      return true;
    }
    if ((await this.#isCopy(path, found)) || (await this.#isWide(path, found))) {
      await found.handle.close();
      return false;
    }
    const fresh: Position = {
      path,
      ...idOf(found),
      offset: 0,
      mark: markOf(new Uint8Array(0)),
      skipping: false,
      done: false,
    };
    this.#tails.set(source, this.#open(found, fresh));
    return true;
  }

  /** Whether a file is, or is just becoming, the copy of one that is followed. */
  async #isCopy(path: string, { handle }: Found): Promise<boolean> {
    for (const tail of this.#tails.values()) {
      const { path: of } = tail.position;
      if (dirname(of) !== dirname(path) || !isRotatedName(basename(path), basename(of))) continue;
      const begin = await readFrom(handle, 0, copyBytes);
      const other = await readFrom(tail.handle, 0, begin.length);
      // The one that it is a copy of may have been emptied just now; what was read of it stands in the copy.
      const holdsRead = tail.position.offset > 0 && (await isMarked(handle, tail.position));
      if (!holdsRead && !begin.equals(other)) continue;
      this.#passOver(path, `${path} begins as ${of} does: it is taken for a copy of it, and not read.`);
      return true;
    }
    return false;
  }

  /** Lines of UTF-16 cannot be told by one byte. */
  async #isWide(path: string, { handle }: Found): Promise<boolean> {
    const begin = (await readFrom(handle, 0, 2)).toString("hex");
    if (begin !== "fffe" && begin !== "feff") return false;
    this.#passOver(path, `${path} is in UTF-16, and is not followed.`);
    return true;
  }

  /**
   * What is compressed is not read, and that is told. Of what rotation made, only at the start: later ones were read
   * before they were compressed.
   */
  #tellPacked(packed: readonly string[]): void {
    const isCopy = (path: string) =>
      this.#paths.some((of) => dirname(of) === dirname(path) && isRotatedName(basename(path), basename(of)));
    if (!this.#toldCopies) {
      const [copy, ...others] = packed.filter(isCopy);
      const more = others.length === 0 ? "" : ` and ${others.length} more`;
      if (copy !== undefined)
        this.#notes.add(
          `${copy}${more}: older parts that are compressed are not followed; \`vedette triage\` reads them.`,
        );
      this.#toldCopies = true;
    }
    for (const path of packed)
      if (!isCopy(path))
        this.#passOver(path, `${path} is compressed, and is not followed; \`vedette triage\` reads it.`);
  }

  #passOver(path: string, note: string): void {
    if (this.#passedOver.has(path)) return;
    this.#passedOver.add(path);
    this.#counts.unread += 1;
    this.#notes.add(note);
  }
}

function idOf({ device, inode }: Found): Pick<Position, "device" | "inode"> {
  return { device, inode };
}
