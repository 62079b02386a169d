/** Options and arguments that several commands have. */
import type { Argument, Option } from "./command.ts";

/** Where the register is, unless it was named. */
export const registerName = "vedette-register.yaml";

/** Feeds that logs are compared with. */
export const intelOption: Option = {
  name: "intel",
  value: "folder",
  says: "folder of threat intelligence feeds (vedette intel); else that of the user's data",
};

/** Logs to read. */
export const pathsArgument: Argument = {
  name: "path",
  many: true,
  says: "files, folders, archives, patterns, or - for standard input",
  completes: "files",
};

/** What is taken out of what others get. */
export const maskOptions: readonly Option[] = [
  {
    name: "mask",
    value: "how",
    optional: true,
    choices: ["marks", "pseudonyms"],
    typedOnly: true,
    says: "take out credentials, tokens, session ids, mail addresses, names of people and all values of queries: marks (where nothing is said), or pseudonyms, the same for the same value",
  },
  {
    name: "mask-key",
    value: "file",
    typedOnly: true,
    says: "the key of pseudonyms, 16 bytes or more: with the same key they are the same in other packs; without it a key is made for this run and kept nowhere",
  },
];

/** Whose questions are answered. */
export const playbookOption: Option = {
  name: "playbook",
  value: "file",
  typedOnly: true,
  says: "answer the questions of this playbook (YAML of `vedette playbook import`, or a Markdown table) in place of the built-in one's",
};

const asOption: Option = {
  name: "as",
  value: "format",
  typedOnly: true,
  says: "read all inputs as this format (an id of `vedette formats`, wrappers in front: syslog-rfc3164+ncsa-combined); lines that do not fit are rejected",
};

const logFormatOption: Option = {
  name: "log-format",
  value: "string",
  many: true,
  says: "a server's own format: an Apache LogFormat, nginx log_format or Squid logformat string, or a name such as combined, vhost_combined, squid",
};

const windowOptions: readonly Option[] = [
  {
    name: "from",
    value: "time",
    says: "leave out records before: 2026-05-17, 2026-05-17T10:00Z, or -6h before now",
  },
  { name: "to", value: "time", says: "leave out records after" },
];

/** Options that change what is read. */
export const readOptions: readonly Option[] = [logFormatOption, asOption, ...windowOptions];

/** Options that change what is read or how it is judged. */
export const readingOptions: readonly Option[] = [
  logFormatOption,
  asOption,
  {
    name: "trusted-proxy",
    value: "network",
    many: true,
    says: "address or network of a proxy whose forwarding header is believed",
  },
  { name: "internal", value: "network", many: true, says: "a network that counts as inside" },
  {
    name: "baseline",
    value: "file",
    says: "what was ordinary in earlier logs (vedette baseline build): an agent known from there is not rare",
  },
  {
    name: "since",
    value: "report",
    typedOnly: true,
    says: "an earlier JSON report: cases are new, grown or unchanged, and unchanged background counts no more",
  },
  {
    name: "policy",
    value: "profile",
    says: "how findings are decided: quiet, balanced (default), strict, or a file that changes one of them",
  },
  {
    name: "register",
    value: "file",
    says: "who may do what, and who answers for it (vedette justify); without it ./vedette-register.yaml, where there is one",
  },
  {
    name: "sigma",
    value: "rules",
    many: true,
    says: "Sigma rules, a file or a folder of yours: whom they match is judged with all else that was found",
  },
  intelOption,
  {
    name: "ip-location",
    value: "folder",
    says: "folder with CSV files of ip-location-db: owner and country of networks stand in the report",
  },
  ...windowOptions,
];

/** A store on a server, wherever one in a folder may be named. */
export const engineOption: Option = {
  name: "engine",
  value: "address",
  says: "a store on a ClickHouse server in place of a folder: clickhouse://user@host:8123/database; the password in VEDETTE_CLICKHOUSE_PASSWORD or a file",
};

/** Options of commands that ask a store. */
export const askingOptions: readonly Option[] = [
  { name: "store", value: "folder", says: "the store to ask" },
  engineOption,
  { name: "json", says: "print one JSON object a line" },
  { name: "csv", says: "print CSV" },
  { name: "seconds", value: "number", typedOnly: true, says: "how long it may take (60)" },
  { name: "rows", value: "number", typedOnly: true, says: "how many rows it may give (10000)" },
];
