/**
 * The report as one document: what `vedette.report/v1` promises, and a few fields more.
 * Every array is sorted, so that the same input and content give the same bytes.
 */
import type { Assessment } from "../assess/assess.ts";
import { countOutside } from "../assess/coverage.ts";
import type { Case, Entity, IdentifiedFinding, Step } from "../assess/model.ts";
import type { Content } from "../content/load.ts";
import type { EvidenceLine } from "../detect/evidence.ts";
import { compare, type IndicatorRun, type Severity } from "../detect/indicators.ts";
import type { SourceReport } from "../ingest/source.ts";
import type { HistogramSlot } from "../triage/histogram.ts";
import type { NetworkOwner } from "../triage/ownership.ts";
import type { TriageResult } from "../triage/triage.ts";
import { counted } from "../words.ts";
import { type ReportCampaign, toReportCampaign } from "./campaigns.ts";
import type { ReportBlock } from "./containment.ts";
import { playbookNotes, type ReportPlaybook, toPlaybook } from "./playbook.ts";
import { type ReportRegisterEntry, toRegisterEntry } from "./register.ts";
import { ruleIndicators, ruleNotes } from "./sigma.ts";
import { isoTime } from "./times.ts";

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

/** How much an entity did: requests of who asks for something, records of anything else. */
export function countedRecords({ type, requests }: Pick<ReportEntity, "type" | "requests">): string {
  return counted(requests, ["ip", "ip_range", "user_agent"].includes(type) ? "request" : "record");
}

/** Makes the document. */
export function toDocument(result: RunResult): ReportDocument {
  const { assessment, content, sources } = result;
  const findings = assessment.entities.flatMap((entity) => entity.findings);
  const firsts = sources.flatMap((source) => source.firstMs ?? []);
  const lasts = sources.flatMap((source) => source.lastMs ?? []);
  const first = firsts.length === 0 ? undefined : isoTime(Math.min(...firsts));
  const last = lasts.length === 0 ? undefined : isoTime(Math.max(...lasts));
  return {
    schema: "vedette.report/v1",
    generated_at: new Date(result.generatedMs).toISOString(),
    duration_ms: Math.round(result.durationMs),
    tool: { name: result.tool.name, version: result.tool.version, content_sha256: content.sha256 },
    playbook: toPlaybook(content.playbook, result.playbook, {
      steps: result.steps,
      coverage: assessment.coverage,
      runs: result.runs,
    }),
    ...(result.since === undefined
      ? {}
      : { since: { path: result.since.path, generated_at: result.since.generatedAt } }),
    policy: {
      id: content.policy.id,
      title: content.policy.title,
      ...(content.policyNotes === undefined ? {} : { weaker: content.policyNotes }),
    },
    ...(first === undefined || last === undefined ? {} : { window: { first, last } }),
    sources: sources.map(toSource),
    coverage: assessment.coverage,
    questions: assessment.questions.map(({ confidence, ...question }) => ({
      ...question,
      ...(confidence === undefined ? {} : { confidence }),
    })),
    decision: {
      action: assessment.decision.action,
      priority: assessment.decision.priority,
      strict_action: assessment.decision.strictAction,
      sentence: assessment.decision.sentence,
      reasons_for: assessment.decision.reasonsFor,
      reasons_against: assessment.decision.reasonsAgainst,
      flips: assessment.decision.flips,
    },
    cases: assessment.cases.map((one) => toCase(one, result.explained.get(one.id))),
    campaigns: result.campaigns.map((one) => toReportCampaign(one, result.evidence)),
    entities: assessment.entities.map((entity) => toEntity(entity, result.owners.get(entity.id))),
    findings: findings
      .map((finding) => toFinding(finding, result))
      .filter((finding) => finding.evidence.length > 0)
      .sort((a, b) => compare(a.id, b.id)),
    containment: result.containment ?? [],
    steps: result.steps,
    indicators: [
      ...result.runs.map((run) => toIndicator(run, content)),
      ...(result.sigma === undefined ? [] : ruleIndicators(result.sigma)),
    ],
    histogram: result.histogram.slots,
    histogram_of: result.histogram.of,
    notes: [
      ...result.notes,
      ...playbookNotes(content.playbook, result.playbook),
      ...(result.sigma === undefined ? [] : ruleNotes(result.sigma)),
    ],
    ...(assessment.register.length === 0 ? {} : { register: assessment.register.map(toRegisterEntry) }),
  };
}

