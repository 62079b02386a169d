/**
 * A kept store: events and the base profile stay in a folder, and later runs add to them.
 *
 * A source is known by its first record, so a log that has grown, or was rotated to another
 * name, adds only what is new. The row in `store_sources` is written last and says up to which
 * line a source was looked at; whatever stands beyond it was left by a run that was cut off, and
 * is removed. A store that holds less than its sources say is damaged: it would answer as if
 * nothing had happened.
 */

import { blame } from "../content/blame.ts";
import { contentPath } from "../content/errors.ts";
import type { Content } from "../content/load.ts";
import { type Engine, EngineError, type LocalEngine, type ServerEngine } from "../engine/engine.ts";
import { VedetteError } from "../errors.ts";
import { activityParts, activitySql, activityTablesSql } from "../ingest/activity.ts";
import { eventTableSql, storedColumns, storedPlan } from "../ingest/events.ts";
import { requestsSelect } from "../ingest/requests.ts";
import { recordsPerSource } from "../ingest/scan.ts";
import {
  isGone,
  removeEvents,
  removeUncommitted,
  type StoredSource,
  storedSources,
} from "./stored-sources.ts";

export const storeVersion = 4;

/** Names of tables that are made for one run, or for the reading of one source. */
const passingTables = /^((profile|catalogue|window|check|records|sigma)_|requests(_kept)?$)/;

/** What holds a store: the engine that reads, or a server. */
export type Store = LocalEngine | ServerEngine;

/** How far a file goes that may still be written. */
export interface Extent {
  /** Lines that have their line feed; of a document, those in front of a record that is cut. */
  readonly lines: number;
  /** Whether more stands behind them. */
  readonly unended: boolean;
}

/**
 * Makes or checks the store's tables, and removes what a cut-off run left behind.
 * @throws VedetteError `store.version`, or `store.damaged` where less is left than was stored
 */
export async function openStore(engine: Engine, content: Content): Promise<StoredSource[]> {
  try {
    return await openTables(engine, content);
  } catch (thrown) {
    throw damageBehind(engine, thrown);
  }
}

async function openTables(engine: Engine, content: Content): Promise<StoredSource[]> {
  const tables = await tableNames(engine, engine.databaseSql);
  for (const table of await tableNames(engine, "currentDatabase()")) {
    if (passingTables.test(table) && table !== "catalogue_segments") await engine.run(`DROP TABLE ${table}`);
  }
  const meta = tables.has("store_meta") ? await storedMeta(engine) : new Map<string, string>();
  const version = meta.get("version");
  if (version === undefined) {
    await refuseHeadless(engine, tables);
    await begin(engine, content);
    return [];
  }
  if (version !== String(storeVersion)) {
    throw new VedetteError(
      "store.version",
      `${engine.place}: the store was written by version ${version} of its layout; this program writes ${storeVersion}.`,
      { hint: anew(engine, "Name") },
    );
  }
  const broken = await brokenTables(engine);
  for (const table of toldTables) {
    if (!tables.has(table)) throw damaged(engine, `its table ${table} is gone`);
    if (broken.has(table) && table.startsWith("store_"))
      throw damaged(engine, `its table ${table} is not whole`);
  }
  const sources = await storedSources(engine);
  // The base profile can be computed from the events, and is where it is not to be trusted.
  if (
    meta.get("content") === content.sha256 &&
    profileTables.every((table) => tables.has(table) && !broken.has(table))
  ) {
    await removeUncommitted(engine, sources);
    await checkEvents(engine, sources);
    return sources;
  }
  await removeEvents(engine, sources);
  await checkEvents(engine, sources);
  await checkBase(engine, content);
  // A run that is cut off in between leaves a profile of neither content; the next one begins anew.
  await noteContent(engine, "being computed anew");
  await rebuildProfile(engine, content, sources);
  await noteContent(engine, content.sha256);
  return sources;
}

function isServer(engine: Engine): boolean {
  return "add" in engine;
}

/** What to do where a store is of no more use. */
function anew(engine: Engine, name: "name" | "Name"): string {
  return isServer(engine)
    ? `${name} a new database with --engine and give the logs again.`
    : `${name} a new ${name === "name" ? "one" : "folder"} with --store and give the logs again.`;
}

async function tableNames(engine: Engine, databaseSql: string): Promise<Set<string>> {
  const rows = await engine.rows(`SELECT name FROM system.tables WHERE database = ${databaseSql}`);
  return new Set(rows.map((row) => String(row.name)));
}

async function storedMeta(engine: Engine): Promise<Map<string, string>> {
  const rows = await engine.rows("SELECT key, argMax(value, written) AS value FROM store_meta GROUP BY key");
  return new Map(rows.map((row) => [String(row.key), String(row.value)]));
}

/** Tables of what a store was told, and those of the base profile, which can be computed anew. */
const toldTables = ["store_meta", "store_sources", "events"];
const profileTables = Object.values(activityParts("activity"));
/** Those that grow with the records. */
export const storedTables: readonly string[] = ["events", ...profileTables];

/** DDL of the tables of what a store was told. */
export function toldTablesSql(): string[] {
  return [
    "CREATE TABLE store_meta (key String, value String, written UInt64) ENGINE = MergeTree ORDER BY key",
    "CREATE TABLE store_sources (number UInt32, digest String, last_line Int64, report String, written UInt64) ENGINE = MergeTree ORDER BY number",
    eventTableSql("events"),
  ];
}

