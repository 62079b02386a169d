/** Counts what of a feed became entries and what was refused, by reason with a sample. */
import { intelLimits } from "../limits.ts";
import { type Entry, isRefusal, type Refusal } from "./entry.ts";
import type { EntryWriter } from "./entry-files.ts";

export class Collector {
  readonly #writer: EntryWriter;
  readonly #validMs: number;
  readonly #readMs: number;
  readonly #reasons = new Map<string, { count: number; sample: string }>();
  taken = 0;

  /**
   * @param readMs when the feed is read
   * @param validDays days for which an entry holds that does not say until when; 0 for ever
   */
  constructor(writer: EntryWriter, readMs: number, validDays: number) {
    this.#writer = writer;
    this.#readMs = readMs;
    this.#validMs = validDays * 86_400_000;
  }

  add(one: Entry | Refusal): void {
    if (isRefusal(one)) {
      // Reasons are few; a feed that invents some ends up under one.
      const isOwn = this.#reasons.has(one.refused) || this.#reasons.size < intelLimits.reasonsMax;
      const reason = isOwn ? one.refused : "other reasons";
      const known = this.#reasons.get(reason);
      if (known === undefined) this.#reasons.set(reason, { count: 1, sample: one.sample });
      else known.count += 1;
      return;
    }
    this.taken += 1;
    const until =
      one.untilMs !== 0 || this.#validMs === 0 ? one.untilMs : (one.datedMs || this.#readMs) + this.#validMs;
    this.#writer.add(until === one.untilMs ? one : { ...one, untilMs: until });
  }

  refused(): { reason: string; count: number; sample: string }[] {
    return [...this.#reasons]
      .map(([reason, { count, sample }]) => ({ reason, count, sample }))
      .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
  }
}
