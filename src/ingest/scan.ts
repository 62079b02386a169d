/**
 * From the lines of a source to event columns, as SQL. What is done with the columns - kept as
 * events, or as requests that the base profile is made of - is said in events.ts and requests.ts.
 */
import { type ColumnName, columnNames, emptySql, type Folded, type Plan } from "./columns.ts";
import type { DayOrder } from "./day-order.ts";
import { withoutEscapes, withoutMarks } from "./escapes.ts";

/** Events of one source start at `source × 2^40`; an event id is that plus the physical line. */
export const recordsPerSource = 2 ** 40;

/** An event id as its source number and its 1-based physical line. */
export function splitEventId(id: number): { source: number; line: number } {
  return { source: Math.floor(id / recordsPerSource), line: id % recordsPerSource };
}

/** SQL of a column that a format does not fill. */
export const defaults: Readonly<Record<ColumnName, string>> = Object.fromEntries(
  columnNames.map((column) => [column, emptySql(column)]),
) as Record<ColumnName, string>;

/** Undoes the folding of `\"` and `\\` (see template-plan.ts), and what else a server escapes. */
export function unfold(sql: string, folded: Folded): string {
  return folded === "marks" ? withoutMarks(sql) : withoutEscapes(sql, folded);
}

/** Whether a plan fills a column; of any other there is nothing to undo, and undoing it would be most of a statement. */
export function fills({ columns, prelude }: Plan, column: ColumnName): boolean {
  return columns[column] !== undefined || prelude.some(([name]) => name === column);
}

/** Columns of a file's lines. */
export const lineColumns: readonly string[] = ["line", "line_number"];

/** How the lines of a source are reached in SQL. */
export interface LineSource {
  /** Names of the columns that `from` yields. */
  readonly columns: readonly string[];
  /** FROM clause that yields `line` and `line_number` (1-based). */
  readonly from: string;
  /** Number of the source in this run or store. */
  readonly source: number;
  /** Name of a column with it, where the lines are of several sources. */
  readonly sourceColumn?: string;
  /** SQL of the event id; made from source and line number where it is not given. */
  readonly eventIdSql?: string;
  readonly recordSql: string;
  readonly recordBytesMax: number;
  /** The file is small: what is quick to prepare comes before what is quick for each line. */
  readonly few?: boolean;
  /** The first line begins with a byte order mark. */
  readonly marked?: boolean;
  /** When the file was last written, where that is known; it tells the year of times that are written without one. */
  readonly fileMs?: number;
  /** SQL of it, where it is a column. */
  readonly fileMsSql?: string;
  /** Whether the day or the month stands first in its dates, where that matters to any. */
  readonly dayOrder?: DayOrder;
  /** Carriage returns at the end of lines are taken off. */
  readonly crlf: boolean;
}

/** `line` and `line_number` of a file that the engine can read. */
export function fileLines(parameter: string, compression: "none" | "gzip" | "zstd"): string {
  return `(SELECT line, toInt64(assumeNotNull(_row_number)) + 1 AS line_number FROM file({${parameter}:String}, 'LineAsString', 'line String', '${compression}'))`;
}

/** `line` (a JSON object) and `line_number` of spooled records (documents/spool.ts). */
export function spooledLines(parameter: string): string {
  return `(SELECT parts[2] AS line, toInt64OrZero(parts[1]) AS line_number FROM (SELECT splitByChar('\t', line) AS parts FROM file({${parameter}:String}, 'LineAsString', 'line String', 'none')))`;
}

/** As `spooledLines`, with the text that a record has in its document for `line`. */
export function spooledTexts(parameter: string): string {
  return `(SELECT JSONExtractString(concat('[', parts[3], ']'), 1) AS line, toInt64OrZero(parts[1]) AS line_number FROM (SELECT splitByChar('\t', line) AS parts FROM file({${parameter}:String}, 'LineAsString', 'line String', 'none')))`;
}

/** As `fileLines`, of files that are named by the number of their source; `column` gets it. */
export function filesLines(parameter: string, column: string, compression: "none" | "gzip" | "zstd"): string {
  return `(SELECT line, toInt64(assumeNotNull(_row_number)) + 1 AS line_number, toUInt32(_file) AS ${column} FROM file({${parameter}:String}, 'LineAsString', 'line String', '${compression}'))`;
}

/** Lines of a source that earlier plans rejected; a format that changes in mid-file is read so. */
export function rejectedLines(lines: LineSource, plan: Plan): string {
  return `(SELECT line, line_number FROM ${chain(lines.from, lines.columns, recordPrelude(lines, plan), ["line", "line_number", "reject"])} WHERE reject NOT IN ('', '(skip)'))`;
}

