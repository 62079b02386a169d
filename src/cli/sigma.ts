/** `vedette sigma`: Sigma rules over a kept store, or over logs. */
import { sigmaLevels } from "../sigma/levels.ts";
import type { Command } from "./command.ts";
import { engineOption, readOptions } from "./options.ts";

/** Lines that are named for a match, unless it is said. */
export const evidenceDefault = 5;

export const sigmaCommand: Command = {
  name: "sigma",
  summary: "run Sigma rules over a kept store or over logs",
  description:
    "Runs Sigma 2.1 rules (detections, correlations, filters) over the events of a kept store, or over logs that are read for this run. Rules are files of yours; none is shipped. Each match tells the rule, who, how often, when, and the lines that prove it. A rule that cannot be run is refused on standard error with its file, line and reason.",
  arguments: [
    {
      name: "rules",
      many: true,
      required: true,
      says: "rule files, or folders of them; - for standard input",
      completes: "files",
    },
  ],
  options: [
    { name: "store", value: "folder", typedOnly: true, says: "run over what a kept store holds" },
    { ...engineOption, typedOnly: true },
    {
      name: "log",
      value: "path",
      many: true,
      typedOnly: true,
      says: "run over these logs; with --store they are added to it first",
    },
    { name: "json", says: "one JSON document a line for each match" },
    {
      name: "level",
      value: "level",
      typedOnly: true,
      choices: [...sigmaLevels],
      says: "only rules of this level or above",
    },
    {
      name: "placeholder",
      value: "name=value",
      many: true,
      typedOnly: true,
      says: "what a placeholder of `expand` stands for; given several times, each value counts",
    },
    {
      name: "evidence",
      value: "number",
      typedOnly: true,
      says: `lines that are named for a match (${evidenceDefault})`,
    },
    {
      name: "fail-on",
      value: "level",
      typedOnly: true,
      choices: [...sigmaLevels],
      says: "exit with status 1 when a rule of this level or above matches",
    },
    ...readOptions,
    { name: "quiet", short: "q", says: "no progress, no refusals and no notes on standard error" },
  ],
  examples: [
    { line: "vedette sigma rules/web/ --log /var/log/nginx/", says: "a folder of rules over logs" },
    { line: "vedette sigma rules/ --store watch --from -24h", says: "over the last day of a kept store" },
    {
      line: "vedette sigma rules/ --store watch --level high --json",
      says: "only grave rules, for another program",
    },
  ],
  run: async (given) => (await import("./run/sigma.ts")).run(given),
};
