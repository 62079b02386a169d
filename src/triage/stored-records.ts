/** Records that indicators look at one by one, of what a kept store holds. */
import { blame } from "../content/blame.ts";
import { contentPath } from "../content/errors.ts";
import type { Content } from "../content/load.ts";
import type { Engine } from "../engine/engine.ts";
import { readRecords, recordsTableSql, storedRecords } from "../ingest/records.ts";
import type { SourceReport } from "../ingest/source.ts";
import { isBounded, outsideSql, type TimeWindow } from "../ingest/window.ts";

/** Makes the profiles of records of what a store holds; they last as long as the run. */
export async function keepStored(
  engine: Engine,
  { records }: Content,
  sources: readonly SourceReport[],
  time: TimeWindow,
): Promise<void> {
  const outside = isBounded(time) ? `NOT (time_ms != 0 AND ${outsideSql("time_ms", time)})` : "1";
  for (const profile of records) {
    await engine.run(recordsTableSql(profile));
    const held = sources.filter(({ kind, events }) => events > 0 && profile.kinds.includes(kind));
    if (held.length === 0) continue;
    const numbers = held.map(({ number }) => number);
    await blame(contentPath("profiles", profile.id), () =>
      readRecords(engine, [profile], storedRecords(numbers, outside)),
    );
  }
}
