/** What goes wrong at the endpoint on purpose; Fault of endpoint.ts says what there is. */

/** @typedef {import("./endpoint.ts").Fault} Fault */

export class Faults {
  /** @type {(Required<Pick<Fault, "kind" | "times" | "skip">> & Fault)[]} */ #waiting = [];

  add(/** @type {Fault} */ fault) {
    this.#waiting.push({ times: 1, skip: 0, ...fault });
  }

  clear() {
    this.#waiting = [];
  }

  /** The fault that befalls a statement. @returns {Fault | undefined} */
  next(/** @type {string} */ sql) {
    for (const fault of this.#waiting) {
      if (fault.times === 0 || !new RegExp(fault.match ?? "").test(sql)) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.times -= 1;
      return fault;
    }
    return undefined;
  }
}
