/** Opens documents: what a reader claims by its beginning is spooled as records. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { counted } from "../../words.ts";
import type { ReadContext } from "../context.ts";
import { type Opened, openLimits, recover } from "../open.ts";
import type { DocumentLimits } from "./document.ts";
import { documentReaders } from "./readers.ts";
import { spoolDocument } from "./spool.ts";

/** Characters of a beginning that readers are shown. */
const headLength = 65_536;

/** Named limits of documents. */
export function documentLimits({ content }: ReadContext): DocumentLimits {
  const limits = content.policy.limits;
  return {
    recordBytes: limits.document_record_bytes,
    depth: limits.document_depth,
    parts: limits.document_parts,
  };
}

/**
 * The same input, or, where its first lines are the beginning of a document, one whose lines are the
 * document's records.
 */
export async function asDocument(
  context: ReadContext,
  opened: Opened,
  firstLines: readonly string[],
): Promise<Opened> {
  if (opened.document !== undefined) return opened;
  const head = firstLines.join("\n").slice(0, headLength);
  const reader = documentReaders.find((candidate) => candidate.fits(head));
  if (reader === undefined) return opened;
  const name = opened.file.slice(opened.file.lastIndexOf("-") + 1);
  const { original: _original, ...plain } =
    opened.engineCompression === "none"
      ? opened
      : await recover(opened, context.folder, Number(name), openLimits(context.content.policy.limits));
  const file = join(context.folder, `records-${name}`);
  // A damaged archive is read a second time.
  rmSync(file, { force: true });
  const shared = await spoolDocument(reader, plain.file, file, documentLimits(context));
  const notes =
    shared === 0
      ? plain.notes
      : [
          ...plain.notes,
          `${counted(shared, "record")} ${shared === 1 ? "stands" : "stand"} on the line of another; each counts as a line of its own, here and behind it`,
        ];
  return { ...plain, notes, file, engineCompression: "none", document: reader.id };
}
