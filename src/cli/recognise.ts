/** `vedette recognise`: what logs are, and what of them could be read. */
import type { Command } from "./command.ts";
import { pathsArgument, readOptions } from "./options.ts";

export const recogniseCommand: Command = {
  name: "recognise",
  summary: "say which format logs are in, and what could be read of them",
  description:
    "Reads logs to their end and judges nothing: the format and kind of each, how many records are events and of which class, which columns they fill, what was rejected and why.",
  arguments: [pathsArgument],
  options: [
    { name: "brief", says: "one line an input" },
    { name: "json", says: "print one JSON document" },
    ...readOptions,
    { name: "quiet", short: "q", says: "no progress and no notes on standard error" },
  ],
  examples: [
    { line: "vedette recognise /var/log/nginx/access.log", says: "all about one file" },
    { line: "vedette recognise --brief /var/log/", says: "one line an input" },
    {
      line: "vedette recognise --as iis-w3c u_ex260517.log",
      says: "how much of a file fits a format, and what does not",
    },
  ],
  run: async (given) => (await import("./run/recognise.ts")).run(given),
};
