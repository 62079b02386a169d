/** `vedette serve` with a collector of OpenTelemetry and a topic of Kafka: what is sent becomes events and a case, once, over a kill. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { afterAll, expect, test } from "vitest";
import { temporaryFolder } from "./support/files.ts";
import { isHere, produce, startCluster, stopAll } from "./support/kafka.ts";
import { combined } from "./support/lines.ts";
import { type Given, readable } from "./support/otlp.ts";
import { root } from "./support/places.ts";

const folder = temporaryFolder();
const main = join(root, "dist/src/cli/main.js");
const password = "seven blue horses walk";
const running = new Set<ChildProcess>();
afterAll(() => {
  stopAll();
  for (const child of running) child.kill("SIGKILL");
});

interface Health {
  readonly events: number;
  readonly intakes: readonly { name: string; figures: Record<string, number>; notes: string[] }[];
}

class Served {
  cookie = "";
  address = "";
  first = "";
  says = "";
  readonly child: ChildProcess;

  constructor(given: readonly string[]) {
    this.child = spawn(process.execPath, [main, "serve", "--listen", "127.0.0.1:0", ...given], {
      cwd: folder,
    });
    running.add(this.child);
    this.child.stderr?.on("data", (bytes: Buffer) => {
      this.says += bytes.toString();
    });
    this.child.stdout?.on("data", (bytes: Buffer) => {
      const [, address = "", first = ""] =
        /^(http:\/\/127\.0\.0\.1:\d+)\/(?:first#(\S+))?\n/.exec(bytes.toString()) ?? [];
      this.address = address;
      this.first = first;
    });
  }

  /** @returns the address at which records are taken over HTTP */
  async ready(): Promise<string> {
    await expect.poll(() => this.says, { timeout: 60_000 }).toMatch(/Ctrl-C/);
    return `http://${/taken at http:(\S+?)\.?\n/.exec(this.says)?.[1]}`;
  }

  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.address}${path}`, {
      method,
      headers: { ...(this.cookie === "" ? {} : { cookie: this.cookie }), "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const [cookie] = answer.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(";", 1)[0] ?? "";
    return (await answer.json()) as T;
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    const end = new Promise<number | null>((resolve) => this.child.once("exit", (code) => resolve(code)));
    this.child.kill(signal);
    return end;
  }
}

const probe = (path: string) =>
  combined({
    ip: "192.0.2.9",
    request: `GET ${path} HTTP/1.1`,
    status: 404,
    agent: "python-requests/2.31.0",
  });
const visits = Array.from({ length: 40 }, (_, at) =>
  combined({ ip: `198.51.100.${at}`, request: `GET /page/${at} HTTP/1.1` }),
);
const time = (at: number): [number, number] => [1779012303 + at, 123_456];
const resource = { "service.name": "shop", "host.name": "web01" };
const ofFile: Given[] = visits.map((body, at) => ({
  body,
  resource,
  observed: time(at),
  attributes: { "log.file.path": "/var/log/nginx/access.log" },
}));
const requests: Given[] = Array.from({ length: 30 }, (_, at) => ({
  resource,
  observed: time(at),
  attributes: {
    "http.request.method": "GET",
    "url.path": `/article/${at}`,
    "url.query": "a=b",
    "http.response.status_code": 200,
    "client.address": `198.51.100.${at}`,
    "user_agent.original": "Mozilla/5.0 (X11; Linux x86_64; rv:160.0) Gecko/20100101 Firefox/160.0",
  },
}));
const structured: Given[] = Array.from({ length: 20 }, (_, at) => ({
  body: {
    remote_addr: `198.51.100.${at}`,
    request: `GET /json/${at} HTTP/1.1`,
    status: 200,
    http_user_agent: "a/1",
  },
  resource: { "service.name": "api" },
  observed: time(at),
}));
const probes = ["/.env", "/server-status", "/phpinfo.php", "/actuator/env", "/.git/config"].map(probe);

test("lines, requests and documents are stored once each, over a kill", async ({ skip }) => {
  if (!isHere) skip("kcat is not installed");
  const cluster = await startCluster();
  await produce(cluster, "web", { lines: probes });
  const given = [
    ...["--state", join(folder, "sent"), "--intake", "http:127.0.0.1:0"],
    ...["--intake", `kafka:${cluster.broker}/web`, "--intake", "kafka:127.0.0.1:1/away"],
  ];
  let service = new Served(given);
  let place = await service.ready();
  await service.ask("POST", "/api/v1/first", { secret: service.first, name: "ada", password });
  const { token } = await service.ask<{ token: string }>("POST", "/api/v1/tokens", {
    name: "c",
    role: "shipper",
  });
  const exported = async (records: readonly Given[], bearer = token) => {
    const headers = { authorization: `Bearer ${bearer}` };
    const exporter = new OTLPLogExporter({ url: `${place}/v1/logs`, headers });
    const batch = records.map(readable);
    return new Promise<number>((resolve) => exporter.export(batch, ({ code }) => resolve(code)));
  };
  expect(await exported(ofFile, "none")).toBe(1);
  for (const records of [ofFile, requests, structured]) expect(await exported(records)).toBe(0);
  const all = ofFile.length + requests.length + structured.length + probes.length;
  const health = () => service.ask<Health>("GET", "/api/v1/health");
  await expect.poll(async () => (await health()).events, { timeout: 120_000 }).toBe(all);
  const rows = async (statement: string) =>
    (await service.ask<{ rows: unknown[] }>("POST", "/api/v1/sql", { statement })).rows;
  expect(
    await rows(
      "SELECT count() AS n FROM events WHERE url_original LIKE '/article/%?a=b' AND user_agent_original LIKE '%Firefox%'",
    ),
  ).toEqual([{ n: requests.length }]);
  const { intakes } = await health();
  const away = intakes.find(({ name }) => name === "kafka:127.0.0.1:1/away");
  expect(away?.notes.join()).toMatch(/ECONNREFUSED/);
  expect(intakes.find(({ name }) => name === `kafka:${cluster.broker}/web`)?.notes).toEqual([]);
  await service.end("SIGKILL");

  service = new Served(given);
  place = await service.ready();
  await service.ask("POST", "/api/v1/session", { name: "ada", password });
  // A collector that got no answer sends again.
  for (const records of [ofFile, requests, structured]) expect(await exported(records)).toBe(0);
  await produce(cluster, "web", { lines: [probe("/config")] });
  await expect.poll(async () => (await health()).events, { timeout: 120_000 }).toBe(all + 1);
  expect(await rows("SELECT count() AS n FROM events")).toEqual([{ n: all + 1 }]);
  const { items } = await service.ask<{ items: unknown[] }>("GET", "/api/v1/cases");
  expect(items.length).toBeGreaterThan(0);
  expect(await service.end("SIGTERM")).toBe(0);
}, 300_000);
