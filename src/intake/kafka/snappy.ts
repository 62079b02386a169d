/**
 * Snappy, as the C library writes it for Kafka, and in the frames of the Java one.
 * https://github.com/google/snappy/blob/main/format_description.txt (2026-11)
 */
import { Output, Unpackable } from "./output.ts";

const javaMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
/** Magic, and two versions. */
const javaHeaderBytes = 16;
const int32Bytes = 4;

/** @throws Unpackable */
export function unpackSnappy(packed: Buffer, bytesMax: number): Buffer {
  const output = new Output(bytesMax, packed.length * 4);
  if (!packed.subarray(0, javaMagic.length).equals(javaMagic)) {
    unpackBlock(packed, output);
    return output.whole();
  }
  for (let at = javaHeaderBytes; at < packed.length; ) {
    if (at + int32Bytes > packed.length) throw cut();
    const length = packed.readInt32BE(at);
    at += int32Bytes;
    if (length < 0 || at + length > packed.length) throw cut();
    unpackBlock(packed.subarray(at, at + length), output);
    at += length;
  }
  return output.whole();
}

function unpackBlock(block: Buffer, output: Output): void {
  const { value: length, next } = varintAt(block);
  const end = output.length + length;
  const start = output.length;
  let at = next;
  while (at < block.length) {
    const tag = block[at] as number;
    at += 1;
    const kind = tag & 3;
    if (kind === 0) at = literal(block, at, tag >> 2, output);
    else {
      const extra = kind === 1 ? 1 : kind === 2 ? 2 : int32Bytes;
      if (at + extra > block.length) throw cut();
      const copied = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
      const distance = kind === 1 ? ((tag >> 5) << 8) | (block[at] as number) : block.readUIntLE(at, extra);
      if (distance > output.length - start) throw new Unpackable("It points in front of its beginning.");
      output.repeat(distance, copied);
      at += extra;
    }
    if (output.length > end) throw new Unpackable("It is longer than it says.");
  }
  if (output.length !== end) throw cut();
}

/** Lengths above 60 stand in one to four bytes behind the tag. */
function literal(block: Buffer, from: number, told: number, output: Output): number {
  const extra = told < 60 ? 0 : told - 59;
  if (from + extra > block.length) throw cut();
  const length = (extra === 0 ? told : block.readUIntLE(from, extra)) + 1;
  const at = from + extra;
  if (at + length > block.length) throw cut();
  output.append(block.subarray(at, at + length));
  return at + length;
}

function varintAt(block: Buffer): { value: number; next: number } {
  let value = 0;
  for (let at = 0; at < 5 && at < block.length; at += 1) {
    const byte = block[at] as number;
    value += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { value, next: at + 1 };
  }
  throw cut();
}

function cut(): Unpackable {
  return new Unpackable("It is not whole.");
}
