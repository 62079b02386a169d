/**
 * The main job, from paths to a result: read, profile, detect, assess, fetch the lines that
 * prove it. It prints nothing and decides nothing about output.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { type Assessment, assess } from "../assess/assess.ts";
import { countOutside } from "../assess/coverage.ts";
import type { Step } from "../assess/model.ts";
import type { Register } from "../assess/register.ts";
import type { Earlier } from "../assess/since.ts";
import { stepsOf } from "../assess/steps.ts";
import type { Content } from "../content/load.ts";
import type { NamedPlaybook } from "../content/playbook/file.ts";
import type { TemplateFormat } from "../content/schema.ts";
import type { NamedBaseline } from "../detect/baseline-file.ts";
import { type EvidenceLine, fetchEvidence, firstLine } from "../detect/evidence.ts";
import { checkNeeds, type Detection, detect, type IndicatorRun, missingFor } from "../detect/indicators.ts";
import { intelParts, kindsGiven } from "../detect/intel.ts";
import { deriveProfiles, loadCatalogues, type Parts, profilesWanted } from "../detect/profiles.ts";
import type { Effects } from "../effects.ts";
import type { ServerAddress } from "../engine/clickhouse/address.ts";
import { ConnectionLost } from "../engine/clickhouse/failures.ts";
import { allDone, type Engine, EngineError, engineErrorNumbers } from "../engine/engine.ts";
import { StoreFailed } from "../engine/transfer.ts";
import { VedetteError } from "../errors.ts";
import { activityParts, activitySql, activityTablesSql } from "../ingest/activity.ts";
import type { ReadContext } from "../ingest/context.ts";
import { countsTable, countsTableSql } from "../ingest/counts.ts";
import { hollowFolders, type Input } from "../ingest/discover.ts";
import { HeldFiles } from "../ingest/held-files.ts";
import { judgedCount } from "../ingest/profiled.ts";
import { withChange } from "../ingest/read.ts";
import { Recogniser } from "../ingest/recognise.ts";
import { recordsParts, recordsTable, recordsTableSql } from "../ingest/records.ts";
import { requestsTable, requestTableSql } from "../ingest/requests.ts";
import type { SourceReport } from "../ingest/source.ts";
import { readInputs } from "../ingest/together.ts";
import { isBounded, type TimeWindow } from "../ingest/window.ts";
import type { Feed } from "../intel/feed.ts";
import type { LocationFile } from "../intel/ip-location.ts";
import { againCommands, explainedCases } from "./again.ts";
import { baselineNotes } from "./baseline.ts";
import { type FoundCampaign, findCampaigns } from "./campaigns.ts";
import { checkStore, type Engines, loadNames, openEngines } from "./engines.ts";
import { type HiddenClients, hideClients } from "./hidden-clients.ts";
import { type Histogram, histogramOf } from "./histogram.ts";
import { findInputs } from "./inputs.ts";
import { type NetworkOwner, ownersOf } from "./ownership.ts";
import { settleTrust } from "./proxies.ts";
import { readIntoStore } from "./read-store.ts";
import type { GivenRules, SigmaSummary } from "./sigma-findings.ts";
import { blameBase, checkBase } from "./store.ts";
import { lookThrough, windowTable } from "./store-window.ts";
import { keepStored } from "./stored-records.ts";

/** What a triage is asked to do. */
export interface TriageRequest {
  readonly paths: readonly string[];
  readonly content: Content;
  /** Formats that the user described. */
  readonly ownFormats: readonly TemplateFormat[];
  /** The format that all inputs are read as, with the wrappers around it. */
  readonly as?: string;
  readonly trustedProxies: readonly string[];
  /** Networks that count as inside besides the reserved ones. */
  readonly internalNetworks: readonly string[];
  /** What was ordinary in earlier logs. */
  readonly baseline?: NamedBaseline;
  /** The policy that was named, where one was; `content` has it. */
  readonly policy?: string;
  /** Who may do what, and who answers for it. */
  readonly register?: Register;
  /** The playbook whose questions are answered, where that is not the built-in one. */
  readonly playbook?: NamedPlaybook;
  /** An earlier report, of which it is told what is new. */
  readonly since?: Earlier;
  /** Feeds of threat intelligence, and the folder that was named for them. */
  readonly feeds?: readonly Feed[];
  readonly feedFolder?: string;
  /** Files that tell who owns networks, and the folder that was named for them. */
  readonly locations?: readonly LocationFile[];
  readonly locationFolder?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Whether the window of a kept store may begin somewhat earlier, so that it costs little to look at (store-window.ts). */
  readonly coarse?: boolean;
  /** Sigma rules whose matches are findings. */
  readonly sigma?: GivenRules;
  /** Whether all events are kept until the end of the run, in the table `events`. */
  readonly events?: boolean;
  /** Folder of a kept store. */
  readonly store?: string;
  /** A server that holds the store in place of a folder. */
  readonly server?: ServerAddress;
  /** What makes files the logs that they are, by path; the first record says so where nothing is given. */
  readonly identities?: Readonly<Record<string, string>>;
  readonly stdin: Readable;
  /** A server configuration for the engine; only tests need it. */
  readonly engineConfigFile?: string;
}

