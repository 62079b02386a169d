/** Feeds over a network: limits, addresses, redirects, TAXII 2.1 collections and the search of MISP, against a server on loopback. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type FetchLimits, feedAsker } from "../src/cli/fetch.ts";
import { Collector } from "../src/intel/collect.ts";
import type { EntryWriter } from "../src/intel/entry-files.ts";
import { textOf } from "../src/intel/fetching.ts";
import { readFeeds } from "../src/intel/store.ts";
import { objectsUrl, readTaxii } from "../src/intel/taxii.ts";
import { fetchLimits } from "../src/limits.ts";
import { vedette } from "./support/command.ts";
import { feedServer, json } from "./support/feed-server.ts";
import { temporaryFolder, write } from "./support/files.ts";

const folder = temporaryFolder();
const server = feedServer();
beforeEach(() => {
  server.seen.length = 0;
});

const asker = (limits: Partial<FetchLimits> = {}, allowPrivate = true) =>
  feedAsker({
    allowPrivate,
    authorization: undefined,
    agent: "vedette/test",
    limits: { ...fetchLimits, ...limits },
  });
const fetched = async (limits: Partial<FetchLimits> = {}, path = "/feed") =>
  textOf((await asker(limits)({ url: new URL(path, server.origin()), accept: "*/*" })).body);

describe("asking a server", () => {
  test("gives what it sends, and says who asks", async () => {
    server.answer = (_, response) => response.end("198.51.100.7\n");
    expect(await fetched()).toBe("198.51.100.7\n");
    expect(server.seen[0]).toMatchObject({
      method: "GET",
      url: "/feed",
      headers: { "user-agent": "vedette/test", "accept-encoding": "identity" },
    });
  });

  test("an error, with its status", async () => {
    server.answer = (_, response) => response.writeHead(403).end();
    await expect(fetched()).rejects.toMatchObject({
      code: "intel.unreachable",
      message: expect.stringContaining("it answered 403"),
    });
  });

  test("too much: told before, and not told before", async () => {
    server.answer = (_, response) =>
      response.writeHead(200, { "content-length": "5000" }).end("x".repeat(5000));
    await expect(fetched({ bytesMax: 1000 })).rejects.toThrow("it sends more than 1,000 bytes");
    server.answer = (_, response) => {
      const more = () => response.write("x".repeat(500), () => response.writable && setTimeout(more, 1));
      more();
    };
    await expect(fetched({ bytesMax: 1000 })).rejects.toThrow("it sends more than 1,000 bytes");
  });

  test("too much in several answers", async () => {
    server.answer = (_, response) => response.end("x".repeat(600));
    const ask = asker({ totalBytesMax: 1000 });
    const one = async () =>
      textOf((await ask({ url: new URL("/feed", server.origin()), accept: "*/*" })).body);
    expect(await one()).toHaveLength(600);
    await expect(one()).rejects.toThrow("it sends more than 1,000 bytes");
  });

  test("less than it said", async () => {
    server.answer = (_, response) => {
      response.writeHead(200, { "content-length": "5000" });
      response.write("198.51.100.7\n", () => response.destroy());
    };
    await expect(fetched()).rejects.toThrow(/it broke off after 13 bytes/);
  });

  test("no byte, and a byte now and then without end", async () => {
    server.answer = () => {};
    await expect(fetched({ idleSecondsMax: 0.2 })).rejects.toThrow("no byte for 0.2 seconds");
    server.answer = (_, response) => {
      const slow = setInterval(() => response.write("x"), 50);
      response.on("close", () => clearInterval(slow));
    };
    await expect(fetched({ secondsMax: 0.5 })).rejects.toThrow("not done after 0.5 seconds");
  });

  test("a redirect is followed on the same host only", async () => {
    server.answer = (request, response) =>
      request.url === "/feed" ? response.writeHead(302, { location: "/moved" }).end() : response.end("here");
    expect(await fetched()).toBe("here");
    for (const location of [
      "http://198.51.100.1/feed",
      "https://127.0.0.1/feed",
      `${server.origin().replace("127.0.0.1", "localhost")}/feed`,
      "file:///etc/passwd",
      "http://",
    ]) {
      server.answer = (_, response) => response.writeHead(302, { location }).end();
      await expect(fetched(), location).rejects.toThrow("it redirects elsewhere");
    }
    server.answer = (_, response) => response.writeHead(302, { location: "/feed" }).end();
    await expect(fetched()).rejects.toThrow("it redirects without end");
  });

  test.each([
    "http://127.0.0.1/x",
    "http://localhost/x",
    "http://[::1]/x",
    "http://10.0.0.1/x",
    "http://169.254.169.254/latest",
    "http://[::ffff:10.0.0.1]/x",
    "http://0.0.0.0/x",
    "http://2130706433/x",
    "http://[fe80::1]/x",
    "http://[64:ff9b::a00:1]/x",
  ])("%s is not asked unless private addresses are allowed", async (url) => {
    await expect(asker({}, false)({ url: new URL(url), accept: "*/*" })).rejects.toThrow(
      "is no public address",
    );
  });
});

