/**
 * `npm run bench -- --install`: what an installation takes on disk: the package as it is packed for others, unpacked, and the
 * production dependencies that the lock file names, as they lie in `node_modules`. Nothing is downloaded.
 */
import { statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { folderIn, inFolder, prepare, root } from "./places.ts";
import { folderBytes } from "./serve-process.ts";

/** A package and its bytes on disk, without the packages inside it. */
interface Installed {
  readonly name: string;
  readonly bytes: number;
}

const largest = 5;

/** Folders of packages from `npm ls --parseable`, the project's own left out. */
export function packageFolders(parseable: string, own: string): string[] {
  const lines = parseable.split("\n").filter((line) => line !== "" && line !== own);
  return [...new Set(lines)];
}

export async function benchInstall(): Promise<void> {
  await inFolder(false, async (folder) => {
    const packed = JSON.parse(
      prepare("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], root),
    ) as { filename: string }[];
    const tarball = join(folder, basename(packed[0]?.filename ?? ""));
    const unpacked = folderIn(folder, "unpacked");
    prepare("tar", ["-xzf", tarball, "-C", unpacked]);
    const listed = prepare("npm", ["ls", "--omit=dev", "--all", "--parseable"], root);
    const modules = join(root, "node_modules");
    const all: Installed[] = packageFolders(listed, root)
      .map((path) => ({ name: relative(modules, path), bytes: folderBytes(path, ["node_modules"]) }))
      .sort((a, b) => b.bytes - a.bytes);
    const own = folderBytes(unpacked);
    const others = all.reduce((sum, { bytes }) => sum + bytes, 0);
    const row = (name: string, bytes: number) => process.stdout.write(`| ${name} | ${mib(bytes)} |\n`);
    process.stdout.write("| on disk | MiB |\n|---|---|\n");
    row("the packed file", statSync(tarball).size);
    row("the same, unpacked", own);
    row(`${all.length} production dependencies`, others);
    for (const { name, bytes } of all.slice(0, largest)) row(`of these ${name}`, bytes);
    row("an installation", own + others);
    process.stdout.write("\n");
  });
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
