/**
 * `npm run bench -- --growth`: how time and memory of a triage grow with the size of a log, with distinct clients and agents at a fixed
 * size, and with the number of sources at a fixed size. A straight line is laid through each, and how far the points are off it is shown.
 *
 * `--by sizes,clients,agents,sources` what of it (all), `--sizes 0.25,1,4,16` in GiB, `--distinct 100,1000,10000,100000,1000000`,
 * `--sources 1,3,10,30,100`, `--gib N` the fixed size (1), `--runs N` (1), `--keep` leaves the last logs.
 */
import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fitLine } from "./arithmetic.ts";
import { makeDistinct } from "./make-distinct.ts";
import { makeLog } from "./make-log.ts";
import { inTurn, middle, type Run, run } from "./measure.ts";
import { vedetteLines } from "./peer-outputs.ts";
import { inFolder, main, needRoom, samples } from "./places.ts";

export interface GrowthPlan {
  readonly by: readonly string[];
  /** GiB. */
  readonly sizes: readonly number[];
  readonly distinct: readonly number[];
  readonly sources: readonly number[];
  readonly gib: number;
  readonly runs: number;
  readonly keep: boolean;
}

/** A log that was made, and where on the axis it stands. */
interface Made {
  readonly x: number;
  readonly paths: readonly string[];
  readonly lines: number;
}

/** What is made larger, in which steps. */
interface Axis {
  readonly title: string;
  readonly unit: string;
  /** So many of the unit are told the slope of a line by. */
  readonly per: number;
  readonly steps: readonly number[];
  readonly gib: (step: number) => number;
  readonly make: (step: number, folder: string) => Promise<Made>;
}

export interface GrowthRow {
  readonly x: number;
  readonly bytes: number;
  readonly lines: number;
  readonly took: Run;
}

const seed = 7;
/** Clients of the series of agents, and agents of the series of clients. */
const manyClients = 1_000_000;
const fewAgents = 100;
const say = (text: string) => process.stdout.write(text);

/** What `--by` may name. */
export const growthAxes = ["sizes", "clients", "agents", "sources"] as const;

export async function benchGrowth(plan: GrowthPlan): Promise<void> {
  const all = axes(plan);
  for (const name of plan.by) {
    const axis = all[name as keyof typeof all];
    if (axis === undefined) throw new Error(`--by ${name}: give some of ${growthAxes.join(", ")}`);
    await inFolder(plan.keep, (folder) => benchAxis(axis, plan, folder));
  }
}

function axes({
  gib,
  sizes,
  distinct,
  sources,
}: GrowthPlan): Readonly<Record<(typeof growthAxes)[number], Axis>> {
  const size = `${gib} GiB`;
  const fixed = { bytes: gib * 2 ** 30, seed, samples };
  const made = (x: "clients" | "agents") => async (step: number, folder: string) => {
    const counts =
      x === "clients" ? { clients: step, agents: fewAgents } : { clients: manyClients, agents: step };
    const log = await makeDistinct({ ...fixed, ...counts, path: join(folder, "access.log") });
    return { x: log[x], paths: log.paths, lines: log.lines };
  };
  return {
    sizes: {
      ...{ title: "Size of one log", unit: "GiB", per: 1, steps: sizes, gib: (step) => step },
      make: async (step, folder) => {
        const path = join(folder, "access.log");
        const lines = await makeLog({ samples, path, bytes: step * 2 ** 30, seed });
        return { x: statSync(path).size / 2 ** 30, paths: [path], lines };
      },
    },
    clients: {
      ...{ title: `Distinct clients, ${size}, ${fewAgents} agents of browsers`, unit: "clients", per: 1000 },
      ...{ steps: distinct, gib: () => gib, make: made("clients") },
    },
    agents: {
      ...{
        title: `Distinct agents, ${size}, ${manyClients.toLocaleString("en")} clients`,
        unit: "agents",
        per: 1000,
      },
      ...{ steps: distinct, gib: () => gib, make: made("agents") },
    },
    sources: {
      ...{ title: `Sources, ${size} in all, lines dealt in turn`, unit: "sources", per: 1 },
      ...{ steps: sources, gib: () => gib },
      make: async (step, folder) => {
        const counts = { clients: 100_000, agents: 1000, files: step };
        const log = await makeDistinct({ ...fixed, ...counts, path: join(folder, "access.log") });
        return { x: step, paths: log.paths, lines: log.lines };
      },
    },
  };
}

