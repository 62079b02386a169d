/** What mails and what happened around them hold for ties to be found: links, recipients, addresses, requests that followed. */
import type { Finding } from "../detect/finding.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import { entityIdOf } from "./entities.ts";
import type { Lookup } from "./lookups.ts";

/** Hours before and after a mail that are looked at. */
export const windowHours = 72;
export const windowMs = windowHours * 3_600_000;

/** Inside clients of a host that still is somebody's own; what more people ask is part of the web. */
const clientsMax = 5;

export interface Mail {
  readonly id: string;
  readonly eventId: number;
  readonly timeMs: number;
  readonly hosts: readonly string[];
  readonly recipients: readonly string[];
  readonly sourceAddress: string;
}

/** Requests of one client inside for the host of a mail's link, or lookups of its name, after the mail. */
export interface Click {
  readonly eventId: number;
  readonly host: string;
  /** Whether the host was asked, or its name was only looked up: a mail client and a filter do that as well. */
  readonly how: "asked" | "looked up";
  readonly requests: number;
  readonly client: string;
  readonly user: string;
  readonly afterMs: number;
}

const batch = 2000;

export async function mailsOf(engine: Engine, parts: Parts, asking: readonly Finding[]): Promise<Mail[]> {
  const byEvent = new Map(
    asking.flatMap((finding) => finding.records.slice(0, 1).map((id) => [id, entityIdOf(finding)])),
  );
  // Not made where no indicator that asks for it could run.
  const ours =
    parts.mail_own_sites === undefined
      ? "CAST([], 'Array(String)')"
      : `arrayFilter(one -> cutToFirstSignificantSubdomain(substringIndex(one, '@', -1)) IN (SELECT site FROM ${parts.mail_own_sites}), recipients)`;
  const ids = [...byEvent.keys()];
  const mails: Mail[] = [];
  for (let at = 0; at < ids.length; at += batch) {
    const rows = await engine.rows(
      `SELECT event_id, time_ms, ${ours} AS recipients, source_address,
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
export async function addressesOf(
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

/**
 * Who followed a link of which mail, by event id: hosts that hardly anybody asks, after the mail. What each client did is one
 * click; who asked for the host comes before who looked its name up.
 */
export async function clicksOf(
  engine: Engine,
  parts: Parts,
  mails: readonly Mail[],
  lookups: readonly Lookup[],
): Promise<Map<number, Click[]>> {
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
  const steps = [
    ...rows.map((row) => ({
      host: String(row.host),
      client: String(row.client),
      user: String(row.user),
      eventId: Number(row.event_id),
      timeMs: Number(row.time_ms),
      how: "asked" as const,
    })),
    ...lookups.map((lookup) => ({ ...lookup, how: "looked up" as const })),
  ];
  const byHost = groupedBy(steps, ({ host }) => host);
  for (const mail of mails.filter(({ timeMs }) => timeMs > 0)) {
    const clicks = mail.hosts.flatMap((host) => {
      const all = byHost.get(host) ?? [];
      if (new Set(all.map(({ client }) => client)).size > clientsMax) return [];
      const after = all.filter(({ timeMs }) => timeMs >= mail.timeMs && timeMs <= mail.timeMs + windowMs);
      return [...groupedBy(after, ({ how, client }) => `${how} ${client}`).values()].flatMap(
        ([first, ...rest]) =>
          first === undefined
            ? []
            : [
                {
                  eventId: first.eventId,
                  host,
                  how: first.how,
                  requests: rest.length + 1,
                  client: first.client,
                  user: first.user,
                  afterMs: first.timeMs - mail.timeMs,
                },
              ],
      );
    });
    if (clicks.length > 0) found.set(mail.eventId, clicks);
  }
  return found;
}

function groupedBy<One>(list: readonly One[], key: (one: One) => string): Map<string, One[]> {
  const groups = new Map<string, One[]>();
  for (const one of list) {
    const group = groups.get(key(one));
    if (group === undefined) groups.set(key(one), [one]);
    else group.push(one);
  }
  return groups;
}
