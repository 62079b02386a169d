/** Files beside a log that it may have been renamed or copied to. */
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isMarked, type Position } from "./marks.ts";

const packed = /\.(?:gz|bz2|xz|zst|lz4|lzma|Z|zip|7z)$/;

/** Whether a name says that a file is compressed; such a file is not followed. */
export function isPacked(path: string): boolean {
  return packed.test(path);
}

/** Whether one name is the other with something behind or in it, as rotation makes it. */
export function isRotatedName(name: string, of: string): boolean {
  if (name === of) return false;
  const dot = of.lastIndexOf(".");
  const stem = dot > 0 ? of.slice(0, dot) : of;
  return (
    name.startsWith(`${of}.`) ||
    name.startsWith(`${of}-`) ||
    name.startsWith(`${stem}-`) ||
    name.startsWith(`${stem}.`)
  );
}

export interface Found {
  readonly handle: FileHandle;
  readonly device: number;
  readonly inode: number;
}

/** The file that a position goes on in: by its inode, or a copy that holds the bytes in front of it. */
export async function findContinuation(
  position: Position,
  isTaken: (found: Found) => boolean,
): Promise<Found | undefined> {
  const folder = dirname(position.path);
  const name = basename(position.path);
  const names = await readdir(folder).catch(() => []);
  const candidates: { path: string; own: boolean }[] = [];
  for (const one of names.sort()) {
    const path = join(folder, one);
    if (isPacked(one) || (one !== name && !isRotatedName(one, name))) continue;
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || !found.isFile() || found.size < position.offset) continue;
    candidates.push({ path, own: found.ino === position.inode && found.dev === position.device });
  }
  candidates.sort((a, b) => Number(b.own) - Number(a.own));
  for (const { path } of candidates) {
    const found = await openFound(path);
    if (found === undefined) continue;
    if (!isTaken(found) && (await isMarked(found.handle, position))) return found;
    await found.handle.close();
  }
  return undefined;
}

/** Opens a file and says which one it is; undefined where it is gone or may not be read. */
export async function openFound(path: string): Promise<Found | undefined> {
  const handle = await open(path, "r").catch(() => undefined);
  if (handle === undefined) return undefined;
  const { dev, ino, ...found } = await handle.stat();
  if ((found.mode & 0o170000) === 0o100000) return { handle, device: dev, inode: ino };
  await handle.close();
  return undefined;
}
