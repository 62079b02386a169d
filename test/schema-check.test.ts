/**
 * `vedette schema --check` against a server: each difference is made, found, and gone when the statements that were printed for
 * it have run. And the roles: what each may do is tried with a user that has no other rights.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Role, rolesOf } from "../src/triage/schema/roles.ts";
import { type Endpoint, startEndpoint } from "./support/clickhouse/endpoint.ts";
import { vedette } from "./support/command.ts";
import { schemaFor, tableStatements } from "./support/schema.ts";

const folder = mkdtempSync(join(tmpdir(), "vedette-schema-check-"));
const data = join(folder, "server");
let server: Endpoint;

const ask = async (sql: string): Promise<string> => {
  const answer = await fetch(`http://127.0.0.1:${server.port}/`, {
    method: "POST",
    body: sql,
    headers: { "x-clickhouse-user": server.user, "x-clickhouse-key": server.password },
  });
  return answer.text();
};
const env = () => ({ VEDETTE_CLICKHOUSE_PASSWORD: server.password });
const address = (database = "vedette") => `clickhouse://${server.user}@127.0.0.1:${server.port}/${database}`;

/** Starts the server over the same data, as an engine whose only user has the rights and the profile of a role. */
async function begin(role?: Role["name"], taken: readonly string[] = []): Promise<void> {
  await server?.close();
  mkdirSync(data, { recursive: true });
  const over = role === undefined ? { folder: data } : { folder: data, config: configOf(role, taken) };
  server = await startEndpoint(undefined, "analyst", "s3cret-of-tests", over);
}

function configOf(name: Role["name"], taken: readonly string[]): string {
  const role = rolesOf({ database: "vedette" }).find((one) => one.name === name) as Role;
  const grants = role.rights.map(({ rights, on }) => ({
    rights: rights.filter((one) => !taken.includes(one)),
    on,
  }));
  const queries = grants
    .filter(({ rights }) => rights.length > 0)
    .map(({ rights, on }) => `<query>GRANT ${rights.join(", ")} ON ${on}</query>`);
  const settings = role.settings.map((one) => {
    const [, setting = "", value = ""] = /^(\w+) = ('?\w+'?)/.exec(one) ?? [];
    const bound = (word: string) => new RegExp(`${word} (\\d+)`).exec(one)?.[1];
    const limits = [
      ...(bound("MIN") === undefined ? [] : [`<min>${bound("MIN")}</min>`]),
      ...(bound("MAX") === undefined ? [] : [`<max>${bound("MAX")}</max>`]),
      ...(one.endsWith("CONST") ? ["<readonly/>"] : []),
    ];
    return { setting, value: value.replaceAll("'", ""), limits };
  });
  const values = settings.map(({ setting, value }) => `<${setting}>${value}</${setting}>`).join("");
  const constraints = settings
    .filter(({ limits }) => limits.length > 0)
    .map(({ setting, limits }) => `<${setting}>${limits.join("")}</${setting}>`)
    .join("");
  const users = join(folder, `${name}-users.xml`);
  writeFileSync(
    users,
    `<clickhouse><users><default><password></password><profile>role</profile><quota>default</quota><networks><ip>::/0</ip></networks><grants>${endpointGrant}${queries.join("")}</grants></default></users><profiles><default></default><role>${values}<constraints>${constraints}</constraints></role></profiles><quotas><default></default></quotas></clickhouse>`,
  );
  const config = join(folder, `${name}.xml`);
  writeFileSync(
    config,
    `<clickhouse><user_directories><users_xml><path>${users}</path></users_xml></user_directories></clickhouse>`,
  );
  return config;
}

/** The endpoint says USE, which asks for a right that a name of a database in a request does not. */
const endpointGrant = "<query>GRANT SHOW DATABASES ON default.*</query>";
const parsing = ["--format", "ncsa-combined", "--ttl", "30"];

beforeAll(async () => {
  await begin();
  for (const sql of tableStatements(schemaFor(["ncsa-combined"], { ttl: "30" })))
    expect(await ask(sql)).toBe("");
}, 300_000);
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Told {
  readonly status: number;
  readonly told: readonly string[];
  readonly statements: readonly string[];
}

