/**
 * A kept store: events and the base profile stay in a folder, and later runs add to them.
 *
 * A source is known by its first record, so a log that has grown, or was rotated to another
 * name, adds only what is new. The row in `store_sources` is written last and says how far
 * a source is in; whatever stands beyond it was left by a run that was cut off, and is removed.
 */
import { blame } from "../content/blame.ts";
import { contentPath } from "../content/check.ts";
import type { Content } from "../content/load.ts";
import { interestingSql } from "../content/patterns.ts";
import type { Engine } from "../engine/engine.ts";
import { VedetteError } from "../errors.ts";
import { activityParts, activitySql, activityTablesSql } from "../ingest/activity.ts";
import { eventTableSql, storedColumns, storedPlan } from "../ingest/events.ts";
import { requestsSelect } from "../ingest/requests.ts";
import { recordsPerSource } from "../ingest/scan.ts";
import type { SourceReport } from "../ingest/source.ts";

export const storeVersion = 2;

/** Names of tables that are made for one run, or for the reading of one source. */
const passingTables = /^((profile|catalogue|window|check)_|requests(_kept)?$)/;

/** A source that a store holds. */
export interface StoredSource {
  readonly number: number;
  readonly digest: string;
  readonly lastLine: number;
  readonly report: Omit<SourceReport, "opened" | "problem" | "parts">;
}

/** Makes or checks the store's tables, and removes what a cut-off run left behind. */
export async function openStore(engine: Engine, content: Content): Promise<StoredSource[]> {
  const tables = new Set(
    (await engine.rows("SELECT name FROM system.tables WHERE database = currentDatabase()")).map((row) =>
      String(row.name),
    ),
  );
  for (const table of tables) {
    if (passingTables.test(table) && table !== "catalogue_segments") await engine.run(`DROP TABLE ${table}`);
  }
  if (!tables.has("store_meta")) {
    await engine.run(
      "CREATE TABLE store_meta (key String, value String, written UInt64) ENGINE = MergeTree ORDER BY key",
    );
    await engine.run(
      "CREATE TABLE store_sources (number UInt32, digest String, last_line Int64, report String, written UInt64) ENGINE = MergeTree ORDER BY number",
    );
    await engine.run(eventTableSql("events"));
    await blameBase(content, () => inTurn(engine, activityTablesSql("activity", content.base)));
    await engine.insert("store_meta", [
      { key: "version", value: String(storeVersion), written: 1 },
      { key: "content", value: content.sha256, written: 1 },
    ]);
    return [];
  }
  const meta = new Map(
    (await engine.rows("SELECT key, argMax(value, written) AS value FROM store_meta GROUP BY key")).map(
      (row) => [String(row.key), String(row.value)],
    ),
  );
  if (meta.get("version") !== String(storeVersion)) {
    throw new VedetteError(
      "store.version",
      `The store was written by version ${meta.get("version")} of its layout; this program writes ${storeVersion}.`,
      { hint: "Name a new folder with --store and give the logs again." },
    );
  }
  const sources = await storedSources(engine);
  await removeUncommitted(engine, sources);
  if (meta.get("content") !== content.sha256) {
    await checkBase(engine, content);
    // A run that is cut off in between leaves a profile of neither content; the next one begins anew.
    await noteContent(engine, "being computed anew");
    await rebuildProfile(engine, content, sources);
    await noteContent(engine, content.sha256);
  }
  return sources;
}

/** Notes by which content the base profile was computed; the row written last counts. */
async function noteContent(engine: Engine, value: string): Promise<void> {
  const last = (await engine.rows("SELECT max(written) AS written FROM store_meta"))[0];
  await engine.insert("store_meta", [{ key: "content", value, written: 1 + Number(last?.written ?? 0) }]);
}

async function storedSources(engine: Engine): Promise<StoredSource[]> {
  const rows = await engine.rows(
    "SELECT number, argMax(digest, written) AS digest, argMax(last_line, written) AS last_line, argMax(report, written) AS report FROM store_sources GROUP BY number ORDER BY number",
  );
  return rows.map((row) => ({
    number: Number(row.number),
    digest: String(row.digest),
    lastLine: Number(row.last_line),
    report: JSON.parse(String(row.report)) as StoredSource["report"],
  }));
}

async function removeUncommitted(engine: Engine, sources: readonly StoredSource[]): Promise<void> {
  const beyond = sources.map(
    ({ number, lastLine }) =>
      `(event_id > ${number * recordsPerSource + lastLine} AND event_id < ${(number + 1) * recordsPerSource})`,
  );
  const next = sources.length === 0 ? 0 : Math.max(...sources.map(({ number }) => number)) + 1;
  const stray = [...beyond, `event_id >= ${next * recordsPerSource}`].join(" OR ");
  const rows = await engine.rows(`SELECT count() AS n FROM events WHERE ${stray}`);
  if (Number(rows[0]?.n) > 0)
    await engine.run(`ALTER TABLE events DELETE WHERE ${stray} SETTINGS mutations_sync = 1`);
  const profile = sources.map(
    ({ number, lastLine }) =>
      `(source = ${number} AND first_record > ${number * recordsPerSource + lastLine})`,
  );
  const strayed = [...profile, `source >= ${next}`].join(" OR ");
  const left = await engine.rows(`SELECT count() AS n FROM activity WHERE ${strayed}`);
  if (Number(left[0]?.n) === 0) return;
  await engine.run(`ALTER TABLE activity DELETE WHERE ${strayed} SETTINGS mutations_sync = 1`);
  for (const text of ["client", "agent", "path"]) {
    await engine.run(
      `ALTER TABLE activity_${text}s DELETE WHERE ${text}_id NOT IN (SELECT ${text}_id FROM activity) SETTINGS mutations_sync = 1`,
    );
  }
}

/** Computes the base profile anew from the stored events; its definition has changed. */
export async function rebuildProfile(
  engine: Engine,
  content: Content,
  sources: readonly StoredSource[],
): Promise<void> {
  for (const table of Object.values(activityParts("activity")))
    await engine.run(`DROP TABLE IF EXISTS ${table}`);
  for (const sql of activityTablesSql("activity", content.base)) await engine.run(sql);
  for (const { number } of sources) {
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
    `(${requestsSelect(lines, storedPlan, content.base, interestingSql(content.endpoints))})`,
    content.base,
  );
}

/** Commits what a run added to a source; of several rows the one written last counts. */
export async function commitSource(engine: Engine, source: SourceReport, lastLine: number): Promise<void> {
  const { opened: _opened, problem: _problem, parts: _parts, ...report } = source;
  const last = (await engine.rows("SELECT max(written) AS written FROM store_sources"))[0];
  await engine.insert("store_sources", [
    {
      number: source.number,
      digest: source.digest,
      last_line: lastLine,
      report: JSON.stringify(report),
      written: Number(last?.written ?? 0) + 1,
    },
  ]);
}
