/** Sums over outcomes: what was flagged and escalated of what was labelled. */
import { lowerBound, upperBound } from "./interval.ts";
import { isFlagged, type Outcome } from "./score.ts";
import type { Wanted } from "./sets.ts";

export interface Tally {
  readonly all: number;
  readonly flagged: number;
  readonly escalated: number;
  /** With a finding of any action. */
  readonly found: number;
}

export function tally(outcomes: readonly Outcome[]): Tally {
  const count = (test: (outcome: Outcome) => boolean) => outcomes.filter(test).length;
  return {
    all: outcomes.length,
    flagged: count(({ verdict }) => isFlagged(verdict)),
    escalated: count(({ verdict }) => verdict === "escalate"),
    found: count(({ verdict }) => verdict !== "none"),
  };
}

export function wanting(outcomes: readonly Outcome[], wanted: Wanted): Outcome[] {
  return outcomes.filter(({ subject }) => subject.wanted === wanted);
}

export interface Measure {
  readonly hits: number;
  readonly of: number;
  readonly share: number | null;
  /** One-sided bounds of 95 % each. */
  readonly at_least: number;
  readonly at_most: number;
}

export function measure(hits: number, of: number): Measure {
  const exact = (share: number) => Number(share.toFixed(6));
  return {
    hits,
    of,
    share: of === 0 ? null : exact(hits / of),
    at_least: exact(lowerBound(hits, of)),
    at_most: exact(upperBound(hits, of)),
  };
}

export interface Quality {
  readonly recall: Measure;
  readonly precision: Measure;
  readonly benign_rate: Measure;
}

/** Judgement calls are in none of the three. */
export function quality(outcomes: readonly Outcome[], hit: (outcome: Outcome) => boolean): Quality {
  const collectors = wanting(outcomes, "collector");
  const benign = wanting(outcomes, "benign");
  const right = collectors.filter(hit).length;
  const wrong = benign.filter(hit).length;
  return {
    recall: measure(right, collectors.length),
    precision: measure(right, right + wrong),
    benign_rate: measure(wrong, benign.length),
  };
}

export function groupBy<T>(items: readonly T[], key: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

export interface ByIndicator {
  readonly indicator: string;
  readonly collectors: number;
  readonly benign: number;
  readonly judgement: number;
  /** Of the collectors and the benign, those that a person is asked to look at. */
  readonly flagged_collectors: number;
  readonly flagged_benign: number;
  /** Flagged collectors that no other indicator found. */
  readonly alone: number;
}

export function byIndicator(outcomes: readonly Outcome[], ids: readonly string[]): ByIndicator[] {
  return [...ids].sort().map((indicator) => {
    const found = outcomes.filter(({ indicators }) => indicators.includes(indicator));
    const flagged = found.filter(({ verdict }) => isFlagged(verdict));
    const collectors = wanting(flagged, "collector");
    return {
      indicator,
      collectors: wanting(found, "collector").length,
      benign: wanting(found, "benign").length,
      judgement: wanting(found, "judgement").length,
      flagged_collectors: collectors.length,
      flagged_benign: wanting(flagged, "benign").length,
      alone: collectors.filter(({ indicators }) => indicators.length === 1).length,
    };
  });
}
