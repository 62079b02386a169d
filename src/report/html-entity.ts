/** One entity of a case: why it got its action, its findings, and the lines that prove them. */

import { counted } from "../words.ts";
import { countedRecords } from "./document.ts";
import {
  anchor,
  type HtmlContext,
  linkTo,
  number,
  period,
  prose,
  rawLines,
  tag,
  value,
} from "./html-parts.ts";
import type { ReportEntity, ReportFinding } from "./model.ts";
import { forHtml } from "./safe-text.ts";

/** Findings of one entity shown; there are hardly more indicators than that. */
const findingsMax = 40;

/** Renders an entity as a block that opens. */
export function renderEntity(entity: ReportEntity, context: HtmlContext, open: boolean): string {
  const findings = entity.findings.flatMap((id) => context.findings.get(id) ?? []);
  const indicators = [...new Set(findings.map(({ indicator }) => indicator))];
  const kind =
    entity.type === "ip" ? "" : ` <span class="meta">${forHtml(entity.type.replaceAll("_", " "))}</span>`;
  const summary = `<summary>${value(entity.value)}${kind}${entity.internal ? ' <span class="meta">internal</span>' : ""} ${tag(entity.action)} <span class="meta">score ${entity.score}, ${countedRecords(entity)}</span> <span class="meta indicators">· ${indicators.map(forHtml).join(", ")}</span></summary>`;
  const seen = period(entity.first, entity.last, context.zone);
  const left = findings.length - findingsMax;
  return `<details class="entity"${open ? " open" : ""}>${summary}<div class="body">
${seen === "" ? "" : `<p class="meta">Seen ${seen}</p>`}${entity.justification === undefined ? "" : `<p>Set aside: ${prose(entity.justification)}</p>`}
${entity.history === undefined ? "" : `<p class="meta">Did besides: ${prose(entity.history)}</p>`}
${renderNetwork(entity)}
${renderReasons(entity, findings)}
${findings
  .slice(0, findingsMax)
  .map((finding) => renderFinding(finding, context))
  .join("\n")}
${left > 0 ? `<p class="left-out">${counted(left, "more finding")} in the JSON report.</p>` : ""}</div></details>`;
}

/** Who announces the network, where it is registered, and whether it is a known scanner's. */
function renderNetwork({ network, scanner }: ReportEntity): string {
  const parts = [
    ...(network?.asn === undefined ? [] : [`AS${network.asn}`]),
    ...(network?.organisation === undefined ? [] : [network.organisation]),
    ...(network?.country === undefined ? [] : [network.country]),
  ];
  const lines = [
    ...(parts.length === 0 ? [] : [`Network: ${parts.join(", ")}`]),
    ...(scanner === undefined ? [] : [`Known scanner: ${scanner}`]),
  ];
  return lines.map((line) => `<p class="meta">${forHtml(line)}</p>`).join("");
}

/** The rules that fired. What they quote of a finding is left to the finding, just below. */
function renderReasons(entity: ReportEntity, findings: readonly ReportFinding[]): string {
  if (entity.reasons.length === 0) return "";
  const items = entity.reasons.map(({ clause, sentence }) => {
    const quotes = findings
      .map((finding) => sentence.indexOf(`: ${finding.sentence}`))
      .filter((place) => place > 0);
    const told = quotes.length === 0 ? sentence : sentence.slice(0, Math.min(...quotes));
    return `<li><span class="clause">${forHtml(clause)}</span><div>${prose(told)}</div></li>`;
  });
  return `<ul class="reasons">${items.join("")}</ul>`;
}

function renderFinding(finding: ReportFinding, context: HtmlContext): string {
  const facts = [
    forHtml(finding.clause),
    `confidence ${forHtml(finding.confidence)}`,
    `count ${number(finding.count)}`,
    period(finding.first, finding.last, context.zone),
    finding.techniques.map(forHtml).join(", "),
    finding.group === undefined ? "" : `group ${forHtml(finding.group.slice(0, 8))}`,
    forHtml(finding.id),
  ].filter((fact) => fact !== "");
  return `<div class="finding" id="${anchor("finding", finding.id)}"><p>${tag(finding.severity)} ${linkTo("indicator", finding.indicator, forHtml(finding.indicator))}: ${prose(finding.sentence)}</p><div class="under"><span class="meta">${facts.join(" · ")}</span>${rawLines(finding.evidence)}</div></div>`;
}
