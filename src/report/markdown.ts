/** The report as Markdown, for a wiki or a ticket system. Log text in it is never markup. */

import { outsideWindow } from "../ingest/window.ts";
import { counted } from "../words.ts";
import { blockRows } from "./block-rows.ts";
import { localTime, sinceLine } from "./brief.ts";
import { tieGroups } from "./campaigns.ts";
import { countedRecords } from "./document.ts";
import type { ReportDocument, ReportFinding } from "./model.ts";
import { stateWords } from "./playbook.ts";
import { whatItDid } from "./register.ts";
import { forFence, forMarkdown, shorten } from "./safe-text.ts";

const casesMax = 50;
const entitiesMax = 50;
const evidenceMax = 3;
const campaignsMax = 20;
const tiesMax = 20;

/**
 * Renders the report; times are in `zone`.
 * @param unfold whether each member of the background is told, and not the first of them
 */
export function renderMarkdown(document: ReportDocument, zone: string, unfold = false): string {
  const lines: string[] = [];
  const put = (text = "") => lines.push(text);
  const findings = new Map(document.findings.map((finding) => [finding.id, finding]));
  put(`# ${forMarkdown(document.playbook.id)} triage: ${document.decision.action}`);
  put();
  put(
    `**${forMarkdown(document.decision.sentence)}** Policy ${document.policy.id}; strict would decide: ${document.decision.strict_action}.`,
  );
  put();
  if (document.since !== undefined) put(`${forMarkdown(sinceLine(document, zone))}.`);
  if (document.window !== undefined)
    put(
      `Records from ${localTime(document.window.first, zone)} to ${localTime(document.window.last, zone)}.`,
    );
  put();
  put("## Why");
  put();
  for (const reason of document.decision.reasons_for)
    put(`- For (${reason.clause}): ${forMarkdown(reason.sentence)}`);
  for (const reason of document.decision.reasons_against)
    put(`- Against (${reason.clause}): ${forMarkdown(reason.sentence)}`);
  for (const flip of document.decision.flips) put(`- It would be *${flip.then}* if ${forMarkdown(flip.if)}.`);
  put();
  put("## Questions");
  put();
  put("| | question | answer | because |");
  put("|---|---|---|---|");
  for (const question of document.questions)
    put(
      `| ${question.id} | ${forMarkdown(question.text)} | ${question.answer.replace("_", " ")} | ${forMarkdown(question.sentence)} |`,
    );
  put();
  if (document.playbook.checklist !== undefined) {
    put("## Checklist of the playbook");
    put();
    for (const clause of document.playbook.checklist)
      put(
        `- [${clause.state === "done" ? "x" : " "}] ${clause.id} (${stateWords[clause.state]}): ${forMarkdown(clause.text)}${clause.bound_to.length === 0 ? "" : ` As ${clause.bound_to.join(", ")}.`}`,
      );
    for (const one of document.playbook.unplaced ?? [])
      put(`- Not placed, line ${one.line}: ${forMarkdown(`${one.row}: ${one.text} (${one.why})`)}`);
    put();
  }
  put("## Cases");
  const entities = new Map(document.entities.map((entity) => [entity.id, entity]));
  const shown = document.cases.filter((one, at) => at < casesMax || (one.background && unfold));
  for (const one of shown) {
    const membersMax = one.background && unfold ? one.entities.length : entitiesMax;
    put();
    put(`### ${one.id}: ${forMarkdown(one.title)}`);
    put();
    put(
      `${one.action}, priority ${one.priority}, severity ${one.severity}, confidence ${one.confidence}; ${localTime(one.first, zone)} to ${localTime(one.last, zone)}`,
    );
    put();
    for (const id of one.entities.slice(0, membersMax)) {
      const entity = entities.get(id);
      if (entity === undefined) continue;
      put(
        `- **${forMarkdown(entity.value)}** (${entity.action}, score ${entity.score}, ${countedRecords(entity)})`,
      );
      for (const finding of entity.findings) put(`    - ${findingLine(findings.get(finding))}`);
    }
    if (one.entities.length > membersMax) put(`- and ${one.entities.length - membersMax} more`);
    const proof = one.findings
      .flatMap((id) => findings.get(id)?.evidence.slice(0, 1) ?? [])
      .slice(0, evidenceMax);
    if (proof.length > 0) {
      put();
      put("```text");
      for (const line of proof)
        put(`${forFence(line.path)}:${line.line}  ${shorten(forFence(line.text), 400)}`);
      put("```");
    }
  }
  if (document.cases.length > shown.length)
    put(`\nAnd ${counted(document.cases.length - shown.length, "more case")} in the JSON report.`);
  lines.push(...campaignLines(document));
  put();
  put("## What could and could not be seen");
  put();
  for (const row of document.coverage) put(`- ${row.clause}, ${row.state}: ${forMarkdown(row.sentence)}`);
  for (const note of document.notes) put(`- ${forMarkdown(note)}`);
  put();
  const windowed = document.sources.some(({ outside }) => outside > 0);
  put(`| source | format | lines | events | rejected |${windowed ? " outside the window |" : ""}`);
  put(`|---|---|---|---|---|${windowed ? "---|" : ""}`);
  for (const source of document.sources)
    put(
      `| ${forMarkdown(source.path)} | ${forMarkdown(source.formats.join(", ") || source.format)} | ${source.lines} | ${source.events} | ${source.rejected - source.outside}${source.rejects
        .filter(({ reason }) => reason !== outsideWindow)
        .map(({ reason, count }) => `; ${count} ${forMarkdown(reason)}`)
        .join("")} |${windowed ? ` ${source.outside} |` : ""}`,
    );
  put();
  if (document.register !== undefined) {
    put("## Justification register");
    put();
    for (const entry of document.register)
      put(
        `- ${forMarkdown(`${entry.id} ${whatItDid(entry)}: ${entry.reason} (${entry.owner}, until ${entry.expires})`)}${entry.notes.map((note) => `; ${forMarkdown(note)}`).join("")}`,
      );
    put();
  }
  const blocks = blockRows(document);
  if (blocks.length > 0) {
    put("## What could be blocked");
    put();
    for (const { id, kind, entries, malicious, others, examples } of blocks)
      put(
        `- ${id}, by ${kind}: ${counted(entries, "entry")}, ${counted(malicious, "request")} of the case, ${others === 0 ? "nobody else" : counted(others, "other request")}: ${examples.map(forMarkdown).join("; ")}`,
      );
    put();
  }
  put("## Steps");
  put();
  for (const step of document.steps)
    put(
      `- ${step.clause}, ${step.state.replaceAll("_", " ")}: ${forMarkdown(step.sentence)}${step.command === undefined ? "" : ` \`${forFence(step.command).replaceAll("`", "'")}\``}`,
    );
  put();
  put(
    `Content ${document.tool.content_sha256.slice(0, 12)}, ${document.tool.name} ${document.tool.version}, made ${document.generated_at}.`,
  );
  return `${lines.join("\n")}\n`;
}

