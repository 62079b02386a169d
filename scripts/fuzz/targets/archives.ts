/** Archives and compressed files that are broken or made to harm. */
import { deflateRawSync, gzipSync } from "node:zlib";
import { TarReader } from "../../../src/ingest/archives/tar.ts";
import { zipDirectory } from "../../../src/ingest/archives/zip-directory.ts";
import { Parts } from "../../../src/ingest/declared.ts";
import { DecodeError, decompress } from "../../../src/ingest/decompress.ts";
import { hold, type Target } from "../target.ts";
import { passingFile } from "./passing-file.ts";

/** A tar archive of plain files. */
function tarOf(files: Readonly<Record<string, string>>): Buffer {
  const blocks: Buffer[] = [];
  for (const [name, text] of Object.entries(files)) {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write("0000644\0", 100);
    header.write(`${Buffer.byteLength(text).toString(8).padStart(11, "0")}\0`, 124);
    header.write("00000000000\0", 136);
    header.write("        ", 148);
    header.write("0", 156);
    header.write("ustar\x0000", 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512);
    body.write(text);
    blocks.push(header, body);
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** All that a reader of tar tells of some pieces. */
function told(pieces: readonly Buffer[]): string {
  const says: string[] = [];
  const reader = new TarReader({
    begin: (name, type) => {
      says.push(`${type} ${name.toString("latin1")}`);
      return (piece) => says.push(Buffer.from(piece).toString("latin1"));
    },
    end: (whole) => says.push(`\0${whole}\0`),
  });
  for (const piece of pieces) reader.push(piece);
  return says.join("");
}

const tar: Target = {
  name: "tar",
  family: "archives",
  covers: /\/ingest\/archives\/tar[a-z-]*\.js/,
  seeds: () => [
    tarOf({ "a.log": "GET /\n", "b/c.log": "x".repeat(700) }),
    tarOf({ "../../etc/passwd": "root\n", [`${"n".repeat(99)}`]: "" }),
  ],
  words: [
    "ustar\0",
    "ustar  \0",
    "././@LongLink",
    "L",
    "x",
    "g",
    "S",
    "7777777777777",
    "30 path=../x\n",
    "GNU.sparse.size=1\n",
    "\0".repeat(512),
  ],
  bytesMax: 8_192,
  refuses: () => false,
  run: (input) => {
    const whole = told([input]);
    const cut = Math.floor(input.length / 3);
    hold(
      told([input.subarray(0, cut), input.subarray(cut, cut + 7), input.subarray(cut + 7)]) === whole,
      "pieces tell the same as the whole",
    );
  },
};

/** A zip archive of one member. */
function zipOf(name: string, text: string): Buffer {
  const packed = deflateRawSync(text);
  const common = (size: number) => {
    const part = Buffer.alloc(size);
    return part;
  };
  const local = common(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(text.length, 22);
  local.writeUInt16LE(name.length, 26);
  const directory = common(46);
  directory.writeUInt32LE(0x02014b50, 0);
  directory.writeUInt16LE(8, 10);
  directory.writeUInt32LE(packed.length, 20);
  directory.writeUInt32LE(text.length, 24);
  directory.writeUInt16LE(name.length, 28);
  const end = common(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, directory, Buffer.from(name), end]);
}

const zip: Target = {
  name: "zip directories",
  family: "archives",
  covers: /\/ingest\/archives\/zip-directory\.js/,
  seeds: () => [zipOf("a.log", "GET /\n"), zipOf("../x/b.log", "x".repeat(300))],
  words: [
    "PK\x01\x02",
    "PK\x03\x04",
    "PK\x05\x06",
    "PK\x06\x06",
    "PK\x06\x07",
    "\x01\0\x10\0",
    "\xff\xff\xff\xff",
  ],
  bytesMax: 8_192,
  refuses: () => false,
  run: (input) => {
    const parts = new Parts(passingFile("a.zip", input));
    try {
      let counted = 0;
      const found = zipDirectory(parts, input.length, () => {
        counted += 1;
        hold(counted <= input.length / 46 + 1, "an entry has its place in the file");
      });
      if (found === undefined || found === "split") return;
      hold(found.entries.length <= counted, "entries are counted");
      for (const { offset, packedBytes, contentBytes } of found.entries)
        hold(offset >= 0 && packedBytes >= 0 && contentBytes >= 0, "sizes are sizes");
    } finally {
      parts.close();
    }
  },
};

const contentBytesMax = 4 << 20;
class Enough extends Error {}

function compressed(compression: "gzip" | "zstd" | "bzip2" | "xz", seeds: () => readonly Buffer[]): Target {
  return {
    name: `compressed ${compression}`,
    family: "archives",
    covers: /\/ingest\/decompress\.js/,
    seeds,
    words: ["\x1f\x8b\x08", "\x28\xb5\x2f\xfd", "BZh9", "\xfd7zXZ\0", "\0\0\0\0", "\xff\xff\xff\xff"],
    bytesMax: 6_000,
    refuses: (thrown) => thrown instanceof DecodeError || thrown instanceof Enough,
    run: async (input) => {
      let bytes = 0;
      await decompress(passingFile(`a.${compression}`, input), compression, (piece) => {
        bytes += piece.length;
        if (bytes > contentBytesMax) throw new Enough("enough");
      });
    },
  };
}

const text = '203.0.113.9 - - [04/May/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5\n'.repeat(20);
const base64 = (given: string) => Buffer.from(given, "base64");

export const archives: readonly Target[] = [
  tar,
  zip,
  compressed("gzip", () => [gzipSync(text), Buffer.concat([gzipSync("a\n"), gzipSync("b\n")])]),
  // "hello hello hello\n" as the usual programs write it.
  compressed("bzip2", () => [base64("QlpoOTFBWSZTWeW18wkAAARRAAAQQAACRKAAIbUYDAKQacKjC7kinChIctr5hIA=")]),
  compressed("xz", () => [
    base64(
      "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AARAAxdADQZSe6N6U9+ISGwAAAfAdnIh8FDyAABKBLJamKOH7bzfQEAAAAABFla",
    ),
  ]),
  compressed("zstd", () => [base64("KLUv/QRYbQAAOGhlbGxvIAoBADFKEaOqdM4=")]),
];
