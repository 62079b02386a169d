/** What happened to cases, read from the casebook's audit: who has to be told of what. */

import type { Casebook } from "../../casebook/casebook.ts";
import {
  type AuditEntry,
  type AuditHead,
  actions,
  type CaseSummary,
  priorities,
  severities,
} from "../../casebook/model.ts";
import { casebookLimits, notifyLimits } from "../../limits.ts";
import type { EventKind, Wanted } from "./model.ts";

/** One thing that happened to a case. */
export interface CaseEvent {
  readonly kind: EventKind;
  readonly atMs: number;
  readonly by: string;
  /** From what to what, a reason, an owner; '' where there is nothing to add. Others chose its words. */
  readonly detail: string;
}

/** A case as it is now, with all that happened to it. */
export interface CaseNews {
  readonly summary: CaseSummary;
  readonly events: readonly CaseEvent[];
}

/** Everything that happened after an entry of the audit. */
export interface News {
  readonly cases: readonly CaseNews[];
  /** The last entry that it is of. */
  readonly told: AuditHead;
}

const { entriesMax } = notifyLimits;
const pagesMax = 100;

/** Reads on after an entry. Undefined where nothing happened. */
export function newsAfter(book: Casebook, after: AuditHead): News | undefined {
  const entries: AuditEntry[] = [];
  let told = after;
  while (entries.length < entriesMax) {
    const page = book.audit({ after: told.seq, limit: casebookLimits.pageMax });
    const last = page.at(-1);
    if (last === undefined) break;
    entries.push(...page);
    told = { seq: last.seq, hash: last.hash };
  }
  if (entries.length === 0) return undefined;
  const summaries = summariesAfter(book, after.seq);
  const byCase = new Map<string, CaseEvent[]>();
  for (const entry of entries) {
    const id = entry.case === null ? undefined : rootOf(entry.case, summaries);
    if (id === undefined) continue;
    const events = eventsOf(entry).filter(({ kind }) => kind !== "opened" || id === entry.case);
    if (events.length > 0) byCase.set(id, [...(byCase.get(id) ?? []), ...events]);
  }
  return {
    cases: [...byCase].flatMap(([id, events]) => {
      const summary = summaries.get(id) ?? summaryOf(book, id);
      return summary === undefined ? [] : [{ summary, events }];
    }),
    told,
  };
}

/** Cases that changed, as they are now. */
function summariesAfter(book: Casebook, seq: number): Map<string, CaseSummary> {
  const summaries = new Map<string, CaseSummary>();
  let since = seq;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const { items, seq: next } = book.changesSince(since);
    for (const one of items) summaries.set(one.id, one);
    if (items.length === 0 || next === since) break;
    since = next;
  }
  return summaries;
}

/** The case that one shows in: itself, or what it was merged into. */
function rootOf(id: string, summaries: ReadonlyMap<string, CaseSummary>): string {
  let at = id;
  // A chain of merges is as short as people are patient.
  for (let steps = 0; steps < 100; steps += 1) {
    const into = summaries.get(at)?.merged_into ?? null;
    if (into === null) break;
    at = into;
  }
  return at;
}

function summaryOf(book: Casebook, id: string): CaseSummary | undefined {
  try {
    const { snapshot: _, ...view } = book.get(id);
    return view;
  } catch {
    // A restored casebook may not have it.
    return undefined;
  }
}

const rose = <T>(order: readonly T[], from: unknown, to: unknown) =>
  order.indexOf(to as T) > order.indexOf(from as T) && order.includes(from as T);

/** What an entry of the audit is to others. */
export function eventsOf({ act, at, actor, detail }: AuditEntry): CaseEvent[] {
  const event = (kind: EventKind, words = "") => [{ kind, atMs: at, by: actor, detail: words }];
  const word = (name: string) => (typeof detail[name] === "string" ? String(detail[name]) : "");
  const change = () => `${word("from")} → ${word("to")}`;
  switch (act) {
    case "case.created":
      return event("opened");
    case "case.updated": {
      const steps = [pairOf(detail.action, actions), pairOf(detail.priority, priorities)];
      const words = steps.filter((step) => step !== undefined);
      return words.length === 0 ? [] : event("graver", words.join(", "));
    }
    case "case.override":
    case "case.override-withdrawn":
      return rose(actions, detail.from, detail.to) ? event("graver", change()) : [];
    case "case.state":
      return [
        ...event("state", change()),
        ...(detail.to === "escalated" ? event("graver", "escalated") : []),
      ];
    case "case.reopened":
      return event("state", "opened again");
    case "case.closed":
      return event("closed", word("reason"));
    case "case.assigned":
      return event("assigned", word("to") === "" ? "to nobody" : `to ${word("to")}`);
    case "note.added":
      return event("note");
    default:
      return [];
  }
}

function pairOf(pair: unknown, order: readonly string[]): string | undefined {
  return Array.isArray(pair) && rose(order, pair[0], pair[1])
    ? `${String(pair[0])} → ${String(pair[1])}`
    : undefined;
}

/** What a destination wants of the news; cases without anything that it wants are left out. */
export function wantedOf(cases: readonly CaseNews[], wanted: Wanted): CaseNews[] {
  const least = severities.indexOf(wanted.leastSeverity);
  return cases.flatMap(({ summary, events }) => {
    if (severities.indexOf(summary.severity) < least) return [];
    if (wanted.escalateOnly && summary.action !== "escalate") return [];
    const kept = events.filter(({ kind }) => wanted.events.includes(kind));
    return kept.length === 0 ? [] : [{ summary, events: kept }];
  });
}
