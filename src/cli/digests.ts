/** SHA-256 of the files that lines of evidence stand in, as they are on disk. */
import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { compare } from "../detect/finding.ts";
import { asError } from "../errors.ts";
import { fileOf } from "../report/pack/evidence.ts";
import type { SourceDigest } from "../report/pack/pack.ts";

/** Digests of the files of some paths, each file once, sorted. */
export async function digestsOf(paths: readonly string[]): Promise<SourceDigest[]> {
  const files = new Map<string, boolean>();
  for (const path of paths) {
    // A name may hold the mark of a member without being one.
    const whole = isFile(path);
    const file = whole ? path : fileOf(path);
    files.set(file, (files.get(file) ?? false) || file !== path);
  }
  const digests: SourceDigest[] = [];
  for (const [path, archive] of [...files].sort(([a], [b]) => compare(a, b)))
    digests.push(await digestFile(path, archive));
  return digests;
}

async function digestFile(path: string, archive: boolean): Promise<SourceDigest> {
  if (!isFile(path)) return { path, note: "no digest: not a file that can be read again" };
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
  } catch (thrown) {
    return { path, note: `no digest: ${asError(thrown).message}` };
  }
  return {
    path,
    sha256: hash.digest("hex"),
    ...(archive ? { note: "the archive; its members have no digest of their own" } : {}),
  };
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}
