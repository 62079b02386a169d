/** How often something may be asked in a minute. Who asks more often waits for the next minute, and is then as free as anybody else. */

const minuteMs = 60_000;

export class PerMinute {
  readonly #most: number;
  readonly #keysMax: number;
  readonly #counts = new Map<string, number>();
  #minute = Number.NaN;

  /** @param keysMax those who are told apart; further ones share a count */
  constructor(most: number, keysMax: number) {
    this.#most = most;
    this.#keysMax = keysMax;
  }

  /** Counts one. @returns seconds to wait where it is one too many; 0 where it may be */
  wait(key: string, nowMs: number): number {
    const minute = Math.floor(nowMs / minuteMs);
    if (minute !== this.#minute) this.#counts.clear();
    this.#minute = minute;
    const counted = this.#counts.has(key) || this.#counts.size < this.#keysMax ? key : "";
    const count = (this.#counts.get(counted) ?? 0) + 1;
    this.#counts.set(counted, count);
    return count <= this.#most ? 0 : Math.max(1, Math.ceil(((minute + 1) * minuteMs - nowMs) / 1000));
  }
}
