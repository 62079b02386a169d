/** A store on a ClickHouse server gives the same report as one in a folder. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadContent } from "../src/content/load.ts";
import { serverAddress } from "../src/engine/clickhouse/address.ts";
import { toDocument } from "../src/report/document.ts";
import { type OpenTriage, openTriage, type TriageRequest } from "../src/triage/triage.ts";
import { type Endpoint, startEndpoint } from "./support/clickhouse/endpoint.ts";
import { silentEffects } from "./support/effects.ts";

const content = loadContent();
const folder = mkdtempSync(join(tmpdir(), "vedette-test-"));
let endpoint: Endpoint;

const address = (database: string) =>
  serverAddress(`clickhouse://${endpoint.user}@127.0.0.1:${endpoint.port}/${database}`, (name) =>
    name === "VEDETTE_CLICKHOUSE_PASSWORD" ? endpoint.password : undefined,
  );

function open(paths: readonly string[], more: Partial<TriageRequest>): Promise<OpenTriage> {
  return openTriage(
    {
      paths,
      content,
      ownFormats: [],
      trustedProxies: [],
      internalNetworks: [],
      stdin: Readable.from([]),
      ...more,
    },
    silentEffects(),
  );
}

async function reportOf(paths: readonly string[], more: Partial<TriageRequest>): Promise<string> {
  const one = await open(paths, more);
  const document = toDocument({
    ...one.result,
    generatedMs: 0,
    durationMs: 0,
    tool: { name: "vedette", version: "test" },
  });
  await one.close();
  return JSON.stringify(document, null, 1);
}

/** A report with one name of the store in place of another, as they stand in commands. */
const named = (report: string, store: string, server: string) =>
  report.replaceAll(`--store ${store}`, `--engine ${server}`);

beforeAll(async () => {
  endpoint = await startEndpoint();
}, 60_000);
afterAll(async () => {
  await endpoint?.close();
  silentEffects().removeTemporary(folder);
});

describe("a store on a server", () => {
  const samples = ["apache-combined.log", "nginx-json.log", "nginx-combined.log.1.gz"].map(
    (name) => `samples/${name}`,
  );

  test("gives the report of a store in a folder, and again without the logs", async () => {
    const store = join(folder, "store");
    const expected = await reportOf(samples, { store });
    const server = address("first");
    expect(await reportOf(samples, { server })).toBe(named(expected, store, server.shown));
    expect(await reportOf([], { server })).toBe(named(await reportOf([], { store }), store, server.shown));
  }, 600_000);
});
