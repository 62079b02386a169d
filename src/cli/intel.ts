/** `vedette intel`: feeds of threat intelligence, kept in a folder and used by every triage. */
import { entryKinds } from "../content/intel.ts";
import { confidenceWords } from "../intel/entry.ts";
import type { Command } from "./command.ts";
import { intelOption } from "./options.ts";

/** What its first argument may be. */
export const actions = ["add", "list", "update", "remove"];

export const intelCommand: Command = {
  name: "intel",
  summary: "keep feeds of threat intelligence that every triage compares logs with",
  description:
    "Add reads a feed from a file or an address (lists, CSV, STIX 2.1, MISP events, TAXII 2.1 collections, the search of a MISP instance) and keeps what logs can be compared with; what is left out is counted with its reason. Only add and update ask a network, and only the host of the feed. Update reads feeds again, list shows them, remove takes them away.",
  arguments: [
    { name: "action", required: true, says: "add, list, update or remove", choices: actions },
    {
      name: "name",
      many: true,
      says: "add: the feed's name, and its file or address; update and remove: names",
      completes: "files",
    },
  ],
  options: [
    intelOption,
    {
      name: "benign",
      typedOnly: true,
      says: "add: a list of scanners that mean no harm; whoever is in it weighs less, and is still shown",
    },
    {
      name: "confidence",
      value: "word",
      typedOnly: true,
      choices: [...confidenceWords],
      says: "add: how sure entries are that do not say so: low, medium (default) or high; low never escalates",
    },
    {
      name: "valid-days",
      value: "days",
      typedOnly: true,
      says: "add: how long an entry holds that does not say so, from its own date or the last update; else it holds until it is taken out",
    },
    {
      name: "kind",
      value: "kind",
      typedOnly: true,
      choices: [...entryKinds],
      says: "add: what the values of a list are, where their shape does not tell: agent, ja3",
    },
    {
      name: "form",
      value: "form",
      typedOnly: true,
      choices: ["taxii", "misp-search"],
      says: "add: taxii for a collection (told by /collections/ in the address), misp-search for a MISP instance",
    },
    {
      name: "credentials",
      value: "name",
      typedOnly: true,
      says: "add: where credentials are, never themselves: basic:env:NAME (user:password), bearer:env:NAME, key:file:PATH (MISP)",
    },
    {
      name: "allow-private",
      typedOnly: true,
      says: "add: the server may have a private address, and speak plain HTTP with credentials",
    },
    { name: "json", says: "list: print JSON" },
  ],
  examples: [
    { line: "vedette intel add scanners ./seen.csv", says: "a list from a file" },
    {
      line: "vedette intel add known-good ./surveys.txt --benign",
      says: "surveys of the internet that mean no harm",
    },
    {
      line: "vedette intel add cert https://taxii.example/api/collections/9f1c/ --credentials basic:env:CERT_LOGIN",
      says: "a TAXII collection",
    },
    { line: "vedette intel update", says: "read all feeds again" },
  ],
  run: async (given) => (await import("./run/intel.ts")).run(given),
};
