/** `vedette review-controls`: what of the client configuration is open to outsiders. */
import type { Command } from "./command.ts";
import { engineOption, pathsArgument, readingOptions } from "./options.ts";

export const reviewControlsCommand: Command = {
  name: "review-controls",
  summary: "what of the client configuration is open to outsiders, by the logs' own proof, and its fix",
  description:
    "Runs the same triage and says of each catalogued endpoint, source map and folder listing that outsiders were given: whether it is open at the end of the logs, or was refused since, with the request that shows it, who took it, what it gives away, the fix, and which keys to change; and where the logs would not show an exposure. No server is asked.",
  arguments: [pathsArgument],
  options: [
    {
      name: "output",
      short: "o",
      value: "folder",
      typedOnly: true,
      says: "where README.md (with the fixes to copy) and controls.json are written; it is created, and must be empty unless --force is given",
    },
    { name: "force", typedOnly: true, says: "write into a folder that holds something" },
    { name: "json", says: "print the review as JSON" },
    ...readingOptions,
    { name: "store", value: "folder", says: "review what a kept store holds; without a path, that alone" },
    engineOption,
    { name: "quiet", short: "q", says: "no progress and no notes on standard error" },
  ],
  examples: [
    { line: "vedette review-controls /var/log/nginx/", says: "what is open now, and what would close it" },
    {
      line: "vedette review-controls --store vedette.store -o controls",
      says: "of a kept store, as a page with all fixes and as JSON",
    },
  ],
  run: async (given) => (await import("./run/review-controls.ts")).run(given),
};
