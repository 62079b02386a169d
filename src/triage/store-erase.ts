/**
 * Erasure of one person's records from a kept store: every record that holds the person in any of its texts goes, and the base
 * profile is computed anew from what is left.
 *
 * In a folder a table is written anew without them and takes the place of the old one, whose files go at once: a mutation of the engine
 * would leave the old parts on disk. On a server they are deleted by a mutation that is waited for, on all shards and replicas; the server
 * removes the old parts by itself some minutes later. What is counted is written before records go, so that a run that is cut off leaves
 * more than is counted, which is no damage, and the same command goes on from there.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Content } from "../content/load.ts";
import { openChdb } from "../engine/chdb.ts";
import type { ServerAddress } from "../engine/clickhouse/address.ts";
import { removeDropped } from "../engine/dropped.ts";
import type { Engine, LocalEngine, ServerEngine } from "../engine/engine.ts";
import { VedetteError } from "../errors.ts";
import { recordsPerSource } from "../ingest/scan.ts";
import { loadSegments } from "../ingest/segments.ts";
import type { SourceReport } from "../ingest/source.ts";
import { type PersonPattern, withoutPerson } from "./person.ts";
import { dropProfile, noteContent, openStore, rebuildProfile } from "./store.ts";
import { reportText, type StoredSource, storedSources } from "./stored-sources.ts";

/** What a store holds of a person. */
export interface ErasedFromStore {
  /** Records that hold the person. */
  readonly events: number;
  /** Logs that they are of. */
  readonly sources: number;
  /** Samples of rejected lines that do. */
  readonly samples: number;
  /** Rows of what is remembered of entities from run to run. */
  readonly marks: number;
}

/** What stands in the place of a text that was erased. */
const erasedText = "[erased]";
const otherTables = /^store_marks$/;
/** Its place in a statement. */
const personSql = "{person:String}";

/**
 * Counts, and erases where that is asked for.
 * @param store its folder, or its server
 * @throws VedetteError `store.missing` where there is none, and as `openStore`
 */
export async function eraseFromStore(
  store: string | ServerAddress,
  content: Content,
  pattern: PersonPattern,
  erase: boolean,
): Promise<ErasedFromStore> {
  const engine = await opened(store);
  let counted: ErasedFromStore;
  try {
    // What opens the store, and what is left of it, may have its base profile computed anew.
    await loadSegments(engine, content);
    const sources = await openStore(engine, content);
    const tables = await tablesOf(engine);
    counted = await count(engine, sources, tables, pattern);
    if (erase && Object.values(counted).some((n) => n > 0)) await eraseRows(engine, content, tables, pattern);
  } finally {
    await engine.close();
  }
  if (erase && typeof store === "string") removeDropped(databaseOf(store));
  return counted;
}

const databaseOf = (folder: string) => join(folder, "db");

async function opened(store: string | ServerAddress): Promise<LocalEngine | ServerEngine> {
  if (typeof store !== "string")
    return (await import("../engine/clickhouse.ts")).openServer(store, { begin: false });
  const path = databaseOf(store);
  if (existsSync(path)) return openChdb({ path });
  throw new VedetteError("store.missing", `${store}: there is no store here.`, {
    place: { path: store },
    hint: "Name the folder that was given with --store.",
  });
}

/** SQL that is true for a row that holds the person, of each table that is looked through. */
type Tables = ReadonlyMap<string, string>;

async function tablesOf(engine: Engine): Promise<Tables> {
  const rows = await engine.rows(
    `SELECT table, groupArray(name) AS names FROM (SELECT table, name FROM system.columns WHERE database = ${engine.databaseSql} AND type IN ('String', 'LowCardinality(String)') ORDER BY table, position) GROUP BY table`,
  );
  return new Map(
    rows
      .filter(({ table }) => table === "events" || otherTables.test(String(table)))
      .map(({ table, names }) => [
        String(table),
        // The whole record holds mostly what its columns hold: it is looked at first.
        `(${(names as string[])
          .sort((a, b) => Number(b === "raw") - Number(a === "raw"))
          .map((name) => `match(${name}, ${personSql})`)
          .join(" OR ")})`,
      ]),
  );
}

const bound = ({ source }: PersonPattern) => ({ person: `(?i)${source}` });

