/** The review after an incident (C5): what happened when, what worked, what was missed and why, and what is to be done. */
import type { Case, Coverage, QuestionAnswer, Step } from "../../assess/model.ts";
import type { RegisterRow } from "../../assess/register-report.ts";
import { succeeded } from "../../assess/succeeded.ts";
import { type EvidenceLine, fetchEvidence } from "../../detect/evidence.ts";
import type { OpenTriage } from "../../triage/triage.ts";
import type { Control } from "../controls/model.ts";
import { reviewControls } from "../controls/review.ts";
import { type Aftermath, aftermathOf } from "./after.ts";
import { type Happening, timelineOf } from "./timeline.ts";
import type { CaseTimes } from "./times.ts";
import { type Tuned, tuningOf } from "./tuning.ts";

/** An indicator that found something of the case. */
export interface Worked {
  readonly indicator: string;
  readonly clause: string;
  readonly title: string;
  /** Members that it found, and those that no other found. */
  readonly members: number;
  readonly alone: number;
  readonly succeeded: boolean;
  readonly firstMs: number;
}

/** Something that could not be seen, and why. */
export interface Missed {
  readonly clause: string;
  readonly says: string;
}

export interface IncidentReview {
  readonly one: Case;
  readonly times: CaseTimes;
  readonly timeline: readonly Happening[];
  readonly evidence: ReadonlyMap<number, EvidenceLine>;
  readonly after: Aftermath | undefined;
  readonly worked: readonly Worked[];
  readonly missed: readonly Missed[];
  readonly tuned: Tuned;
  /** Entries of the register that need somebody. */
  readonly register: readonly RegisterRow[];
  /** What is open to outsiders; undefined where no log of a web server was read. */
  readonly controls: { readonly ofCase: readonly Control[]; readonly others: readonly Control[] } | undefined;
  readonly steps: readonly Step[];
  readonly notRun: readonly { readonly id: string; readonly note: string }[];
}

/** Reviews a case of an open triage that keeps its events. */
export async function reviewIncident(open: OpenTriage, one: Case, times: CaseTimes): Promise<IncidentReview> {
  const { assessment, runs, steps, sources } = open.result;
  const contained = times.given.contained;
  const after = contained === undefined ? undefined : await aftermathOf(open, one, contained);
  const timeline = timelineOf(one, times, after, await recordTimes(open, one));
  const records = [...new Set(timeline.flatMap(({ record }) => record ?? []))];
  return {
    one,
    times,
    timeline,
    evidence: await fetchEvidence(open.engine, sources, records, "events"),
    after,
    worked: workedOf(one),
    missed: missedOf(assessment.coverage, assessment.questions),
    tuned: await tuningOf(open, one),
    register: assessment.register.filter(({ pointsOut, state }) => pointsOut.length > 0 || state === "ended"),
    controls: sources.some(({ kind, events }) => kind === "web" && events > 0)
      ? await controlsOf(open, one)
      : undefined,
    steps: steps.filter(({ state }) => state !== "done"),
    notRun: runs.flatMap(({ id, ran, note }) => (ran || note === undefined ? [] : [{ id, note }])),
  };
}

/** When the records of a case's findings were. */
async function recordTimes({ engine }: OpenTriage, one: Case): Promise<Map<number, number>> {
  const ids = [
    ...new Set(one.entities.flatMap(({ findings }) => findings.flatMap(({ records }) => records))),
  ];
  const found = new Map<number, number>();
  for (let at = 0; at < ids.length; at += recordsAtOnce)
    for (const row of await engine.rows(
      "SELECT event_id, time_ms FROM events WHERE event_id IN ({ids:Array(Int64)}) AND time_ms > 0",
      { ids: ids.slice(at, at + recordsAtOnce) },
    ))
      found.set(Number(row.event_id), Number(row.time_ms));
  return found;
}

const recordsAtOnce = 5000;

function workedOf(one: Case): Worked[] {
  const found = new Map<string, Worked & { readonly of: Set<string> }>();
  for (const entity of one.entities)
    for (const { indicator, clause, title, firstMs } of entity.findings) {
      const known = found.get(indicator);
      const of = known?.of ?? new Set<string>();
      of.add(entity.id);
      const earlier = known === undefined || known.firstMs <= 0 || (firstMs > 0 && firstMs < known.firstMs);
      found.set(indicator, {
        indicator,
        clause,
        title,
        of,
        members: of.size,
        alone: 0,
        succeeded: succeeded.has(indicator),
        firstMs: earlier ? firstMs : (known?.firstMs ?? 0),
      });
    }
  const by = (id: string) => [...found.values()].filter(({ of }) => of.has(id)).length;
  return [...found.values()]
    .map(({ of, ...worked }) => ({ ...worked, alone: [...of].filter((id) => by(id) === 1).length }))
    .sort((a, b) => b.members - a.members || (a.indicator < b.indicator ? -1 : 1));
}

function missedOf(coverage: readonly Coverage[], questions: readonly QuestionAnswer[]): Missed[] {
  return [
    ...coverage
      .filter(({ state }) => state !== "present")
      .map(({ clause, state, sentence }) => ({ clause, says: `${state}: ${sentence}` })),
    ...questions
      .filter(({ answer }) => answer === "cannot_tell")
      .map(({ id, text, missing }) => ({
        clause: id,
        says: `cannot tell: ${text}${missing.length === 0 ? "" : ` (missing: ${missing.join("; ")})`}`,
      })),
  ];
}

async function controlsOf(open: OpenTriage, one: Case): Promise<IncidentReview["controls"]> {
  const { controls } = await reviewControls(open);
  const sources = new Set(one.entities.map(({ value }) => value));
  const wanted = controls.filter(({ state }) => state === "open" || state === "answered");
  const taken = ({ readers }: Control) => readers.some(({ source }) => sources.has(source));
  return { ofCase: wanted.filter(taken), others: wanted.filter((control) => !taken(control)) };
}
