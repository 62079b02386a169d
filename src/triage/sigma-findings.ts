/** Sigma rules of a user's own within a triage: what they match becomes findings of the same entities. */
import { loadSigmaSources } from "../content/sigma.ts";
import { compare, type Finding, type Severity } from "../detect/finding.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import { splitEventId } from "../ingest/scan.ts";
import type { SourceReport } from "../ingest/source.ts";
import type { TimeWindow } from "../ingest/window.ts";
import type { Refusal, SigmaRule } from "../sigma/model.ts";
import { runSigma, type SigmaMatch } from "../sigma/run.ts";
import { techniquesOf } from "../sigma/techniques.ts";
import { counted } from "../words.ts";

/** Rules that a triage is given, and what could not be read of them. */
export interface GivenRules {
  /** What was named. */
  readonly paths: readonly string[];
  readonly rules: readonly SigmaRule[];
  readonly refusals: readonly Refusal[];
}

/** What became of them. */
export interface SigmaSummary {
  readonly ran: number;
  readonly refusals: readonly Refusal[];
  readonly notes: readonly string[];
  /** Rules that matched, the most entities first. */
  readonly matched: readonly {
    readonly rule: SigmaRule;
    readonly indicator: string;
    readonly entities: number;
    readonly events: number;
    /** Matches that name nobody whom a case could be about. */
    readonly unnamed: number;
  }[];
}

export interface SigmaFindings {
  readonly findings: readonly Finding[];
  readonly summary: SigmaSummary;
}

/** Columns, and fields by which correlations group, that name somebody; in the order in which one is chosen. */
const namings: readonly { readonly type: "host" | "ip" | "user" | "domain"; readonly like: RegExp }[] = [
  {
    type: "host",
    like: /^(?:host_name|host|hostname|computer|computername|device|devicename|source_host)$/i,
  },
  {
    type: "ip",
    like: /^(?:source_ip|src_ip|src|c-ip|clientip|client_ip|ipaddress|ip_address|sourceip|source\.ip|id\.orig_h|callingip)$/i,
  },
  {
    type: "user",
    like: /^(?:user_name|user|username|subjectusername|targetusername|cs-username|userid|userprincipalname|account)$/i,
  },
  {
    type: "domain",
    like: /^(?:url_domain|dns_question_name|destination_domain|query|queryname|cs-host|r-dns)$/i,
  },
];

const severityOf: Readonly<Record<string, Severity>> = {
  informational: "info",
  low: "low",
  medium: "medium",
  high: "high",
  critical: "critical",
};

/** Runs rules over the table `events` and tells what they match as findings. */
export async function sigmaFindings(
  engine: Engine,
  { rules, refusals }: GivenRules,
  sources: readonly SourceReport[],
  parts: Parts | undefined,
  window: TimeWindow,
  limits: { readonly eventsMax: number; readonly entitiesMax: number },
): Promise<SigmaFindings> {
  const result = await runSigma(engine, rules, {
    sources,
    ...window,
    ...limits,
    mappings: loadSigmaSources(),
  });
  const shared = await sharedAddresses(engine, parts, result.matches);
  const byRule = new Map<SigmaRule, SigmaMatch[]>();
  for (const match of result.matches) byRule.set(match.rule, [...(byRule.get(match.rule) ?? []), match]);
  const told = [...byRule].map(([rule, matches]) => {
    const left = result.left.get(rule)?.entities ?? 0;
    const findings = matches.flatMap((match) => toFinding(match, left, sources, shared) ?? []);
    return { rule, matches, findings: together(findings), unnamed: matches.length - findings.length };
  });
  return {
    findings: told.flatMap(({ findings }) => findings),
    summary: {
      ran: result.ran,
      refusals: [...refusals, ...result.refusals],
      notes: result.notes,
      matched: told
        .map(({ rule, matches, findings, unnamed }) => ({
          rule,
          indicator: indicatorOf(rule),
          entities: findings.length + (result.left.get(rule)?.entities ?? 0),
          events: matches.reduce((sum, { count }) => sum + count, result.left.get(rule)?.count ?? 0),
          unnamed,
        }))
        .sort((a, b) => b.entities - a.entities || compare(a.indicator, b.indicator)),
    },
  };
}

