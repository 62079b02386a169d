/** `vedette review`: the review of a case after the incident. */
import { bookOption } from "./casebook.ts";
import type { Command } from "./command.ts";
import { engineOption, pathsArgument, readingOptions } from "./options.ts";

const time = (name: string, says: string) => ({ name, value: "time", typedOnly: true as const, says });

export const reviewCommand: Command = {
  name: "review",
  summary: "review a case after the incident: times, what worked, what was missed, what to change",
  description:
    "Runs the same triage and looks back on one case: its time line, how long detection, decision and containment took, which indicators found it and what was not visible, whether containment held by the logs' own proof, thresholds that a test on these logs supports, controls that are open, justifications that ended, and what to follow up by clause of the playbook. When people did something is asked for, or read from a casebook: no log tells.",
  arguments: [
    { name: "case", required: true, says: "the id of a case, as the triage names it" },
    pathsArgument,
  ],
  options: [
    time("detected", "when it was noticed: 2026-11-27T10:30Z"),
    time("decided", "when it was decided what to do"),
    time("contained", "from when on it was blocked"),
    time("closed", "when it was over"),
    {
      ...bookOption,
      says: "a casebook that tells when it was known, decided, contained and closed, where no option does",
    },
    {
      name: "report",
      value: "file",
      many: true,
      typedOnly: true,
      says: "an earlier JSON report; the first of them that has the case tells when it was noticed",
    },
    {
      name: "output",
      short: "o",
      value: "folder",
      typedOnly: true,
      says: "where review.md and review.html are written; it is created, and must be empty unless --force is given",
    },
    { name: "force", typedOnly: true, says: "write into a folder that holds something" },
    { name: "json", says: "print the review as JSON" },
    ...readingOptions,
    { name: "store", value: "folder", says: "the case of a kept store; without a path, of what it holds" },
    engineOption,
    { name: "quiet", short: "q", says: "no progress and no notes on standard error" },
  ],
  examples: [
    {
      line: "vedette review C-5f867083e4 --detected 2026-11-27T10:30Z --contained 2026-11-27T14:00Z /var/log/nginx/",
      says: "with the times of two steps",
    },
    {
      line: "vedette review C-5f867083e4 --report monday.json --report tuesday.json -o review /var/log/nginx/",
      says: "noticed when a report had it first; as Markdown and HTML",
    },
  ],
  run: async (given) => (await import("./run/review.ts")).run(given),
};
