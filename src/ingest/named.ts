/**
 * Reads records whose values have names: JSON objects, rows under a Zeek or W3C header, what documents
 * become. A format file says which key fills which column (content/schema.ts); how a key is
 * reached is the matter of each way of writing records.
 */
import type { ColumnText, ColumnTexts, NamedFormat } from "../content/schema.ts";
import { literal } from "../engine/sql.ts";
import { type ColumnName, type Plan, type TimeShape, timeSql, valueSql } from "./columns.ts";
import { orderedReason, orderedTime } from "./day-order.ts";
import { rejectKey } from "./documents/spool.ts";
import { jsonTextSql } from "./json-text.ts";
import { JsonObjects } from "./key-path.ts";
import { foldedPrelude, lacksSqlUnder, textSqlUnder, textUnder } from "./key-places.ts";
import { profileColumns } from "./profiled.ts";
import { requestPrelude } from "./template-columns.ts";
import { urlHostSql } from "./url-host.ts";

/** SQL of the text that a record has under a key, '' where it has none; undefined where no record of the source has it. */
export type Access = (key: string) => string | undefined;

/** Patterns of times that are written without their year. */
const yearless: Readonly<Partial<Record<TimeShape, string>>> = {
  month_day: "^[0-9]{2}/[0-9]{2}-",
  month_name: "^[A-Z][a-z]{2} {1,2}[0-9]{1,2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]+)?$",
};

/** What the text of a request becomes. */
const requestColumns = ["http_request_method", "url_original", "http_version"] as const;

/** How a source writes records with named values. */
export interface Writing {
  readonly access: Access;
  /** The same for what tells whether a record is one, of which class and when, where that costs less by itself. */
  readonly firstAccess?: Access;
  /** The same for columns that profiles do not read, where that keeps them from being computed. */
  readonly furtherAccess?: Access;
  /** What has to be computed first; asked for after all keys were. */
  prelude(): readonly (readonly [string, string])[];
  /** Conditions under which a record is none, with the reason as SQL. */
  readonly rejects: readonly (readonly [when: string, reasonSql: string])[];
  /** SQL of type UInt8: 1 for a line that is no record. */
  readonly skip: string;
  /** How times are written, where that is not for the format to say. */
  readonly time?: TimeShape;
}

/** The keys of which a format requires one. */
export function alternatives(keys: string | readonly string[]): readonly string[] {
  return typeof keys === "string" ? [keys] : keys;
}

/** Whether a JSON record, parsed, has the keys and values by which a format is recognised. */
export function fitsObject(format: NamedFormat, parsed: unknown): boolean {
  const textOf = (key: string) => textUnder(format, key, parsed);
  return (
    format.requires.every((keys) => alternatives(keys).some((key) => textOf(key) !== "")) &&
    Object.entries(format.where).every(([key, pattern]) =>
      new RegExp(`^(?:${pattern})$`, "s").test(textOf(key)),
    )
  );
}

/**
 * The plan of JSON objects, one a line.
 * @param only columns, besides class and time, that are read; all of them are then taken out of a text at once
 */
export function namedJsonPlan(format: NamedFormat, only?: ReadonlySet<ColumnName>): Plan {
  // Where records of one source are of several classes, most are counted by their class alone.
  const objects = new JsonObjects("json_text", "json_object");
  const atOnce = only !== undefined || typeof format.class === "string";
  const heads = atOnce ? objects : new JsonObjects("json_text", "json_head");
  // Most of what sensors log is asked for by a kept store alone; one extraction of all costs twice that of a few keys.
  const further = only !== undefined ? objects : new JsonObjects("json_text", "json_further");
  const under = (texts: JsonObjects) => (key: string) => textSqlUnder(format, key, texts);
  const head = under(heads);
  const said = heads.access({ names: [rejectKey], taken: { kind: "whole" } });
  const lacking = format.requires.map(alternatives).map((keys): [string, string] => {
    const lacks = keys.map((key) => lacksSqlUnder(format, key, heads)).join(" AND ");
    // Both branches are evaluated for every row: only of what lacks something is the text parsed again.
    const valid = `isValidJSON(if(${lacks}, json_text, ''))`;
    return [lacks, `if(${valid}, ${literal(`lacks ${keys.join(" or ")}`)}, 'not valid JSON')`];
  });
  const other = Object.entries(format.where).map(([key, pattern]): [string, string] => [
    // Of equal texts in a block one is compared; such a key has few different values.
    `NOT match(toLowCardinality(${head(key)}), ${literal(`(?s)^(?:${pattern})$`)})`,
    literal(`another kind of record by its ${key}`),
  ]);
  const plan = namedPlan(
    format,
    {
      access: under(objects),
      firstAccess: head,
      furtherAccess: under(further),
      // JSON is UTF-8; a program that copies a client's bytes into it does not make the record go away.
      prelude: () => [
        ["json_text", jsonTextSql("record")],
        ...(format.folded === true ? [foldedPrelude] : []),
        ...(heads === objects ? [] : heads.prelude()),
        ...objects.prelude(),
        ...(further === objects ? [] : further.prelude()),
      ],
      rejects: [
        ["NOT startsWith(json_text, '{')", "'not a JSON object'"],
        [`${said} != ''`, said],
        ...lacking,
        ...other,
      ],
      skip: "empty(record)",
    },
    only,
  );
  const texts = classTexts(format);
  return {
    ...plan,
    ...(texts === undefined ? {} : { classTexts: texts }),
    ...(only === undefined ? { only: (columns) => namedJsonPlan(format, columns) } : {}),
  };
}

