/**
 * Runs the indicators over the profiles and turns their rows into findings.
 *
 * An indicator is data: SQL that measures, conditions that fire, a sentence. An indicator
 * whose columns no source fills does not run, and says so.
 */
import { blame } from "../content/blame.ts";
import { contentError, contentPath } from "../content/errors.ts";
import type { Content } from "../content/load.ts";
import type { IndicatorFile } from "../content/schema.ts";
import {
  allDone,
  type Engine,
  EngineError,
  engineErrorNumbers,
  type Parameters,
  type Row,
} from "../engine/engine.ts";
import { boundNames, fillSql } from "../engine/sql.ts";
import { columnNames } from "../ingest/columns.ts";
import { judgedCount } from "../ingest/profiled.ts";
import type { SourceReport } from "../ingest/source.ts";
import { didYouMean } from "../words.ts";
import {
  agentMark,
  byRank,
  compare,
  confidences,
  type Detection,
  type Finding,
  severities,
} from "./finding.ts";
import { mailName } from "./mail-name.ts";
import type { Parts } from "./profiles.ts";
import { conditionColumns, keepingOrder } from "./ranking.ts";
import { fillSentence, placeholders } from "./sentence.ts";

/**
 * Checks that indicators need columns that there are; one that does not would never run.
 * @throws VedetteError `content.invalid` with the file and the name
 */
export function checkNeeds(content: Content): void {
  for (const { id, needs } of content.indicators) {
    const odd = [...needs.columns, ...(needs.any ?? [])].find(
      (column) => !(columnNames as readonly string[]).includes(column),
    );
    if (odd !== undefined)
      throw contentError(
        contentPath("indicators", id),
        `\`needs\` names the column ${odd}, which no format fills.`,
        didYouMean(odd, columnNames),
      );
  }
}

/** Runs every indicator that the sources can feed. */
export async function detect(
  engine: Engine,
  content: Content,
  parts: Parts,
  sources: readonly SourceReport[],
  feeds: ReadonlySet<string> = noFeeds,
): Promise<Detection> {
  const first = await allDone(
    content.indicators.map(async (indicator): Promise<Fired> => {
      const missing = missingFor(content, indicator, sources, feeds);
      return missing === undefined
        ? { indicator, ran: true, ...(await fired(engine, content, indicator, parts)) }
        : { indicator, ran: false, rows: [], found: 0, note: missing };
    }),
  );
  const done = await withCompanions(engine, content, parts, first);
  return {
    findings: done
      .flatMap(({ indicator, rows, found }) =>
        rows.map((row) => toFinding(indicator, row, found - rows.length, sources)),
      )
      .sort(byRank),
    runs: done.map(({ indicator, ran, rows, found, note }) => ({
      id: indicator.id,
      ran: ran && (note === undefined || rows.length > 0),
      note: rows.length < found ? cutNote(rows.length, found) : note,
      findings: rows.length,
      found,
    })),
  };
}

interface Fired {
  readonly indicator: IndicatorFile;
  readonly ran: boolean;
  readonly rows: Row[];
  readonly found: number;
  readonly note: string | undefined;
}

function cutNote(kept: number, found: number): string {
  return `the weightiest ${kept.toLocaleString("en")} of ${found.toLocaleString("en")} findings are kept (limit findings_per_indicator)`;
}

/**
 * Rules put several findings of one source together. So where an indicator was cut, what it found about the sources that
 * another one kept is kept as well.
 */
async function withCompanions(
  engine: Engine,
  content: Content,
  parts: Parts,
  all: readonly Fired[],
): Promise<Fired[]> {
  return allDone(
    all.map(async (one) => {
      if (one.rows.length === one.found) return one;
      const own = new Set(one.rows.map(({ entity }) => String(entity)));
      const others = new Set(
        all
          .filter(({ indicator }) => indicator.entity === one.indicator.entity && indicator !== one.indicator)
          .flatMap(({ rows }) => rows.map(({ entity }) => String(entity))),
      );
      const beside = [...others].filter((entity) => !own.has(entity)).sort(compare);
      if (beside.length === 0) return one;
      const { rows } = await fired(engine, content, one.indicator, parts, beside);
      return { ...one, rows: [...one.rows, ...rows] };
    }),
  );
}

