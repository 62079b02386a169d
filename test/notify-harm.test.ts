/** Destinations that mean harm: names that change what they stand for, redirects inward, and answers that are none. */
import { createServer as createPlain } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { post, type Reach } from "../src/server/notify/http-post.ts";
import { networkOf } from "../src/server/notify/permitted.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Takes requests at a loopback address, and counts them. */
async function taking(host: string, port = 0, answer: Record<string, string> = {}, status = 200) {
  const got: string[] = [];
  const server = createPlain((request, response) => {
    got.push(`${request.socket.localAddress} ${request.headers.host}`);
    request.resume();
    response.writeHead(status, answer).end();
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  closing.push(() => server.close().closeAllConnections());
  return { got, port: (server.address() as AddressInfo).port };
}

/** Says some bytes to everybody who comes. */
async function saying(...texts: readonly string[]) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => {
      for (const text of texts) socket.write(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

const reach = (allowed: readonly string[], resolve: Reach["resolve"], timeoutMs = 20_000): Reach => ({
  allowed: allowed.map(networkOf),
  resolve,
  now: () => Date.now(),
  timeoutMs,
  signal: new AbortController().signal,
});
const loopback = reach(["127.0.0.0/8"], async () => ["127.0.0.1"]);

describe("a name that stands for another address the next time", () => {
  test.each(["hooks.test", "localhost"])("leads %s to what was checked and nowhere else", async (name) => {
    const inside = await taking("127.0.0.1");
    const outside = await taking("127.0.0.2", inside.port);
    const answers = [["127.0.0.2"], ["127.0.0.1"], ["127.0.0.2", "127.0.0.1"]];
    const given = reach(["127.0.0.2"], async () => answers.shift() ?? ["127.0.0.1"]);
    const tried = async () => post(`http://${name}:${inside.port}/`, "{}", {}, given);
    // The system would lead localhost to 127.0.0.1; it is not asked.
    expect((await tried()).kind).toBe("delivered");
    for (let n = 0; n < 2; n += 1)
      expect(await tried()).toMatchObject({
        kind: "failed",
        says: expect.stringContaining("127.0.0.1: an address of this machine"),
      });
    expect(outside.got).toEqual([`127.0.0.2 ${name}:${inside.port}`]);
    expect(inside.got).toEqual([]);
  });

  test("leads nowhere where a public one comes with an inner one", async () => {
    const inside = await taking("127.0.0.1");
    for (const addresses of [
      ["8.8.8.8", "127.0.0.1"],
      ["8.8.8.8", "::ffff:127.0.0.1"],
      ["2001:4860:4860::8888", "::1"],
    ])
      expect(
        await post(
          `https://hooks.test:${inside.port}/`,
          "{}",
          {},
          reach([], async () => addresses),
        ),
      ).toMatchObject({ kind: "failed", says: expect.stringMatching(/^Not sent: .*:/) });
    expect(inside.got).toEqual([]);
  });

  test.each([
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://0.0.0.0/",
    "http://169.254.169.254/",
    "http://localhost/",
    "http://localhost./",
  ])("%s is an inner address, however it is written", async (address) => {
    const attempt = await post(
      address,
      "{}",
      {},
      reach([], async () => ["127.0.0.1"]),
    );
    expect(attempt).toMatchObject({
      kind: "failed",
      says: expect.stringMatching(/^Not sent: .*(?:--notify-to|never told|nobody is to be reached)/),
    });
  });
});

test.each([300, 301, 302, 303, 304, 305, 307, 308])(
  "a redirect (%d) inward is not followed",
  async (status) => {
    const inside = await taking("127.0.0.3");
    for (const location of [
      `http://127.0.0.3:${inside.port}/`,
      "http://169.254.169.254/latest/meta-data/",
      "file:///etc/passwd",
      "//127.0.0.3",
    ]) {
      const at = await taking("127.0.0.1", 0, { location, refresh: `0; url=${location}` }, status);
      expect(await post(`http://hooks.test:${at.port}/`, "{}", {}, loopback)).toMatchObject({
        kind: "failed",
      });
      expect(at.got).toHaveLength(1);
    }
    expect(inside.got).toEqual([]);
  },
);

describe("an answer that is none", () => {
  const many = Array.from({ length: 5000 }, (_, n) => `x-${n}: ${"y".repeat(100)}\r\n`).join("");
  test.each([
    ["another protocol", ["HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"]],
    ["no HTTP", ["220 mail.example ESMTP\r\n"]],
    ["headers without end", [`HTTP/1.1 200 OK\r\n${many}`]],
    ["only that it goes on", Array(50).fill("HTTP/1.1 100 Continue\r\n\r\n")],
    ["nothing", []],
    ["half a line", ["HTTP/1.1 2"]],
  ])("%s: the attempt ends, and failed", { timeout: 30_000 }, async (_, texts) => {
    const port = await saying(...texts);
    const given = reach(["127.0.0.0/8"], async () => ["127.0.0.1"], 1500);
    expect(await post(`http://hooks.test:${port}/`, "{}", {}, given)).toMatchObject({ kind: "failed" });
  });
});
