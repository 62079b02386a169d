/** Documents in a kept store: how far one goes that may still be written. Many of its lines begin no record. */

import type { Engine } from "../engine/engine.ts";
import { literals } from "../engine/sql.ts";
import { faults, openList } from "../ingest/documents/records.ts";
import { rejectKey } from "../ingest/documents/spool.ts";
import type { Opened } from "../ingest/open.ts";
import type { Extent } from "./store.ts";

/** What is spooled for a record that the end of the file has cut. */
const unended = literals([faults.cut, openList].map((reject) => JSON.stringify({ [rejectKey]: reject })));

/**
 * How far a document goes: up to the record that its end has cut.
 * @returns undefined where all of it is read
 */
export async function documentExtent(
  engine: Engine,
  from: string,
  parameters: Readonly<Record<string, string>>,
  { compression, document }: Pick<Opened, "compression" | "document">,
): Promise<Extent | undefined> {
  // Nobody writes on at the end of a compressed file, nor at that of a mail in a folder.
  if (compression !== "none" || document === "mails") return undefined;
  // Behind a record that is cut, the list that holds it is not closed either.
  const rows = await engine.rows(
    `SELECT line_number, countIf(line NOT IN ${unended}) AS ended FROM ${from} GROUP BY line_number ORDER BY line_number DESC LIMIT 2`,
    parameters,
  );
  const whole = rows.findIndex(({ ended }) => Number(ended) > 0);
  const cut = rows[(whole < 0 ? rows.length : whole) - 1];
  return cut === undefined ? undefined : { lines: Number(cut.line_number) - 1, unended: true };
}
