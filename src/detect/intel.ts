/**
 * Feeds of threat intelligence as pieces of SQL. The engine reads their files itself, and only while a statement looks for
 * what the logs hold in them: of a feed of millions nothing stays in memory but what matches.
 */
import type { intelPartNames } from "../content/intel.ts";
import { type Engine, EngineError, type LocalEngine, type ServerEngine } from "../engine/engine.ts";
import { literal, literals } from "../engine/sql.ts";
import { transfer } from "../engine/transfer.ts";
import { type EntryKind, entryKinds } from "../intel/entry.ts";
import { entriesPath, type Feed, fileColumns, kindsOf } from "../intel/feed.ts";
import { intelLimits } from "../limits.ts";

const { agentPatternsMax: patternsMax } = intelLimits;

export type IntelParts = Readonly<Record<(typeof intelPartNames)[number], string>>;

/** Kinds of entries of which some feed has one. */
export function kindsGiven(feeds: readonly Feed[]): ReadonlySet<string> {
  return new Set(feeds.flatMap(kindsOf));
}

/** Columns of an entry, of a table that is called `entry`. */
const columns = `entry.feed AS feed, entry.benign AS benign, entry.value AS value, entry.confidence AS confidence, entry.from_ms AS from_ms, entry.until_ms AS until_ms, entry.dated_ms AS dated_ms, entry.label AS label, entry.id AS entry_id`;

/**
 * Whether an entry held when its match was seen, over `first_ms` and `last_ms`. What was seen after its end matches nothing. It is
 * written after the deed that it tells of, so that what it names a month before its beginning is still meant; an address of longer
 * ago may have been another's. Where a log has no times, nothing has expired.
 */
const earlyMs = 30 * 86_400_000;
const holds = `(until_ms = 0 OR last_ms <= 0 OR first_ms <= until_ms) AND (from_ms = 0 OR last_ms <= 0 OR last_ms + ${earlyMs} >= from_ms)`;

/** A match in words, over its columns: what was seen, how it fits, who says so, how surely and how long ago. */
const told = `concat(
  kind, ' ', if(lengthUTF8(seen) > 120, concat(substringUTF8(seen, 1, 117), '...'), seen), ' ',
  multiIf(common, 'exact, but what many browsers send', way = 'exact', way, concat(way, ' ', substringUTF8(value, 1, 80))),
  ' in ', feed, if(label = '', '', concat(' as ', substringUTF8(label, 1, 80))), ', confidence ', toString(confidence), ' of 100',
  multiIf(
    dated_ms = 0, ', not dated',
    last_ms <= 0, concat(', dated ', toString(toDate(fromUnixTimestamp64Milli(dated_ms, 'UTC')))),
    last_ms >= dated_ms, concat(', ', toString(intDiv(last_ms - dated_ms, 86400000)), if(intDiv(last_ms - dated_ms, 86400000) = 1, ' day old', ' days old')),
    concat(', dated ', toString(toDate(fromUnixTimestamp64Milli(dated_ms, 'UTC'))), ', after that')))`;

/** The parts of some feeds, without their patterns; without feeds tables that hold nothing. */
export function intelTables(feeds: readonly Feed[]): IntelParts {
  const tables = Object.fromEntries(
    entryKinds.map((kind) => [`intel_${kind}`, tableSql(feeds, kind)]),
  ) as Record<`intel_${EntryKind}`, string>;
  return {
    ...tables,
    intel_agent_patterns: "['^$']",
    intel_columns: columns,
    intel_holds: holds,
    intel_told: told,
  };
}

function tableSql(feeds: readonly Feed[], kind: EntryKind): string {
  const structure = fileColumns[kind];
  const read = feeds
    .filter((feed) => kindsOf(feed).includes(kind))
    .map(
      (feed) =>
        `SELECT ${literal(feed.name)} AS feed, toUInt8(${feed.benign ? 1 : 0}) AS benign, * FROM file(${literal(entriesPath(feed, kind))}, 'TabSeparated', ${literal(structure)})`,
    );
  return read.length === 0
    ? `(SELECT '' AS feed, toUInt8(0) AS benign, * FROM null(${literal(structure)}) WHERE 0)`
    : `(${read.join(" UNION ALL ")})`;
}

/** Sends the entries of feeds to a server, which cannot read their files; they are tables there as long as the run. */
async function sentTables(
  reader: LocalEngine,
  engine: ServerEngine,
  feeds: readonly Feed[],
): Promise<IntelParts> {
  const parts = intelTables(feeds);
  const sent = new Map<string, string>();
  for (const kind of entryKinds.filter((kind) => kindsGiven(feeds).has(kind))) {
    const table = `catalogue_intel_${kind}`;
    await engine.run(`CREATE TABLE ${table} (feed String, benign UInt8, ${fileColumns[kind]}) ENGINE = Log`);
    const sql = `SELECT * FROM ${parts[`intel_${kind}`]}`;
    await transfer(reader, engine, { table, sql, what: table });
    sent.set(`intel_${kind}`, table);
  }
  return { ...parts, ...Object.fromEntries(sent) };
}

/**
 * The parts of some feeds. Patterns of agents that the engine cannot read are left out, and said.
 * @param reader reads their files
 * @returns the parts, and notes for the report
 */
export async function intelParts(
  engine: LocalEngine | ServerEngine,
  reader: LocalEngine,
  feeds: readonly Feed[],
): Promise<{ parts: IntelParts; notes: readonly string[] }> {
  const parts = "add" in engine ? await sentTables(reader, engine, feeds) : intelTables(feeds);
  if (!kindsGiven(feeds).has("agent")) return { parts, notes: [] };
  const rows = await engine.rows(
    `SELECT DISTINCT value FROM ${parts.intel_agent} WHERE pattern ORDER BY value LIMIT ${patternsMax + 1}`,
  );
  const given = rows.map(({ value }) => String(value)).slice(0, patternsMax);
  const { fit, odd } = await readable(engine, given);
  const notes = [
    ...odd
      .slice(0, 5)
      .map(
        (pattern) =>
          `intelligence: the pattern of agents ${pattern.slice(0, 80)} cannot be read and matches nothing`,
      ),
    ...(odd.length > 5 ? [`intelligence: ${odd.length - 5} more patterns of agents cannot be read`] : []),
    ...(rows.length > patternsMax
      ? [`intelligence: of the patterns of agents only the first ${patternsMax} are looked for`]
      : []),
  ];
  return { parts: fit.length === 0 ? parts : { ...parts, intel_agent_patterns: literals(fit) }, notes };
}

/** Which patterns the engine can read: all together, or halves until the odd ones are found. */
async function readable(
  engine: Engine,
  patterns: readonly string[],
): Promise<{ fit: string[]; odd: string[] }> {
  if (patterns.length === 0) return { fit: [], odd: [] };
  try {
    await engine.rows(`SELECT multiMatchAny(materialize('x'), ${literals(patterns)}) AS found`);
    return { fit: [...patterns], odd: [] };
  } catch (thrown) {
    if (!(thrown instanceof EngineError)) throw thrown;
    if (patterns.length === 1) return { fit: [], odd: [...patterns] };
    const middle = patterns.length >> 1;
    const first = await readable(engine, patterns.slice(0, middle));
    const second = await readable(engine, patterns.slice(middle));
    return { fit: [...first.fit, ...second.fit], odd: [...first.odd, ...second.odd] };
  }
}