async function count(
  engine: Engine,
  sources: readonly StoredSource[],
  tables: Tables,
  pattern: PersonPattern,
): Promise<ErasedFromStore> {
  const parameters = bound(pattern);
  const counts = await Promise.all(
    [...tables].map(async ([table, holds]) => {
      const more =
        table === "events" ? `, uniqExact(intDiv(event_id, ${recordsPerSource})) AS of` : ", 0 AS of";
      const [row] = await engine.rows(`SELECT count() AS n${more} FROM ${table} WHERE ${holds}`, parameters);
      return [table, Number(row?.n ?? 0), Number(row?.of ?? 0)] as const;
    }),
  );
  const events = counts.find(([table]) => table === "events");
  return {
    events: events?.[1] ?? 0,
    sources: events?.[2] ?? 0,
    samples: sources.filter(({ report }) => withoutPersonIn(report, pattern) !== report).length,
    marks: counts.filter(([table]) => table !== "events").reduce((sum, [, n]) => sum + n, 0),
  };
}

async function eraseRows(
  engine: LocalEngine | ServerEngine,
  content: Content,
  tables: Tables,
  pattern: PersonPattern,
): Promise<void> {
  // Whoever opens the store after this was cut off computes the profile anew.
  await noteContent(engine, "being computed anew");
  await recount(engine, tables.get("events") ?? "0", pattern);
  for (const [table, holds] of tables) await remove(engine, table, holds, pattern);
  if (!("add" in engine)) await dropProfile(engine);
  await rebuildProfile(engine, content, await storedSources(engine));
  await noteContent(engine, content.sha256);
}

/**
 * Removes rows of a table: in a folder by writing the others anew and dropping what it was, files and all.
 * @param going SQL that is true for them
 */
async function remove(
  engine: LocalEngine | ServerEngine,
  table: string,
  going: string,
  pattern: PersonPattern,
): Promise<void> {
  const parameters = bound(pattern);
  if ("add" in engine) {
    // What every host of a cluster does takes no parameters.
    const told = going.replaceAll(personSql, `unhex('${Buffer.from(parameters.person).toString("hex")}')`);
    return engine.run(`ALTER TABLE ${table} DELETE WHERE ${told} SETTINGS mutations_sync = 1`);
  }
  const next = `${table}_next`;
  await engine.run(`DROP TABLE IF EXISTS ${next} SYNC`);
  await engine.run(`CREATE TABLE ${next} AS ${table}`);
  await engine.run(`INSERT INTO ${next} SELECT * FROM ${table} WHERE NOT (${going})`, parameters);
  await engine.run(`EXCHANGE TABLES ${table} AND ${next}`);
  await engine.run(`DROP TABLE ${next} SYNC`);
}

/** What each source counts without the person's records; rows that say what it counted before go. */
async function recount(
  engine: LocalEngine | ServerEngine,
  holds: string,
  pattern: PersonPattern,
): Promise<void> {
  const rows = await engine.rows(
    `SELECT intDiv(event_id, ${recordsPerSource}) AS source, event_class AS class, count() AS n FROM events WHERE NOT ${holds} GROUP BY source, class ORDER BY source, class`,
    bound(pattern),
  );
  const classes = new Map<number, Record<string, number>>();
  for (const { source, class: of, n } of rows) {
    const known = classes.get(Number(source)) ?? {};
    known[String(of)] = Number(n);
    classes.set(Number(source), known);
  }
  const sources = await storedSources(engine);
  const [last] = await engine.rows("SELECT max(written) AS written FROM store_sources");
  const written = Number(last?.written ?? 0) + 1;
  await engine.insert(
    "store_sources",
    sources.map(({ number, digest, lastLine, report, removed }) => {
      const left = classes.get(number) ?? {};
      const events = Object.values(left).reduce((sum, n) => sum + n, 0);
      const clean = withoutPersonIn(report, pattern);
      const made = { ...clean, classes: left, events, lines: report.lines - (report.events - events) };
      return {
        ...{ number, digest, last_line: lastLine, written },
        report: reportText(made, removed),
      };
    }),
  );
  await remove(engine, "store_sources", `written != ${written}`, pattern);
}

type StoredReport = Omit<SourceReport, "opened" | "problem" | "parts">;

/** The same report where nothing of it holds the person. */
function withoutPersonIn(report: StoredReport, pattern: PersonPattern): StoredReport {
  const clean = (text: string) => withoutPerson(pattern, text, erasedText);
  const rejects = report.rejects.map((one) =>
    clean(one.sample) === one.sample ? one : { ...one, sample: erasedText },
  );
  const notes = report.notes.map(clean);
  // The name of a mail's file may hold who it was for.
  const members = report.members?.map((one) =>
    clean(one.path) === one.path ? one : { ...one, path: erasedText },
  );
  const changed =
    rejects.some((one, index) => one !== report.rejects[index]) ||
    members?.some((one, index) => one !== report.members?.[index]) ||
    notes.some((note, index) => note !== report.notes[index]);
  return changed ? { ...report, rejects, notes, ...(members === undefined ? {} : { members }) } : report;
}
