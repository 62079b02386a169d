/** Kills the process at every point of a commit, under load: nothing is lost, nothing is there twice. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { points } from "../src/intake/disk.ts";
import { streamFolder } from "../src/intake/names.ts";
import { root as checkout } from "./support/places.ts";

const child = join(checkout, "test", "support", "intake-child.mjs");
const atPoints = 3;
const atRandom = 20;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** Numbers from a seed, so that a run can be had again. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

const next = numbers(Number(process.env.VEDETTE_CRASH_SEED ?? 7));

const started: ChildProcess[] = [];
// A test that fails in the middle leaves nothing that runs.
afterAll(() => {
  for (const one of started) one.kill("SIGKILL");
});

function start(root: string, port: number, point: string, nth: number): ChildProcess {
  const one = spawn(process.execPath, [child, root, String(port), point, String(nth)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(one);
  return one;
}

const ended = (process: ChildProcess) =>
  new Promise<NodeJS.Signals | null>((resolve) => process.once("exit", (_, signal) => resolve(signal)));

/** What a file holds; nothing where it was moved to those that are read since it was listed, which are looked at next. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw thrown;
  }
}

/** What was taken of a stream: read segments, then those that wait. */
function takenOf(root: string, folder: string): string[] {
  const names = new Map<string, string>();
  for (const base of [join(root, "state", "spool"), join(root, "read")]) {
    const path = join(base, folder);
    for (const name of existsSync(path) ? readdirSync(path) : [])
      if (/^\d{8}\.log$/.test(name)) {
        const text = textOf(join(path, name));
        if (text !== undefined) names.set(name, text);
      }
  }
  return [...names].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, text]) => text.split("\n").slice(0, -1));
}

/** Sends batches one behind the other, each until it is acknowledged. */
async function sendAll(
  port: number,
  isGoing: () => boolean,
  request: (n: number) => { url: string; body: string; headers: Record<string, string> },
): Promise<number> {
  let n = 0;
  while (isGoing()) {
    const { url, ...init } = request(n);
    const told = await fetch(`http://127.0.0.1:${port}${url}`, { method: "POST", ...init }).catch(
      () => undefined,
    );
    const body = await told?.text().catch(() => undefined);
    if (told?.status === 200 && body !== undefined) n += 1;
    else await pause(20);
  }
  return n;
}

test("whenever it is killed, every acknowledged record is there once, in order", async () => {
  const root = mkdtempSync(join(tmpdir(), "vedette-crash-"));
  const logs = join(root, "logs");
  mkdirSync(join(root, "state"));
  mkdirSync(logs);
  const port = await freePort();
  const log = join(logs, "access.log");
  let going = true;
  const isGoing = () => going;
  const folder = streamFolder({ kind: "file", name: log });
  const wrote: string[] = [];
  const write = async () => {
    for (let n = 0; going; n += 1) {
      const text = `f${n} ${"x".repeat(n % 90)}`;
      // Half a line first: it must never be taken for a whole one.
      appendFileSync(log, text.slice(0, n % 7));
      if (n % 3 === 0) await pause(1);
      appendFileSync(log, `${text.slice(n % 7)}\n`);
      wrote.push(text);
      // A file has to be seen before it is rotated again, as it is in a life of more than a second.
      if (n % 200 === 199 && (await seen(root, folder, wrote[n - 60] ?? "", isGoing))) {
        if (n % 400 === 199) renameSync(log, `${log}.${n}`);
        else {
          copyFileSync(log, `${log}.${n}`);
          truncateSync(log, 0);
        }
      }
      if (n % 5 === 0) await pause(4);
    }
  };
  const batch = (prefix: string, n: number) =>
    Array.from({ length: 1 + (n % 5) }, (_, at) => `${prefix}${n}.${at} ${"y".repeat(n % 60)}`);
  const writing = write();
  const keyed = sendAll(port, isGoing, (n) => ({
    url: "/intake/lines/keyed",
    body: `${batch("k", n).join("\n")}\n`,
    headers: { "idempotency-key": `k${n}` },
  }));
  const bulk = sendAll(port, isGoing, (n) => ({
    url: "/bulk/_bulk",
    body: batch("b", n)
      .map((text, at) => `{"create":{"_id":"${n}.${at}"}}\n${JSON.stringify({ text })}\n`)
      .join(""),
    headers: {},
  }));

  const kills = [
    ...points.flatMap((point) =>
      Array.from({ length: atPoints }, (_, n) => ({ point: point as string, nth: 1 + n * 3 })),
    ),
    ...Array.from({ length: atRandom }, () => ({ point: "none", nth: 0 })),
  ];
  const told = new Map<string, number>();
  for (const { point, nth } of kills) {
    const process = start(root, port, point, nth);
    const end = ended(process);
    const timer = setTimeout(() => process.kill("SIGKILL"), point === "none" ? 150 + next() * 700 : 10_000);
    const began = Date.now();
    expect(await end, `it ended by itself at ${point}`).toBe("SIGKILL");
    clearTimeout(timer);
    if (point === "none" || Date.now() - began < 9_900) told.set(point, (told.get(point) ?? 0) + 1);
  }
  // Each point was come to, most of them each time.
  for (const point of points) expect(told.get(point) ?? 0, point).toBeGreaterThan(0);

  const last = start(root, port, "none", 0);
  await pause(1500);
  going = false;
  const [keyedSent, bulkSent] = await Promise.all([keyed, bulk, writing]);
  await expect
    .poll(() => takenOf(root, folder).length, { timeout: 20_000 })
    .toBeGreaterThanOrEqual(wrote.length);
  let said = "";
  last.stdout?.on("data", (text) => {
    said += text;
  });
  const end = ended(last);
  last.kill("SIGTERM");
  await end;
  expect(JSON.parse(said.trim().split("\n").at(-1) ?? "").notes).toEqual([]);

  const sentLines = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, n) => batch(prefix, n)).flat();
  // A last batch may be there without its answer.
  const keyedTaken = takenOf(root, streamFolder({ kind: "http", name: "lines/keyed" }));
  expect(keyedTaken.slice(0, sentLines("k", keyedSent).length)).toEqual(sentLines("k", keyedSent));
  expect([0, batch("k", keyedSent).length]).toContain(keyedTaken.length - sentLines("k", keyedSent).length);
  const bulkTaken = takenOf(root, streamFolder({ kind: "http", name: "bulk" })).map(
    (line) => (JSON.parse(line) as { text: string }).text,
  );
  expect(bulkTaken.slice(0, sentLines("b", bulkSent).length)).toEqual(sentLines("b", bulkSent));
  const fileTaken = takenOf(root, folder);
  expect(fileTaken).toEqual(wrote);
  expect(keyedSent).toBeGreaterThan(100);
  expect(wrote.length).toBeGreaterThan(1000);
  rmSync(root, { recursive: true, force: true });
}, 480_000);

async function seen(root: string, folder: string, line: string, isGoing: () => boolean): Promise<boolean> {
  while (isGoing()) {
    if (takenOf(root, folder).includes(line)) return true;
    await pause(20);
  }
  return false;
}