async function benchAxis(axis: Axis, { runs, keep }: GrowthPlan, folder: string): Promise<void> {
  say(
    `${axis.title}; seed ${seed}, ${runs === 1 ? "one run" : `median of ${runs} runs`} each\n\n| ${axis.unit} | MB | lines | seconds | MB/s | processor s | peak anonymous MiB |\n|---|---|---|---|---|---|---|\n`,
  );
  const rows: GrowthRow[] = [];
  for (const step of axis.steps) {
    needRoom(folder, axis.gib(step) * 2 ** 30 * 1.5);
    const made = await axis.make(step, folder);
    const row = await measured(made, runs, join(folder, "report.json"));
    rows.push(row);
    say(rowText(row));
    if (!keep) for (const path of made.paths) rmSync(path);
  }
  say(`\n${fitsText(rows, axis)}\n`);
}

async function measured({ x, paths, lines }: Made, runs: number, output: string): Promise<GrowthRow> {
  const command = {
    program: process.execPath,
    args: [main, "triage", ...paths, "--quiet", "--json"],
    output,
  };
  if (runs > 1) await run(command);
  const took = middle((await inTurn([{ command, runs }]))[0] ?? []);
  if (took.status > 1) throw new Error(`${paths[0]}: the triage failed with status ${took.status}`);
  const read = vedetteLines(readFileSync(output, "utf8"));
  if (read !== lines) throw new Error(`${paths[0]}: ${lines} lines were written and ${read} read`);
  return { x, lines, took, bytes: paths.reduce((sum, path) => sum + statSync(path).size, 0) };
}

function rowText({ x, bytes, lines, took }: GrowthRow): string {
  const cells = [
    x.toLocaleString("en", { maximumFractionDigits: 2 }),
    (bytes / 1e6).toFixed(0),
    lines.toLocaleString("en"),
    took.seconds.toFixed(2),
    (bytes / 1e6 / took.seconds).toFixed(0),
    took.processorSeconds.toFixed(2),
    (took.anonymousBytes / 2 ** 20).toFixed(0),
  ];
  return `| ${cells.join(" | ")} |\n`;
}

/** The lines through what was measured, and what each point is off them. */
export function fitsText(rows: readonly GrowthRow[], { unit, per }: Pick<Axis, "unit" | "per">): string {
  if (new Set(rows.map(({ x }) => x)).size < 3) return "Fewer than three points say nothing of a line.\n";
  const head = `| line | at none | for each ${per.toLocaleString("en")} ${unit} | worst deviation | each point |\n|---|---|---|---|---|\n`;
  const line = (name: string, of: (took: Run) => number, digits: number) => {
    const fit = fitLine(rows.map(({ x, took }) => ({ x, y: of(took) })));
    const each = fit.deviations.map((share) => percent(share)).join(", ");
    const worst = `${(fit.worst.share * 100).toFixed(0)} % at ${fit.worst.x.toLocaleString("en", { maximumFractionDigits: 2 })} ${unit}`;
    return `| ${name} | ${fit.start.toFixed(digits)} | ${threeDigits(fit.slope * per)} | ${worst} | ${each} |\n`;
  };
  return (
    head +
    line("seconds", ({ seconds }) => seconds, 2) +
    line("processor seconds", ({ processorSeconds }) => processorSeconds, 2) +
    line("peak anonymous MiB", ({ anonymousBytes }) => anonymousBytes / 2 ** 20, 0)
  );
}

function threeDigits(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}

function percent(share: number): string {
  const whole = Math.round(share * 100);
  return `${whole > 0 ? "+" : whole < 0 ? "−" : ""}${Math.abs(whole)} %`;
}
