/** Whose each request of a history is, and which of them a rule fires on: two tables of the run. */
import type { Case, Entity } from "../../assess/model.ts";
import type { Parts } from "../../detect/profiles.ts";
import type { Engine } from "../../engine/engine.ts";
import type { SourceReport } from "../../ingest/source.ts";
import type { TimeWindow } from "../../ingest/window.ts";
import { clientSql, clientsOf, forgetClients, markedSql, nameClients } from "../history.ts";

/** What clients of cases and escalated ones did that a case is about, by client, agent and path; of all cases of a run. */
export const doneTable = "profile_rule_done";
/** Requests of anybody that share an agent or a path with these, by agent and path; made when it is first asked. */
export const nearTable = "profile_rule_near";
/** Of what is done, what the clients of the case in hand did, and what others did who are escalated. */
export const marksTable = "profile_rule_marks";
/** Which events a check fires on, and which alert each is part of. */
export const hitsTable = "profile_rule_hits";

/** Hosts outside that cases are about, which inside clients ask through a proxy. */
export const hostsTable = "profile_rule_hosts";

/** Of the case, and of others who are escalated; 0 is nobody's who is. */
export const ofCase = 2;
const ofOthers = 1;

/** A history that rules are tested on. */
export interface History {
  readonly engine: Engine;
  readonly parts: Parts;
  readonly sources: readonly SourceReport[];
  readonly window: TimeWindow;
  /** Logs of web servers, or of proxies (and sensors, which see the same on its way). */
  readonly kind: "web" | "proxy";
  /** Numbers of the sources of this kind. */
  readonly web: readonly number[];
  readonly days: number;
  /** Requests of the case, or of all who are escalated. */
  readonly ofCase: number;
}

/** Clients of a case; of all cases that are escalated where there is none. */
export function clientsFor(one: Case | undefined, entities: readonly Entity[]): string[] {
  return clientsOf(one?.entities ?? entities.filter(({ action }) => action === "escalate"));
}

/** SQL condition on events within the window; undefined where it has no bounds. */
export function timeSql({ window }: Pick<History, "window">): string | undefined {
  const bounds = [
    ...(window.fromMs === undefined ? [] : [`time_ms >= ${window.fromMs}`]),
    ...(window.toMs === undefined ? [] : [`time_ms <= ${window.toMs}`]),
  ];
  return bounds.length === 0 ? undefined : bounds.join(" AND ");
}

/** SQL condition on the requests of a history. */
export function webSql({ web, window }: Pick<History, "web" | "window">): string {
  return `event_class = 'http' AND intDiv(event_id, ${2 ** 40}) IN (${web.join(", ")}) AND ${timeSql({ window }) ?? "1"}`;
}

type Run = Pick<History, "engine" | "parts" | "sources" | "window">;

/** A run whose requests are read and marked once, for the back-tests of all its cases. */
export interface MarkedRun extends Run {
  readonly entities: readonly Entity[];
  /** Sources of each kind. */
  readonly numbers: Readonly<Record<History["kind"], readonly number[]>>;
  /** What was asked once, and holds for all cases. */
  readonly known: {
    /** Days (UTC) of which the sources of a kind have requests. */
    readonly days: Map<History["kind"], number>;
    /** Agents that are many people's. */
    common?: ReadonlySet<string>;
    /** Whether the table of what comes near the cases is made. */
    near: boolean;
  };
}

const numbersOf = (sources: readonly SourceReport[], ...of: readonly SourceReport["kind"][]) =>
  sources.filter(({ kind, events }) => of.includes(kind) && events > 0).map(({ number }) => number);

/**
 * Marks the requests of a run.
 * @param clients of all cases that may be asked for
 */
export async function markRun(
  run: Run,
  clients: readonly string[],
  entities: readonly Entity[],
): Promise<MarkedRun> {
  const { engine, parts, sources } = run;
  // A sensor sees on their way the requests that ask a proxy.
  const numbers = { web: numbersOf(sources, "web"), proxy: numbersOf(sources, "proxy", "nids") };
  await forgetRun(engine);
  await makeTables(engine);
  if (numbers.web.length > 0) {
    await nameClients(engine, clients, entities);
    try {
      const escalated = `source IN (SELECT source_ip FROM profile_case_clients WHERE escalated = 1)`;
      await engine.table(
        doneTable,
        `${markedSql(parts, numbers.web, "known.source_ip IN (SELECT source_ip FROM profile_case_clients)")}
SELECT source, CAST(marked.agent_id, 'UInt64') AS agent_id, CAST(marked.path_id, 'UInt64') AS path_id, any(CAST(marked.agent, 'String')) AS agent, any(path) AS path, sum(requests) AS requests, max(seeks) AS seeks, ${escalated} AS escalated
FROM marked WHERE malicious GROUP BY source, agent_id, path_id`,
      );
    } finally {
      await forgetClients(engine);
    }
  }
  return { ...run, entities, numbers, known: { days: new Map(), near: false } };
}

