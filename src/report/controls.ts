/** The control review for a terminal: what is open first, each with the request that shows it and the fix. */
import type { FixWay } from "../content/fixes.ts";
import type { EvidenceLine } from "../detect/evidence.ts";
import type { Asked, Control, ControlState, Gap, Reader, Review } from "../respond/controls/model.ts";
import { counted, noun } from "../words.ts";
import { localTime } from "./brief.ts";
import { defang } from "./defang.ts";
import { forTerminal, shorten } from "./safe-text.ts";
import { wrapped } from "./wrapped.ts";

export const stateTitles: Readonly<Record<ControlState, string>> = {
  open: "Open to outsiders",
  answered: "Answered, not confirmed",
  closed: "Open earlier, closed since",
  used: "Answered, and what looks like visitors uses it",
  unshown: "The logs cannot tell",
};

/** What is to be known of names that are not known to be the server's. */
export const askedAsSays = "the client's word alone, so it stands under the name of the log";

const width = 120;
const lineMax = 220;
/** Of a state, groups that are shown in full, and lines of the others. */
const fullMax = 12;
const gapsMax = 12;
const readersMax = 3;
const placesMax = 6;

/** Controls of one site that one fix closes, for what differs in the path alone. */
export interface ControlGroup {
  readonly first: Control;
  readonly others: readonly Control[];
}

/** Groups of the controls of a state, in their order. */
export function groupsOf(controls: readonly Control[], state: ControlState): ControlGroup[] {
  const groups = new Map<string, Control[]>();
  for (const one of controls.filter((control) => control.state === state)) {
    const { site, endpoint, product } = one.asked;
    const key = JSON.stringify([site, endpoint, product]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ first, others }],
  );
}

export const at = (ms: number): string =>
  ms <= 0 ? "at an unknown time" : localTime(new Date(ms).toISOString(), "UTC");

/** One line with the numbers. */
export function headline({ controls }: Review): string {
  const of = (state: ControlState) => controls.filter((one) => one.state === state);
  const open = of("open");
  const secrets = open.filter(({ asked }) => asked.sensitivity === "secret").length;
  const inside = open.filter(({ asked }) => asked.sensitivity === "internal").length;
  const kinds = [
    ...(secrets > 0 ? [`${secrets} secret`] : []),
    ...(inside > 0 ? [`${inside} internal`] : []),
    ...(open.length - secrets - inside > 0
      ? [`${open.length - secrets - inside} versions or descriptions`]
      : []),
  ].join(", ");
  return [
    `${open.length} open${kinds === "" ? "" : ` (${kinds})`}`,
    `${of("answered").length} answered, not confirmed`,
    `${of("closed").length} closed since`,
    ...(of("used").length > 0 ? [`${of("used").length} that visitors seem to use`] : []),
    `${of("unshown").length} that the logs cannot tell`,
  ].join(", ");
}

/** Up to when the logs tell, and that nothing was asked. */
export function spanLine({ firstMs, lastMs, requests, sites }: Review): string {
  return `${counted(requests, "request")} to ${counted(sites.length, "site")}, ${at(firstMs)} to ${at(lastMs)}. "Now" is the end of these logs; nothing was asked of the servers.`;
}

/** How often it was answered and to whom. */
export function takenLine({ asked, outsiders, escalated }: Control): string {
  const others = Object.entries(asked.others).map(([kind, n]) => `${n.toLocaleString("en")} ${kind}`);
  const taken =
    asked.opened === 0
      ? asked.passed > 0
        ? `${counted(asked.passed, "answer")} to who asked for it of another host`
        : "not given to an outsider"
      : `${counted(asked.opened, "answer")} to ${counted(outsiders, "outsider")}${escalated > 0 ? ` (${escalated} escalated)` : ""}`;
  return `${taken}${others.length === 0 ? "" : `; besides ${others.join(", ")}`}`;
}

/** When it was open. */
export function openLine({
  firstOpen,
  lastOpen,
  lastKnown,
  lastUnshown,
  lastJustified,
  lastSignedIn,
}: Asked): string {
  if (lastOpen === undefined)
    return `last answered ${at((lastUnshown ?? lastJustified ?? lastSignedIn)?.ms ?? 0)}`;
  const still =
    lastKnown !== undefined && lastKnown.record !== lastOpen.record
      ? `, still there (304) ${at(lastKnown.ms)}`
      : "";
  return `last open ${at(lastOpen.ms)}${firstOpen?.record === lastOpen.record ? "" : `, first ${at(firstOpen?.ms ?? 0)}`}${still}`;
}

/** Ways of a fix for the server that wrote the log first. */
export function waysFor({ fix }: Control, server: FixWay["for"] | undefined): readonly FixWay[] {
  const ways = fix?.ways ?? [];
  return [...ways.filter((way) => way.for === server), ...ways.filter((way) => way.for !== server)];
}

/** The review for a terminal. */
export function renderControls(review: Review): string {
  const lines = [headline(review), spanLine(review)];
  for (const state of ["open", "answered", "closed", "used", "unshown"] as const) {
    const groups = groupsOf(review.controls, state);
    if (groups.length === 0) continue;
    lines.push("", `${stateTitles[state]}:`);
    const full = state === "used" || state === "unshown" ? 0 : fullMax;
    for (const [n, group] of groups.entries()) {
      if (n < full) lines.push(...groupLines(group, review));
      else if (n < full + fullMax) lines.push(shortLine(group));
    }
    if (groups.length > full + fullMax) lines.push(`  … and ${groups.length - full - fullMax} more`);
  }
  lines.push(...changeLines(review), ...gapLines(review));
  return `${lines.join("\n")}\n`;
}

