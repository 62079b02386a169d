/**
 * Frames of LZ4. Checksums are passed over: what carried the bytes has its own.
 * https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md (2026-11)
 */
import { Output, Unpackable } from "./output.ts";

const magic = 0x184d2204;
const int32Bytes = 4;
const int64Bytes = 8;
/** Magic, flags, block size and the header's checksum. */
const headerBytes = 7;
const uncompressed = 0x8000_0000;
const shortestMatch = 4;

/** @throws Unpackable */
export function unpackLz4(packed: Buffer, bytesMax: number): Buffer {
  if (packed.length < headerBytes || packed.readUInt32LE(0) !== magic)
    throw new Unpackable("It is no frame of LZ4.");
  const flags = packed[int32Bytes] as number;
  const hasBlockChecksum = (flags & 0x10) !== 0;
  const hasSize = (flags & 0x08) !== 0;
  if ((flags & 0x01) !== 0) throw new Unpackable("It needs a dictionary.");
  const output = new Output(bytesMax, packed.length * 4);
  let at = headerBytes + (hasSize ? int64Bytes : 0);
  for (;;) {
    if (at + int32Bytes > packed.length) throw cut();
    const told = packed.readUInt32LE(at);
    at += int32Bytes;
    if (told === 0) return output.whole();
    const length = told % uncompressed;
    if (at + length > packed.length) throw cut();
    const block = packed.subarray(at, at + length);
    if (told >= uncompressed) output.append(block);
    else unpackBlock(block, output);
    at += length + (hasBlockChecksum ? int32Bytes : 0);
  }
}

function unpackBlock(block: Buffer, output: Output): void {
  let at = 0;
  /** A length whose four bits are full goes on in the bytes behind. */
  const lengthOf = (bits: number): number => {
    let length = bits;
    if (bits < 15) return length;
    for (;;) {
      const byte = block[at];
      if (byte === undefined) throw cut();
      at += 1;
      length += byte;
      if (byte < 255) return length;
    }
  };
  while (at < block.length) {
    const token = block[at] as number;
    at += 1;
    const literals = lengthOf(token >> 4);
    if (at + literals > block.length) throw cut();
    output.append(block.subarray(at, at + literals));
    at += literals;
    // The last sequence is literals alone.
    if (at === block.length) return;
    if (at + 2 > block.length) throw cut();
    const distance = block.readUInt16LE(at);
    at += 2;
    output.repeat(distance, lengthOf(token & 15) + shortestMatch);
  }
}

function cut(): Unpackable {
  return new Unpackable("It is not whole.");
}
