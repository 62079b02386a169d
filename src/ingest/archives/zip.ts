/**
 * Reads a zip archive: by its directory, or where that is lost from one member's header to the next.
 * Members are stored or deflated; whatever else they are packed by is told.
 */
import { createReadStream, statSync } from "node:fs";
import { crc32 } from "node:zlib";
import { VedetteError } from "../../errors.ts";
import { Parts } from "../declared.ts";
import { DecodeError, inflateSlice, type Slice } from "../decompress.ts";
import { displayName } from "../open.ts";
import type { Members, Surroundings, Take } from "./members.ts";
import type { LeftOut } from "./told.ts";
import { memberHeader, nextMember, type ZipDirectory, type ZipEntry, zipDirectory } from "./zip-directory.ts";

/** Names of methods: APPNOTE.TXT 6.3.10, section 4.4.5. */
const methods: Readonly<Record<number, string>> = {
  1: "Shrink",
  6: "Implode",
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "zstd",
  95: "xz",
  98: "PPMd",
};
const stored = 0;
const deflated = 8;

/** What is wrong with a member's content. */
type Fault =
  | { readonly kind: "truncated" }
  | { readonly kind: "corrupt"; readonly why: string }
  | { readonly kind: "overrun"; readonly declaredBytes: number };

/**
 * Reads the members of a zip archive.
 * @param file its path on disk
 * @param path as reports name it
 * @throws VedetteError where a limit is met
 */
export async function readZip(
  file: string,
  path: string,
  members: Members,
  around: Surroundings,
): Promise<void> {
  const bytes = statSync(file).size;
  const parts = new Parts(file);
  try {
    const directory = zipDirectory(parts, bytes, () => around.budget.countMembers(path, 1));
    if (directory === undefined) await readInOrder(file, path, bytes, parts, members, around);
    else if (directory === "split") around.problems.push(splitProblem(path));
    else if (overlaps(directory)) around.problems.push(overlapProblem(path));
    else {
      for (const entry of directory.entries) {
        const take = begin(entry, members);
        if (take === undefined) continue;
        const header = memberHeader(parts, entry.offset);
        if (header === undefined) {
          members.end(corruptProblem(members.present, "its header is not where the directory says"));
          continue;
        }
        const start = entry.offset + header.bytes;
        const slice = { path: file, start, end: Math.min(bytes, start + entry.packedBytes) };
        const { fault } = await unpack(entry, slice, take, around);
        members.end(fault === undefined ? undefined : problemOf(fault, members.present));
      }
    }
  } finally {
    parts.close();
  }
}

/** Begins a member that can be read; tells of one that cannot. */
function begin(entry: ZipEntry, members: Members): Take | undefined {
  const left: LeftOut | undefined =
    entry.type !== "file" && entry.type !== "directory"
      ? entry.type
      : entry.encrypted
        ? "encrypted"
        : entry.method !== stored && entry.method !== deflated
          ? `packed by ${methods[entry.method] ?? `method ${entry.method}`}`
          : undefined;
  return members.begin(entry.name, "cp437", entry.type, left);
}

/** From header to header, for an archive without a directory that could be read. */
async function readInOrder(
  file: string,
  path: string,
  bytes: number,
  parts: Parts,
  members: Members,
  around: Surroundings,
): Promise<void> {
  let cut = false;
  for (let at = nextMember(parts, 0); at !== undefined; ) {
    const header = memberHeader(parts, at);
    if (header === undefined) {
      at = nextMember(parts, at + 4);
      continue;
    }
    around.budget.countMembers(path, 1);
    const { entry } = header;
    const start = at + header.bytes;
    const take = begin(entry, members);
    let next = start + (entry.sized ? entry.packedBytes : 0);
    // Of a member without a size nothing but reading it tells where it ends.
    if (take !== undefined || (!entry.sized && entry.method === deflated && !entry.encrypted)) {
      if (!entry.sized && entry.method === stored) {
        members.end(corruptProblem(members.present, "only the lost directory tells how long it is"));
      } else {
        const slice = { path: file, start, end: entry.sized ? Math.min(bytes, next) : bytes };
        const { fault, used } = await unpack(entry, slice, take ?? (() => {}), around);
        if (!entry.sized) next = start + used;
        cut = fault !== undefined && (fault.kind === "truncated" || next > bytes);
        if (take !== undefined)
          members.end(
            fault === undefined ? undefined : problemOf(cut ? { kind: "truncated" } : fault, members.present),
          );
      }
    }
    at = nextMember(parts, next);
  }
  // The member that was cut has told it.
  if (!cut) around.problems.push(directoryProblem(path, members.extracted > 0));
}

