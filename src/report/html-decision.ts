/** What an analyst reads first: what to do, why, what was served, and the four answers. */

import { counted } from "../words.ts";
import { sinceLine } from "./brief.ts";
import { entityName, type HtmlContext, linkTo, number, period, prose, rawLines, tag } from "./html-parts.ts";
import type { ReportDecision, ReportDocument, ReportFinding, ReportQuestion } from "./model.ts";
import { forHtml, shorten } from "./safe-text.ts";

const proofsMax = 4;
const servedMax = 100;
/** The whole line stands with the finding in its case. */
const servedLineCharactersMax = 600;

/** The decision as a banner, and the run in one line. */
export function renderBanner(document: ReportDocument, context: HtmlContext): string {
  const { decision } = document;
  const strict =
    decision.strict_action === decision.action
      ? `also decide <b>${forHtml(decision.strict_action)}</b>`
      : `decide <b>${forHtml(decision.strict_action)}</b> instead`;
  return `<div class="banner ${forHtml(decision.action)}">
<p class="verdict"><strong>${forHtml(decision.action.toUpperCase())}</strong> <span>priority <b>${forHtml(decision.priority)}</b></span></p>
<p class="sentence">${prose(decision.sentence)}</p>
${document.since === undefined ? "" : `<p>${prose(sinceLine(document, context.zone))}.</p>\n`}<p class="meta">Decided by the policy <i>${forHtml(document.policy.id)}</i>. The profile <i>strict</i>, which escalates every unusual agent, would ${strict}.</p>
</div>
<p class="run">${runLine(document, context)}</p>`;
}

function runLine(document: ReportDocument, context: HtmlContext): string {
  const read = document.sources.filter(({ events }) => events > 0);
  const sum = (field: "events" | "rejected" | "outside") =>
    document.sources.reduce((total, source) => total + source[field], 0);
  const actions = ["escalate", "watch", "close", "justified"] as const;
  const words = { escalate: "escalated", watch: "watched", close: "closed", justified: "set aside" };
  const entities = actions
    .map((action) => ({
      action,
      count: document.entities.filter((entity) => entity.action === action).length,
    }))
    .filter(({ count }) => count > 0);
  const window =
    document.window === undefined
      ? ""
      : `, ${period(document.window.first, document.window.last, context.zone)} (${forHtml(context.zone)})`;
  const others = document.sources.filter(({ events, outside: left }) => events === 0 && left === 0).length;
  const outside = sum("outside") === 0 ? "" : `; ${number(sum("outside"))} outside the window`;
  return `${counted(sum("events"), "record")} of ${counted(read.length, "file")}${window}; ${number(sum("rejected") - sum("outside"))} rejected${outside}${others === 0 ? "" : `; ${counted(others, "file")} without records`}. ${counted(document.cases.length, "case")}; sources with findings: ${entities.map(({ action, count }) => `${number(count)} ${words[action]}`).join(", ") || "none"}.${cut(document)}`;
}

/** Indicators of which more was found than is kept. */
function cut({ indicators }: ReportDocument): string {
  const said = indicators.filter(({ found }) => found !== undefined);
  return said.length === 0
    ? ""
    : ` Not all is kept: ${said.map(({ id, findings, found }) => `${number(findings)} of ${number(found ?? findings)} findings of ${forHtml(id)}`).join(", ")}.`;
}

/** Reasons for, reasons against, and what would change the decision. */
export function renderReasons(decision: ReportDecision, context: HtmlContext): string {
  const reasons = (list: ReportDecision["reasons_for"]) =>
    list.length === 0
      ? "<p>None.</p>"
      : `<ul class="reasons">${list.map(({ clause, sentence, findings }) => `<li><span class="clause">${forHtml(clause)}</span><div>${renderReason(sentence)}${renderProofs(findings, context)}</div></li>`).join("\n")}</ul>`;
  const flips =
    decision.flips.length === 0
      ? "<p>Nothing that was measured is near a limit.</p>"
      : `<ul class="plain">${decision.flips.map((flip) => `<li>${tag(flip.then)} if ${prose(flip.if)}</li>`).join("")}</ul>`;
  return `<div class="columns"><div><h3>For</h3>${reasons(decision.reasons_for)}</div><div><h3>Against, or not seen</h3>${reasons(decision.reasons_against)}<h3>What would change it</h3>${flips}</div></div>`;
}

