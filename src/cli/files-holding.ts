/** Which files of some folders hold a person, as bytes: what was erased is looked for, and not believed. */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { holdsPerson, type PersonPattern } from "../triage/person.ts";

const chunkBytes = 1 << 20;
/** What a value and the characters around it take at most, so that none is cut. */
const overlapBytes = 4096;

/** Names of the files, sorted. @param places files and folders */
export function filesHolding(places: readonly string[], pattern: PersonPattern): string[] {
  const files = places.flatMap((place) =>
    !existsSync(place)
      ? []
      : statSync(place).isDirectory()
        ? readdirSync(place, { recursive: true, encoding: "utf8" }).map((name) => join(place, name))
        : [place],
  );
  return [...new Set(files)]
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true && holds(file, pattern))
    .sort();
}

function holds(path: string, pattern: PersonPattern): boolean {
  const file = openSync(path, "r");
  try {
    const chunk = Buffer.alloc(chunkBytes);
    let before = "";
    for (let at = 0; ; ) {
      const read = readSync(file, chunk, 0, chunkBytes, at);
      if (read === 0) return false;
      const text = before + chunk.toString("utf8", 0, read);
      if (holdsPerson(pattern, text)) return true;
      before = text.slice(-overlapBytes);
      at += read;
    }
  } finally {
    closeSync(file);
  }
}
