/** Correlations over the table of hits. */
import type { Engine } from "../engine/engine.ts";
import { columnNames } from "../ingest/columns.ts";
import { sigmaLimits } from "../limits.ts";
import { type Member, PassFields } from "./field-sql.ts";
import { type CorrelationRule, Refusal } from "./model.ts";
import { eventsOf, hitsTable, type NumberedRule, type Scope } from "./passes.ts";
import type { NumberedCorrelation, RuleSet } from "./rule-set.ts";
import { logsourceText } from "./rule-sql.ts";
import { type CorrelatedRow, type Group, textsOf, Windows } from "./windows.ts";

/** Rows that are written at once. */
const batchRows = 20_000;
const { groupsMax, windowEventsMax: heldMax } = sigmaLimits;

/** What came together by group, or why a correlation could not be run to its end. */
export type Correlated = readonly Group[] | Refusal;

/**
 * Runs correlations that pass over the same rows, which are read once; the events that complete a window become hits of
 * their correlation, so that others can build on it.
 * @param sql what `rowsSql` gave for each of them
 * @returns for each of them in its place
 */
export async function correlate(
  engine: Engine,
  correlations: readonly NumberedCorrelation[],
  sql: string,
  eventsMax: number,
): Promise<Correlated[]> {
  const batch = new Batch(engine);
  const passing = correlations.map((one) => new Passing(one, eventsMax, batch));
  for await (const line of linesOf(engine.lines(sql))) {
    const row = rowOf(line);
    for (const one of passing) one.add(row);
    if (batch.full) await batch.write();
  }
  await batch.write();
  return passing.map(({ result }) => result);
}

/** Hits that are written together. */
class Batch {
  readonly #engine: Engine;
  #rows: { rule: number; event_id: number; time_ms: number; who: readonly string[] }[] = [];
  /** Of the row that came last; most have the same. */
  #keys = "[]";
  #who: readonly string[] = [];

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get full(): boolean {
    return this.#rows.length >= batchRows;
  }

  add(rule: number, { eventId, timeMs, keys }: CorrelatedRow): void {
    if (keys !== this.#keys) this.#who = textsOf(keys);
    this.#keys = keys;
    this.#rows.push({ rule, event_id: eventId, time_ms: timeMs, who: this.#who });
  }

  async write(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    await this.#engine.insert(hitsTable, rows);
  }
}

/** One of the correlations that rows pass by. */
class Passing {
  readonly #rule: CorrelationRule;
  readonly #groups = new Set<Group>();
  readonly #windows: Windows;
  #refusal: Refusal | undefined;

