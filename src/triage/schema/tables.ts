/**
 * The tables of a store on a server as they are made by hand: the store's own, whose text is the program's, and those of what
 * views parse. Where there is a cluster, a table of many rows is a Distributed table of its name over `NAME_shard` on every
 * host, one of few rows is one replicated copy on every host.
 */
import type { Content } from "../../content/load.ts";
import { shardingKeys } from "../../engine/clickhouse/cluster.ts";
import { tokensKept } from "../../engine/clickhouse/names.ts";
import { literal } from "../../engine/sql.ts";
import { activityTablesSql } from "../../ingest/activity.ts";
import { columnNames, columnType } from "../../ingest/columns.ts";
import { toldTablesSql } from "../store.ts";
import { marksTableSql } from "../stored-marks.ts";
import type { SchemaRequest } from "./request.ts";

/** A column as DDL has it. */
export interface Column {
  readonly name: string;
  readonly type: string;
  /** `DEFAULT …`, `CODEC(…)`; empty where there is neither. */
  readonly more: string;
}

/** A table, before it is known where it lies. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** As on one server: `MergeTree`, `ReplacingMergeTree(written)`, `Null`, `Kafka`. */
  readonly engine: string;
  readonly partitionKey: string;
  readonly sortingKey: string;
  readonly ttl?: string;
  readonly settings: Readonly<Record<string, string>>;
  /** SQL that says on which shard a row lies; without it every host of a cluster has all rows. */
  readonly shardingKey?: string;
  /** Whether it holds nothing, so that each host of a cluster has one of its own. */
  readonly passing?: true;
}

/** The store's own tables, from the text by which a run makes them. */
export function storeTablesOf(content: Content): Table[] {
  const told = [...toldTablesSql(), marksTableSql, ...activityTablesSql("activity", content.base)];
  return told.map((sql) => ({ ...tableOf(sql), settings: rememberedTokens }));
}

/** Insertions that a table remembers by their tokens, by one server's setting for it. */
const rememberedTokens = { non_replicated_deduplication_window: String(tokensKept) };

/** The parts of a table's DDL. */
function tableOf(sql: string): Table {
  const found =
    /^CREATE TABLE (?:IF NOT EXISTS )?(\w+) \(([\s\S]*)\)\s+ENGINE = (\w+(?:\(\w*\))?)(?: PARTITION BY (.+?))? ORDER BY (.+)$/.exec(
      sql,
    );
  if (found === null) throw new Error(`not understood: ${sql.slice(0, 80)}`);
  const [, name = "", columns = "", engine = "", partitionKey = "", sortingKey = ""] = found;
  const key = shardingKeys[name];
  return {
    name,
    columns: columnsOf(columns),
    engine,
    partitionKey,
    sortingKey,
    settings: {},
    ...(key === undefined ? {} : { shardingKey: key }),
  };
}

/** Columns between commas that stand in no parentheses. */
function columnsOf(text: string): Column[] {
  return text.split(/,\s*(?![^()]*\))/).map((one) => {
    const [, name = "", type = "", more = ""] =
      /^(\w+) (\w+(?:\([^)]*\))?)(?: (.*))?$/.exec(one.trim()) ?? [];
    return { name, type, more };
  });
}

/** When a row came, by the clock of the host that took it: times of records are the senders', and may be any. */
const arrived: Column = { name: "arrived", type: "DateTime('UTC')", more: "DEFAULT now()" };

const column = (name: string, type: string, more = ""): Column => ({ name, type, more });

/** What views have parsed, and what of it was no event. A line that comes twice has one number, and counts once (FINAL). */
export function parsedTables({ ttlDays }: Pick<SchemaRequest, "ttlDays">): Table[] {
  const aging = {
    engine: "ReplacingMergeTree",
    partitionKey: "toDate(arrived)",
    ...(ttlDays === undefined ? {} : { ttl: `arrived + toIntervalDay(${ttlDays})` }),
    settings: { ttl_only_drop_parts: "1" },
  };
  return [
    {
      name: "events_in",
      columns: [
        column("event_id", "Int64"),
        ...columnNames.map((name) => column(name, columnType(name))),
        column("raw", "String", "CODEC(ZSTD(1))"),
        arrived,
      ],
      sortingKey: "event_id",
      ...aging,
      shardingKey: shardingKeys.events ?? "",
    },
    {
      name: "rejects_in",
      columns: [
        column("source", "UInt32"),
        column("line_number", "Int64"),
        column("format", "LowCardinality(String)"),
        column("reject", "LowCardinality(String)"),
        column("line", "String", "CODEC(ZSTD(1))"),
        arrived,
      ],
      sortingKey: "source, line_number",
      ...aging,
      shardingKey: "cityHash64(source, line_number)",
    },
  ];
}

/** The table that lines of a format are put into; it hands them to its views and keeps none. */
export function rawTable(name: string): Table {
  return {
    name: `lines_in_${name}`,
    columns: [
      column("source", "UInt32"),
      column("line_number", "Int64"),
      column("received_ms", "Int64", "DEFAULT toUnixTimestamp64Milli(now64(3))"),
      column("line", "String"),
    ],
    engine: "Null",
    partitionKey: "",
    sortingKey: "",
    settings: {},
    passing: true,
  };
}

/** The table by which hosts share the partitions of a topic. */
export function topicTable(name: string, { database, kafka }: SchemaRequest): Table | undefined {
  if (kafka === undefined) return undefined;
  return {
    name: `kafka_in_${name}`,
    columns: [column("message", "String")],
    engine: "Kafka",
    partitionKey: "",
    sortingKey: "",
    settings: {
      kafka_broker_list: literal(kafka.brokers.join(",")),
      kafka_topic_list: literal(kafka.topic),
      kafka_group_name: literal(database),
      // A message is a line, whatever bytes it holds.
      kafka_format: "'RawBLOB'",
      kafka_num_consumers: "1",
      // The engine's own is a million, of which all columns were 20 GB in the views at once.
      kafka_max_block_size: "100000",
    },
    passing: true,
  };
}