async function check(words: readonly string[] = parsing, database = "vedette"): Promise<Told> {
  const { status, stdout, stderr } = await vedette(
    ["schema", "--json", "--check", address(database), ...words],
    { env: env() },
  );
  expect(stderr).toBe("");
  const { differences } = JSON.parse(stdout) as {
    differences: { what: string; says: string; todo: string; statements: string[] }[];
  };
  expect(status).toBe(differences.length === 0 ? 0 : 1);
  for (const { todo } of differences) expect(todo).toMatch(/\.$/);
  return {
    status,
    told: differences.map(({ what, says }) => `${what}: ${says}`),
    statements: differences.flatMap(({ statements }) => statements),
  };
}

describe("a server that has all", () => {
  test("is well, in words and as JSON", async () => {
    expect((await check()).told).toEqual([]);
    const { status, stdout } = await vedette(["schema", "--check", address(), ...parsing], { env: env() });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ClickHouse 26\.\S+ on 1 host: vedette has its 13 tables and views/);
  }, 240_000);
});

describe("a difference is found, and gone when its statements have run", () => {
  const drop = (table: string) => `DROP TABLE vedette.${table} SYNC`;
  test.each<[string, readonly string[], readonly string[]]>([
    ["a table", [drop("store_marks")], ["vedette.store_marks: is not there"]],
    [
      "a view",
      [drop("lines_in_ncsa_combined_events")],
      ["vedette.lines_in_ncsa_combined_events: is not there"],
    ],
    [
      "what a view parses",
      [
        drop("lines_in_ncsa_combined_rejects"),
        "CREATE MATERIALIZED VIEW vedette.lines_in_ncsa_combined_rejects TO vedette.rejects_in AS SELECT source, line_number, 'x' AS format, 'all' AS reject, line FROM vedette.lines_in_ncsa_combined",
      ],
      [
        "vedette.lines_in_ncsa_combined_rejects: is another view: it parses by other formats than this program",
      ],
    ],
    [
      "a column",
      ["ALTER TABLE vedette.events DROP COLUMN email_forms"],
      ["vedette.events: column email_forms is not there"],
    ],
    [
      "a column of a table that holds nothing",
      [
        drop("lines_in_ncsa_combined"),
        "CREATE TABLE vedette.lines_in_ncsa_combined (source UInt32, line_number Int64, received_ms Int64, line FixedString(9)) ENGINE = Null",
      ],
      ["vedette.lines_in_ncsa_combined: column line is FixedString(9), and should be String"],
    ],
    [
      "an engine",
      [
        drop("activity_paths"),
        "CREATE TABLE vedette.activity_paths (path_id UInt64, path String) ENGINE = Log",
      ],
      [
        "vedette.activity_paths: its engine is Log, and should be MergeTree",
        "vedette.activity_paths: non_replicated_deduplication_window is not set, and should be 10000",
      ],
    ],
    [
      "keys",
      [
        drop("rejects_in"),
        "CREATE TABLE vedette.rejects_in (source UInt32, line_number Int64, format LowCardinality(String), reject LowCardinality(String), line String, arrived DateTime('UTC') DEFAULT now()) ENGINE = ReplacingMergeTree ORDER BY line_number TTL arrived + toIntervalDay(30) SETTINGS ttl_only_drop_parts = 1",
      ],
      [
        "vedette.rejects_in: its sorting key is line_number, and should be source, line_number",
        "vedette.rejects_in: its partition key is none, and should be toDate(arrived)",
      ],
    ],
    [
      "how long rows are kept",
      [
        "ALTER TABLE vedette.events_in MODIFY TTL arrived + toIntervalDay(7)",
        "ALTER TABLE vedette.rejects_in REMOVE TTL",
      ],
      [
        "vedette.events_in: its TTL is arrived + toIntervalDay(7), and should be arrived + toIntervalDay(30)",
        "vedette.rejects_in: its TTL is none, and should be arrived + toIntervalDay(30)",
      ],
    ],
    [
      "a setting",
      ["ALTER TABLE vedette.store_sources MODIFY SETTING non_replicated_deduplication_window = 5"],
      ["vedette.store_sources: non_replicated_deduplication_window is 5, and should be 10000"],
    ],
    [
      "that the store is begun",
      ["TRUNCATE TABLE vedette.store_meta"],
      ["vedette.store_meta: the store does not count as begun: the first run would make its tables anew"],
    ],
  ])(
    "%s",
    async (_, made, expected) => {
      for (const sql of made) expect(await ask(sql)).toBe("");
      const { told, statements } = await check();
      expect(told).toEqual(expected);
      for (const sql of statements) {
        const answer = await ask(sql);
        // A table that was made anew by the first of two differences has what the second wants.
        expect(answer).toBe("");
      }
      expect((await check()).told).toEqual([]);
    },
    240_000,
  );

  test("a topic, and a TTL that was not asked for", async () => {
    const kafka = ["--format", "ncsa-combined", "--kafka", "kafka.example:9092", "--topic"];
    const schema = schemaFor(["ncsa-combined"], { ttl: "30", kafka: "kafka.example:9092", topic: "access" });
    const made = schema.placed.filter(({ engine }) => engine === "Kafka");
    for (const { sql } of made) expect(await ask(sql)).toBe("");
    expect((await check([...kafka, "other", "--ttl", "30"])).told).toEqual([
      "vedette.kafka_in_ncsa_combined: kafka_topic_list is 'access', and should be 'other'",
      "vedette.kafka_in_ncsa_combined_lines: is not there",
    ]);
    expect(await ask("DROP TABLE vedette.kafka_in_ncsa_combined SYNC")).toBe("");
    const { told, statements } = await check(["--format", "ncsa-combined"]);
    expect(told).toEqual(
      ["events_in", "rejects_in"].map(
        (name) => `vedette.${name}: its TTL is arrived + toIntervalDay(30), and should be none`,
      ),
    );
    expect(statements).toEqual([
      "ALTER TABLE vedette.events_in REMOVE TTL",
      "ALTER TABLE vedette.rejects_in REMOVE TTL",
    ]);
  }, 240_000);
});

