/**
 * What people decide about cases: the words, and the shapes in which they are read and changed.
 *
 * Times are milliseconds since the epoch (UTC). The casebook knows no clock and no user: whoever calls says both.
 */
import type { RegisterEntry } from "../assess/register-file.ts";

/** Who does something, and when. */
export interface By {
  readonly at: number;
  readonly actor: string;
}

/** What the program does by itself is done by this name; no person can take it. */
export const machineActor = "vedette";

/** States of work, in the order in which a case goes through them. */
export const states = ["new", "in-progress", "escalated", "contained", "closed"] as const;
export type State = (typeof states)[number];
export type OpenState = Exclude<State, "closed">;

/** Why a case was closed; its verdict. */
export const closingReasons = [
  "true-positive",
  "benign-positive",
  "false-positive",
  "duplicate",
  "other",
] as const;
export type ClosingReason = (typeof closingReasons)[number];

/** Both from the least to the most. */
export const actions = ["close", "watch", "escalate"] as const;
export type Action = (typeof actions)[number];
export const priorities = ["none", "batch", "shift", "now"] as const;
export type Priority = (typeof priorities)[number];
export const severities = ["info", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

export interface CaseEntity {
  readonly id: string;
  readonly type: string;
  readonly value: string;
  readonly action: string;
  readonly score: number;
  readonly justification?: string | undefined;
}

export interface CaseFinding {
  readonly id: string;
  readonly indicator: string;
  readonly clause: string;
  readonly severity: Severity;
  readonly confidence: string;
  readonly entity: string;
  readonly sentence: string;
  readonly count: number;
  readonly first?: string | undefined;
  readonly last?: string | undefined;
  /** The first lines of evidence; the report holds the rest. */
  readonly evidence: readonly { readonly path: string; readonly line: number; readonly text: string }[];
  readonly evidence_lines: number;
}

/** What the newest report says of one case. */
export interface Snapshot {
  readonly title: string;
  readonly action: Action;
  readonly priority: Priority;
  readonly severity: Severity;
  readonly confidence: string;
  readonly background: boolean;
  /** The highest of its entities, 0 to 100. */
  readonly score: number;
  readonly first: number;
  readonly last: number;
  readonly entities: readonly CaseEntity[];
  readonly findings: readonly CaseFinding[];
  readonly techniques: readonly string[];
  readonly links: readonly { readonly from: string; readonly to: string; readonly because: string }[];
  /** Explains the first line of its evidence. */
  readonly command?: string;
}

/** A case as a list shows it. Where others are merged into it, the machine's part is that of all together. */
export interface CaseSummary {
  readonly id: string;
  /** What a change has to name; it grows with every change. */
  readonly version: number;
  /** Sequence number of its last change, for incremental export. */
  readonly changed: number;
  readonly updated_at: number;
  /** When the book first had it. */
  readonly created_at: number;
  readonly title: string;
  readonly state: State;
  readonly owner: string | null;
  readonly tags: readonly string[];
  /** What holds: the override, else what the machine decided. */
  readonly action: Action;
  readonly machine_action: Action;
  readonly priority: Priority;
  readonly severity: Severity;
  readonly score: number;
  readonly background: boolean;
  readonly first_seen: number;
  readonly last_seen: number;
  readonly entities: number;
  readonly findings: number;
  /** What it is about at least: of each entity what the finding counts that counts most. */
  readonly events: number;
  /** Questions of the playbook that its findings answer. */
  readonly questions: readonly string[];
  readonly verdict: ClosingReason | null;
  readonly closed_at: number | null;
  /** The case it was merged into; null where it stands by itself. */
  readonly merged_into: string | null;
  /** Who of the register explains it, where nothing of it is found any more; null where it is found. */
  readonly set_aside: SetAside | null;
}

/** A case of which nothing is found any more, since the register justifies those that it is about. */
export interface SetAside {
  /** When the book was first told so. */
  readonly since: number;
  readonly entries: readonly {
    readonly id: string;
    readonly owner: string;
    readonly reason: string;
    /** The last day on which it holds: 2027-03-01 */
    readonly expires: string;
  }[];
  /** Entities of the case that they justify, and how many it has. */
  readonly justified: number;
  readonly entities: number;
}

export interface NoteEdition {
  readonly at: number;
  readonly by: string;
  /** Markdown, as it was given. */
  readonly text: string;
}

export interface Note {
  readonly id: number;
  /** The case that it was written on, which may be one that was merged in. */
  readonly case: string;
  /** All texts it had, the newest last. */
  readonly editions: readonly NoteEdition[];
  readonly withdrawn: { readonly at: number; readonly by: string; readonly reason: string } | null;
}

/** Who ticked a clause: the evidence of the newest report, or a person. */
export interface ChecklistItem {
  readonly clause: string;
  readonly state: "done" | "open" | "not-applicable";
  /** By the case's own evidence, by the run for all cases, or by a person. */
  readonly by: "evidence" | "run" | "person" | "nobody";
  /** What the report says of the clause. */
  readonly sentence: string;
  readonly command?: string | undefined;
  /** The person's part. */
  readonly actor?: string | undefined;
  readonly at?: number | undefined;
  readonly reason?: string | undefined;
}

/** A change of what the machine decided. */
export interface HistoryRow {
  readonly at: number;
  readonly run: string;
  readonly action: Action;
  readonly priority: Priority;
}

export interface Answer {
  readonly id: string;
  readonly text: string;
  readonly answer: string;
  readonly sentence: string;
  /** Findings of this case that speak to it. */
  readonly findings: readonly string[];
  readonly missing: readonly string[];
}

/** Everything of one case. */
export interface CaseView extends CaseSummary {
  readonly snapshot: Snapshot;
  readonly override: {
    readonly action: Action;
    readonly reason: string;
    readonly at: number;
    readonly by: string;
  } | null;
  readonly closing: {
    readonly reason: ClosingReason;
    readonly note: string;
    readonly duplicate_of: string | null;
    readonly at: number;
    readonly by: string;
  } | null;
  readonly notes: readonly Note[];
  readonly checklist: readonly ChecklistItem[];
  readonly answers: readonly Answer[];
  readonly history: readonly HistoryRow[];
  /** Cases that were merged into it, directly or through others. */
  readonly members: readonly { readonly id: string; readonly kind: MergeKind }[];
  /** By which a run may know it: its names with commas between, and with `+` those of cases that people merged into it. */
  readonly names: string;
  readonly aliases: readonly string[];
  readonly run: string;
  readonly reported_at: number;
}

/** `people`: somebody merged them; `engine`: a report says that they are one. */
export type MergeKind = "people" | "engine";

/** One thing that a person does to a case, or to many at once. */
export type CaseAct =
  | { readonly kind: "state"; readonly state: OpenState }
  | { readonly kind: "assign"; readonly owner: string | null }
  | { readonly kind: "tag"; readonly add?: readonly string[]; readonly remove?: readonly string[] }
  | { readonly kind: "note"; readonly text: string }
  /** `action: null` takes an override back. */
  | { readonly kind: "override"; readonly action: Action | null; readonly reason: string }
  | {
      readonly kind: "close";
      readonly reason: ClosingReason;
      readonly note: string;
      readonly duplicate_of?: string | undefined;
    }
  | { readonly kind: "reopen"; readonly note: string }
  | {
      readonly kind: "check";
      readonly clause: string;
      /** `open` takes a tick back. */
      readonly state: "done" | "not-applicable" | "open";
      readonly reason?: string | undefined;
    };

/** Several values of one part are alternatives; several parts must all hold. */
export interface CaseFilter {
  readonly state?: readonly State[] | undefined;
  /** Null stands for nobody. */
  readonly owner?: readonly (string | null)[] | undefined;
  readonly tag?: readonly string[] | undefined;
  /** What holds: the override, else the machine's. */
  readonly action?: readonly Action[] | undefined;
  readonly priority?: readonly Priority[] | undefined;
  readonly verdict?: readonly ClosingReason[] | undefined;
  /** Clauses of its findings. */
  readonly clause?: readonly string[] | undefined;
  /** Ids of indicators with a finding in it. */
  readonly indicator?: readonly string[] | undefined;
  readonly background?: boolean | undefined;
  /** Values of its entities, whole. */
  readonly entity?: readonly string[] | undefined;
  /** Stands in the title, the id or the value of an entity; ASCII letters in any case. */
  readonly text?: string | undefined;
  /** Activity that touches this span of time, both ends included. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Cases merged into others as well. */
  readonly merged?: boolean | undefined;
}

/** Cases with a finding of an indicator. */
export interface IndicatorCount {
  readonly indicator: string;
  readonly open: number;
  /** Those that are closed, by the reason. */
  readonly closed: Readonly<Partial<Record<ClosingReason, number>>>;
}

export const sorts = ["priority", "last_seen", "first_seen", "score", "updated_at", "id"] as const;
export type Sort = (typeof sorts)[number];

export interface PageRequest {
  readonly sort?: Sort | undefined;
  /** Every sort but `id` begins with the most; this turns it round. */
  readonly reverse?: boolean | undefined;
  readonly limit?: number | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** All that the filter fits. */
  readonly total: number;
  readonly next: string | null;
}

/** Numbers of cases by value, each part counted as if it were not filtered by itself. */
export type Facets = Readonly<
  Record<
    "state" | "owner" | "tag" | "action" | "priority" | "verdict" | "clause" | "indicator",
    readonly { readonly value: string | null; readonly count: number }[]
  >
>;

export interface BulkPreview {
  readonly count: number;
  /** Stands for exactly these cases as they are now. */
  readonly token: string;
}

export interface AuditEntry {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  /** What was done: `case.created`, `case.closed`, `note.added` … */
  readonly act: string;
  readonly case: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  /** SHA-256 over the hash before and the canonical JSON of this entry, in hexadecimal. */
  readonly hash: string;
}

/** The end of the audit. Kept elsewhere, it shows later that entries were cut off. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

export type Verification =
  | { readonly holds: true; readonly head: AuditHead }
  | { readonly holds: false; readonly seq: number; readonly because: string };

export interface Proposal {
  readonly id: number;
  readonly kind: "register" | "tuning";
  readonly state: "open" | "accepted" | "dismissed" | "withdrawn";
  /** Cases whose closing speaks for it. */
  readonly cases: readonly string[];
  readonly created_at: number;
  readonly by: string;
  /** An entry as `vedette justify add` takes it. */
  readonly entry?: RegisterEntry | undefined;
  /** An indicator, with the cases that it has a finding in. */
  readonly tuning?:
    | {
        readonly indicator: string;
        /** Closed as false positive. */
        readonly false_positives: number;
        /** Closed for any reason. */
        readonly closed: number;
      }
    | undefined;
  readonly decided: { readonly at: number; readonly by: string; readonly reason: string } | null;
}

/** What a report did to the book. */
export interface Applied {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly folded: readonly string[];
  readonly reopened: readonly string[];
  readonly unchanged: number;
}

/** When people did what; undefined where it has not happened. */
export interface BookTimes {
  readonly id: string;
  /** When the book first had it. */
  readonly known: number;
  /** Somebody took it up: an owner, or work in progress. */
  readonly taken?: number | undefined;
  /** It was escalated, contained, closed or the decision replaced, by a person, for the first time. */
  readonly decided?: number | undefined;
  readonly contained?: number | undefined;
  /** Undefined where it was opened again. */
  readonly closed?: number | undefined;
}
