/** `vedette serve` as a process: from its first start over growing logs to a closed case, and to a start after a kill. */
import { createSocket } from "node:dgram";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSpool } from "../src/intake/spool.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { client, type Running, servicesIn } from "./support/serve-process.ts";

const folder = temporaryFolder();
const password = "seven blue horses walk";
const { serve, ended } = servicesIn(folder);

const probe = (path: string, status = 404) =>
  combined({
    ip: "192.0.2.9",
    request: `GET ${path} HTTP/1.1`,
    status,
    agent: "python-requests/2.31.0",
  });
const visits = Array.from({ length: 40 }, (_, at) =>
  combined({ ip: `198.51.100.${at}`, request: `GET /page/${at} HTTP/1.1` }),
);

async function until<T>(what: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await what();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("it did not come");
}

interface Item {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly entities: number;
  readonly priority: string;
}

const casesOf = async (ask: ReturnType<typeof client>) =>
  (await ask("GET", "/api/v1/cases")).body.items as unknown as Item[];

describe("a service", () => {
  const state = join(folder, "state");
  const logs = join(folder, "logs");
  mkdirSync(logs);
  const log = write(logs, "access.log", visits);
  let known: Item | undefined;

  test("from the first link to a case that was closed, and what containment it has", async () => {
    const service = await serve("--state", state, logs);
    const ask = client(service);
    expect((await ask("GET", "/api/v1/cases")).status).toBe(401);
    expect(
      (await ask("POST", "/api/v1/first", { secret: service.first, name: "ada", password })).status,
    ).toBe(200);
    await until(async () => ((await ask("GET", "/api/v1/health")).body.state === "ready" ? true : undefined));
    expect(await casesOf(ask)).toEqual([]);
    appendFileSync(
      log,
      ["/.env", "/server-status", "/phpinfo.php", "/actuator/env", "/.git/config", "/wp-config.php.bak"]
        .map((path) => `${probe(path)}\n`)
        .join(""),
    );
    known = await until(async () => (await casesOf(ask))[0]);
    expect(known).toMatchObject({ state: "new", action: "escalate", entities: 1 });
    const blocks = await ask("POST", `/api/v1/cases/${known.id}/containment`, {
      target: ["nginx"],
      ticket: "INC-7",
    });
    expect(blocks.status).toBe(200);
    const files = blocks.body.files as unknown as { name: string; text: string }[];
    expect(files.map(({ name }) => name)).toContain("containment.json");
    expect(files.find(({ name }) => name.startsWith("nginx/"))?.text).toContain("INC-7");
    const weighed = blocks.body.result as unknown as {
      candidates: { recommended: boolean }[];
      products: { id: string }[];
    };
    expect(weighed.candidates.filter((one) => one.recommended)).toHaveLength(1);
    expect(weighed.products).toMatchObject([{ id: "nginx", apply: expect.arrayContaining([]) }]);
    const mails = await ask("POST", `/api/v1/cases/${known.id}/mail-protection`, { target: ["rspamd"] });
    expect(mails).toMatchObject({
      status: 422,
      body: { detail: `Case ${known.id} is about no mail.`, hint: expect.stringContaining("contain") },
    });
    const count = await ask("POST", "/api/v1/sql", { statement: "SELECT count() AS n FROM events" });
    expect(count.body.rows).toEqual([{ n: visits.length + 6 }]);
    const events = await ask("GET", `/api/v1/cases/${known.id}/events`);
    expect(events.body).toMatchObject({ total: 6, left_out: [] });
    const items = events.body.items as unknown as { path: string; line: number; what: string }[];
    expect(items.map(({ what }) => what)).toContain("GET /.env 404");
    // A line is found by the name that evidence tells, and by no other.
    expect(items[0]?.path).toBe(`${log}, part 1`);
    const place = new URLSearchParams({
      path: String(items[0]?.path),
      line: String(items[0]?.line),
      around: "1",
    });
    const record = await ask("GET", `/api/v1/record?${place}`);
    expect(record.body).toMatchObject({ path: items[0]?.path, line: items[0]?.line, kind: "web" });
    expect(record.body.records).toHaveLength(3);
    place.set("path", `${log}, part 9`);
    expect((await ask("GET", `/api/v1/record?${place}`)).status).toBe(404);
    const stale = await ask("POST", `/api/v1/cases/${known.id}/acts`, {
      version: known.version + 5,
      act: { kind: "note", text: "x" },
    });
    expect(stale.status).toBe(409);
    const closed = await ask("POST", `/api/v1/cases/${known.id}/acts`, {
      version: known.version,
      act: { kind: "close", reason: "true-positive", note: "blocked" },
    });
    expect(closed.status).toBe(200);
    expect((await ask("GET", "/api/v1/audit/verification")).body.holds).toBe(true);
    expect(await ended(service.child, "SIGKILL")).toBeNull();
  });

  test("after a kill it knows everything, and shows the same case under its name", async () => {
    appendFileSync(log, `${probe("/config.json")}\n`);
    const service = await serve("--state", state, logs);
    expect(service.first).toBe("");
    const ask = client(service);
    expect((await ask("POST", "/api/v1/session", { name: "ada", password })).status).toBe(200);
    const health = await until(async () => {
      const { body } = await ask("GET", "/api/v1/health");
      return body.state === "ready" ? body : undefined;
    });
    expect(health.events).toBe(visits.length + 7);
    const cases = await casesOf(ask);
    expect(cases.map(({ id }) => id)).toEqual([known?.id]);
    expect(await ended(service.child, "SIGTERM")).toBe(0);
  });

  test("what it keeps is for its owner alone", () => {
    for (const name of ["", "casebook.db", "accounts.db", "store"]) {
      expect(statSync(join(state, name)).mode & 0o077, name).toBe(0);
    }
  });
});

