/**
 * JSON objects as SQL text over event columns: the engine writes the documents itself, which is
 * several times faster than reading rows into this program and writing them out again.
 *
 * The SQL of a member is the text `,"name":value`, or '' where the event has no such value, so
 * that an object is its members behind each other without the first comma.
 */
import { literal } from "../engine/sql.ts";
import { type ColumnName, eventColumns } from "../ingest/columns.ts";

/** A value: SQL of a condition that it is there, and SQL of it as JSON text. */
export interface JsonValue {
  /** Empty where it is always there. */
  readonly when: string;
  readonly json: string;
}

/** A member of an object. */
export type Member =
  | { readonly name: string; readonly value: JsonValue }
  /** An object inside, or a list with the one; it is left out where it would be empty. */
  | { readonly name: string; readonly members: readonly Member[]; readonly listed?: true };

/** Names of computed columns, with the SQL of each; they may use those before. */
export type Computed = [name: string, sql: string][];

/** SQL of text as a JSON string. A log may hold any bytes; what is no UTF-8 becomes U+FFFD. */
export function jsonString(sql: string): string {
  return `toJSONString(toValidUTF8(${sql}))`;
}

/** A constant of this program. */
export function constant(value: string | number | readonly string[]): JsonValue {
  return { when: "", json: literal(JSON.stringify(value)) };
}

/** Text over SQL; there where it holds something and is not the sign for "not logged". */
export function textValue(sql: string): JsonValue {
  return { when: `${sql} != '' AND ${sql} != '-'`, json: jsonString(sql) };
}

/** A list with the one text in it. */
export function listOf(value: JsonValue): JsonValue {
  return { when: value.when, json: `concat('[', ${value.json}, ']')` };
}

/** The value of a column by its type: text, a list of texts, or a number; times are ISO 8601 in UTC. */
export function columnValue(column: ColumnName): JsonValue {
  switch (eventColumns[column].type) {
    case "text":
    case "few":
      return textValue(column);
    case "lines":
      return {
        when: `${column} != ''`,
        json: `toJSONString(arrayFilter(one -> one != '', splitByChar('\\n', toValidUTF8(${column}))))`,
      };
    case "status":
    case "port":
      return { when: `${column} != 0`, json: `toString(${column})` };
    case "count":
    case "level":
      return { when: `${column} != -1`, json: `toString(${column})` };
    case "time": {
      const text = `toString(fromUnixTimestamp64Milli(${column}, 'UTC'))`;
      return { when: `${column} != 0`, json: `concat('"', replaceOne(${text}, ' ', 'T'), 'Z"')` };
    }
  }
}

/** A value that is there only under a further condition. */
export function onlyWhen(condition: string, value: JsonValue): JsonValue {
  if (condition === "") return value;
  return { when: value.when === "" ? condition : `(${condition}) AND ${value.when}`, json: value.json };
}

/**
 * SQL of an object's text, and the columns that have to be computed for it first.
 * @param prefix what the names of those columns begin with
 */
export function objectSql(
  members: readonly Member[],
  prefix: string,
): { readonly computed: Computed; readonly sql: string } {
  const computed: Computed = [];
  const inside = membersSql(members, prefix, computed);
  return { computed, sql: `concat('{', substring(${inside}, 2), '}')` };
}

function membersSql(members: readonly Member[], prefix: string, computed: Computed): string {
  const parts = members.map((member, index) => {
    const head = `,${JSON.stringify(member.name)}:`;
    if ("value" in member) {
      const { when, json } = member.value;
      const text = `concat(${literal(head)}, ${json})`;
      return when === "" ? text : `if(${when}, ${text}, '')`;
    }
    const name = `${prefix}_${index}`;
    computed.push([name, membersSql(member.members, name, computed)]);
    const [open, close] = member.listed === true ? ["[{", "}]"] : ["{", "}"];
    return `if(empty(${name}), '', concat(${literal(head + open)}, substring(${name}, 2), '${close}'))`;
  });
  return parts.length === 0
    ? "''"
    : parts.length === 1
      ? (parts[0] as string)
      : `concat(${parts.join(", ")})`;
}
