/**
 * Lookups of names in DNS, by sensors and by hosts: read again for the few names that a run's mails lead to, so that no
 * run keeps every name that anybody asked for.
 */
import { domainToASCII } from "node:url";
import type { Engine, Row } from "../engine/engine.ts";
import { escapeRegex } from "../engine/sql.ts";
import { eventsSql } from "../ingest/events.ts";
import { recordsPerSource } from "../ingest/scan.ts";
import type { SourceReport } from "../ingest/source.ts";
import { triageLimits } from "../limits.ts";

/** Somebody asked for the address of a host. */
export interface Lookup {
  /** The host as the mail writes it. */
  readonly host: string;
  /** The address that asked, or the name of the host on which a program did. */
  readonly client: string;
  readonly user: string;
  readonly eventId: number;
  readonly timeMs: number;
}

/** Names in one look at a log. */
const atOnce = 1000;
const { lookupsOfNameMax: ofNameMax, lookupsMax } = triageLimits;

/**
 * Lookups of some hosts, by time.
 * @param stored whether a store holds the events; else their files are read again
 */
export async function lookupsOf(
  engine: Engine,
  sources: readonly SourceReport[],
  hosts: readonly string[],
  stored: boolean,
): Promise<Lookup[]> {
  // A name in DNS is written in ASCII, whatever a link shows.
  const byName = new Map(hosts.map((host) => [domainToASCII(host), host]));
  byName.delete("");
  const names = [...byName.keys()];
  const found: Lookup[] = [];
  for (const source of sources.filter(({ classes }) => (classes.dns ?? 0) > 0))
    for (let at = 0; at < names.length; at += atOnce)
      for (const row of await rowsOf(engine, source, names.slice(at, at + atOnce), stored))
        found.push({
          host: byName.get(String(row.name)) ?? String(row.name),
          client: String(row.client),
          user: String(row.user),
          eventId: Number(row.event_id),
          timeMs: Number(row.time_ms),
        });
  return found.sort((a, b) => a.timeMs - b.timeMs || a.eventId - b.eventId);
}

async function rowsOf(
  engine: Engine,
  source: SourceReport,
  names: readonly string[],
  stored: boolean,
): Promise<Row[]> {
  const { number, firstMs = 0, lastMs = 0 } = source;
  const ask = (events: string) =>
    // What lies before and after what the run judged was outside the time that it was asked for.
    `SELECT event_id, time_ms, name, if(source_ip = '', lower(host_name), source_ip) AS client, user_name AS user FROM (
  SELECT *, lower(trimRight(dns_question_name, '.')) AS name FROM (${events}) WHERE event_class = 'dns' AND time_ms BETWEEN ${firstMs} AND ${lastMs}
) WHERE client != '' AND name IN ({names:Array(String)}) ORDER BY time_ms, event_id LIMIT ${ofNameMax} BY name LIMIT ${lookupsMax}`;
  if (stored)
    return engine.rows(
      ask(
        `SELECT event_id, time_ms, event_class, dns_question_name, source_ip, host_name, user_name FROM events WHERE event_id BETWEEN ${number * recordsPerSource} AND ${(number + 1) * recordsPerSource - 1}`,
      ),
      { names },
    );
  const rows: Row[] = [];
  for (const { lines, plan } of source.parts) {
    const some = {
      ...lines,
      from: `(SELECT * FROM ${lines.from} WHERE multiMatchAny(line, {like:Array(String)}))`,
    };
    const like = names.map((name) => `(?i)${escapeRegex(name)}`);
    rows.push(
      ...(await engine.rows(ask(eventsSql(some, plan)), { file: source.opened?.file ?? "", names, like })),
    );
  }
  return rows;
}
