/**
 * The wire format of Protocol Buffers, as much of it as a reader of messages needs.
 * https://protobuf.dev/programming-guides/encoding/ (2026-11)
 */
import { Malformed } from "./model.ts";

export const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const varintBytesMax = 10;
const tagMax = 0xffff_ffffn;
const uint64Max = (1n << 64n) - 1n;

/** Steps through the fields of one message. A field is taken by the call that fits its type, or skipped. */
export class Fields {
  readonly #bytes: Buffer;
  #at = 0;
  #type = -1;
  #isTaken = true;
  /** The number of the field at hand. */
  number = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /**
   * Goes on to the next field; one that was not taken is skipped.
   * @throws Malformed
   */
  next(): boolean {
    if (!this.#isTaken) this.#skip();
    if (this.#at >= this.#bytes.length) return false;
    const tag = this.#varint();
    if (tag > tagMax || tag < 8n) throw new Malformed("A field has no number that is allowed.");
    this.number = Number(tag >> 3n);
    this.#type = Number(tag & 7n);
    this.#isTaken = false;
    return true;
  }

  /** An unsigned value; a negative one is the larger half. */
  varint(): bigint {
    this.#take(wire.varint);
    return this.#varint();
  }

  int64(): bigint {
    return BigInt.asIntN(64, this.varint());
  }

  fixed64(): bigint {
    this.#take(wire.fixed64);
    return this.#slice(8).readBigUInt64LE();
  }

  double(): number {
    this.#take(wire.fixed64);
    return this.#slice(8).readDoubleLE();
  }

  /** A part of the message, not a copy. */
  bytes(): Buffer {
    this.#take(wire.bytes);
    return this.#delimited();
  }

  /** What is no UTF-8 in it becomes U+FFFD. */
  text(): string {
    return this.bytes().toString();
  }

  #take(type: number): void {
    if (this.#type !== type)
      throw new Malformed(`Field ${this.number} is of type ${this.#type} where ${type} is meant.`);
    this.#isTaken = true;
  }

  #skip(): void {
    this.#isTaken = true;
    switch (this.#type) {
      case wire.varint:
        this.#varint();
        return;
      case wire.fixed64:
        this.#slice(8);
        return;
      case wire.bytes:
        this.#delimited();
        return;
      case wire.fixed32:
        this.#slice(4);
        return;
      default:
        throw new Malformed(`Field ${this.number} is of type ${this.#type}, which is not in use.`);
    }
  }

  #delimited(): Buffer {
    const length = this.#varint();
    if (length > BigInt(this.#bytes.length - this.#at))
      throw new Malformed(`Field ${this.number} is longer than its message.`);
    return this.#slice(Number(length));
  }

  #slice(length: number): Buffer {
    if (this.#at + length > this.#bytes.length)
      throw new Malformed(`Field ${this.number} is longer than its message.`);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #varint(): bigint {
    // Nearly all are short, and plain numbers are quicker.
    let small = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      small |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt(small);
    }
    let value = BigInt(small);
    for (let n = 4; n < varintBytesMax; n += 1) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << BigInt(7 * n);
      if (byte >= 0x80) continue;
      if (value > uint64Max) break;
      return value;
    }
    throw new Malformed("A number has more than 64 bits.");
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new Malformed("The message ends inside a number.");
    this.#at += 1;
    return byte;
  }
}

/** Fields of a message that is written. */
export function encodeVarint(field: number, value: bigint): Buffer {
  return Buffer.from([...varintBytes(BigInt(field) << 3n), ...varintBytes(value)]);
}

export function encodeBytes(field: number, value: Uint8Array): Buffer {
  const tag = (BigInt(field) << 3n) | BigInt(wire.bytes);
  return Buffer.concat([Buffer.from([...varintBytes(tag), ...varintBytes(BigInt(value.length))]), value]);
}

function varintBytes(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}
