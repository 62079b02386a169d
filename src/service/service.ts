/** The service: what comes in is looked at, and what is found goes into the casebook. */
import { asError } from "../errors.ts";
import type { SpoolFigures } from "../intake/model.ts";
import type { ReportDocument } from "../report/model.ts";
import type { Aside } from "./aside.ts";
import { CarefulReading } from "./careful.ts";
import { EngineEnded } from "./engine-process.ts";
import type { Look, Seen } from "./model.ts";
import type { Retention, RetentionFigures } from "./retention.ts";
import { type Known, newestFrom, nextWindow, wholeEventsMax } from "./schedule.ts";

/** A file, or a folder as a whole, that may hold what the store does not. */
export interface Pending {
  readonly path: string;
  /** Changes whenever it does. */
  readonly mark: string;
  /** Whether it will not change any more. */
  readonly closed: boolean;
  /** What makes it the log that it is, where its first record does not. */
  readonly identity?: string;
}

/** What the service is built of; each is given, so that a test gives its own. */
export interface Parts {
  now(): number;
  /** Time that goes on evenly, in milliseconds; see clock.ts. */
  ticks(): number;
  /** A mark that changes when the same records may be judged differently. */
  judgedBy(): string;
  /** Whether the store holds anything, so that a look without a file has something to look at. */
  begun(): boolean;
  /** Looks at what is new; storing it again changes nothing. */
  look(look: Look): Promise<Seen>;
  /** Looks at everything beside the other looks; where it is not given, a look at everything is one of them. */
  aside?(): Promise<Aside>;
  pending(): readonly Pending[];
  /** A closed file of which the store holds everything. */
  release(path: string): Promise<void>;
  /** Removes what is too old or too much; between two looks. */
  retention?: Pick<Retention, "step" | "tooOld">;
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
  /** Whether the last look was at all that the store holds. */
  readonly whole?: boolean;
  /** Files of which nothing could be stored. */
  readonly unread: Readonly<Record<string, string>>;
  readonly document?: ReportDocument;
  /** What somebody should mend, although looks go on. */
  readonly warnings?: readonly string[];
  /** What came in, and the ways in. */
  readonly spool?: SpoolFigures;
  readonly retention?: RetentionFigures;
  readonly intakes?: readonly {
    readonly name: string;
    readonly figures: Readonly<Record<string, number>>;
    readonly notes: readonly string[];
  }[];
}

/** Between two looks: what came in goes on coming in, and gets a look together. */
const pauseMs = 1000;
/** Where nothing is new, and after a failure. */
const idleMs = 1000;

