/** Every route of the API's description, asked by everybody, with what is malformed. */
import { afterEach, describe, expect, test } from "vitest";
import { roles } from "../src/server/roles.ts";
import { temporaryFolder } from "./support/files.ts";
import { serverApp } from "./support/server-app.ts";

const folder = temporaryFolder();
const server = serverApp(folder);

afterEach(() => {
  server.told.length = 0;
});

interface Operation {
  readonly tags: readonly string[];
  readonly security?: readonly unknown[];
  readonly requestBody?: unknown;
  readonly "x-role"?: string;
}
const { paths } = JSON.parse((await server.ask("GET", "/api/v1/openapi.json")).text) as {
  paths: Record<string, Record<string, Operation>>;
};
const routes = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
);
const guarded = routes.filter(({ operation }) => operation["x-role"] !== undefined);
const open = routes.filter(({ operation }) => operation["x-role"] === undefined);

const bodies = ["", "{", "null", "[]", '"x"', '{"more":{}}', "x".repeat(1_100_000), `${"[".repeat(20_000)}`];
/** Members that many bodies have, with more wrong values than a call of a function takes arguments. */
const many = ["verdict", "entity", "target", "shared", "filters", "events", "to", "add", "act"].map(
  (name) => `{"${name}":[${"1,".repeat(200_000)}1]}`,
);
const queries = ["?colour=red", "?limit=-1&after=%00&since=x", `?q=${"x".repeat(5000)}`];
const places = ["x", "%00", "%2e%2e%2f", "%F0%9F%92%A9", "%ff", "0", "-1", "1e99", "x".repeat(3000)];

/** The malformed requests of a route. */
function requestsOf({ method, path }: (typeof routes)[number]) {
  const at = (place: string) => path.replaceAll(/\{\w+\}/g, place);
  const asksBody = method !== "get" && method !== "delete";
  return [
    ...places.map((place) => ({ path: at(place), ...(asksBody ? { body: "{}" } : {}) })),
    ...queries.map((query) => ({ path: `${at("1")}${query}`, ...(asksBody ? { body: "{}" } : {}) })),
    ...(asksBody ? [...bodies, ...many].map((body) => ({ path: at("1"), body })) : []),
  ];
}

test("the description has all routes with their roles", () => {
  expect(guarded.length).toBeGreaterThan(50);
  expect(open.map(({ operation }) => operation.security)).toEqual(open.map(() => []));
  for (const { method, path, operation } of open)
    expect(operation.tags.includes("session") || path === "/api/v1/alive", `${method} ${path}`).toBe(true);
});

describe.each(["nobody", ...roles])("to %s", (asking) => {
  const headers = asking === "nobody" ? {} : server.tokenOf(asking as (typeof roles)[number]);
  const rank = (role: string) => (roles as readonly string[]).indexOf(role);

  test.each(guarded)(
    "$method $path tells nothing without the role, and fails in no other way",
    async (route) => {
      const may = rank(asking) >= rank(route.operation["x-role"] ?? "");
      for (const { path, body } of requestsOf(route)) {
        const { status, text } = await server.ask(route.method, path, {
          headers,
          ...(body === undefined ? {} : { body }),
        });
        const about = `${path.slice(0, 200)} ${body?.slice(0, 50)}: ${status} ${text.slice(0, 200)}`;
        // An address that is none of the route's names no route.
        if (text.includes("urn:vedette:problem:address")) continue;
        if (!may) expect([asking === "nobody" ? 401 : 403], about).toContain(status);
        else if (!text.includes("urn:vedette:problem:starting")) expect(status, about).toBeLessThan(500);
      }
      expect(server.told).toEqual([]);
    },
  );
});

describe.each(open)("$method $path, for everybody", (route) => {
  test("fails with an answer that says what is wrong", async () => {
    for (const { path, body } of requestsOf(route)) {
      const { status } = await server.ask(route.method, path, body === undefined ? {} : { body });
      expect(status, `${path} ${body?.slice(0, 50)}`).toBeLessThan(500);
    }
    expect(server.told).toEqual([]);
  });
});

describe("changing one's own password", () => {
  const password = "seven blue horses walk";
  const change = (old: string, cookie: string) =>
    server.ask("POST", "/api/v1/password", {
      body: JSON.stringify({ old, new: "nine green cows sleep" }),
      headers: { cookie },
    });
  const enter = async (name: string, given: string) =>
    server.ask("POST", "/api/v1/session", { body: JSON.stringify({ name, password: given }) });

  test("waits after wrong tries as signing in does, and locks nobody else out", {
    timeout: 60_000,
  }, async () => {
    const { accounts, clock, peer } = server;
    for (const name of ["ada", "bea"]) await accounts.add(name, "reader", password, clock.ms);
    const { cookie } = await enter("ada", password);
    peer.address = "203.0.113.9";
    for (let tries = 0; tries < 5; tries += 1) expect((await change("guess", cookie)).status).toBe(403);
    const waits = await change(password, cookie);
    expect([waits.status, waits.headers.get("retry-after")]).toEqual([429, "1"]);
    // Neither another of that network, nor the same person elsewhere.
    expect((await enter("bea", password)).status).toBe(200);
    peer.address = "192.0.2.7";
    const elsewhere = await enter("ada", password);
    expect(elsewhere.status).toBe(200);
    peer.address = "203.0.113.9";
    clock.ms += 1100;
    expect((await change(password, cookie)).status).toBe(200);
    expect((await enter("ada", "nine green cows sleep")).status).toBe(200);
    expect(
      (await server.ask("GET", "/api/v1/session", { headers: { cookie: elsewhere.cookie } })).status,
    ).toBe(401);
  });
});
