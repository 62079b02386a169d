/** What the sources can show and what they cannot: LS1 to LS4 and mail. */
import type { Content } from "../content/load.ts";
import type { ColumnName, SourceKind } from "../ingest/columns.ts";
import { judgedCount } from "../ingest/profiled.ts";
import type { SourceReport } from "../ingest/source.ts";
import { outsideWindow } from "../ingest/window.ts";
import { counted } from "../words.ts";
import type { Coverage } from "./model.ts";

/** What else bears on how much the sources show. */
export interface CoverageFacts {
  /** Few inside addresses stand for all clients: a balancer hides them. */
  readonly clientsHidden: boolean;
  /** Header-speaking proxies that were trusted, as text for people. */
  readonly trusted: readonly string[];
  /** By the number of a source: its requests that count, and those of them whose answer is not logged. */
  readonly answers: ReadonlyMap<number, { readonly requests: number; readonly unanswered: number }>;
  /** By the number of a proxy's log: its requests outside tunnels, and those of them with a query. */
  /** Mails of which something that they say was not read. */
  readonly mailsCut: number;
  readonly queries: ReadonlyMap<number, { readonly requests: number; readonly queries: number }>;
}

/** From this share of requests on, missing answers are a gap. */
const unansweredShareMin = 0.01;

/** One row for each log source of the playbook. */
export function coverageOf(
  { playbook, records }: Pick<Content, "playbook" | "records">,
  sources: readonly SourceReport[],
  facts: CoverageFacts,
): Coverage[] {
  return playbook.clauses
    .filter((clause) => clause.row === "Log sources")
    .map((clause) => {
      const read = sources.filter((source) => source.events > 0 && clause.kinds.includes(source.kind));
      if (read.length === 0)
        return {
          clause: clause.id,
          state: "absent",
          sentence: `${absentSentence(clause.id)}${signInsBeside(clause.id, sources)}`,
        };
      const events = read.reduce((sum, source) => sum + source.events, 0);
      const gaps = gapsOf(read, sources, facts, records);
      const files = `${counted(read.length, "file")} with ${counted(events, "record")}`;
      return {
        clause: clause.id,
        state: gaps.length === 0 ? "present" : "partial",
        sentence: `${[files, ...gaps].join("; ")}.${signInsBeside(clause.id, sources)}`,
      };
    });
}

/** Sign-ins are no log source of the playbook; that they were read is told with those of hosts, which they complete. */
function signInsBeside(clause: string, sources: readonly SourceReport[]): string {
  const read = sources.filter(({ kind, events }) => kind === "auth" && events > 0);
  if (clause !== "LS4" || read.length === 0) return "";
  const events = read.reduce((sum, source) => sum + source.events, 0);
  return ` Sign-ins were read beside it: ${counted(read.length, "file")} with ${counted(events, "record")}.`;
}

function absentSentence(clause: string): string {
  const what: Record<string, string> = {
    LS1: "No web server log: who asked this site for configuration cannot be seen.",
    LS2: "No network intrusion detection: scans of hosts and TLS fingerprints cannot be seen.",
    LS3: "No forward proxy log: what leaves inside clients cannot be seen.",
    LS4: "No endpoint telemetry: what was read on hosts cannot be seen.",
    MAIL: "No mail or phishing alerts: a coincidence with phishing cannot be seen.",
  };
  return what[clause] ?? "Not there.";
}

/** Columns without which sources of a kind show less than the playbook asks of them, and what people call them. */
const wanted: readonly {
  readonly kinds: readonly SourceKind[];
  readonly columns: readonly ColumnName[];
  readonly called: string;
}[] = [
  { kinds: ["web", "proxy", "nids"], columns: ["user_agent_original"], called: "user agent" },
  { kinds: ["web", "proxy"], columns: ["http_response_status_code"], called: "status" },
  { kinds: ["web"], columns: ["source_ip", "forwarded_for"], called: "client address" },
  { kinds: ["web", "proxy"], columns: ["url_original"], called: "path" },
  { kinds: ["edr"], columns: ["process_command_line"], called: "command line" },
  { kinds: ["edr"], columns: ["user_name"], called: "user name" },
  { kinds: ["mail"], columns: ["email_subject"], called: "subject" },
  { kinds: ["mail"], columns: ["email_text"], called: "text of mails" },
  {
    kinds: ["web", "proxy", "nids", "edr", "mail", "auth"],
    columns: ["time_ms"],
    called: "time stamps",
  },
];

/** Whether a column can be expected of a source: a network sensor's record of addresses alone has no agent. */
function expects(source: SourceReport, column: ColumnName): boolean {
  // An alert of a mail needs not hold it.
  if (column === "email_text") return (source.classes.mail ?? 0) > 0;
  return column !== "user_agent_original" || source.fields.includes("url_original");
}

