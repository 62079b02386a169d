/** The audit says who made accounts and tokens, and what became of them; no password and no token stands in it. */
import { expect, test } from "vitest";
import { temporaryFolder } from "./support/files.ts";
import { serverApp } from "./support/server-app.ts";

const folder = temporaryFolder();
const password = "seven blue horses walk";

test("of two who use the one-time link at once, one gets an account", async () => {
  const { ask, book } = serverApp(folder);
  const first = (name: string) =>
    ask("POST", "/api/v1/first", {
      body: JSON.stringify({ secret: "first-secret", name, password }),
      headers: { origin: "http://sentry.example" },
    });
  const answers = await Promise.all(["ada", "bob", "ada"].map(first));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect(book.audit().filter(({ act }) => act === "account.first")).toHaveLength(1);
});

test("who signed in with a password, and from where, is in the audit; tries are not", async () => {
  const { ask, book } = serverApp(folder);
  const send = (path: string, body: unknown) =>
    ask("POST", path, { body: JSON.stringify(body), headers: { origin: "http://sentry.example" } });
  await send("/api/v1/first", { secret: "first-secret", name: "ada", password });
  expect((await send("/api/v1/session", { name: "ada", password: "something else" })).status).toBe(401);
  expect((await send("/api/v1/session", { name: "ada", password })).status).toBe(200);
  const told = book.audit().filter(({ act }) => act.startsWith("sign-in."));
  expect(told.map(({ actor, act, detail }) => [actor, act, detail])).toEqual([
    ["ada", "sign-in.password", { network: "192.0.2.1" }],
  ]);
});

test("what administrators do with accounts and tokens is in the audit", async () => {
  const { ask, book } = serverApp(folder);
  const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    ask(method, path, {
      body: JSON.stringify(body),
      headers: { origin: "http://sentry.example", ...headers },
    });
  const first = await send("POST", "/api/v1/first", { secret: "first-secret", name: "ada", password });
  const cookie = { cookie: first.cookie };
  const done = async (method: string, path: string, body: unknown) => {
    const answer = await send(method, path, body, cookie);
    expect(answer.status, answer.text).toBe(200);
    return JSON.parse(answer.text) as { id: string; token: string };
  };
  await done("POST", "/api/v1/accounts", { name: "ben", role: "tier1", password });
  await done("PATCH", "/api/v1/accounts/ben", { role: "tier2" });
  await done("PATCH", "/api/v1/accounts/ben", { disabled: true });
  await done("DELETE", "/api/v1/accounts/ben/sessions", {});
  const { id, token } = await done("POST", "/api/v1/tokens", { name: "curl", role: "shipper" });
  await done("DELETE", `/api/v1/tokens/${id}`, {});
  // What did not happen is not told.
  await done("DELETE", `/api/v1/tokens/${id}`, {});
  expect(
    (await send("POST", "/api/v1/accounts", { name: "ben", role: "tier1", password }, cookie)).status,
  ).toBe(409);
  await done("POST", "/api/v1/password", { old: password, new: `${password} on` });
  expect(book.audit().map(({ actor, act, detail }) => [actor, act, detail])).toEqual([
    ["ada", "account.first", { account: "ada", role: "administrator", network: "192.0.2.1" }],
    ["ada", "account.added", { account: "ben", role: "tier1" }],
    ["ada", "account.changed", { account: "ben", role: "tier2" }],
    ["ada", "account.changed", { account: "ben", disabled: true }],
    ["ada", "account.sessions-ended", { account: "ben", sessions: 0 }],
    ["ada", "token.made", { token: id, name: "curl", role: "shipper" }],
    ["ada", "token.taken-back", { token: id, name: "curl" }],
    ["ada", "account.password", { account: "ada" }],
  ]);
  expect(JSON.stringify(book.audit())).not.toContain(password);
  expect(JSON.stringify(book.audit())).not.toContain(token);
  expect(book.verify()).toMatchObject({ holds: true });
});
