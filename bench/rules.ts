/** `--kinds rules`: what drafting and back-testing rules takes beside one triage of the same data; each in a process of its own. */
import { spawnSync } from "node:child_process";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { openContent } from "../src/content/bundle.ts";
import { processEffects } from "../src/effects.ts";
import { clientsOf } from "../src/respond/history.ts";
import { rulesOf, withMarks } from "../src/respond/rules/make.ts";
import { openTriage } from "../src/triage/triage.ts";

const sidFrom = 1_592_000;

export interface RulesBench {
  readonly paths: readonly string[];
  readonly runs: number;
}

const seconds = (started: number) => (performance.now() - started) / 1000;

/** One measurement in this process: a triage alone, or one that keeps its events with the back-tests behind it. */
export async function measureRules(paths: readonly string[], what: "triage" | "rules"): Promise<object> {
  const request = {
    paths,
    content: await openContent(),
    ownFormats: [],
    trustedProxies: [],
    internalNetworks: [],
    stdin: Readable.from([]),
  };
  const started = performance.now();
  const open = await openTriage({ ...request, events: what === "rules" }, processEffects);
  const triage = seconds(started);
  try {
    if (what === "triage") return { triage };
    const { content, assessment } = open.result;
    const cases = assessment.cases.filter(({ action }) => action === "escalate");
    const markStarted = performance.now();
    return await withMarks(open, clientsOf(cases.flatMap(({ entities }) => entities)), async (run) => {
      const marks = seconds(markStarted);
      const packStarted = performance.now();
      const pack = await rulesOf(run, content, { one: undefined, limitPerDay: 1, sidFrom });
      const packSeconds = seconds(packStarted);
      const took: number[] = [];
      let offered = 0;
      let refused = 0;
      for (const one of cases) {
        const caseStarted = performance.now();
        const made = await rulesOf(run, content, { one, limitPerDay: 1, sidFrom });
        took.push(seconds(caseStarted));
        offered += made.offered.length;
        refused += made.refused.length;
      }
      return {
        triage,
        marks,
        pack: packSeconds,
        packOffered: pack.offered.length,
        packRefused: pack.refused.length,
        cases: took.length,
        slowest: Math.max(0, ...took),
        all: took.reduce((sum, one) => sum + one, marks + packSeconds),
        median: [...took].sort((a, b) => a - b)[Math.floor(took.length / 2)] ?? 0,
        offered,
        refused,
      };
    });
  } finally {
    await open.close();
  }
}

export async function benchRules({ paths, runs }: RulesBench): Promise<void> {
  process.stdout.write(
    "| data | triage s | marking s | back-test of the pack s | of a case s (median, slowest of n) | slowest ÷ triage | all of them ÷ triage | rules offered, not |\n|---|---|---|---|---|---|---|---|\n",
  );
  for (const path of paths) {
    const all = Array.from({ length: runs }, () => ({
      alone: child(path, "triage"),
      tested: child(path, "rules"),
    }));
    const median = (of: (one: (typeof all)[number]) => number) =>
      all.map(of).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
    const triage = median(({ alone }) => alone.triage ?? 0);
    const pack = median(({ tested }) => tested.pack ?? 0);
    const slowest = median(({ tested }) => tested.slowest ?? 0);
    const [{ tested } = { tested: {} as Record<string, number> }] = all;
    process.stdout.write(
      `| ${path} | ${triage.toFixed(1)} | ${median((one) => one.tested.marks ?? 0).toFixed(1)} | ${pack.toFixed(1)} | ${median((one) => one.tested.median ?? 0).toFixed(1)}, ${slowest.toFixed(1)} of ${tested.cases} | ${(Math.max(pack, slowest) / triage).toFixed(2)} | ${(median((one) => one.tested.all ?? 0) / triage).toFixed(2)} | ${(tested.offered ?? 0) + (tested.packOffered ?? 0)}, ${(tested.refused ?? 0) + (tested.packRefused ?? 0)} |\n`,
    );
  }
}

function child(path: string, what: string): Record<string, number> {
  const run = spawnSync(process.execPath, [fileURLToPath(import.meta.url), what, path], {
    maxBuffer: 1 << 26,
  });
  const line = run.stdout.toString().trim().split("\n").at(-1) ?? "";
  try {
    return JSON.parse(line) as Record<string, number>;
  } catch {
    throw new Error(`${path}: ${run.stderr.toString().slice(0, 500)}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , what, ...paths] = process.argv;
  process.stdout.write(
    `${JSON.stringify(await measureRules(paths, what === "rules" ? "rules" : "triage"))}\n`,
  );
}
