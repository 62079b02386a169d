/** `vedette erase`: takes one person out of what is kept. */
import { personKinds } from "../person-kinds.ts";
import type { Command } from "./command.ts";
import { engineOption } from "./options.ts";

export const eraseCommand: Command = {
  name: "erase",
  summary: "erase an address, a user or a mail address from a store and a casebook",
  description:
    "Counts what a store and a casebook hold of a person, and with --yes erases it: records that hold the value go from the store, with all that was computed of them; in the casebook the value is replaced in every text, also of the audit, and files are written anew, so that nothing is left in free space. An entry of the audit tells that it was done, and not of whom. Programs that use the store or the casebook have to be ended first. Logs, reports and backups elsewhere are not touched.",
  arguments: [
    { name: "kind", required: true, says: "what the value is", choices: personKinds },
    { name: "value", required: true, says: "one whole address, account or mail address" },
  ],
  options: [
    {
      name: "state",
      value: "folder",
      typedOnly: true,
      says: "the state folder of a service: its store, casebook, spool and messages",
    },
    { name: "store", value: "folder", typedOnly: true, says: "the store" },
    { ...engineOption, typedOnly: true },
    { name: "book", value: "file", typedOnly: true, says: "the casebook" },
    {
      name: "as",
      value: "name",
      typedOnly: true,
      says: "who does it (default: the user); the audit keeps it",
    },
    { name: "yes", typedOnly: true, says: "erase; without it is only counted" },
    { name: "json", typedOnly: true, says: "print JSON" },
  ],
  examples: [
    { line: "vedette erase mail ann@site.example --state /var/lib/vedette", says: "what is there" },
    { line: "vedette erase mail ann@site.example --state /var/lib/vedette --yes", says: "and away with it" },
    {
      line: "vedette erase address 192.0.2.10 --store kept --book casebook.db --yes",
      says: "of a store and a casebook",
    },
  ],
  run: async (given) => (await import("./run/erase.ts")).run(given),
};
