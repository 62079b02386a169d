/** Monitoring rules of a case (C2): drafts, their back-test, and what is offered of them. */
import type { Case } from "../../assess/model.ts";
import type { Content } from "../../content/load.ts";
import { windowOf } from "../../triage/request.ts";
import type { OpenTriage } from "../../triage/triage.ts";
import { type BackTest, backTest } from "./back-test.ts";
import { caseDrafts, hostDrafts } from "./case-rules.ts";
import {
  clientsFor,
  forgetRun,
  type History,
  hostsOf,
  type MarkedRun,
  markHistory,
  markProxies,
  markRun,
} from "./marks.ts";
import { type Draft, objection, perDay, type TestedRule } from "./model.ts";
import { commonAgents, ordinaryOf } from "./ordinary.ts";
import { packDrafts } from "./pack.ts";
import { nearMisses, type Sample, samplesOf } from "./samples.ts";
import { didOf, soughtPaths, watchesOf } from "./watches.ts";

export interface RulesRequest {
  /** Undefined for the standing pack. */
  readonly one: Case | undefined;
  /** Alerts a day by ordinary traffic from which on a rule is not offered. */
  readonly limitPerDay: number;
  readonly sidFrom: number;
}

/** Rules with their back-test. */
export interface MonitoringRules {
  readonly request: RulesRequest;
  /** Clients of the case, and hosts outside. */
  readonly clients: readonly string[];
  readonly hosts: readonly string[];
  readonly kind: History["kind"];
  readonly days: number;
  /** Requests of the case. */
  readonly ofCase: number;
  readonly offered: readonly TestedRule[];
  readonly refused: readonly TestedRule[];
  readonly samples: readonly Sample[];
}

/** Drafts rules, tests them on the history of a run, and takes samples of it. */
export async function makeRules(open: OpenTriage, request: RulesRequest): Promise<MonitoringRules> {
  return withMarks(open, clientsFor(request.one, open.result.assessment.entities), (run) =>
    rulesOf(run, open.result.content, request),
  );
}

/** Does something with the marked requests of a run; undefined where it kept no events. */
export async function withMarks<T>(
  { engine, parts, result, request }: OpenTriage,
  clients: readonly string[],
  use: (run: MarkedRun | undefined) => Promise<T>,
): Promise<T> {
  if (parts === undefined) return use(undefined);
  const { sources, assessment } = result;
  const run = { engine, parts, sources, window: windowOf(request) };
  try {
    return await use(await markRun(run, clients, assessment.entities));
  } finally {
    await forgetRun(engine);
  }
}

/** Rules of a case, or of the pack, of a run that is marked. */
export async function rulesOf(
  run: MarkedRun | undefined,
  content: Content,
  request: RulesRequest,
): Promise<MonitoringRules> {
  const clients = clientsFor(request.one, run?.entities ?? []);
  const hosts = hostsOf(request.one?.entities ?? []);
  const history = await historyFor(run, request.one, clients, hosts);
  const none = {
    request,
    clients,
    hosts,
    kind: history?.kind ?? ("web" as const),
    days: 0,
    ofCase: 0,
    offered: [],
    refused: [],
    samples: [],
  };
  if (run === undefined || history === undefined) return none;
  const drafts =
    request.one === undefined
      ? packDrafts(content)
      : history.kind === "proxy"
        ? hostDrafts(request.one.id, hosts, request.sidFrom)
        : await draftsOf(run, history, request.one.id, request);
  const good = (tally: TestedRule["tally"]) =>
    objection(tally, request.limitPerDay, request.one !== undefined) === undefined;
  const tested = testedOf(await backTest(history, drafts, good), drafts, request);
  const quiet = tested.some(({ because }) => because === undefined)
    ? await nearMisses(history, drafts)
    : () => [];
  const rules = tested.map((rule) => ({
    ...rule,
    mustNotFire: rule.because === undefined ? quiet(drafts.indexOf(rule.draft)) : [],
  }));
  const offered = rules.filter(({ because }) => because === undefined);
  return {
    ...none,
    days: history.days,
    ofCase: history.ofCase,
    offered,
    refused: rules.filter(({ because }) => because !== undefined),
    samples: await samplesOf(history, offered),
  };
}

/** The history that a case or the pack is tested on: of web servers, and where the case asked nothing of these, of proxies. */
export async function historyFor(
  run: MarkedRun | undefined,
  one: Case | undefined,
  clients: readonly string[],
  hosts: readonly string[],
): Promise<History | undefined> {
  if (run === undefined) return undefined;
  // A case of hosts or mails alone asked nothing of a web server.
  const web = one !== undefined && clients.length === 0 ? undefined : await markHistory(run, clients);
  if (hosts.length === 0 || (web !== undefined && web.ofCase > 0)) return web;
  return (await markProxies(run, hosts)) ?? web;
}

async function draftsOf(
  run: MarkedRun,
  history: History,
  caseId: string,
  request: RulesRequest,
): Promise<Draft[]> {
  const did = await didOf(history);
  const common = await commonAgents(run);
  const watches = watchesOf(
    did,
    await ordinaryOf(run, history),
    (agent) => common.has(agent),
    Math.floor(request.limitPerDay * history.days),
  );
  return caseDrafts(caseId, watches, soughtPaths(did), request.sidFrom);
}

/** Of a family in one language the most sensitive that may be offered; where none may, the least sensitive with its reason. */
function testedOf(
  { tallies, refused, windows }: BackTest,
  drafts: readonly Draft[],
  { limitPerDay, one }: RulesRequest,
): TestedRule[] {
  const families = new Map<string, TestedRule[]>();
  for (const draft of drafts) {
    const tally = tallies.get(draft) ?? noTally;
    const broken = refused.get(draft);
    const key = `${draft.language} ${draft.family}`;
    families.set(key, [
      ...(families.get(key) ?? []),
      {
        draft,
        tally,
        because:
          broken === undefined
            ? objection(tally, limitPerDay, one !== undefined)
            : `it cannot be run: ${broken}`,
        mustFire:
          draft.threshold === undefined ? tally.fired.slice(0, samplesMax) : (windows.get(draft) ?? []),
        mustNotFire: [],
      },
    ]);
  }
  return [...families.values()].flatMap((rungs) => {
    const good = rungs.find(({ because }) => because === undefined);
    if (good !== undefined) return [good];
    // The rung that comes nearest tells most: of those that fire, the quietest.
    const firing = rungs.filter(({ tally }) => tally.hits > 0);
    const [nearest] = [...(firing.length > 0 ? firing : rungs)].sort(
      (a, b) => perDay(a.tally) - perDay(b.tally),
    );
    return nearest === undefined ? [] : [nearest];
  });
}

const samplesMax = 3;

const noTally: TestedRule["tally"] = {
  hits: 0,
  ofCase: 0,
  hostile: 0,
  ordinary: 0,
  ordinaryAlerts: 0,
  ordinaryClients: 0,
  days: 1,
  fired: [],
  disturbed: [],
};