/** What holds, and more quietly the example that a reason may carry. */
function renderReason(sentence: string): string {
  const place = sentence.indexOf(" For example ");
  return place < 0
    ? prose(sentence)
    : `${prose(sentence.slice(0, place))}<br><span class="meta">${prose(sentence.slice(place + 1))}.</span>`;
}

/** The first findings behind a reason that the page holds. */
function renderProofs(ids: readonly string[], context: HtmlContext): string {
  if (ids.length === 0) return "";
  const seen = new Set<string>();
  const links: string[] = [];
  for (const id of ids) {
    const finding = context.findings.get(id);
    if (
      finding === undefined ||
      !context.shown.has(id) ||
      seen.has(finding.entity) ||
      links.length === proofsMax
    )
      continue;
    seen.add(finding.entity);
    links.push(linkTo("finding", id, entityName(context, finding.entity)));
  }
  return ` <span class="meta">${counted(ids.length, "finding")}${links.length === 0 ? "" : `${links.length === ids.length ? ":" : ", such as"} ${links.join(", ")}`}.</span>`;
}

/** Guarded endpoints that answered somebody unknown: the fact that decides most. */
export function renderServed(document: ReportDocument, context: HtmlContext): string {
  const order = new Map(document.cases.flatMap((one) => one.findings).map((id, index) => [id, index]));
  const place = (id: string) => order.get(id) ?? Number.MAX_SAFE_INTEGER;
  const served = document.findings
    .filter(({ indicator }) => indicator === "endpoint.config-exposed")
    .sort((a, b) => place(a.id) - place(b.id));
  if (served.length === 0) return "<p>Nothing guarded was seen to be answered.</p>";
  const groups = new Map<string | undefined, string[]>();
  for (const finding of served.slice(0, servedMax)) {
    const caseId = context.caseOf.get(finding.entity);
    groups.set(caseId, [...(groups.get(caseId) ?? []), servedRow(finding, context)]);
  }
  const titles = new Map(document.cases.map(({ id, title }) => [id, title]));
  const title = (id: string | undefined) =>
    id === undefined
      ? "In no case"
      : `${prose(titles.get(id) ?? "")} <span class="meta">${context.shown.has(id) ? linkTo("case", id, forHtml(id)) : forHtml(id)}</span>`;
  const left = served.length - servedMax;
  return `${[...groups].map(([id, rows]) => `<h3>${title(id)}</h3>\n<ul class="rows served">${rows.join("\n")}</ul>`).join("\n")}${left > 0 ? `<p class="left-out">And ${number(left)} more, in the cases and in the JSON report.</p>` : ""}`;
}

function servedRow(finding: ReportFinding, context: HtmlContext): string {
  const name = entityName(context, finding.entity);
  const who = context.shown.has(finding.id) ? linkTo("finding", finding.id, name) : name;
  return `<li><div>${who}</div><div><p>${prose(finding.sentence)}</p><div class="under"><span class="meta">${period(finding.first, finding.last, context.zone)} · confidence ${forHtml(finding.confidence)}</span>${rawLines(finding.evidence.slice(0, 2).map((line) => ({ ...line, text: shorten(line.text, servedLineCharactersMax) })))}</div></div></li>`;
}

/** The four questions of the playbook. */
export function renderQuestions(questions: readonly ReportQuestion[]): string {
  return `<div class="cards">${questions.map(renderQuestion).join("\n")}</div>`;
}

function renderQuestion(question: ReportQuestion): string {
  const ending = ` Not seen: ${question.missing.join(", ")}.`;
  const sentence = question.sentence.endsWith(ending)
    ? question.sentence.slice(0, -ending.length)
    : question.sentence;
  const missing =
    question.missing.length === 0
      ? "No source that this asks for is missing."
      : `Missing: <a href="#coverage">${question.missing.map(forHtml).join(", ")}</a>.`;
  return `<article class="card"><h3><span class="clause">${forHtml(question.id)}</span> ${prose(question.text)}</h3>
<p class="answer ${forHtml(question.answer.replaceAll("_", "-"))}"><strong>${forHtml(question.answer.replaceAll("_", " ").toUpperCase())}</strong>${question.confidence === undefined ? "" : ` <span class="meta">confidence ${forHtml(question.confidence)}</span>`}</p>
<p>${prose(sentence)}</p><p class="meta">${counted(question.findings.length, "finding")}. ${missing}</p></article>`;
}
