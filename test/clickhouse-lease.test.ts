/** One run at a time on a store, whatever became of the one before. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { thisProcess } from "../src/effects.ts";
import type { ServerAddress } from "../src/engine/clickhouse/address.ts";
import { openServer } from "../src/engine/clickhouse.ts";
import type { ServerEngine } from "../src/engine/engine.ts";
import { type TestServer, testServer } from "./support/clickhouse/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
}, 120_000);
afterAll(() => server?.close(), 60_000);

const open = (address: ServerAddress) => openServer(address, { begin: true });
const scratches = async ({ database }: ServerAddress) =>
  (
    await server.ask(
      `SELECT name FROM system.databases WHERE startsWith(name, '${database}_run_') ORDER BY name`,
    )
  )
    .split("\n")
    .filter((name) => name !== "");

/** Leaves a store in the hands of a holder as a run that was killed does. */
async function heldBy(address: ServerAddress, holder: object, secondsAgo: number): Promise<void> {
  await server.ask(`CREATE DATABASE IF NOT EXISTS ${address.database}`);
  await server.ask(
    `CREATE TABLE ${address.database}.store_run (run String, holder String, beat DateTime64(3)) ENGINE = MergeTree ORDER BY run`,
  );
  const told = JSON.stringify(holder).replaceAll("\\", "\\\\").replaceAll("'", "\\'");
  await server.ask(
    `INSERT INTO ${address.database}.store_run SELECT 'abc', '${told}', now64(3) - ${secondsAgo}`,
  );
}

describe("the store of a server", () => {
  test("is refused to a second run, and given to it when the first has ended", async () => {
    const address = server.address();
    const first = await open(address);
    await expect(open(address)).rejects.toMatchObject({
      code: "store.locked",
      message: expect.stringContaining(`in use by process ${process.pid} on `),
    });
    // The one that was refused has taken nothing away from the one that works.
    await first.run("CREATE TABLE profile_x (n UInt8) ENGINE = Memory");
    expect(await first.rows("SELECT count() AS n FROM profile_x")).toEqual([{ n: 0 }]);
    await first.close();
    await (await open(address)).close();
  }, 120_000);

  test("is taken from a process of this machine that is gone, at once", async () => {
    const address = server.address();
    await heldBy(address, { host: "here", mark: { ...thisProcess(), pid: 2 ** 22 - 1 } }, 1);
    await (await open(address)).close();
  }, 120_000);

  test("is left to a holder elsewhere that was heard, and taken from one that was not for long", async () => {
    const elsewhere = { host: "elsewhere", mark: { ...thisProcess(), where: "another machine", pid: 7 } };
    const heard = server.address();
    await heldBy(heard, elsewhere, 5);
    await expect(open(heard)).rejects.toMatchObject({
      code: "store.locked",
      message: expect.stringContaining("in use by process 7 on elsewhere"),
    });
    const holder = { ...elsewhere.mark, where: thisProcess().where, pid: 2 ** 22 - 1 };
    await server.ask(
      `INSERT INTO ${heard.database}.store_run SELECT 'abc', '${JSON.stringify({ host: "here", mark: holder })}', now64(3)`,
    );
    await (await open(heard)).close();
  }, 120_000);

  test("is given to one of several that find a holder gone", async () => {
    const address = server.address();
    await heldBy(address, { host: "here", mark: { ...thisProcess(), pid: 2 ** 22 - 1 } }, 1);
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => open(address)));
    const taken = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(taken).toHaveLength(1);
    for (const one of outcomes)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "store.locked" });
    for (const engine of taken) await engine.close();
    await (await open(address)).close();
  }, 120_000);

  test("leaves nothing of a run behind, and the next run removes what a killed one left", async () => {
    const address = server.address();
    const engine: ServerEngine = await open(address);
    await engine.run("CREATE TABLE profile_x (n UInt8) ENGINE = Log");
    expect(await scratches(address)).toHaveLength(1);
    await engine.close();
    expect(await scratches(address)).toEqual([]);
    await server.ask(
      `CREATE DATABASE ${address.database}_run_0123456789abcdef COMMENT 'tables of one run of vedette'`,
    );
    await server.ask(`CREATE DATABASE ${address.database}_run_fedcba9876543210`);
    await (await open(address)).close();
    // The one without the comment is somebody else's.
    expect(await scratches(address)).toEqual([`${address.database}_run_fedcba9876543210`]);
    await server.ask(`DROP DATABASE ${address.database}_run_fedcba9876543210`);
  }, 120_000);

  test("is not begun among tables of something else, nor by asking", async () => {
    const address = server.address();
    await server.ask(`CREATE DATABASE ${address.database}`);
    await server.ask(`CREATE TABLE ${address.database}.profile_orders (n UInt8) ENGINE = Memory`);
    await expect(open(address)).rejects.toMatchObject({
      code: "usage.option",
      hint: expect.stringContaining("It holds profile_orders."),
    });
    const nowhere = server.address();
    await expect(openServer(nowhere, { begin: false })).rejects.toMatchObject({ code: "store.missing" });
    expect(await server.ask(`SELECT count() FROM system.databases WHERE name = '${nowhere.database}'`)).toBe(
      "0\n",
    );
  }, 120_000);
});
