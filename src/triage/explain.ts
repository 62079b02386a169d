/**
 * What a line became, and what each indicator concluded about its source and why.
 */
import { blame } from "../content/blame.ts";
import { contentPath } from "../content/check.ts";
import { bind, fillSentence, measuresSql, missingFor, thresholdsOf } from "../detect/indicators.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine, Row } from "../engine/engine.ts";
import { eventsSql } from "../ingest/events.ts";
import { textsOf } from "../ingest/open.ts";
import { recordsPerSource, rejectsSql } from "../ingest/scan.ts";
import type { SourceReport } from "../ingest/source.ts";
import { outsideWindow } from "../ingest/window.ts";
import type { OpenTriage } from "./triage.ts";

/** One condition of an indicator, with the numbers filled in. */
export interface Condition {
  readonly holds: boolean;
  readonly sentence: string;
}

export interface IndicatorExplanation {
  readonly id: string;
  readonly title: string;
  readonly outcome: "fired" | "did not fire" | "saw nothing" | "did not run";
  readonly entity: string;
  readonly sentence: string;
  readonly conditions: readonly Condition[];
}

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
}

/** Longest part of a raw line that is shown. */
const rawBytesMax = 4096;

/** Explains a line of a source of an open triage. */
export async function explain(open: OpenTriage, source: SourceReport, line: number): Promise<Explanation> {
  const { engine, parts } = open;
  const stored = open.request.store === undefined ? undefined : await storedEvent(engine, source, line);
  const raw = open.request.store === undefined ? await rawLine(engine, source, line) : stored?.raw;
  const found = open.request.store === undefined ? await eventOf(engine, source, line) : stored?.event;
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
    };
  }
  const client =
    String(event.forwarded_for ?? "") === "" || event.forwarded_for === "-"
      ? String(event.source_ip)
      : `${event.source_ip}\t${event.forwarded_for}`;
  const known = (
    await engine.rows(`SELECT source_ip FROM ${parts.addresses} WHERE client = {client:String}`, { client })
  )[0];
  const address = known === undefined ? undefined : String(known.source_ip);
  const agentText = String(event.user_agent_original);
  const agent = (
    await engine.rows(
      `SELECT class, name, what, clients, requests, impossible, unlikely, too_early, unheard_of, released_ms FROM ${parts.agents} WHERE agent = {agent:String}`,
      { agent: agentText },
    )
  )[0];
  const path = pathOf(String(event.url_original));
  const place = (
    await engine.rows(
      `SELECT canonical_path, disguises, endpoint, purpose, product, kind, sensitivity, discloses FROM ${parts.paths} WHERE path = {path:String}`,
      { path },
    )
  )[0];
  if (address === undefined)
    return {
      ...base,
      event,
      reason: undefined,
      source: undefined,
      agent: undefined,
      place: undefined,
      indicators: [],
      verdict: `No indicator reads records like this one (${String(event.event_class)}), so nothing was concluded from it.`,
    };
  const indicators: IndicatorExplanation[] = [];
  for (const indicator of open.result.content.indicators)
    indicators.push(
      await explainIndicator(
        open,
        parts,
        indicator.id,
        indicator.entity === "user_agent" ? agentText : (address ?? ""),
      ),
    );
  return {
    ...base,
    event,
    reason: undefined,
    source: address,
    agent,
    place,
    indicators,
    verdict: verdictOf(open, address),
  };
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

async function explainIndicator(
  open: OpenTriage,
  parts: Parts,
  id: string,
  entity: string,
): Promise<IndicatorExplanation> {
  const content = open.result.content;
  const indicator = content.indicators.find((candidate) => candidate.id === id);
  if (indicator === undefined) throw new Error(`no indicator ${id}`);
  const base = { id, title: indicator.title, entity };
  const missing = missingFor(content, indicator, open.result.sources);
  if (missing !== undefined) return { ...base, outcome: "did not run", sentence: missing, conditions: [] };
  const holds = indicator.fires.map(({ when }, index) => `(${when}) AS holds_${index}`).join(", ");
  const sql = `SELECT *, ${holds} FROM (\n${measuresSql(indicator, parts)}\n) WHERE entity = {explained_entity:String}`;
  const thresholds = thresholdsOf(content, indicator);
  const row = (
    await blame(contentPath("indicators", id), () =>
      open.engine.rows(sql, bind(indicator, sql, { ...thresholds, explained_entity: entity })),
    )
  )[0];
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
  const fired = conditions.every((condition) => condition.holds);
  return {
    ...base,
    outcome: fired ? "fired" : "did not fire",
    sentence: fillSentence(indicator.sentence, numbers),
    conditions,
  };
}

function verdictOf(open: OpenTriage, address: string | undefined): string {
  const entity = open.result.assessment.entities.find(
    ({ value, type }) => value === address && type !== "user_agent",
  );
  if (entity === undefined) return `Nothing speaks against ${address}: no indicator fired for it.`;
  const hit = entity.hits[0];
  const why = hit === undefined ? "" : ` because ${hit.sentence}`;
  return entity.action === "justified"
    ? `${address} is set aside: ${entity.justification}.`
    : `${address}: ${entity.action} (score ${entity.score})${why}.`;
}
