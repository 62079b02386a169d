/** Sigma rules over a kept store, or over logs that are read into one for this run alone. */
import { join } from "node:path";
import { countOutside } from "../assess/coverage.ts";
import { loadSigmaSources } from "../content/sigma.ts";
import { type EvidenceLine, fetchEvidence } from "../detect/evidence.ts";
import type { Effects } from "../effects.ts";
import type { Engine, LocalEngine } from "../engine/engine.ts";
import type { VedetteError } from "../errors.ts";
import type { ReadContext } from "../ingest/context.ts";
import { hollowFolders } from "../ingest/discover.ts";
import { HeldFiles } from "../ingest/held-files.ts";
import { withChange } from "../ingest/read.ts";
import { Recogniser } from "../ingest/recognise.ts";
import { requestsTable } from "../ingest/requests.ts";
import type { SourceReport } from "../ingest/source.ts";
import type { SigmaRule } from "../sigma/model.ts";
import { runSigma, type SigmaResult } from "../sigma/run.ts";
import { checkStore, type Engines, loadNames, openEngines } from "./engines.ts";
import { asFailure } from "./failures.ts";
import { findInputs } from "./inputs.ts";
import { readIntoStore } from "./read-store.ts";
import { checkSourceCount, type Progress, type TriageRequest, windowOf } from "./request.ts";

/** What a run over logs or a store found, with the records that prove it. */
export interface SigmaRun {
  readonly result: SigmaResult;
  readonly sources: readonly SourceReport[];
  readonly problems: readonly VedetteError[];
  readonly notes: readonly string[];
  readonly evidence: ReadonlyMap<number, EvidenceLine>;
}

/**
 * Runs rules over what a request names: logs, a store, or a store to which logs are added first.
 * @param limits records that are named for a match, and matches of a rule
 * @throws VedetteError `store.missing`, `store.locked`, `engine.failed` and those of reading
 */
export async function sigmaRun(
  request: TriageRequest,
  rules: readonly SigmaRule[],
  limits: { readonly eventsMax: number; readonly entitiesMax: number },
  effects: Effects,
  progress: (progress: Progress) => void = () => {},
): Promise<SigmaRun> {
  return overEvents(request, effects, progress, async (engine, sources, { problems, notes }) => {
    const result = await runSigma(engine, rules, {
      sources,
      ...windowOf(request),
      ...limits,
      mappings: loadSigmaSources(),
      progress: (done, of) =>
        progress({ stage: `running rules: ${done} of ${of}`, doneBytes: 0, totalBytes: 0 }),
    });
    const ids = [...new Set(result.matches.flatMap(({ events }) => events))];
    return {
      result,
      sources,
      problems,
      notes,
      evidence: await fetchEvidence(engine, sources, ids, "events"),
    };
  });
}

/**
 * Reads what a request names, without a triage, and hands on the engine with the table `events`.
 * @throws VedetteError `store.missing`, `store.locked`, `engine.failed` and those of reading
 */
export async function overEvents<Result>(
  request: TriageRequest,
  effects: Effects,
  progress: (progress: Progress) => void,
  work: (
    engine: Engine,
    sources: readonly SourceReport[],
    told: Pick<SigmaRun, "problems" | "notes">,
  ) => Promise<Result>,
): Promise<Result> {
  checkStore(request, "name logs with --log as well");
  const folder = effects.makeTemporary("sigma");
  const held = new HeldFiles();
  let engines: Engines | undefined;
  try {
    engines = await openEngines(request, { store: request.store, folder });
    const { engine, reader } = engines;
    progress({ stage: "looking for archives", doneBytes: 0, totalBytes: 0 });
    const { inputs, problems, notes } = await findInputs(request, folder);
    checkSourceCount(inputs.length, request.content);
    await loadNames(engines, request.content);
    const context = contextOf(request, reader, folder, held);
    const sources = (await readIntoStore(context, engine, inputs, progress)).map(withChange);
    const read = sources.map((source) => ({
      path: source.path,
      events: source.events + countOutside(source),
    }));
    return await work(engine, sources, { problems: [...problems, ...hollowFolders(inputs, read)], notes });
  } catch (thrown) {
    throw asFailure(thrown);
  } finally {
    await engines?.close();
    held.close();
    effects.removeTemporary(folder);
  }
}

function contextOf(
  request: TriageRequest,
  engine: LocalEngine,
  folder: string,
  held: HeldFiles,
): ReadContext {
  const { content, ownFormats, as, internalNetworks, stdin } = request;
  return {
    engine,
    content,
    recogniser: new Recogniser(content.formats, content.wrappers, ownFormats, as, internalNetworks),
    folder: join(folder, "in"),
    requests: requestsTable,
    stdin,
    held,
    time: {},
  };
}
