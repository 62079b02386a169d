/** Writing so that it lasts. */
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, rename, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Points in the life of a commit at which a test may stop the process; see `test/intake-crash.test.ts`. */
export const points = [
  "journal.before-write",
  "journal.after-write",
  "journal.after-fsync",
  "segment.before-write",
  "segment.after-write",
  "segment.rolled",
  "commit.before-answer",
  "commit.after-answer",
  "checkpoint.before",
  "checkpoint.after-fsync",
  "checkpoint.after-rename",
  "checkpoint.after-truncate",
  "release.after-rename",
  "release.after-truncate",
  "release.after-commit",
] as const;

export type Point = (typeof points)[number];

/** Called at each point; it may throw what a disk would. */
export type Hook = (point: Point) => void;

export async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}

/**
 * Writes at a place of a file that need not be there yet.
 * @returns false where the file ends before that place: something is missing in it
 */
export async function writeAt(path: string, bytes: Uint8Array, at: number): Promise<boolean> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT, 0o640);
  try {
    if ((await file.stat()).size < at) return false;
    await writeAll(file, bytes, at);
    return true;
  } finally {
    await file.close();
  }
}

export async function syncPath(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Puts a whole new file in the place of another. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.draft`;
  const file = await open(draft, "w", 0o640);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncPath(dirname(path));
}

export async function makeFolder(parent: string, name: string): Promise<string> {
  const path = join(parent, name);
  await mkdir(path, { recursive: true, mode: 0o750 });
  return path;
}

/** Bytes that this process may still write to the disk of a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Bytes of the disk of a folder, free or not. */
export async function diskBytes(folder: string): Promise<number> {
  const { blocks, bsize } = await statfs(folder);
  return blocks * bsize;
}

/** Whether something failed because there is no room. */
export function isFull(thrown: unknown): boolean {
  const { code } = thrown as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT";
}
