/** What a text must hold for a pattern to fit it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { neededTexts, WordFinder } from "../src/content/needed-texts.ts";

describe("texts that a pattern needs", () => {
  test.each([
    ["curl/", ["curl/"]],
    ["\\bexample\\.com\\b|^Probe/1", ["example.com", "probe/1"]],
    ["OS (1[0-9]|2) tail", [" tail"]],
    ["a?bcd+ef", ["bcd"]],
    ["x{2}yz", ["yz"]],
    ["(?:a(b|c))?de", ["de"]],
    ["[a|b]cd", ["cd"]],
    ["(ab|cd)", ["ab", "cd"]],
    ["(?: web browser|(?: in)? use) ", [" web browser ", " use "]],
    ["x(?:one|three)+ of", ["one", "three"]],
    ["(?!never)(?:ab|c)def", ["abdef", "cdef"]],
    ["(?i)Ab", ["ab"]],
    ["ab(?!x(y)|z)|cd(?=e(f))", ["ab", "cd"]],
    ["(?i:ab)cd", ["cd"]],
  ])("%s", (pattern, texts) => {
    expect(neededTexts(pattern)).toEqual(texts);
  });

  test.each(["ab*", "(ab|c)", "abc|.", "\\w\\d+", "(?=ab)", "(?:ab|cd)?", "(?:ab|cd){0,4}"])(
    "none in %s",
    (pattern) => {
      expect(neededTexts(pattern)).toBeUndefined();
    },
  );

  test("a text that a pattern fits holds one of them", () => {
    const piece = fc.constantFrom(
      "ab",
      "c",
      "\\.",
      "d?",
      "e*",
      "f+",
      "g{2}",
      "(hi|j)",
      "(?:ab|c[de])",
      "(?:hi|(?:jk|b)l)+",
      "(?:k)?",
      "[lm]",
      "\\d",
      ".",
      "|",
      "^",
    );
    const text = fc.string({ unit: fc.constantFrom(..."abcdefghijklm.1ABCDEFG"), maxLength: 14 });
    let fitting = 0;
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 6 }),
        fc.array(text, { maxLength: 20 }),
        (pieces, given) => {
          const pattern = pieces.join("").replace(/\^[?*+{]/g, "^");
          const needed = neededTexts(pattern);
          for (const one of given.filter((candidate) => new RegExp(pattern, "i").test(candidate))) {
            fitting += 1;
            expect(needed?.some((word) => one.toLowerCase().includes(word)) ?? true).toBe(true);
          }
        },
      ),
      { seed: 7, numRuns: 3000 },
    );
    expect(fitting).toBeGreaterThan(1000);
  });
});

describe("a finder of words", () => {
  test("finds what looking for each word by itself finds", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abc1 é"), minLength: 1, maxLength: 4 });
    const ascii = word.filter((one) => !one.includes("é"));
    const text = fc.string({ unit: fc.constantFrom(..."abcABC1 é\u0000"), maxLength: 20 });
    let found = 0;
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.array(ascii, { minLength: 1, maxLength: 3 }), { nil: undefined }), {
          maxLength: 8,
        }),
        text,
        (words, given) => {
          const expected = words.flatMap((own, owner) =>
            own === undefined || own.some((one) => given.toLowerCase().includes(one)) ? [owner] : [],
          );
          found += expected.length;
          expect(new WordFinder(words).ownersIn(given)).toEqual(expected);
          expect(new WordFinder(words, 0).ownersIn(given)).toEqual(expected);
        },
      ),
      { seed: 7, numRuns: 3000 },
    );
    expect(found).toBeGreaterThan(1000);
  });
});
