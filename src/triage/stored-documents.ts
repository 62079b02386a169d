/**
 * Documents in a kept store: how far one goes that may still be written, and whether it goes on where a stored one
 * ends. Its records have the line on which they begin, so several may share one and many lines have none.
 */

import type { Engine } from "../engine/engine.ts";
import { literals } from "../engine/sql.ts";
import { faults, openList } from "../ingest/documents/records.ts";
import { rejectKey } from "../ingest/documents/spool.ts";
import type { Opened } from "../ingest/open.ts";
import { recordsPerSource } from "../ingest/scan.ts";
import type { Extent, StoredSource } from "./store.ts";

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

/**
 * Whether all stored records of a document stand in another one at their lines. The last one may have got more: an
 * event of an audit log is several lines.
 */
export async function documentContinues(
  engine: Engine,
  { number, lastLine, report }: StoredSource,
  from: string,
  parameters: Readonly<Record<string, string>>,
): Promise<boolean> {
  const rows = await engine.rows(
    `SELECT
  countIf(NOT hasAll(given, stored) AND NOT (stored_line = ${lastLine} AND length(given) = 1)) AS different,
  (SELECT count() FROM ${from} WHERE line_number <= ${lastLine}) AS records
FROM (
  SELECT event_id % ${recordsPerSource} AS stored_line, groupArray(cityHash64(raw)) AS stored
  FROM events
  WHERE event_id >= ${number * recordsPerSource} AND event_id < ${(number + 1) * recordsPerSource}
  GROUP BY stored_line
) AS known
INNER JOIN (
  SELECT toInt64(line_number) AS given_line, groupArray(cityHash64(line)) AS given FROM ${from} GROUP BY given_line
) AS document ON given_line = stored_line`,
    parameters,
  );
  // More records than were stored up to that line: a list on one line that has grown is another document.
  return Number(rows[0]?.different) === 0 && Number(rows[0]?.records) <= report.lines;
}
