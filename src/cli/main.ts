#!/usr/bin/env node
/** The outermost layer: streams, signals and exit status of the process. */
import { writeSync } from "node:fs";
import { processEffects, removeAllTemporaries, writesPieces } from "../effects.ts";
import { runCommandLine } from "./commands.ts";

/**
 * Ends at once, whatever the engine is computing; its folders are removed first. The signal is
 * raised again instead of leaving by exit(), which would take the engine apart while it works.
 */
function endBySignal(signal: NodeJS.Signals): void {
  process.on(signal, () => {
    removeAllTemporaries();
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

// A closed terminal hangs up; Ctrl-\ quits.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) endBySignal(signal);
// What nobody waited for has failed. An orderly exit may wait for ever for what the engine computes.
process.on("uncaughtException", (error) => {
  try {
    writeSync(2, `vedette: an error of the program itself, which ends it\n${error.stack ?? error.message}\n`);
  } finally {
    removeAllTemporaries();
    process.kill(process.pid, "SIGKILL");
  }
});
// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE" && writesPieces()) return;
  removeAllTemporaries();
  process.exit(error.code === "EPIPE" ? 0 : 2);
});

const input = { stdin: process.stdin, stdinIsTerminal: process.stdin.isTTY === true };
process.exitCode = await runCommandLine(process.argv.slice(2), processEffects, input);
removeAllTemporaries();
