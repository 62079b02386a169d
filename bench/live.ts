/**
 * `npm run bench -- --live`: from a line's arrival at a service to its case in the API.
 *
 * A service of its own is sent ordinary visitors' lines at a steady rate, over HTTP or by a file that grows (`--way http` or
 * `--way file`). Every 20 s a scanner begins. The time is taken from when its decisive line was accepted (answered 200; written to
 * the file) to when a client of the live stream has a case with its address from the API.
 *
 * `--seconds N` (default 300), `--rate N` lines a second (default 5,000), `--seed N`, `--keep` leaves the state folder.
 */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { Visits } from "./make-visits.ts";
import { folderBytes, type Memory, ServeProcess } from "./serve-process.ts";

export interface LivePlan {
  readonly way: "http" | "file";
  readonly seconds: number;
  readonly rate: number;
  readonly seed: number;
  readonly keep: boolean;
}

const beatMs = 100;
const scannerEveryMs = 20_000;
/** The last one begins so long before the end, so that it is seen under load too. */
const scannerLeastMs = 15_000;
const settleMs = 180_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Sighting {
  readonly address: string;
  readonly acceptedMs: number;
  seenMs?: number;
}

interface Counts {
  offered: number;
  acknowledged: number;
  /** Bodies that were not taken at once, by status; 0 is a connection that ended. */
  readonly refused: Map<number, number>;
  /** Milliseconds that the generator was late at most; beyond a second the rate was not held. */
  lateMs: number;
}

export async function benchLive(main: string, plan: LivePlan): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "vedette-bench-live-"));
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
    const counts = await send(service, plan, followed, sightings);
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
    if (plan.keep) say.write(`kept: ${folder}\n`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

/** Sends at the rate, whatever the service does: what it refuses is offered again first, as shippers do. */
async function send(
  service: ServeProcess,
  plan: LivePlan,
  followed: string,
  sightings: Sighting[],
): Promise<Counts> {
  const visits = new Visits(plan.seed);
  const counts: Counts = { offered: 0, acknowledged: 0, refused: new Map(), lateMs: 0 };
  const began = Date.now();
  const waiting: Promise<void>[] = [];
  let nextScanner = scannerEveryMs / 2;
  let sent = 0;
  for (let at = 0; at < plan.seconds * 1000; at = Date.now() - began) {
    const due = Math.round((plan.rate * (at + beatMs)) / 1000) - sent;
    const lines = visits.ordinary(due, Date.now());
    sent += due;
    const sightingsNow: string[] = [];
    if (at >= nextScanner && plan.seconds * 1000 - at > scannerLeastMs) {
      const scanner = visits.scanner(Date.now());
      lines.push(...scanner.lines, scanner.decisive);
      sightingsNow.push(scanner.address);
      nextScanner += scannerEveryMs;
    }
    counts.offered += lines.length;
    const take = () => {
      counts.acknowledged += lines.length;
      for (const address of sightingsNow) sightings.push({ address, acceptedMs: Date.now() });
    };
    if (plan.way === "file") {
      appendFileSync(followed, `${lines.join("\n")}\n`);
      take();
    } else waiting.push(post(service, `${lines.join("\n")}\n`, counts).then(take));
    const late = Date.now() - began - (at + beatMs);
    counts.lateMs = Math.max(counts.lateMs, late);
    await pause(Math.max(0, -late));
  }
  await Promise.all(waiting);
  return counts;
}

/** Sends a body until it is taken. */
async function post(service: ServeProcess, body: string, counts: Counts): Promise<void> {
  for (;;) {
    const status = await service.send(body);
    if (status === 200) return;
    counts.refused.set(status, 1 + (counts.refused.get(status) ?? 0));
    await pause(500);
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
    ({ events } = await service.ask<{ events: number }>("GET", "/api/v1/health"));
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
