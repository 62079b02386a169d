/** `vedette rules`: monitoring rules of a case, tested on its history. */
import type { Command } from "./command.ts";
import { engineOption, readingOptions } from "./options.ts";

/** Alerts a day that ordinary traffic may raise. */
export const limitDefault = 1;

export const rulesCommand: Command = {
  name: "rules",
  summary: "monitoring rules of a case for Sigma, Suricata and SQL, each tested on the history",
  description:
    "Runs the same triage, drafts rules from what one case did (its agents, their paths, paths that nobody else asks for, many of its paths within an hour), and tests each on the same history: how often it fires on the case, on others, and on ordinary traffic a day. A rule that does not fire on its own case, or too often on ordinary traffic, is not offered, and the reason is told. With -o it writes the rules with samples on which they must and must not fire. --pack does the same for a standing pack about configuration endpoints. `vedette rules test FOLDER PATH…` tests a written folder again.",
  arguments: [
    {
      name: "case",
      many: true,
      says: "the id of a case, then files or folders of logs; with --pack these alone; or test, a folder of rules, and logs",
      completes: "files",
    },
  ],
  options: [
    {
      name: "pack",
      typedOnly: true,
      says: "the standing pack from the catalogue of endpoints; no case is named",
    },
    {
      name: "output",
      short: "o",
      value: "folder",
      typedOnly: true,
      says: "where rules are written; it is created, and must be empty unless --force is given",
    },
    {
      name: "per-day",
      value: "alerts",
      typedOnly: true,
      says: `alerts a day by ordinary traffic from which on a rule is not offered (${limitDefault})`,
    },
    {
      name: "sid",
      value: "number",
      typedOnly: true,
      says: "number of the first Suricata rule (1592000); numbers from 1000000 to 1999999 are for one's own",
    },
    { name: "force", typedOnly: true, says: "write into a folder that holds something" },
    { name: "json", says: "print what was tested as JSON" },
    ...readingOptions,
    { name: "store", value: "folder", says: "the case of a kept store; without a path, of what it holds" },
    engineOption,
    { name: "quiet", short: "q", says: "no progress and no notes on standard error" },
  ],
  examples: [
    {
      line: "vedette rules C-5f867083e4 /var/log/nginx/",
      says: "which rules there are, and what they would have done",
    },
    { line: "vedette rules C-5f867083e4 -o rules /var/log/nginx/", says: "their files" },
    { line: "vedette rules --pack -o pack /var/log/nginx/", says: "the standing pack" },
    { line: "vedette rules test rules /var/log/nginx/", says: "whether they still hold" },
  ],
  run: async (given) => (await import("./run/rules.ts")).run(given),
};
