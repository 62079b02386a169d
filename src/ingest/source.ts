/** A source: what became of one input, and how it is told. */

import { createHash } from "node:crypto";
import type { Row } from "../engine/engine.ts";
import type { VedetteError } from "../errors.ts";
import { readingLimits } from "../limits.ts";
import { counted } from "../words.ts";
import type { EventClass, Plan, SourceKind } from "./columns.ts";
import type { ReadContext } from "./context.ts";
import { talliesSql } from "./counts.ts";
import type { Input } from "./discover.ts";
import type { Member } from "./documents/spool.ts";
import { type Opened, textsOf } from "./open.ts";
import type { Recognised } from "./recognise.ts";
import { type LineSource, splitEventId } from "./scan.ts";

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
  /** Events by class, the most frequent first. */
  readonly classes: Readonly<Partial<Record<EventClass, number>>>;
  readonly rejects: readonly Reject[];
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  readonly fields: readonly string[];
  readonly notes: readonly string[];
  readonly problem: VedetteError | undefined;
  /** Digest of the first record; the part of an event's id that outlives a run. */
  readonly digest: string;
  readonly opened: Opened | undefined;
  /** The file and line that each record stands in, the first first, where several files are one source. */
  readonly members?: readonly Member[];
  /** How its records were read; empty for a source that was read in an earlier run. */
  readonly parts: readonly Part[];
}

/** Lines of a source and how they become columns. */
export interface Part {
  readonly lines: LineSource;
  readonly plan: Plan;
  /** Format id, with the wrappers around it; empty where no format knows its header. */
  readonly format: string;
}

/** How the lines of a file were read: by one format, or by several. */
export interface Reading {
  readonly formats: readonly string[];
  /** Columns that any of the formats fills. */
  readonly filled: ReadonlySet<string>;
  readonly parts: readonly Part[];
}

/** A file that was opened, recognised and read. */
export interface ReadFile {
  readonly opened: Opened;
  readonly number: number;
  readonly recognised: Recognised;
  readonly digest: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Tells of a file that was read, from what its records became. */
export async function reportOf(
  context: ReadContext,
  file: ReadFile,
  reading: Reading,
): Promise<SourceReport> {
  const { opened, number, recognised } = file;
  const { formats, filled, parts } = reading;
  const groups = await context.engine.rows(
    `SELECT one.reject AS reject, if(reject = '', one.event_class, '') AS class, sum(one.total) AS total, min(one.record) AS record, minIf(one.first, one.first > 0) AS first, max(one.last) AS last, sum(one.untimed) AS untimed FROM ${talliesSql(context, `source = ${number}`)} AS one GROUP BY reject, class ORDER BY sum(one.total) DESC, reject, class`,
  );
  const events = groups.filter((row) => row.reject === "");
  const rejects = await describeRejects(
    context,
    groups.filter((row) => row.reject !== ""),
    file,
  );
  const rejected = rejects.reduce((sum, reject) => sum + reject.count, 0);
  const count = events.reduce((sum, row) => sum + Number(row.total), 0);
  // A record without a time, such as a mail without a date, is at 0.
  const times = events.filter((row) => Number(row.last) > 0);
  const timed = filled.has("time_ms") && times.length > 0;
  const notes = [...opened.notes];
  if (parts.some(({ lines }) => lines.fileMs !== undefined))
    notes.push("a time without a year is the latest before the file was last written");
  if (recognised.lacksZone) notes.push("times without a zone are taken for UTC");
  notes.push(...new Set(parts.flatMap(({ lines }) => lines.dayOrder?.note ?? [])));
  const untimed = events.reduce((sum, row) => sum + Number(row.untimed), 0);
  if (!filled.has("time_ms")) notes.push("no time stamps: nothing that needs time can be judged");
  else if (untimed > 0) notes.push(`${counted(untimed, "event")} without a time`);
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
    classes: Object.fromEntries(events.map((row) => [String(row.class), Number(row.total)])),
    rejects,
    firstMs: timed ? Math.min(...times.map((row) => Number(row.first))) : undefined,
    lastMs: timed ? Math.max(...times.map((row) => Number(row.last))) : undefined,
    fields: [...filled].sort(),
    notes,
    problem: opened.problem,
    digest: file.digest,
    opened,
    ...(opened.members === undefined ? {} : { members: opened.members }),
    parts,
  };
}

async function describeRejects(
  context: ReadContext,
  groups: readonly Row[],
  { parameters, opened }: ReadFile,
): Promise<Reject[]> {
  if (groups.length === 0) return [];
  const wanted = groups.map((row) => splitEventId(Number(row.record)).line);
  const texts = await context.engine.rows(
    `SELECT line_number, substring(line, 1, ${readingLimits.rejectSampleBytes}) AS text FROM ${textsOf(opened)} WHERE line_number IN (${wanted.join(",")}) LIMIT ${wanted.length}`,
    parameters,
  );
  return groups.map((row) => {
    const line = splitEventId(Number(row.record)).line;
    const sample = String(texts.find((text) => Number(text.line_number) === line)?.text ?? "");
    return { reason: String(row.reject), count: Number(row.total), line, sample };
  });
}

/** The first record says which log this is, however much of it has been written since. */
export function digestOf(samples: readonly string[]): string {
  const first = samples.find((line) => line.trim() !== "" && !line.startsWith("#")) ?? samples[0] ?? "";
  return createHash("sha256").update(first.replace(/\r$/, "")).digest("hex").slice(0, 16);
}

/** Tells of an input that gave nothing. */
export function unread(
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
    classes: {},
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
