/** Containment as people and programs read it: what could be blocked, at what cost, and how it is applied and taken back. */

import type { BlockKind, Matcher } from "../respond/block.ts";
import type { Candidate, LeftOut } from "../respond/candidates.ts";
import { nameOf } from "../respond/candidates.ts";
import type { Containment, TargetFiles } from "../respond/contain.ts";
import { keyOf } from "../respond/matching.ts";
import { type Rendered, shapeOf } from "../respond/target.ts";
import { counted } from "../words.ts";
import { localTime } from "./brief.ts";
import { forMarkdown, forTerminal, sentenceForMarkdown, shorten } from "./safe-text.ts";

export const blockTitles: Readonly<Record<BlockKind, string>> = {
  "agent-and-path": "agent and path",
  mixed: "agents, others on their paths",
  agent: "agent",
  address: "address",
  network: "network",
  destination: "host outside",
};
const listMax = 5;
const lineMax = 160;

function share({ impact }: Candidate): string {
  const percent = impact.ofCase === 0 ? 0 : Math.floor((100 * impact.stopped) / impact.ofCase);
  return `${impact.stopped.toLocaleString("en")} of ${counted(impact.ofCase, "request")} of the case (${percent} %)`;
}

function cost(one: Candidate): string {
  const { hostile } = one.impact;
  return `${costOfOthers(one)}${hostile === 0 ? "" : ` (and ${counted(hostile, "request")} of other cases)`}`;
}

function costOfOthers({ impact }: Candidate): string {
  if (impact.others === 0) return "nobody else";
  const sharing =
    impact.sharing === 0
      ? ""
      : `, ${impact.sharing.toLocaleString("en")} of them behind addresses of the case`;
  return `${counted(impact.others, "other request")} of ${counted(impact.bystanders.length, "client")}${sharing}`;
}

function heading(one: Candidate): string {
  return `${blockTitles[one.kind]}${one.pruned ? ", without what others share" : ""}: ${counted(one.matchers.length, "entry")}`;
}

/** The preview for a terminal. */
export function renderContainment({ request, weighed, chosen }: Containment): string {
  const lines = [`Containment of ${request.one.id}: ${forTerminal(request.one.title)}`, ""];
  if (weighed.candidates.length === 0)
    lines.push("No request of these logs that could be blocked belongs to this case.");
  for (const one of weighed.candidates) {
    lines.push(`${one === weighed.recommended ? "* " : "  "}${heading(one)}`);
    lines.push(`    would have stopped ${share(one)}, and ${cost(one)}`);
    for (const matcher of one.matchers.slice(0, listMax))
      lines.push(`      ${shorten(forTerminal(nameOf(matcher)), lineMax)}`);
    if (one.matchers.length > listMax) lines.push(`      … and ${one.matchers.length - listMax} more`);
    for (const { source, requests, agent } of one.impact.bystanders.slice(0, listMax))
      lines.push(
        `      also stopped: ${forTerminal(source)}, ${counted(requests, "request")}, ${shorten(forTerminal(agent), 80)}`,
      );
    for (const { what, because } of one.leftOut.slice(0, listMax))
      lines.push(`      left out: ${shorten(forTerminal(what), 80)}: ${forTerminal(because)}`);
    if (one.leftOut.length > listMax) lines.push(`      … and ${one.leftOut.length - listMax} more left out`);
  }
  lines.push(
    "",
    weighed.recommended === undefined
      ? `Nothing is recommended. ${weighed.because}`
      : `* is recommended. ${weighed.because}`,
  );
  if (chosen === undefined) lines.push("No file would be written.");
  return `${lines.join("\n")}\n`;
}

