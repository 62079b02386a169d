/** Files read as `vedette events` reads them, with the columns as they are and not as a document tells them. */
import type { Row } from "../../src/engine/engine.ts";
import { eventsSql } from "../../src/ingest/events.ts";
import { splitEventId } from "../../src/ingest/scan.ts";
import type { SourceReport } from "../../src/ingest/source.ts";
import { readSources } from "../../src/triage/reading.ts";
import type { TriageRequest } from "../../src/triage/request.ts";
import { silentEffects } from "./effects.ts";
import { requestFor } from "./triage.ts";

/** What was read of a file. */
export interface Reading {
  readonly source: SourceReport;
  /** Events by the 1-based physical line that their record begins in. */
  readonly events: ReadonlyMap<number, Row>;
}

/** Reads files, each by its path. */
export async function readFiles(
  paths: readonly string[],
  more: Partial<TriageRequest> = {},
): Promise<ReadonlyMap<string, Reading>> {
  const readings = new Map<string, Reading>();
  await readSources(requestFor(paths, more), silentEffects(), async (source, engine) => {
    const events = new Map<number, Row>();
    for (const { lines, plan } of source.parts)
      for (const row of await engine.rows(eventsSql(lines, plan), { file: source.opened?.file ?? "" }))
        events.set(splitEventId(Number(row.event_id)).line, row);
    readings.set(source.path, { source, events });
    return true;
  });
  return readings;
}
