/** Everything that an evaluation found, as `docs/reference/accuracy.json` holds it. */

import type { Compared } from "./compare.ts";
import {
  type ByIndicator,
  byIndicator,
  groupBy,
  type Quality,
  quality,
  type Tally,
  tally,
  wanting,
} from "./count.ts";
import type { RealLog } from "./real.ts";
import { isFlagged, type Outcome, type Verdict } from "./score.ts";
import type { Wanted } from "./sets.ts";

export interface Case {
  readonly set: string;
  readonly subject: string;
  readonly wanted: Wanted;
  readonly class: string;
  readonly behaviour: string;
  readonly why?: string;
  readonly verdict: Verdict;
  readonly indicators: readonly string[];
  readonly range?: string;
}

export interface Scores {
  readonly flagged: Quality;
  readonly escalated: Quality;
}

export interface Accuracy {
  readonly schema: "vedette.accuracy/v1";
  readonly content_sha256: string;
  readonly sets: readonly {
    readonly name: string;
    readonly made: string;
    readonly labels: Readonly<Record<Wanted, number>>;
    readonly scores: Scores;
  }[];
  readonly scores: Scores;
  readonly targets: readonly {
    readonly target: string;
    readonly reached: boolean;
    readonly figure: string;
  }[];
  readonly classes: readonly (Tally & {
    readonly set: string;
    readonly wanted: Wanted;
    readonly class: string;
  })[];
  readonly indicators: readonly ByIndicator[];
  readonly missed: readonly Case[];
  readonly not_escalated: readonly Case[];
  readonly false_alarms: readonly Case[];
  readonly judgement: readonly Case[];
  readonly unlabelled: readonly { readonly set: string; readonly id: string; readonly verdict: Verdict }[];
  readonly agent_lists: { readonly compared: readonly Compared[]; readonly missing: readonly string[] };
  readonly real_logs: { readonly logs: readonly RealLog[]; readonly missing: readonly string[] };
}

export function scoresOf(outcomes: readonly Outcome[]): Scores {
  return {
    flagged: quality(outcomes, ({ verdict }) => isFlagged(verdict)),
    escalated: quality(outcomes, ({ verdict }) => verdict === "escalate"),
  };
}

/** The targets that were set before anything was measured. */
export function targetsOf({ flagged, escalated }: Scores): Accuracy["targets"] {
  const benign = flagged.benign_rate;
  const of = ({ hits, of }: { hits: number; of: number }) => `${hits} of ${of}`;
  return [
    {
      target: "every collector is flagged",
      reached: flagged.recall.hits === flagged.recall.of,
      figure: of(flagged.recall),
    },
    {
      target: "95 % of the collectors are escalated",
      reached: (escalated.recall.share ?? 0) >= 0.95,
      figure: of(escalated.recall),
    },
    {
      target: "no benign subject is escalated",
      reached: escalated.benign_rate.hits === 0,
      figure: of(escalated.benign_rate),
    },
    {
      target: "at most 1 in 200 benign subjects is flagged",
      reached: (benign.share ?? 1) <= 1 / 200,
      figure: `${of(benign)}; with 95 % confidence at most ${(benign.at_most * 100).toFixed(2)} %`,
    },
  ];
}

export function classesOf(outcomes: readonly Outcome[]): Accuracy["classes"] {
  const key = ({ set, subject }: Outcome) => [subject.wanted, set, subject.class].join("\0");
  const ranks: readonly Wanted[] = ["collector", "benign", "judgement"];
  return groupBy(outcomes, key)
    .map(([, list]) => {
      const { set, subject } = list[0] as Outcome;
      return { set, wanted: subject.wanted, class: subject.class, ...tally(list) };
    })
    .sort((a, b) => ranks.indexOf(a.wanted) - ranks.indexOf(b.wanted));
}

export function caseOf({ set, subject, verdict, indicators, range }: Outcome): Case {
  return {
    set,
    subject: `${subject.type}:${subject.value}`,
    wanted: subject.wanted,
    class: subject.class,
    behaviour: subject.behaviour,
    ...(subject.why === undefined ? {} : { why: subject.why }),
    verdict,
    indicators,
    ...(range === undefined ? {} : { range }),
  };
}

export function casesOf(outcomes: readonly Outcome[]) {
  const collectors = wanting(outcomes, "collector");
  const cases = (list: readonly Outcome[]) => list.map(caseOf);
  return {
    missed: cases(collectors.filter(({ verdict }) => !isFlagged(verdict))),
    not_escalated: cases(collectors.filter(({ verdict }) => verdict === "watch")),
    false_alarms: cases(wanting(outcomes, "benign").filter(({ verdict }) => isFlagged(verdict))),
    judgement: cases(wanting(outcomes, "judgement")),
  };
}

export { byIndicator };
