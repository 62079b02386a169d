/** What log text becomes on its way out. */
import { Parser } from "htmlparser2";
import { defang } from "../../../src/report/defang.ts";
import { mask } from "../../../src/report/mask.ts";
import {
  forFence,
  forHtml,
  forMarkdown,
  forTerminal,
  sentenceForMarkdown,
  shorten,
} from "../../../src/report/safe-text.ts";
import { hold, type Target } from "../target.ts";
import { textSeeds } from "./seeds.ts";

const hostile = () =>
  textSeeds(
    "<img src=x onerror=alert(1)> & \"quotes\" 'single'",
    "\u001b]8;;http://x\u0007click\u001b]8;;\u0007 \u202egnp.exe \u200b",
    "[a](javascript:alert(1)) ![x](http://y) `code` **b** | c | ~~~ ``` # h",
    "http://user:pw@203.0.113.9:80/a?token=abc&mail=a@b.example hxxp://x www.example.test",
    "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln Cookie: sid=1; b=2",
    "GET /a?password=hunter2&next=%2Fx HTTP/1.1",
  );
const words = [
  "\u001b[",
  "\u202e",
  "\ud800",
  "<script>",
  "</script>",
  "]]>",
  "-->",
  "javascript:",
  "://",
  "www.",
  "@",
  "```",
  "|",
  "[x](",
  "&#",
  "&lt;",
  "password=",
  "token=",
  "%3D",
  '"',
];

const dangerous = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const terminal: Target = {
  name: "safe text",
  family: "output",
  covers: /\/report\/safe-text\.js/,
  seeds: hostile,
  words,
  bytesMax: 8_000,
  refuses: () => false,
  run: (input) => {
    // As UTF-16, so that lone halves of pairs come too.
    for (const text of [input.toString("utf8"), input.toString("utf16le")]) {
      const shown = forTerminal(text);
      hold(!dangerous.test(shown), "a terminal gets no control character");
      for (const safe of [forHtml(text), forMarkdown(text), sentenceForMarkdown(text), forFence(text)])
        hold(!dangerous.test(safe), "no control character is left");
      hold(!forFence(text).includes("```"), "a fence stays closed");
      hold(readBack(forHtml(text)) === shown, "HTML shows the text, and has no tag");
      hold(
        readBack(`<a title="${forHtml(text)}">`, true) === shown,
        "an attribute holds the text, and ends with it",
      );
      hold(!/<|:\/\/|(?<!\\)[[\]`*_|]|@/.test(forMarkdown(text)), "Markdown has no sign of its own");
      hold(shorten(text, 20).length <= 20, "shorter is shorter");
    }
  },
};

/** What an HTML reader sees: the text, or with `attribute` that of a title; undefined where there is another tag. */
function readBack(html: string, attribute = false): string | undefined {
  let text = "";
  let title: string | undefined;
  let tags = 0;
  const parser = new Parser({
    ontext: (piece) => {
      text += piece;
    },
    onopentag: (_, { title: given }) => {
      tags += 1;
      title = given;
    },
    oncomment: () => {
      tags += 100;
    },
    onprocessinginstruction: () => {
      tags += 100;
    },
  });
  parser.end(html);
  return attribute ? (tags === 1 && text === "" ? title : undefined) : tags === 0 ? text : undefined;
}

const masking: Target = {
  name: "masking and defanging",
  family: "output",
  covers: /\/report\/(mask|defang)\.js/,
  seeds: hostile,
  words,
  bytesMax: 8_000,
  refuses: () => false,
  run: (input) => {
    const text = input.toString("utf8");
    const masked = mask(text);
    hold(mask(masked) === masked, "masking twice changes nothing more");
    const harmless = defang(text);
    hold(!/\bhttps?:\/\//i.test(harmless), "no address leads anywhere");
  },
};

export const output: readonly Target[] = [terminal, masking];
