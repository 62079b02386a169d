/**
 * Turns what a person named - files, folders, patterns, `-` - into a sorted list of files.
 *
 * A name that exists is that file, whatever characters it holds; only a name that does not
 * exist may be a pattern.
 */
import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { globSync } from "tinyglobby";
import { VedetteError } from "../errors.ts";

/** One file to read. */
export interface Input {
  /** As the user named it; `-` for standard input. */
  readonly path: string;
  /** True where the user named this very file (not a folder around it). */
  readonly named: boolean;
  /** The folder that the user named, where the file was found in one. */
  readonly folder?: string;
  /** A pipe or device: can be read once. */
  readonly once: boolean;
}

/** What was found, and what was wrong with single names; the run goes on with the rest. */
export interface Discovery {
  readonly inputs: readonly Input[];
  readonly problems: readonly VedetteError[];
}

export function discover(paths: readonly string[]): Discovery {
  const inputs: Input[] = [];
  const problems: VedetteError[] = [];
  for (const path of paths) {
    try {
      inputs.push(...expand(path));
    } catch (thrown) {
      if (!(thrown instanceof VedetteError)) throw thrown;
      problems.push(thrown);
    }
  }
  const seen = new Set<string>();
  return { inputs: inputs.filter((input) => !seen.has(input.path) && seen.add(input.path)), problems };
}

/** Folders that were named and held no log at all: a person who named one expects to hear of it. */
export function hollowFolders(
  inputs: readonly Input[],
  sources: readonly { readonly path: string; readonly events: number }[],
): VedetteError[] {
  const read = new Set(sources.filter(({ events }) => events > 0).map(({ path }) => path));
  const folders = new Map<string, Input[]>();
  for (const input of inputs) {
    if (input.folder !== undefined) folders.set(input.folder, [...(folders.get(input.folder) ?? []), input]);
  }
  return [...folders]
    .filter(([, files]) => files.every(({ path }) => !read.has(path)))
    .map(([path, files]) => {
      const message = `${path}: no log was found in ${files.length === 1 ? "the one file" : `any of the ${files.length} files`} of this folder.`;
      return new VedetteError("input.no-files", message, {
        place: { path },
        hint: "Name a folder with logs in it, or look at `vedette formats`.",
      });
    });
}

function expand(path: string): Input[] {
  if (path === "-") return [{ path, named: true, once: true }];
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return expandPattern(path);
  try {
    accessSync(path, constants.R_OK | (stat.isDirectory() ? constants.X_OK : 0));
  } catch {
    throw new VedetteError("input.unreadable", `${path}: no permission to read it.`, {
      place: { path },
      hint: "Run as a user who may read the logs, or copy them.",
    });
  }
  if (!stat.isDirectory()) return [{ path, named: true, once: !stat.isFile() }];
  const files = listFiles(path);
  if (files.length === 0)
    throw new VedetteError("input.no-files", `${path}: the folder holds no file.`, {
      place: { path },
      hint: "Name a folder with logs in it.",
    });
  return files.map((file) => ({ path: file, named: false, folder: path, once: false }));
}

function expandPattern(path: string): Input[] {
  const looksLikePattern = /[*?{[]/.test(path);
  const matches = looksLikePattern
    ? globSync(path, {
        absolute: isAbsolute(path),
        dot: false,
        onlyFiles: true,
        expandDirectories: false,
      }).sort()
    : [];
  if (matches.length > 0) return matches.map((match) => ({ path: match, named: true, once: false }));
  throw new VedetteError(
    "input.missing",
    looksLikePattern
      ? `${path}: no file has this name or fits this pattern.`
      : `${path}: no such file or folder.`,
    {
      place: { path },
      hint: "Check the spelling; the path is taken from the current folder.",
    },
  );
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .sort();
}
