/** `vedette brief`: hands a case over. */
import { packFileNames } from "../report/pack/file-names.ts";
import { tlpLevels } from "../report/pack/tlp.ts";
import type { Command } from "./command.ts";
import { engineOption, maskOptions, pathsArgument, readingOptions } from "./options.ts";

export const briefCommand: Command = {
  name: "brief",
  summary: "hand a case over: one page, evidence, STIX, OCSF, Navigator layer, MISP",
  description: `Runs the same triage and writes what the next tier needs about one case into a folder: ${packFileNames.join(", ")}. What people read is defanged; credentials, tokens and personal values are masked everywhere. The same logs give the same bytes. Nothing is sent anywhere.`,
  arguments: [
    { name: "case", required: true, says: "the id of a case, as the triage names it" },
    pathsArgument,
  ],
  options: [
    {
      name: "output",
      short: "o",
      value: "folder",
      typedOnly: true,
      says: "where to write; it is created, and must be empty unless --force is given",
    },
    {
      name: "tlp",
      value: "level",
      choices: tlpLevels,
      typedOnly: true,
      says: "who may have it, by the Traffic Light Protocol 2.0; needed, since nobody else can know",
    },
    {
      name: "force",
      typedOnly: true,
      says: "write into a folder that holds something; files of a pack are replaced",
    },
    { name: "unfold", says: "name each member of a background case on the page, and not the first of them" },
    ...maskOptions,
    ...readingOptions,
    { name: "store", value: "folder", says: "the case of a kept store; without a path, of what it holds" },
    engineOption,
    { name: "quiet", short: "q", says: "no progress and no notes on standard error" },
  ],
  examples: [
    {
      line: "vedette brief C-5f867083e4 --tlp amber -o handover /var/log/nginx/",
      says: "the pack of a case of these logs",
    },
    {
      line: "vedette brief C-5f867083e4 --tlp green -o handover --store /var/lib/vedette",
      says: "of a store",
    },
    {
      line: "vedette brief C-5f867083e4 --tlp green -o handover --mask pseudonyms --mask-key site.key access.log",
      says: "without names, mail addresses and values of queries",
    },
  ],
  run: async (given) => (await import("./run/brief.ts")).run(given),
};
