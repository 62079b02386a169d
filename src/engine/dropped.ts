/**
 * Files of tables that were dropped. The engine keeps them for some minutes, in case somebody wants them back; where a person's data
 * was in them they have to go at once.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const uuid = /UUID '([0-9a-f-]{36})'/;

/** Removes them from a data directory that no process holds. @returns how many tables */
export function removeDropped(path: string): number {
  const dropped = join(path, "metadata_dropped");
  if (!existsSync(dropped)) return 0;
  const names = readdirSync(dropped).filter((name) => name.endsWith(".sql"));
  for (const name of names) {
    const [, id] = uuid.exec(readFileSync(join(dropped, name), "utf8")) ?? [];
    // A table's files stand below the first three digits of its id.
    if (id !== undefined) rmSync(join(path, "store", id.slice(0, 3), id), { recursive: true, force: true });
    rmSync(join(dropped, name));
  }
  return names.length;
}