/** SQL of what each line of a source became: '' an event, '(skip)' no record, else why it was rejected. */
export function rejectsSql(lines: LineSource, plan: Plan): string {
  return `SELECT line_number, reject FROM ${chain(lines.from, lines.columns, recordPrelude(lines, plan), ["line_number", "reject"])}`;
}

/** SQL of a line's event id. */
export function eventIdSql(lines: LineSource): string {
  if (lines.eventIdSql !== undefined) return lines.eventIdSql;
  if (lines.sourceColumn !== undefined)
    return `toInt64(${lines.sourceColumn}) * ${recordsPerSource} + toInt64(line_number)`;
  return `toInt64(${lines.source * recordsPerSource}) + toInt64(line_number)`;
}

/**
 * Adds computed columns to a table expression, each level of dependence in a subquery of its
 * own. An alias is expanded at every use, a column is not: written flat, the analysis of such
 * a statement takes longer than the scan of a small file, and long sets are evaluated often.
 */
export function chain(
  from: string,
  base: readonly string[],
  pairs: readonly (readonly [string, string])[],
  keep: readonly string[],
): string {
  const levels: (readonly [string, string])[][] = [[]];
  for (const pair of pairs) {
    if (levels.at(-1)?.some(([name]) => mentions(pair[1], name)) === true) levels.push([]);
    levels.at(-1)?.push(pair);
  }
  // A level hands on only what a later one uses; every column of every level costs analysis.
  const selects: string[] = [];
  let needed = new Set(keep);
  for (const level of levels.toReversed()) {
    const made = level.filter(([name]) => needed.has(name));
    const names = new Set(made.map(([name]) => name));
    const below = new Set([...needed].filter((name) => !names.has(name)));
    selects.unshift([...[...below].sort(), ...made.map(([name, sql]) => `${sql} AS ${name}`)].join(",\n  "));
    const known = [
      ...base,
      ...levels.slice(0, levels.indexOf(level)).flatMap((earlier) => earlier.map(([name]) => name)),
    ];
    needed = new Set([...below, ...known.filter((name) => made.some(([, sql]) => mentions(sql, name)))]);
  }
  return selects.reduce((inner, select) => `(SELECT ${select} FROM ${inner})`, from);
}

/** Whether SQL uses a name. */
export function mentions(sql: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(sql);
}

/** From a line to the reason why it is no event; '' where it is one, '(skip)' where it is no record. */
export function recordPrelude(lines: LineSource, plan: Plan): [string, string][] {
  const text = lines.crlf ? `trimRight(${lines.recordSql}, '\\r')` : lines.recordSql;
  const mark = "unhex('EFBBBF')";
  const record =
    lines.marked === true ? `if(startsWith(${text}, ${mark}), substring(${text}, 4), ${text})` : text;
  return [
    ["file_ms", `toInt64(${lines.fileMsSql ?? lines.fileMs ?? 0})`],
    ["day_first", `toUInt8(${lines.dayOrder?.dayFirst === true ? 1 : 0})`],
    // Of a line that is too long nothing is looked at; each step would copy all of it.
    ["record", `if(length(line) > ${lines.recordBytesMax}, '', ${record})`],
    ...plan.prelude.map(([name, sql]): [string, string] => [name, sql]),
    [
      "reject",
      `multiIf(${[
        `length(line) > ${lines.recordBytesMax}, 'longer than the limit of ${lines.recordBytesMax} bytes'`,
        // A wrapper that does not fit leaves no record. Only a blank line is none; anything else is said.
        ...(lines.recordSql === "line"
          ? []
          : ["record = '' AND match(line, '[^ \\t\\r]'), 'does not fit the wrapper'"]),
        `${plan.skip}, '(skip)'`,
      ].join(", ")}, ${plan.reject})`,
    ],
  ];
}

/** Whether what a plan makes of lines depends on when their file was last written. */
export function needsFileTime(plan: Plan): boolean {
  return plan.prelude.some(([, sql]) => mentions(sql, "file_ms"));
}

/** From a line to the event columns, and to the reason why it is no event. */
export function eventPrelude(lines: LineSource, plan: Plan): [string, string][] {
  const columns = Object.entries(defaults).map(([column, none]): [string, string] => [
    column,
    plan.columns[column as ColumnName] ?? none,
  ]);
  const pairs = [...recordPrelude(lines, plan), ...columns];
  const known = new Set<string>();
  // A column that is just a prelude's name needs no alias of its own.
  return pairs.filter(([name, sql]) => name !== sql && !known.has(name) && known.add(name) !== undefined);
}
