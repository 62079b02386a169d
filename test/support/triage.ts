/** Triages in this process, with silent effects. */
import { Readable } from "node:stream";
import { type Content, loadContent } from "../../src/content/load.ts";
import { toDocument } from "../../src/report/document.ts";
import type { ReportDocument } from "../../src/report/model.ts";
import type { TriageRequest } from "../../src/triage/request.ts";
import { type OpenTriage, openTriage, type TriageResult } from "../../src/triage/triage.ts";
import { silentEffects, standingNow } from "./effects.ts";

let loaded: Content | undefined;

/** The content of this checkout, read once a process. */
export function content(): Content {
  loaded ??= loadContent();
  return loaded;
}

/** A request to triage paths, with nothing else asked for. */
export function requestFor(paths: readonly string[], more: Partial<TriageRequest> = {}): TriageRequest {
  return {
    paths,
    content: content(),
    ownFormats: [],
    trustedProxies: [],
    internalNetworks: [],
    stdin: Readable.from([]),
    ...more,
  };
}

/** Triages paths and leaves the engine open. */
export async function open(paths: readonly string[], more: Partial<TriageRequest> = {}): Promise<OpenTriage> {
  return openTriage(requestFor(paths, more), silentEffects());
}

/** Triages paths to the report document, with a standing time. */
export async function triageDocument(
  paths: readonly string[],
  more: Partial<TriageRequest> = {},
): Promise<ReportDocument> {
  const run = await open(paths, more);
  await run.close();
  return documentOf(run.result);
}

export function documentOf(result: TriageResult): ReportDocument {
  return toDocument({
    ...result,
    generatedMs: standingNow,
    durationMs: 0,
    tool: { name: "vedette", version: "0.0.0" },
  });
}