describe("what others send", () => {
  test("syslog, _bulk and lines are stored once each, also over a kill, and are known by their names", async () => {
    const state = join(folder, "sent");
    const given = ["--state", state, "--intake", "udp:127.0.0.1:0", "--intake", "http:127.0.0.1:0"];
    const places = async (service: Running) => {
      const told = await until(async () => (service.says().includes("Ctrl-C") ? service.says() : undefined));
      const portOf = (kind: string) =>
        Number(new RegExp(`taken at ${kind}:127\\.0\\.0\\.1:(\\d+)`).exec(told)?.[1]);
      return { udp: portOf("udp"), http: `http://127.0.0.1:${portOf("http")}` };
    };
    let service = await serve(...given);
    let ask = client(service);
    await ask("POST", "/api/v1/first", { secret: service.first, name: "ada", password });
    const { body } = await ask("POST", "/api/v1/tokens", { name: "web", role: "shipper" });
    const token = String(body.token);
    const send = async (http: string, path: string, text: string, more: Record<string, string> = {}) =>
      (
        await fetch(`${http}${path}`, {
          method: "POST",
          body: text,
          headers: { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson", ...more },
        })
      ).status;
    const ship = await places(service);
    expect(
      await send(ship.http, "/intake/lines/web", `${probe("/.env")}\n`, { authorization: "Bearer none" }),
    ).toBe(401);
    // Who ships with a wrong token loses records, and is told of.
    const told = JSON.stringify((await ask("GET", "/api/v1/health")).body.intakes);
    expect(told).toContain('"refusals":1');
    expect(told).toContain("one that is not known");
    expect(await send(ship.http, "/intake/lines/web", visits.map((line) => `${line}\n`).join(""))).toBe(200);
    const batch = ["/.env", "/server-status", "/phpinfo.php", "/actuator/env", "/.git/config"]
      .map(
        (path, at) =>
          `{"create":{"_index":"web","_id":"${at}"}}\n${JSON.stringify({ message: probe(path), log: { file: { path: "/var/log/shop.log" } } })}\n`,
      )
      .join("");
    expect(await send(ship.http, "/_bulk", batch)).toBe(200);
    // A shipper that got no answer sends again.
    expect(await send(ship.http, "/_bulk", batch)).toBe(200);
    const socket = createSocket("udp4");
    for (let at = 0; at < 7; at += 1)
      await new Promise((resolve) =>
        socket.send(`<134>May 17 10:05:0${at} web nginx: ${visits[at]}`, ship.udp, "127.0.0.1", resolve),
      );
    socket.close();
    const all = visits.length + 5 + 7;
    const count = async () => {
      const health = await ask("GET", "/api/v1/health");
      return health.body.events === (all as never) ? true : undefined;
    };
    await until(count);
    const [found] = await until(async () => {
      const cases = await casesOf(ask);
      return cases.length > 0 ? cases : undefined;
    });
    const seen = await ask("GET", `/api/v1/cases/${found?.id}`);
    expect(JSON.stringify(seen.body.snapshot)).toContain("/var/log/shop.log, part 1");
    expect(JSON.stringify(seen.body.snapshot)).not.toContain(state);
    // A token of a shipper sees nothing.
    const shipper = await fetch(`${service.address}/api/v1/cases`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(shipper.status).toBe(403);
    await ended(service.child, "SIGKILL");

    service = await serve(...given);
    ask = client(service);
    await ask("POST", "/api/v1/session", { name: "ada", password });
    expect(await send((await places(service)).http, "/_bulk", batch)).toBe(200);
    await until(count);
    const rows = await ask("POST", "/api/v1/sql", { statement: "SELECT count() AS n FROM events" });
    expect(rows.body.rows).toEqual([{ n: all }]);
    expect(await ended(service.child, "SIGTERM")).toBe(0);
  });

  test("mails that are put into a folder, and rows of a CSV whose names stood in an earlier part", async () => {
    const state = join(folder, "dropped");
    const drop = join(folder, "drop");
    mkdirSync(drop);
    const csv = write(folder, "alerts.csv", [
      "Timestamp,NetworkMessageId,SenderFromAddress,RecipientEmailAddress,Subject,ThreatTypes",
      "2026-05-17T10:05:03Z,n1,helpdesk@it-support.example,ann@corp.test,Your VPN client,Phish",
    ]);
    const given = ["--state", state, "--intake", `drop:${drop}`, csv];
    const eventsAre = (ask: ReturnType<typeof client>, n: number) =>
      until(async () => {
        const { body } = await ask("GET", "/api/v1/health");
        return body.events === (n as never) ? body : undefined;
      });
    let service = await serve(...given);
    let ask = client(service);
    await ask("POST", "/api/v1/first", { secret: service.first, name: "ada", password });
    write(drop, "one.eml", [
      "From: Help <helpdesk@it-support.example>",
      "To: ann@corp.test",
      "Subject: Your browser",
      "Date: Sun, 17 May 2026 10:05:03 +0000",
      "Message-ID: <1@it-support.example>",
      "",
      "Please send us the output of systeminfo.",
    ]);
    const health = await eventsAre(ask, 2);
    const intakes = health.intakes as unknown as { name: string; figures: { records: number } }[];
    expect(intakes.find(({ name }) => name === `drop:${drop}`)?.figures.records).toBe(1);
    expect(existsSync(join(drop, "taken", "one.eml"))).toBe(true);
    await ended(service.child, "SIGTERM");
    // The part with the names is closed; what comes now is another.
    const spool = await openSpool(state, { effects: { now: Date.now } });
    await spool.closeSegments();
    await spool.close();
    appendFileSync(csv, "2026-05-17T10:06:03Z,n2,helpdesk@it-support.example,bob@corp.test,Your VPN,Phish\n");
    service = await serve(...given);
    ask = client(service);
    await ask("POST", "/api/v1/session", { name: "ada", password });
    await eventsAre(ask, 3);
    const { body } = await ask("POST", "/api/v1/sql", {
      statement:
        "SELECT email_message_id AS id, email_to AS to FROM events WHERE event_class = 'phish' ORDER BY id",
    });
    expect(body.rows).toEqual([
      { id: "n1", to: "ann@corp.test" },
      { id: "n2", to: "bob@corp.test" },
    ]);
    expect(await ended(service.child, "SIGTERM")).toBe(0);
  });

  test("two services do not share a folder", async () => {
    const state = join(folder, "shared");
    const service = await serve("--state", state, "x.log");
    await expect(serve("--state", state, "x.log")).rejects.toThrow(/intake\.locked/);
    await ended(service.child, "SIGTERM");
  });
});

test("old records are removed; a case of theirs can be read still, and the audit tells of it", async () => {
  const state = join(folder, "kept");
  const at = (request: string) =>
    combined({
      ...{ ip: "192.0.2.9", time: "17/May/2020:10:05:03 +0000", status: 404 },
      ...{ request, agent: "python-requests/2.31.0" },
    });
  const old = write(
    folder,
    "old.log",
    ["/.env", "/server-status", "/phpinfo.php", "/actuator/env", "/.git/config"].map((path) =>
      at(`GET ${path} HTTP/1.1`),
    ),
  );
  const given = ["--state", state, old];
  let service = await serve(...given);
  let ask = client(service);
  await ask("POST", "/api/v1/first", { secret: service.first, name: "ada", password });
  const found = await until(async () => (await casesOf(ask))[0]);
  await ended(service.child, "SIGTERM");
  service = await serve(...given, "--keep", "30d", "--keep-bytes", "1GiB");
  ask = client(service);
  await ask("POST", "/api/v1/session", { name: "ada", password });
  const health = await until(async () => {
    const { body } = await ask("GET", "/api/v1/health");
    const { removed } = body.retention as unknown as { removed?: number };
    return removed === 5 && body.events === (0 as never) ? body : undefined;
  });
  expect(health.retention).toMatchObject({ ageMs: 30 * 86_400_000, bytesMax: 2 ** 30 });
  const { body } = await ask("GET", `/api/v1/cases/${found.id}`);
  expect(JSON.stringify(body.snapshot)).toContain("/actuator/env");
  const audit = (await ask("GET", "/api/v1/audit")).body.items as unknown as {
    act: string;
    detail: unknown;
  }[];
  expect(audit.filter(({ act }) => act === "records.removed")).toMatchObject([
    { detail: { records: 5, until: "2020-05-17T10:05:03.000Z" } },
  ]);
  expect(await ended(service.child, "SIGTERM")).toBe(0);
});

test("a demonstration opens on recorded logs of each kind, and leaves nothing", {
  timeout: 240_000,
}, async () => {
  const service = await serve("--demo");
  const ask = client(service);
  await ask("POST", "/api/v1/first", { secret: service.first, name: "ada", password });
  let found: Item[] = [];
  for (let tries = 0; tries < 900 && found.length === 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    found = await casesOf(ask);
  }
  expect(found.length).toBeGreaterThan(20);
  expect(found[0]?.priority).toBe("now");
  const { body } = await ask("GET", "/api/v1/report");
  const kinds = new Set((body.sources as unknown as { kind: string }[]).map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(expect.arrayContaining(["auth", "edr", "mail", "nids", "proxy", "web"]));
  const state = [...readlinksOf(service.child.pid ?? 0)].find((path) => path.endsWith("casebook.db"));
  expect(state).toBeDefined();
  expect(await ended(service.child, "SIGTERM")).toBe(0);
  expect(existsSync(String(state))).toBe(false);
});

/** Files that a process has open. */
function readlinksOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(join(folder, name))];
    } catch {
      return [];
    }
  });
}

