/** Reads inputs into a kept store: only what is new of each, and committed source by source. */

import { closeSync, openSync, readSync } from "node:fs";
import { compare } from "../detect/finding.ts";
import { StoreFailed, transfer } from "../engine/transfer.ts";
import { VedetteError } from "../errors.ts";
import type { EventClass } from "../ingest/columns.ts";
import type { ReadContext } from "../ingest/context.ts";
import type { Input } from "../ingest/discover.ts";
import { eventsSql } from "../ingest/events.ts";
import { compressionOf } from "../ingest/open.ts";
import { readInput } from "../ingest/read.ts";
import { requestTableSql, requestsTable as table } from "../ingest/requests.ts";
import { recordsPerSource } from "../ingest/scan.ts";
import type { Reject, SourceReport } from "../ingest/source.ts";
import { addProfile } from "./add-profile.ts";
import { continues } from "./continues.ts";
import { inputBytes } from "./read-all.ts";
import type { Progress } from "./request.ts";
import { damageBehind, type Extent, openStore, type Store } from "./store.ts";
import { documentExtent } from "./stored-documents.ts";
import { commitSource, isGone, nextNumber, removeUncommitted, type StoredSource } from "./stored-sources.ts";

const unendedNote = "the last line has no line end yet, and is left for the next run";
const unendedRecordNote = "the last record has no end yet, and is left for the next run";

/**
 * Adds the inputs to the store and reports on every source that the store holds. All records are
 * kept, whatever window the run looks at.
 * @param store the engine that holds it: the one that reads, or a server
 * @throws VedetteError `store.version` or `store.damaged`
 */
export async function readIntoStore(
  { time: _time, ...context }: ReadContext,
  store: Store,
  inputs: readonly Input[],
  progress: (progress: Progress) => void,
): Promise<SourceReport[]> {
  const { engine, content } = context;
  const stored = await openStore(store, content);
  const known = new Map(stored.map((source) => [source.number, source]));
  const reports = new Map<number, SourceReport>(
    stored.map(({ number, report }) => [
      number,
      { ...report, classes: report.classes ?? {}, problem: undefined, opened: undefined, parts: [] },
    ]),
  );
  /** Names under which this run was given a source. */
  const given = new Map<number, string[]>();
  let next = nextNumber(stored);
  for (const [index, input] of inputs.entries()) {
    progress({ stage: `reading ${input.path}`, ...inputBytes(inputs, index) });
    const { read, lastLine } = await readNew(context, store, [...known.values()], input, next, index);
    if (read.number === next) next += 1;
    const names = given.get(read.number) ?? [];
    const earlier = reports.get(read.number);
    const report = named(earlier === undefined ? read : continued(earlier, read), names);
    reports.set(report.number, report);
    given.set(report.number, [...names, input.path]);
    // Known to the next input too: it may be a copy of this one.
    if (lastLine !== undefined && report.events > 0)
      known.set(
        report.number,
        await commitSource(store, report, lastLine, known.get(report.number)?.removed),
      );
  }
  await engine.run(`DROP TABLE IF EXISTS ${table}`);
  const gone = new Set([...known.values()].filter(isGone).map(({ number }) => number));
  return [...reports.values()].filter(({ number }) => !gone.has(number)).sort((a, b) => a.number - b.number);
}

/** What is new of one input. */
interface New {
  readonly read: SourceReport;
  /** Last line that was looked at, 1-based; undefined where nothing could be read. */
  readonly lastLine: number | undefined;
}

/**
 * Reads what the store does not hold of an input into its events and its base profile, up to the
 * last line that is ended: one that is still being written would be another line the next time.
 * @param next number of the source, unless the store knows it
 */
