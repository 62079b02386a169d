/**
 * Ties between mail and what happened around it (L1b): a link that was followed, a host to which a beacon went, a network
 * from which this site was probed, a recipient who is a user of another finding. Times are looked at in a window; time alone ties nothing.
 */
import type { Policy } from "../content/tables.ts";
import { type Finding, severities } from "../detect/indicators.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import { counted } from "../words.ts";
import { byAction } from "./entities.ts";
import { type Action, actions, type Entity, higher, type RuleHit } from "./model.ts";
import { networkOf } from "./register.ts";

/** Hours before and after a mail that are looked at. */
export const windowHours = 72;
const windowMs = windowHours * 3_600_000;

/** Inside clients of a host that still is somebody's own; what more people ask is part of the web. */
const clientsMax = 5;

/** Addresses with findings in a network that may still be one person's. */
const neighboursMax = 3;

/** A tie between two entities, by their ids, and what it rests on. */
export interface Join {
  readonly from: string;
  readonly to: string;
  readonly kind: "link" | "network" | "recipient";
  readonly because: string;
}

/** Findings with what the ties add to them, and the ties. */
export interface Joined {
  readonly findings: readonly Finding[];
  readonly joins: readonly Join[];
  /** Mails (ids of entities) near which in time something was collected, though nothing else ties them. */
  readonly near: ReadonlySet<string>;
}

interface Mail {
  readonly id: string;
  readonly eventId: number;
  readonly timeMs: number;
  readonly hosts: readonly string[];
  readonly recipients: readonly string[];
  readonly sourceAddress: string;
}

/** Requests from inside for the host of a mail's link, after the mail. */
interface Click {
  readonly eventId: number;
  readonly host: string;
  readonly requests: number;
  readonly client: string;
  readonly user: string;
  readonly afterMs: number;
}

const batch = 2000;
const mailIndicators = new Set(["phish.config-request", "phish.alert"]);

export function entityIdOf({ entityType, entityValue }: Pick<Finding, "entityType" | "entityValue">): string {
  return `${entityType}:${entityValue}`;
}

/** Looks for ties of a run's findings. */
export async function joinFindings(
  engine: Engine,
  parts: Parts,
  findings: readonly Finding[],
): Promise<Joined> {
  const asking = findings.filter(({ indicator }) => mailIndicators.has(indicator));
  const beacons = findings.filter(({ entityType }) => entityType === "domain");
  const others = findings.filter(({ indicator }) => !mailIndicators.has(indicator));
  const mails = asking.length === 0 ? [] : await mailsOf(engine, parts, asking);
  const hosts = [
    ...new Set([...mails.flatMap((mail) => mail.hosts), ...beacons.map(({ entityValue }) => entityValue)]),
  ];
  const addresses =
    hosts.length === 0 ? new Map<string, string[]>() : await addressesOf(engine, parts, hosts);
  const clicks = mails.length === 0 ? new Map<number, Click[]>() : await clicksOf(engine, parts, mails);
  const sources = others.filter(({ entityType }) => entityType === "ip" || entityType === "ip_range");
  const joins = [
    ...mails.flatMap((mail) => joinsOfMail(mail, clicks.get(mail.eventId) ?? [], others, sources, addresses)),
    ...beacons.flatMap((beacon) =>
      neighbours(addresses.get(beacon.entityValue) ?? [], sources).map(({ source, address }) => ({
        from: entityIdOf(beacon),
        to: entityIdOf(source),
        kind: "network" as const,
        because: `${beacon.entityValue} has the address ${address}, in the network of ${source.entityValue}`,
      })),
    ),
  ];
  const near = new Set(
    mails.filter((mail) => others.some((finding) => within(mail, finding))).map(({ id }) => id),
  );
  return { findings: findings.map((finding) => withClicks(finding, clicks)), joins: distinct(joins), near };
}