function toIndicator({ id, ran, findings, found, note }: IndicatorRun, content: Content): ReportIndicator {
  const known = content.indicators.find((indicator) => indicator.id === id);
  return {
    id,
    title: known?.title ?? id,
    reason: known?.reason ?? "",
    clause: known?.clause ?? "",
    techniques: known?.techniques ?? [],
    ran,
    findings,
    ...(found > findings ? { found } : {}),
    ...(note === undefined ? {} : { note }),
    false_positives: known?.false_positives ?? [],
    not_covered: known?.not_covered ?? [],
  };
}

/** An input as it stands in the report. */
export function toSource(source: SourceReport): ReportSource {
  const first = isoTime(source.firstMs ?? 0);
  const last = isoTime(source.lastMs ?? 0);
  return {
    path: source.path,
    format: source.format,
    formats: source.formats,
    kind: source.kind,
    confidence: source.confidence,
    bytes: source.bytes,
    lines: source.lines,
    events: source.events,
    classes: source.classes,
    rejected: source.lines - source.events,
    outside: countOutside(source),
    rejects: source.rejects.map(({ reason, count, sample, line }) => ({ reason, count, sample, line })),
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    fields: source.fields,
    notes: source.notes,
    ...(source.problem === undefined
      ? {}
      : { problem: { code: source.problem.code, message: source.problem.message } }),
  };
}

function toCase(one: Case, command: string | undefined): ReportCase {
  return {
    id: one.id,
    title: one.title,
    action: one.action,
    priority: one.priority,
    severity: one.severity,
    confidence: one.confidence,
    background: one.background,
    entities: one.entities.map(({ id }) => id),
    findings: one.entities.flatMap((entity) => entity.findings.map(({ id }) => id)),
    techniques: [
      ...new Set(one.entities.flatMap((entity) => entity.findings.flatMap(({ techniques }) => techniques))),
    ].sort(compare),
    links: one.links.map(({ from, to, because }) => ({ from, to, because })),
    first: isoTime(one.firstMs) ?? "1970-01-01T00:00:00.000Z",
    last: isoTime(one.lastMs) ?? "1970-01-01T00:00:00.000Z",
    aliases: one.aliases ?? [],
    ...(one.change === undefined ? {} : { change: one.change }),
    ...(command === undefined ? {} : { command }),
  };
}

function toEntity(entity: Entity, network: NetworkOwner | undefined): ReportEntity {
  const first = isoTime(entity.firstMs);
  const last = isoTime(entity.lastMs);
  return {
    id: entity.id,
    type: entity.type,
    value: entity.value,
    action: entity.action,
    ...(entity.justification === undefined ? {} : { justification: entity.justification }),
    ...(network === undefined ? {} : { network }),
    ...(entity.scanner === undefined ? {} : { scanner: entity.scanner }),
    score: entity.score,
    requests: entity.requests,
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    internal: entity.internal,
    ...(entity.history === undefined ? {} : { history: entity.history }),
    findings: entity.findings.map(({ id }) => id),
    reasons: entity.hits.map(({ rule, clause, sentence }) => ({ rule, clause, sentence })),
  };
}

function toFinding(finding: IdentifiedFinding, result: RunResult): ReportFinding {
  const first = isoTime(finding.firstMs);
  const last = isoTime(finding.lastMs);
  return {
    id: finding.id,
    indicator: finding.indicator,
    clause: finding.clause,
    techniques: finding.techniques,
    severity: finding.severity,
    confidence: finding.confidence,
    entity: finding.entityId,
    sentence: finding.sentence,
    count: finding.count,
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    evidence: finding.records.flatMap((record) => result.evidence.get(record) ?? []),
    ...(finding.group === undefined ? {} : { group: finding.group }),
  };
}
