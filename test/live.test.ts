/** Changes as they happen: how many pages may listen, and what takes their places. */
import { expect, test } from "vitest";
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
