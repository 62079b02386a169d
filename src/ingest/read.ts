/**
 * Reads one input from its bytes to the base profile, and says truthfully what became of it.
 *
 * The recognised format is used for the whole file; records that it rejects are looked at
 * once more, so that a format that changes in mid-file is read too.
 */
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { Content } from "../content/load.ts";
import { interestingOf, interestingSql } from "../content/patterns.ts";
import { type Engine, EngineError, engineErrorNumbers, type Row } from "../engine/engine.ts";
import { VedetteError } from "../errors.ts";
import type { Plan, SourceKind } from "./columns.ts";
import type { Input } from "./discover.ts";
import {
  bytesMost,
  damaged,
  displayName,
  type Opened,
  type OpenLimits,
  openInput,
  ratioProblem,
  recover,
} from "./open.ts";
import type { Recognised, Recogniser } from "./recognise.ts";
import {
  fileLines,
  type LineSource,
  lineColumns,
  rejectedLines,
  requestsSql,
  requestTableSql,
  splitEventId,
} from "./scan.ts";
import { fieldsOf, w3cPlan } from "./w3c.ts";
import { isBounded, outsideSql, outsideWindow, type TimeWindow } from "./window.ts";

/** Why some records were no events. */
export interface Reject {
  readonly reason: string;
  readonly count: number;
  readonly line: number;
  readonly sample: string;
}

/** What became of one input. */
export interface SourceReport {
  readonly number: number;
  readonly path: string;
  readonly named: boolean;
  readonly format: string;
  /** All formats read, where the file mixes several. */
  readonly formats: readonly string[];
  readonly kind: SourceKind;
  readonly confidence: number;
  readonly bytes: number;
  readonly lines: number;
  readonly events: number;
  readonly rejects: readonly Reject[];
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  readonly fields: readonly string[];
  readonly notes: readonly string[];
  readonly problem: VedetteError | undefined;
  /** Digest of the first record; the part of an event's id that outlives a run. */
  readonly digest: string;
  readonly opened: Opened | undefined;
  /** How its records were read; empty for a source that was read in an earlier run. */
  readonly parts: readonly Part[];
}

/** Lines of a source and how they become columns. */
export interface Part {
  readonly lines: LineSource;
  readonly plan: Plan;
}

