/** Addresses of servers, where passwords come from, and what a server is asked for by settings. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { serverAddress } from "../src/engine/clickhouse/address.ts";
import { inStore, isSameTwice, writesOf } from "../src/engine/clickhouse/names.ts";
import { asRead, settingsFor } from "../src/engine/clickhouse/settings.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder } from "./support/files.ts";

const folder = temporaryFolder();
const of = (text: string, variables: Record<string, string> = {}) =>
  serverAddress(text, (name) => variables[name]);

describe("an address", () => {
  test("names server, database and user, with what is usual for the rest", () => {
    expect(of("clickhouse://ann@ch.example:9000/logs")).toMatchObject({
      url: "http://ch.example:9000",
      database: "logs",
      user: "ann",
      password: "",
      shown: "clickhouse://ann@ch.example:9000/logs",
    });
    expect(of("clickhouse://ch.example", { VEDETTE_CLICKHOUSE_USER: "bob" })).toMatchObject({
      url: "http://ch.example:8123",
      database: "vedette",
      user: "bob",
      shown: "clickhouse://ch.example:8123/vedette",
    });
    expect(of("clickhouses://[::1]/x").url).toBe("https://[::1]:8443");
    expect(of("clickhouse://h/x?secure=1").url).toBe("https://h:8443");
    expect(of(of("clickhouses://a%40b@h/x?compress=1").shown)).toMatchObject({
      user: "a@b",
      compressed: true,
    });
  });

  test("takes a password from a file or the environment, and certificates from files", () => {
    const file = join(folder, "password");
    writeFileSync(file, "of file\n");
    const variables = { VEDETTE_CLICKHOUSE_PASSWORD: "of environment" };
    expect(of("clickhouse://h/x", variables).password).toBe("of environment");
    expect(of(`clickhouse://h/x?password_file=${file}`, variables).password).toBe("of file");
    expect(of("clickhouse://h/x", { ...variables, VEDETTE_CLICKHOUSE_PASSWORD_FILE: file }).password).toBe(
      "of file",
    );
    expect(of(`clickhouses://h/x?ca=${file}`).tls?.ca_cert.toString()).toBe("of file\n");
    expect(() => of(`clickhouses://h/x?cert=${file}`)).toThrow(/cert and key belong together/);
    expect(() => of("clickhouse://h/x?password_file=/nowhere")).toThrow(/file of password/);
  });

  test.each([
    ["clickhouse://ann:hidden@h/x", /holds a password/],
    ["clickhouse:hidden", /written as clickhouse:\/\//],
    ["clickhouse://h/x?hidden=1", /option that is not known/],
    ["clickhouse://h/hid-den", /letters, digits and underscores/],
    ["clickhouse://h/system", /none of the server's own/],
    ["http://hidden/x", /written as clickhouse:\/\//],
  ])("%s is refused without being repeated", async (text, says) => {
    expect(() => of(text)).toThrow(says);
    const { status, stdout, stderr } = await vedette(["sql", "SELECT 1", "--engine", text]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).not.toMatch(/hidden|hid-den/);
  });

  test("is not named beside a folder", async () => {
    const given = ["sql", "SELECT 1", "--engine", "clickhouse://h/x"];
    expect((await vedette([...given, "--store", "x"])).stderr).toContain("both name a store");
    // What is typed takes the place of what the environment names.
    const env = { VEDETTE_STORE: join(folder, "none"), VEDETTE_CLICKHOUSE_PASSWORD: "hidden" };
    const { stderr } = await vedette([...given.slice(0, 3), "clickhouse://127.0.0.1:9/x"], { env });
    expect(stderr).toContain("clickhouse://127.0.0.1:9/x: the connection to the server ended");
  });
});

describe("statements", () => {
  test("name the store's database where they change its tables, and nowhere else", () => {
    const named = (sql: string) => (writesOf(sql)?.ofStore === true ? inStore(sql, "db") : sql);
    expect(named("INSERT INTO events SELECT * FROM events")).toBe(
      "INSERT INTO db.events SELECT * FROM events",
    );
    expect(named("DROP TABLE IF EXISTS activity_paths")).toBe("DROP TABLE IF EXISTS db.activity_paths");
    expect(named("CREATE TABLE events (n UInt8) ENGINE = MergeTree ORDER BY n")).toMatch(
      /^CREATE TABLE db\.events .* ORDER BY n SETTINGS non_replicated_deduplication_window = \d+$/,
    );
    for (const sql of [
      "SELECT * FROM events",
      "INSERT INTO window_activity SELECT * FROM activity",
      "DROP TABLE requests",
    ])
      expect(named(sql)).toBe(sql);
    expect(["DROP TABLE IF EXISTS x", "ALTER TABLE events DELETE WHERE 1"].every(isSameTwice)).toBe(true);
    expect(["DROP TABLE x", "INSERT INTO x SELECT 1", "CREATE TABLE x AS SELECT 1"].some(isSameTwice)).toBe(
      false,
    );
  });

  test("come with those settings only that a server knows", () => {
    const known = new Set(["session_timezone", "max_execution_time"]);
    expect(settingsFor(known, { secondsMax: 5, first: 3 })).toEqual({
      session_timezone: "UTC",
      max_execution_time: 5,
    });
    const sql = "WITH a AS MATERIALIZED (SELECT 1) SELECT * FROM a";
    expect(asRead(sql, known)).toBe("WITH a AS (SELECT 1) SELECT * FROM a");
    expect(asRead(sql, new Set(["enable_materialized_cte"]))).toBe(sql);
  });
});
