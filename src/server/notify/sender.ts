/**
 * Sends what waits. Each destination has its own turn, one message at a time: a slow one holds nobody up, what one is told comes in
 * order, and there are never more connections than destinations.
 */

import { notifyLimits } from "../../limits.ts";
import { holdAfter, longestWaitMs, waitAfter } from "./backoff.ts";
import type { Destinations } from "./destinations.ts";
import { post, type Reach } from "./http-post.ts";
import type { Logins } from "./mail-login.ts";
import type { Attempt, Delivery, Destination } from "./model.ts";
import type { Outbox } from "./outbox.ts";
import { signatureOf } from "./signature.ts";
import { sendMail } from "./smtp.ts";

export interface SenderParts {
  readonly destinations: Destinations;
  readonly outbox: Outbox;
  readonly reach: Omit<Reach, "signal">;
  readonly logins: Logins;
  readonly version: string;
  /** From 0 to 1. */
  readonly chance: () => number;
  /** Divides every wait; 1 but in tests. */
  readonly haste: number;
  /** A destination was turned off, since it said that it is gone. */
  readonly turnedOff: (destination: Destination, because: string) => void;
  /** What nobody foresaw. */
  readonly told: (says: string) => void;
}

/** Between two looks at what waits, where nobody says that something does. */
const idleMs = 1000;
/** How long an attempt may go on when the service ends. */
const endingMs = 2000;

/** One that is held for longer than anything is held was so by a clock that was set back since. */
const isHeld = ({ heldUntilMs }: Destination, nowMs: number) =>
  heldUntilMs > nowMs && heldUntilMs <= nowMs + longestWaitMs;

export class Sender {
  readonly #parts: SenderParts;
  /** Destinations to which something is under way. */
  readonly #busy = new Map<string, Promise<void>>();
  readonly #ending = new AbortController();
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Looks at what waits: now, and from then on. */
  wake(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    try {
      this.#start();
    } catch (thrown) {
      this.#parts.told(`Notifications: ${String(thrown)}`);
    }
    this.#timer = setTimeout(() => this.wake(), idleMs / this.#parts.haste);
    this.#timer.unref();
  }

  #start(): void {
    const { destinations, outbox, reach } = this.#parts;
    const now = reach.now();
    for (const destination of destinations.list(now)) {
      outbox.expire(destination.id, now);
      if (!destination.enabled || isHeld(destination, now) || this.#busy.has(destination.id)) continue;
      const delivery = outbox.next(destination.id, now);
      if (delivery === undefined) continue;
      this.#run(destination.id, async () => {
        this.#settle(destination, delivery, await this.attempt(destination, delivery));
      });
    }
  }

  #run(destination: string, work: () => Promise<void>): Promise<void> {
    const running = work()
      // The next one of it need not wait for a look; where the file fails it has to, or nothing else would be done.
      .then(
        () => void setImmediate(() => this.wake()),
        (thrown: unknown) => this.#parts.told(`Notifications: ${String(thrown)}`),
      )
      .finally(() => this.#busy.delete(destination));
    this.#busy.set(destination, running);
    return running;
  }

  /** Whether something is under way to a destination. */
  busy(destination: string): boolean {
    return this.#busy.has(destination);
  }

  /** One try and no more, also where the destination is off. */
  async once(destination: Destination, delivery: Delivery): Promise<void> {
    await this.#run(destination.id, async () => {
      const attempt = await this.attempt(destination, delivery);
      const { outbox, destinations, reach } = this.#parts;
      const state = attempt.kind === "delivered" ? "delivered" : "given-up";
      outbox.tested(delivery, state, attempt.says, reach.now());
      // It takes messages again: what waits need not wait longer.
      if (attempt.kind === "delivered") destinations.succeeded(destination.id);
    });
  }

  attempt(destination: Destination, delivery: Delivery): Promise<Attempt> {
    const { logins, version } = this.#parts;
    const reach = { ...this.#parts.reach, signal: this.#ending.signal };
    if (destination.kind === "mail") return sendMail(destination, delivery, logins, reach);
    const seconds = Math.floor(reach.now() / 1000);
    return post(
      destination.address,
      delivery.body,
      {
        "user-agent": `Vedette/${version}`,
        ...(destination.kind === "webhook"
          ? {
              "webhook-id": delivery.id,
              "webhook-timestamp": String(seconds),
              "webhook-signature": signatureOf(destination.secrets, delivery.id, seconds, delivery.body),
            }
          : {}),
      },
      reach,
    );
  }

  #settle(destination: Destination, delivery: Delivery, attempt: Attempt): void {
    // Nobody knows whether it arrived: it waits on, and goes out again under the same id.
    if (this.#ending.signal.aborted) return;
    const { destinations, outbox, reach, chance, haste, turnedOff } = this.#parts;
    const now = reach.now();
    switch (attempt.kind) {
      case "delivered":
        outbox.end(delivery, "delivered", attempt.says, now);
        destinations.succeeded(destination.id);
        return;
      case "refused":
        outbox.end(delivery, "given-up", attempt.says, now);
        return;
      case "gone":
        outbox.end(delivery, "given-up", attempt.says, now);
        destinations.turnOff(destination.id, `The other end says that it is gone: ${attempt.says}`);
        turnedOff(destination, attempt.says);
        return;
      case "failed": {
        const failures = delivery.attempts + 1;
        const asked = attempt.retryAfterMs ?? 0;
        const hold = Math.max(asked, Math.round(holdAfter(destination.failures + 1, chance()) / haste));
        destinations.failed(destination.id, now + hold);
        if (failures >= notifyLimits.attemptsMax)
          outbox.end(delivery, "given-up", `Given up after ${failures} attempts. ${attempt.says}`, now);
        else
          outbox.again(
            delivery,
            attempt.says,
            now + Math.max(asked, Math.round(waitAfter(failures, chance()) / haste)),
          );
      }
    }
  }

  /** Ends when what is under way has, or cannot be waited for. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const timer = setTimeout(() => this.#ending.abort(), endingMs);
    await Promise.all(this.#busy.values());
    clearTimeout(timer);
  }
}
