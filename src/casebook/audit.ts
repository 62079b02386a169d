/** Who did what, each entry chained to the one before: nobody can change, cut out or put in an entry unseen. */

import { createHash } from "node:crypto";
import { casebookLimits } from "../limits.ts";
import type { AuditEntry, AuditHead, By, Verification } from "./model.ts";
import type { Row, Sqlite } from "./sqlite.ts";

/** JSON with sorted keys and without blanks; undefined members are left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one ?? null)).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  return `{${Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
    .join(",")}}`;
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Appends an entry, within a transaction. @returns its number */
export function record(
  db: Sqlite,
  { at, actor }: By,
  act: string,
  caseId: string | null,
  detail: Readonly<Record<string, unknown>>,
): number {
  const head = headOf(db);
  const seq = head.seq + 1;
  const text = canonical(detail);
  db.run(
    "INSERT INTO audit (seq, at, actor, act, case_id, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    seq,
    at,
    actor,
    act,
    caseId,
    text,
    head.hash,
    hashOf(head.hash, { seq, at, actor, act, case_id: caseId, detail: text }),
  );
  return seq;
}

function hashOf(previous: string, { seq, at, actor, act, case_id, detail }: Row): string {
  return sha256(
    `${previous}\n${canonical({ seq, at, actor, act, case: case_id, detail: JSON.parse(String(detail)) as unknown })}`,
  );
}

/** Computes the chain anew, after the text of entries was changed. */
export function chain(db: Sqlite): void {
  let previous = "";
  for (let seq = 0; ; ) {
    const rows = db.all(
      "SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?",
      seq,
      casebookLimits.pageMax,
    );
    for (const row of rows) {
      const hash = hashOf(previous, row);
      if (row.previous !== previous || row.hash !== hash)
        db.run("UPDATE audit SET previous = ?, hash = ? WHERE seq = ?", previous, hash, row.seq ?? 0);
      previous = hash;
      seq = Number(row.seq);
    }
    if (rows.length < casebookLimits.pageMax) return;
  }
}

export function headOf(db: Sqlite): AuditHead {
  const row = db.one("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1");
  return { seq: Number(row?.seq ?? 0), hash: String(row?.hash ?? "") };
}

export function entries(
  db: Sqlite,
  given: {
    readonly case?: string | undefined;
    readonly after?: number | undefined;
    readonly limit?: number | undefined;
  } = {},
): AuditEntry[] {
  const after = given.after ?? 0;
  const limit = Math.min(given.limit ?? casebookLimits.pageMax, casebookLimits.pageMax);
  const rows =
    given.case === undefined
      ? db.all("SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?", after, limit)
      : db.all(
          "SELECT * FROM audit WHERE case_id = ? AND seq > ? ORDER BY seq LIMIT ?",
          given.case,
          after,
          limit,
        );
  return rows.map((row) => ({
    seq: Number(row.seq),
    at: Number(row.at),
    actor: String(row.actor),
    act: String(row.act),
    case: row.case_id === null ? null : String(row.case_id),
    detail: JSON.parse(String(row.detail)) as Record<string, unknown>,
    hash: String(row.hash),
  }));
}

/** The first entry that does not hold is named; with an earlier head, so is an audit that was cut or made anew. */
export function verifyAudit(db: Sqlite, earlier?: AuditHead): Verification {
  let head: AuditHead = { seq: 0, hash: "" };
  for (;;) {
    const rows = db.all(
      "SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?",
      head.seq,
      casebookLimits.pageMax,
    );
    for (const row of rows) {
      const because = faultOf(row, head, earlier);
      if (because !== undefined) return { holds: false, seq: Number(row.seq), because };
      head = { seq: Number(row.seq), hash: String(row.hash) };
    }
    if (rows.length < casebookLimits.pageMax) break;
  }
  return earlier !== undefined && earlier.seq > head.seq
    ? { holds: false, seq: head.seq + 1, because: `it is missing, and entry ${earlier.seq} was there before` }
    : { holds: true, head };
}

function faultOf(row: Row, head: AuditHead, earlier: AuditHead | undefined): string | undefined {
  if (Number(row.seq) !== head.seq + 1) return `entry ${head.seq + 1} is missing before it`;
  if (row.previous !== head.hash) return "it does not follow the entry before it";
  let hash: string;
  try {
    hash = hashOf(head.hash, row);
  } catch {
    return "its detail is no JSON";
  }
  if (hash !== row.hash) return "it does not say what it said when it was written";
  return earlier?.seq === Number(row.seq) && earlier.hash !== hash
    ? "it is another than when its hash was noted"
    : undefined;
}
