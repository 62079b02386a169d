/** Text of strangers, shown to people: nothing of it acts. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forFence, forHtml, forMarkdown, forTerminal, shorten } from "../src/report/safe-text.ts";

/** Control, format (bidirectional, invisible, tags), line separators and halves of pairs, as Unicode classes them. */
const dangerous = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const any = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    maxLength: 40,
  }),
  fc.string({
    unit: fc.constantFrom(
      "\u001b",
      "[",
      "31m",
      "\u202e",
      "\u200b",
      "\u0007",
      "<",
      ">",
      "&",
      '"',
      "'",
      "`",
      "```",
      "](",
      "http://",
      "www.",
      "javascript:",
      "!",
      "|",
      "\\",
      "*",
      "_",
      "\u{e0041}",
      "\u00ad",
      "\ud83d",
      "\n",
      "\r",
      "@",
      "a",
      " ",
      "#",
    ),
    maxLength: 30,
  }),
);
const always = { seed: 1592, numRuns: 3000 };

describe("for a terminal", () => {
  test("no dangerous character is left, and printable text stays as it is", () => {
    fc.assert(
      fc.property(any, (text) => void expect(forTerminal(text)).not.toMatch(dangerous)),
      always,
    );
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme-ascii", maxLength: 60 }),
        (text) => void expect(forTerminal(text)).toBe(text),
      ),
      always,
    );
    expect(forTerminal("caf\u00e9 \u{1f98a} \u4f60\u597d \u0627\u0644")).toBe(
      "caf\u00e9 \u{1f98a} \u4f60\u597d \u0627\u0644",
    );
  });

  test.each([
    ["\u001b[31mred", "\\x1b[31mred"],
    ["a\u202egnp.exe", "a\\u202egnp.exe"],
    ["line\nfeed", "line\\x0afeed"],
    ["zero\u200bwidth", "zero\\u200bwidth"],
    ["\u009b2J", "\\x9b2J"],
  ])("%j is shown as %s", (text, shown) => expect(forTerminal(text)).toBe(shown));
});

describe("for HTML", () => {
  test("no character of markup is left, and the text comes back", () => {
    const decode = (html: string) =>
      html
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&quot;", '"')
        .replaceAll("&#39;", "'")
        .replaceAll("&amp;", "&");
    fc.assert(
      fc.property(any, (text) => {
        const html = forHtml(text);
        expect(html).not.toMatch(/[<>"']|&(?!(lt|gt|quot|amp|#39);)/);
        expect(html).not.toMatch(dangerous);
        expect(decode(html)).toBe(forTerminal(text));
      }),
      always,
    );
  });
});

describe("for Markdown", () => {
  test("no markup, no link of any kind", () => {
    fc.assert(
      fc.property(any, (text) => {
        const markdown = forMarkdown(text);
        const active = markdown.replace(/\\[!-/:-@[-`{-~]/g, "").replace(/&(#\d+|[a-z]+);/g, "");
        expect(active).not.toMatch(/[<>`*_[\]|~$]|!\[/);
        // What reviewers' tools make links of by themselves: schemes, www. and mail addresses.
        expect(active).not.toMatch(/:\/\/|www\.|@/i);
        expect(markdown).not.toMatch(dangerous);
      }),
      always,
    );
  });

  test("a fence cannot be closed from inside", () => {
    fc.assert(
      fc.property(any, (text) => void expect(forFence(text)).not.toMatch(/```|\n/)),
      always,
    );
  });
});

describe("cut", () => {
  test("a cut keeps to its length and halves no character", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "\u{1f98a}", "\u00e9"), maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        (text, most) => {
          const cut = shorten(text, most);
          expect(cut.length).toBeLessThanOrEqual(Math.max(most, 1));
          expect(cut).not.toMatch(/\p{Cs}/u);
          if (text.length <= most) expect(cut).toBe(text);
          else expect(cut.endsWith("\u2026")).toBe(true);
        },
      ),
      always,
    );
  });
});
