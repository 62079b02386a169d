/** Syslog: framing, programs, and senders over UDP, TCP and TLS, real daemons among them. */
import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Framer } from "../src/intake/framing.ts";
import { programOf, recordOf } from "../src/intake/message.ts";
import type { Spool } from "../src/intake/model.ts";
import { openSpool } from "../src/intake/spool.ts";
import { listenSyslog, type SyslogIntake, type SyslogSettings } from "../src/intake/syslog.ts";
import { type Daemon, daemons } from "./support/syslog-daemons.ts";

const line =
  '<190>May 17 10:05:03 web01 nginx: 192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 5';

describe("framing", () => {
  const message = fc.stringMatching(/^<\d{1,3}>[ -~]{0,30}$/);
  test("messages that say their length and messages that end in a line feed, mixed and cut anywhere", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(message, fc.boolean()), { maxLength: 15 }),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 20 }),
        (messages, cuts) => {
          const bytes = Buffer.from(
            messages.map(([text, counted]) => (counted ? `${text.length} ${text}` : `${text}\n`)).join(""),
          );
          const framer = new Framer(100);
          const got: string[] = [];
          for (let at = 0, n = 0; at < bytes.length; n += 1) {
            const end = at + (cuts[n % cuts.length] ?? 1);
            got.push(...framer.push(bytes.subarray(at, end)).messages.map(String));
            at = end;
          }
          expect(got).toEqual(messages.map(([text]) => text));
          expect(framer.end()).toBeUndefined();
        },
      ),
    );
  });

  test("what is too long is left out and counted, and what follows is read", () => {
    const long = `<1>${"x".repeat(50)}`;
    for (const size of [1, 3, 1000]) {
      const framer = new Framer(20);
      const bytes = Buffer.from(`<1>a\n${long}\n<1>b\n53 ${long}4 <1>c${long}\n4 <1>d`);
      const got: string[] = [];
      let tooLong = 0;
      for (let at = 0; at < bytes.length; at += size) {
        const found = framer.push(bytes.subarray(at, at + size));
        got.push(...found.messages.map(String));
        tooLong += found.tooLong;
      }
      expect([got, tooLong]).toEqual([["<1>a", "<1>b", "<1>c", "<1>d"], 3]);
    }
  });

  test("a line that begins with a number is a line; a message with a line feed inside is one", () => {
    const framer = new Framer(100);
    expect(
      framer.push(Buffer.from("2026 is no length\n12 monkeys\n7 <1>a\nb\n<1>c")).messages.map(String),
    ).toEqual(["2026 is no length", "12 monkeys", "<1>a\nb\n"]);
    expect(framer.end()?.toString()).toBe("<1>c");
    framer.push(Buffer.from("\n20 <1>half"));
    expect(framer.end()).toBe("cut");
  });
});

describe("messages", () => {
  test.each([
    [line, "nginx"],
    ["<165>1 2026-05-17T10:05:03.003Z web01 haproxy 123 - - text", "haproxy"],
    ["<165>1 2026-05-17T10:05:03.003Z web01 - - - - text", "other"],
    ["<13>May  7 10:05:03 web01 squid[123]: text", "squid"],
    ["<134>May 17 10:05:03 haproxy[24843]: text", "haproxy"],
    ["<13>2026-05-17T10:05:03+02:00 web01 postfix/smtpd[1]: text", "postfix/smtpd"],
    ["<13>May 17 10:05:03 web01 ../../x y: text", "other"],
    ["nothing", "other"],
  ])("%s is of %s", (text, program) => expect(programOf(Buffer.from(text))).toBe(program));

  test("keep their bytes, but for line feeds", () => {
    expect(recordOf(Buffer.from("<1>a\u001b\tb\nc\r\n\0")).toString("latin1")).toBe("<1>a\u001b\tb#012c");
    const bytes = Buffer.from([0x3c, 0xff, 0x0a, 0xc3, 0xa4, 0x0a]);
    expect(recordOf(bytes)).toEqual(Buffer.from([0x3c, 0xff, 0x23, 0x30, 0x31, 0x32, 0xc3, 0xa4]));
  });
});

