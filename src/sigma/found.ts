/**
 * What rules found, by rule and entity. What a wide rule finds in a large store is never written down event by event; only
 * what a correlation looks at is.
 */
import type { Engine } from "../engine/engine.ts";
import type { SigmaRule } from "./model.ts";
import { hitsTable, hitsTableSql, type NumberedRule } from "./passes.ts";
import type { RuleSet } from "./rule-set.ts";
import type { SigmaMatch, SigmaOptions } from "./run.ts";

/** Table of matches. */
export const foundTable = "sigma_found";

const foundTableSql = `CREATE TABLE ${foundTable} (rule UInt32, who Array(String), n UInt64, first Int64, last Int64, events Array(Int64)) ENGINE = MergeTree ORDER BY rule`;

export async function makeTables(engine: Engine): Promise<void> {
  await dropTables(engine);
  await engine.run(hitsTableSql);
  await engine.run(foundTableSql);
}

export async function dropTables(engine: Engine): Promise<void> {
  for (const table of [hitsTable, foundTable]) await engine.run(`DROP TABLE IF EXISTS ${table}`);
}

/** SQL of matches from hits. */
export function foundSql(hits: string, eventsMax: number): string {
  return `SELECT rule, who, count() AS n, minIf(time_ms, time_ms > 0) AS first, max(time_ms) AS last, groupArraySorted(${eventsMax})(event_id) AS events FROM ${hits} GROUP BY rule, who`;
}

/** The matches of detections, and how much of each rule is left out of them. */
export async function detectionMatches(
  engine: Engine,
  { detections, silent }: RuleSet,
  { eventsMax, entitiesMax }: SigmaOptions,
): Promise<{ matches: SigmaMatch[]; left: Map<SigmaRule, { entities: number; count: number }> }> {
  const told = new Map<number, NumberedRule>(
    detections.filter(({ number }) => !silent.has(number)).map((one) => [one.number, one]),
  );
  const left = new Map<SigmaRule, { entities: number; count: number }>();
  if (told.size === 0) return { matches: [], left };
  const numbers = [...told.keys()].join(", ");
  const hits = `(SELECT * FROM ${hitsTable} WHERE rule IN (${numbers}))`;
  await engine.run(`INSERT INTO ${foundTable} ${foundSql(hits, eventsMax)}`);
  const rows = await engine.rows(
    `SELECT *, count() OVER (PARTITION BY rule) AS entities, sum(n) OVER (PARTITION BY rule) AS total, row_number() OVER (PARTITION BY rule ORDER BY n DESC, who) AS place
FROM ${foundTable}
QUALIFY place <= ${entitiesMax}
ORDER BY rule, place`,
  );
  const matches = rows.map((row): SigmaMatch => {
    const { rule, source } = told.get(Number(row.rule)) as NumberedRule;
    const time = (ms: unknown) => (Number(ms) > 0 ? Number(ms) : undefined);
    return {
      rule,
      columns: source.entity,
      entity: (row.who as unknown[]).map(String),
      count: Number(row.n),
      firstMs: time(row.first),
      lastMs: time(row.last),
      events: (row.events as unknown[]).map(Number),
    };
  });
  const shown = new Map<SigmaRule, number>();
  for (const { rule, count } of matches) shown.set(rule, (shown.get(rule) ?? 0) + count);
  for (const row of rows) {
    const { rule } = told.get(Number(row.rule)) as NumberedRule;
    const entities = Number(row.entities) - entitiesMax;
    if (entities > 0) left.set(rule, { entities, count: Number(row.total) - (shown.get(rule) ?? 0) });
  }
  return { matches, left };
}
