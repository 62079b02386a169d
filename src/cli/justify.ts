/** `vedette justify`: the register of who may do what, and who answers for it. */
import type { Command } from "./command.ts";
import { registerName } from "./options.ts";

/** What its first argument may be. */
export const actions = ["add", "list", "remove", "import"];

export const justifyCommand: Command = {
  name: "justify",
  summary: "keep the register of who may do what, and who answers for it",
  description:
    "Add writes an entry (comments in the file are not kept), list shows them with what is to be said of each, remove takes one out, import adds those of another file. An entry holds for somebody only where all parts that it names fit all that he was seen to do; he stays in the report, with the entry. What was served to him is decided all the same.",
  arguments: [
    { name: "action", required: true, says: "add, list, remove or import", choices: actions },
    { name: "name", many: true, says: "remove: ids of entries; import: files", completes: "files" },
  ],
  options: [
    { name: "register", value: "file", says: `the register (default: ${registerName} in this folder)` },
    { name: "id", value: "id", typedOnly: true, says: "add: what the entry is called" },
    {
      name: "source",
      value: "network",
      many: true,
      typedOnly: true,
      says: "add: address or network of requests",
    },
    { name: "user", value: "name", many: true, typedOnly: true, says: "add: account that signs in" },
    { name: "host", value: "name", many: true, typedOnly: true, says: "add: host whose programs are meant" },
    {
      name: "program",
      value: "path",
      many: true,
      typedOnly: true,
      says: "add: programs of that host by their paths, * for any text",
    },
    {
      name: "destination",
      value: "host",
      many: true,
      typedOnly: true,
      says: "add: host or domain that is asked",
    },
    {
      name: "sender",
      value: "address",
      many: true,
      typedOnly: true,
      says: "add: sender of mails, where they are authenticated",
    },
    { name: "agent", value: "text", many: true, typedOnly: true, says: "add: user agents, * for any text" },
    { name: "path", value: "text", many: true, typedOnly: true, says: "add: paths, * for any text" },
    { name: "between", value: "hours", typedOnly: true, says: "add: time of day in UTC, 22:00-06:00" },
    { name: "owner", value: "name", typedOnly: true, says: "add: who answers for it (needed)" },
    { name: "reason", value: "text", typedOnly: true, says: "add: what it is for (needed)" },
    { name: "ticket", value: "id", typedOnly: true, says: "add: where it was agreed" },
    { name: "expires", value: "day", typedOnly: true, says: "add: the last day on which it holds (needed)" },
    { name: "json", says: "list: print the entries as JSON" },
  ],
  examples: [
    {
      line: "vedette justify add --source 192.0.2.10 --agent 'Nessus*' --owner 'IT security' --reason 'weekly scan' --expires 2027-03-01",
      says: "the own scanner",
    },
    { line: "vedette justify list", says: "entries, and which are too broad or over" },
    { line: "vedette justify remove J-1f2e3d4c", says: "take one out" },
  ],
  run: async (given) => (await import("./run/justify.ts")).run(given),
};
