/** Hunting over the API: who may ask what, what is refused, values that are bound, neighbours, saved hunts. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { openCasebook } from "../src/casebook/casebook.ts";
import { openSqlite } from "../src/casebook/sqlite.ts";
import { Accounts } from "../src/server/accounts.ts";
import { makeApp } from "../src/server/app.ts";
import { caseId, makeReport } from "./support/casebook.ts";
import { badAgents, badPath, scanner, storeCommand } from "./support/console/store.ts";
import { temporaryFolder } from "./support/files.ts";
import { openNotifier } from "./support/notify.ts";

const folder = temporaryFolder();
const host = "sentry.example:8592";
const atMs = Date.UTC(2026, 4, 18);

/** Answers of the API to each role, by tokens. */
async function makeApi() {
  const accounts = new Accounts(openSqlite(join(folder, "accounts.db")));
  const book = openCasebook(join(folder, "casebook.db"), true);
  let ids = 0;
  const { app } = makeApp(
    {
      book,
      accounts,
      health: () => ({ state: "ready", events: 0, unread: {} }),
      now: () => atMs,
      newId: () => `id-${++ids}`,
      first: () => undefined,
      secure: false,
      peer: () => "192.0.2.1",
      told: () => {},
      busy: () => false,
      places: {
        nameOf: (path) => (path.endsWith("/access.log") ? "access.log, part 1" : path),
        pathsOf: (name) => [name],
      },
      register: { named: [] },
      notifier: openNotifier(join(folder, "notify.db"), { book }),
      command: await storeCommand(),
    },
    { hosts: new Set([host]), pages: join(folder, "none"), version: "0" },
  );
  const tokens = new Map<string, string>();
  for (const [name, role] of [
    ["shipper", "shipper"],
    ["reader", "reader"],
    ["tier1", "tier1"],
    ["other", "tier1"],
    ["tier2", "tier2"],
    ["administrator", "administrator"],
  ] as const)
    tokens.set(name, accounts.addToken(`id-${name}`, name, role, "ada", atMs, undefined));
  const ask = async (who: string, method: string, path: string, body?: unknown) => {
    const answer = await app.request(`http://${host}/api/v1${path}`, {
      method,
      headers: {
        host,
        authorization: `Bearer ${tokens.get(who)}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  return { ask, book };
}

type Rows = readonly Record<string, string | number>[];
let api: Awaited<ReturnType<typeof makeApi>>;
beforeAll(async () => {
  api = await makeApi();
});
const sql = (statement: string, filters: readonly unknown[] = []) =>
  api.ask("tier2", "POST", "/sql", { statement, filters });

describe("who may", () => {
  const question = { kind: "sql", text: "SELECT 1", parameters: {}, filters: [] };
  const hunt = { name: "x", description: "", shared: false, question };
  test.each([
    ["GET", "/hunts", undefined, "reader"],
    ["POST", "/hunts/nothing", { given: {} }, "reader"],
    ["POST", "/events", { kind: "address", value: "192.0.2.77" }, "reader"],
    ["GET", "/events/123456789012345", undefined, "reader"],
    ["POST", "/graph/neighbours", { kind: "address", value: "192.0.2.77" }, "reader"],
    ["GET", "/saved-hunts", undefined, "reader"],
    ["POST", "/sigma", { rules: "x: y" }, "tier1"],
    ["POST", "/saved-hunts", { ...hunt, name: "\u202e" }, "tier1"],
    ["PUT", "/saved-hunts/9", { ...hunt, version: 1 }, "tier1"],
    ["DELETE", "/saved-hunts/9", { version: 1 }, "tier1"],
    ["POST", "/sql", { statement: "x" }, "tier2"],
  ])("%s %s", async (method, path, body, needed) => {
    const order = ["shipper", "reader", "tier1", "tier2", "administrator"];
    for (const who of order) {
      const { status } = await api.ask(who, method, path, body);
      expect(status === 403, who).toBe(order.indexOf(who) < order.indexOf(needed));
      // A question takes a process; who is above is let in by the same line.
      if (who === needed) break;
    }
  });
});

test("what can be no name is refused before anything is run", async () => {
  for (const path of ["/cases/%00/review", "/cases/C-1%00/rules", "/cases/a%0Ab/containment"])
    expect([path, (await api.ask("administrator", "POST", path, {})).status]).toEqual([path, 400]);
  const given = { constructor: "x" };
  const [hunt] = (await api.ask("reader", "GET", "/hunts")).body.hunts as unknown as { id: string }[];
  const { status, body } = await api.ask("reader", "POST", `/hunts/${hunt?.id}`, { given });
  expect([status, body.detail]).toEqual([422, expect.stringContaining("constructor: ")]);
});

describe("SQL", () => {
  test.each([
    ["INSERT INTO events (event_id) VALUES (1)", /does not begin with SELECT/],
    ["SELECT 1; DROP TABLE events", /several statements/],
    ["SELECT raw FROM events INTO OUTFILE '/tmp/x.csv'", /outfile/i],
    ["SELECT file('/etc/passwd')", /word file/],
    ["SELECT * FROM file('/etc/passwd', LineAsString)", /word file/],
    ["SELECT * FROM url('http://127.0.0.1:1/', LineAsString)", /calls url/],
    ["DESCRIBE TABLE url('http://127.0.0.1:1/', 'CSVWithNames')", /name a table of the store/],
    ["SELECT * FROM events SETTINGS readonly = 0", /cannot be asked/],
    ["CREATE TABLE x (a Int8) ENGINE = Memory", /does not begin with SELECT/],
    ["SELECT \"fi\\x6ce\"('/etc/passwd')", /backslash/],
  ])("%s is refused, with filters as without", async (statement, because) => {
    for (const filters of [[], [{ column: "x", is: true, values: ["y"] }]]) {
      const answer = await sql(statement, filters);
      expect(answer.status).toBe(422);
      expect(answer.body.detail).toMatch(because);
    }
    expect(existsSync("/tmp/x.csv")).toBe(false);
  });

  test("a mistake is told with its place in what was written", async () => {
    const { body } = await sql("SELECT count(\nFROM events");
    expect(body.detail).toMatch(/failed at position 13 /);
    const within = await sql("SELECT 1 AS n FROM events WHERE", [{ column: "n", is: true, values: [1] }]);
    expect(within.body.detail).toMatch(/failed at position \d/);
  });

  test("filters keep and leave out by bound values, whatever they hold", async () => {
    const statement =
      "SELECT event_id, user_agent_original AS agent, http_response_status_code AS status FROM events -- all";
    for (const agent of Object.values(badAgents)) {
      const kept = (await sql(statement, [{ column: "agent", is: true, values: [agent] }])).body
        .rows as unknown as Rows;
      expect(kept.map((row) => row.agent)).toEqual([agent]);
      expect(kept[0]?.record).toMatch(/^access\.log, part 1:\d+$/);
    }
    const refused = [
      { column: "status", is: true, values: [404] },
      { column: "agent", is: false, values: [...Object.values(badAgents), null] },
    ];
    const rest = (await sql(statement, refused)).body.rows as unknown as Rows;
    expect(rest.map((row) => row.agent)).toEqual(Array(5).fill("python-requests/2.31.0"));
  });

  test("a column that cannot be quoted is refused, and what a value spells is no SQL", async () => {
    const bad = await sql("SELECT 1 AS n", [{ column: "n` = 1 OR `n", is: true, values: [1] }]);
    expect(bad).toMatchObject({ status: 422, body: { hint: expect.stringMatching(/Name it with AS/) } });
    for (const column of ["file('/etc/hostname') OR n", "n) ; SELECT 1 AS m FROM (SELECT 1"]) {
      const answer = await sql("SELECT 1 AS n) WHERE n = 1 OR (`", [{ column, is: true, values: [1] }]);
      expect(answer.status).toBe(422);
      expect(`${answer.body.detail} ${answer.body.hint}`).toMatch(/word file|Name it with AS/);
    }
    const none = await sql("SELECT 'a' AS n", [{ column: "n", is: true, values: ["x') OR ('' = '"] }]);
    expect(none.body.rows).toEqual([]);
    const nullish = await sql("SELECT if(number = 1, NULL, number) AS n FROM numbers(3)", [
      { column: "n", is: false, values: [null, 2] },
    ]);
    expect(nullish.body.rows).toEqual([{ n: 0 }]);
  });
});