/** The texts of each class of a JSON format but the one that is taken for all others; undefined where no one text tells the class. */
function classTexts({ class: told }: NamedFormat): Plan["classTexts"] {
  if (typeof told === "string") return undefined;
  const { by, values, default: other } = told;
  const pairs = Object.entries(values).filter(([, name]) => name !== other);
  // A number stands without quotes.
  const plain =
    by.length === 1 && typeof by[0] === "string" && pairs.every(([text]) => /^[a-z]\w*$/i.test(text));
  if (!plain) return undefined;
  const names = [...new Set(pairs.map(([, name]) => name))];
  return Object.fromEntries(
    names.map((name) => [name, pairs.filter((pair) => pair[1] === name).map(([text]) => text)]),
  );
}

/**
 * The plan of records with named values.
 * @param only columns, besides class and time, that are read; undefined for all
 */
export function namedPlan(format: NamedFormat, writing: Writing, only?: ReadonlySet<ColumnName>): Plan {
  const prelude: [string, string][] = [];
  const first = writing.firstAccess ?? writing.access;
  const columns: Partial<Record<ColumnName, string>> = { event_class: classSql(format, first) };
  for (const [column, texts] of Object.entries(format.columns)) {
    if (only !== undefined && !isOf(column, only)) continue;
    const read = column === "request" || profileColumns.has(column as ColumnName);
    const access = read ? writing.access : (writing.furtherAccess ?? writing.access);
    const text = textsSql(texts, column === "time_ms" ? first : access);
    if (text === undefined) continue;
    if (column === "request") {
      prelude.push(...requestPrelude(text));
      columns.http_request_method = "request_method";
      columns.url_original = "request_target";
      columns.http_version ??= "request_version";
    } else if (column === "time_ms") {
      // A mail without a date is one all the same; a record of a log without its time is none.
      const shape = format.time === "any" ? (writing.time ?? "any") : format.time;
      const ordered = shape === "us";
      const time = ordered ? "time_ordered" : timeSql("time_text", shape);
      prelude.push(
        ["time_text", text],
        ...(ordered ? orderedTime.map(([name, sql]): [string, string] => [name, sql]) : []),
        ["time_value", format.kind === "mail" ? `if(time_text = '', toInt64(0), ${time})` : time],
      );
      columns.time_ms = "time_value";
    } else columns[column as ColumnName] = valueSql(column as ColumnName, text);
  }
  // Read after the columns: what has to be computed is known when all keys were asked for.
  const computed = writing.prelude().map(([name, sql]): [string, string] => [name, sql]);
  const noTime =
    yearless[format.time] !== undefined
      ? `if(file_ms = 0 AND match(time_text, '${yearless[format.time]}'), 'no year in the time stamp, and no file time to take it from', 'time stamp not understood')`
      : format.time === "us"
        ? orderedReason
        : "'time stamp not understood'";
  const reasons = [
    ...writing.rejects,
    ...(columns.time_ms === undefined ? [] : [["time_value < 0", noTime] as [string, string]]),
  ];
  return {
    prelude: [...computed, ...prelude],
    columns,
    reject: reasons.length === 0 ? "''" : `multiIf(${reasons.flat().join(", ")}, '')`,
    skip: writing.skip,
  };
}

/** Whether what a format says of a column is needed for some columns. */
function isOf(column: string, only: ReadonlySet<ColumnName>): boolean {
  if (column === "time_ms" || only.has(column as ColumnName)) return true;
  return column === "request" && requestColumns.some((name) => only.has(name));
}

function classSql(format: NamedFormat, access: Access): string {
  if (typeof format.class === "string") return literal(format.class);
  const { by, values, default: other } = format.class;
  const texts = by.map((key) => textsSql(typeof key === "string" ? [key] : key, access) ?? "''");
  const text = texts.length === 1 ? (texts[0] as string) : `trimBoth(concat(${texts.join(", ' ', ")}))`;
  return mapped(text, values, other);
}

