/**
 * The bundle that a build leaves of checked content, and the digest of the files that tells whether it is still true.
 * Parsing and checking the files (load.ts) is loaded only where there is no such bundle.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { VedetteError } from "../errors.ts";
import type { Content } from "./load.ts";

/** The `content/` folder that belongs to this program, wherever it was built to. */
export function contentFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "content", "playbooks"))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new VedetteError("content.invalid", "The content/ folder of the program is missing.", {
        hint: "Install the program again.",
      });
    folder = parent;
  }
  return join(folder, "content");
}

/** Content as `loadContent` gives it. */
export async function openContent(folder: string = contentFolder()): Promise<Content> {
  const { bundled } = lookFor(folder);
  return bundled ?? (await import("./load.ts")).loadContent(folder);
}

/** The files of a content folder with their digest, and the bundle where it is of these files. */
export function lookFor(folder: string): {
  readonly files: readonly RawFile[];
  readonly sha256: string;
  readonly bundled: Content | undefined;
} {
  const files = readFiles(folder);
  const sha256 = digest(files);
  if (last?.sha256 !== sha256) last = readBundle(folder);
  return { files, sha256, bundled: last?.sha256 === sha256 ? last : undefined };
}

/** The bundle that was read last: what is made of its parts once is kept with them. */
let last: Content | undefined;

/** Where a build leaves the bundle of a content folder. */
export function bundlePath(folder: string = contentFolder()): string {
  return join(folder, "..", "dist", "content.json");
}

function readBundle(folder: string): Content | undefined {
  const path = bundlePath(folder);
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Content;
  } catch {
    return undefined;
  }
}

export interface RawFile {
  readonly path: string;
  readonly bytes: Buffer;
}

function readFiles(folder: string): RawFile[] {
  return (
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
      // What Sigma rules, ATT&CK and foreign playbooks call things, and what is hunted for or mended, is no part of what a triage goes by.
      .filter((path) => !/^(?:sigma|attack|binding|hunts|fixes)\//.test(path))
      .sort()
      .map((path) => ({ path, bytes: readFileSync(join(folder, path)) }))
  );
}

function digest(files: readonly RawFile[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file.path).update("\0").update(file.bytes).update("\0");
  return hash.digest("hex");
}
