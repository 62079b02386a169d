/** Changes inputs as chance has it: bits, bytes, pieces of others, texts of a grammar, and texts that break programs. */
import { Chance } from "../../lab/random.ts";

/** Texts that programs stumble over, whatever they read. */
const awkward: readonly Buffer[] = [
  "\0",
  "\u001b[2J",
  "\u202e",
  "\u200b",
  "\ufeff",
  "\r\n",
  "\n\n",
  "\t",
  '"',
  "'",
  "`",
  "\\",
  "\\u0000",
  "\\ud800",
  "%00",
  "%u002f",
  "$" + "{jndi:x}",
  "{{7*7}}",
  "<!--",
  "]]>",
  "__proto__",
  "constructor",
  "NaN",
  "-0",
  "1e999",
  "9007199254740993",
  "-9223372036854775808",
  "18446744073709551616",
  "1970-01-01T00:00:00Z",
  "9999-12-31T23:59:60+14:00",
  "255.255.255.255",
  "::ffff:1.2.3.4",
  "fe80::1%eth0",
]
  .map((text) => Buffer.from(text))
  .concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from([0xc0, 0xaf]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xf0, 0x9f]),
  ]);

export class Mutator {
  readonly #chance: Chance;
  readonly #words: readonly Buffer[];
  readonly #bytesMax: number;
  readonly #doublings: number;

  /** @param doublings an input is changed in up to two to the power of that many places */
  constructor(seed: number, words: readonly string[], bytesMax: number, doublings = 4) {
    this.#chance = new Chance(seed);
    this.#words = words.map((word) => Buffer.from(word));
    this.#bytesMax = bytesMax;
    this.#doublings = doublings;
  }

  /** Another input, made of one of a corpus. */
  next(corpus: readonly Buffer[]): Buffer {
    let made = this.#chance.pick(corpus);
    // Mostly few changes: what is wrong everywhere is refused at its beginning.
    const changes = 1 << this.#chance.between(0, this.#doublings);
    for (let change = 0; change < changes; change += 1) made = this.#changed(made, corpus);
    return made.length > this.#bytesMax ? Buffer.from(made.subarray(0, this.#bytesMax)) : made;
  }

  #changed(from: Buffer, corpus: readonly Buffer[]): Buffer {
    const chance = this.#chance;
    const at = chance.between(0, from.length);
    const end = Math.min(from.length, at + (1 << chance.between(0, 8)));
    const put = (piece: Uint8Array, over = 0) =>
      Buffer.concat([from.subarray(0, at), piece, from.subarray(at + over)]);
    switch (chance.between(0, 9)) {
      case 0: {
        const copy = Buffer.from(from);
        if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << chance.between(0, 7));
        return copy;
      }
      case 1: {
        const copy = Buffer.from(from);
        if (at < copy.length) copy[at] = chance.between(0, 255);
        return copy;
      }
      case 2:
        return Buffer.concat([from.subarray(0, at), from.subarray(end)]);
      case 3:
        return put(from.subarray(at, end));
      case 4: {
        const other = chance.pick(corpus);
        const begin = chance.between(0, other.length);
        return put(other.subarray(begin, begin + (1 << chance.between(0, 10))), chance.between(0, 64));
      }
      case 5:
        return put(chance.pick(awkward), chance.between(0, 4));
      case 6:
        return this.#words.length === 0 ? from : put(chance.pick(this.#words), chance.between(0, 8));
      case 7:
        return Buffer.from(from.subarray(0, at));
      case 8: {
        const piece = from.subarray(at, end);
        return piece.length === 0 ? from : put(Buffer.concat(Array(chance.between(2, 40)).fill(piece)));
      }
      default:
        return this.#line(from);
    }
  }

  /** Lines are what most inputs are made of: one is doubled, left out, or put elsewhere. */
  #line(from: Buffer): Buffer {
    const lines = from.toString("latin1").split("\n");
    const one = this.#chance.between(0, lines.length - 1);
    const [line = ""] = this.#chance.next() < 0.5 ? lines.splice(one, 1) : [lines[one]];
    if (this.#chance.next() < 0.7) lines.splice(this.#chance.between(0, lines.length), 0, line);
    return Buffer.from(lines.join("\n"), "latin1");
  }
}
