/**
 * Bytes that grow up to a limit, and their text.
 *
 * Chunks end anywhere: inside a record, a character, an escape. What a record has of earlier chunks
 * is collected in one buffer that doubles. A list of pieces would cost an object for every byte where
 * the chunks are small.
 */
import { rawBytesMax } from "./document.ts";

// A byte order mark is data here; the readers take it off where a file begins.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Bytes as text; what is no UTF-8 becomes U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** The beginning of a record's bytes as text, at most `rawBytesMax` bytes of it and no character cut. */
export function rawOf(bytes: Uint8Array): string {
  let end = Math.min(bytes.length, rawBytesMax);
  if (end < bytes.length) while (end > rawBytesMax - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  const text = textOf(bytes.subarray(0, end));
  // What is no UTF-8 has become longer.
  return text.length * 3 <= rawBytesMax || Buffer.byteLength(text) <= rawBytesMax
    ? text
    : rawOf(Buffer.from(text));
}

/** As `rawOf`, of a text. */
export function rawOfText(text: string): string {
  // A UTF-16 unit is at most three bytes of UTF-8.
  if (text.length * 3 <= rawBytesMax) return text;
  return rawOf(Buffer.from(text.slice(0, rawBytesMax + 1), "utf8"));
}

/** A text that `rawOfText` is taken of in the end, with more behind it: no more of it is held than that needs. */
export function withMore(text: string, more: string): string {
  return text.length > rawBytesMax ? text : `${text}${more}`.slice(0, rawBytesMax + 1);
}

/** A buffer that grows; what it holds stays valid until the next call. */
export class GrowingBytes {
  #bytes = new Uint8Array(1024);
  length = 0;

  append(more: Uint8Array): void {
    const needed = this.length + more.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.length));
      this.#bytes = larger;
    }
    this.#bytes.set(more, this.length);
    this.length = needed;
  }

  view(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}
