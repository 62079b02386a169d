/**
 * Sends lists of requests from a client's address, for visitors that no program at hand can be.
 * The sending is done by `replay.ts`, a program of its own, since it must run inside the namespace.
 */
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { agents } from "./agents.ts";
import type { Prefix } from "./network.ts";
import { start, stop } from "./process.ts";
import { hostOf, modifiedAt, originOf, type Page, type SiteName } from "./site.ts";

export interface Request {
  method?: string;
  target: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

/** Requests to one site, one after the other or, as a browser does with pictures, several at a time. */
export interface Step {
  host: string;
  requests: readonly Request[];
  together?: boolean;
  /** HTTP/2 over TLS instead of plain HTTP/1.1; only the public site offers it. */
  secure?: boolean;
}

const answerMsMax = 120_000;

/** The replay client of one address, started with its first visit. */
export class Replay {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(prefix: Prefix) {
    const program = fileURLToPath(new URL("./replay.js", import.meta.url));
    this.#child = start([...prefix, process.execPath, program], ["pipe", "pipe", "inherit"]);
    this.#child.stdin?.on("error", () => undefined);
    this.#answers = createInterface({ input: this.#child.stdout as Readable })[Symbol.asyncIterator]();
  }

  async send(steps: readonly Step[]): Promise<void> {
    this.#child.stdin?.write(`${JSON.stringify(steps)}\n`);
    const limit = setTimeout(() => void stop(this.#child), answerMsMax);
    const { value, done } = await this.#answers.next();
    clearTimeout(limit);
    if (done === true || value !== "done") throw new Error(`replay: ${done === true ? "it ended" : value}`);
  }

  close(): Promise<void> {
    return stop(this.#child);
  }
}

/** One agent asking for a list of targets, in order, without a referrer. */
export function probe(
  site: SiteName,
  agent: string | undefined,
  targets: readonly string[],
  method = "GET",
): Step {
  const headers: Record<string, string> = agent === undefined ? {} : { "user-agent": agent };
  return { host: hostOf(site), requests: targets.map((target) => ({ method, target, headers })) };
}

/** The same over HTTP/2, as a browser, or what looks like one, would have it. */
export function overTls(step: Step): Step {
  return { ...step, secure: true };
}

/** What a browser keeps between page views. */
export interface Visitor {
  site: SiteName;
  agent: string;
  seen: Set<string>;
  /** The assets of an earlier day, which the browser asks for again with If-Modified-Since. */
  stale: Set<string>;
  from: string | undefined;
}

export function newVisitor(site: SiteName, agent: string, from?: string): Visitor {
  return { site, agent, seen: new Set(), stale: new Set(), from };
}

/** The requests of one page view as a browser sends them: the page, then what is not in its cache. */
export function view(visitor: Visitor, page: Page): Step[] {
  const host = hostOf(visitor.site);
  const own = { "user-agent": visitor.agent, "accept-language": "en-GB,en;q=0.7" };
  const secure = originOf(visitor.site).startsWith("https");
  const here = `${originOf(visitor.site)}${page.path}`;
  const came = visitor.from === undefined ? {} : { referer: visitor.from };
  const assets = page.assets.filter((asset) => !visitor.seen.has(asset));
  for (const asset of assets) visitor.seen.add(asset);
  visitor.from = here;
  const loads = assets.map((target) => {
    const known = visitor.stale.has(target) ? { "if-modified-since": modifiedAt.toUTCString() } : {};
    return { target, headers: { ...own, ...known, referer: here } };
  });
  return [
    { host, requests: [{ target: page.path, headers: { ...own, ...came } }], secure },
    { host, requests: loads, together: true, secure },
  ];
}

/** A new sitting: everything is still in the cache and has to be confirmed. Nothing happens before the first. */
export function nextDay(visitor: Visitor): void {
  for (const asset of visitor.seen) visitor.stale.add(asset);
  if (visitor.seen.size > 0) visitor.from = undefined;
  visitor.seen.clear();
}

export const commonAgents: readonly string[] = Object.values(agents);