/** Gives the content of a member to `take`, as far as it is what the archive says. */
async function unpack(
  entry: ZipEntry,
  slice: Slice,
  take: Take,
  around: Surroundings,
): Promise<{ readonly fault?: Fault; readonly used: number }> {
  const declaredBytes = entry.sized ? entry.contentBytes : Number.POSITIVE_INFINITY;
  let seen = 0;
  let checksum = 0;
  const sink = (piece: Uint8Array) => {
    around.budget.countBytes(piece.length);
    const known = piece.subarray(0, declaredBytes - seen);
    seen += piece.length;
    checksum = crc32(known, checksum);
    take(known);
    if (known.length < piece.length) throw new Overrun();
  };
  try {
    const used = await (entry.method === stored ? copySlice(slice, sink) : inflateSlice(slice, sink));
    if (!entry.sized) return { used };
    if (seen < declaredBytes)
      return { used, fault: { kind: "corrupt", why: `${declaredBytes - seen} bytes are missing` } };
    if (checksum !== entry.checksum)
      return { used, fault: { kind: "corrupt", why: "its checksum is wrong" } };
    return { used };
  } catch (thrown) {
    if (thrown instanceof Overrun) return { used: 0, fault: { kind: "overrun", declaredBytes } };
    if (!(thrown instanceof DecodeError)) throw thrown;
    const atEnd = thrown.damage === "truncated";
    return {
      used: 0,
      fault: atEnd && !entry.sized ? { kind: "truncated" } : { kind: "corrupt", why: thrown.message },
    };
  }
}

async function copySlice({ path, start, end }: Slice, sink: Take): Promise<number> {
  if (end <= start) return 0;
  for await (const chunk of createReadStream(path, { start, end: end - 1 })) sink(chunk as Buffer);
  return end - start;
}

/** A member holds more than it declares. */
class Overrun extends Error {
  override readonly name = "Overrun";
}

/** Whether members share bytes: so a small archive makes much of one piece, and no honest one does it. */
function overlaps({ entries, offset: directory }: ZipDirectory): boolean {
  const places = entries
    .map(({ offset, name, packedBytes }) => ({ start: offset, end: offset + 30 + name.length + packedBytes }))
    .sort((a, b) => a.start - b.start);
  return places.some(({ end }, index) => end > (places[index + 1]?.start ?? directory));
}

function problemOf(fault: Fault, path: string): VedetteError {
  const name = displayName({ path });
  switch (fault.kind) {
    case "truncated":
      return truncatedMember(path);
    case "corrupt":
      return corruptProblem(path, fault.why);
    case "overrun":
      return new VedetteError(
        "input.archive",
        `${name}: the member holds more than the ${fault.declaredBytes} bytes that it declares; reading stopped there.`,
        {
          place: { path },
          hint: "The archive is damaged, or made to harm. If you trust it, unpack it and name the folder.",
        },
      );
  }
}

/** The problem of a member that the end of its archive cuts off. */
export function truncatedMember(path: string): VedetteError {
  return new VedetteError(
    "input.truncated",
    `${displayName({ path })}: the archive ends in the middle of this member; what could be read was used.`,
    { place: { path }, hint: "Copy the archive again; it may still have been written." },
  );
}

function corruptProblem(path: string, why: string): VedetteError {
  return new VedetteError(
    "input.corrupt",
    `${displayName({ path })}: the member is damaged (${why}); what could be read was used.`,
    { place: { path }, hint: "Copy the archive again." },
  );
}

/** @param found whether any member was used */
function directoryProblem(path: string, found: boolean): VedetteError {
  return new VedetteError(
    "input.truncated",
    `${displayName({ path })}: the directory at the end of the archive is missing or damaged; ${found ? "members that could be found without it were used" : "no member could be found without it"}.`,
    { place: { path }, hint: "Copy the archive again; it may still have been written." },
  );
}

function splitProblem(path: string): VedetteError {
  return new VedetteError(
    "input.archive",
    `${displayName({ path })}: one part of a split archive; it was not read.`,
    { place: { path }, hint: "Join the parts: zip -s 0 PART.zip --out WHOLE.zip" },
  );
}

function overlapProblem(path: string): VedetteError {
  return new VedetteError(
    "input.archive",
    `${displayName({ path })}: members of the archive overlap, as in one that is made to harm; it was not read.`,
    { place: { path }, hint: "If you trust the archive, unpack it yourself and name the folder." },
  );
}
