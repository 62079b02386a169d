/** `vedette baseline`: what is ordinary here, kept for later runs. */
import type { Command } from "./command.ts";
import { engineOption, readingOptions } from "./options.ts";

/** What its first argument may be. */
export const actions = ["build", "show"];

export const baselineCommand: Command = {
  name: "baseline",
  summary: "keep what is ordinary here: agents and how many clients come under them",
  description:
    "Build reads logs (or asks a kept store) and writes a file of agents, versions folded, each with its clients and days, and of the catalogued paths that are part of the site. Clients that a triage of these logs would list are left out. With triage --baseline FILE an agent that is known from before is not rare. Show tells what a file holds.",
  arguments: [
    { name: "action", required: true, says: "build or show", choices: actions },
    { name: "path", many: true, says: "logs to build from; the file to show", completes: "files" },
  ],
  options: [
    {
      name: "output",
      short: "o",
      value: "file",
      says: "write the baseline to a file, not to standard output",
    },
    ...readingOptions.filter(({ name }) => !["baseline", "register", "policy", "since"].includes(name)),
    { name: "store", value: "folder", typedOnly: true, says: "build from what a kept store holds" },
    { ...engineOption, typedOnly: true },
    { name: "json", says: "show: print the file's JSON" },
    { name: "quiet", short: "q", says: "no progress and no notes on standard error" },
  ],
  examples: [
    {
      line: "vedette baseline build /var/log/nginx/ -o site.baseline.json",
      says: "from the logs of a month",
    },
    { line: "vedette baseline show site.baseline.json", says: "how much it holds, and its commonest agents" },
    { line: "vedette triage --baseline site.baseline.json access.log", says: "judge rarity by it" },
  ],
  run: async (given) => (await import("./run/baseline.ts")).run(given),
};
