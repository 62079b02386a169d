/** Thresholds of indicators, moved one at a time and tested on the same logs: what a change would have found of the case, and elsewhere. */

import { entityIdOf } from "../../assess/entities.ts";
import type { Case, Entity } from "../../assess/model.ts";
import type { IndicatorFile } from "../../content/schema.ts";
import { detect, thresholdsOf } from "../../detect/indicators.ts";
import type { OpenTriage } from "../../triage/triage.ts";

/** Entities with a finding of an indicator. */
export interface Found {
  /** Of the case. */
  readonly ofCase: number;
  /** Of other cases that are escalated. */
  readonly escalated: number;
  /** Everybody else. */
  readonly others: number;
}

export interface Tuning {
  readonly indicator: string;
  readonly threshold: string;
  readonly now: number;
  readonly tried: number;
  readonly before: Found;
  readonly after: Found;
  /** quieter: less of others, as much of the case. sharper: more of the case, no more of others. */
  readonly gain: "quieter" | "sharper";
}

export interface Tuned {
  readonly suggestions: readonly Tuning[];
  /** Changes that were tried. */
  readonly tried: number;
  readonly indicators: number;
}

/** Changes that are tried at most, so that a review ends. */
const triesMax = 120;

/** Tries other thresholds of the indicators that found something, or that look at entities like the case's. */
export async function tuningOf(open: OpenTriage, one: Case): Promise<Tuned> {
  const { engine, parts, result } = open;
  const { content, assessment, runs } = result;
  if (parts === undefined) return { suggestions: [], tried: 0, indicators: 0 };
  const ran = new Set(runs.filter((run) => run.ran).map(({ id }) => id));
  const types = new Set<string>(one.entities.map(({ type }) => (type === "ip_range" ? "ip" : type)));
  const wanted = content.indicators.filter(({ id, entity }) => ran.has(id) && types.has(entity));
  const ids = new Set(one.entities.map(({ id }) => id));
  const suggestions: Tuning[] = [];
  let tried = 0;
  for (const indicator of wanted) {
    const counts = (found: readonly string[]) => countsOf(found, ids, assessment.entities);
    const before = counts(foundNow(assessment.entities, indicator.id));
    for (const [threshold, now] of Object.entries(thresholdsOf(content, indicator))) {
      if (typeof now !== "number") continue;
      for (const value of othersOf(now)) {
        if (tried >= triesMax) return { suggestions, tried, indicators: wanted.length };
        tried += 1;
        const after = counts(await foundWith(open, indicator, threshold, value));
        const gain = gainOf(before, after);
        if (gain !== undefined)
          suggestions.push({ indicator: indicator.id, threshold, now, tried: value, before, after, gain });
      }
    }
  }
  return { suggestions, tried, indicators: wanted.length };

  async function foundWith(
    { request: _ }: OpenTriage,
    indicator: IndicatorFile,
    threshold: string,
    value: number,
  ): Promise<string[]> {
    const changed = {
      ...content,
      indicators: [indicator],
      policy: {
        ...content.policy,
        thresholds: {
          ...content.policy.thresholds,
          [indicator.id]: { ...content.policy.thresholds[indicator.id], [threshold]: value },
        },
      },
    };
    const { findings } = await detect(engine, changed, parts as NonNullable<typeof parts>, result.sources);
    return [...new Set(findings.map(entityIdOf))];
  }
}

/** The next values on both sides. */
function othersOf(now: number): number[] {
  if (!Number.isInteger(now) || now < 1) return [];
  return now <= 10 ? [now - 1, now + 1].filter((value) => value > 0) : [Math.round(now / 2), now * 2];
}

function foundNow(entities: readonly Entity[], indicator: string): string[] {
  return entities
    .filter(({ findings }) => findings.some((finding) => finding.indicator === indicator))
    .map(({ id }) => id);
}

function countsOf(found: readonly string[], ofCase: ReadonlySet<string>, entities: readonly Entity[]): Found {
  const escalated = new Set(entities.filter(({ action }) => action === "escalate").map(({ id }) => id));
  return {
    ofCase: found.filter((id) => ofCase.has(id)).length,
    escalated: found.filter((id) => !ofCase.has(id) && escalated.has(id)).length,
    others: found.filter((id) => !ofCase.has(id) && !escalated.has(id)).length,
  };
}

function gainOf(before: Found, after: Found): Tuning["gain"] | undefined {
  if (after.ofCase > before.ofCase && after.others <= before.others) return "sharper";
  return after.ofCase === before.ofCase &&
    before.ofCase > 0 &&
    after.others < before.others &&
    after.escalated >= before.escalated
    ? "quieter"
    : undefined;
}
