/** Messages over HTTP: signed, in order, tried again, and held up by nobody. */

import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Casebook } from "../src/casebook/casebook.ts";
import { versionOf } from "../src/casebook/migrations.ts";
import { openSqlite } from "../src/casebook/sqlite.ts";
import { notifyLimits } from "../src/limits.ts";
import { holdAfter, retryAfterOf, waitAfter } from "../src/server/notify/backoff.ts";
import { type Given, newSigningSecret } from "../src/server/notify/destinations.ts";
import type { Notifier } from "../src/server/notify/notifier.ts";
import { ada, caseId, day, hour, type MadeCase, makeBook, makeReport } from "./support/casebook.ts";
import { makeCertificate } from "./support/certificate.ts";
import { temporaryFolder, write } from "./support/files.ts";
import {
  destination,
  type Got,
  makeNotifier,
  openNotifier,
  type Receiver,
  startReceiver,
  until,
} from "./support/notify.ts";

import { root } from "./support/places.ts";

const folder = temporaryFolder();

type Options = Omit<Parameters<typeof makeNotifier>[0], "book">;

const open = new Set<{ stop(): Promise<void> }>();
const receivers = new Set<Receiver>();
afterEach(async () => {
  for (const one of receivers) await one.close();
  receivers.clear();
  for (const one of open) await one.stop();
  open.clear();
});

async function receiver(...given: Parameters<typeof startReceiver>): Promise<Receiver> {
  const made = await startReceiver(...given);
  receivers.add(made);
  return made;
}

function notifierOver(book: Casebook, options: Options = {}) {
  const made = makeNotifier({ book, ...options });
  open.add(made.notifier);
  return made;
}

let ids = 0;
function add(notifier: Notifier, given: Partial<Given> & { readonly address: string }) {
  ids += 1;
  const id = `D-${ids}`;
  const secret = notifier.destinations.add(id, destination({ name: id, ...given }), "ada", 1) ?? "";
  return { id, secret };
}

/** Cases that a look found. */
function found(book: Casebook, ...cases: readonly MadeCase[]): void {
  book.applyReport(makeReport(cases, { at: day + 12 * hour }), { at: day + 12 * hour, run: "next" });
}

const oneCase = (n: number, more: Partial<MadeCase> = {}): MadeCase => ({ id: caseId(n), ...more });
const answering =
  (status: number, headers: Record<string, string> = {}) =>
  (_: Got, response: ServerResponse) =>
    void response.writeHead(status, headers).end("said");
const idOf = ({ headers }: Got) => headers["webhook-id"];

/** The signature as Standard Webhooks describes it, written down again. */
function signs(secret: string, { headers, body }: Got): boolean {
  const content = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  return String(headers["webhook-signature"])
    .split(" ")
    .includes(`v1,${createHmac("sha256", key).update(content).digest("base64")}`);
}

