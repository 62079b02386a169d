/**
 * Reads one input from its bytes to the table of requests, and says truthfully what became of it.
 */
import { EngineError } from "../engine/engine.ts";
import { VedetteError } from "../errors.ts";
import type { ReadContext } from "./context.ts";
import { dayOrderOf } from "./day-order.ts";
import type { Input } from "./discover.ts";
import { asDocument } from "./documents/open.ts";
import { openMails } from "./mail-folders.ts";
import {
  bytesMost,
  changedSince,
  displayName,
  linesOf,
  modifiedMs,
  type Opened,
  openInput,
  openLimits,
  ratioProblem,
  recover,
} from "./open.ts";
import { forget, readParts, sampleOf } from "./parts.ts";
import { toProblem, unrecognised } from "./problems.ts";
import type { Recognised } from "./recognise.ts";
import { fileLines, type LineSource, lineColumns, needsFileTime } from "./scan.ts";
import { digestOf, reportOf, type SourceReport, unread } from "./source.ts";

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
  const opened = await open(context, input, number, fileNumber);
  return "input" in opened
    ? recovering(context, opened, number, fileNumber, () => readOpened(context, opened, number))
    : opened;
}

/** Opens an input, or tells why it cannot be opened. */
export async function open(
  context: ReadContext,
  input: Input,
  number: number,
  fileNumber: number,
): Promise<Opened | SourceReport> {
  try {
    if (input.mails !== undefined) return await openMails(context, input, fileNumber);
    return await openInput(
      input,
      context.folder,
      fileNumber,
      openLimits(context.content.policy.limits),
      context.stdin,
      context.held,
    );
  } catch (thrown) {
    return unread(input, number, toProblem(thrown, input), undefined);
  }
}