describe("hunts and events", () => {
  test("are listed with what they are given, and the columns with what they say", async () => {
    const { body } = await api.ask("reader", "GET", "/hunts");
    expect(body.hunts).toContainEqual(
      expect.objectContaining({
        id: "paths",
        parameters: expect.arrayContaining([expect.objectContaining({ name: "least", default: "3" })]),
      }),
    );
    expect((body.columns as unknown as Rows).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["event_id", "source_ip", "raw"]),
    );
  });

  test("a shipped hunt is narrowed as well; an unknown name and parameter are refused", async () => {
    const { body } = await api.ask("reader", "POST", "/hunts/did", {
      given: { source: scanner },
      filters: [{ column: "target", is: true, values: [badPath] }],
    });
    expect((body.rows as unknown as Rows).map(({ agent }) => agent)).toEqual(Object.values(badAgents));
    const unknown = await api.ask("reader", "POST", "/hunts/nothing", { given: {} });
    expect(unknown.status).toBe(422);
    const other = await api.ask("reader", "POST", "/hunts/did", { given: { address: scanner } });
    expect(other.body.detail).toMatch(/address: did is not given that/);
  });

  test("events of an entity, within a time, lead to their records", async () => {
    const all = await api.ask("reader", "POST", "/events", { kind: "agent", value: badAgents.quotes });
    const [row] = all.body.rows as unknown as Rows;
    expect(row).toMatchObject({ source_ip: scanner, url_original: badPath });
    const record = await api.ask("reader", "GET", `/events/${row?.event_id}`);
    expect(record.body.raw).toContain(badAgents.quotes);
    expect(record.body.columns).toMatchObject({ source_ip: scanner, http_response_status_code: 404 });
    const never = { kind: "address", value: scanner, from: 1, to: 2 };
    expect((await api.ask("reader", "POST", "/events", never)).body.rows).toEqual([]);
    expect((await api.ask("reader", "GET", "/events/123456789012345")).status).toBe(404);
  });
});

