/**
 * The directory of a zip archive, which stands at its end and is what counts; and the headers in
 * front of the members, which tell what there is where the directory is lost.
 *
 * Fields: APPNOTE.TXT 6.3.10, sections 4.3 and 4.4
 * (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 2026-11-24).
 */

import type { Parts } from "../declared.ts";
import type { MemberType } from "./members.ts";

/** What a header tells of a member. */
export interface ZipEntry {
  readonly name: Buffer;
  readonly type: MemberType;
  readonly encrypted: boolean;
  readonly method: number;
  /** CRC-32 of the content. */
  readonly checksum: number;
  /** Bytes in the archive. */
  readonly packedBytes: number;
  /** Bytes of the content. */
  readonly contentBytes: number;
  /** Where its header stands. */
  readonly offset: number;
  /** False where sizes and checksum stand behind the content only. */
  readonly sized: boolean;
}

export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** Where the directory begins, and the last member ends at the latest. */
  readonly offset: number;
}

const signatures = {
  member: 0x04034b50,
  directoryEntry: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  end64Locator: 0x07064b50,
} as const;
const endBytes = 22;
const commentBytesMax = 0xffff;
const unknown32 = 0xffffffff;

/**
 * The directory; `split` where members stand in other files, undefined where it is damaged or missing.
 * @param count called for each entry; may throw to end the reading
 */
