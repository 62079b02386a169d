/**
 * Drives a real headless Chromium through linked pages by clicking links, so that its referrers, cache
 * and order of requests are a browser's own. Speaks the DevTools protocol over a pipe: no port is opened.
 *
 * Headless Chromium announces itself in its agent. For an ordinary visitor the agent's text is replaced;
 * all else stays as Chromium does it.
 */
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import type { Prefix } from "./network.ts";
import { start, stop } from "./process.ts";

const answerMsMax = 20_000;
/** After "load" come the icon and whatever the page's scripts still fetch. */
const idleMs = 300;

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-default-apps",
  "--disable-extensions",
  "--disable-dev-shm-usage",
  "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,OptimizationHints",
  "--ignore-certificate-errors",
  "--remote-debugging-pipe",
];

interface Message {
  id?: number;
  method?: string;
  result?: Record<string, unknown>;
  error?: { message: string };
}

export class Chromium {
  readonly #child: ChildProcess;
  readonly #to: Writable;
  readonly #answers = new Map<number, (message: Message) => void>();
  #loaded: () => void = () => undefined;
  #count = 0;
  #page: string | undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#to = child.stdio[3] as Writable;
    this.#to.on("error", () => undefined);
    let rest = "";
    (child.stdio[4] as Readable).on("data", (chunk: Buffer) => {
      const parts = (rest + chunk.toString("utf8")).split("\0");
      rest = parts.pop() ?? "";
      for (const part of parts) this.#receive(JSON.parse(part) as Message);
    });
  }

  static async open(
    prefix: Prefix,
    folder: string,
    agent?: string,
    more: readonly string[] = [],
  ): Promise<Chromium> {
    const own = [
      `--user-data-dir=${join(folder, "profile")}`,
      ...(agent === undefined ? [] : [`--user-agent=${agent}`]),
      ...more,
    ];
    const command = [...prefix, "chromium", ...flags, ...own];
    const browser = new Chromium(start(command, ["ignore", "ignore", "ignore", "pipe", "pipe"], folder));
    const { targetId } = await browser.#call("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await browser.#call("Target.attachToTarget", { targetId, flatten: true });
    browser.#page = String(sessionId);
    await browser.#call("Page.enable");
    return browser;
  }

  /** Opens an address as if it had been typed. */
  visit(url: string): Promise<void> {
    return this.#load(() => this.#call("Page.navigate", { url }));
  }

  /** Follows the first link of the present page that leads to `path`. */
  click(path: string): Promise<void> {
    const expression = `document.querySelector('a[href=${JSON.stringify(path)}]').click()`;
    return this.#load(() => this.#call("Runtime.evaluate", { expression }));
  }

  /** A command of the DevTools protocol to the present page, such as `Emulation.setTimezoneOverride`. */
  command(method: string, params: Record<string, unknown>): Promise<Record<string, unknown>> {
    return this.#call(method, params);
  }

  async close(): Promise<void> {
    await stop(this.#child);
  }

  async #load(action: () => Promise<unknown>): Promise<void> {
    const loaded = limited(new Promise<void>((resolve) => (this.#loaded = resolve)), "load");
    await action();
    await loaded;
    await new Promise((resolve) => setTimeout(resolve, idleMs));
  }

  #call(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    this.#count += 1;
    const id = this.#count;
    const answer = new Promise<Record<string, unknown>>((resolve, reject) => {
      this.#answers.set(id, ({ error, result }) =>
        error ? reject(new Error(error.message)) : resolve(result ?? {}),
      );
    });
    const sessionId = this.#page === undefined ? {} : { sessionId: this.#page };
    this.#to.write(`${JSON.stringify({ id, method, params, ...sessionId })}\0`);
    return limited(answer, method);
  }

  #receive(message: Message): void {
    if (message.id !== undefined) {
      this.#answers.get(message.id)?.(message);
      this.#answers.delete(message.id);
    } else if (message.method === "Page.loadEventFired") this.#loaded();
  }
}

function limited<Value>(promise: Promise<Value>, what: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`chromium did not answer: ${what}`)), answerMsMax);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}
