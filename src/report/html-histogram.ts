/**
 * Requests over time. The bars are a picture that stretches with the page; the words beside
 * and below it are text, so that they stay readable on a telephone. The same numbers stand in
 * a table for those who cannot see the picture.
 */

import { counted } from "../words.ts";
import { bareTime, number, period, time } from "./html-parts.ts";
import type { ReportDocument } from "./model.ts";
import { forHtml } from "./safe-text.ts";

type Slot = ReportDocument["histogram"][number];

const barUnits = 10;
const heightUnits = 100;
/** A slot with one request must not vanish beside one with thousands. */
const barUnitsMin = 1.5;
const timeTicksMax = 8;
/** One hour of log is a bar, not a wall. */
const placesMin = 24;
/** Least distance of two lines across, so that their labels do not touch. */
const levelUnitsMin = 14;
/** The highest slot to the median one, from which a straight scale would show only the highest. */
const towering = 10;

/** Renders the histogram of requests and of those by flagged sources. */
export function renderHistogram(
  slots: readonly Slot[],
  zone: string,
  what: ReportDocument["histogram_of"] = "request",
): string {
  const first = slots[0];
  const last = slots[slots.length - 1];
  if (first === undefined || last === undefined) return `<p>No record with a time was kept.</p>`;
  const max = Math.max(...slots.map(({ requests }) => requests));
  const scale = scaleFor(slots, max);
  const busiest = slots.find(({ requests }) => requests === max) ?? first;
  const flagged = slots.reduce((sum, slot) => sum + slot.flagged, 0);
  const total = slots.reduce((sum, slot) => sum + slot.requests, 0);
  const width = slotHours(first, slots[1]);
  const description = `${counted(slots.length, "slot")} of ${hours(width)}, ${counted(total, what)} that may matter, ${number(flagged)} of them by flagged sources. The busiest slot starts ${bareTime(busiest.time, zone)} with ${counted(busiest.requests, what)}.`;
  const places = Math.max(slots.length, placesMin);
  const y = (count: number) => heightUnits - scale.height(count);
  return `<figure class="histogram">
<div class="plot">
<div class="levels" aria-hidden="true">${scale.levels.map((level) => `<span style="top:${round(y(level))}%">${number(level)}</span>`).join("")}</div>
<svg viewBox="0 0 ${places * barUnits} ${heightUnits}" preserveAspectRatio="none" role="img" aria-labelledby="histogram-name histogram-description">
<title id="histogram-name">${what === "request" ? "Requests" : "Records"} over time</title>
<desc id="histogram-description">${description}</desc>
${scale.levels.map((level) => `<line class="level" x1="0" x2="${places * barUnits}" y1="${round(y(level))}" y2="${round(y(level))}"/>`).join("")}
${slots.map((slot, index) => bar(slot, index, scale, zone)).join("\n")}
</svg>
<div class="times" aria-hidden="true">${timeTicks(slots, zone)
    .map(({ index, label }) => timeTick(index / places, label))
    .join("")}</div>
</div>
<figcaption><span class="key all"></span> all <span class="key flagged"></span> by sources that are escalated or watched. Each bar is ${hours(width)}; ${period(first.time, last.time, zone)} (${forHtml(zone)}). Counted are ${what}s that an indicator may look at, not all traffic.${what === "record" ? " Of those that are flagged only the lines of evidence are marked." : ""}${scale.bent ? " Heights grow with the square root, so that quiet hours stay visible beside loud ones." : ""}</figcaption>
</figure>
<details class="as-table"><summary>The same as a table</summary>
<div class="wide"><table><caption>Slots with requests; each starts at the time given (${forHtml(zone)}) and lasts ${hours(width)}</caption>
<thead><tr><th scope="col">Starts</th><th scope="col" class="n">Requests</th><th scope="col" class="n">By flagged sources</th></tr></thead>
<tbody>${slots
    .filter(({ requests }) => requests > 0)
    .map(
      (slot) =>
        `<tr><td>${time(slot.time, zone)}</td><td class="n">${number(slot.requests)}</td><td class="n">${number(slot.flagged)}</td></tr>`,
    )
    .join("\n")}</tbody></table></div>
</details>`;
}