const noFeeds: ReadonlySet<string> = new Set();

/**
 * What an indicator needs and no source has; undefined where it can run.
 * @param feeds kinds of entries that the intelligence feeds of the run hold
 */
export function missingFor(
  { records }: Pick<Content, "records">,
  { needs }: IndicatorFile,
  sources: readonly SourceReport[],
  feeds: ReadonlySet<string> = noFeeds,
): string | undefined {
  if (needs.feeds !== undefined && !needs.feeds.some((kind) => feeds.has(kind)))
    return `needs a feed of threat intelligence with entries of kind ${needs.feeds.join(", ")} (vedette intel add)`;
  const read = sources.filter((source) => source.events > 0 && needs.kinds.includes(source.kind));
  if (read.length === 0) return `needs records of kind ${needs.kinds.join(" or ")}`;
  const judged = read.filter((source) =>
    needs.classes === undefined
      ? judgedCount(source, records) > 0
      : needs.classes.some((name) => (source.classes[name] ?? 0) > 0),
  );
  if (judged.length === 0)
    return needs.classes === undefined
      ? "needs requests, and no record of these sources is one that it could look at"
      : `needs records of class ${needs.classes.join(" or ")}`;
  const fed = judged.some(
    (source) =>
      needs.columns.every(
        (column) =>
          source.fields.includes(column) ||
          (column === "source_ip" && source.fields.includes("forwarded_for")),
      ) &&
      (needs.any === undefined || needs.any.some((column) => source.fields.includes(column))),
  );
  const either = needs.any === undefined ? "" : ` and ${needs.any.join(" or ")}`;
  return fed
    ? undefined
    : `needs ${needs.columns.join(", ")}${either}, which no source of this run has together`;
}

/** Thresholds of an indicator under the policy. */
export function thresholdsOf(content: Content, indicator: IndicatorFile): Parameters {
  return { ...indicator.thresholds, ...content.policy.thresholds[indicator.id] } as Parameters;
}

/** SQL of an indicator's measures, with every profile filled in. */
export function measuresSql(indicator: IndicatorFile, parts: Parts): string {
  return fillSql(indicator.measures, parts);
}

/**
 * Rows of an indicator that fire, the weightiest first, as many as the policy keeps.
 * @param among the entities that are looked for; undefined for all
 */
async function fired(
  engine: Engine,
  content: Content,
  indicator: IndicatorFile,
  parts: Parts,
  among?: readonly string[],
): Promise<Pick<Fired, "rows" | "found" | "note">> {
  const limits = content.policy.limits;
  const max = limits.findings_per_indicator;
  const conditions = indicator.fires.map(({ when }) => `(${when})`).join(" AND ");
  const asked = among === undefined ? "" : " AND toString(entity) IN {among:Array(String)}";
  const from = `FROM (
${measuresSql(indicator, parts)}
)
WHERE ${conditions}${asked}`;
  const ask = (sql: string) =>
    blame(contentPath("indicators", indicator.id), () =>
      engine.rows(
        sql,
        bind(indicator, sql, {
          ...thresholdsOf(content, indicator),
          ...(among === undefined ? {} : { among: [...among] }),
        }),
        { secondsMax: limits.indicator_seconds },
      ),
    );
  try {
    const rows = await ask(`SELECT *${conditionColumns(indicator)}
${from}
ORDER BY ${keepingOrder(indicator, content.policy.rules)}
LIMIT ${max + 1}`);
    checkMeasured(indicator, rows[0]);
    if (rows.length <= max) return { rows, found: rows.length, note: undefined };
    const [all] = among === undefined ? await ask(`SELECT count() AS found ${from}`) : [];
    return { rows: rows.slice(0, max), found: Number(all?.found ?? rows.length), note: undefined };
  } catch (thrown) {
    if (thrown instanceof EngineError && thrown.number === engineErrorNumbers.timeoutExceeded)
      return {
        rows: [],
        found: 0,
        note: `gave up after ${limits.indicator_seconds} s (limit indicator_seconds)`,
      };
    throw thrown;
  }
}

