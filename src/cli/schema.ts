/** `vedette schema`: the tables of a store on a ClickHouse server. */
import type { Command } from "./command.ts";

export const schemaCommand: Command = {
  name: "schema",
  summary: "print the tables of a store on ClickHouse servers, or compare servers with them",
  description:
    "Prints the statements that make a store on a ClickHouse server or on the shards of a cluster: its tables, views that parse raw lines by the formats of this program, tables that read a topic of Kafka, and roles. Each leaves what is there as it is. With --check a running server is compared with what would be printed, nothing is changed, and the exit status is 1 where something differs.",
  arguments: [],
  options: [
    { name: "database", value: "name", typedOnly: true, says: "the database of the store (vedette)" },
    {
      name: "cluster",
      value: "name",
      typedOnly: true,
      says: "the cluster whose shards hold it, by the servers' name for it; without it one server",
    },
    {
      name: "format",
      value: "format",
      many: true,
      typedOnly: true,
      says: "a format of raw lines that views parse (wrappers in front: syslog-rfc3164+ncsa-combined), or all",
    },
    {
      name: "sample",
      value: "file",
      typedOnly: true,
      says: "first lines of such a log, from which columns are settled where the format alone does not tell them",
    },
    {
      name: "kafka",
      value: "brokers",
      typedOnly: true,
      says: "brokers whose topic holds lines of the format: host:port, with commas between them",
    },
    { name: "topic", value: "name", typedOnly: true, says: "the topic, a line in each message" },
    {
      name: "first-source",
      value: "number",
      typedOnly: true,
      says: "number of the source that the topic's first partition is (0); topics of one store need numbers apart",
    },
    {
      name: "ttl",
      value: "days",
      typedOnly: true,
      says: "how long what views have parsed is kept, from its arrival; without it for ever",
    },
    { name: "formats", says: "list the formats, and which of them a server can parse" },
    {
      name: "check",
      value: "address",
      typedOnly: true,
      says: "compare the server at clickhouse://user@host:8123 with what would be printed; the password as for --engine",
    },
    {
      name: "role",
      value: "role",
      choices: ["writer", "reader", "hunter", "loader"],
      typedOnly: true,
      says: "with --check: what the user of the address is to be able to do (writer)",
    },
    { name: "json", says: "print JSON" },
  ],
  examples: [
    { line: "vedette schema | clickhouse-client --multiquery", says: "a store on one server" },
    {
      line: "vedette schema --cluster logs --format ncsa-combined --kafka kafka1.example:9092 --topic access --ttl 30",
      says: "on a cluster, with a topic that its hosts read and parse",
    },
    {
      line: "vedette schema --cluster logs --check clickhouse://analyst@ch1.example:8123",
      says: "what a cluster still needs",
    },
  ],
  run: async (given) => (await import("./run/schema.ts")).run(given),
};