function textsSql(texts: ColumnTexts, access: Access): string | undefined {
  const list = Array.isArray(texts) ? texts : [texts];
  const found = list
    .map((one) => textSql(typeof one === "string" ? { from: [one] } : one, access))
    .filter((sql) => sql !== undefined);
  return firstOf(found);
}

function textSql(text: ColumnText, access: Access): string | undefined {
  let sql = text.is === undefined ? sourceSql(text, access) : literal(text.is);
  if (sql === undefined) return undefined;
  if (text.extract !== undefined) sql = `extract(${sql}, ${literal(`(?s)${text.extract}`)})`;
  if (text.decode === "plus") sql = `replaceAll(${sql}, '+', ' ')`;
  if (text.decode === "lower") sql = `lower(${sql})`;
  if (text.decode === "words") sql = `replaceAll(${sql}, '\\n', ' ')`;
  if (text.decode === "lines") sql = linesSql(sql);
  if (text.decode === "addresses") sql = addressesSql(sql);
  if (text.decode === "percent") sql = `decodeURLComponent(${sql})`;
  if (text.decode === "host") sql = urlHostSql(sql);
  if (text.decode === "hex-number")
    sql = `if(startsWith(${sql}, '0x'), toString(reinterpretAsUInt64(reverse(unhex(substring(${sql}, 3))))), ${sql})`;
  if (text.values !== undefined) sql = mapped(sql, text.values, text.default);
  const conditions = Object.entries(text.when ?? {}).map(
    ([key, pattern]) => `match(${access(key) ?? "''"}, ${literal(`(?s)^(?:${pattern})$`)})`,
  );
  return conditions.length === 0 ? sql : `if(${conditions.join(" AND ")}, ${sql}, '')`;
}

/** The texts of a JSON list, one a line; of any other text its links, each on a line of its own. */
function linesSql(text: string): string {
  const links = `trimBoth(replaceRegexpAll(${text}, '[\\\\s,;|]+((?:https?|ftp)://)', '\\n\\\\1'))`;
  return `if(startsWith(${text}, '['), arrayStringConcat(JSONExtract(${text}, 'Array(String)'), '\\n'), ${links})`;
}

/** The mail addresses of a text that holds several or is a JSON list, each on a line of its own; any other text as it is. */
function addressesSql(text: string): string {
  const sign = "[^][ \\\\t\\\\r\\\\n<>(),;|\"\\']";
  const addresses = `arrayDistinct(extractAll(${text}, '${sign}+@${sign}+'))`;
  return `if(length(${addresses}) > 1 OR startsWith(${text}, '[') AND notEmpty(${addresses}), arrayStringConcat(${addresses}, '\\n'), ${text})`;
}

function sourceSql(text: ColumnText, access: Access): string | undefined {
  if (text.join !== undefined) return joined(text.join.map(access), text.with ?? " ");
  if (text.compose !== undefined) return composed(text.compose, access);
  return firstOf((text.from ?? []).map(access).filter((one) => one !== undefined));
}

/** Texts around values, each with its value or not at all. */
function composed(parts: readonly string[], access: Access): string | undefined {
  const there = parts.flatMap((part) => {
    const [before = "", key = "", after = ""] = part.split(/[{}]/);
    const value = access(key);
    if (value === undefined) return [];
    if (before === "" && after === "") return [value];
    return [`if(${value} = '', '', concat(${literal(before)}, ${value}, ${literal(after)}))`];
  });
  return there.length <= 1 ? there[0] : `concat(${there.join(", ")})`;
}

/** The first of some texts that holds something. */
function firstOf(texts: readonly string[]): string | undefined {
  if (texts.length <= 1) return texts[0];
  const last = texts.at(-1) as string;
  return `multiIf(${texts
    .slice(0, -1)
    .flatMap((text) => [`${text} != ''`, text])
    .join(", ")}, ${last})`;
}

/** Texts with something between them; where one of them holds nothing, without it. */
function joined(texts: readonly (string | undefined)[], between: string): string | undefined {
  const there = texts.filter((text) => text !== undefined);
  if (there.length <= 1) return there[0];
  return `arrayStringConcat(arrayFilter(part -> part != '', [${there.join(", ")}]), ${literal(between)})`;
}

function mapped(text: string, values: Readonly<Record<string, string>>, other: string | undefined): string {
  const from = Object.keys(values);
  if (from.length === 0) return other === undefined ? text : literal(other);
  const to = Object.values(values);
  const rest = other === undefined ? text : literal(other);
  return `transform(${text}, [${from.map(literal).join(", ")}], [${to.map(literal).join(", ")}], ${rest})`;
}
