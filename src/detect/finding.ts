/** What indicators found, and in which order it is told. */
import type { entityTypes } from "../content/schema.ts";
import type { Row } from "../engine/engine.ts";

export type Severity = "info" | "low" | "medium" | "high" | "critical";
export type Confidence = "low" | "medium" | "high";

export const severities: readonly Severity[] = ["info", "low", "medium", "high", "critical"];
export const confidences: readonly Confidence[] = ["low", "medium", "high"];

/** Stands before an agent that takes the place of an address, where a balancer hides the clients; no address begins so. */
export const agentMark = "\u0001";

/** Something an indicator saw. Evidence lines are fetched later, for all findings at once. */
export interface Finding {
  readonly indicator: string;
  readonly title: string;
  readonly clause: string;
  /** Kinds of sources that the indicator looks at. */
  readonly kinds: readonly string[];
  /** The policy's rule that it meets by itself; undefined where what a source did as a whole decides. */
  readonly rule: string | undefined;
  readonly techniques: readonly string[];
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly entityType: (typeof entityTypes)[number] | "ip_range";
  readonly entityValue: string;
  readonly sentence: string;
  readonly count: number;
  /** Further findings of the indicator that the policy's limit left out. */
  readonly leftOut: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Event ids, ascending; behind those of a mail, the requests that followed its links. */
  readonly records: readonly number[];
  readonly group: string | undefined;
  /** The numbers and words that the indicator measured. */
  readonly facts: Row;
}

/** What became of an indicator in this run. */
export interface IndicatorRun {
  readonly id: string;
  readonly ran: boolean;
  /** Why it did not run, or what was left out. */
  readonly note: string | undefined;
  /** Findings that are kept. */
  readonly findings: number;
  /** Findings that there were: more than are kept where the policy's limit cut them. */
  readonly found: number;
}

export interface Detection {
  readonly findings: readonly Finding[];
  readonly runs: readonly IndicatorRun[];
}

/** The gravest first; ties in an order that is the same on every machine. */
export function byRank(a: Finding, b: Finding): number {
  return (
    severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
    confidences.indexOf(b.confidence) - confidences.indexOf(a.confidence) ||
    b.count - a.count ||
    compare(a.entityValue, b.entityValue) ||
    compare(a.indicator, b.indicator)
  );
}

/** Order of code units, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
