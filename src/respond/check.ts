/** A block list that somebody has, weighed on the history of all logs: whom each entry stops. */
import type { Entity } from "../assess/model.ts";
import type { Engine, Row } from "../engine/engine.ts";
import { EngineError } from "../engine/engine.ts";
import { VedetteError } from "../errors.ts";
import type { OpenTriage } from "../triage/triage.ts";
import { askedTable, patternsOf, stoppedRows } from "./check-matching.ts";
import { markedSql } from "./history.ts";
import type { BlockList, ListEntry } from "./list-entry.ts";
import { neverNetwork, type Protected } from "./never.ts";

/** Requests and clients of a class. */
export interface Stopped {
  requests: number;
  readonly clients: Set<string>;
}

/** What an entry, or the whole list, stops. */
export interface Weight {
  /** What belongs to clients that are escalated. */
  readonly escalated: Stopped;
  /** What clients do that are watched. */
  readonly watched: Stopped;
  /** Everybody else, and what others do behind the addresses of those who are escalated. */
  readonly others: Stopped;
}

export interface EntryWeight {
  readonly entry: ListEntry;
  readonly weight: Weight;
  /** Why `contain` would never write it; undefined where it might. */
  readonly never: string | undefined;
}

/** Somebody who is stopped, or is not. */
export interface Somebody {
  readonly source: string;
  readonly requests: number;
  readonly agent: string;
}

export interface Checked {
  readonly list: BlockList;
  /** Entries whose pattern the engine does not know, with its words. */
  readonly unreadable: readonly { readonly entry: ListEntry; readonly because: string }[];
  readonly entries: readonly EntryWeight[];
  readonly whole: Weight;
  /** All requests of web servers in these logs, and what of them belongs to clients that are escalated. */
  readonly requests: number;
  readonly escalated: number;
  /** Whom else the list stops; the most requests first. */
  readonly bystanders: readonly Somebody[];
  /** Clients that are escalated and that it does not stop at all. */
  readonly missed: readonly Somebody[];
}

/**
 * Weighs a list on the events of an open triage.
 * @throws VedetteError where no request of a web server was read, or it stops too much to weigh
 */
export async function checkList(open: OpenTriage, list: BlockList, allowReserved: boolean): Promise<Checked> {
  const { engine, parts, result } = open;
  const web = result.sources
    .filter(({ kind, events }) => kind === "web" && events > 0)
    .map(({ number }) => number);
  if (parts === undefined || web.length === 0)
    throw new VedetteError("usage.option", "--check: no request of a web server was read.", {
      hint: "Name the logs of the server that the list is for.",
    });
  const actions = actionsOf(result.assessment.entities);
  const escalatedClients = [...actions]
    .filter(([, action]) => action === "escalate")
    .map(([source]) => source);
  await engine.run("CREATE TABLE profile_case_clients (source_ip String, own UInt8) ENGINE = Memory");
  try {
    await engine.insert(
      "profile_case_clients",
      escalatedClients.map((source_ip) => ({ source_ip, own: 1 })),
    );
    const { readable, unreadable } = await readableEntries(engine, list.entries);
    const byPath = readable.some((one) => patternsOf(one, "path").length > 0 || one.joined !== undefined);
    await engine.run(`CREATE TABLE ${askedTable} ENGINE = Memory AS ${markedSql(parts, web)}
SELECT source, peer, agent, ${byPath ? "path" : "''"} AS place, malicious, sum(requests) AS requests, min(record) AS first
FROM marked GROUP BY source, peer, agent, place, malicious`);
    const rows = await stoppedRows(engine, readable);
    const all: Protected = {
      content: result.content,
      inside: open.inside,
      trusted: open.trusted,
      register: open.request.register?.entries ?? [],
      allowReserved,
    };
    const weights = readable.map(() => emptyWeight());
    const whole = emptyWeight();
    const bystanders = new Map<string, { requests: number; agent: string }>();
    for (const { row, entries } of rows) {
      const kind = classOf(row, actions);
      for (const n of entries) add((weights[n] as Weight)[kind], row);
      add(whole[kind], row);
      if (kind === "others") count(bystanders, row);
    }
    const totals = await totalsOf(engine);
    return {
      list,
      unreadable,
      entries: readable.map((entry, n) => ({
        entry,
        weight: weights[n] as Weight,
        never: entry.network === undefined ? undefined : neverNetwork(entry.network, all),
      })),
      whole,
      requests: totals.requests,
      escalated: totals.escalated,
      bystanders: sorted(bystanders),
      missed: sorted(
        new Map([...totals.bySource].filter(([source]) => !whole.escalated.clients.has(source))),
      ),
    };
  } finally {
    await engine.run("DROP TABLE profile_case_clients");
    await engine.run(`DROP TABLE IF EXISTS ${askedTable}`);
  }
}

