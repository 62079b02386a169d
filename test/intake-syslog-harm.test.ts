/** Syslog under people who mean harm: connections that are opened and left, and floods of datagrams. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Spool } from "../src/intake/model.ts";
import { openSpool } from "../src/intake/spool.ts";
import { listenSyslog, type SyslogIntake, type SyslogSettings } from "../src/intake/syslog.ts";

const line = "<13>May 17 10:05:03 web01 probe: x";
let root: string;
let spool: Spool;
let intake: SyslogIntake | undefined;
const sockets: Socket[] = [];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "vedette-harm-"));
  spool = await openSpool(root, { effects: { now: () => Date.now() }, limits: { freeBytesMin: 0 } });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await intake?.close();
  intake = undefined;
  await spool.close();
  rmSync(root, { recursive: true, force: true });
});

async function listen(transport: SyslogSettings["transport"], more: Partial<SyslogSettings> = {}) {
  intake = await listenSyslog(spool, { name: "in", transport, host: "127.0.0.1", port: 0, ...more });
  return intake;
}

/** A connection of some loopback address; `ended` once the other end says that no more is read. */
async function opened(port: number, localAddress = "127.0.0.1") {
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  sockets.push(socket);
  const state = { socket, ended: false };
  socket.on("error", () => {});
  socket.on("end", () => {
    state.ended = true;
  });
  socket.resume();
  await new Promise((resolve) => socket.once("connect", resolve));
  return state;
}
const figure = (name: string) => intake?.figures()[name];
const taken = () =>
  spool
    .segments()
    .map(({ path }) => readFileSync(path, "latin1"))
    .join("");

test("512 idle connections keep nobody out, and the quiet sender keeps its own", {
  timeout: 60_000,
}, async () => {
  const { port } = await listen("tcp", { connections: { idleMs: 0, mostOfAddress: 512 } });
  const quiet = await opened(port, "127.0.0.9");
  quiet.socket.write(`${line} first\n`);
  await expect.poll(() => figure("records")).toBe(1);
  for (let n = 0; n < 511; n += 1) await opened(port, "127.0.0.2");
  await expect.poll(() => figure("open")).toBe(512);
  const other = await opened(port, "127.0.0.3");
  other.socket.write(`${line} other\n`);
  await expect.poll(() => figure("records")).toBe(2);
  quiet.socket.write(`${line} second\n`);
  await expect.poll(() => figure("records")).toBe(3);
  expect(quiet.ended).toBe(false);
  expect(intake?.figures()).toMatchObject({ closed_idle: 1, refused: 0, open: 512 });
  expect(intake?.notes()).toEqual([
    "A connection of 127.0.0.2 was closed for another: it was idle, and no more may be open.",
  ]);
});

test("one address has its share: its own idle connection goes for a further one", async () => {
  const { port } = await listen("tcp", { connections: { idleMs: 0, most: 10, mostOfAddress: 3 } });
  const others = await opened(port, "127.0.0.2");
  const own = [await opened(port), await opened(port), await opened(port)];
  // It brought something since: another is idle for longer.
  own[0]?.socket.write(`${line}\n`);
  await expect.poll(() => figure("records")).toBe(1);
  await opened(port);
  await expect.poll(() => own.map(({ ended }) => ended)).toEqual([false, true, false]);
  expect(others.ended).toBe(false);
  expect(intake?.figures()).toMatchObject({ open: 4, closed_idle: 1 });
});

test("where none is idle a further one is refused, and bytes without a whole message do not count as work", async () => {
  const { port } = await listen("tcp", { connections: { idleMs: 1500, most: 2 } });
  const dripping = await opened(port);
  const working = await opened(port);
  await opened(port);
  await expect.poll(() => figure("refused")).toBe(1);
  const timer = setInterval(() => {
    dripping.socket.write("<");
    working.socket.write(`${line}\n`);
  }, 50);
  try {
    await expect
      .poll(async () => (await opened(port)) && figure("closed_idle"), { interval: 100, timeout: 20_000 })
      .toBe(1);
  } finally {
    clearInterval(timer);
  }
  await expect.poll(() => dripping.ended).toBe(true);
  expect(working.ended).toBe(false);
});

test("what a sender sent before it saw the end is taken", async () => {
  const { port } = await listen("tcp", { connections: { idleMs: 0, most: 1 } });
  const first = await opened(port);
  await opened(port, "127.0.0.2");
  await expect.poll(() => first.ended).toBe(true);
  const late = connect({ port, host: "127.0.0.1", localAddress: "127.0.0.3", allowHalfOpen: true });
  sockets.push(late);
  late.on("error", () => {}).resume();
  const ended = new Promise((resolve) => late.once("end", resolve));
  await new Promise((resolve) => late.once("connect", resolve));
  await opened(port, "127.0.0.4");
  await ended;
  late.end(`${line} late\n`);
  await expect.poll(taken, { timeout: 10_000 }).toContain("late");
});

test("connections that never speak TLS keep nobody out", { timeout: 60_000 }, async () => {
  const [key, cert] = [join(root, "key.pem"), join(root, "cert.pem")];
  const given =
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -days 2";
  spawnSync("openssl", [...given.split(" "), "-keyout", key, "-out", cert]);
  const tls = { key: readFileSync(key), cert: readFileSync(cert) };
  const { port } = await listen("tls", { tls, connections: { idleMs: 0, most: 5 } });
  for (let n = 0; n < 5; n += 1) await opened(port, "127.0.0.2");
  await expect.poll(() => figure("open")).toBe(5);
  const sender = connectTls({ port, host: "127.0.0.1", ca: tls.cert, servername: "localhost" }, () =>
    sender.end(`${line}\n`),
  );
  sockets.push(sender);
  await expect.poll(taken, { timeout: 10_000 }).toBe(`${line}\n`);
  expect(figure("closed_idle")).toBe(1);
});

test.skipIf(!existsSync("/proc/self/net/udp"))(
  "of a flood of datagrams each is taken or counted as dropped, also those that the system dropped",
  { timeout: 60_000 },
  async () => {
    const { port } = await listen("udp");
    const sent = 40_000;
    const sender = `const socket = require("node:dgram").createSocket("udp4");
      const text = Buffer.from(${JSON.stringify(line)} + "y".repeat(300));
      let left = ${sent};
      const next = () => (left-- > 0 ? socket.send(text, ${port}, "127.0.0.1", next) : socket.close());
      next();`;
    // Nothing is read meanwhile: this process waits for the other one.
    expect(spawnSync(process.execPath, ["-e", sender], { timeout: 50_000 }).status).toBe(0);
    expect(figure("dropped_by_system")).toBeGreaterThan(0);
    await expect
      .poll(
        () => Number(figure("records")) + Number(figure("dropped")) + Number(figure("dropped_by_system")),
        { timeout: 30_000 },
      )
      .toBe(sent);
    expect(figure("records")).toBeGreaterThan(0);
    expect(intake?.notes().join()).toContain("net.core.rmem_max");
    await intake?.close();
    expect(figure("dropped_by_system")).toBeGreaterThan(0);
  },
);
