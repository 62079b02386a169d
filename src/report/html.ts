/**
 * The report as one HTML file that needs nothing else: no script, no font, no picture from
 * elsewhere, and a policy that would refuse them. Blocks open with `<details>`, so it works in
 * any reader, in print and from a file share. Log text in it is never markup.
 */

import { renderCampaigns } from "./html-campaigns.ts";
import { renderCases, renderOthers } from "./html-cases.ts";
import { renderBanner, renderQuestions, renderReasons, renderServed } from "./html-decision.ts";
import { renderHistogram } from "./html-histogram.ts";
import { type HtmlContext, htmlContext, linkTo, section, time } from "./html-parts.ts";
import { htmlStyle } from "./html-style.ts";
import {
  renderBlocks,
  renderCoverage,
  renderIndicators,
  renderRegister,
  renderSources,
  renderSteps,
} from "./html-tables.ts";
import type { ReportDocument } from "./model.ts";
import { renderChecklist } from "./playbook.ts";
import { forHtml, shorten } from "./safe-text.ts";

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
const contentsCasesMax = 12;

/** Renders the report; times are in `zone` (an IANA name), with UTC in their titles. */
export function renderHtml(document: ReportDocument, zone: string): string {
  const context = htmlContext(document, zone);
  // The cases come first, since the other parts link only to what found room on the page.
  const cases = renderCases(document, context);
  const others = renderOthers(document, context);
  const parts = [
    { id: "reasons", title: "Why", html: renderReasons(document.decision, context) },
    { id: "served", title: "Served to outsiders", html: renderServed(document, context) },
    { id: "time", title: "When", html: renderHistogram(document.histogram, zone, document.histogram_of) },
    { id: "cases", title: "Cases", html: cases },
    ...(document.campaigns.length === 0
      ? []
      : [{ id: "campaigns", title: "Campaigns", html: renderCampaigns(document, context) }]),
    { id: "questions", title: "The questions", html: renderQuestions(document.questions) },
    { id: "coverage", title: "What could and could not be seen", html: renderCoverage(document) },
    { id: "steps", title: "Steps", html: renderSteps(document) },
    ...(document.containment.length === 0
      ? []
      : [{ id: "blocks", title: "What could be blocked", html: renderBlocks(document) }]),
    { id: "others", title: "Sources in no case", html: others },
    ...(document.register === undefined
      ? []
      : [{ id: "register", title: "Justification register", html: renderRegister(document.register) }]),
    ...(document.playbook.checklist === undefined
      ? []
      : [{ id: "checklist", title: "Checklist of the playbook", html: renderChecklist(document.playbook) }]),
    { id: "sources", title: "Files read", html: renderSources(document, context) },
    { id: "indicators", title: "Indicators", html: renderIndicators(document) },
  ];
  const title = `${document.playbook.id} triage: ${document.decision.action}, priority ${document.decision.priority}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${forHtml(title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<a class="skip" href="#decision">Skip to the decision</a>
<div class="page">
<nav aria-label="Contents">
<ul><li><a href="#decision">Decision</a></li>
${parts.map(({ id, title: name }) => `<li><a href="#${id}">${forHtml(name)}</a>${id === "cases" ? renderCaseContents(document, context) : ""}</li>`).join("\n")}
</ul>
</nav>
<main>
<header id="decision">
<h1>${forHtml(document.playbook.id)} <span>${forHtml(document.playbook.name)}</span></h1>
${renderBanner(document, context)}
</header>
${parts.map(({ id, title: name, html }) => section(id, name, html)).join("")}
${renderFooter(document, zone)}
</main>
</div>
</body>
</html>
`;
}

function renderCaseContents(document: ReportDocument, context: HtmlContext): string {
  const listed = document.cases.filter(({ id }) => context.shown.has(id)).slice(0, contentsCasesMax);
  if (listed.length === 0) return "";
  const left = document.cases.length - listed.length;
  return `<ul>${listed.map((one) => `<li>${linkTo("case", one.id, `<b>${forHtml(one.priority)}</b> ${forHtml(shorten(one.title, 60)).replaceAll("/", "/<wbr>")}`)}</li>`).join("")}${left > 0 ? `<li class="meta">and ${left} more</li>` : ""}</ul>`;
}

function renderFooter(document: ReportDocument, zone: string): string {
  return `<footer>
<p>Made ${time(document.generated_at, zone)} (${forHtml(zone)}) by ${forHtml(document.tool.name)} ${forHtml(document.tool.version)}. Content <code>${forHtml(document.tool.content_sha256)}</code>.</p>
<p>Times are in ${forHtml(zone)}; each carries its UTC as a tooltip. This page loads nothing and runs no script. Everything that it leaves out is in the JSON report (<code>vedette triage --json</code>). Why a line did or did not fire: <code>vedette explain FILE:LINE</code>.</p>
</footer>`;
}
