/** What assessment makes of findings: entities, cases, answers and a decision, all with ids. */

import type { Confidence, Finding, Severity } from "../detect/finding.ts";
import type { Match } from "./justify.ts";
import type { Change } from "./since.ts";

export type Action = "escalate" | "watch" | "close";
export type Priority = "now" | "shift" | "batch" | "none";
export type Answer = "yes" | "no" | "mixed" | "cannot_tell";

export const actions: readonly Action[] = ["close", "watch", "escalate"];
export const priorities: readonly Priority[] = ["none", "batch", "shift", "now"];

/** The higher of two actions or priorities. */
export function higher<T extends string>(order: readonly T[], a: T, b: T): T {
  return order.indexOf(b) > order.indexOf(a) ? b : a;
}

export interface IdentifiedFinding extends Finding {
  readonly id: string;
  readonly entityId: string;
}

/** Why an entity got its action. */
export interface RuleHit {
  readonly rule: string;
  readonly clause: string;
  readonly action: Action;
  readonly sentence: string;
  readonly findings: readonly string[];
}

export interface Entity {
  readonly id: string;
  readonly type: Finding["entityType"];
  readonly value: string;
  readonly action: Action | "justified";
  readonly justification: string | undefined;
  /** Entries of the register that name it; the first justifies it where it has no objection. */
  readonly register: readonly Match[];
  /** The list of known scanners that names it, with what it says: a reason against, and no justification. */
  readonly scanner: string | undefined;
  readonly score: number;
  readonly requests: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly internal: boolean;
  /** Requests with a user name that were let in. */
  readonly named: number;
  /** What it did in all, in numbers; undefined where nothing is measured of its kind. */
  readonly history: string | undefined;
  readonly findings: readonly IdentifiedFinding[];
  readonly hits: readonly RuleHit[];
  /** True where nothing succeeded and nothing is peculiar to this site. */
  readonly background: boolean;
  /** How soon its rules want it to be looked at. */
  readonly priority: readonly Priority[];
  /** True where a guarded endpoint was answered with certainty. */
  readonly served: boolean;
}

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly because: string;
  /** A team of addresses, mail with what followed it; or what strangers share too: neighbours, or the same exposed endpoint. */
  readonly kind: "team" | "mail" | "neighbours" | "served";
}

export interface Case {
  readonly id: string;
  readonly title: string;
  readonly action: Action;
  readonly priority: Priority;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly background: boolean;
  readonly entities: readonly Entity[];
  readonly links: readonly Link[];
  /** How it stands to an earlier report; undefined where none was given. */
  readonly change?: Change | undefined;
  /** Ids that it had in that report. */
  readonly aliases?: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface Coverage {
  readonly clause: string;
  readonly state: "present" | "partial" | "absent";
  readonly sentence: string;
}

export interface QuestionAnswer {
  readonly id: string;
  readonly text: string;
  readonly answer: Answer;
  readonly confidence: Confidence | undefined;
  readonly sentence: string;
  readonly findings: readonly string[];
  readonly missing: readonly string[];
  /** A person has to answer it. */
  readonly manual?: true;
}

export interface Reason {
  readonly clause: string;
  readonly sentence: string;
  readonly findings: readonly string[];
}

export interface Decision {
  readonly action: Action;
  readonly priority: Priority;
  readonly strictAction: Action;
  readonly sentence: string;
  readonly reasonsFor: readonly Reason[];
  readonly reasonsAgainst: readonly Reason[];
  readonly flips: readonly { readonly if: string; readonly then: Action }[];
}

export interface Step {
  readonly clause: string;
  readonly state: "done" | "not_possible" | "for_a_person";
  readonly sentence: string;
  readonly command?: string;
}
