/**
 * `npm run bench -- --paint`: how soon a page of the console is on the screen, over a store of a million events.
 *
 * A service follows a seeded log of a day of ordinary visitors with 40 scanners among them, and the recorded samples, so that its
 * queue has cases of all kinds. When everything was looked at, each page is opened in a browser that was just started: signed in,
 * nothing kept of an earlier visit. The same again while the service takes lines and looks at them.
 *
 * `--events N` (default 1,000,000), `--runs N` for each page (default 5), `--rate N` lines a second of the second half (default 500, 0
 * leaves it out), `--seed N`, `--keep` leaves the folder, `--folder PATH` measures one again that was left.
 */
import { once } from "node:events";
import {
  copyFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { gunzipSync } from "node:zlib";
import { Visits } from "./make-visits.ts";
import { type Painted, paintedPage } from "./painted-page.ts";
import { ServeProcess } from "./serve-process.ts";

export interface PaintPlan {
  readonly events: number;
  readonly runs: number;
  readonly rate: number;
  readonly seed: number;
  readonly keep: boolean;
  /** Left by an earlier run with `keep`. */
  readonly folder: string | undefined;
  /** Folder of recorded logs. */
  readonly samples: string;
}

const dayMs = 86_400_000;
const scanners = 40;
const beatMs = 200;
const fillMsMax = 1_200_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const say = (text: string) => process.stdout.write(text);

/** A page, and what stands on it when its data is there. */
interface Place {
  readonly name: string;
  readonly path: string;
  /** Matches an element of the data. */
  readonly data: string;
}

export async function benchPaint(main: string, plan: PaintPlan): Promise<void> {
  const folder = plan.folder ?? mkdtempSync(join(tmpdir(), "vedette-bench-paint-"));
  mkdirSync(folder, { recursive: true });
  const log = join(folder, "access.log");
  const recorded = join(folder, "recorded");
  const mails = join(folder, "mails");
  if (!existsSync(log)) {
    await fill(log, plan);
    copySamples(plan.samples, recorded, mails);
  }
  const service = await ServeProcess.start(main, join(folder, "state"), [
    ...["--intake", `drop:${mails}`, log, recorded],
  ]);
  try {
    const began = Date.now();
    await filled(service, plan.events);
    const { total, places } = await placesOf(service);
    say(
      `${plan.events.toLocaleString("en")} events of visitors and ${scanners} scanners, seed ${plan.seed}, and the samples: ${total} cases after ${Math.round((Date.now() - began) / 1000)} s; ${cpus().length} cores, medians of ${plan.runs} runs\n`,
    );
    await measureAll(service, places, plan.runs, "nothing comes in");
    if (plan.rate > 0) {
      const sending = send(service, plan);
      await measureAll(service, places, plan.runs, `${plan.rate} lines a second come in`);
      await sending.stop();
    }
  } finally {
    await service.stop();
    if (plan.keep || plan.folder !== undefined) say(`kept: ${folder}\n`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

/** A day of visitors that ends now. */
async function fill(path: string, { events, seed }: PaintPlan): Promise<void> {
  const visits = new Visits(seed);
  const out = createWriteStream(path, { highWaterMark: 1 << 22 });
  const beats = 1_000;
  const ends = Date.now();
  let written = 0;
  for (let beat = 0; beat < beats; beat += 1) {
    const atMs = ends - dayMs + (dayMs * beat) / beats;
    const scanner = beat % (beats / scanners) === 0 ? visits.scanner(atMs) : undefined;
    const theirs = scanner === undefined ? [] : [...scanner.lines, scanner.decisive];
    const due = Math.round((events * (beat + 1)) / beats) - written;
    const lines = [...visits.ordinary(due - theirs.length, atMs), ...theirs];
    written += lines.length;
    if (!out.write(`${lines.join("\n")}\n`)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

/** The recorded logs as they were written, and the mails, which the service takes out of their folder. */
function copySamples(samples: string, logs: string, mails: string): void {
  for (const folder of [logs, mails]) mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(samples, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /^README\.md$|\.(?:json|mbox)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(samples, path).replaceAll(sep, "-");
    if (name.endsWith(".eml")) copyFileSync(path, join(mails, name));
    else if (!name.endsWith(".gz")) copyFileSync(path, join(logs, name));
    else writeFileSync(join(logs, name.slice(0, -3)), gunzipSync(readFileSync(path)));
  }
}

/** Waits until a look was at all of it, and nothing is looked at any more. */
async function filled(service: ServeProcess, events: number): Promise<void> {
  const until = Date.now() + fillMsMax;
  let before = service.cpuSeconds();
  while (Date.now() < until) {
    await pause(5_000);
    const now = service.cpuSeconds();
    const isQuiet = now - before < 0.5;
    before = now;
    if (isQuiet && (await lookedAt(service)) >= events) return;
  }
  throw new Error("the service did not come to rest");
}

/** Records that the newest look at everything was at. */
async function lookedAt(service: ServeProcess): Promise<number> {
  try {
    const { sources } = await service.ask<{ sources: { events: number }[] }>("GET", "/api/v1/report");
    return sources.reduce((sum, one) => sum + one.events, 0);
  } catch {
    // Nothing was looked at yet.
    return 0;
  }
}

interface Summary {
  readonly id: string;
  readonly entities: number;
  readonly findings: number;
}

async function placesOf(service: ServeProcess): Promise<{ total: number; places: readonly Place[] }> {
  const { items, total } = await service.ask<{ items: Summary[]; total: number }>(
    "GET",
    "/api/v1/cases?limit=1000",
  );
  const weight = ({ entities, findings }: Summary) => entities + findings;
  const [largest] = [...items].sort((a, b) => weight(b) - weight(a));
  if (largest === undefined) throw new Error("the service found no case");
  const key = encodeURIComponent(`case:${largest.id}`);
  const address = encodeURIComponent("address:203.0.113.1");
  return {
    total,
    places: [
      { name: "queue", path: "/", data: ".rows .row .case-title" },
      { name: "the largest case", path: `/case/${largest.id}`, data: ".findings .finding" },
      {
        name: "its timeline",
        path: `/case/${largest.id}/timeline`,
        data: "main:not(:has(.spinner)) .point-list > li",
      },
      { name: "hunt, the list", path: "/hunt", data: ".hunt-lists li" },
      {
        name: "hunt, events of an address",
        path: "/hunt?kind=events&p.kind=address&p.value=203.0.113.1",
        data: ".results tbody tr",
      },
      { name: "graph of the case", path: `/graph?node=${key}&open=${key}`, data: "svg.graph .edge" },
      {
        name: "graph of an address",
        path: `/graph?node=${address}&open=${address}`,
        data: "svg.graph .edge",
      },
      { name: "sources", path: "/sources", data: '[aria-label="Table of sources"] tbody tr' },
    ],
  };
}

async function measureAll(
  service: ServeProcess,
  places: readonly Place[],
  runs: number,
  state: string,
): Promise<void> {
  say(
    `\nWhile ${state}, ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC, load ${loadavg()[0]?.toFixed(1)} at the beginning:\n\n`,
  );
  say(
    "| page | first paint ms | first contentful paint ms | largest contentful paint ms | data on the screen ms (most) | page's main thread ms | service's processor time ms | requests, KiB | slowest answers of the API |\n|---|---|---|---|---|---|---|---|---|\n",
  );
  for (const { name, path, data } of places) {
    const all: Painted[] = [];
    for (let n = 0; n < runs; n += 1) all.push(await paintedPage(service, path, data));
    const at = (of: (one: Painted) => number) => Math.round(median(all.map(of)));
    const most = Math.round(Math.max(...all.map((one) => one.dataMs)));
    say(
      `| ${name} | ${at((one) => one.paintMs)} | ${at((one) => one.contentfulMs)} | ${at((one) => one.largestMs)} | ${at((one) => one.dataMs)} (${most}) | ${at((one) => one.taskMs)} | ${at((one) => one.serviceMs)} | ${at((one) => one.requests)}, ${at((one) => one.bytes / 1024)} | ${slowest(all)} |\n`,
    );
  }
  say(`\nLoad ${loadavg()[0]?.toFixed(1)} at the end.\n`);
}

/** The two answers that took longest in the middle, with their medians. */
function slowest(all: readonly Painted[]): string {
  const byPath = new Map<string, number[]>();
  for (const { answers } of all)
    for (const { path, ms } of answers) byPath.set(path, [...(byPath.get(path) ?? []), ms]);
  return [...byPath]
    .map(([path, times]) => ({ path, ms: Math.round(median(times)) }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 2)
    .map(({ path, ms }) => `\`${path}\` ${ms}`)
    .join(", ");
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Sends ordinary lines until it is stopped. */
function send(service: ServeProcess, { rate, seed }: PaintPlan): { stop(): Promise<void> } {
  const visits = new Visits(seed + 1);
  let stopped = false;
  const running = (async () => {
    const began = Date.now();
    let sent = 0;
    while (!stopped) {
      const due = Math.round((rate * (Date.now() - began + beatMs)) / 1000) - sent;
      sent += due;
      const status = await service.send(`${visits.ordinary(due, Date.now()).join("\n")}\n`);
      if (status !== 200) process.stderr.write(`the intake answered ${status}\n`);
      await pause(beatMs);
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}
