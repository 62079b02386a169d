/** `vedette events`: logs of any format as normalised events, one JSON document a line. */
import type { Command } from "./command.ts";
import { pathsArgument, readOptions } from "./options.ts";

export const eventsCommand: Command = {
  name: "events",
  summary: "write the events of logs as JSON, one a line: plain, ECS or OCSF",
  description:
    "Reads logs of any known format as triage does and writes each event as one line of JSON, in the order of the inputs and their lines. Empty values are left out. Records that are no events are counted on standard error.",
  arguments: [pathsArgument],
  options: [
    { name: "ecs", says: "documents of the Elastic Common Schema, with dotted field names" },
    { name: "ocsf", says: "documents of the Open Cybersecurity Schema Framework" },
    { name: "output", short: "o", value: "file", says: "write to a file instead of standard output" },
    ...readOptions,
    { name: "quiet", short: "q", says: "no progress and no notes on standard error" },
  ],
  examples: [
    { line: "vedette events access.log | jq -r .source_ip | sort | uniq -c", says: "under our own names" },
    { line: "vedette events --ecs /var/log/nginx/ -o events.ndjson", says: "for Elasticsearch" },
    { line: "zcat old.log.gz | vedette events --ocsf -", says: "standard input, for a security lake" },
    {
      line: "vedette events --as ncsa-common --from 2026-05-17 access.log",
      says: "one format, whatever the lines look like, and a part of the time",
    },
  ],
  run: async (given) => (await import("./run/events.ts")).run(given),
};
