/** The packages that package-lock.json names: which of them ship, under which licence, and what each needs. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface LockEntry {
  readonly version: string;
  /** SRI of the package: `sha512-` and base64. */
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * `installed` comes with the tarball's own installation; `built-in` is compiled into the console's script;
 * `development` stays on the developer's machine.
 */
export type Use = "installed" | "built-in" | "development";

export interface LockedPackage {
  /** Its place below the project: `node_modules/hono`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as its own package.json says. */
  readonly license: string;
  readonly use: Use;
  /** Needed on some platforms only. */
  readonly optional: boolean;
  readonly integrity: string | undefined;
  readonly hasInstallScript: boolean;
  /** Places of what it needs. */
  readonly needs: readonly string[];
}

/** Every package of the lock file, by its place. @param root the checkout */
export function lockedPackages(root: string): LockedPackage[] {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, LockEntry>>;
  };
  const known = new Set(Object.keys(packages));
  const needsOf = (path: string) =>
    Object.keys({ ...packages[path]?.dependencies, ...packages[path]?.optionalDependencies })
      .flatMap((name) => placeOf(path, name, known) ?? [])
      .sort();
  const builtIn = closure(
    importedBy(join(root, "web", "src")).flatMap((name) => placeOf("", name, known) ?? []),
    needsOf,
  );
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, entry]) => ({
      path,
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version: entry.version,
      license: entry.license ?? "",
      use: entry.dev !== true ? "installed" : builtIn.has(path) ? "built-in" : "development",
      optional: entry.optional === true,
      integrity: entry.integrity,
      hasInstallScript: entry.hasInstallScript === true,
      needs: needsOf(path),
    }));
}

/** What the project itself needs where it is installed, by place. */
export function rootNeeds(root: string): string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as LockEntry;
  return Object.keys(dependencies)
    .map((name) => `node_modules/${name}`)
    .sort();
}

/** Where Node finds a package from inside another: below it, beside it, or in a folder above. */
function placeOf(from: string, name: string, known: ReadonlySet<string>): string | undefined {
  const parts = from === "" ? [] : from.split("/node_modules/");
  for (let depth = parts.length; depth >= 0; depth -= 1) {
    const place = [...parts.slice(0, depth), name].join("/node_modules/");
    const found = depth === 0 ? `node_modules/${name}` : place;
    if (known.has(found)) return found;
  }
  return undefined;
}

/** Names of the packages that files of a folder import. */
function importedBy(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => [
      ...readFileSync(join(folder, name), "utf8").matchAll(
        /(?:from|import) "((?:@[\w.-]+\/)?[a-z][\w.-]*)[/"]/g,
      ),
    ])
    .map(([, name = ""]) => name);
  return [...new Set(names)];
}

function closure(from: readonly string[], needsOf: (path: string) => readonly string[]): Set<string> {
  const found = new Set<string>();
  const waiting = [...from];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    waiting.push(...needsOf(path));
  }
  return found;
}
