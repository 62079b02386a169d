/**
 * Filters over the rows of a statement: the statement stands as a table in another one, values are bound.
 *
 * A column's name is the one part that cannot be bound; it is quoted, and refused where quoting cannot be trusted.
 */
import type { Parameter, Parameters } from "../engine/engine.ts";
import { withoutFiles } from "../engine/read-only.ts";
import { VedetteError } from "../errors.ts";

/** Rows whose column has one of some values, or none of them. */
export interface RowFilter {
  readonly column: string;
  /** False leaves these rows out. */
  readonly is: boolean;
  readonly values: readonly (string | number | boolean | null)[];
}

export interface Narrowed {
  readonly sql: string;
  readonly parameters: Parameters;
  /** Characters that stand before the statement now. */
  readonly before: number;
}

const columnCharactersMax = 200;
const opening = "SELECT * FROM (";

/**
 * A statement with filters and a limit around it; without either, as it is.
 * @throws VedetteError `usage.option` for a column that cannot be named
 */
export function narrowed(sql: string, filters: readonly RowFilter[], limit?: number): Narrowed {
  if (filters.length === 0 && limit === undefined) return { sql, parameters: {}, before: 0 };
  const parameters: Record<string, Parameter> = {};
  const conditions = filters.map((filter, at) => conditionOf(filter, `row_filter_${at}`, parameters));
  const where = conditions.length === 0 ? "" : `\nWHERE ${conditions.join("\n  AND ")}`;
  const most = limit === undefined ? "" : `\nLIMIT ${Math.floor(limit)}`;
  // A comment may stand at the statement's end. A quote that the statement leaves open would make names of columns parts of it.
  const around = withoutFiles(`${opening}${sql}\n)${where}${most}`);
  return { sql: around, parameters, before: opening.length };
}

function conditionOf(
  { column, is, values }: RowFilter,
  name: string,
  parameters: Record<string, Parameter>,
): string {
  const quoted = quotedColumn(column);
  const parts: string[] = [];
  const texts = values.filter((value) => typeof value === "string" || typeof value === "boolean").map(String);
  if (texts.length > 0) {
    parameters[`${name}_t`] = texts;
    parts.push(`ifNull(toString(${quoted}) IN {${name}_t:Array(String)}, false)`);
  }
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length > 0) {
    parameters[`${name}_n`] = numbers;
    parts.push(`ifNull(toFloat64OrNull(toString(${quoted})) IN {${name}_n:Array(Float64)}, false)`);
  }
  if (values.includes(null)) parts.push(`isNull(${quoted})`);
  const any = parts.length === 0 ? "false" : parts.join(" OR ");
  return is ? `(${any})` : `NOT (${any})`;
}

function quotedColumn(column: string): string {
  if (column === "" || column.length > columnCharactersMax || /[`"\\;\p{Cc}]/u.test(column))
    throw new VedetteError("usage.option", "Rows cannot be filtered by a column of this name.", {
      hint: "Name it with AS: letters, digits and _.",
    });
  return `\`${column}\``;
}
