/** Files that stay open while a run lasts, so that a rotation does not change what is read. */
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { readingLimits } from "../limits.ts";

/** A file that is read, to be compared with what it has become. */
export interface Original {
  /** The descriptor that is kept; without one the engine finds the file by its path. */
  readonly handle: number | undefined;
  readonly path: string;
  readonly device: number;
  readonly inode: number;
  readonly bytes: number;
}

/** Where an open file is found by its descriptor. */
export const descriptors = "/proc/self/fd";

/**
 * Files that stay open until a run ends. The engine opens a file at each statement; by its
 * descriptor that is the same file even when a rotation has given its name to another.
 */
export class HeldFiles {
  readonly #handles = new Set<number>();
  readonly #most: number;

  /** @param most files that are held; fewer where the system allows this process few */
  constructor(most: number = readingLimits.heldFilesMax) {
    this.#most = existsSync(descriptors) ? Math.min(most, Math.floor(descriptorsMax() / 4)) : 0;
  }

  /** Opens a file and keeps it; undefined where no more are kept, or the system has no path for descriptors. */
  hold(path: string): number | undefined {
    if (this.#handles.size >= this.#most) return undefined;
    const handle = openSync(path, "r");
    this.#handles.add(handle);
    return handle;
  }

  release(handle: number): void {
    if (this.#handles.delete(handle)) closeSync(handle);
  }

  close(): void {
    for (const handle of [...this.#handles]) this.release(handle);
  }
}

function descriptorsMax(): number {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
