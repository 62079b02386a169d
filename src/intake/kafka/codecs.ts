/** What batches of records are packed with. */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { unpackLz4 } from "./lz4.ts";
import { Output, Unpackable } from "./output.ts";
import { unpackSnappy } from "./snappy.ts";

/** The numbers are the protocol's. */
const gzipCodec = 1;
const snappyCodec = 2;
const lz4Codec = 3;
const zstdCodec = 4;

/** @throws Unpackable where it is damaged, grows beyond the limit, or is packed with something else */
export async function unpack(codec: number, packed: Buffer, bytesMax: number): Promise<Buffer> {
  switch (codec) {
    case 0:
      return packed;
    case gzipCodec:
      return unpackGzip(packed, bytesMax);
    case snappyCodec:
      return unpackSnappy(packed, bytesMax);
    case lz4Codec:
      return unpackLz4(packed, bytesMax);
    case zstdCodec:
      return unpackZstd(packed, bytesMax);
    default:
      throw new Unpackable(`Compression ${codec} is not known.`);
  }
}

async function unpackGzip(packed: Buffer, bytesMax: number): Promise<Buffer> {
  try {
    return await promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)(packed, {
      maxOutputLength: bytesMax,
    });
  } catch (thrown) {
    const isLarge = (thrown as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new Unpackable(
      isLarge ? `It grows beyond ${bytesMax.toLocaleString("en")} bytes.` : "It is no whole gzip.",
      { cause: thrown },
    );
  }
}

async function unpackZstd(packed: Buffer, bytesMax: number): Promise<Buffer> {
  const { Decompress } = await import("fzstd");
  const output = new Output(bytesMax, packed.length * 4);
  try {
    const decoder = new Decompress((piece) => output.append(piece));
    decoder.push(packed);
    decoder.push(new Uint8Array(0), true);
  } catch (thrown) {
    if (thrown instanceof Unpackable) throw thrown;
    throw new Unpackable("It is no whole zstd.", { cause: thrown });
  }
  return output.whole();
}
