/**
 * A real Squid on this machine: what curl sent through it is what is read from its logs, in the native
 * format, in the combined format that it has built in, and in a format string of one's own.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findProgram, run, start, stop } from "../lab/process.ts";
import type { Row } from "../src/engine/engine.ts";
import { temporaryFolder } from "./support/files.ts";
import { ownRecogniser } from "./support/own-format.ts";
import { Workbench } from "./support/workbench.ts";

const squid = findProgram("squid");
const curl = findProgram("curl");
const skipped = squid === undefined || curl === undefined ? "squid or curl is not installed" : undefined;
// Where everything is installed by the suite itself, a missing program is a mistake.
if (skipped !== undefined && process.env.CI === "true") throw new Error(skipped);

const own =
  'logformat own %ts.%03tu %>a:%>p "%rm %ru HTTP/%rv" %03>Hs %<st "%{User-Agent}>h" [%{Referer}>h] %/{X-Odd}>h %un %Ss %-30<a|%mt';

/** What is sent, told apart by its path. */
const sent = [
  { path: "/plain", agent: "curl-like/1.0", referrer: "http://start.example.test/" },
  { path: "/quotes", agent: 'An "odd" agent', referrer: 'http://r.example.test/"x"' },
  { path: "/backslash", agent: "C:\\temp\\new\\\\", referrer: "http://r.example.test/\\" },
  { path: "/brackets?a=[1]&b=2", agent: "[bot] 100% %20 ~^`|{}<>", referrer: "http://r.example.test/[1]" },
  { path: "/bytes", agent: "café 🦊", referrer: "http://r.example.test/ü" },
  { path: "/query?w=1920&h=1080&tz=%2B02%3A00", agent: "Mozilla/5.0 (X11; Linux x86_64)", referrer: "" },
] as const;

const folder = temporaryFolder();
const logs = join(folder, "logs");
let bench: Workbench;
let origin: Server;
let originPort = 0;
const events = new Map<string, readonly Row[]>();

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Sends bytes as they are, and reads until the proxy closes. */
async function sendRaw(port: number, text: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => (text === "" ? socket.end() : socket.write(text)));
    socket.on("data", () => socket.end());
    socket.on("close", () => resolve());
    socket.on("error", () => resolve());
  });
}

function configuration(port: number): string {
  return [
    `http_port 127.0.0.1:${port}`,
    "http_access allow all",
    `pid_filename ${join(logs, "squid.pid")}`,
    `cache_log ${join(logs, "cache.log")}`,
    ...(process.getuid?.() === 0 ? ["cache_effective_user proxy"] : []),
    `coredump_dir ${logs}`,
    "pinger_enable off",
    "cache deny all",
    "strip_query_terms off",
    "shutdown_lifetime 1 seconds",
    "visible_hostname proxy.example.test",
    own,
    ...["squid", "combined", "own"].map((name) => `access_log stdio:${join(logs, `${name}.log`)} ${name}`),
    "",
  ].join("\n");
}

async function sendAll(port: number): Promise<void> {
  const through = ["-s", "-o", "/dev/null", "--noproxy", "", "-x", `http://127.0.0.1:${port}`, "-m", "10"];
  for (const { path, agent, referrer } of sent) {
    const headers = referrer === "" ? [] : ["-e", referrer, "-H", `X-Odd: ${referrer} and "more"`];
    await run([
      curl ?? "",
      ...through,
      "-g",
      "-A",
      agent,
      ...headers,
      `http://127.0.0.1:${originPort}${path}`,
    ]);
  }
  await run([
    curl ?? "",
    ...through,
    "--proxytunnel",
    "-A",
    "in the tunnel",
    `http://127.0.0.1:${originPort}/t`,
  ]);
  await sendRaw(port, "CONNECT [::1]:9 HTTP/1.1\r\nHost: [::1]:9\r\nUser-Agent: six\r\n\r\n");
  await sendRaw(port, "nonsense\r\n\r\n");
  await sendRaw(port, "");
}

