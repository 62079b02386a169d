/** What the run was made of: coverage, sources, indicators, steps. */

import { outsideWindow } from "../ingest/window.ts";
import { counted } from "../words.ts";
import { blockRows } from "./block-rows.ts";
import { anchor, type HtmlContext, number, period, prose, tag } from "./html-parts.ts";
import type { ReportDocument, ReportSource } from "./model.ts";
import { type ReportRegisterEntry, whatItDid } from "./register.ts";
import { forHtml, shorten } from "./safe-text.ts";

const sourcesMax = 200;
const registerMax = 200;
const sampleCharactersMax = 400;

/** What could be seen, what could not, and what the run noticed about its input. */
export function renderCoverage(document: ReportDocument): string {
  const rows = document.coverage.map(
    (row) =>
      `<li><div><span class="clause">${forHtml(row.clause)}</span></div><div>${tag(row.state)}</div><div>${prose(row.sentence)}</div></li>`,
  );
  const notes =
    document.notes.length === 0
      ? ""
      : `<h3>Noticed while reading</h3><ul class="plain">${document.notes.map((note) => `<li>${prose(note)}</li>`).join("")}</ul>`;
  return `<ul class="rows coverage">${rows.join("\n")}</ul>${notes}`;
}

/** Entries of the justification register, with what each did and what is to be said of it. */
export function renderRegister(register: readonly ReportRegisterEntry[]): string {
  const rows = register.slice(0, registerMax).map((entry) => {
    const notes = entry.notes.map((note) => `<p class="meta">${prose(note)}</p>`).join("");
    const who = `${prose(entry.owner)}${entry.ticket === undefined ? "" : `, ${prose(entry.ticket)}`}`;
    return `<tr><td>${forHtml(entry.id)}</td><td>${prose(entry.reason)}${notes}</td><td>${who}</td><td>${forHtml(entry.expires)}</td><td>${prose(whatItDid(entry))}</td></tr>`;
  });
  const left = register.length - registerMax;
  return `<div class="wide" role="region" aria-label="Justification register" tabindex="0"><table>
<thead><tr><th scope="col">Entry</th><th scope="col">Reason</th><th scope="col">Who answers for it</th><th scope="col">Until</th><th scope="col">In this run</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>${left > 0 ? `<p class="left-out">${counted(left, "more entry")} in the JSON report.</p>` : ""}`;
}

/** Each file: what it was taken for, how much of it was read, what was rejected and why. */
export function renderSources(document: ReportDocument, context: HtmlContext): string {
  const rows = document.sources.slice(0, sourcesMax).map((source) => sourceRow(source, context));
  const left = document.sources.length - sourcesMax;
  return `<div class="wide" role="region" aria-label="Sources" tabindex="0"><table>
<thead><tr><th scope="col">File</th><th scope="col">Format</th><th scope="col">Kind</th><th scope="col" class="n">Lines</th><th scope="col" class="n">Records</th><th scope="col" class="n">Rejected</th><th scope="col">Times (${forHtml(context.zone)})</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>${left > 0 ? `<p class="left-out">${counted(left, "more file")} in the JSON report.</p>` : ""}`;
}

function sourceRow(source: ReportSource, context: HtmlContext): string {
  const problem =
    source.problem === undefined
      ? ""
      : `<p class="problem">${prose(source.problem.message)} <span class="meta">${forHtml(source.problem.code)}</span></p>`;
  const notes = source.notes.map((note) => `<p class="meta">${prose(note)}</p>`).join("");
  const rejects = source.rejects
    .filter(({ reason }) => reason !== outsideWindow)
    .map(
      ({ reason, count, sample, line }) =>
        `<li>${number(count)} ${prose(reason)}, such as line ${line}: <code dir="ltr">${forHtml(shorten(sample, sampleCharactersMax))}</code></li>`,
    );
  const rejected =
    rejects.length === 0
      ? ""
      : `<details class="raw"><summary>Why records were rejected</summary><ul>${rejects.join("")}</ul></details>`;
  const outside =
    source.outside === 0 ? "" : `<p class="meta">${counted(source.outside, "record")} outside the window</p>`;
  const fields =
    source.fields.length === 0
      ? ""
      : `<details><summary>${counted(source.fields.length, "field")}</summary><p class="meta">${source.fields.map(forHtml).join(", ")}</p></details>`;
  const format = (source.formats.length === 0 ? [source.format] : source.formats).map(forHtml).join(", ");
  const sure =
    source.events === 0 ? "" : ` <span class="meta">${Math.round(source.confidence * 100)}&nbsp;%</span>`;
  return `<tr><td class="file">${forHtml(source.path)}${problem}${notes}${outside}${rejected}${fields}</td><td>${format}${sure}</td><td>${forHtml(source.kind)}</td><td class="n">${number(source.lines)}</td><td class="n">${number(source.events)}</td><td class="n">${number(source.rejected - source.outside)}</td><td>${period(source.first, source.last, context.zone)}</td></tr>`;
}

/** Each indicator: whether it ran, how often it fired, what fools it and what it does not see. */
export function renderIndicators(document: ReportDocument): string {
  const rows = document.indicators.map(
    ({ id, title, reason, clause, techniques, ran, findings, found, note, false_positives, not_covered }) => {
      const list = (title: string, items: readonly string[] | undefined) =>
        items === undefined || items.length === 0
          ? ""
          : `<p><b>${title}</b></p><ul>${items.map((item) => `<li>${prose(item)}</li>`).join("")}</ul>`;
      const about = `${note === undefined ? "" : `<p>${prose(note)}</p>`}${list("What can fool it", false_positives)}${list("What it does not see", not_covered)}`;
      const count = `${found === undefined ? "" : `${number(findings)} of `}${counted(found ?? findings, "finding")}`;
      return `<li id="${anchor("indicator", id)}"><div><b>${forHtml(id)}</b><br><span class="meta">${forHtml(clause)}, ${techniques.map(forHtml).join(", ")}</span></div><div>${ran ? count : `<b>did not run</b>`}</div><div><p>${prose(title)}. ${prose(reason)}</p>${about}</div></li>`;
    },
  );
  return `<ul class="rows indicators">${rows.join("\n")}</ul>`;
}

/** The steps of Tier 1, Tier 2 and containment. */
export function renderSteps(document: ReportDocument): string {
  const rows = document.steps.map(
    (step) =>
      `<li><div><span class="clause">${forHtml(step.clause)}</span></div><div>${tag(step.state)}</div><div>${prose(step.sentence)}${step.command === undefined ? "" : `<pre><code dir="ltr">${forHtml(step.command)}</code></pre>`}</div></li>`,
  );
  return `<ul class="rows steps">${rows.join("\n")}</ul>`;
}

/** What could be blocked of each case, as `vedette contain` recommends it. */
export function renderBlocks(document: ReportDocument): string {
  const rows = blockRows(document).map(
    ({ id, kind, entries, malicious, others, examples }) =>
      `<li><div><b>${forHtml(id)}</b></div><div>${counted(entries, "entry")}</div><div><p>By ${forHtml(kind)}: ${counted(malicious, "request")} of the case, ${others === 0 ? "nobody else" : `${counted(others, "other request")}`}</p><p class="meta">${examples.map(forHtml).join("<br>")}</p></div></li>`,
  );
  return `<ul class="rows steps">${rows.join("\n")}</ul>`;
}
