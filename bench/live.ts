/**
 * `npm run bench -- --live`: from a line's arrival at a service to its case in the API.
 *
 * A service of its own is sent ordinary visitors' lines at a steady rate, over HTTP or by a file that grows (`--way http` or
 * `--way file`). Every 20 s a scanner begins. The time is taken from when its decisive line was accepted (answered 200; written to
 * the file) to when a client of the live stream has a case with its address from the API.
 *
 * `--seconds N` (default 300), `--rate N` lines a second (default 5,000), `--seed N`, `--keep` leaves the state folder.
 */
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import {
  type Counts,
  noCounts,
  pause,
  type SendPlan,
  type Sighting,
  send,
  storedLines,
} from "./live-send.ts";
import { Visits } from "./make-visits.ts";
import { inFolder } from "./places.ts";
import { folderBytes, type Memory, ServeProcess } from "./serve-process.ts";

export interface LivePlan extends SendPlan {
  readonly seed: number;
  readonly keep: boolean;
}

const settleMs = 180_000;

export async function benchLive(main: string, plan: LivePlan): Promise<void> {
  await inFolder(plan.keep, (folder) => measureLive(main, plan, folder));
}

async function measureLive(main: string, plan: LivePlan, folder: string): Promise<void> {
  const followed = join(folder, "access.log");
  writeFileSync(followed, "");
  const state = join(folder, "state");
  const service = await ServeProcess.start(main, state, plan.way === "file" ? [followed] : []);
  const sightings: Sighting[] = [];
  const say = process.stdout;
  try {
    say.write(
      `${plan.rate.toLocaleString("en")} lines a second by ${plan.way} for ${plan.seconds} s, seed ${plan.seed}; ${cpus().length} cores, load ${loadavg()[0]?.toFixed(2)} at the beginning\n`,
    );
    const watching = watch(service, sightings);
    const before = folderBytes(state);
    const looks: Look[] = [];
    const health = watchHealth(service, looks);
    const counts = noCounts();
    await send(service, plan, followed, new Visits(plan.seed), counts, sightings);
    const cpu = service.cpuSeconds() / plan.seconds;
    const own = process.cpuUsage();
    const ended = folderBytes(state);
    const stored = await settled(service, counts.acknowledged, sightings);
    health.stop();
    watching.stop();
    const held = service.memory();
    const after = folderBytes(state);
    print(plan, counts, stored, sightings, looks);
    say.write(
      `| resident memory | now | most |\n|---|---|---|\n${memoryRow("service", held.service)}${memoryRow("engine process", held.engine)}\nState folder: ${mib(before)} MiB before, ${mib(ended)} at the end of sending, ${mib(after)} when all was stored (${Math.round((after - before) / Math.max(1, stored))} bytes a line). Cores busy while it was sent to: ${cpu.toFixed(2)} by the service, ${((own.user + own.system) / 1e6 / plan.seconds).toFixed(2)} by the generator. Load ${loadavg()[0]?.toFixed(2)} at the end.\n`,
    );
  } finally {
    await service.stop();
  }
}

interface Item {
  readonly id: string;
  readonly background: boolean;
}

/** Notes when an address is first in a case that is not the background's. */
function watch(service: ServeProcess, sightings: readonly Sighting[]): { stop(): void } {
  let since = 0;
  let asked = false;
  let busy = false;
  let stopped = false;
  const look = async () => {
    asked = true;
    if (busy || stopped) return;
    busy = true;
    try {
      while (asked) {
        asked = false;
        const { items, seq } = await service.ask<{ items: Item[]; seq: number }>(
          "GET",
          `/api/v1/changes?since=${since}`,
        );
        for (const { id, background } of items) {
          if (background) continue;
          const view = await service.ask<{ snapshot: { entities: { value: string }[] } }>(
            "GET",
            `/api/v1/cases/${id}`,
          );
          const values = new Set(view.snapshot.entities.map(({ value }) => value));
          for (const one of sightings)
            if (one.seenMs === undefined && values.has(one.address)) one.seenMs = Date.now();
        }
        if (seq > since && items.length > 0) asked = true;
        since = seq;
      }
    } catch (thrown) {
      if (!stopped) process.stderr.write(`${String(thrown)}\n`);
    } finally {
      busy = false;
    }
  };
  void service.listen(() => void look()).catch(() => {});
  return {
    stop: () => {
      stopped = true;
    },
  };
}

