/**
 * Reads the lines of a file into the table of requests, part by part: one part for most files,
 * one for each header of a header-driven format, and one for each further format that what the
 * first one rejects turns out to be.
 */
import { readingLimits } from "../limits.ts";
import type { Plan } from "./columns.ts";
import type { ReadContext } from "./context.ts";
import { countsTableSql, talliesSql } from "./counts.ts";
import { dayOrderOf } from "./day-order.ts";
import { after, beyondPlan, directiveSql, type Header } from "./header.ts";
import { scan } from "./read-lines.ts";
import type { Recognised } from "./recognise.ts";
import { recordsTable, recordsTableSql } from "./records.ts";
import { requestTableSql } from "./requests.ts";
import { type LineSource, needsFileTime, rejectedLines } from "./scan.ts";
import type { Part, Reading } from "./source.ts";
import { outsideWindow } from "./window.ts";

const sampleLines = 400;
const sampleLineBytes = 16_384;
const longSampleLines = 30;
/** Below this share of the lines, rejects are counted with a sample and not taken for another format. */
const otherFormatShareMin = 0.005;

/** The first lines of a file, cut where they are long. */
export async function sampleOf(
  context: ReadContext,
  from: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string[]> {
  const first = async (lines: number, bytes: number) =>
    (
      await context.engine.rows(
        `SELECT substring(line, 1, ${bytes}) AS text FROM ${from} LIMIT ${lines}`,
        parameters,
        { first: lines },
      )
    ).map((row) => String(row.text));
  const cut = await first(sampleLines, sampleLineBytes);
  // JSON that is cut is none: a log of script blocks or packets is known by fewer lines, and by all of each.
  const long = cut.filter((line) => line.startsWith("{") && line.length >= sampleLineBytes / 4);
  const whole = long.filter((line) => !line.trimEnd().endsWith("}"));
  return whole.length * 2 > cut.length
    ? first(longSampleLines, context.content.policy.limits.record_bytes)
    : cut;
}

/**
 * Reads all lines of a file.
 * @param whole FROM clause of all its lines, where `lines` begins later
 * @param scanned whether its lines were read already, by the format that was recognised
 * @param fileMs when the file was last written, where that is known
 */
export async function readParts(
  context: ReadContext,
  recognised: Recognised,
  lines: LineSource,
  whole: string,
  parameters: Readonly<Record<string, string>>,
  scanned: boolean,
  fileMs?: number,
): Promise<Reading> {
  const parts = await planParts(context, recognised, lines, whole, parameters);
  if (!scanned)
    for (const part of parts)
      await scan(context, part.lines, { plan: part.plan, kind: recognised.kind }, parameters);
  const others =
    recognised.under === undefined
      ? await readOtherFormats(context, recognised, lines, parameters, fileMs)
      : [];
  return {
    formats: [
      ...new Set([
        recognised.format,
        ...parts.map(({ format }) => format),
        ...others.map(({ format }) => format),
      ]),
    ].filter((format) => format !== ""),
    filled: new Set([...parts, ...others].flatMap(({ plan }) => Object.keys(plan.columns))),
    parts: [...parts, ...others.map(({ part }) => part)],
  };
}

/** One part for most formats; one for each different header of a file whose columns a header names. */
async function planParts(
  context: ReadContext,
  recognised: Recognised,
  lines: LineSource,
  whole: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Part[]> {
  const { under } = recognised;
  if (under === undefined) return [{ lines, plan: recognised.plan, format: recognised.format }];
  const { starts, headers } = await headersOf(context, whole, parameters);
  const distinct = [...headers];
  const [first] = distinct;
  if (first === undefined) return [{ lines, plan: recognised.plan, format: recognised.format }];
  if (distinct.length === 1) return [{ lines, ...under(first[1]) }];
  const places = new Map(
    distinct.map(([key], index) => [key, Math.min(index, readingLimits.headersPerFileMax) + 1]),
  );
  const at = latestSql(
    starts.map(({ line }) => line),
    starts.map(({ key }) => places.get(key) ?? 0),
  );
  return distinct.slice(0, readingLimits.headersPerFileMax + 1).map(([, below], index) => ({
    // Records above the first directive belong to the first part, where they are rejected.
    lines: {
      ...lines,
      from: `(SELECT ${lines.columns.join(", ")} FROM ${lines.from} WHERE ${at} = ${index + 1}${index === 0 ? ` OR ${at} = 0` : ""})`,
    },
    ...(index < readingLimits.headersPerFileMax
      ? under(below)
      : { format: "", plan: beyondPlan(readingLimits.headersPerFileMax) }),
  }));
}

/** Stands for all headers that are too many. */
const beyondKey = "";

/**
 * The different headers of a file, and where each begins. Directives may be most of a file: they are read one by one, and no more
 * headers are held than are used.
 */
async function headersOf(
  context: ReadContext,
  whole: string,
  parameters: Readonly<Record<string, string>>,
): Promise<{
  readonly starts: readonly { readonly line: number; readonly key: string }[];
  readonly headers: ReadonlyMap<string, Header>;
}> {
  const { headerLineBytesMax, headerLinesMax, headersPerFileMax } = readingLimits;
  const starts: { line: number; key: string }[] = [];
  const headers = new Map<string, Header>();
  let header: Header | undefined;
  const directives = context.engine.lines(
    `SELECT line_number, substring(line, 1, ${headerLineBytesMax}) AS text FROM ${whole} WHERE ${directiveSql} ORDER BY line_number LIMIT ${headerLinesMax}`,
    parameters,
  );
  for await (const chunk of directives)
    for (const row of Buffer.from(chunk).toString("utf8").split("\n")) {
      const at = row.indexOf("\t");
      if (at < 0) continue;
      header = after(header, row.slice(at + 1));
      if (header === undefined || header.fields.length === 0) continue;
      const own = JSON.stringify(header);
      const key = headers.has(own) || headers.size < headersPerFileMax ? own : beyondKey;
      headers.set(key, header);
      if (starts.at(-1)?.key !== key) starts.push({ line: Number(row.slice(0, at)), key });
    }
  return { starts, headers };
}

/**
 * SQL of the value that belongs to the latest of some ascending lines that is not behind `line_number`, 0 before all.
 * Looked for in two steps: the engine copies a list for every row, and a log may have thousands of directives.
 */
function latestSql(lines: readonly number[], values: readonly number[]): string {
  const step = Math.ceil(Math.sqrt(lines.length));
  const heads = lines.filter((_, index) => index % step === 0);
  const block = `toInt64(arrayCount(line -> line <= line_number, [${heads.join(",")}]))`;
  const own = `arraySlice([${lines.join(",")}], greatest(${block} - 1, 0) * ${step} + 1, ${step})`;
  const index = `greatest(${block} - 1, 0) * ${step} + arrayCount(line -> line <= line_number, ${own})`;
  return `arrayElement([${values.join(",")}], toUInt32(${index}))`;
}

/** Takes what was read of some sources out of all tables. */
export async function forget(context: ReadContext, sources: readonly number[]): Promise<void> {
  const condition = `source IN (${sources.join(",")})`;
  await forgetLines(context, condition);
  for (const profile of context.records ?? [])
    await without(context, recordsTable(profile), (table) => recordsTableSql(profile, table), condition);
}

/** Takes lines out of the tables that tell what became of each. */
async function forgetLines(context: ReadContext, condition: string): Promise<void> {
  const { content, requests, counts } = context;
  if (requests !== undefined)
    await without(context, requests, (table) => requestTableSql(table, content.base), condition);
  if (counts !== undefined) await without(context, counts, countsTableSql, condition);
}

/** Takes rows out of a table that only grows; what stays is written anew. */
async function without(
  { engine }: ReadContext,
  table: string,
  ddl: (table: string) => string,
  condition: string,
): Promise<void> {
  const kept = `${table}_kept`;
  // A run over a kept store that was killed in here has left it.
  await engine.run(`DROP TABLE IF EXISTS ${kept}`);
  await engine.run(ddl(kept));
  await engine.run(
    `INSERT INTO ${kept} SELECT * FROM ${table} WHERE NOT (${condition})`,
    {},
    { lines: true },
  );
  // A database that keeps no files of its tables cannot give one another name.
  await engine.run(`DROP TABLE ${table}`);
  await engine.run(ddl(table));
  await engine.run(`INSERT INTO ${table} SELECT * FROM ${kept}`, {}, { lines: true });
  await engine.run(`DROP TABLE ${kept}`);
}

/** A further format of a file. */
interface OtherFormat {
  readonly format: string;
  readonly plan: Plan;
  readonly part: Part;
}

/** Looks at what the first format rejected; a second or third format in the file is read too. */
async function readOtherFormats(
  context: ReadContext,
  first: Recognised,
  lines: LineSource,
  parameters: Readonly<Record<string, string>>,
  fileMs: number | undefined,
): Promise<OtherFormat[]> {
  const found: OtherFormat[] = [];
  let last: Part = { lines, plan: first.plan, format: first.format };
  while (found.length + 1 < readingLimits.formatsPerFileMax) {
    const counts = await context.engine.rows(
      `SELECT sumIf(total, reject NOT IN ('', '${outsideWindow}')) AS rejected, sum(total) AS all FROM ${talliesSql(context, `source = ${lines.source}`)}`,
    );
    const rejected = Number(counts[0]?.rejected ?? 0);
    // Looking for rejected lines reads the whole file again: done where there are enough to be a format.
    if (rejected < Number(counts[0]?.all ?? 0) * otherFormatShareMin) break;
    const from = rejectedLines(last.lines, last.plan);
    const tried = new Set([first.format, ...found.map(({ format }) => format)]);
    const samples = await sampleOf(context, from, parameters);
    const next = context.recogniser.recognise(samples, tried);
    if (next === undefined || next.under !== undefined) break;
    // What the earlier formats rejected is counted by the next one.
    await forgetLines(context, `source = ${lines.source} AND reject NOT IN ('', '${outsideWindow}')`);
    const { dayOrder: _first, fileMs: _known, ...others } = lines;
    const dated = fileMs !== undefined && needsFileTime(next.plan) ? { fileMs } : {};
    const rest = { ...others, ...dated, from, recordSql: next.recordSql };
    const dayOrder = await dayOrderOf(context, next.plan, rest, samples, parameters);
    last = {
      lines: { ...rest, ...(dayOrder === undefined ? {} : { dayOrder }) },
      plan: next.plan,
      format: next.format,
    };
    await scan(context, last.lines, next, parameters);
    found.push({ format: next.format, plan: next.plan, part: last });
  }
  return found;
}