async function readNew(
  context: ReadContext,
  store: Store,
  known: readonly StoredSource[],
  input: Input,
  next: number,
  index: number,
): Promise<New> {
  const { engine } = context;
  let tries = 0;
  let resumed: StoredSource | undefined;
  let extent: Extent | undefined;
  let failure: unknown;
  /** The failure of a server: nothing that is tried again with the input mends it. */
  let lost: StoreFailed | undefined;
  let what = "";
  await freshTable(context);
  const read = await readInput(
    {
      ...context,
      resume: async (digest, from, parameters, opened) => {
        if (lost !== undefined) throw lost;
        // A damaged archive is read a second time; what the first one left would be there twice.
        if (tries > 0) {
          try {
            await removeUncommitted(store, known);
          } catch (thrown) {
            if (store !== engine) lost = new StoreFailed(thrown);
            throw thrown;
          }
          await freshTable(context);
        }
        tries += 1;
        const isDocument = opened.document !== undefined;
        try {
          if (isMember(input)) extent = undefined;
          else if (isDocument) extent = await documentExtent(engine, from, parameters, opened);
          else extent = extentOf(String(parameters.file));
          const alike = known.filter((candidate) => candidate.digest === digest);
          // What is known by a name of its own is written on and never written anew: its end alone tells.
          const isNamed = context.identities?.[input.path] !== undefined;
          resumed = await firstOf(alike, (source) =>
            continues(context, store, source, {
              from,
              parameters,
              extent,
              isDocument,
              fromLine: isNamed ? Math.max(1, source.lastLine - endLines) : 1,
            }),
          );
        } catch (thrown) {
          if (thrown instanceof StoreFailed) lost = thrown;
          // The store's own failure is none of the input.
          failure = damageBehind(store, thrown);
          throw thrown;
        }
        what = `${digest.slice(0, 16)}:${(resumed?.lastLine ?? 0) + 1}-`;
        return resumed;
      },
      alsoScan: async (lines, plan, parameters) => {
        const from =
          extent === undefined
            ? lines.from
            : `(SELECT ${lines.columns.join(", ")} FROM ${lines.from} WHERE line_number <= ${extent.lines})`;
        try {
          await transfer(engine, store, {
            table: "events",
            sql: eventsSql({ ...lines, from }, plan),
            parameters,
            limits: { wide: true },
            what,
          });
        } catch (thrown) {
          if (thrown instanceof StoreFailed) lost = thrown;
          throw thrown;
        }
      },
    },
    input,
    next,
    index,
  );
  if (lost !== undefined) throw lost.cause;
  if (failure instanceof VedetteError) throw failure;
  if (read.digest === "") {
    if (tries > 0) await removeUncommitted(store, known);
    return { read, lastLine: undefined };
  }
  const ended = extent === undefined ? "1" : `event_id <= ${read.number * recordsPerSource + extent.lines}`;
  await addProfile(context, store, ended, what);
  const last = extent?.lines ?? (await lastLineRead(context));
  return {
    read: extent === undefined ? read : await upToEnd(context, read, ended, extent),
    lastLine: Math.max(resumed?.lastLine ?? 0, last),
  };
}

/** Nobody writes on at the end of a member of an archive, as of any compressed file. */
function isMember({ content, once }: Input): boolean {
  return content !== undefined && !once;
}

/** The table of requests, empty. */
async function freshTable({ engine, content }: ReadContext): Promise<void> {
  await engine.run(`DROP TABLE IF EXISTS ${table}`);
  await engine.run(requestTableSql(table, content.base));
}

/** Records at the end of a source by which it is known again where it has a name of its own. */
const endLines = 1_000;

const chunkBytes = 1 << 20;
const lineFeed = 0x0a;

/**
 * How far a file goes at this moment; it is looked at before it is read, since it may grow meanwhile.
 * @returns undefined for a compressed file: nobody writes on at its end
 */
function extentOf(file: string): Extent | undefined {
  const handle = openSync(file, "r");
  try {
    const chunk = Buffer.alloc(chunkBytes);
    let lines = 0;
    let last = lineFeed;
    for (let at = 0; ; ) {
      const length = readSync(handle, chunk, 0, chunkBytes, at);
      if (length === 0) return { lines, unended: last !== lineFeed };
      const read = chunk.subarray(0, length);
      if (at === 0 && compressionOf(read) !== "none") return undefined;
      for (let found = read.indexOf(lineFeed); found !== -1; found = read.indexOf(lineFeed, found + 1))
        lines += 1;
      last = read[length - 1] ?? lineFeed;
      at += length;
    }
  } finally {
    closeSync(handle);
  }
}

