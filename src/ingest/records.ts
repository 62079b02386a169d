/**
 * Records that are kept one by one, because indicators look at each (content/profiles, `over: records`):
 * mails, what processes did, alerts. Of a busy log only those are kept that the profile asks for.
 */
import { partName } from "../content/names.ts";
import type { RecordsProfile } from "../content/schema.ts";
import { allDone, type Engine, type PassingTable } from "../engine/engine.ts";
import type { ColumnName, EventClass, Plan, SourceKind } from "./columns.ts";
import { countedSql } from "./counts.ts";
import { storedColumns, storedPlan } from "./events.ts";
import {
  eventColumnsOf,
  type Looks,
  lookedSql,
  lookedTable,
  lookedTableSql,
  markOf,
  type RecordsSource,
  requestMark,
} from "./looked.ts";
import { renamed } from "./renamed.ts";
import { chain, defaults, type LineSource, recordsPerSource } from "./scan.ts";

/** Table of a profile of records. */
export function recordsTable({ id }: Pick<RecordsProfile, "id">): string {
  return `records_${partName(id)}`;
}

/** Tables of all of them, as content names them in braces. */
export function recordsParts(profiles: readonly RecordsProfile[]): Record<string, string> {
  return Object.fromEntries(profiles.map((profile) => [partName(profile.id), recordsTable(profile)]));
}

const types = {
  text: "String",
  few: "LowCardinality(String)",
  texts: "Array(String)",
  number: "Int64",
  flag: "UInt8",
} as const;

/** DDL of the table of a profile; it lives as long as a run. */
export function recordsTableSql(
  profile: RecordsProfile,
  table: string = recordsTable(profile),
  passing: PassingTable = "Log",
): string {
  const columns = Object.entries(profile.columns).map(([name, { type }]) => `${name} ${types[type]}`);
  return `CREATE TABLE ${table} (${["source UInt32", "event_id Int64", "time_ms Int64", ...columns].join(", ")}) ENGINE = ${passing}`;
}

/** Whether records of a source can be in a profile, as far as its kind and its format tell. */
export function mayHold(profile: RecordsProfile, kind: SourceKind, plan: Plan): boolean {
  if (!profile.kinds.includes(kind)) return false;
  const filled = ({ fills }: RecordsProfile) =>
    fills === undefined || fills.some((name) => plan.columns[name as ColumnName] !== undefined);
  if (!filled(profile)) return false;
  const classSql = plan.columns.event_class ?? "'http'";
  const fixed = /^'([a-z_]*)'$/.exec(classSql)?.[1];
  return fixed === undefined || (profile.classes as readonly string[]).includes(fixed);
}

/** What else is made of the lines of a source, which are read once for all. */
interface Besides {
  /** A table of counts that gets all of its records. */
  readonly countsInto?: string | undefined;
  /** Event columns that requests are made of, and the statement that makes them of rows with these columns. */
  readonly requests?: { readonly columns: readonly ColumnName[]; sql(rows: LineSource): string } | undefined;
}

/**
 * Reads the records of profiles from the lines of a source into their tables, in two steps: by one statement the event
 * columns that any of them looks at, of the records that one of them may keep; and each profile's own columns, from those.
 * In one statement the engine writes what a format does for a column out at each place that uses it: it then took a minute
 * before the first row.
 */
export async function readRecords(
  engine: Engine,
  profiles: readonly RecordsProfile[],
  source: RecordsSource,
  { countsInto, requests }: Besides = {},
): Promise<void> {
  if (profiles.length === 0 && requests === undefined) return;
  const looks: Looks = {
    profiles,
    counted: countsInto !== undefined,
    ...(requests === undefined ? {} : { requests: requests.columns }),
  };
  await engine.run(`DROP TABLE IF EXISTS ${lookedTable}`);
  await engine.run(lookedTableSql(looks));
  const limits = { lines: true, planned: true };
  await engine.run(lookedSql(looks, source), source.parameters ?? {}, limits);
  const marks = profiles.map((profile) => `sum(${markOf(profile)}) AS ${markOf(profile)}`);
  const [found] = await engine.rows(`SELECT ${["1", ...marks].join(", ")} FROM ${lookedTable}`);
  const held = profiles.filter((profile) => Number(found?.[markOf(profile)]) > 0);
  await allDone([
    ...(countsInto === undefined
      ? []
      : [engine.run(countedSql(countsInto, lookedTable, requests === undefined ? "0" : requestMark))]),
    ...(requests === undefined ? [] : [engine.run(requests.sql(lookedRequests(requests.columns)))]),
    ...held.map((profile) => engine.run(keptSql(profile))),
  ]);
  await engine.run(`DROP TABLE ${lookedTable}`);
}

/** SQL that keeps what a profile keeps of what was looked at, in its own columns. */
function keptSql(profile: RecordsProfile): string {
  const names = Object.keys(profile.columns);
  const own: [string, string][] = [
    ...names.map((name): [string, string] => [
      `kept_${name}`,
      ownNames(profile.columns[name]?.sql ?? "''", names),
    ]),
    ["kept", `(${ownNames(profile.keep, names)})`],
  ];
  const fixed = ["source", "event_id", "time_ms"];
  const columns = [...fixed, ...eventColumnsOf([profile])];
  const kept = names.map((name) => `kept_${name}`);
  const looked = `(SELECT ${columns.join(", ")} FROM ${lookedTable} WHERE ${markOf(profile)})`;
  const from = chain(looked, columns, own, ["kept", ...fixed, ...kept]);
  return `INSERT INTO ${recordsTable(profile)} SELECT ${[...fixed, ...kept].join(", ")} FROM ${from} WHERE kept`;
}

/** SQL in which a profile's own columns, where they are not named like an event's, are found under their names here. */
function ownNames(sql: string, names: readonly string[]): string {
  return renamed(
    sql,
    names.filter((name) => !(name in defaults)),
    "kept_",
  );
}

/** The requests among what was looked at. */
function lookedRequests(columns: readonly ColumnName[]): LineSource {
  return {
    columns: ["event_id", "time_ms", ...columns, "looked_source", "line"],
    from: `(SELECT *, source AS looked_source, '' AS line FROM ${lookedTable} WHERE ${requestMark})`,
    source: 0,
    sourceColumn: "looked_source",
    eventIdSql: "event_id",
    recordSql: "line",
    recordBytesMax: 2 ** 40,
    crlf: false,
  };
}

/**
 * The events of a kept store, as records are read from them.
 * @param sources numbers of the sources whose kinds it is made of; at least one
 * @param where further condition, over event columns
 */
export function storedRecords(sources: readonly number[], where: string): RecordsSource {
  const lines: LineSource = {
    columns: [...storedColumns, "stored_source"],
    from: `(SELECT *, raw AS line, toUInt32(intDiv(event_id, ${recordsPerSource})) AS stored_source FROM events WHERE stored_source IN (${sources.join(",")}))`,
    source: 0,
    sourceColumn: "stored_source",
    eventIdSql: "event_id",
    recordSql: "raw",
    recordBytesMax: 2 ** 40,
    crlf: false,
  };
  return { lines, plan: storedPlan, where };
}

/** Classes of events of a kind of source that indicators look at one by one. */
export function keptClasses(profiles: readonly RecordsProfile[], kind: SourceKind): Set<EventClass> {
  return new Set(profiles.filter(({ kinds }) => kinds.includes(kind)).flatMap(({ classes }) => classes));
}
