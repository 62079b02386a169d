/**
 * Records that are kept one by one, because indicators look at each (content/profiles, `over: records`):
 * mails, what processes did, alerts. Of a busy log only those are kept that the profile asks for.
 */
import { partName } from "../content/names.ts";
import type { RecordsProfile } from "../content/schema.ts";
import { allDone, type Engine, type Parameters } from "../engine/engine.ts";
import { literals } from "../engine/sql.ts";
import {
  type ColumnName,
  columnNames,
  columnType,
  type EventClass,
  type Plan,
  type SourceKind,
} from "./columns.ts";
import { storedColumns, storedPlan } from "./events.ts";
import { lineTells } from "./records-lines.ts";
import {
  chain,
  defaults,
  eventIdSql,
  eventPrelude,
  type LineSource,
  mentions,
  recordsPerSource,
  unfold,
} from "./scan.ts";

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
export function recordsTableSql(profile: RecordsProfile, table: string = recordsTable(profile)): string {
  const columns = Object.entries(profile.columns).map(([name, { type }]) => `${name} ${types[type]}`);
  return `CREATE TABLE ${table} (${["source UInt32", "event_id Int64", "time_ms Int64", ...columns].join(", ")}) ENGINE = Log`;
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

/** What some records are read from. */
export interface RecordsSource {
  readonly lines: LineSource;
  readonly plan: Plan;
  /** Further condition, over event columns. */
  readonly where?: string;
  readonly parameters?: Parameters;
}

/** Where what profiles look at waits until it is kept. */
const lookedTable = "looked_records";

/** Name of the column that tells whether a record is for a profile to look at. */
function markOf({ id }: RecordsProfile): string {
  return `of_${partName(id)}`;
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
): Promise<void> {
  if (profiles.length === 0) return;
  const columns = [
    ...["source UInt32", "event_id Int64", "time_ms Int64"],
    ...eventColumnsOf(profiles).map((name) => `${name} ${columnType(name)}`),
    ...profiles.map((profile) => `${markOf(profile)} UInt8`),
  ];
  await engine.run(`DROP TABLE IF EXISTS ${lookedTable}`);
  await engine.run(`CREATE TABLE ${lookedTable} (${columns.join(", ")}) ENGINE = Log`);
  await engine.run(`INSERT INTO ${lookedTable} ${lookedSql(profiles, source)}`, source.parameters ?? {}, {
    lines: true,
    planned: true,
  });
  const sums = profiles.map(markOf).map((mark) => `sum(${mark}) AS ${mark}`);
  const [found] = await engine.rows(`SELECT ${sums.join(", ")} FROM ${lookedTable}`);
  const held = profiles.filter((profile) => Number(found?.[markOf(profile)]) > 0);
  await allDone(held.map((profile) => engine.run(keptSql(profile))));
  await engine.run(`DROP TABLE ${lookedTable}`);
}

/** Event columns that the profiles' own columns and choices are made of, the time aside. */
function eventColumnsOf(profiles: readonly RecordsProfile[]): ColumnName[] {
  const sql = profiles
    .flatMap(({ keep, columns }) => [keep, ...Object.values(columns).map((column) => column.sql)])
    .join("\n");
  return columnNames.filter((name) => name !== "time_ms" && mentions(sql, name));
}

/** SQL of the records that profiles may keep: their event columns, texts as they were meant, and which profiles they are for. */
function lookedSql(profiles: readonly RecordsProfile[], { lines, plan, where = "1" }: RecordsSource): string {
  const columns = eventColumnsOf(profiles);
  const conditions = [...profiles.map(({ first }) => first), where].join("\n");
  const isText = (name: ColumnName) => defaults[name] === "''";
  // Texts hold marks of escapes until they are undone; conditions look at what was meant.
  const undone =
    plan.folded === undefined
      ? []
      : columnNames.filter((name) => isText(name) && (columns.includes(name) || mentions(conditions, name)));
  const plain = (sql: string) =>
    undone.reduce((text, name) => text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `plain_${name}`), sql);
  const told = toldLines(profiles, lines, plan);
  const marks = profiles.map(markOf);
  const pairs: [string, string][] = [
    ...eventPrelude(lines, plan),
    ["event_id", eventIdSql(lines)],
    ...undone.map((name): [string, string] => [
      `plain_${name}`,
      plan.folded === undefined ? name : unfold(name, plan.folded),
    ]),
    ...profiles.map((profile, index): [string, string] => [
      markOf(profile),
      `${told.tells[index] ?? "1"} AND reject = '' AND has(${literals(profile.classes)}, toString(event_class)) AND (${plain(profile.first)}) AND (${plain(where)})`,
    ]),
  ];
  const values = columns.map((name) => plain(name));
  const numbers = lines.sourceColumn === undefined ? [] : [lines.sourceColumn];
  const from = chain(
    told.from,
    [...lines.columns, ...told.tells.filter((name) => name !== undefined)],
    pairs,
    [...marks, "event_id", "time_ms", ...values, ...numbers],
  );
  return `SELECT toUInt32(${lines.sourceColumn ?? lines.source}) AS source_number_looked, ${["event_id", "time_ms", ...values, ...marks].join(", ")} FROM ${from} WHERE ${marks.join(" OR ")}`;
}

/** The lines that some profile need look at, as far as their bare text tells, with a column for each profile that this tells of. */
function toldLines(
  profiles: readonly RecordsProfile[],
  lines: LineSource,
  plan: Plan,
): { from: string; tells: readonly (string | undefined)[] } {
  const sqls = profiles.map((profile) => lineTells(profile, lines, plan));
  const tells = sqls.map((sql, index) => (sql === undefined ? undefined : `line_tells_${index}`));
  const names = tells.filter((name) => name !== undefined);
  if (names.length === 0) return { from: lines.from, tells };
  const told = sqls.flatMap((sql, index) => (sql === undefined ? [] : [`${sql} AS ${tells[index]}`]));
  const all = names.length < tells.length ? "" : ` WHERE ${names.join(" OR ")}`;
  const own = lines.columns.join(", ");
  return {
    from: `(SELECT ${[own, ...names].join(", ")} FROM (SELECT ${[own, ...told].join(", ")} FROM ${lines.from})${all})`,
    tells,
  };
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
  return names
    .filter((name) => !(name in defaults))
    .reduce((text, name) => text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `kept_${name}`), sql);
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