describe.skipIf(skipped !== undefined)("a real Squid", () => {
  beforeAll(async () => {
    bench = await Workbench.open();
    mkdirSync(logs);
    // Squid gives up root, and writes as another user.
    for (const path of [folder, logs]) chmodSync(path, 0o777);
    origin = createServer((_, response) => response.end("fine"));
    await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
    originPort = (origin.address() as AddressInfo).port;
    const port = await freePort();
    const path = join(folder, "squid.conf");
    writeFileSync(path, configuration(port));
    const server = start([squid ?? "", "-N", "-f", path], "ignore");
    try {
      for (let tries = 0; tries < 100 && !(await listens(port)); tries += 1) await sleep(100);
      await sendAll(port);
      const complete = () =>
        existsSync(join(logs, "own.log")) &&
        readFileSync(join(logs, "own.log"), "utf8").trim().split("\n").length >= sent.length + 4;
      for (let tries = 0; tries < 50 && !complete(); tries += 1) await sleep(100);
    } finally {
      await stop(server);
    }
    for (const name of ["squid", "combined", "own"]) events.set(name, await eventsOf(name));
  }, 60_000);

  afterAll(() => {
    origin?.close();
  });

  async function listens(port: number): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
  }

  async function eventsOf(name: string): Promise<readonly Row[]> {
    const lines = readFileSync(join(logs, `${name}.log`), "utf8")
      .split("\n")
      .filter((line) => line !== "");
    const recogniser =
      name === "own" ? ownRecogniser(own, { kind: "proxy", dialect: "squid" }) : bench.recogniser;
    const recognised = recogniser.recognise(lines);
    expect(recognised?.format).toBe({ squid: "squid-native", combined: "squid-combined", own: "own" }[name]);
    expect(recognised?.kind).toBe("proxy");
    if (recognised === undefined) return [];
    const rows = [...(await bench.events(lines, recognised)).values()];
    expect(rows, "every line is an event").toHaveLength(lines.length);
    return rows;
  }

  const find = (name: string, path: string) =>
    events.get(name)?.find(({ url_original }) => String(url_original).endsWith(path));

  test.each(["squid", "combined", "own"])("%s: what was asked for, and what came of it", (name) => {
    for (const { path } of sent)
      expect(find(name, path), path).toMatchObject({
        source_ip: "127.0.0.1",
        http_request_method: "GET",
        url_original: `http://127.0.0.1:${originPort}${path}`,
        url_domain: "127.0.0.1",
        http_response_status_code: 200,
        event_action: "TCP_MISS",
        event_class: "http",
      });
  });

  test.each(["combined", "own"])("%s: agents and referrers as they were sent", (name) => {
    for (const { path, agent, referrer } of sent)
      expect(find(name, path), path).toMatchObject({
        user_agent_original: agent,
        http_request_referrer: referrer === "" ? "-" : referrer,
        http_version: "1.1",
      });
  });

  test("the native format has times in milliseconds, peers and types, and no agent", () => {
    const row = find("squid", "/plain");
    expect(row).toMatchObject({ destination_ip: "127.0.0.1", user_agent_original: "", user_name: "-" });
    expect(Math.abs(Number(row?.time_ms) - Date.now())).toBeLessThan(60_000);
    expect(find("own", "/plain")).toMatchObject({ destination_ip: "127.0.0.1", time_ms: row?.time_ms });
    expect(Number(find("own", "/plain")?.source_port)).toBeGreaterThan(0);
  });

  test.each(["squid", "combined", "own"])("%s: tunnels, and requests that are none", (name) => {
    expect(find(name, `127.0.0.1:${originPort}`)).toMatchObject({
      http_request_method: "CONNECT",
      url_domain: "127.0.0.1",
      event_action: "TCP_TUNNEL",
    });
    expect(find(name, "[::1]:9")).toMatchObject({ http_request_method: "CONNECT", url_domain: "[::1]" });
    expect(find(name, "error:invalid-request")).toMatchObject({
      url_domain: "",
      http_response_status_code: 400,
    });
    expect(find(name, "error:transaction-end-before-headers")).toMatchObject({
      url_domain: "",
      http_response_status_code: 0,
      event_action: "NONE_NONE",
    });
  });
});

if (skipped !== undefined) test("a real Squid", (context) => context.skip(skipped));