/** Whether a request names a store that is kept, in a folder or on a server. */
export function isStored({ store, server }: TriageRequest): boolean {
  return store !== undefined || server !== undefined;
}

/** Progress of a run, for a terminal. */
export interface Progress {
  readonly stage: string;
  /** Bytes of the inputs that are done, and of all; 0 where it is not known. */
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** Everything a report is made of. */
export interface TriageResult {
  readonly content: Content;
  readonly playbook?: NamedPlaybook;
  readonly sources: readonly SourceReport[];
  readonly problems: readonly VedetteError[];
  readonly assessment: Assessment;
  readonly campaigns: readonly FoundCampaign[];
  readonly sigma?: SigmaSummary | undefined;
  readonly runs: readonly IndicatorRun[];
  readonly steps: readonly Step[];
  /** The command that explains the first line of a case's evidence, by the case's id. */
  readonly explained: ReadonlyMap<string, string>;
  readonly evidence: ReadonlyMap<number, EvidenceLine>;
  readonly histogram: Histogram;
  /** Owners of networks by the ids of entities. */
  readonly owners: ReadonlyMap<string, NetworkOwner>;
  readonly notes: readonly string[];
  /** The earlier report that cases were compared with. */
  readonly since?: Earlier | undefined;
}

/** A result with the engine still open, for questions about it. */
export interface OpenTriage {
  readonly request: TriageRequest;
  readonly result: TriageResult;
  readonly engine: Engine;
  readonly parts: Parts | undefined;
  /** Addresses of a balancer whose clients are told by their agents. */
  readonly hidden: readonly string[];
  /** Proxies that were believed, and networks inside; in CIDR form. */
  readonly trusted: readonly string[];
  readonly inside: readonly string[];
  readonly detection: Detection;
  close(): Promise<void>;
}

/** Runs a triage and closes everything. */
export async function triage(
  request: TriageRequest,
  effects: Effects,
  progress: (progress: Progress) => void = () => {},
): Promise<TriageResult> {
  const open = await openTriage(request, effects, progress);
  await open.close();
  return open.result;
}

/** Runs a triage and leaves the engine open. */
export async function openTriage(
  asked: TriageRequest,
  effects: Effects,
  progress: (progress: Progress) => void = () => {},
): Promise<OpenTriage> {
  const given = kindsGiven(asked.feeds ?? []);
  // What only feeds are looked up for is not read without them.
  const request = { ...asked, content: withFeeds(asked.content, given) };
  checkStore(request);
  checkNeeds(request.content);
  const folder = effects.makeTemporary("triage");
  // Sigma rules ask about single events, which only a store holds; without one of its own a run has one until its end.
  const onServer = request.server !== undefined;
  const asksEvents = request.sigma !== undefined || request.events === true;
  const store = request.store ?? (asksEvents && !onServer ? join(folder, "events") : undefined);
  const storing = onServer || store !== undefined;
  const held = new HeldFiles();
  let engines: Engines | undefined;
  const close = async () => {
    await engines?.close();
    held.close();
    effects.removeTemporary(folder);
  };
  try {
    engines = await openEngines(request, { store, folder });
    const { engine, reader } = engines;
    const { formats, wrappers } = request.content;
    const recogniser = new Recogniser(
      formats,
      wrappers,
      request.ownFormats,
      request.as,
      request.internalNetworks,
    );
    const window = windowOf(request);
    const context: ReadContext = {
      engine: reader,
      content: request.content,
      recogniser,
      folder: join(folder, "in"),
      requests: requestsTable,
      ...(request.identities === undefined ? {} : { identities: request.identities }),
      ...(storing ? {} : { counts: countsTable, records: request.content.records }),
      stdin: request.stdin,
      held,
      time: window,
    };
    progress({ stage: "looking for archives", doneBytes: 0, totalBytes: 0 });
    const { inputs, problems: unfound, notes: unread } = await findInputs(request, folder);
    checkSourceCount(inputs.length, request.content);
    await loadNames(engines, request.content);
    const read = (
      storing
        ? await readIntoStore(context, engine, inputs, progress)
        : await readAll(context, inputs, progress)
    ).map(withChange);
    const looksThrough = storing && isBounded(window);
    const sources = looksThrough
      ? await lookThrough(engine, request.content, read, window, request.coarse)
      : read;
    if (storing) await keepStored(engine, request.content, sources, window);
    // Where the engine refuses to read, a mistake in the base profile may be the cause, and no log is to blame.
    if (sources.some(({ problem }) => problem?.code === "engine.failed"))
      await checkBase(engine, request.content);
    const problems = [
      ...unfound,
      ...hollowFolders(
        inputs,
        sources.map((source) => ({ path: source.path, events: source.events + countOutside(source) })),
      ),
    ];
    progress({ stage: "analysing", doneBytes: 0, totalBytes: 0 });
    const { parts, notes, hidden, trusted } = await profile(
      engines,
      request,
      sources,
      looksThrough ? windowTable : "activity",
    );
    const seen: Detection =
      parts === undefined
        ? {
            findings: [],
            runs: request.content.indicators.map(({ id }) => ({
              id,
              ran: false,
              note: "no record was read",
              findings: 0,
              found: 0,
            })),
          }
        : await detect(engine, request.content, parts, sources, given);
    const ruled =
      request.sigma === undefined
        ? undefined
        : await (await import("./sigma-findings.ts")).sigmaFindings(
            engine,
            request.sigma,
            sources,
            parts,
            window,
            {
              eventsMax: request.content.policy.limits.evidence_per_finding,
              entitiesMax: request.content.policy.limits.findings_per_indicator,
            },
          );
    const detection: Detection =
      ruled === undefined ? seen : { ...seen, findings: [...seen.findings, ...ruled.findings] };
    const assessment = await assess(
      engine,
      request.content,
      parts,
      detection,
      sources,
      {
        clientsHidden: hidden.length > 0,
        trusted: notes,
      },
      insideNetworks(request),
      request.register,
      request.since,
      request.playbook?.playbook,
      storing,
    );
    const campaigns =
      parts === undefined
        ? []
        : await findCampaigns(
            engine,
            request.content,
            parts,
            assessment,
            insideNetworks(request),
            isStored(request),
          );
    const ids = [
      ...new Set([
        ...assessment.entities.flatMap((entity) =>
          entity.findings.flatMap(({ records }) =>
            records.slice(0, request.content.policy.limits.evidence_per_finding),
          ),
        ),
        ...campaigns.flatMap(({ ties }) =>
          ties.flatMap(({ evidence }) => evidence.flatMap(({ records }) => records)),
        ),
      ]),
    ];
    const evidence = await fetchEvidence(engine, sources, ids, storing ? "events" : undefined);
    const example = firstLine(assessment.entities, evidence);
    const { owners, notes: ownerNotes } = await ownersOf(
      reader,
      request.locations ?? [],
      assessment.entities,
    );
    const again = againCommands(request);
    const steps = stepsOf({
      entities: assessment.entities,
      cases: assessment.cases,
      coverage: assessment.coverage,
      joins: assessment.joins,
      campaigns,
      agents: request.content.agents,
      feeds: request.feeds ?? [],
      owned: request.locations === undefined ? undefined : owners.size,
      judged: sources.some((source) => judgedCount(source, request.content.records) > 0),
      explainCommand: example === undefined ? undefined : again?.explain(example.path, example.line),
      ticketCommand: (id) => again?.triage(`--ticket ${id}`),
      otherCommand: (words) => again?.other(words),
    });
    const histogram =
      parts === undefined
        ? ({ of: "request", slots: [] } as const)
        : await histogramOf(engine, request.content, parts, assessment);
    return {
      request,
      result: {
        content: request.content,
        ...(request.playbook === undefined ? {} : { playbook: request.playbook }),
        // Where evidence is fetched from the files, they are read until here.
        sources: storing ? sources : sources.map(withChange),
        problems,
        assessment,
        campaigns,
        sigma: ruled?.summary,
        runs: detection.runs,
        steps,
        explained: explainedCases(assessment.cases, evidence, again),
        evidence,
        since: request.since,
        owners,
        histogram,
        notes: [
          ...(request.content.policyNotes ?? []),
          ...unread,
          ...notes,
          ...baselineNotes(request.baseline, sources),
          ...ownerNotes,
        ],
      },
      engine,
      parts,
      hidden,
      trusted,
      inside: insideNetworks(request),
      detection,
      close,
    };
  } catch (thrown) {
    await close();
    throw asFailure(thrown);
  }
}

/** Content with those records only that something of it looks for. */
function withFeeds(content: Content, given: ReadonlySet<string>): Content {
  const records = content.records.filter(
    ({ feeds }) => feeds === undefined || feeds.some((kind) => given.has(kind)),
  );
  return { ...content, records };
}

/** The window of a request. */
export function windowOf({ fromMs, toMs }: TriageRequest): TimeWindow {
  return { ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) };
}

