/** Many rules in few statements: those of one logsource look at its events together. */
import type { SigmaSource } from "../content/sigma.ts";
import { columnNames } from "../ingest/columns.ts";
import { recordsPerSource } from "../ingest/scan.ts";
import type { SourceReport } from "../ingest/source.ts";
import { PassFields } from "./field-sql.ts";
import type { DetectionRule } from "./model.ts";
import { ruleSql } from "./rule-sql.ts";

/** Table of events that rules of correlations matched; a store's next run removes what a run that was cut off leaves. */
export const hitsTable = "sigma_hits";

export const hitsTableSql = `CREATE TABLE ${hitsTable} (rule UInt32, event_id Int64, time_ms Int64, who Array(String)) ENGINE = MergeTree ORDER BY (rule, event_id)`;

/** Rules of one statement, and bytes of their conditions: the engine's analysis of larger ones takes seconds. */
const rulesMax = 250;
const bytesMax = 250_000;

/** A rule with its number in the table of hits. */
export interface NumberedRule {
  readonly number: number;
  readonly rule: DetectionRule;
  readonly source: SigmaSource;
}

/** The events that are looked at: of some sources, in some time. */
export interface Scope {
  readonly sources: readonly SourceReport[];
  readonly fromMs?: number;
  readonly toMs?: number;
}

const eventColumns = ["event_id", ...columnNames, "raw"];

/** Rules that go together into one statement. */
export interface Pass {
  readonly source: SigmaSource;
  readonly rules: readonly NumberedRule[];
  /** Whether a correlation looks at what each of them matches. */
  readonly correlated: boolean;
}

/** Rules by logsource, those that read raw records apart, in portions of a bounded size. */
export function passesOf(rules: readonly NumberedRule[], correlated: ReadonlySet<number>): Pass[] {
  const groups = new Map<
    string,
    Pick<Pass, "source" | "correlated"> & { rules: { rule: NumberedRule; bytes: number }[] }
  >();
  for (const rule of rules) {
    const fields = new PassFields(rule.source);
    const bytes =
      Buffer.byteLength(ruleSql(rule.rule, rule.source, fields)) + fields.soughtBytes + fields.sharedBytes;
    const isCorrelated = correlated.has(rule.number);
    const { category = "", product = "", service = "" } = rule.source;
    const key = JSON.stringify([category, product, service, fields.readsRecords, isCorrelated]);
    const group = groups.get(key) ?? { source: rule.source, correlated: isCorrelated, rules: [] };
    groups.set(key, group);
    group.rules.push({ rule, bytes });
  }
  return [...groups.values()].flatMap(({ rules: all, ...group }) => {
    const passes: (Pass & { rules: NumberedRule[] })[] = [];
    let bytes = 0;
    for (const { rule, bytes: own } of all) {
      const last = passes.at(-1);
      if (last === undefined || last.rules.length >= rulesMax || bytes + own > bytesMax) {
        passes.push({ ...group, rules: [rule] });
        bytes = own;
      } else {
        last.rules.push(rule);
        bytes += own;
      }
    }
    return passes;
  });
}

/** SQL of what the rules of a pass match: rule, event, time, entity; undefined where no source can hold any. */
export function passSql({ source, rules }: Pass, scope: Scope): string | undefined {
  const from = eventsOf(source, scope);
  if (from === undefined) return undefined;
  const fields = new PassFields(source);
  const conditions = rules.map(({ rule }) => ruleSql(rule, source, fields));
  const who = source.entity.map((column) => `toString(${column})`);
  const rows = fields.rowsSql(from, eventColumns, ["event_id", "time_ms", ...source.entity]);
  const names = rules.map(({ number }) => `hit_${number}`);
  return `SELECT arrayJoin(arrayFilter(n -> n != 0, [${rules.map(({ number }) => `hit_${number} * toUInt32(${number})`).join(", ")}])) AS rule, event_id, time_ms, who
FROM (
  SELECT event_id, time_ms, [${who.join(", ")}] AS who,
    ${conditions.map((sql, at) => `toUInt8(${sql}) AS ${names[at]}`).join(",\n    ")}
  FROM ${rows}
)
WHERE ${names.map((name) => `${name} != 0`).join(" OR ")}`;
}

/** The events of a logsource; undefined where no source is of its kinds. */
export function eventsOf({ kinds, where }: SigmaSource, scope: Scope, further = "1"): string | undefined {
  const numbers = scope.sources
    .filter(({ kind, events }) => kinds.includes(kind) && events > 0)
    .map(({ number }) => number);
  if (numbers.length === 0) return undefined;
  const within = [
    `intDiv(event_id, ${recordsPerSource}) IN (${numbers.join(", ")})`,
    ...(scope.fromMs === undefined ? [] : [`time_ms >= ${scope.fromMs}`]),
    ...(scope.toMs === undefined ? [] : [`time_ms <= ${scope.toMs}`]),
    ...(where === "1" ? [] : [`(${where})`]),
    ...(further === "1" ? [] : [further]),
  ];
  return `(SELECT * FROM events WHERE ${within.join(" AND ")})`;
}
