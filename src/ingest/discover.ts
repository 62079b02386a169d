/**
 * Turns what a person named - files, folders, patterns, `-` - into a sorted list of files.
 *
 * A name that exists is that file, whatever characters it holds; only a name that does not
 * exist may be a pattern. A file that is met under several names is read once.
 */
import { isUtf8 } from "node:buffer";
import { accessSync, constants, type Dirent, readdirSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { globSync } from "tinyglobby";
import { asError, VedetteError } from "../errors.ts";
import { counted } from "../words.ts";

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
  /** The mails of a folder that are one source together. */
  readonly mails?: readonly Input[];
  /** Members of this archive that are wanted, by their names in it; without it all are. */
  readonly members?: readonly string[];
  /** A copy that is read in the place of `path`: of a member of an archive, or of what can be read once. */
  readonly content?: string;
  /** What is wrong with the copy, of which then not all could be had; or why there is none. */
  readonly problem?: VedetteError;
}

/** What parts the name of an archive from that of its member. */
export const memberMark = "!/";

/** What was found, and what was wrong with single names; the run goes on with the rest. */
export interface Discovery {
  readonly inputs: readonly Input[];
  readonly problems: readonly VedetteError[];
  /** What was left out, and why: files met under another name before, mails that are half delivered. */
  readonly notes: readonly string[];
}

export function discover(paths: readonly string[]): Discovery {
  const inputs: Input[] = [];
  const problems: VedetteError[] = [];
  const notes: string[] = [];
  for (const path of paths) {
    try {
      inputs.push(...expand(path, { problems, notes }));
    } catch (thrown) {
      problems.push(thrown instanceof VedetteError ? thrown : systemProblem(path, thrown));
    }
  }
  const once = eachOnce(inputs);
  return { inputs: once.inputs, problems, notes: [...new Set(notes), ...once.notes] };
}

/** What is said of folders beside their files. */
interface Said {
  readonly problems: VedetteError[];
  readonly notes: string[];
}

/** Inputs without those that are a file named before: by another spelling, a link, or a folder around it. */
function eachOnce(inputs: readonly Input[]): Pick<Discovery, "inputs" | "notes"> {
  const found = new Map<string, { input: Input; others: Set<string> }>();
  for (const input of inputs) {
    const key = identityOf(input.path);
    const known = found.get(key);
    if (known === undefined) found.set(key, { input, others: new Set() });
    else {
      if (input.path !== known.input.path) known.others.add(input.path);
      known.input = bothOf(known.input, input);
    }
  }
  return {
    inputs: [...found.values()].map(({ input }) => input),
    notes: [...found.values()].flatMap(({ input, others }) =>
      others.size === 0
        ? []
        : [`${input.path} is the same file as ${[...others].join(", ")}, and was read once.`],
    ),
  };
}

/** One file that was named twice. */
function bothOf({ members, ...first }: Input, second: Input): Input {
  const named = first.named || second.named;
  // Whoever named the archive itself wants all of it.
  if (members === undefined || second.members === undefined) return { ...first, named };
  return { ...first, named, members: [...new Set([...members, ...second.members])] };
}

/** What a name stands for, equal for all names of one file. */
function identityOf(path: string): string {
  if (path === "-") return path;
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return `path ${path}`;
  }
}

/** A failure of the file system at a path, in words for the one who named it. */
export function systemProblem(path: string, thrown: unknown): VedetteError {
  const cause = asError(thrown) as NodeJS.ErrnoException;
  const more = { place: { path }, cause };
  const spelling = spellingHint(path);
  switch (cause.code) {
    case "EACCES":
    case "EPERM":
      return new VedetteError("input.unreadable", `${path}: no permission to read it.`, {
        ...more,
        hint: "Run as a user who may read the logs, or copy them.",
      });
    case "ELOOP":
      return new VedetteError("input.unreadable", `${path}: the symbolic link leads round in a circle.`, {
        ...more,
        hint: "Name the file that it should lead to, or remove the link.",
      });
    case "ENOENT":
      return new VedetteError("input.missing", `${path}: no such file or folder.`, {
        ...more,
        hint: spelling,
      });
    case "ENOTDIR":
      return new VedetteError(
        "input.missing",
        `${path}: no such file or folder; what stands before a / in it is a file.`,
        { ...more, hint: spelling },
      );
    case "ENAMETOOLONG":
      return new VedetteError(
        "input.missing",
        `${path}: no such file or folder; the name is longer than the system allows.`,
        { ...more, hint: spelling },
      );
    default:
      return new VedetteError("input.unreadable", `${path}: it cannot be read (${cause.message}).`, more);
  }
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
      const what = files.every((file) => file.path.startsWith(`${path}${memberMark}`)) ? "archive" : "folder";
      const message = `${path}: no log was found in ${files.length === 1 ? "the one file" : `any of the ${files.length} files`} of this ${what}.`;
      return new VedetteError("input.no-files", message, {
        place: { path },
        hint: `Name ${what === "archive" ? "an archive" : "a folder"} with logs in it, or look at \`vedette formats\`.`,
      });
    });
}

