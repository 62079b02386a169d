/** Reads inputs into a kept store: only what is new of each, and committed source by source. */

import { compare } from "../detect/indicators.ts";
import { activitySql } from "../ingest/activity.ts";
import type { ReadContext } from "../ingest/context.ts";
import type { Input } from "../ingest/discover.ts";
import { eventsSql } from "../ingest/events.ts";
import { readInput } from "../ingest/read.ts";
import { requestTableSql } from "../ingest/requests.ts";
import { recordsPerSource } from "../ingest/scan.ts";
import type { Reject, SourceReport } from "../ingest/source.ts";
import { blameBase, commitSource, openStore } from "./store.ts";
import { inputBytes, type Progress } from "./triage.ts";

/**
 * Adds the inputs to the store and reports on every source that the store holds. All records are
 * kept, whatever window the run looks at.
 */
export async function readIntoStore(
  { time: _time, ...context }: ReadContext,
  inputs: readonly Input[],
  progress: (progress: Progress) => void,
): Promise<SourceReport[]> {
  const stored = await openStore(context.engine, context.content);
  const reports = new Map<number, SourceReport>(
    stored.map(({ number, report }) => [
      number,
      { ...report, problem: undefined, opened: undefined, parts: [] },
    ]),
  );
  let next = stored.length === 0 ? 0 : Math.max(...stored.map(({ number }) => number)) + 1;
  const { engine, content } = context;
  for (const [index, input] of inputs.entries()) {
    await engine.run(`DROP TABLE IF EXISTS ${context.table}`);
    await engine.run(requestTableSql(context.table, content.base));
    progress({ stage: `reading ${input.path}`, ...inputBytes(inputs, index) });
    const read = await readInput(
      {
        ...context,
        resume: async (digest, from, lines) => {
          for (const source of stored.filter((candidate) => candidate.digest === digest)) {
            if (await continues(context, source.number, from, lines))
              return { number: source.number, lastLine: source.lastLine };
          }
          return undefined;
        },
        alsoScan: async (lines, plan, parameters) => {
          await context.engine.run(`INSERT INTO events ${eventsSql(lines, plan)}`, parameters);
        },
      },
      input,
      next,
      index,
    );
    await blameBase(content, async () => {
      for (const sql of activitySql("activity", context.table, content.base)) await engine.run(sql);
    });
    if (read.number === next) next += 1;
    const earlier = reports.get(read.number);
    const report = earlier === undefined ? read : continued(earlier, read);
    reports.set(report.number, report);
    if (report.events > 0)
      await commitSource(context.engine, report, await lastLineOf(context, report.number));
  }
  await engine.run(`DROP TABLE IF EXISTS ${context.table}`);
  return [...reports.values()].sort((a, b) => a.number - b.number);
}

/** What is known of a source whose later records a run has added. */
function continued(earlier: SourceReport, added: SourceReport): SourceReport {
  const reasons = [...new Set([...earlier.rejects, ...added.rejects].map(({ reason }) => reason))];
  const rejects = reasons.map((reason): Reject => {
    const [first, ...more] = [...earlier.rejects, ...added.rejects].filter(
      (reject) => reject.reason === reason,
    ) as [Reject, ...Reject[]];
    return { ...first, count: more.reduce((sum, { count }) => sum + count, first.count) };
  });
  const bound = (
    one: number | undefined,
    other: number | undefined,
    pick: (a: number, b: number) => number,
  ) => (one === undefined ? other : other === undefined ? one : pick(one, other));
  return {
    ...added,
    lines: earlier.lines + added.lines,
    events: earlier.events + added.events,
    rejects: rejects.sort((a, b) => b.count - a.count || compare(a.reason, b.reason)),
    formats: [...new Set([...earlier.formats, ...added.formats])],
    fields: [...new Set([...earlier.fields, ...added.fields])].sort(),
    firstMs: bound(earlier.firstMs, added.firstMs, Math.min),
    lastMs: bound(earlier.lastMs, added.lastMs, Math.max),
  };
}

/**
 * Whether a file goes on where a stored source ends: every stored record stands in it at its own line.
 * The first record alone says little, because a health probe begins many a log.
 */
async function continues(
  context: ReadContext,
  number: number,
  from: string,
  parameters: Readonly<Record<string, string>>,
): Promise<boolean> {
  const rows = await context.engine.rows(
    `SELECT count() AS different
FROM ${from} AS given
INNER JOIN (
  SELECT event_id % ${recordsPerSource} AS stored_line, cityHash64(raw) AS stored_hash
  FROM events
  WHERE event_id >= ${number * recordsPerSource} AND event_id < ${(number + 1) * recordsPerSource}
) AS known ON known.stored_line = toInt64(assumeNotNull(given.line_number))
WHERE cityHash64(given.line) != known.stored_hash`,
    parameters,
  );
  return Number(rows[0]?.different) === 0;
}

async function lastLineOf(context: ReadContext, number: number): Promise<number> {
  const rows = await context.engine.rows(
    `SELECT max(event_id) AS last FROM events WHERE event_id >= ${number * recordsPerSource} AND event_id < ${(number + 1) * recordsPerSource}`,
  );
  return Number(rows[0]?.last ?? 0) % recordsPerSource;
}
