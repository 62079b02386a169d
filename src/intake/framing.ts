/**
 * Where a syslog message ends in a stream of bytes: RFC 6587, told for each message by how it begins.
 *
 * `83 <34>1 …` says its length; anything else goes to its line feed.
 */

export interface Framed {
  readonly messages: readonly Buffer[];
  /** Messages that were longer than the limit, and are left out. */
  readonly tooLong: number;
}

const lineFeed = 0x0a;
/** The longest beginning that may still become a length: nine digits, a space and `<`. */
const lengthBytesMax = 11;

type Length =
  | { readonly kind: "length"; readonly from: number; readonly bytes: number }
  | { readonly kind: "none" | "unsure" };

export class Framer {
  readonly #bytesMax: number;
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes to pass over of a message that says its length. */
  #passing = 0;
  /** Whether to pass over all up to the next line feed. */
  #passingLine = false;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  push(chunk: Buffer): Framed {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: Buffer[] = [];
    let tooLong = 0;
    for (let step = this.#next(); step !== "wait"; step = this.#next()) {
      if (step === "too long") tooLong += 1;
      else if (step !== "passed" && step.length > 0) messages.push(step);
    }
    // What is kept between two chunks is a copy, so that a few bytes do not hold a large buffer.
    this.#rest = Buffer.from(this.#rest);
    return { messages, tooLong };
  }

  /**
   * What stands behind the last message when a connection ends in order: a message that only lacks its line feed.
   * @returns undefined where nothing does, and "cut" where a message is not whole
   */
  end(): Buffer | "cut" | undefined {
    if (this.#passing > 0 || this.#passingLine) return undefined;
    if (this.#rest.length === 0) return undefined;
    return lengthAt(this.#rest).kind === "length" ? "cut" : this.#rest;
  }

  #next(): Buffer | "too long" | "passed" | "wait" {
    if (this.#passing > 0) return this.#pass();
    const length = this.#passingLine ? ({ kind: "none" } as const) : lengthAt(this.#rest);
    if (length.kind === "unsure") return "wait";
    if (length.kind === "length") return this.#counted(length.from, length.bytes);
    const end = this.#rest.indexOf(lineFeed);
    if (end === -1) {
      if (!this.#passingLine && this.#rest.length <= this.#bytesMax) return "wait";
      const isNew = !this.#passingLine;
      this.#rest = Buffer.alloc(0);
      this.#passingLine = true;
      return isNew ? "too long" : "wait";
    }
    const message = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end + 1);
    if (this.#passingLine) {
      this.#passingLine = false;
      return "passed";
    }
    return message.length > this.#bytesMax ? "too long" : message;
  }

  #counted(from: number, bytes: number): Buffer | "too long" | "wait" {
    if (bytes > this.#bytesMax) {
      this.#rest = this.#rest.subarray(from);
      this.#passing = bytes;
      return "too long";
    }
    if (this.#rest.length < from + bytes) return "wait";
    const message = this.#rest.subarray(from, from + bytes);
    this.#rest = this.#rest.subarray(from + bytes);
    return message;
  }

  #pass(): "passed" | "wait" {
    const passed = Math.min(this.#passing, this.#rest.length);
    this.#rest = this.#rest.subarray(passed);
    this.#passing -= passed;
    return passed === 0 ? "wait" : "passed";
  }
}

/** The length that a message begins with; only `<` behind it tells it from a line that begins with a number. */
function lengthAt(bytes: Buffer): Length {
  const begin = bytes.subarray(0, lengthBytesMax).toString("latin1");
  const found = /^([1-9]\d{0,8}) </.exec(begin);
  if (found !== null) return { kind: "length", from: (found[1] ?? "").length + 1, bytes: Number(found[1]) };
  return { kind: begin === "" || /^[1-9]\d{0,8} ?$/.test(begin) ? "unsure" : "none" };
}