/** @param said gets what is wrong inside a folder, and what is left out */
function expand(path: string, said: Said): Input[] {
  if (path === "-") return [{ path, named: true, once: true }];
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return expandMember(path) ?? expandPattern(path);
  accessSync(path, constants.R_OK | (stat.isDirectory() ? constants.X_OK : 0));
  if (!stat.isDirectory()) return [{ path, named: true, once: !stat.isFile() }];
  const before = said.problems.length;
  const files = listFiles(path, said).sort();
  if (files.length === 0 && said.problems.length > before) return [];
  if (files.length === 0)
    throw new VedetteError("input.no-files", `${path}: the folder holds no file.`, {
      place: { path },
      hint: "Name a folder with logs in it.",
    });
  return files.map((file) => ({ path: file, named: false, folder: path, once: false }));
}

/** The archive in front of a member that was named; undefined where there is none. */
function expandMember(path: string): Input[] | undefined {
  for (let at = path.indexOf(memberMark); at !== -1; at = path.indexOf(memberMark, at + 1)) {
    const archive = path.slice(0, at);
    if (statSync(archive, { throwIfNoEntry: false })?.isFile() !== true) continue;
    accessSync(archive, constants.R_OK);
    return [{ path: archive, named: true, once: false, members: [path.slice(at + memberMark.length)] }];
  }
  return undefined;
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
      hint: spellingHint(path),
    },
  );
}

/** Files at any depth, without hidden ones; links to folders are not followed, for they may lead upwards. */
function listFiles(folder: string, said: Said): string[] {
  let entries: Dirent<Buffer>[];
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    entries = readdirSync(folder, { withFileTypes: true, encoding: "buffer" });
  } catch (thrown) {
    said.problems.push(systemProblem(folder, thrown));
    return [];
  }
  const files: string[] = [];
  const unprintable: Buffer[] = [];
  const dot = ".".charCodeAt(0);
  const maildir = isMaildir(entries);
  for (const entry of entries) {
    const hidden = entry.name[0] === dot && !entry.isDirectory();
    if (hidden || !(entry.isFile() || entry.isSymbolicLink() || entry.isDirectory())) continue;
    if (!isUtf8(entry.name)) {
      unprintable.push(entry.name);
      continue;
    }
    const path = join(folder, entry.name.toString());
    if (maildir && entry.name.equals(halfDelivered)) said.notes.push(...leftAside(path));
    else if (entry.isDirectory()) files.push(...listFiles(path, said));
    else {
      try {
        if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) files.push(path);
      } catch (thrown) {
        said.problems.push(systemProblem(path, thrown));
      }
    }
  }
  if (unprintable.length > 0) said.problems.push(notUtf8(folder, unprintable));
  return files;
}

/** The folder of a Maildir in which mails are written before they are moved to `new` (maildir(5)). */
const halfDelivered = Buffer.from("tmp");

function isMaildir(entries: readonly Dirent<Buffer>[]): boolean {
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name.toString("latin1"));
  return ["cur", "new", "tmp"].every((name) => folders.includes(name));
}

function leftAside(path: string): string[] {
  const { length } = listFiles(path, { problems: [], notes: [] });
  if (length === 0) return [];
  const said = `${counted(length, "half-delivered mail")} of a Maildir ${length === 1 ? "was" : "were"} left aside`;
  return [`${path}: ${said}; name the folder itself to read it.`];
}

/** What to do about a name that is not there. */
function spellingHint(path: string): string {
  return path.includes("\ufffd")
    ? "If the name holds bytes that are not UTF-8, rename it or hand it over by standard input: vedette triage - < FILE"
    : "Check the spelling; the path is taken from the current folder.";
}

/** Names whose bytes are no text: what is read is named by text everywhere. */
function notUtf8(folder: string, names: readonly Buffer[]): VedetteError {
  const shown = names
    .slice(0, 3)
    .map((name) =>
      name
        .toString("latin1")
        .replace(/[^ -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`),
    )
    .join(", ");
  const message =
    names.length === 1
      ? `${folder}: a name in this folder is not UTF-8 (${shown}); it was not read.`
      : `${folder}: ${names.length} names in this folder are not UTF-8 (${shown}${names.length > 3 ? ", …" : ""}); they were not read.`;
  return new VedetteError("input.unreadable", message, {
    place: { path: folder },
    hint: "Rename it, or hand it over by standard input: vedette triage - < FILE",
  });
}
