/** The members of the background case, one by one: what is folded into a count can be looked at. */
import { countedRecords } from "./document.ts";
import type { ReportCase, ReportEntity, ReportFinding } from "./model.ts";
import { forTerminal, shorten } from "./safe-text.ts";

const nameMax = 45;

/** What a member is, in a few words that need no log text besides its name. */
export interface Member {
  readonly entity: ReportEntity;
  /** The weightiest rule that it met; none where no rule did. */
  readonly rule: string;
  readonly indicators: readonly string[];
}

/** Members of a case in its order. */
export function membersOf(
  one: ReportCase,
  entities: ReadonlyMap<string, ReportEntity>,
  findings: ReadonlyMap<string, ReportFinding>,
): Member[] {
  return one.entities
    .flatMap((id) => entities.get(id) ?? [])
    .map((entity) => ({
      entity,
      rule: entity.reasons[0]?.rule ?? "",
      indicators: [...new Set(entity.findings.flatMap((id) => findings.get(id)?.indicator ?? []))],
    }));
}

/** One line for each member, in columns. */
export function memberRows(members: readonly Member[], width: number): string[] {
  const names = members.map(({ entity }) => shorten(forTerminal(entity.value), nameMax));
  const nameWidth = Math.max(...names.map((name) => name.length));
  const counts = members.map(({ entity }) => countedRecords(entity));
  const countWidth = Math.max(...counts.map((count) => count.length));
  return members.map(({ entity, rule, indicators }, at) =>
    shorten(
      `    ${(names[at] as string).padEnd(nameWidth)}  ${entity.action.padEnd(8)}  ${String(entity.score).padStart(3)}  ${(counts[at] as string).padStart(countWidth)}  ${rule}: ${indicators.join(", ")}`,
      width,
    ),
  );
}
