/** `vedette schema` as printed: the real engine takes every statement, twice, and no name that was given gets out of its quotes. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import type { Asker } from "../src/engine/clickhouse/asking.ts";
import { oldestVersion } from "../src/engine/clickhouse/database.ts";
import { engineErrorOf } from "../src/engine/clickhouse/failures.ts";
import { literal } from "../src/engine/sql.ts";
import { checkSchema } from "../src/triage/schema/check.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { schemaFor } from "./support/schema.ts";

const folder = temporaryFolder();
const shard = (host: string) => `<shard><replica><host>${host}</host><port>9000</port></replica></shard>`;
const config = join(folder, "config.xml");
// Keeper within the process: tables are made and described with it, and cannot be written to.
writeFileSync(
  config,
  `<clickhouse><tcp_port>9000</tcp_port><zookeeper><implementation>testkeeper</implementation></zookeeper><macros><shard>01</shard><replica>a</replica></macros><remote_servers><logs>${shard("127.0.0.1")}${shard("localhost")}</logs></remote_servers></clickhouse>`,
);
const child = fork(
  fileURLToPath(new URL("support/engine-child.mjs", import.meta.url)),
  [join(folder, "db"), config],
  { execArgv: [] },
);
afterAll(async () => {
  child.kill("SIGKILL");
  await once(child, "exit");
});

let asked = 0;
/** Runs a statement in the engine; the answer as lines of JSON. */
function run(sql: string): Promise<string> {
  asked += 1;
  const id = asked;
  return new Promise((resolve, reject) => {
    const on = (told: { id: number; text?: string; error?: string }) => {
      if (told.id !== id) return;
      child.off("message", on);
      if (told.error === undefined) resolve(told.text ?? "");
      else reject(new Error(told.error));
    };
    child.on("message", on);
    child.send({ id, sql });
  });
}

async function rows(sql: string): Promise<Record<string, string | number>[]> {
  const text = await run(sql);
  return text === ""
    ? []
    : text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
}
const topic = ["--kafka", "kafka1.example:9092,[2001:db8::1]:9093", "--topic", "access.logs"];

async function statements(words: readonly string[]): Promise<string[]> {
  const { status, stdout, stderr } = await vedette(["schema", "--json", ...words]);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return JSON.parse(stdout).statements;
}

describe("what is printed", () => {
  test("is the same as text and as JSON, in an order in which it can be run", async () => {
    const list = await statements(["--format", "ncsa-combined", ...topic]);
    const { stdout } = await vedette(["schema", "--format", "ncsa-combined", ...topic]);
    const text = stdout.replaceAll(/^--.*\n/gm, "");
    expect(
      text
        .split(/;\n+/)
        .map((sql) => sql.trim())
        .filter((sql) => sql !== ""),
    ).toEqual(list);
    expect(
      list.map((sql) => /^(?:CREATE [A-Z ]+? (?:IF NOT EXISTS )?|INSERT INTO )?[\w.]+/.exec(sql)?.[0]),
    ).toMatchInlineSnapshot(`
      [
        "CREATE DATABASE IF NOT EXISTS vedette",
        "CREATE TABLE IF NOT EXISTS vedette.store_meta",
        "CREATE TABLE IF NOT EXISTS vedette.store_sources",
        "CREATE TABLE IF NOT EXISTS vedette.events",
        "CREATE TABLE IF NOT EXISTS vedette.store_marks",
        "CREATE TABLE IF NOT EXISTS vedette.activity",
        "CREATE TABLE IF NOT EXISTS vedette.activity_clients",
        "CREATE TABLE IF NOT EXISTS vedette.activity_agents",
        "CREATE TABLE IF NOT EXISTS vedette.activity_paths",
        "CREATE TABLE IF NOT EXISTS vedette.events_in",
        "CREATE TABLE IF NOT EXISTS vedette.rejects_in",
        "CREATE TABLE IF NOT EXISTS vedette.lines_in_ncsa_combined",
        "CREATE MATERIALIZED VIEW",
        "CREATE MATERIALIZED VIEW",
        "CREATE TABLE IF NOT EXISTS vedette.kafka_in_ncsa_combined",
        "CREATE MATERIALIZED VIEW",
        "INSERT INTO vedette.store_meta",
        "INSERT INTO vedette.store_meta",
        "CREATE ROLE IF NOT EXISTS vedette_writer",
        "GRANT",
        "GRANT",
        "GRANT",
        "GRANT",
        "GRANT",
        "GRANT",
        "GRANT",
        "CREATE ROLE IF NOT EXISTS vedette_reader",
        "CREATE SETTINGS PROFILE",
        "GRANT",
        "GRANT",
        "GRANT",
        "CREATE ROLE IF NOT EXISTS vedette_hunter",
        "CREATE SETTINGS PROFILE",
        "GRANT",
        "GRANT",
        "GRANT",
        "CREATE ROLE IF NOT EXISTS vedette_loader",
        "GRANT",
      ]
    `);
  });

  test("lists every format, with the reason where a server cannot parse it", async () => {
    const { stdout } = await vedette(["schema", "--formats"]);
    expect(stdout).toContain("mail-message                     not by a server: mails are decoded");
    expect(stdout).toMatch(/^json-access +not by a server: .*--sample$/m);
    expect(stdout).toMatch(/^ncsa-combined +\S/m);
  });
});