/** Entities that ties touch, as they are then: no background, watched at least, and for Tier 2 where two of weight belong together. */
export function withJoins(
  entities: readonly Entity[],
  joins: readonly Join[],
  policy: Policy,
): { entities: Entity[]; joins: Join[] } {
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  const weight = (entity: Entity) =>
    Math.max(...entity.findings.map(({ severity }) => severities.indexOf(severity)));
  const kept = joins.filter(({ from, to }) => {
    const [one, other] = [byId.get(from), byId.get(to)];
    if (one === undefined || other === undefined) return false;
    // Who is known and meant ties nothing, nor does what nobody would look at.
    return (
      [one, other].every(({ action }) => action !== "justified") &&
      [one, other].some(({ action }) => action !== "close")
    );
  });
  const hits = new Map<string, RuleHit[]>();
  for (const { from, to, because } of kept) {
    const [one, other] = [byId.get(from) as Entity, byId.get(to) as Entity];
    const heavy = Math.min(weight(one), weight(other)) >= severities.indexOf("medium");
    const rule = policy.rules.find(({ id }) => id === (heavy ? "sources-joined" : "mail-joined"));
    if (rule === undefined) continue;
    for (const entity of [one, other])
      hits.set(entity.id, [
        ...(hits.get(entity.id) ?? []),
        {
          rule: rule.id,
          clause: rule.clause,
          action: rule.action,
          sentence: `${rule.says}: ${because}`,
          findings: [one, other].flatMap(({ findings }) => findings.slice(0, 1).map(({ id }) => id)),
        },
      ]);
  }
  const order = policy.rules.map(({ id }) => id);
  return {
    joins: kept,
    entities: entities
      .map((entity) => {
        const more = hits.get(entity.id);
        if (more === undefined) return entity;
        const all = [...entity.hits, ...more].sort((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule));
        return {
          ...entity,
          hits: all,
          background: false,
          action: all.reduce<Action>((action, hit) => higher(actions, action, hit.action), "close"),
          priority: [
            ...entity.priority,
            ...more.flatMap((hit) => policy.rules.find(({ id }) => id === hit.rule)?.priority ?? []),
          ],
        };
      })
      .sort(byAction),
  };
}

function within(mail: Mail, { firstMs, lastMs }: Finding): boolean {
  return mail.timeMs > 0 && lastMs >= mail.timeMs - windowMs && firstMs <= mail.timeMs + windowMs;
}

function joinsOfMail(
  mail: Mail,
  clicks: readonly Click[],
  others: readonly Finding[],
  sources: readonly Finding[],
  addresses: ReadonlyMap<string, readonly string[]>,
): Join[] {
  const from = mail.id;
  const joins: Join[] = [];
  for (const finding of others.filter((one) => within(mail, one))) {
    const to = entityIdOf(finding);
    const host =
      finding.entityType === "domain"
        ? mail.hosts.find((one) => sameSite(one, finding.entityValue))
        : undefined;
    if (host !== undefined)
      joins.push({
        from,
        to,
        kind: "link",
        because: `a link of the mail leads to ${host}, and so did what ${finding.indicator} saw`,
      });
    const clicked = clicks.find(({ client }) => client !== "" && client === finding.entityValue);
    if (clicked !== undefined)
      joins.push({
        from,
        to,
        kind: "link",
        because: `${clicked.client} followed the link of the mail to ${clicked.host}`,
      });
    const user = finding.entityType === "user" ? finding.entityValue : String(finding.facts.user ?? "");
    const recipient = mail.recipients.find((one) => samePerson(one, user));
    if (recipient !== undefined)
      joins.push({
        from,
        to,
        kind: "recipient",
        because: `the mail went to ${recipient}, who is the user ${user} of ${finding.indicator}`,
      });
  }
  const near = sources.filter((one) => within(mail, one));
  const given = [
    ...(mail.sourceAddress === ""
      ? []
      : [{ says: `the mail came from ${mail.sourceAddress}`, list: [mail.sourceAddress] }]),
    ...mail.hosts.map((host) => ({ says: `its link leads to ${host}`, list: addresses.get(host) ?? [] })),
  ];
  for (const { says, list } of given)
    for (const { source, address } of neighbours(list, near))
      joins.push({
        from,
        to: entityIdOf(source),
        kind: "network",
        because: `${says}${says.endsWith(address) ? "" : ` at ${address}`}, in the network of ${source.entityValue}`,
      });
  return joins;
}

