/** What Sigma rules are made of once they are read: nothing of a log, a column or a statement yet. */

/** Where something stands in a rule file; lines count from 1. */
export interface RulePlace {
  readonly path: string;
  readonly line: number;
}

/** Why a rule is not run: thrown while it is read or compiled, and listed in the end. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly place: RulePlace;
  /** Title of the rule where it could be read. */
  readonly title: string;

  constructor(place: RulePlace, reason: string, title = "") {
    super(reason);
    this.place = place;
    this.title = title;
  }
}

/** A part of a text with wildcards: plain text, or `*` for any text, or `?` for one character. */
export type Part = { readonly text: string } | { readonly wild: "*" | "?" };

export type Comparison = "eq" | "neq" | "lt" | "lte" | "gt" | "gte";
export type TimeUnit = "minute" | "hour" | "day" | "week" | "month" | "year";
export type Position = "whole" | "start" | "end" | "inside";

/** What one value of a rule asks of one text. */
export type Test =
  | { readonly kind: "text"; readonly parts: readonly Part[]; readonly cased: boolean }
  | { readonly kind: "regex"; readonly pattern: string }
  | { readonly kind: "number"; readonly comparison: Comparison; readonly value: number }
  | {
      readonly kind: "time";
      readonly unit: TimeUnit;
      readonly comparison: Comparison;
      readonly value: number;
    }
  | { readonly kind: "network"; readonly first: string; readonly last: string; readonly version: 4 | 6 }
  | { readonly kind: "field"; readonly other: string; readonly position: Position; readonly cased: boolean }
  | { readonly kind: "exists"; readonly wanted: boolean }
  | { readonly kind: "null" };

/** A field and what is asked of it; without a field the whole record is searched. */
export interface Match {
  readonly field: string | undefined;
  readonly tests: readonly Test[];
  /** Whether all tests must hold; otherwise one of them. */
  readonly all: boolean;
  readonly line: number;
}

/** What a rule detects. */
export type Expression =
  | { readonly kind: "and" | "or"; readonly of: readonly Expression[] }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "match"; readonly match: Match };

export interface LogSource {
  readonly category: string;
  readonly product: string;
  readonly service: string;
}

/** What every kind of rule says of itself. */
interface Heading {
  readonly place: RulePlace;
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly level: string;
  readonly tags: readonly string[];
}

export interface DetectionRule extends Heading {
  readonly kind: "detection";
  readonly logsource: LogSource;
  readonly logsourceLine: number;
  readonly expression: Expression;
}

export const correlationTypes = [
  "event_count",
  "value_count",
  "value_sum",
  "value_avg",
  "temporal",
  "temporal_ordered",
] as const;
export type CorrelationType = (typeof correlationTypes)[number];

export interface CorrelationRule extends Heading {
  readonly kind: "correlation";
  readonly type: CorrelationType;
  /** Ids or names, in their order. */
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  readonly spanMs: number;
  /** All must hold for what is counted. */
  readonly conditions: readonly { readonly comparison: Comparison; readonly value: number }[];
  /** Fields whose values are counted, summed or averaged. */
  readonly fields: readonly string[];
  /** Alias, rule, field. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Whether the rules that it names are also reported by themselves. */
  readonly generate: boolean;
  readonly lines: { readonly rules: number; readonly groupBy: number; readonly condition: number };
}

export interface FilterRule extends Heading {
  readonly kind: "filter";
  readonly logsource: LogSource;
  /** Ids or names of rules; undefined for all of the logsource. */
  readonly rules: readonly string[] | undefined;
  readonly expression: Expression;
  /** Whether the condition holds a `not`; one without keeps nothing but what it names. */
  readonly negates: boolean;
}

export type SigmaRule = DetectionRule | CorrelationRule | FilterRule;
