/** The review after an incident as a page: Markdown and HTML are made of it, and its first part is shown in a terminal. */
import type { Control } from "../respond/controls/model.ts";
import { containmentOf } from "../respond/incident/held.ts";
import type { IncidentReview, Worked } from "../respond/incident/incident.ts";
import { detectedMs, outOfOrder } from "../respond/incident/times.ts";
import type { Found, Tuning } from "../respond/incident/tuning.ts";
import { counted } from "../words.ts";
import { defang } from "./defang.ts";
import { followUps } from "./incident-next.ts";
import type { Page, PageLine } from "./pack/page.ts";
import { forTerminal, shorten } from "./safe-text.ts";

const sentenceMax = 320;
const rowsMax = 12;

/** @param commands commands that follow, by clause; undefined where the logs cannot be read again */
export function incidentPage(
  review: IncidentReview,
  commands: Readonly<Record<string, string>> | undefined,
): Page {
  const { one } = review;
  return {
    title: `Review of case ${one.id}`,
    summary: [
      `${say(one.title)}.`,
      `${one.action}, priority ${one.priority}, severity ${one.severity}, confidence ${one.confidence}; ${counted(one.entities.length, "member")}. Seen from ${utc(one.firstMs)} to ${utc(one.lastMs)}.`,
    ],
    sections: [
      { title: "How long it took", lines: spans(review) },
      { title: "Time line", lines: timeline(review) },
      { title: "What worked", lines: worked(review) },
      { title: "What was not seen, and why", lines: missed(review) },
      { title: "Whether containment held", lines: contained(review) },
      { title: "Thresholds that these logs support", lines: tuning(review) },
      { title: "Open controls", lines: controls(review) },
      { title: "Justifications that need somebody", lines: register(review) },
      { title: "To follow up", lines: followUp(review, commands) },
    ],
    footer: "Times are UTC. Times of people are as they were given; nothing in a log tells them.",
  };
}

function say(text: string, max = sentenceMax): string {
  return shorten(defang(forTerminal(text)), max);
}

function utc(ms: number): string {
  return ms > 0 ? `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC` : "an unknown time";
}

