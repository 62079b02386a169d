/** How often something may be asked in a minute. Who asks more often waits for the next minute, and is then as free as anybody else. */

const minuteMs = 60_000;
/** Those who are told apart; further ones share a count. */
const keysMax = 10_000;

export class PerMinute {
  readonly #most: number;
  readonly #counts = new Map<string, number>();
  #minute = Number.NaN;

  constructor(most: number) {
    this.#most = most;
  }

  /** Counts one. @returns seconds to wait where it is one too many; 0 where it may be */
  wait(key: string, nowMs: number): number {
    const minute = Math.floor(nowMs / minuteMs);
    if (minute !== this.#minute) this.#counts.clear();
    this.#minute = minute;
    const counted = this.#counts.has(key) || this.#counts.size < keysMax ? key : "";
    const count = (this.#counts.get(counted) ?? 0) + 1;
    this.#counts.set(counted, count);
    return count <= this.#most ? 0 : Math.max(1, Math.ceil(((minute + 1) * minuteMs - nowMs) / 1000));
  }
}
