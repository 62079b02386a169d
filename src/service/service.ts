/** The service: what comes in is looked at, and what is found goes into the casebook. */
import type { ReportDocument } from "../report/document.ts";
import { EngineEnded } from "./engine-process.ts";
import type { Look, Seen } from "./model.ts";
import { type Known, nextWindow } from "./schedule.ts";

/** What came in, and may not be in the store yet. */
export interface Pending {
  readonly paths: readonly string[];
  /** Those of them that will not be written any more. */
  readonly closed: readonly string[];
  /** Changes whenever something came in. */
  readonly mark: string;
}

/** What the service is built of; each is given, so that a test gives its own. */
export interface Parts {
  now(): number;
  /** Looks at what is new; storing it again changes nothing. */
  look(look: Look): Promise<Seen>;
  /** Files that may hold what the store does not. */
  pending(): Pending;
  /** A closed file of which the store holds everything. */
  release(path: string): Promise<void>;
  /** Takes over what a look found. */
  found(document: ReportDocument, whole: boolean, at: number): void;
  /** Says what a person has to know. */
  told(says: string): void;
}

/** How the service is, for its health page. */
export interface Health {
  readonly state: "starting" | "ready" | "failing";
  /** What it fails with. */
  readonly because?: string;
  readonly events: number;
  readonly lastLookMs?: number;
  readonly tookMs?: number;
  /** Files of which nothing could be stored. */
  readonly unread: Readonly<Record<string, string>>;
  readonly document?: ReportDocument;
}

/** Between two looks: what came in goes on coming in, and a person need not wait longer. */
const pauseMs = 2000;
/** Where nothing is new, and after a failure. */
const idleMs = 1000;

export class Service {
  readonly #parts: Parts;
  #health: Health = { state: "starting", events: 0, unread: {} };
  #whole: Known["whole"];
  #seenMark: string | undefined;
  #rate = 0;
  #stopped = false;
  #wake: (() => void) | undefined;
  #running: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get health(): Health {
    return this.#health;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends after the look that runs; nothing is lost where that ends under it. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      let waitMs = idleMs;
      try {
        if (await this.once()) waitMs = pauseMs;
      } catch (thrown) {
        const because = thrown instanceof Error ? thrown.message : String(thrown);
        if (!(thrown instanceof EngineEnded)) this.#parts.told(because);
        this.#health = { ...this.#health, state: "failing", because };
      }
      if (!this.#stopped)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, waitMs);
          this.#wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
    }
  }

  /**
   * One look, where something is new or everything is due.
   * @returns whether there was one
   */
  async once(): Promise<boolean> {
    const { now, pending, look, release, found } = this.#parts;
    const { paths, closed, mark } = pending();
    const began = now();
    const known = {
      events: this.#health.events,
      lastMs: lastOf(this.#health.document),
      perSecond: this.#rate,
      whole: this.#whole,
    };
    const fromMs = nextWindow(known, began);
    const isWhole = fromMs === undefined;
    const isNew = mark !== this.#seenMark;
    if (!isNew && this.#whole !== undefined && !(isWhole && this.#whole.partial)) return false;
    const seen = await look({ paths, ...(fromMs === undefined ? {} : { fromMs }) });
    const ended = now();
    for (const path of closed) if (seen.unread[path] === undefined) await release(path);
    const since = this.#health.lastLookMs;
    if (since !== undefined && ended > since && seen.total > this.#total)
      this.#rate = ((seen.total - this.#total) / (ended - since)) * 1000;
    this.#total = seen.total;
    this.#seenMark = mark;
    this.#whole = isWhole
      ? { endedMs: ended, tookMs: ended - began, partial: false }
      : this.#whole === undefined
        ? undefined
        : { ...this.#whole, partial: true };
    found(seen.document, isWhole, ended);
    this.#health = {
      state: "ready",
      events: seen.total,
      lastLookMs: ended,
      tookMs: ended - began,
      unread: seen.unread,
      document: isWhole || this.#health.document === undefined ? seen.document : this.#health.document,
    };
    return true;
  }

  #total = 0;
}

/** When the newest record of a report was. */
function lastOf(document: ReportDocument | undefined): number | undefined {
  const last = document?.window?.last;
  return last === undefined ? undefined : Date.parse(last);
}
