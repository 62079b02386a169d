/** Shows a problem to a person: what, where, and what to do. */
import { asError, VedetteError } from "../errors.ts";
import { forTerminal } from "../report/safe-text.ts";

/** One or two lines for standard error. */
export function showProblem(thrown: unknown): string {
  if (thrown instanceof VedetteError) {
    return `vedette: ${forTerminal(thrown.message)} [${thrown.code}]\n${thrown.hint === undefined ? "" : `  ${forTerminal(thrown.hint)}\n`}`;
  }
  return `vedette: unexpected failure: ${forTerminal(asError(thrown).message)}\n  Please report it; run with VEDETTE_DEBUG=1 for the trace.\n`;
}

/** The exit status that a failure ends the command with. */
export function statusOf(thrown: unknown): number {
  return thrown instanceof VedetteError ? thrown.exitStatus : 2;
}