/** A span in the two units that people say it in. */
export function span(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes < 1) return "less than a minute";
  if (minutes < 120) return counted(minutes, "minute");
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${counted(hours, "hour")} ${counted(minutes % 60, "minute")}`;
  return `${counted(Math.floor(hours / 24), "day")} ${counted(hours % 24, "hour")}`;
}

function spans({ one, times }: IncidentReview): PageLine[] {
  const detected = detectedMs(times);
  const { decided, contained, closed } = times.given;
  const from = (ms: number | undefined, since: number | undefined, says: string, none: string): PageLine =>
    ms === undefined || since === undefined || since <= 0
      ? { lead: says, text: none }
      : { lead: says, text: `${span(ms - since)}${ms < since ? " before it" : ""}` };
  const odd = outOfOrder(times, one.firstMs);
  return [
    {
      lead: "First activity in these logs",
      text: utc(one.firstMs),
    },
    from(
      detected,
      one.firstMs,
      "To detection",
      "not known: give --detected, or earlier reports with --report",
    ),
    ...(times.sight === undefined
      ? []
      : [
          {
            lead: "By reports",
            text: `${say(times.sight.path)} is the first that has it${times.unseen === undefined ? ", and no earlier one was given" : `; ${say(times.unseen.path)}, ${span(times.sight.ms - times.unseen.ms)} before, has not`}`,
          },
        ]),
    from(
      decided,
      detected ?? one.firstMs,
      `From ${detected === undefined ? "first activity" : "detection"} to the decision`,
      "not known: give --decided",
    ),
    from(
      contained,
      decided ?? detected ?? one.firstMs,
      `From ${decided !== undefined ? "the decision" : detected !== undefined ? "detection" : "first activity"} to containment`,
      "not known: give --contained",
    ),
    ...(contained === undefined
      ? []
      : [from(contained, one.firstMs, "From first activity to containment", "")]),
    ...(closed === undefined ? [] : [from(closed, one.firstMs, "From first activity to the end", "")]),
    ...odd.map((text) => ({ lead: "Look at these times", text })),
  ];
}

function timeline({ timeline: all, evidence }: IncidentReview): PageLine[] {
  // One record is often the first of several things; its line is shown once.
  const shown = new Set<number>();
  return all.map(({ ms, of, what, record }) => {
    const line = record === undefined || shown.has(record) ? undefined : evidence.get(record);
    if (record !== undefined) shown.add(record);
    return {
      lead: utc(ms),
      text: `${of === "people" ? "(people) " : ""}${say(what)}`,
      ...(line === undefined
        ? {}
        : { code: `${forTerminal(line.path)}:${line.line}  ${say(line.text, 200)}` }),
    };
  });
}

function worked({ worked: all, one }: IncidentReview): PageLine[] {
  if (all.length === 0) return [{ text: "No indicator found any of it." }];
  return firstOf(all, "indicator", (found: Worked) => ({
    lead: `${found.clause} ${found.indicator}`,
    text: `${say(found.title)}: ${found.members.toLocaleString("en")} of ${counted(one.entities.length, "member")}${found.alone === 0 ? "" : `, ${found.alone.toLocaleString("en")} of them found by nothing else`}; from ${utc(found.firstMs)}${found.succeeded ? "; it says that something was answered, read or sent out" : ""}`,
  }));
}

function missed({ missed: all, notRun }: IncidentReview): PageLine[] {
  const gaps = all.map(({ clause, says }) => ({ lead: clause, text: say(says) }));
  const idle = firstOf(notRun, "indicator", ({ id, note }) => ({
    lead: id,
    text: say(`did not run: ${note}`),
  }));
  return gaps.length + idle.length === 0
    ? [{ text: "Every source that the playbook names was read, and every indicator ran." }]
    : [...gaps, ...idle];
}

function contained({ after, times, evidence }: IncidentReview): PageLine[] {
  const state = containmentOf({ after, times });
  if (times.given.contained === undefined)
    return [{ text: "When it was contained was not given (--contained), so nothing can be said." }];
  if (after === undefined) return [{ text: "No request of a web server's log belongs to the case." }];
  const { before, after: later, logsEndMs } = after;
  if (state === "logs_end_before")
    return [{ text: `The logs end at ${utc(logsEndMs)}, before it was contained: give later ones.` }];
  const line = evidence.get(later.servedRecord);
  const blind = `The logs go on for ${span(logsEndMs - times.given.contained)} after it.`;
  const sent = `${counted(before.requests, "request")} before, ${later.requests.toLocaleString("en")} after, of ${counted(later.clients, "client")}`;
  const verdict =
    state === "silent"
      ? "Nothing of the case came after it"
      : state === "did_not_hold"
        ? `It did not hold: ${later.served.toLocaleString("en")} of them were answered`
        : state === "held"
          ? "It held: all of them were refused"
          : `None was seen to be answered, ${later.refused.toLocaleString("en")} were refused, the others got other answers or none that is logged`;
  return [
    {
      text: `${verdict}. ${sent}. ${blind} Requests that were dropped before the server are in no log, and who came back from elsewhere is not among them.`,
      ...(line === undefined
        ? {}
        : { code: `${forTerminal(line.path)}:${line.line}  ${say(line.text, 200)}` }),
    },
  ];
}

const people = ({ ofCase, escalated, others }: Found) =>
  `${ofCase.toLocaleString("en")} of the case, ${escalated.toLocaleString("en")} escalated elsewhere, ${others.toLocaleString("en")} others`;

function tuning({ tuned }: IncidentReview): PageLine[] {
  const tried = `${counted(tuned.tried, "change")} of ${counted(tuned.indicators, "indicator")} ${tuned.tried === 1 ? "was" : "were"} tried, one threshold at a time, on these logs.`;
  if (tuned.suggestions.length === 0)
    return [{ text: `${tried} None finds more of the case, or less of others, without a loss.` }];
  return [
    { text: `${tried} What helps on these logs need not help on others: look at whom it adds or drops.` },
    ...firstOf(tuned.suggestions, "change", (one: Tuning) => ({
      lead: one.gain === "quieter" ? "Less noise" : "More of the case",
      text: `${one.indicator}, ${one.threshold} ${one.now} to ${one.tried}: ${people(one.before)}; with it ${people(one.after)}`,
      code: `thresholds: {${one.indicator}: {${one.threshold}: ${one.tried}}}`,
    })),
  ];
}

function controls({ controls: all }: IncidentReview): PageLine[] {
  if (all === undefined) return [{ text: "No log of a web server was read." }];
  const line = (who: string) => (control: Control) => ({
    lead: `${say(control.asked.site, 80)} ${say(control.asked.path, 120)}`,
    text: `${control.state === "open" ? "open" : "answered, not confirmed"}; ${say(control.asked.discloses)}; ${who}${control.change === "now" ? "; change what stands in it" : ""}${control.fix === undefined ? "" : `. ${say(control.fix.title)}`}`,
  });
  if (all.ofCase.length + all.others.length === 0)
    return [{ text: "No configuration endpoint was seen to be open to outsiders." }];
  return [
    ...firstOf(all.ofCase, "endpoint that the case was given", line("this case was given it")),
    ...firstOf(all.others, "open endpoint", line("others were given it")),
    {
      text: "`vedette review-controls` has the requests that show it, and the fixes to copy.".replaceAll(
        "`",
        "",
      ),
    },
  ];
}

function register({ register: rows }: IncidentReview): PageLine[] {
  if (rows.length === 0)
    return [{ text: "None: no entry of a register ended, is about to, or is too broad." }];
  return firstOf(rows, "entry", ({ entry, pointsOut }) => ({
    lead: say(entry.id, 80),
    text: say(`${entry.owner === undefined ? "" : `${entry.owner}: `}${pointsOut.join("; ")}`),
  }));
}

function followUp(
  review: IncidentReview,
  commands: Readonly<Record<string, string>> | undefined,
): PageLine[] {
  return followUps(review, commands).map(({ clause, state, sentence, command }) => ({
    lead: clause,
    text: say(`${state === "not_possible" ? "not possible: " : ""}${sentence}`),
    ...(command === undefined ? {} : { code: forTerminal(command) }),
  }));
}

function firstOf<One>(all: readonly One[], noun: string, line: (one: One) => PageLine): PageLine[] {
  const left = all.length - rowsMax;
  return [
    ...all.slice(0, rowsMax).map(line),
    ...(left > 0 ? [{ text: `And ${counted(left, `more ${noun}`)} of this kind.` }] : []),
  ];
}

/** The page for a terminal. */
export function renderIncident(page: Page): string {
  const lines = [page.title, ...page.summary.map((sentence) => forTerminal(sentence))];
  for (const { title, lines: points } of page.sections) {
    lines.push("", title);
    for (const { lead, text, code } of points) {
      lines.push(`  ${[lead, text].filter((one) => one !== undefined && one !== "").join(": ")}`);
      if (code !== undefined) lines.push(`      ${code}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
