import type { RecordsProfile } from "../content/schema.ts";
import { allDone } from "../engine/engine.ts";
import { literals } from "../engine/sql.ts";
import { type ColumnName, columnNames, type Plan } from "./columns.ts";
import type { ReadContext } from "./context.ts";
import { countsSql, requestLines, splitOf } from "./counts.ts";
import { storedPlan } from "./events.ts";
import { readsAll } from "./looked.ts";
import type { Recognised } from "./recognise.ts";
import { mayHold, readRecords } from "./records.ts";
import { requestsSelect, requestsSql } from "./requests.ts";
import { type LineSource, mentions } from "./scan.ts";
import { isBounded, outsideSql, outsideWindow, type TimeWindow } from "./window.ts";

/** How lines become columns, and what kind of source they are of. */
export type Readable = Pick<Recognised, "plan" | "kind">;

/** Reads lines into the tables of requests and counts, and wherever else the run keeps them. */
export async function scan(
  context: ReadContext,
  lines: LineSource,
  { plan, kind }: Readable,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  const bounded = boundTime(plan, context.time);
  const { engine, content, requests, counts } = context;
  const split = requests === undefined ? "counts" : counts === undefined ? "rows" : splitOf(bounded);
  const looks = (context.records ?? []).filter((profile) => mayHold(profile, kind, bounded));
  // Where a flag of requests tells whether there is anything to look at, those are read first.
  const later = split === "rows" ? looks.filter((profile) => flagSql(profile) !== undefined) : [];
  const now = looks.filter((profile) => !later.includes(profile));
  // Reading the file twice costs a tenth of taking apart what is no request; nothing is gained where all is taken apart twice.
  const countsInto = split === "counts" && readsAll(now, lines) ? counts : undefined;
  const source = { lines, plan: bounded, parameters };
  if (split === "both" && requests !== undefined && bounded.folded === undefined) {
    const { columns, plan: known } = asColumns(bounded, content);
    const sql = (rows: LineSource) => requestsSql(requests, rows, known, content.base, content.endpoints);
    await readRecords(engine, now, source, { countsInto: counts, requests: { columns, sql } });
    await context.alsoScan?.(lines, bounded, parameters);
    return;
  }
  const jobs = [readRecords(engine, now, source, { countsInto })];
  if (counts !== undefined && split !== "rows" && countsInto === undefined) {
    const sql = countsSql(counts, lines, bounded, split === "counts");
    jobs.push(engine.run(sql, parameters, { lines: true, planned: true }));
  }
  if (requests !== undefined && split !== "counts") {
    const asked = split === "rows" ? lines : requestLines(lines, bounded);
    const sql = requestsSql(requests, asked, bounded, content.base, content.endpoints);
    jobs.push(engine.run(sql, parameters, { lines: true }));
  }
  await allDone(jobs);
  await readRecords(engine, await flagged(context, later, lines), source);
  await context.alsoScan?.(lines, bounded, parameters);
}

/** A plan of requests that are event columns already, and which of these it reads. */
function asColumns(plan: Plan, content: ReadContext["content"]): { columns: ColumnName[]; plan: Plan } {
  const filled = columnNames.filter((name) => name !== "time_ms" && plan.columns[name] !== undefined);
  const known: Plan = {
    ...storedPlan,
    ...(plan.profiled === undefined ? {} : { profiled: plan.profiled }),
    ...(plan.detailed === undefined ? {} : { detailed: plan.detailed }),
    columns: Object.fromEntries(["time_ms" as const, ...filled].map((name) => [name, name])),
  };
  const none: LineSource = {
    columns: [],
    from: "",
    source: 0,
    recordSql: "line",
    recordBytesMax: 0,
    crlf: false,
  };
  const sql = requestsSelect(none, known, content.base, content.endpoints);
  return { columns: filled.filter((name) => mentions(sql, name)), plan: known };
}

/** What each request has that a profile can keep, over the table of requests; undefined where that table tells nothing. */
function flagSql({ requests_with, requests_hold }: RecordsProfile): string | undefined {
  return (
    requests_with ??
    (requests_hold === undefined ? undefined : `multiSearchAny(lower(path), ${literals(requests_hold)})`)
  );
}

/** Those of some profiles whose flag a request of a source has. */
async function flagged(
  { engine, requests }: ReadContext,
  profiles: readonly RecordsProfile[],
  { source, sourceColumn }: LineSource,
): Promise<readonly RecordsProfile[]> {
  if (profiles.length === 0 || requests === undefined) return profiles;
  const flags = profiles.map((profile, index) => `max(${flagSql(profile)}) AS flag_${index}`);
  // Of several sources that are read together, the requests read so far tell enough.
  const where = sourceColumn === undefined ? `source = ${source}` : "1";
  const [row] = await engine.rows(`SELECT ${flags.join(", ")} FROM ${requests} WHERE ${where}`);
  return profiles.filter((_, index) => Number(row?.[`flag_${index}`]) > 0);
}

/** Records outside --from and --to are rejected by name, so that the sums still hold. */
function boundTime(plan: Plan, time: TimeWindow | undefined): Plan {
  const column = plan.columns.time_ms;
  if (column === undefined || !isBounded(time)) return plan;
  const { only } = plan;
  return {
    ...plan,
    ...(only === undefined ? {} : { only: (columns) => boundTime(only(columns), time) }),
    reject: `if((${plan.reject}) != '', (${plan.reject}), if(${outsideSql(column, time)}, '${outsideWindow}', ''))`,
  };
}
