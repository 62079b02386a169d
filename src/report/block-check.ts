/** A block list of the reader's own, weighed: whom it stops, for a terminal and as JSON. */
import type { Checked, EntryWeight, Somebody, Stopped, Weight } from "../respond/check.ts";
import { counted } from "../words.ts";
import { forTerminal, shorten } from "./safe-text.ts";

const listMax = 10;

const clients = (stopped: Stopped) =>
  `${counted(stopped.requests, "request")} of ${counted(stopped.clients.size, "client")}`;

/** The preview for a terminal. */
export function renderChecked(name: string, checked: Checked): string {
  const { list, entries, whole, unreadable } = checked;
  const networks = entries.filter(({ entry }) => entry.network !== undefined).length;
  const lines = [
    `${forTerminal(name)}: ${counted(list.entries.length, "entry")}, ${networks.toLocaleString("en")} of them addresses and networks`,
    ...(list.taken === undefined
      ? []
      : [
          "  No line holds an address or a known directive: each was taken as a part of agents, in capitals or not.",
        ]),
    "",
    `Of ${counted(checked.requests, "request")} in these logs the list would have stopped`,
    `  ${whole.escalated.requests.toLocaleString("en")} of ${counted(checked.escalated, "request")} of what is escalated (${percent(whole.escalated.requests, checked.escalated)}), of ${counted(whole.escalated.clients.size, "client")}`,
    `  ${counted(whole.watched.requests, "request")} of ${counted(whole.watched.clients.size, "watched client")}`,
    `  ${clients(whole.others)} against whom nothing speaks`,
  ];
  const harmful = entries.filter(({ weight }) => weight.others.requests > 0).sort(byOthers);
  listed(lines, "Entries that stop others", harmful, (one) => [
    `${place(one)}: ${clients(one.weight.others)}, and ${one.weight.escalated.requests.toLocaleString("en")} of what is escalated`,
  ]);
  listed(lines, "Whom else it stops", checked.bystanders, somebody);
  listed(
    lines,
    "Entries that should not be blocked",
    entries.filter(({ never }) => never !== undefined),
    (one) => [`${place(one)}: ${forTerminal(one.never ?? "")}`],
  );
  listed(lines, "Escalated, and not stopped by it", checked.missed, somebody);
  const idle = entries.filter(({ weight }) => total(weight) === 0);
  if (idle.length > 0)
    lines.push(
      "",
      `${counted(idle.length, "entry")} of ${entries.length.toLocaleString("en")} stopped nobody in these logs.`,
    );
  listed(
    lines,
    "Left out of this check",
    [
      ...unreadable.map(({ entry, because }) => ({ line: entry.line, text: entry.text, because })),
      ...list.leftOut,
    ],
    ({ line, text, because }) => [`line ${line}, ${shorten(forTerminal(text), 80)}: ${because}`],
  );
  return `${lines.join("\n")}\n`;
}

function listed<One>(
  lines: string[],
  title: string,
  all: readonly One[],
  tell: (one: One) => string[],
): void {
  if (all.length === 0) return;
  lines.push("", `${title}:`);
  for (const one of all.slice(0, listMax)) lines.push(...tell(one).map((text) => `  ${text}`));
  if (all.length > listMax) lines.push(`  … and ${(all.length - listMax).toLocaleString("en")} more`);
}

const total = ({ escalated, watched, others }: Weight) =>
  escalated.requests + watched.requests + others.requests;
const byOthers = (a: EntryWeight, b: EntryWeight) =>
  b.weight.others.requests - a.weight.others.requests || a.entry.line - b.entry.line;
const place = ({ entry }: EntryWeight) => `line ${entry.line}, ${shorten(forTerminal(entry.text), 80)}`;

function somebody({ source, requests, agent }: Somebody): string[] {
  return [`${forTerminal(source)}: ${counted(requests, "request")}, ${shorten(forTerminal(agent), 80)}`];
}

function percent(part: number, all: number): string {
  return all === 0 ? "none is" : `${Math.floor((100 * part) / all)} %`;
}

/** The same as plain data. */
export function checkedDocument(name: string, checked: Checked): unknown {
  const stopped = ({ requests, clients: who }: Stopped) => ({ requests, clients: who.size });
  const weight = ({ escalated, watched, others }: Weight) => ({
    escalated: stopped(escalated),
    watched: stopped(watched),
    others: stopped(others),
  });
  return {
    list: name,
    requests: checked.requests,
    escalated_requests: checked.escalated,
    stops: weight(checked.whole),
    entries: checked.entries.map(({ entry, weight: own, never }) => ({
      line: entry.line,
      text: entry.text,
      ...(entry.network === undefined ? {} : { network: entry.network }),
      ...(entry.agent === undefined ? {} : { agent: entry.agent }),
      ...(entry.path === undefined ? {} : { path: entry.path }),
      stops: weight(own),
      ...(never === undefined ? {} : { never }),
    })),
    bystanders: checked.bystanders,
    missed: checked.missed,
    left_out: [
      ...checked.unreadable.map(({ entry, because }) => ({ line: entry.line, text: entry.text, because })),
      ...checked.list.leftOut,
    ],
  };
}
