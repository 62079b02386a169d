/** What each indicator concluded about those whom a record concerns, and what that comes to. */
import type { Entity } from "../assess/model.ts";
import { blame } from "../content/blame.ts";
import { contentPath } from "../content/errors.ts";
import type { entityTypes, IndicatorFile } from "../content/schema.ts";
import { bind, measuresSql, missingFor, thresholdsOf } from "../detect/indicators.ts";
import { kindsGiven } from "../detect/intel.ts";
import { mailName } from "../detect/mail-name.ts";
import type { Parts } from "../detect/profiles.ts";
import { fillSentence } from "../detect/sentence.ts";
import type { Row } from "../engine/engine.ts";
import { judgedCount } from "../ingest/profiled.ts";
import type { SourceReport } from "../ingest/source.ts";
import type { Keys } from "./explain-keys.ts";
import type { Decided } from "./explain-told.ts";
import type { OpenTriage } from "./triage.ts";

/** One condition of an indicator, with the numbers filled in. */
export interface Condition {
  readonly holds: boolean;
  readonly sentence: string;
}

export interface IndicatorExplanation {
  readonly id: string;
  readonly title: string;
  /** Why it means something. */
  readonly reason: string;
  readonly outcome: "fired" | "did not fire" | "saw nothing" | "did not run";
  readonly entity: string;
  readonly sentence: string;
  readonly conditions: readonly Condition[];
}

/** Those whom a record concerns, by type, as indicators name them. */
export type Concerned = Readonly<Record<(typeof entityTypes)[number], readonly string[]>>;

/** A name with the domains above it, but for the last label: what is told below a domain is found of the domain. */
function parents(host: string): string[] {
  const labels = host.split(".");
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, at) => labels.slice(at).join("."));
}

/**
 * Whom a record concerns.
 * @param address the client of a request, as the profiles know it
 * @param kind the kind of the source; a record of a host is about the host, and not about the addresses that it speaks with
 */
export function concernedBy(event: Row, id: number, address: string | undefined, kind: string): Concerned {
  const texts = (...names: readonly string[]) => [
    ...new Set(names.map((name) => String(event[name] ?? "")).filter((text) => text !== "" && text !== "-")),
  ];
  const hosts = texts("url_domain", "destination_domain", "tls_client_server_name", "dns_question_name");
  return {
    ip:
      address !== undefined
        ? [address, ...texts("source_ip")]
        : kind === "edr" && texts("host_name").length > 0
          ? []
          : texts("source_ip", "destination_ip"),
    user_agent: texts("user_agent_original"),
    mail: ["mail", "phish"].includes(String(event.event_class)) ? [String(id)] : [],
    domain: [
      ...new Set(
        hosts.flatMap((host) => parents(host.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, ""))),
      ),
    ],
    // A report names hosts in small letters, whatever a sensor wrote.
    host: [...new Set(texts("host_name").map((host) => host.toLowerCase()))],
    user: texts("user_name"),
  };
}

/** What each indicator that looks at such records concluded. */
export async function explainIndicators(
  open: OpenTriage,
  parts: Parts,
  source: SourceReport,
  event: Row,
  concerned: Concerned,
  keys: Keys | undefined,
): Promise<IndicatorExplanation[]> {
  const found: IndicatorExplanation[] = [];
  if (
    judgedCount(
      { ...source, classes: { [String(event.event_class)]: 1 }, events: 1 },
      open.result.content.records,
    ) === 0
  )
    return found;
  for (const indicator of open.result.content.indicators) {
    const looks =
      indicator.needs.kinds.includes(source.kind) &&
      (indicator.needs.classes ?? ["http"]).some((name) => name === event.event_class);
    if (looks) found.push(await explainIndicator(open, parts, indicator, concerned[indicator.entity], keys));
  }
  return found;
}

