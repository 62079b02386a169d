/** `vedette triage`: the main job. */
import type { Command } from "./command.ts";
import { engineOption, maskOptions, pathsArgument, playbookOption, readingOptions } from "./options.ts";

export const triageCommand: Command = {
  name: "triage",
  summary: "read logs, find who collects client configuration, decide",
  description:
    "Reads logs of any known format, compressed or not, answers the playbook's questions with the lines that prove each answer, and decides what goes to Tier 2. Nothing is sent anywhere, nothing is blocked.",
  arguments: [pathsArgument],
  options: [
    { name: "json", says: "print the JSON report (the same as --format json)" },
    {
      name: "format",
      value: "format",
      choices: ["brief", "json", "md", "html"],
      says: "what to print: brief (default), json, md or html",
    },
    {
      name: "output",
      short: "o",
      value: "file",
      says: "write the report to a file, the brief still to the terminal",
    },
    { name: "ticket", value: "case", says: "print ten defanged lines about a case, to paste into a ticket" },
    {
      name: "containment",
      says: "weigh blocks of each escalated case as vedette contain does, and put them into the report (json, md, html)",
    },
    {
      name: "unfold",
      says: "tell each member of the background case in a row of its own (brief and md; the HTML page unfolds it by itself)",
    },
    ...maskOptions,
    ...readingOptions,
    playbookOption,
    { name: "tz", value: "zone", says: "time zone of what people read, e.g. Europe/Berlin; data stays UTC" },
    {
      name: "store",
      value: "folder",
      says: "keep the records in a folder and add to it; without a path, look at what it holds",
    },
    engineOption,
    {
      name: "fail-on",
      value: "action",
      choices: ["escalate", "watch"],
      says: "exit with status 1 when the decision is at or above this",
    },
    { name: "quiet", short: "q", says: "no progress and no notes on standard error" },
    { name: "no-color", says: "no colours (also by NO_COLOR)" },
  ],
  examples: [
    { line: "vedette triage /var/log/nginx/", says: "a whole folder, rotated and compressed files too" },
    {
      line: "vedette triage access.log --format html -o report.html",
      says: "the full report as one file, and the brief",
    },
    { line: "ssh web01 cat /var/log/apache2/access.log | vedette triage -", says: "standard input" },
    {
      line: "vedette triage --log-format '%h %l %u %t \"%r\" %>s %b %D' access.log",
      says: "a format of your own",
    },
  ],
  run: async (given) => (await import("./run/triage.ts")).run(given),
};
