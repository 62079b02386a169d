/** The cases by priority, each a block that opens; and the sources that are in no case. */
import type { ReportCase, ReportDocument } from "./document.ts";
import { renderEntity } from "./html-entity.ts";
import { anchor, counted, entityName, type HtmlContext, number, period, prose, tag, takeRoom, value } from "./html-parts.ts";
import { forHtml } from "./safe-text.ts";

/** Entities of a case shown with reasons, findings and lines. */
const entitiesMax = 100;
/** Entities of a case named at least, so that a search of the page finds them. */
const namesMax = 2000;
const linksMax = 60;
/** A case of so few entities shows them open. */
const openMax = 3;

/** Renders the cases. */
export function renderCases(document: ReportDocument, context: HtmlContext): string {
  if (document.cases.length === 0) return "<p>None.</p>";
  const blocks: string[] = [];
  for (const one of document.cases) {
    const block = renderCase(one, context);
    if (block === undefined) break;
    blocks.push(block);
  }
  const left = document.cases.length - blocks.length;
  return `${blocks.join("\n")}${left === 0 ? "" : `\n<p class="left-out">${counted(left, "case")} more would make this file too large and ${left === 1 ? "is" : "are"} only in the JSON report.</p>`}`;
}

function renderCase(one: ReportCase, context: HtmlContext): string | undefined {
  const summary = `<summary><span class="tags">${tag(one.action)} ${tag(one.priority)}</span> <h3>${prose(one.title)}</h3> <span class="meta">${forHtml(one.id)} · ${counted(one.entities.length, "source")} · severity ${forHtml(one.severity)} · ${period(one.first, one.last, context.zone)}</span></summary>`;
  const facts = `<dl class="facts">
<div><dt>Action</dt><dd>${forHtml(one.action)}</dd></div><div><dt>Priority</dt><dd>${forHtml(one.priority)}</dd></div><div><dt>Severity</dt><dd>${forHtml(one.severity)}</dd></div><div><dt>Confidence</dt><dd>${forHtml(one.confidence)}</dd></div>
<div><dt>Seen (${forHtml(context.zone)})</dt><dd>${period(one.first, one.last, context.zone)}</dd></div><div><dt>Techniques</dt><dd>${one.techniques.map(forHtml).join(", ") || "none"}</dd></div>
<div><dt>Ticket text</dt><dd><code>vedette triage --ticket ${forHtml(one.id)} PATH…</code></dd></div>
</dl>`;
  const frame = `<details class="case${one.background ? " background" : ""}">${summary}\n<div class="body" id="${anchor("case", one.id)}">\n${facts}\n${renderLinks(one, context)}`;
  if (!takeRoom(context, frame)) return undefined;
  context.shown.add(one.id);
  return `${frame}\n<h4>Sources</h4>\n${renderEntities(one.entities, context)}\n</div></details>`;
}

/** Entities with what is known of them, as many as there is room for; the others by name. */
function renderEntities(ids: readonly string[], context: HtmlContext): string {
  const known = ids.flatMap((id) => context.entities.get(id) ?? []);
  const blocks: string[] = [];
  for (const entity of known.slice(0, entitiesMax)) {
    const block = renderEntity(entity, context, ids.length <= openMax);
    if (!takeRoom(context, block)) break;
    for (const id of entity.findings) context.shown.add(id);
    blocks.push(block);
  }
  const rest = known.slice(blocks.length);
  if (rest.length === 0) return blocks.join("\n");
  const names: string[] = [];
  for (const entity of rest.slice(0, namesMax)) {
    const name = `${value(entity.value)} <span class="meta">${entity.score}</span>`;
    if (!takeRoom(context, name)) break;
    names.push(name);
  }
  const named = names.length === 0 ? "" : `<details class="names"><summary>${names.length === rest.length ? "Their names and scores" : `Names and scores of ${number(names.length)} of them`}</summary><p>${names.join(", ")}</p></details>`;
  return `${blocks.join("\n")}\n<div class="left-out"><p>Shown: ${number(blocks.length)} of ${counted(known.length, "source")}. The reasons, findings and raw lines of the other ${number(rest.length)} are only in the JSON report.</p>${named}</div>`;
}

/** Why these entities are one case. */
function renderLinks(one: ReportCase, context: HtmlContext): string {
  if (one.links.length === 0) return "";
  const because = new Map<string, Map<string, string[]>>();
  for (const link of one.links.slice(0, linksMax)) {
    const pairs = because.get(link.because) ?? new Map<string, string[]>();
    pairs.set(link.from, [...(pairs.get(link.from) ?? []), link.to]);
    because.set(link.because, pairs);
  }
  const items = [...because].map(([reason, pairs]) => `<li>${prose(reason)}: ${[...pairs].map(([from, to]) => `${entityName(context, from)} and ${to.map((id) => entityName(context, id)).join(", ")}`).join("; ")}</li>`);
  const left = one.links.length - linksMax;
  return `<h4>Why these are one case</h4>\n<ul class="plain">${items.join("")}${left > 0 ? `<li class="meta">and ${counted(left, "more link")} in the JSON report</li>` : ""}</ul>`;
}

/** Sources with findings that are in no case: set aside with a reason, or closed. */
export function renderOthers(document: ReportDocument, context: HtmlContext): string {
  const others = document.entities.filter(({ id }) => !context.caseOf.has(id));
  if (others.length === 0) return "<p>None: every source with a finding is in a case.</p>";
  const groups = [
    { title: "Set aside, with the reason", ids: others.filter(({ action }) => action === "justified").map(({ id }) => id) },
    { title: "Closed: too little to act on", ids: others.filter(({ action }) => action === "close").map(({ id }) => id) },
    { title: "Others", ids: others.filter(({ action }) => action !== "justified" && action !== "close").map(({ id }) => id) },
  ];
  return groups
    .filter(({ ids }) => ids.length > 0)
    .map(({ title, ids }) => `<details class="case"><summary><h3>${title}</h3> <span class="meta">${counted(ids.length, "source")}</span></summary><div class="body">${renderEntities(ids, context)}</div></details>`)
    .join("\n");
}
