/** `vedette serve` over a store on a ClickHouse server: the same road, a server that dies, retention, and a state that knows where its records are. */
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openContent } from "../src/content/bundle.ts";
import { keepWithin } from "../src/triage/store-removal.ts";
import { type TestServer, testServer } from "./support/clickhouse/server.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { client, servicesIn } from "./support/serve-process.ts";

const folder = temporaryFolder();
const { serve, ended } = servicesIn(folder);
const patient = { timeout: 240_000, interval: 500 };
const probes = [
  "/.env",
  "/server-status",
  "/phpinfo.php",
  "/actuator/env",
  "/.git/config",
  "/wp-config.php.bak",
].map((path) =>
  combined({
    ip: "192.0.2.9",
    request: `GET ${path} HTTP/1.1`,
    status: 404,
    agent: "python-requests/2.31.0",
  }),
);
const visits = Array.from({ length: 20 }, (_, at) =>
  combined({ ip: `198.51.100.${at}`, request: `GET /page/${at} HTTP/1.1` }),
);

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
  process.env.VEDETTE_CLICKHOUSE_PASSWORD = server.address().password;
}, 120_000);
afterAll(() => server?.close(), 60_000);

describe("a service whose records are on a server", () => {
  const state = join(folder, "state");
  const logs = join(folder, "logs");
  mkdirSync(logs);
  const log = write(logs, "access.log", visits);

  test("finds a case, answers hunts and weighs blocks; the folder holds no record", async () => {
    const at = server.address();
    const service = await serve("--state", state, "--engine", at.shown, logs);
    const ask = client(service);
    await ask("POST", "/api/v1/first", {
      secret: service.first,
      name: "ada",
      password: "seven blue horses walk",
    });
    const health = async () => (await ask("GET", "/api/v1/health")).body as Record<string, unknown>;
    await expect.poll(async () => (await health()).state, patient).toBe("ready");
    appendFileSync(log, `${probes.join("\n")}\n`);
    const cases = async () => (await ask("GET", "/api/v1/cases")).body.items as unknown as { id: string }[];
    await expect.poll(async () => (await cases()).length, patient).toBe(1);
    const count = async () =>
      (await ask("POST", "/api/v1/sql", { statement: "SELECT count() AS n FROM events" })).body.rows;
    expect(await count()).toEqual([{ n: 26 }]);
    const [found] = await cases();
    expect((await ask("GET", `/api/v1/cases/${found?.id}/events`)).body).toMatchObject({ total: 6 });
    const blocks = await ask("POST", `/api/v1/cases/${found?.id}/containment`, {
      target: ["nginx"],
      ticket: "INC-7",
    });
    expect(blocks.status).toBe(200);
    expect(await server.ask(`SELECT count() FROM ${at.database}.events`)).toContain("26");

    if (server.endpoint !== undefined) {
      // What comes in while the server is away is on disk, and goes there when it is back.
      await server.endpoint.kill();
      appendFileSync(log, `${probes[0]}\n`);
      await expect.poll(async () => (await health()).state, patient).toBe("failing");
      expect((await health()).because).toMatch(/clickhouse:/);
      await server.endpoint.restart();
      await expect.poll(async () => (await health()).state, patient).toBe("ready");
      await expect.poll(count, patient).toEqual([{ n: 27 }]);
    }
    expect(service.says()).not.toContain(at.password === "" ? "no password" : at.password);
    await ended(service.child, "SIGKILL");

    const again = await serve("--state", state, "--engine", at.shown, logs);
    expect(again.first).toBe("");
    await ended(again.child, "SIGTERM");
    await expect(serve("--state", state, logs)).rejects.toThrow(
      /the records of this state are at clickhouse:/,
    );
    await expect(serve("--state", state, "--engine", server.address().shown, logs)).rejects.toThrow(
      /--state/,
    );
  }, 900_000);
});

test("the oldest records go from a server as from a folder", async () => {
  const at = server.address();
  const { vedette } = await import("./support/command.ts");
  const ofMonth = (month: string, ip: string) =>
    probes.map((_, n) =>
      combined({
        ip,
        time: `1${n}/${month}/2026:10:05:03 +0000`,
        request: `GET /.env.${n} HTTP/1.1`,
        status: 404,
      }),
    );
  const paths = [
    write(folder, "old/may.log", ofMonth("May", "192.0.2.1")),
    write(folder, "old/nov.log", ofMonth("Nov", "192.0.2.2")),
  ];
  const env = { VEDETTE_CLICKHOUSE_PASSWORD: at.password };
  expect((await vedette(["triage", "--json", ...paths, "--engine", at.shown], { env })).status).toBe(0);
  const nowMs = Date.parse("2026-11-30T00:00:00Z");
  const limits = { beforeMs: nowMs - 90 * 86_400_000, nowMs };
  const content = await openContent();
  expect(await keepWithin(at, content, limits)).toMatchObject({ sources: 1, events: 6, eventsEver: 6 });
  expect(await server.ask(`SELECT DISTINCT source_ip FROM ${at.database}.events FORMAT TSV`)).toBe(
    "192.0.2.2\n",
  );
  expect(await keepWithin(at, content, limits)).toMatchObject({ sources: 0, events: 0, eventsEver: 6 });
}, 600_000);
