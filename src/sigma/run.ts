/**
 * Runs Sigma rules over the event table of an open engine: in few passes over the events, then correlations over
 * what matched.
 */
import type { SigmaSource } from "../content/sigma.ts";
import { type Engine, EngineError, engineErrorNumbers } from "../engine/engine.ts";
import { correlate, rowsSql } from "./correlate.ts";
import { detectionMatches, dropTables, foundSql, foundTable, makeTables } from "./found.ts";
import { Refusal, type SigmaRule } from "./model.ts";
import { hitsTable, type Pass, passesOf, passSql, type Scope } from "./passes.ts";
import { withoutBadRegexes } from "./regex-check.ts";
import { type NumberedCorrelation, type RuleSet, ruleSetOf } from "./rule-set.ts";
import type { Group } from "./windows.ts";

/** What one entity did that a rule is about. */
export interface SigmaMatch {
  readonly rule: SigmaRule;
  /** Event columns, or fields of a correlation's groups, that name the entity. */
  readonly columns: readonly string[];
  /** Their values; '' where one was not logged. */
  readonly entity: readonly string[];
  readonly count: number;
  /** Milliseconds since the epoch; undefined where no event has a time. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** The smallest ids of its events. */
  readonly events: readonly number[];
}

export interface SigmaResult {
  /** By rule in the order that they were given in, then by count. */
  readonly matches: readonly SigmaMatch[];
  /** Entities of a rule beyond the limit, with their matches. */
  readonly left: ReadonlyMap<SigmaRule, { readonly entities: number; readonly count: number }>;
  readonly refusals: readonly Refusal[];
  readonly notes: readonly string[];
  /** Rules that were run. */
  readonly ran: number;
  /** Rules that were run over nothing, because no source is of their kind. */
  readonly idle: number;
  readonly statements: number;
}

export interface SigmaOptions extends Scope {
  readonly mappings: readonly SigmaSource[];
  /** Events of a match that are named. */
  readonly eventsMax: number;
  /** Entities of a rule that are told apart. */
  readonly entitiesMax: number;
  readonly progress?: (rules: number, of: number) => void;
  /** Looks at the table of hits before it goes, in which each hit of each rule then stands; by the rules' numbers. */
  readonly inspect?: (rules: ReadonlyMap<number, SigmaRule>) => Promise<void>;
}

/** Runs rules over the table `events`. */
export async function runSigma(
  engine: Engine,
  rules: readonly SigmaRule[],
  options: SigmaOptions,
): Promise<SigmaResult> {
  const refusals: Refusal[] = [];
  const compiled = ruleSetOf(await withoutBadRegexes(engine, rules, refusals), options.mappings);
  refusals.push(...compiled.refusals);
  const before = refusals.length;
  await makeTables(engine);
  try {
    /** Numbers of rules that failed while they were run. */
    const failed = new Set<number>();
    const { statements, idle } = await runPasses(engine, compiled, options, refusals, failed);
    const correlated = await runCorrelations(engine, compiled, options, refusals, failed);
    const { matches, left } = await detectionMatches(engine, compiled, options);
    for (const [rule, some] of correlated.left) left.set(rule, some);
    await options.inspect?.(
      new Map([...compiled.detections, ...compiled.correlations].map(({ number, rule }) => [number, rule])),
    );
    const placeText = ({ place: { path, line } }: SigmaRule) => `${path}:${line}`;
    const order = new Map(rules.map((rule, at) => [placeText(rule), at]));
    const place = ({ rule }: SigmaMatch) => order.get(placeText(rule)) ?? 0;
    return {
      matches: [...matches, ...correlated.matches].sort((a, b) => place(a) - place(b)),
      left,
      refusals,
      notes: compiled.notes,
      ran: compiled.detections.length + compiled.correlations.length - (refusals.length - before),
      idle,
      statements,
    };
  } finally {
    await dropTables(engine);
  }
}

