/** Destinations as they are kept: in a file beside the casebook, since copies of that are given away and here are secrets. */

import { randomBytes } from "node:crypto";
import type { Severity } from "../../casebook/model.ts";
import type { Row, Sqlite, Value } from "../../casebook/sqlite.ts";
import { notifyLimits } from "../../limits.ts";
import { Problem } from "../problems.ts";
import type { Destination, EventKind, Kind, Target, Wanted } from "./model.ts";

/** What a person says of a destination. */
export interface Given extends Target, Wanted {
  readonly name: string;
  readonly enabled: boolean;
}

/** A secret as Standard Webhooks writes it: 256 bits in base64, and what it is in front. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

export class Destinations {
  readonly #sql: Sqlite;

  constructor(sql: Sqlite) {
    this.#sql = sql;
  }

  list(nowMs: number): Destination[] {
    return this.#sql.all("SELECT * FROM destination ORDER BY name").map((row) => destinationOf(row, nowMs));
  }

  /** @throws Problem 404 */
  get(id: string, nowMs: number): Destination {
    const row = this.#sql.one("SELECT * FROM destination WHERE id = ?", id);
    if (row === undefined) throw new Problem(404, "destination", "There is no such destination.");
    return destinationOf(row, nowMs);
  }

  /**
   * @returns the secret that messages of a webhook are signed with
   * @throws Problem where the name is taken, or there are too many
   */
  add(id: string, given: Given, by: string, atMs: number): string | undefined {
    const secret = given.kind === "webhook" ? newSigningSecret() : undefined;
    const columns = {
      ...columnsOf(given),
      id,
      secret: secret ?? null,
      created_ms: atMs,
      created_by: by,
    };
    const names = Object.keys(columns);
    this.#sql.write(() => {
      const count = Number(this.#sql.one("SELECT count(*) AS n FROM destination")?.n);
      if (count >= notifyLimits.destinationsMax)
        throw new Problem(422, "destination", `There are ${count} destinations already.`, {
          hint: "Remove one, or let one tell several people.",
        });
      this.#nameFree(given.name, id);
      this.#sql.run(
        `INSERT INTO destination (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
        ...Object.values(columns),
      );
    });
    return secret;
  }

  /** What is turned on again is tried at once. */
  change(id: string, given: Given): void {
    this.#sql.write(() => {
      this.#nameFree(given.name, id);
      const columns = columnsOf(given);
      this.#sql.run(
        `UPDATE destination SET ${Object.keys(columns)
          .map((name) => `${name} = ?`)
          .join(
            ", ",
          )}, held_until_ms = 0, off_because = CASE WHEN ? THEN '' ELSE off_because END WHERE id = ?`,
        ...Object.values(columns),
        given.enabled ? 1 : 0,
        id,
      );
    });
  }

  #nameFree(name: string, id: string): void {
    if (
      this.#sql.one("SELECT 1 AS taken FROM destination WHERE name = ? AND id <> ?", name, id) !== undefined
    )
      throw new Problem(409, "destination", `There is a destination ${name} already.`);
  }

  /** Another secret; the old one signs as well for a day, so that the receiver can change in between. */
  newSecret(id: string, atMs: number): string {
    const secret = newSigningSecret();
    this.#sql.run(
      "UPDATE destination SET old_secret = secret, old_secret_until_ms = ?, secret = ? WHERE id = ?",
      atMs + notifyLimits.oldSecretMs,
      secret,
      id,
    );
    return secret;
  }

  /** With all that waits for it. */
  remove(id: string): void {
    this.#sql.run("DELETE FROM destination WHERE id = ?", id);
  }

  succeeded(id: string): void {
    this.#sql.run("UPDATE destination SET failures = 0, held_until_ms = 0 WHERE id = ?", id);
  }

  failed(id: string, heldUntilMs: number): void {
    this.#sql.run(
      "UPDATE destination SET failures = failures + 1, held_until_ms = ? WHERE id = ?",
      heldUntilMs,
      id,
    );
  }

  turnOff(id: string, because: string): void {
    this.#sql.run("UPDATE destination SET enabled = 0, off_because = ? WHERE id = ?", because, id);
  }
}

function columnsOf(given: Given): Record<string, Value> {
  return {
    name: given.name,
    kind: given.kind,
    address: given.address,
    sender: given.from,
    recipients: JSON.stringify(given.to),
    events: JSON.stringify(given.events),
    least_severity: given.leastSeverity,
    escalate_only: given.escalateOnly ? 1 : 0,
    enabled: given.enabled ? 1 : 0,
  };
}

function destinationOf(row: Row, nowMs: number): Destination {
  const old = Number(row.old_secret_until_ms ?? 0) > nowMs ? row.old_secret : null;
  return {
    id: String(row.id),
    name: String(row.name),
    kind: row.kind as Kind,
    address: String(row.address),
    from: String(row.sender),
    to: JSON.parse(String(row.recipients)) as string[],
    events: JSON.parse(String(row.events)) as EventKind[],
    leastSeverity: row.least_severity as Severity,
    escalateOnly: row.escalate_only === 1,
    secrets: [row.secret, old].filter((one) => typeof one === "string"),
    enabled: row.enabled === 1,
    offBecause: String(row.off_because),
    createdMs: Number(row.created_ms),
    createdBy: String(row.created_by),
    dropped: Number(row.dropped),
    heldUntilMs: Number(row.held_until_ms),
    failures: Number(row.failures),
  };
}
