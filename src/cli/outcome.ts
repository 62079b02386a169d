/** What commands that read logs say at the end: which inputs failed, which records were rejected. */
import type { Effects } from "../effects.ts";
import type { VedetteError } from "../errors.ts";
import type { SourceReport } from "../ingest/source.ts";
import { outsideWindow } from "../ingest/window.ts";
import { forTerminal } from "../report/safe-text.ts";
import { counted } from "../words.ts";

/** Failures that make a run incomplete: named inputs, and files that are logs but were not read to the end. */
export function problemsOf(result: {
  readonly sources: readonly SourceReport[];
  readonly problems: readonly VedetteError[];
}): VedetteError[] {
  const soft = result.sources
    .filter(({ problem, named }) => problem !== undefined && (named || problem.code !== "input.unrecognised"))
    .flatMap(({ problem, named }) =>
      problem !== undefined && (named || problem.code !== "input.empty") ? [problem] : [],
    );
  return [...result.problems, ...soft];
}

/** Tells the records that became no events, by reason, the most frequent first. */
export function sayRejects(sources: readonly SourceReport[], effects: Effects): void {
  const reasons = new Map<string, { count: number; place: string }>();
  for (const { path, rejects } of sources) {
    for (const { reason, count, line } of rejects) {
      const known = reasons.get(reason) ?? { count: 0, place: `${path}:${line}` };
      reasons.set(reason, { ...known, count: known.count + count });
    }
  }
  const outside = reasons.get(outsideWindow)?.count ?? 0;
  reasons.delete(outsideWindow);
  const list = [...reasons].sort(([, a], [, b]) => b.count - a.count);
  const total = list.reduce((sum, [, { count }]) => sum + count, 0);
  if (outside > 0)
    effects.stderr(
      `${counted(outside, "record")} outside --from and --to ${outside === 1 ? "was" : "were"} left out\n`,
    );
  if (total === 0) return;
  effects.stderr(`${counted(total, "record")} rejected, by reason:\n`);
  for (const [reason, { count, place }] of list)
    effects.stderr(
      `  ${String(count).padStart(7)}  ${forTerminal(reason)} (the first: ${forTerminal(place)})\n`,
    );
}
