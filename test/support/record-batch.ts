/** Batches of records as a broker keeps them, for what no producer makes by itself. */

export interface BatchGiven {
  readonly base?: bigint;
  readonly attributes?: number;
  readonly count?: number;
  readonly lastOffsetDelta?: number;
  /** What stands behind the header, in place of the records. */
  readonly packed?: Uint8Array;
}

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

export function recordOf(delta: number, value: Uint8Array | null, key: Uint8Array | null = null): Buffer {
  const part = (bytes: Uint8Array | null) =>
    bytes === null ? [varint(-1)] : [varint(bytes.length), Buffer.from(bytes)];
  const header = [varint(1), varint(1), Buffer.from("h"), varint(-1)];
  const content = Buffer.concat([
    Buffer.from([0]),
    varint(delta),
    varint(delta),
    ...part(key),
    ...part(value),
    ...header,
  ]);
  return Buffer.concat([varint(content.length), content]);
}

export function batchOf(values: readonly (Uint8Array | null)[], given: BatchGiven = {}): Buffer {
  const records = given.packed ?? Buffer.concat(values.map((value, delta) => recordOf(delta, value)));
  const header = Buffer.alloc(61);
  header.writeBigInt64BE(given.base ?? 0n, 0);
  header.writeInt32BE(49 + records.length, 8);
  header.writeInt8(2, 16);
  header.writeInt16BE(given.attributes ?? 0, 21);
  header.writeInt32BE(given.lastOffsetDelta ?? Math.max(0, values.length - 1), 23);
  header.writeBigInt64BE(1_779_012_303_000n, 27);
  header.writeBigInt64BE(1_779_012_304_000n, 35);
  header.writeBigInt64BE(-1n, 43);
  header.writeInt32BE(given.count ?? values.length, 57);
  return Buffer.concat([header, records]);
}
