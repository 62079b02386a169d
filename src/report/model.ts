/** The report as a document: what `vedette.report/v1` promises, and a few fields more. Every array is sorted. */
import type { Assessment } from "../assess/assess.ts";
import type { Case, Entity, Step } from "../assess/model.ts";
import type { EvidenceLine } from "../detect/evidence.ts";
import type { Severity } from "../detect/finding.ts";
import type { HistogramSlot } from "../triage/histogram.ts";
import type { NetworkOwner } from "../triage/ownership.ts";
import type { TriageResult } from "../triage/triage.ts";
import type { ReportCampaign } from "./campaigns.ts";
import type { ReportBlock } from "./containment.ts";
import type { ReportPlaybook } from "./playbook.ts";
import type { ReportRegisterEntry } from "./register.ts";

/** Name and version of the program. */
export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** A result with what only the caller knows. */
export interface RunResult extends TriageResult {
  readonly generatedMs: number;
  readonly durationMs: number;
  readonly tool: Tool;
  /** What could be blocked of each case, where that was weighed. */
  readonly containment?: readonly ReportBlock[];
}

export interface ReportDocument {
  readonly schema: "vedette.report/v1";
  readonly generated_at: string;
  readonly duration_ms: number;
  readonly tool: { readonly name: string; readonly version: string; readonly content_sha256: string };
  readonly playbook: ReportPlaybook;
  /** The earlier report that cases were compared with. */
  readonly since?: { readonly path: string; readonly generated_at: string };
  /** The policy that decided. */
  readonly policy: {
    readonly id: string;
    readonly title: string;
    /** What it makes less of than the default policy, where that is access without right (D4). */
    readonly weaker?: readonly string[];
  };
  readonly window?: { readonly first: string; readonly last: string };
  readonly sources: readonly ReportSource[];
  readonly coverage: Assessment["coverage"];
  readonly questions: readonly ReportQuestion[];
  readonly decision: ReportDecision;
  readonly cases: readonly ReportCase[];
  /** Entities that links tie, over cases, days and runs. */
  readonly campaigns: readonly ReportCampaign[];
  readonly entities: readonly ReportEntity[];
  readonly findings: readonly ReportFinding[];
  /** What could be blocked; empty where it was not weighed. */
  readonly containment: readonly ReportBlock[];
  readonly steps: readonly Step[];
  readonly indicators: readonly ReportIndicator[];
  readonly histogram: readonly HistogramSlot[];
  /** What the histogram counts: records where the run has no request that may matter. */
  readonly histogram_of: "request" | "record";
  readonly notes: readonly string[];
  /** Entries of the justification register; left out where none was given. */
  readonly register?: readonly ReportRegisterEntry[];
}

export interface ReportSource {
  readonly path: string;
  readonly format: string;
  readonly formats: readonly string[];
  readonly kind: string;
  readonly confidence: number;
  readonly bytes: number;
  readonly lines: number;
  readonly events: number;
  /** Events by what they are: http, dns, process ... */
  readonly classes: Readonly<Record<string, number>>;
  /** Records that became no events; those outside the window are among them. */
  readonly rejected: number;
  /** Records that were understood and lie outside --from and --to. */
  readonly outside: number;
  readonly rejects: readonly {
    readonly reason: string;
    readonly count: number;
    readonly sample: string;
    readonly line: number;
  }[];
  readonly first?: string;
  readonly last?: string;
  readonly fields: readonly string[];
  readonly notes: readonly string[];
  readonly problem?: { readonly code: string; readonly message: string };
}

export interface ReportQuestion {
  readonly id: string;
  readonly text: string;
  readonly answer: string;
  readonly confidence?: string;
  readonly sentence: string;
  readonly findings: readonly string[];
  readonly missing: readonly string[];
  readonly manual?: boolean;
}

export interface ReportDecision {
  readonly action: Assessment["decision"]["action"];
  readonly priority: Assessment["decision"]["priority"];
  readonly strict_action: Assessment["decision"]["strictAction"];
  readonly sentence: string;
  readonly reasons_for: Assessment["decision"]["reasonsFor"];
  readonly reasons_against: Assessment["decision"]["reasonsAgainst"];
  readonly flips: Assessment["decision"]["flips"];
}

export interface ReportCase {
  readonly id: string;
  readonly title: string;
  readonly action: Case["action"];
  readonly priority: Case["priority"];
  readonly severity: Severity;
  readonly confidence: string;
  readonly background: boolean;
  readonly entities: readonly string[];
  readonly findings: readonly string[];
  readonly techniques: readonly string[];
  readonly links: readonly { readonly from: string; readonly to: string; readonly because: string }[];
  readonly first: string;
  readonly last: string;
  readonly aliases: readonly string[];
  /** How it stands to the report of --since. */
  readonly change?: Case["change"];
  /** Explains the first line of its evidence. */
  readonly command?: string;
}

export interface ReportEntity {
  readonly id: string;
  readonly type: Entity["type"];
  readonly value: string;
  readonly action: Entity["action"];
  readonly justification?: string;
  /** The list of known scanners that names it. */
  readonly scanner?: string;
  /** Who announces its network, and where it is registered; where --ip-location names files that tell. */
  readonly network?: NetworkOwner;
  readonly score: number;
  readonly requests: number;
  readonly first?: string;
  readonly last?: string;
  readonly internal: boolean;
  /** What it did in all, in numbers. */
  readonly history?: string;
  readonly findings: readonly string[];
  readonly reasons: readonly { readonly rule: string; readonly clause: string; readonly sentence: string }[];
}

export interface ReportFinding {
  readonly id: string;
  readonly indicator: string;
  readonly clause: string;
  readonly techniques: readonly string[];
  readonly severity: Severity;
  readonly confidence: string;
  readonly entity: string;
  readonly sentence: string;
  readonly count: number;
  readonly first?: string;
  readonly last?: string;
  readonly evidence: readonly EvidenceLine[];
  readonly group?: string;
}

/** What became of an indicator, and what it can and cannot tell. */
export interface ReportIndicator {
  readonly id: string;
  readonly title: string;
  readonly clause: string;
  readonly techniques: readonly string[];
  readonly ran: boolean;
  readonly findings: number;
  /** Findings that there were, where the policy's limit cut them. */
  readonly found?: number;
  readonly note?: string;
  /** Why a finding of it means something. */
  readonly reason: string;
  readonly false_positives: readonly string[];
  readonly not_covered: readonly string[];
}
