/**
 * Requests of the API: a first line that names method and address, and a body. They are asked by an administrator, over a casebook with some cases
 * and without a store, so that whatever a schema lets through reaches what is behind it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCasebook } from "../../../src/casebook/casebook.ts";
import { openSqlite } from "../../../src/casebook/sqlite.ts";
import { Accounts } from "../../../src/server/accounts.ts";
import { makeApp } from "../../../src/server/app.ts";
import { Notifier } from "../../../src/server/notify/notifier.ts";
import { caseIdOf, makeReport } from "../../../test/support/report-made.ts";
import { hold, type Target } from "../target.ts";
import { textSeeds } from "./seeds.ts";

const atMs = Date.UTC(2026, 10, 20, 12);
/** What people changed is forgotten after so many requests, so that one does not stand in the way of all that follow. */
const requestsOfOne = 2_000;

interface Server {
  /** @throws what nobody meant, in place of the answer that would hide it */
  ask(method: string, path: string, body: string | undefined): Promise<Response>;
  close(): Promise<void>;
}

function serverIn(folder: string): Server {
  const book = openCasebook(join(folder, "casebook.db"), true);
  book.applyReport(
    makeReport([{ id: caseIdOf(1) }, { id: caseIdOf(2), entities: ["ip:192.0.2.2", "user:ada"] }]),
    {
      at: atMs,
      run: "one",
    },
  );
  const accountsSql = openSqlite(join(folder, "accounts.db"));
  const accounts = new Accounts(accountsSql);
  const token = accounts.addToken("of-the-run", "fuzz", "administrator", "nobody", atMs, undefined);
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `id-${ids}`;
  };
  const notifier = new Notifier({
    path: join(folder, "notify.db"),
    book,
    newId,
    publicUrl: undefined,
    logins: new Map(),
    version: "0",
    chance: () => 0.5,
    haste: 1,
    told: () => {},
    reach: { allowed: [], resolve: async () => [], now: () => atMs, timeoutMs: 1000 },
  });
  const failures: string[] = [];
  const { app } = makeApp(
    {
      ...{ book, accounts, notifier, newId },
      health: () => ({ state: "ready", events: 0, unread: {} }),
      now: () => atMs,
      first: () => undefined,
      secure: false,
      peer: () => "192.0.2.1",
      told: (says) => failures.push(says),
      busy: () => false,
      command: async () => ({ status: 0, stdout: "{}", stderr: "1 rule ran", files: [] }),
      register: { named: [] },
    },
    { hosts: new Set(["sentry.example"]), pages: join(folder, "none"), version: "0" },
  );
  return {
    ask: async (method, path, body) => {
      const answer = await app.request(`http://sentry.example${path}`, {
        method,
        headers: {
          host: "sentry.example",
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body }),
      });
      const failure = failures.splice(0)[0];
      if (failure !== undefined) throw new Error(failure);
      return answer;
    },
    close: async () => {
      await notifier.stop();
      book.close();
      accountsSql.close();
    },
  };
}

let open: { readonly server: Server; readonly folder: string; requests: number } | undefined;

function remove(): void {
  if (open !== undefined) rmSync(open.folder, { recursive: true, force: true });
  open = undefined;
}

let isFirst = true;

async function serverNow(): Promise<Server> {
  if (open !== undefined && open.requests >= requestsOfOne) {
    await open.server.close();
    remove();
  }
  if (isFirst) process.once("exit", remove);
  isFirst = false;
  if (open === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "vedette-fuzz-api-"));
    open = { server: serverIn(folder), folder, requests: 0 };
  }
  open.requests += 1;
  return open.server;
}

/** A method, a path of the API with its query, and what stands behind the line. */
const firstLine = /^(GET|POST|PUT|PATCH|DELETE) (\/api\/v1\/[\x21-\x7e]{0,2000})$/;
/** A password is hashed for a quarter of a second, so that none is long enough here. */
const hashes = /^\/api\/v1\/(?:session|first|password)\b/;

class NoRequest extends Error {}

const of = (method: string, path: string, body?: unknown) =>
  `${method} /api/v1/${path}\n${body === undefined ? "" : JSON.stringify(body)}`;
const one = `cases/${caseIdOf(1)}`;
const act = (kind: string, more: object) => of("POST", `${one}/acts`, { version: 1, act: { kind, ...more } });
const hunt = { name: "x", description: "", shared: true };
const question = { kind: "sql", text: "SELECT 1", parameters: { a: "b" }, filters: [] };
const filters = [{ column: "path", is: true, values: ["/.env", 1, true, null] }];
const entry = {
  source: ["192.0.2.0/24"],
  owner: "ada",
  reason: "ours",
  expires: "2027-03-01",
  between: "22:00-06:00",
};

