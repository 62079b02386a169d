/** What a case still did after it was contained, and how it was answered. */
import type { Case } from "../../assess/model.ts";
import type { OpenTriage } from "../../triage/triage.ts";
import { clientSql, clientsOf, markedSql } from "../history.ts";

/** Requests of a span of time, by how they were answered. */
export interface Answered {
  readonly requests: number;
  readonly served: number;
  /** 403, 429, 444. A status that is not logged, and a client that left before the answer (499), are no refusals. */
  readonly refused: number;
  readonly clients: number;
  /** When one was served for the last time, and its event id; 0 for none. */
  readonly servedMs: number;
  readonly servedRecord: number;
}

export interface Aftermath {
  readonly before: Answered;
  readonly after: Answered;
  /** Last time of the logs: what comes later is not known. */
  readonly logsEndMs: number;
}

/**
 * Requests that belong to the case, before and after a moment; undefined where no web server's log holds any.
 * @param ms the moment
 */
export async function aftermathOf(open: OpenTriage, one: Case, ms: number): Promise<Aftermath | undefined> {
  const { engine, parts, result } = open;
  const clients = clientsOf(one.entities);
  const web = result.sources.filter(({ kind, events }) => kind === "web" && events > 0);
  if (parts === undefined || clients.length === 0 || web.length === 0) return undefined;
  await engine.run("CREATE TABLE profile_case_clients (source_ip String, own UInt8) ENGINE = Memory");
  try {
    await engine.insert(
      "profile_case_clients",
      clients.map((source_ip) => ({ source_ip, own: 1 })),
    );
    const marked = markedSql(
      parts,
      web.map(({ number }) => number),
      "known.source_ip IN (SELECT source_ip FROM profile_case_clients)",
    );
    const rows = await engine.rows(`${marked},
  bad AS (SELECT DISTINCT source, agent, written FROM marked WHERE malicious)
SELECT one.time_ms > ${ms} AS later, count() AS requests,
  countIf(one.http_response_status_code BETWEEN 200 AND 299 OR one.http_response_status_code = 304) AS served,
  countIf(one.http_response_status_code IN (403, 429, 444)) AS refused,
  uniqExact(known.source_ip) AS clients,
  maxIf((one.time_ms, one.event_id), one.http_response_status_code BETWEEN 200 AND 299 OR one.http_response_status_code = 304) AS last_served
FROM events AS one
INNER JOIN ${parts.addresses} AS known ON known.client = ${clientSql("one")}
WHERE one.event_class = 'http' AND one.time_ms > 0
  AND (known.source_ip, toString(one.user_agent_original), cutQueryStringAndFragment(one.url_original)) IN (SELECT source, agent, written FROM bad)
GROUP BY later ORDER BY later`);
    const of = (later: number): Answered => {
      const row = rows.find((one) => Number(one.later) === later);
      return {
        requests: Number(row?.requests ?? 0),
        served: Number(row?.served ?? 0),
        refused: Number(row?.refused ?? 0),
        clients: Number(row?.clients ?? 0),
        servedMs: Number((row?.last_served as unknown[] | undefined)?.[0] ?? 0),
        servedRecord: Number((row?.last_served as unknown[] | undefined)?.[1] ?? 0),
      };
    };
    return {
      before: of(0),
      after: of(1),
      logsEndMs: Math.max(...web.map(({ lastMs }) => lastMs ?? 0)),
    };
  } finally {
    await engine.run("DROP TABLE profile_case_clients");
  }
}
