/** A store on a ClickHouse server: reports, questions and runs that were cut off, compared with a store in a folder. */
import { spawn } from "node:child_process";
import { appendFileSync, copyFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ServerAddress } from "../src/engine/clickhouse/address.ts";
import { type TestServer, testServer } from "./support/clickhouse/server.ts";
import { vedette } from "./support/command.ts";
import { silentEffects } from "./support/effects.ts";
import { root } from "./support/places.ts";

const folder = mkdtempSync(join(tmpdir(), "vedette-test-"));
const samples = ["apache-combined.log", "nginx-json.log", "nginx-combined.log.1.gz"].map(
  (name) => `samples/${name}`,
);
let server: TestServer;
let store: string;
let address: ServerAddress;

const env = () => ({ VEDETTE_CLICKHOUSE_PASSWORD: address.password });

/** What a command prints over a store, without times and with one name for the store. */
async function printed(words: readonly string[], where: readonly [option: string, value: string]) {
  const { status, stdout, stderr, left } = await vedette([...words, ...where], { env: env() });
  expect(left).toEqual([]);
  expect(`${stdout}${stderr}`).not.toContain(address.password);
  const told = stdout
    .replaceAll(where.join(" "), "--store-named")
    .replace(/"(generated_at|duration_ms)": ?[^,\n]+/g, '"$1": 0');
  return { status, told, stderr };
}

/** Runs a command over both stores; each must say the same. */
async function both(words: readonly string[]) {
  const inFolder = await printed(words, ["--store", store]);
  const onServer = await printed(words, ["--engine", address.shown]);
  expect(onServer).toEqual(inFolder);
  return inFolder;
}

beforeAll(async () => {
  server = await testServer();
  store = join(folder, "store");
  address = server.address();
}, 120_000);
afterAll(async () => {
  await server?.close();
  silentEffects().removeTemporary(folder);
}, 60_000);

describe("a store on a server", () => {
  test("gives the report of one in a folder, and again without the logs", async () => {
    const { told } = await both(["triage", "--json", ...samples]);
    expect(JSON.parse(told).entities.length).toBeGreaterThan(5);
    expect(told).toContain("--store-named");
    const again = await both(["triage", "--json"]);
    expect(JSON.parse(again.told).cases).toEqual(JSON.parse(told).cases);
  }, 900_000);

  test("answers statements, hunts and a window as one in a folder", async () => {
    const sql = "SELECT event_id, source_ip, url_original FROM events ORDER BY event_id LIMIT 20";
    expect((await both(["sql", "--json", sql])).told.split("\n")).toHaveLength(21);
    await both([
      "sql",
      "--csv",
      "SELECT source_ip, count() AS n FROM events GROUP BY source_ip ORDER BY n DESC, source_ip",
    ]);
    expect((await both(["hunt", "paths", "--json"])).told).not.toBe("");
    expect((await both(["sql", "SELECT nothing FROM events"])).status).toBe(2);
  }, 600_000);
});
