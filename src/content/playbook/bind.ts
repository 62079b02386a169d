/**
 * Binds the clauses of a playbook that somebody else wrote to what this program looks at.
 *
 * A clause is bound by technique ids and indicators that it names, by clauses of the built-in
 * playbook that say the same, and by titles of indicators; kinds of source that it names narrow
 * that down. Nothing is learnt and nothing is random: equal texts give equal bindings, and each
 * says why.
 */
import { sourceKinds } from "../event-columns.ts";
import type { Content } from "../load.ts";
import type { PlaybookClause } from "../tables.ts";
import type { Words } from "./words.ts";

export interface Bound {
  readonly kinds: readonly string[];
  readonly indicators: readonly string[];
  readonly boundTo: readonly string[];
  readonly because: readonly string[];
}

type Known = Pick<Content, "playbook" | "indicators">;
type Indicator = Content["indicators"][number];

/** How much two texts must share (cosine over rare words), and how many words at least. */
const clauseShareMin = 0.28;
const titleShareMin = 0.45;
const sharedMin = 2;
/** Or how much of the built-in clause a text must hold: its own are short, those of others long. */
const coveredMin = 0.6;
/** The same, where both are about one technique. */
const coveredOfTechniqueMin = 0.4;

/** Rows that indicators answer; the others are steps. */
const answered = ["Key indicators", "Questions"];

/** Makes the binder of one playbook. */
export function binderOf(
  content: Known,
  words: Words,
  /** Id of the playbook whose clauses are bound. */
  technique: string,
): (clause: Pick<PlaybookClause, "row" | "text">) => Bound {
  const { clauses, id } = content.playbook;
  const related = technique === id;
  const coveredEnough = related ? coveredOfTechniqueMin : coveredMin;
  const weights = rarity(
    [...clauses.map(({ text }) => text), ...content.indicators.map(({ title }) => title)],
    words,
  );
  const compare = (a: string, b: string) => similarity(words.stemsOf(a), words.stemsOf(b), weights);
  return ({ row, text }) => {
    const named = words.kindsIn(text);
    if (row === "Log sources") return boundSource(named, clauses);
    const alike = (rows: readonly string[]) =>
      clauses
        .filter((one) => rows.includes(one.row))
        .map((one) => ({ one, ...compare(text, one.text) }))
        .filter(
          ({ share, covered, shared }) =>
            (shared.length >= sharedMin && (share >= clauseShareMin || covered >= coveredEnough)) ||
            covered === 1,
        );
    const same = alike([row]);
    const because = same.map(
      ({ one, shared }) =>
        `${one.id}: ${related ? "same technique, " : ""}shares the words ${shared.join(", ")}`,
    );
    const boundTo = same.map(({ one }) => one.id);
    if (!answered.includes(row)) return { kinds: [], indicators: [], boundTo, because };
    const told = namedIndicators(text, content.indicators);
    because.push(...told.because);
    const near =
      same.length > 0 ? [] : alike(["Key indicators", "Log sources"].filter((other) => other !== row));
    because.push(
      ...near.map(({ one, shared }) => `indicators of ${one.id}: shares the words ${shared.join(", ")}`),
    );
    const wanted = new Set([
      ...told.ids,
      ...same.flatMap(({ one }) => [...one.indicators, ...indicatorsOf(one.id, content.indicators)]),
      ...near.flatMap(({ one }) => indicatorsOf(one.id, content.indicators)),
    ]);
    if (wanted.size === 0)
      for (const { id, title } of content.indicators) {
        const { share, shared } = compare(text, title);
        if (share < titleShareMin || shared.length < sharedMin) continue;
        wanted.add(id);
        because.push(`${id}: its title shares the words ${shared.join(", ")}`);
      }
    return narrowed(
      content.indicators.filter(({ id }) => wanted.has(id)),
      named,
      same.flatMap(({ one }) => one.kinds),
      boundTo,
      because,
    );
  };
}

const indicatorsOf = (clause: string, indicators: readonly Indicator[]) =>
  indicators.filter((one) => one.clause === clause).map(({ id }) => id);

