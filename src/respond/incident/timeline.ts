/** What happened in a case, in the order of time: of logs, and of what people did. */
import type { Case } from "../../assess/model.ts";
import { succeeded } from "../../assess/succeeded.ts";
import { counted } from "../../words.ts";
import type { Aftermath } from "./after.ts";
import { type CaseTimes, moments } from "./times.ts";

export interface Happening {
  readonly ms: number;
  /** Who says so: a log, or people. */
  readonly of: "log" | "people";
  readonly what: string;
  /** Event id of a line that shows it. */
  readonly record?: number | undefined;
}

/** Members whose beginning is told one by one. */
const membersMax = 6;

/** @param msOf when each record of a finding was: the first in a file need not be the first in time */
export function timelineOf(
  one: Case,
  times: CaseTimes,
  after: Aftermath | undefined,
  msOf: ReadonlyMap<number, number>,
): Happening[] {
  const findings = one.entities.flatMap((entity) => entity.findings.map((finding) => ({ entity, finding })));
  const firstOfIndicator = new Map<string, (typeof findings)[number]>();
  for (const told of findings) {
    const known = firstOfIndicator.get(told.finding.indicator);
    if (told.finding.firstMs > 0 && (known === undefined || told.finding.firstMs < known.finding.firstMs))
      firstOfIndicator.set(told.finding.indicator, told);
  }
  const members = [...one.entities]
    .filter(({ firstMs }) => firstMs > 0)
    .sort((a, b) => a.firstMs - b.firstMs);
  const later = members.slice(membersMax);
  return [
    ...members.slice(0, membersMax).map((entity) => ({
      ms: entity.firstMs,
      of: "log" as const,
      what: `${entity.value} is first seen`,
      record: earliest(
        entity.findings.flatMap(({ records }) => records),
        msOf,
      ),
    })),
    ...(later.length === 0
      ? []
      : [
          {
            ms: later.at(-1)?.firstMs ?? 0,
            of: "log" as const,
            what: `the last of ${counted(later.length, "further member")} is first seen: ${later.at(-1)?.value}`,
          },
        ]),
    ...[...firstOfIndicator.values()].map(({ entity, finding }) => ({
      ms: finding.firstMs,
      of: "log" as const,
      what: `${succeeded.has(finding.indicator) ? "it succeeds" : "it could be told from others"} (${finding.indicator}): ${one.entities.length > 1 ? `${entity.value}: ` : ""}${finding.sentence}`,
      record: earliest(finding.records, msOf),
    })),
    ...moments.flatMap((moment) => {
      const ms = times.given[moment];
      return ms === undefined ? [] : [{ ms, of: "people" as const, what: `it is ${moment}` }];
    }),
    ...(times.unseen === undefined
      ? []
      : [
          {
            ms: times.unseen.ms,
            of: "people" as const,
            what: `the report ${times.unseen.path} does not have it`,
          },
        ]),
    ...(times.sight === undefined
      ? []
      : [
          {
            ms: times.sight.ms,
            of: "people" as const,
            what: `the report ${times.sight.path} has it, the first that does`,
          },
        ]),
    ...(after === undefined || after.after.servedRecord === 0
      ? []
      : [
          {
            ms: after.after.servedMs,
            of: "log" as const,
            what: "after it was contained it is answered for the last time",
            record: after.after.servedRecord,
          },
        ]),
    { ms: one.lastMs, of: "log" as const, what: "it is last seen" },
  ]
    .filter(({ ms }) => ms > 0)
    .map((happening, at) => ({ happening, at }))
    .sort((a, b) => a.happening.ms - b.happening.ms || a.at - b.at)
    .map(({ happening }) => happening);
}

function earliest(records: readonly number[], msOf: ReadonlyMap<number, number>): number | undefined {
  const at = (record: number) => msOf.get(record) ?? Number.POSITIVE_INFINITY;
  return [...records].sort((a, b) => at(a) - at(b) || a - b)[0];
}