export function zipDirectory(
  parts: Parts,
  bytes: number,
  count: () => void,
): ZipDirectory | "split" | undefined {
  const end = findEnd(parts, bytes);
  if (end === undefined) return undefined;
  if (end.split) return "split";
  const entries: ZipEntry[] = [];
  for (let at = end.directory; at < end.offset; ) {
    const fixed = parts.at(at, 46);
    if (fixed.length < 46 || fixed.readUInt32LE(0) !== signatures.directoryEntry) break;
    count();
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((place) => fixed.readUInt16LE(place)) as [
      number,
      number,
      number,
    ];
    const rest = parts.at(at + 46, nameBytes + extraBytes);
    if (rest.length < nameBytes + extraBytes) break;
    const entry = directoryEntry(fixed, rest.subarray(0, nameBytes), rest.subarray(nameBytes));
    if (entry === undefined) break;
    entries.push(entry);
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  // Old programs count modulo 2^16.
  return entries.length % 0x10000 === end.members % 0x10000 ? { entries, offset: end.directory } : undefined;
}

/** The record at the end; the last one that goes up to the end of the file, for a comment may hold another. */
function findEnd(
  parts: Parts,
  bytes: number,
): { offset: number; directory: number; members: number; split: boolean } | undefined {
  const start = Math.max(0, bytes - endBytes - commentBytesMax);
  const tail = parts.at(start, bytes - start);
  const mark = Buffer.from("PK\x05\x06", "latin1");
  let at = -1;
  for (
    let found = tail.lastIndexOf(mark);
    found !== -1;
    found = found === 0 ? -1 : tail.lastIndexOf(mark, found - 1)
  ) {
    if (found + endBytes > tail.length) continue;
    if (at === -1) at = found;
    if (found + endBytes + tail.readUInt16LE(found + 20) !== tail.length) continue;
    at = found;
    break;
  }
  if (at === -1) return undefined;
  const end = tail.subarray(at, at + endBytes);
  const plain = {
    offset: start + at,
    directory: end.readUInt32LE(16),
    members: end.readUInt16LE(10),
    split: end.readUInt16LE(4) !== 0 && end.readUInt16LE(4) !== 0xffff,
  };
  const locator = start + at >= 20 ? parts.at(start + at - 20, 20) : Buffer.alloc(0);
  if (locator.length < 20 || locator.readUInt32LE(0) !== signatures.end64Locator) return plain;
  const offset = numberAt(locator, 8);
  const end64 = offset === undefined ? Buffer.alloc(0) : parts.at(offset, 56);
  if (end64.length < 56 || end64.readUInt32LE(0) !== signatures.end64) return undefined;
  const directory = numberAt(end64, 48);
  const members = numberAt(end64, 32);
  if (directory === undefined || members === undefined) return undefined;
  return { offset: plain.offset, directory, members, split: end64.readUInt32LE(16) !== 0 };
}

function directoryEntry(fixed: Buffer, name: Buffer, extra: Buffer): ZipEntry | undefined {
  const system = fixed.readUInt8(5);
  const attributes = fixed.readUInt32LE(38);
  return entryOf({
    name: Buffer.from(name),
    type: typeOf(name, system, attributes),
    flags: fixed.readUInt16LE(8),
    method: fixed.readUInt16LE(10),
    checksum: fixed.readUInt32LE(16),
    packed: fixed.readUInt32LE(20),
    content: fixed.readUInt32LE(24),
    offset: fixed.readUInt32LE(42),
    extra,
    sized: true,
  });
}

/** The header in front of a member: how long it is, and what it tells; undefined where none stands there. */
export function memberHeader(
  parts: Parts,
  offset: number,
): { readonly bytes: number; readonly entry: ZipEntry } | undefined {
  const fixed = parts.at(offset, 30);
  if (fixed.length < 30 || fixed.readUInt32LE(0) !== signatures.member) return undefined;
  const nameBytes = fixed.readUInt16LE(26);
  const extraBytes = fixed.readUInt16LE(28);
  const rest = parts.at(offset + 30, nameBytes + extraBytes);
  if (rest.length < nameBytes + extraBytes) return undefined;
  const name = rest.subarray(0, nameBytes);
  const flags = fixed.readUInt16LE(6);
  const entry = entryOf({
    name,
    type: typeOf(name, 0, 0),
    flags,
    method: fixed.readUInt16LE(8),
    checksum: fixed.readUInt32LE(14),
    packed: fixed.readUInt32LE(18),
    content: fixed.readUInt32LE(22),
    offset,
    extra: rest.subarray(nameBytes),
    sized: (flags & 8) === 0,
  });
  return entry === undefined ? undefined : { bytes: 30 + nameBytes + extraBytes, entry };
}

/** Where the next header of a member stands, from a place on; undefined where the directory or nothing comes first. */
export function nextMember(parts: Parts, from: number): number | undefined {
  const step = 65_536;
  for (let at = from; ; at += step) {
    // Three bytes more, for a signature across two steps.
    const piece = parts.at(at, step + 3);
    for (
      let found = piece.indexOf("PK", 0, "latin1");
      found !== -1;
      found = piece.indexOf("PK", found + 1, "latin1")
    ) {
      if (found >= step || found + 4 > piece.length) break;
      const signature = piece.readUInt32LE(found);
      if (signature === signatures.member) return at + found;
      if (signature === signatures.directoryEntry || signature === signatures.end) return undefined;
    }
    if (piece.length < step + 3) return undefined;
  }
}

/** Fields of a header, where 2^32 - 1 says that a number stands in the extra fields. */
interface Fields {
  readonly name: Buffer;
  readonly type: MemberType;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly content: number;
  readonly offset: number;
  readonly extra: Buffer;
  readonly sized: boolean;
}

function entryOf({ name, type, flags, method, checksum, sized, ...fields }: Fields): ZipEntry | undefined {
  const long = longNumbers(fields.extra);
  let used = 0;
  const [contentBytes, packedBytes, offset] = [fields.content, fields.packed, fields.offset].map((value) => {
    if (value !== unknown32) return value;
    used += 8;
    return numberAt(long, used - 8);
  });
  if (contentBytes === undefined || packedBytes === undefined || offset === undefined) return undefined;
  // 0x1 and 0x40: encrypted, 0x2000: so is what the directory tells.
  const encrypted = (flags & 0x2041) !== 0 || method === 99;
  return { name, type, encrypted, method, checksum, packedBytes, contentBytes, offset, sized };
}

/** Extra field 1: numbers of 64 bits, each only where its own field says so. */
function longNumbers(extra: Buffer): Buffer {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return Buffer.alloc(0);
}

/** A number of 64 bits at a place; undefined where there is none, or it is no size of a file. */
function numberAt(bytes: Buffer, at: number): number | undefined {
  if (at + 8 > bytes.length) return undefined;
  const value = Number(bytes.readBigUInt64LE(at));
  return Number.isSafeInteger(value) ? value : undefined;
}

const directoryMark = 0x2f;

/** By the end of the name, by the attributes of DOS, or by the mode of Unix (which only its own programs write). */
function typeOf(name: Buffer, system: number, attributes: number): MemberType {
  const last = name.at(-1);
  if (
    last === directoryMark ||
    (last === 0x5c && system === 0) ||
    (system === 0 && (attributes & 0x10) !== 0)
  )
    return "directory";
  if (system !== 3 && system !== 19) return "file";
  switch ((attributes >>> 28) & 0xf) {
    case 0:
    case 8:
      return "file";
    case 4:
      return "directory";
    case 10:
      return "link";
    default:
      return "device";
  }
}
