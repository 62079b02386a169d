/** Which statements were run: those of the embedded engine as they are run, and what two lists of them have in common. */
import { Session } from "chdb";

/** Records the statements that this process runs on the embedded engine. */
export function recordEmbedded(): { readonly seen: readonly string[]; stop(): void } {
  const seen: string[] = [];
  const methods = ["queryAsync", "queryBindAsync", "queryStreamBind"] as const;
  const prototype = Session.prototype as unknown as Record<string, (...given: unknown[]) => unknown>;
  const own = methods.map((name) => [name, prototype[name]] as const);
  for (const [name, method] of own)
    prototype[name] = function (this: unknown, ...given) {
      seen.push(String(given[0]));
      return method?.apply(this, given);
    };
  return {
    seen,
    stop: () => {
      for (const [name, method] of own) if (method !== undefined) prototype[name] = method;
    },
  };
}

/** A statement without what is said differently of one thing: comments, blanks, GLOBAL, MATERIALIZED. */
export function plainSql(sql: string): string {
  return sql
    .replace(/--[^\n]*/g, " ")
    .replace(/\bGLOBAL |\bMATERIALIZED /g, "")
    .replace(/\s+/g, " ");
}

const storeTable = "(?:events|activity(?:_clients|_agents|_paths)?|store_meta|store_sources|store_marks)";
const asksStore = new RegExp(`\\b(?:FROM|JOIN) \\(?${storeTable}\\b`, "i");

/**
 * The kinds of questions to tables of the store: statements with literals and numbers left out, and without what makes a
 * table of their rows. What changes the store differs between engines, and is none.
 */
export function questionKinds(statements: readonly string[]): Set<string> {
  return new Set(
    statements
      .map((sql) =>
        plainSql(sql)
          .replace(/ ?(?:SETTINGS (?!.*\bFROM\b).*|FORMAT \w+ ?)$/, "")
          .replace(/^ ?CREATE TABLE \w+ ENGINE = \w+ AS /, ""),
      )
      .filter((sql) => asksStore.test(sql) && !/^ ?(?:ALTER|DROP|CREATE)\b/.test(sql))
      .map((sql) =>
        sql
          .replace(/'(?:\\.|''|[^'\\])*'/g, "S")
          .replace(/\b\d+\b/g, "N")
          .replace(/\bN(?:, ?N)+/g, "N")
          .replace(/\bS(?:, ?S)+/g, "S")
          .trim(),
      ),
  );
}

/** The longest part of a template that stands in a statement as it is. */
export function longestPart(template: string): string {
  return plainSql(template)
    .split(/\{[^{}]*\}/)
    .reduce((longest, part) => (part.trim().length > longest.length ? part.trim() : longest), "");
}
