/**
 * What a line became, and what each indicator concluded about its source and why.
 */
import { agentMark } from "../detect/finding.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine, Row } from "../engine/engine.ts";
import { eventsSql } from "../ingest/events.ts";
import { textsOf } from "../ingest/open.ts";
import { recordsPerSource, rejectsSql } from "../ingest/scan.ts";
import type { SourceReport } from "../ingest/source.ts";
import { outsideWindow } from "../ingest/window.ts";
import {
  concernedBy,
  decidedOf,
  explainIndicators,
  type IndicatorExplanation,
  verdictOf,
} from "./explain-indicators.ts";
import { type Keys, keysOf } from "./explain-keys.ts";
import { tell } from "./explain-told.ts";
import { isStored } from "./request.ts";
import type { OpenTriage } from "./triage.ts";

/** Everything about a line. */
export interface Explanation {
  readonly path: string;
  readonly line: number;
  readonly raw: string | undefined;
  readonly format: string;
  /** Columns of the event; undefined where the line became none. */
  readonly event: Row | undefined;
  /** Why the line is no event. */
  readonly reason: string | undefined;
  readonly source: string | undefined;
  readonly agent: Row | undefined;
  readonly place: Row | undefined;
  readonly indicators: readonly IndicatorExplanation[];
  readonly verdict: string;
  /** The same in a sentence or two that can be said to a colleague. */
  readonly told: string;
}

/** Longest part of a raw line that is shown. */
const rawBytesMax = 4096;

/** Explains a line of a source of an open triage. */
export async function explain(open: OpenTriage, source: SourceReport, line: number): Promise<Explanation> {
  const { engine, parts } = open;
  const stored = !isStored(open.request) ? undefined : await storedEvent(engine, source, line);
  const raw = !isStored(open.request) ? await rawLine(engine, source, line) : stored?.raw;
  const found = !isStored(open.request) ? await eventOf(engine, source, line) : stored?.event;
  const outside = found !== undefined && isOutside(found, open.request);
  const event = outside ? undefined : found;
  const base = { path: source.path, line, raw, format: source.formats.join(", ") || source.format };
  if (event === undefined || parts === undefined) {
    return {
      ...base,
      event: undefined,
      reason: outside ? outsideWindow : await reasonOf(engine, source, line, raw),
      source: undefined,
      agent: undefined,
      place: undefined,
      indicators: [],
      verdict: "The line became no event, so nothing was concluded from it.",
      told: "The line could not be read as a record, so nothing was concluded from it.",
    };
  }
  const id = source.number * recordsPerSource + line;
  const agentText = String(event.user_agent_original);
  // Behind a balancer the agent is the client.
  const byAgent = source.kind === "web" && open.hidden.includes(clientText(event));
  const asks = event.event_class === "http" && !byAgent && !isStored(open.request);
  const keys = asks ? await keysOf(engine, open.result.content, source, line) : undefined;
  const address = await clientOf(
    engine,
    parts,
    event,
    byAgent ? `${agentMark}${agentText}` : clientText(event),
    keys,
  );
  const concerned = concernedBy(event, id, address, source.kind);
  const [agent] = await engine.rows(
    `SELECT class, name, what, clients, requests, world_share, baseline_clients, baseline_days, impossible, unlikely, too_early, unheard_of, released_ms FROM ${parts.agents} WHERE ${keys === undefined ? "agent = {agent:String}" : `agent_id = ${keys.agent}`}`,
    keys === undefined ? { agent: agentText } : {},
  );
  const [place] = await engine.rows(
    `SELECT canonical_path, disguises, endpoint, purpose, product, kind, sensitivity, discloses FROM ${parts.paths} WHERE ${keys === undefined ? "path = {path:String}" : `path_id = ${keys.path}`}`,
    keys === undefined ? { path: pathOf(String(event.url_original)) } : {},
  );
  const indicators = await explainIndicators(open, parts, source, event, concerned, keys);
  return {
    ...base,
    event,
    reason: undefined,
    source: byAgent ? agentText : address,
    agent: address === undefined ? undefined : agent,
    place: address === undefined ? undefined : place,
    indicators,
    verdict: verdictOf(open, concerned, indicators, event),
    told: tell({
      event,
      client: byAgent ? agentText : address,
      place: address === undefined ? undefined : place,
      agent: address === undefined ? undefined : agent,
      indicators,
      decided: decidedOf(open, concerned),
    }),
  };
}

