/** Blocks of a report, gathered from their entries. */
import { blockTitles } from "./containment.ts";
import type { ReportDocument } from "./model.ts";
import { forTerminal, shorten } from "./safe-text.ts";

export interface BlockRow {
  /** The case. */
  readonly id: string;
  readonly kind: string;
  readonly entries: number;
  /** Sums of its entries, each by itself: a request that two of them stop is counted twice. */
  readonly malicious: number;
  readonly others: number;
  readonly examples: readonly string[];
}

const examplesMax = 3;

/** Of each case the block that is recommended. */
export function blockRows({ containment }: ReportDocument): BlockRow[] {
  const byCase = new Map<string, (typeof containment)[number][]>();
  for (const one of containment)
    if (one.recommended) byCase.set(one.case, [...(byCase.get(one.case) ?? []), one]);
  return [...byCase].map(([id, all]) => ({
    id,
    kind: all[0] === undefined ? "" : blockTitles[all[0].kind],
    entries: all.length,
    malicious: all.reduce((sum, { impact }) => sum + impact.malicious_requests, 0),
    others: all.reduce((sum, { impact }) => sum + impact.other_requests, 0),
    examples: all.slice(0, examplesMax).map(({ match }) => shorten(forTerminal(match), 160)),
  }));
}
