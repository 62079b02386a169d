/**
 * Reads access logs written as one JSON object a line, whatever their keys are called.
 *
 * Keys are settled once, on sample records: first by name (the format file's synonyms),
 * then - where the format allows it - by the shape of the values. The SQL then names them.
 */

import { isIP } from "node:net";
import type { JsonFormat } from "../content/schema.ts";
import { literal } from "../engine/sql.ts";
import { readingLimits } from "../limits.ts";
import { type ColumnName, httpVersionSql, type Plan, timeShapeOf, timeSql } from "./columns.ts";
import { jsonTextSql } from "./json-text.ts";
import { requestPrelude } from "./template-columns.ts";

/** Where a value stands: object keys, and 1-based positions in arrays. */
type Path = readonly (string | number)[];

interface Leaf {
  readonly path: Path;
  readonly value: string | number | boolean;
}

/** The leaves of a JSON object, keyed by their dotted path in lower case. */
export type Leaves = ReadonlyMap<string, Leaf>;

/** A record as the JSON object that it may be. */
export function parsedObject(record: string): object | undefined {
  if (!record.startsWith("{")) return undefined;
  try {
    return JSON.parse(record);
  } catch {
    return undefined;
  }
}

/** A parsed JSON object as its leaves. */
export function leavesOf(parsed: object): Leaves {
  const leaves = new Map<string, Leaf>();
  collect(parsed as Record<string, unknown>, [], leaves, 0);
  return leaves;
}

function collect(
  node: Record<string, unknown> | readonly unknown[],
  path: Path,
  leaves: Map<string, Leaf>,
  depth: number,
): void {
  const entries: [string | number, unknown][] = Array.isArray(node)
    ? node.slice(0, 1).map((value) => [1, value])
    : Object.entries(node as Record<string, unknown>);
  for (const [key, value] of entries) {
    const here = [...path, key];
    if (typeof value === "object" && value !== null) {
      if (depth < readingLimits.jsonDepthMax)
        collect(value as Record<string, unknown>, here, leaves, depth + 1);
    } else if (value !== null && value !== undefined) {
      const dotted = here
        .filter((part) => typeof part === "string")
        .join(".")
        .toLowerCase();
      if (!leaves.has(dotted)) leaves.set(dotted, { path: here, value: value as Leaf["value"] });
    }
  }
}

/** Whether a record has all the keys that a JSON format requires. */
export function fitsJson(format: JsonFormat, leaves: Leaves): boolean {
  if (!format.requires.every((key) => leaves.has(key.toLowerCase()))) return false;
  if (!format.infer) return true;
  const found = settle(format, [leaves]);
  const client = found.has("source_ip") || found.has("forwarded_for");
  const request = found.has("request") || found.has("url_original");
  return client && request && found.has("http_response_status_code");
}

/** Settles the keys on sample records and gives the plan. */
export function jsonPlan(format: JsonFormat, samples: readonly string[]): Plan {
  const leaves = samples.flatMap((sample) => parsedObject(sample) ?? []).map(leavesOf);
  const found = settle(format, leaves);
  // JSON is UTF-8; a server that copies a client's bytes into it does not make the request go away.
  const prelude: [string, string][] = [["json_text", jsonTextSql("record")]];
  const columns: Partial<Record<ColumnName, string>> = {};
  for (const [column, key] of found) addColumn(column, key.path, key.values, columns, prelude);
  const time =
    columns.time_ms === undefined ? "''" : `if(${columns.time_ms} < 0, 'time stamp not understood', '')`;
  return {
    prelude,
    columns,
    reject: `if(NOT isValidJSON(json_text), 'not valid JSON', ${time})`,
    skip: "empty(record)",
  };
}

interface Settled {
  readonly path: Path;
  readonly values: readonly Leaf["value"][];
}