describe("what it is asked wrongly", () => {
  test.each([
    [[], /No log was named/],
    [["--listen", "8592", "x.log"], /not a place to listen at/],
    [["--listen", "0.0.0.0:0", "x.log"], /nobody can sign in yet/],
    [["--tls-cert", "x.pem", "x.log"], /go together/],
    [["--demo", "x.log"], /recorded logs alone/],
    [["--intake", "9200"], /not a place that records are taken at/],
    [["--intake", "tls:127.0.0.1:0"], /needs a certificate/],
    [["--intake", "drop:/not/there"], /no such folder for mails/],
    [["--keep", "90", "x.log"], /not an age/],
    [["--keep-bytes", "50GB", "x.log"], /not a size/],
  ])("%j", async (given, says) => {
    await expect(serve("--state", join(folder, "wrong"), ...given)).rejects.toThrow(says);
  });

  test("a place that another program has", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    await expect(
      serve("--state", join(folder, "taken"), "--listen", `127.0.0.1:${port}`, "x.log"),
    ).rejects.toThrow(/another program listens there already/);
    other.close();
  });

  test("a folder that is a file", async () => {
    const file = write(folder, "file", ["x"]);
    await expect(serve("--state", file, "x.log")).rejects.toThrow(/cannot be kept there/);
    expect(existsSync(file)).toBe(true);
  });
});
