/** `vedette sql`: one read-only statement over a kept store. */
import type { Command } from "./command.ts";
import { askingOptions } from "./options.ts";

export const sqlCommand: Command = {
  name: "sql",
  summary: "ask a kept store by a statement of SQL that can only read",
  description:
    "Runs one statement of ClickHouse's SQL over what a kept store holds: the table events has a row for each record. Nothing can be written, no file and no network be reached, and time, rows and memory are limited. A column event_id is shown as the file and line of its record.",
  arguments: [{ name: "statement", required: true, says: "the statement, or - for standard input" }],
  options: [
    ...askingOptions,
    {
      name: "document",
      typedOnly: true,
      says: "standard input is JSON in place of the statement: {statement, parameters} or {hunt, given}, and {filters: [{column, is, values}], limit, ids}",
    },
  ],
  examples: [
    {
      line: "vedette sql --store watch 'SELECT source_ip, count() AS n FROM events GROUP BY source_ip ORDER BY n DESC LIMIT 10'",
      says: "the busiest addresses",
    },
    { line: "vedette sql --store watch 'DESCRIBE TABLE events'", says: "the columns" },
  ],
  run: async (given) => (await import("./run/sql.ts")).run(given),
};
