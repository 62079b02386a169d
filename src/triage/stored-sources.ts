/**
 * The sources of a kept store: what says that a source is there, up to which line it was looked at, and that its records
 * are gone; and the cleaning that makes the tables hold what these rows say.
 */
import type { Engine } from "../engine/engine.ts";
import type { Member } from "../ingest/documents/spool.ts";
import { recordsPerSource } from "../ingest/scan.ts";
import type { SourceReport } from "../ingest/source.ts";

/** A source that a store holds. */
export interface StoredSource {
  readonly number: number;
  readonly digest: string;
  /** Last line that was looked at, 1-based; it need not have become an event. */
  readonly lastLine: number;
  readonly report: Omit<SourceReport, "opened" | "problem" | "parts">;
  /** Records of it that were removed, because they were old or many (store-removal.ts). */
  readonly removed: number;
}

/** Whether all records of a source were removed. */
export function isGone({ report, removed }: StoredSource): boolean {
  return removed > 0 && report.events === 0;
}

/** A report as its row has it. */
type WrittenReport = Omit<StoredSource["report"], "members"> & {
  readonly removed?: number;
  /** A name in the folder that the source is, or a whole path, and the line in that file (service/records.ts reads them). */
  readonly members?: readonly (readonly [name: string, line: number])[];
};

/** The text of a report's row; of files in one folder the folder is written once. */
export function reportText({ members, ...report }: StoredSource["report"], removed: number): string {
  const written: WrittenReport = {
    ...report,
    ...(members === undefined
      ? {}
      : { members: members.map(({ path, line }) => [nameIn(report.path, path), line] as const) }),
    ...(removed === 0 ? {} : { removed }),
  };
  return JSON.stringify(written);
}

