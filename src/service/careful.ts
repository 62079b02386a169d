/**
 * Reading when the engine process ends under it again and again: file by file, until it is known which of them does that.
 *
 * One file that ends the process would keep all others from being read. It is left for a while and said to be unread; it stays where
 * it is, is never released, and is tried again alone, for the process may have ended because of something else (memory that others had, a person).
 */
import type { Pending } from "./service.ts";

/** Ends in a row after which files are read one by one, and after which one that was read alone is left. */
const endsMost = 2;
/** How long a file is left, in milliseconds. */
const leftForMs = 60 * 60_000;

export class CarefulReading {
  /** Ends in a row. */
  #ends = 0;
  #alone = false;
  readonly #endsOf = new Map<string, number>();
  /** Until when a file is left, in ticks. */
  readonly #left = new Map<string, number>();

  /** Which of the files with something new are read now. */
  of(fresh: readonly Pending[], ticks: number): readonly Pending[] {
    const taken = fresh.filter(({ path }) => (this.#left.get(path) ?? Number.NEGATIVE_INFINITY) <= ticks);
    // One that was left goes alone, and when the others were read: it may end the process again.
    const others = taken.filter(({ path }) => !this.#left.has(path));
    if (others.length === 0) return taken.slice(0, 1);
    return this.#alone ? others.slice(0, 1) : others;
  }

  /**
   * The process ended while these were read.
   * @returns the file that is left from now on, where there is one
   */
  ended(paths: readonly string[], ticks: number): string | undefined {
    this.#ends += 1;
    if (this.#ends >= endsMost) this.#alone = true;
    const [path] = paths;
    if (path === undefined || paths.length > 1) return undefined;
    const ends = (this.#endsOf.get(path) ?? 0) + 1;
    this.#endsOf.set(path, ends);
    if (ends < endsMost && !this.#left.has(path)) return undefined;
    this.#left.set(path, ticks + leftForMs);
    return path;
  }

  /**
   * These were read.
   * @param changed all files with something new, of which they are some
   */
  done(paths: readonly string[], changed: readonly Pending[]): void {
    this.#ends = 0;
    if (changed.every(({ path }) => paths.includes(path) || this.#left.has(path))) this.#alone = false;
    for (const path of paths) {
      this.#endsOf.delete(path);
      this.#left.delete(path);
    }
  }

  /** Files that are left, with the reason, of those that are still there. */
  left(there: ReadonlySet<string>): Record<string, string> {
    for (const path of this.#left.keys()) if (!there.has(path)) this.#left.delete(path);
    return Object.fromEntries([...this.#left.keys()].map((path) => [path, leftBecause]));
  }
}

const leftBecause =
  "The engine process ended each time that this file was read alone. It is kept, and tried again every hour.";
