/**
 * Makes a large combined log from the recorded samples: the same seed gives the same bytes.
 *
 * Addresses, agents and paths have long tails, as on a real site; 7 % of the requests come
 * from scanners; a few addresses are IPv6 and a few lines are malformed.
 */

import { once } from "node:events";
import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** A small seeded generator (mulberry32): 32 bits, the same on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Recorded {
  readonly request: string;
  readonly status: string;
  readonly bytes: string;
  readonly referrer: string;
  readonly agent: string;
}

const combined = /^\S+ \S+ \S+ \[[^\]]+\] "([^"]*)" (\d{3}) (\S+) "([^"]*)" "([^"]*)"/;

/** Requests of labelled ordinary clients and of labelled scanners, from the samples. */
export function recorded(samples: string): { ordinary: Recorded[]; scanner: Recorded[] } {
  const labels = JSON.parse(readFileSync(`${samples}/labels.json`, "utf8")) as {
    clients: { address: string; label: string }[];
  };
  const scanners = new Set(
    labels.clients.filter(({ label }) => label === "scanner").map(({ address }) => address),
  );
  const ordinary: Recorded[] = [];
  const scanner: Recorded[] = [];
  for (const name of ["nginx-combined.log", "apache-combined.log"]) {
    for (const line of readFileSync(`${samples}/${name}`, "utf8").split("\n")) {
      const match = combined.exec(line);
      if (match === null) continue;
      const [, request = "", status = "", bytes = "", referrer = "", agent = ""] = match;
      (scanners.has(line.split(" ", 1)[0] ?? "") ? scanner : ordinary).push({
        request,
        status,
        bytes,
        referrer,
        agent,
      });
    }
  }
  return { ordinary, scanner };
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A time as access logs write it. */
export function clf(ms: number): string {
  const date = new Date(ms);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

/** What to make. */
export interface LogPlan {
  readonly samples: string;
  readonly path: string;
  readonly bytes: number;
  readonly seed: number;
}

const clients = 400_000;
const scanners = 20_000;
const daysLong = 7;

/** Writes the log and returns how many lines it has. */
export async function makeLog(plan: LogPlan): Promise<number> {
  const random = seeded(plan.seed);
  const { ordinary, scanner } = recorded(plan.samples);
  const out = createWriteStream(plan.path, { highWaterMark: 1 << 22 });
  // A power law: rank 1 is asked for most, and the tail never ends.
  const tail = (n: number) => Math.min(n - 1, Math.floor(n * random() ** 4));
  const start = Date.parse("2026-11-10T00:00:00Z");
  let written = 0;
  let lines = 0;
  while (written < plan.bytes) {
    const chunk: string[] = [];
    for (let index = 0; index < 10_000; index += 1) {
      const bad = random() < 0.07;
      const pool = bad ? scanner : ordinary;
      const one = pool[Math.floor(random() * pool.length)] as Recorded;
      const who = bad ? tail(scanners) : tail(clients);
      const time = clf(start + (written / plan.bytes) * daysLong * 86_400_000);
      if (random() < 0.0001) {
        chunk.push(`${address(who, bad)} - - [${time}] "GET /cut off in mid-li`);
        continue;
      }
      const request =
        bad || random() < 0.5 ? one.request : one.request.replace(/ \/\S*/, ` /article/${tail(200_000)}`);
      const agent = agentOf(pool, who, random() < 0.03);
      chunk.push(
        `${address(who, bad)} - - [${time}] "${request}" ${one.status} ${one.bytes} "${one.referrer}" "${agent}"`,
      );
    }
    const text = `${chunk.join("\n")}\n`;
    written += text.length;
    lines += chunk.length;
    if (!out.write(text, "latin1")) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  return lines;
}

/** A client keeps its agent; now and then somebody else is behind the same address. */
function agentOf(pool: readonly Recorded[], who: number, other: boolean): string {
  const draw = seeded(who * 2 + (other ? 1 : 0));
  const { agent } = pool[Math.floor(draw() * pool.length)] as Recorded;
  // Versions give agents their long tail: some forty thousand different ones.
  return draw() < 0.3
    ? agent.replace(/\/(\d+)\.\d/, (_, major: string) => `/${major}.${Math.floor(300 * draw())}`)
    : agent;
}

function address(who: number, bad: boolean): string {
  return addressOf(bad ? who + clients : who);
}

/** A client's address, each number another (up to 5 million); one in twenty is IPv6. */
export function addressOf(n: number): string {
  if (n % 20 === 0) return `2001:db8:${(n >>> 16).toString(16)}:${(n & 0xffff).toString(16)}::${(n % 7) + 1}`;
  return `${11 + (n % 180)}.${(n >>> 5) & 255}.${(n >>> 9) & 255}.${n & 255}`;
}

/** The same log compressed with gzip at its usual level. */
export async function compressLog(path: string): Promise<string> {
  await pipeline(
    createReadStream(path, { highWaterMark: 1 << 20 }),
    createGzip({ level: 6 }),
    createWriteStream(`${path}.gz`),
  );
  return `${path}.gz`;
}
