/** The HTTP intake: `_bulk`, NDJSON, lines, what shippers ask first, limits. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "../src/intake/answers.ts";
import { bodyLines, parseBulk } from "../src/intake/bulk.ts";
import { counting } from "../src/intake/committed.ts";
import { keptOf } from "../src/intake/documents.ts";
import { answer, credentialOf, type HttpSettings, type IntakeRequest } from "../src/intake/http.ts";
import { httpServer } from "../src/intake/http-server.ts";
import type { SpoolLimits } from "../src/intake/limits.ts";
import type { Spool } from "../src/intake/model.ts";
import { openSpool } from "../src/intake/spool.ts";

let root: string;
let spool: Spool;
const settings: HttpSettings = { authorize: () => true };

async function begin(limits: Partial<SpoolLimits> = {}): Promise<void> {
  root = mkdtempSync(join(tmpdir(), "vedette-http-"));
  spool = await openSpool(root, {
    effects: { now: () => Date.now() },
    limits: { freeBytesMin: 0, ...limits },
  });
}
beforeEach(() => begin());
afterEach(async () => {
  await spool.close();
  rmSync(root, { recursive: true, force: true });
});

const send = (
  url: string,
  body: string | Buffer,
  more: Partial<IntakeRequest> = {},
  using = settings,
): Promise<Answer> =>
  answer(spool, { method: "POST", url, headers: {}, body: Buffer.from(body), ...more }, using);
const bulk = (...lines: unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join("");
const taken = () =>
  Object.fromEntries(spool.segments().map(({ stream, path }) => [stream.name, readFileSync(path, "utf8")]));

describe("a bulk body", () => {
  test("is an action and a document in turn, whatever the documents hold", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            action: fc.constantFrom("create", "index", "update", "delete"),
            index: fc.option(fc.stringMatching(/^[a-z]{1,5}$/), { nil: undefined }),
            id: fc.option(fc.string({ minLength: 1, maxLength: 8 }), { nil: undefined }),
            document: fc.dictionary(fc.string(), fc.jsonValue()),
            blank: fc.boolean(),
          }),
          { minLength: 1, maxLength: 12 },
        ),
        fc.constantFrom("\n", "\r\n"),
        (wanted, end) => {
          const text = wanted
            .map(({ action, index, id, document, blank }) => {
              const meta = JSON.stringify({ [action]: { _index: index, _id: id } });
              return `${blank ? end : ""}${meta}${end}${action === "delete" ? "" : JSON.stringify(document) + end}`;
            })
            .join("");
          const found = parseBulk(Buffer.from(text), "std");
          expect(
            "items" in found && found.items.map((item) => ({ ...item, source: item.source.toString() })),
          ).toEqual(
            wanted.map(({ action, index, id, document }) => ({
              action,
              index: index ?? "std",
              id,
              source: action === "delete" ? "" : JSON.stringify(document),
            })),
          );
        },
      ),
    );
  });

  test("of any bytes is taken or refused, and never breaks", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const found = parseBulk(Buffer.from(bytes), "std");
        expect("items" in found || found.problem !== "").toBe(true);
        expect(Buffer.concat(bodyLines(Buffer.from(bytes))).length).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  test.each([
    ["", "request body is required"],
    ['{"index":{}}\n{}', "The bulk request must be terminated by a newline [\\n]"],
    ['{"index":{}}\n', "Malformed action/metadata line [1], expected a document behind it"],
    ['{"index":{}}\n{}\nx\n', "Malformed action/metadata line [3], expected START_OBJECT"],
    ['{"put":{}}\n{}\n', "Malformed action/metadata line [1], expected one of create, index, update, delete"],
    ["\n\n", "no requests added"],
  ])("%j is refused as a whole: %s", async (body, reason) => {
    const told = await send("/std/_bulk", body);
    expect([told.status, JSON.parse(told.body).error.reason]).toEqual([400, reason]);
    expect(taken()).toEqual({});
  });
});

describe("documents", () => {
  const line = '192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 5 "-" "curl/8.5.0"';
  test.each<[string, Record<string, unknown>, string, string | undefined]>([
    [
      "Filebeat",
      {
        "@timestamp": "2026-05-17T10:05:03Z",
        message: line,
        log: { offset: 0, file: { path: "/var/log/a.log" } },
        host: { name: "web01" },
      },
      "fb:web01:/var/log/a.log",
      line,
    ],
    [
      "Logstash",
      {
        message: line,
        event: { original: `${line}\n` },
        log: { file: { path: "/a.log" } },
        host: { name: "h" },
      },
      "fb:h:/a.log",
      line,
    ],
    ["parsed, with its original", { event: { original: line }, source: { ip: "192.0.2.7" } }, "fb", line],
    ["Fluent Bit", { "@timestamp": "2026-05-17T10:05:03Z", log: line, path: "/a.log" }, "fb:/a.log", line],
    [
      "Vector",
      { source_type: "file", file: "/a.log", host: "web01", message: line },
      "fb:web01:/a.log",
      line,
    ],
    ["keys with points", { "log.file.path": "/a.log", message: line, "host.name": "h" }, "fb:h:/a.log", line],
    [
      "Winlogbeat",
      { winlog: { event_id: 1 }, message: "A process", event: { original: "<Event/>" } },
      "fb",
      undefined,
    ],
    ["several lines", { message: "a\nb", log: { file: { path: "/a.log" } } }, "fb", undefined],
    [
      "a message with nothing but its envelope",
      { message: line, "@timestamp": "x", host: "web01" },
      "fb:web01",
      line,
    ],
    [
      "a message beside what was read of it",
      { message: "text", client: { ip: "192.0.2.7" } },
      "fb",
      undefined,
    ],
    ["Fluent Bit, parsed", { log: line, remote: "192.0.2.7" }, "fb", undefined],
  ])("%s", (_, document, name, record) => {
    const source = Buffer.from(JSON.stringify(document));
    expect(keptOf(source, "fb")).toEqual({
      stream: { kind: "http", name },
      record: record === undefined ? source : Buffer.from(record),
      isLine: record !== undefined,
    });
  });

  test.each([
    ["filebeat-8.19.0-2026.11.30", "filebeat-8.19.0"],
    ["logstash-2026.11", "logstash"],
    [".ds-logs-nginx-2026.11.30-000001", ".ds-logs-nginx"],
    ["web", "web"],
  ])("the index %s is the stream %s on all days", (index, name) =>
    expect(keptOf(Buffer.from("{}"), index)?.stream.name).toBe(name),
  );
});

describe("_bulk", () => {
  test("takes create and index, and refuses update and delete one by one", async () => {
    const told = await send(
      "/_bulk",
      bulk(
        { index: { _index: "a" } },
        { n: 1 },
        { create: { _index: "b", _id: "x" } },
        { n: 2 },
        { delete: { _index: "a", _id: "x" } },
        { update: { _index: "a", _id: "x" } },
        { doc: {} },
      ),
    );
    expect(told.status).toBe(200);
    expect(told.headers["x-elastic-product"]).toBe("Elasticsearch");
    const body = JSON.parse(told.body);
    expect(body.errors).toBe(true);
    expect(
      body.items.map((item: object) =>
        Object.entries(item).flatMap(([action, { status, result }]) => [action, status, result]),
      ),
    ).toEqual([
      ["index", 201, "created"],
      ["create", 201, "created"],
      ["delete", 400, undefined],
      ["update", 400, undefined],
    ]);
    expect(taken()).toEqual({ a: '{"n":1}\n', b: '{"n":2}\n' });
  });

  test("keeps a document that is sent again once, if it has an id", async () => {
    const one = bulk(
      { create: { _id: "1" } },
      { n: 1 },
      { index: { _id: "2" } },
      { n: 2 },
      { index: {} },
      { n: 3 },
    );
    const statuses = (told: Answer) =>
      JSON.parse(told.body).items.map(
        (item: Record<string, { status: number }>) => Object.values(item)[0]?.status,
      );
    expect(statuses(await send("/i/_bulk", one))).toEqual([201, 201, 201]);
    expect(statuses(await send("/i/_bulk", one))).toEqual([409, 200, 201]);
    expect(
      statuses(
        await send(
          "/i/_bulk",
          bulk({ index: { _id: "2" } }, { n: 22 }, { create: { _id: "1", _index: "j" } }, { n: 1 }),
        ),
      ),
    ).toEqual([201, 201]);
    expect(taken()).toEqual({ i: '{"n":1}\n{"n":2}\n{"n":3}\n{"n":3}\n{"n":22}\n', j: '{"n":1}\n' });
  });

  test.each(["idempotency-key", "x-request-id"])(
    "keeps a body that is sent again under its %s once",
    async (name) => {
      const again = { headers: { [name]: "k1" } };
      await send("/i/_bulk", bulk({ index: {} }, { n: 1 }), again);
      const told = await send("/i/_bulk", bulk({ index: {} }, { n: 1 }), again);
      expect(JSON.parse(told.body)).toMatchObject({ errors: false, items: [{ index: { status: 201 } }] });
      // A key that is used for another body too must not lose that one.
      await send("/i/_bulk", bulk({ index: {} }, { n: 2 }), again);
      expect(taken()).toEqual({ i: '{"n":1}\n{"n":2}\n' });
    },
  );

  test("says of each document why it is not taken", async () => {
    const told = await send(
      "/i/_bulk",
      `${bulk({ index: {} })}nothing\n${bulk({ index: {} }, { x: "y".repeat(300_000) })}`,
    );
    const items = JSON.parse(told.body).items as { index: { status: number; error: { reason: string } } }[];
    expect(items.map(({ index }) => [index.status, index.error.reason])).toEqual([
      [400, "The document is no JSON object."],
      [413, "The record has 300008 bytes; 262144 is the limit."],
    ]);
  });
});

describe("NDJSON and lines", () => {
  test("are kept as they are, and what is not taken is counted", async () => {
    const ndjson = await send("/intake/ndjson/app", '{"a":"x\\ny"}\n\nnothing\n[1]\n{"b": 1}');
    expect(JSON.parse(ndjson.body)).toEqual({ taken: 2, repeated: 0, too_long: 0, no_json_object: 2 });
    const lines = await send("/intake/lines/web%2F1", `a\u001b[31m b\r\n${"x".repeat(262_145)}\nc`);
    expect(JSON.parse(lines.body)).toEqual({ taken: 2, repeated: 0, too_long: 1, no_json_object: 0 });
    expect(taken()).toEqual({
      "ndjson/app": '{"a":"x\\ny"}\n{"b": 1}\n',
      "lines/web/1": "a\u001b[31m b\nc\n",
    });
  });

  test("compressed are unpacked, up to a ratio", async () => {
    const headers = { "content-encoding": "gzip" };
    await send("/intake/lines/a", gzipSync("one\ntwo\n"), { headers });
    expect(taken()).toEqual({ "lines/a": "one\ntwo\n" });
    const bomb = await send("/intake/lines/a", gzipSync(Buffer.alloc(30 << 20)), { headers });
    expect([bomb.status, JSON.parse(bomb.body).error.reason]).toEqual([
      413,
      expect.stringContaining("200 times"),
    ]);
    const cut = await send("/intake/lines/a", gzipSync("one\n").subarray(0, 15), { headers });
    expect([cut.status, JSON.parse(cut.body).error.reason]).toEqual([413, "The body is no whole gzip."]);
    const zstd = await send("/intake/lines/a", "x", { headers: { "content-encoding": "zstd" } });
    expect(JSON.parse(zstd.body).error.reason).toMatch(/encoding zstd is not taken/);
  });
});

test("a body of more lines than there is room for is refused, also where all are blank", async () => {
  const blank = Buffer.alloc(500_001, "\n");
  for (const [url, body] of [
    ["/intake/lines/a", blank],
    ["/intake/ndjson/a", blank],
    ["/web/_bulk", blank],
    ["/web/_bulk", Buffer.alloc(14 * 500_001, '{"delete":{}}\n')],
  ] as const) {
    const { status, body: says } = await send(url, body);
    expect([status, JSON.parse(says).error.reason], url).toEqual([
      413,
      "A body has more than 500,000 lines.",
    ]);
  }
  expect(taken()).toEqual({});
});

test("more streams than there may be share some, nothing is refused, and files have room of their own", async () => {
  await spool.close();
  await begin({ streamsMax: 2 });
  await send(
    "/web/_bulk",
    bulk({ create: { _index: "a" } }, { n: 1 }, { create: { _index: "b" } }, { n: 2 }),
  );
  const more = [
    { create: { _index: "c", _id: "1" } },
    { n: 3 },
    { update: {} },
    {},
    { create: { _index: "d" } },
    { message: "line", log: { file: { path: "/d.log" } } },
    { create: { _index: "a", _id: "2" } },
    { n: 4 },
  ];
  const statuses = async () =>
    JSON.parse((await send("/web/_bulk", bulk(...more))).body).items.map(
      (item: Record<string, { status: number }>) => Object.values(item)[0]?.status,
    );
  expect(await statuses()).toEqual([201, 400, 201, 201]);
  expect(await statuses()).toEqual([409, 400, 201, 409]);
  for (const name of ["e", "f"])
    expect(JSON.parse((await send(`/intake/lines/${name}`, `${name}\n`)).body).taken).toBe(1);
  await spool.append({ kind: "file", name: "/var/log/a.log" }, [Buffer.from("file")]);
  await spool.append({ kind: "syslog", name: "udp:sshd" }, [Buffer.from("syslog")]);
  await expect(spool.append({ kind: "file", name: "/third" }, [Buffer.from("x")])).rejects.toThrow(
    "There are 2 streams already.",
  );
  expect(taken()).toEqual({
    a: '{"n":1}\n',
    b: '{"n":2}\n',
    bulk: "line\nline\n",
    "bulk:documents": '{"n":3}\n{"n":4}\n',
    lines: "e\nf\n",
    "/var/log/a.log": "file\n",
    "udp:sshd": "syslog\n",
  });
});

describe("who sends", () => {
  test.each([
    [undefined, { kind: "none" }],
    ["Bearer abc", { kind: "bearer", token: "abc" }],
    ["ApiKey aWQ6a2V5", { kind: "apikey", token: "aWQ6a2V5" }],
    [`Basic ${Buffer.from("u:p:q").toString("base64")}`, { kind: "basic", user: "u", password: "p:q" }],
    ["Basic !!", { kind: "none" }],
    ["Digest x", { kind: "none" }],
  ] as const)("%s", (header, credential) => expect(credentialOf(header)).toEqual(credential));

  test("is asked for before anything is taken", async () => {
    const closed: HttpSettings = {
      authorize: (credential) => credential.kind === "bearer" && credential.token === "t",
    };
    const refused = await send("/intake/lines/a", "x", {}, closed);
    expect([refused.status, refused.headers["www-authenticate"]]).toEqual([401, 'Basic realm="vedette"']);
    expect(taken()).toEqual({});
    expect((await send("/", "", { method: "GET" }, closed)).status).toBe(401);
    expect(
      (await send("/intake/lines/a", "x", { headers: { authorization: "Bearer t" } }, closed)).status,
    ).toBe(200);
  });
});

test("without room a sender is asked to come again, and nothing is kept", async () => {
  await spool.close();
  await begin({ spoolBytesMax: 4 });
  const told = await send("/i/_bulk", bulk({ index: {} }, { n: 1 }));
  expect([told.status, told.headers["retry-after"], JSON.parse(told.body).error.type]).toEqual([
    429,
    "5",
    "es_rejected_execution_exception",
  ]);
  expect(taken()).toEqual({});
});

test.each([
  ["GET", "/", 200, /"number":"8.19.0".*"tagline":"You Know, for Search"/],
  ["HEAD", "/", 200, /^$/],
  ["GET", "/_license?human=false", 200, /"status":"active"/],
  ["GET", "/_xpack", 200, /"features"/],
  ["GET", "/_cluster/health", 200, /"status":"green"/],
  ["GET", "/_nodes/http", 200, /"nodes":\{\}/],
  ["HEAD", "/_index_template/filebeat-8.19.0", 200, /^$/],
  ["PUT", "/_index_template/filebeat-8.19.0", 200, /"acknowledged":true/],
  ["GET", "/_ilm/policy/filebeat", 200, /^\{\}$/m],
  ["PUT", "/_ingest/pipeline/filebeat-8.19.0-nginx", 200, /"acknowledged":true/],
  ["HEAD", "/logstash", 200, /^$/],
  ["GET", "/_search", 404, /Nothing is taken at/],
  ["POST", "/web/_doc", 404, /Nothing is taken at/],
  ["GET", "/_bulk", 405, /takes POST/],
])("%s %s is answered with %d", async (method, url, status, body) => {
  const told = await send(url, "", { method });
  expect(told.status).toBe(status);
  expect(told.body).toMatch(body);
});

test("a server takes what is sent over the network, many at a time", async () => {
  const server = httpServer(spool, settings);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/intake/lines/a`;
  const counts = await Promise.all(
    Array.from({ length: 40 }, async (_, n) => {
      for (;;) {
        const told = await fetch(url, { method: "POST", body: `line ${n}\n` });
        if (told.status === 200) return ((await told.json()) as { taken: number }).taken;
        expect(told.status).toBe(429);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }),
  );
  server.closeAllConnections();
  server.close();
  expect(counts.every((count) => count === 1)).toBe(true);
  expect((taken()["lines/a"] ?? "").trim().split("\n").sort()).toEqual(
    Array.from({ length: 40 }, (_, n) => `line ${n}`).sort(),
  );
});

test("a way in counts what was committed by it, and what was known already", async () => {
  const counted = counting(spool);
  const post = (url: string, body: string) =>
    answer(counted, { method: "POST", url, headers: {}, body: Buffer.from(body) }, settings);
  expect(counted.counts()).toEqual({ records: 0, repeated: 0 });
  await post("/intake/lines/a", "one\ntwo\n");
  const create = bulk({ create: { _index: "web", _id: "1" } }, { message: "three" });
  await post("/_bulk", create);
  await post("/_bulk", create);
  await post("/intake/ndjson/b", "no object\n");
  await spool.append({ kind: "file", name: "other" }, [Buffer.from("not by HTTP")]);
  expect(counted.counts()).toEqual({ records: 3, repeated: 1 });
});

test("senders that are slow keep no place from others", async () => {
  const server = httpServer(spool, settings);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const slow = Array.from({ length: 40 }, () => connect(port, "127.0.0.1"));
  for (const socket of slow) {
    socket.on("error", () => {});
    socket.write("POST /intake/lines/a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\na");
  }
  const connections = () =>
    new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
  await expect.poll(connections).toBe(40);
  const url = `http://127.0.0.1:${port}/intake/lines/a`;
  const told = await fetch(url, { method: "POST", body: "line\n" });
  const large = await fetch(url, { method: "POST", body: Buffer.alloc(33 << 20, 97) }).then(
    ({ status }) => status,
    () => "ended",
  );
  for (const socket of slow) socket.destroy();
  server.closeAllConnections();
  server.close();
  expect(told.status).toBe(200);
  expect([413, "ended"]).toContain(large);
  expect(taken()).toEqual({ "lines/a": "line\n" });
});

test("a server reads nothing of who may not send", async () => {
  const server = httpServer(spool, { authorize: () => false });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const socket = connect(typeof address === "object" ? (address?.port ?? 0) : 0, "127.0.0.1");
  // The body is promised, and never comes.
  socket.write("POST /intake/lines/a HTTP/1.1\r\nHost: a\r\nContent-Length: 30000000\r\n\r\n");
  let told = "";
  for await (const piece of socket) told += String(piece);
  server.close();
  expect(told).toMatch(/^HTTP\/1\.1 401 /);
  expect(told).toMatch(/connection: close/i);
  expect(taken()).toEqual({});
});
