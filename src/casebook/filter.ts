/** What a filter asks, as a condition over cases. */
import { casebookLimits } from "../limits.ts";
import type { CaseFilter } from "./model.ts";
import { refused } from "./problems.ts";
import type { Value } from "./sqlite.ts";

export interface Condition {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** Parts that are a column with one of several values. */
const columns = {
  state: "cases.state",
  action: "cases.action",
  priority: "cases.priority",
  verdict: "cases.closing_reason",
} as const;

/** @param without a part that is left out, for its own facet */
export function conditionOf(filter: CaseFilter, without?: keyof CaseFilter): Condition {
  const parts: Condition[] = [];
  const add = (sql: string, ...values: Value[]) => parts.push({ sql, values });
  const asked = <K extends keyof CaseFilter>(name: K) => (name === without ? undefined : filter[name]);
  if (filter.merged !== true) add("cases.merged_into IS NULL");
  for (const name of Object.keys(columns) as (keyof typeof columns)[]) {
    const values = asked(name);
    if (values !== undefined) parts.push(among(columns[name], values));
  }
  const owners = asked("owner");
  if (owners !== undefined) {
    const named = among(
      "cases.owner",
      owners.filter((one) => one !== null),
    );
    add(owners.includes(null) ? `(cases.owner IS NULL OR ${named.sql})` : named.sql, ...named.values);
  }
  const tags = asked("tag");
  if (tags !== undefined) parts.push(within("tags", among("tag", tags)));
  const clauses = asked("clause");
  if (clauses !== undefined) parts.push(within("case_clauses", among("clause", clauses)));
  const indicators = asked("indicator");
  if (indicators !== undefined) parts.push(within("case_indicators", among("indicator", indicators)));
  const entities = asked("entity");
  if (entities !== undefined) parts.push(within("case_entities", among("value", entities)));
  if (filter.background !== undefined) add("cases.background = ?", filter.background ? 1 : 0);
  if (filter.text !== undefined) parts.push(holding(filter.text));
  // Activity without a known time is in no span.
  if (filter.from !== undefined) add("cases.last_seen >= ?", time(filter.from));
  if (filter.to !== undefined) add("cases.first_seen <= ? AND cases.last_seen > 0", time(filter.to));
  return {
    sql: parts.length === 0 ? "TRUE" : parts.map(({ sql }) => sql).join(" AND "),
    values: parts.flatMap(({ values }) => values),
  };
}

function among(column: string, values: readonly string[]): Condition {
  if (values.length > casebookLimits.filterValuesMax)
    throw refused(`A filter with ${values.length} values is too long.`, "Name fewer.");
  return values.length === 0
    ? { sql: "FALSE", values: [] }
    : { sql: `${column} IN (${values.map(() => "?").join(", ")})`, values: values.map(clean) };
}

/** A row of another table that belongs to the case, or to one merged into it. */
function within(table: string, { sql, values }: Condition): Condition {
  return {
    sql: `EXISTS (SELECT 1 FROM ${table} JOIN cases AS part ON part.id = ${table}.case_id
  WHERE (part.root = cases.id OR part.id = cases.id) AND ${sql})`,
    values,
  };
}

function holding(given: string): Condition {
  const text = clean(given);
  const entity = within("case_entities", { sql: "instr(lower(value), lower(?)) > 0", values: [text] });
  // A run may name a case otherwise, and what it wrote (block files, tickets) has that name.
  const alias = within("aliases", { sql: "instr(lower(alias), lower(?)) > 0", values: [text] });
  return {
    sql: `(instr(lower(cases.id), lower(?)) > 0 OR instr(lower(cases.title), lower(?)) > 0 OR ${entity.sql} OR ${alias.sql})`,
    values: [text, text, ...entity.values, ...alias.values],
  };
}

function time(ms: number): number {
  if (!Number.isSafeInteger(ms)) throw refused("This is no time.", "Give milliseconds since the epoch.");
  return ms;
}

/** A value that no column can hold fits nothing. */
function clean(text: string): string {
  return text.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}
