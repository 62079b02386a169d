/** The commands that a report offers for its cases. */
import type { ReportDocument } from "./model.ts";

/** Longest command that is printed in full; a shell may have written out hundreds of names. */
const commandCharactersMax = 200;

/**
 * The command that prints the ticket of a case. It is complete, so that it can be pasted, where
 * the run can be repeated and its paths are few; else the paths are left to the reader.
 */
export function ticketCommand(document: ReportDocument, id: string): string {
  const handOver = document.steps.find(({ clause }) => clause === "T2d")?.command;
  const complete = handOver?.replace(/--ticket \S+/, `--ticket ${id}`);
  return complete !== undefined && complete.length <= commandCharactersMax
    ? complete
    : `vedette triage --ticket ${id} PATH…`;
}
