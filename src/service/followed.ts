/** Logs that are read where they lie: what is new in them is seen by their size and time. */
import { statSync } from "node:fs";
import { globSync } from "tinyglobby";
import type { Pending } from "./service.ts";

/** What came to some files since; folders and patterns are looked through each time, for files that are new. */
export function pendingOf(paths: readonly string[]): Pending {
  const marks = paths.flatMap(filesOf).map((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? `${path} -` : `${path} ${stat.ino} ${stat.size} ${stat.mtimeMs}`;
  });
  return { paths, closed: [], mark: marks.sort().join("\n") };
}

function filesOf(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() === true) return [path];
  if (stat?.isDirectory() === true) return globSync("**/*", { cwd: path, absolute: true, dot: true });
  return globSync(path, { absolute: true, dot: true });
}
