/** The derivation of a case for a terminal. What a log says in it is made safe, and nothing of it is cut. */
import { compare } from "../detect/finding.ts";
import { counted } from "../words.ts";
import type { Derivation, DerivedEntity, DerivedRule, DerivedScore } from "./derivation.ts";
import type { ReportFinding } from "./model.ts";
import { forTerminal } from "./safe-text.ts";
import { wrapped } from "./wrapped.ts";

/** Members whose rules are told with those that they do not meet; of the others the met ones, and all in JSON. */
const membersInFull = 5;
const linesMax = 1000;

/** Renders it in lines of a width in characters, 60 at least. */
export function renderDerivation(one: Derivation, columns: number): string {
  const width = Math.max(60, Math.min(columns, 120));
  const lines: string[] = [];
  const put = (head: string, text: string) => lines.push(...fold(head, text, width));
  put("", `${one.case.id}  ${one.case.title}`);
  put("  ", `${one.case.action}: ${one.action_because}.`);
  put("  ", `priority ${one.case.priority}: ${one.priority_because}.`);
  put(
    "  ",
    `severity ${one.case.severity}, confidence ${one.case.confidence}; seen ${one.case.first} to ${one.case.last}; policy ${one.policy}, content ${one.content_sha256.slice(0, 12)}`,
  );
  if (one.of_report)
    put(
      "  ",
      "From a report, which holds neither the rules that were not met nor what was compared; name the logs for those.",
    );
  for (const [at, entity] of one.entities.entries())
    putEntity(put, lines, entity, at < membersInFull, one.of_report);
  lines.push("", "What ties them");
  if (one.links.length === 0) put("  ", untied(one));
  for (const { from, to, because } of one.links) put("  ", `${from} and ${to}: ${because}`);
  lines.push("", "Questions");
  for (const question of one.questions) {
    put(`  ${question.id.padEnd(4)} `, `${question.answer.replace("_", " ")}: ${question.sentence}`);
    if (question.of > 0)
      put(
        "       ",
        `rests on ${counted(question.of, "finding")}, of this case ${question.rests_on.join(", ") || "none"}`,
      );
  }
  lines.push("", "For the decision of the run");
  for (const { clause, sentence } of one.decision.reasons_for) put(`  ${clause.padEnd(4)} `, sentence);
  lines.push("", "Against it, or not seen");
  if (one.decision.reasons_against.length === 0) put("  ", "Nothing.");
  for (const { clause, sentence } of one.decision.reasons_against) put(`  ${clause.padEnd(4)} `, sentence);
  lines.push("", "What would change it");
  if (one.decision.flips.length === 0) put("  ", "Nothing near.");
  for (const flip of one.decision.flips) put("  ", `${flip.then}, if ${flip.if}`);
  return `${lines.join("\n")}\n`;
}

function untied({ case: { background }, entities }: Derivation): string {
  if (entities.length === 1) return "It is one alone.";
  return background ? "Nothing but that they are background." : "Nothing.";
}

type Put = (head: string, text: string) => void;

function fold(head: string, text: string, width: number): string[] {
  const safe = forTerminal(text)
    .split(" ")
    // Long words are broken, so that a line is never wider than the terminal and nothing is lost.
    .flatMap((word) => word.match(new RegExp(`.{1,${Math.max(20, width - head.length)}}`, "gu")) ?? [""])
    .join(" ");
  return wrapped(head, safe, width, linesMax);
}

function putEntity(put: Put, lines: string[], entity: DerivedEntity, full: boolean, ofReport: boolean): void {
  lines.push("");
  put("", `${entity.type.replaceAll("_", " ")} ${entity.value}: ${entity.action}`);
  if (entity.history !== undefined) put("  ", `in all: ${entity.history}`);
  for (const text of entity.register) put("  ", `register: ${text}`);
  for (const text of entity.intelligence) put("  ", `intelligence: ${text}`);
  if (entity.score !== undefined) put("  ", scoreText(entity.score));
  for (const finding of [...entity.findings].sort((a, b) => compare(a.indicator, b.indicator)))
    putFinding(put, finding);
  const met = entity.rules.filter((rule) => rule.met);
  for (const rule of met) {
    put(
      "  met: ",
      `${rule.rule} (${rule.clause}, ${rule.action})${rule.compared.length === 0 ? `: ${rule.says}` : ""}`,
    );
    putCompared(put, rule);
  }
  if (ofReport) return;
  const rest = entity.rules.filter((rule) => !rule.met);
  if (!full) {
    put("  not met: ", `${counted(rest.length, "rule")}, told by --json`);
    return;
  }
  const idle = rest.filter((rule) => rule.idle);
  for (const rule of rest.filter((one) => !idle.includes(one))) {
    put("  not met: ", `${rule.rule} (${rule.clause}, ${rule.action})`);
    putCompared(put, rule);
  }
  if (idle.length > 0)
    put("  not met: ", `for nothing of their kind was found: ${idle.map(({ rule }) => rule).join(", ")}`);
}

function putCompared(put: Put, { compared }: DerivedRule): void {
  for (const { holds, sentence } of compared) put(`      ${holds ? "holds" : "fails"}: `, sentence);
}

function putFinding(put: Put, finding: ReportFinding): void {
  put(
    "  found: ",
    `${finding.id} ${finding.indicator} (${finding.clause}), severity ${finding.severity}, confidence ${finding.confidence}, ${counted(finding.count, "time")}: ${finding.sentence}`,
  );
  for (const { path, line } of finding.evidence) put("         ", `${path}:${line}`);
}

function scoreText(score: DerivedScore): string {
  const more =
    score.further === 0 ? "" : ` + ${score.further} × ${score.further_points} for further findings`;
  return `score ${score.total} = ${score.severity_points} for severity + ${score.confidence_points} for confidence of ${score.finding}${more}, at most 100`;
}
