/** Topics of a cluster that librdkafka plays: counts are equal whatever is killed, set back, cut off or made to harm. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { consume, type KafkaSettings } from "../src/intake/kafka/consume.ts";
import type { SpoolLimits } from "../src/intake/limits.ts";
import type { Intake, Spool } from "../src/intake/model.ts";
import { openSpool } from "../src/intake/spool.ts";
import { type Cluster, isHere, produce, startCluster, stopAll } from "./support/kafka.ts";
import { startProxy } from "./support/kafka-proxy.ts";
import { root as checkout } from "./support/places.ts";

const child = join(checkout, "test", "support", "kafka-child.mjs");
const waits = { first: 100, last: 500, session: 3000 };
const patient = { timeout: 90_000, interval: 100 };

let root: string;
let cluster: Cluster;
let spool: Spool | undefined;
let intakes: Intake[] = [];
const children: ChildProcess[] = [];

beforeEach(async ({ skip }) => {
  if (!isHere) skip("kcat is not installed");
  root = mkdtempSync(join(tmpdir(), "vedette-kafka-"));
  cluster = await startCluster();
});
afterEach(async () => {
  await Promise.all(intakes.map((intake) => intake.close()));
  intakes = [];
  await spool?.close();
  spool = undefined;
  cluster?.stop();
  if (root !== undefined) rmSync(root, { recursive: true, force: true });
});
afterAll(() => {
  stopAll();
  for (const one of children) one.kill("SIGKILL");
});

const open = async (limits: Partial<SpoolLimits> = {}): Promise<Spool> => {
  spool = await openSpool(join(root, "state"), {
    effects: { now: () => Date.now() },
    limits: { freeBytesMin: 0, ...limits },
  });
  return spool;
};

function read(topic: string, more: Partial<KafkaSettings> = {}): Intake {
  if (spool === undefined) throw new Error("There is no spool.");
  const intake = consume(spool, { brokers: [cluster.broker], topic, group: "vedette", waits, ...more });
  intakes.push(intake);
  return intake;
}

/** Records of the spool, in the order of their text. */
const taken = () =>
  (spool?.segments() ?? [])
    .flatMap(({ path }) => readFileSync(path, "latin1").split("\n").slice(0, -1))
    .sort();
const numbered = (from: number, to: number) =>
  Array.from(
    { length: to - from },
    (_, n) => `line ${String(from + n).padStart(6, "0")} ${"x".repeat(n % 50)}`,
  );

test("whenever it is killed, each message is there once", async () => {
  const start = (point: string, nth: number) => {
    const given = [child, root, cluster.broker, "web", "vedette", point, String(nth)];
    const one = spawn(process.execPath, given, { stdio: ["ignore", "pipe", "inherit"] });
    children.push(one);
    return one;
  };
  const ended = (one: ChildProcess) =>
    one.exitCode !== null || one.signalCode !== null
      ? Promise.resolve()
      : new Promise((resolve) => one.once("exit", resolve));
  const kills = [
    ["journal.before-write", 1],
    ["journal.after-fsync", 2],
    ["segment.after-write", 1],
    ["commit.before-answer", 2],
    ["commit.after-answer", 1],
  ] as const;
  let sent = 0;
  for (const [point, nth] of kills) {
    const one = start(point, nth);
    const end = ended(one);
    let isGoing = true;
    void end.then(() => {
      isGoing = false;
    });
    while (isGoing) {
      await produce(cluster, "web", { lines: numbered(sent, sent + 500) });
      sent += 500;
      // Enough to be killed at work; more would only be more to compare.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(one.signalCode, point).toBe("SIGKILL");
  }
  await open();
  const intake = read("web");
  // Seldom asked: each answer reads the whole spool in the process that fills it.
  await expect.poll(() => taken().length, { ...patient, interval: 2000 }).toBeGreaterThanOrEqual(sent);
  expect(taken()).toEqual([...numbered(0, sent)].sort());
  await expect.poll(() => intake.figures().behind, patient).toBe(0);
  expect(intake.notes()).toEqual([]);
}, 240_000);

test("a group that is set back to the beginning doubles nothing", async () => {
  await produce(cluster, "web", { lines: numbered(0, 3000) });
  await open();
  const first = read("web");
  await expect.poll(() => first.figures().records, patient).toBe(3000);
  await first.close();
  // Another group begins at the beginning, as one that was set back does.
  const again = read("web", { group: "another" });
  await produce(cluster, "web", { lines: numbered(3000, 3500) });
  await expect.poll(() => again.figures().records, patient).toBe(500);
  expect(taken()).toEqual([...numbered(0, 3500)].sort());
}, 180_000);

test("values that are made to harm are taken as they are, or counted", async () => {
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(root, name), content);
    return join(root, name);
  };
  const line = (length: number) => "x".repeat(length);
  await open();
  const files = [
    file("nul", Buffer.from([0x61, 0, 0x62])),
    file("utf8", Buffer.from([0xff, 0xfe, 0x1b, 0x5b])),
    file("large", line(2_000_000)),
    file("lines", `${line(200_000)}\n${line(300_000)}\n${line(100_000)}\n`),
    file("document", '{\n"a": 1\n}'),
  ];
  await produce(cluster, "web", { files }, "-p", "0");
  await produce(cluster, "web", { lines: ["key:", "key:"] }, "-p", "0", "-Z", "-K", ":");
  await produce(cluster, "web", { lines: ["behind"] }, "-p", "0");
  const intake = read("web");
  await expect.poll(() => taken().includes("behind"), patient).toBe(true);
  expect(intake.figures()).toMatchObject({ records: 6, too_long: 2, tombstones: 2, unreadable: 0 });
  expect(taken()).toEqual(
    ["a\0b", "\xff\xfe\u001b[", line(200_000), line(100_000), '{ "a": 1 }', "behind"].sort(),
  );
}, 120_000);

