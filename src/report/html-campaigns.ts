/** Campaigns in the HTML report: how far each goes, a graph of what ties it, and every tie with its evidence. */
import { counted } from "../words.ts";
import { type ReportCampaign, type TieGroup, tieGroups } from "./campaigns.ts";
import { renderGraph } from "./html-graph.ts";
import {
  entityName,
  type HtmlContext,
  linkTo,
  number,
  period,
  prose,
  rawLines,
  value,
} from "./html-parts.ts";
import type { ReportDocument } from "./model.ts";
import { forHtml } from "./safe-text.ts";

const campaignsMax = 50;
const tiesMax = 60;
const linesMax = 2;
const earlierMax = 100;

/** Renders the campaigns of a run. */
export function renderCampaigns({ campaigns }: ReportDocument, context: HtmlContext): string {
  if (campaigns.length === 0) return "<p>None: nothing ties one entity to another by evidence enough.</p>";
  const left = campaigns.length - campaignsMax;
  const blocks = campaigns.slice(0, campaignsMax).map((one, at) => renderCampaign(one, at === 0, context));
  return `${blocks.join("\n")}${left > 0 ? `\n<p class="left-out">${counted(left, "more campaign")} in the JSON report.</p>` : ""}`;
}

function renderCampaign(one: ReportCampaign, open: boolean, context: HtmlContext): string {
  const fact = (name: string, html: string) => `<div><dt>${name}</dt><dd>${html}</dd></div>`;
  const cases = one.cases.map((id) =>
    context.shown.has(id) ? linkTo("case", id, forHtml(id)) : forHtml(id),
  );
  const facts = [
    fact("Cases", cases.join(", ") || "none"),
    fact(`Seen (${forHtml(context.zone)})`, period(one.first, one.last, context.zone)),
    ...(one.days === 0 ? [] : [fact("Days", number(one.days))]),
    ...(one.networks.length === 0 ? [] : [fact("Networks", one.networks.map(forHtml).join(", "))]),
    fact(
      "Asked for",
      one.asked
        .map(
          ({ purpose, endpoints, requests }) =>
            `${forHtml(purpose.replaceAll("-", " "))} (${counted(endpoints, "endpoint")}, ${counted(requests, "request")})`,
        )
        .join(", ") || "nothing catalogued",
    ),
    fact("Answered", one.answered.map(value).join(", ") || "nothing guarded was seen answered"),
    fact(
      "Seen by",
      one.indicators
        .map(({ id, findings }) => `${forHtml(id)}${findings === 1 ? "" : ` ×${number(findings)}`}`)
        .join(", "),
    ),
  ];
  const shown = one.ties.slice(0, tiesMax);
  const ties = tieGroups(shown).map((group) => renderTies(group, context));
  const left = one.ties.length - shown.length + one.further_ties;
  return `<details class="case campaign"${open ? " open" : ""}><summary><h3>${forHtml(one.id)}</h3> <span class="meta">${prose(one.sentence)}</span></summary>
<div class="body">
<dl class="facts">${facts.join("")}</dl>
${renderGraph(one, context)}
<h4>What ties it, with points</h4>
<ul class="plain ties">${ties.join("\n")}${left > 0 ? `<li class="meta">and ${counted(left, "more tie")}</li>` : ""}</ul>
${renderEarlier(one, context)}</div></details>`;
}

function renderTies({ line, hub, others, pairs, lines }: TieGroup, context: HtmlContext): string {
  const names = (ids: readonly string[]) => ids.map((id) => entityName(context, id)).join(", ");
  const who =
    hub === undefined
      ? pairs
          .map(([one, other]) => `${entityName(context, one)} and ${entityName(context, other)}`)
          .join("; ")
      : `${entityName(context, hub)} with ${names(others)}`;
  return `<li>${prose(line)}: ${who}${rawLines(lines.slice(0, linesMax))}</li>`;
}

function renderEarlier({ earlier }: ReportCampaign, context: HtmlContext): string {
  if (earlier.length === 0) return "";
  const items = earlier
    .slice(0, earlierMax)
    .map(
      (one) =>
        `<li>${entityName(context, one.id)}, ${period(one.first, one.last, context.zone)}${one.case === "" ? "" : `, case ${forHtml(one.case)}`}</li>`,
    );
  const left = earlier.length - items.length;
  return `<h4>From earlier runs on this store</h4>\n<ul class="plain">${items.join("")}${left > 0 ? `<li class="meta">and ${number(left)} more</li>` : ""}</ul>\n`;
}