const requests = [
  act("state", { state: "in-progress" }),
  act("assign", { owner: "ada" }),
  act("tag", { add: ["a"], remove: ["b"] }),
  act("note", { text: "**seen**" }),
  act("override", { action: "block", reason: "asked" }),
  act("close", { reason: "duplicate", note: "as before", duplicate_of: caseIdOf(2) }),
  act("reopen", { note: "again" }),
  act("check", { clause: "L1b", state: "done", reason: "looked" }),
  of("POST", `${one}/merge`, { version: 1, into: caseIdOf(2), into_version: 1, note: "" }),
  of("POST", `${one}/unmerge`, { version: 1, note: "" }),
  of("PUT", "notes/1", { version: 1, text: "other" }),
  of("POST", "notes/1/withdrawal", { version: 1, reason: "wrong" }),
  of("POST", "bulk/preview", {
    state: ["new"],
    owner: [null, "ada"],
    text: "x",
    from: 0,
    to: 9e15,
    merged: true,
  }),
  of("POST", "bulk", { filter: { tag: ["a"] }, token: "t", act: { kind: "tag", add: ["b"] } }),
  of(
    "GET",
    "cases?state=new&owner=&tag=a&sort=score&reverse=true&limit=1&after=W10&entity=192.0.2.1&from=0&to=1",
  ),
  of("GET", "facets?action=watch&priority=now&clause=Q1&background=false&text=case"),
  of("GET", "changes?since=0&limit=2"),
  of("GET", `audit?case=${caseIdOf(1)}&after=0&limit=5`),
  of("GET", "audit/verification"),
  of("GET", `${one}/events?from=0&to=1&limit=5`),
  of("GET", "record?path=access.log&line=1&around=2"),
  of("GET", "report?part=cases"),
  of("GET", "proposals?state=open"),
  of("POST", "proposals/1/acceptance", { reason: "" }),
  of("POST", "register", { entry, case: caseIdOf(1) }),
  of("POST", "register/1/withdrawal", { reason: "over" }),
  of("POST", `${one}/containment`, {
    target: ["nginx"],
    expires: "24h",
    ticket: "T-1",
    place: "edge",
    shared: ["10.0.0.1"],
  }),
  of("POST", `${one}/mail-protection`, { target: ["postfix"], expires: "24h" }),
  of("POST", "destinations", {
    kind: "webhook",
    name: "a",
    address: "https://hooks.example/x",
    events: ["opened"],
  }),
  of("POST", "destinations", {
    kind: "mail",
    name: "m",
    address: "smtp://mail.example:587",
    from: "a@b.example",
    to: ["c@d.example"],
  }),
  of("PATCH", "destinations/id-1", { enabled: false, least_severity: "high" }),
  of("DELETE", "destinations/id-1"),
  of("POST", "destinations/id-1/secret"),
  of("GET", "destinations/id-1/deliveries?limit=5"),
  of("POST", "deliveries/x/again"),
  of("POST", "accounts", { name: "ben", password: "short", role: "reader" }),
  of("PATCH", "accounts/ben", { role: "tier1", disabled: true }),
  of("DELETE", "accounts/ben/sessions"),
  of("POST", "tokens", { name: "siem", role: "reader", expires_ms: 1 }),
  of("DELETE", "tokens/id-1"),
  of("POST", "sql", { statement: "SELECT 1", filters }),
  of("POST", "events", { kind: "address", value: "192.0.2.1", from: 0, to: 1, filters }),
  of("POST", "hunts/rare-agents", { given: { since: "1d" }, filters }),
  of("POST", "sigma", { rules: "title: x", from: 0, to: 1 }),
  of("POST", "graph/neighbours", { kind: "case", value: caseIdOf(1), limit: 3 }),
  of("POST", "saved-hunts", { ...hunt, question: { ...question, filters } }),
  of("PUT", "saved-hunts/1", { version: 1, ...hunt, question }),
  of("DELETE", "saved-hunts/1", { version: 1 }),
];

const bodies: Target = {
  name: "API requests",
  family: "api",
  covers: /\/(?:server|casebook)\//,
  seeds: () => textSeeds(...requests),
  words: [
    '"version":2',
    caseIdOf(2),
    '"kind":"',
    "null",
    "[]",
    "{}",
    '"text":""',
    "%00",
    "&",
    "?",
    "id-2",
    "\\ud83d",
  ],
  bytesMax: 8_000,
  refuses: (thrown) => thrown instanceof NoRequest,
  run: async (input) => {
    const text = input.toString();
    const end = text.indexOf("\n");
    const [, method = "", path = ""] = firstLine.exec(end < 0 ? text : text.slice(0, end)) ?? [];
    if (path === "" || hashes.test(path) || /"password":"[^"]{12}/.test(text)) throw new NoRequest();
    const body = end < 0 || method === "GET" || end === text.length - 1 ? undefined : text.slice(end + 1);
    const { status, headers, body: told } = await (await serverNow()).ask(method, path, body);
    hold(status < 500 || status === 503, `the answer ${status}`);
    const isStream = headers.get("content-type") === "text/event-stream";
    if (isStream) await told?.cancel();
    hold(isStream || headers.get("x-content-type-options") === "nosniff", "an answer without its headers");
    hold(
      status < 400 || headers.get("content-type") === "application/problem+json",
      `a failure ${status} that is no problem document`,
    );
  },
};

export const api: readonly Target[] = [bodies];
