/** `vedette explain FILE:LINE`: what the line became, and what each indicator concluded and why. */
import type { Command } from "./command.ts";
import { engineOption, readingOptions } from "./options.ts";

export const explainCommand: Command = {
  name: "explain",
  summary: "say how a line was judged, or how a case came about",
  description:
    "Of a line: reads the whole file (or asks a kept store), because indicators judge a source by all it did, then tells its columns, its path in plain, its agent, and for each indicator the numbers and why it fired or did not. Of a case: judges the same logs (or a kept store, or reads a JSON report) and tells all that it rests on: findings, score, each rule of the policy with the numbers that it compared, ties, register and intelligence, questions, reasons, and what would change it.",
  arguments: [
    {
      name: "file:line|case",
      required: true,
      says: "a file and a physical line in it, as the report names them; or the id of a case, as the triage names it",
      completes: "files",
    },
    {
      name: "path",
      many: true,
      says: "more logs to judge a line by; the logs of a case",
      completes: "files",
    },
  ],
  options: [
    ...readingOptions,
    {
      name: "store",
      value: "folder",
      typedOnly: true,
      says: "explain a line of a log, or a case, that this kept store holds, judged by all that it holds",
    },
    { ...engineOption, typedOnly: true },
    {
      name: "report",
      value: "file",
      typedOnly: true,
      says: "explain a case as this JSON report has it; rules that were not met stand in none",
    },
    { name: "json", says: "print JSON" },
  ],
  examples: [
    { line: "vedette explain access.log:1042", says: "line 1042 of access.log" },
    {
      line: "vedette explain access.log:1042 --store /var/lib/vedette",
      says: "the same line as a kept store holds it",
    },
    { line: "vedette explain C-5f867083e4 /var/log/nginx/", says: "how a case of these logs came about" },
  ],
  run: async (given) => (await import("./run/explain.ts")).run(given),
};
