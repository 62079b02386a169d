/** Physical lines of a file, for readers whose records are made of whole lines. */
import { GrowingBytes, rawOf, textOf } from "./bytes.ts";
import { type DocumentLimits, rawBytesMax } from "./document.ts";
import type { RecordParser } from "./records.ts";

/** A line without its line feed. */
export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Its text; of a line that is too long only the beginning. A carriage return at its end is kept. */
  readonly text: string;
  /** Its length in bytes. */
  readonly bytes: number;
  /** Longer than `recordBytes`. */
  readonly long: boolean;
}

/** What a reader does with lines. */
export interface LineParser {
  line(line: Line): void;
  end(): void;
}

/** Cuts chunks into lines; a line that is too long is counted and not held. */
export class LineCutter implements RecordParser {
  readonly #parser: LineParser;
  readonly #limit: number;
  readonly #begun = new GrowingBytes();
  #length = 0;
  #number = 1;

  constructor(parser: LineParser, limits: DocumentLimits) {
    this.#parser = parser;
    this.#limit = limits.recordBytes;
  }

  chunk(bytes: Uint8Array): void {
    let from = 0;
    for (;;) {
      const end = bytes.indexOf(10, from);
      if (end < 0) break;
      const part = bytes.subarray(from, end);
      if (this.#length === 0 && part.length <= this.#limit) this.#emit(part, part.length);
      else {
        this.#collect(part);
        this.#emit(this.#begun.view(), this.#length);
        this.#begun.clear();
        this.#length = 0;
      }
      from = end + 1;
    }
    if (from < bytes.length) this.#collect(bytes.subarray(from));
  }

  end(): void {
    if (this.#length > 0) this.#emit(this.#begun.view(), this.#length);
    this.#parser.end();
  }

  #collect(part: Uint8Array): void {
    this.#length += part.length;
    const room = Math.max(this.#limit, rawBytesMax + 1) - this.#begun.length;
    if (room > 0) this.#begun.append(part.length > room ? part.subarray(0, room) : part);
  }

  #emit(bytes: Uint8Array, length: number): void {
    const long = length > this.#limit;
    this.#parser.line({
      number: this.#number,
      text: this.#strip(long ? rawOf(bytes) : textOf(bytes)),
      bytes: length,
      long,
    });
    this.#number += 1;
  }

  #strip(text: string): string {
    return this.#number === 1 && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }
}

/** A text without the carriage return at its end. */
export function withoutReturn(text: string): string {
  return text.charCodeAt(text.length - 1) === 13 ? text.slice(0, -1) : text;
}
