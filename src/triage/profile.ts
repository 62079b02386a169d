/** From what was read to the profiles that indicators ask. */
import { missingFor } from "../detect/indicators.ts";
import { intelParts, kindsGiven } from "../detect/intel.ts";
import { deriveProfiles, loadCatalogues, type Parts, profilesWanted } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import { activityParts } from "../ingest/activity.ts";
import { recordsParts } from "../ingest/records.ts";
import type { SourceReport } from "../ingest/source.ts";
import { engineLimits } from "../limits.ts";
import type { Engines } from "./engines.ts";
import { type HiddenClients, hideClients } from "./hidden-clients.ts";
import { settleTrust } from "./proxies.ts";
import { insideNetworks, type TriageRequest } from "./request.ts";

/** Events up to which everything made from them may stay in memory. */
const fewEventsMax = 100_000;

/** Events up to which statements cost more to plan than to run. */
const littleEventsMax = 5_000;

async function clientsOf(engine: Engine, base: Parts): Promise<number> {
  const [row] = await engine.rows(`SELECT count() AS clients FROM ${base.client_texts}`);
  return Number(row?.clients ?? 0);
}

/** Catalogues, trust and derived profiles; undefined where there is no event. */
export async function profile(
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
  if (table === "activity" && events <= littleEventsMax) engine.expect("little");
  const base = activityParts(table);
  const { clientsInMemory } = engineLimits;
  if (events > clientsInMemory && (await clientsOf(engine, base)) > clientsInMemory) engine.expect("much");
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
