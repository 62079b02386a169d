/**
 * What labelled data and detection content have in common.
 *
 * Indicators, catalogues, profiles and policy decide; nothing that was made up for labelled data may stand there. What is
 * public may: real tools, well-known paths. No program can tell the two apart, so that everything counts as made up until
 * somebody has written into `eval/public-words.txt` where it is published. Paths that a labelled site *refused* are left
 * alone: scanners walk public wordlists, and so does a catalogue of endpoints.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type LabelledStrings, phrasesOf } from "./labelled-strings.ts";

export interface ContentText {
  readonly file: string;
  /** As it stands, samples and examples included. */
  readonly whole: string;
  /** What decides: all texts but samples, examples and sources. */
  readonly rules: string;
}

const deciding = ["catalogues", "indicators", "profiles", "policy"] as const;
const proving = new Set([
  "must_fire",
  "must_not_fire",
  "examples",
  "counterexamples",
  "samples",
  "source",
  "date",
]);

export function contentTexts(folder: string): ContentText[] {
  return deciding.flatMap((kind) =>
    readdirSync(join(folder, kind), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        const whole = readFileSync(file, "utf8");
        return { file: file.slice(folder.length + 1), whole, rules: texts(parse(whole)).join("\n") };
      }),
  );
}

function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (proving.has(key) ? [] : [key, ...texts(inner)]));
}

/** Words by where they are published. Lines are `WORD<TAB>WHERE`; `#` begins a comment. */
export function parsePublicWords(text: string): Map<string, string> {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const [word, where, ...more] = line.split("\t");
      if (word === undefined || where === undefined || where.trim() === "" || more.length > 0)
        throw new Error(`public-words.txt: not WORD<TAB>WHERE: ${line}`);
      return [word.toLowerCase(), where];
    }),
  );
}

/** The text, in small letters, as a whole word or path: what stands before and after may not go on with it. */
function wholly(text: string): RegExp {
  const literal = text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const after = text.startsWith("/") ? "(?![\\w/.~%-])" : "(?![\\w-])";
  return new RegExp(`(?<![\\w.~%-])${literal}${after}`);
}

/** One sentence for each thing in common, sorted. */
export function overlaps(
  labelled: LabelledStrings,
  content: readonly ContentText[],
  publicWords: ReadonlyMap<string, string>,
): string[] {
  const found: string[] = [];
  const look = (what: string, all: Iterable<string>, part: "whole" | "rules") => {
    // Patterns of content escape dots and slashes.
    const texts = content.map((one) => ({
      file: one.file,
      text: one[part].replaceAll("\\", "").toLowerCase(),
    }));
    for (const one of all) {
      const wanted = one.toLowerCase();
      if (publicWords.has(wanted)) continue;
      const pattern = wholly(wanted);
      for (const { file, text } of texts)
        if (text.includes(wanted) && pattern.test(text)) found.push(`${file}: ${what} ${one}`);
    }
  };
  look("address", labelled.addresses, "whole");
  look("name", labelled.names, "whole");
  look("agent", labelled.agentWords, "rules");
  look("path", labelled.servedPaths, "rules");
  for (const { file, whole } of content) {
    for (const line of whole.split("\n")) {
      const record = line
        .trim()
        .replace(/^- /, "")
        .replace(/^'(.*)'$/, "$1");
      if (labelled.records.has(record)) found.push(`${file}: record ${record.slice(0, 80)}`);
    }
    for (const phrase of phrasesOf(whole))
      if (labelled.phrases.has(phrase) && !publicWords.has(phrase)) found.push(`${file}: phrase ${phrase}`);
  }
  return [...new Set(found)].sort();
}
