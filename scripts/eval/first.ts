/** The first score of each set: of content whose authors had not seen it. Written down once, and never again. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../markdown.ts";
import { root } from "./run.ts";

interface FirstScore {
  readonly set: string;
  readonly date: string;
  readonly content_sha256: string;
  readonly collectors: number;
  readonly flagged: number;
  readonly escalated: number;
  readonly benign: number;
  readonly benign_flagged: number;
  readonly benign_escalated: number;
}

/** What the page says of first scores. */
export function firstSection(): string[] {
  const scores = JSON.parse(readFileSync(join(root, "eval", "first-scores.json"), "utf8")) as FirstScore[];
  return [
    "What each set scored when it was run for the first time, under content whose authors had not read it. What was changed after",
    "that was changed with the misses at hand, so that these figures say more about another site than the present ones. By now that",
    "is so of every set: the misses of the fourth sets were read on 2026-11-30, and no set is left that the content has not seen.",
    "",
    ...table(
      [
        "set",
        "collectors flagged",
        "collectors escalated",
        "benign flagged",
        "benign escalated",
        "day",
        "content",
      ],
      scores.map((one) => [
        one.set,
        share(one.flagged, one.collectors),
        share(one.escalated, one.collectors),
        share(one.benign_flagged, one.benign),
        share(one.benign_escalated, one.benign),
        one.date,
        `\`${one.content_sha256.slice(0, 12)}\``,
      ]),
    ),
  ];
}

function share(hits: number, of: number): string {
  return `${hits} of ${of} (${((hits / of) * 100).toFixed(1)} %)`;
}
