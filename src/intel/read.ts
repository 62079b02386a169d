/** Reads a feed from bytes, whatever form it has: STIX and MISP are JSON, everything else is a list. */

import { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import { asError, VedetteError } from "../errors.ts";
import { intelLimits } from "../limits.ts";
import type { Collector } from "./collect.ts";
import { type EntryKind, refuse } from "./entry.ts";
import { ListReader } from "./lists.ts";
import { isMisp, mispEntries } from "./misp.ts";
import { StixReader } from "./stix.ts";

const headBytes = 512;

export function unreadable(name: string, says: string, hint: string, cause?: unknown): VedetteError {
  return new VedetteError("intel.unreadable", `${name}: ${says}`, { place: { path: name }, hint, cause });
}

/**
 * Reads a feed.
 * @param name what it is called in errors
 * @param kind of all values of a list
 * @returns its form
 * @throws VedetteError `intel.unreadable`
 */
export async function readStream(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  collector: Collector,
  kind?: EntryKind,
): Promise<"list" | "stix" | "misp"> {
  const plain = limited(name, unpacked(chunks));
  const iterator = plain[Symbol.asyncIterator]();
  const begun = await beginning(iterator);
  if (begun.length === 0)
    throw unreadable(name, "it is empty.", "Check that it is the right file or address.");
  const all = joined(begun, iterator);
  const head = begun
    .subarray(0, headBytes)
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (/^<(?:!doctype|html|\?xml)/i.test(head))
    throw unreadable(
      name,
      "it is a page or XML, and no feed.",
      "Give the address of the data itself; STIX 1 is not read.",
    );
  if (kind === undefined && /^(?:\{|\[\s*(?:\{|\]|$))/.test(head)) return readDocument(name, all, collector);
  await readList(all, collector, kind);
  return "list";
}

/** As much as tells the form: a first piece may hold no more than blanks. */
async function beginning(iterator: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let held = Buffer.alloc(0);
  while (held.length < headBytes) {
    const next = await iterator.next();
    if (next.done === true) break;
    held = Buffer.concat([held, next.value]);
  }
  return held;
}

async function* joined(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** Undoes gzip, told by its first bytes. */
async function* unpacked(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const begun = await beginning(iterator);
  const all = joined(begun, iterator);
  if (begun[0] !== 0x1f || begun[1] !== 0x8b) {
    yield* all;
    return;
  }
  const source = Readable.from(all);
  const packed = createGunzip();
  source.on("error", (error) => packed.destroy(error));
  yield* source.pipe(packed) as AsyncIterable<Buffer>;
}

async function* limited(name: string, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > intelLimits.listBytesMax)
        throw unreadable(
          name,
          `larger than ${intelLimits.listBytesMax / 2 ** 30} GiB.`,
          "Split it into several feeds.",
        );
      if (chunk.length > 0) yield chunk;
    }
  } catch (thrown) {
    if (thrown instanceof VedetteError) throw thrown;
    throw unreadable(
      name,
      `cannot be read to its end (${asError(thrown).message}).`,
      "Fetch it again; nothing of it was taken.",
      thrown,
    );
  }
}

async function readDocument(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  collector: Collector,
): Promise<"stix" | "misp"> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > intelLimits.documentBytesMax)
      throw unreadable(
        name,
        `a JSON document larger than ${intelLimits.documentBytesMax / 2 ** 20} MiB.`,
        "Split it, or use TAXII or a list, which are read in pieces.",
      );
    parts.push(chunk);
  }
  let document: unknown;
  try {
    document = JSON.parse(
      Buffer.concat(parts)
        .toString("utf8")
        .replace(/^\uFEFF/, ""),
    );
  } catch (thrown) {
    throw unreadable(
      name,
      `JSON that cannot be read: ${asError(thrown).message.slice(0, 120)}`,
      "It may be cut off: fetch it again. Nothing of it was taken.",
      thrown,
    );
  }
  if (isMisp(document)) {
    for (const one of mispEntries(document)) collector.add(one);
    return "misp";
  }
  const objects = Array.isArray(document) ? document : [document];
  const known = objects.flatMap((one) => (isEnvelope(one) ? one.objects : [one]));
  if (!known.some((one) => typeof (one as { type?: unknown } | null)?.type === "string"))
    throw unreadable(
      name,
      "JSON that is neither STIX nor an event of MISP.",
      "Lists are read as text or CSV: one value a line.",
    );
  const reader = new StixReader();
  for (const one of known) for (const told of reader.object(one)) collector.add(told);
  for (const told of reader.end()) collector.add(told);
  return "stix";
}

/** A bundle without its type, as TAXII has it. */
export function isEnvelope(value: unknown): value is { readonly objects: readonly unknown[] } {
  return (
    typeof value === "object" && value !== null && Array.isArray((value as { objects?: unknown }).objects)
  );
}

async function readList(
  chunks: AsyncIterable<Uint8Array>,
  collector: Collector,
  kind: EntryKind | undefined,
): Promise<void> {
  const reader = new ListReader(kind);
  const decoder = new StringDecoder("utf8");
  const take = (line: string) => {
    if (line.length > intelLimits.lineBytesMax)
      collector.add(refuse("a line longer than a value can be", line));
    else for (const one of reader.line(line)) collector.add(one);
  };
  let rest = "";
  // Of a line without end only so much is held that it is known to be one.
  let cut = false;
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(Buffer.from(chunk))).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!cut) take(line);
      cut = false;
    }
    if (rest.length > intelLimits.lineBytesMax) {
      if (!cut) take(rest);
      cut = true;
      rest = "";
    }
  }
  if (!cut && rest + decoder.end() !== "") take(rest + decoder.end());
}