/** What reading needs from the run. */
export interface ReadContext {
  readonly engine: Engine;
  readonly content: Content;
  readonly recogniser: Recogniser;
  readonly folder: string;
  /** Table of requests that the inputs are read into. */
  readonly table: string;
  readonly stdin: Readable;
  /** Called with each plan and its lines, e.g. to fill a kept store. */
  readonly alsoScan?: (
    lines: LineSource,
    plan: Plan,
    parameters: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** Where a kept store already holds this source: its number and how far it was read. */
  readonly resume?: (
    digest: string,
    from: string,
    parameters: Readonly<Record<string, string>>,
  ) => Promise<{ readonly number: number; readonly lastLine: number } | undefined>;
  readonly time?: TimeWindow;
}

const sampleLines = 400;
const sampleLineBytes = 16_384;
const rejectSampleBytes = 300;
const formatsPerFileMax = 3;
/** Below this share of the lines, rejects are counted with a sample and not taken for another format. */
const otherFormatShareMin = 0.005;

/** Loads the catalogue's names that the scan looks up; once, before anything is read. */
export async function loadSegments(engine: Engine, content: Content): Promise<void> {
  const { one, two } = interestingOf(content.endpoints, content.watchWords);
  await engine.run("DROP TABLE IF EXISTS catalogue_segments");
  // Hashes of names and of folder/name: integers are looked up faster than texts, and a chance hit only keeps a request.
  await engine.run("CREATE TABLE catalogue_segments (name UInt64) ENGINE = MergeTree ORDER BY name");
  await engine.run(
    "INSERT INTO catalogue_segments SELECT cityHash64(name) FROM (SELECT arrayJoin({names:Array(String)}) AS name)",
    { names: [...one, ...two] },
  );
}

/**
 * Reads one input. Everything that goes wrong with it is in the report; nothing is thrown for bad data.
 * @param number the number of its source, unless a kept store knows the source already
 * @param fileNumber makes names in the run's folder unique
 */
export async function readInput(
  context: ReadContext,
  input: Input,
  number: number,
  fileNumber: number = number,
): Promise<SourceReport> {
  let opened: Opened;
  try {
    opened = await openInput(input, context.folder, fileNumber, openLimits(context), context.stdin);
  } catch (thrown) {
    return unread(input, number, toProblem(thrown, input), undefined);
  }
  try {
    return await readOpened(context, opened, number);
  } catch (thrown) {
    if (
      opened.engineCompression === "none" ||
      !(thrown instanceof EngineError || (thrown instanceof VedetteError && thrown.code === "input.ratio"))
    ) {
      return unread(input, number, toProblem(thrown, input), opened);
    }
    // The engine gives nothing of a damaged file, and too much of a bomb; what can be decompressed
    // within the limits is read instead.
    await forget(context, `source = ${number}`);
    const recovered = await recover(opened, context.folder, fileNumber, openLimits(context));
    try {
      const report = await readOpened(context, recovered, number);
      return { ...report, problem: report.problem ?? toProblem(thrown, input) };
    } catch (again) {
      return unread(input, number, recovered.problem ?? toProblem(again, input), opened);
    }
  }
}

/**
 * The engine knows no limit for what a file decompresses to. A file that declares less than it
 * holds (gzip of several members) is found when it has been read. Only a file whose lines are
 * like its first ones and would make half of what is allowed is measured.
 */
async function refuseOvergrown(
  context: ReadContext,
  opened: Opened,
  lines: number,
  samples: readonly string[],
): Promise<void> {
  if (opened.engineCompression === "none") return;
  const limits = openLimits(context);
  const most = bytesMost(opened.bytes, limits);
  const meanBytes = samples.reduce((sum, line) => sum + line.length, 0) / samples.length;
  if (lines * meanBytes < most / 2) return;
  const rows = await context.engine.rows(
    `SELECT sum(length(line) + 1) AS bytes FROM ${fileLines("file", opened.engineCompression)}`,
    { file: opened.file },
  );
  if (Number(rows[0]?.bytes) > most) throw ratioProblem(opened.input, limits.ratioMax);
}

function openLimits(context: ReadContext): OpenLimits {
  const limits = context.content.policy.limits;
  return {
    ratioMax: limits.decompressed_ratio,
    ratioFloorBytes: limits.decompressed_bytes_floor,
    spoolBytesMax: limits.spool_bytes,
  };
}

async function readOpened(context: ReadContext, opened: Opened, number: number): Promise<SourceReport> {
  const parameters = { file: opened.file };
  const from = fileLines("file", opened.engineCompression);
  const samples = (
    await context.engine.rows(
      `SELECT substring(line, 1, ${sampleLineBytes}) AS text, length(line) AS bytes FROM ${from} LIMIT ${sampleLines}`,
      parameters,
    )
  ).map((row) => String(row.text));
  if (samples.every((line) => line.trim() === "")) {
    const empty = new VedetteError(
      "input.empty",
      `${displayName(opened.input)}: holds nothing but blank lines.`,
      { place: { path: opened.input.path } },
    );
    return unread(opened.input, number, opened.problem ?? empty, opened);
  }
  const digest = digestOf(samples);
  const resumed = await context.resume?.(digest, from, parameters);
  const recognised = context.recogniser.recognise(samples);
  if (recognised === undefined)
    return unread(opened.input, number, opened.problem ?? unrecognised(opened.input, samples), opened);
  const source = resumed?.number ?? number;
  const lines: LineSource = {
    columns: lineColumns,
    from:
      resumed === undefined
        ? from
        : `(SELECT line, line_number FROM ${from} WHERE line_number > ${resumed.lastLine})`,
    source,
    recordSql: recognised.recordSql,
    recordBytesMax: context.content.policy.limits.record_bytes,
    // A carriage return may begin beyond the sample; it matters where a column ends the line.
    crlf: recognised.endsInColumn || samples.some((line) => line.endsWith("\r")),
  };
  const formats = [recognised.format];
  const parts: Part[] = [];
  for (const part of await planParts(context, recognised, lines, from, parameters)) {
    await scan(context, part.lines, part.plan, parameters);
    parts.push(part);
  }
  const filled = new Set(Object.keys(recognised.plan.columns));
  if (recognised.w3c === undefined)
    await readOtherFormats(context, recognised, lines, parameters, formats, filled, parts);
  const done = await report(
    context,
    opened,
    source,
    recognised,
    formats,
    filled,
    digest,
    parameters,
    from,
    parts,
  );
  await refuseOvergrown(context, opened, done.lines, samples);
  return done;
}

/** One part for most formats; one for each different `#Fields` line of a header-driven file. */
async function planParts(
  context: ReadContext,
  recognised: Recognised,
  lines: LineSource,
  whole: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Part[]> {
  const w3c = recognised.w3c;
  if (w3c === undefined) return [{ lines, plan: recognised.plan }];
  const headers = await context.engine.rows(
    `SELECT line_number, trimRight(line, '\\r') AS text FROM ${whole} WHERE startsWith(line, '#Fields') ORDER BY line_number LIMIT 100000`,
    parameters,
  );
  const starts = headers.map((row) => ({ line: Number(row.line_number), text: String(row.text) }));
  const distinct = [...new Set(starts.map((start) => start.text))];
  if (distinct.length <= 1) return [{ lines, plan: w3cPlan(w3c, fieldsOf(distinct[0] ?? "") ?? []) }];
  const which = starts.map((start) => distinct.indexOf(start.text) + 1);
  const at = `arrayElement([${which.join(",")}], toUInt32(arrayCount(start -> start <= line_number, [${starts.map((start) => start.line).join(",")}])))`;
  return distinct.map((text, index) => ({
    // Records above the first directive belong to the first part, where they are rejected.
    lines: {
      ...lines,
      from: `(SELECT line, line_number FROM ${lines.from} WHERE ${at} = ${index + 1}${index === 0 ? ` OR ${at} = 0` : ""})`,
    },
    plan: w3cPlan(w3c, fieldsOf(text) ?? []),
  }));
}

async function scan(
  context: ReadContext,
  lines: LineSource,
  plan: Plan,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  const bounded = boundTime(plan, context.time);
  await context.engine.run(
    requestsSql(
      context.table,
      lines,
      bounded,
      context.content.base,
      interestingSql(context.content.endpoints),
    ),
    parameters,
    { lines: true },
  );
  await context.alsoScan?.(lines, bounded, parameters);
}

/** Takes requests out of their table; it only grows, so what stays is written anew. */
async function forget(context: ReadContext, condition: string): Promise<void> {
  const { engine, table } = context;
  await engine.run(requestTableSql(`${table}_kept`, context.content.base));
  await engine.run(
    `INSERT INTO ${table}_kept SELECT * FROM ${table} WHERE NOT (${condition})`,
    {},
    { lines: true },
  );
  await engine.run(`DROP TABLE ${table}`);
  await engine.run(`RENAME TABLE ${table}_kept TO ${table}`);
}

/** Records outside --from and --to are rejected by name, so that the sums still hold. */
function boundTime(plan: Plan, time: TimeWindow | undefined): Plan {
  const column = plan.columns.time_ms;
  if (column === undefined || !isBounded(time)) return plan;
  return {
    ...plan,
    reject: `if((${plan.reject}) != '', (${plan.reject}), if(${outsideSql(column, time)}, '${outsideWindow}', ''))`,
  };
}

/** Looks at what the first format rejected; a second or third format in the file is read too. */
async function readOtherFormats(
  context: ReadContext,
  first: Recognised,
  lines: LineSource,
  parameters: Readonly<Record<string, string>>,
  formats: string[],
  filled: Set<string>,
  parts: Part[],
): Promise<void> {
  let rest: LineSource = lines;
  let plan = first.plan;
  const tried = new Set([first.format]);
  while (formats.length < formatsPerFileMax) {
    const counts = await context.engine.rows(
      `SELECT countIf(reject NOT IN ('', '${outsideWindow}')) AS rejected, count() AS all FROM ${context.table} WHERE source = ${lines.source}`,
    );
    const rejected = Number(counts[0]?.rejected ?? 0);
    // Looking for rejected lines reads the whole file again: done where there are enough to be a format.
    if (rejected < Number(counts[0]?.all ?? 0) * otherFormatShareMin) return;
    const from = rejectedLines(rest, plan);
    const samples = (
      await context.engine.rows(
        `SELECT substring(line, 1, ${sampleLineBytes}) AS text FROM ${from} LIMIT ${sampleLines}`,
        parameters,
      )
    ).map((row) => String(row.text));
    const next = context.recogniser.recognise(samples, tried);
    if (next === undefined || next.w3c !== undefined) return;
    // What the earlier formats rejected is counted by the next one.
    await forget(context, `source = ${lines.source} AND reject NOT IN ('', '${outsideWindow}')`);
    rest = { ...lines, from, recordSql: next.recordSql };
    plan = next.plan;
    await scan(context, rest, plan, parameters);
    formats.push(next.format);
    parts.push({ lines: rest, plan });
    tried.add(next.format);
    for (const column of Object.keys(next.plan.columns)) filled.add(column);
  }
}

async function report(
  context: ReadContext,
  opened: Opened,
  number: number,
  recognised: Recognised,
  formats: readonly string[],
  filled: ReadonlySet<string>,
  digest: string,
  parameters: Readonly<Record<string, string>>,
  from: string,
  parts: readonly Part[],
): Promise<SourceReport> {
  const groups = await context.engine.rows(
    `SELECT reject, count() AS total, min(event_id) AS record, min(time_ms) AS first, max(time_ms) AS last FROM ${context.table} WHERE source = ${number} GROUP BY reject ORDER BY total DESC, reject`,
  );
  const events = groups.find((row) => row.reject === "");
  const rejects = await describeRejects(
    context,
    groups.filter((row) => row.reject !== ""),
    parameters,
    from,
  );
  const rejected = rejects.reduce((sum, reject) => sum + reject.count, 0);
  const count = Number(events?.total ?? 0);
  const timed = filled.has("time_ms") && count > 0;
  const notes = [...opened.notes];
  if (!filled.has("time_ms")) notes.push("no time stamps: nothing that needs time can be judged");
  return {
    number,
    path: opened.input.path,
    named: opened.input.named,
    format: recognised.format,
    formats,
    kind: recognised.kind,
    confidence: recognised.confidence,
    bytes: opened.bytes,
    lines: count + rejected,
    events: count,
    rejects,
    firstMs: timed ? Number(events?.first) : undefined,
    lastMs: timed ? Number(events?.last) : undefined,
    fields: [...filled].sort(),
    notes,
    problem: opened.problem,
    digest,
    opened,
    parts,
  };
}

async function describeRejects(
  context: ReadContext,
  groups: readonly Row[],
  parameters: Readonly<Record<string, string>>,
  from: string,
): Promise<Reject[]> {
  if (groups.length === 0) return [];
  const wanted = groups.map((row) => splitEventId(Number(row.record)).line);
  const texts = await context.engine.rows(
    `SELECT line_number, substring(line, 1, ${rejectSampleBytes}) AS text FROM ${from} WHERE line_number IN (${wanted.join(",")}) LIMIT ${wanted.length}`,
    parameters,
  );
  return groups.map((row) => {
    const line = splitEventId(Number(row.record)).line;
    const sample = String(texts.find((text) => Number(text.line_number) === line)?.text ?? "");
    return { reason: String(row.reject), count: Number(row.total), line, sample };
  });
}

/** The first record says which log this is, however much of it has been written since. */
function digestOf(samples: readonly string[]): string {
  const first = samples.find((line) => line.trim() !== "" && !line.startsWith("#")) ?? samples[0] ?? "";
  return createHash("sha256").update(first.replace(/\r$/, "")).digest("hex").slice(0, 16);
}

function unrecognised(input: Input, samples: readonly string[]): VedetteError {
  const binary = samples.some((line) => line.includes("\0"));
  return new VedetteError(
    "input.unrecognised",
    `${displayName(input)}: ${binary ? "binary content, not a log" : "no known format fits its content"}.`,
    {
      place: { path: input.path },
      hint: binary
        ? "Name text logs, plain or compressed."
        : "Give the server's own format with --log-format 'STRING', or look at `vedette formats`.",
    },
  );
}

function unread(
  input: Input,
  number: number,
  problem: VedetteError,
  opened: Opened | undefined,
): SourceReport {
  return {
    number,
    path: input.path,
    named: input.named,
    format: "unknown",
    formats: [],
    kind: "unknown",
    confidence: 0,
    bytes: opened?.bytes ?? 0,
    lines: 0,
    events: 0,
    rejects: [],
    firstMs: undefined,
    lastMs: undefined,
    fields: [],
    notes: [],
    problem,
    digest: "",
    opened,
    parts: [],
  };
}

/** Errors of the engine that say that a compressed file is damaged. */
const decoderFailures: ReadonlySet<number> = new Set([
  engineErrorNumbers.cannotReadAllData,
  engineErrorNumbers.attemptToReadAfterEof,
  engineErrorNumbers.zlibInflateFailed,
  engineErrorNumbers.zstdDecoderFailed,
]);

/** A failure of the engine or of the disk as a problem of this input. */
function toProblem(thrown: unknown, input: Input): VedetteError {
  if (thrown instanceof VedetteError) return thrown;
  const name = displayName(input);
  const place = { path: input.path };
  if (thrown instanceof EngineError) {
    if (decoderFailures.has(thrown.number)) return damaged(input, false);
    if (thrown.number === engineErrorNumbers.memoryLimitExceeded) {
      return new VedetteError("input.record-too-long", `${name}: a record is longer than memory allows.`, {
        place,
        hint: "This is no line-oriented log, or it is damaged.",
        cause: thrown,
      });
    }
    return new VedetteError("engine.failed", `${name}: ${thrown.message.split("\n", 1)[0]}`, {
      place,
      cause: thrown,
    });
  }
  const cause = thrown as NodeJS.ErrnoException;
  if (cause.code === "EACCES" || cause.code === "EPERM")
    return new VedetteError("input.unreadable", `${name}: no permission to read it.`, { place, cause });
  return new VedetteError("input.corrupt", `${name}: ${cause.message}`, { place, cause });
}
