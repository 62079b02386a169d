/** Words of playbooks: which of them count, and which mean the same. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { sourceKinds } from "../event-columns.ts";
import { contentFolder } from "../load.ts";

const bindingWords = z.strictObject({
  catalogue: z.literal("binding-words"),
  title: z.string(),
  kinds: z.partialRecord(z.enum(sourceKinds), z.array(z.string()).min(1)),
  not_kinds: z.array(z.string()),
  same: z.array(z.array(z.string()).min(2)),
  stop: z.array(z.string()),
});

/** Reads words as content/binding/words.yaml has them. */
export interface Words {
  /** Kinds of source that a text names, each with the phrase that names it. */
  kindsIn(text: string): { readonly kind: string; readonly phrase: string }[];
  /** Stems of the words that count, each with the first word that has it. */
  stemsOf(text: string): Map<string, string>;
}

export function loadWords(folder: string = contentFolder()): Words {
  const file = parse(readFileSync(join(folder, "binding", "words.yaml"), "utf8")) as unknown;
  const { kinds, not_kinds, same, stop } = bindingWords.parse(file);
  const stopped = new Set(stop);
  const meaning = new Map(
    same.flatMap(([first = "", ...rest]) => rest.map((word) => [stem(word), stem(first)])),
  );
  const others = not_kinds.map(phrasePattern);
  const phrases = Object.entries(kinds).flatMap(([kind, names]) =>
    // The longest phrase is the one that people recognise.
    [...(names ?? [])]
      .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
      .map((phrase) => ({ kind, phrase, pattern: phrasePattern(phrase) })),
  );
  const without = (text: string, kind: string) =>
    others.reduce(
      (rest, pattern) => (kind === "web" ? rest : rest.replace(pattern, " ")),
      text.toLowerCase().replace(/[\u2010-\u2015]/g, "-"),
    );
  return {
    kindsIn: (text) => {
      const found = new Map<string, string>();
      for (const { kind, phrase, pattern } of phrases)
        if (!found.has(kind) && without(text, kind).search(pattern) >= 0) found.set(kind, phrase);
      return sourceKinds.flatMap((kind) => {
        const phrase = found.get(kind);
        return phrase === undefined ? [] : [{ kind, phrase }];
      });
    },
    stemsOf: (text) => {
      const stems = new Map<string, string>();
      for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
        const plain = stem(word);
        if (word.length < 3 || stopped.has(word) || stopped.has(word.replace(/s$/, ""))) continue;
        const key = meaning.get(plain) ?? plain;
        if (!stems.has(key)) stems.set(key, word);
      }
      return stems;
    },
  };
}

function phrasePattern(phrase: string): RegExp {
  const escaped = phrase
    .replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll(" ", "[\\s-]+")
    .replace(/y$/, "(?:y|ie)");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?:'s|e?s)?(?![\\p{L}\\p{N}])`, "gu");
}

/** Letters of a word that are compared, so that forms of one word meet. */
const stemLetters = 6;

function stem(word: string): string {
  const plain = word
    .toLowerCase()
    .replace(/(?<=[a-z]{3})iz(?=e|a|i)/g, "is")
    .replace(/(?<=[a-z]{3})(?:ies|y)$/, "i")
    .replace(/(?<=[a-z]{2}[^s])s$/, "")
    .replace(/(?<=[a-z]{4})(?:ings?|ed)$/, "")
    .replace(/([bdgklmnprt])\1$/, "$1");
  return plain.slice(0, stemLetters);
}
