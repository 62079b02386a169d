/** What ships: exact versions, licences, scripts at installation, the bill of materials, and the files of the tarball. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { installScripts, isPermissive, refusedLicences } from "../scripts/supply/licences.ts";
import { type LockedPackage, lockedPackages, rootNeeds } from "../scripts/supply/lock.ts";
import { type Project, sbomOf } from "../scripts/supply/sbom.ts";
import { root } from "./support/places.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const json = <T>(path: string) => JSON.parse(read(path)) as T;
const manifest = json<
  Project & {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
    readonly allowScripts: Readonly<Record<string, boolean>>;
    readonly publishConfig: Readonly<Record<string, unknown>>;
  }
>("package.json");
const packages = lockedPackages(root);

describe("versions", () => {
  test("are exact in package.json, and those of the lock file", () => {
    const asked = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(Object.keys(asked).length).toBeGreaterThan(30);
    const locked = new Map(packages.map(({ path, version }) => [path, version]));
    for (const [name, version] of Object.entries(asked)) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
      expect(locked.get(`node_modules/${name}`), name).toBe(version);
    }
  });

  test("of a new package are exact as well", () => {
    expect(read(".npmrc")).toMatch(/^save-exact=true$/m);
  });
});

describe("licences", () => {
  test("of what ships are permissive", () => {
    expect(packages.filter(({ use }) => use === "installed").length).toBeGreaterThan(40);
    expect(refusedLicences(packages)).toEqual([]);
  });

  test("are those that the installed packages name themselves", () => {
    const told = packages
      .filter(({ path }) => existsSync(join(root, path, "package.json")))
      .map(({ path, license }) => [
        path,
        license,
        json<{ license?: string }>(`${path}/package.json`).license,
      ]);
    expect(told.length).toBeGreaterThan(100);
    expect(told.filter(([, locked, own]) => locked !== own)).toEqual([]);
  });

  test("that are copyleft or unknown would be refused", () => {
    for (const license of ["GPL-3.0-only", "MPL-2.0", "", "AGPL-3.0-or-later", "MIT AND LGPL-2.1-only"])
      expect(isPermissive(license), license).toBe(false);
    for (const license of ["(MIT OR GPL-3.0-or-later)", "MIT AND ISC"])
      expect(isPermissive(license), license).toBe(true);
    const [first] = packages.filter(({ use }) => use === "installed");
    const changed = { ...first, license: "GPL-3.0-only" } as LockedPackage;
    expect(refusedLicences([changed])).toEqual([changed]);
  });

  test("of what is built into the console go along, and nothing else is built in", () => {
    const told = [...read("dist/web/licenses.md").matchAll(/^## (\S+) - (\S+) \(/gm)].map(
      ([, name, version]) => `${name} ${version}`,
    );
    const builtIn = packages
      .filter(({ use }) => use === "built-in")
      .map(({ name, version }) => `${name} ${version}`);
    expect(told.sort()).toEqual(builtIn.sort());
  });
});

test("scripts at installation: none is needed, and none may run", () => {
  const having = packages.filter((one) => one.hasInstallScript);
  expect(having.map(({ name }) => name)).toEqual(Object.keys(installScripts));
  for (const { name, path } of having) {
    const { scripts } = json<{ readonly scripts: Readonly<Record<string, string>> }>(`${path}/package.json`);
    const running = ["preinstall", "install", "postinstall"].flatMap((when) => scripts[when] ?? []);
    expect(running).toEqual([installScripts[name]]);
    expect(manifest.allowScripts[name]).toBe(false);
  }
  expect(Object.values(manifest.allowScripts)).not.toContain(true);
});

describe("the bill of materials", () => {
  const bom = sbomOf(manifest, packages, rootNeeds(root)) as unknown as Bom;

  interface Bom {
    readonly serialNumber: string;
    readonly specVersion: string;
    readonly bomFormat: string;
    readonly version: number;
    readonly metadata: { readonly component: Component };
    readonly components: readonly Component[];
    readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  }
  interface Component {
    readonly "bom-ref": string;
    readonly type: string;
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly scope: string;
    readonly licenses: readonly unknown[];
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  }

  test("is what the command prints, twice", () => {
    const print = () =>
      spawnSync(process.execPath, [join(root, "dist/scripts/supply/write-sbom.js")], { encoding: "utf8" });
    const { stdout, stderr, status } = print();
    expect([stderr, status]).toEqual(["", 0]);
    expect(JSON.parse(stdout)).toEqual(bom);
    expect(print().stdout).toBe(stdout);
  });

  test("has the essentials of CycloneDX 1.6", () => {
    expect(bom).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1 });
    expect(bom.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(bom.metadata.component).toMatchObject({ type: "application", name: manifest.name });
    for (const one of bom.components) {
      expect(one.type).toBe("library");
      expect(one.name).not.toBe("");
      expect(one.purl).toMatch(/^pkg:npm\/(?:%40[\w.-]+\/)?[\w.-]+@\d[\w.+-]*$/);
      expect(["required", "optional"]).toContain(one.scope);
      expect(one.licenses).toHaveLength(1);
      for (const { alg, content } of one.hashes ?? []) {
        expect(alg).toBe("SHA-512");
        expect(content).toMatch(/^[0-9a-f]{128}$/);
      }
    }
  });

  test("names all that ships, each once, and every reference leads somewhere", () => {
    const refs = bom.components.map((one) => one["bom-ref"]);
    expect(refs).toHaveLength(packages.filter(({ use }) => use !== "development").length);
    const known = new Set([...refs, bom.metadata.component["bom-ref"]]);
    expect(known.size).toBe(refs.length + 1);
    expect(bom.dependencies.map(({ ref }) => ref).sort()).toEqual([...known].sort());
    const reached = new Set(bom.dependencies.flatMap(({ dependsOn }) => dependsOn));
    expect([...reached].filter((ref) => !known.has(ref))).toEqual([]);
    // What nothing needs would be there for no reason.
    expect(refs.filter((ref) => !reached.has(ref))).toEqual([]);
  });
});

describe("the tarball", () => {
  const allowed: readonly RegExp[] = [
    /^(?:LICENSE|README\.md|SECURITY\.md|package\.json)$/,
    /^content\/(?:[\w-]+\/)+[\w.-]+\.yaml$/,
    /^dist\/content\.json$/,
    /^dist\/src\/(?:[\w-]+\/)*[\w.-]+\.js$/,
    /^dist\/web\/(?:index\.html|licenses\.md|[\w-]+\.svg|theme\.js|assets\/[\w.-]+\.(?:js|css|svg))(?:\.br|\.gz)?$/,
    /^samples\/(?:[\w.-]+\/)*[\w.-]+\.(?:log|json|ndjson|jsonl|csv|eml|mbox|md|gz)$/,
  ];

  test("holds what it should and nothing else", () => {
    const { stdout, status } = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    expect(status).toBe(0);
    const [packed] = JSON.parse(stdout) as readonly {
      readonly files: readonly { readonly path: string; readonly mode: number }[];
    }[];
    const names = packed?.files.map(({ path }) => path) ?? [];
    expect(names.length).toBeGreaterThan(500);
    expect(names.filter((name) => !allowed.some((pattern) => pattern.test(name)))).toEqual([]);
    for (const needed of [
      "LICENSE",
      "README.md",
      "SECURITY.md",
      "dist/src/cli/main.js",
      "dist/content.json",
      "dist/web/index.html",
      "dist/web/licenses.md",
    ])
      expect(names).toContain(needed);
    // A module of which the source is gone was left by an earlier build.
    const sources = names.filter((name) => name.startsWith("dist/src/"));
    expect(
      sources.filter((name) => !existsSync(join(root, name.slice("dist/".length).replace(/\.js$/, ".ts")))),
    ).toEqual([]);
  });

  test("is published for everybody, with its provenance", () => {
    expect(manifest.publishConfig).toEqual({ access: "public", provenance: true });
  });
});
