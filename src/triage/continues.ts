/** Whether a file goes on where a stored source ends. */
import { createWriteStream, mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { LocalEngine, ServerEngine } from "../engine/engine.ts";
import { StoreFailed } from "../engine/transfer.ts";
import type { ReadContext } from "../ingest/context.ts";
import { recordsPerSource } from "../ingest/scan.ts";
import type { Extent, Store } from "./store.ts";
import type { StoredSource } from "./stored-sources.ts";

/** What is known of the file. */
export interface Candidate {
  /** FROM clause of all its lines, and what it binds. */
  readonly from: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly extent: Extent | undefined;
  readonly isDocument: boolean;
  /** The first line that is compared, 1-based. */
  readonly fromLine: number;
}

/**
 * Whether every stored record of a source stands in a file at its own line. The first record alone says little, because a health
 * probe begins many a log. The last record may have been stored half-written, from an archive that was made of a log in use.
 * @throws StoreFailed where a server does not say what it knows
 */
export async function continues(
  { engine: reader, folder }: Pick<ReadContext, "engine" | "folder">,
  store: Store,
  source: StoredSource,
  candidate: Candidate,
): Promise<boolean> {
  const known = knownSql(source, candidate.fromLine);
  if (!("add" in store)) return fits(reader, `(${known})`, source, candidate);
  // A server does not read the file, so what it knows of the records comes here: a number and a hash each.
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "known-records");
  try {
    await pipeline(Readable.from(linesOf(store, asText(known))), createWriteStream(path, { mode: 0o600 }));
    const columns = "stored_line Int64, stored_hash UInt64, encoded String";
    const rows =
      "(SELECT stored_line, stored_hash, base64Decode(encoded) AS stored_end FROM file({known_file:String}, 'TabSeparated', {known_columns:String}))";
    return await fits(reader, rows, source, {
      ...candidate,
      parameters: { ...candidate.parameters, known_file: path, known_columns: columns },
    });
  } finally {
    await rm(path, { force: true });
  }
}

async function* linesOf(store: ServerEngine, sql: string): AsyncIterable<Uint8Array> {
  try {
    yield* store.lines(sql);
  } catch (thrown) {
    throw new StoreFailed(thrown);
  }
}

function knownSql({ number, lastLine }: StoredSource, fromLine: number): string {
  return `SELECT
    event_id % ${recordsPerSource} AS stored_line,
    cityHash64(raw) AS stored_hash,
    if(stored_line = ${lastLine}, raw, '') AS stored_end
  FROM events
  WHERE event_id >= ${number * recordsPerSource + fromLine} AND event_id < ${(number + 1) * recordsPerSource}`;
}

/** The rows as lines of TabSeparated; in base64 nothing needs an escape. */
function asText(known: string): string {
  return `SELECT concat(toString(stored_line), '\\t', toString(stored_hash), '\\t', base64Encode(stored_end)) FROM (${known})`;
}

async function fits(
  engine: LocalEngine,
  known: string,
  { lastLine }: StoredSource,
  { from, parameters, extent, isDocument, fromLine }: Candidate,
): Promise<boolean> {
  // An event of an audit log is several lines; the last one may have got more since, anywhere in its record.
  const grown = isDocument ? "1" : "startsWith(given.line, known.stored_end)";
  const rows = await engine.rows(
    `SELECT count() AS different
FROM ${from} AS given
INNER JOIN ${known} AS known ON known.stored_line = toInt64(assumeNotNull(given.line_number))
WHERE cityHash64(given.line) != known.stored_hash
  AND NOT (known.stored_line = ${lastLine} AND ${grown})
  AND given.line_number BETWEEN ${fromLine} AND ${extent?.lines ?? recordsPerSource}`,
    parameters,
  );
  return Number(rows[0]?.different) === 0;
}