/** Sources in the /24, or the /48 of IPv6, of some addresses. */
function neighbours(
  addresses: readonly string[],
  sources: readonly Finding[],
): { source: Finding; address: string }[] {
  return addresses.flatMap((address) => {
    const network = aroundOf(address);
    if (network === undefined) return [];
    const near = sources.filter(({ entityValue }) => aroundOf(entityValue) === network);
    // Where many of a network are found, it is a provider's, and being near one of them says nothing.
    return new Set(near.map(({ entityValue }) => entityValue)).size > neighboursMax
      ? []
      : near.map((source) => ({ source, address }));
  });
}

/** The network around an address or a range; undefined inside, where neighbours are colleagues. */
function aroundOf(text: string): string | undefined {
  const parsed = networkOf(text);
  if (parsed === undefined) return undefined;
  const [address] = parsed;
  if (["private", "loopback", "linkLocal", "uniqueLocal", "carrierGradeNat"].includes(address.range()))
    return undefined;
  const bytes = address.toByteArray();
  return bytes.slice(0, address.kind() === "ipv4" ? 3 : 6).join(".");
}

function sameSite(host: string, value: string): boolean {
  return host === value || host.endsWith(`.${value}`) || value.endsWith(`.${host}`);
}

/** Whether a mailbox is a user's: the names before the at sign, a Windows domain aside. */
function samePerson(mailbox: string, user: string): boolean {
  const name = user.toLowerCase().replace(/^.*\\/, "");
  if (name === "" || mailbox === "") return false;
  return mailbox === name || mailbox.split("@", 1)[0] === name.split("@", 1)[0];
}

/** A mail's finding with who followed its link, and that request among its records. */
function withClicks(finding: Finding, clicks: ReadonlyMap<number, readonly Click[]>): Finding {
  const [record] = finding.records;
  const followed =
    mailIndicators.has(finding.indicator) && record !== undefined ? (clicks.get(record) ?? []) : [];
  const [first] = followed;
  if (first === undefined) return finding;
  const who = first.user === "" || first.user === "-" ? first.client : `${first.client} (${first.user})`;
  const requests = followed.reduce((sum, click) => sum + click.requests, 0);
  return {
    ...finding,
    facts: { ...finding.facts, answered: 1 },
    records: [...finding.records, ...followed.map(({ eventId }) => eventId)],
    sentence: `${finding.sentence}; its link was followed: ${counted(requests, "request")} to ${first.host} within ${windowHours} hours, the first by ${who} after ${duration(first.afterMs)}`,
  };
}

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? counted(minutes, "minute") : counted(Math.round(minutes / 60), "hour");
}

function distinct(joins: readonly Join[]): Join[] {
  const known = new Map<string, Join>();
  for (const join of joins) {
    const key = `${join.from} ${join.to} ${join.kind}`;
    if (join.from !== join.to && !known.has(key)) known.set(key, join);
  }
  return [...known.values()];
}