/**
 * Only the parameters that a statement uses; the engine refuses others.
 * @throws VedetteError `content.invalid` where one has no value: a made-up one would change what fires
 */
export function bind(indicator: IndicatorFile, sql: string, parameters: Parameters): Parameters {
  return Object.fromEntries(
    boundNames(sql).map((name) => {
      const value = parameters[name];
      if (value === undefined)
        throw contentError(
          contentPath("indicators", indicator.id),
          `nothing gives the parameter {${name}:…} a value.`,
          didYouMean(name, Object.keys(parameters)),
        );
      return [name, value];
    }),
  );
}

/** Columns that every indicator measures; findings are made of them. */
const measuredColumns: readonly string[] = ["entity", "count", "first_ms", "last_ms", "records", "signs"];

/** What a row lacks is told by the first one: the statement names its columns, whoever is in the row. */
function checkMeasured(indicator: IndicatorFile, row: Row | undefined): void {
  if (row === undefined) return;
  const path = contentPath("indicators", indicator.id);
  const names = Object.keys(row);
  const absent = measuredColumns.find((name) => !names.includes(name));
  if (absent !== undefined)
    throw contentError(path, `\`measures\` yields no column ${absent}.`, didYouMean(absent, names));
  if (!Array.isArray(row.records))
    throw contentError(
      path,
      "the column records of `measures` is no array of event ids.",
      "Write arraySlice(arraySort(groupUniqArray(first_record)), 1, 5) AS records.",
    );
  const unknown = placeholders(indicator.sentence).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw contentError(
      path,
      `\`sentence\` names {${unknown}}, which \`measures\` does not yield.`,
      didYouMean(unknown, names),
    );
  const sayable = [...names, ...Object.keys(indicator.thresholds)];
  const unsaid = indicator.fires
    .flatMap(({ says }) => placeholders(says))
    .find((name) => !sayable.includes(name));
  if (unsaid !== undefined)
    throw contentError(
      path,
      `\`says\` names {${unsaid}}, which is neither measured nor a threshold.`,
      didYouMean(unsaid, sayable),
    );
}

function toFinding(
  indicator: IndicatorFile,
  row: Row,
  leftOut: number,
  sources: readonly SourceReport[],
): Finding {
  const raised = indicator.severity_when
    .filter((_, index) => Number(row[`severity_${index}`]) === 1)
    .map(({ severity }) => severity);
  const severity = [indicator.severity, ...raised].reduce((a, b) =>
    severities.indexOf(b) > severities.indexOf(a) ? b : a,
  );
  const told = indicator.entity === "mail" ? mailName(Number(row.entity), sources) : String(row.entity);
  const byAgent = indicator.entity === "ip" && told.startsWith(agentMark);
  const value = byAgent ? told.slice(agentMark.length) : told;
  const signs = Math.max(1, Math.min(3, Number(row.signs)));
  return {
    indicator: indicator.id,
    title: indicator.title,
    clause: indicator.clause,
    kinds: indicator.needs.kinds,
    rule: indicator.decides.find((_, index) => Number(row[`decides_${index}`]) === 1)?.rule,
    techniques: [
      ...indicator.techniques,
      ...indicator.techniques_when
        .filter((_, index) => Number(row[`technique_${index}`]) === 1)
        .map(({ technique }) => technique),
    ],
    severity,
    confidence: confidences[signs - 1] ?? "low",
    entityType: byAgent
      ? "user_agent"
      : indicator.entity === "ip" && value.includes("/")
        ? "ip_range"
        : indicator.entity,
    entityValue: value,
    sentence: fillSentence(indicator.sentence, row),
    count: Number(row.count),
    leftOut,
    firstMs: Number(row.first_ms),
    lastMs: Number(row.last_ms),
    records: (row.records as number[]).map(Number),
    group: row.group_key === undefined ? undefined : String(row.group_key),
    facts: row,
  };
}