async function runPasses(
  engine: Engine,
  { detections, correlations }: RuleSet,
  options: SigmaOptions,
  refusals: Refusal[],
  failed: Set<number>,
): Promise<{ statements: number; idle: number }> {
  let statements = 0;
  let idle = 0;
  let done = 0;
  const run = async (pass: Pass): Promise<void> => {
    const sql = passSql(pass, options);
    const table = pass.correlated ? hitsTable : foundTable;
    if (sql === undefined) {
      idle += pass.rules.length;
      return;
    }
    statements += 1;
    try {
      await engine.run(
        `INSERT INTO ${table} ${pass.correlated ? sql : foundSql(`(${sql})`, options.eventsMax)}`,
      );
    } catch (thrown) {
      if (!(thrown instanceof EngineError) || limits.has(thrown.number)) throw thrown;
      await engine.run(
        `ALTER TABLE ${table} DELETE WHERE rule IN (${pass.rules.map(({ number }) => number).join(", ")}) SETTINGS mutations_sync = 1`,
      );
      await apart(pass, thrown);
    }
  };
  // One rule that the engine refuses must not take the others with it.
  const apart = async ({ rules, ...pass }: Pass, thrown: EngineError): Promise<void> => {
    const [only] = rules;
    if (rules.length === 1 && only !== undefined) {
      failed.add(only.number);
      refusals.push(
        new Refusal(
          only.rule.place,
          `the engine refuses it: ${thrown.message.split("\n", 1)[0]?.slice(0, 200)}`,
          only.rule.title,
        ),
      );
      return;
    }
    const half = Math.ceil(rules.length / 2);
    await run({ ...pass, rules: rules.slice(0, half) });
    await run({ ...pass, rules: rules.slice(half) });
  };
  const apartEach =
    options.inspect === undefined
      ? correlations.flatMap(({ of }) => of)
      : detections.map(({ number }) => number);
  for (const pass of passesOf(detections, new Set(apartEach))) {
    await run(pass);
    done += pass.rules.length;
    options.progress?.(done, detections.length);
  }
  return { statements, idle };
}

/** Failures that are not a rule's own. */
const limits: ReadonlySet<number> = new Set([
  engineErrorNumbers.memoryLimitExceeded,
  engineErrorNumbers.notEnoughSpace,
  engineErrorNumbers.timeoutExceeded,
  engineErrorNumbers.queryCancelled,
]);

async function runCorrelations(
  engine: Engine,
  set: RuleSet,
  options: SigmaOptions,
  refusals: Refusal[],
  failed: Set<number>,
): Promise<Pick<SigmaResult, "matches" | "left">> {
  const matches: SigmaMatch[] = [];
  const left = new Map<SigmaRule, { entities: number; count: number }>();
  const refuse = (number: number, refusal: Refusal) => {
    failed.add(number);
    refusals.push(refusal);
  };
  const tell = ({ rule, number }: NumberedCorrelation, found: readonly Group[]) => {
    if (set.silent.has(number)) return;
    const groups = [...found].sort(
      (a, b) => b.count - a.count || a.firstMs - b.firstMs || compareTexts(a.keys, b.keys),
    );
    for (const { keys, count, firstMs, lastMs, events } of groups.slice(0, options.entitiesMax))
      matches.push({ rule, columns: rule.groupBy, entity: keys, count, firstMs, lastMs, events });
    const rest = groups.slice(options.entitiesMax);
    if (rest.length > 0)
      left.set(rule, { entities: rest.length, count: rest.reduce((sum, { count }) => sum + count, 0) });
  };
  for (const { sql, some } of sharedRows(set, options)) {
    const ready = some.filter(({ rule, number, of }) => {
      if (sql instanceof Refusal) refuse(number, sql);
      else if (of.some((one) => failed.has(one)))
        refuse(
          number,
          new Refusal(
            { ...rule.place, line: rule.lines.rules },
            "it names a rule that could not be run to its end",
            rule.title,
          ),
        );
      else return true;
      return false;
    });
    if (ready.length === 0 || sql === undefined || sql instanceof Refusal) continue;
    const found = await correlate(engine, ready, sql, options.eventsMax);
    for (const [at, one] of ready.entries()) {
      const result = found[at] ?? [];
      if (result instanceof Refusal) refuse(one.number, result);
      else tell(one, result);
    }
  }
  return { matches, left };
}

/**
 * Correlations by the rows that they pass over, each behind those that it builds on: such that differ in a threshold alone
 * name the same rules, and pass together.
 */
function sharedRows(
  set: RuleSet,
  options: SigmaOptions,
): { readonly sql: string | undefined | Refusal; readonly some: readonly NumberedCorrelation[] }[] {
  const shared = new Map<string, NumberedCorrelation[]>();
  const all: { sql: string | undefined | Refusal; some: NumberedCorrelation[] }[] = [];
  for (const one of set.correlations) {
    const sql = rowsOrRefusal(one, set, options);
    const others = typeof sql === "string" ? shared.get(sql) : undefined;
    if (others !== undefined) {
      others.push(one);
      continue;
    }
    const some = [one];
    all.push({ sql, some });
    if (typeof sql === "string") shared.set(sql, some);
  }
  return all;
}

function rowsOrRefusal(
  one: NumberedCorrelation,
  set: RuleSet,
  options: SigmaOptions,
): string | undefined | Refusal {
  try {
    return rowsSql(one, set, options);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return thrown;
  }
}

function compareTexts(a: readonly string[], b: readonly string[]): number {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}