let root: string;
let spool: Spool;
let intake: SyslogIntake | undefined;
const started: Daemon[] = [];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "vedette-syslog-"));
  spool = await openSpool(root, { effects: { now: () => Date.now() }, limits: { freeBytesMin: 0 } });
});
afterEach(async () => {
  for (const daemon of started.splice(0)) await daemon.stop();
  await intake?.close();
  intake = undefined;
  await spool.close();
  rmSync(root, { recursive: true, force: true });
});

async function listen(
  transport: SyslogSettings["transport"],
  more: Partial<SyslogSettings> = {},
): Promise<number> {
  intake = await listenSyslog(spool, { name: "in", transport, host: "127.0.0.1", port: 0, ...more });
  return intake.port;
}
const taken = (program = "nginx") =>
  spool
    .segments()
    .filter(({ stream }) => stream.name === `in:${program}`)
    .map(({ path }) => readFileSync(path, "latin1"))
    .join("");
const sendTcp = (port: number, text: string) =>
  new Promise<void>((resolve) =>
    connect(port, "127.0.0.1")
      .end(text)
      .on("close", () => resolve())
      .resume(),
  );

test("over TCP the message is the record, in both framings, and the last one needs no line feed", async () => {
  const port = await listen("tcp");
  await sendTcp(port, `${line} a\n${line.length + 2} ${line} b${line} c`);
  await expect.poll(() => taken()).toBe(`${line} a\n${line} b\n${line} c\n`);
  await sendTcp(port, `<13>May 17 10:05:03 h cron[1]: x\n900 ${line}`);
  await expect.poll(() => intake?.figures()).toMatchObject({ records: 4, cut: 1, connections: 2 });
  expect(taken("cron")).toBe("<13>May 17 10:05:03 h cron[1]: x\n");
});

test("over UDP a datagram is a message", async () => {
  const port = await listen("udp");
  const socket = createSocket("udp4");
  for (let n = 0; n < 200; n += 1) {
    await new Promise((resolve) => socket.send(`${line} ${n}\n`, port, "127.0.0.1", resolve));
  }
  socket.close();
  await expect.poll(() => taken()).toBe(Array.from({ length: 200 }, (_, n) => `${line} ${n}\n`).join(""));
});

test("over TLS", async () => {
  const [key, cert] = [join(root, "key.pem"), join(root, "cert.pem")];
  spawnSync("openssl", [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-keyout",
    key,
    "-out",
    cert,
    "-subj",
    "/CN=localhost",
    "-days",
    "2",
  ]);
  const tls = { key: readFileSync(key), cert: readFileSync(cert) };
  const port = await listen("tls", { tls });
  await new Promise<void>((resolve) => {
    const socket = connectTls({ port, host: "127.0.0.1", ca: tls.cert, servername: "localhost" }, () =>
      socket.end(`${line}\n`),
    );
    socket.on("close", () => resolve()).resume();
  });
  await expect.poll(() => taken()).toBe(`${line}\n`);
  await sendTcp(port, `${line}\n`);
  await expect.poll(() => intake?.figures().refused).toBe(1);
  expect(taken()).toBe(`${line}\n`);
});

test("a port that is taken is told", async () => {
  const port = await listen("tcp");
  await expect(
    listenSyslog(spool, { name: "b", transport: "tcp", host: "127.0.0.1", port }),
  ).rejects.toMatchObject({ code: "intake.setting" });
});

test("more programs than are kept apart share a stream", async () => {
  const port = await listen("tcp");
  await sendTcp(port, Array.from({ length: 130 }, (_, n) => `<13>May 17 10:05:03 h p${n}: x\n`).join(""));
  await expect.poll(() => intake?.figures().records).toBe(130);
  expect(spool.figures().streams).toBe(101);
  expect(taken("other").trim().split("\n")).toHaveLength(30);
});

