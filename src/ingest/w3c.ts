/**
 * Reads W3C extended logs (IIS and others): the `#Fields` directive says what each column is,
 * and it may change in mid-file.
 */
import type { W3cFormat } from "../content/schema.ts";
import { literal } from "../engine/sql.ts";
import { type ColumnName, type Plan, timeSql } from "./columns.ts";

/** The field names of a `#Fields:` directive, undefined for any other line. */
export function fieldsOf(line: string): readonly string[] | undefined {
  const match = /^#Fields:\s*(.+?)\s*$/i.exec(line);
  return match?.[1]?.split(/\s+/);
}

/** Whether a record has as many values as the directive names. */
export function fitsFields(fields: readonly string[], record: string): boolean {
  return (
    record !== "" && !record.startsWith("#") && record.replace(/\r$/, "").split(" ").length === fields.length
  );
}

/** The plan for the records below one `#Fields` directive. */
export function w3cPlan(format: W3cFormat, fields: readonly string[]): Plan {
  const lower = fields.map((field) => field.toLowerCase());
  const at = (names: readonly string[]): number => {
    for (const name of names) {
      const index = lower.indexOf(name.toLowerCase());
      if (index >= 0) return index + 1;
    }
    return 0;
  };
  const prelude: [string, string][] = [["words", "splitByChar(' ', record)"]];
  const columns: Partial<Record<ColumnName, string>> = {};
  for (const [column, names] of Object.entries(format.fields)) {
    const index = at(names);
    if (index > 0) addColumn(column, `words[${index}]`, columns);
  }
  const stem = at(["cs-uri-stem"]);
  const query = at(["cs-uri-query"]);
  if (stem > 0) {
    columns.url_original =
      query > 0
        ? `if(words[${query}] IN ('-', ''), words[${stem}], concat(words[${stem}], '?', words[${query}]))`
        : `words[${stem}]`;
  }
  const day = at(["date"]);
  const clock = at(["time"]);
  if (day > 0 && clock > 0) {
    prelude.push(["time_value", timeSql(`concat(words[${day}], ' ', words[${clock}])`, "iso")]);
    columns.time_ms = "time_value";
  }
  const time =
    columns.time_ms === undefined ? "''" : `if(${columns.time_ms} < 0, 'time stamp not understood', '')`;
  return {
    prelude,
    columns,
    reject: `multiIf(length(words) != ${fields.length}, ${literal(`does not have the ${fields.length} fields of its #Fields line`)}, ${time})`,
    skip: "(empty(record) OR startsWith(record, '#'))",
  };
}

function addColumn(column: string, text: string, columns: Partial<Record<ColumnName, string>>): void {
  // IIS writes a blank inside a value as a plus sign, and an absent value as a dash.
  if (column === "user_agent_original") columns.user_agent_original = `replaceAll(${text}, '+', ' ')`;
  else if (column === "http_response_status_code")
    columns.http_response_status_code = `toUInt16OrZero(${text})`;
  else if (column === "http_response_body_bytes")
    columns.http_response_body_bytes = `toInt64(toUInt64OrZero(${text}))`;
  else columns[column as ColumnName] = text;
}
