/** A file for readers that take a path: one place for all inputs, in memory where the system has a place for that. */
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder: string | undefined;

export function passingFile(name: string, bytes: Uint8Array): string {
  folder ??= mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "vedette-fuzz-"));
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
