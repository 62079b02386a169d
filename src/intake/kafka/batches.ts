/**
 * Batches of records as a broker's answer to a fetch holds them (magic 2, Kafka 0.11 and later).
 *
 * They are read here and not by the library: it unpacks a batch whatever that grows to, and one batch that it fails at, such as one of more
 * than some 100,000 records, keeps it from ever reading on. A batch that cannot be read becomes one message that says so.
 * https://kafka.apache.org/documentation/#recordbatch (2026-11)
 */
import { intakeLimits } from "../../limits.ts";
import { unpack } from "./codecs.ts";
import { Unpackable } from "./output.ts";

/** A message as the library hands it on, with what is added here. */
export interface Message {
  readonly offset: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, never>>;
  readonly attributes: number;
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
  /** Of a batch that cannot be read: how many records it says it has, and why. */
  readonly unreadable?: { readonly records: number; readonly because: string };
}

/** Offset and length, which the length does not count. */
const frontBytes = 12;
const headerBytes = 61;
const magicAt = 16;
const codecMask = 0x07;
const transactionalMask = 0x10;
const controlMask = 0x20;

/** Whether an answer is of the format that is read here; older ones the library reads. */
export function isCurrent(answer: Buffer): boolean {
  return answer.length > magicAt && answer[magicAt] === 2;
}

/** @throws RangeError where the frame itself is broken */
export async function readBatches(answer: Buffer): Promise<Message[]> {
  const messages: Message[] = [];
  let bytes = 0;
  for (let at = 0; at + headerBytes <= answer.length; ) {
    const length = frontBytes + answer.readInt32BE(at + 8);
    if (length < headerBytes) throw new RangeError(`A batch of ${length} bytes is too short to be one.`);
    // The last batch of an answer may be cut off; it comes whole with the next.
    if (at + length > answer.length) break;
    const batch = answer.subarray(at, at + length);
    const { unpacked, found } = await readBatch(batch);
    for (const one of found) messages.push(one);
    bytes += unpacked;
    at += length;
    // A batch is taken whole, and the rest is fetched again.
    if (bytes > intakeLimits.kafkaAnswerBytes || messages.length > intakeLimits.kafkaAnswerRecords) break;
  }
  return messages;
}

async function readBatch(batch: Buffer): Promise<{ unpacked: number; found: readonly Message[] }> {
  const attributes = batch.readInt16BE(21);
  const count = batch.readInt32BE(57);
  const base = batch.readBigInt64BE(0);
  const common = {
    attributes,
    headers: {},
    isControlRecord: (attributes & controlMask) !== 0,
    batchContext: {
      producerId: String(batch.readBigInt64BE(43)),
      inTransaction: (attributes & transactionalMask) !== 0,
    },
  };
  const told = (because: string): Message => ({
    ...common,
    offset: String(base + BigInt(batch.readInt32BE(23))),
    timestamp: String(batch.readBigInt64BE(35)),
    key: null,
    value: null,
    unreadable: { records: Math.max(0, count), because },
  });
  try {
    if (count > intakeLimits.kafkaRecordsMax)
      throw new Unpackable(`It has more than ${intakeLimits.kafkaRecordsMax.toLocaleString("en")} records.`);
    const records = await unpack(
      attributes & codecMask,
      batch.subarray(headerBytes),
      intakeLimits.kafkaUnpackedBytesMax,
    );
    const found = readRecords(records, count, base, batch.readBigInt64BE(27)).map((record) => ({
      ...common,
      ...record,
    }));
    // Compaction leaves batches without a record, behind which the library would never come.
    return { unpacked: records.length, found: found.length === 0 ? [told("It is empty.")] : found };
  } catch (thrown) {
    if (!(thrown instanceof Unpackable)) throw thrown;
    return { unpacked: 0, found: [told(thrown.message)] };
  }
}

type Own = Pick<Message, "offset" | "timestamp" | "key" | "value">;

function readRecords(bytes: Buffer, count: number, base: bigint, baseMs: bigint): Own[] {
  const records: Own[] = [];
  const reader = new Reader(bytes);
  for (let n = 0; n < count; n += 1) {
    const length = reader.varint();
    const end = reader.at + length;
    if (length < 0 || end > bytes.length) throw new Unpackable("A record is longer than its batch.");
    reader.at += 1;
    const timestamp = String(baseMs + reader.varlong());
    const offset = String(base + BigInt(reader.varint()));
    const key = reader.bytes(end);
    const value = reader.bytes(end);
    if (reader.at > end) throw new Unpackable("A value is longer than its record.");
    records.push({ offset, timestamp, key, value });
    // What stands behind the value are headers, which are not looked at.
    reader.at = end;
  }
  return records;
}

class Reader {
  readonly #bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** A signed number of 32 bits. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new Unpackable("A number has more than 32 bits.");
  }

  varlong(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (value >> 1n) ^ -(value & 1n);
    }
    throw new Unpackable("A number has more than 64 bits.");
  }

  /** Bytes with their length in front; nothing where that is -1. */
  bytes(end: number): Buffer | null {
    const length = this.varint();
    if (length < 0) return null;
    if (this.at + length > end) throw new Unpackable("A value is longer than its record.");
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  #byte(): number {
    const byte = this.#bytes[this.at];
    if (byte === undefined) throw new Unpackable("It ends inside a number.");
    this.at += 1;
    return byte;
  }
}
