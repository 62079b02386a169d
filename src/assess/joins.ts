/**
 * Ties between mail and what happened around it (L1b): a link that was followed, a host to which a beacon went, a network
 * from which this site was probed, a recipient who is a user of another finding. Times are looked at in a window; time alone ties nothing.
 */
import type { Finding } from "../detect/finding.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import type { SourceReport } from "../ingest/source.ts";
import { counted } from "../words.ts";
import { entityIdOf } from "./entities.ts";
import {
  addressesOf,
  type Click,
  clicksOf,
  type Mail,
  mailsOf,
  windowHours,
  windowMs,
} from "./join-records.ts";
import { type Lookup, lookupsOf } from "./lookups.ts";
import { networkAround } from "./networks.ts";

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

const mailIndicators = new Set(["phish.config-request", "phish.alert"]);

/**
 * Looks for ties of a run's findings.
 * @param stored whether a store holds the events of the sources
 */
export async function joinFindings(
  engine: Engine,
  parts: Parts,
  findings: readonly Finding[],
  sources: readonly SourceReport[],
  stored: boolean,
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
  const linked = [...new Set(mails.flatMap((mail) => mail.hosts))];
  const lookups: Lookup[] = linked.length === 0 ? [] : await lookupsOf(engine, sources, linked, stored);
  const clicks =
    mails.length === 0 ? new Map<number, Click[]>() : await clicksOf(engine, parts, mails, lookups);
  const addressed = others.filter(({ entityType }) => entityType === "ip" || entityType === "ip_range");
  const joins = [
    ...mails.flatMap((mail) =>
      joinsOfMail(mail, clicks.get(mail.eventId) ?? [], others, addressed, addresses),
    ),
    ...beacons.flatMap((beacon) =>
      neighbours(addresses.get(beacon.entityValue) ?? [], addressed).map(({ source, address }) => ({
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
        because:
          clicked.how === "asked"
            ? `${clicked.client} followed the link of the mail to ${clicked.host}`
            : `${clicked.client} looked up ${clicked.host}, to which a link of the mail leads`,
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
    const network = networkAround(address);
    if (network === undefined) return [];
    const near = sources.filter(({ entityValue }) => networkAround(entityValue) === network);
    // Where many of a network are found, it is a provider's, and being near one of them says nothing.
    return new Set(near.map(({ entityValue }) => entityValue)).size > neighboursMax
      ? []
      : near.map((source) => ({ source, address }));
  });
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

/** A mail's finding with who followed its link, or looked its host up, and that record among its records. */
function withClicks(finding: Finding, clicks: ReadonlyMap<number, readonly Click[]>): Finding {
  const [record] = finding.records;
  const all = mailIndicators.has(finding.indicator) && record !== undefined ? (clicks.get(record) ?? []) : [];
  const asked = all.filter(({ how }) => how === "asked");
  // Whoever asks a host looks its name up before; alone that only says that somebody, or a filter, may have followed the link.
  const shown = (asked.length > 0 ? asked : all).toSorted((a, b) => a.afterMs - b.afterMs);
  const [first] = shown;
  if (first === undefined) return finding;
  const who = first.user === "" || first.user === "-" ? first.client : `${first.client} (${first.user})`;
  const times = shown
    .filter(({ host }) => host === first.host)
    .reduce((sum, click) => sum + click.requests, 0);
  const told =
    asked.length > 0
      ? `its link was followed: ${counted(times, "request")} to ${first.host}`
      : `its link may have been followed: ${counted(times, "lookup")} of ${first.host}`;
  return {
    ...finding,
    facts: { ...finding.facts, ...(asked.length > 0 ? { answered: 1 } : {}) },
    records: [...finding.records, ...shown.map(({ eventId }) => eventId)],
    sentence: `${finding.sentence}; ${told} within ${windowHours} hours, the first by ${who} after ${duration(first.afterMs)}`,
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
