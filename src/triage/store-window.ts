/**
 * A window of time over a kept store. The store holds all records that it was ever given; a run
 * that looks at a part of them computes the base profile of that part into a table of its own,
 * which the next run removes, and leaves what is stored as it is.
 */
import type { Content } from "../content/load.ts";
import { compare } from "../detect/finding.ts";
import type { Engine } from "../engine/engine.ts";
import { activityParts, activityTablesSql } from "../ingest/activity.ts";
import { recordsPerSource } from "../ingest/scan.ts";
import type { SourceReport } from "../ingest/source.ts";
import { outsideSql, outsideWindow, type TimeWindow } from "../ingest/window.ts";
import { storedActivitySql } from "./store.ts";

/** Table of the base profile of the stored records inside the window. */
export const windowTable = "window_activity";

const sampleBytes = 300;

/**
 * Computes the base profile of the stored records inside a window.
 * @param coarse whether the window may begin earlier than it says, where what was stored together and in one hour lies across its
 *   border; nothing is then read of the events but what classes they are of
 * @returns the sources as this window shows them: what lies outside is among their rejects
 */
export async function lookThrough(
  engine: Engine,
  content: Content,
  sources: readonly SourceReport[],
  window: TimeWindow,
  coarse = false,
): Promise<SourceReport[]> {
  const tables = activityParts(windowTable);
  for (const table of Object.values(tables)) await engine.run(`DROP TABLE IF EXISTS ${table}`);
  for (const sql of activityTablesSql(windowTable, content.base, "Log")) await engine.run(sql);
  for (const source of sources) {
    const place = placeOf(source, window);
    if (place === "inside")
      await engine.run(`INSERT INTO ${windowTable} SELECT * FROM activity WHERE source = ${source.number}`);
    // Each reading of a log left rows of its own in the profile, so that those of the newest are told from all others.
    if (place === "across" && coarse)
      await engine.run(
        `INSERT INTO ${windowTable} SELECT * FROM activity WHERE source = ${source.number} AND (last_ms = 0 OR last_ms >= ${window.fromMs ?? 0})`,
      );
    else if (place === "across") {
      for (const sql of storedActivitySql(
        content,
        windowTable,
        source.number,
        `${ofSource(source)} AND NOT ${outside(window)}`,
      ))
        await engine.run(sql);
    }
  }
  // The texts behind the numbers: only of what is inside, since who is outside was not there.
  for (const text of ["client", "agent", "path"]) {
    const id = `${text}_id`;
    await engine.run(
      `INSERT INTO ${tables[`${text}_texts`]} SELECT DISTINCT ${id}, ${text} FROM ${activityParts("activity")[`${text}_texts`]} WHERE ${id} IN (SELECT ${id} FROM ${windowTable})`,
    );
  }
  const rows = await engine.rows(
    `SELECT source, sum(requests) AS events, min(first_ms) AS first, max(last_ms) AS last FROM ${windowTable} GROUP BY source`,
  );
  const inside = new Map(
    rows.map((row) => [
      Number(row.source),
      { events: Number(row.events), first: Number(row.first), last: Number(row.last) },
    ]),
  );
  return Promise.all(
    sources.map((source) => seen(engine, source, window, inside.get(source.number), coarse)),
  );
}

/** Where the records of a source lie; one without times lies inside, since nothing says otherwise. */
function placeOf(source: SourceReport, { fromMs, toMs }: TimeWindow): "inside" | "outside" | "across" {
  if (source.events === 0) return "outside";
  const { firstMs, lastMs } = source;
  if (firstMs === undefined || lastMs === undefined) return "inside";
  // A record of a format without times has time 0; among those of another format it is looked at by itself.
  if (firstMs <= 0) return "across";
  if (lastMs < (fromMs ?? lastMs) || firstMs > (toMs ?? firstMs)) return "outside";
  return firstMs >= (fromMs ?? firstMs) && lastMs <= (toMs ?? lastMs) ? "inside" : "across";
}

function ofSource({ number }: SourceReport): string {
  return `event_id >= ${number * recordsPerSource} AND event_id < ${(number + 1) * recordsPerSource}`;
}

function outside(window: TimeWindow): string {
  return `(time_ms != 0 AND ${outsideSql("time_ms", window)})`;
}

/** A source as the window shows it; `lines` still is `events` and all rejects together. */
async function seen(
  engine: Engine,
  source: SourceReport,
  window: TimeWindow,
  inside: { events: number; first: number; last: number } | undefined,
  coarse: boolean,
): Promise<SourceReport> {
  const events = inside?.events ?? 0;
  const left = source.events - events;
  if (left === 0) return source;
  const [first] = coarse
    ? []
    : await engine.rows(
        `SELECT event_id % ${recordsPerSource} AS line, substring(raw, 1, ${sampleBytes}) AS sample FROM events WHERE ${ofSource(source)} AND ${outside(window)} ORDER BY event_id LIMIT 1`,
      );
  const rejects = [
    ...source.rejects,
    {
      reason: outsideWindow,
      count: left,
      line: Number(first?.line ?? 0),
      sample: String(first?.sample ?? ""),
    },
  ];
  return {
    ...source,
    events,
    classes: await classesIn(engine, source, window, events),
    rejects: rejects.sort((a, b) => b.count - a.count || compare(a.reason, b.reason)),
    firstMs: events === 0 || source.firstMs === undefined ? undefined : inside?.first,
    lastMs: events === 0 || source.lastMs === undefined ? undefined : inside?.last,
  };
}

/** How many records of each class lie inside; where a source holds one class only, all of them are of it. */
async function classesIn(
  engine: Engine,
  source: SourceReport,
  window: TimeWindow,
  events: number,
): Promise<SourceReport["classes"]> {
  if (events === 0) return {};
  const known = Object.keys(source.classes);
  if (known.length === 1) return Object.fromEntries(known.map((name) => [name, events]));
  const rows = await engine.rows(
    `SELECT event_class AS class, count() AS total FROM events WHERE ${ofSource(source)} AND NOT ${outside(window)} GROUP BY class ORDER BY total DESC, class`,
  );
  return Object.fromEntries(rows.map((row) => [String(row.class), Number(row.total)]));
}
