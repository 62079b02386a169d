/** Golden cases: a story, the logs that it left, and what is to be decided about it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { root } from "./places.ts";

const day = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const times = { first: z.string().regex(day), every: z.number().int().default(60) };

/** A line, or one that is written several times; `{n}` counts from one, `{clf}`, `{iso}`, `{epoch}` and `{mail}` are its time. */
const line = z.union([
  z.string(),
  z.strictObject({
    line: z.string(),
    repeat: z.number().int().positive().default(1),
    ...times,
  }),
]);

/** What others have to say besides lines: each line of a list is one more of the same client. */
const log = z.union([z.string(), z.array(line)]);

const action = z.enum(["escalate", "watch", "close", "justified", "none"]);
const answer = z.enum(["yes", "no", "mixed", "cannot_tell"]);
const priority = z.enum(["now", "shift", "batch", "none"]);

const caseFile = z.strictObject({
  title: z.string(),
  /** Two or three plain sentences: who does what. */
  story: z.string().min(40),
  /** What it stands for besides a rule and answers. */
  stands_for: z.enum(["justified", "verified", "noise", "nothing"]).optional(),
  profile: z.enum(["balanced", "quiet", "strict"]).default("balanced"),
  /** Published networks of crawlers, for this run. */
  crawlers: z.record(z.string(), z.array(z.string())).default({}),
  feeds: z
    .record(z.string(), z.strictObject({ benign: z.boolean().default(false), lines: z.array(z.string()) }))
    .default({}),
  /** Sigma rules that the site gives. */
  sigma: z.string().optional(),
  register: z.array(z.record(z.string(), z.unknown())).optional(),
  logs: z.record(z.string(), log),
  expect: z.strictObject({
    /** Id of the entity that the story is about; a mail by the name of its file. */
    about: z.string().optional(),
    action,
    /** The rule that decides, the weightiest that is met, and its clause. */
    rule: z.string().optional(),
    clause: z.string().optional(),
    /** Of the case that it is in. */
    priority,
    /** Of the run, where that is another. */
    run: z.strictObject({ action, priority }).optional(),
    questions: z.record(z.string(), answer),
    /** Parts of reasons against. */
    against: z.array(z.string()),
    /** What would turn it: a part of the sentence, and the action then. */
    flips: z.array(z.strictObject({ if: z.string(), then: action })),
    /** Parts of what is said of it: its reasons, findings, case and decision. */
    says: z.array(z.string()).default([]),
    /** What other profiles make of the same, where that is another thing. */
    beside: z.partialRecord(z.enum(["balanced", "quiet", "strict"]), action).default({}),
  }),
});

export type GoldenCase = z.infer<typeof caseFile> & { readonly name: string };

const agents: Readonly<Record<string, string>> = {
  firefox: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
  chrome:
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  safari:
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
  googlebot: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
};

/** All cases, by the names of their files. */
export function goldenCases(): GoldenCase[] {
  const folder = join(root, "test/cases");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => {
      const result = caseFile.safeParse(parse(readFileSync(join(folder, file), "utf8")));
      if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`);
      return { name: file.replace(/\.yaml$/, ""), ...result.data };
    });
}

/** The lines of a log, as a file has them. */
export function linesOf(given: z.infer<typeof log>): string[] {
  if (typeof given === "string") return given.trimEnd().split("\n");
  return given.flatMap((one) => {
    if (typeof one === "string") return [fill(one, {})];
    const start = Date.parse(one.first);
    return Array.from({ length: one.repeat }, (_, n) => {
      const at = new Date(start + n * one.every * 1000);
      const [, date, month, year, clock] =
        /^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(at.toUTCString()) ?? [];
      return fill(one.line, {
        n: String(n + 1),
        clf: `${date}/${month}/${year}:${clock} +0000`,
        iso: at.toISOString(),
        epoch: String(at.getTime() / 1000),
        mail: at.toUTCString(),
      });
    });
  });
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? agents[name] ?? whole);
}
