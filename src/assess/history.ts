/** What those with findings did in all, in numbers: a visitor who reads pages is another one than who only probes. */
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import { counted } from "../words.ts";

/** What somebody was seen to do over all of the logs. */
export interface History {
  readonly requests: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** What is counted; records where it is several things. */
  readonly noun: "request" | "sign-in" | "record";
  /** What was measured of it, as parts of a sentence. */
  readonly told: readonly string[];
}

const batch = 5000;

/** Whose history is asked for, by what they are. */
export interface Asked {
  readonly ip: readonly string[];
  readonly user_agent: readonly string[];
  readonly user: readonly string[];
}

/** Histories by the ids of entities; of hosts, mails and destinations nothing is measured besides. */
export async function historiesOf(
  engine: Engine,
  parts: Parts,
  asked: Asked,
): Promise<ReadonlyMap<string, History>> {
  const found = new Map<string, History>();
  const take = async (
    sql: string,
    names: readonly string[],
    noun: History["noun"],
    tell: (row: Row) => string[],
  ) => {
    for (let at = 0; at < names.length; at += batch)
      for (const row of await engine.rows(sql, { names: names.slice(at, at + batch) })) {
        const id = String(row.id);
        const before = found.get(id);
        const [requests, firstMs, lastMs] = [row.requests, row.first_ms, row.last_ms].map(Number) as [
          number,
          number,
          number,
        ];
        found.set(id, {
          requests: requests + (before?.requests ?? 0),
          firstMs: Math.min(firstMs, before?.firstMs ?? firstMs),
          lastMs: Math.max(lastMs, before?.lastMs ?? lastMs),
          noun: before === undefined || before.noun === noun ? noun : "record",
          told: [...(before?.told ?? []), ...tell(row)],
        });
      }
  };
  await take(webSql(parts), asked.ip, "request", web);
  if (parts.exits !== undefined) await take(exitsSql(parts.exits), asked.ip, "request", outbound);
  if (parts.signins !== undefined) {
    await take(signInsSql(parts.signins, "address"), asked.ip, "sign-in", signIns);
    await take(signInsSql(parts.signins, "account"), asked.user, "sign-in", signIns);
  }
  await take(agentsSql(parts), asked.user_agent, "request", web);
  return found;
}

type Row = Readonly<Record<string, unknown>>;

/** What was asked for under a catalogued name is no ordinary page, however it was answered. */
function webSql({ clients, visits }: Parts): string {
  return `SELECT if(position(one.source_ip, '/') > 0, concat('ip_range:', one.source_ip), concat('ip:', one.source_ip)) AS id,
  one.requests AS requests, one.first_ms AS first_ms, one.last_ms AS last_ms, one.named AS named, one.logins AS logins,
  one.status_2xx - least(one.status_2xx, asked.catalogued_2xx) AS ordinary, one.referred_ok AS referred, one.assets AS assets
FROM ${clients} AS one
LEFT JOIN (
  SELECT source_ip, sumIf(status_2xx, endpoint != '') AS catalogued_2xx FROM ${visits}
  WHERE source_ip IN ({names:Array(String)}) GROUP BY source_ip
) AS asked ON asked.source_ip = one.source_ip
WHERE one.source_ip IN ({names:Array(String)})
ORDER BY id`;
}

function agentsSql({ agents, client_agents, visits }: Parts): string {
  return `SELECT concat('user_agent:', min(known.agent)) AS id,
  sum(one.requests) AS requests, min(one.first_ms) AS first_ms, max(one.last_ms) AS last_ms, sum(one.named) AS named, sum(one.logins) AS logins,
  sum(one.status_2xx) - least(sum(one.status_2xx), min(asked.catalogued_2xx)) AS ordinary, sum(one.referred_ok) AS referred, sum(one.assets) AS assets
FROM ${client_agents} AS one
INNER JOIN (SELECT agent_id, agent FROM ${agents} WHERE agent IN ({names:Array(String)})) AS known ON known.agent_id = one.agent_id
LEFT JOIN (SELECT agent_id, sumIf(status_2xx, endpoint != '') AS catalogued_2xx FROM ${visits} GROUP BY agent_id) AS asked ON asked.agent_id = one.agent_id
GROUP BY one.agent_id
ORDER BY id`;
}

function exitsSql(exits: string): string {
  return `SELECT concat('ip:', client) AS id, sum(one.requests) AS requests, min(one.first_ms) AS first_ms, max(one.last_ms) AS last_ms, uniqExact(host) AS hosts
FROM ${exits} AS one WHERE client IN ({names:Array(String)}) GROUP BY client ORDER BY id`;
}

function signInsSql(signins: string, by: "address" | "account"): string {
  const other = by === "address" ? "account" : "address";
  return `SELECT concat('${by === "address" ? "ip" : "user"}:', ${by}) AS id, count() AS requests, min(time_ms) AS first_ms, max(time_ms) AS last_ms,
  countIf(outcome = 'success') AS let_in, uniqExactIf(${other}, outcome = 'success') AS others, '${other}' AS noun
FROM ${signins} WHERE ${by} IN ({names:Array(String)}) GROUP BY ${by} ORDER BY id`;
}

function web(row: Row): string[] {
  const [ordinary, referred, assets, named, logins] = [
    row.ordinary,
    row.referred,
    row.assets,
    row.named,
    row.logins,
  ].map(Number) as [number, number, number, number, number];
  return [
    `${ordinary} for ordinary pages answered 2xx`,
    `${referred} led to by a page`,
    `${assets} for what pages are made of`,
    named === 0 ? "none with a user name that was let in" : `${named} with a user name that was let in`,
    ...(logins === 0 ? [] : [`${counted(logins, "sign-in")} by a form`]),
  ];
}

function outbound({ requests, hosts }: Row): string[] {
  return [`${Number(requests)} of them to ${counted(Number(hosts), "host")} outside`];
}

function signIns({ requests, let_in, others, noun }: Row): string[] {
  return [
    `${Number(let_in)} of ${counted(Number(requests), "sign-in")} let in, of ${counted(Number(others), String(noun))}`,
  ];
}

/** A history as a sentence, without a full stop. */
export function historySentence({ requests, firstMs, lastMs, noun, told }: History): string {
  return `${counted(requests, noun)} ${span(firstMs, lastMs)}: ${told.join(", ")}`;
}

/** "from 2026-05-17 08:00 to 2026-05-18 09:30 UTC, over 2 days". */
export function span(firstMs: number, lastMs: number): string {
  if (firstMs <= 0) return "at unknown times";
  const minute = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
  const days = Math.floor(lastMs / 86_400_000) - Math.floor(firstMs / 86_400_000) + 1;
  return `from ${minute(firstMs)} to ${minute(lastMs)} UTC, over ${counted(days, "day")}`;
}
