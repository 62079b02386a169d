/** Whether a containment held, by what came after it. */
import type { IncidentReview } from "./incident.ts";

/** What the logs say of a containment. */
export function containmentOf({
  after,
  times,
}: Pick<IncidentReview, "after" | "times">):
  | "not_given"
  | "no_requests"
  | "logs_end_before"
  | "silent"
  | "did_not_hold"
  | "held"
  | "not_answered" {
  const { contained } = times.given;
  if (contained === undefined) return "not_given";
  if (after === undefined) return "no_requests";
  if (after.logsEndMs <= contained) return "logs_end_before";
  const { requests, served, refused } = after.after;
  if (requests === 0) return "silent";
  if (served > 0) return "did_not_hold";
  return refused === requests ? "held" : "not_answered";
}