function settle(format: JsonFormat, records: readonly Leaves[]): Map<string, Settled> {
  const found = new Map<string, Settled>();
  const taken = new Set<string>();
  for (const [column, keys] of Object.entries(format.keys)) {
    for (const key of keys) {
      const lower = key.toLowerCase();
      const present = records.flatMap((record) => record.get(lower) ?? []);
      const first = present[0];
      if (first === undefined) continue;
      found.set(column, { path: first.path, values: present.map((leaf) => leaf.value) });
      taken.add(lower);
      break;
    }
  }
  if (found.has("request")) found.delete("url_original");
  if (format.infer) inferByShape(records, found, taken);
  return found;
}

/** Shapes by which a column is known when its key is not. */
const shapes: readonly (readonly [column: string, fits: (value: Leaf["value"]) => boolean])[] = [
  ["time_ms", (value) => timeShapeOf(String(value)) !== undefined],
  ["source_ip", (value) => typeof value === "string" && isIP(value) !== 0],
  ["request", (value) => typeof value === "string" && /^[A-Z]{3,10} \S+ HTTP\/\d/.test(value)],
  ["http_response_status_code", (value) => /^[1-5]\d\d$/.test(String(value))],
  [
    "user_agent_original",
    (value) =>
      typeof value === "string" &&
      /^(Mozilla\/\d|[A-Za-z][\w.-]+\/\d)/.test(value) &&
      !value.startsWith("HTTP/"),
  ],
  ["url_original", (value) => typeof value === "string" && value.startsWith("/")],
  [
    "http_request_method",
    (value) => typeof value === "string" && /^(GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH)$/.test(value),
  ],
];

function inferByShape(records: readonly Leaves[], found: Map<string, Settled>, taken: Set<string>): void {
  for (const [column, fits] of shapes) {
    if (
      found.has(column) ||
      ((column === "url_original" || column === "http_request_method") && found.has("request"))
    )
      continue;
    for (const key of [...(records[0]?.keys() ?? [])].sort()) {
      if (taken.has(key)) continue;
      const present = records.flatMap((record) => record.get(key) ?? []);
      const first = present[0];
      if (first === undefined || !present.some((leaf) => fits(leaf.value))) continue;
      if (present.filter((leaf) => fits(leaf.value)).length < present.length * 0.8) continue;
      found.set(column, { path: first.path, values: present.map((leaf) => leaf.value) });
      taken.add(key);
      break;
    }
  }
}

function addColumn(
  column: string,
  path: Path,
  values: readonly Leaf["value"][],
  columns: Partial<Record<ColumnName, string>>,
  prelude: [string, string][],
): void {
  const at = path.map((part) => (typeof part === "number" ? String(part) : literal(part))).join(", ");
  const text = `JSONExtractString(json_text, ${at})`;
  // A number may be written with or without quotes; the raw text covers both.
  const raw = `trim(BOTH '"' FROM JSONExtractRaw(json_text, ${at}))`;
  if (column === "request") {
    prelude.push(...requestPrelude(text));
    columns.http_request_method = "request_method";
    columns.url_original = "request_target";
    columns.http_version ??= "request_version";
  } else if (column === "time_ms") {
    const shape =
      values.map((value) => timeShapeOf(String(value))).find((known) => known !== undefined) ?? "iso";
    prelude.push(["time_value", timeSql(raw, shape)]);
    columns.time_ms = "time_value";
  } else if (column === "http_response_status_code") {
    columns.http_response_status_code = `toUInt16OrZero(${raw})`;
  } else if (column === "http_response_body_bytes") {
    columns.http_response_body_bytes = `greatest(toInt64OrZero(${raw}), 0)`;
  } else if (column === "http_version") {
    // A key that is called protocol may hold another one.
    const version = httpVersionSql(`extract(${raw}, '^(?:HTTP/)?[0-9]+(?:[.][0-9]+)*$')`);
    const { http_version: asked } = columns;
    columns.http_version = asked === undefined ? version : `if(${version} = '', ${asked}, ${version})`;
  } else {
    columns[column as ColumnName] = text;
  }
}
