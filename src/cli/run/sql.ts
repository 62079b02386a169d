/** Runs `vedette sql`: one read-only statement over a kept store. */

import type { ServerAddress } from "../../engine/clickhouse/address.ts";
import type { ReaderLimits } from "../../engine/reader.ts";
import { VedetteError } from "../../errors.ts";
import { engineLimits } from "../../limits.ts";
import { rowsCsv, rowsJson, rowsTable } from "../../report/rows.ts";
import { askStore } from "../../triage/ask-store.ts";
import { type Invocation, text, type Values } from "../command.ts";
import { serverOf } from "../request.ts";
import { documentOf } from "./sql-document.ts";

export async function run(invocation: Invocation): Promise<number> {
  const { options, stdin, stdinIsTerminal } = invocation;
  let [statement = ""] = invocation.arguments;
  if (statement === "-" && !stdinIsTerminal) statement = await readStatement(stdin);
  if (options.document === true) {
    const { sql, parameters, ...narrowing } = documentOf(statement);
    printRows(
      await askStore(await storeOf(invocation), sql, parameters, limitsOf(options), narrowing),
      invocation,
    );
    return 0;
  }
  const rows = await askStore(await storeOf(invocation), statement, {}, limitsOf(options));
  printRows(rows, invocation);
  return 0;
}

export async function readStatement(stdin: Invocation["stdin"]): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of stdin) {
    parts.push(Buffer.from(part));
    bytes += (part as Buffer).length;
    if (bytes > engineLimits.statementBytesMax)
      throw new VedetteError("usage.option", "The statement is longer than 1 MiB.", {
        hint: "Give a shorter one.",
      });
  }
  return Buffer.concat(parts).toString("utf8");
}

/** The store that is to be asked. */
export async function storeOf({
  options,
  effects,
}: Pick<Invocation, "options" | "effects">): Promise<string | ServerAddress> {
  const store = (await serverOf(options, effects)) ?? text(options, "store");
  if (store === undefined)
    throw new VedetteError("usage.option", "No store was named.", {
      hint: "vedette triage --store FOLDER PATH… keeps one; name it with --store FOLDER.",
    });
  return store;
}

/** Limits of a statement. */
export function limitsOf(options: Values): ReaderLimits {
  return {
    seconds: numberOf(options, "seconds", engineLimits.questionSeconds, engineLimits.questionSecondsMax),
    rows: numberOf(options, "rows", engineLimits.questionRows, engineLimits.questionRowsMax),
    memoryBytes: engineLimits.memoryBytes,
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
