/** What a statement over sharded tables has to say, so that it is right wherever their rows lie. */
import { EngineError } from "../engine.ts";
import { shardedTables } from "./cluster.ts";

/** Strings, quoted names and comments, in which a word is none of SQL. */
const quoted = /'(?:\\[\s\S]|''|[^'\\])*'|`[^`]*`|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** A join, and the word before it with which it is left as it is. */
const joins =
  /\b((?:GLOBAL|ARRAY|PASTE|NATURAL)\s+)?((?:(?:ANY|ALL|ASOF|SEMI|ANTI|INNER|LEFT|RIGHT|FULL|CROSS|OUTER)\s+)*JOIN)\b/gi;

/**
 * A statement as it is asked of a store on a cluster.
 *
 * `IN` and joins with a table by its name are made GLOBAL by settings; a join with a subquery is not, and a shard would
 * compute it from what it has itself. It is asked for here. And nothing is MATERIALIZED where shards would look for it: what
 * has that name is computed at each use, with the same result.
 * @throws EngineError for a RIGHT or FULL join that each shard would complete by itself
 */
export function asSharded(sql: string, cluster: string | undefined): string {
  if (cluster === undefined || shardedIn(sql).length === 0) return sql;
  refuseHalves(sql);
  return outsideQuotes(sql, (text) =>
    text
      .replace(/\bAS MATERIALIZED \(/g, "AS (")
      .replace(joins, (_, before: string | undefined, join: string) => `${before ?? "GLOBAL "}${join}`),
  );
}

const notImplemented = 48;
/** A sharded table, and behind it in the same FROM a join that keeps rows of the other side which found nothing. */
const half = new RegExp(
  `\\bfrom\\s+(${[...shardedTables].join("|")})\\b(?:(?!\\b(?:where|group|order|union|from|select)\\b)[^()]|\\(\\))*?\\b(?:right|full)\\s+(?:\\w+\\s+)*?join\\b`,
  "i",
);

/** Each shard would give the rows of the right side that it found nothing for itself, even with GLOBAL. */
function refuseHalves(sql: string): void {
  let text = sql.replace(quoted, " ");
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(/\(([^()]*)\)/g, (_, inside: string) => {
      refuseHalf(inside);
      return "()";
    });
  }
  refuseHalf(text);
}

function refuseHalf(text: string): void {
  const table = half.exec(text)?.[1];
  if (table === undefined) return;
  throw new EngineError(
    `DB::Exception: RIGHT and FULL joins are not answered for ${table}, which lies on several servers; put it into a subquery: FROM (SELECT * FROM ${table}) AS ${table}.`,
    notImplemented,
    undefined,
  );
}

/** Sharded tables that a statement reads. */
export function shardedIn(sql: string): string[] {
  const read = [...sql.matchAll(/(?:\b(?:from|join)\s|,)\s*\(?\s*(\w+)/gi)].map(([, table = ""]) => table);
  return [...shardedTables].filter((table) => read.includes(table));
}

function outsideQuotes(sql: string, change: (text: string) => string): string {
  let changed = "";
  let from = 0;
  for (const found of sql.matchAll(quoted)) {
    changed += change(sql.slice(from, found.index)) + found[0];
    from = found.index + found[0].length;
  }
  return changed + change(sql.slice(from));
}
