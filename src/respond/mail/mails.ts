/** All mails at hand, each with what a block may look at, and whose it is. */
import type { Case, Entity } from "../../assess/model.ts";
import type { Parts } from "../../detect/profiles.ts";
import type { Engine, Row } from "../../engine/engine.ts";
import { splitEventId } from "../../ingest/scan.ts";
import type { SourceReport } from "../../ingest/source.ts";

export interface MailAtHand {
  readonly event: number;
  /** File and line, as a report names them. */
  readonly place: string;
  readonly from: string;
  readonly envelope: string;
  readonly replyTo: string;
  readonly subject: string;
  /** Hosts of links and forms, in lower case. */
  readonly hosts: readonly string[];
  readonly recipients: readonly string[];
  /** Whether it is a mail of the case, or another record of the same one. */
  readonly ofCase: boolean;
  /** Whether it is of another case that is escalated. */
  readonly hostile: boolean;
}

/** What is known of the mails of a run. */
export interface MailsAtHand {
  readonly mails: readonly MailAtHand[];
  /** Of hosts and of hosts of addresses: those of our own people. */
  readonly own: ReadonlySet<string>;
  /** Inside clients that asked for a host, where logs of proxies show it. */
  readonly clients: ReadonlyMap<string, number>;
}

const hostsSql =
  "arraySort(arrayDistinct(arrayFilter(host -> host != '', arrayMap(link -> lower(domain(link)), arrayConcat(links, forms)))))";

/** All mails of a run; to the case belong those that its findings name, and alerts of the same sender and subject. */
export async function mailsAtHand(
  engine: Engine,
  parts: Parts,
  sources: readonly SourceReport[],
  one: Case,
  entities: readonly Entity[],
): Promise<MailsAtHand> {
  if (parts.mails === undefined) return { mails: [], own: new Set(), clients: new Map() };
  const rows = await engine.rows(
    `SELECT event_id, class, from_address, sender, reply_to, subject, message_id, ${hostsSql} AS hosts, recipients FROM ${parts.mails} ORDER BY event_id`,
  );
  const ofCase = recordsOf(one.entities.filter(({ action }) => action !== "justified"));
  const others = new Set(one.entities.map(({ id }) => id));
  const hostile = recordsOf(entities.filter(({ id, action }) => action === "escalate" && !others.has(id)));
  const copies = new Set(rows.filter((row) => ofCase.has(Number(row.event_id))).flatMap(marksOf));
  const mails = rows.map((row): MailAtHand => {
    const event = Number(row.event_id);
    const mine = ofCase.has(event) || marksOf(row).some((mark) => copies.has(mark));
    return {
      event,
      place: placeOf(event, sources),
      from: String(row.from_address),
      envelope: String(row.sender),
      replyTo: String(row.reply_to),
      subject: String(row.subject),
      hosts: row.hosts as string[],
      recipients: row.recipients as string[],
      ofCase: mine,
      hostile: !mine && hostile.has(event),
    };
  });
  const named = [...new Set(mails.filter((mail) => mail.ofCase).flatMap(hostsOfMail))].sort();
  return { mails, own: await ownOf(engine, parts, named), clients: await clientsOf(engine, parts, named) };
}

/** What two records of one mail have in common: its own id, or sender and subject where one of them is an alert. */
function marksOf(row: Row): string[] {
  const id = String(row.message_id);
  const text = `${String(row.from_address)}\n${String(row.subject)}`;
  return [
    ...(id === "" ? [] : [`id ${id}`]),
    ...(String(row.class) === "phish" && text !== "\n" ? [`mail ${text}`] : []),
  ];
}

/** Events of the findings that are about mails. */
function recordsOf(entities: readonly Entity[]): Set<number> {
  return new Set(
    entities
      .filter(({ type }) => type === "mail")
      .flatMap(({ findings }) => findings.flatMap((finding) => finding.records)),
  );
}

/** Hosts that a mail names: of links and of its addresses. */
function hostsOfMail({ hosts, from, envelope, replyTo }: MailAtHand): string[] {
  return [...hosts, ...[from, envelope, replyTo].flatMap((address) => hostOf(address) ?? [])];
}

/** The host of an address; undefined where it has none. */
export function hostOf(address: string): string | undefined {
  const at = address.lastIndexOf("@");
  return at < 0 || at === address.length - 1 ? undefined : address.slice(at + 1);
}

function placeOf(event: number, sources: readonly SourceReport[]): string {
  const { source, line } = splitEventId(event);
  const report = sources.find(({ number }) => number === source);
  const member = report?.opened?.members?.[line - 1];
  return `${member?.path ?? report?.path ?? ""}:${member?.line ?? line}`;
}

async function ownOf(engine: Engine, parts: Parts, hosts: readonly string[]): Promise<Set<string>> {
  if (parts.mail_own_sites === undefined || hosts.length === 0) return new Set();
  const rows = await engine.rows(
    `SELECT host FROM (SELECT arrayJoin({hosts:Array(String)}) AS host) WHERE cutToFirstSignificantSubdomain(host) IN (SELECT site FROM ${parts.mail_own_sites}) ORDER BY host`,
    { hosts: [...hosts] },
  );
  return new Set(rows.map((row) => String(row.host)));
}

async function clientsOf(
  engine: Engine,
  parts: Parts,
  hosts: readonly string[],
): Promise<Map<string, number>> {
  const tables = [parts.outbound, parts.outbound_sensor].filter((table) => table !== undefined);
  if (tables.length === 0 || hosts.length === 0) return new Map();
  const asked = tables
    .map(
      (table) =>
        `SELECT toString(host) AS host, toString(client) AS client FROM ${table} WHERE host IN ({hosts:Array(String)})`,
    )
    .join(" UNION ALL ");
  const rows = await engine.rows(
    `SELECT host, uniqExact(client) AS clients FROM (${asked}) GROUP BY host ORDER BY host`,
    { hosts: [...hosts] },
  );
  return new Map(rows.map((row) => [String(row.host), Number(row.clients)]));
}
