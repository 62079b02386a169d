/** Destinations over the API: who may see and change them, what is refused, and what is never told. */

import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openSqlite } from "../src/casebook/sqlite.ts";
import { notifyLimits } from "../src/limits.ts";
import { Accounts } from "../src/server/accounts.ts";
import { makeApp } from "../src/server/app.ts";
import type { Notifier } from "../src/server/notify/notifier.ts";
import { makeBook } from "./support/casebook.ts";
import { temporaryFolder } from "./support/files.ts";
import { makeNotifier, type Receiver, startReceiver } from "./support/notify.ts";

const folder = temporaryFolder();
let made = 0;
let receiver: Receiver;
const notifiers: Notifier[] = [];
afterAll(async () => {
  await receiver?.close();
  for (const one of notifiers) await one.stop();
});
beforeEach(async () => {
  receiver ??= await startReceiver();
  receiver.got.length = 0;
  receiver.answer = (_, response) => void response.writeHead(200).end();
});

function server() {
  made += 1;
  const book = makeBook();
  const { notifier } = makeNotifier({ book });
  notifiers.push(notifier);
  const accounts = new Accounts(openSqlite(join(folder, `accounts-${made}.db`)));
  let ids = 0;
  const { app } = makeApp(
    {
      book,
      accounts,
      notifier,
      health: () => ({ state: "ready", events: 0, unread: {} }),
      now: () => Date.now(),
      newId: () => `id-${++ids}`,
      first: () => undefined,
      secure: false,
      peer: () => "192.0.2.1",
      told: () => {},
      busy: () => false,
      command: async () => ({ status: 0, stdout: "{}", stderr: "", files: [] }),
      register: { named: [] },
    },
    { hosts: new Set(["sentry.example"]), pages: join(folder, "none"), version: "0" },
  );
  const token = (role: "administrator" | "tier2") =>
    accounts.addToken(`t-${role}`, role, role, "ada", Date.now(), undefined);
  const tokens = { administrator: token("administrator"), tier2: token("tier2") };
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    role: keyof typeof tokens = "administrator",
  ) => {
    const answer = await app.request(`http://sentry.example/api/v1${path}`, {
      method,
      headers: {
        host: "sentry.example",
        authorization: `Bearer ${tokens[role]}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, text, type: answer.headers.get("content-type"), body: JSON.parse(text) };
  };
  return { ask, book, notifier };
}

const webhook = (more: object = {}) => ({
  name: "siem",
  kind: "webhook",
  address: "https://hooks.example/secret-path",
  ...more,
});
const mail = (more: object = {}) => ({
  name: "soc",
  kind: "mail",
  address: "smtp://mail.example:587",
  from: "vedette@example.org",
  to: ["soc@example.org"],
  ...more,
});

describe("a destination", () => {
  test("is added with a secret that is told this once, listed without what is secret, changed and removed", async () => {
    const { ask, book } = server();
    const { body: added } = await ask("POST", "/destinations", webhook());
    expect(added.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const list = await ask("GET", "/destinations");
    expect(list.body).toMatchObject({
      public_url: "https://sentry.example",
      items: [
        {
          id: added.id,
          name: "siem",
          address: "https://hooks.example/…",
          enabled: true,
          events: ["opened", "graver", "state", "closed", "assigned", "note"],
          least_severity: "info",
          escalate_only: false,
          created_by: "token administrator",
          waiting: 0,
          dropped: 0,
        },
      ],
    });
    const change = { events: ["graver"], escalate_only: true, enabled: false };
    expect((await ask("PATCH", `/destinations/${added.id}`, change)).body).toEqual({ done: 1 });
    expect((await ask("GET", "/destinations")).body.items).toMatchObject([{ ...change, name: "siem" }]);
    const other = await ask("POST", `/destinations/${added.id}/secret`);
    expect(other.body.secret).not.toBe(added.secret);
    expect((await ask("DELETE", `/destinations/${added.id}`)).status).toBe(200);
    expect((await ask("GET", "/destinations")).body.items).toEqual([]);
    const audit = book.audit();
    expect(audit.map(({ act, actor }) => [act, actor])).toEqual(
      ["added", "changed", "secret", "removed"].map((word) => [`destination.${word}`, "token administrator"]),
    );
    expect(book.verify().holds).toBe(true);
    // Copies of the casebook are given away.
    for (const said of [list.text, JSON.stringify(audit)])
      for (const secret of [added.secret, other.body.secret, "secret-path"])
        expect(said).not.toContain(secret);
  });

  test("is tested, sends again what it had, and shows what became of it", async () => {
    const { ask } = server();
    const { id } = (
      await ask("POST", "/destinations", webhook({ address: receiver.address, enabled: false }))
    ).body;
    receiver.answer = (_, response) => void response.writeHead(500).end("\u001b[2J no");
    const failed = await ask("POST", `/destinations/${id}/test`);
    expect(failed.body).toMatchObject({
      type: "test",
      state: "given-up",
      attempts: 1,
      because: "Answered 500: \\x1b[2J no.",
    });
    const list = await ask("GET", `/destinations/${id}/deliveries?limit=5`);
    expect(list.body.items).toEqual([failed.body]);
    receiver.answer = (_, response) => void response.writeHead(200).end();
    expect((await ask("POST", `/deliveries/${failed.body.id}/again`)).body).toEqual({ done: 1 });
    expect((await ask("POST", `/deliveries/${failed.body.id}/again`)).status).toBe(409);
    expect((await ask("GET", `/destinations/${id}/deliveries`)).body.items).toMatchObject([
      { id: failed.body.id, state: "waiting", attempts: 0 },
    ]);
  });

  test("is nothing for anybody but administrators", async () => {
    const { ask, book } = server();
    const { id } = (await ask("POST", "/destinations", webhook())).body;
    const head = book.auditHead();
    for (const [method, path, body] of [
      ["GET", "/destinations"],
      ["POST", "/destinations", webhook({ name: "other" })],
      ["PATCH", `/destinations/${id}`, { enabled: false }],
      ["DELETE", `/destinations/${id}`],
      ["POST", `/destinations/${id}/secret`],
      ["POST", `/destinations/${id}/test`],
      ["GET", `/destinations/${id}/deliveries`],
      ["POST", "/deliveries/x/again"],
    ] as const) {
      const answer = await ask(method, path, body, "tier2");
      expect([answer.status, answer.type], path).toEqual([403, "application/problem+json"]);
    }
    expect(book.auditHead()).toEqual(head);
  });

  test("that is not there is a problem", async () => {
    const { ask } = server();
    for (const [method, path, body] of [
      ["PATCH", "/destinations/none", {}],
      ["DELETE", "/destinations/none"],
      ["POST", "/destinations/none/secret"],
      ["POST", "/destinations/none/test"],
      ["GET", "/destinations/none/deliveries"],
      ["POST", "/deliveries/none/again"],
    ] as const)
      expect((await ask(method, path, body)).status, path).toBe(404);
  });
});

describe("what is refused", () => {
  test.each([
    [webhook({ address: "not a url" }), 422, /no URL/],
    [webhook({ address: "file:///etc/passwd" }), 422, /begins with https/],
    [webhook({ address: "ftp://hooks.example" }), 422, /begins with https/],
    [webhook({ address: "https://ada:secret@hooks.example" }), 422, /name or a password/],
    [webhook({ address: "https://169.254.169.254/latest/meta-data" }), 422, /never told/],
    [webhook({ address: "https://[fd00:ec2::254]/" }), 422, /never told/],
    [webhook({ address: "https://[::ffff:a9fe:a9fe]/" }), 422, /never told/],
    [webhook({ address: "https://2852039166/" }), 422, /never told/],
    [webhook({ address: "https://10.1.2.3/" }), 422, /--notify-to 10\.1\.2\.3/],
    [webhook({ address: "http://8.8.8.8/" }), 422, /Plain HTTP/],
    [webhook({ from: "a@example.org" }), 422, /Only mail/],
    [webhook({ name: "a\u202eb" }), 422, /no name of a destination/],
    [webhook({ name: " " }), 422, /name of a destination is empty/],
    [webhook({ events: [] }), 400, /not understood/],
    [webhook({ events: ["everything"] }), 400, /not understood/],
    [webhook({ least_severity: "huge" }), 400, /not understood/],
    [webhook({ kind: "pager" }), 400, /not understood/],
    [webhook({ more: 1 }), 400, /not understood/],
    [webhook({ address: `https://hooks.example/${"x".repeat(3000)}` }), 400, /not understood/],
    [mail({ address: "https://mail.example" }), 422, /begins with smtp/],
    [mail({ address: "smtp://mail.example/x" }), 422, /no path/],
    [mail({ address: "smtp://ma%0ail.example" }), 422, /no name or address|no URL/],
    [mail({ address: "smtp://169.254.169.254:25" }), 422, /never told/],
    [mail({ to: ["soc@example.org\r\nBcc: eve@evil.example"] }), 422, /no mail address/],
    [mail({ from: "Vedette <v@example.org>" }), 422, /no mail address/],
    [mail({ to: [] }), 400, /not understood/],
    [{ ...mail(), from: undefined }, 422, /no mail address/],
    [{ ...mail(), to: undefined }, 422, /Nobody gets/],
  ])("%j", async (given, status, says) => {
    const { ask, book } = server();
    const answer = await ask("POST", "/destinations", given);
    expect(answer.body.detail).toMatch(says);
    expect([answer.status, answer.type]).toEqual([status, "application/problem+json"]);
    expect(book.auditHead().seq).toBe(0);
  });

  test("a name that is taken, one destination too many, a change into what cannot be, a secret of mail", async () => {
    const { ask } = server();
    const { id } = (await ask("POST", "/destinations", mail())).body;
    expect((await ask("POST", "/destinations", webhook({ name: "soc" }))).status).toBe(409);
    expect((await ask("PATCH", `/destinations/${id}`, { to: ["no address"] })).status).toBe(422);
    expect((await ask("PATCH", `/destinations/${id}`, { kind: "webhook" })).status).toBe(400);
    expect((await ask("PATCH", `/destinations/${id}`, { address: "https://hooks.example" })).status).toBe(
      422,
    );
    expect((await ask("POST", `/destinations/${id}/secret`)).status).toBe(422);
    for (let n = 1; n < notifyLimits.destinationsMax; n += 1)
      expect((await ask("POST", "/destinations", webhook({ name: `w-${n}` }))).status).toBe(200);
    const over = await ask("POST", "/destinations", webhook({ name: "one more" }));
    expect(over.body.detail).toContain("50 destinations already");
    expect((await ask("PATCH", `/destinations/${id}`, { name: "w-1" })).status).toBe(409);
  });

  test("a name that turns out to be an address of a private network, when something is sent", async () => {
    const { ask, notifier } = server();
    const { id } = (await ask("POST", "/destinations", webhook({ address: "https://localhost.example/" })))
      .body;
    // The notifier of tests resolves no name.
    expect((await ask("POST", `/destinations/${id}/test`)).body.because).toBe(
      "Not sent: its name has no address.",
    );
    expect(notifier.destinations.get(id, 0).failures).toBe(0);
  });
});

test("the API's description knows the routes and their shapes", async () => {
  const { ask } = server();
  const { body } = await ask("GET", "/openapi.json");
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining([
      "/api/v1/destinations",
      "/api/v1/destinations/{id}",
      "/api/v1/destinations/{id}/secret",
      "/api/v1/destinations/{id}/test",
      "/api/v1/destinations/{id}/deliveries",
      "/api/v1/deliveries/{id}/again",
    ]),
  );
  expect(Object.keys(body.components.schemas)).toEqual(
    expect.arrayContaining(["NewDestination", "DestinationChange", "Destination", "Delivery"]),
  );
});
