/** `vedette contain`: what could be blocked of a case, at what cost, as files of real products. */
import { blockKinds } from "../respond/block.ts";
import { targetIds } from "../respond/target-ids.ts";
import type { Command } from "./command.ts";
import { engineOption, pathsArgument, readingOptions } from "./options.ts";

export const containCommand: Command = {
  name: "contain",
  summary: "weigh blocks of a case on the history, and write them for nginx, Apache, HAProxy, …",
  description:
    "Runs the same triage, weighs what could be blocked of one case (agent and path, agent, address, network, host outside) by what each would have stopped of it and of everybody else, and says which stops most of it and nobody else. With -o it writes the files of the products that are named, each with the way to apply it and to take it back. Nothing is applied.",
  arguments: [
    { name: "case", says: "the id of a case, as the triage names it; none with --check" },
    pathsArgument,
  ],
  options: [
    {
      name: "check",
      value: "file",
      typedOnly: true,
      says: "weigh a block list that you have, of any product, and no case: whom it would have stopped",
    },
    {
      name: "target",
      value: "product",
      many: true,
      typedOnly: true,
      choices: targetIds,
      says: "for which product files are written; all where none is named",
    },
    {
      name: "output",
      short: "o",
      value: "folder",
      typedOnly: true,
      says: "where files are written; it is created, and must be empty unless --force is given",
    },
    {
      name: "kind",
      value: "kind",
      typedOnly: true,
      choices: [...blockKinds],
      says: "write this block and not the recommended one",
    },
    {
      name: "expires",
      value: "time",
      typedOnly: true,
      says: "until when it holds: 30d (default), 12h, or 2026-12-31",
    },
    { name: "ticket", value: "id", typedOnly: true, says: "the ticket, for the head of each file" },
    {
      name: "shared",
      value: "network",
      many: true,
      typedOnly: true,
      says: "an address or network that may be blocked though others come from it, too",
    },
    {
      name: "place",
      value: "folder",
      typedOnly: true,
      says: "where the products will find the files, such as /usr/local/etc/haproxy; else their usual folder",
    },
    {
      name: "allow-reserved",
      typedOnly: true,
      says: "block networks of reserved use as well, for a laboratory",
    },
    { name: "force", typedOnly: true, says: "write into a folder that holds something" },
    { name: "json", says: "print what was weighed as JSON" },
    ...readingOptions,
    { name: "store", value: "folder", says: "the case of a kept store; without a path, of what it holds" },
    engineOption,
    { name: "quiet", short: "q", says: "no progress and no notes on standard error" },
  ],
  examples: [
    {
      line: "vedette contain C-5f867083e4 /var/log/nginx/",
      says: "what could be blocked, and whom else it would have stopped",
    },
    {
      line: "vedette contain C-5f867083e4 --target nginx --target nftables -o block --ticket INC-7 /var/log/nginx/",
      says: "the files of two products",
    },
    {
      line: "vedette contain --check /etc/nginx/blocklist.conf /var/log/nginx/",
      says: "whom a list that you have stops, and whom it does not",
    },
  ],
  run: async (given) => (await import("./run/contain.ts")).run(given),
};
