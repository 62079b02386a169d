/** One page of the console in a browser that was just started: when what was on the screen. */
import { chromium } from "playwright-core";
import { findProgram } from "../lab/process.ts";
import type { ServeProcess } from "./serve-process.ts";

/** Milliseconds since the page was asked for, unless something else is said. */
export interface Painted {
  readonly paintMs: number;
  readonly contentfulMs: number;
  readonly largestMs: number;
  /** When the data stood on the page and the next frame had been drawn. */
  readonly dataMs: number;
  /** How long the page's main thread worked until then. */
  readonly taskMs: number;
  /** Processor time of the service and its engine meanwhile, whatever they did besides. */
  readonly serviceMs: number;
  readonly requests: number;
  /** As they came over the wire. */
  readonly bytes: number;
  /** Of the API: how long each took from being asked for to its last byte. */
  readonly answers: readonly { readonly path: string; readonly ms: number }[];
}

/** It asks nobody for updates, lists or experiments. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];
const dataMsMax = 180_000;

/** What the script in the page keeps for the one outside. */
interface Kept {
  dataMs?: number;
  largestMs?: number;
}

/** @param data matches an element of the page's data */
export async function paintedPage(service: ServeProcess, path: string, data: string): Promise<Painted> {
  const executablePath = findProgram("chromium");
  if (executablePath === undefined) throw new Error("chromium is not installed");
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const [name = "", value = ""] = service.cookie.split("=", 2);
    await context.addCookies([{ name, value, url: service.api }]);
    const page = await context.newPage();
    await page.addInitScript(watch, data);
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable");
    const before = service.cpuSeconds();
    await page.goto(service.api + path, { waitUntil: "commit" });
    await page.waitForFunction(() => (Reflect.get(globalThis, "kept") as Kept)?.dataMs !== undefined, null, {
      timeout: dataMsMax,
      polling: 100,
    });
    const serviceMs = 1000 * (service.cpuSeconds() - before);
    const { metrics } = await session.send("Performance.getMetrics");
    const taskMs = 1000 * (metrics.find((one) => one.name === "TaskDuration")?.value ?? 0);
    const seen = await page.evaluate(read);
    return { ...seen, taskMs, serviceMs };
  } finally {
    await browser.close();
  }
}

/** In the page, before anything of it: notes when the data is there. */
function watch(data: string): void {
  const kept: { dataMs?: number; largestMs?: number } = {};
  Reflect.set(globalThis, "kept", kept);
  new PerformanceObserver((list) => {
    kept.largestMs = list.getEntries().at(-1)?.startTime ?? 0;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  const watching = new MutationObserver(() => {
    if (document.querySelector(data) === null) return;
    watching.disconnect();
    // Two frames: the first is where it is drawn, the second begins when that is done.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        kept.dataMs = performance.now();
      }),
    );
  });
  watching.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
}

/** In the page, at the end. */
function read(): Omit<Painted, "taskMs" | "serviceMs"> {
  const kept = Reflect.get(globalThis, "kept") as { dataMs?: number; largestMs?: number };
  const paint = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN;
  const loaded = [
    ...performance.getEntriesByType("navigation"),
    ...performance.getEntriesByType("resource"),
  ] as PerformanceResourceTiming[];
  return {
    paintMs: paint("first-paint"),
    contentfulMs: paint("first-contentful-paint"),
    largestMs: kept.largestMs ?? Number.NaN,
    dataMs: kept.dataMs ?? Number.NaN,
    requests: loaded.length,
    bytes: loaded.reduce((sum, { transferSize }) => sum + transferSize, 0),
    answers: loaded
      .filter(({ name }) => name.includes("/api/"))
      .map(({ name, duration }) => ({
        path: new URL(name).pathname.replace(/^\/api\/v1/, "").replace(/C-[0-9a-f]{10}/, "…"),
        ms: duration,
      })),
  };
}
