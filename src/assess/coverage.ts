/** What the sources can show and what they cannot: LS1 to LS4 and mail. */
import type { Playbook } from "../content/tables.ts";
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
}

/** One row for each log source of the playbook. */
export function coverageOf(
  playbook: Playbook,
  sources: readonly SourceReport[],
  facts: CoverageFacts,
): Coverage[] {
  return playbook.clauses
    .filter((clause) => clause.row === "Log sources")
    .map((clause) => {
      const read = sources.filter((source) => source.events > 0 && clause.kinds.includes(source.kind));
      if (read.length === 0)
        return { clause: clause.id, state: "absent", sentence: absentSentence(clause.id) };
      const events = read.reduce((sum, source) => sum + source.events, 0);
      const gaps = gapsOf(read, facts);
      const files = `${counted(read.length, "file")} with ${counted(events, "record")}`;
      return {
        clause: clause.id,
        state: gaps.length === 0 ? "present" : "partial",
        sentence: gaps.length === 0 ? `${files}.` : `${files}; ${gaps.join("; ")}.`,
      };
    });
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

function gapsOf(read: readonly SourceReport[], facts: CoverageFacts): string[] {
  const gaps: string[] = [];
  const without = (column: string) => read.filter((source) => !source.fields.includes(column));
  const agentless = without("user_agent_original");
  if (agentless.length > 0) gaps.push(`no user agent in ${names(agentless)}`);
  const timeless = without("time_ms");
  if (timeless.length > 0) gaps.push(`no time stamps in ${names(timeless)}`);
  const broken = read.filter((source) => source.problem !== undefined);
  if (broken.length > 0) gaps.push(`not read to its end: ${names(broken)}`);
  const many = read.filter((source) => {
    const left = countOutside(source);
    return source.lines - source.events - left > (source.lines - left) * 0.05;
  });
  if (many.length > 0) gaps.push(`more than 5 % of the lines of ${names(many)} were rejected`);
  if (facts.clientsHidden) gaps.push("a balancer hides the clients' addresses; log its forwarding header");
  return gaps;
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