test.each(["gzip", "snappy", "lz4", "zstd"])(
  "batches that are packed with %s are read",
  async (codec) => {
    const lines = numbered(0, 5000);
    await produce(cluster, codec, { lines }, "-z", codec);
    await open();
    const intake = read(codec);
    await expect.poll(() => intake.figures().records, patient).toBe(5000);
    expect(taken()).toEqual([...lines].sort());
    expect(intake.figures().unreadable).toBe(0);
  },
  120_000,
);

describe("a broker", () => {
  test("that is not there is said so, and read when it comes", async () => {
    const away = await startProxy(cluster.broker);
    await away.close();
    await produce(cluster, "web", { lines: numbered(0, 100) });
    await open();
    const intake = read("web", { brokers: [away.broker] });
    await expect.poll(() => intake.notes().join(), patient).toMatch(/ECONNREFUSED/);
    const there = await startProxy(cluster.broker, away.port);
    await expect.poll(() => intake.figures().records, patient).toBe(100);
    await expect.poll(() => intake.notes(), patient).toEqual([]);
    await intake.close();
    await there.close();
  }, 120_000);

  test("that does not have the topic is said so, and read when it has", async () => {
    await produce(cluster, "web", { lines: numbered(0, 100) });
    const proxy = await startProxy(cluster.broker);
    proxy.hide("web");
    await open();
    const intake = read("web", { brokers: [proxy.broker] });
    await expect.poll(() => intake.notes().join(), patient).toMatch(/no topic web/);
    proxy.hide(undefined);
    await expect.poll(() => intake.figures().records, patient).toBe(100);
    await intake.close();
    await proxy.close();
  }, 120_000);

  test("that has no leader of one partition lets the others be read", async () => {
    const send = (from: number, partition: number) =>
      produce(cluster, "web", { lines: numbered(from, from + 50) }, "-p", String(partition));
    for (const partition of [0, 1, 2, 3]) await send(partition * 50, partition);
    const proxy = await startProxy(cluster.broker);
    await open();
    const first = read("web", { brokers: [proxy.broker] });
    await expect.poll(() => first.figures().records, patient).toBe(200);
    await expect.poll(() => first.figures().behind, patient).toBe(0);
    await first.close();
    proxy.stick("web", 2);
    for (const partition of [0, 1, 2, 3]) await send(200 + partition * 50, partition);
    const intake = read("web", { brokers: [proxy.broker] });
    await expect.poll(() => intake.figures().records, patient).toBe(150);
    expect(intake.notes().join()).toMatch(/Partition 2 has no leader/);
    proxy.stick("web", undefined);
    await expect.poll(() => intake.figures().records, patient).toBe(200);
    expect(taken()).toEqual([...numbered(0, 400)].sort());
    await intake.close();
    await proxy.close();
  }, 120_000);

  test("that dies in the middle of an answer costs nothing", async () => {
    const lines = numbered(0, 40_000);
    await produce(cluster, "web", { lines });
    const proxy = await startProxy(cluster.broker);
    await open();
    const intake = read("web", { brokers: [proxy.broker] });
    for (let n = 1; n <= 5; n += 1) {
      proxy.cutAfter(20_000 * n);
      await expect
        .poll(() => proxy.cuts() >= n || (intake.figures().records ?? 0) >= lines.length, patient)
        .toBe(true);
    }
    await expect.poll(() => intake.figures().records, patient).toBe(lines.length);
    expect(proxy.cuts()).toBeGreaterThan(1);
    expect(taken()).toEqual([...lines].sort());
    await intake.close();
    await proxy.close();
  }, 180_000);
});

test("without room nothing more is read, and it goes on by itself when there is room", async () => {
  const spool = await open({ spoolBytesMax: 60_000, segmentBytesMax: 10_000 });
  const lines = numbered(0, 4000);
  for (let from = 0; from < 4000; from += 200)
    await produce(cluster, "web", { lines: lines.slice(from, from + 200) }, "-p", String((from / 200) % 4));
  const intake = read("web", { group: "narrow" });
  await expect.poll(() => spool.figures().state.name, patient).toBe("full");
  const found: string[] = [];
  const done = new Set<string>();
  for (let n = 0; found.length < lines.length && n < 600; n += 1) {
    await spool.closeSegments().catch(() => {});
    for (const { path, stream, number, closed } of spool.segments()) {
      if (!closed || done.has(path)) continue;
      found.push(...readFileSync(path, "utf8").split("\n").slice(0, -1));
      done.add(path);
      await spool.release({ stream, number });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(found.sort()).toEqual([...lines].sort());
  expect(intake.figures()).toMatchObject({ records: 4000, too_long: 0 });
}, 180_000);
