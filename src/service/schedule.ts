/** Which window is looked at next: all that the store holds, or only the newest part of it where that takes too long. */

/** Records up to which every look is at all of them. */
export const wholeEventsMax = 200_000;
/** A look at everything is followed by at least as many times its own duration of looks at the newest. */
const wholePauseFactor = 4;
const wholePauseLeastMs = 60_000;
/** Records that a look at the newest aims at. */
const newestEvents = 100_000;
/** It reaches back at least so far, so that windows overlap. */
const newestLeastMs = 15_000;

/** What is known when a look ends. */
export interface Known {
  /** Records in the store, and the time of the newest. */
  readonly events: number;
  readonly lastMs: number | undefined;
  /** Records a second, as they came in of late. */
  readonly perSecond: number;
  /** When the last look at everything ended, and how long it took; undefined where there was none. */
  readonly whole:
    | {
        /** Of the time that goes on evenly (clock.ts). */
        readonly endedTicks: number;
        readonly tookMs: number;
        /** Whether more came in since. */
        readonly partial: boolean;
      }
    | undefined;
}

/** Where the next look begins; undefined for everything. How long looks took is measured in ticks: a clock may be set meanwhile. */
export function nextWindow(known: Known, nowMs: number, ticks: number): number | undefined {
  const { events, lastMs, whole } = known;
  if (events <= wholeEventsMax || whole === undefined || lastMs === undefined) return undefined;
  if (ticks - whole.endedTicks >= Math.max(wholePauseLeastMs, whole.tookMs * wholePauseFactor))
    return undefined;
  return newestFrom({ ...known, lastMs }, nowMs);
}

/** Where a look at the newest begins. A record whose clock is ahead does not hide the others. */
export function newestFrom(
  { lastMs, perSecond }: { readonly lastMs: number; readonly perSecond: number },
  nowMs: number,
): number {
  const reach = perSecond > 0 ? (newestEvents / perSecond) * 1000 : Number.POSITIVE_INFINITY;
  return Math.floor(Math.min(lastMs, nowMs) - Math.max(newestLeastMs, Math.min(reach, 86_400_000)));
}