function bar(slot: Slot, index: number, scale: Scale, zone: string): string {
  if (slot.requests === 0) return "";
  const x = index * barUnits;
  const rectangle = (name: string, count: number) => {
    const height = Math.max(barUnitsMin, scale.height(count));
    return count === 0
      ? ""
      : `<rect class="${name}" x="${x + 1}" width="${barUnits - 2}" y="${round(heightUnits - height)}" height="${round(height)}"/>`;
  };
  return `<g><title>${bareTime(slot.time, zone)}: ${counted(slot.requests, "request")}, ${number(slot.flagged)} by flagged sources</title><rect class="hover" x="${x}" width="${barUnits}" y="0" height="${heightUnits}"/>${rectangle("all", slot.requests)}${rectangle("flagged", slot.flagged)}</g>`;
}

function timeTick(place: number, label: string): string {
  return `<span${place > 0.9 ? ' class="end"' : ""} style="left:${round(place * 100)}%">${label}</span>`;
}

/** Where hours, days, months or years of the reader's zone begin; the finest unit with few enough marks. */
function timeTicks(slots: readonly Slot[], zone: string): { index: number; label: string }[] {
  const local = slots.map(({ time: iso }) => bareTime(iso, zone));
  const day = (text: string) => Math.floor(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000);
  const hour = (text: string) => Number(text.slice(11, 13));
  const month = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
  const units: readonly { key: (text: string) => number; label: (text: string) => string }[] = [
    ...[1, 3, 6, 12].map((every) => ({
      key: (text: string) => day(text) * 24 + Math.floor(hour(text) / every),
      label: (text: string) => (hour(text) < every ? text.slice(0, 10) : text.slice(11)),
    })),
    ...[1, 2, 4, 7, 14].map((every) => ({
      key: (text: string) => Math.floor(day(text) / every),
      label: (text: string) => text.slice(0, 10),
    })),
    ...[1, 3, 6].map((every) => ({
      key: (text: string) => Math.floor(month(text) / every),
      label: (text: string) => text.slice(0, 7),
    })),
    ...[12, 60, 600].map((every) => ({
      key: (text: string) => Math.floor(month(text) / every),
      label: (text: string) => text.slice(0, 4),
    })),
  ];
  for (const { key, label } of units) {
    const starts = local.flatMap((text, index) =>
      index > 0 && key(text) !== key(local[index - 1] ?? text) ? [{ index, label: label(text) }] : [],
    );
    if (starts.length > timeTicksMax) continue;
    const firstStart = starts[0]?.index ?? slots.length;
    return firstStart / slots.length > 0.1 ? [{ index: 0, label: label(local[0] ?? "") }, ...starts] : starts;
  }
  return [];
}

interface Scale {
  /** Units above the ground line. */
  readonly height: (count: number) => number;
  /** Counts with a line across. */
  readonly levels: readonly number[];
  /** True where heights grow with the square root. */
  readonly bent: boolean;
}

/** A straight scale, or one of square roots where one slot towers over the usual one. */
function scaleFor(slots: readonly Slot[], max: number): Scale {
  const counts = slots
    .map(({ requests }) => requests)
    .filter((count) => count > 0)
    .sort((a, b) => a - b);
  const bent = max > towering * (counts[Math.floor(counts.length / 2)] ?? 1);
  const nice = Array.from({ length: 16 }, (_, power) =>
    [1, 2, 5].map((factor) => factor * 10 ** power),
  ).flat();
  const step = nice.find((candidate) => candidate >= max / 3) ?? max;
  const top = Math.max(1, Math.ceil(max / step) * step);
  const height = (count: number) => (bent ? Math.sqrt(count / top) : count / top) * heightUnits;
  if (!bent)
    return {
      height,
      bent,
      levels: Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step),
    };
  const levels = [top];
  for (const level of nice.filter((candidate) => candidate < top).reverse()) {
    const above = height(levels[levels.length - 1] ?? top) - height(level);
    if (above >= levelUnitsMin && height(level) >= levelUnitsMin) levels.push(level);
  }
  return { height, bent, levels: [...levels, 0] };
}

function slotHours(first: Slot, second: Slot | undefined): number {
  return second === undefined
    ? 1
    : Math.round((Date.parse(second.time) - Date.parse(first.time)) / 3_600_000);
}

function hours(count: number): string {
  const days = Math.floor(count / 24);
  return days === 0
    ? counted(count, "hour")
    : count % 24 === 0
      ? counted(days, "day")
      : `${counted(days, "day")} ${counted(count % 24, "hour")}`;
}

function round(units: number): number {
  return Math.round(units * 100) / 100;
}
