/** Writes zip and tar archives byte by byte, right ones and those that no program would write. */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipMember {
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  /** 8 (deflate) where it is not given. */
  readonly method?: number;
  readonly flags?: number;
  /** The bytes in the archive, where they are not what the method makes of the content. */
  readonly packed?: Uint8Array;
  /** What the directory says, where that is not true. */
  readonly declaredBytes?: number;
  readonly checksum?: number;
  /** Mode of a Unix file, whose upper four bits are its type. */
  readonly mode?: number;
  /** Sizes and checksum stand behind the content. */
  readonly descriptor?: boolean;
  /** Sizes and offset stand in an extra field of 64 bits. */
  readonly long?: boolean;
}

export interface ZipMore {
  readonly comment?: string;
  /** Records of 64 bits at the end. */
  readonly long?: boolean;
  readonly disk?: number;
  /** Changes the offsets that the directory tells. */
  readonly offsets?: (offset: number, index: number) => number;
}

const long64 = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

function record(signature: number, ...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const parts = [Buffer.alloc(4)];
  parts[0]?.writeUInt32LE(signature);
  for (const [bytes, value] of fields) {
    const part = Buffer.alloc(bytes);
    part.writeUIntLE(value, 0, bytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A zip archive. */
export function zip(members: readonly ZipMember[], more: ZipMore = {}): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [index, member] of members.entries()) {
    const name = Buffer.from(member.name as Uint8Array);
    const content = Buffer.from((member.content ?? "") as Uint8Array);
    const method = member.method ?? 8;
    const packed = Buffer.from(member.packed ?? (method === 8 ? deflateRawSync(content) : content));
    const checksum = member.checksum ?? crc32(content);
    const bytes = member.declaredBytes ?? content.length;
    const flags = (member.flags ?? 0) | (member.descriptor === true ? 8 : 0);
    const told = more.offsets?.(offset, index) ?? offset;
    const ff = 0xffffffff;
    const sizes = (long: boolean): (readonly [4, number])[] =>
      long
        ? [
            [4, ff],
            [4, ff],
          ]
        : [
            [4, packed.length],
            [4, bytes],
          ];
    const extra = (withOffset: boolean) =>
      member.long === true
        ? Buffer.concat([
            Buffer.from([1, 0, withOffset ? 24 : 16, 0]),
            long64(bytes),
            long64(packed.length),
            ...(withOffset ? [long64(told)] : []),
          ])
        : Buffer.alloc(0);
    const long = member.long === true;
    const inFront: (readonly [2 | 4, number])[] =
      member.descriptor === true
        ? [
            [4, 0],
            [4, 0],
            [4, 0],
          ]
        : [[4, checksum], ...sizes(long)];
    const body = Buffer.concat([
      record(
        0x04034b50,
        [2, 20],
        [2, flags],
        [2, method],
        [4, 0],
        ...inFront,
        [2, name.length],
        [2, extra(false).length],
      ),
      name,
      extra(false),
      packed,
      ...(member.descriptor === true ? [record(0x08074b50, [4, checksum], ...sizes(false))] : []),
    ]);
    bodies.push(body);
    entries.push(
      Buffer.concat([
        record(
          0x02014b50,
          [2, member.mode === undefined ? 20 : 0x0314],
          [2, 20],
          [2, flags],
          [2, method],
          [4, 0],
          [4, checksum],
          ...sizes(long),
          [2, name.length],
          [2, extra(true).length],
          [2, 0],
          [2, 0],
          [2, 0],
          [4, ((member.mode ?? 0) << 16) >>> 0],
          [4, long ? ff : told],
        ),
        name,
        extra(true),
      ]),
    );
    offset += body.length;
  }
  const directory = Buffer.concat(entries);
  const count = members.length;
  const comment = Buffer.from(more.comment ?? "");
  const long = more.long === true;
  const end64 = long
    ? [
        record(0x06064b50),
        long64(44),
        Buffer.from([45, 0, 45, 0]),
        Buffer.alloc(8),
        long64(count),
        long64(count),
        long64(directory.length),
        long64(offset),
        record(0x07064b50, [4, 0]),
        long64(offset + directory.length),
        Buffer.from([1, 0, 0, 0]),
      ]
    : [];
  const end = record(
    0x06054b50,
    [2, more.disk ?? 0],
    [2, more.disk ?? 0],
    [2, long ? 0xffff : count % 0x10000],
    [2, long ? 0xffff : count % 0x10000],
    [4, long ? 0xffffffff : directory.length],
    [4, long ? 0xffffffff : offset],
    [2, comment.length],
  );
  return Buffer.concat([...bodies, directory, ...end64, end, comment]);
}

export interface TarMember {
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  /** "0", a file, where it is not given. */
  readonly type?: string;
  readonly prefix?: string;
  /** `ustar\0` where it is not given; empty for version 7. */
  readonly magic?: string;
  /** The field of the size, where it is not the content's. */
  readonly size?: string | Uint8Array;
  /** Bytes of the header that are written over the others, by place. */
  readonly over?: readonly (readonly [place: number, bytes: Uint8Array])[];
  /** Blocks between header and content. */
  readonly blocks?: Uint8Array;
}

/** A tar archive; with its end where that is not left out. */
export function tar(members: readonly TarMember[], more: { readonly end?: boolean } = {}): Buffer {
  const blocks: Uint8Array[] = [];
  for (const member of members) {
    const content = Buffer.from((member.content ?? "") as Uint8Array);
    const header = Buffer.alloc(512);
    header.set(Buffer.from(member.name as Uint8Array).subarray(0, 100), 0);
    header.write("0000644\x000000000\x000000000\0", 100, "latin1");
    header.set(
      Buffer.from((member.size ?? `${content.length.toString(8).padStart(11, "0")}\0`) as Uint8Array),
      124,
    );
    header.write("00000000000\0        ", 136, "latin1");
    header.write(member.type ?? "0", 156, "latin1");
    header.write(member.magic ?? "ustar\x0000", 257, "latin1");
    header.write(member.prefix ?? "", 345, "latin1");
    for (const [place, bytes] of member.over ?? []) header.set(bytes, place);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
    blocks.push(
      header,
      member.blocks ?? Buffer.alloc(0),
      content,
      Buffer.alloc((512 - (content.length % 512)) % 512),
    );
  }
  if (more.end !== false) blocks.push(Buffer.alloc(1024));
  return Buffer.concat(blocks);
}

/** A record of attributes in front of a member, as POSIX has it. */
export function attribute(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const own = Buffer.byteLength(rest);
  const length = String(own + String(own).length).length;
  return `${own + length}${rest}`;
}