function actionsOf(entities: readonly Entity[]): Map<string, Entity["action"]> {
  return new Map(
    entities
      .filter(({ type, action }) => (type === "ip" || type === "ip_range") && action !== "close")
      .map(({ value, action }) => [value, action]),
  );
}

/** A request of a client that is escalated counts as such where it is part of what it is escalated for. */
function classOf(row: Row, actions: ReadonlyMap<string, Entity["action"]>): keyof Weight {
  const action = actions.get(String(row.source));
  if (action === "escalate") return Number(row.malicious) === 1 ? "escalated" : "others";
  return action === "watch" ? "watched" : "others";
}

const emptyWeight = (): Weight => ({
  escalated: { requests: 0, clients: new Set() },
  watched: { requests: 0, clients: new Set() },
  others: { requests: 0, clients: new Set() },
});

function add(stopped: Stopped, row: Row): void {
  stopped.requests += Number(row.requests);
  stopped.clients.add(String(row.source));
}

function count(known: Map<string, { requests: number; agent: string }>, row: Row): void {
  const one = known.get(String(row.source)) ?? { requests: 0, agent: String(row.agent) };
  one.requests += Number(row.requests);
  known.set(String(row.source), one);
}

function sorted(known: ReadonlyMap<string, { requests: number; agent: string }>): Somebody[] {
  return [...known]
    .map(([source, one]) => ({ source, ...one }))
    .sort((a, b) => b.requests - a.requests || (a.source < b.source ? -1 : 1));
}

/** Entries whose patterns the engine takes; each is tried by itself, so that one that is wrong hides no other. */
async function readableEntries(
  engine: Engine,
  entries: readonly ListEntry[],
): Promise<{ readable: ListEntry[]; unreadable: Checked["unreadable"] }> {
  const readable: ListEntry[] = [];
  const unreadable: { entry: ListEntry; because: string }[] = [];
  for (const entry of entries) {
    const patterns = [...patternsOf(entry, "agent"), ...patternsOf(entry, "path")].map(
      ({ pattern }) => pattern,
    );
    if (entry.joined !== undefined) patterns.push(entry.joined.pattern);
    try {
      for (const pattern of patterns) await engine.rows("SELECT match('', {pattern:String})", { pattern });
      readable.push(entry);
    } catch (thrown) {
      if (!(thrown instanceof EngineError)) throw thrown;
      unreadable.push({ entry, because: "its pattern is none that can be matched in linear time (RE2)" });
    }
  }
  return { readable, unreadable };
}

async function totalsOf(engine: Engine): Promise<{
  requests: number;
  escalated: number;
  bySource: Map<string, { requests: number; agent: string }>;
}> {
  const rows = await engine.rows(
    `SELECT if(malicious, source, '') AS who, sum(one.requests) AS requests, argMin(one.agent, one.first) AS agent FROM ${askedTable} AS one GROUP BY who ORDER BY who`,
  );
  const bySource = new Map(
    rows
      .filter(({ who }) => who !== "")
      .map((row) => [String(row.who), { requests: Number(row.requests), agent: String(row.agent) }]),
  );
  return {
    requests: rows.reduce((sum, row) => sum + Number(row.requests), 0),
    escalated: [...bySource.values()].reduce((sum, { requests }) => sum + requests, 0),
    bySource,
  };
}
