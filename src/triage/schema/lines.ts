/**
 * Lines of a format that a server parses: the same plan of the format, and so the same SQL text, that parses files.
 *
 * What takes more than SQL is not available there: records that a reader of this program makes of several lines or of mails,
 * and, without records to look at, formats whose columns a header or the keys of the records tell.
 */
import type { Content } from "../../content/load.ts";
import type { FormatFile, WrapperFile } from "../../content/schema.ts";
import { VedetteError } from "../../errors.ts";
import { eventsSql } from "../../ingest/events.ts";
import { type Recognised, Recogniser } from "../../ingest/recognise.ts";
import { chain, type LineSource, mentions, recordPrelude } from "../../ingest/scan.ts";
import { unwrapSql } from "../../ingest/wrappers.ts";
import { didYouMean } from "../../words.ts";

/** Formats whose records are made by a reader of this program, with what it does. */
const madeHere: Readonly<Record<string, string>> = {
  "mail-message": "mails are decoded and taken apart by the program's reader",
  "modsecurity-audit": "a record is several parts of a serial log, put together by the program's reader",
  "linux-auditd": "an event is several lines, put together by the program's reader",
};

/** Why views cannot parse lines of a format; undefined where they can. */
export function unavailable(format: FormatFile, sampled: boolean): string | undefined {
  const made = madeHere[format.id];
  if (made !== undefined) return made;
  if (sampled) return undefined;
  if (format.reader === "json")
    return "which keys fill which column is settled on records; show some with --sample";
  if (
    format.reader === "named" &&
    !format.in.some((one) => one === "json" || one === "csv" || one === "text")
  )
    return "a header of the file names its columns; show one with --sample";
  return undefined;
}

/** Lines of one format, and what a server makes of them. */
export interface ParsedLines {
  /** The format, with wrappers in front. */
  readonly format: string;
  /** The format as it stands in names of tables. */
  readonly name: string;
  /** SQL of the events among the lines of a table, as columns of the event table. */
  eventsSql(table: string): string;
  /** SQL of the lines of a table that are no event, with the reason. */
  rejectsSql(table: string): string;
  /** What a person has to know. */
  readonly notes: readonly string[];
}

/** Columns of a table of raw lines. */
export const rawColumns = ["source", "line_number", "received_ms", "line"] as const;

/**
 * The formats of a request.
 * @param formats ids, with wrappers in front; `all` for every one that is available
 * @throws VedetteError `usage.option` for one that is not known or not available
 */
export function parsedLines(
  content: Content,
  formats: readonly string[],
  samples: readonly string[] | undefined,
): ParsedLines[] {
  if (samples !== undefined) return [bySample(content, formats[0], samples)];
  const asked = formats.flatMap((given) =>
    given === "all"
      ? content.formats.filter((format) => unavailable(format, false) === undefined).map(({ id }) => id)
      : [given],
  );
  return [...new Set(asked)].map((given) => {
    const because = unavailable(formatOf(content, given), false);
    if (because !== undefined)
      throw new VedetteError("usage.option", `--format ${given}: ${because}.`, {
        hint: "vedette schema --formats lists what a server can parse. Other logs are read by vedette triage --engine.",
      });
    return linesOf(content, byName(content, given));
  });
}

/** A format that is the same for all of its records, with wrappers around it. */
function byName(content: Content, given: string): Recognised {
  const around = given.split("+");
  const id = around.pop() ?? "";
  const records = formatOf(content, id).samples.flatMap(({ record, after }) =>
    after === undefined ? record : [],
  );
  const found = new Recogniser(content.formats, [], [], id).recognise(records);
  if (found === undefined) throw new Error(`no sample of ${id} is in its format`);
  const recordSql = around.reduceRight((sql, one) => {
    const wrapper = content.wrappers.find((known) => known.id === one) as WrapperFile;
    // A function, because a pattern's "$'" would mean something to replaceAll.
    return sql.replaceAll(/\bline\b/g, () => `(${unwrapSql(wrapper)})`);
  }, found.recordSql);
  return { ...found, format: given, recordSql };
}

function bySample(content: Content, given: string | undefined, samples: readonly string[]): ParsedLines {
  if (given !== undefined) formatOf(content, given);
  const recognised = new Recogniser(content.formats, content.wrappers, [], given).recognise(samples);
  if (recognised === undefined || recognised.confidence === 0)
    throw new VedetteError(
      "usage.option",
      `--sample: no record in it fits ${given === undefined ? "a known format" : given}.`,
      { hint: "Show some lines of the log as they arrive; vedette recognise says what a file is." },
    );
  const because = unavailable(formatOf(content, recognised.format), true);
  if (because !== undefined)
    throw new VedetteError("usage.option", `--sample: it is ${recognised.format}, and ${because}.`, {
      hint: "Such logs are read by vedette triage --engine.",
    });
  return linesOf(content, recognised);
}

function formatOf(content: Content, given: string): FormatFile {
  const parts = given.split("+");
  const id = parts.pop() ?? "";
  const wrapper = parts.find((part) => !content.wrappers.some((one) => one.id === part));
  const format = content.formats.find((one) => one.id === id);
  if (wrapper === undefined && format !== undefined) return format;
  const known = (wrapper === undefined ? content.formats : content.wrappers).map((one) => one.id);
  throw new VedetteError(
    "usage.option",
    `--format ${given}: there is no ${wrapper === undefined ? "format" : "layer around records"} ${wrapper ?? id}.`,
    { hint: `${didYouMean(wrapper ?? id, known)} See \`vedette schema --formats\`.` },
  );
}

function linesOf(content: Content, { format, plan, recordSql, lacksZone }: Recognised): ParsedLines {
  const lines = (table: string): LineSource => ({
    columns: rawColumns,
    from: table,
    source: 0,
    sourceColumn: "source",
    fileMsSql: "received_ms",
    recordSql,
    recordBytesMax: content.policy.limits.record_bytes,
    crlf: true,
  });
  const kept = ["source", "line_number", "reject", "line"];
  const uses = (name: string) => plan.prelude.some(([, sql]) => mentions(sql, name));
  return {
    format,
    name: format.replaceAll(/\W/g, "_"),
    eventsSql: (table) => eventsSql(lines(table), plan),
    rejectsSql: (table) =>
      `SELECT source, line_number, '${format}' AS format, reject, line
FROM ${chain(table, rawColumns, recordPrelude(lines(table), plan), kept)}
WHERE reject NOT IN ('', '(skip)')`,
    notes: [
      ...(lacksZone ? ["times without a zone are taken for UTC"] : []),
      ...(uses("file_ms") ? ["a time without a year is the latest before the line arrived"] : []),
      ...(uses("day_first") ? ["a date such as 5/11/2026 has its month first"] : []),
    ],
  };
}
