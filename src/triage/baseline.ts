/** Makes a baseline of what a triage read, and says what one that was given adds. */
import { baselineSchemaName } from "../detect/baseline.ts";
import type { Baseline, NamedBaseline } from "../detect/baseline-file.ts";
import type { SourceReport } from "../ingest/source.ts";
import { triageLimits } from "../limits.ts";
import { counted } from "../words.ts";
import type { OpenTriage } from "./triage.ts";

const dayMs = 86_400_000;

/** What a baseline holds: the commonest agents, the paths with most visitors. */
const {
  baselineAgentsMax: agentsMax,
  baselineAgentBytesMax: templateBytesMax,
  baselinePathsMax: pathsMax,
} = triageLimits;

/**
 * The baseline of an open triage. Clients that the triage escalates or watches are not counted: what
 * they come with should not look ordinary the next time.
 */
export async function baselineOf({ engine, parts, result }: OpenTriage): Promise<Baseline> {
  const { firstMs, lastMs } = spanOf(result.sources);
  const nothing: Baseline = {
    schema: baselineSchemaName,
    from: firstMs === undefined ? null : new Date(firstMs).toISOString(),
    to: lastMs === undefined ? null : new Date(lastMs).toISOString(),
    days: daysOf(firstMs, lastMs),
    clients: 0,
    clients_left_out: 0,
    requests: 0,
    agents_left_out: 0,
    paths_left_out: 0,
    agents: [],
    paths: [],
  };
  if (parts === undefined) return nothing;
  const listed = result.assessment.entities
    .filter(({ type, action }) => type.startsWith("ip") && (action === "escalate" || action === "watch"))
    .map(({ value }) => value);
  const all = await engine.rows(
    `SELECT countIf(NOT listed) AS clients, countIf(listed) AS left_out, sumIf(requests, NOT listed) AS requests
FROM (SELECT requests, source_ip IN ({listed:Array(String)}) AS listed FROM ${parts.clients})`,
    { listed },
  );
  const agents = await engine.rows(
    `SELECT template, clients, arrayUniq(arrayConcat(first_days, last_days)) AS days, first_ms, last_ms, count() OVER () AS templates
FROM (
  SELECT known.template AS template, uniqExact(one.source_id) AS clients, min(one.first_ms) AS first_ms, max(one.last_ms) AS last_ms,
    groupUniqArray(intDiv(one.first_ms, ${dayMs})) AS first_days, groupUniqArray(intDiv(one.last_ms, ${dayMs})) AS last_days
  FROM ${parts.client_agents} AS one
  INNER JOIN ${parts.agents} AS known ON known.agent_id = one.agent_id
  WHERE NOT known.absent AND one.source_ip NOT IN ({listed:Array(String)})
  GROUP BY known.template
)
ORDER BY length(template) > ${templateBytesMax}, clients DESC, template
LIMIT ${agentsMax}`,
    { listed },
  );
  const paths = await engine.rows(
    `SELECT domain, canonical_path, visitors, count() OVER () AS places FROM ${parts.endpoints} WHERE part_of_site ORDER BY visitors DESC, domain, canonical_path LIMIT ${pathsMax}`,
  );
  const kept = agents.filter(({ template }) => Buffer.byteLength(String(template)) <= templateBytesMax);
  return {
    ...nothing,
    clients: Number(all[0]?.clients ?? 0),
    clients_left_out: Number(all[0]?.left_out ?? 0),
    requests: Number(all[0]?.requests ?? 0),
    agents_left_out: Number(agents[0]?.templates ?? 0) - kept.length,
    paths_left_out: Number(paths[0]?.places ?? 0) - paths.length,
    agents: kept.map((row) => ({
      template: String(row.template),
      clients: Number(row.clients),
      days: Number(row.first_ms) > 0 ? Number(row.days) : 0,
      first: dayText(Number(row.first_ms)),
      last: dayText(Number(row.last_ms)),
    })),
    paths: paths.map((row) => ({
      domain: String(row.domain),
      path: String(row.canonical_path),
      visitors: Number(row.visitors),
    })),
  };
}

/** What a report says of the baseline that a run was given. */
export function baselineNotes(
  given: NamedBaseline | undefined,
  sources: readonly Pick<SourceReport, "events" | "firstMs" | "lastMs">[],
): string[] {
  if (given === undefined) return [];
  const { path, baseline } = given;
  const span =
    baseline.from === null || baseline.to === null
      ? ""
      : ` (${dayOf(baseline.from)} to ${dayOf(baseline.to)})`;
  const { firstMs, lastMs } = spanOf(sources);
  const overlaps =
    firstMs !== undefined &&
    lastMs !== undefined &&
    baseline.from !== null &&
    baseline.to !== null &&
    Date.parse(baseline.from) <= lastMs &&
    Date.parse(baseline.to) >= firstMs;
  return [
    `baseline ${path}: ${counted(baseline.days, "day")}${span}, ${counted(baseline.clients, "client")}, ${counted(baseline.agents.length, "agent")}${overlaps ? "; it covers times of these logs, so what is here may be counted in it, too" : ""}`,
  ];
}

function spanOf(sources: readonly Pick<SourceReport, "events" | "firstMs" | "lastMs">[]): {
  firstMs: number | undefined;
  lastMs: number | undefined;
} {
  const read = sources.filter(({ events }) => events > 0);
  const first = read.flatMap(({ firstMs }) => firstMs ?? []);
  const last = read.flatMap(({ lastMs }) => lastMs ?? []);
  return {
    firstMs: first.length === 0 ? undefined : first.reduce((a, b) => Math.min(a, b)),
    lastMs: last.length === 0 ? undefined : last.reduce((a, b) => Math.max(a, b)),
  };
}

function daysOf(firstMs: number | undefined, lastMs: number | undefined): number {
  return firstMs === undefined || lastMs === undefined
    ? 0
    : Math.floor(lastMs / dayMs) - Math.floor(firstMs / dayMs) + 1;
}

function dayText(ms: number): string | null {
  return ms > 0 ? dayOf(new Date(ms).toISOString()) : null;
}

function dayOf(moment: string): string {
  return moment.slice(0, 10);
}
