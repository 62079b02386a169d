/** `vedette explain FILE:LINE`: what the line became, and what each indicator concluded and why. */
import type { Command } from "./command.ts";
import { readingOptions } from "./options.ts";

export const explainCommand: Command = {
  name: "explain",
  summary: "say what a line became and what each indicator concluded about it",
  description:
    "Reads the whole file (or asks a kept store), because indicators judge a source by all it did, then explains one line of it: its columns, its path in plain, its agent, and for each indicator the numbers and why it fired or did not.",
  arguments: [
    {
      name: "file:line",
      required: true,
      says: "a file and a physical line in it, as the report names them",
      completes: "files",
    },
    { name: "path", many: true, says: "more logs to judge it by", completes: "files" },
  ],
  options: [
    ...readingOptions,
    {
      name: "store",
      value: "folder",
      typedOnly: true,
      says: "explain a line of a log that this kept store holds, judged by all that it holds",
    },
    { name: "json", says: "print JSON" },
  ],
  examples: [
    { line: "vedette explain access.log:1042", says: "line 1042 of access.log" },
    {
      line: "vedette explain access.log:1042 --store /var/lib/vedette",
      says: "the same line as a kept store holds it",
    },
  ],
  run: async (given) => (await import("./run/explain.ts")).run(given),
};