/** The history of a case whose clients were named when the run was marked; undefined where no web server's log is among the sources. */
export async function markHistory(run: MarkedRun, clients: readonly string[]): Promise<History | undefined> {
  const { engine, numbers } = run;
  if (numbers.web.length === 0) return undefined;
  await forgetMarks(engine);
  await engine.run(
    `INSERT INTO ${marksTable} SELECT source, agent_id, path_id, agent, path, requests, seeks, if(source IN (SELECT arrayJoin({own:Array(String)})), ${ofCase}, ${ofOthers})
FROM ${doneTable} WHERE escalated = 1 OR source IN (SELECT arrayJoin({own:Array(String)}))`,
    { own: clients },
  );
  return measured(run, "web", `SELECT sumIf(requests, mark = ${ofCase}) AS n FROM ${marksTable}`);
}

/** Hosts outside that a case is about. */
export function hostsOf(entities: readonly Entity[]): string[] {
  return entities.filter(({ type }) => type === "domain").map(({ value }) => value.toLowerCase());
}

/** Marks the requests through proxies by the hosts that cases are about; undefined where no log of a proxy or a sensor is among the sources. */
export async function markProxies(run: MarkedRun, hosts: readonly string[]): Promise<History | undefined> {
  const { engine, entities, numbers } = run;
  if (numbers.proxy.length === 0 || hosts.length === 0) return undefined;
  await forgetMarks(engine);
  const own = new Set(hosts);
  const others = hostsOf(entities.filter(({ action }) => action === "escalate"));
  await engine.insert(
    hostsTable,
    [...new Set([...hosts, ...others])].map((host) => ({ host, mark: own.has(host) ? ofCase : ofOthers })),
  );
  return measured(
    run,
    "proxy",
    `SELECT count() AS n FROM events WHERE ${webSql({ web: numbers.proxy, window: run.window })} AND ${hostSql} IN (SELECT host FROM ${hostsTable} WHERE mark = ${ofCase})`,
  );
}

/** The tables of the case in hand; emptied for each, which takes a fraction of making them. */
async function makeTables(engine: Engine): Promise<void> {
  await engine.run(
    `CREATE TABLE ${marksTable} (source String, agent_id UInt64, path_id UInt64, agent String, path String, requests UInt64, seeks UInt8, mark UInt8) ENGINE = Memory`,
  );
  await engine.run(`CREATE TABLE ${hitsTable} (check UInt32, event_id Int64, alert String) ENGINE = Memory`);
  await engine.run(`CREATE TABLE ${hostsTable} (host String, mark UInt8) ENGINE = Memory`);
}

async function measured(run: MarkedRun, kind: History["kind"], ofCaseSql: string): Promise<History> {
  const { engine, parts, sources, window } = run;
  const web = run.numbers[kind];
  const known = run.known.days.get(kind);
  const days =
    known ??
    (await numberOf(
      engine,
      `SELECT uniqExact(intDiv(time_ms, 86400000)) AS n FROM events WHERE ${webSql({ web, window })} AND time_ms > 0`,
    ));
  run.known.days.set(kind, days);
  const ofCase = await numberOf(engine, ofCaseSql);
  return { engine, parts, sources, window, kind, web, days: Math.max(1, days), ofCase };
}

async function numberOf(engine: Engine, sql: string): Promise<number> {
  const [row] = await engine.rows(sql);
  return Number(row?.n ?? 0);
}

/** Forgets the case in hand. */
async function forgetMarks(engine: Engine): Promise<void> {
  for (const table of [marksTable, hitsTable, hostsTable]) await engine.run(`TRUNCATE TABLE ${table}`);
}

/** Forgets all of a run's marks. */
export async function forgetRun(engine: Engine): Promise<void> {
  for (const table of [marksTable, hitsTable, hostsTable, doneTable, nearTable])
    await engine.run(`DROP TABLE IF EXISTS ${table}`);
}

/**
 * SQL of events with whose they are.
 * @param events SQL of rows that have event_id, source_ip, forwarded_for, agent_id, path_id and host
 */
export function whoseSql(
  { parts, kind }: Pick<History, "parts" | "kind">,
  events: string,
  columns: string,
): string {
  if (kind === "proxy" || parts.addresses === undefined)
    return `SELECT ${columns}, one.source_ip AS client, named.mark AS mark
FROM (${events}) AS one
LEFT JOIN ${hostsTable} AS named ON named.host = one.host`;
  return `SELECT ${columns}, known.source_ip AS client, marked.mark AS mark
FROM (${events}) AS one
LEFT JOIN ${parts.addresses} AS known ON known.client = ${clientSql("one")}
LEFT JOIN ${marksTable} AS marked ON marked.source = known.source_ip AND marked.agent_id = one.agent_id AND marked.path_id = one.path_id`;
}

/** The host that a request through a proxy asks. */
export const hostSql = "lower(replaceRegexpOne(CAST(url_domain, 'String'), ':[0-9]*$', ''))";

/** The columns that `whoseSql` asks for, from events. */
export const whoColumns = `event_id, toString(source_ip) AS source_ip, forwarded_for, cityHash64(CAST(user_agent_original, 'String')) AS agent_id, cityHash64(cutQueryStringAndFragment(url_original)) AS path_id, ${hostSql} AS host`;
