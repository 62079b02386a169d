/** Names of the spool's folders and files. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Stream } from "./model.ts";

/** File systems take 255 bytes a name. */
const folderBytesMax = 180;
const keptBytes = 120;

/**
 * The folder of a stream. Whatever a sender calls it, it is one plain name of safe letters, and
 * different streams have different ones.
 */
export function streamFolder({ kind, name }: Stream): string {
  const encoded = [...Buffer.from(name)].map(encodedByte).join("");
  if (encoded.length <= folderBytesMax) return `${kind}-${encoded}`;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 32);
  // "~" is not among the letters that are kept, so that no other name leads here.
  return `${kind}-${encoded.slice(0, keptBytes)}~${digest}`;
}

function encodedByte(byte: number): string {
  const letter = String.fromCharCode(byte);
  return /[A-Za-z0-9._-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

const digits = 8;

export function segmentName(kind: Stream["kind"], number: number): string {
  return `${String(number).padStart(digits, "0")}.${kind === "mail" ? "eml" : "log"}`;
}

/** Ending of the mark that stays of a released segment until the journal says so too. */
export const releasedEnding = ".released";

export function segmentPath(folder: string, stream: Stream, number: number): string {
  return join(folder, streamFolder(stream), segmentName(stream.kind, number));
}
