/** What clients who are not escalated asked for that comes near the cases of a run: read once, for all its cases. */
import { clientSql } from "../history.ts";
import {
  doneTable,
  type History,
  type MarkedRun,
  marksTable,
  nearTable,
  ofCase,
  webSql,
  whoColumns,
} from "./marks.ts";
import { serverPath } from "./sql-text.ts";
import type { Entry } from "./watches.ts";

/** Rows that are told apart. */
const rowsMax = 300_000;

/** Requests of nobody who is escalated, by agent and path, as far as they share either with the case that is marked. */
export async function ordinaryOf(
  run: MarkedRun,
  history: History,
): Promise<(Required<Entry> & { requests: number })[]> {
  const { engine } = run;
  if (!run.known.near) await engine.table(nearTable, nearSql(history));
  run.known.near = true;
  const ofThis = (column: "agent" | "path") =>
    `${column} IN (SELECT ${column} FROM ${marksTable} WHERE mark = ${ofCase})`;
  const rows = await engine.rows(
    `SELECT agent, path, sum(requests) AS total FROM (
  SELECT near.agent AS agent, near.path AS path, near.requests AS requests, marked.mark AS mark
  FROM (SELECT * FROM ${nearTable} WHERE ${ofThis("agent")} OR ${ofThis("path")}) AS near
  LEFT JOIN ${marksTable} AS marked ON marked.source = near.source AND marked.agent_id = near.agent_id AND marked.path_id = near.path_id
) WHERE mark = 0 GROUP BY agent, path LIMIT ${rowsMax}`,
  );
  return rows.map((row) => ({
    agent: String(row.agent) === "-" ? "" : String(row.agent),
    path: String(row.path),
    requests: Number(row.total),
  }));
}

/** Agents that are many people's: browsers, and everyday programs. */
export async function commonAgents(run: MarkedRun): Promise<ReadonlySet<string>> {
  run.known.common ??= new Set(
    (
      await run.engine.rows(
        `SELECT agent FROM ${run.parts.agents ?? ""} WHERE class = 'browser' AND empty(impossible) OR known_service`,
      )
    ).map(({ agent }) => String(agent)),
  );
  return run.known.common;
}

/**
 * SQL of requests that share an agent or a path with what any case did. Of a client that no case is about, it does not
 * matter who it is.
 */
function nearSql({ parts, ...history }: History): string {
  const shared = (column: "agent" | "path") => `${column} IN (SELECT ${column} FROM ${doneTable})`;
  const client = "known.source_ip";
  return `SELECT if(${client} IN (SELECT source FROM ${doneTable}), ${client}, '') AS source, one.agent_id AS agent_id, one.path_id AS path_id, one.agent AS agent, one.path AS path, count() AS requests
FROM (
  SELECT ${whoColumns}, toString(user_agent_original) AS agent, ${serverPath} AS path
  FROM events WHERE ${webSql(history)} AND (${shared("agent")} OR ${shared("path")})
) AS one
LEFT JOIN ${parts.addresses} AS known ON known.client = ${clientSql("one")}
GROUP BY source, agent_id, path_id, agent, path`;
}
