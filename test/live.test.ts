/** Connections of pages: how many may listen to changes, what takes their places, and what is said of those that go. */
import { connect } from "node:net";
import { expect, test } from "vitest";
import { listen } from "../src/server/listen.ts";
import { temporaryFolder } from "./support/files.ts";
import { serverApp } from "./support/server-app.ts";

const folder = temporaryFolder();

const pagesOf = () => {
  const { app, tokenOf } = serverApp(folder);
  const page = (headers: Record<string, string>) => async (method: string) => {
    const closing = new AbortController();
    const { status, body } = await app.request("http://sentry.example/api/v1/live", {
      method,
      headers: { host: "sentry.example", ...headers },
      signal: closing.signal,
    });
    return { status, body, close: () => body?.cancel() };
  };
  return { one: page(tokenOf("reader")), other: page(tokenOf("tier1")) };
};

test("of one account there are fifty at most, and others still listen", async () => {
  const { one, other } = pagesOf();
  const first = await one("GET");
  for (let page = 1; page < 50; page += 1) expect((await one("GET")).status).toBe(200);
  expect((await one("GET")).status).toBe(503);
  expect((await other("GET")).status).toBe(200);
  await first.close();
  await expect.poll(async () => (await one("GET")).status, { timeout: 20_000 }).toBe(200);
});

test("who asks for the head alone takes no place", async () => {
  const { one } = pagesOf();
  for (let page = 0; page < 60; page += 1) {
    const { status, body } = await one("HEAD");
    expect([status, body]).toEqual([200, null]);
  }
  expect((await one("GET")).status).toBe(200);
});

test("who goes in the middle of a request is not told as a failure", async () => {
  const { app, told } = serverApp(folder);
  const listening = await listen(app, { host: "127.0.0.1", port: 0 }, undefined);
  const cut = () =>
    new Promise<void>((resolve) => {
      const socket = connect(listening.port, "127.0.0.1", () => {
        socket.write(
          "POST /api/v1/session HTTP/1.1\r\nHost: sentry.example\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
          () => setTimeout(() => socket.destroy(), 50),
        );
      });
      socket.on("error", () => {});
      socket.once("close", () => resolve());
    });
  for (let one = 0; one < 5; one += 1) await cut();
  await listening.close();
  expect(told).toEqual([]);
});