/**
 * What became of the lines of a file up to its extent; those behind it were read by the way.
 * @param ended condition on the table of requests that leaves those out
 */
async function upToEnd(
  { engine }: ReadContext,
  read: SourceReport,
  ended: string,
  { unended }: Extent,
): Promise<SourceReport> {
  const rows = await engine.rows(
    `SELECT reject, event_class, count() AS total, minIf(time_ms, time_ms > 0) AS first, max(time_ms) AS last FROM ${table} WHERE ${ended} GROUP BY reject, event_class`,
  );
  const sum = (some: typeof rows) => some.reduce((total, row) => total + Number(row.total), 0);
  const countOf = (reason: string) => sum(rows.filter(({ reject }) => reject === reason));
  const ofEvents = rows.filter(({ reject }) => reject === "");
  const events = sum(ofEvents);
  const times = ofEvents.flatMap(({ first, last }) => [Number(first), Number(last)]).filter((ms) => ms > 0);
  const rejects = read.rejects
    .map((reject) => ({ ...reject, count: countOf(reject.reason) }))
    .filter(({ count }) => count > 0);
  return {
    ...read,
    events,
    classes: Object.fromEntries(ofEvents.map((row) => [String(row.event_class), Number(row.total)])),
    rejects: inOrder(rejects),
    lines: rejects.reduce((total, { count }) => total + count, events),
    firstMs: times.length === 0 ? undefined : Math.min(...times),
    lastMs: times.length === 0 ? undefined : Math.max(...times),
    notes: unended
      ? [...read.notes, read.opened?.document === undefined ? unendedNote : unendedRecordNote]
      : read.notes,
  };
}

/** The last line that was read and is a record, 1-based. */
async function lastLineRead({ engine }: ReadContext): Promise<number> {
  const rows = await engine.rows(`SELECT max(event_id) AS last FROM ${table}`);
  return Number(rows[0]?.last ?? 0) % recordsPerSource;
}

/** The most frequent reason comes first. */
function inOrder(rejects: readonly Reject[]): Reject[] {
  return [...rejects].sort((a, b) => b.count - a.count || compare(a.reason, b.reason));
}

/** A report that says under which other names this run was given the same log. */
function named(report: SourceReport, names: readonly string[]): SourceReport {
  const others = names.filter((name) => name !== report.path);
  if (others.length === 0) return report;
  const more = others.length > namesMax ? ` and ${others.length - namesMax} more` : "";
  const note = `the same log was also given as ${others.slice(0, namesMax).join(", ")}${more}; it counts once`;
  return { ...report, notes: [...report.notes, note] };
}

const namesMax = 3;

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
    classes: summed(earlier.classes, added.classes),
    rejects: inOrder(rejects),
    formats: [...new Set([...earlier.formats, ...added.formats])],
    fields: [...new Set([...earlier.fields, ...added.fields])].sort(),
    ...longer(earlier.members, added.members),
    firstMs: bound(earlier.firstMs, added.firstMs, Math.min),
    lastMs: bound(earlier.lastMs, added.lastMs, Math.max),
  };
}

/** The files of a folder that was read again: mails may have come, or have been taken away at its end. */
function longer(...known: (SourceReport["members"] | undefined)[]): Pick<SourceReport, "members"> {
  const [most] = known.filter((one) => one !== undefined).sort((a, b) => b.length - a.length);
  return most === undefined ? {} : { members: most };
}

/** Counts by class of two stretches of a source together. */
function summed(one: SourceReport["classes"], other: SourceReport["classes"]): SourceReport["classes"] {
  const names = Object.keys({ ...one, ...other }) as EventClass[];
  return Object.fromEntries(names.map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
}

/** The first of some stored sources that a file continues, or is a part of. */
async function firstOf(
  known: readonly StoredSource[],
  goesOn: (source: StoredSource) => Promise<boolean>,
): Promise<StoredSource | undefined> {
  for (const source of known) if (await goesOn(source)) return source;
  return undefined;
}
