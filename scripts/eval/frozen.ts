/**
 * Labelled data is frozen: `eval/frozen.txt` holds the digest of every label file and log, in entries that are only ever added,
 * each with its day and its reason. Whoever changes a label after having seen a score has to write down why.
 */
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LabelledSet } from "./sets.ts";

/** Digests by path; a path without one was taken out. */
export type Digests = ReadonlyMap<string, string>;

const gone = "removed";

export function digestsOf(sets: readonly LabelledSet[]): Digests {
  const all = sets.flatMap(({ name, folder, files }) =>
    files.map((file): [string, string] => [
      name === "samples" ? `samples/${file}` : `samples/${name}/${file}`,
      createHash("sha256")
        .update(readFileSync(join(folder, file)))
        .digest("hex"),
    ]),
  );
  return new Map(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The state after all entries. Lines are `# DAY REASON`, `DIGEST  PATH` and `removed  PATH`. */
export function parseFrozen(text: string): Digests {
  const state = new Map<string, string>();
  let reasoned = false;
  for (const [at, line] of text.split("\n").entries()) {
    if (line === "") continue;
    if (/^# \d{4}-\d\d-\d\d \S/.test(line)) {
      reasoned = true;
      continue;
    }
    const [, digest, path] = /^([0-9a-f]{64}|removed) {2}(\S.*)$/.exec(line) ?? [];
    if (digest === undefined || path === undefined || !reasoned)
      throw new Error(`frozen.txt, line ${at + 1}: neither "# DAY REASON" nor "DIGEST  PATH" below one`);
    if (digest === gone) state.delete(path);
    else state.set(path, digest);
  }
  return state;
}

export function readFrozen(file: string): Digests {
  return existsSync(file) ? parseFrozen(readFileSync(file, "utf8")) : new Map();
}

/** What differs between the frozen state and the files, one sentence each. */
export function differences(frozen: Digests, now: Digests): string[] {
  const missing = [...frozen.keys()]
    .filter((path) => !now.has(path))
    .map((path) => `${path}: frozen, and not there`);
  const changed = [...now].flatMap(([path, digest]) => {
    const known = frozen.get(path);
    if (known === undefined) return [`${path}: not frozen yet`];
    return known === digest ? [] : [`${path}: changed since it was frozen`];
  });
  return [...missing, ...changed].sort();
}

/** The text of one more entry, empty where nothing differs. */
export function entryOf(frozen: Digests, now: Digests, day: string, reason: string): string {
  const words = reason.replaceAll(/\s+/g, " ").trim();
  if (words.split(" ").length < 3) throw new Error("A reason has at least three words.");
  const removed = [...frozen.keys()].filter((path) => !now.has(path)).map((path) => `${gone}  ${path}`);
  const added = [...now]
    .filter(([path, digest]) => frozen.get(path) !== digest)
    .map(([path, digest]) => `${digest}  ${path}`);
  return removed.length + added.length === 0
    ? ""
    : `${[`# ${day} ${words}`, ...removed, ...added].join("\n")}\n`;
}

export function freeze(file: string, entry: string): void {
  appendFileSync(file, existsSync(file) && entry !== "" ? `\n${entry}` : entry);
}
