/**
 * The cases by priority, each a block that opens; and the sources that are in no case. A page
 * has limited room: every case gets its head and its first sources before any gets all.
 */

import { countedEntities, countedIds } from "../assess/counting.ts";
import { counted } from "../words.ts";
import { renderEntity } from "./html-entity.ts";
import {
  anchor,
  entityName,
  type HtmlContext,
  number,
  period,
  prose,
  tag,
  takeRoom,
  value,
} from "./html-parts.ts";
import type { ReportCase, ReportDocument, ReportEntity } from "./model.ts";
import { ticketCommand } from "./next.ts";
import { forHtml } from "./safe-text.ts";

const casesMax = 300;
/** Entities of a case shown with reasons, findings and lines, round by round while there is room. */
const entityRounds: readonly number[] = [3, 20, 100];
/** Entities of a case named at least, so that a search of the page finds them. */
const namesMax = 2000;
const linksMax = 60;
/** A case of so few entities shows them open. */
const openMax = 3;

/** A list of entities while it is filled. */
interface EntityList {
  readonly entities: readonly ReportEntity[];
  readonly blocks: string[];
}

/** Renders the cases. */
export function renderCases(document: ReportDocument, context: HtmlContext): string {
  if (document.cases.length === 0) return "<p>None.</p>";
  const frames: string[] = [];
  for (const one of document.cases.slice(0, casesMax)) {
    const frame = renderFrame(one, document, context);
    if (!takeRoom(context, frame)) break;
    context.shown.add(one.id);
    frames.push(frame);
  }
  const lists = document.cases.slice(0, frames.length).map(({ entities }) => startList(entities, context));
  fillLists(lists, context);
  const blocks = frames.map(
    (frame, index) => `${frame}\n<h4>Sources</h4>\n${finishList(lists[index], context)}\n</div></details>`,
  );
  const left = document.cases.length - frames.length;
  return `${blocks.join("\n")}${left === 0 ? "" : `\n<p class="left-out">Shown: ${number(frames.length)} of ${counted(document.cases.length, "case")}. The other ${number(left)} would make this file too large and are only in the JSON report.</p>`}`;
}

/** A case but for its entities, and not closed yet. */
function renderFrame(one: ReportCase, document: ReportDocument, context: HtmlContext): string {
  const seen = period(one.first, one.last, context.zone);
  const fact = (name: string, html: string) => `<div><dt>${name}</dt><dd>${html}</dd></div>`;
  const facts = [
    fact("Action", forHtml(one.action)),
    fact("Priority", forHtml(one.priority)),
    ...(one.change === undefined ? [] : [fact("Since the earlier report", forHtml(one.change))]),
    fact("Severity", forHtml(one.severity)),
    fact("Confidence", forHtml(one.confidence)),
    fact(`Seen (${forHtml(context.zone)})`, seen),
    fact("Techniques", one.techniques.map(forHtml).join(", ") || "none"),
    fact("Ticket text", `<code>${forHtml(ticketCommand(document, one.id))}</code>`),
  ];
  return `<details class="case${one.background ? " background" : ""}"><summary><span class="tags">${tag(one.action)} ${tag(one.priority)}</span> <h3>${prose(one.title)}</h3> <span class="meta">${forHtml(one.id)} · ${countedIds(one.entities)} · severity ${forHtml(one.severity)} · ${seen}</span></summary>
<div class="body" id="${anchor("case", one.id)}">
<dl class="facts">${facts.join("")}</dl>
${renderLinks(one, context)}`;
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
  const names = (ids: readonly string[]) => ids.map((id) => entityName(context, id)).join(", ");
  const items = [...because].map(
    ([reason, pairs]) =>
      `<li>${prose(reason)}: ${[...pairs].map(([from, to]) => `${entityName(context, from)} and ${names(to)}`).join("; ")}</li>`,
  );
  const left = one.links.length - linksMax;
  return `<h4>Why these are one case</h4>\n<ul class="plain">${items.join("")}${left > 0 ? `<li class="meta">and ${counted(left, "more link")} in the JSON report</li>` : ""}</ul>`;
}

function startList(ids: readonly string[], context: HtmlContext): EntityList {
  return { entities: ids.flatMap((id) => context.entities.get(id) ?? []), blocks: [] };
}

/** Gives each list its first entities, then more, until they are all shown or the room is gone. */
function fillLists(lists: readonly EntityList[], context: HtmlContext): void {
  for (const entitiesMax of entityRounds) {
    for (const { entities, blocks } of lists) {
      for (const entity of entities.slice(blocks.length, entitiesMax)) {
        const block = renderEntity(entity, context, entities.length <= openMax);
        if (!takeRoom(context, block)) break;
        for (const id of entity.findings) context.shown.add(id);
        blocks.push(block);
      }
    }
  }
}

/** The entities shown, and by name those for which there was no room. */
function finishList(list: EntityList | undefined, context: HtmlContext): string {
  const { entities, blocks } = list ?? { entities: [], blocks: [] };
  const rest = entities.slice(blocks.length);
  if (rest.length === 0) return blocks.join("\n");
  const names: string[] = [];
  for (const entity of rest.slice(0, namesMax)) {
    const rule = entity.reasons[0]?.rule ?? "";
    const name = `${value(entity.value)} <span class="meta">${forHtml(entity.action)}, score ${entity.score}${rule === "" ? "" : `, ${forHtml(rule)}`}</span>`;
    if (!takeRoom(context, name)) break;
    names.push(name);
  }
  const title =
    names.length === rest.length ? "Each of them in a row" : `${number(names.length)} of them, each in a row`;
  const named =
    names.length === 0
      ? ""
      : `<details class="names"><summary>${title}</summary><ul class="plain">${names.map((name) => `<li>${name}</li>`).join("")}</ul></details>`;
  return `${blocks.join("\n")}\n<div class="left-out"><p>Shown: ${number(blocks.length)} of ${countedEntities(entities)}. The reasons, findings and raw lines of the other ${number(rest.length)} are only in the JSON report.</p>${named}</div>`;
}

/** Sources with findings that are in no case: set aside with a reason, or closed. */
export function renderOthers(document: ReportDocument, context: HtmlContext): string {
  const others = document.entities.filter(({ id }) => !context.caseOf.has(id));
  if (others.length === 0) return "<p>None: every source with a finding is in a case.</p>";
  const groups = [
    { title: "Set aside, with the reason", entities: others.filter(({ action }) => action === "justified") },
    { title: "Closed: too little to act on", entities: others.filter(({ action }) => action === "close") },
    {
      title: "Others",
      entities: others.filter(({ action }) => action !== "justified" && action !== "close"),
    },
  ]
    .filter(({ entities }) => entities.length > 0)
    .map((group) => ({ ...group, blocks: [] }));
  fillLists(groups, context);
  return groups
    .map(
      (group) =>
        `<details class="case"><summary><h3>${group.title}</h3> <span class="meta">${countedEntities(group.entities)}</span></summary><div class="body">${finishList(group, context)}</div></details>`,
    )
    .join("\n");
}
