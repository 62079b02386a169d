/** Runs over a ClickHouse server that are cut off: the client is killed, or the server goes away and comes back. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { realServer } from "./support/clickhouse/server.ts";
import { type Stores, twoStores } from "./support/clickhouse/stores.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { root } from "./support/places.ts";

const folder = temporaryFolder();
const log = write(folder, "access.log", [
  ...[".env", "config.json", "wp-config.php", ".git/config"].map((path) =>
    combined({ ip: "203.0.113.9", request: `GET /${path} HTTP/1.1`, status: 404, agent: "curl/8.5.0" }),
  ),
  combined({ ip: "203.0.113.9", request: "GET /.env HTTP/1.1", agent: "curl/8.5.0" }),
  ...Array.from({ length: 50 }, (_, n) => combined({ request: `GET /page-${n} HTTP/1.1` })),
]);
/** The third of the four tables that a source is added to: its events are there, its profile in part. */
const inTheMiddle = "INSERT INTO \\w+\\.activity_agents";
const words = ["triage", "--json", log];
let stores: Stores;
let expected: string;

beforeAll(async () => {
  stores = await twoStores(folder);
  expected = (await stores.inFolder(words)).told;
}, 600_000);
afterAll(() => stores?.close(), 60_000);

const countOf = async (name: string) =>
  (await stores.onServer(["sql", "--csv", "SELECT count(), uniqExact(event_id) FROM events"], name)).told;

describe.skipIf(realServer !== undefined)("a run that is cut off", () => {
  test("leaves a store that the next run mends, where its process was killed", async () => {
    const { endpoint } = stores.server;
    await endpoint?.fault({ kind: "delay", match: inTheMiddle, ms: 600_000 });
    await endpoint?.forget();
    const program = join(root, "dist", "src", "cli", "main.js");
    const child = spawn(process.execPath, [program, ...words, "--engine", stores.address("killed")], {
      env: { PATH: process.env.PATH, ...stores.env },
      stdio: "ignore",
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const reached = async () =>
      ((await endpoint?.seen()) ?? []).some(({ sql }) => new RegExp(inTheMiddle).test(sql));
    while (child.exitCode === null && !(await reached())) await wait(100);
    child.kill("SIGKILL");
    await ended;
    expect(child.signalCode).toBe("SIGKILL");
    // While it was at work, all its events had come; none of them counts.
    const [events] = (await stores.server.ask(`SELECT count() FROM ${databaseOf("killed")}.events`)).split(
      "\n",
    );
    expect(Number(events)).toBeGreaterThan(0);
    const { told, status } = await stores.onServer(words, "killed");
    expect(status).toBe(0);
    expect(told).toBe(expected);
    const databases = await stores.server.ask("SELECT name FROM system.databases");
    expect(databases).not.toContain(`${databaseOf("killed")}_run_`);
    expect(await countOf("killed")).toContain(`\n${events},${events}\r\n`);
  }, 600_000);

  test("goes on where the server was started again in between", async () => {
    const { endpoint } = stores.server;
    await endpoint?.clear();
    await endpoint?.fault({ kind: "die-after", match: inTheMiddle });
    const running = stores.onServer(words, "restarted");
    await endpoint?.ended();
    await endpoint?.restart();
    expect((await running).told).toBe(expected);
  }, 600_000);

  test("ends with words for a person where the server stays away, and is done anew later", async () => {
    const { endpoint } = stores.server;
    await endpoint?.fault({ kind: "die-before", match: inTheMiddle });
    const { status, told, stderr } = await stores.onServer(words, "away");
    expect([status, told]).toEqual([2, ""]);
    expect(stderr).toContain("the connection to the server ended");
    expect(stderr).toContain("Run the command again when the server answers");
    await endpoint?.restart();
    // This process lives on, so that only the silence of its run would tell that it is gone.
    await stores.server.ask(`DROP TABLE ${databaseOf("away")}.store_run`);
    expect((await stores.onServer(words, "away")).told).toBe(expected);
  }, 600_000);
});

function databaseOf(name: string): string {
  return /\/(\w+)$/.exec(stores.address(name))?.[1] ?? "";
}