test("Sigma rules run over the store; what cannot be run is told with its line", async () => {
  const rules = `title: Dotfiles
level: medium
logsource: {category: webserver}
detection:
  s: {cs-uri-query|contains: [/.env, /.git/]}
  condition: s
---
title: Nowhere
logsource: {category: nowhere}
detection: {s: {a: b}, condition: s}
`;
  const { status, body } = await api.ask("tier1", "POST", "/sigma", { rules });
  expect(status).toBe(200);
  expect(body.matches).toMatchObject([
    {
      rule: { title: "Dotfiles" },
      entity: { source_ip: scanner },
      count: 2,
      evidence: [{ path: "access.log, part 1" }, {}],
    },
  ]);
  const [match] = body.matches as unknown as { evidence: { event_id: number; text: string }[] }[];
  const [line] = match?.evidence ?? [];
  const record = await api.ask("reader", "GET", `/events/${line?.event_id}`);
  expect(record.body.raw).toBe(line?.text);
  expect(body.refusals).toEqual([expect.stringMatching(/^line 9: refused: .*nowhere/)]);
  const none = await api.ask("tier1", "POST", "/sigma", { rules: "no: rule" });
  expect(none.status).toBe(200);
  expect(none.body).toMatchObject({ matches: [], refusals: [expect.stringMatching(/^line 1: refused/)] });
});

