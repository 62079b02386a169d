/** Requests over time, for the report's chart. */
import type { Assessment } from "../assess/assess.ts";
import { agentMark } from "../detect/indicators.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";

export interface HistogramSlot {
  readonly time: string;
  readonly requests: number;
  readonly flagged: number;
}

const slotsMax = 120;
const hourMs = 3_600_000;

/** Requests that may matter, by time; and those of the sources that are worked on. */
export async function histogramOf(
  engine: Engine,
  parts: Parts,
  assessment: Assessment,
): Promise<HistogramSlot[]> {
  const flagged = assessment.entities
    .filter(({ action }) => action === "escalate" || action === "watch")
    // An agent is a source of its own where a balancer hides the clients, and else no name of any.
    .map(({ type, value }) => (type === "user_agent" ? `${agentMark}${value}` : value));
  const rows = await engine.rows(
    `SELECT hour, sum(requests) AS total, sumIf(requests, source_ip IN ({flagged:Array(String)})) AS marked FROM ${parts.visits} WHERE hour > 0 GROUP BY hour ORDER BY hour`,
    { flagged },
  );
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
