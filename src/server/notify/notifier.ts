/**
 * Tells others of changes. What happens to cases is read from the casebook, gathered for a few seconds, and put into the outbox as
 * messages, each under an id of its own; from there it is sent until it is taken or given up.
 */
import type { Casebook } from "../../casebook/casebook.ts";
import { migrate } from "../../casebook/migrations.ts";
import { type AuditHead, machineActor } from "../../casebook/model.ts";
import { openSqlite } from "../../casebook/sqlite.ts";
import { Problem } from "../problems.ts";
import { Destinations } from "./destinations.ts";
import { messagesOf, testMessage } from "./messages.ts";
import { notifyVersions } from "./migrations.ts";
import type { Delivery, Destination } from "./model.ts";
import { newsAfter, wantedOf } from "./news.ts";
import { Outbox, type Posted } from "./outbox.ts";
import type { Network } from "./permitted.ts";
import { Sender, type SenderParts } from "./sender.ts";

export interface NotifierParts
  extends Pick<SenderParts, "reach" | "logins" | "version" | "chance" | "haste" | "told"> {
  /** The file of destinations and deliveries. */
  readonly path: string;
  readonly book: Casebook;
  readonly newId: () => string;
  /** Of the console, without a slash at its end; undefined where links cannot be made. */
  readonly publicUrl: string | undefined;
}

/** How long changes are gathered from the first that is seen, so that what belongs together is one message. */
const gatherMs = 3_000;
/** The same while so much happens that it is told in digests. */
const gatherManyMs = 30_000;
/** The casebook is also changed by other processes, of which nobody tells. */
const lookMs = 5_000;

export class Notifier {
  readonly destinations: Destinations;
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly publicUrl: string | undefined;
  /** Private networks that may be told. */
  readonly allowed: readonly Network[];
  readonly #parts: NotifierParts;
  readonly #close: () => void;
  #gathering: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;
  #gatherFor = gatherMs;
  #stopped = false;

  /** @throws VedetteError where the file cannot be used */
  constructor(parts: NotifierParts) {
    this.#parts = parts;
    this.publicUrl = parts.publicUrl;
    this.allowed = parts.reach.allowed;
    const sql = openSqlite(parts.path);
    this.#close = () => sql.close();
    try {
      migrate(sql, notifyVersions);
    } catch (thrown) {
      sql.close();
      throw thrown;
    }
    this.destinations = new Destinations(sql);
    this.outbox = new Outbox(sql);
    this.sender = new Sender({
      ...parts,
      destinations: this.destinations,
      outbox: this.outbox,
      turnedOff: ({ id, name }, because) => {
        const { book, reach } = parts;
        book.record("destination.off", { id, name, because }, { at: reach.now(), actor: machineActor });
        parts.told(`The destination ${name} was turned off: ${because}`);
      },
    });
    this.#begin();
  }

  /** Where the casebook is another than it was, what it had before is not told again. */
  #begin(): void {
    const { book, reach, told: say } = this.#parts;
    const told = this.outbox.told;
    if (told !== undefined && isOf(book, told)) return;
    if (told !== undefined)
      say("Notifications: the casebook was replaced; what happens from now on is told.");
    this.outbox.post([], book.auditHead(), reach.now());
  }

  start(): void {
    this.wake();
    this.#looking = setInterval(() => this.wake(), lookMs / this.#parts.haste);
    this.sender.wake();
  }

  /** Something may have changed. */
  wake(): void {
    if (this.#stopped || this.#gathering !== undefined) return;
    const told = this.outbox.told;
    if (told !== undefined && this.#parts.book.auditHead().seq === told.seq) return;
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      try {
        this.gather();
      } catch (thrown) {
        this.#parts.told(`Notifications: ${String(thrown)}`);
      }
    }, this.#gatherFor / this.#parts.haste);
  }

  /** Puts what happened into the outbox: the messages, and that they are in it, or nothing of it. */
  gather(): void {
    const { book, reach, newId, publicUrl } = this.#parts;
    this.#begin();
    const told = this.outbox.told;
    const news = told === undefined ? undefined : newsAfter(book, told);
    if (told === undefined || news === undefined) return;
    const now = reach.now();
    const before = this.destinations.list(now);
    const posted: Posted[] = before
      .filter(({ enabled }) => enabled)
      .flatMap((destination) =>
        messagesOf(destination.kind, wantedOf(news.cases, destination), {
          book,
          publicUrl,
          nowMs: now,
          since: told.seq,
        }).map((message) => ({ id: newId(), destination: destination.id, message })),
      );
    this.outbox.post(posted, news.told, now);
    this.#tellDropped(before);
    this.#gatherFor = posted.some(({ message }) => message.case === null) ? gatherManyMs : gatherMs;
    if (posted.length > 0) this.sender.wake();
    // More may have happened than is taken up at once.
    this.wake();
  }

  #tellDropped(before: readonly Destination[]): void {
    const known = new Map(before.map(({ id, dropped }) => [id, dropped]));
    for (const { id, name, dropped } of this.destinations.list(this.#parts.reach.now())) {
      const fresh = dropped - (known.get(id) ?? 0);
      if (fresh > 0)
        this.#parts.told(
          `The destination ${name} takes nothing: the oldest of what waits was dropped (${fresh}).`,
        );
    }
  }

  /**
   * Sends a test message and waits for what becomes of it.
   * @throws Problem where something is under way already
   */
  async test(id: string): Promise<Delivery> {
    const { reach, newId } = this.#parts;
    const now = reach.now();
    const destination = this.destinations.get(id, now);
    if (this.sender.busy(id))
      throw new Problem(409, "destination", "Something is under way to it just now.", {
        hint: "Try again in some seconds.",
      });
    const made = newId();
    const message = testMessage(destination, { publicUrl: this.publicUrl, nowMs: now });
    const delivery = this.outbox.postTest({ id: made, destination: id, message }, now);
    await this.sender.once(destination, delivery);
    return this.outbox.get(made) ?? delivery;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#gathering);
    clearInterval(this.#looking);
    await this.sender.stop();
    this.#close();
  }
}

/** Whether an entry is in the audit of a casebook. */
function isOf(book: Casebook, told: AuditHead): boolean {
  if (told.seq === 0) return true;
  const [entry] = book.audit({ after: told.seq - 1, limit: 1 });
  return entry?.hash === told.hash;
}
