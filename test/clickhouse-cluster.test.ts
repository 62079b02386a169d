/** What a store on a cluster makes of statements, and which addresses are refused. */
import { describe, expect, test } from "vitest";
import { serverAddress } from "../src/engine/clickhouse/address.ts";
import {
  nameStatements,
  storeStatements,
  syncStatements,
  systemSql,
} from "../src/engine/clickhouse/cluster.ts";
import { writesOf } from "../src/engine/clickhouse/names.ts";
import { asSharded, shardedIn } from "../src/engine/clickhouse/shards.ts";

const place = { database: "logs", cluster: "two" };
const onShards = (sql: string) => {
  const writes = writesOf(sql);
  if (writes === undefined) throw new Error(sql);
  return storeStatements(sql, writes, place);
};

describe("a table of the store", () => {
  test("of many rows is on each shard, and a Distributed table over them", () => {
    expect(onShards("CREATE TABLE events (event_id Int64) ENGINE = MergeTree ORDER BY event_id")).toEqual([
      "CREATE TABLE logs.events_shard ON CLUSTER 'two' (event_id Int64) ENGINE = ReplicatedMergeTree('/clickhouse/tables/{uuid}/{shard}', '{replica}') ORDER BY event_id SETTINGS replicated_deduplication_window = 10000",
      "CREATE TABLE logs.events ON CLUSTER 'two' AS logs.events_shard ENGINE = Distributed('two', 'logs', 'events_shard', if(source_ip = '', cityHash64(event_id), cityHash64(source_ip)))",
    ]);
    expect(onShards("DROP TABLE IF EXISTS activity")).toEqual([
      "DROP TABLE IF EXISTS logs.activity ON CLUSTER 'two' SYNC",
      "DROP TABLE IF EXISTS logs.activity_shard ON CLUSTER 'two' SYNC",
    ]);
    expect(onShards("ALTER TABLE events DELETE WHERE event_id > 5 SETTINGS mutations_sync = 1")).toEqual([
      "ALTER TABLE logs.events_shard ON CLUSTER 'two' DELETE WHERE event_id > 5 SETTINGS mutations_sync = 2",
    ]);
    expect(onShards("INSERT INTO activity SELECT 1")).toEqual(["INSERT INTO logs.activity SELECT 1"]);
  });

  test("of few rows is one copy on every host", () => {
    expect(
      onShards(
        "CREATE TABLE IF NOT EXISTS store_marks (entity String)\nENGINE = ReplacingMergeTree(written) ORDER BY entity",
      ),
    ).toEqual([
      "CREATE TABLE IF NOT EXISTS logs.store_marks ON CLUSTER 'two' (entity String)\nENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{uuid}/all', '{shard}-{replica}', written) ORDER BY entity SETTINGS replicated_deduplication_window = 10000",
    ]);
    expect(syncStatements(["events", "store_meta"], place)).toEqual([
      "SYSTEM SYNC REPLICA ON CLUSTER 'two' logs.events_shard LIGHTWEIGHT",
      "SYSTEM SYNC REPLICA logs.store_meta LIGHTWEIGHT",
    ]);
  });

  test("is read by its name, and told of under it", () => {
    expect(nameStatements("events", place, "logs_run_1")).toEqual([
      "DROP TABLE IF EXISTS logs_run_1.events SYNC",
      "CREATE TABLE logs_run_1.events AS logs.events",
    ]);
    expect(nameStatements("store_meta", place, "logs_run_1")).toEqual([
      "CREATE OR REPLACE VIEW logs_run_1.store_meta AS SELECT * FROM logs.store_meta",
    ]);
    expect(systemSql("parts", undefined)).toBe("system.parts");
    expect(systemSql("detached_parts", "two")).toContain("clusterAllReplicas('two', system.detached_parts)");
  });
});

describe("a question", () => {
  const asked = (sql: string) => asSharded(sql, "two");

  test("joins what it sends to the shards", () => {
    expect(
      asked("SELECT 1 FROM events AS a INNER JOIN (SELECT 1) AS b ON 1 ANY LEFT JOIN x ON 1 JOIN y"),
    ).toBe(
      "SELECT 1 FROM events AS a GLOBAL INNER JOIN (SELECT 1) AS b ON 1 GLOBAL ANY LEFT JOIN x ON 1 GLOBAL JOIN y",
    );
    expect(asked("SELECT 1 FROM events ARRAY JOIN a LEFT ARRAY JOIN b GLOBAL LEFT JOIN c")).toBe(
      "SELECT 1 FROM events ARRAY JOIN a LEFT ARRAY JOIN b GLOBAL LEFT JOIN c",
    );
    expect(asked("SELECT 1 FROM (SELECT 1 FROM events) AS a FULL OUTER JOIN b CROSS JOIN c")).toBe(
      "SELECT 1 FROM (SELECT 1 FROM events) AS a GLOBAL FULL OUTER JOIN b GLOBAL CROSS JOIN c",
    );
    expect(asked("WITH x AS MATERIALIZED (SELECT 1) SELECT 1 FROM (SELECT * FROM activity) AS a")).toBe(
      "WITH x AS (SELECT 1) SELECT 1 FROM (SELECT * FROM activity) AS a",
    );
  });

  test("is refused where each shard would complete a join by itself", () => {
    for (const sql of [
      "SELECT 1 FROM events AS a RIGHT JOIN x ON a.b = x.b",
      "SELECT 1 FROM (SELECT f(1) FROM events INNER JOIN (SELECT 1) AS y ON y.a = f(b) FULL OUTER JOIN x ON 1) WHERE 1",
      "SELECT 1 FROM x WHERE b IN (SELECT b FROM activity any right join x USING b)",
    ])
      expect(() => asked(sql)).toThrow(/put it into a subquery/);
    for (const sql of [
      "SELECT 1 FROM (SELECT * FROM events) AS a RIGHT JOIN x ON 1",
      "SELECT right(a, 1), ' FROM events RIGHT JOIN x' FROM events WHERE b IN (SELECT 1 FROM y FULL JOIN z USING b)",
      "SELECT 1 FROM events WHERE a UNION ALL SELECT 1 FROM x RIGHT JOIN y ON 1",
    ])
      expect(() => asked(sql)).not.toThrow();
  });

  test("keeps its strings, names and comments, and what reads no shard", () => {
    const text =
      "SELECT ' JOIN ', 'it''s \\' JOIN ', \"a JOIN b\", `c JOIN d` /* JOIN */ FROM events -- JOIN\n";
    expect(asked(text)).toBe(text);
    const small = "WITH x AS MATERIALIZED (SELECT 1) SELECT 1 FROM profile_x JOIN x ON 1";
    expect(asked(small)).toBe(small);
    expect(asSharded("SELECT 1 FROM events JOIN x", undefined)).toBe("SELECT 1 FROM events JOIN x");
    expect(shardedIn("SELECT 1 FROM a, events JOIN (SELECT 1 FROM activity_paths)")).toEqual([
      "events",
      "activity_paths",
    ]);
  });
});

describe("an address", () => {
  const of = (text: string) => serverAddress(text, () => undefined);

  test("names a cluster, which is shown again", () => {
    expect(of("clickhouse://h/x?cluster=two-shards.a")).toMatchObject({
      cluster: "two-shards.a",
      shown: "clickhouse://h:8123/x?cluster=two-shards.a",
    });
    for (const name of ["", "a'b", "a b", "1a"])
      expect(() => of(`clickhouse://h/x?cluster=${encodeURIComponent(name)}`)).toThrow(/name of a cluster/);
  });
});
