/**
 * Statements that weigh a case's history in the engine, so that a busy log comes back as few rows. Requests that no block of the
 * case can tell apart are summed: a block is of agents, paths under agents, addresses and networks of the case, and nothing else
 * of what others did can meet one.
 */
import type { Parts } from "../detect/profiles.ts";
import { clientSql, markedSql, pathSql } from "./history-sql.ts";

/** What clients of the case, and others who are escalated, asked for, in full. */
const markedTable = "profile_case_marked";
/** Agents of the case with their paths, and agents of the case; no more of them than could stand in any block. */
const pairsTable = "profile_case_pairs";
const agentsTable = "profile_case_agents";

/** None is logged as a dash. */
const sent = "if(agent = '-', '', agent)";

/** Whether an agent is many people's, over `parts.agents`. */
export const commonAgentSql =
  "class = 'browser' AND empty(impossible) OR known_service OR class IN ('library', 'anonymous')";

/** Drops what `prepare` makes. */
export const forgetting: readonly string[] = [markedTable, pairsTable, agentsTable].map(
  (table) => `DROP TABLE IF EXISTS ${table}`,
);

/**
 * Statements that make the tables, one after the other; profile_case_clients must be there.
 * @param pairsMax agents and paths of the case that are kept apart
 */
export function preparing(parts: Parts, web: readonly number[], pairsMax: number): readonly string[] {
  const common =
    parts.agents === undefined
      ? ""
      : ` AND sent NOT IN (SELECT agent FROM ${parts.agents} WHERE ${commonAgentSql})`;
  return [
    `CREATE TABLE ${markedTable} ENGINE = Memory AS
${markedSql(parts, web, "known.source_ip IN (SELECT source_ip FROM profile_case_clients)")}
SELECT source, peer, forwarded, network, agent, path, sum(part.requests) AS requests, malicious, max(part.seeks) AS seeks, min(part.record) AS record,
  source IN (SELECT source_ip FROM profile_case_clients WHERE own = 1) AS own
FROM marked AS part
GROUP BY source, peer, forwarded, network, agent, path, malicious`,
    `CREATE TABLE ${pairsTable} ENGINE = Memory AS
SELECT ${sent} AS sent, path FROM ${markedTable} WHERE own AND malicious GROUP BY sent, path ORDER BY sent, path LIMIT ${pairsMax}`,
    // An agent that is many people's is blocked on paths alone.
    `CREATE TABLE ${agentsTable} ENGINE = Memory AS
SELECT sent, sent != ''${common} AS whole
FROM (SELECT ${sent} AS sent FROM ${markedTable} WHERE own AND malicious GROUP BY sent ORDER BY sent LIMIT ${pairsMax})`,
  ];
}

const ofPairs = `(${sent}, path) IN (SELECT sent, path FROM ${pairsTable})`;
const ofAgents = `${sent} IN (SELECT sent FROM ${agentsTable})`;
const ofWhole = `agent IN (SELECT sent FROM ${agentsTable} WHERE whole)`;
const touched = `(${ofWhole} OR ${ofPairs}
  OR peer IN (SELECT peer FROM ${markedTable} WHERE own)
  OR network != '' AND network IN (SELECT network FROM ${markedTable} WHERE own))`;

/**
 * SQL of the rows of a history, in the order of their first requests. `by_agent` and `by_path` say whether a row is of one agent
 * and of one path; where not, these are the first of several.
 */
export function rowsSql(parts: Parts, web: readonly number[], rowsMax: number): string {
  return `WITH
  others AS (
    SELECT known.source_ip AS source, known.peer AS peer, known.forwarded AS forwarded, known.network AS network,
      toString(one.user_agent_original) AS agent, ${pathSql("one")} AS path,
      1 AS requests, one.event_id AS record
    FROM events AS one
    INNER JOIN ${parts.addresses} AS known ON known.client = ${clientSql("one")}
    WHERE one.event_class = 'http' AND intDiv(one.event_id, ${2 ** 40}) IN (${web.join(", ")})
      AND known.source_ip NOT IN (SELECT source_ip FROM profile_case_clients) AND ${touched}
  ),
  every AS (
    SELECT source, peer, forwarded, agent, path, requests, 0 AS malicious, 0 AS own, 0 AS seeks, record FROM others
    UNION ALL
    SELECT source, peer, forwarded, agent, path, requests, malicious, own, seeks, record FROM ${markedTable} WHERE own OR ${touched}
  ),
  told AS (
    SELECT *, ${ofPairs} AS by_path, own AND malicious AS ours, if(ours, ${ofAgents}, by_path OR ${ofWhole}) AS by_agent FROM every
  )
SELECT source, peer, forwarded, malicious, own, by_path, by_agent,
  argMin(agent, record) AS first_agent, argMin(path, record) AS first_path, uniqExactIf(agent, path, ours AND NOT by_path) AS paths,
  sum(requests) AS sum_requests, max(seeks) AS sought, min(record) AS first_record
FROM told
GROUP BY source, peer, forwarded, malicious, own, by_path, by_agent, if(by_agent, agent, ''), if(by_path, path, '')
ORDER BY first_record, first_agent, first_path, malicious
LIMIT ${rowsMax}`;
}