/** @throws VedetteError `usage.option` where there are more inputs than one run may have */
export function checkSourceCount(count: number, { policy }: Content): void {
  const limit = policy.limits.sources;
  if (count > limit)
    throw new VedetteError(
      "usage.option",
      `${count} files are more than the limit of ${limit} (limits.sources).`,
      { hint: "Give fewer files at once, or keep a store with --store and add to it." },
    );
}

/** Whatever a run failed with, in words for a person where the engine failed. */
export function asFailure(thrown: unknown): unknown {
  if (thrown instanceof StoreFailed) return asFailure(thrown.cause);
  return thrown instanceof EngineError ? engineFailure(thrown) : thrown;
}

/** A statement of the program itself that failed: a limit of this machine, or content that it cannot work with. */
export function engineFailure(thrown: EngineError): VedetteError {
  const spent =
    thrown.number === engineErrorNumbers.memoryLimitExceeded ||
    thrown.number === engineErrorNumbers.notEnoughSpace;
  return new VedetteError(
    "engine.failed",
    `The engine failed: ${thrown.message.split("\n", 1)[0]?.slice(0, 300)}`,
    {
      hint: spent
        ? "Give fewer logs at once, or less time with --from and --to."
        : thrown instanceof ConnectionLost
          ? "Run the command again when the server answers: what a source added stays when all of it was there, and else it is read anew."
          : "If content/ was edited, take the last change back; if not, please report it.",
      cause: thrown,
    },
  );
}

