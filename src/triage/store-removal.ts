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
import type { Engine } from "../engine/engine.ts";
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
 * @throws VedetteError as `openStore`
 */
export async function keepWithin(
  store: string,
  content: Content,
  limits: KeepLimits,
  removing: () => void = () => {},
): Promise<Kept> {
  const path = join(store, "db");
  if (!existsSync(path)) return { sources: 0, events: 0, eventsEver: 0, bytes: 0 };
  const engine = await openChdb({ path });
  try {
    const sources = await openStore(engine, content);
    const bytes = await bytesOf(engine);
    const going = beyond(sources, limits, bytes);
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

/** Bytes of the tables on disk. */
async function bytesOf(engine: Engine): Promise<number> {
  const [row] = await engine.rows(
    `SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE database = ${engine.databaseSql} AND active AND table IN {tables:Array(String)}`,
    { tables: storedTables },
  );
  return Number(row?.bytes ?? 0);
}

/** Removal rewrites parts of tables: so much less than the limit is left, that it need not happen at each look. */
const leftShare = 0.9;

/** The sources that go; those that came first are the oldest. */
function beyond(
  sources: readonly StoredSource[],
  { beforeMs, bytesMax, nowMs }: KeepLimits,
  bytes: number,
): StoredSource[] {
  const held = sources.filter(({ report }) => report.events > 0).sort((a, b) => a.number - b.number);
  const going = new Set<StoredSource>();
  let lastMs: number | undefined;
  for (const source of held) {
    const own = source.report.lastMs;
    // One without times, or with a clock that is ahead, is as old as what came before it.
    if (own !== undefined && own <= nowMs) lastMs = own;
    if (beforeMs !== undefined && lastMs !== undefined && lastMs < beforeMs) going.add(source);
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