const add = (
  name: string,
  location: string,
  more: readonly string[] = [],
  env: Record<string, string> = {},
) => vedette(["intel", "add", name, location, "--intel", join(folder, "feeds"), ...more], { env });
const feed = (name: string) => readFeeds(join(folder, "feeds")).find((one) => one.name === name);
const values = (name: string) => {
  const one = feed(name);
  return readFileSync(join(one?.folder ?? "", "address.tsv"), "utf8")
    .split("\n")
    .map((line) => line.split("\t")[0])
    .filter((value) => value !== "");
};
const indicator = (n: number, more: Record<string, unknown> = {}) => ({
  type: "indicator",
  spec_version: "2.1",
  id: `indicator--${n}`,
  pattern: `[ipv4-addr:value = '198.51.100.${n}']`,
  pattern_type: "stix",
  valid_from: "2026-05-01T00:00:00Z",
  ...more,
});

describe("a TAXII collection", () => {
  test("its objects lie below it", () => {
    expect([
      objectsUrl("https://t.example/a/collections/1").href,
      objectsUrl("https://t.example/a/collections/1/objects/").href,
    ]).toEqual(["https://t.example/a/collections/1/objects/", "https://t.example/a/collections/1/objects/"]);
  });

  test("page by page, then what is new: revoked and changed objects do not stay", async () => {
    const collection = () => `${server.origin()}/api/collections/9f1c/`;
    const pages: Record<string, unknown> = {
      "": { more: true, next: "p2", objects: [indicator(1), indicator(2)] },
      p2: { more: false, objects: [indicator(3)] },
    };
    server.answer = (request, response) => {
      const { searchParams } = new URL(request.url ?? "", server.origin());
      json(response, pages[searchParams.get("next") ?? ""], {
        "x-taxii-date-added-last": "2026-05-02T00:00:00.000Z",
      });
    };
    const run = await add("cert", collection(), ["--allow-private", "--credentials", "basic:env:LOGIN"], {
      LOGIN: "ann:secret",
    });
    expect(run.stderr).toContain("cert: 3 addresses");
    expect(run.status).toBe(0);
    expect(server.seen.map(({ url }) => url)).toEqual([
      "/api/collections/9f1c/objects/",
      "/api/collections/9f1c/objects/?next=p2",
    ]);
    expect(server.seen[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from("ann:secret").toString("base64")}`,
      accept: "application/taxii+json;version=2.1",
    });
    expect(readFileSync(join(folder, "feeds", "cert", "feed.json"), "utf8")).not.toContain("secret");

    server.answer = (_, response) =>
      json(response, {
        objects: [
          indicator(2, { revoked: true }),
          indicator(3, { pattern: "[ipv4-addr:value = '198.51.100.33']" }),
          indicator(4),
        ],
      });
    const again = await vedette(["intel", "update", "cert", "--intel", join(folder, "feeds")], {
      env: { LOGIN: "ann:secret" },
    });
    expect(again.status).toBe(0);
    expect(server.seen.at(-1)?.url).toBe(
      "/api/collections/9f1c/objects/?added_after=2026-05-02T00%3A00%3A00.000Z",
    );
    expect(values("cert").sort()).toEqual(["198.51.100.1", "198.51.100.33", "198.51.100.4"]);

    server.answer = (_, response) => json(response, {});
    expect(
      (
        await vedette(["intel", "update", "cert", "--intel", join(folder, "feeds")], {
          env: { LOGIN: "ann:secret" },
        })
      ).status,
    ).toBe(0);
    expect(values("cert")).toHaveLength(3);
  });

  test("pages by the date of the last object, where the server gives no next", async () => {
    server.answer = (request, response) => {
      const after = new URL(request.url ?? "", server.origin()).searchParams.get("added_after");
      json(
        response,
        after === null ? { more: true, objects: [indicator(1)] } : { more: false, objects: [indicator(2)] },
        { "x-taxii-date-added-last": after === null ? "2026-05-02T00:00:00Z" : "2026-05-03T00:00:00Z" },
      );
    };
    expect(
      (
        await add(
          "dated",
          `${server.origin()}/api/collections/d/`,
          ["--allow-private", "--credentials", "bearer:env:TOKEN"],
          { TOKEN: "t1" },
        )
      ).status,
    ).toBe(0);
    expect(server.seen[0]?.headers.authorization).toBe("Bearer t1");
    expect(values("dated")).toEqual(["198.51.100.1", "198.51.100.2"]);
    expect(feed("dated")?.added_after).toBe("2026-05-03T00:00:00Z");
  });

  test.each([
    ["an endless one", { more: true, next: "same", objects: [] }, "the same page again and again"],
    ["one that says more and not where", { more: true, objects: [] }, "not where"],
    ["one that sends a list", [], "no TAXII envelope"],
  ])("%s ends with an error, and leaves nothing", async (_, page, says) => {
    server.answer = (__, response) => json(response, page);
    const run = await add("broken", `${server.origin()}/api/collections/b/`, ["--allow-private"]);
    expect(run.stderr).toContain(says);
    expect(run.status).toBe(2);
    expect(feed("broken")).toBeUndefined();
  });

  test("one of more objects than are held is not taken", async () => {
    server.answer = (_, response) =>
      json(response, { more: false, objects: [1, 2, 3].map((n) => indicator(n)) });
    const read = (most: number) => {
      const kept = new Collector({ add: () => {} } as unknown as EntryWriter, 0, 0);
      return readTaxii(`${server.origin()}/api/collections/m/`, asker(), kept, undefined, most);
    };
    expect((await read(3)).ids.size).toBe(3);
    await expect(read(2)).rejects.toThrow("more than 2 objects");
  });

  test("one that is cut off keeps the earlier state", async () => {
    const file = write(folder, "kept.txt", ["198.51.100.7"]);
    expect((await add("kept", file)).status).toBe(0);
    write(folder, "kept.txt", '{"type":"bundle","objects":[{"type":"indica');
    const run = await vedette(["intel", "update", "kept", "--intel", join(folder, "feeds")]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("kept: kept as it was on 2026-06-01");
    expect(run.stderr).toContain("JSON that cannot be read");
    expect(values("kept")).toEqual(["198.51.100.7"]);
  });
});

describe("credentials", () => {
  test.each([
    [["--credentials", "ann:secret"], "--credentials names where they are"],
    [["--credentials", "basic:env:NOT_SET", "--allow-private"], "the variable NOT_SET is not set"],
    [["--credentials", "basic:env:LOGIN"], "credentials are not sent without TLS"],
  ])("%j", async (more, says) => {
    const run = await add("c", `${server.origin()}/x`, more, { LOGIN: "a:b" });
    expect(run.stderr).toContain(says);
    expect(run.status).toBe(2);
    expect(server.seen).toEqual([]);
  });

  test("an address that holds them is not kept", async () => {
    expect((await add("c", "https://ann:secret@feeds.example/x")).stderr).toContain(
      "Credentials in an address would be kept and shown",
    );
  });
});

test("the search of a MISP instance, page by page", async () => {
  const attribute = (n: number) => ({
    type: "ip-src",
    to_ids: true,
    value: `198.51.${n >> 8}.${n & 255}`,
    uuid: `u${n}`,
    Event: { info: "E" },
  });
  server.answer = (_, response, body) => {
    const { page, limit } = JSON.parse(body) as { page: number; limit: number };
    json(response, {
      response: {
        Attribute: Array.from({ length: page === 1 ? limit : 2 }, (__, at) =>
          attribute((page - 1) * limit + at),
        ),
      },
    });
  };
  const run = await add(
    "misp",
    server.origin(),
    ["--form", "misp-search", "--allow-private", "--credentials", "key:env:KEY"],
    { KEY: "k1" },
  );
  expect(run.stderr).toContain("misp: 5,002 addresses");
  expect(server.seen.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual(
    Array(2).fill(["POST", "/attributes/restSearch", "k1"]),
  );
});
