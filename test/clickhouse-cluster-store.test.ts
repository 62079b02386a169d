/** A store on two shards that has to be mended: what is deleted and computed anew goes to every shard. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { realServer } from "./support/clickhouse/server.ts";
import { type Stores, twoStores } from "./support/clickhouse/stores.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";

const folder = temporaryFolder();
const log = write(folder, "access.log", [
  ...[".env", "config.json", "wp-config.php", ".git/config"].map((path) =>
    combined({ ip: "203.0.113.9", request: `GET /${path} HTTP/1.1`, status: 404, agent: "curl/8.5.0" }),
  ),
  ...Array.from({ length: 50 }, (_, n) =>
    combined({ ip: `198.51.100.${n % 9}`, request: `GET /page-${n} HTTP/1.1`, agent: `reader/${n % 5}` }),
  ),
]);
const words = ["triage", "--json", log];
let stores: Stores;
let expected: string;

beforeAll(async () => {
  stores = await twoStores(folder, "random");
  expected = (await stores.inFolder(words)).told;
  expect((await stores.onServer(words)).told).toBe(expected);
}, 600_000);
afterAll(() => stores?.close(), 60_000);

const database = () => /\/(\w+)\?/.exec(stores.address())?.[1] ?? "";
const ask = async (sql: string) => (await stores.server.ask(sql.replaceAll("STORE", database()))).trim();
/** Rows of each table, and a sum over them. */
const held = async () =>
  Promise.all(
    [
      "count(), sum(event_id) FROM STORE.events",
      "sum(requests), sum(cityHash64(source, client_id, agent_id)) FROM STORE.activity",
      ...["client", "agent", "path"].map((text) => `uniqExact(${text}_id) FROM STORE.activity_${text}s`),
    ].map((what) => ask(`SELECT ${what}`)),
  );

test.skipIf(realServer !== undefined)(
  "what a run left that was cut off is removed from every shard",
  async () => {
    const before = await held();
    await ask(
      "INSERT INTO STORE.events SELECT * REPLACE (event_id + toInt64(5e13) AS event_id) FROM STORE.events",
    );
    await ask(
      "INSERT INTO STORE.activity SELECT * REPLACE (source + 90 AS source, client_id + 1 AS client_id, agent_id + 1 AS agent_id, path_id + 1 AS path_id) FROM STORE.activity",
    );
    for (const text of ["client", "agent", "path"])
      await ask(
        `INSERT INTO STORE.activity_${text}s SELECT ${text}_id + 1, 'stray' FROM STORE.activity_${text}s`,
      );
    expect(await held()).not.toEqual(before);
    expect((await stores.onServer(words)).told).toBe((await stores.inFolder(words)).told);
    expect(await held()).toEqual(before);
  },
  600_000,
);

test.skipIf(realServer !== undefined)(
  "a base profile of other content is computed anew on the shards",
  async () => {
    const before = await held();
    await ask("INSERT INTO STORE.store_meta SELECT 'content', 'of another version', 1000");
    expect((await stores.onServer(words)).told).toBe((await stores.inFolder(words)).told);
    expect(await held()).toEqual(before);
    expect(
      await ask("SELECT argMax(value, written) FROM STORE.store_meta WHERE key = 'content'"),
    ).toHaveLength(64);
  },
  600_000,
);

test("an address has to say what the store is", async () => {
  const shown = stores.address();
  const said = async (words: readonly string[], address: string) =>
    (await vedette([...words, "--engine", address], { env: stores.env })).stderr;
  expect(await said(words, shown.replace("cluster=two_shards", "cluster=nowhere"))).toContain(
    "knows no cluster nowhere",
  );
  for (const asked of [words, ["sql", "SELECT 1"]])
    expect(await said(asked, shown.replace("?cluster=two_shards", ""))).toContain(
      "lies on the shards of a cluster",
    );
}, 120_000);

test("a join that each shard would complete by itself is refused", async () => {
  const join = (from: string) =>
    `SELECT count() AS n FROM ${from} RIGHT JOIN (SELECT arrayJoin(['198.51.100.1', 'nobody']) AS ip) AS b ON b.ip = a.source_ip`;
  const { stderr } = await stores.onServer(["sql", join("events AS a")]);
  expect(stderr).toContain("put it into a subquery: FROM (SELECT * FROM events) AS events");
  const { told } = await stores.onServer(["sql", "--csv", join("(SELECT * FROM events) AS a")]);
  expect(told).toBe((await stores.inFolder(["sql", "--csv", join("events AS a")])).told);
}, 120_000);
