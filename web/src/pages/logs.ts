/** Logs of a report: a log that comes in parts is one, with the numbers of all of them. */
import type { Report } from "../model.ts";

type Source = Report["sources"][number];

export interface Log extends Omit<Source, "rejects" | "notes" | "problem"> {
  readonly parts: number;
  readonly rejects: Source["rejects"];
  readonly notes: readonly string[];
  /** What is wrong with it, or with parts of it. */
  readonly problems: readonly string[];
}

/** Reasons of rejects that are told of one log. */
const rejectsMost = 10;

export function logsOf(sources: readonly Source[]): Log[] {
  const logs = new Map<string, Source[]>();
  for (const source of sources) {
    const name = source.path.replace(/, part \d+$/, "");
    logs.set(name, [...(logs.get(name) ?? []), source]);
  }
  return [...logs].map(([path, parts]) => logOf(path, parts));
}

function logOf(path: string, parts: readonly Source[]): Log {
  const sum = (of: (one: Source) => number) => parts.reduce((all, one) => all + of(one), 0);
  const times = (of: "first" | "last") => parts.flatMap((one) => one[of] ?? []).sort();
  const unique = (texts: readonly string[]) => [...new Set(texts)];
  const [first] = times("first");
  const last = times("last").at(-1);
  const [one] = parts as [Source, ...Source[]];
  const { problem: _, first: _first, last: _last, ...same } = one;
  return {
    ...same,
    path,
    parts: parts.length,
    kind: unique(parts.map(({ kind }) => kind)).join(", "),
    format: unique(parts.map(({ format }) => format)).join(", "),
    events: sum(({ events }) => events),
    rejected: sum(({ rejected }) => rejected),
    rejects: rejectsOf(parts.flatMap(({ rejects }) => rejects)),
    notes: unique(parts.flatMap(({ notes }) => notes)),
    problems: unique(parts.flatMap(({ problem }) => problem?.message ?? [])),
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
  };
}

/** By reason, the most first, each with its first sample. */
function rejectsOf(rejects: Source["rejects"]): Source["rejects"] {
  const byReason = new Map<string, Source["rejects"][number]>();
  for (const one of rejects) {
    const known = byReason.get(one.reason);
    byReason.set(one.reason, known === undefined ? one : { ...known, count: known.count + one.count });
  }
  return [...byReason.values()].sort((a, b) => b.count - a.count).slice(0, rejectsMost);
}
