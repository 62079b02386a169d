/** Records that are kept one by one: the lines that are passed over unread hold none of them, however a log is written. */
import { describe, expect, test } from "vitest";
import { renamed } from "../src/ingest/renamed.ts";
import { splitEventId } from "../src/ingest/scan.ts";
import type { OpenTriage } from "../src/triage/triage.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { open, triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();

/** Lines of a log that a profile of records keeps. */
async function keptLines(run: OpenTriage, table: string): Promise<number[]> {
  const rows = await run.engine.rows(`SELECT event_id FROM records_${table} ORDER BY event_id`);
  return rows.map(({ event_id }) => splitEventId(Number(event_id)).line);
}

async function kept(path: string, tables: readonly string[]): Promise<Record<string, number[]>> {
  const run = await open([path]);
  try {
    return Object.fromEntries(
      await Promise.all(tables.map(async (table) => [table, await keptLines(run, table)])),
    );
  } finally {
    await run.close();
  }
}

describe("a log of a sensor", () => {
  const eve = (type: string, from: string, to: string, port: number, more: object) =>
    JSON.stringify({
      timestamp: "2026-05-17T10:05:01.000000+0000",
      event_type: type,
      src_ip: from,
      dest_ip: to,
      dest_port: port,
      ...more,
    });
  const refused = { flow: { bytes_toserver: 90, bytes_toclient: 60 } };
  const alert = {
    alert: { signature: "LOCAL a probe", category: "Attempted Information Leak", severity: 2 },
  };
  const lines = [
    eve("alert", "192.0.2.7", "10.0.0.5", 80, alert),
    eve("flow", "10.0.0.9", "10.0.0.5", 445, refused),
    eve("flow", "10.0.0.9", "10.0.0.5", 8445, refused),
    eve("tls", "10.0.0.9", "203.0.113.5", 443, { tls: { sni: "IPinfo.io" } }),
    eve("tls", "10.0.0.9", "203.0.113.5", 443, { tls: { sni: "www.example" } }),
    eve("http", "10.0.0.9", "203.0.113.5", 80, {
      http: { hostname: "shop.example", url: "/", http_method: "GET", status: 200 },
    }),
    // JSON allows to write a text and a number in several ways.
    eve("alert", "192.0.2.7", "10.0.0.5", 80, alert).replace('"alert"', '"\\u0061lert"'),
    eve("flow", "10.0.0.9", "10.0.0.5", 22, refused).replace('"dest_port":22', '"dest_port" : "22"'),
    eve("dns", "10.0.0.9", "10.0.0.5", 53, { dns: { type: "query", rrname: "ipinfo.io", rrtype: "A" } }),
  ];
  const expected = {
    alerts: [1, 7],
    host_contacts: [2, 8],
    seen_names: [4],
    outbound_sensor: [6],
  };

  test("is looked through once for all profiles", async () => {
    const path = write(folder, "eve.json", `${lines.join("\n")}\n`);
    expect(await kept(path, Object.keys(expected))).toEqual(expected);
  });

  test("gives the same as text in the JSON of another program", async () => {
    const wrapped = lines.map((log) =>
      JSON.stringify({ log: `${log}\n`, stream: "stdout", time: "2026-05-17T10:05:03.1Z" }),
    );
    const path = write(folder, "docker.json", `${wrapped.join("\n")}\n`);
    expect(await kept(path, Object.keys(expected))).toEqual(expected);
  });
});

describe("requests with a user", () => {
  const line = (user: string, path: string) =>
    `192.0.2.7 - ${user} [17/May/2026:10:05:03 +0000] "GET ${path} HTTP/1.1" 200 5 "-" "curl/8.5.0"`;
  const plain = Array.from({ length: 20 }, () => line("-", "/server-status"));

  test("are found where one request has a user, whatever the others write", async () => {
    const told = `192.0.2.7 - ann [17/May/2026:10:05:03 +0000] "GET /server-status HTTP/1.1" 200 5 "-" "a - - [b"`;
    const path = write(folder, "users.log", `${[...plain, told].join("\n")}\n`);
    expect(await kept(path, ["signed_requests"])).toEqual({ signed_requests: [21] });
  });

  test("are none where none has", async () => {
    const path = write(folder, "nobody.log", `${plain.join("\n")}\n`);
    expect(await kept(path, ["signed_requests"])).toEqual({ signed_requests: [] });
  });
});

test("records that are counted where they are looked at give the same sums as those of a store", async () => {
  const squid = (second: number, method: string) =>
    `17790123${String(second).padStart(2, "0")}.000     12 10.0.0.9 TCP_MISS/200 512 ${method} http://shop.example/ - HIER_DIRECT/203.0.113.5 text/html`;
  const lines = [squid(1, "GET"), squid(2, "GET"), "", "what is no record", squid(9, "ICP_QUERY")];
  const path = write(folder, "access.log", `${lines.join("\n")}\n`);
  const once = await triageDocument([path]);
  const store = await triageDocument([path], { store: `${folder}/store` });
  expect(once.sources[0]).toMatchObject({ lines: 4, events: 3, rejected: 1, classes: { http: 3 } });
  expect(once.sources[0]?.first).toBe("2026-05-17T10:05:01.000Z");
  expect(once.sources[0]?.last).toBe("2026-05-17T10:05:09.000Z");
  expect(once.sources[0]?.rejects.map(({ line }) => line)).toEqual([4]);
  expect(store.sources).toEqual(once.sources);
});

test("names are columns outside quoted texts only, and whole words", () => {
  expect(renamed("if(agent = '', 'no agent', user_agent || agent)", ["agent"], "kept_")).toBe(
    "if(kept_agent = '', 'no agent', user_agent || kept_agent)",
  );
  expect(renamed("agent = 'it''s an agent' OR match(agent, 'user-agent\\' agent')", ["agent"], "kept_")).toBe(
    "kept_agent = 'it''s an agent' OR match(kept_agent, 'user-agent\\' agent')",
  );
  expect(renamed("agent", [], "kept_")).toBe("agent");
});
