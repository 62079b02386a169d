/** The disk of an engine's folder. The engine loses rows of a passing table without a word where it is full, so it is looked at. */
import { statfsSync } from "node:fs";
import { VedetteError } from "../errors.ts";
import { engineLimits } from "../limits.ts";

/** No run goes on after it: what is in its tables may not be all that was read. */
export class DiskFull extends VedetteError {
  /**
   * @param path the folder that has no room
   * @param cause what the engine said, if it said something
   */
  constructor(path: string, cause?: unknown) {
    super("engine.failed", `${path}: the disk is full, so that not all could be kept that was read.`, {
      place: { path },
      hint: "Make room there and run it again. Temporary files go elsewhere with TMPDIR; what a store held before, it holds.",
      cause,
    });
  }
}

/** Bytes that are free for this program; without end where the system does not tell. */
export function freeBytesOf(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Whether the engine can work there. */
export const isFull = (path: string): boolean => freeBytesOf(path) < engineLimits.freeBytesLeast;
