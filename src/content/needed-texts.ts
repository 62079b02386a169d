/** What a text must hold for a pattern to fit it: looking for a word takes a fraction of trying the pattern. */

/** An escape, a class, the begin of a group, a number of times, or one character. */
const tokens = /\\.|\[(?:[^\]\\]|\\.)*\]|\(\?(?:[:=!]|<[=!]|P?<\w+>|[a-zA-Z-]*[:)])|\{[\d,]+\}|./gs;

/** A text that is needed. */
interface Item {
  readonly text: string;
  /** It ends where its alternative does, so that what follows the group follows it. */
  readonly open: boolean;
}

/** Texts of which one is needed. */
type Needed = readonly Item[] | undefined;

/**
 * Texts in lower case of which each text that a pattern fits, whatever its case, holds at least one.
 * @returns undefined where the pattern is too free for that
 */
export function neededTexts(pattern: string): readonly string[] | undefined {
  const needed = new Reader([...pattern.matchAll(tokens)].map(([token]) => token)).alternatives();
  if (needed === undefined || needed.some(({ text }) => text.length < textMin)) return undefined;
  return [...new Set(needed.map(({ text }) => text))];
}

/** Shorter ones are in most texts. */
const textMin = 2;
/** Groups of more alternatives are not looked into where something else is needed besides. */
const alternativesMax = 40;

const nothing: readonly Item[] = [{ text: "", open: true }];

/** Reads the tokens of a pattern. */
class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(given: readonly string[]) {
    this.#tokens = given;
  }

  /** What is needed up to the end of the pattern or of a group. */
  alternatives(): Needed {
    let needed: Needed = [];
    for (;;) {
      const one = this.#sequence();
      needed = needed === undefined || one === undefined ? undefined : [...needed, ...one];
      if (this.#tokens[this.#at] !== "|") return needed;
      this.#at += 1;
    }
  }

  /** The best of what one alternative needs: what it writes out, or what one of its groups needs with what follows that. */
  #sequence(): Needed {
    let best: Needed;
    // What a group needs, with what follows it, and that alone.
    let runs: readonly (readonly Item[])[] = [nothing];
    const end = (inside?: readonly Item[]) => {
      for (const run of runs) if (worth(run) > worth(best)) best = run;
      runs = inside === undefined ? [nothing] : [inside, nothing];
    };
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token === undefined || token === "|" || token === ")") break;
      this.#at += 1;
      const group = token.startsWith("(") && !token.endsWith(")");
      const inside = group ? this.#group(token) : undefined;
      const next = this.#tokens[this.#at] ?? "";
      // What may be missing, and what may be there several times, parts what is before from what follows.
      const optional = /^[?*{]/.test(next);
      const character = group ? undefined : characterOf(token);
      if (group) end(optional ? undefined : inside);
      else if (character === undefined || optional) end();
      else runs = runs.map((run) => run.map((item) => extended(item, character.toLowerCase())));
    }
    const ended = runs;
    end();
    if (best === undefined || ended.includes(best)) return best;
    return best.map(({ text }) => ({ text, open: false }));
  }

  /** What a group needs; nothing where it looks ahead or back. */
  #group(begin: string): Needed {
    const needed = this.alternatives();
    this.#at += 1;
    return begin === "(" || begin === "(?:" ? needed : undefined;
  }
}

function extended(item: Item, character: string): Item {
  return item.open ? { ...item, text: item.text + character } : item;
}

/** How much a choice of texts tells: as much as its shortest. */
function worth(texts: Needed): number {
  if (texts === undefined || texts.length === 0) return 0;
  const shortest = Math.min(...texts.map(({ text }) => text.length));
  return texts.length > alternativesMax ? Math.min(shortest, 1) : shortest;
}

/** The one character that a token stands for; undefined for any other token. */
function characterOf(token: string): string | undefined {
  if (/^\\[^A-Za-z0-9]$/.test(token)) return token.slice(1);
  return /^[^\\.^$+?*{}()|[\]]$/.test(token) && token >= " " && token <= "~" ? token : undefined;
}

/** Codes of ASCII, and one for all else, which no word holds. */
const codes = 129;
const otherCode = 128;

/** Texts that are looked through word by word before the look for all words at once is prepared. */
const plainLooksMax = 100;

/**
 * Finds which of many words a text holds: for few texts word by word, for more in one look (Aho and Corasick,
 * Efficient string matching, 1975), which is worth its preparation only then.
 */
export class WordFinder {
  readonly #words: readonly (readonly string[] | undefined)[];
  readonly #plainLooks: number;
  #looks = 0;
  #prepared: WordTree | undefined;

  /** @param words for each owner the words of which a text must hold one, in lower case; undefined where it needs none */
  constructor(words: readonly (readonly string[] | undefined)[], plainLooks = plainLooksMax) {
    this.#words = words;
    this.#plainLooks = plainLooks;
  }

  /** Owners of which a text holds a word, whatever its case, ascending. */
  ownersIn(text: string): number[] {
    this.#looks += 1;
    if (this.#looks > this.#plainLooks) {
      this.#prepared ??= new WordTree(this.#words);
      return this.#prepared.ownersIn(text);
    }
    // Letters beyond ASCII stay as they are: no word holds one, nor may one become a letter of a word.
    const lower = text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    return this.#words.flatMap((own, owner) =>
      own === undefined || own.some((word) => lower.includes(word)) ? [owner] : [],
    );
  }
}

/** Words as a tree of their letters, with where to go on when the next letter is another one. */
class WordTree {
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