function boundSource(
  named: readonly { readonly kind: string; readonly phrase: string }[],
  clauses: readonly PlaybookClause[],
): Bound {
  const found = named.flatMap(({ kind, phrase }) =>
    clauses
      .filter((one) => one.row === "Log sources" && one.kinds.includes(kind))
      .map((one) => ({ id: one.id, kind, phrase })),
  );
  return {
    kinds: found.map(({ kind }) => kind),
    indicators: [],
    boundTo: found.map(({ id }) => id),
    because: found.map(({ id, kind, phrase }) => `${id}: names "${phrase}", which is kind ${kind}`),
  };
}

/** Indicators that a text names by their id, or by a technique that they stand for. */
function namedIndicators(
  text: string,
  indicators: readonly Indicator[],
): { ids: string[]; because: string[] } {
  const because: string[] = [];
  const ids = indicators.flatMap(({ id }) =>
    new RegExp(`(?<![\\w.-])${id.replaceAll(".", "\\.")}(?![\\w-])`).test(text) ? [id] : [],
  );
  because.push(...ids.map((id) => `${id}: named`));
  for (const technique of new Set(text.match(/\bT\d{4}(?:\.\d{3})?\b/g) ?? [])) {
    const found = indicators.filter(({ techniques }) =>
      techniques.some((one) => one === technique || one.startsWith(`${technique}.`)),
    );
    ids.push(...found.map(({ id }) => id));
    if (found.length > 0) because.push(`names ${technique}: ${found.map(({ id }) => id).join(", ")}`);
  }
  return { ids, because };
}

/** Indicators that can look at the kinds of source that a clause names; all where it names none. */
function narrowed(
  wanted: readonly Indicator[],
  named: readonly { readonly kind: string; readonly phrase: string }[],
  inherited: readonly string[],
  boundTo: readonly string[],
  because: readonly string[],
): Bound {
  const kinds = named.map(({ kind }) => kind);
  const fitting = wanted.filter(
    ({ needs }) => kinds.length === 0 || needs.kinds.some((kind) => kinds.includes(kind)),
  );
  if (fitting.length === 0) return { kinds: [], indicators: [], boundTo: [], because: unfit(wanted, named) };
  const own = new Set<string>(inherited.length > 0 ? inherited : fitting.flatMap(({ needs }) => needs.kinds));
  const asked = kinds.length > 0 ? new Set(kinds) : own;
  const told = named.map(({ kind, phrase }) => `kind ${kind}: names "${phrase}"`);
  const left = wanted.filter((one) => !fitting.includes(one)).map(({ id }) => id);
  return {
    kinds: sourceKinds.filter((kind) => asked.has(kind) && kind !== "unknown"),
    indicators: fitting.map(({ id }) => id),
    boundTo,
    because: [
      ...because,
      ...told,
      ...(left.length === 0 ? [] : [`left out, as they read other kinds: ${left.join(", ")}`]),
    ],
  };
}

function unfit(wanted: readonly Indicator[], named: readonly { readonly phrase: string }[]): string[] {
  return wanted.length === 0
    ? []
    : [
        `what it says is looked for, and not in what it names (${named.map(({ phrase }) => phrase).join(", ")})`,
      ];
}

/** How rare each stem is among texts: those of few texts tell more. */
function rarity(texts: readonly string[], words: Words): (stem: string) => number {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const stem of words.stemsOf(text).keys()) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return (stem) => Math.log((texts.length + 1) / ((counts.get(stem) ?? 0) + 0.5));
}

function similarity(
  a: ReadonlyMap<string, string>,
  b: ReadonlyMap<string, string>,
  weight: (stem: string) => number,
): { share: number; covered: number; shared: string[] } {
  const norm = (stems: Iterable<string>) =>
    Math.sqrt([...stems].reduce((sum, one) => sum + weight(one) ** 2, 0));
  const both = [...a.keys()].filter((stem) => b.has(stem));
  const of = norm(a.keys()) * norm(b.keys());
  return {
    share: of === 0 ? 0 : norm(both) ** 2 / of,
    covered: b.size === 0 ? 0 : both.length === b.size ? 1 : norm(both) ** 2 / norm(b.keys()) ** 2,
    shared: both.map((stem) => a.get(stem) ?? stem),
  };
}
