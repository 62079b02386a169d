/** The direction of imports, and who may touch the outside world. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "./support/places.ts";

/** Each folder may import from those before it, and from itself. */
const order = [
  "engine",
  "content",
  "intel",
  "ingest",
  "sigma",
  "detect",
  "assess",
  "triage",
  "respond",
  "export",
  "report",
  "casebook",
  "intake",
  "service",
  "server",
  "cli",
];
const source = join(root, "src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".ts"),
);

const layerOf = (path: string) => order.indexOf(path.split("/")[0] ?? "");

function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), "utf8");
  return [...text.matchAll(/(?:from |\bimport\()"(\.[^"]+)"/g)].map((match) =>
    relative(source, join(source, dirname(file), match[1] ?? "")),
  );
}

describe("imports", () => {
  test("there are files to look at", () => {
    expect(files.length).toBeGreaterThan(40);
  });

  test("go in one direction", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => layerOf(target) > layerOf(file) || (layerOf(file) < 0 && layerOf(target) >= 0))
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("every folder has its place in the order", () => {
    const folders = new Set(files.filter((file) => file.includes("/")).map((file) => file.split("/")[0]));
    expect([...folders].sort()).toEqual([...order].sort());
  });
});

describe("the outside world", () => {
  test("only effects.ts, cli/, server/ and service/ touch the process, the clock, chance and the network", () => {
    const touching =
      /\bprocess\.|\bDate\.now\(|\bMath\.random\(|\bfetch\(|from "node:(net|http|https|dgram|dns|tls|child_process)"/;
    const allowed = (file: string) => file === "effects.ts" || /^(?:cli|server|service)\//.test(file);
    const listening = (file: string) =>
      [
        "intake/connections.ts",
        "intake/http-server.ts",
        "intake/syslog-datagrams.ts",
        "intake/syslog-streams.ts",
      ].includes(file);
    const strip = (text: string) =>
      text
        .replace(/\/\*[\s\S]*?\*\//g, "")
        .replace(/^\s*\/\/.*$/gm, "")
        .replace(/"process\.[a-z_.0-9]+"/g, '""');
    const wrong = files.filter(
      (file) =>
        !allowed(file) &&
        touching.test(
          strip(readFileSync(join(source, file), "utf8"))
            .replaceAll('import { isIP } from "node:net";', "")
            .replaceAll(/from "node:(net|http|dgram|tls)"/g, (found) => (listening(file) ? "" : found)),
        ),
    );
    expect(wrong).toEqual([]);
  });

  test("there is no default export and no any", () => {
    const wrong = files.filter((file) =>
      /export default|: any\b|as any\b/.test(readFileSync(join(source, file), "utf8")),
    );
    expect(wrong).toEqual([]);
  });
});
