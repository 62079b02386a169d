/**
 * Which patterns of the catalogues fit which texts, as tables.
 *
 * The engine's set of all patterns matches fastest, but takes seconds to prepare (450 patterns
 * over agents: 2.5 s, then 2 µs a text); here a text costs more and nothing is prepared. So
 * few texts are matched here and many by the engine; a test holds both to the same numbers.
 */
import { blame } from "../content/blame.ts";
import type { Content } from "../content/load.ts";
import {
  agentPatterns,
  matchingNumbersSql,
  type NeededBy,
  numbersMatcher,
  splitPaths,
} from "../content/patterns.ts";
import type { Engine } from "../engine/engine.ts";
import { fillSql } from "../engine/sql.ts";
import { triageLimits } from "../limits.ts";
import { factPatterns } from "./facts.ts";

/** A table with each text of another once, and the 1-based numbers of the patterns that fit it. */
export interface Matches {
  readonly table: "agent_matches" | "path_matches";
  /** SQL of the texts: `id`, a 64-bit number, and the text under its name. */
  readonly texts: string;
  readonly id: string;
  readonly text: string;
  /** Columns of numbers, and the patterns that each is of. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly needed: NeededBy;
}

/** Each agent with the catalogue's entries and the facts about platforms that fit it. */
export function agentMatches(content: Content): Matches {
  return {
    table: "agent_matches",
    texts: "SELECT DISTINCT agent_id, agent FROM {agent_texts}",
    id: "agent_id",
    text: "agent",
    columns: { numbers: agentPatterns(content.agents), hits: factPatterns(content.facts) },
    needed: content.needed,
  };
}

/** Each canonical path with the catalogue's wildcard paths that fit it. */
export function pathMatches(content: Content): Matches {
  return {
    table: "path_matches",
    texts: "SELECT DISTINCT cityHash64(canonical) AS canonical_hash, canonical FROM {plain_paths}",
    id: "canonical_hash",
    text: "canonical",
    columns: { numbers: splitPaths(content.endpoints).wild.map(({ pattern }) => pattern) },
    needed: content.needed,
  };
}

/**
 * Makes the table of matches.
 * @returns its name
 */
export async function makeMatches(
  engine: Engine,
  { table, texts, id, text, columns, needed }: Matches,
  known: Readonly<Record<string, string>>,
  few: boolean,
): Promise<string> {
  const name = `profile_${table}`;
  const fits = `${name}_fits`;
  for (const old of [name, fits]) await engine.run(`DROP TABLE IF EXISTS ${old}`);
  const from = `(${fillSql(texts, known)})`;
  const matchers = Object.entries(columns).map(([column, patterns]) => ({
    column,
    matcher: matcherOf(patterns, needed),
  }));
  const rows = matchers.every(({ matcher }) => matcher !== undefined)
    ? await heldTexts(engine, `SELECT ${id}, toJSONString(${text}) FROM ${from}`)
    : undefined;
  if (rows === undefined) {
    const numbers = Object.entries(columns).map(
      ([column, patterns]) => `${matchingNumbersSql(text, patterns)} AS ${column}`,
    );
    await blame("content/catalogues", () =>
      engine.table(name, `SELECT ${id}, ${text}, ${numbers.join(", ")} FROM ${from}`, {}, { few }),
    );
    return name;
  }
  await engine.run(
    `CREATE TABLE ${fits} (${id} UInt64, ${Object.keys(columns)
      .map((column) => `${column} Array(UInt64)`)
      .join(", ")}) ENGINE = Memory`,
  );
  // A text with nothing that fits needs no row.
  const fitting = rows
    .map((row) => ({
      [id]: row.id,
      ...Object.fromEntries(matchers.map(({ column, matcher }) => [column, matcher?.(row.text) ?? []])),
    }))
    .filter((row) => Object.keys(columns).some((column) => (row[column] as number[]).length > 0));
  await engine.insert(fits, fitting);
  // The text comes from the engine again: on the way through here, bytes that are no UTF-8 are lost.
  await engine.table(
    name,
    `SELECT one.${id} AS ${id}, one.${text} AS ${text}, ${Object.keys(columns)
      .map((column) => `fit.${column} AS ${column}`)
      .join(", ")} FROM ${from} AS one LEFT JOIN ${fits} AS fit ON fit.${id} = one.${id}`,
    {},
    { few },
  );
  return name;
}

/** Texts with their ids; undefined where they are too many, or too long, to be held. */
async function heldTexts(
  engine: Engine,
  sql: string,
): Promise<{ readonly id: string; readonly text: string }[] | undefined> {
  const { matchedTextsMax, matchedTextBytesMax } = triageLimits;
  const rows: { id: string; text: string }[] = [];
  let bytes = 0;
  for await (const chunk of engine.lines(`${sql} LIMIT ${matchedTextsMax + 1}`)) {
    bytes += chunk.length;
    if (bytes > matchedTextBytesMax) return undefined;
    for (const line of Buffer.from(chunk).toString("utf8").split("\n")) {
      const at = line.indexOf("\t");
      if (at > 0) rows.push({ id: line.slice(0, at), text: JSON.parse(line.slice(at + 1)) as string });
    }
  }
  return rows.length > matchedTextsMax ? undefined : rows;
}

type Matcher = ReturnType<typeof numbersMatcher>;

/** Matchers of the content that was used last, by their patterns: a process that reads many logs makes them once. */
let kept: { readonly needed: NeededBy; readonly matchers: Map<string, Matcher> } | undefined;

function matcherOf(patterns: readonly string[], needed: NeededBy): Matcher {
  if (kept?.needed !== needed) kept = { needed, matchers: new Map() };
  const key = JSON.stringify(patterns);
  const known = kept.matchers.get(key) ?? numbersMatcher(patterns, needed);
  kept.matchers.set(key, known);
  return known;
}
