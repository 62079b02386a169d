/** The control review as a Markdown page and as JSON. */
import type { Fix } from "../content/fixes.ts";
import type { EvidenceLine } from "../detect/evidence.ts";
import type { Control, Review } from "../respond/controls/model.ts";
import { controlStates } from "../respond/controls/model.ts";
import { counted } from "../words.ts";
import {
  askedAsSays,
  at,
  gapGroups,
  groupsOf,
  headline,
  nameOfWay,
  openLine,
  someOf,
  spanLine,
  stateTitles,
  takenLine,
  waysFor,
} from "./controls.ts";
import { defang } from "./defang.ts";
import { forFence, forMarkdown, shorten } from "./safe-text.ts";

const pathsMax = 50;
const lineMax = 400;

/** The page. */
export function renderControlsPage(review: Review): string {
  const lines = ["# Control review", "", `**${headline(review)}.** ${spanLine(review)}`];
  for (const state of controlStates) {
    const groups = groupsOf(review.controls, state);
    if (groups.length === 0) continue;
    lines.push("", `## ${stateTitles[state]}`);
    for (const { first, others } of groups) lines.push("", ...controlLines(first, others));
  }
  lines.push(...changeSection(review), ...fixSection(review), ...siteSection(review), ...gapSection(review));
  return `${lines.join("\n")}\n`;
}

const md = (text: string, max = 200) => forMarkdown(shorten(text, max));

function controlLines(first: Control, others: readonly Control[]): string[] {
  const { asked, doubts, notes, fix, readers } = first;
  return [
    `### ${md(asked.site)} ${md(asked.path)}`,
    "",
    `- ${asked.sensitivity}, ${md(asked.product)}: ${md(asked.discloses)}`,
    `- ${openLine(asked)}; ${takenLine(first)}`,
    ...(asked.askedAs.length === 0
      ? []
      : [
          `- asked for under ${asked.askedAs.map((name) => md(defang(name), 80)).join(", ")}: ${askedAsSays}`,
        ]),
    ...evidenceItem("shown by", first.evidence),
    ...evidenceItem("closed by", first.closing),
    ...doubts.map((doubt) => `- not confirmed: ${md(doubt)}`),
    ...notes.map((note) => `- ${md(note)}`),
    ...readers.map(
      ({ source, kind, requests, agent, action }) =>
        `- taken by ${md(source)} (${action === "" || kind !== "outsider" ? kind : `${kind}, ${action}`}): ${counted(requests, "answer")}, ${agent === "" ? "no agent" : md(agent)}`,
    ),
    ...(fix === undefined ? [] : [`- fix: ${fix.does} See [${fix.title}](#${anchor(fix.title)}).`]),
    ...others
      .slice(0, pathsMax)
      .map((one) => `- also ${md(one.asked.path)}: ${openLine(one.asked)}; ${takenLine(one)}`),
    ...(others.length > pathsMax ? [`- and ${others.length - pathsMax} more in controls.json`] : []),
  ];
}

function evidenceItem(head: string, evidence: EvidenceLine | undefined): string[] {
  if (evidence === undefined) return [];
  return [
    `- ${head} ${md(`${evidence.path}:${evidence.line}`, 400)}`,
    "",
    "  ```text",
    `  ${forFence(shorten(defang(evidence.text), lineMax))}`,
    "  ```",
    "",
  ];
}

/** As Markdown makes a link of a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");
}

function changeSection({ controls }: Review): string[] {
  const rows = controls.filter(({ change }) => change !== undefined);
  if (rows.length === 0) return [];
  return [
    "",
    "## Keys and passwords to change",
    "",
    ...rows.map(
      ({ asked, change, fix }) =>
        `- ${change === "now" ? "change" : "look, and change if it was given away"}: ${md(asked.site)} ${md(asked.path)}. ${fix?.change ?? ""}`,
    ),
  ];
}

/** Each fix once, the way for the server that wrote the log first. */
function fixSection({ controls, sites }: Review): string[] {
  const wanted = new Map<string, { readonly fix: Fix; readonly one: Control }>();
  for (const one of controls)
    if (one.fix !== undefined && one.state !== "unshown" && !wanted.has(one.fix.id))
      wanted.set(one.fix.id, { fix: one.fix, one });
  if (wanted.size === 0) return [];
  const lines = ["", "## Fixes", "", "192.0.2.0/24 stands for your own network. Try each on a copy first."];
  for (const { fix, one } of wanted.values()) {
    const server = sites.find(({ name }) => name === one.asked.site)?.server;
    lines.push("", `### ${fix.title}`, "", fix.does);
    for (const way of waysFor(one, server)) {
      lines.push("", `**${nameOfWay(way)}**, ${way.where} (${way.source}, ${way.date}):`, "");
      if (way.config !== undefined) lines.push("```text", ...way.config.trimEnd().split("\n"), "```");
      else lines.push(way.says ?? "");
    }
  }
  return lines;
}

function siteSection({ sites }: Review): string[] {
  return [
    "",
    "## Sites",
    "",
    "| site | requests | from outside | catalogued paths asked for by outsiders | from | to |",
    "|---|---|---|---|---|---|",
    ...sites
      .slice(0, pathsMax)
      .map(
        (one) =>
          `| ${md(one.name)} | ${one.requests.toLocaleString("en")} | ${one.outside.toLocaleString("en")} | ${one.places} | ${at(one.firstMs)} | ${at(one.lastMs)} |`,
      ),
    ...(sites.length > pathsMax ? ["", `${sites.length - pathsMax} more in controls.json.`] : []),
  ];
}

function gapSection({ gaps }: Review): string[] {
  return [
    "",
    "## Where these logs would not show it",
    "",
    ...gapGroups(gaps).map(
      ({ places, because }) =>
        `- ${someOf(
          places.map((where) => md(where)),
          pathsMax,
        )}: ${md(because, 1000)}`,
    ),
  ];
}

const iso = (ms: number | undefined) =>
  ms === undefined || ms <= 0 ? undefined : new Date(ms).toISOString();

/** One control for programs. */
export function controlRow({ asked, fix, ...one }: Control): unknown {
  return {
    state: one.state,
    site: asked.site,
    path: asked.path,
    endpoint: asked.endpoint,
    purpose: asked.purpose,
    product: asked.product,
    sensitivity: asked.sensitivity,
    discloses: asked.discloses,
    first_open: iso(asked.firstOpen?.ms),
    last_open: iso(asked.lastOpen?.ms),
    last_known: iso(asked.lastKnown?.ms),
    closed_at: one.closing === undefined ? undefined : iso(asked.firstRefusedAfter?.ms),
    answers: asked.opened,
    outsiders: one.outsiders,
    escalated: one.escalated,
    other_answers: asked.others,
    asked_as: asked.askedAs,
    bytes_max: asked.bytesMax < 0 ? undefined : asked.bytesMax,
    doubts: one.doubts,
    notes: one.notes,
    readers: one.readers,
    evidence: one.evidence,
    closing: one.closing,
    change: one.change,
    fix: fix?.id,
  };
}

/** The review for programs. Texts of the log are as they were logged. */
export function controlsDocument(review: Review): unknown {
  return {
    window: { first: iso(review.firstMs), last: iso(review.lastMs) },
    requests: review.requests,
    counts: Object.fromEntries(
      controlStates.map((state) => [state, review.controls.filter((one) => one.state === state).length]),
    ),
    controls: review.controls.map(controlRow),
    sites: review.sites.map(({ firstMs, lastMs, ...site }) => ({
      ...site,
      first: iso(firstMs),
      last: iso(lastMs),
    })),
    gaps: review.gaps,
  };
}
