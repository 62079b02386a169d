/** What the sources can show and what they cannot: LS1 to LS4 and mail. */
import type { Content } from "../content/load.ts";
import type { ColumnName, SourceKind } from "../ingest/columns.ts";
import { judgedCount } from "../ingest/profiled.ts";
import type { SourceReport } from "../ingest/source.ts";
import { outsideWindow } from "../ingest/window.ts";
import { counted } from "../words.ts";
import type { Browsing } from "./browsing.ts";
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
  /** Networks that are not known to be inside, and whose addresses browse through a proxy or past a sensor. */
  readonly browsing: readonly Browsing[];
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
        sentence: `${[files, ...gaps].join("; ")}.${signInsBeside(clause.id, sources)}${
          read.some(({ kind }) => kind === "proxy")
            ? networksOf(facts, "proxy")
                .map((said) => ` ${said}.`)
                .join("")
            : ""
        }`,
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

/** Networks that may be the organisation's own, with what to do about it. */
function networksOf({ browsing }: CoverageFacts, kind: string): string[] {
  return browsing
    .filter((one) => one.kind === kind)
    .map(
      ({ network, clients, hosts }) =>
        `${counted(clients, "address")} of ${network} ask ${counted(hosts, "host")} like users inside do${kind === "nids" ? ", and are not looked at" : ""}; where that is your own network, run again with --internal ${network}`,
    );
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
  // A proxy lets out those inside, whatever their addresses; of what passes a sensor strangers' requests are left out.
  if (read.some(({ kind }) => kind === "nids")) gaps.push(...networksOf(facts, "nids"));
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

/** From when to when some sources have records; undefined where no time is known. */
function reach(list: readonly SourceReport[]): { begins: number; ends: number } | undefined {
  const begins = list.reduce(
    (least, { firstMs }) => Math.min(least, firstMs ?? least),
    Number.POSITIVE_INFINITY,
  );
  const ends = list.reduce((most, { lastMs }) => Math.max(most, lastMs ?? most), Number.NEGATIVE_INFINITY);
  return Number.isFinite(begins) && Number.isFinite(ends) ? { begins, ends } : undefined;
}

/** Where sources begin later or end earlier than those of another kind: what lies there, they do not show. */
function timeGaps(read: readonly SourceReport[], all: readonly SourceReport[]): string[] {
  const own = reach(read);
  const kinds = [...new Set(read.map(({ kind }) => kind))];
  const others = [...new Set(all.map(({ kind }) => kind))].sort().flatMap((kind) => {
    const known = reach(all.filter((source) => source.kind === kind && source.events > 0));
    return known === undefined || kinds.includes(kind) ? [] : [{ kind, ...known }];
  });
  if (own === undefined || others.length === 0) return [];
  const ends = Math.max(own.ends, ...others.map((other) => other.ends));
  const begins = Math.min(own.begins, ...others.map((other) => other.begins));
  const least = Math.max(gapMsMin, (ends - begins) / 20);
  const before = others.filter((other) => own.begins > other.ends);
  const behind = others.filter((other) => own.ends < other.begins);
  const apart = [...before, ...behind];
  const beside = others.filter((other) => !apart.includes(other));
  return [
    ...(before.length === 0 ? [] : [`all of it lies behind ${logs(before)}`]),
    ...(behind.length === 0 ? [] : [`all of it lies before ${logs(behind)}`]),
    ...told("begins", "after", beside, (other) => own.begins - other.begins, least),
    ...told("ends", "before", beside, (other) => other.ends - own.ends, least),
  ];
}

type Other = { readonly kind: string; readonly begins: number; readonly ends: number };

function logs(others: readonly Other[]): string {
  return `the other logs (${others.map(({ kind }) => kind).join(", ")})`;
}

/** One gap for all kinds that reach further, with the longest. */
function told(
  verb: string,
  where: string,
  others: readonly Other[],
  gap: (other: Other) => number,
  least: number,
): string[] {
  const further = others.filter((other) => gap(other) > least);
  if (further.length === 0) return [];
  const most = Math.max(...further.map(gap));
  return [`${verb} ${further.length > 1 ? "up to " : ""}${spanOf(most)} ${where} ${logs(further)}`];
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
