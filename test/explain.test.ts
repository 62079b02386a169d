/** `explain` finds what the profiles know of a line whatever its bytes are, and says it in a sentence. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Explanation, explain } from "../src/triage/explain.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined, type Request } from "./support/lines.ts";
import { open } from "./support/triage.ts";

const folder = temporaryFolder();

async function explained(paths: readonly string[], line: number): Promise<Explanation> {
  const triage = await open(paths);
  try {
    const source = triage.result.sources.find(({ path }) => path === paths[0]);
    if (source === undefined) throw new Error("the log was not read");
    return await explain(triage, source, line);
  } finally {
    await triage.close();
  }
}

/** A log whose second line has bytes that are no characters; `\u00ff` stands for the byte FF. */
function bytesLog(name: string, request: Request): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(`${combined()}\n${combined(request)}\n`, "latin1"));
  return path;
}
const secret: Request = {
  ip: "203.0.113.7",
  agent: "curl/8.5.0",
  status: 404,
  request: "GET /.env HTTP/1.1",
};

describe("a line", () => {
  test.each<[string, Request]>([
    [
      "whose path has bytes that are no characters",
      { ...secret, request: "GET /\u00ff\u00fe/.env HTTP/1.1" },
    ],
    ["whose agent has", { ...secret, agent: "curl/8.5.0 \u00ff" }],
    ["whose address has", { ...secret, ip: "203.0.113.\u00ff" }],
    ["with a path of 150 KB", { ...secret, request: `GET /${"a".repeat(150_000)}/.env HTTP/1.1` }],
    ["that names a file in a parameter", { ...secret, request: "GET /x?f=../../../.env HTTP/1.1" }],
  ])("%s has all its rows", async (name, request) => {
    const one = await explained([bytesLog(`${name}.log`, request)], 2);
    expect(one.place?.endpoint).toBe("dotenv");
    expect(one.agent?.class).toBe("library");
    const fired = one.indicators.filter(({ outcome }) => outcome === "fired").map(({ id }) => id);
    expect(fired).toEqual(expect.arrayContaining(["endpoint.config-probe", "ua.tool"]));
  });

  test("is told in two sentences", async () => {
    const lines = ["/.env", "/.git/config", "/wp-config.php.bak"].map((path) =>
      combined({ ...secret, request: `GET ${path} HTTP/1.1` }),
    );
    const one = await explained([write(folder, "told.log", lines)], 1);
    expect(one.told).toBe(
      "On 2026-05-17 10:05 UTC 203.0.113.7, as curl, asked for /.env (secret: it would tell keys and credentials of the application) and was told that it is not there (404). 203.0.113.7 goes to Tier 2: an unusual agent also probes configuration or version endpoints, or enumerates.",
    );
  });

  test("of a quiet visitor says what was nearest", async () => {
    const visitor = {
      ip: "198.51.100.8",
      referrer: "https://www.example/",
      request: "GET /server-status HTTP/1.1",
      status: 404,
    };
    const one = await explained(
      [write(folder, "quiet.log", [combined(visitor), combined({ ip: "198.51.100.8" })])],
      1,
    );
    expect(one.told).toContain(
      "Nothing was found against it; nearest was configuration endpoints asked for without authorisation: ",
    );
  });

  test("has shares in per cent", async () => {
    const lines = Array.from({ length: 30 }, (_, n) =>
      combined({ ip: "203.0.113.9", request: `GET /word${n} HTTP/1.1`, status: n < 25 ? 404 : 200 }),
    );
    const one = await explained([write(folder, "shares.log", lines)], 1);
    const conditions = one.indicators.find(({ id }) => id === "scan.enumeration")?.conditions ?? [];
    expect(conditions.map(({ sentence }) => sentence)).toContain("83 % of its requests failed; needs 50 %");
  });

  test("of a host's network is about the host", async () => {
    const event = JSON.stringify({
      EventID: 3,
      Channel: "Microsoft-Windows-Sysmon/Operational",
      Hostname: "WS01.corp.example",
      "@timestamp": "2026-05-17T10:05:03.000Z",
      SourceIp: "10.0.0.5",
      DestinationIp: "203.0.113.7",
      DestinationPort: "443",
      Image: "C:\\tools\\x.exe",
      SourceName: "Microsoft-Windows-Sysmon",
    });
    const scan = ["/.env", "/.git/config", "/wp-config.php.bak"].map((path) =>
      combined({ ...secret, request: `GET ${path} HTTP/1.1` }),
    );
    const one = await explained(
      [write(folder, "host.json", [event, event]), write(folder, "scan.log", scan)],
      1,
    );
    expect(one.verdict).toContain("Nothing speaks against ws01.corp.example");
    expect(one.told).toContain("WS01.corp.example: network");
  });
});
