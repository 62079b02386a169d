/**
 * Catalogue entries in the forms in which the engine matches them fastest.
 *
 * Most catalogued paths hold no wildcard: they are looked up as text (whole path, or the
 * path's last segments), which costs nothing to prepare. Only the rest are patterns:
 * compiling 1,800 patterns for the multi-pattern matcher takes seconds, 170 a fraction of one.
 */
import { escapeRegex, literals } from "../engine/sql.ts";
import type { AgentEntry, EndpointEntry } from "./schema.ts";

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
      wild.push({ pattern: `${root ? "^/" : "(?:^|/)"}${body}$`, loose: `/${body}(?:/|$)`, entry: index });
    }
  });
  return { exact, wild };
}

/** Deepest catalogued path without a root, in segments. */
export const suffixSegmentsMax = 6;

/**
 * SQL over `segments` (lower-case path, split at slashes) and `path_lower` that is true
 * for a request that a catalogue entry may mean. It may say yes too often, never too seldom.
 */
export function interestingSql(entries: readonly EndpointEntry[]): string {
  const { exact, wild } = splitPaths(entries);
  const last = (path: string, count: number) => path.split("/").slice(-count).join("/");
  const one = [...new Set(exact.filter(({ path }) => !path.includes("/")).map(({ path }) => path))].sort();
  const two = [...new Set(exact.filter(({ path }) => path.includes("/")).map(({ path }) => last(path, 2)))].sort();
  const parts: string[] = [];
  if (one.length > 0) parts.push(`segment IN (${literals(one).slice(1, -1)})`);
  if (two.length > 0) parts.push(`concat(segment_before, '/', segment) IN (${literals(two).slice(1, -1)})`);
  if (wild.length > 0) parts.push(`multiMatchAny(path_lower, ${literals([...new Set(wild.map(({ loose }) => loose))].sort())})`);
  return parts.length === 0 ? "0" : `(${parts.join(" OR ")})`;
}

/** Agent patterns in the order of the catalogue. */
export function agentPatterns(entries: readonly AgentEntry[]): string[] {
  return entries.map((entry) => entry.pattern);
}