function campaignLines({ campaigns, entities }: ReportDocument): string[] {
  if (campaigns.length === 0) return [];
  const names = new Map(entities.map(({ id, value }) => [id, value]));
  const name = (id: string) => forMarkdown(names.get(id) ?? id);
  const lines = ["", "## Campaigns"];
  for (const one of campaigns.slice(0, campaignsMax)) {
    lines.push("", `### ${one.id}`, "", `${forMarkdown(one.sentence)}. Cases ${one.cases.join(", ")}.`, "");
    for (const { line, hub, others, pairs } of tieGroups(one.ties.slice(0, tiesMax)))
      lines.push(
        `- ${forMarkdown(line)}: ${hub === undefined ? pairs.map(([a, b]) => `${name(a)} and ${name(b)}`).join("; ") : `${name(hub)} with ${others.map(name).join(", ")}`}`,
      );
    const left = one.ties.length - tiesMax + one.further_ties;
    if (left > 0) lines.push(`- and ${counted(left, "more tie")}`);
    for (const { id, first } of one.earlier.slice(0, tiesMax))
      lines.push(`- of an earlier run: ${name(id)}${first === undefined ? "" : `, ${first.slice(0, 10)}`}`);
  }
  if (campaigns.length > campaignsMax)
    lines.push("", `And ${counted(campaigns.length - campaignsMax, "more campaign")} in the JSON report.`);
  return lines;
}

function findingLine(finding: ReportFinding | undefined): string {
  return finding === undefined
    ? ""
    : `${finding.indicator} (${finding.severity}, ${finding.confidence}): ${forMarkdown(finding.sentence)}`;
}
