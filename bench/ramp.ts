/**
 * `npm run bench -- --live --ramp`: the most lines a second that `vedette serve` takes, stores and looks at without falling behind. The
 * rate is raised step by step until what waits grows from look to look; then rates between are tried. After that, the latency from a line
 * to its case at half of the highest rate that held, as `--live` measures it, with a service that begins anew.
 *
 * `--way http|file`, `--rate N` the first rate (5,000), `--step S` seconds of a step (60), `--factor N` from step to step (1.5), `--refine N`
 * rates between (2), `--seconds N` of the second part (200; 0 leaves it out), `--seed N`, `--keep`.
 */
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { type Judged, judgeLag, type LagSample, nextRate } from "./lag.ts";
import { benchLive } from "./live.ts";
import { type Counts, noCounts, pause, send, storedLines } from "./live-send.ts";
import { Visits } from "./make-visits.ts";
import { inFolder } from "./places.ts";
import { ServeProcess } from "./serve-process.ts";

export interface RampPlan {
  readonly way: "http" | "file";
  readonly rate: number;
  readonly step: number;
  readonly factor: number;
  readonly refine: number;
  readonly seconds: number;
  readonly seed: number;
  readonly keep: boolean;
}

const sampleMs = 250;
const drainMs = 600_000;
/** Below this nothing is looked for. */
const leastRate = 50;
/** A generator that is later than this did not send at the rate. */
const lateMs = 1000;
const say = (text: string) => process.stdout.write(text);
const n = (value: number) => Math.round(value).toLocaleString("en");

/** A service, and all that was sent to it. */
interface Ramp {
  readonly service: ServeProcess;
  readonly followed: string;
  readonly visits: Visits;
  readonly counts: Counts;
}

export async function benchRamp(main: string, plan: RampPlan): Promise<void> {
  const held = await inFolder(plan.keep, async (folder) => {
    const followed = join(folder, "access.log");
    writeFileSync(followed, "");
    const more = plan.way === "file" ? [followed] : [];
    const service = await ServeProcess.start(main, join(folder, "state"), more);
    try {
      return await climb({ service, followed, visits: new Visits(plan.seed), counts: noCounts() }, plan);
    } finally {
      await service.stop();
    }
  });
  if (held === undefined || plan.seconds === 0) return;
  const rate = Math.round(held / 2);
  say(`\nFrom a line to its case at half of that, ${n(rate)} lines a second:\n\n`);
  await benchLive(main, { way: plan.way, seconds: plan.seconds, rate, seed: plan.seed, keep: plan.keep });
}

/** @returns the highest rate that held */
async function climb(ramp: Ramp, plan: RampPlan): Promise<number | undefined> {
  say(
    `By ${plan.way}, ${plan.step} s a step, seed ${plan.seed}; ${cpus().length} cores, load ${loadavg()[0]?.toFixed(2)} at the beginning\n\n| lines a second | behind grows by lines a second | behind at most lines | that is s | looks judged | refused for now | generator late by s | cores: service | |\n|---|---|---|---|---|---|---|---|---|\n`,
  );
  let held: number | undefined;
  let failed: number | undefined;
  let refinesLeft = plan.refine;
  for (let rate: number | undefined = plan.rate; rate !== undefined; ) {
    if (held !== undefined && failed !== undefined) refinesLeft -= 1;
    const { judged, late } = await step(ramp, rate, plan);
    if (late) {
      say("\nThe generator did not hold the rate: what the service could take is above what was tried.\n");
      break;
    }
    if (judged.verdict === "holds") held = rate;
    else failed = rate;
    if (!(await drained(ramp))) {
      say(`\nWhat waited was not stored within ${drainMs / 1000} s: no further step.\n`);
      break;
    }
    const tried = { ...(held === undefined ? {} : { held }), ...(failed === undefined ? {} : { failed }) };
    rate = nextRate(tried, plan.factor, refinesLeft, leastRate);
  }
  say(
    `\nSustained: ${held === undefined ? "no rate that was tried" : `${n(held)} lines a second`}; the lowest that did not hold: ${failed === undefined ? "none" : n(failed)}. ${n(ramp.counts.acknowledged)} lines acknowledged, ${n(await storedLines(ramp.service))} in the store.\n`,
  );
  return held;
}

/** One rate for the time of a step. */
async function step(ramp: Ramp, rate: number, plan: RampPlan): Promise<{ judged: Judged; late: boolean }> {
  const { service, followed, visits, counts } = ramp;
  const samples: LagSample[] = [];
  const began = Date.now();
  let asking = false;
  const sampler = setInterval(() => {
    if (asking) return;
    asking = true;
    void storedLines(service)
      .then((stored) => samples.push({ atMs: Date.now() - began, offered: counts.offered, stored }))
      .catch(() => {})
      .finally(() => {
        asking = false;
      });
  }, sampleMs);
  counts.lateMs = 0;
  counts.refused.clear();
  const cpuBefore = service.cpuSeconds();
  try {
    await send(service, { way: plan.way, seconds: plan.step, rate }, followed, visits, counts, []);
  } finally {
    clearInterval(sampler);
  }
  const cores = (service.cpuSeconds() - cpuBefore) / ((Date.now() - began) / 1000);
  // What comes after the last line was sent is of no rate.
  const judged = judgeLag(
    samples.filter(({ atMs }) => atMs <= plan.step * 1000),
    rate,
  );
  const late = counts.lateMs > lateMs;
  say(rowText(rate, judged, counts, cores));
  return { judged, late };
}

function rowText(
  rate: number,
  { verdict, growth, looks, most }: Judged,
  counts: Counts,
  cores: number,
): string {
  const word = { holds: "holds", grows: "**grows**", few: "**too few looks to tell**: a longer --step" }[
    verdict
  ];
  const refused = [...counts.refused].map(([status, times]) => `${times} × ${status}`).join(", ");
  const cells = [
    ...[n(rate), Number.isNaN(growth) ? "-" : n(growth), n(most), (most / rate).toFixed(1), looks],
    ...[refused === "" ? 0 : refused, (counts.lateMs / 1000).toFixed(1), cores.toFixed(2), word],
  ];
  return `| ${cells.join(" | ")} |\n`;
}

/** Waits until all that was acknowledged is in the store. */
async function drained({ service, counts }: Ramp): Promise<boolean> {
  for (const until = Date.now() + drainMs; Date.now() < until; await pause(1000))
    if ((await storedLines(service)) >= counts.acknowledged) return true;
  return false;
}