/** Begins a store; its version is written last, and without it the store counts as not begun. */
async function begin(engine: Engine, content: Content): Promise<void> {
  for (const table of [...toldTables, ...profileTables]) await engine.run(`DROP TABLE IF EXISTS ${table}`);
  await inTurn(engine, toldTablesSql());
  await blameBase(content, () => inTurn(engine, activityTablesSql("activity", content.base)));
  await engine.insert("store_meta", [
    { key: "version", value: String(storeVersion), written: 1 },
    { key: "content", value: content.sha256, written: 1 },
  ]);
}

/**
 * A store without a version was cut off when it was begun, and holds nothing; unless it does.
 * @throws VedetteError `store.damaged`
 */
async function refuseHeadless(engine: Engine, tables: ReadonlySet<string>): Promise<void> {
  const broken = await brokenTables(engine);
  if (broken.has("store_meta")) throw damaged(engine, "its table store_meta is not whole");
  for (const table of ["store_sources", "events"]) {
    if (!tables.has(table)) continue;
    const rows = await engine.rows(`SELECT count() AS n FROM ${table}`);
    if (Number(rows[0]?.n) > 0 || broken.has(table))
      throw damaged(engine, "it does not say any more what it is");
  }
}

/** Tables of which the engine has put parts aside, because their files are not what was written. */
async function brokenTables(engine: Engine): Promise<Set<string>> {
  const rows = await engine.rows(
    `SELECT DISTINCT table FROM ${engine.systemSql("detached_parts")} WHERE database = ${engine.databaseSql} AND startsWith(reason, 'broken')`,
  );
  return new Set(rows.map((row) => String(row.table)));
}

/** @throws VedetteError `store.damaged` where fewer events are left than were committed */
async function checkEvents(engine: Engine, sources: readonly StoredSource[]): Promise<void> {
  const rows = await engine.rows("SELECT count() AS n FROM events");
  const left = Number(rows[0]?.n);
  const committed = sources.reduce((sum, { report }) => sum + report.events, 0);
  if (left < committed) throw damaged(engine, `${left} of its ${committed} records are left`);
}

function damaged(engine: Engine, because: string, cause?: unknown): VedetteError {
  return new VedetteError("store.damaged", `${engine.place}: the store is damaged: ${because}.`, {
    place: { path: engine.place },
    hint: `Take ${isServer(engine) ? "the database" : "the folder"} back from a backup, or ${anew(engine, "name")}`,
    cause,
  });
}

/** `store.damaged` where the engine failed over a file of its own; anything else as it is. */
export function damageBehind(engine: Engine, thrown: unknown): unknown {
  // The engine names the part of a table that it could not read; a log that it could not read lies elsewhere.
  const ofTable =
    thrown instanceof EngineError && /\/store\/[0-9a-f]{3}\/[0-9a-f-]{36}\//.test(thrown.message);
  if (!ofTable) return thrown;
  const short = /DB::Exception: ([^:.]+)/.exec(thrown.message)?.[1] ?? "the engine cannot read a table";
  return damaged(engine, short, thrown);
}

/** Notes by which content the base profile was computed; the row written last counts. */
export async function noteContent(engine: Engine, value: string): Promise<void> {
  const last = (await engine.rows("SELECT max(written) AS written FROM store_meta"))[0];
  await engine.insert("store_meta", [{ key: "content", value, written: 1 + Number(last?.written ?? 0) }]);
}

/** Drops the base profile, files and all. */
export async function dropProfile(engine: Engine): Promise<void> {
  for (const table of profileTables) await engine.run(`DROP TABLE IF EXISTS ${table} SYNC`);
}

/** Computes the base profile anew from the stored events. */
export async function rebuildProfile(
  engine: Engine,
  content: Content,
  sources: readonly StoredSource[],
): Promise<void> {
  for (const table of Object.values(activityParts("activity")))
    await engine.run(`DROP TABLE IF EXISTS ${table}`);
  for (const sql of activityTablesSql("activity", content.base)) await engine.run(sql);
  for (const { number } of sources.filter((source) => !isGone(source))) {
    for (const sql of storedActivitySql(
      content,
      "activity",
      number,
      `intDiv(event_id, ${recordsPerSource}) = ${number}`,
    ))
      await engine.run(sql);
  }
}

/** Runs statements of the base profile; what the engine refuses in them is a mistake in its file. */
export function blameBase<T>(content: Content, run: () => Promise<T>): Promise<T> {
  return blame(contentPath("profiles", content.base.id), run);
}

async function inTurn(engine: Engine, statements: readonly string[]): Promise<void> {
  for (const sql of statements) await engine.run(sql);
}

/**
 * Computes the base profile of nothing, to learn whether the engine takes its SQL.
 * @throws VedetteError `content.invalid` that names its file
 */
export async function checkBase(engine: Engine, content: Content): Promise<void> {
  const tables = ["check_events", ...Object.values(activityParts("check_activity"))];
  const drop = () =>
    inTurn(
      engine,
      tables.map((table) => `DROP TABLE IF EXISTS ${table}`),
    );
  await drop();
  await engine.run(eventTableSql("check_events"));
  await blameBase(content, async () => {
    await inTurn(engine, activityTablesSql("check_activity", content.base));
    await inTurn(engine, storedActivitySql(content, "check_activity", 0, "1", "check_events"));
  });
  await drop();
}

/** SQL that computes the base profile of some stored events of a source. */
export function storedActivitySql(
  content: Content,
  table: string,
  number: number,
  where: string,
  events = "events",
): string[] {
  const lines = {
    columns: storedColumns,
    from: `(SELECT *, raw AS line FROM ${events} WHERE ${where})`,
    source: number,
    eventIdSql: "event_id",
    recordSql: "raw",
    recordBytesMax: content.policy.limits.record_bytes,
    crlf: false,
  };
  return activitySql(
    table,
    `(${requestsSelect(lines, storedPlan, content.base, content.endpoints)})`,
    content.base,
  );
}
