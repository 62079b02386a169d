/** One act on many cases: first the exact number, then exactly those, or none. */

import { VedetteError } from "../errors.ts";
import { casebookLimits } from "../limits.ts";
import { counted } from "../words.ts";
import { actOn } from "./acts.ts";
import { record, sha256 } from "./audit.ts";
import { conditionOf } from "./filter.ts";
import type { BulkPreview, By, CaseAct, CaseFilter } from "./model.ts";
import { personOf, refused } from "./problems.ts";
import type { Row, Sqlite } from "./sqlite.ts";

export function previewBulk(db: Sqlite, filter: CaseFilter): BulkPreview {
  return db.read(() => previewOf(casesOf(db, filter)));
}

/** A merged case cannot be acted on, so that none is among them. */
function casesOf(db: Sqlite, filter: CaseFilter): Row[] {
  const { sql, values } = conditionOf({ ...filter, merged: false });
  const rows = db.all(
    `SELECT id, version FROM cases WHERE ${sql} ORDER BY id LIMIT ?`,
    ...values,
    casebookLimits.bulkMax + 1,
  );
  if (rows.length > casebookLimits.bulkMax)
    throw refused(
      `More than ${counted(casebookLimits.bulkMax, "case")} fit, which is more than one act may change.`,
      "Narrow the filter.",
    );
  return rows;
}

/** The token stands for these cases in these versions: one that has changed since may not be what was looked at. */
function previewOf(rows: readonly Row[]): BulkPreview {
  return {
    count: rows.length,
    token: sha256(rows.map(({ id, version }) => `${id} ${version}\n`).join("")).slice(0, 32),
  };
}

/** @throws VedetteError `casebook.stale` where they are not those that were looked at */
export function applyBulk(db: Sqlite, filter: CaseFilter, token: string, act: CaseAct, given: By): number {
  const by = personOf(given);
  return db.write(() => {
    const rows = casesOf(db, filter);
    const now = previewOf(rows);
    if (now.token !== token)
      throw new VedetteError(
        "casebook.stale",
        `The cases that fit are not those that were looked at: there are ${counted(now.count, "case")} now, or some have changed.`,
        { hint: "Look at the number again, and use the new token." },
      );
    if (rows.length > 0) record(db, by, "bulk", null, { count: rows.length, token, filter, act: act.kind });
    for (const { id, version } of rows) actOn(db, String(id), Number(version), act, by);
    return rows.length;
  });
}