export class Service {
  readonly #parts: Parts;
  #health: Health = { state: "starting", events: 0, unread: {} };
  #whole: Known["whole"];
  /** Marks of files as the last look saw them. */
  #marks: ReadonlyMap<string, string> = new Map();
  readonly #careful = new CarefulReading();
  #judged = "";
  #rate = 0;
  #total = 0;
  #countedTicks: number | undefined;
  /** When the newest record that any look has seen was. */
  #lastMs: number | undefined;
  /** The look at everything that goes on beside the others. */
  #aside: Promise<void> | undefined;
  /** Whether that failed, so that the next one is one of the others: not every file system has hard links. */
  #asideFailed = false;
  /** Of such a look, for the store to keep. */
  #keeping: Look["marks"];
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
    await this.#aside;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      let waitMs = idleMs;
      try {
        if (await this.once()) waitMs = pauseMs;
        await this.#tidy();
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
    const { now, ticks, pending, look, release, found, judgedBy } = this.#parts;
    const began = ticks();
    const judged = judgedBy();
    if (judged !== this.#judged) this.#lookAgain();
    this.#judged = judged;
    const fromMs = this.#window(now(), began);
    const files = pending();
    const changed = files.filter(({ path, mark }) => this.#marks.get(path) !== mark);
    const fresh = this.#careful.of(changed, began);
    const due = this.#whole === undefined || (fromMs === undefined && this.#whole.partial);
    if (fresh.length === 0 && (!due || !this.#parts.begun())) {
      this.#sayLeft(files);
      return false;
    }
    const marks = this.#keeping;
    const paths = fresh.map(({ path }) => path);
    const seen = await this.#carefully(paths, () =>
      look({
        paths,
        identities: Object.fromEntries(
          fresh.flatMap(({ path, identity }) => (identity === undefined ? [] : [[path, identity]])),
        ),
        ...(fromMs === undefined ? {} : { fromMs }),
        ...(marks === undefined ? {} : { marks }),
      }),
    );
    const ended = now();
    const tookMs = Math.round(ticks() - began);
    if (this.#keeping === marks) this.#keeping = undefined;
    this.#careful.done(paths, changed);
    const read = new Set(paths);
    this.#marks = new Map(
      files.flatMap(({ path, mark }) => {
        const last = read.has(path) ? mark : this.#marks.get(path);
        return last === undefined ? [] : [[path, last]];
      }),
    );
    const known = new Set(files.map(({ path }) => path));
    const unread = {
      ...Object.fromEntries(
        Object.entries({ ...this.#health.unread, ...seen.unread }).filter(
          ([path]) => known.has(path) && (seen.unread[path] !== undefined || !read.has(path)),
        ),
      ),
      ...this.#careful.left(known),
    };
    for (const { path, mark, closed } of files)
      if (closed && unread[path] === undefined && this.#marks.get(path) === mark) await release(path);
    this.#count(seen.total, ticks());
    this.#lastMs = Math.max(this.#lastMs ?? 0, lastOf(seen.document) ?? 0) || undefined;
    if (fromMs === undefined) this.#asideFailed = false;
    this.#whole =
      fromMs === undefined
        ? { endedTicks: ticks(), tookMs, partial: false }
        : this.#whole && { ...this.#whole, partial: true };
    try {
      found(seen.document, fromMs === undefined, ended);
    } catch (thrown) {
      // What was found went nowhere.
      this.#lookAgain();
      throw thrown;
    }
    this.#health = {
      state: "ready",
      events: seen.total,
      lastLookMs: ended,
      tookMs,
      whole: fromMs === undefined,
      unread,
      document: fromMs === undefined ? seen.document : (this.#health.document ?? seen.document),
    };
    return true;
  }

  /** Where only files that are left have something new, others are read as ever. */
  #sayLeft(files: readonly Pending[]): void {
    const left = this.#careful.left(new Set(files.map(({ path }) => path)));
    if (Object.keys(left).length === 0) return;
    const { because: _, ...health } = this.#health;
    const calm = health.lastLookMs === undefined ? "starting" : "ready";
    const state = health.state === "failing" ? calm : health.state;
    this.#health = { ...health, state, unread: { ...health.unread, ...left } };
  }

  /** Which file it was is found out where the engine process ends under a look. */
  async #carefully(paths: readonly string[], look: () => Promise<Seen>): Promise<Seen> {
    try {
      return await look();
    } catch (thrown) {
      const { ticks, told } = this.#parts;
      const left =
        thrown instanceof EngineEnded && !this.#stopped ? this.#careful.ended(paths, ticks()) : undefined;
      if (left !== undefined)
        told(
          `${left}: the engine process ended each time that it was read alone. It is left for an hour, and kept.`,
        );
      throw thrown;
    }
  }

  /** Everything is looked at again as soon as that is possible, whether something new comes or not. */
  #lookAgain(): void {
    this.#whole = this.#whole && { ...this.#whole, endedTicks: Number.NEGATIVE_INFINITY, partial: true };
  }

  async #tidy(): Promise<void> {
    const { retention, pending, release, told } = this.#parts;
    if (retention === undefined || this.#stopped) return;
    // What a report tells of records that are gone is told anew.
    if ((await retention.step()) > 0) this.#whole = this.#whole && { ...this.#whole, partial: true };
    for (const { path } of retention.tooOld(pending(), this.#health.unread)) {
      told(`${path}: nothing of it could be read, and it is removed because of its age.`);
      await release(path);
    }
  }

  /**
   * Where the next look begins. What is to be at everything, and would keep the newest waiting, is begun beside it.
   */
  #window(nowMs: number, ticks: number): number | undefined {
    const known = {
      events: this.#total,
      lastMs: this.#lastMs,
      perSecond: this.#rate,
      whole: this.#whole,
    };
    const fromMs = nextWindow(known, nowMs, ticks);
    const { aside } = this.#parts;
    const { lastMs, whole } = known;
    if (fromMs !== undefined || aside === undefined || lastMs === undefined || whole === undefined)
      return fromMs;
    if (known.events <= wholeEventsMax || this.#asideFailed) return undefined;
    if (whole.partial) this.#aside ??= this.#lookAside(aside.bind(this.#parts));
    return newestFrom({ ...known, lastMs }, nowMs);
  }

  async #lookAside(aside: () => Promise<Aside>): Promise<void> {
    const { now, ticks, found, told } = this.#parts;
    const began = ticks();
    const before = this.#whole;
    // What comes in from now on makes it partial again.
    if (before !== undefined) this.#whole = { ...before, partial: false };
    let failed = true;
    try {
      const { seen, atMs } = await aside();
      failed = false;
      // It tells of what was there when it began: what the newest showed since stands.
      const document = { ...seen.document, generated_at: new Date(atMs).toISOString() };
      found(document, true, now());
      this.#keeping = seen.marks;
      this.#health = { ...this.#health, document };
    } catch (thrown) {
      this.#asideFailed = !(thrown instanceof EngineEnded);
      if (!this.#stopped) told(`A look at everything failed: ${asError(thrown).message}`);
    } finally {
      const partial = failed || this.#whole?.partial !== false;
      this.#whole = { endedTicks: ticks(), tookMs: ticks() - began, partial };
      this.#aside = undefined;
    }
  }

  /** How fast records come in, from look to look. */
  #count(total: number, endedTicks: number): void {
    const since = this.#countedTicks;
    if (since !== undefined && endedTicks > since && total > this.#total)
      this.#rate = ((total - this.#total) / (endedTicks - since)) * 1000;
    this.#total = total;
    this.#countedTicks = endedTicks;
  }
}

/** When the newest record of a report was. */
function lastOf(document: ReportDocument | undefined): number | undefined {
  const last = document?.window?.last;
  return last === undefined ? undefined : Date.parse(last);
}