const placeOf = ({ asked }: Control) => `${forTerminal(asked.site)} ${shorten(forTerminal(asked.path), 100)}`;

function shortLine({ first, others }: ControlGroup): string {
  const why = [...first.doubts, ...first.notes].join("; ");
  return shorten(
    `  ${placeOf(first)}${others.length === 0 ? "" : ` and ${counted(others.length, "path")} more of its kind`}: ${why === "" ? takenLine(first) : why}`,
    lineMax,
  );
}

function groupLines({ first, others }: ControlGroup, review: Review): string[] {
  const { asked, evidence, closing, doubts, notes, fix } = first;
  const server = review.sites.find(({ name }) => name === asked.site)?.server;
  return [
    `  ${asked.sensitivity}  ${placeOf(first)}${others.length === 0 ? "" : `  and ${counted(others.length, "path")} more of its kind`}`,
    ...wrapped("      ", `${asked.product}: ${asked.discloses}`, width),
    ...wrapped("      ", `${openLine(asked)}; ${takenLine(first)}`, width),
    ...askedAsLines(first),
    ...first.readers.slice(0, readersMax).map(readerLine),
    ...evidenceLines("shown by", evidence),
    ...evidenceLines("closed by", closing),
    ...doubts.flatMap((doubt) => wrapped("      not confirmed: ", doubt, width)),
    ...notes.flatMap((note) => wrapped("      ", note, width)),
    ...(fix === undefined
      ? []
      : wrapped(
          "      fix: ",
          `${fix.does} Written out with -o for ${waysFor(first, server).map(nameOfWay).join(", ")}.`,
          width,
        )),
  ];
}

/** Names that clients alone gave it: the server's own they may not be. */
function askedAsLines({ asked }: Control): string[] {
  if (asked.askedAs.length === 0) return [];
  const names = asked.askedAs.map((name) => shorten(defang(forTerminal(name)), 80)).join(", ");
  return wrapped("      ", `asked for under ${names}: ${askedAsSays}`, width);
}

/** What a way is for, as people call it. */
export function nameOfWay(way: FixWay): string {
  const names = {
    nginx: "nginx",
    apache: "Apache",
    iis: "IIS",
    spring: "Spring",
    php: "PHP",
    application: "",
  };
  return way.product ?? names[way.for];
}

function readerLine({ source, kind, requests, agent, action }: Reader): string {
  const standing = action === "" || kind !== "outsider" ? kind : `${kind}, ${action}`;
  return shorten(
    `        ${forTerminal(source)} (${standing}): ${counted(requests, "answer")}, ${agent === "" || agent === "-" ? "no agent" : forTerminal(agent)}`,
    width,
  );
}

function evidenceLines(head: string, evidence: EvidenceLine | undefined): string[] {
  if (evidence === undefined) return [];
  return [
    `      ${head} ${forTerminal(evidence.path)}:${evidence.line}`,
    `        ${shorten(forTerminal(defang(evidence.text)), lineMax)}`,
  ];
}

/** Secrets that were given away have to be changed, also where they are closed since. */
function changeLines({ controls }: Review): string[] {
  const lines = (change: Control["change"], title: string) => {
    const all = controls.filter((one) => one.change === change);
    if (all.length === 0) return [];
    return [
      "",
      `${title}:`,
      ...all
        .slice(0, fullMax)
        .flatMap((one) => wrapped("  ", `${placeOf(one)}: ${one.fix?.change ?? ""}`, width)),
      ...(all.length > fullMax
        ? [`  … and ${all.length - fullMax} ${noun(all.length - fullMax, "other")}`]
        : []),
    ];
  };
  return [
    ...lines("now", "Change what outsiders were given"),
    ...lines("look", "Look what stood in it, and change it if it was given away"),
  ];
}

/** Gaps with the same reason together, in the order of the first. */
export function gapGroups(
  gaps: readonly Gap[],
): { readonly places: readonly string[]; readonly because: string }[] {
  const groups = new Map<string, string[]>();
  for (const { where, because } of gaps) groups.set(because, [...(groups.get(because) ?? []), where]);
  return [...groups].map(([because, places]) => ({ because, places }));
}

/** Some of many names. */
export function someOf(names: readonly string[], max: number): string {
  const more = names.length - max;
  return more > 0 ? `${names.slice(0, max).join(", ")} and ${more} more` : names.join(", ");
}

function gapLines(review: Review): string[] {
  const gaps = gapGroups(review.gaps);
  return [
    "",
    "Where these logs would not show it:",
    ...gaps.slice(0, gapsMax).flatMap(({ places, because }) => {
      const named = places.map((where) => shorten(forTerminal(where), 60));
      return wrapped("  ", `${someOf(named, placesMax)}: ${because}`, width, placesMax);
    }),
    ...(gaps.length > gapsMax ? [`  … and ${gaps.length - gapsMax} more`] : []),
  ];
}
