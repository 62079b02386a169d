/** What a case did, and what everybody else did that a block of it could touch, from the events of a run. */
import type { Case, Entity } from "../assess/model.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine, Row } from "../engine/engine.ts";
import { VedetteError } from "../errors.ts";
import type { SourceReport } from "../ingest/source.ts";
import { triageLimits } from "../limits.ts";
import type { Asked } from "./block.ts";
import { forgetting, preparing, rowsSql } from "./history-rows.ts";

export { clientSql, markedSql } from "./history-sql.ts";

/**
 * Requests of one client under one agent for one path. What no block could tell apart is one row: its path, and its agent, are
 * then the first of several.
 */
export interface HistoryRow extends Asked {
  /** The client: an address, or a /64 that counts as one. */
  readonly source: string;
  readonly requests: number;
  /** Whether it belongs to what the case is about. */
  readonly malicious: boolean;
  /** Whether it is the like by somebody else who is escalated: to stop that costs nobody. */
  readonly hostile: boolean;
  /** Whether the path, with no query that names a file, is catalogued or not there, and nobody led the client to it. */
  readonly sought: boolean;
  /** Event id of the first. */
  readonly record: number;
  /** Whether the peer is a proxy that speaks for the client. */
  readonly forwarded: boolean;
  /** What is one of several in a row of a case that asks for more than can be looked at one by one; undefined for neither. */
  readonly several?: "paths" | "agents and paths";
  /** Different paths of such a row. */
  readonly paths?: number;
}

/**
 * The history of a case: all its clients' requests, and those of others that share an agent, an address or a network with them
 * (no block is by path alone).
 * Malicious are requests that seek what is catalogued or not there, and all under an agent that is a tool or does little else.
 * @throws VedetteError where it is too much to weigh
 */
export async function historyOf(
  engine: Engine,
  parts: Parts,
  sources: readonly SourceReport[],
  one: Case,
  entities: readonly Entity[],
  max: { readonly rows: number; readonly pairs: number } = {
    rows: triageLimits.historyRowsMax,
    pairs: triageLimits.historyPairsMax,
  },
): Promise<HistoryRow[]> {
  const clients = clientsOf(one.entities);
  const web = sources.filter(({ kind, events }) => kind === "web" && events > 0).map(({ number }) => number);
  if (clients.length === 0 || web.length === 0) return [];
  await nameClients(engine, clients, entities);
  try {
    for (const statement of preparing(parts, web, max.pairs)) await engine.run(statement);
    const rows = await engine.rows(rowsSql(parts, web, max.rows + 1));
    if (rows.length > max.rows)
      throw new VedetteError(
        "usage.option",
        `Blocks of this case would touch more than ${max.rows.toLocaleString("en")} clients.`,
        { hint: "Take less time with --from and --to." },
      );
    return rows.map(rowOf);
  } finally {
    for (const statement of forgetting) await engine.run(statement);
    await forgetClients(engine);
  }
}

function rowOf(row: Row): HistoryRow {
  const [malicious, own] = [Number(row.malicious) === 1, Number(row.own) === 1];
  const several =
    !malicious || !own || Number(row.by_path) === 1
      ? undefined
      : Number(row.by_agent) === 1
        ? "paths"
        : "agents and paths";
  return {
    source: String(row.source),
    agent: String(row.first_agent),
    path: String(row.first_path),
    peer: String(row.peer),
    requests: Number(row.sum_requests),
    malicious: malicious && own,
    hostile: malicious && !own,
    sought: Number(row.sought) === 1,
    record: Number(row.first_record),
    forwarded: Number(row.forwarded) === 1,
    ...(several === undefined ? {} : { several, paths: Number(row.paths) }),
  };
}

/** Names the clients of a case, and the others who are escalated, in the table that `markedSql` looks at. */
export async function nameClients(
  engine: Engine,
  clients: readonly string[],
  entities: readonly Entity[],
): Promise<void> {
  const escalated = clientsOf(entities.filter(({ action }) => action === "escalate"));
  const own = new Set(clients);
  const others = new Set(escalated);
  await forgetClients(engine);
  await engine.run(
    "CREATE TABLE profile_case_clients (source_ip String, own UInt8, escalated UInt8) ENGINE = Memory",
  );
  await engine.insert(
    "profile_case_clients",
    [...new Set([...clients, ...escalated])].map((source_ip) => ({
      source_ip,
      own: own.has(source_ip) ? 1 : 0,
      escalated: others.has(source_ip) ? 1 : 0,
    })),
  );
}

export async function forgetClients(engine: Engine): Promise<void> {
  await engine.run("DROP TABLE IF EXISTS profile_case_clients");
}

export function clientsOf(entities: readonly Entity[]): string[] {
  return entities.filter(({ type }) => type === "ip" || type === "ip_range").map(({ value }) => value);
}
