/** What a text must hold for a pattern to fit it: looking for a word takes a fraction of trying the pattern. */

/** An escape, a class, a number of times, or one character. */
const tokens = /\\.|\[(?:[^\]\\]|\\.)*\]|\{[\d,]+\}|./gs;

/**
 * Texts in lower case of which each text that a pattern fits, whatever its case, holds at least one. Only what stands
 * outside of groups is looked at.
 * @returns undefined where the pattern is too free for that
 */
export function neededTexts(pattern: string): readonly string[] | undefined {
  const alternatives: string[] = [""];
  let run = "";
  let depth = 0;
  const end = () => {
    if (run.length > (alternatives.at(-1) ?? "").length) alternatives[alternatives.length - 1] = run;
    run = "";
  };
  for (const [token] of pattern.matchAll(tokens)) {
    // A character before one of these may be missing.
    if (/^[?*{]/.test(token)) run = run.slice(0, -1);
    const character = depth === 0 ? characterOf(token) : undefined;
    if (character === undefined) end();
    else run += character.toLowerCase();
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (token === "|" && depth === 0) alternatives.push("");
  }
  end();
  return alternatives.every((text) => text.length >= 2) ? alternatives : undefined;
}

/** The one character that a token stands for; undefined for any other token. */
function characterOf(token: string): string | undefined {
  if (/^\\[^A-Za-z0-9]$/.test(token)) return token.slice(1);
  return /^[^\\.^$+?*{}()|[\]]$/.test(token) && token >= " " && token <= "~" ? token : undefined;
}

/** Codes of ASCII, and one for all else, which no word holds. */
const codes = 129;
const otherCode = 128;

/**
 * Finds in one look which of many words a text holds (Aho and Corasick, Efficient string matching, 1975).
 */
export class WordFinder {
  /** Owners that have no words, found in every text. */
  readonly #always: readonly number[];
  /** For each state and code the next state. */
  readonly #next: Int32Array;
  /** For each state the owners of the words that end there; a word may have several. */
  readonly #found: readonly (readonly number[])[];

  /** @param words for each owner the words of which a text must hold one; undefined where it needs none */
  constructor(words: readonly (readonly string[] | undefined)[]) {
    this.#always = words.flatMap((own, owner) => (own === undefined ? [owner] : []));
    const trie: Map<number, number>[] = [new Map()];
    const found: Set<number>[] = [new Set()];
    for (const [owner, own] of words.entries())
      for (const word of own ?? []) {
        let state = 0;
        for (const character of word) {
          const code = Math.min(character.charCodeAt(0), otherCode);
          let next = trie[state]?.get(code);
          if (next === undefined) {
            next = trie.push(new Map()) - 1;
            found.push(new Set());
            trie[state]?.set(code, next);
          }
          state = next;
        }
        found[state]?.add(owner);
      }
    const next = new Int32Array(trie.length * codes);
    const fallback = new Int32Array(trie.length);
    const queue = [0];
    for (const state of queue) {
      const back = fallback[state] as number;
      for (let code = 0; code < codes; code += 1) {
        const child = trie[state]?.get(code);
        const otherwise = state === 0 ? 0 : (next[back * codes + code] as number);
        if (child === undefined) {
          next[state * codes + code] = otherwise;
          continue;
        }
        next[state * codes + code] = child;
        fallback[child] = otherwise;
        for (const owner of found[otherwise] ?? []) found[child]?.add(owner);
        queue.push(child);
      }
    }
    this.#next = next;
    this.#found = found.map((owners) => [...owners]);
  }

  /** Owners of which a text holds a word, whatever its case, ascending. */
  ownersIn(text: string): number[] {
    const owners = new Set(this.#always);
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      let code = text.charCodeAt(at);
      if (code >= 65 && code <= 90) code += 32;
      if (code > otherCode) code = otherCode;
      state = this.#next[state * codes + code] as number;
      const found = this.#found[state] as readonly number[];
      for (let n = 0; n < found.length; n += 1) owners.add(found[n] as number);
    }
    return [...owners].sort((a, b) => a - b);
  }
}
