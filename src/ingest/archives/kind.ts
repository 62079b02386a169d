/**
 * Knows an archive by its content, also a compressed one. A log must never pass for an archive, for
 * then whoever wrote its first lines could hide the others; so a tar's checksum has to be right, and
 * zeros have to stand where no text has them.
 */
import { constants, gunzipSync } from "node:zlib";
import { decompress, type Sink } from "../decompress.ts";
import { type Compression, compressionOf, readHead } from "../open.ts";
import { isTarHeader, tarBlockBytes } from "./tar-header.ts";

/** What an archive is, and how it is compressed as a whole. */
export interface ArchiveKind {
  readonly format: "zip" | "tar";
  readonly compression: Compression;
}

/** Bytes that are looked at; as many of a compressed file make a tar's header. */
const headBytes = 4096;

/** Beginnings of zip archives: a member, the end of an empty one, the mark of a split one. */
const zipMarks: readonly string[] = ["PK\x03\x04", "PK\x05\x06", "PK\x07\x08"];

/** The format of an archive that begins so. */
export function archiveFormatOf(head: Uint8Array): "zip" | "tar" | undefined {
  if (zipMarks.includes(Buffer.from(head.subarray(0, 4)).toString("latin1"))) return "zip";
  return head.length >= tarBlockBytes && isTarHeader(head.subarray(0, tarBlockBytes)) ? "tar" : undefined;
}

/** What archive a file is; undefined where it is none, or cannot be decompressed. */
export async function archiveKindOf(path: string): Promise<ArchiveKind | undefined> {
  const head = readHead(path, headBytes);
  const compression = compressionOf(head);
  const format = archiveFormatOf(compression === "none" ? head : await beginning(path, head, compression));
  return format === undefined ? undefined : { format, compression };
}

/** The first bytes of what a compressed file holds; none where it is damaged. */
async function beginning(
  path: string,
  head: Buffer,
  compression: Exclude<Compression, "none">,
): Promise<Uint8Array> {
  // Most are gzip, and for them no file need be opened a second time.
  const quick = compression === "gzip" ? gunzipped(head) : undefined;
  if (quick !== undefined && quick.length >= tarBlockBytes) return quick;
  const pieces: Uint8Array[] = [];
  let length = 0;
  const sink: Sink = (piece) => {
    pieces.push(piece.subarray(0, tarBlockBytes));
    length += piece.length;
    if (length >= tarBlockBytes) throw new Enough();
  };
  try {
    await decompress(path, compression, sink);
  } catch (thrown) {
    // A damaged beginning is told of when the file is read as a log.
    if (!(thrown instanceof Enough)) return new Uint8Array(0);
  }
  return Buffer.concat(pieces);
}

/** What the first bytes of a gzip file hold; undefined where they are damaged. */
function gunzipped(head: Buffer): Uint8Array | undefined {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}

/** As much as is needed was decompressed. */
class Enough extends Error {
  override readonly name = "Enough";
}
