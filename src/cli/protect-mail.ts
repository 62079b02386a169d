/** `vedette protect-mail`: what could be blocked of the mails of a case, at what cost, as files of real products. */
import { mailTargetIds } from "../respond/mail/target-ids.ts";
import type { Command } from "./command.ts";
import { engineOption, pathsArgument, readingOptions } from "./options.ts";

export const protectMailCommand: Command = {
  name: "protect-mail",
  summary: "weigh blocks of a case's mails on all mails at hand, and write them for mail products",
  description:
    "Runs the same triage, weighs what the mails of one case could be told by (hosts of links, sender, address for answers, envelope, domain, subject) on all mails at hand, and recommends every entry that catches no other mail. With -o it writes the files of the products that are named, each with the way to apply it and to take it back, and a text that warns the recipients. Nothing is applied.",
  arguments: [{ name: "case", says: "the id of a case, as the triage names it" }, pathsArgument],
  options: [
    {
      name: "target",
      value: "product",
      many: true,
      typedOnly: true,
      choices: mailTargetIds,
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
      name: "expires",
      value: "time",
      typedOnly: true,
      says: "until when it holds: 30d (default), 12h, or 2026-12-31",
    },
    { name: "ticket", value: "id", typedOnly: true, says: "the ticket, for the head of each file" },
    {
      name: "place",
      value: "folder",
      typedOnly: true,
      says: "where the products will find the files; else their usual folder",
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
      line: "vedette protect-mail C-0fd9958bb5 /srv/mail/",
      says: "what could be blocked, and what other mail it would have caught",
    },
    {
      line: "vedette protect-mail C-0fd9958bb5 --target rspamd --target sieve -o protect --ticket INC-7 /srv/mail/",
      says: "the files of two products, and the warning",
    },
  ],
  run: async (given) => (await import("./run/protect-mail.ts")).run(given),
};
