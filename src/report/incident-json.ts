/** The review of a case for programs. Every key is always there; what is not known is null. Texts of logs are as they were logged. */
import type { EvidenceLine } from "../detect/evidence.ts";
import type { Answered } from "../respond/incident/after.ts";
import { containmentOf } from "../respond/incident/held.ts";
import type { IncidentReview } from "../respond/incident/incident.ts";
import { detectedMs, moments, outOfOrder } from "../respond/incident/times.ts";
import { controlRow } from "./controls-page.ts";
import { followUps } from "./incident-next.ts";

const iso = (ms: number | undefined) => (ms === undefined || ms <= 0 ? null : new Date(ms).toISOString());

/** @param commands commands that follow, by clause; undefined where the logs cannot be read again */
export function incidentDocument(
  review: IncidentReview,
  commands: Readonly<Record<string, string>> | undefined,
): unknown {
  const { one, times, tuned, controls, evidence } = review;
  return {
    case: {
      id: one.id,
      title: one.title,
      action: one.action,
      priority: one.priority,
      severity: one.severity,
      confidence: one.confidence,
      entities: one.entities.map(({ id }) => id),
      first: iso(one.firstMs),
      last: iso(one.lastMs),
    },
    times: {
      ...Object.fromEntries(moments.map((moment) => [moment, iso(times.given[moment])])),
      first_report: reportOf(times.sight),
      last_report_without: reportOf(times.unseen),
      out_of_order: outOfOrder(times, one.firstMs),
    },
    seconds: secondsOf(review),
    timeline: review.timeline.map(({ ms, of, what, record }) => ({
      time: iso(ms),
      of,
      what,
      evidence: lineOf(record === undefined ? undefined : evidence.get(record)),
    })),
    worked: review.worked.map(({ firstMs, ...found }) => ({
      indicator: found.indicator,
      clause: found.clause,
      title: found.title,
      members: found.members,
      alone: found.alone,
      succeeded: found.succeeded,
      first: iso(firstMs),
    })),
    missed: review.missed.map(({ clause, says }) => ({ clause, says })),
    not_run: review.notRun.map(({ id, note }) => ({ indicator: id, because: note })),
    containment: containment(review),
    thresholds: {
      tried: tuned.tried,
      indicators: tuned.indicators,
      suggestions: tuned.suggestions.map(({ before, after, ...change }) => ({
        indicator: change.indicator,
        threshold: change.threshold,
        now: change.now,
        tried: change.tried,
        gain: change.gain,
        before: foundOf(before),
        after: foundOf(after),
      })),
    },
    controls:
      controls === undefined
        ? null
        : { of_case: controls.ofCase.map(controlRow), others: controls.others.map(controlRow) },
    register: review.register.map(({ entry, state, pointsOut }) => ({
      id: entry.id,
      owner: entry.owner ?? null,
      state,
      points_out: pointsOut,
    })),
    follow_up: followUps(review, commands).map(({ clause, state, sentence, command }) => ({
      clause,
      state,
      sentence,
      command: command ?? null,
    })),
  };
}

function reportOf(report: { readonly ms: number; readonly path: string } | undefined): unknown {
  return report === undefined ? null : { path: report.path, time: iso(report.ms) };
}

/** Seconds between the steps, from the same moments as on the page; below zero where a step is before the one it follows. */
function secondsOf({ one, times }: IncidentReview): unknown {
  const detected = detectedMs(times);
  const { decided, contained, closed } = times.given;
  const between = (since: number | undefined, ms: number | undefined) =>
    since === undefined || since <= 0 || ms === undefined ? null : Math.round((ms - since) / 1000);
  return {
    first_to_detected: between(one.firstMs, detected),
    detected_to_decided: between(detected, decided),
    decided_to_contained: between(decided, contained),
    first_to_contained: between(one.firstMs, contained),
    first_to_closed: between(one.firstMs, closed),
  };
}

function containment(review: IncidentReview): unknown {
  const { after, evidence } = review;
  const answered = (one: Answered | undefined) =>
    one === undefined
      ? null
      : { requests: one.requests, served: one.served, refused: one.refused, clients: one.clients };
  return {
    state: containmentOf(review),
    before: answered(after?.before),
    after: answered(after?.after),
    last_served: iso(after?.after.servedMs),
    evidence: lineOf(after === undefined ? undefined : evidence.get(after.after.servedRecord)),
    logs_end: iso(after?.logsEndMs),
  };
}

function lineOf(line: EvidenceLine | undefined): unknown {
  return line === undefined ? null : { path: line.path, line: line.line, text: line.text };
}

function foundOf(found: { readonly ofCase: number; readonly escalated: number; readonly others: number }) {
  return { of_case: found.ofCase, escalated: found.escalated, others: found.others };
}