/** The page beside the files. */
export function renderContainmentPage(containment: Containment): string {
  const { request, weighed, chosen, files } = containment;
  const lines = [
    `# Containment of ${request.one.id}`,
    "",
    `${forMarkdown(request.one.title)}.${request.ticket === undefined ? "" : ` Ticket ${forMarkdown(request.ticket)}.`} Until ${localTime(new Date(request.expiresMs).toISOString(), "UTC")}. Nothing has been applied.`,
    "",
    "## What was weighed",
    "",
    "On the requests of these logs:",
    "",
    "| block | entries | stops of the case | stops besides | |",
    "|---|---|---|---|---|",
    ...weighed.candidates.map(
      (one) =>
        `| ${blockTitles[one.kind]}${one.pruned ? ", without what others share" : ""} | ${one.matchers.length.toLocaleString("en")} | ${share(one)} | ${cost(one)} | ${[one === weighed.recommended ? "recommended" : "", one === chosen ? "written" : ""].filter((word) => word !== "").join(", ")} |`,
    ),
    "",
    sentenceForMarkdown(weighed.because),
  ];
  // How it is applied and taken back comes first: a list of hundreds of entries may follow.
  for (const one of files) if (one.rendered !== undefined) lines.push("", ...targetLines(one, one.rendered));
  const without = files.filter(({ rendered }) => rendered === undefined);
  if (without.length > 0)
    lines.push("", "## Products that can match nothing of it", "", ...without.map(whyNot));
  if (chosen !== undefined) {
    if (chosen.impact.bystanders.length > 0)
      lines.push(
        "",
        "## Who else would have been stopped",
        "",
        ...chosen.impact.bystanders
          .slice(0, entriesMax)
          .map(
            ({ source, requests, agent }) =>
              `- ${forMarkdown(source)}: ${counted(requests, "request")}, ${forMarkdown(shorten(agent, 200))}`,
          ),
      );
    if (chosen.leftOut.length > 0)
      lines.push(
        "",
        "## Left out",
        "",
        ...chosen.leftOut
          .slice(0, entriesMax)
          .map(
            ({ what, because }) => `- ${forMarkdown(shorten(what, 200))}: ${sentenceForMarkdown(because)}`,
          ),
      );
  }
  lines.push(...leftOutOfOthers(containment));
  if (chosen !== undefined) {
    lines.push(
      "",
      "## Entries",
      "",
      ...chosen.matchers
        .slice(0, entriesMax)
        .map((matcher) => `- ${forMarkdown(shorten(nameOf(matcher), 400))}`),
    );
    if (chosen.matchers.length > entriesMax)
      lines.push(`- and ${chosen.matchers.length - entriesMax} more in containment.json`);
  }
  return `${lines.join("\n")}\n`;
}

const entriesMax = 200;

/** Why blocks of other kinds have fewer entries than the case has addresses or agents. */
function leftOutOfOthers({ weighed, chosen }: Containment): string[] {
  const rows = weighed.candidates
    .filter((one) => one !== chosen)
    .flatMap((one) =>
      one.leftOut
        .slice(0, listMax)
        .map(
          ({ what, because }) =>
            `- ${blockTitles[one.kind]} ${forMarkdown(shorten(what, 200))}: ${sentenceForMarkdown(because)}`,
        ),
    );
  return rows.length === 0 ? [] : ["", "## Left out of the other blocks", "", ...new Set(rows)];
}

function whyNot({ target, leftOut }: TargetFiles): string {
  return `- ${target.title}: ${[...new Set(leftOut.map(({ because }) => sentenceForMarkdown(because)))].join("; ")}`;
}

/** Products that were asked for by name and get no file of the chosen block, with a block that they could match. */
export function withoutFiles({ weighed, files }: Containment, named: readonly string[]): string[] {
  return files.flatMap(({ target, rendered, leftOut }) => {
    if (rendered !== undefined || !named.includes(target.id)) return [];
    const why = [...new Set(leftOut.map(({ because }) => because))].join("; ");
    const fits = weighed.candidates
      .filter(
        ({ impact, matchers }) =>
          impact.others === 0 &&
          matchers.some((one) => target.shapes.includes(shapeOf(one)) && target.cannot?.(one) === undefined),
      )
      .sort((a, b) => b.impact.stopped - a.impact.stopped)[0];
    return [
      `${target.title}: no file, ${why}. ${fits === undefined ? "No block of this case that stops nobody else is one that it could hold." : `--kind ${fits.kind} is what it could hold: ${share(fits)}, and ${cost(fits)}.`}`,
    ];
  });
}