describe("a webhook", () => {
  test("is sent what was found, signed with its secret", async () => {
    const book = makeBook();
    const { notifier } = notifierOver(book);
    const at = await receiver();
    const { id, secret } = add(notifier, { address: `${at.address}/hook?x=1` });
    notifier.start();
    found(book, oneCase(1, { action: "escalate", priority: "now" }));
    const got = await until(() => at.got[0]);
    expect(got.path).toBe("/hook?x=1");
    expect(signs(secret, got)).toBe(true);
    expect(signs(secret, { ...got, body: `${got.body} ` })).toBe(false);
    expect(Math.abs(Number(got.headers["webhook-timestamp"]) - Date.now() / 1000)).toBeLessThan(120);
    expect(JSON.parse(got.body)).toMatchObject({
      type: "case.changed",
      data: {
        case: {
          id: caseId(1),
          action: "escalate",
          kinds: ["opened"],
          url: `https://sentry.example/case/${caseId(1)}`,
        },
      },
    });
    await until(() => notifier.outbox.list(id, 1)[0]?.state === "delivered");
  });

  test("knows a message again that is sent until it is taken", async () => {
    const book = makeBook();
    const { notifier } = notifierOver(book);
    const at = await receiver();
    const { id, secret } = add(notifier, { address: at.address });
    at.answer = (_, response) => void response.writeHead(at.got.length < 4 ? 503 : 200).end();
    notifier.start();
    found(book, oneCase(1));
    const sent = await until(() => notifier.outbox.list(id, 1).find(({ state }) => state === "delivered"));
    expect(sent.attempts).toBe(4);
    expect(at.got).toHaveLength(4);
    expect(new Set(at.got.map(idOf))).toEqual(new Set([sent.id]));
    expect(new Set(at.got.map(({ body }) => body)).size).toBe(1);
    expect(at.got.every((one) => signs(secret, one))).toBe(true);
  });

  test("signs with both secrets for a day after another was made", async () => {
    const clock = { ms: Date.now() };
    const { notifier } = notifierOver(makeBook(), { reach: { now: () => clock.ms } });
    const at = await receiver();
    const { id, secret } = add(notifier, { address: at.address });
    const next = notifier.destinations.newSecret(id, clock.ms);
    await notifier.test(id);
    clock.ms += notifyLimits.oldSecretMs + 1;
    await notifier.test(id);
    expect(at.got.map((one) => [signs(secret, one), signs(next, one)])).toEqual([
      [true, true],
      [false, true],
    ]);
  });
});

test("the guide's check of a signature takes what is sent, and nothing that was changed or is old", async () => {
  const guide = readFileSync(join(root, "docs/guides/notifications.md"), "utf8");
  const [, code = ""] = /```js\n([\s\S]*?)```/.exec(guide) ?? [];
  const file = write(folder, "check.mjs", code);
  const { isFromVedette: check } = (await import(/* @vite-ignore */ file)) as {
    isFromVedette(secret: string, headers: Got["headers"], body: Buffer, nowMs?: number): boolean;
  };
  const { notifier } = notifierOver(makeBook());
  const at = await receiver();
  const { id, secret } = add(notifier, { address: at.address });
  const next = notifier.destinations.newSecret(id, Date.now());
  await notifier.test(id);
  const [{ headers, body } = { headers: {}, body: "" }] = at.got;
  const bytes = Buffer.from(body);
  expect(check(secret, headers, bytes)).toBe(true);
  expect(check(next, headers, bytes)).toBe(true);
  expect(check(newSigningSecret(), headers, bytes)).toBe(false);
  expect(check(secret, headers, Buffer.from(`${body} `))).toBe(false);
  expect(check(secret, { ...headers, "webhook-id": "other" }, bytes)).toBe(false);
  expect(check(secret, headers, bytes, Date.now() + 301_000)).toBe(false);
  expect(check(secret, {}, bytes)).toBe(false);
});

