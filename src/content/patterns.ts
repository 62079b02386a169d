/**
 * Catalogue entries in the forms in which the engine matches them fastest.
 *
 * Most catalogued paths hold no wildcard: they are looked up as text (whole path, or the
 * path's last segments), which costs nothing to prepare. Only the rest are patterns:
 * compiling 1,800 patterns for the multi-pattern matcher takes seconds, 170 a fraction of one.
 */
import { escapeRegex, literal, literals } from "../engine/sql.ts";
import { neededTexts, WordFinder } from "./needed-texts.ts";
import type { AgentEntry, EndpointEntry } from "./schema.ts";
import type { PlatformFacts, QueryPaths } from "./tables.ts";

/** A catalogued path without wildcard; `path` has no leading slash. */
export interface ExactPath {
  readonly path: string;
  readonly root: boolean;
  readonly entry: number;
}

/** A catalogued path with wildcards, as a pattern over canonical paths. */
export interface WildPath {
  readonly pattern: string;
  readonly loose: string;
  readonly entry: number;
  /** Segments of the catalogued path; of several that fit, the deepest names the endpoint. */
  readonly depth: number;
}

/** Catalogued paths by the way they are matched; `entry` is the position in `entries`. */
export function splitPaths(entries: readonly EndpointEntry[]): { exact: ExactPath[]; wild: WildPath[] } {
  const exact: ExactPath[] = [];
  const wild: WildPath[] = [];
  entries.forEach((entry, index) => {
    for (const written of entry.paths) {
      const path = written.replace(/^\//, "").replace(/\/$/, "");
      const root = entry.at === "root";
      if (!path.includes("*")) {
        exact.push({ path, root, entry: index });
        continue;
      }
      const body = path
        .split(/(\*\*|\*)/)
        .map((part) => (part === "**" ? ".*" : part === "*" ? "[^/]*" : escapeRegex(part)))
        .join("");
      wild.push({
        pattern: `${root ? "^/" : "(?:^|/)"}${body}$`,
        loose: longestLiteral(path),
        entry: index,
        depth: path.split("/").length,
      });
    }
  });
  return { exact, wild };
}

/**
 * The longest run of a path without a wildcard, as a pattern. It fits too much, which costs a
 * little; a set of plain texts is ready at once, which whole patterns are not.
 */
function longestLiteral(path: string): string {
  const runs = `/${path}`.split(/\*+/);
  return escapeRegex(runs.reduce((a, b) => (b.length > a.length ? b : a)));
}

/** Texts of which a pattern needs one, by patterns without their flag; null where it needs none of any. */
export type NeededBy = Readonly<Record<string, readonly string[] | null>>;

/** What the patterns of catalogues need. Taking them apart costs a tenth of a second, so that a build keeps it. */
export function neededBy(
  endpoints: readonly EndpointEntry[],
  agents: readonly AgentEntry[],
  facts: PlatformFacts,
): NeededBy {
  const patterns = [
    ...splitPaths(endpoints).wild.map(({ pattern }) => pattern),
    ...agentPatterns(agents),
    ...facts.contradictions.flatMap(({ all, none }) => [...all, ...none]),
    ...facts.malformed.flatMap(({ pattern, none }) => [pattern, ...none]),
    ...facts.frozen_forms.flatMap(({ broken, none }) => [broken, ...none]),
    ...facts.operating_systems.map(({ pattern }) => pattern),
  ].map(withoutFlag);
  return Object.fromEntries(patterns.map((pattern) => [pattern, neededTexts(pattern) ?? null]));
}

function withoutFlag(pattern: string): string {
  return pattern.replace(/^\(\?i\)/, "");
}

/** What JavaScript and the engine's expressions read differently, or only one of them reads. */
const notAlike = /\(\?(?!:)|\\[1-9AzZCQEpPkuc]|\[\[:|\(\*/;

/**
 * The 1-based numbers of the patterns that fit a text, ascending; undefined where a pattern is
 * not written in what JavaScript and the engine read alike, so that the engine has to say what it means.
 */
export function numbersMatcher(
  patterns: readonly string[],
  needed: NeededBy = {},
): ((text: string) => number[]) | undefined {
  const bare = patterns.map(withoutFlag);
  if (bare.some((pattern) => notAlike.test(pattern.replaceAll("\\\\", "")))) return undefined;
  try {
    const list = bare.map((pattern, index) => new RegExp(pattern, pattern === patterns[index] ? "" : "i"));
    // Most patterns hold a word that most texts do not: one look for all words leaves few patterns to try.
    const finder = new WordFinder(
      bare.map((pattern) => {
        const known = needed[pattern];
        return known === undefined ? neededTexts(pattern) : (known ?? undefined);
      }),
    );
    return (text) =>
      finder
        .ownersIn(text)
        .filter((owner) => list[owner]?.test(text))
        .map((owner) => owner + 1);
  } catch {
    return undefined;
  }
}

/**
 * SQL of whether one of some patterns fits a text. A set of all patterns takes half as long for a text as one pattern of
 * all, and a twentieth of a second to prepare. Both say the same, as a test has it.
 */
export function fitsOneSql(column: string, patterns: readonly string[], few: boolean): string {
  return few
    ? `match(${column}, ${literal(patterns.map((pattern) => `(?:${pattern})`).join("|"))})`
    : `multiMatchAny(${column}, ${literals(patterns)})`;
}

/** SQL of the 1-based numbers of the patterns that fit a text, ascending. */
export function matchingNumbersSql(column: string, patterns: readonly string[]): string {
  if (patterns.length === 0) return "CAST([], 'Array(UInt64)')";
  return `arraySort(multiMatchAllIndices(${column}, ${literals(patterns)}))`;
}

/** Deepest catalogued path without a root, in segments. */
export const suffixSegmentsMax = 6;

/** What the scan looks for: single names, names with the folder before them, and plain texts. */
export interface Interesting {
  readonly one: readonly string[];
  readonly two: readonly string[];
  readonly texts: readonly string[];
}

/** The names and texts that make a request worth keeping by itself. */
export function interestingOf(entries: readonly EndpointEntry[], words: readonly string[] = []): Interesting {
  const { exact, wild } = splitPaths(entries);
  const last = (path: string, count: number) => path.split("/").slice(-count).join("/");
  const unique = (list: readonly string[]) => [...new Set(list)].sort();
  return {
    one: unique([...words, ...exact.filter(({ path }) => !path.includes("/")).map(({ path }) => path)]),
    two: unique(exact.filter(({ path }) => path.includes("/")).map(({ path }) => last(path, 2))),
    texts: unique(wild.map(({ loose }) => loose)),
  };
}

/** What was found for catalogues before: each source asks for it again. */
const looseTexts = new WeakMap<readonly EndpointEntry[], readonly string[]>();

/** Disguises that make a request worth keeping by itself, whatever it asked for; over a lower-case path. */
const disguisePatterns: readonly string[] = [
  // Percent-encoded characters that need no encoding, dots, slashes, backslashes, NUL, and overlong forms.
  "%(2[35ef]|5[cf]|[46][1-9a-f]|[57][0-9a]|3[0-9]|00|u[0-9a-f]|c0|c1|7e)",
  "//",
  "\\\\",
  // As the scan folds an escaped backslash.
  "\\x02",
  "/\\.",
  // As Perl's $; the engine's two ways of matching read that differently.
  "[. ]\\n?\\z",
];

/**
 * SQL over `segment`, `path_ended` and `path_lower` that is true for a request that a
 * catalogue entry may mean. It may say yes too often, never too seldom. The names stand in
 * the table `catalogue_segments`: thousands of them in every statement would be parsed anew.
 */
export function interestingSql(entries: readonly EndpointEntry[], few: boolean): string {
  const texts = looseTexts.get(entries) ?? interestingOf(entries).texts;
  looseTexts.set(entries, texts);
  return `(${[
    "cityHash64(segment) IN (SELECT name FROM catalogue_segments)",
    "cityHash64(substringIndex(path_ended, '/', -2)) IN (SELECT name FROM catalogue_segments)",
    fitsOneSql("path_lower", [...texts, ...disguisePatterns], few),
  ].join(" OR ")})`;
}

/** Patterns over a raw query that may name a file; they say yes too often rather than too seldom. */
export function queryTells({ climbing, places, wrappers, names }: QueryPaths): string[] {
  // A decoded pattern over text that is not decoded yet.
  const raw = (prefix: string) =>
    prefix.replaceAll("=", "(=|%3d)").replaceAll(":", "(:|%3a)").replaceAll("/", "(/|\\\\|\\x02|%2f|%5c)");
  return [
    ...climbing,
    ...[...places, ...wrappers].map(({ prefix }) => `=${raw(prefix)}`),
    ...names.map(escapeRegex),
  ].map((pattern) => `(?i)${pattern}`);
}

/** Agent patterns in the order of the catalogue. */
export function agentPatterns(entries: readonly AgentEntry[]): string[] {
  return entries.map((entry) => entry.pattern);
}
