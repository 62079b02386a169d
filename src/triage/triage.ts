import { join } from "node:path";
import { type Assessment, assess } from "../assess/assess.ts";
import { countOutside } from "../assess/coverage.ts";
import type { Step } from "../assess/model.ts";
import type { Earlier } from "../assess/since.ts";
import { stepsOf } from "../assess/steps.ts";
import type { Content } from "../content/load.ts";
import type { NamedPlaybook } from "../content/playbook/file.ts";
import { type EvidenceLine, fetchEvidence, firstLine } from "../detect/evidence.ts";
import type { Detection, IndicatorRun } from "../detect/finding.ts";
import { checkNeeds, detect } from "../detect/indicators.ts";
import { kindsGiven } from "../detect/intel.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Effects } from "../effects.ts";
import type { Engine } from "../engine/engine.ts";
import type { VedetteError } from "../errors.ts";
import type { ReadContext } from "../ingest/context.ts";
import { countsTable } from "../ingest/counts.ts";
import { hollowFolders } from "../ingest/discover.ts";
import { HeldFiles } from "../ingest/held-files.ts";
import { judgedCount } from "../ingest/profiled.ts";
import { withChange } from "../ingest/read.ts";
import { Recogniser } from "../ingest/recognise.ts";
import { requestsTable } from "../ingest/requests.ts";
import type { SourceReport } from "../ingest/source.ts";
import { isBounded } from "../ingest/window.ts";
import { againCommands, explainedCases } from "./again.ts";
import { baselineNotes } from "./baseline.ts";
import { type FoundCampaign, findCampaigns } from "./campaigns.ts";
import { checkStore, type Engines, loadNames, openEngines } from "./engines.ts";
import { asFailure } from "./failures.ts";
import { type Histogram, histogramOf } from "./histogram.ts";
import { findInputs } from "./inputs.ts";
import { type NetworkOwner, ownersOf } from "./ownership.ts";
import { profile } from "./profile.ts";
import { readAll } from "./read-all.ts";
import { readIntoStore } from "./read-store.ts";
import {
  checkSourceCount,
  insideNetworks,
  isStored,
  type Progress,
  type TriageRequest,
  windowOf,
} from "./request.ts";
import type { SigmaSummary } from "./sigma-findings.ts";
import { checkBase } from "./store.ts";
import { lookThrough, windowTable } from "./store-window.ts";
import { keepStored } from "./stored-records.ts";

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