describe("a name", () => {
  test("is looked up once for an attempt, and the connection goes to what was checked", async () => {
    const at = await receiver();
    const asked: string[] = [];
    // A name that changes what it stands for, as an attacker's does.
    const answers = [["127.0.0.1"], ["169.254.169.254"], ["127.0.0.1", "10.0.0.1"], ["203.0.113.1"]];
    const { notifier } = notifierOver(makeBook(), {
      reach: {
        resolve: async (host) => {
          asked.push(host);
          return answers[asked.length - 1] ?? [];
        },
      },
    });
    const { id } = add(notifier, { address: `http://hooks.test:${at.port}/` });
    expect((await notifier.test(id)).state).toBe("delivered");
    expect(at.got[0]?.headers.host).toBe(`hooks.test:${at.port}`);
    expect((await notifier.test(id)).because).toContain("169.254.169.254: link-local");
    expect((await notifier.test(id)).because).toContain(
      "10.0.0.1: an address of this machine or of a private",
    );
    expect((await notifier.test(id)).because).toContain("203.0.113.1: nobody is to be reached there");
    expect(asked).toEqual(Array(4).fill("hooks.test"));
    expect(at.got).toHaveLength(1);
  });

  test("is whom the certificate has to be of, over TLS", async () => {
    const tls = makeCertificate(folder, "hooks.test");
    const at = await receiver(tls);
    const reach = { resolve: async () => ["127.0.0.1"], ca: tls.cert };
    const { notifier } = notifierOver(makeBook(), { reach });
    const right = add(notifier, { address: `https://hooks.test:${at.port}/` });
    const other = add(notifier, { address: `https://other.test:${at.port}/` });
    expect((await notifier.test(right.id)).state).toBe("delivered");
    expect((await notifier.test(other.id)).because).toContain("ERR_TLS_CERT_ALTNAME_INVALID");
    expect(at.got).toHaveLength(1);
  });

  test("of a public address is not spoken to without TLS, nor where nobody allowed loopback", async () => {
    const at = await receiver();
    const strict = notifierOver(makeBook(), { reach: { allowed: [], resolve: async () => ["127.0.0.1"] } });
    const one = add(strict.notifier, { address: `http://hooks.test:${at.port}/` });
    expect((await strict.notifier.test(one.id)).because).toContain("--notify-to 127.0.0.1");
    const open = notifierOver(makeBook(), { reach: { resolve: async () => ["8.8.8.8"] } });
    const two = add(open.notifier, { address: `http://hooks.test:${at.port}/` });
    expect((await open.notifier.test(two.id)).because).toContain(
      "plain HTTP goes to allowed private addresses",
    );
    expect(at.got).toEqual([]);
  });
});

describe("what a destination wants", () => {
  test("is asked of each event and of the case as it is", async () => {
    const book = makeBook();
    const { notifier } = notifierOver(book);
    const at = await receiver();
    const events = ["closed", "assigned"] as const;
    add(notifier, { address: `${at.address}/closed`, events });
    add(notifier, { address: `${at.address}/escalate`, escalateOnly: true });
    add(notifier, { address: `${at.address}/high`, leastSeverity: "high" });
    add(notifier, { address: `${at.address}/off`, enabled: false });
    notifier.start();
    found(book, oneCase(1), oneCase(2, { action: "escalate" }));
    await until(() => at.got.length === 1);
    book.act(caseId(1), 1, { kind: "note", text: "looked at it" }, ada);
    book.act(caseId(1), 2, { kind: "close", reason: "false-positive", note: "ours" }, ada);
    notifier.wake();
    await until(() => at.got.length === 2);
    expect(at.got.map(({ path }) => path)).toEqual(["/escalate", "/closed"]);
    const [, closed] = at.got.map(({ body }) => JSON.parse(body).data.case);
    expect(closed).toMatchObject({ id: caseId(1), kinds: ["closed"], state: "closed" });
    expect(closed.events).toMatchObject([{ kind: "closed", by: "ada", detail: "false-positive" }]);
  });

  test("several changes of one case within moments are one message; what became graver is told", async () => {
    const book = makeBook([oneCase(1, { priority: "batch" })]);
    const { notifier } = notifierOver(book);
    const at = await receiver();
    add(notifier, { address: at.address });
    notifier.start();
    book.act(caseId(1), 1, { kind: "assign", owner: "ben" }, ada);
    book.act(caseId(1), 2, { kind: "state", state: "in-progress" }, ada);
    found(book, oneCase(1, { action: "escalate", priority: "now", last: 9 }));
    notifier.wake();
    const got = await until(() => at.got[0]);
    const { case: told } = JSON.parse(got.body).data;
    expect(told.kinds).toEqual(["graver", "state", "assigned"]);
    expect(told.events.map(({ detail }: { detail: string }) => detail)).toEqual([
      "to ben",
      "new → in-progress",
      "watch → escalate, batch → now",
    ]);
    expect(at.got).toHaveLength(1);
  });

  test("many cases at once are one digest, for every kind", async () => {
    const book = makeBook();
    const { notifier } = notifierOver(book);
    const at = await receiver();
    add(notifier, { address: `${at.address}/webhook` });
    add(notifier, { address: `${at.address}/slack`, kind: "slack" });
    add(notifier, { address: `${at.address}/teams`, kind: "teams" });
    notifier.start();
    found(book, ...Array.from({ length: 200 }, (_, n) => oneCase(n + 1)));
    await until(() => at.got.length === 3);
    const webhook = JSON.parse(at.got.find(({ path }) => path === "/webhook")?.body ?? "{}");
    expect(webhook).toMatchObject({ type: "cases.changed", data: { count: 200, counts: { opened: 200 } } });
    expect(webhook.data.cases).toHaveLength(50);
    expect(book.changesSince(webhook.data.since).items).toHaveLength(200);
    for (const { body } of at.got) {
      expect(body).toContain("200 cases changed");
      // What Teams takes at most.
      expect(Buffer.byteLength(body)).toBeLessThan(28_000);
    }
  });

  test("what was before the first start is told to nobody, nor is a casebook that took its place", async () => {
    const book = makeBook([oneCase(1)]);
    const said: string[] = [];
    const { notifier, path } = notifierOver(book);
    const at = await receiver();
    add(notifier, { address: at.address });
    notifier.gather();
    expect(notifier.outbox.list("D-1", 9)).toEqual([]);
    await notifier.stop();
    open.delete(notifier);
    const other = makeBook([oneCase(7), oneCase(8), oneCase(9)]);
    const after = openNotifier(path, { book: other, told: (says) => said.push(says) });
    open.add(after);
    after.gather();
    expect(said.join()).toContain("the casebook was replaced");
    expect(after.outbox.told).toEqual(other.auditHead());
    other.act(caseId(7), 1, { kind: "note", text: "x" }, ada);
    after.start();
    await until(() => at.got.length === 1);
    expect(JSON.parse(at.got[0]?.body ?? "").data.case.id).toBe(caseId(7));
  });
});

