/** The small pieces of the HTML report: anchors, times, tags, raw lines; and what it may hold. */

import { reportLimits } from "../limits.ts";
import { counted } from "../words.ts";
import { localTime } from "./brief.ts";
import type { ReportDocument, ReportEntity, ReportFinding } from "./model.ts";
import { forHtml, shorten } from "./safe-text.ts";

/** Longest sentence shown: a sentence may quote log text. */
const sentenceCharactersMax = 2000;

/** Longest name of an entity shown: an agent may be as long as its sender likes. */
const nameCharactersMax = 300;

/** Longest raw line shown; the document holds more of it. */
const lineCharactersMax = 2000;

/** What the parts of one report share. */
export interface HtmlContext {
  readonly zone: string;
  readonly entities: ReadonlyMap<string, ReportEntity>;
  readonly findings: ReadonlyMap<string, ReportFinding>;
  /** Cases by the id of an entity. */
  readonly caseOf: ReadonlyMap<string, string>;
  /** Ids of the cases and findings that the page holds; only those can be linked to. */
  readonly shown: Set<string>;
  /** Bytes that cases may still take. */
  bytesLeft: number;
}

/** Starts a report. */
export function htmlContext(document: ReportDocument, zone: string): HtmlContext {
  return {
    zone,
    entities: new Map(document.entities.map((entity) => [entity.id, entity])),
    findings: new Map(document.findings.map((finding) => [finding.id, finding])),
    caseOf: new Map(
      document.cases.flatMap((one) => one.entities.map((id): [string, string] => [id, one.id])),
    ),
    shown: new Set(),
    bytesLeft: reportLimits.htmlCasesBytesMax,
  };
}

/** Takes room for a piece of a case; false where there is none left. */
export function takeRoom(context: HtmlContext, html: string): boolean {
  const bytes = Buffer.byteLength(html);
  if (bytes > context.bytesLeft) return false;
  context.bytesLeft -= bytes;
  return true;
}

/** The id of an element: only letters, digits, dots and hyphens of a stable id. */
export function anchor(kind: "case" | "finding" | "indicator", id: string): string {
  return `${kind}-${id.replace(/[^A-Za-z0-9.-]/g, "-")}`;
}

/** A link inside the page. */
export function linkTo(kind: "case" | "finding" | "indicator", id: string, html: string): string {
  return `<a href="#${anchor(kind, id)}">${html}</a>`;
}

/** A sentence that may quote a log. */
export function prose(text: string): string {
  return forHtml(shorten(text, sentenceCharactersMax));
}

/** A value from a log inside prose: monospaced, and its direction stays its own. */
export function value(text: string): string {
  return `<bdi class="value">${forHtml(shorten(text, nameCharactersMax))}</bdi>`;
}

/** The name of an entity, by id. */
export function entityName(context: HtmlContext, id: string): string {
  return value(context.entities.get(id)?.value ?? id);
}

/** An action, a severity or a priority as a word in a box; colour only repeats the word. */
export function tag(word: string): string {
  return `<span class="tag ${word.replace(/[^a-z]/g, "-")}">${forHtml(word.replaceAll("_", " "))}</span>`;
}

/** A number with separators. */
export function number(count: number): string {
  return count.toLocaleString("en");
}

/** A time in the reader's zone; its UTC is in the title. */
export function time(iso: string, zone: string): string {
  return timeElement(iso, bareTime(iso, zone));
}

/** From one time to another; what both share is said once. */
export function period(first: string | undefined, last: string | undefined, zone: string): string {
  if (first === undefined) return last === undefined ? "" : time(last, zone);
  const from = bareTime(first, zone);
  const to = bareTime(last ?? first, zone);
  if (last === undefined || from === to) return timeElement(first, from);
  const sameDay = from.slice(0, 10) === to.slice(0, 10);
  return `<span class="period">${timeElement(first, from)} to ${timeElement(last, sameDay ? to.slice(11) : to)}</span>`;
}

const bareTimes = new Map<string, string>();

/** `2026-11-20 14:05`, without the name of the zone. Formatting is slow, and the same times come again. */
export function bareTime(iso: string, zone: string): string {
  const key = `${zone} ${iso}`;
  const known = bareTimes.get(key);
  if (known !== undefined) return known;
  if (bareTimes.size > 20_000) bareTimes.clear();
  const text = localTime(iso, zone).replace(zone === "UTC" ? " UTC" : ` (${zone})`, "");
  bareTimes.set(key, text);
  return text;
}

function timeElement(iso: string, shown: string): string {
  return `<time datetime="${forHtml(iso)}" title="${forHtml(iso)} UTC">${forHtml(shown)}</time>`;
}

/** The raw lines behind a finding or a tie, folded. */
export function rawLines(evidence: ReportFinding["evidence"]): string {
  if (evidence.length === 0) return "";
  const lines = evidence.map(
    ({ path, line, text }) =>
      `<li><span class="place">${forHtml(path)}:${line}</span> <code dir="ltr">${forHtml(shorten(text, lineCharactersMax))}</code></li>`,
  );
  return `<details class="raw"><summary>${counted(evidence.length, "raw line")}</summary><ul>${lines.join("")}</ul></details>`;
}

/** A section of the page with its heading. */
export function section(id: string, title: string, html: string): string {
  return `<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${forHtml(title)}</h2>\n${html}\n</section>\n`;
}
