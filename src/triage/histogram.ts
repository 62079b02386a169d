/** Requests over time, for the report's chart. */
import type { Assessment } from "../assess/assess.ts";
import type { Content } from "../content/load.ts";
import { partName } from "../content/names.ts";
import { agentMark } from "../detect/finding.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine, Row } from "../engine/engine.ts";

/** Requests over time, or records of a run without any. */
export interface Histogram {
  readonly of: "request" | "record";
  readonly slots: readonly HistogramSlot[];
}

export interface HistogramSlot {
  readonly time: string;
  readonly requests: number;
  readonly flagged: number;
}

const slotsMax = 120;
const hourMs = 3_600_000;

/** Requests that may matter, by time; where there are none, the records that were looked at one by one. */
export async function histogramOf(
  engine: Engine,
  content: Content,
  parts: Parts,
  assessment: Assessment,
): Promise<Histogram> {
  const requests = slotsOf(await requestsByHour(engine, parts, assessment));
  if (requests.length > 0) return { of: "request", slots: requests };
  return { of: "record", slots: slotsOf(await recordsByHour(engine, content, parts, assessment)) };
}

/** Those of the sources that are worked on are marked. */
async function requestsByHour(engine: Engine, parts: Parts, assessment: Assessment): Promise<Row[]> {
  const flagged = assessment.entities
    .filter(({ action }) => action === "escalate" || action === "watch")
    // An agent is a source of its own where a balancer hides the clients, and else no name of any.
    .map(({ type, value }) => (type === "user_agent" ? `${agentMark}${value}` : value));
  return engine.rows(
    `SELECT hour, sum(requests) AS total, sumIf(requests, source_ip IN ({flagged:Array(String)})) AS marked FROM ${parts.visits} WHERE hour > 0 GROUP BY hour ORDER BY hour`,
    { flagged },
  );
}

/** A record may be kept for several purposes; those that prove what is worked on are marked. */
async function recordsByHour(
  engine: Engine,
  content: Content,
  parts: Parts,
  assessment: Assessment,
): Promise<Row[]> {
  const tables = content.records.flatMap(({ id }) => parts[partName(id)] ?? []);
  if (tables.length === 0) return [];
  const marked = assessment.entities
    .filter(({ action }) => action === "escalate" || action === "watch")
    .flatMap(({ findings }) => findings.flatMap(({ records }) => records));
  const all = tables.map((table) => `SELECT event_id, time_ms FROM ${table} WHERE time_ms > 0`);
  return engine.rows(
    `SELECT intDiv(time_ms, ${hourMs}) AS hour, count() AS total, countIf(event_id IN ({marked:Array(Int64)})) AS marked FROM (SELECT DISTINCT event_id, time_ms FROM (${all.join(" UNION ALL ")})) GROUP BY hour ORDER BY hour`,
    { marked: [...new Set(marked)].sort((a, b) => a - b) },
  );
}

function slotsOf(rows: readonly Row[]): HistogramSlot[] {
  const first = Number(rows[0]?.hour ?? 0);
  const last = Number(rows[rows.length - 1]?.hour ?? 0);
  if (rows.length === 0) return [];
  const width = Math.max(1, Math.ceil((last - first + 1) / slotsMax));
  const slots = Array.from({ length: Math.ceil((last - first + 1) / width) }, (_, index) => ({
    time: new Date((first + index * width) * hourMs).toISOString(),
    requests: 0,
    flagged: 0,
  }));
  for (const row of rows) {
    const slot = slots[Math.floor((Number(row.hour) - first) / width)];
    if (slot === undefined) continue;
    slot.requests += Number(row.total);
    slot.flagged += Number(row.marked);
  }
  return slots;
}
