import { countOutside } from "../assess/coverage.ts";
import type { Case, Entity, IdentifiedFinding } from "../assess/model.ts";
import type { Content } from "../content/load.ts";
import { compare, type IndicatorRun } from "../detect/finding.ts";
import type { SourceReport } from "../ingest/source.ts";
import type { NetworkOwner } from "../triage/ownership.ts";
import { counted } from "../words.ts";
import { toReportCampaign } from "./campaigns.ts";
import type {
  ReportCase,
  ReportDocument,
  ReportEntity,
  ReportFinding,
  ReportIndicator,
  ReportSource,
  RunResult,
} from "./model.ts";
import { playbookNotes, toPlaybook } from "./playbook.ts";
import { toRegisterEntry } from "./register.ts";
import { ruleIndicators, ruleNotes } from "./sigma.ts";
import { isoTime } from "./times.ts";

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
