/** Rules compiled and evaluated over generated events, in the engine and naively; where the two differ is a mistake. */
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { loadSigmaSources, type SigmaSource } from "../../../src/content/sigma.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { eventTableSql } from "../../../src/ingest/events.ts";
import { recordsPerSource } from "../../../src/ingest/scan.ts";
import type { SourceReport } from "../../../src/ingest/source.ts";
import type { DetectionRule, Refusal, SigmaRule } from "../../../src/sigma/model.ts";
import { sourceOf } from "../../../src/sigma/rule-sql.ts";
import { runSigma } from "../../../src/sigma/run.ts";
import { makeEvents } from "./make-events.ts";
import { evaluate } from "./naive.ts";
import { fieldTexts, type TestRow, tableRow } from "./rows.ts";
import { type PlainRule, type Tree, treeOf } from "./rules.ts";

const kinds = ["web", "proxy", "nids", "edr", "mail", "auth"] as const;
const timeMs = 1_779_012_303_000;

/** What became of a rule. */
export interface Agreement {
  readonly rule: DetectionRule;
  readonly refusal: Refusal | undefined;
  /** Why no event could be made of it. */
  readonly unmade: string | undefined;
  /** Events of its logsource for which the two evaluators differ. */
  readonly differs: readonly string[];
  /** Events that both evaluators looked at. */
  readonly events: number;
}

interface Event {
  readonly id: number;
  readonly row: TestRow;
  readonly source: SigmaSource;
}

const keyOf = ({ category = "", product = "", service = "" }: SigmaSource) =>
  `${category}/${product}/${service}`;

/** The rule of a file as plain YAML, by its title. */
function plainRule({ place, title }: SigmaRule): PlainRule {
  const text = readFileSync(place.path, "utf8");
  const documents = parseAllDocuments(text, { schema: "core" });
  const rules = Array.isArray(documents)
    ? documents.map((one) => one.toJS() as PlainRule & { title?: string })
    : [];
  return (rules.length === 1 ? rules[0] : rules.find((one) => one.title === title)) as PlainRule;
}

export async function agree(
  engine: Engine,
  rules: readonly DetectionRule[],
  plainOf: (rule: DetectionRule) => PlainRule = plainRule,
): Promise<Agreement[]> {
  const mappings = loadSigmaSources();
  await engine.run(eventTableSql("events"));
  const made: { rule: DetectionRule; tree: Tree; source: SigmaSource; unmade: string | undefined }[] = [];
  const events: Event[] = [];
  rules.forEach((rule, at) => {
    let source: SigmaSource;
    try {
      source = sourceOf(rule, mappings);
    } catch {
      return;
    }
    const tree = treeOf(plainOf(rule));
    if (!fieldsOf(tree).every((field) => field === "" || source.fields.has(field))) return;
    const { firing, silent } = makeEvents(tree, source, at + 1);
    const number = kinds.indexOf(source.kinds[0] as (typeof kinds)[number]);
    for (const row of [firing, silent])
      if (row !== undefined) events.push({ id: number * recordsPerSource + events.length + 1, row, source });
    const unmade =
      firing === undefined ? "no firing event" : silent === undefined ? "no other event" : undefined;
    made.push({ rule, tree, source, unmade });
  });
  await engine.insert(
    "events",
    events.map(({ id, row }) => tableRow(row, id, timeMs)),
  );
  const sources = kinds.map((kind, number) => ({
    number,
    kind,
    events: events.length,
  })) as unknown as SourceReport[];
  const result = await runSigma(engine, rules, { sources, mappings, eventsMax: 5_000, entitiesMax: 5_000 });
  const fired = new Map<SigmaRule, Set<number>>();
  for (const { rule, events: ids } of result.matches) {
    const all = fired.get(rule) ?? new Set<number>();
    fired.set(rule, all);
    for (const id of ids) all.add(id);
  }
  return rules.map((rule): Agreement => {
    const refusal = result.refusals.find(
      ({ place }) => place.path === rule.place.path && place.line >= rule.place.line,
    );
    const one = made.find((candidate) => candidate.rule === rule);
    if (refusal !== undefined || one === undefined)
      return { rule, refusal, unmade: undefined, differs: [], events: 0 };
    const mine = events.filter(({ source }) => keyOf(source) === keyOf(one.source));
    const differs = mine.flatMap(({ id, row }) => {
      const naive = evaluate(one.tree, (field) => fieldTexts(one.source, row, field));
      const engines = fired.get(rule)?.has(id) === true;
      return naive === engines
        ? []
        : [`${naive ? "only naively" : "only in the engine"}: ${JSON.stringify(row)}`];
    });
    return { rule, refusal: undefined, unmade: one.unmade, differs, events: mine.length };
  });
}

function fieldsOf(tree: Tree): string[] {
  if (tree.kind === "leaf")
    return [tree.field, ...(tree.modifiers.includes("fieldref") ? tree.values.map(String) : [])];
  return tree.kind === "not" ? fieldsOf(tree.of) : tree.of.flatMap(fieldsOf);
}
