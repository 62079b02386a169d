/** `vedette formats`: what can be read, and how one format is read. */
import type { Command } from "./command.ts";

export const formatsCommand: Command = {
  name: "formats",
  summary: "list the formats that are recognised, or tell about one",
  description:
    "Lists formats and the layers that may stand around their records; of a format that is named, its source, the columns that it fills and a sample record. A format that is not listed can be described with --log-format.",
  arguments: [{ name: "id", many: true, says: "formats to tell about, by their ids" }],
  options: [
    { name: "samples", says: "print the sample records of each format" },
    { name: "json", says: "print JSON" },
  ],
  examples: [
    { line: "vedette formats", says: "one line a format" },
    { line: "vedette formats ncsa-combined", says: "what it is, the columns that it fills, a sample" },
    {
      line: "vedette formats ncsa-combined --samples | vedette recognise -",
      says: "records to try things with",
    },
  ],
  run: async (given) => (await import("./run/formats.ts")).run(given),
};
