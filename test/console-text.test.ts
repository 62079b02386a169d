/** The console's own small functions: what is shown of text that others wrote, and filters in addresses. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { defang } from "../src/report/defang.ts";
import { forTerminal } from "../src/report/safe-text.ts";
import { defanged } from "../web/src/defang.ts";
import { blocksOf, inlinesOf } from "../web/src/markdown-parts.ts";
import { address, changed, filterOf, queryOf, toggled, valuesOf } from "../web/src/queue/filter.ts";
import { ageOf, bytesOf, fromInput, minuteOf, spanOf, toInput } from "../web/src/times.ts";
import { pieces, shortened, visible, visibleLines } from "../web/src/visible.ts";
import { hostile } from "./support/console/cases.ts";

test.each(Object.entries(hostile))("%s is spelled as the terminal's output spells it", (_name, text) => {
  expect(visible(text)).toBe(forTerminal(text));
  expect(
    pieces(text)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(forTerminal(text));
});

test("every control, format, surrogate and separator character is a mark, and nothing else is", () => {
  for (let code = 0; code < 0x30000; code += 1) {
    const character = String.fromCodePoint(code);
    const [piece] = pieces(character);
    if (piece?.mark !== /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(character))
      throw new Error(`U+${code.toString(16)} ${piece?.mark === true ? "is a mark" : "is no mark"}`);
  }
});

test("marks that stand together are one piece", () => {
  expect(pieces("a\u202e\u0000b")).toEqual([
    { text: "a", mark: false },
    { text: "\\u202e\\x00", mark: true },
    { text: "b", mark: false },
  ]);
  expect(pieces("")).toEqual([]);
});

test("line ends and tabs of people stay, other marks do not", () => {
  expect(visibleLines("one\r\ntwo\tthree\u202e\rfour")).toBe("one\ntwo\tthree\\u202e\\x0dfour");
});

test("cutting leaves no half of a pair", () => {
  expect(shortened("ab😀", 3)).toBe("ab");
  expect(shortened("ab😀", 4)).toBe("ab😀");
});

test.each([
  "http://evil.example/a.b?c=d.e",
  "HTTPS://user@evil.example:8080/x",
  "mail to kim.k@mail.example.org now",
  "from 203.0.113.9, 2001:db8::7 and ::ffff:203.0.113.9",
  "Mozilla/5.0 Chrome/126.0.0.0 at 12:30:05 in access.log:17",
  "www.evil.example and 198.51.100.0/24",
  "javascript:alert(3) https://evil.example/login?next=//evil.example",
  "http://[2001:db8::1]:8080/ from:2001:db8::2: fe80::1%eth0 1:2:3:4:5:6:7:8 12:30:05 ::",
  "999.1.1.1 and 1.2.3.4.5 and hxxp://already[.]evil[.]example gopher://x.example",
])("no address of %s can be followed", (text) => {
  const made = defanged(text);
  expect(made).not.toMatch(/https?:\/\//i);
  expect(made).toBe(defang(text));
});

test("any text is made harmless as the program makes it", () => {
  const word = fc.constantFrom(
    ..."http https :// :: : . .. @ / www a b7 203.0.113.9 2001:db8 Chrome/ % [ ] \u202e".split(" "),
    " ",
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      expect(defanged(words.join(""))).toBe(defang(words.join("")));
    }),
    { numRuns: 5_000, seed: 1592 },
  );
});

test("a note is read in blocks, each line in one", () => {
  const note =
    "# Head\nfirst\nsecond\n- one\n  more\n- two\n\n1. a\n2) b\n> said\n```\n<b>code</b>\n\n```\nlast\u202e";
  expect(blocksOf(note)).toEqual([
    { kind: "heading", text: "Head" },
    { kind: "paragraph", text: "first\nsecond" },
    { kind: "list", ordered: false, items: ["one\nmore", "two"] },
    { kind: "list", ordered: true, items: ["a", "b"] },
    { kind: "quote", text: "said" },
    { kind: "code", text: "<b>code</b>\n" },
    { kind: "paragraph", text: "last\\u202e" },
  ]);
  expect(blocksOf("```\nnever closed")).toEqual([{ kind: "code", text: "never closed" }]);
});

test("a line holds code, emphasis and links of the web, and nothing else", () => {
  expect(inlinesOf("a `b*c*` **d** *e* _f_ snake_case_word")).toEqual([
    { kind: "text", text: "a " },
    { kind: "code", text: "b*c*" },
    { kind: "text", text: " " },
    { kind: "strong", text: "d" },
    { kind: "text", text: " " },
    { kind: "emphasis", text: "e" },
    { kind: "text", text: " " },
    { kind: "emphasis", text: "f" },
    { kind: "text", text: " snake_case_word" },
  ]);
  expect(inlinesOf("[x](https://example.org/a)")).toEqual([
    { kind: "link", text: "x", target: "https://example.org/a" },
  ]);
  for (const text of [
    "[x](javascript:alert(1))",
    "[x](data:text/html,y)",
    "[x](//example.org)",
    "![x](http:x)",
    "<img src=x onerror=alert(1)>",
    "https://example.org",
  ])
    expect(inlinesOf(text)).toEqual([{ kind: "text", text }]);
});

test.each([..."`*_[#>-~", "`a", "[a](https://", "- ", "> - ", "1. ", "``` "])(
  "a note of 100,000 characters of %s is read at once",
  (part) => {
    const note = part.repeat(100_000 / part.length);
    const began = performance.now();
    for (const block of blocksOf(note))
      for (const text of block.kind === "list" ? block.items : [block.text]) inlinesOf(text);
    expect(performance.now() - began).toBeLessThan(2_000);
  },
);

test("a filter that nobody touched is the open states, and its address is the bare page", () => {
  const none = new URLSearchParams();
  expect(valuesOf(none, "state")).toEqual(["new", "in-progress", "escalated", "contained"]);
  expect(filterOf(none)).toEqual({
    state: ["new", "in-progress", "escalated", "contained"],
    background: false,
  });
  expect(address(none)).toBe("/");
  const closed = toggled(none, "state", "new");
  expect(closed.getAll("state")).toEqual(["in-progress", "escalated", "contained"]);
  expect(address(toggled(closed, "state", "new"))).toBe("/");
  const all = toggled(none, "state", "closed");
  expect(all.getAll("state")).toEqual(["any"]);
  expect(filterOf(all).state).toBeUndefined();
});

test("every part of a filter is in its address, and in what the API is asked", () => {
  let query = new URLSearchParams();
  for (const [part, value] of [
    ["action", "escalate"],
    ["owner", ""],
    ["owner", "kim"],
    ["tag", "a&b=c"],
    ["clause", "KI2"],
  ] as const)
    query = toggled(query, part, value);
  query = changed(query, { text: "php info", from: "1000", to: "2000", noise: "shown" });
  const again = new URLSearchParams(address(query).slice(2));
  expect(filterOf(again)).toEqual({
    state: ["new", "in-progress", "escalated", "contained"],
    action: ["escalate"],
    owner: [null, "kim"],
    tag: ["a&b=c"],
    clause: ["KI2"],
    text: "php info",
    from: 1000,
    to: 2000,
  });
  expect(queryOf(filterOf(again)).getAll("owner")).toEqual(["", "kim"]);
  expect(filterOf(new URLSearchParams("from=x&to=-3"))).not.toHaveProperty("from");
});

test("times are UTC, whatever they are", () => {
  const time = Date.UTC(2026, 10, 30, 10, 4, 59);
  expect(minuteOf(time)).toBe("2026-11-30 10:04");
  expect(minuteOf(Number.NaN)).toBe("?");
  expect(minuteOf(9e15)).toBe("?");
  expect(spanOf(time, time + 3_600_000)).toBe("2026-11-30 10:04–11:04");
  expect(spanOf(time, time)).toBe("2026-11-30 10:04");
  expect(fromInput(toInput(time))).toBe(Date.UTC(2026, 10, 30, 10, 4));
  expect(fromInput("")).toBeUndefined();
  expect(ageOf(time, time + 49 * 3_600_000)).toBe("2 d");
  expect(ageOf(time + 5, time)).toBe("0 min");
  expect(bytesOf(1536)).toBe("1.5 KiB");
});
