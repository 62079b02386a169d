/**
 * Time that goes on evenly. The clock of a machine is set, back and forth; what lasts, and what waits, is measured without it.
 */

/** Milliseconds since the process began. */
export function ticks(): number {
  return performance.now();
}

/** Milliseconds since the epoch, as of the clock at the start of the process, and never set since. */
export function evenNow(): number {
  return performance.timeOrigin + performance.now();
}

/** A clock that is set by more than this is not a clock that is kept right by small steps. */
const jumpMs = 3_600_000;

/** Sees a clock that is set forward: by how much it is ahead of the time that went by. */
export class Jumps {
  readonly #now: () => number;
  readonly #ticks: () => number;
  #before: { readonly nowMs: number; readonly ticks: number };
  #aheadMs = 0;
  #sinceTicks = 0;

  constructor(now: () => number, even: () => number) {
    this.#now = now;
    this.#ticks = even;
    this.#before = { nowMs: now(), ticks: even() };
  }

  /**
   * Milliseconds by which the clock was set forward within some time that went by; 0 where it was not, was set back again, or that is
   * long ago.
   */
  within(periodMs: number): number {
    const at = { nowMs: this.#now(), ticks: this.#ticks() };
    const step = at.nowMs - this.#before.nowMs - (at.ticks - this.#before.ticks);
    this.#before = at;
    if (Math.abs(step) > jumpMs) {
      this.#aheadMs = Math.max(0, this.#aheadMs + step);
      this.#sinceTicks = at.ticks;
    }
    if (this.#aheadMs < jumpMs || at.ticks - this.#sinceTicks > periodMs) this.#aheadMs = 0;
    return this.#aheadMs;
  }
}