describe("a difference that no statement mends", () => {
  test("a column of another type, and a store of another version", async () => {
    await ask("ALTER TABLE vedette.activity MODIFY COLUMN requests UInt64");
    await ask("INSERT INTO vedette.store_meta VALUES ('version', '3', 9)");
    const { told, statements } = await check();
    expect(told).toEqual([
      "vedette.activity: column requests is UInt64, and should be Int64",
      "vedette.store_meta: the store was written by version 3 of its layout; this program writes 4",
    ]);
    expect(statements).toEqual([]);
    await ask("ALTER TABLE vedette.activity MODIFY COLUMN requests Int64");
    await ask("INSERT INTO vedette.store_meta VALUES ('version', '4', 10)");
    expect((await check()).told).toEqual([]);
  }, 240_000);

  test("no database, no cluster, no macros, no Keeper", async () => {
    expect((await check([], "nowhere")).told).toEqual(["nowhere: there is no such database"]);
    const { told } = await check(["--cluster", "logs"]);
    expect(told[0]).toBe("cluster: the server knows no cluster logs, and no other");
    expect(told[1]).toMatch(/^macros: .* has no macro shard and no macro replica$/);
    expect(told[2]).toMatch(/^Keeper: it cannot be asked/);
    expect(told).toContain("vedette.events_shard: is not there");
    expect(told).toContain("vedette.events: its engine is MergeTree, and should be Distributed");
  }, 240_000);

  test("in words, with statements to run", async () => {
    const { status, stdout } = await vedette(["schema", "--check", address("nowhere")], { env: env() });
    expect(status).toBe(1);
    expect(stdout).toContain("on 1 host: 1 difference.\n\n1. nowhere: there is no such database.\n");
    expect(stdout).toContain("\n     CREATE DATABASE IF NOT EXISTS nowhere;\n");
  }, 240_000);

  test("a server that is not there, and a user that it does not know", async () => {
    const gone = await vedette(["schema", "--check", "clickhouse://analyst@127.0.0.1:1"], { env: env() });
    expect(gone.status).toBe(2);
    expect(gone.stderr).toContain("[engine.failed]");
    const stranger = await vedette(["schema", "--check", address()], { env: {} });
    expect(stranger.stderr).toContain("does not let this user in");
  }, 240_000);
});

