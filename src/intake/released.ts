/**
 * Segments that a reader has released.
 *
 * A segment is renamed, which marks it, and emptied; neither needs room, so that a full disk can be freed.
 * The mark goes when the journal tells of the release.
 */
import { readdir, rename, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { VedetteError } from "../errors.ts";
import { type Contents, forget, segmentOf } from "./contents.ts";
import { type Hook, syncPath } from "./disk.ts";
import type { SegmentRef } from "./frames.ts";
import { releasedEnding, segmentPath, streamFolder } from "./names.ts";

/**
 * Marks a segment as released, and frees its bytes.
 * @returns false where it was released before
 * @throws VedetteError `intake.limit` where it is not closed, `intake.full` where it is not written to its end
 */
export async function markReleased(
  folder: string,
  contents: Contents,
  { stream, number }: SegmentRef,
  hook: Hook,
): Promise<boolean> {
  const segment = segmentOf(contents, { stream, number });
  if (segment === undefined) return false;
  if (!segment.closed)
    throw new VedetteError("intake.limit", `Segment ${number} of ${stream.name} is not closed.`);
  const path = segmentPath(folder, stream, number);
  if ((await stat(path)).size !== segment.bytes)
    throw new VedetteError(
      "intake.full",
      `Segment ${number} of ${stream.name} is not written to its end yet.`,
    );
  await rename(path, path + releasedEnding);
  await syncPath(join(folder, streamFolder(stream)));
  hook("release.after-rename");
  await truncate(path + releasedEnding);
  hook("release.after-truncate");
  forget(contents, { stream, number });
  return true;
}

/** Finds marks of which the journal may not tell, and leaves their segments out. */
export async function findReleased(folder: string, contents: Contents): Promise<SegmentRef[]> {
  const released: SegmentRef[] = [];
  for (const [name, { stream }] of contents.streams) {
    const files = await readdir(join(folder, name)).catch(() => []);
    for (const file of files.filter((one) => one.endsWith(releasedEnding))) {
      const number = Number.parseInt(file, 10);
      forget(contents, { stream, number });
      released.push({ stream, number });
    }
  }
  return released;
}

export async function removeMarks(
  folder: string,
  released: readonly SegmentRef[],
  hook: Hook,
): Promise<void> {
  for (const { stream, number } of released)
    await rm(segmentPath(folder, stream, number) + releasedEnding, { force: true });
  if (released.length > 0) hook("release.after-commit");
}