/** What a finding of a rule names as its indicator: the rule's own id, or its file and line where that is no plain name. */
export function indicatorOf({ id, place }: SigmaRule): string {
  return `sigma:${/^[\w.:-]{1,100}$/.test(id) ? id : `${place.path}:${place.line}`}`;
}

/** Whom a match is about; undefined where nothing of it names somebody. */
function entityOf({
  columns,
  entity,
}: SigmaMatch): { type: "host" | "ip" | "user" | "domain"; value: string } | undefined {
  for (const { type, like } of namings) {
    const at = columns.findIndex(
      (column, index) => like.test(column) && !["", "-"].includes(entity[index] ?? ""),
    );
    const value = entity[at];
    // Names of hosts and domains are compared in small letters everywhere else, too.
    if (value !== undefined)
      return { type, value: type === "host" || type === "domain" ? value.toLowerCase() : value };
  }
  return undefined;
}

/** The /64 that counts as one source, by the addresses in it. */
async function sharedAddresses(
  engine: Engine,
  parts: Parts | undefined,
  matches: readonly SigmaMatch[],
): Promise<ReadonlyMap<string, string>> {
  const asked = [
    ...new Set(
      matches
        .flatMap((match) => entityOf(match) ?? [])
        .flatMap(({ type, value }) => (type === "ip" && value.includes(":") ? [value] : [])),
    ),
  ];
  if (parts?.addresses === undefined || asked.length === 0) return new Map();
  const rows = await engine.rows(
    `SELECT address, min(source_ip) AS source FROM ${parts.addresses} WHERE address IN ({asked:Array(String)}) GROUP BY address`,
    { asked },
  );
  return new Map(rows.map((row) => [String(row.address), String(row.source)]));
}

function toFinding(
  match: SigmaMatch,
  leftOut: number,
  sources: readonly SourceReport[],
  shared: ReadonlyMap<string, string>,
): Finding | undefined {
  const named = entityOf(match);
  if (named === undefined) return undefined;
  const { rule, count, firstMs, lastMs, events } = match;
  const value = named.type === "ip" ? (shared.get(named.value) ?? named.value) : named.value;
  const severity = severityOf[rule.level.toLowerCase()] ?? "low";
  const kinds = events.flatMap(
    (id) => sources.find(({ number }) => number === splitEventId(id).source)?.kind ?? [],
  );
  return {
    indicator: indicatorOf(rule),
    title: rule.title,
    clause: "T2b",
    kinds: [...new Set(kinds)].sort(),
    rule:
      severity === "high" || severity === "critical"
        ? "sigma-grave"
        : severity === "info"
          ? "sigma-told"
          : "sigma-matched",
    techniques: techniquesOf(rule),
    severity,
    // A rule says nothing of how sure it is; who runs it has chosen it.
    confidence: "medium",
    entityType: named.type === "ip" && value.includes("/") ? "ip_range" : named.type,
    entityValue: value,
    sentence: `${counted(count, "event")} ${count === 1 ? "fits" : "fit"} the Sigma rule "${rule.title}"${rule.level === "" ? "" : ` of level ${rule.level}`} (${rule.place.path})`,
    count,
    leftOut,
    firstMs: firstMs ?? 0,
    lastMs: lastMs ?? 0,
    records: [...events].sort((a, b) => a - b),
    group: undefined,
    facts: { level: rule.level },
  };
}

/** One finding of a rule for each entity: a rule's matches may differ in what an entity is not told by. */
function together(findings: readonly Finding[]): Finding[] {
  const byEntity = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.entityType}:${finding.entityValue}`;
    const known = byEntity.get(key);
    byEntity.set(key, known === undefined ? finding : merged(known, finding));
  }
  return [...byEntity.values()];
}

function merged(one: Finding, other: Finding): Finding {
  const count = one.count + other.count;
  const firsts = [one.firstMs, other.firstMs].filter((ms) => ms > 0);
  return {
    ...one,
    count,
    kinds: [...new Set([...one.kinds, ...other.kinds])].sort(),
    firstMs: firsts.length === 0 ? 0 : Math.min(...firsts),
    lastMs: Math.max(one.lastMs, other.lastMs),
    records: [...new Set([...one.records, ...other.records])].sort((a, b) => a - b),
    sentence: one.sentence.replace(/^[\d,]+ events? fits?/, `${counted(count, "event")} fit`),
  };
}
