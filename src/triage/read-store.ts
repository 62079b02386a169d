/** Reads inputs into a kept store: only what is new of each, and committed source by source. */
import type { Input } from "../ingest/discover.ts";
import { type ReadContext, readInput, type SourceReport } from "../ingest/read.ts";
import { eventsSql, recordsPerSource } from "../ingest/scan.ts";
import { commitSource, openStore } from "./store.ts";
import { inputBytes, type Progress } from "./triage.ts";

/** Adds the inputs to the store and reports on every source that the store holds. */
export async function readIntoStore(context: ReadContext, inputs: readonly Input[], progress: (progress: Progress) => void): Promise<SourceReport[]> {
  const stored = await openStore(context.engine, context.content);
  const reports = new Map<number, SourceReport>(stored.map(({ number, report }) => [number, { ...report, problem: undefined, opened: undefined, parts: [] }]));
  let next = stored.length === 0 ? 0 : Math.max(...stored.map(({ number }) => number)) + 1;
  for (const [index, input] of inputs.entries()) {
    progress({ stage: `reading ${input.path}`, ...inputBytes(inputs, index) });
    const report = await readInput(
      {
        ...context,
        resume: (digest) => {
          const known = stored.find((source) => source.digest === digest);
          return known === undefined ? undefined : { number: known.number, lastLine: known.lastLine };
        },
        alsoScan: async (lines, plan, parameters) => {
          await context.engine.run(`INSERT INTO events ${eventsSql(lines, plan)}`, parameters);
        },
      },
      input,
      next,
      index,
    );
    if (report.number === next) next += 1;
    reports.set(report.number, report);
    if (report.events > 0) await commitSource(context.engine, report, await lastLineOf(context, report.number));
  }
  return [...reports.values()].sort((a, b) => a.number - b.number);
}

async function lastLineOf(context: ReadContext, number: number): Promise<number> {
  const rows = await context.engine.rows(`SELECT max(event_id) AS last FROM events WHERE event_id >= ${number * recordsPerSource} AND event_id < ${(number + 1) * recordsPerSource}`);
  return Number(rows[0]?.last ?? 0) % recordsPerSource;
}
