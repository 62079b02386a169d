/** What is new since an earlier report: cases that were not there, that have grown, and that are as they were. */
import type { Action, Case } from "./model.ts";
import { actions } from "./model.ts";
import type { EarlierCase } from "./since-file.ts";

/** How a case stands to an earlier report. */
export type Change = "new" | "grown" | "unchanged";

/** An earlier report, as far as it is compared. */
export interface Earlier {
  readonly path: string;
  readonly generatedAt: string;
  readonly cases: readonly EarlierCase[];
  /** How often each finding was seen, by its id. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Cases with what became of each since an earlier report, and the ids that they had there. */
export function comparedWith(cases: readonly Case[], earlier: Earlier | undefined): Case[] {
  if (earlier === undefined) return [...cases];
  return cases.map((one) => {
    const before = earlier.cases.filter((other) => isSame(one, other));
    return {
      ...one,
      change: before.length === 0 ? "new" : grew(one, before, earlier) ? "grown" : "unchanged",
      aliases: before.map(({ id }) => id).filter((id) => id !== one.id),
    };
  });
}

/** A case is another one's successor by its id, or where somebody of it was in it; all background is one case. */
function isSame(one: Case, other: EarlierCase): boolean {
  if (one.id === other.id || (one.background && other.background)) return true;
  if (one.background !== other.background) return false;
  const known = new Set(other.entities);
  return one.entities.some(({ id }) => known.has(id));
}

function grew(one: Case, before: readonly EarlierCase[], { counts }: Earlier): boolean {
  const entities = new Set(before.flatMap((other) => other.entities));
  const findings = new Set(before.flatMap((other) => other.findings));
  const rank = (action: Action) => actions.indexOf(action);
  return (
    before.every(({ action }) => rank(one.action) > rank(action)) ||
    // Whatever came later may be something else, though it counts no more.
    before.every(({ last }) => one.lastMs > Date.parse(last)) ||
    one.entities.some(
      (entity) =>
        !entities.has(entity.id) ||
        entity.findings.some(({ id, count }) => !findings.has(id) || count > (counts.get(id) ?? 0)),
    )
  );
}

/** Whether a case is nothing that anybody has to look at again. */
export function isKnownBackground({ background, change }: Pick<Case, "background" | "change">): boolean {
  return background && change === "unchanged";
}
