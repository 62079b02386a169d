/** The whole schema of a request, in the order in which it is made. */
import type { Content } from "../../content/load.ts";
import { onCluster } from "../../engine/clickhouse/cluster.ts";
import { literal } from "../../engine/sql.ts";
import { storeVersion } from "../store.ts";
import { type ParsedLines, parsedLines } from "./lines.ts";
import { type Placed, placed, view } from "./placed.ts";
import type { SchemaRequest } from "./request.ts";
import { roleStatements } from "./roles.ts";
import { parsedTables, rawTable, storeTablesOf, topicTable } from "./tables.ts";

/** A schema as it has to be, and as it is made. */
export interface Schema {
  readonly request: SchemaRequest;
  readonly databaseSql: string;
  /** Tables and views, in an order in which each finds what it is made over. */
  readonly placed: readonly Placed[];
  /** Statements by which the store counts as begun. */
  readonly begun: readonly string[];
  readonly roles: readonly string[];
  readonly lines: readonly ParsedLines[];
}

/** @throws VedetteError `usage.option` for a format that is not known or not available */
export function schemaOf(request: SchemaRequest, content: Content): Schema {
  const lines = parsedLines(content, request.formats, request.samples);
  const store = storeTablesOf(content).flatMap((table) => placed(table, request));
  const parsed = lines.length === 0 ? [] : parsedTables(request).flatMap((table) => placed(table, request));
  return {
    request,
    databaseSql: `CREATE DATABASE IF NOT EXISTS ${request.database}${onCluster(request.cluster)}`,
    placed: [...store, ...parsed, ...lines.flatMap((one) => ofFormat(one, request))],
    begun: begunSql(request, content),
    roles: roleStatements(request),
    lines,
  };
}

/** The tables and views of one format. What reads the topic comes last: it begins when its view is there. */
function ofFormat(lines: ParsedLines, request: SchemaRequest): Placed[] {
  const { database, firstSource } = request;
  const raw = rawTable(lines.name);
  const from = `${database}.${raw.name}`;
  const topic = topicTable(lines.name, request);
  return [
    ...placed(raw, request),
    view(`${raw.name}_events`, "events_in", lines.eventsSql(from), request),
    view(`${raw.name}_rejects`, "rejects_in", lines.rejectsSql(from), request),
    ...(topic === undefined
      ? []
      : [
          ...placed(topic, request),
          view(
            `${topic.name}_lines`,
            raw.name,
            messagesSql(`${database}.${topic.name}`, firstSource),
            request,
          ),
        ]),
  ];
}

/** A message is a line of the source that its partition is; what comes twice has one number. */
function messagesSql(table: string, firstSource: number): string {
  return `SELECT toUInt32(${firstSource} + _partition) AS source, toInt64(_offset) + 1 AS line_number, toUnixTimestamp64Milli(ifNull(_timestamp_ms, now64(3))) AS received_ms, trimRight(message, '\\r\\n') AS line
FROM ${table}`;
}

/** Written last, as a run does: without a version the store would count as not begun, and be made anew. */
function begunSql({ database }: SchemaRequest, { sha256 }: Content): string[] {
  const meta = `${database}.store_meta`;
  return [
    ["content", sha256],
    ["version", String(storeVersion)],
  ].map(
    ([key = "", value = ""]) =>
      `INSERT INTO ${meta} SELECT ${literal(key)}, ${literal(value)}, 1 WHERE NOT EXISTS (SELECT 1 FROM ${meta} WHERE key = ${literal(key)})`,
  );
}