interface Look {
  readonly tookMs: number;
  readonly whole: boolean;
  readonly events: number;
}

/** Notes each look that the service tells of, and when its health could not be had within a second. */
function watchHealth(service: ServeProcess, looks: Look[]): { stop(): void } {
  let last = 0;
  const timer = setInterval(() => {
    void service
      .ask<{ lastLookMs?: number; tookMs?: number; events: number; whole?: boolean }>("GET", "/api/v1/health")
      .then(({ lastLookMs = 0, tookMs = 0, events, whole }) => {
        if (lastLookMs === last) return;
        last = lastLookMs;
        looks.push({ tookMs, events, whole: whole === true });
        if (process.env.VEDETTE_BENCH_SAYS !== undefined)
          process.stderr.write(
            `look ${new Date(lastLookMs).toISOString()} took ${tookMs} ms ${whole === true ? "whole" : ""} events ${events}\n`,
          );
      })
      .catch(() => {});
  }, 250);
  return { stop: () => clearInterval(timer) };
}

/** Waits until everything acknowledged is in the store and every scanner was seen, or nothing more comes. */
async function settled(
  service: ServeProcess,
  wanted: number,
  sightings: readonly Sighting[],
): Promise<number> {
  const until = Date.now() + settleMs;
  let events = 0;
  while (Date.now() < until) {
    events = await storedLines(service);
    if (events >= wanted && sightings.every(({ seenMs }) => seenMs !== undefined)) break;
    await pause(1000);
  }
  const { rows } = await service.ask<{ rows: { n: number }[] }>("POST", "/api/v1/sql", {
    statement: "SELECT count() AS n FROM events",
  });
  return Number(rows[0]?.n);
}

function print(
  plan: LivePlan,
  counts: Counts,
  stored: number,
  sightings: readonly Sighting[],
  looks: readonly Look[],
): void {
  const seconds = sightings
    .flatMap(({ seenMs, acceptedMs }) => (seenMs === undefined ? [] : [(seenMs - acceptedMs) / 1000]))
    .sort((a, b) => a - b);
  const at = (share: number) =>
    seconds[Math.min(seconds.length - 1, Math.floor(share * seconds.length))]?.toFixed(1) ?? "-";
  const took = looks.map(({ tookMs }) => tookMs / 1000).sort((a, b) => a - b);
  const n = (value: number) => value.toLocaleString("en");
  process.stdout.write(
    `| way | lines a second | scanners | seen | median s | p95 s | most s | offered | acknowledged | in the store | refused for now | generator late by at most s | looks | median s | most s |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| ${plan.way} | ${n(Math.round(counts.offered / plan.seconds))} | ${sightings.length} | ${seconds.length} | ${at(0.5)} | ${at(0.95)} | ${at(1)} | ${n(counts.offered)} | ${n(counts.acknowledged)} | ${n(stored)} | ${[...counts.refused].map(([status, times]) => `${times} × ${status}`).join(", ") || 0} | ${(counts.lateMs / 1000).toFixed(1)} | ${looks.length} | ${took[Math.floor(took.length / 2)]?.toFixed(1)} | ${took.at(-1)?.toFixed(1)} |

Seconds of each scanner, in the order of their beginning: ${sightings.map(({ seenMs, acceptedMs }) => (seenMs === undefined ? "never" : ((seenMs - acceptedMs) / 1000).toFixed(1))).join(", ")}

`,
  );
}

function mib(bytes: number): string {
  return Math.round(bytes / 2 ** 20).toLocaleString("en");
}

function memoryRow(name: string, { now, most }: Memory): string {
  return `| ${name} | ${mib(now)} MiB | ${mib(most)} MiB |\n`;
}
