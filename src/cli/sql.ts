/** `vedette sql`: one read-only statement over a kept store. */
import type { ReaderLimits } from "../engine/chdb.ts";
import { VedetteError } from "../errors.ts";
import { rowsCsv, rowsJson, rowsTable } from "../report/rows.ts";
import { askStore } from "../triage/ask-store.ts";
import { type Command, type Invocation, type Option, text, type Values } from "./command.ts";

/** Options of commands that ask a store. */
export const askingOptions: readonly Option[] = [
  { name: "store", value: "folder", says: "the store to ask" },
  { name: "json", says: "print one JSON object a line" },
  { name: "csv", says: "print CSV" },
  { name: "seconds", value: "number", typedOnly: true, says: "how long it may take (60)" },
  { name: "rows", value: "number", typedOnly: true, says: "how many rows it may give (10000)" },
];

const statementMax = 1_048_576;

export const sqlCommand: Command = {
  name: "sql",
  summary: "ask a kept store by a statement of SQL that can only read",
  description:
    "Runs one statement of ClickHouse's SQL over what a kept store holds: the table events has a row for each record. Nothing can be written, no file and no network be reached, and time, rows and memory are limited. A column event_id is shown as the file and line of its record.",
  arguments: [{ name: "statement", required: true, says: "the statement, or - for standard input" }],
  options: askingOptions,
  examples: [
    {
      line: "vedette sql --store watch 'SELECT source_ip, count() AS n FROM events GROUP BY source_ip ORDER BY n DESC LIMIT 10'",
      says: "the busiest addresses",
    },
    { line: "vedette sql --store watch 'DESCRIBE TABLE events'", says: "the columns" },
  ],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const { options, stdin, stdinIsTerminal } = invocation;
  let [statement = ""] = invocation.arguments;
  if (statement === "-" && !stdinIsTerminal) {
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of stdin) {
      parts.push(Buffer.from(part));
      bytes += (part as Buffer).length;
      if (bytes > statementMax)
        throw new VedetteError("usage.option", "The statement is longer than 1 MiB.", {
          hint: "Give a shorter one.",
        });
    }
    statement = Buffer.concat(parts).toString("utf8");
  }
  const rows = await askStore(storeOf(options), statement, {}, limitsOf(options));
  printRows(rows, invocation);
  return 0;
}

/** The store that is to be asked. */
export function storeOf(options: Values): string {
  const store = text(options, "store");
  if (store === undefined)
    throw new VedetteError("usage.option", "No store was named.", {
      hint: "vedette triage --store FOLDER PATH… keeps one; name it with --store FOLDER.",
    });
  return store;
}

/** Limits of a statement. */
export function limitsOf(options: Values): ReaderLimits {
  return {
    seconds: numberOf(options, "seconds", 60, 3600),
    rows: numberOf(options, "rows", 10_000, 1_000_000),
    memoryBytes: 1_300_000_000,
  };
}

function numberOf(options: Values, name: string, otherwise: number, most: number): number {
  const given = text(options, name);
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new VedetteError(
      "usage.option",
      `--${name} ${given}: give a whole number from 1 to ${most.toLocaleString("en")}.`,
      {},
    );
  return value;
}

/** Prints the rows of an answer as the options say. */
export function printRows(
  rows: readonly Readonly<Record<string, unknown>>[],
  { options, effects }: Pick<Invocation, "options" | "effects">,
): void {
  if (options.json === true && options.csv === true)
    throw new VedetteError("usage.option", "--json and --csv cannot both be printed.", {
      hint: "Give one of them.",
    });
  effects.stdout((options.json === true ? rowsJson : options.csv === true ? rowsCsv : rowsTable)(rows));
}
