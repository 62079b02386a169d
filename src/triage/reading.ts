/**
 * Reads inputs as a triage does, and judges nothing: what `vedette events` and `vedette recognise`
 * are made of. No store is touched, and no catalogue is loaded.
 */
import { join } from "node:path";
import type { Effects } from "../effects.ts";
import { openChdb } from "../engine/chdb.ts";
import { type Engine, EngineError, type LocalEngine } from "../engine/engine.ts";
import type { VedetteError } from "../errors.ts";
import type { ReadContext } from "../ingest/context.ts";
import { countsTable, countsTableSql } from "../ingest/counts.ts";
import { hollowFolders, type Input } from "../ingest/discover.ts";
import { HeldFiles } from "../ingest/held-files.ts";
import { withChange } from "../ingest/read.ts";
import { Recogniser } from "../ingest/recognise.ts";
import type { SourceReport } from "../ingest/source.ts";
import { readInTurn } from "../ingest/together.ts";
import type { TimeWindow } from "../ingest/window.ts";
import { engineFailure } from "./failures.ts";
import { findInputs } from "./inputs.ts";
import { inputBytes } from "./read-all.ts";
import { checkSourceCount, type Progress, type TriageRequest, windowOf } from "./request.ts";

/** What reading asks of each source, while it is open. */
export type Visit = (source: SourceReport, engine: Engine, window: TimeWindow) => Promise<boolean>;

/** What was read, in the order of the inputs. */
export interface ReadingResult {
  readonly sources: readonly SourceReport[];
  readonly problems: readonly VedetteError[];
  readonly notes: readonly string[];
}

/**
 * Reads the inputs of a request in turn.
 * @param visit called with each source as soon as it is read; false ends the reading
 * @throws VedetteError `engine.failed`, `engine.missing`, `output.unwritable`
 */
export async function readSources(
  request: TriageRequest,
  effects: Effects,
  visit: Visit,
  progress: (progress: Progress) => void = () => {},
): Promise<ReadingResult> {
  const folder = effects.makeTemporary("read");
  const held = new HeldFiles();
  let engine: LocalEngine | undefined;
  try {
    progress({ stage: "looking for archives", doneBytes: 0, totalBytes: 0 });
    const { inputs, problems, notes } = await findInputs(request, folder);
    checkSourceCount(inputs.length, request.content);
    engine = await openChdb({ path: join(folder, "db"), passing: true });
    await engine.run(countsTableSql(countsTable));
    const window = windowOf(request);
    const context: ReadContext = {
      engine,
      content: request.content,
      recogniser: new Recogniser(
        request.content.formats,
        request.content.wrappers,
        request.ownFormats,
        request.as,
      ),
      folder: join(folder, "in"),
      counts: countsTable,
      stdin: request.stdin,
      held,
      time: window,
    };
    const sources = await visitAll(context, inputs, visit, progress, window);
    return { sources, problems: [...problems, ...hollowFolders(inputs, sources.map(read))], notes };
  } catch (thrown) {
    throw thrown instanceof EngineError ? engineFailure(thrown) : thrown;
  } finally {
    await engine?.close();
    held.close();
    effects.removeTemporary(folder);
  }
}

/** A folder holds a log also where all of it lies outside the window. */
function read({ path, lines }: SourceReport): { path: string; events: number } {
  return { path, events: lines };
}

async function visitAll(
  context: ReadContext,
  inputs: readonly Input[],
  visit: Visit,
  progress: (progress: Progress) => void,
  window: TimeWindow,
): Promise<SourceReport[]> {
  const sources: SourceReport[] = [];
  const turns = readInTurn(context, inputs, (number) =>
    progress({ stage: `reading ${inputs[number]?.path}`, ...inputBytes(inputs, number) }),
  );
  for await (const some of turns) {
    for (const source of some) {
      const wanted = await visit(source, context.engine, window);
      sources.push(withChange(source));
      if (!wanted) return sources;
    }
  }
  return sources;
}
