/** When what happened around a case, as far as people and earlier reports say: nothing in a log tells when somebody decided. */
import type { Case } from "../../assess/model.ts";
import { comparedWith, type Earlier } from "../../assess/since.ts";

/** Steps of people in the order in which they belong. */
export const moments = ["detected", "decided", "contained", "closed"] as const;
export type Moment = (typeof moments)[number];

export interface CaseTimes {
  readonly given: Readonly<Partial<Record<Moment, number>>>;
  /** The earliest report in which the case stands. */
  readonly sight: { readonly ms: number; readonly path: string } | undefined;
  /** The last report before that one in which it does not stand. */
  readonly unseen: { readonly ms: number; readonly path: string } | undefined;
}

/** Times of a case from what was given and from earlier reports, in any order. */
export function timesOf(one: Case, given: CaseTimes["given"], reports: readonly Earlier[]): CaseTimes {
  const told = reports
    .map((report) => ({
      ms: Date.parse(report.generatedAt),
      path: report.path,
      known: comparedWith([one], report)[0]?.change !== "new",
    }))
    .filter(({ ms }) => !Number.isNaN(ms))
    .sort((a, b) => a.ms - b.ms);
  const sight = told.find(({ known }) => known);
  const unseen = told.filter(({ known, ms }) => !known && (sight === undefined || ms < sight.ms)).at(-1);
  return { given, sight, unseen };
}

/** When the case was first noticed: as somebody says, else by the earliest report. */
export function detectedMs({ given, sight }: CaseTimes): number | undefined {
  return given.detected ?? sight?.ms;
}

/** Moments that are earlier than one that should come before them, as sentences. */
export function outOfOrder(times: CaseTimes, firstMs: number): string[] {
  const known = [
    { name: "the first activity", ms: firstMs > 0 ? firstMs : undefined },
    ...moments.map((name) => ({ name: `"${name}"`, ms: times.given[name] })),
  ].filter((one): one is { name: string; ms: number } => one.ms !== undefined);
  return known.slice(1).flatMap(({ name, ms }, at) => {
    const before = known[at] as { name: string; ms: number };
    return ms < before.ms ? [`${name} is before ${before.name}`] : [];
  });
}
