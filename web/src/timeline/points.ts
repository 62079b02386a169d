/** What lies on the time axis of a case: events of all sources, findings, and what people and the machine did. */
import { sentenceOf } from "../audit-words.ts";
import type { AuditEntry, CaseFinding, CaseView } from "../model.ts";

/** An event as the API tells it. */
export interface CaseEvent {
  readonly source: number;
  readonly line: number;
  readonly path: string;
  readonly kind: string;
  readonly class: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly entity: string;
  readonly who: string;
  readonly what: string;
}

export interface CaseEvents {
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly limit: number;
  readonly left_out: readonly string[];
  readonly items: readonly CaseEvent[];
}

export const lanings = ["source", "entity"] as const;
/** By what events are put into lanes. */
export type Laning = (typeof lanings)[number];

export interface Point {
  /** Names it in the address. */
  readonly key: string;
  readonly at: number;
  /** Later than `at` for what lasted. */
  readonly end: number;
  readonly lane: string;
  readonly what: string;
  readonly who: string;
  readonly from:
    | { readonly kind: "event"; readonly event: CaseEvent }
    | { readonly kind: "finding"; readonly finding: CaseFinding }
    | { readonly kind: "act"; readonly entry: AuditEntry }
    | { readonly kind: "decision"; readonly run: string };
}

/** Lanes that are not of sources. */
export const ownLanes = ["findings", "machine", "people"] as const;
const kindOrder = ["web", "proxy", "nids", "edr", "mail", "auth", "unknown"];
/** Lanes of entities; the rest share one. */
const entityLanesMost = 12;
export const otherEntities = "others of the case";

/** What the program writes into the audit by itself. */
const machineActor = "vedette";

export function pointsOf(
  view: CaseView,
  events: readonly CaseEvent[],
  audit: readonly AuditEntry[],
  laning: Laning,
): Point[] {
  const names = new Map(view.snapshot.entities.map(({ id, value }) => [id, value]));
  const byMachine = new Set(["case.created", "case.updated"]);
  const points: Point[] = [
    ...events.map(
      (event): Point => ({
        key: `e${event.source}.${event.line}`,
        at: event.time,
        end: event.time,
        lane: laning === "source" ? event.kind : (names.get(event.entity) ?? otherEntities),
        what: event.what,
        who: event.who,
        from: { kind: "event", event },
      }),
    ),
    ...view.snapshot.findings.flatMap((finding): Point[] => {
      const first = Date.parse(finding.first ?? finding.last ?? "");
      const last = Date.parse(finding.last ?? finding.first ?? "");
      if (Number.isNaN(first)) return [];
      return [
        {
          key: `f${finding.id}`,
          at: first,
          end: Math.max(first, last),
          lane: "findings",
          what: `${finding.clause} ${finding.sentence}`,
          who: names.get(finding.entity) ?? finding.entity,
          from: { kind: "finding", finding },
        },
      ];
    }),
    ...view.history.map(
      ({ at, run, action, priority }): Point => ({
        key: `d${at}`,
        at,
        end: at,
        lane: "machine",
        what: `decision: ${action}${priority === "none" ? "" : `, ${priority}`}`,
        who: machineActor,
        from: { kind: "decision", run },
      }),
    ),
    // What a report changed is told by its decisions.
    ...audit
      .filter(({ act, actor }) => actor !== machineActor || !byMachine.has(act))
      .map(
        (entry): Point => ({
          key: `a${entry.seq}`,
          at: entry.at,
          end: entry.at,
          lane: entry.actor === machineActor ? "machine" : "people",
          what: sentenceOf(entry),
          who: entry.actor,
          from: { kind: "act", entry },
        }),
      ),
  ];
  return points.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

/** Lanes in the order in which they are drawn, the program's and people's last. */
export function lanesOf(points: readonly Point[], laning: Laning): string[] {
  const counts = new Map<string, number>();
  for (const { lane } of points) counts.set(lane, (counts.get(lane) ?? 0) + 1);
  const own = new Set<string>(ownLanes);
  const others = [...counts.keys()].filter((lane) => !own.has(lane));
  if (laning === "source")
    others.sort((a, b) => kindOrder.indexOf(a) - kindOrder.indexOf(b) || (a < b ? -1 : 1));
  else
    others.sort((a, b) => {
      if (a === otherEntities || b === otherEntities) return a === otherEntities ? 1 : -1;
      return (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1);
    });
  return [...others, ...ownLanes.filter((lane) => counts.has(lane))];
}

/** Lanes of entities beyond the most are one. */
export function withFewLanes(points: readonly Point[], laning: Laning): Point[] {
  const lanes = lanesOf(points, laning);
  const own = new Set<string>(ownLanes);
  const kept = new Set(lanes.filter((lane) => !own.has(lane)).slice(0, entityLanesMost));
  return points.map((point) =>
    own.has(point.lane) || kept.has(point.lane) ? point : { ...point, lane: otherEntities },
  );
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The span of all points, with a little room at both ends. */
export function wholeSpan(points: readonly Point[], otherwise: Span): Span {
  let [from, to] = [otherwise.from, otherwise.to];
  for (const { at, end } of points) {
    from = Math.min(from, at);
    to = Math.max(to, end);
  }
  const room = Math.max(1_000, Math.round((to - from) * 0.01));
  return { from: Math.max(0, from - room), to: to + room };
}

const shortestMs = 1_000;

/** A span around a time, by a factor below one narrower. */
export function zoomed({ from, to }: Span, around: number, factor: number, most: Span): Span {
  const width = Math.max(shortestMs, (to - from) * factor);
  const share = to === from ? 0.5 : Math.min(1, Math.max(0, (around - from) / (to - from)));
  const begin = Math.max(most.from, Math.round(around - width * share));
  return { from: begin, to: Math.min(most.to, Math.round(begin + width)) };
}

/** Round times for an axis: at most so many, in UTC. */
export function ticksOf({ from, to }: Span, most: number): { readonly at: number; readonly text: string }[] {
  const steps = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800];
  const wanted = (to - from) / 1000 / Math.max(1, most);
  const step = (steps.find((one) => one >= wanted) ?? Math.ceil(wanted / 604_800) * 604_800) * 1000;
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const text = new Date(at).toISOString();
    const day = text.slice(5, 10);
    ticks.push({
      at,
      text: step >= 86_400_000 ? day : step >= 60_000 ? `${day} ${text.slice(11, 16)}` : text.slice(11, 19),
    });
  }
  return ticks;
}
