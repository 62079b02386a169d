/**
 * What profiles of records look at, as one statement for all those of a source: the event columns that any of them is made of, of
 * the records that one of them may keep. Where no line can be passed over, it counts the records as well.
 */
import { partName } from "../content/names.ts";
import type { RecordsProfile } from "../content/schema.ts";
import type { Parameters } from "../engine/engine.ts";
import { literals } from "../engine/sql.ts";
import { type ColumnName, columnNames, columnType, type Plan, planOnly } from "./columns.ts";
import { requestSql } from "./counts.ts";
import { lineConditions, toldSql } from "./records-lines.ts";
import { renamed } from "./renamed.ts";
import {
  chain,
  defaults,
  eventIdSql,
  eventPrelude,
  fills,
  type LineSource,
  mentions,
  unfold,
} from "./scan.ts";

/** What some records are read from. */
export interface RecordsSource {
  readonly lines: LineSource;
  readonly plan: Plan;
  /** Further condition, over event columns. */
  readonly where?: string;
  readonly parameters?: Parameters;
}

/** Name of the column that tells whether a record is for a profile to look at. */
export function markOf({ id }: RecordsProfile): string {
  return `of_${partName(id)}`;
}

/** Event columns that the profiles' own columns and choices are made of, the time aside. */
export function eventColumnsOf(profiles: readonly RecordsProfile[]): ColumnName[] {
  const sql = profiles
    .flatMap(({ keep, columns }) => [keep, ...Object.values(columns).map((column) => column.sql)])
    .join("\n");
  return columnNames.filter((name) => name !== "time_ms" && mentions(sql, name));
}

/** Where it waits until it is kept. */
export const lookedTable = "looked_records";

/** Columns of what is counted. */
const countedColumns = ["counted_reject", "counted_class"] as const;

/** Whether some profile looks at most lines of a source: nothing in it tells which to pass over but the class of what it keeps. */
export function readsAll(profiles: readonly RecordsProfile[], lines: LineSource): boolean {
  return profiles.some((profile) => lineConditions(profile, lines, undefined) === undefined);
}

/** What a statement looks at. */
export interface Looks {
  readonly profiles: readonly RecordsProfile[];
  /** Event columns that requests are made of, where these are kept as well; see `requestMark`. */
  readonly requests?: readonly ColumnName[];
  /** Whether all records are kept, the others with nothing but what they are counted by. */
  readonly counted: boolean;
}

/** Name of the column that tells whether a record is a request. */
export const requestMark = "of_requests";

function columnsOf({ profiles, requests = [] }: Looks): ColumnName[] {
  const names = new Set([...eventColumnsOf(profiles), ...requests]);
  return columnNames.filter((name) => name !== "time_ms" && names.has(name));
}

function marksOf({ profiles, requests }: Looks): string[] {
  return [...profiles.map(markOf), ...(requests === undefined ? [] : [requestMark])];
}

/** DDL of the table of what is looked at. */
export function lookedTableSql(looks: Looks): string {
  const columns = [
    ...["source UInt32", "event_id Int64", "time_ms Int64"],
    ...columnsOf(looks).map((name) => `${name} ${columnType(name)}`),
    ...marksOf(looks).map((mark) => `${mark} UInt8`),
    ...(looks.counted ? countedColumns.map((name) => `${name} LowCardinality(String)`) : []),
  ];
  return `CREATE TABLE ${lookedTable} (${columns.join(", ")}) ENGINE = StripeLog`;
}

/** SQL of the records that profiles may keep: their event columns, texts as they were meant, and which profiles they are for. */
export function lookedSql(looks: Looks, { lines, plan: whole, where = "1" }: RecordsSource): string {
  const { profiles, counted } = looks;
  const columns = columnsOf(looks);
  const conditions = [...profiles.map(({ first }) => first), where].join("\n");
  const plan = planOnly(whole, [...columns, ...columnNames.filter((name) => mentions(conditions, name))]);
  const undone = undoneColumns(plan, (name) => columns.includes(name) || mentions(conditions, name));
  const plain = (sql: string) => renamed(sql, undone, "plain_");
  const told = toldLines(profiles, lines, counted ? undefined : plan);
  const marks = marksOf(looks);
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
    ...(looks.requests === undefined ? [] : [[requestMark, requestSql] as [string, string]]),
    ["looked_at", marks.join(" OR ")],
  ];
  const values = columns.map((name) =>
    counted ? `if(looked_at, ${plain(name)}, ${defaults[name]})` : plain(name),
  );
  const numbers = lines.sourceColumn === undefined ? [] : [lines.sourceColumn];
  const from = chain(
    told.from,
    [...lines.columns, ...told.tells.filter((name) => name !== undefined)],
    pairs,
    [
      ...["looked_at", "event_id", "time_ms", ...marks],
      ...columns.map(plain),
      ...(counted ? ["reject", "event_class"] : []),
      ...numbers,
    ],
  );
  const kept = ["event_id", "time_ms", ...values, ...marks, ...(counted ? ["reject", "event_class"] : [])];
  return `INSERT INTO ${lookedTable} SELECT toUInt32(${lines.sourceColumn ?? lines.source}) AS source_number_looked, ${kept.map((sql, index) => `${sql} AS looked_${index}`).join(", ")} FROM ${from} WHERE ${counted ? "reject != '(skip)'" : "looked_at"}`;
}

/** Texts hold marks of escapes until they are undone; conditions look at what was meant. */
function undoneColumns(plan: Plan, wanted: (name: ColumnName) => boolean): ColumnName[] {
  return plan.folded === undefined
    ? []
    : columnNames.filter((name) => defaults[name] === "''" && fills(plan, name) && wanted(name));
}

/**
 * The lines that some profile need look at, as far as their bare text tells, with a column for each profile that this tells of;
 * without a plan all lines.
 */
function toldLines(
  profiles: readonly RecordsProfile[],
  lines: LineSource,
  plan: Plan | undefined,
): { from: string; tells: readonly (string | undefined)[] } {
  const all = profiles.map((profile) => lineConditions(profile, lines, plan));
  const conditions = all.filter((one) => one !== undefined);
  const tells = all.map((one, index) => (one === undefined ? undefined : `line_tells_${index}`));
  const names = tells.filter((name) => name !== undefined);
  if (names.length === 0) return { from: lines.from, tells };
  const from = toldSql(lines, names, conditions);
  const own = [...lines.columns, ...names].join(", ");
  return plan === undefined || names.length < tells.length
    ? { from, tells }
    : { from: `(SELECT ${own} FROM ${from} WHERE ${names.join(" OR ")})`, tells };
}
