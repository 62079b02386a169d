/**
 * Definitions of tables that a full disk left empty. The engine opens no store that has one. A definition is written once and never
 * changed, so that an empty one is of a table that was being made when the room ended: it holds nothing that was finished.
 */
import { type Dirent, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** Tables without which a store is none: it is for a person to say what becomes of it. */
const kept = /^(?:events|store_)/;

/** Removes them from a data directory that no process holds. @returns the names of the tables */
export function removeUnwritten(path: string): string[] {
  const folders = foldersIn(join(path, "store")).flatMap((folder) => foldersIn(folder));
  return folders.flatMap((folder) =>
    entriesOf(folder)
      .filter((entry) => entry.isFile() && entry.name.endsWith(".sql") && !kept.test(entry.name))
      .filter(({ name }) => statSync(join(folder, name)).size === 0)
      .map(({ name }) => {
        rmSync(join(folder, name));
        return name.slice(0, -".sql".length);
      }),
  );
}

const foldersIn = (path: string): string[] =>
  entriesOf(path)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(path, name));

function entriesOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}