describe("a destination that does not take it", () => {
  test("holds nobody else up while it is slow, and is given up on after its time", async () => {
    const book = makeBook();
    const { notifier } = notifierOver(book, { reach: { timeoutMs: 1500 } });
    const at = await receiver();
    // Neither an answer, nor an end of one, ever.
    at.answer = ({ path }, response) => {
      if (path === "/good") response.writeHead(200).end();
      if (path === "/drip") response.writeHead(500).write("x");
    };
    const slow = add(notifier, { address: `${at.address}/never` });
    const drip = add(notifier, { address: `${at.address}/drip` });
    add(notifier, { address: `${at.address}/good` });
    notifier.start();
    for (let n = 1; n <= 3; n += 1) {
      const before = at.got.filter(({ path }) => path === "/good").length;
      found(book, oneCase(n));
      notifier.wake();
      await until(() => at.got.filter(({ path }) => path === "/good").length > before);
    }
    const late = await until(() => notifier.outbox.list(slow.id, 9).find(({ attempts }) => attempts > 0));
    expect(late).toMatchObject({ state: "waiting", because: "Not sent: no answer within 1.5 s." });
    const cut = await until(() => notifier.outbox.list(drip.id, 9).find(({ attempts }) => attempts > 0));
    expect(cut.because).toContain("Answered 500");
  });

  test("says when it is to be asked again, and is not asked before", async () => {
    const { notifier } = notifierOver(makeBook());
    const at = await receiver();
    const { id } = add(notifier, { address: at.address });
    at.answer = answering(429, { "retry-after": "3600" });
    notifier.outbox.post(
      ["m-1", "m-2"].map((name) => ({ id: name, destination: id, message: message(name) })),
      undefined,
      Date.now(),
    );
    notifier.start();
    await until(() => notifier.destinations.get(id, Date.now()).failures === 1);
    const { heldUntilMs } = notifier.destinations.get(id, Date.now());
    expect(heldUntilMs - Date.now()).toBeGreaterThan(3_500_000);
    expect(notifier.outbox.get("m-1")?.nextMs).toBeGreaterThan(Date.now() + 3_500_000);
    // Nor is the next message sent.
    expect(notifier.outbox.get("m-2")?.attempts).toBe(0);
    expect(at.got).toHaveLength(1);
    at.answer = answering(200);
    expect((await notifier.test(id)).state).toBe("delivered");
    await until(() => notifier.outbox.get("m-2")?.state === "delivered");
  });

  test("is gone: it is turned off, which the audit tells, and what waits stays", async () => {
    const book = makeBook();
    const { notifier } = notifierOver(book);
    const at = await receiver();
    const { id } = add(notifier, { address: at.address });
    at.answer = answering(410);
    notifier.outbox.post(
      ["m-3", "m-4"].map((name) => ({ id: name, destination: id, message: message(name) })),
      undefined,
      Date.now(),
    );
    notifier.start();
    await until(() => !notifier.destinations.get(id, Date.now()).enabled);
    expect(notifier.destinations.get(id, Date.now()).offBecause).toContain("410");
    expect(book.audit().at(-1)).toMatchObject({ act: "destination.off", actor: "vedette" });
    expect(notifier.outbox.get("m-3")?.state).toBe("given-up");
    expect(notifier.outbox.get("m-4")?.state).toBe("waiting");
    at.answer = answering(200);
    notifier.destinations.change(id, { ...notifier.destinations.get(id, Date.now()), enabled: true });
    await until(() => notifier.outbox.get("m-4")?.state === "delivered");
  });

  test("is elsewhere: a redirect is not followed", async () => {
    const { notifier } = notifierOver(makeBook());
    const at = await receiver();
    const other = await receiver();
    at.answer = answering(307, { location: `${other.address}/stolen` });
    const { id } = add(notifier, { address: at.address });
    expect((await notifier.test(id)).because).toBe(
      "Answered 307: it is elsewhere, and redirects are not followed.",
    );
    expect(other.got).toEqual([]);
  });

  test("says very much: only a little is read, and it is shown as text", async () => {
    const { notifier } = notifierOver(makeBook());
    const at = await receiver();
    let ended = false;
    at.answer = (_, response) => {
      response.on("close", () => {
        ended = true;
      });
      response.writeHead(500);
      const more = () => {
        while (!ended && response.write(`\u001b[31m${"x".repeat(65_000)}`));
        if (!ended) response.once("drain", more);
      };
      more();
    };
    const { id } = add(notifier, { address: at.address });
    const { because } = await notifier.test(id);
    expect(because).toMatch(/^Answered 500: \\x1b\[31mx/);
    expect(because.length).toBeLessThan(250);
    await until(() => ended);
  });

  test("is given up after so many attempts, and can be told again under the same id", async () => {
    const { notifier } = notifierOver(makeBook(), { haste: 1e6 });
    const at = await receiver();
    const { id } = add(notifier, { address: at.address });
    at.answer = answering(500);
    notifier.outbox.post([{ id: "m-5", destination: id, message: message("x") }], undefined, Date.now());
    notifier.start();
    await until(() => notifier.outbox.get("m-5")?.state === "given-up");
    expect(at.got).toHaveLength(notifyLimits.attemptsMax);
    expect(notifier.outbox.get("m-5")?.because).toMatch(
      /^Given up after 16 attempts\. Answered 500: said\.$/,
    );
    at.answer = answering(200);
    expect(notifier.outbox.revive("m-5", Date.now())).toBe(true);
    await until(() => notifier.outbox.get("m-5")?.state === "delivered");
    expect(new Set(at.got.map(idOf))).toEqual(new Set(["m-5"]));
  });
});

const message = (subject: string) => ({ type: "test", subject, body: "{}", case: null });

describe("the outbox", () => {
  test("is bounded: the oldest are dropped, counted and shown; what waited too long is given up", () => {
    const { notifier } = notifierOver(makeBook());
    const { id } = add(notifier, { address: "https://hooks.example/" });
    const { waitingMax, endedMax, ageMaxMs } = notifyLimits;
    for (let n = 0; n < waitingMax + 3; n += 1)
      notifier.outbox.post(
        [{ id: `b-${n}`, destination: id, message: message("x") }],
        undefined,
        1_000_000 + n,
      );
    expect(notifier.outbox.figures(id)).toMatchObject({ waiting: waitingMax, oldestMs: 1_000_003 });
    expect(notifier.destinations.get(id, 0).dropped).toBe(3);
    expect(notifier.outbox.get("b-2")).toMatchObject({
      state: "given-up",
      because: "Dropped: too many waited.",
    });
    notifier.outbox.expire(id, 1_000_013 + ageMaxMs);
    expect(notifier.outbox.figures(id).waiting).toBe(waitingMax - 10);
    expect(notifier.outbox.get("b-12")?.because).toMatch(/^Given up: it waited too long/);
    for (const one of notifier.outbox.list(id, 400).filter(({ state }) => state === "waiting"))
      notifier.outbox.end(one, "delivered", "", 2_000_000);
    expect(notifier.outbox.list(id, 1000).filter(({ state }) => state !== "waiting")).toHaveLength(endedMax);
  });

  test("says that it dropped something", () => {
    const book = makeBook();
    const said: string[] = [];
    const { notifier } = notifierOver(book, { told: (says) => said.push(says) });
    const { id } = add(notifier, { address: "https://hooks.example/" });
    const full = Array.from({ length: notifyLimits.waitingMax }, (_, n) => ({
      id: `f-${n}`,
      destination: id,
      message: message("x"),
    }));
    notifier.outbox.post(full, undefined, Date.now());
    found(book, oneCase(1), oneCase(2));
    notifier.gather();
    expect(said.join()).toBe(
      `The destination ${id} takes nothing: the oldest of what waits was dropped (2).`,
    );
    expect(notifier.outbox.figures(id).waiting).toBe(notifyLimits.waitingMax);
  });

  test("keeps what happened while nobody looked, and sends it after a start", async () => {
    const book = makeBook();
    const { notifier, path } = notifierOver(book);
    const at = await receiver();
    add(notifier, { address: at.address });
    await notifier.stop();
    open.delete(notifier);
    found(book, oneCase(5));
    const after = openNotifier(path, { book });
    open.add(after);
    after.start();
    const got = await until(() => at.got[0]);
    expect(JSON.parse(got.body).data.case.id).toBe(caseId(5));
    expect(after.outbox.told).toEqual(book.auditHead());
  });
});

test("the file is brought up to its newest form, and one of a newer program or of another is refused", async () => {
  const { notifier, path } = notifierOver(makeBook());
  await notifier.stop();
  open.delete(notifier);
  const sql = openSqlite(path);
  expect(versionOf(sql)).toBe(1);
  sql.script("PRAGMA user_version = 99");
  expect(() => openNotifier(path, { book: makeBook() })).toThrow(/a newer version of the program wrote it/);
  sql.script("PRAGMA application_id = 7");
  expect(() => openNotifier(path, { book: makeBook() })).toThrow(/a database of another program/);
  sql.close();
});

describe("waits", () => {
  test("grow with each failure, spread by chance, and end", () => {
    expect([1, 2, 3, 4].map((n) => waitAfter(n, 1))).toEqual([5_000, 15_000, 45_000, 135_000]);
    expect([waitAfter(3, 0), waitAfter(3, 1)]).toEqual([22_500, 45_000]);
    expect(waitAfter(400, 1)).toBe(6 * 3_600_000);
    expect(holdAfter(400, 1)).toBe(60_000);
  });

  test.each([
    ["120", 120_000],
    ["0", 0],
    ["Thu, 01 Jan 1970 00:02:00 GMT", 60_000],
    ["Thu, 01 Jan 1970 00:00:01 GMT", 0],
    ["99999999", 6 * 3_600_000],
    ["soon", undefined],
    [undefined, undefined],
  ])("Retry-After %j", (header, ms) => {
    expect(retryAfterOf(header, 60_000)).toBe(ms);
  });
});