/** The inverse of dirname and basename, but for a path that begins with `./`, which is written whole. */
function pathIn(folder: string, name: string): string {
  if (folder === ".") return name;
  return folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`;
}

function nameIn(folder: string, path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return pathIn(folder, name) === path ? name : path;
}

function memberOf(folder: string, [name, line]: readonly [name: string, line: number]): Member {
  return { path: name.includes("/") ? name : pathIn(folder, name), line };
}

export async function storedSources(engine: Pick<Engine, "rows">): Promise<StoredSource[]> {
  const rows = await engine.rows(
    "SELECT number, argMax(digest, written) AS digest, argMax(last_line, written) AS last_line, argMax(report, written) AS report FROM store_sources GROUP BY number ORDER BY number",
  );
  return rows.map((row) => {
    const { removed = 0, members, ...rest } = JSON.parse(String(row.report)) as WrittenReport;
    const report =
      members === undefined ? rest : { ...rest, members: members.map((one) => memberOf(rest.path, one)) };
    const { number, digest, last_line: lastLine } = row;
    return {
      number: Number(number),
      digest: String(digest),
      lastLine: Number(lastLine),
      report,
      removed,
    };
  });
}

/** Removes what was read and not committed: events, and what the base profile has of them. */
export async function removeUncommitted(engine: Engine, sources: readonly StoredSource[]): Promise<void> {
  const next = nextNumber(sources);
  await removeEvents(engine, sources);
  const profile = [
    ...sources
      .filter((source) => !isGone(source))
      .map(
        ({ number, lastLine }) =>
          `(source = ${number} AND first_record > ${number * recordsPerSource + lastLine})`,
      ),
    ...goneRanges(sources).map(([first, last]) => `(source >= ${first} AND source <= ${last})`),
  ];
  const strayed = [...profile, `source >= ${next}`].join(" OR ");
  const left = await engine.rows(`SELECT count() AS n FROM activity WHERE ${strayed}`);
  if (Number(left[0]?.n) === 0) return;
  await engine.run(`ALTER TABLE activity DELETE WHERE ${strayed} SETTINGS mutations_sync = 1`);
  for (const text of ["client", "agent", "path"])
    await removeUnnamed(engine, `activity_${text}s`, `${text}_id`);
}

/** Numbers in one deletion: a cluster keeps it as one node of its Keeper, of 1 MB at most. */
const namedTogether = 30_000;

/** Removes texts that no row of the base profile names any more. */
async function removeUnnamed(engine: Engine, table: string, id: string): Promise<void> {
  const unnamed = `${id} NOT IN (SELECT ${id} FROM activity)`;
  const remove = (where: string) =>
    engine.run(`ALTER TABLE ${table} DELETE WHERE ${where} SETTINGS mutations_sync = 1`);
  if (!engine.sharded) return remove(unnamed);
  // A host would compare its texts with its own rows, and texts of others' rows would go.
  for (let after = "-1"; ; ) {
    const rows = await engine.rows(
      `SELECT DISTINCT ${id} AS number, toString(number) AS text FROM ${table} WHERE ${unnamed} AND ${id} > ${after} ORDER BY number LIMIT ${namedTogether}`,
    );
    if (rows.length === 0) return;
    const numbers = rows.map((row) => String(row.text));
    await remove(`${id} IN (${numbers.join(", ")})`);
    after = numbers.at(-1) ?? "";
  }
}

export async function removeEvents(engine: Engine, sources: readonly StoredSource[]): Promise<void> {
  const beyond = [
    ...sources
      .filter((source) => !isGone(source))
      .map(
        ({ number, lastLine }) =>
          `(event_id > ${number * recordsPerSource + lastLine} AND event_id < ${(number + 1) * recordsPerSource})`,
      ),
    ...goneRanges(sources).map(
      ([first, last]) =>
        `(event_id >= ${first * recordsPerSource} AND event_id < ${(last + 1) * recordsPerSource})`,
    ),
  ];
  const stray = [...beyond, `event_id >= ${nextNumber(sources) * recordsPerSource}`].join(" OR ");
  const rows = await engine.rows(`SELECT count() AS n FROM events WHERE ${stray}`);
  if (Number(rows[0]?.n) > 0)
    await engine.run(`ALTER TABLE events DELETE WHERE ${stray} SETTINGS mutations_sync = 1`);
}

/** Numbers of sources that are gone, as ranges: they are many, and side by side. */
function goneRanges(sources: readonly StoredSource[]): [first: number, last: number][] {
  const ranges: [number, number][] = [];
  const numbers = sources.filter(isGone).map(({ number }) => number);
  for (const number of numbers.sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range?.[1] === number - 1) range[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}

/** The number of the next source of a store. */
export function nextNumber(sources: readonly StoredSource[]): number {
  return sources.reduce((most, { number }) => Math.max(most, number + 1), 0);
}

/**
 * Commits what a run added to a source; of several rows the one written last counts.
 * @param lastLine the last line that was looked at, 1-based
 * @param removed records of it that were removed earlier
 */
export async function commitSource(
  engine: Engine,
  source: SourceReport,
  lastLine: number,
  removed = 0,
): Promise<StoredSource> {
  const { opened: _opened, problem: _problem, parts: _parts, ...report } = source;
  const { number, digest } = source;
  const stored = { number, digest, lastLine, report, removed };
  await commit(engine, [stored]);
  return stored;
}

/** Commits that all records of some sources are gone; all of them, or none. What is left of them is to be removed then. */
export async function commitRemoval(
  engine: Engine,
  sources: readonly StoredSource[],
): Promise<StoredSource[]> {
  const gone = sources.map((source) => {
    const { members: _members, ...report } = source.report;
    return {
      ...source,
      report: {
        ...report,
        ...{ events: 0, lines: 0, classes: {}, rejects: [], notes: [] },
        ...{ firstMs: undefined, lastMs: undefined },
      },
      removed: source.removed + report.events,
    };
  });
  await commit(engine, gone);
  return gone;
}

async function commit(engine: Engine, sources: readonly StoredSource[]): Promise<void> {
  const last = (await engine.rows("SELECT max(written) AS written FROM store_sources"))[0];
  await engine.insert(
    "store_sources",
    sources.map(({ number, digest, lastLine, report, removed }) => ({
      number,
      digest,
      last_line: lastLine,
      report: reportText(report, removed),
      written: Number(last?.written ?? 0) + 1,
    })),
  );
}