/** Does what reads an opened input; of a damaged one, what can be had is read. */
export async function recovering<Outcome>(
  context: ReadContext,
  opened: Opened,
  number: number,
  fileNumber: number,
  read: () => Promise<Outcome>,
): Promise<Outcome | SourceReport> {
  const { input } = opened;
  try {
    return await read();
  } catch (thrown) {
    if (
      opened.engineCompression === "none" ||
      !(thrown instanceof EngineError || (thrown instanceof VedetteError && thrown.code === "input.ratio"))
    ) {
      return unread(input, number, toProblem(thrown, input), opened);
    }
    // The engine gives nothing of a damaged file, and too much of a bomb; what can be decompressed
    // within the limits is read instead.
    await forget(context, [number]);
    let problem: VedetteError | undefined;
    try {
      const recovered = await recover(
        opened,
        context.folder,
        fileNumber,
        openLimits(context.content.policy.limits),
      );
      problem = recovered.problem;
      const report = await readOpened(context, recovered, number);
      // What the engine alone complains of in gzip (zeros that fill a tape's last block) is no damage,
      // for its checksum was right; that of zstd is checked by the engine only.
      const overruled = opened.compression === "gzip" && thrown instanceof EngineError;
      return { ...report, problem: report.problem ?? (overruled ? undefined : toProblem(thrown, input)) };
    } catch (again) {
      return unread(input, number, problem ?? toProblem(again, input), opened);
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
  const limits = openLimits(context.content.policy.limits);
  const most = bytesMost(opened.bytes, limits);
  const meanBytes = samples.reduce((sum, line) => sum + line.length, 0) / samples.length;
  if (lines * meanBytes < most / 2) return;
  const rows = await context.engine.rows(
    `SELECT sum(length(line) + 1) AS bytes FROM ${fileLines("file", opened.engineCompression)}`,
    { file: opened.file },
  );
  if (Number(rows[0]?.bytes) > most) throw ratioProblem(opened.input, limits.ratioMax);
}

/** Files up to this size are small. */
const fewBytesMax = 2_000_000;

/** An input that was opened and recognised, and is not read yet. */
export interface Prepared {
  readonly opened: Opened;
  readonly samples: readonly string[];
  readonly recognised: Recognised;
  readonly lines: LineSource;
  readonly digest: string;
  /** FROM clause of all its lines, and what it binds. */
  readonly from: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Recognises what was opened; or tells why it gives nothing. */
export async function prepare(
  context: ReadContext,
  given: Opened,
  number: number,
): Promise<Prepared | SourceReport> {
  const first = await sampleOf(context, linesOf(given), { file: given.file });
  const opened = await asDocument(context, given, first);
  const parameters = { file: opened.file };
  const from = linesOf(opened);
  const samples = opened === given ? first : await sampleOf(context, from, parameters);
  if (samples.every((line) => line.trim() === "")) {
    const empty = new VedetteError(
      "input.empty",
      `${displayName(opened.input)}: holds nothing but blank lines.`,
      { place: { path: opened.input.path } },
    );
    return unread(opened.input, number, opened.problem ?? empty, opened);
  }
  const identity = context.identities?.[opened.input.path];
  const digest = digestOf(identity === undefined ? samples : [identity]);
  const resumed = await context.resume?.(digest, from, parameters, opened);
  const recognised = context.recogniser.recognise(samples);
  if (recognised === undefined)
    return unread(
      opened.input,
      number,
      opened.problem ?? unrecognised(opened.input, samples, context.recogniser.describeOwn(samples)),
      opened,
    );
  const fileMs = needsFileTime(recognised.plan) ? modifiedMs(opened) : undefined;
  const whole: LineSource = {
    columns: lineColumns,
    from,
    source: resumed?.number ?? number,
    recordSql: recognised.recordSql,
    recordBytesMax:
      opened.document === undefined
        ? context.content.policy.limits.record_bytes
        : context.content.policy.limits.document_record_bytes,
    ...(opened.bytes <= fewBytesMax ? { few: true } : {}),
    // A carriage return may begin beyond the sample; it matters where a column ends the line.
    ...(samples[0]?.startsWith("\uFEFF") === true ? { marked: true } : {}),
    ...(fileMs === undefined ? {} : { fileMs }),
    crlf: recognised.endsInColumn || samples.some((line) => line.endsWith("\r")),
  };
  const asked = opened.document === undefined ? samples : undefined;
  const dayOrder = await dayOrderOf(context, recognised.plan, whole, asked, parameters);
  const lines: LineSource = {
    ...whole,
    ...(resumed === undefined
      ? {}
      : { from: `(SELECT line, line_number FROM ${from} WHERE line_number > ${resumed.lastLine})` }),
    ...(dayOrder === undefined ? {} : { dayOrder }),
  };
  return { opened, samples, recognised, lines, digest, from, parameters };
}

/**
 * Reads what was prepared.
 * @param scanned whether its lines were read already, together with others
 */
export async function finish(
  context: ReadContext,
  prepared: Prepared,
  scanned: boolean,
): Promise<SourceReport> {
  const { opened, samples, recognised, lines, digest, from, parameters } = prepared;
  const reading = await readParts(context, recognised, lines, from, parameters, scanned, modifiedMs(opened));
  const done = await reportOf(
    context,
    { opened, number: lines.source, recognised, digest, parameters },
    reading,
  );
  await refuseOvergrown(context, opened, done.lines, samples);
  return done;
}

/** Reads what was opened. */
export async function readOpened(
  context: ReadContext,
  opened: Opened,
  number: number,
): Promise<SourceReport> {
  const prepared = await prepare(context, opened, number);
  return "samples" in prepared ? finish(context, prepared, false) : prepared;
}

/** A report with the problem that its file has changed since it was opened, if it has. */
export function withChange(report: SourceReport): SourceReport {
  // A statement that failed for want of the file has the change as its cause.
  if (report.problem !== undefined && report.problem.code !== "engine.failed") return report;
  const changed = report.opened === undefined ? undefined : changedSince(report.opened);
  return changed === undefined ? report : { ...report, problem: changed };
}