function gapsOf(
  read: readonly SourceReport[],
  all: readonly SourceReport[],
  facts: CoverageFacts,
  records: Content["records"],
): string[] {
  const gaps: string[] = [];
  for (const { kinds, columns, called } of wanted) {
    const concerned = read.filter(
      (source) =>
        (kinds as readonly string[]).includes(source.kind) &&
        columns.every((column) => expects(source, column)),
    );
    const without = concerned.filter((source) => !columns.some((column) => source.fields.includes(column)));
    if (without.length === 0) continue;
    gaps.push(
      without.length === concerned.length && concerned.length > 3
        ? `no ${called} in any of ${concerned.length} sources`
        : `no ${called} in ${concerned.length > 1 ? `${without.length} of ${concerned.length} sources: ` : ""}${names(without)}`,
    );
  }
  gaps.push(
    ...judgedGap(read, records),
    ...answerGap(read, facts),
    ...queryGap(read, facts),
    ...timeGaps(read, all),
  );
  const broken = read.filter((source) => source.problem !== undefined);
  if (broken.length > 0) gaps.push(`not read to its end: ${names(broken)}`);
  const many = read.filter((source) => {
    const left = countOutside(source);
    return source.lines - source.events - left > (source.lines - left) * 0.05;
  });
  if (many.length > 0) gaps.push(`more than 5 % of the lines of ${names(many)} were rejected`);
  if (facts.mailsCut > 0 && read.some(({ kind }) => kind === "mail"))
    gaps.push(
      `${counted(facts.mailsCut, "mail")} too long or too deeply nested to be read whole: beginning and end were read`,
    );
  if (facts.clientsHidden && read.some(({ kind }) => kind === "web"))
    gaps.push(
      "a balancer hides the clients' addresses, so that agents stand for them; log its forwarding header",
    );
  return gaps;
}

/** What is read and looked at by no indicator. */
function judgedGap(read: readonly SourceReport[], records: Content["records"]): string[] {
  const events = read.reduce((sum, source) => sum + source.events, 0);
  const judged = read.reduce((sum, source) => sum + judgedCount(source, records), 0);
  if (judged === 0) return ["read, but no indicator looks at records like these"];
  return judged === events
    ? []
    : [
        `indicators look at ${counted(judged, "record")} among them, not at the other ${(events - judged).toLocaleString("en")}`,
      ];
}

/** Requests whose answer is not logged, in sources that do have a column for it. */
function answerGap(read: readonly SourceReport[], { answers }: CoverageFacts): string[] {
  const known = read.flatMap(({ number, fields }) =>
    fields.includes("http_response_status_code") ? (answers.get(number) ?? []) : [],
  );
  const requests = known.reduce((sum, one) => sum + one.requests, 0);
  const unanswered = known.reduce((sum, one) => sum + one.unanswered, 0);
  return unanswered < Math.max(1, requests * unansweredShareMin)
    ? []
    : [`the answer of ${unanswered.toLocaleString("en")} of ${counted(requests, "request")} is not logged`];
}

/** Of ordinary browsing more than one request in ten has a query; so many without one are no chance. */
const queryRequestsMin = 100;

/** Proxies that log no query: what left in one is not seen. Squid strips them unless it is told not to. */
function queryGap(read: readonly SourceReport[], { queries }: CoverageFacts): string[] {
  const stripped = read.filter(({ kind, number }) => {
    const known = queries.get(number);
    return (
      kind === "proxy" && known !== undefined && known.requests >= queryRequestsMin && known.queries === 0
    );
  });
  return stripped.length === 0
    ? []
    : [
        `no address in ${names(stripped)} has a query, so what leaves in one is not seen (Squid: strip_query_terms off)`,
      ];
}

/** A gap that is shorter than this, or than a twentieth of the run's time, is an ordinary rotation. */
const gapMsMin = 3_600_000;

/** Where sources begin later or end earlier than the others: what lies there, they do not show. */
function timeGaps(read: readonly SourceReport[], all: readonly SourceReport[]): string[] {
  const others = all.filter((source) => source.events > 0 && !read.includes(source));
  const first = (list: readonly SourceReport[]) => Math.min(...list.flatMap(({ firstMs }) => firstMs ?? []));
  const last = (list: readonly SourceReport[]) => Math.max(...list.flatMap(({ lastMs }) => lastMs ?? []));
  const [begins, ends, otherBegins, otherEnds] = [first(read), last(read), first(others), last(others)];
  if (![begins, ends, otherBegins, otherEnds].every(Number.isFinite)) return [];
  const least = Math.max(gapMsMin, (Math.max(ends, otherEnds) - Math.min(begins, otherBegins)) / 20);
  const kinds = [...new Set(others.map(({ kind }) => kind))].sort().join(", ");
  if (begins > otherEnds) return [`all of it lies behind the other logs (${kinds})`];
  if (ends < otherBegins) return [`all of it lies before the other logs (${kinds})`];
  return [
    ...(begins - otherBegins > least
      ? [`begins ${spanOf(begins - otherBegins)} after the other logs (${kinds})`]
      : []),
    ...(otherEnds - ends > least
      ? [`ends ${spanOf(otherEnds - ends)} before the other logs (${kinds})`]
      : []),
  ];
}

function spanOf(ms: number): string {
  const hours = Math.round(ms / 3_600_000);
  return hours < 48 ? counted(hours, "hour") : counted(Math.round(hours / 24), "day");
}

/** Records of a source that were well-formed and lie outside the run's window. */
export function countOutside(source: Pick<SourceReport, "rejects">): number {
  return source.rejects
    .filter(({ reason }) => reason === outsideWindow)
    .reduce((sum, { count: n }) => sum + n, 0);
}

function names(sources: readonly SourceReport[]): string {
  const shown = sources.slice(0, 3).map(({ path }) => path);
  return shown.join(", ") + (sources.length > 3 ? ` and ${sources.length - 3} more` : "");
}