describe("roles", () => {
  test("a writer runs a triage, and makes no database of its own choosing", async () => {
    await begin("writer");
    expect((await check()).told).toEqual([]);
    const words = ["triage", "--json", "samples/apache-combined.log", "--engine", address()];
    const { status, stdout, stderr } = await vedette(words, { env: env() });
    expect(stderr).not.toContain("Not enough privileges");
    expect(status).toBeLessThan(2);
    expect(JSON.parse(stdout).entities.length).toBeGreaterThan(3);
    expect(await ask("SELECT name FROM system.databases WHERE name LIKE 'vedette_run%'")).toBe("");
    expect(await ask("CREATE DATABASE other")).toContain("ACCESS_DENIED");
  }, 900_000);

  test("a writer without some rights is told which", async () => {
    await begin("writer", ["ALTER DELETE", "CREATE DATABASE"]);
    const { told, statements } = await check();
    expect(told).toEqual([
      "rights: default has no ALTER DELETE on vedette.*",
      "rights: default has no CREATE DATABASE on vedette_run_*.*",
    ]);
    expect(statements).toEqual([
      "GRANT ALTER DELETE ON vedette.* TO default",
      "GRANT CREATE DATABASE ON vedette_run_*.* TO default",
    ]);
  }, 240_000);

  test("a hunter asks within limits, and nothing else", async () => {
    await begin("hunter");
    expect((await check([...parsing, "--role", "hunter"])).told).toEqual([]);
    const sql = "SELECT count() AS n FROM events";
    const asked = await vedette(["sql", "--json", sql, "--engine", address()], { env: env() });
    expect(asked.stderr).toBe("");
    expect(JSON.parse(asked.stdout).n).toBeGreaterThan(100);
    expect(
      (await vedette(["hunt", "did", "203.0.113.5", "--engine", address()], { env: env() })).status,
    ).toBe(0);
    expect(await ask("INSERT INTO vedette.store_meta VALUES ('a', 'b', 1)")).toMatch(
      /READONLY|ACCESS_DENIED/,
    );
    expect(await ask("SELECT * FROM file('/etc/hostname', 'LineAsString')")).toContain("ACCESS_DENIED");
    expect(await ask("SELECT 1 SETTINGS max_execution_time = 7200")).toContain(
      "SETTING_CONSTRAINT_VIOLATION",
    );
    expect(await ask("SELECT 1 SETTINGS readonly = 0")).toContain("READONLY");
  }, 400_000);

  test("a reader is no hunter: nothing bounds what it asks", async () => {
    await begin("reader");
    expect((await check([...parsing, "--role", "reader"])).told).toEqual([]);
    const { told, statements } = await check([...parsing, "--role", "hunter"]);
    expect(told).toEqual(["settings: nothing bounds max_execution_time, max_memory_usage, max_result_rows"]);
    expect(statements[0]).toMatch(/^CREATE SETTINGS PROFILE IF NOT EXISTS vedette_hunter /);
  }, 240_000);

  test("a loader may put lines in, and sees nothing", async () => {
    await begin("loader");
    const line = '192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 512 "-" "curl/8.5.0"';
    const insert = `INSERT INTO vedette.lines_in_ncsa_combined (source, line_number, line) VALUES (9, 1, '${line}')`;
    // Its own right is enough for the table. A view works with the rights of who made it, and that is the endpoint's one user as well, who has only a loader's now.
    expect(await ask(insert)).toContain("while pushing to view");
    expect(await ask("SELECT count() FROM vedette.events_in")).toContain("ACCESS_DENIED");
    await begin();
    expect(await ask(insert)).toBe("");
    expect(await ask("SELECT source_ip FROM vedette.events_in")).toBe("192.0.2.7\n");
  }, 240_000);

  test("a profile that fixes a setting to a value that changes answers is told", async () => {
    const config = configOf("reader", []);
    const users = join(folder, "reader-users.xml");
    const { readFileSync } = await import("node:fs");
    writeFileSync(
      users,
      readFileSync(users, "utf8").replace(
        /<role>.*<\/role>/,
        "<role><join_use_nulls>1</join_use_nulls><constraints><join_use_nulls><readonly/></join_use_nulls></constraints></role>",
      ),
    );
    await server.close();
    server = await startEndpoint(undefined, "analyst", "s3cret-of-tests", { folder: data, config });
    expect((await check([...parsing, "--role", "reader"])).told).toEqual([
      "settings: join_use_nulls is fixed to 1 for this user, and should be 0",
    ]);
  }, 240_000);
});
