/**
 * News in words, once for all kinds of destinations. Whoever writes a log line chooses its text, and a chat makes links, mentions and
 * pictures of what it is sent: such text is short, its odd characters are visible and its addresses harmless before it is put anywhere.
 */
import { defang } from "../../report/defang.ts";
import { forTerminal, shorten } from "../../report/safe-text.ts";
import { counted } from "../../words.ts";
import type { EventKind } from "./model.ts";
import type { CaseEvent, CaseNews } from "./news.ts";

/** A message in words. Nothing in it is markup, whatever it looks like. */
export interface Telling {
  readonly headline: string;
  readonly lines: readonly string[];
  /** To the console; undefined where the service was not told its public address. */
  readonly link: { readonly text: string; readonly url: string } | undefined;
}

const textCharactersMax = 240;
/** Of a case that is told alone. */
const eventsShown = 8;
/** Of a digest. */
export const casesShown = 12;

/** Text that others chose, for a place where it could be taken for more than text. */
export function safe(text: string, charactersMax = textCharactersMax): string {
  const seen = shorten(defang(forTerminal(shorten(text, charactersMax * 4))), charactersMax);
  return (
    seen
      // Mentions: <!channel>, @here, names of people.
      .replace(/<(?=[!@#])/g, "< ")
      .replace(/(?<!\[)@/g, "[@]")
      // A link in Markdown, which some chats that take Slack's messages make.
      .replaceAll("](", "] (")
  );
}

const words: Readonly<Record<EventKind, string>> = {
  opened: "opened",
  graver: "became graver",
  state: "another state",
  closed: "closed",
  assigned: "assigned",
  note: "a note",
};

/** The kinds of what happened, each once, in the order in which they are most to be told. */
const weight: readonly EventKind[] = ["opened", "graver", "closed", "state", "assigned", "note"];

export function kindsOf(events: readonly CaseEvent[]): EventKind[] {
  const kinds = new Set(events.map(({ kind }) => kind));
  return weight.filter((kind) => kinds.has(kind));
}

const said = (events: readonly CaseEvent[]) =>
  kindsOf(events)
    .map((kind) => words[kind])
    .join(", ");

const judged = ({ summary }: CaseNews) =>
  `${summary.action}${summary.priority === "none" ? "" : ` · ${summary.priority}`}, ${summary.severity}`;

export function caseUrl(publicUrl: string | undefined, id: string): string | undefined {
  return publicUrl === undefined ? undefined : `${publicUrl}/case/${encodeURIComponent(id)}`;
}

/** One case. @param more what its newest report says of it, in others' words */
export function tellCase(news: CaseNews, more: readonly string[], publicUrl: string | undefined): Telling {
  const { summary, events } = news;
  const url = caseUrl(publicUrl, summary.id);
  return {
    headline: `${summary.id} ${said(events)}: ${safe(summary.title)}`,
    lines: [
      `${judged(news)}; state ${summary.state}; ${counted(summary.entities, "entity")}, ${counted(summary.findings, "finding")}`,
      `Seen ${minuteOf(summary.first_seen)} to ${minuteOf(summary.last_seen)} UTC`,
      ...more.map((line) => safe(line)),
      ...events.slice(-eventsShown).map(eventLine),
      ...(events.length > eventsShown ? [`and ${events.length - eventsShown} before`] : []),
    ],
    link: url === undefined ? undefined : { text: `Open ${summary.id}`, url },
  };
}

function eventLine({ kind, atMs, by, detail }: CaseEvent): string {
  const more = detail === "" ? "" : ` (${safe(detail)})`;
  return `${minuteOf(atMs)} ${words[kind]}${more} by ${safe(by, 80)}`;
}

/** Many cases at once. */
export function tellDigest(cases: readonly CaseNews[], publicUrl: string | undefined): Telling {
  const counts = weight.flatMap((kind) => {
    const count = cases.filter(({ events }) => events.some((one) => one.kind === kind)).length;
    return count === 0 ? [] : [`${count} ${words[kind]}`];
  });
  const shown = gravestFirst(cases).slice(0, casesShown);
  return {
    headline: `${counted(cases.length, "case")} changed: ${counts.join(", ")}`,
    lines: [
      ...shown.map(
        (one) =>
          `${one.summary.id} ${said(one.events)} (${judged(one)}): ${safe(one.summary.title, textCharactersMax / 2)}`,
      ),
      ...(cases.length > shown.length ? [`and ${cases.length - shown.length} more`] : []),
    ],
    link: publicUrl === undefined ? undefined : { text: "Open the queue", url: `${publicUrl}/` },
  };
}

export function gravestFirst(cases: readonly CaseNews[]): CaseNews[] {
  return [...cases].sort(
    (a, b) => b.summary.score - a.summary.score || (a.summary.id < b.summary.id ? -1 : 1),
  );
}

export function tellTest(name: string, publicUrl: string | undefined): Telling {
  return {
    headline: "Vedette: a test message",
    lines: [`It was asked for by an administrator, for the destination ${safe(name)}. Nothing happened.`],
    link: publicUrl === undefined ? undefined : { text: "Open the queue", url: `${publicUrl}/` },
  };
}

function minuteOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace("T", " ");
}