/** Who asked, as the base profile keys it: the address, with what a forwarding header said. */
function clientText(event: Row): string {
  return String(event.forwarded_for ?? "") === "" || event.forwarded_for === "-"
    ? String(event.source_ip)
    : `${event.source_ip}\t${event.forwarded_for}`;
}

/** The client of a request as the profiles know it; undefined where the record is in none. */
async function clientOf(
  engine: Engine,
  parts: Parts,
  event: Row,
  client: string,
  keys: Keys | undefined,
): Promise<string | undefined> {
  if (event.event_class !== "http") return undefined;
  const [known] = await engine.rows(
    `SELECT source_ip FROM ${parts.addresses} WHERE ${keys === undefined ? "client = {client:String}" : `client_id = ${keys.client}`}`,
    keys === undefined ? { client } : {},
  );
  return known === undefined ? undefined : String(known.source_ip);
}

/** A line of a stored source; a store holds records only, and not the lines that became none. */
async function storedEvent(
  engine: Engine,
  source: SourceReport,
  line: number,
): Promise<{ raw: string; event: Row } | undefined> {
  const rows = await engine.rows(
    `SELECT *, substring(raw, 1, ${rawBytesMax}) AS text FROM events WHERE event_id = ${source.number * recordsPerSource + line}`,
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const { text, ...event } = row;
  return { raw: String(text), event };
}

/** A record without a time is never outside: nothing says when it was. */
function isOutside(
  event: Row,
  { fromMs, toMs }: { readonly fromMs?: number; readonly toMs?: number },
): boolean {
  const time = Number(event.time_ms);
  return time !== 0 && (time < (fromMs ?? time) || time > (toMs ?? time));
}

async function rawLine(engine: Engine, source: SourceReport, line: number): Promise<string | undefined> {
  if (source.opened === undefined) return undefined;
  const rows = await engine.rows(
    `SELECT substring(line, 1, ${rawBytesMax}) AS text FROM ${textsOf(source.opened)} WHERE line_number = ${line}`,
    { file: source.opened.file },
  );
  return rows[0] === undefined ? undefined : String(rows[0].text);
}

async function eventOf(engine: Engine, source: SourceReport, line: number): Promise<Row | undefined> {
  for (const part of source.parts) {
    const lines = {
      ...part.lines,
      from: `(SELECT line, line_number FROM ${part.lines.from} WHERE line_number = ${line})`,
    };
    const rows = await engine.rows(eventsSql(lines, part.plan), { file: source.opened?.file ?? "" });
    if (rows[0] !== undefined) return rows[0];
  }
  return undefined;
}

/** Why a line became no event: what the last format that was tried says. */
async function reasonOf(
  engine: Engine,
  source: SourceReport,
  line: number,
  raw: string | undefined,
): Promise<string> {
  if (raw === undefined) return "the file has no such line";
  if (raw.trim() === "") return "blank line";
  if (raw.startsWith("#")) return "directive, not a record";
  const part = source.parts.at(-1);
  if (part === undefined) return "no known format fits";
  const rows = await engine.rows(
    rejectsSql(
      {
        ...part.lines,
        from: `(SELECT line, line_number FROM ${part.lines.from} WHERE line_number = ${line})`,
      },
      part.plan,
    ),
    { file: source.opened?.file ?? "" },
  );
  return String(rows[0]?.reject ?? source.rejects[0]?.reason ?? "no known format fits");
}

/** The path as the base profile keys it: no host, no query, no fragment. */
function pathOf(url: string): string {
  const local =
    url.startsWith("/") || !url.includes("://")
      ? url
      : `/${url
          .slice(url.indexOf("://") + 3)
          .split("/")
          .slice(1)
          .join("/")}`;
  return (local.split("?", 1)[0] ?? "").split("#", 1)[0]?.slice(0, 2048) ?? "";
}
