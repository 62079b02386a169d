/** What a command loads before it works: what it does not need, it is not to wait for. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./support/places.ts";

const main = join(root, "dist", "src", "cli", "main.js");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vedette-test-start-"));
  writeFileSync(
    join(folder, "hooks.mjs"),
    `import { appendFileSync } from "node:fs";
export async function load(url, context, next) {
  appendFileSync(process.env.LOADED, url + "\\n");
  return next(url, context);
}
`,
  );
  writeFileSync(
    join(folder, "register.mjs"),
    `import { register } from "node:module";\nregister("./hooks.mjs", import.meta.url);\n`,
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a command loads, as packages and as files of the program below `src`. */
function loadedBy(...args: string[]): { packages: string[]; files: string[] } {
  const list = join(folder, "loaded.txt");
  writeFileSync(list, "");
  const run = spawnSync(process.execPath, ["--import", join(folder, "register.mjs"), main, ...args], {
    env: { ...process.env, LOADED: list },
  });
  expect(run.stderr.toString()).toBe("");
  expect(run.status).toBe(0);
  const urls = readFileSync(list, "utf8").trim().split("\n");
  const after = (mark: RegExp) => [...new Set(urls.flatMap((url) => mark.exec(url)?.[1] ?? []))];
  return {
    packages: after(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//),
    files: after(/\/dist\/src\/(.+)\.js$/),
  };
}

test("help is told without what commands run on", () => {
  const { packages, files } = loadedBy("--help");
  expect(packages).toEqual(["commander"]);
  expect(files).toContain("cli/commands");
  const working = /^(?:engine|ingest|detect|assess|triage|server|service|content\/(?!intel$))/;
  expect(files.filter((file) => working.test(file))).toEqual([]);
});

test("a triage of a web log loads neither what checks files nor what reads rules, mails and documents", () => {
  const log = join(folder, "access.log");
  const lines = readFileSync(join(root, "samples", "nginx-combined.log"), "utf8").split("\n");
  writeFileSync(log, `${lines.slice(0, 10).join("\n")}\n`);
  const { packages, files } = loadedBy("triage", log, "--quiet", "--json");
  expect(packages).toContain("chdb");
  for (const name of ["zod", "yaml", "postal-mime", "htmlparser2", "saxes", "hono", "libsql", "kafkajs"])
    expect(packages).not.toContain(name);
  expect(files).toContain("triage/triage");
  for (const name of ["sigma/run", "content/schema", "content/load", "server/app", "report/html"])
    expect(files).not.toContain(name);
}, 600_000);
