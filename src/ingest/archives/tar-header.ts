/**
 * The header of a member of a tar archive, a block of 512 bytes.
 *
 * Fields: POSIX.1-2017, pax, "ustar Interchange Format"
 * (https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html) and the GNU format
 * (https://www.gnu.org/software/tar/manual/html_node/Standard.html), both 2026-11-24. An archive of
 * Unix version 7 has the first 257 bytes of it and zeros behind them.
 */

export const tarBlockBytes = 512;

/** What a member is, as far as reading it goes. */
export type TarType =
  | "file"
  | "directory"
  | "link"
  | "device"
  | "sparse"
  /** The long name of the next member, by GNU. */
  | "long-name"
  /** Attributes of the next member, by POSIX. */
  | "attributes"
  /** What says nothing of a file: attributes for all, names of links, the label of a volume. */
  | "aside"
  | "other";

export interface TarHeader {
  /** Bytes as they are; which letters they stand for is not said. */
  readonly name: Buffer;
  readonly type: TarType;
  /** Bytes of the member's content. */
  readonly size: number;
  /** A block with more of the map of a sparse file follows. */
  readonly mapFollows: boolean;
}

/** Whether a block is the header of a member and can be nothing else. */
export function isTarHeader(block: Uint8Array): boolean {
  // Behind the prefix, or what else a format keeps there, every header is zero; a text never is.
  return block.subarray(500, 508).every((byte) => byte === 0) && block[0] !== 0 && checksumFits(block);
}

/** The header in a block; undefined where the checksum is wrong or a field makes no sense. */
export function tarHeader(block: Buffer): TarHeader | undefined {
  if (!checksumFits(block)) return undefined;
  const size = numberIn(block.subarray(124, 136));
  if (size === undefined) return undefined;
  const posix = block.toString("latin1", 257, 263) === "ustar\0";
  const prefix = posix ? untilZero(block.subarray(345, 500)) : Buffer.alloc(0);
  const own = untilZero(block.subarray(0, 100));
  // A copy, for the block is filled again.
  const name = Buffer.concat(prefix.length === 0 ? [own] : [prefix, Buffer.from("/"), own]);
  const flagged = typeOf(block[156] ?? 0);
  // So archives of version 7 mark a directory.
  const type = flagged === "file" && size === 0 && name.at(-1) === 0x2f ? "directory" : flagged;
  return {
    name,
    type,
    // A link or a device has no content, whatever its size says: POSIX on the typeflag field.
    size: type === "link" || type === "device" || type === "directory" ? 0 : size,
    mapFollows: type === "sparse" && block[482] !== 0,
  };
}

/** Bytes in front of the first zero. */
export function untilZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}

function typeOf(flag: number): TarType {
  switch (String.fromCharCode(flag)) {
    case "\0":
    case "0":
    case "7":
      return "file";
    case "1":
    case "2":
      return "link";
    case "3":
    case "4":
    case "6":
      return "device";
    case "5":
      return "directory";
    case "S":
      return "sparse";
    case "L":
      return "long-name";
    case "x":
    case "X":
      return "attributes";
    case "g":
    case "K":
    case "V":
    case "D":
      return "aside";
    default:
      return "other";
  }
}

/** The sum of all bytes, its own field taken for blanks; old programs added signed bytes. */
function checksumFits(block: Uint8Array): boolean {
  const told = numberIn(block.subarray(148, 156));
  if (told === undefined) return false;
  let unsigned = 8 * 0x20;
  let signed = unsigned;
  for (const [index, byte] of block.entries()) {
    if (index >= 148 && index < 156) continue;
    unsigned += byte;
    signed += byte > 0x7f ? byte - 0x100 : byte;
  }
  return told === unsigned || told === signed;
}

/** An octal number in ASCII, or a binary one by GNU; undefined where it is neither or no size. */
function numberIn(field: Uint8Array): number | undefined {
  const first = field[0] ?? 0;
  if (first >= 0x80) {
    // 0xff begins a negative number.
    const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, first & 0x7f);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const text = Buffer.from(field).toString("latin1").replaceAll("\0", " ");
  const digits = /^ *([0-7]*)(?: |$)/.exec(text)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits === "" ? "0" : digits, 8);
}
