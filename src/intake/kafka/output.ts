/** Unpacked bytes that grow up to a limit. */

/** Packed data that is damaged, or grows beyond the limit. */
export class Unpackable extends Error {}

const bytesMin = 4096;

export class Output {
  readonly #bytesMax: number;
  #bytes: Buffer;
  length = 0;

  constructor(bytesMax: number, expected = bytesMin) {
    this.#bytesMax = bytesMax;
    this.#bytes = Buffer.allocUnsafe(Math.max(bytesMin, Math.min(expected, bytesMax)));
  }

  append(piece: Uint8Array): void {
    this.#reserve(piece.length);
    this.#bytes.set(piece, this.length);
    this.length += piece.length;
  }

  /** Repeats bytes from before; they may reach into what is being written. */
  repeat(distance: number, length: number): void {
    if (distance < 1 || distance > this.length) throw new Unpackable("It points in front of its beginning.");
    this.#reserve(length);
    const from = this.length - distance;
    if (distance >= length) this.#bytes.copyWithin(this.length, from, from + length);
    else for (let n = 0; n < length; n += 1) this.#bytes[this.length + n] = this.#bytes[from + n] as number;
    this.length += length;
  }

  whole(): Buffer {
    return this.#bytes.subarray(0, this.length);
  }

  #reserve(more: number): void {
    const wanted = this.length + more;
    if (wanted <= this.#bytes.length) return;
    if (wanted > this.#bytesMax)
      throw new Unpackable(`It grows beyond ${this.#bytesMax.toLocaleString("en")} bytes.`);
    const larger = Buffer.allocUnsafe(Math.min(this.#bytesMax, Math.max(wanted, this.#bytes.length * 2)));
    larger.set(this.#bytes.subarray(0, this.length));
    this.#bytes = larger;
  }
}