describe("neighbours", () => {
  test("of an entity: events counted once, the most first, so many of so many", async () => {
    const { body } = await api.ask("reader", "POST", "/graph/neighbours", {
      kind: "address",
      value: scanner,
      limit: 2,
    });
    const of = (kind: string) =>
      (body.neighbours as unknown as Rows)
        .filter((one) => one.kind === kind)
        .map(({ value, count }) => [value, count]);
    expect(of("path")).toEqual([
      [badPath, 5],
      ["/.env", 1],
    ]);
    expect(of("agent")[0]).toEqual(["python-requests/2.31.0", 5]);
    expect(body.of).toMatchObject({ path: 6, agent: 6 });
    expect(of("address")).toEqual([]);
  });

  test("of a value that is SQL, and with too many asked for", async () => {
    const bad = { kind: "agent", value: "') UNION ALL SELECT" };
    const { body } = await api.ask("reader", "POST", "/graph/neighbours", bad);
    expect(body.neighbours).toEqual([]);
    const many = await api.ask("reader", "POST", "/graph/neighbours", { ...bad, limit: 51 });
    expect(many.status).toBe(400);
  });

  test("of a case and back", async () => {
    api.book.applyReport(makeReport([{ id: caseId(1), entities: [`ip:${scanner}`, "host:pc-1"] }]), {
      at: atMs,
      run: "r",
    });
    const ofCase = await api.ask("reader", "POST", "/graph/neighbours", { kind: "case", value: caseId(1) });
    expect(ofCase.body.neighbours).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: "address", value: scanner })]),
    );
    const back = await api.ask("reader", "POST", "/graph/neighbours", { kind: "address", value: scanner });
    expect(back.body.neighbours).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: "case", value: caseId(1) })]),
    );
    const listed = await api.ask("reader", "GET", `/cases?entity=${scanner}`);
    expect(listed.body).toMatchObject({ total: 1, items: [{ id: caseId(1) }] });
    expect((await api.ask("reader", "GET", "/cases?entity=203.0.113.")).body).toMatchObject({ total: 0 });
    const gone = await api.ask("reader", "POST", "/graph/neighbours", { kind: "case", value: caseId(2) });
    expect(gone.status).toBe(404);
  });
});

test("saved hunts: own and shared, changed by their owner, in the audit and in a copy of the casebook", async () => {
  const question = {
    kind: "sql",
    text: "SELECT 1 -- \u0000 \ud800",
    parameters: {},
    filters: [{ column: "agent", is: false, values: [badAgents.bidi, null, 4] }],
  };
  const hunt = { name: "Probes", description: "asks\nfor it", shared: false, question };
  const { ask, book } = api;
  const made = await ask("tier1", "POST", "/saved-hunts", hunt);
  expect(made).toMatchObject({ status: 200, body: { ...hunt, owner: "token tier1", version: 1 } });
  const id = String(made.body.id);
  expect((await ask("reader", "GET", "/saved-hunts")).body).toEqual({ items: [] });
  expect((await ask("administrator", "GET", `/saved-hunts/${id}`)).status).toBe(404);
  expect((await ask("tier1", "POST", "/saved-hunts", hunt)).body.detail).toMatch(/called Probes already/);

  expect(JSON.stringify(book.audit())).not.toContain("Probes");

  const shared = await ask("tier1", "PUT", `/saved-hunts/${id}`, { ...hunt, version: 1, shared: true });
  expect(shared.body).toMatchObject({ version: 2, shared: true });
  expect((await ask("reader", "GET", `/saved-hunts/${id}`)).body).toMatchObject({ question });
  const foreign = await ask("other", "PUT", `/saved-hunts/${id}`, { ...hunt, version: 2 });
  expect(foreign).toMatchObject({ status: 422, body: { detail: "The hunt belongs to token tier1." } });
  expect((await ask("tier1", "DELETE", `/saved-hunts/${id}`, { version: 1 })).body.detail).toMatch(/changed/);

  const copy = join(folder, "copy.db");
  book.backup(copy, { at: atMs, actor: "ada" });
  const copied = openCasebook(copy);
  expect(copied.hunts("nobody")).toMatchObject([
    { name: "Probes", question: JSON.parse(JSON.stringify(question)) },
  ]);
  copied.close();

  expect((await ask("administrator", "DELETE", `/saved-hunts/${id}`, { version: 2 })).status).toBe(200);
  expect((await ask("tier1", "GET", "/saved-hunts")).body).toEqual({ items: [] });
  expect(
    book
      .audit()
      .filter(({ act }) => act.startsWith("hunt."))
      .map(({ act, actor }) => [act, actor]),
  ).toEqual([
    ["hunt.saved", "token tier1"],
    ["hunt.changed", "token tier1"],
    ["hunt.removed", "token administrator"],
  ]);
  expect(book.verify().holds).toBe(true);
});