describe("the engine", () => {
  test("takes every statement of one server, and again", async () => {
    const list = await statements(["--database", "single", "--format", "all", "--ttl", "90"]);
    const roles = list.filter((sql) => /^(?:CREATE ROLE|CREATE SETTINGS PROFILE|GRANT)/.test(sql));
    for (const sql of list.filter((one) => !roles.includes(one))) await run(sql);
    const made = await rows("SELECT name, uuid FROM system.tables WHERE database = 'single' ORDER BY name");
    for (const sql of list.filter((one) => !roles.includes(one))) await run(sql);
    expect(
      await rows("SELECT name, uuid FROM system.tables WHERE database = 'single' ORDER BY name"),
    ).toEqual(made);
    expect(await rows("SELECT key, count() AS n FROM single.store_meta GROUP BY key ORDER BY key")).toEqual([
      { key: "content", n: 1 },
      { key: "version", n: 1 },
    ]);
    for (const sql of roles) expect(await parsed(sql)).toMatch(/^(?:CREATE|GRANT)/);
  }, 600_000);

  test("takes every statement of a cluster, with Keeper and macros", async () => {
    const list = await statements([
      "--cluster",
      "logs",
      "--database",
      "sharded",
      "--format",
      "ncsa-combined",
      "--ttl",
      "9",
      ...topic,
    ]);
    for (const sql of list) {
      expect(await parsed(sql)).toMatch(/^(?:CREATE|GRANT|INSERT)/);
      if (!sql.startsWith("INSERT")) expect(sql).toContain("ON CLUSTER 'logs'");
    }
    const alone = list.map(onThisHost);
    // What the tables hold is not written here: there is no replica that is at work.
    const tables = alone.filter((sql) => sql.startsWith("CREATE") && !/ROLE|PROFILE/.test(sql));
    for (const sql of [...tables, ...tables]) await run(sql);
    expect(
      await rows(
        "SELECT engine, toUInt32(count()) AS n FROM system.tables WHERE database = 'sharded' GROUP BY engine ORDER BY engine",
      ),
    ).toEqual([
      { engine: "Distributed", n: 7 },
      { engine: "Kafka", n: 1 },
      { engine: "MaterializedView", n: 3 },
      { engine: "Null", n: 1 },
      { engine: "ReplicatedMergeTree", n: 7 },
      { engine: "ReplicatedReplacingMergeTree", n: 3 },
    ]);
  }, 300_000);

  test("puts what views parse on two shards", async () => {
    const list = await statements(["--cluster", "logs", "--database", "halved", "--format", "ncsa-combined"]);
    for (const sql of list.filter((one) => one.startsWith("CREATE") && !/ROLE|PROFILE/.test(one)))
      await run(
        sql
          .replace(/ ON CLUSTER 'logs'/, "")
          .replace(/Replicated(\w+)\('[^']*', '[^']*'(?:, )?/, "$1(")
          .replace("replicated_deduplication_window", "non_replicated_deduplication_window"),
      );
    const lines = Array.from({ length: 40 }, (_, n) => combined({ ip: `192.0.2.${n + 1}` }));
    const path = write(folder, "halved.log", [...lines, "no request"]);
    await run(
      `INSERT INTO halved.lines_in_ncsa_combined (source, line_number, line) SETTINGS distributed_foreground_insert = 1 SELECT 0, toInt64(assumeNotNull(_row_number)) + 1, line FROM file(${literal(path)}, 'LineAsString', 'line String')`,
    );
    // Both shards are this process and have one table: each row is in it once, and is read by each of both.
    expect(await rows("SELECT count() AS n FROM halved.events_in_shard FINAL")).toEqual([{ n: 40 }]);
    expect(await rows("SELECT reject, line FROM halved.rejects_in_shard")).toEqual([
      { reject: "does not fit the format", line: "no request" },
    ]);
    const shards = await rows(
      "SELECT shardNum() AS shard, count() AS n FROM halved.events_in GROUP BY shard ORDER BY shard",
    );
    expect(shards).toEqual([
      { shard: 1, n: 40 },
      { shard: 2, n: 40 },
    ]);
  }, 300_000);
});

/** A statement of a cluster as this host can run it: only ON CLUSTER gives a table its uuid beforehand. */
function onThisHost(sql: string): string {
  uuids += 1;
  return sql.replace(/ ON CLUSTER 'logs'/, "").replace("{uuid}", `uuid-${uuids}`);
}
let uuids = 0;

/** A statement as the engine's parser reads it. */
async function parsed(sql: string): Promise<string> {
  const [row] = await rows(`SELECT formatQuerySingleLine(${literal(sql)}) AS text`);
  return String(row?.text);
}

describe("a cluster that is compared", () => {
  const schema = schemaFor(["ncsa-combined"], {
    database: "sharded",
    cluster: "logs",
    ttl: "9",
    kafka: "kafka1.example:9092,[2001:db8::1]:9093",
    topic: "access.logs",
  });
  const asking = (instead: (sql: string) => object[] | undefined = () => undefined): Asker => ({
    rows: async (sql) => {
      try {
        return (instead(sql) ?? (await rows(sql))) as Record<string, unknown>[];
      } catch (thrown) {
        const message = (thrown as Error).message;
        throw engineErrorOf(Object.assign(new Error(message), { code: /Code: (\d+)/.exec(message)?.[1] }));
      }
    },
    close: async () => {},
  });
  // Keeper within the process has no table of its own, and the store's meta cannot be written.
  const well = (sql: string) => {
    if (sql.includes("system.zookeeper")) return [{ n: 1 }];
    return sql.includes("store_meta") && sql.includes("argMaxOrNull") ? [{ version: "4" }] : undefined;
  };
  const compared = async (instead?: (sql: string) => object[] | undefined) => {
    const { differences, hosts } = await checkSchema(
      asking((sql) => instead?.(sql) ?? well(sql)),
      schema,
      oldestVersion,
      "writer",
    );
    return { hosts, told: differences.map(({ what, says }) => `${what}: ${says}`), differences };
  };
  const twoHosts = (sql: string, second: object) =>
    sql.includes("version() AS version")
      ? [
          { host: "a", version: "26.7.2.1" },
          { host: "b", version: "26.7.2.1", ...second },
        ]
      : undefined;

  test("is well", async () => {
    expect((await compared()).told).toEqual([]);
  }, 120_000);

  test("without Keeper, and with an old version", async () => {
    const [here] = await rows("SELECT hostName() AS host");
    const { told } = await compared((sql) => {
      if (sql.includes("system.zookeeper"))
        throw new Error("Code: 60. DB::Exception: no table system.zookeeper");
      return sql.includes("version() AS version") ? [{ host: here?.host, version: "25.8.1.1" }] : undefined;
    });
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(/^version: .* is of version 25\.8\.1\.1; a store needs 25\.11 or newer$/);
    expect(told[1]).toMatch(/^Keeper: it cannot be asked: .*system\.zookeeper/);
  }, 120_000);

  test("where a host has no database, no macro, or those of another", async () => {
    const { hosts, told } = await compared((sql) => twoHosts(sql, {}));
    expect(hosts).toEqual(["a", "b"]);
    expect(told).toEqual([
      "macros: a has no macro shard and no macro replica",
      "macros: b has no macro shard and no macro replica",
      "sharded on a: there is no such database",
      "sharded on b: there is no such database",
    ]);
    const same = await compared((sql) =>
      sql.includes("macro IN")
        ? ["a", "b"].flatMap((host) => [
            { host, macro: "shard", substitution: "1" },
            { host, macro: "replica", substitution: "x" },
          ])
        : twoHosts(sql, {}),
    );
    expect(same.told[0]).toBe("macros: two hosts say that they are shard 1, replica x");
  }, 120_000);

  test("where a table is sharded by something else, or not replicated", async () => {
    await run("DROP TABLE sharded.activity_paths");
    await run(
      "CREATE TABLE sharded.activity_paths (path_id UInt64, path String) ENGINE = Distributed('logs', 'sharded', 'activity_paths_shard', rand())",
    );
    await run("DROP TABLE sharded.activity_agents_shard SYNC");
    await run(
      "CREATE TABLE sharded.activity_agents_shard (agent_id UInt64, agent String) ENGINE = MergeTree ORDER BY tuple() SETTINGS non_replicated_deduplication_window = 10000",
    );
    const { told, differences } = await compared();
    expect(told).toEqual([
      "sharded.activity_agents_shard: its engine is MergeTree, and should be ReplicatedMergeTree",
      "sharded.activity_agents_shard: replicated_deduplication_window is not set, and should be 10000",
      "sharded.activity_paths: it is Distributed('logs', 'sharded', 'activity_paths_shard', rand()), and should be Distributed('logs', 'sharded', 'activity_paths_shard', path_id)",
    ]);
    for (const { statements } of differences)
      for (const sql of statements.filter((one) => !one.includes("MODIFY SETTING"))) {
        expect(sql).toContain("ON CLUSTER 'logs'");
        await run(onThisHost(sql));
      }
    expect((await compared()).told).toEqual([]);
  }, 120_000);
});

describe("what is given", () => {
  test.each([
    [["--cluster", "x' ON y"], "--cluster x' ON y: a cluster is of letters"],
    [["--cluster", "x\u202e"], "a cluster is of letters"],
    [["--database", "a;DROP"], "a database is of letters"],
    [["--database", "system"], "none of the server's own"],
    [["--ttl", "0"], "--ttl 0: give a whole number from 1"],
    [["--ttl", "1e3"], "--ttl 1e3: give a whole number"],
    [["--first-source", "9000"], "--first-source 9000: give a whole number from 0 to 8,191"],
    [["--kafka", "k:1"], "--kafka and --topic belong together"],
    [["--topic", "t"], "--kafka and --topic belong together"],
    [["--kafka", "k:1", "--topic", "t"], "A topic holds lines of one format"],
    [
      ["--format", "ncsa-combined", "--kafka", "k:1", "--topic", "t', kafka_group_name = '"],
      "--topic t', kafka_group_name",
    ],
    [["--format", "ncsa-combined", "--kafka", "k:1", "--topic", ".."], "a topic is of letters"],
    [["--format", "ncsa-combined", "--kafka", "k:1,'x':2", "--topic", "t"], "'x':2 is no broker"],
    [["--format", "ncsa-combined", "--kafka", "k:70000", "--topic", "t"], "k:70000 is no broker"],
    [["--format", "ncsa-combined", "--kafka", "[::z]:1", "--topic", "t"], "[::z]:1 is no broker"],
    [["--format", "ncsa-combine"], "there is no format ncsa-combine"],
    [["--format", "nowrap+ncsa-combined"], "there is no layer around records nowrap"],
    [["--format", "mail-message"], "--format mail-message: mails are decoded"],
    [["--format", "json-access"], "which keys fill which column"],
    [["--role", "reader"], "--role belongs to --check"],
    [["--sample", "nowhere.log"], "nowhere.log: cannot be read"],
    [["--check", "clickhouse://me:secret@127.0.0.1"], "the address holds a password"],
  ])("%j is refused", async (words, says) => {
    const { status, stdout, stderr } = await vedette(["schema", ...words]);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(says);
    expect(stderr).not.toContain("secret@");
    expect(stderr).not.toContain("\u202e");
  });

  test("a sample that is of another format, or made by a reader of the program", async () => {
    const log = write(folder, "odd.log", ["what is this", "nobody knows"]);
    expect((await vedette(["schema", "--format", "json-access", "--sample", log])).stderr).toContain(
      "no record in it fits json-access",
    );
    const audit = write(folder, "audit.log", [
      '{"types":["USER_LOGIN"],"time":1779012303.5,"serial":457,"op":"login"}',
    ]);
    expect((await vedette(["schema", "--sample", audit])).stderr).toContain("it is linux-auditd");
  });
});
