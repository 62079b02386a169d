/**
 * `npm run bench -- --start`: how long the command takes before there is anything to do: its help, and a triage of ten lines, in turn with
 * node alone. `--runs N` (9).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, inTurn, middle, run } from "./measure.ts";
import { aimTable } from "./peer-aims.ts";
import { inFolder, main, samples } from "./places.ts";

const linesOfLog = 10;

export async function benchStart(runs: number): Promise<void> {
  await inFolder(false, async (folder) => {
    const log = join(folder, "access.log");
    const lines = readFileSync(join(samples, "nginx-combined.log"), "utf8").split("\n");
    writeFileSync(log, `${lines.slice(0, linesOfLog).join("\n")}\n`);
    const own = (...args: string[]): Command => ({ program: process.execPath, args });
    const commands = [
      { name: "node alone", command: own("-e", "0") },
      { name: "vedette --help", command: own(main, "--help") },
      {
        name: `vedette triage, ${linesOfLog} lines`,
        command: own(main, "triage", log, "--quiet", "--json"),
      },
    ];
    for (const { command } of commands) await run(command);
    const took = (await inTurn(commands.map(({ command }) => ({ command, runs })))).map(middle);
    process.stdout.write(
      `Median of ${runs} runs in turn after one that is not counted.\n\n| command | ms | processor ms | peak anonymous MiB |\n|---|---|---|---|\n`,
    );
    for (const [at, { name }] of commands.entries()) {
      const one = took[at];
      if (one === undefined) continue;
      const cells = [
        name,
        ms(one.seconds),
        ms(one.processorSeconds),
        (one.anonymousBytes / 2 ** 20).toFixed(0),
      ];
      process.stdout.write(`| ${cells.join(" | ")} |${one.status > 1 ? " FAILED" : ""}\n`);
    }
    const aim = (name: string, at: number, limit: number) => {
      const seconds = took[at]?.seconds ?? Number.NaN;
      return {
        aim: `${name} under ${ms(limit)} ms`,
        measured: `${ms(seconds)} ms`,
        reached: seconds < limit,
      };
    };
    process.stdout.write(aimTable([aim("help", 1, 0.15), aim("triage of ten lines", 2, 1)]));
    process.stdout.write("\n");
  });
}

function ms(seconds: number): string {
  return (seconds * 1000).toFixed(0);
}
