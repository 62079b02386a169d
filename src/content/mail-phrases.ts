/**
 * Phrases of mails as patterns over folded sentences.
 *
 * A folded sentence is lower case, without marks and invisible characters, with look-alike letters made one; its words
 * and commas stand between single blanks, with a blank at both ends. Each piece of a pattern begins with a blank.
 */
import type { MailSigns } from "./mail.ts";

/** Look-alike letters and the one that stands for them; texts are folded by the same list. */
export function alikeLetters({ alike }: Pick<MailSigns, "alike">): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(alike.letters).flatMap(([letter, twins]) =>
      [...twins].map((twin): [string, string] => [twin, letter]),
    ),
  );
}

/** Folds words of the catalogue as the engine folds the texts of mails (`foldedSql`). */
export function foldWords(text: string, alike: ReadonlyMap<string, string>): string {
  const plain = text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "");
  return [...plain]
    .map((letter) => alike.get(letter) ?? letter)
    .join("")
    .replaceAll("ß", "ss")
    .replace(/\s[-\u2010-\u2015]+\s/g, " , ")
    .replace(/[,;:()[\]"|]/g, " , ")
    .replace(/[^\p{L}\p{N}, ]+/gu, " ")
    .replace(/ +/g, " ");
}

/** Any number of words, up to a count. */
export function gap(wordsMax: number, word = "[^ ]+"): string {
  return `(?: ${word}){0,${wordsMax}}`;
}

/** One of several patterns; undefined where there is none. */
export function oneOf(patterns: readonly (string | undefined)[]): string | undefined {
  const there = [...new Set(patterns.filter((pattern) => pattern !== undefined))];
  return there.length === 0 ? undefined : `(?:${there.join("|")})`;
}

/** Patterns behind each other; undefined where one of them is. */
export function inTurn(...patterns: readonly (string | undefined)[]): string | undefined {
  return patterns.includes(undefined) ? undefined : patterns.join("");
}

/** A pattern that ends where a word ends. */
export function closed(pattern: string | undefined): string | undefined {
  return inTurn(pattern, " ");
}

const token = /\([^()]*\)\??|\{[a-z]+\}\??|…|[^\s()]+/g;

/** Writes the phrases of one language as patterns. */
export class PhraseWriter {
  readonly #alike: ReadonlyMap<string, string>;
  readonly #spellings: Readonly<Record<string, string>>;
  /** Words stand in many phrases. */
  readonly #words = new Map<string, string>();

  constructor(alike: ReadonlyMap<string, string>, spellings: Readonly<Record<string, string>>) {
    this.#alike = alike;
    this.#spellings = spellings;
  }

  /** One of some phrases; those that name a list that is empty are left out. */
  any(
    phrases: readonly string[],
    named: Readonly<Record<string, string | undefined>> = {},
  ): string | undefined {
    return oneOf(phrases.map((phrase) => this.one(phrase, named)));
  }

  /** A phrase; undefined where it names a list that is empty. */
  one(phrase: string, named: Readonly<Record<string, string | undefined>> = {}): string | undefined {
    return inTurn(
      ...[...phrase.matchAll(token)].map(([text]) => {
        if (text === "…") return gap(4, "[^ ,]+");
        const optional = text.endsWith("?");
        const inner = text.slice(1, optional ? -2 : -1);
        const inside = text.startsWith("{")
          ? named[inner]
          : text.startsWith("(")
            ? this.any(inner.split("|"), named)
            : this.#word(text, phrase);
        return optional ? inTurn(oneOf([inside]), "?") : inside;
      }),
    );
  }

  #word(text: string, phrase: string): string {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    const letters = [...text.toLowerCase().normalize("NFC")].map((letter) => {
      if (letter === "*") return "[^ ,]*";
      const plain = foldWords(letter, this.#alike);
      const other = this.#spellings[letter];
      return other === undefined ? plain : `(?:${plain}|${foldWords(other, this.#alike)})`;
    });
    const written = ` ${letters.join("")}`.replace(/ {2,}/g, " ").replace(/ $/, "");
    if (written === "") throw new Error(`in the phrase "${phrase}", "${text}" holds no letter`);
    this.#words.set(text, written);
    return written;
  }
}
