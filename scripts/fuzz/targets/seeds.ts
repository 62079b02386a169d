/** Where inputs begin: files of the samples, and texts. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const samples = "samples";
/** More of a file than this adds little but time. */
const seedBytes = 6_000;
const seedsMax = 24;

export const textSeeds = (...texts: readonly string[]): readonly Buffer[] =>
  texts.map((text) => Buffer.from(text));

/** All files of the samples, unpacked. */
function sampleFiles(): { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(samples, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.endsWith(".json") || !name.includes("labels"))
    .map((name) => ({ name, path: join(samples, name) }))
    .filter(({ path }) => statSync(path).isFile())
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, path }) => {
      const bytes = readFileSync(path);
      return { name, bytes: name.endsWith(".gz") ? gunzipSync(bytes) : bytes };
    });
}

/** Beginnings of sample files that something is said of, cut at a line. */
export function sampleSeeds(fits: (head: string, name: string) => boolean): readonly Buffer[] {
  const found: Buffer[] = [];
  for (const { name, bytes } of sampleFiles()) {
    if (found.length >= seedsMax) break;
    if (!fits(bytes.subarray(0, 65_536).toString("utf8"), name)) continue;
    const end = bytes.length <= seedBytes ? bytes.length : bytes.lastIndexOf(0x0a, seedBytes) + 1;
    found.push(bytes.subarray(0, end === 0 ? seedBytes : end));
  }
  return found;
}

/** Files of a folder whose names end so. */
export function fileSeeds(folder: string, end: RegExp): readonly Buffer[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => end.test(name))
    .sort()
    .slice(0, seedsMax)
    .map((name) => readFileSync(join(folder, name)).subarray(0, 20_000));
}
