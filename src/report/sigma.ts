/** Matches of Sigma rules as lines: for people, and as JSON. */
import type { EvidenceLine } from "../detect/evidence.ts";
import { levelPlace } from "../sigma/levels.ts";
import type { SigmaMatch } from "../sigma/run.ts";
import { techniquesOf } from "../sigma/techniques.ts";
import type { SigmaSummary } from "../triage/sigma-findings.ts";
import { counted } from "../words.ts";
import type { ReportIndicator } from "./model.ts";
import { forTerminal, shorten } from "./safe-text.ts";

/** The gravest rules first, then those of more entities; the matches of a rule stay together. */
export function byLevel(matches: readonly SigmaMatch[]): SigmaMatch[] {
  const first = new Map<SigmaMatch["rule"], number>();
  matches.forEach(({ rule }, at) => {
    if (!first.has(rule)) first.set(rule, at);
  });
  const placed = matches.map((match, at) => ({ match, at }));
  placed.sort(
    (a, b) =>
      levelPlace(a.match.rule.level) - levelPlace(b.match.rule.level) ||
      (first.get(a.match.rule) ?? 0) - (first.get(b.match.rule) ?? 0) ||
      a.at - b.at,
  );
  return placed.map(({ match }) => match);
}

const textMax = 160;

const time = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

/** The line above the matches of a rule. */
export function ruleLine({ rule }: SigmaMatch): string {
  const tags = rule.tags.length === 0 ? "" : `  ${rule.tags.join(" ")}`;
  return shorten(
    forTerminal(`${rule.level === "" ? "no level" : rule.level}  ${rule.title}${tags}  ${rule.id}`.trimEnd()),
    textMax * 2,
  );
}

/** One match for a person. */
export function matchLine(match: SigmaMatch, evidence: ReadonlyMap<number, EvidenceLine>): string {
  const entity = match.columns
    .map((column, at) => [column, match.entity[at] ?? ""] as const)
    .filter(([, value]) => value !== "")
    .map(([column, value]) => `${column}=${shorten(value, textMax)}`);
  const times = [time(match.firstMs), time(match.lastMs)].filter((text) => text !== undefined);
  const places = match.events.flatMap((id) => {
    const line = evidence.get(id);
    return line === undefined ? [] : [`${line.path}:${line.line}`];
  });
  return forTerminal(
    [
      `  ${entity.length === 0 ? "no entity logged" : entity.join(" ")}`,
      counted(match.count, "event"),
      ...(times.length === 0 ? [] : [[...new Set(times)].join(" to ")]),
      places.join(" "),
    ].join("  "),
  ).trimEnd();
}

/** One match as a JSON value. */
export function matchDocument(match: SigmaMatch, evidence: ReadonlyMap<number, EvidenceLine>): unknown {
  const { rule } = match;
  return {
    rule: {
      id: rule.id,
      title: rule.title,
      level: rule.level,
      tags: rule.tags,
      path: rule.place.path,
      line: rule.place.line,
    },
    entity: Object.fromEntries(match.columns.map((column, at) => [column, match.entity[at] ?? ""])),
    count: match.count,
    first: time(match.firstMs) ?? null,
    last: time(match.lastMs) ?? null,
    evidence: match.events.flatMap((id) => {
      const line = evidence.get(id);
      return line === undefined ? [] : [{ event_id: id, path: line.path, line: line.line, text: line.text }];
    }),
  };
}

/** A rule within a triage that matched, as the report lists it beside the program's own indicators. */
export function ruleIndicators({ matched }: SigmaSummary): ReportIndicator[] {
  return matched.map(({ rule, indicator, entities }) => ({
    id: indicator,
    title: rule.title,
    clause: "T2b",
    techniques: techniquesOf(rule),
    ran: true,
    findings: entities,
    reason: `A Sigma rule that was given with --sigma: ${rule.place.path}:${rule.place.line}.`,
    false_positives: [],
    not_covered: [],
  }));
}

const refusedShown = 3;

/** What became of rules within a triage. */
export function ruleNotes(summary: SigmaSummary): string[] {
  const { ran, refusals, matched, notes } = summary;
  const unnamed = matched.filter((one) => one.unnamed > 0);
  const refused = refusals
    .slice(0, refusedShown)
    .map(({ place, message }) => `${place.path}:${place.line}: ${message}`);
  const more = refusals.length - refused.length;
  return [
    `Sigma: ${counted(ran, "rule")} ran, ${matched.length} matched, ${refusals.length} refused${refused.length === 0 ? "" : ` (${refused.join("; ")}${more > 0 ? `; and ${more} more, told by vedette sigma` : ""})`}`,
    ...unnamed.map(
      (one) =>
        `Sigma: ${counted(one.unnamed, "match")} of "${one.rule.title}" ${one.unnamed === 1 ? "names" : "name"} no host, address, user or domain, so that no entity stands for them`,
    ),
    ...notes.map((note) => `Sigma: ${note}`),
  ];
}
