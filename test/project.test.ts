/** What is written down beside the program agrees with it: reference pages, dependencies. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "./support/places.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");

test("the reference pages are what the program and its content say", () => {
  const run = spawnSync(process.execPath, [join(root, "dist", "scripts", "reference.js"), "--check"], {
    encoding: "utf8",
    cwd: root,
  });
  expect(run.stderr).toBe("");
  expect(run.stdout).toBe("");
  expect(run.status).toBe(0);
});

test("the page about Sigma is what its measurement and content/sigma/ say", () => {
  const run = spawnSync(process.execPath, [join(root, "dist", "scripts", "sigma-page.js"), "--check"], {
    encoding: "utf8",
    cwd: root,
  });
  expect(run.stderr).toBe("");
  expect(run.status).toBe(0);
});

test("the catalogues hold to what is asked of them", () => {
  const run = spawnSync(process.execPath, [join(root, "dist", "scripts", "check-catalogues.js")], {
    encoding: "utf8",
    cwd: root,
  });
  expect(run.stdout.split("\n").filter((line) => line.startsWith("PROBLEM"))).toEqual([]);
  expect(run.stdout).toMatch(/client-provisioning\.yaml: \d+ entries[\s\S]*\n0 problems\n$/);
  expect(run.status).toBe(0);
});

describe("package-lock.json", () => {
  interface Entry {
    readonly resolved?: string;
    readonly integrity?: string;
    readonly version: string;
  }
  const { packages } = JSON.parse(read("package-lock.json")) as { packages: Readonly<Record<string, Entry>> };
  const entries = Object.entries(packages).filter(([path]) => path !== "");

  test("names no registry", () => {
    expect(entries.length).toBeGreaterThan(40);
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(read("package-lock.json")).not.toMatch(/registry\./);
  });

  test("has a checksum for all but the libraries that its registry does not hold", () => {
    const without = entries
      .filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ""))
      .map(([path]) => path);
    expect(without).toEqual(
      ["darwin-arm64", "darwin-x64", "linux-arm64-gnu"].map(
        (platform) => `node_modules/@chdb/lib-${platform}`,
      ),
    );
  });

  test("locks what package.json names, and the decision on dependencies names each", () => {
    const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<
      "dependencies" | "devDependencies",
      Record<string, string>
    >;
    const decision = read("docs/decisions/0002-dependencies.md");
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      expect(packages[`node_modules/${name}`], name).toBeDefined();
      expect(decision, name).toContain(name);
    }
  });
});
