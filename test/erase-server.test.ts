/** `vedette erase` over a store on a ClickHouse server, also where its rows lie on two shards. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { type TestServer, testServer } from "./support/clickhouse/server.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const folder = temporaryFolder();
const person = "203.0.113.9";
const probes = ["/server-status", "/.env", "/config.json", "/.git/config", "/phpinfo.php", "/actuator/env"];
const lines = (ip: string, minute: number) =>
  probes.map((path, at) =>
    combined({
      ip,
      time: `17/May/2026:10:0${minute}:0${at} +0000`,
      request: `GET ${path} HTTP/1.1`,
      status: at === 0 ? 200 : 404,
      agent: "zgrab/0.x",
    }),
  );
const logs = [
  write(folder, "one.log", [...lines(person, 1), ...lines("198.51.100.7", 2), `${person} is no record`]),
  write(folder, "two.log", [
    ...lines("198.51.100.8", 3),
    combined({ ip: "192.0.2.5", referrer: `http://x/?from=${person}` }),
  ]),
];

describe.each([
  ["one server", undefined],
  ["two shards", "client"],
] as const)("a store on %s", (_, split) => {
  let server: TestServer;
  let store: readonly string[];
  let env: Record<string, string>;
  beforeAll(async () => {
    server = await testServer(split);
    const { shown, password } = server.address();
    store = ["--engine", shown];
    env = { VEDETTE_CLICKHOUSE_PASSWORD: password };
    expect((await vedette(["triage", "-q", ...logs, ...store], { env })).stderr).not.toContain("error");
  });
  afterAll(() => server?.close());

  const erase = async (...more: readonly string[]) => {
    const { stdout, stderr, status } = await vedette(
      ["erase", "address", person, ...store, "--as", "ada", "--json", ...more],
      { env },
    );
    expect(`${status} ${stderr}`).toMatch(/^0 /);
    return JSON.parse(stdout) as { erased: boolean; store: Record<string, number> };
  };
  const held = async (sql: string) => {
    const { stdout } = await vedette(["sql", "--json", `SELECT count() AS n FROM ${sql}`, ...store], { env });
    return Number(JSON.parse(stdout).n);
  };

  test("is counted first, and nothing is changed", async () => {
    // Six requests, and the one of somebody else that names the address.
    expect(await erase()).toMatchObject({ erased: false, store: { events: 7, sources: 2, samples: 1 } });
    expect(await held("events")).toBe(19);
  });

  test("holds nothing of the person afterwards", async () => {
    expect(await erase("--yes")).toMatchObject({ erased: true, store: { events: 7 } });
    expect(await held("events")).toBe(12);
    expect(await held(`events WHERE position(raw, '${person}') > 0`)).toBe(0);
    expect(await held(`store_sources WHERE position(report, '${person}') > 0`)).toBe(0);
    expect(await held(`activity_clients WHERE client = '${person}'`)).toBe(0);
    expect(await held("activity_clients")).toBe(2);
    // What is left is counted as before: each of the two others was served a status page.
    expect(await held("activity WHERE served > 0")).toBe(2);
    expect((await erase()).store).toEqual({ events: 0, sources: 0, samples: 0, marks: 0 });
  });

  test("judges what is left, and reads nothing of the same logs again", async () => {
    const { stdout, status } = await vedette(["triage", "--json", "-q", ...logs, ...store], { env });
    const report = JSON.parse(stdout) as ReportDocument;
    expect(status).toBe(0);
    expect(report.sources.map(({ events }) => events)).toEqual([6, 6]);
    expect(report.entities.map(({ id }) => id).sort()).toEqual(["ip:198.51.100.7", "ip:198.51.100.8"]);
    expect(stdout).not.toContain(person);
  });
});

test("a server and a folder are not named at once, and a database without a store is told", async () => {
  const server = await testServer();
  const { shown, password } = server.address();
  const env = { VEDETTE_CLICKHOUSE_PASSWORD: password };
  const both = await vedette(["erase", "address", person, "--engine", shown, "--store", "x"], { env });
  expect([both.status, both.stderr]).toEqual([2, expect.stringContaining("both name a store")]);
  const none = await vedette(["erase", "address", person, "--engine", shown], { env });
  expect([none.status, none.stderr]).toEqual([2, expect.stringContaining("[store.missing]")]);
  await server.close();
});