async function readAll(
  context: ReadContext,
  inputs: readonly Input[],
  progress: (progress: Progress) => void,
): Promise<SourceReport[]> {
  const { engine, content } = context;
  const passing = inMemory(inputs) ? "Memory" : "Log";
  await blameBase(content, async () => {
    for (const sql of [
      requestTableSql(requestsTable, content.base, passing),
      countsTableSql(countsTable),
      ...activityTablesSql("activity", content.base, passing),
    ])
      await engine.run(sql);
  });
  for (const records of content.records)
    await engine.run(recordsTableSql(records, recordsTable(records), passing));
  const sources = await readInputs(context, inputs, (number) =>
    progress({ stage: `reading ${inputs[number]?.path}`, ...inputBytes(inputs, number) }),
  );
  await blameBase(content, () =>
    allDone(activitySql("activity", requestsTable, content.base).map((sql) => engine.run(sql))),
  );
  await engine.run(`DROP TABLE ${requestsTable}`);
  await engine.run(`DROP TABLE ${countsTable}`);
  return sources;
}

/** Bytes of inputs up to which what is read of them is kept in memory; compressed ones become at most 250 times as many. */
const memoryBytesMax = 1_000_000;

/** Whether what is read of some inputs may be kept in memory, which spares a hundred files. */
function inMemory(inputs: readonly Input[]): boolean {
  const files = inputs.flatMap((input) => input.mails ?? [input]);
  return !files.some(({ once }) => once) && inputBytes(files, 0).totalBytes <= memoryBytesMax;
}

