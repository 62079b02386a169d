/** One piece of work at a time: the store belongs to one process at once. */

import { apiLimits } from "../limits.ts";

export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** How many wait or work. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether one more would wait too long. */
  get full(): boolean {
    return this.#waiting >= apiLimits.waitingMax;
  }

  /** Does work when everything before it is done. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => {});
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
    }
  }
}
