/** Reads all inputs of a run that keeps no events: into the base profile, and records that are kept one by one. */
import { statSync } from "node:fs";
import { allDone } from "../engine/engine.ts";
import { activitySql, activityTablesSql } from "../ingest/activity.ts";
import type { ReadContext } from "../ingest/context.ts";
import { countsTable, countsTableSql } from "../ingest/counts.ts";
import type { Input } from "../ingest/discover.ts";
import { recordsTable, recordsTableSql } from "../ingest/records.ts";
import { requestsTable, requestTableSql } from "../ingest/requests.ts";
import type { SourceReport } from "../ingest/source.ts";
import { readInputs } from "../ingest/together.ts";
import type { Progress } from "./request.ts";
import { blameBase } from "./store.ts";

export async function readAll(
  context: ReadContext,
  inputs: readonly Input[],
  progress: (progress: Progress) => void,
): Promise<SourceReport[]> {
  const { engine, content } = context;
  const passing = inMemory(inputs) ? "Memory" : "Log";
  await blameBase(content, async () => {
    for (const sql of [
      requestTableSql(requestsTable, content.base, passing),
      countsTableSql(countsTable),
      ...activityTablesSql("activity", content.base, passing),
    ])
      await engine.run(sql);
  });
  for (const records of content.records)
    await engine.run(recordsTableSql(records, recordsTable(records), passing));
  const sources = await readInputs(context, inputs, (number) =>
    progress({ stage: `reading ${inputs[number]?.path}`, ...inputBytes(inputs, number) }),
  );
  await blameBase(content, () =>
    allDone(activitySql("activity", requestsTable, content.base).map((sql) => engine.run(sql))),
  );
  await engine.run(`DROP TABLE ${requestsTable}`);
  await engine.run(`DROP TABLE ${countsTable}`);
  return sources;
}

/** Bytes of inputs up to which what is read of them is kept in memory; compressed ones become at most 250 times as many. */
const memoryBytesMax = 1_000_000;

/** Whether what is read of some inputs may be kept in memory, which spares a hundred files. */
function inMemory(inputs: readonly Input[]): boolean {
  const files = inputs.flatMap((input) => input.mails ?? [input]);
  return !files.some(({ once }) => once) && inputBytes(files, 0).totalBytes <= memoryBytesMax;
}

/** Bytes on disk of the inputs before one, and of all. */
export function inputBytes(
  inputs: readonly Input[],
  before: number,
): { doneBytes: number; totalBytes: number } {
  const sizes = inputs.map(({ path, content, once }) => (once ? 0 : sizeOf(content ?? path)));
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  return { doneBytes: sum(sizes.slice(0, before)), totalBytes: sum(sizes) };
}

/** Bytes of a file, 0 where it is gone or not to be reached; reading it says why. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