async function explainIndicator(
  open: OpenTriage,
  parts: Parts,
  indicator: IndicatorFile,
  entities: readonly string[],
  keys: Keys | undefined,
): Promise<IndicatorExplanation> {
  const { content, sources } = open.result;
  const { id } = indicator;
  const called = (entity: string) =>
    indicator.entity === "mail" ? mailName(Number(entity), sources) : entity;
  const base = {
    id,
    title: indicator.title,
    reason: indicator.reason,
    entity: entities.map(called).join(", "),
  };
  const missing = missingFor(content, indicator, sources, kindsGiven(open.request.feeds ?? []));
  if (missing !== undefined) return { ...base, outcome: "did not run", sentence: missing, conditions: [] };
  const holds = indicator.fires.map(({ when }, index) => `(${when}) AS holds_${index}`).join(", ");
  const all = indicator.fires.map(({ when }) => `(${when})`).join(" AND ");
  const sql = `SELECT *, ${holds}, ${all} AS holds_all FROM (\n${measuresSql(indicator, parts)}\n) WHERE (entity IN ({explained_entities:Array(String)})${sameByKey(indicator, parts, keys)}) ORDER BY holds_all DESC, signs DESC, count DESC, entity LIMIT 1`;
  const thresholds = thresholdsOf(content, indicator);
  const [row] = await blame(contentPath("indicators", id), () =>
    open.engine.rows(sql, bind(indicator, sql, { ...thresholds, explained_entities: entities })),
  );
  if (row === undefined)
    return {
      ...base,
      outcome: "saw nothing",
      sentence: "nothing of this kind was measured for it",
      conditions: [],
    };
  const numbers = { ...thresholds, ...row } as Row;
  const conditions = indicator.fires.map(({ says }, index) => ({
    holds: Number(row[`holds_${index}`]) === 1,
    sentence: fillSentence(says, numbers),
  }));
  return {
    ...base,
    entity: called(String(row.entity)),
    outcome: Number(row.holds_all) === 1 ? "fired" : "did not fire",
    sentence: fillSentence(indicator.sentence, numbers),
    conditions,
  };
}

/** The same entity by its number, whatever bytes its text has. */
function sameByKey({ entity }: IndicatorFile, parts: Parts, keys: Keys | undefined): string {
  if (keys === undefined) return "";
  if (entity === "ip")
    return ` OR entity IN (SELECT source_ip FROM ${parts.addresses} WHERE client_id = ${keys.client})`;
  return entity === "user_agent"
    ? ` OR entity IN (SELECT agent FROM ${parts.agents} WHERE agent_id = ${keys.agent})`
    : "";
}

/** The weightiest of those whom a record concerns, if something was found about any. */
export function decidedOf(open: OpenTriage, concerned: Concerned): Decided | undefined {
  const [first] = entitiesOf(open, concerned);
  if (first === undefined) return undefined;
  const because =
    first.action === "justified" ? whoAnswers(first) : (first.hits[0]?.sentence.split(": ", 1)[0] ?? "");
  return { who: first.value, action: first.action, because };
}

/** Who answers for somebody who is set aside. */
function whoAnswers({ register, justification }: Entity): string {
  const [match] = register;
  if (match === undefined || match.but !== undefined) return justification ?? "";
  const { id, owner, reason, ticket, expires } = match.entry;
  return `${owner} answers for it until ${expires} (entry ${id} of the register: ${reason}${ticket === undefined ? "" : `, ${ticket}`})`;
}

/** What it comes to: the action of those whom the record concerns, the weightiest first. */
export function verdictOf(
  open: OpenTriage,
  concerned: Concerned,
  indicators: readonly IndicatorExplanation[],
  event: Row,
): string {
  if (indicators.length === 0)
    return `No indicator reads records like this one (${String(event.event_class)}), so nothing was concluded from it.`;
  const entities = entitiesOf(open, concerned);
  if (entities.length === 0) {
    const who = concerned.ip[0] ?? concerned.host[0] ?? concerned.user[0] ?? "it";
    const [mail] = concerned.mail;
    const whom = mail === undefined ? who : mailName(Number(mail), open.result.sources);
    return `Nothing speaks against ${whom}: no indicator fired for it.`;
  }
  return entities
    .slice(0, 3)
    .map(({ action, value, justification, score, hits }) => {
      if (action === "justified") return `${value} is set aside: ${justification}.`;
      const [hit] = hits;
      return `${value}: ${action} (score ${score})${hit === undefined ? "" : ` because ${hit.sentence}`}.`;
    })
    .join(" ");
}

/** Those whom a record concerns and about whom something was found, in the order of their actions. */
function entitiesOf(open: OpenTriage, concerned: Concerned): readonly Entity[] {
  const named = (type: string, value: string) =>
    type === "mail" ? mailName(Number(value), open.result.sources) : value;
  const ids = new Set(
    Object.entries(concerned).flatMap(([type, values]) =>
      values.flatMap((value) =>
        type === "ip" ? [`ip:${value}`, `ip_range:${value}`] : [`${type}:${named(type, value)}`],
      ),
    ),
  );
  return open.result.assessment.entities.filter(({ id }) => ids.has(id));
}
