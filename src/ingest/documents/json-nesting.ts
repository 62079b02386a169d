/**
 * Open brackets of one JSON value, and what closes what. It mends what it can: a bracket that closes an
 * outer one closes the inner ones with it, and says so.
 */

const brace = 0x7b;
const bracket = 0x5b;

/** How a closing bracket fitted. */
export type Closing = "closes" | "mends" | "opens nothing";

/** Brackets that are open within one value. */
export class Nesting {
  // Types are kept up to the limit; deeper ones are only counted, so that no input can fill memory.
  readonly #types: Uint8Array;
  #known = 0;
  #beyond = 0;
  #braces = 0;

  constructor(depthMax: number) {
    this.#types = new Uint8Array(depthMax);
  }

  get depth(): number {
    return this.#known + this.#beyond;
  }

  /** Whether the innermost open bracket is that of an object. */
  get inObject(): boolean {
    return this.#beyond === 0 && this.#known > 0 && this.#types[this.#known - 1] === brace;
  }

  clear(): void {
    this.#known = 0;
    this.#beyond = 0;
    this.#braces = 0;
  }

  /** Opens with `{` or `[`; false where that is deeper than the limit. */
  push(byte: number): boolean {
    if (this.#known === this.#types.length) {
      this.#beyond += 1;
      return false;
    }
    this.#types[this.#known] = byte;
    this.#known += 1;
    if (byte === brace) this.#braces += 1;
    return true;
  }

  /** Closes with `}` or `]`. */
  pop(byte: number): Closing {
    if (this.#beyond > 0) {
      this.#beyond -= 1;
      return "closes";
    }
    const wanted = byte === 0x7d ? brace : bracket;
    // The counts say without a search whether there is one to close.
    if ((wanted === brace ? this.#braces : this.#known - this.#braces) === 0) return "opens nothing";
    const before = this.#known;
    for (;;) {
      this.#known -= 1;
      const type = this.#types[this.#known];
      if (type === brace) this.#braces -= 1;
      if (type === wanted) return before - this.#known === 1 ? "closes" : "mends";
    }
  }
}
