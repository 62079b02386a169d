/** `docs/reference/accuracy.md`: the figures as a page. */

import { code, list, table } from "../markdown.ts";
import type { Measure } from "./count.ts";
import { firstSection } from "./first.ts";
import { comparedSection, realSection } from "./page-others.ts";
import type { Accuracy, Case } from "./result.ts";

const notice = "<!-- Written by npm run eval. Do not edit. -->";

export function percent(share: number | null): string {
  return share === null ? "–" : `${(share * 100).toFixed(1)} %`;
}

/** "41 of 42 (97.6 %)" */
export function hitsOf({ hits, of, share }: Measure): string {
  return of === 0 ? "–" : `${hits} of ${of} (${percent(share)})`;
}

const method = [
  "What is labelled is a client, mail, host or destination, never a line. Labels say what a client was for, by the intent of its scenario and not by what the program says, and are frozen: `eval/frozen.txt` holds the digest of every label and log with the day and the reason of each change, and `npm run eval` refuses to score anything else.",
  "What the content was written with at hand flatters it: the entries of `eval/frozen.txt` tell which set was there first.",
  "**Flagged** means that a person is asked to look: the entity is on *watch* or escalated. A finding that is closed (an agent that nobody else uses, a library that passes by) is in the report and is counted under *any finding*.",
  "An address counts by its own entity or by the /64 range that holds it, since that is what the report names. An entity of an agent names no address and counts for none.",
  "**Precision** is of flagged collectors and flagged benign subjects; judgement calls are in no figure and have a [table of their own](#judgement-calls).",
  "Bounds are exact (Clopper–Pearson), one-sided, 95 % each. They treat every subject as a draw of its own. Clients of a laboratory are not that: visitors of one scenario are much alike, so that the bounds say how sure the counting is, and not how the program does at another site.",
];

export function accuracyPage(accuracy: Accuracy): string {
  const parts = [
    [notice, "", "# Accuracy", ""],
    ["`npm run eval` runs the program on labelled data and writes this page.", ""],
    section("Targets", targetsTable(accuracy)),
    section("How it is counted", list(method)),
    section("Sets", setsTable(accuracy)),
    section("First scores", firstSection()),
    section("Missed", [
      ...cases("Collectors that nobody is asked to look at.", accuracy.missed),
      "",
      ...cases("Collectors that are on watch, and not escalated.", accuracy.not_escalated),
    ]),
    section("False alarms", [
      ...cases("Benign subjects that are on watch or escalated.", accuracy.false_alarms),
      "",
      ...unlabelled(accuracy),
    ]),
    section(
      "Judgement calls",
      cases("Reasonable analysts differ, or only the organisation knows.", accuracy.judgement),
    ),
    section("By indicator", indicatorTable(accuracy)),
    section("By kind of behaviour", classTable(accuracy)),
    section("Beside lists of agents", comparedSection(accuracy)),
    section("Real logs", realSection(accuracy)),
    [`Content: \`${accuracy.content_sha256}\`.`],
  ];
  return `${parts.flat().join("\n").trimEnd()}\n`;
}

function section(title: string, body: readonly string[]): string[] {
  return [`## ${title}`, "", ...body, ""];
}

function targetsTable({ targets }: Accuracy): string[] {
  return table(
    ["target", "figure", ""],
    targets.map(({ target, figure, reached }) => [target, figure, reached ? "reached" : "**missed**"]),
  );
}

function setsTable({ sets, scores }: Accuracy): string[] {
  const row = (name: string, judgement: number, { flagged, escalated }: Accuracy["scores"]) => [
    name,
    hitsOf(flagged.recall),
    `≥ ${percent(flagged.recall.at_least)}`,
    hitsOf(escalated.recall),
    hitsOf(flagged.precision),
    hitsOf(escalated.precision),
    hitsOf(flagged.benign_rate),
    `≤ ${percent(flagged.benign_rate.at_most)}`,
    hitsOf(escalated.benign_rate),
    String(judgement),
  ];
  const judged = sets.reduce((sum, { labels }) => sum + labels.judgement, 0);
  return [
    ...table(
      [
        "set",
        "collectors flagged",
        "95 %",
        "collectors escalated",
        "precision of flagged",
        "precision of escalated",
        "benign flagged",
        "95 %",
        "benign escalated",
        "judgement",
      ],
      [...sets.map((set) => row(set.name, set.labels.judgement, set.scores)), row("all", judged, scores)],
    ),
    "",
    ...list(sets.map(({ name, made }) => `\`${name}\`: ${made}`)),
  ];
}

function cases(title: string, all: readonly Case[]): string[] {
  if (all.length === 0) return [`${title} None.`];
  const rows = all.map((one) => [
    code(one.subject),
    one.set,
    one.class,
    one.why === undefined ? one.behaviour : `${one.behaviour}. ${one.why}`,
    one.range === undefined ? one.verdict : `${one.verdict} (${one.range})`,
    one.indicators.join(", ") || "–",
  ]);
  return [
    `${title} ${all.length}:`,
    "",
    ...table(["subject", "set", "kind", "behaviour", "decided", "indicators"], rows),
  ];
}

function unlabelled({ unlabelled }: Accuracy): string[] {
  if (unlabelled.length === 0) return ["Entities on watch or escalated that have no label: none."];
  return [
    "Entities on watch or escalated that have no label:",
    "",
    ...list(unlabelled.map(({ set, id, verdict }) => `${code(id)} of ${set}: ${verdict}`)),
  ];
}

function indicatorTable({ indicators }: Accuracy): string[] {
  const rows = indicators.map((one) => [
    one.indicator,
    String(one.collectors),
    String(one.benign),
    String(one.judgement),
    `${one.flagged_collectors} / ${one.flagged_benign}`,
    percent(
      one.flagged_collectors + one.flagged_benign === 0
        ? null
        : one.flagged_collectors / (one.flagged_collectors + one.flagged_benign),
    ),
    String(one.alone),
  ]);
  return [
    "Subjects with a finding of the indicator, whatever was decided; then those of them that are flagged. *Alone*: flagged collectors that no other indicator found.",
    "",
    ...table(
      [
        "indicator",
        "collectors",
        "benign",
        "judgement",
        "flagged: collectors / benign",
        "precision of flagged",
        "alone",
      ],
      rows,
    ),
  ];
}

function classTable({ classes }: Accuracy): string[] {
  return table(
    ["label", "kind", "set", "subjects", "flagged", "escalated", "any finding"],
    classes.map((one) => [
      one.wanted,
      one.class,
      one.set,
      String(one.all),
      String(one.flagged),
      String(one.escalated),
      String(one.found),
    ]),
  );
}