  constructor({ rule, number }: NumberedCorrelation, eventsMax: number, batch: Batch) {
    this.#rule = rule;
    this.#windows = new Windows(rule, eventsMax, (group, row) => {
      this.#groups.add(group);
      batch.add(number, row);
    });
  }

  get result(): Correlated {
    return this.#refusal ?? [...this.#groups];
  }

  add(row: CorrelatedRow): void {
    if (this.#refusal !== undefined) return;
    this.#windows.add(row);
    if (this.#groups.size > groupsMax) this.#refuse(`more than ${groupsMax} groups fulfil its condition`);
    else if (this.#windows.held > heldMax) this.#refuse(`a window holds more than ${heldMax} events`);
  }

  #refuse(reason: string): void {
    this.#refusal = new Refusal(
      { ...this.#rule.place, line: this.#rule.lines.condition },
      reason,
      this.#rule.title,
    );
  }
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  for await (const chunk of chunks)
    for (const line of Buffer.from(chunk).toString("utf8").split("\n")) if (line !== "") yield line;
}

function rowOf(line: string): CorrelatedRow {
  const [part, eventId, timeMs, keys = "[]", values = "[]"] = line.split("\t");
  return { part: Number(part), eventId: Number(eventId), timeMs: Number(timeMs), keys, values };
}

/**
 * SQL of the rows in the order in which windows pass over them; undefined where there can be none.
 * @throws Refusal where a field is not carried
 */
export function rowsSql({ rule, of }: NumberedCorrelation, set: RuleSet, scope: Scope): string | undefined {
  const parts = of.flatMap((number, part) =>
    leavesOf(number, set).flatMap((leaf) => {
      const aliases = namesOf(of[part] ?? 0, set);
      const sql = partSql(rule, part, number, leaf, aliases, scope);
      return sql === undefined ? [] : [sql];
    }),
  );
  if (parts.length === 0) return undefined;
  const known = "time_ms > 0 AND NOT has(keys, '') AND NOT has(counted, '')";
  // What an event of two rules counts for: once where events or values are counted, for each of them otherwise.
  const once = rule.type.startsWith("temporal") ? "part" : "0";
  // A tab inside of a text is written as two signs in JSON.
  return `SELECT place, event_id, time_ms, toJSONString(keys), toJSONString(counted) FROM (
  SELECT DISTINCT ${once} AS place, event_id, time_ms, keys, counted FROM (
    ${parts.join("\n    UNION ALL\n    ")}
  ) WHERE ${known}
) ORDER BY keys, time_ms, event_id, place`;
}

/** The detections that hits of a rule go back to. */
function leavesOf(number: number, set: RuleSet): NumberedRule[] {
  const detection = set.detections.find((one) => one.number === number);
  if (detection !== undefined) return [detection];
  const correlation = set.correlations.find((one) => one.number === number);
  return [...new Set((correlation?.of ?? []).flatMap((one) => leavesOf(one, set)))];
}

/** Id and name of a rule, by which aliases call it. */
function namesOf(number: number, set: RuleSet): string[] {
  const rule =
    set.detections.find((one) => one.number === number)?.rule ??
    set.correlations.find((one) => one.number === number)?.rule;
  return rule === undefined ? [] : [rule.name, rule.id].filter((name) => name !== "");
}

function partSql(
  rule: CorrelationRule,
  part: number,
  number: number,
  leaf: NumberedRule,
  names: readonly string[],
  scope: Scope,
): string | undefined {
  const fields = new PassFields(leaf.source);
  const calledFor = [...names, leaf.rule.name, leaf.rule.id];
  const text = (field: string, line: number): string => {
    const alias = rule.aliases.get(field);
    const called =
      alias === undefined
        ? field
        : calledFor.map((name) => alias.get(name)).find((name) => name !== undefined);
    const fail = (reason: string): never => {
      throw new Refusal({ ...rule.place, line }, reason, rule.title);
    };
    if (called === undefined)
      return fail(`the alias ${field} names no field of the rule ${names[0] ?? leaf.rule.title}`);
    const members = fields.membersOf(called);
    return members === undefined
      ? fail(
          `no column and no key of a raw record carries the field ${called} of ${logsourceText(leaf.rule.logsource)}`,
        )
      : firstText(members);
  };
  const keys = rule.groupBy.map((field) => text(field, rule.lines.groupBy));
  const numeric = rule.type === "value_sum" || rule.type === "value_avg";
  const counted = rule.fields
    .map((field) => text(field, rule.lines.condition))
    .map((sql) => (numeric ? `ifNull(toString(toFloat64OrNull(${sql})), '')` : sql));
  const hits = (of: number) => `event_id IN (SELECT event_id FROM ${hitsTable} WHERE rule = ${of})`;
  const from = eventsOf(leaf.source, scope, [...new Set([number, leaf.number])].map(hits).join(" AND "));
  if (from === undefined) return undefined;
  const rows = fields.rowsSql(from, ["event_id", ...columnNames, "raw"], ["event_id", "time_ms"]);
  const list = (texts: readonly string[]) => `CAST([${texts.join(", ")}], 'Array(String)')`;
  return `SELECT toUInt32(${part}) AS part, event_id, time_ms, ${list(keys)} AS keys, ${list(counted)} AS counted FROM ${rows}`;
}

function firstText(members: readonly Member[]): string {
  return members
    .map(({ text, many }) => (many ? `${text}[1]` : `toString(${text})`))
    .reduceRight((rest, text) => `if(${text} != '', ${text}, ${rest})`);
}
