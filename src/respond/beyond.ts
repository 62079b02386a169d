/**
 * Sources that a report leaves out for their number. A report keeps the weightiest findings of each indicator; to a block the
 * others of a team of thousands are no innocent bystanders.
 */
import { actions, type Case, type Entity } from "../assess/model.ts";
import { detect } from "../detect/indicators.ts";
import type { OpenTriage } from "../triage/triage.ts";

/** Findings of an indicator that are looked at beyond the report's. */
const findingsMax = 200_000;

/**
 * An open triage whose entities, and whose background, have the sources that the limit left out, as far as all that it kept of
 * the same indicator are escalated; the same one where nothing was left out.
 */
export async function withBeyond(open: OpenTriage): Promise<OpenTriage> {
  const { engine, parts, result } = open;
  const { content, assessment, runs, sources } = result;
  const cut = new Set(runs.filter(({ findings, found }) => found > findings).map(({ id }) => id));
  if (parts === undefined || cut.size === 0) return open;
  const grave = new Set([...cut].filter((id) => allEscalated(id, assessment.entities)));
  if (grave.size === 0) return open;
  const { policy } = content;
  const { findings } = await detect(
    engine,
    {
      ...content,
      indicators: content.indicators.filter(({ id }) => grave.has(id)),
      policy: { ...policy, limits: { ...policy.limits, findings_per_indicator: findingsMax } },
    },
    parts,
    sources,
  );
  const known = new Set(assessment.entities.map(({ id }) => id));
  const further = new Map<string, Entity>();
  for (const finding of findings) {
    const id = `${finding.entityType}:${finding.entityValue}`;
    if (finding.entityType === "ip" && !known.has(id) && !further.has(id))
      further.set(id, stub(id, finding.entityValue, finding.firstMs, finding.lastMs));
  }
  const added = [...further.values()];
  const cases = assessment.cases.map(
    (one): Case => (one.background ? { ...one, entities: [...one.entities, ...added] } : one),
  );
  return {
    ...open,
    result: { ...result, assessment: { ...assessment, entities: [...assessment.entities, ...added], cases } },
  };
}

function allEscalated(indicator: string, entities: readonly Entity[]): boolean {
  const having = entities.filter(({ findings }) => findings.some((one) => one.indicator === indicator));
  return having.length > 0 && having.every(({ action }) => action === actions.at(-1));
}

/** A source of which only its name matters here. */
function stub(id: string, value: string, firstMs: number, lastMs: number): Entity {
  return {
    id,
    type: "ip",
    value,
    action: "escalate",
    justification: undefined,
    register: [],
    scanner: undefined,
    score: 0,
    requests: 0,
    firstMs,
    lastMs,
    internal: false,
    named: 0,
    history: undefined,
    findings: [],
    hits: [],
    background: true,
    priority: [],
    served: false,
  };
}
