/** The server in front of the API: who is let in, from where, and what is told to those who are not. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Casebook } from "../src/casebook/casebook.ts";
import { openSqlite } from "../src/casebook/sqlite.ts";
import { openEngineFailure } from "../src/engine/open-chdb.ts";
import { VedetteError } from "../src/errors.ts";
import { Accounts } from "../src/server/accounts.ts";
import { makeApp } from "../src/server/app.ts";
import { Attempts, networkOf } from "../src/server/attempts.ts";
import { hostsOf, isLoopback, placeOf } from "../src/server/listen.ts";
import { asProblem } from "../src/server/problems.ts";
import { temporaryFolder } from "./support/files.ts";
import { makeNotifier } from "./support/notify.ts";

const folder = temporaryFolder();
const password = "seven blue horses walk";
let made = 0;

/** A server over an empty book, with a clock that is set by hand. */
function server() {
  made += 1;
  const clock = { ms: Date.UTC(2026, 5, 1) };
  const accounts = new Accounts(openSqlite(join(folder, `accounts-${made}.db`)));
  const told: string[] = [];
  const peer = { address: "192.0.2.1" };
  const book = {
    list: () => ({ items: [], total: 0, next: null }),
    audit: () => {
      throw new Error("secret of the inside");
    },
    auditHead: () => ({ seq: 1, hash: "" }),
    record: () => {},
  } as unknown as Casebook;
  const { app } = makeApp(
    {
      book,
      accounts,
      notifier: makeNotifier({ book }).notifier,
      health: () => ({ state: "ready", events: 0, unread: {} }),
      now: () => clock.ms,
      newId: () => `id-${made}`,
      first: () => "first-secret",
      secure: false,
      peer: () => peer.address,
      told: (says) => told.push(says),
      busy: () => false,
      command: async () => ({ status: 0, stdout: "{}", stderr: "", files: [] }),
      register: { named: [] },
    },
    { hosts: new Set(["sentry.example:8592"]), pages: join(folder, "none"), version: "0" },
  );
  const ask = async (
    method: string,
    path: string,
    given: { body?: unknown; headers?: Record<string, string> } = {},
  ) => {
    const answer = await app.request(`http://sentry.example:8592${path}`, {
      method,
      headers: {
        host: "sentry.example:8592",
        ...(given.body === undefined ? {} : { "content-type": "application/json" }),
        ...given.headers,
      },
      ...(given.body === undefined
        ? {}
        : { body: typeof given.body === "string" ? given.body : JSON.stringify(given.body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: (text.startsWith("{") ? JSON.parse(text) : {}) as Record<string, unknown>,
      cookie: /^[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0] ?? "",
    };
  };
  return { ask, accounts, clock, told, peer };
}

async function withAdministrator() {
  const all = server();
  const made = await all.ask("POST", "/api/v1/first", {
    body: { secret: "first-secret", name: "ada", password },
  });
  expect(made.status).toBe(200);
  return { ...all, cookie: made.cookie };
}

describe("the first account", () => {
  test("is made with the link's secret alone, and only once", async () => {
    const { ask } = server();
    expect(
      (await ask("POST", "/api/v1/first", { body: { secret: "guess", name: "eve", password } })).status,
    ).toBe(401);
    expect(
      (await ask("POST", "/api/v1/first", { body: { secret: "first-secret", name: "ada", password } }))
        .status,
    ).toBe(200);
    const again = await ask("POST", "/api/v1/first", {
      body: { secret: "first-secret", name: "eve", password },
    });
    expect(again.status).toBe(409);
  });

  test("is an administrator's, who is signed in at once, by a cookie that no script reads", async () => {
    const { ask } = server();
    const first = await ask("POST", "/api/v1/first", {
      body: { secret: "first-secret", name: "ada", password },
    });
    expect(first.headers.get("set-cookie")).toMatch(/HttpOnly/i);
    expect(first.headers.get("set-cookie")).toMatch(/SameSite=Strict/i);
    const who = await ask("GET", "/api/v1/session", { headers: { cookie: first.cookie } });
    expect(who.body).toEqual({ name: "ada", role: "administrator", by: "session" });
  });

  test.each([
    ["ada", "short", /12 to 256/],
    ["ada", "ada ada ada ada", /easily guessed/],
    ["ada", "aaaaaaaaaaaaaaaa", /easily guessed/],
    ["vedette", password, /cannot be the name/],
    ["token x", password, /cannot be the name/],
    ["a\u202eb", password, /cannot be the name/],
  ])("%s with %j is refused", async (name, bad, because) => {
    const answer = await server().ask("POST", "/api/v1/first", {
      body: { secret: "first-secret", name, password: bad },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toMatch(because);
  });
});

describe("signing in", () => {
  test("takes name and password, and ends by signing out", async () => {
    const { ask } = await withAdministrator();
    const inside = await ask("POST", "/api/v1/session", { body: { name: "ada", password } });
    expect(inside.status).toBe(200);
    const headers = { cookie: inside.cookie };
    expect((await ask("GET", "/api/v1/cases", { headers })).status).toBe(200);
    expect((await ask("DELETE", "/api/v1/session", { headers })).status).toBe(200);
    expect((await ask("GET", "/api/v1/cases", { headers })).status).toBe(401);
  });

  test("tells a wrong name from a wrong password to nobody", async () => {
    const { ask } = await withAdministrator();
    const [name, pass] = await Promise.all([
      ask("POST", "/api/v1/session", { body: { name: "nobody", password } }),
      ask("POST", "/api/v1/session", { body: { name: "ada", password: `${password}!` } }),
    ]);
    expect([name.status, pass.status]).toEqual([401, 401]);
    expect(name.text).toBe(pass.text);
  });

  test("waits after failures of one network at one account, and locks nobody else out", async () => {
    const { ask, peer, clock } = await withAdministrator();
    const from = async (address: string, given: string) => {
      peer.address = address;
      return (await ask("POST", "/api/v1/session", { body: { name: "ada", password: given } })).status;
    };
    for (let tries = 0; tries < 5; tries += 1)
      expect(await from("203.0.113.9", "wrong password x")).toBe(401);
    expect(await from("203.0.113.9", password)).toBe(429);
    expect(await from("192.0.2.77", password)).toBe(200);
    clock.ms += 1100;
    expect(await from("203.0.113.9", password)).toBe(200);
  });

  test("a session ends when it is not used, when its account is switched off, and when it is taken back", async () => {
    const { ask, clock, accounts } = await withAdministrator();
    await accounts.add("bea", "tier1", password, clock.ms);
    const enter = async () =>
      (await ask("POST", "/api/v1/session", { body: { name: "bea", password } })).cookie;
    const holds = async (cookie: string) =>
      (await ask("GET", "/api/v1/session", { headers: { cookie } })).status;
    const idle = await enter();
    clock.ms += 11 * 3_600_000;
    expect(await holds(idle)).toBe(200);
    clock.ms += 13 * 3_600_000;
    expect(await holds(idle)).toBe(401);
    const taken = await enter();
    const [session] = accounts.sessions("bea").slice(-1);
    const other = await enter();
    expect(
      (await ask("DELETE", `/api/v1/sessions/${session?.id}`, { headers: { cookie: other } })).body,
    ).toEqual({ done: 1 });
    expect([await holds(taken), await holds(other)].toSorted()).toEqual([200, 401]);
    accounts.change("bea", { disabled: true });
    expect(await holds(other)).toBe(401);
    expect((await ask("POST", "/api/v1/session", { body: { name: "bea", password } })).status).toBe(401);
  });

  test("the last administrator stays one", async () => {
    const { accounts } = await withAdministrator();
    expect(() => accounts.change("ada", { role: "reader" })).toThrow(/No administrator would be left/);
    expect(() => accounts.change("ada", { disabled: true })).toThrow(/No administrator would be left/);
    expect(accounts.list()).toMatchObject([{ name: "ada", role: "administrator", disabled: false }]);
  });
});

describe("roles and tokens", () => {
  test("a role may do what is its own, and no more", async () => {
    const { ask, accounts, clock } = await withAdministrator();
    await accounts.add("rob", "reader", password, clock.ms);
    const { cookie } = await ask("POST", "/api/v1/session", { body: { name: "rob", password } });
    expect((await ask("GET", "/api/v1/cases", { headers: { cookie } })).status).toBe(200);
    for (const [method, path, body] of [
      ["POST", "/api/v1/cases/C-1/acts", { version: 1, act: { kind: "note", text: "x" } }],
      ["POST", "/api/v1/bulk/preview", {}],
      ["GET", "/api/v1/accounts", undefined],
      ["POST", "/api/v1/tokens", { name: "x", role: "administrator" }],
    ] as const) {
      const answer = await ask(method, path, { headers: { cookie }, body });
      expect(answer.status, path).toBe(403);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
    }
  });

  test("a token is told once, acts in its role, and ends", async () => {
    const { ask, cookie, clock } = await withAdministrator();
    const made = await ask("POST", "/api/v1/tokens", {
      headers: { cookie },
      body: { name: "shipper", role: "reader", expires_ms: clock.ms + 60_000 },
    });
    const headers = { authorization: `Bearer ${String(made.body.token)}` };
    expect((await ask("GET", "/api/v1/session", { headers })).body).toEqual({
      name: "token shipper",
      role: "reader",
      by: "token",
    });
    expect((await ask("GET", "/api/v1/tokens", { headers: { cookie } })).text).not.toContain(
      String(made.body.token),
    );
    clock.ms += 61_000;
    expect((await ask("GET", "/api/v1/session", { headers })).status).toBe(401);
  });
});

describe("requests that are not meant for it", () => {
  test("another host's name is refused", async () => {
    const { ask } = server();
    expect((await ask("GET", "/api/v1/alive", { headers: { host: "attacker.example" } })).status).toBe(421);
    expect((await ask("GET", "/api/v1/alive")).status).toBe(200);
  });

  test.each([
    [{ origin: "https://attacker.example" }],
    [{ origin: "null" }],
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
  ])("a change that another site's page asks for is refused: %j", async (headers) => {
    const { ask, cookie } = await withAdministrator();
    const answer = await ask("DELETE", "/api/v1/session", {
      headers: { cookie, ...(headers as Record<string, string>) },
    });
    expect(answer.status).toBe(403);
    expect((await ask("GET", "/api/v1/session", { headers: { cookie } })).status).toBe(200);
  });

  test("what is malformed, huge or unknown is told as a problem, and nothing of the inside", async () => {
    const { ask, cookie, told } = await withAdministrator();
    const headers = { cookie };
    const status = async (method: string, path: string, body?: unknown) =>
      (await ask(method, path, { headers, body })).status;
    expect(await status("POST", "/api/v1/session", "{")).toBe(400);
    expect(await status("POST", "/api/v1/session", { name: 1 })).toBe(400);
    expect(await status("POST", "/api/v1/session", { name: "a", password: "b", more: 1 })).toBe(400);
    expect(await status("GET", "/api/v1/cases?limit=0")).toBe(400);
    expect(await status("GET", "/api/v1/cases?colour=red")).toBe(400);
    expect(await status("GET", "/api/v1/nothing")).toBe(404);
    expect(await status("POST", "/api/v1/session", { name: "a", password: "x".repeat(1_100_000) })).toBe(413);
    const failed = await ask("GET", "/api/v1/audit", { headers });
    expect(failed.status).toBe(500);
    expect(failed.text).not.toContain("secret of the inside");
    expect(told.join("\n")).toContain("secret of the inside");
  });

  test("every answer has the headers that keep its text text", async () => {
    const { ask } = server();
    for (const path of ["/api/v1/alive", "/api/v1/cases", "/none.js", "/api/v1/openapi.json"]) {
      const { headers } = await ask("GET", path);
      expect(headers.get("content-security-policy"), path).toContain("default-src 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });
});

describe("places", () => {
  test.each([
    ["127.0.0.1:8592", { host: "127.0.0.1", port: 8592 }],
    ["[::1]:0", { host: "::1", port: 0 }],
    ["sentry.example:443", { host: "sentry.example", port: 443 }],
  ])("%s", (written, place) => {
    expect(placeOf(written)).toEqual(place);
  });

  test.each(["8592", "::1:8592", "a b:1", "127.0.0.1:70000", ""])("%j is none", (written) => {
    expect(() => placeOf(written)).toThrow(/not a place to listen at/);
  });

  test("loopback is 127.0.0.0/8, ::1 and its name", () => {
    expect(["127.0.0.1", "127.9.9.9", "::1", "localhost"].every(isLoopback)).toBe(true);
    expect(["0.0.0.0", "::", "192.0.2.1", "127.example"].some(isLoopback)).toBe(false);
    expect([...hostsOf({ host: "::1", port: 0 }, 99, ["Sentry.example"])]).toContain("sentry.example:99");
  });
});

test("the network of an address is itself, or its /64", () => {
  expect(networkOf("::ffff:192.0.2.1")).toBe("192.0.2.1");
  expect(networkOf("2001:db8:0:7::1")).toBe(networkOf("2001:db8:0:7:ffff::"));
  expect(networkOf("2001:db8:0:7::1")).not.toBe(networkOf("2001:db8:0:8::1"));
});

test("what is remembered of failures is bounded, and a clock that jumps makes nobody wait", () => {
  const attempts = new Attempts();
  for (let at = 0; at < 10; at += 1) attempts.failed("192.0.2.1", "ada", 1_000_000);
  expect(attempts.waitMs("192.0.2.1", "ada", 1_000_000)).toBeGreaterThan(0);
  expect(attempts.waitMs("192.0.2.1", "ada", 1_000_000 - 7_200_000)).toBe(0);
  expect(attempts.waitMs("192.0.2.1", "bea", 1_000_000)).toBe(0);
  for (let at = 0; at < 40; at += 1) attempts.failed("192.0.2.2", `name ${at}`, 1_000_000);
  expect(attempts.waitMs("192.0.2.2", "bea", 1_000_000)).toBeGreaterThan(0);
});

test("a failure of the service's own files says what to do, and not where they lie", () => {
  const place = { path: "/var/lib/vedette/accounts.db" };
  const full = new VedetteError(
    "casebook.full",
    `${place.path}: the disk is full, and nothing was written.`,
    {
      place,
      hint: "Make room.",
    },
  );
  const { status, message, more } = asProblem(full);
  expect([status, message]).toEqual([503, "The disk is full, and nothing was written."]);
  expect(JSON.stringify(more)).not.toContain("/var/lib");
});

test("a database without room says that the disk is full", () => {
  const db = openSqlite(join(temporaryFolder(), "full.db"));
  db.run("CREATE TABLE a (b TEXT)");
  db.all("PRAGMA max_page_count = 4");
  expect(() => db.run("INSERT INTO a VALUES (?)", "x".repeat(100_000))).toThrow(/the disk is full/);
  db.close();
});

test("a store that cannot be opened for want of room is not called damaged", () => {
  const cause = new Error("the engine cannot start");
  const failure = (freeBytes: number) => openEngineFailure("/state/store/db", true, cause, freeBytes);
  expect([failure(4096).code, failure(4096).message]).toEqual([
    "engine.failed",
    "/state/store: the engine cannot open this store: its disk is full.",
  ]);
  expect(failure(2 ** 40).code).toBe("store.damaged");
});
