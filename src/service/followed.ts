/** Logs that are read where they lie: what is new in them is seen by their size and time. */
import { statSync } from "node:fs";
import { globSync } from "tinyglobby";
import type { Pending } from "./service.ts";

/** What is at some places now: each counts as a whole, since a folder may be one archive of many files. */
export function pendingOf(paths: readonly string[]): Pending[] {
  return paths.map((place) => ({
    path: place,
    mark: filesOf(place)
      .map((path) => {
        const stat = statSync(path, { throwIfNoEntry: false });
        return stat === undefined ? `${path} -` : `${path} ${stat.ino} ${stat.size} ${stat.mtimeMs}`;
      })
      .sort()
      .join("\n"),
    closed: false,
  }));
}

function filesOf(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() === true) return [path];
  if (stat?.isDirectory() === true) return globSync("**/*", { cwd: path, absolute: true, dot: true });
  return globSync(path, { absolute: true, dot: true });
}
