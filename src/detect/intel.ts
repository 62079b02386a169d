/**
 * Feeds of threat intelligence as pieces of SQL. The engine reads their files itself, and only while a statement looks for
 * what the logs hold in them: of a feed of millions nothing stays in memory but what matches.
 */
import type { intelPartNames } from "../content/intel.ts";
import { type Engine, EngineError } from "../engine/engine.ts";
import { literal, literals } from "../engine/sql.ts";
import { type EntryKind, entryKinds } from "../intel/entry.ts";
import { fileColumns } from "../intel/entry-files.ts";
import { entriesPath, type Feed, kindsOf } from "../intel/store.ts";

/** Patterns of agents of all feeds; more would make one automaton too large. */
const patternsMax = 2000;

export type IntelParts = Readonly<Record<(typeof intelPartNames)[number], string>>;

/** Kinds of entries of which some feed has one. */
export function kindsGiven(feeds: readonly Feed[]): ReadonlySet<string> {
  return new Set(feeds.flatMap(kindsOf));
}

/** The parts of some feeds, without their patterns; without feeds tables that hold nothing. */
export function intelTables(feeds: readonly Feed[]): IntelParts {
  const tables = Object.fromEntries(
    entryKinds.map((kind) => [`intel_${kind}`, tableSql(feeds, kind)]),
  ) as Omit<IntelParts, "intel_agent_patterns">;
  return { ...tables, intel_agent_patterns: "['^$']" };
}

function tableSql(feeds: readonly Feed[], kind: EntryKind): string {
  const held = feeds.filter((feed) => kindsOf(feed).includes(kind));
  const columns = fileColumns[kind];
  const read = held.map(
    (feed) =>
      `SELECT ${literal(feed.name)} AS feed, toUInt8(${feed.benign ? 1 : 0}) AS benign, * FROM file(${literal(entriesPath(feed, kind))}, 'TabSeparated', ${literal(columns)})`,
  );
  return read.length === 0
    ? `(SELECT '' AS feed, toUInt8(0) AS benign, * FROM null(${literal(columns)}) WHERE 0)`
    : `(${read.join(" UNION ALL ")})`;
}

/**
 * The parts of some feeds. Patterns of agents that the engine cannot read are left out, and said.
 * @returns the parts, and notes for the report
 */
export async function intelParts(
  engine: Engine,
  feeds: readonly Feed[],
): Promise<{ parts: IntelParts; notes: readonly string[] }> {
  const parts = intelTables(feeds);
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
