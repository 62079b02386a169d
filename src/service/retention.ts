/**
 * How long records are kept: what is older than an age, and the oldest where the store is larger than a size, is removed in
 * steps. The casebook keeps the first lines of evidence of each finding by itself, so that a case can still be read.
 */
import { statSync } from "node:fs";
import type { Casebook } from "../casebook/casebook.ts";
import { asError } from "../errors.ts";
import type { KeepLimits, Kept } from "../triage/store-removal.ts";
import { Jumps } from "./clock.ts";
import { EngineEnded } from "./engine-process.ts";
import type { Pending } from "./service.ts";

/** What is kept; undefined for all of it. */
export interface KeepSettings {
  readonly ageMs: number | undefined;
  readonly bytes: number | undefined;
}

/** Time between two removals. */
const everyMs = 10 * 60_000;
/** After the clock was set far forward nothing goes because of its age for so long: whoever runs it may see it. */
const heldMs = 86_400_000;

export interface RetentionParts {
  now(): number;
  /** Time that goes on evenly, in milliseconds; see clock.ts. */
  ticks(): number;
  keep(limits: KeepLimits): Promise<Kept>;
  readonly book: Pick<Casebook, "recordsRemoved" | "removedTold">;
  told(says: string): void;
}

/** For the health page. */
export interface RetentionFigures {
  readonly ageMs?: number;
  readonly bytesMax?: number;
  /** Of the store's tables, as of the last removal. */
  readonly bytes?: number;
  /** Records that were ever removed. */
  readonly removed?: number;
  readonly lastMs?: number;
  /** Why nothing goes because of its age for now. */
  readonly held?: string;
  /** Why the last removal failed. */
  readonly because?: string;
}

export class Retention {
  readonly #settings: KeepSettings;
  readonly #parts: RetentionParts;
  readonly #jumps: Jumps;
  #figures: RetentionFigures;
  #nextTicks = Number.NEGATIVE_INFINITY;
  #isHeld = false;

  constructor(settings: KeepSettings, parts: RetentionParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#jumps = new Jumps(parts.now, parts.ticks);
    const { ageMs, bytes } = settings;
    this.#figures = {
      ...(ageMs === undefined ? {} : { ageMs }),
      ...(bytes === undefined ? {} : { bytesMax: bytes }),
    };
  }

  get figures(): RetentionFigures {
    return this.#figures;
  }

  /**
   * Removes what is too much, where that is due. A failure is told, and it is tried again the next time.
   * @returns how many records were removed
   */
  async step(): Promise<number> {
    const { bytes } = this.#settings;
    const { now, ticks, keep, told } = this.#parts;
    const ageMs = this.#ageNow();
    const nowMs = now();
    if ((ageMs === undefined && bytes === undefined) || ticks() < this.#nextTicks) return 0;
    this.#nextTicks = ticks() + everyMs;
    try {
      const kept = await keep({
        nowMs,
        ...(ageMs === undefined ? {} : { beforeMs: nowMs - ageMs }),
        ...(bytes === undefined ? {} : { bytesMax: bytes }),
      });
      this.#note(kept, nowMs);
      const { because: _because, ...figures } = this.#figures;
      this.#figures = { ...figures, bytes: kept.bytes, removed: kept.eventsEver, lastMs: nowMs };
      return kept.events;
    } catch (thrown) {
      const because = asError(thrown).message;
      this.#figures = { ...this.#figures, because };
      if (!(thrown instanceof EngineEnded)) told(`Old records could not be removed: ${because}`);
      return 0;
    }
  }

  /** The age beyond which records go; undefined also while the clock cannot be believed. */
  #ageNow(): number | undefined {
    const { ageMs } = this.#settings;
    const { told } = this.#parts;
    const aheadMs = this.#jumps.within(heldMs);
    const isHeld = ageMs !== undefined && aheadMs > 0;
    if (isHeld !== this.#isHeld) {
      this.#isHeld = isHeld;
      const { held: _held, ...figures } = this.#figures;
      const held = `The clock was set forward by ${Math.round(aheadMs / 3_600_000).toLocaleString("en")} hours. Nothing is removed because of its age for a day, unless it is set back.`;
      this.#figures = isHeld ? { ...figures, held } : figures;
      told(isHeld ? held : "Records are removed because of their age again.");
    }
    return isHeld ? undefined : ageMs;
  }

  /** The store says how many were ever removed: what a service that was killed did not tell is told by the next one. */
  #note({ eventsEver, untilMs }: Kept, at: number): void {
    const { book } = this.#parts;
    const before = book.removedTold();
    if (eventsEver <= before) return;
    book.recordsRemoved(
      {
        records: eventsEver - before,
        ever: eventsEver,
        ...(untilMs === undefined ? {} : { until: new Date(untilMs).toISOString() }),
      },
      at,
    );
  }

  /** Closed files of the spool that nobody could read, and that are too old to wait any longer. */
  tooOld(files: readonly Pending[], unread: Readonly<Record<string, string>>): Pending[] {
    const ageMs = this.#ageNow();
    if (ageMs === undefined) return [];
    const before = this.#parts.now() - ageMs;
    return files.filter(({ path, closed }) => {
      if (!closed || unread[path] === undefined) return false;
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat !== undefined && stat.mtimeMs < before;
    });
  }
}
