/**
 * Removal of the oldest records of a kept store, by age and by size.
 *
 * A source goes as a whole. Its row among the sources stays, and says that its records are gone and up to which line it had been
 * looked at: the same log given again adds nothing. That row is what counts; records that are left when a run is cut off in
 * between are removed when the store is opened the next time, like all that no row tells of.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Content } from "../content/load.ts";
import { openChdb } from "../engine/chdb.ts";
import type { ServerAddress } from "../engine/clickhouse/address.ts";
import type { Engine, LocalEngine, ServerEngine } from "../engine/engine.ts";
import { recordsPerSource } from "../ingest/scan.ts";
import { loadSegments } from "../ingest/segments.ts";
import { openStore, storedTables } from "./store.ts";
import { commitRemoval, removeUncommitted, type StoredSource } from "./stored-sources.ts";

/** What a store may hold. */
export interface KeepLimits {
  /** Sources whose newest record is older go; milliseconds since the epoch. */
  readonly beforeMs?: number;
  /** The oldest go while the tables take more bytes on disk. */
  readonly bytesMax?: number;
  /** The clock of records counts up to here. */
  readonly nowMs: number;
}

/** What a store holds, and what was removed from it. */
export interface Kept {
  /** Removed this time. */
  readonly sources: number;
  readonly events: number;
  /** Records that were ever removed. */
  readonly eventsEver: number;
  /** Time of the newest record that was removed this time. */
  readonly untilMs?: number;
  /** Of the tables on disk, afterwards. */
  readonly bytes: number;
}

/**
 * Removes what goes beyond the limits; nothing where there is no store.
 * @param store a folder, or a server
 * @throws VedetteError as `openStore` and `openServer`
 */
export async function keepWithin(
  store: string | ServerAddress,
  content: Content,
  limits: KeepLimits,
  removing: () => void = () => {},
): Promise<Kept> {
  const engine = await opened(store);
  if (engine === undefined) return { sources: 0, events: 0, eventsEver: 0, bytes: 0 };
  try {
    // What opens the store may have its base profile computed anew.
    await loadSegments(engine, content);
    const sources = await openStore(engine, content);
    const bytes = await bytesOf(engine);
    const going = beyond(sources, limits, bytes, await lastsOf(engine, sources, limits.nowMs));
    const numbers = new Set(going.map(({ number }) => number));
    const left =
      going.length === 0
        ? sources
        : [...sources.filter(({ number }) => !numbers.has(number)), ...(await commitRemoval(engine, going))];
    if (going.length > 0) {
      removing();
      await removeUncommitted(engine, left);
    }
    const times = going.flatMap(({ report }) => (report.lastMs === undefined ? [] : [report.lastMs]));
    return {
      sources: going.length,
      events: eventsOf(going),
      eventsEver: left.reduce((sum, { removed }) => sum + removed, 0),
      ...(times.length === 0 ? {} : { untilMs: Math.max(...times) }),
      bytes: going.length === 0 ? bytes : await bytesOf(engine),
    };
  } finally {
    await engine.close();
  }
}

async function opened(store: string | ServerAddress): Promise<LocalEngine | ServerEngine | undefined> {
  if (typeof store !== "string")
    return (await import("../engine/clickhouse.ts")).openServer(store, { begin: true });
  const path = join(store, "db");
  return existsSync(path) ? openChdb({ path }) : undefined;
}

/** Bytes of the tables on disk. */
async function bytesOf(engine: Engine): Promise<number> {
  const [row] = await engine.rows(
    `SELECT sum(bytes_on_disk) AS bytes FROM ${engine.systemSql("parts")} WHERE database = ${engine.databaseSql} AND active AND table IN {tables:Array(String)}`,
    { tables: storedTables },
  );
  return Number(row?.bytes ?? 0);
}

/**
 * The time of the newest record of each source. Records whose clock is ahead do not count: one of them among those of today says
 * nothing of the others.
 */
async function lastsOf(
  engine: Engine,
  sources: readonly StoredSource[],
  nowMs: number,
): Promise<Map<number, number>> {
  const held = sources.filter(({ report }) => report.events > 0);
  const lasts = new Map(
    held.flatMap(({ number, report: { lastMs } }) =>
      lastMs === undefined || lastMs > nowMs ? [] : [[number, lastMs] as const],
    ),
  );
  const ahead = held.flatMap(({ number, report: { lastMs = 0 } }) => (lastMs > nowMs ? [number] : []));
  if (ahead.length === 0) return lasts;
  const rows = await engine.rows(
    `SELECT intDiv(event_id, ${recordsPerSource}) AS source, max(time_ms) AS last FROM events WHERE source IN {ahead:Array(UInt64)} AND time_ms > 0 AND time_ms <= {now:Int64} GROUP BY source`,
    { ahead, now: nowMs },
  );
  for (const { source, last } of rows) lasts.set(Number(source), Number(last));
  return lasts;
}

/** Removal rewrites parts of tables: so much less than the limit is left, that it need not happen at each look. */
const leftShare = 0.9;

/** The sources that go; those that came first are the oldest. */
function beyond(
  sources: readonly StoredSource[],
  { beforeMs, bytesMax }: KeepLimits,
  bytes: number,
  lasts: ReadonlyMap<number, number>,
): StoredSource[] {
  const held = sources.filter(({ report }) => report.events > 0).sort((a, b) => a.number - b.number);
  const going = new Set<StoredSource>();
  let lastMs: number | undefined;
  for (const source of held) {
    const own = lasts.get(source.number);
    // One whose records tell no time is as old as the newest of what came before it.
    lastMs = own === undefined ? lastMs : Math.max(own, lastMs ?? own);
    const age = own ?? lastMs;
    if (beforeMs !== undefined && age !== undefined && age < beforeMs) going.add(source);
  }
  if (bytesMax === undefined || bytes <= bytesMax) return [...going];
  const perEvent = bytes / Math.max(1, eventsOf(held));
  let left = (eventsOf(held) - eventsOf([...going])) * perEvent;
  // The newest stays, however small the limit.
  for (const source of held.slice(0, -1)) {
    if (left <= bytesMax * leftShare) break;
    if (going.has(source)) continue;
    going.add(source);
    left -= source.report.events * perEvent;
  }
  return [...going];
}

function eventsOf(sources: readonly StoredSource[]): number {
  return sources.reduce((sum, { report }) => sum + report.events, 0);
}
