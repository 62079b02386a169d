/** OpenTelemetry logs over HTTP: both encodings, what records are kept as, answers, limits. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { JsonLogsSerializer, ProtobufLogsSerializer } from "@opentelemetry/otlp-transformer";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { httpServer } from "../src/intake/http-server.ts";
import type { SpoolLimits } from "../src/intake/limits.ts";
import type { Spool } from "../src/intake/model.ts";
import { takeLogs } from "../src/intake/otlp/export.ts";
import { readJson } from "../src/intake/otlp/logs-json.ts";
import { readProtobuf } from "../src/intake/otlp/logs-proto.ts";
import { Malformed, TooMuch, type Value } from "../src/intake/otlp/model.ts";
import { openSpool } from "../src/intake/spool.ts";
import { field, type Given, given, readable, request, text, visited } from "./support/otlp.ts";

const protobuf = (...records: Given[]) =>
  Buffer.from(ProtobufLogsSerializer.serializeRequest(records.map(readable)) ?? []);
const json = (...records: Given[]) =>
  Buffer.from(JsonLogsSerializer.serializeRequest(records.map(readable)) ?? []);

let root: string;
let spool: Spool;
async function begin(limits: Partial<SpoolLimits> = {}): Promise<void> {
  root = mkdtempSync(join(tmpdir(), "vedette-otlp-"));
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

const types = { protobuf: "application/x-protobuf", json: "application/json" } as const;
const send = (body: Buffer, encoding: keyof typeof types, headers: Record<string, string> = {}) =>
  takeLogs(spool, { method: "POST", headers: { "content-type": types[encoding], ...headers }, body });
const told = (answer: Awaited<ReturnType<typeof send>>) => ({
  status: answer.status,
  body: JSON.parse(answer.body.toString()),
});
const taken = () =>
  Object.fromEntries(spool.segments().map(({ stream, path }) => [stream.name, readFileSync(path, "utf8")]));
const access = '192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 5 "-" "curl/8.5.0"';

describe("a request", () => {
  test("is the same in both encodings, as OpenTelemetry's own serializers write them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(given, { maxLength: 4 }), async (records) => {
        const read = await visited(readProtobuf, protobuf(...records));
        expect(read).toEqual(await visited(readJson, json(...records)));
        expect(read.records.length + read.rejected.length).toBe(records.length);
        for (const [at, { record, origin }] of read.records.entries()) {
          const wanted = records[at] ?? {};
          const ns = ([s, n]: [number, number] = [0, 0]) => BigInt(s) * 1_000_000_000n + BigInt(n);
          expect(record).toMatchObject({
            timeNs: ns(wanted.time),
            observedNs: ns(wanted.observed),
            severityNumber: wanted.severityNumber,
            severityText: wanted.severityText,
            eventName: wanted.eventName,
          });
          expect(record.attributes).toEqual(wanted.attributes);
          if (typeof wanted.body === "string") expect(record.line).toEqual(Buffer.from(wanted.body));
          else expect(record.body).toEqual(wanted.body);
          expect(origin).toEqual({ resource: wanted.resource, scope: wanted.scope });
        }
      }),
    );
  });

  test("of any bytes, cut or changed, is read or refused, and never breaks", async () => {
    const read = async (reader: typeof readJson, body: Uint8Array) => {
      try {
        await visited(reader, body);
      } catch (thrown) {
        expect(thrown instanceof Malformed || thrown instanceof TooMuch, String(thrown)).toBe(true);
      }
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(given, { minLength: 1, maxLength: 2 }),
        fc.uint8Array({ maxLength: 60 }),
        fc.nat(),
        fc.nat(255),
        async (records, noise, place, byte) => {
          await read(readProtobuf, noise);
          await read(readJson, noise);
          for (const [reader, body] of [
            [readProtobuf, protobuf(...records)],
            [readJson, json(...records)],
          ] as const) {
            const at = place % body.length;
            await read(reader, body.subarray(0, at));
            const changed = Buffer.from(body);
            changed[at] = byte;
            await read(reader, changed);
          }
        },
      ),
    );
  });

  test("is read in whatever order its fields come, and those that are not known are skipped", async () => {
    const unknown = Buffer.concat([
      field(15, Buffer.from("later")),
      Buffer.from([14 * 8, 0xff, 0x01]),
      Buffer.from([13 * 8 + 1, 1, 2, 3, 4, 5, 6, 7, 8]),
      Buffer.from([13 * 8 + 5, 1, 2, 3, 4]),
    ]);
    const record = Buffer.concat([unknown, field(5, text("a line"), unknown), unknown]);
    const resource = field(1, field(1, text("service.name"), field(2, text("shop"))), unknown);
    const body = Buffer.concat([unknown, field(1, field(2, unknown, field(2, record)), resource)]);
    expect((await visited(readProtobuf, body)).records).toMatchObject([
      { record: { line: Buffer.from("a line") }, origin: { resource: { "service.name": "shop" } } },
    ]);
  });

  test.each<[string, Buffer, RegExp]>([
    ["a number that ends too early", Buffer.from([0x0a, 0x80]), /ends inside a number/],
    ["a number of more than 64 bits", Buffer.from([0x0a, ...Array(9).fill(0xff), 0x7f]), /64 bits/],
    ["a field that is longer than its message", Buffer.from([0x0a, 5, 1]), /longer than its message/],
    ["a field without a number", Buffer.from([0x02, 0]), /no number/],
    ["a group", Buffer.from([0x7b]), /type 3/],
    ["another type of a known field", request(Buffer.from([5 * 8, 1])), /Field 5 is of type 0/],
    ["a time that is no fixed64", request(Buffer.from([1 * 8, 1])), /Field 1 is of type 0/],
  ])("in protobuf is refused for %s", async (_, body, because) => {
    const answer = await send(body, "protobuf");
    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toBe("application/x-protobuf");
    // google.rpc.Status: code INVALID_ARGUMENT, and the sentence.
    expect(answer.body.subarray(0, 3)).toEqual(Buffer.from([0x08, 3, 0x12]));
    expect(answer.body.toString()).toMatch(because);
  });

  const record = (members: object) =>
    JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [members] }] }] });
  test.each<[string, RegExp]>([
    ["", /no JSON/],
    ["[]", /body is not an object/],
    ['{"resourceLogs":{}}', /resourceLogs is not a list/],
    [record({ body: "text" }), /body is not an object/],
    [record({ body: { stringValue: 7 } }), /stringValue is not a text/],
    [record({ timeUnixNano: "-1" }), /timeUnixNano is not between 0/],
    [record({ timeUnixNano: "18446744073709551616" }), /timeUnixNano is not between/],
    [record({ timeUnixNano: 1.5 }), /timeUnixNano is not an integer/],
    [
      record({ attributes: [{ key: "a", value: { intValue: "9223372036854775808" } }] }),
      /intValue is not between/,
    ],
    [record({ attributes: { a: 1 } }), /attributes is not a list/],
  ])("in JSON is refused: %s", async (body, because) => {
    const { status, body: rpc } = told(await send(Buffer.from(body), "json"));
    expect([status, rpc.code]).toEqual([400, 3]);
    expect(rpc.message).toMatch(because);
  });

  test("in JSON has 64-bit integers as texts or numbers, null for nothing, and names as in the .proto", async () => {
    const read = async (members: object) =>
      (await visited(readJson, Buffer.from(record(members)))).records[0]?.record;
    expect((await read({ timeUnixNano: "1779012303123456789" }))?.timeNs).toBe(1779012303123456789n);
    expect((await read({ timeUnixNano: 1779012303000000000 }))?.timeNs).toBe(1779012303000000000n);
    expect(await read({ time_unix_nano: "7", body: { string_value: "x" }, attributes: null })).toMatchObject({
      timeNs: 7n,
      line: Buffer.from("x"),
      attributes: {},
    });
    const attributes = [
      { key: "n", value: { intValue: 5 } },
      { key: "t", value: { intValue: "5" } },
      { key: "long", value: { intValue: "9007199254740993" } },
      { key: "double", value: { doubleValue: "Infinity" } },
      { key: "bytes", value: { bytesValue: "AAE=" } },
      { key: "none", value: {} },
      { key: "__proto__", value: { stringValue: "x" } },
    ];
    const found = (await read({ attributes }))?.attributes ?? {};
    expect(Object.entries(found)).toEqual([
      ["n", 5],
      ["t", 5],
      ["long", "9007199254740993"],
      ["double", "Infinity"],
      ["bytes", "AAE="],
      ["none", null],
      ["__proto__", "x"],
    ]);
  });
});

describe("a record is kept", () => {
  const time: [number, number] = [1779012303, 123456789];
  const keep = async (one: Given) => {
    const answer = await send(protobuf(one), "protobuf");
    expect(answer.status).toBe(200);
    return taken();
  };

  test.each<[string, Given, string]>([
    [
      "as the line of a file",
      {
        body: access,
        attributes: { "log.file.path": "/var/log/nginx/access.log", "http.request.method": "GET" },
        resource: { "service.name": "web", "host.name": "web01" },
        severityNumber: 9,
      },
      "web:web01:/var/log/nginx/access.log",
    ],
    [
      "with the name of a file alone",
      { body: access, attributes: { "log.file.name": "a.log" } },
      "otlp:a.log",
    ],
    [
      "as a line without severity",
      { body: access, resource: { "service.name": "unknown_service:node" } },
      "otlp",
    ],
    ["as a line with a clock, whatever its severity", { body: access, severityNumber: 9 }, "otlp"],
    ["without its line end", { body: `${access}\r\n` }, "otlp"],
    [
      "as its original",
      {
        body: "GET /",
        attributes: { "log.record.original": access, "client.address": "192.0.2.7", "http.method": "GET" },
      },
      "otlp",
    ],
  ])("%s", async (_, one, name) => expect(await keep(one)).toEqual({ [name]: `${access}\n` }));

  test.each<[string, Given, Record<string, Value>, string]>([
    [
      "as a body with members, with the time where it tells none",
      { body: { remote_addr: "192.0.2.7", status: 200 }, time, resource: { "service.name": "web" } },
      {
        "@timestamp": "2026-05-17T10:05:03.123456789Z",
        remote_addr: "192.0.2.7",
        status: 200,
        resource: { "service.name": "web" },
      },
      "web:documents",
    ],
    [
      "as a body with members that tell the time, with its attributes",
      { body: { time_iso8601: "2026-05-17T10:05:03Z" }, time, attributes: { a: 1 } },
      { time_iso8601: "2026-05-17T10:05:03Z", attributes: { a: 1 } },
      "otlp:documents",
    ],
    [
      "as what an application said",
      {
        body: "user signed in",
        observed: [1779012303, 0],
        severityNumber: 17,
        scope: "auth",
        attributes: { "user.name": "ann" },
        eventName: "login",
      },
      {
        "@timestamp": "2026-05-17T10:05:03.000Z",
        level: "ERROR",
        logger: "auth",
        event_name: "login",
        message: "user signed in",
        attributes: { "user.name": "ann" },
      },
      "otlp:documents",
    ],
    [
      "as several lines with what stands around them",
      { body: "a 10:05:03\nb", time, severityText: "WARN" },
      { "@timestamp": "2026-05-17T10:05:03.123456789Z", level: "WARN", message: "a 10:05:03\nb" },
      "otlp:documents",
    ],
    [
      "as a request, with its attributes beside each other",
      {
        body: "request",
        time,
        attributes: { "http.request.method": "GET", "url.path": "/a", "client.address": "192.0.2.7" },
      },
      {
        "http.request.method": "GET",
        "url.path": "/a",
        "client.address": "192.0.2.7",
        "@timestamp": "2026-05-17T10:05:03.123456789Z",
        message: "request",
      },
      "otlp:documents",
    ],
    [
      "as a list",
      { body: [1, "a"], time },
      { "@timestamp": "2026-05-17T10:05:03.123456789Z", message: '[1,"a"]' },
      "otlp:documents",
    ],
  ])("%s", async (_, one, wanted, name) => {
    const found = await keep(one);
    expect(Object.keys(found)).toEqual([name]);
    expect(JSON.parse(found[name] ?? "")).toEqual(wanted);
  });

  test("as the line of a file, though it has no clock and its severity was read", async () => {
    const attributes = { "log.file.path": "/a.log" };
    expect(await keep({ body: "no clock", severityNumber: 9, attributes })).toEqual({
      "otlp:/a.log": "no clock\n",
    });
  });

  test("byte for byte where its body is a line that is no UTF-8, with a NUL", async () => {
    const bytes = Buffer.from([0x61, 0, 0xff, 0x1b, 0x62]);
    await send(request(field(5, field(1, bytes))), "protobuf");
    await send(request(field(5, field(7, bytes))), "protobuf");
    const [segment] = spool.segments();
    expect(readFileSync(segment?.path ?? "")).toEqual(
      Buffer.concat([bytes, Buffer.from("\n"), bytes, Buffer.from("\n")]),
    );
  });
});

describe("answers", () => {
  test("tell which records are not taken, and why, and the others are", async () => {
    let deep: unknown = "x";
    for (let n = 0; n < 40; n += 1) deep = { a: deep };
    const given = [{ body: access }, { body: "y".repeat(300_000) }, { attributes: { deep } }, {}];
    const because =
      "A record has 300000 bytes; 262144 is the limit. A value is nested more than 32 deep. A record has neither a body nor attributes.";
    expect(told(await send(json(...given), "json"))).toEqual({
      status: 200,
      body: { partialSuccess: { rejectedLogRecords: "3", errorMessage: because } },
    });
    const answer = await send(protobuf(...given), "protobuf");
    expect(answer.body).toEqual(field(1, Buffer.from([8, 3]), field(2, Buffer.from(because))));
    expect(ProtobufLogsSerializer.deserializeResponse(answer.body)).toMatchObject({
      partialSuccess: { rejectedLogRecords: 3, errorMessage: because },
    });
    expect(taken()).toEqual({ otlp: `${access}\n`.repeat(2) });
  });

  test("are empty where all is taken, also of nothing", async () => {
    expect(told(await send(json({ body: access }), "json"))).toEqual({ status: 200, body: {} });
    const nothing = await send(Buffer.alloc(0), "protobuf");
    expect([nothing.status, nothing.body.length]).toEqual([200, 0]);
  });

  test("refuse what is no request for logs", async () => {
    const other = await takeLogs(spool, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: Buffer.alloc(0),
    });
    expect(told(other)).toMatchObject({ status: 415, body: { code: 3 } });
    const got = await takeLogs(spool, { method: "GET", headers: {}, body: Buffer.alloc(0) });
    expect([got.status, got.headers.allow]).toEqual([405, "POST"]);
  });

  test("unpack gzip up to a ratio", async () => {
    const headers = { "content-encoding": "gzip" };
    expect((await send(gzipSync(protobuf({ body: access })), "protobuf", headers)).status).toBe(200);
    expect(taken()).toEqual({ otlp: `${access}\n` });
    expect(told(await send(gzipSync(Buffer.alloc(30 << 20)), "json", headers)).status).toBe(413);
    expect(told(await send(gzipSync("{}").subarray(0, 12), "json", headers)).status).toBe(400);
    expect(told(await send(Buffer.from("{}"), "json", { "content-encoding": "zstd" })).status).toBe(400);
  });

  test("ask to come again where there is no room", async () => {
    await spool.close();
    await begin({ spoolBytesMax: 4 });
    const answer = await send(json({ body: access }), "json");
    expect([answer.status, answer.headers["retry-after"], told(answer).body.code]).toEqual([429, "5", 8]);
    expect(taken()).toEqual({});
  });
});

describe("a server", () => {
  const over = async (
    authorize: () => boolean,
    send: (url: string) => Promise<Response>,
  ): Promise<{ status: number; type: string | null; body: string }> => {
    const server = httpServer(spool, { authorize });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    try {
      const answer = await send(`http://127.0.0.1:${port}/v1/logs`);
      return {
        status: answer.status,
        type: answer.headers.get("content-type"),
        body: await answer.text(),
      };
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };
  const post = (url: string, type: string, body: Buffer) =>
    fetch(url, { method: "POST", headers: { "content-type": type }, body: new Uint8Array(body) });

  test("takes what is sent, and tells a stranger so in the sender's encoding", async () => {
    const body = protobuf({ body: access });
    const stranger = await over(
      () => false,
      (url) => post(url, types.protobuf, body),
    );
    expect([stranger.status, stranger.type]).toEqual([401, types.protobuf]);
    expect(stranger.body.slice(0, 2)).toBe("\b\u0010");
    expect(taken()).toEqual({});
    const known = await over(
      () => true,
      (url) => post(`${url}/`, types.protobuf, body),
    );
    expect([known.status, known.type]).toEqual([200, types.protobuf]);
    expect(taken()).toEqual({ otlp: `${access}\n` });
  });

  test("refuses a body that is too large before it is read", async () => {
    const large = await over(
      () => true,
      (url) => post(url, types.json, Buffer.alloc((32 << 20) + 1, " ")),
    ).catch(() => undefined);
    // The connection may end before the sender has sent all.
    if (large !== undefined) {
      expect([large.status, large.type]).toEqual([413, types.json]);
      expect(JSON.parse(large.body)).toMatchObject({ code: 8 });
    }
    expect(taken()).toEqual({});
  });
});

describe("a body that comes again", () => {
  test("is kept once where a record tells its time more exactly than to the millisecond", async () => {
    const body = protobuf({ body: access, observed: [1779012303, 123456789] });
    for (const headers of [{}, { "content-encoding": "gzip" }])
      expect(
        (await send("content-encoding" in headers ? gzipSync(body) : body, "protobuf", headers)).status,
      ).toBe(200);
    expect(taken()).toEqual({ otlp: `${access}\n` });
    await spool.close();
    spool = await openSpool(root, { effects: { now: () => Date.now() }, limits: { freeBytesMin: 0 } });
    await send(body, "protobuf");
    expect(taken()).toEqual({ otlp: `${access}\n` });
  });

  test("is kept again where no time tells it from another that looks alike", async () => {
    for (const observed of [
      [0, 0],
      [1779012303, 0],
      [1779012303, 123_000_000],
    ] as [number, number][]) {
      await send(protobuf({ body: access, observed }), "protobuf");
      await send(protobuf({ body: access, observed }), "protobuf");
    }
    expect(taken()).toEqual({ otlp: `${access}\n`.repeat(6) });
  });
});

test("more services than there may be streams share them, and nothing is refused", async () => {
  await spool.close();
  await begin({ streamsMax: 1 });
  await spool.append({ kind: "http", name: "other" }, [Buffer.from("x")]);
  const services = Array.from({ length: 5 }, (_, n) => ({ "service.name": `s${n}` }));
  const given = services.flatMap((resource) => [
    { body: access, resource },
    { body: "text", severityNumber: 9, resource },
  ]);
  const answer = await send(protobuf(...given), "protobuf");
  expect([answer.status, answer.body.length]).toEqual([200, 0]);
  const lines = Object.entries(taken()).map(([name, found]) => [name, found.split("\n").length - 1]);
  expect(lines).toEqual([
    ["other", 1],
    ["otlp", 5],
    ["otlp:documents", 5],
  ]);
});

describe("a request that is made to harm", () => {
  test("has 100,000 records, and all are taken", async () => {
    const one = field(2, field(5, text("x")));
    const body = field(1, field(2, ...Array.from({ length: 100_000 }, () => one)));
    expect((await send(body, "protobuf")).status).toBe(200);
    expect(taken().otlp?.length).toBe(200_000);
  }, 60_000);

  test("has more records or values than are taken at a time", async () => {
    const empty = Buffer.from([0x12, 0]);
    const records = field(1, field(2, Buffer.alloc(2 * 200_001, empty)));
    const answer = await send(records, "protobuf");
    expect([answer.status, answer.body.toString()]).toEqual([
      413,
      expect.stringContaining("200,000 log records"),
    ]);
    const values = (count: number) => field(5, field(5, Buffer.alloc(2 * count, Buffer.from([0x0a, 0]))));
    const hundred = Array.from({ length: 101 }, () => values(20_000));
    expect((await send(request(...hundred), "protobuf")).status).toBe(413);
    const large = await send(request(values(20_001), field(5, text(access))), "protobuf");
    expect([large.status, large.body.toString()]).toEqual([
      200,
      expect.stringContaining("A record has more than 20,000 values."),
    ]);
    // Attributes without a value, and without a name, are attributes.
    const nameless = await send(request(Buffer.alloc(2 * 20_001, Buffer.from([0x32, 0]))), "protobuf");
    expect([nameless.status, nameless.body.toString()]).toEqual([
      200,
      expect.stringContaining("A record has more than 20,000 values."),
    ]);
    const resource = field(1, field(1, Buffer.alloc(2 * 20_001, Buffer.from([0x0a, 0]))));
    expect((await send(resource, "protobuf")).status).toBe(413);
    const listed = `{"resourceLogs":[{"resource":{"attributes":[${"{},".repeat(20_000)}{}]}}]}`;
    expect((await send(Buffer.from(listed), "json")).status).toBe(413);
    expect((await send(Buffer.alloc(2 * 100_001, Buffer.from([0x0a, 0])), "protobuf")).status).toBe(413);
    expect((await send(Buffer.from(`{"a":[${"1,".repeat(3_000_001)}1]}`), "json")).status).toBe(413);
    expect((await send(Buffer.from("[".repeat(20_000_000)), "json")).status).toBe(413);
    expect(taken()).toEqual({ otlp: `${access}\n` });
  }, 120_000);

  test("has a resource that would fill the memory with each record", async () => {
    const resource = field(1, field(1, text("a"), field(2, text("r".repeat(200_000)))));
    const record = field(2, field(6, text("k"), field(2, text("v"))));
    const body = field(1, resource, field(2, ...Array.from({ length: 10_000 }, () => record)));
    const answer = await send(body, "protobuf");
    expect([answer.status, answer.body.toString()]).toEqual([413, expect.stringContaining("grow beyond")]);
  }, 60_000);
});
