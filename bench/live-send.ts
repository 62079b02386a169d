/** Sends lines to a service at a steady rate, ordinary visitors' and now and then a scanner's, and notes what became of them. */
import { appendFileSync } from "node:fs";
import type { Visits } from "./make-visits.ts";
import type { ServeProcess } from "./serve-process.ts";

export interface SendPlan {
  readonly way: "http" | "file";
  readonly seconds: number;
  /** Lines a second. */
  readonly rate: number;
}

const beatMs = 100;
const scannerEveryMs = 20_000;
/** The last one begins so long before the end, so that it is seen under load too. */
const scannerLeastMs = 15_000;
export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A scanner's address, when its decisive line was accepted, and when its case was seen. */
export interface Sighting {
  readonly address: string;
  readonly acceptedMs: number;
  seenMs?: number;
}

export interface Counts {
  offered: number;
  acknowledged: number;
  /** Bodies that were not taken at once, by status; 0 is a connection that ended. */
  readonly refused: Map<number, number>;
  /** Milliseconds that the generator was late at most; beyond a second the rate was not held. */
  lateMs: number;
}

export function noCounts(): Counts {
  return { offered: 0, acknowledged: 0, refused: new Map(), lateMs: 0 };
}

/**
 * Sends at the rate, whatever the service does: what it refuses is offered again first, as shippers do.
 * @param counts goes on with them while it sends
 */
export async function send(
  service: ServeProcess,
  { way, seconds, rate }: SendPlan,
  followed: string,
  visits: Visits,
  counts: Counts,
  sightings: Sighting[],
): Promise<void> {
  const began = Date.now();
  const waiting: Promise<void>[] = [];
  let nextScanner = scannerEveryMs / 2;
  let sent = 0;
  for (let at = 0; at < seconds * 1000; at = Date.now() - began) {
    const due = Math.round((rate * (at + beatMs)) / 1000) - sent;
    const lines = visits.ordinary(due, Date.now());
    sent += due;
    const sightingsNow: string[] = [];
    if (at >= nextScanner && seconds * 1000 - at > scannerLeastMs) {
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
    if (way === "file") {
      appendFileSync(followed, `${lines.join("\n")}\n`);
      take();
    } else waiting.push(post(service, `${lines.join("\n")}\n`, counts).then(take));
    const late = Date.now() - began - (at + beatMs);
    counts.lateMs = Math.max(counts.lateMs, late);
    await pause(Math.max(0, -late));
  }
  await Promise.all(waiting);
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

/** Lines in the store, by the service's own count. */
export async function storedLines(service: ServeProcess): Promise<number> {
  return (await service.ask<{ events: number }>("GET", "/api/v1/health")).events;
}
