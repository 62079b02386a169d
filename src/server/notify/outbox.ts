/**
 * Messages that wait, and what became of those that went. A message is in the file before anybody tries to send it, together with how
 * far the casebook was told, so that a restart neither loses nor repeats one.
 */

import type { AuditHead } from "../../casebook/model.ts";
import type { Row, Sqlite } from "../../casebook/sqlite.ts";
import { notifyLimits } from "../../limits.ts";
import { longestWaitMs } from "./backoff.ts";
import type { Delivery, DeliveryState, Message } from "./model.ts";

/** A message for one destination. */
export interface Posted {
  readonly id: string;
  readonly destination: string;
  readonly message: Message;
}

/** How it stands with one destination. */
export interface Figures {
  readonly waiting: number;
  /** When the message that waits longest began to wait. */
  readonly oldestMs: number | null;
  readonly deliveredMs: number | null;
}

export class Outbox {
  readonly #sql: Sqlite;

  constructor(sql: Sqlite) {
    this.#sql = sql;
  }

  /** Up to where the casebook was told; undefined before anything. */
  get told(): AuditHead | undefined {
    const row = this.#sql.one("SELECT seq, hash FROM told");
    return row === undefined ? undefined : { seq: Number(row.seq), hash: String(row.hash) };
  }

  /** Takes messages up, and notes how far the casebook is told with them: both or neither. */
  post(posted: readonly Posted[], told: AuditHead | undefined, nowMs: number): void {
    this.#sql.write(() => {
      for (const { id, destination, message } of posted)
        this.#sql.run(
          "INSERT INTO delivery (id, destination, type, subject, body, case_id, state, queued_ms, next_ms) VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?)",
          id,
          destination,
          message.type,
          message.subject,
          message.body,
          message.case,
          nowMs,
          nowMs,
        );
      for (const destination of new Set(posted.map((one) => one.destination)))
        this.#bound(destination, nowMs);
      if (told !== undefined)
        this.#sql.run("INSERT OR REPLACE INTO told (one, seq, hash) VALUES (1, ?, ?)", told.seq, told.hash);
    });
  }

  /** What is too much is dropped, the oldest first, and counted. */
  #bound(destination: string, nowMs: number): void {
    const { waiting } = this.figures(destination);
    const over = waiting - notifyLimits.waitingMax;
    if (over <= 0) return;
    this.#sql.run(
      `UPDATE delivery SET state = 'given-up', ended_ms = ?1, because = 'Dropped: too many waited.' WHERE seq IN (
  SELECT seq FROM delivery WHERE destination = ?2 AND state = 'waiting' ORDER BY seq LIMIT ?3
)`,
      nowMs,
      destination,
      over,
    );
    this.#sql.run("UPDATE destination SET dropped = dropped + ? WHERE id = ?", over, destination);
    this.#forget(destination);
  }

  /** The message of a destination that is to be sent next, of those that are due. */
  next(destination: string, nowMs: number): Delivery | undefined {
    const row = this.#sql.one(
      // What waits for longer than anything may was put off by a clock that was set back since.
      "SELECT * FROM delivery WHERE destination = ? AND state = 'waiting' AND (next_ms <= ? OR next_ms > ?) ORDER BY seq LIMIT 1",
      destination,
      nowMs,
      nowMs + longestWaitMs,
    );
    return row === undefined ? undefined : deliveryOf(row);
  }

  /** When a message of a destination is due; undefined where none waits. */
  nextMs(destination: string): number | undefined {
    const ms = this.#sql.one(
      "SELECT min(next_ms) AS ms FROM delivery WHERE destination = ? AND state = 'waiting'",
      destination,
    )?.ms;
    return typeof ms === "number" ? ms : undefined;
  }

  get(id: string): Delivery | undefined {
    const row = this.#sql.one("SELECT * FROM delivery WHERE id = ?", id);
    return row === undefined ? undefined : deliveryOf(row);
  }

  /** The newest first. */
  list(destination: string, limit: number): Delivery[] {
    return this.#sql
      .all("SELECT * FROM delivery WHERE destination = ? ORDER BY seq DESC LIMIT ?", destination, limit)
      .map(deliveryOf);
  }

  figures(destination: string): Figures {
    const row = this.#sql.one(
      `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting,
  min(queued_ms) FILTER (WHERE state = 'waiting') AS oldest,
  max(ended_ms) FILTER (WHERE state = 'delivered') AS delivered
FROM delivery WHERE destination = ?`,
      destination,
    );
    const time = (value: unknown) => (typeof value === "number" ? value : null);
    return {
      waiting: Number(row?.waiting ?? 0),
      oldestMs: time(row?.oldest),
      deliveredMs: time(row?.delivered),
    };
  }

  /** Takes up a message that is tried once, by whoever takes it up: nobody sends it later. */
  postTest({ id, destination, message }: Posted, nowMs: number): Delivery {
    this.#sql.write(() => {
      this.#sql.run(
        "INSERT INTO delivery (id, destination, type, subject, body, case_id, state, queued_ms, next_ms, ended_ms, because) VALUES (?, ?, ?, ?, ?, ?, 'given-up', ?, ?, ?, 'There is no answer yet.')",
        id,
        destination,
        message.type,
        message.subject,
        message.body,
        message.case,
        nowMs,
        nowMs,
        nowMs,
      );
      this.#forget(destination);
    });
    return {
      ...message,
      id,
      destination,
      state: "given-up",
      queuedMs: nowMs,
      attempts: 0,
      nextMs: nowMs,
      endedMs: nowMs,
      because: "",
    };
  }

  tested({ id }: Delivery, state: Exclude<DeliveryState, "waiting">, because: string, nowMs: number): void {
    this.#sql.run(
      "UPDATE delivery SET state = ?, because = ?, ended_ms = ?, attempts = 1 WHERE id = ? AND state = 'given-up'",
      state,
      because,
      nowMs,
      id,
    );
  }

  /** It was tried, and is tried again. */
  again({ id }: Delivery, because: string, nextMs: number): void {
    this.#sql.run(
      "UPDATE delivery SET attempts = attempts + 1, next_ms = ?, because = ? WHERE id = ? AND state = 'waiting'",
      nextMs,
      because,
      id,
    );
  }

  /** It is over with a message: the last attempt counts, unless none was made. */
  end(
    { id, destination }: Delivery,
    state: Exclude<DeliveryState, "waiting">,
    because: string,
    nowMs: number,
    attempted = true,
  ): void {
    this.#sql.write(() => {
      this.#sql.run(
        "UPDATE delivery SET state = ?, ended_ms = ?, because = ?, attempts = attempts + ? WHERE id = ? AND state = 'waiting'",
        state,
        nowMs,
        because,
        attempted ? 1 : 0,
        id,
      );
      this.#forget(destination);
    });
  }

  /** Messages that waited too long to be worth telling. */
  expire(destination: string, nowMs: number): void {
    this.#sql.run(
      `UPDATE delivery SET state = 'given-up', ended_ms = ?1,
  because = 'Given up: it waited too long. ' || because
WHERE destination = ?2 AND state = 'waiting' AND queued_ms < ?3`,
      nowMs,
      destination,
      nowMs - notifyLimits.ageMaxMs,
    );
  }

  /** Sends a message that was over once more, under its own id. @returns whether there was one */
  revive(id: string, nowMs: number): boolean {
    return (
      this.#sql.run(
        "UPDATE delivery SET state = 'waiting', ended_ms = NULL, because = '', attempts = 0, queued_ms = ?, next_ms = ? WHERE id = ? AND state <> 'waiting'",
        nowMs,
        nowMs,
        id,
      ) > 0
    );
  }

  #forget(destination: string): void {
    this.#sql.run(
      `DELETE FROM delivery WHERE destination = ?1 AND state <> 'waiting' AND seq NOT IN (
  SELECT seq FROM delivery WHERE destination = ?1 AND state <> 'waiting' ORDER BY seq DESC LIMIT ?2
)`,
      destination,
      notifyLimits.endedMax,
    );
  }
}

function deliveryOf(row: Row): Delivery {
  return {
    id: String(row.id),
    destination: String(row.destination),
    type: String(row.type),
    subject: String(row.subject),
    body: String(row.body),
    case: row.case_id === null ? null : String(row.case_id),
    state: row.state as DeliveryState,
    queuedMs: Number(row.queued_ms),
    attempts: Number(row.attempts),
    nextMs: Number(row.next_ms),
    endedMs: row.ended_ms === null ? null : Number(row.ended_ms),
    because: String(row.because),
  };
}
