/**
 * Records that are kept one by one, because indicators look at each (content/profiles, `over: records`):
 * mails, what processes did, alerts. Of a busy log only those are kept that the profile asks for.
 */
import { partName } from "../content/names.ts";
import type { RecordsProfile } from "../content/schema.ts";
import { literal, literals } from "../engine/sql.ts";
import type { ColumnName, EventClass, Plan, SourceKind } from "./columns.ts";
import { storedColumns, storedPlan } from "./events.ts";
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
  const classSql = plan.columns.event_class ?? "'http'";
  const fixed = /^'([a-z_]*)'$/.exec(classSql)?.[1];
  return fixed === undefined || (profile.classes as readonly string[]).includes(fixed);
}

/**
 * SQL that reads the records of a profile from the lines of a source.
 * @param where further condition, over event columns
 */
export function recordsSql(profile: RecordsProfile, lines: LineSource, plan: Plan, where = "1"): string {
  const names = Object.keys(profile.columns);
  // Texts hold marks of escapes until they are undone; conditions and columns look at what was meant.
  const undone = plan.folded === undefined ? [] : textsUsed(profile, where);
  const plain = (sql: string) =>
    undone.reduce((text, name) => text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `plain_${name}`), sql);
  const prelude = eventPrelude(lines, plan);
  // A statement that only looks at the class and a few columns reads no others.
  const looked: [string, string][] = [
    ...prelude,
    ["event_id", eventIdSql(lines)],
    ...undone.map((name): [string, string] => [
      `plain_${name}`,
      plan.folded === undefined ? name : unfold(name, plan.folded),
    ]),
    [
      "looked_at",
      `reject = '' AND has(${literals(profile.classes)}, toString(event_class)) AND (${plain(profile.first)}) AND (${where})`,
    ],
  ];
  const own: [string, string][] = [
    ...names.map((name): [string, string] => [
      `kept_${name}`,
      ownNames(plain(profile.columns[name]?.sql ?? "''"), names),
    ]),
    ["kept", `(${ownNames(plain(profile.keep), names)})`],
  ];
  const source = lines.sourceColumn ?? lines.source;
  const numbered = ["event_id", "time_ms", ...(lines.sourceColumn === undefined ? [] : [lines.sourceColumn])];
  const tells = [
    ...(profile.holds === undefined
      ? []
      : [`multiSearchAnyCaseInsensitive(line, ${literals(profile.holds)})`]),
    ...(profile.unlike === undefined ? [] : [`NOT match(line, ${literal(profile.unlike)})`]),
  ];
  const holding =
    tells.length === 0 || lines.recordSql === "raw"
      ? lines.from
      : `(SELECT ${lines.columns.join(", ")} FROM ${lines.from} WHERE ${tells.join(" AND ")})`;
  const used = [...lines.columns, ...looked.map(([name]) => name)].filter(
    (name) => !numbered.includes(name) && own.some(([, sql]) => mentions(sql, name)),
  );
  const between = [...numbered, ...used];
  const seen = `(SELECT ${between.join(", ")} FROM ${chain(holding, lines.columns, looked, [...between, "looked_at"])} WHERE looked_at)`;
  const from = chain(seen, between, own, ["kept", ...numbered, ...names.map((name) => `kept_${name}`)]);
  return `INSERT INTO ${recordsTable(profile)} SELECT toUInt32(${source}) AS source_number_kept, event_id, time_ms, ${names.map((name) => `kept_${name}`).join(", ")} FROM ${from} WHERE kept`;
}

/** Text columns of events that a profile looks at. */
function textsUsed(profile: RecordsProfile, where: string): string[] {
  const sql = [
    where,
    profile.first,
    profile.keep,
    ...Object.values(profile.columns).map((column) => column.sql),
  ].join("\n");
  return Object.keys(defaults).filter((name) => defaults[name as ColumnName] === "''" && mentions(sql, name));
}

/** SQL in which a profile's own columns, where they are not named like an event's, are found under their names here. */
function ownNames(sql: string, names: readonly string[]): string {
  return names
    .filter((name) => !(name in defaults))
    .reduce((text, name) => text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `kept_${name}`), sql);
}

/**
 * SQL that reads the records of a profile from the events of a kept store.
 * @param sources numbers of the sources whose kinds it is made of; at least one
 * @param where further condition, over event columns
 */
export function storedRecordsSql(profile: RecordsProfile, sources: readonly number[], where: string): string {
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
  return recordsSql(profile, lines, storedPlan, where);
}

/** Classes of events of a kind of source that indicators look at one by one. */
export function keptClasses(profiles: readonly RecordsProfile[], kind: SourceKind): Set<EventClass> {
  return new Set(profiles.filter(({ kinds }) => kinds.includes(kind)).flatMap(({ classes }) => classes));
}
