/** `--kinds sigma`: 500 rules over a kept store of 5 million events; `--rules FOLDER` measures rules of one's own as well. */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeSigmaLogs, makeSigmaRules } from "./make-sigma.ts";
import { measure } from "./measure.ts";

const seed = 7;
const ruleCount = 500;

export interface SigmaBench {
  readonly folder: string;
  readonly events: number;
  readonly runs: number;
  readonly keep: boolean;
  readonly rules?: string;
}

export async function benchSigma(
  main: string,
  { folder, events, runs, keep, rules }: SigmaBench,
): Promise<void> {
  const at = join(folder, `sigma-${seed}-${events}`);
  const store = join(at, "store");
  const own = makeSigmaRules(at, ruleCount, seed);
  if (!existsSync(join(store, "db"))) {
    const logs = await makeSigmaLogs(join(at, "logs"), events, seed);
    const filled = await measure(
      process.execPath,
      [main, "sigma", own, "--quiet", "--store", store, ...logs.flatMap((log) => ["--log", log])],
      1,
    );
    process.stdout.write(`Store filled in ${filled.seconds.toFixed(0)} s, status ${filled.status}.\n\n`);
    rmSync(join(at, "logs"), { recursive: true, force: true });
  }
  process.stdout.write("| rules | seconds | events/s | peak anonymous MiB | |\n|---|---|---|---|---|\n");
  for (const path of [own, ...(rules === undefined ? [] : [rules])]) {
    const args = [main, "sigma", path, "--store", store, "--json"];
    const said = spawnSync(process.execPath, args, { maxBuffer: 1 << 28 })
      .stderr.toString()
      .trim()
      .split("\n")
      .at(-1);
    const run = await measure(process.execPath, [...args, "--quiet"], runs);
    process.stdout.write(
      `| ${path === own ? "seeded" : "given"} | ${run.seconds.toFixed(1)} | ${Math.round(events / run.seconds).toLocaleString("en")} | ${(run.anonymousBytes / 2 ** 20).toFixed(0)} | ${said}${run.status > 1 ? " FAILED" : ""} |\n`,
    );
  }
  if (!keep) rmSync(at, { recursive: true, force: true });
}