function targetLines({ target, stopped, leftOut }: TargetFiles, rendered: Rendered): string[] {
  return productLines(target, rendered, `They stop ${counted(stopped, "request")} of the case.`, leftOut);
}

/**
 * A product's files, and how they are applied and taken back.
 * @param does a sentence about what the files do
 */
export function productLines(
  { id, title }: { readonly id: string; readonly title: string },
  { files, expiry, apply, rollback }: Rendered,
  does: string,
  leftOut: readonly LeftOut[],
): string[] {
  const left = leftOutLines(leftOut);
  return [
    `## ${title}`,
    "",
    `In \`${id}/\`: ${files.map(({ name }) => `\`${name}\``).join(", ")}. ${does} ${expiry}`,
    ...(left.length === 0 ? [] : ["", ...left]),
    "",
    "To apply it:",
    "",
    ...apply.map(stepLine),
    "",
    "To take it back:",
    "",
    ...rollback.map(stepLine),
  ];
}

/** What a product cannot hold, by reasons; the first entries of each. */
export function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const { what, because } of leftOut) reasons.set(because, [...(reasons.get(because) ?? []), what]);
  return [...reasons].flatMap(([because, all]) => [
    ...all
      .slice(0, listMax)
      .map((what) => `- left out: ${forMarkdown(shorten(what, 200))}: ${sentenceForMarkdown(because)}`),
    ...(all.length > listMax
      ? [`- and ${counted(all.length - listMax, "more entry")} for the same reason`]
      : []),
  ]);
}

/** A step is a command, or a sentence with its own marks of code. */
function stepLine(step: string): string {
  return /^[A-Z]/.test(step) ? `1. ${step}` : `1. \`${step}\``;
}

function scopeOf({ agent, path, network, domain }: Matcher): string {
  if (domain !== undefined) return "domain";
  if (network !== undefined) return /\/(?:32|128)$/.test(network) ? "ip" : "ip_range";
  if (agent === undefined) return "path";
  return path === undefined ? "user_agent" : "user_agent_and_path";
}

/** A block as the report's contract has it. */
export interface ReportBlock {
  readonly id: string;
  readonly scope: string;
  readonly match: string;
  readonly matcher: Matcher;
  readonly case: string;
  readonly kind: BlockKind;
  readonly expires_after_s: number;
  /** What this entry would have stopped by itself. */
  readonly impact: {
    readonly malicious_requests: number;
    readonly other_requests: number;
    readonly other_clients: number;
  };
  readonly recommended: boolean;
  readonly why_not?: string;
}

/**
 * Items of `containment` as the report's contract describes them, the narrowest first.
 * @param max entries of a block that is not recommended; the others of it are left out
 */
export function containmentItems(
  { request, weighed, stops }: Containment,
  max = Number.POSITIVE_INFINITY,
): ReportBlock[] {
  return weighed.candidates.flatMap((one, at) =>
    one.matchers.slice(0, one === weighed.recommended ? undefined : max).map((matcher, n) => {
      const own = stops.get(keyOf(matcher));
      return {
        id: `B-${request.one.id}-${at + 1}-${n + 1}`,
        scope: scopeOf(matcher),
        match: nameOf(matcher),
        matcher,
        case: request.one.id,
        kind: one.kind,
        expires_after_s: Math.round((request.expiresMs - request.fromMs) / 1000),
        impact: {
          malicious_requests: own?.malicious ?? 0,
          other_requests: own?.others ?? 0,
          other_clients: own?.clients.size ?? 0,
        },
        recommended: one === weighed.recommended,
        ...(one === weighed.recommended ? {} : { why_not: weighed.because }),
      };
    }),
  );
}
