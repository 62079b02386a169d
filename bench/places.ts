/** Where benches find the program, and where they put their files. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const main = join(root, "dist", "src", "cli", "main.js");
export const samples = join(root, "samples");

/**
 * Gives a new folder under the system's folder for temporary files, and removes it afterwards, also where the bench is ended by a signal.
 * @param keep leaves it, and says where it is
 */
export async function inFolder<T>(keep: boolean, body: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "vedette-bench-"));
  const remove = () => {
    if (keep) process.stderr.write(`kept: ${folder}\n`);
    else rmSync(folder, { recursive: true, force: true });
  };
  const ended = (signal: NodeJS.Signals) => {
    remove();
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.once("SIGINT", ended).once("SIGTERM", ended);
  try {
    return await body(folder);
  } finally {
    process.off("SIGINT", ended).off("SIGTERM", ended);
    remove();
  }
}

/** @throws Error where the disk has no room for some bytes more */
export function needRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < bytes)
    throw new Error(
      `${folder}: ${gib(bytes)} GiB are needed and ${gib(bavail * bsize)} are free; set TMPDIR to a folder with more, or make smaller logs (--gib, --sizes)`,
    );
}

function gib(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}

/** Where a program of the search path lies, links followed; undefined where it is not installed. */
export function programPath(name: string): string | undefined {
  const found = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
  return found === undefined ? undefined : realpathSync(found);
}

/** Runs a program that prepares something. @throws Error with what it said, where it fails */
export function prepare(program: string, args: readonly string[], cwd?: string): string {
  const done = spawnSync(program, args, { maxBuffer: 1 << 28, ...(cwd === undefined ? {} : { cwd }) });
  if (done.status !== 0)
    throw new Error(
      `${program} ${args[0] ?? ""}: ${done.error?.message ?? done.stderr.toString().trim().slice(-500)}`,
    );
  return done.stdout.toString();
}

/** Makes a folder inside another. */
export function folderIn(folder: string, ...names: readonly string[]): string {
  const path = join(folder, ...names);
  mkdirSync(path, { recursive: true });
  return path;
}