test("without room TCP is not read, and goes on when there is some", async () => {
  await spool.close();
  spool = await openSpool(root, {
    effects: { now: () => Date.now() },
    limits: { freeBytesMin: 0, spoolBytesMax: 150_000 },
  });
  const port = await listen("tcp");
  const wanted = Array.from({ length: 6000 }, (_, n) => `${line} ${n}\n`).join("");
  const sent = sendTcp(port, wanted);
  await expect.poll(() => spool.figures().state.name).toBe("full");
  let got = "";
  while (got.length < wanted.length) {
    await spool.closeSegments();
    for (const segment of spool.segments().filter(({ closed }) => closed)) {
      got += readFileSync(segment.path, "utf8");
      await spool.release(segment);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await sent;
  expect(got).toBe(wanted);
  expect(intake?.figures()).toMatchObject({ dropped: 0, records: 6000 });
});

test("without room UDP counts what it drops", async () => {
  await spool.close();
  spool = await openSpool(root, {
    effects: { now: () => Date.now() },
    limits: { freeBytesMin: 0, spoolBytesMax: 0 },
  });
  const port = await listen("udp");
  const socket = createSocket("udp4");
  const big = Buffer.from(`${line}${"x".repeat(60_000)}`);
  for (let n = 0; n < 400; n += 1) {
    await new Promise((resolve) => socket.send(big, port, "127.0.0.1", resolve));
    if (n % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }
  socket.close();
  // 16 MiB may wait, which is 279 of them; the kernel may have lost some of the others.
  await expect.poll(() => intake?.figures().dropped).toBeGreaterThan(0);
  expect(intake?.figures().records).toBe(0);
  const before = Number(intake?.figures().dropped);
  await intake?.close();
  expect(Number(intake?.figures().dropped) - before).toBeGreaterThan(0);
  expect(intake?.figures().dropped).toBeLessThanOrEqual(400);
});

/** A port that is free just now. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

describe.each(["rsyslog", "syslog-ng"] as const)("%s", (name) => {
  const { isHere, start } = daemons[name];
  test.skipIf(!isHere).each([
    ["tcp", true],
    ["tcp", false],
    ["udp", false],
  ] as const)(
    "delivers over %s (messages say their length: %s), with new starts of the intake in between",
    async (protocol, counted) => {
      const port = await listen(protocol);
      const own = await freePort();
      const daemon = await start(root, own, { protocol, port, counted });
      started.push(daemon);
      const wanted: string[] = [];
      const numbers = () =>
        taken("probe")
          .split("\n")
          .flatMap((text) => /n=(\d+)/.exec(text)?.[1] ?? [])
          .map(Number);
      for (let round = 0; round < 3; round += 1) {
        const lines = Array.from(
          { length: 200 },
          (_, n) => `<13>May 17 10:05:03 web01 probe: n=${round * 200 + n} 192.0.2.7 "GET /"`,
        );
        wanted.push(...lines);
        // A datagram that finds the kernel's buffer full is lost before anybody can count it.
        for (let at = 0; at < lines.length; at += 50) {
          await daemon.send(lines.slice(at, at + 50));
          await expect.poll(() => numbers().length, { timeout: 20_000 }).toBe(round * 200 + at + 50);
        }
        await intake?.close();
        await spool.close();
        spool = await openSpool(root, { effects: { now: () => Date.now() }, limits: { freeBytesMin: 0 } });
        await listen(protocol, { port });
        // Time to see that the connection has ended.
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      expect(numbers().sort((a, b) => a - b)).toEqual(wanted.map((_, n) => n));
      expect(taken("probe")).toMatch(counted ? /^<13>1 / : /^<13>May 17 10:05:03 web01 probe: n=0 /);
    },
  );
});