async function mailsOf(engine: Engine, parts: Parts, asking: readonly Finding[]): Promise<Mail[]> {
  const byEvent = new Map(
    asking.flatMap((finding) => finding.records.slice(0, 1).map((id) => [id, entityIdOf(finding)])),
  );
  const ids = [...byEvent.keys()];
  const mails: Mail[] = [];
  for (let at = 0; at < ids.length; at += batch) {
    const rows = await engine.rows(
      // Our people are those of the domains that most mails go to (content/profiles/mail-domains.yaml).
      `WITH reached AS (
  SELECT site, uniqExact(event_id) AS mails
  FROM (SELECT event_id, arrayJoin(arrayDistinct(arrayMap(one -> cutToFirstSignificantSubdomain(substringIndex(one, '@', -1)), recipients))) AS site FROM ${parts.mails})
  WHERE site != '' GROUP BY site
)
SELECT event_id, time_ms, arrayFilter(one -> cutToFirstSignificantSubdomain(substringIndex(one, '@', -1)) IN (SELECT site FROM reached WHERE mails * 2 > (SELECT max(mails) FROM reached)), recipients) AS recipients, source_address,
  arraySort(arrayDistinct(arrayFilter(host -> position(host, '.') > 0, arrayMap(link -> lower(domain(link)), arrayConcat(links, forms))))) AS hosts
FROM ${parts.mails} WHERE event_id IN ({ids:Array(Int64)}) ORDER BY event_id`,
      { ids: ids.slice(at, at + batch) },
    );
    for (const row of rows)
      mails.push({
        id: byEvent.get(Number(row.event_id)) ?? "",
        eventId: Number(row.event_id),
        timeMs: Number(row.time_ms),
        hosts: row.hosts as string[],
        recipients: row.recipients as string[],
        sourceAddress: String(row.source_address),
      });
  }
  return mails;
}

/** Requests and names from inside, as far as logs of proxies and sensors show them. */
function asked(parts: Parts): string {
  const requests = (table: string | undefined) =>
    `SELECT toString(host) AS host, toString(client) AS client, toString(user) AS user, event_id, time_ms FROM ${table} WHERE host IN ({hosts:Array(String)})`;
  const names = `SELECT toString(name) AS host, toString(client) AS client, '' AS user, event_id, time_ms FROM ${parts.tls_sensor} WHERE hello = 1 AND name IN ({hosts:Array(String)})`;
  return `(${[requests(parts.outbound), requests(parts.outbound_sensor), names].join(" UNION ALL ")})`;
}

/** Addresses that hosts were reached at. */
async function addressesOf(
  engine: Engine,
  parts: Parts,
  hosts: readonly string[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (let at = 0; at < hosts.length; at += batch) {
    const rows = await engine.rows(
      `SELECT host, arraySlice(arraySort(groupUniqArray(address)), 1, 20) AS addresses FROM (
  SELECT toString(host) AS host, toString(server) AS address FROM ${parts.outbound} WHERE host IN ({hosts:Array(String)}) AND server != ''
  UNION ALL SELECT toString(name) AS host, toString(server) AS address FROM ${parts.tls_sensor} WHERE name IN ({hosts:Array(String)}) AND server != ''
) GROUP BY host ORDER BY host`,
      { hosts: hosts.slice(at, at + batch) },
    );
    for (const row of rows) found.set(String(row.host), row.addresses as string[]);
  }
  return found;
}

/** Who followed a link of which mail, by event id: hosts that hardly anybody asks, after the mail. */
async function clicksOf(engine: Engine, parts: Parts, mails: readonly Mail[]): Promise<Map<number, Click[]>> {
  const found = new Map<number, Click[]>();
  const hosts = [...new Set(mails.flatMap((mail) => mail.hosts))];
  if (hosts.length === 0) return found;
  const rows = await engine.rows(
    `WITH asked AS ${asked(parts)}
SELECT host, client, user, event_id, time_ms FROM asked
WHERE host IN (SELECT host FROM asked GROUP BY host HAVING uniqExact(client) <= ${clientsMax})
ORDER BY time_ms, event_id LIMIT 20000`,
    { hosts },
  );
  for (const mail of mails.filter(({ timeMs }) => timeMs > 0)) {
    for (const host of mail.hosts) {
      const after = rows.filter(
        (row) =>
          row.host === host &&
          Number(row.time_ms) >= mail.timeMs &&
          Number(row.time_ms) <= mail.timeMs + windowMs,
      );
      const [first] = after;
      if (first === undefined) continue;
      const click: Click = {
        eventId: Number(first.event_id),
        host,
        requests: after.length,
        client: String(first.client),
        user: String(first.user),
        afterMs: Number(first.time_ms) - mail.timeMs,
      };
      found.set(mail.eventId, [...(found.get(mail.eventId) ?? []), click]);
    }
  }
  return found;
}