/** Bytes on disk of the inputs before one, and of all. */
export function inputBytes(
  inputs: readonly Input[],
  before: number,
): { doneBytes: number; totalBytes: number } {
  const sizes = inputs.map(({ path, content, once }) => (once ? 0 : sizeOf(content ?? path)));
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  return { doneBytes: sum(sizes.slice(0, before)), totalBytes: sum(sizes) };
}

/** Bytes of a file, 0 where it is gone or not to be reached; reading it says why. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** Events up to which everything made from them may stay in memory. */
const fewEventsMax = 100_000;

/** Events up to which statements cost more to plan than to run. */
const littleEventsMax = 5_000;

/** Catalogues, trust and derived profiles; undefined where there is no event. */
async function profile(
  { engine, reader }: Engines,
  request: TriageRequest,
  sources: readonly SourceReport[],
  table: string,
): Promise<{
  parts: Parts | undefined;
  notes: readonly string[];
  hidden: HiddenClients["addresses"];
  trusted: readonly string[];
}> {
  if (sources.every((source) => source.events === 0))
    return { parts: undefined, notes: [], hidden: [], trusted: [] };
  const { content } = request;
  const events = sources.reduce((sum, source) => sum + source.events, 0);
  // Behind a window, a kept store holds more than what is looked at.
  if (table === "activity" && events <= littleEventsMax) engine.expectLittle();
  const base = activityParts(table);
  const trust = await settleTrust(engine, content, base, request.trustedProxies);
  const internal = insideNetworks(request);
  const web = sources.filter(({ kind, events }) => kind === "web" && events > 0);
  const { parts: activity, addresses: hidden } = await hideClients(
    engine,
    content,
    base,
    web.map(({ number }) => number),
    internal,
  );
  const feeds = request.feeds ?? [];
  const intel = await intelParts(engine, reader, feeds);
  const given = kindsGiven(feeds);
  const parts = {
    ...activity,
    ...recordsParts(content.records),
    ...(await loadCatalogues(engine, content, request.baseline?.baseline)),
    ...intel.parts,
  };
  return {
    parts: await deriveProfiles(
      engine,
      content,
      parts,
      { trusted: trust.networks, internal },
      profilesWanted(content, (indicator) => missingFor(content, indicator, sources, given) === undefined),
      events <= fewEventsMax,
    ),
    notes: [
      ...trust.notes,
      ...intel.notes,
      ...(hidden.length === 0
        ? []
        : [
            `${hidden.join(", ")} ${hidden.length === 1 ? "stands" : "stand"} for nearly all clients, as a balancer does: agents take the place of its addresses`,
          ]),
    ],
    hidden,
    trusted: trust.networks,
  };
}

/** Networks inside, in CIDR form: those that are given, and those that nobody can have outside. */
function insideNetworks({ content, internalNetworks }: TriageRequest): string[] {
  return [
    ...internalNetworks,
    ...content.networks.reserved.filter((network) => network.internal).map(({ network }) => network),
  ];
}
