#!/usr/bin/env node
/** The outermost layer: arguments, signals and exit status. */
import { processEffects, removeAllTemporaries } from "../effects.ts";
import { VedetteError } from "../errors.ts";
import type { Command } from "./command.ts";
import { completionCommand } from "./completion.ts";
import { explainCommand } from "./explain.ts";
import { formatsCommand } from "./formats.ts";
import { parse } from "./parse.ts";
import { showProblem } from "./problems.ts";
import { triageCommand } from "./triage.ts";
import { toolVersion } from "./version.ts";

/** All commands, in the order of help. */
export const commands: readonly Command[] = [triageCommand, explainCommand, formatsCommand, completionCommand(() => commands)];

async function main(argv: readonly string[]): Promise<number> {
  const outcome = parse(argv, commands, toolVersion());
  if ("show" in outcome) {
    (outcome.toStderr ? processEffects.stderr : processEffects.stdout)(outcome.show);
    return outcome.status;
  }
  const { command, arguments: given, options } = outcome.run;
  return command.run({ arguments: given, options, effects: processEffects, stdin: process.stdin, stdinIsTerminal: process.stdin.isTTY === true });
}

/** Ends at once, whatever the engine is computing; its folders are removed first. */
function endBySignal(signal: NodeJS.Signals, status: number): void {
  process.on(signal, () => {
    removeAllTemporaries();
    process.exit(status);
  });
}

endBySignal("SIGINT", 130);
endBySignal("SIGTERM", 143);
// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  removeAllTemporaries();
  process.exit(error.code === "EPIPE" ? 0 : 2);
});

main(process.argv.slice(2)).then(
  (status) => {
    removeAllTemporaries();
    process.exitCode = status;
  },
  (thrown: unknown) => {
    removeAllTemporaries();
    process.stderr.write(showProblem(thrown));
    if (process.env.VEDETTE_DEBUG === "1" && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`);
    process.exitCode = thrown instanceof VedetteError ? thrown.exitStatus : 2;
  },
);
