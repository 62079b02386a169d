/** A store on a ClickHouse server: what commands say over it, compared with a store in a folder. */
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { type Stores, twoStores } from "./support/clickhouse/stores.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";

const folder = temporaryFolder();
const samples = ["apache-combined.log", "nginx-json.log", "nginx-combined.log.1.gz"].map(
  (name) => `samples/${name}`,
);
let stores: Stores;

beforeAll(async () => {
  stores = await twoStores(folder);
}, 120_000);
afterAll(() => stores?.close(), 60_000);

describe("a store of web logs", () => {
  let report: ReportDocument;
  const sql = "SELECT event_id, source_ip, url_original FROM events ORDER BY event_id LIMIT 20";

  test("gives the same report, and again without the logs", async () => {
    const { told } = await stores.both(["triage", "--json", ...samples]);
    report = JSON.parse(told);
    expect(report.entities.length).toBeGreaterThan(5);
    expect(told).toContain("vedette explain --store-named");
    const again = await stores.both(["triage", "--json"]);
    expect(JSON.parse(again.told).cases).toEqual(report.cases);
  }, 900_000);

  test("answers statements and hunts", async () => {
    const rows = (await stores.both(["sql", "--json", sql])).told.trimEnd().split("\n");
    expect(rows).toHaveLength(20);
    const [first] = rows.map((row) => JSON.parse(row));
    expect(first.record).toMatch(/^samples\/.+:\d+$/);
    expect((await stores.both(["hunt", "did", first.source_ip, "--json"])).told).not.toBe("");
    const refused = await stores.both(["sql", "SELECT nothing FROM events"]);
    expect(refused.stderr).toContain("UNKNOWN_IDENTIFIER");
    expect((await stores.both(["sql", "--rows", "5", sql.replace("LIMIT 20", "")])).status).toBe(2);
  }, 300_000);

  test("is looked at through a window", async () => {
    const words = ["triage", "--json", "--from", "2026-11-21T06:00Z", "--to", "2026-11-22T18:30Z"];
    const seen: ReportDocument = JSON.parse((await stores.both(words)).told);
    expect(seen.entities.length).toBeGreaterThan(0);
    expect(seen.entities.length).toBeLessThan(report.entities.length);
  }, 300_000);

  test("explains a line, and tells what a block of a case would have cost", async () => {
    expect((await stores.both(["explain", "samples/apache-combined.log:3"])).told).toContain("203.0.113.");
    const [first] = report.cases;
    expect((await stores.both(["contain", String(first?.id), "--json"])).status).toBe(0);
  }, 300_000);
});

describe("a store of other records", () => {
  test("is judged with rules and feeds that lie on this machine", async () => {
    const feeds = join(folder, "feeds");
    const list = write(folder, "list.txt", ["198.51.100.0/24", "203.0.113.0/24"]);
    expect((await vedette(["intel", "add", "seen", list, "--intel", feeds])).status).toBe(0);
    const agents = write(folder, "agents.txt", ["curl/8.5.0"]);
    expect(
      (await vedette(["intel", "add", "tools", agents, "--kind", "agent", "--intel", feeds])).status,
    ).toBe(0);
    const rule = write(folder, "rule.yml", [
      "title: a script reads environment files",
      "logsource: {category: webserver}",
      "detection:",
      "  selection: {cs-uri-stem|contains: .env}",
      "  condition: selection",
      "level: high",
    ]);
    const judging = ["--sigma", rule, "--intel", feeds];
    const web = write(folder, "web.log", [
      ...[".env", "config.json", "wp-config.php", "server-status"].map((path) =>
        combined({ ip: "203.0.113.9", request: `GET /${path} HTTP/1.1`, status: 404, agent: "curl/8.5.0" }),
      ),
      ...Array.from({ length: 30 }, (_, n) => combined({ request: `GET /page-${n} HTTP/1.1` })),
    ]);
    const logs = ["samples/hosts/audit.log", "samples/mail/mails", web];
    const { told } = await stores.both(["triage", "--json", ...judging, ...logs], "mixed");
    expect(told).toContain("a script reads environment files");
    expect(told).toContain(" in seen");
    expect((await stores.both(["sigma", rule, "--json"], "mixed")).told).not.toBe("");
  }, 900_000);
});

describe("logs that change", () => {
  test("a log that has grown adds what is new, and one that was read adds nothing", async () => {
    const log = join(folder, "access.log");
    writeFileSync(
      log,
      Array.from({ length: 40 }, (_, n) => `${combined({ request: `GET /page-${n} HTTP/1.1` })}\n`).join(""),
    );
    const words = ["triage", "--json", log];
    const begun: ReportDocument = JSON.parse((await stores.both(words, "grown")).told);
    const line = combined({ ip: "203.0.113.200", request: "GET /.env HTTP/1.1", agent: "curl/8.5.0" });
    appendFileSync(log, `${line}\n${line}\n${line.slice(0, 40)}`);
    const grown: ReportDocument = JSON.parse((await stores.both(words, "grown")).told);
    expect(grown.sources[0]?.events).toBe(Number(begun.sources[0]?.events) + 2);
    const again: ReportDocument = JSON.parse((await stores.both(words, "grown")).told);
    expect(again.sources[0]?.events).toBe(grown.sources[0]?.events);
    // Another log that begins with the same line, with a last line as awkward as one may be.
    const other = join(folder, "other.log");
    const [first] = readFileSync(log, "utf8").split("\n");
    writeFileSync(other, `${first}\n${combined({ ip: "203.0.113.201", agent: "tab\\t back\\\\slash é" })}\n`);
    const two: ReportDocument = JSON.parse((await stores.both(["triage", "--json", other], "grown")).told);
    expect(two.sources).toHaveLength(2);
    expect(JSON.parse((await stores.both(["triage", "--json", other], "grown")).told).sources).toHaveLength(
      2,
    );
  }, 900_000);

  test("a damaged archive is read a second time, and what it holds is there once", async () => {
    const log = join(folder, "cut.log.gz");
    const lines = Array.from({ length: 4_000 }, (_, n) =>
      combined({ ip: `198.51.100.${n % 250}`, request: `GET /page-${n}-${n * n} HTTP/1.1` }),
    );
    writeFileSync(log, gzipSync(`${lines.join("\n")}\n`));
    truncateSync(log, readFileSync(log).length - 2_000);
    const { told, status } = await stores.both(["triage", "--json", log], "damaged");
    expect(status).toBe(2);
    const [source] = (JSON.parse(told) as ReportDocument).sources;
    const count = await stores.both(
      ["sql", "--csv", "SELECT count(), uniqExact(event_id) FROM events"],
      "damaged",
    );
    expect(count.told).toContain(`${source?.events},${source?.events}`);
  }, 600_000);
});
