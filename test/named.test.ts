/** Records whose values have names: paths into JSON, headers of Zeek and W3C logs, and what is no record. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { NamedFormat } from "../src/content/schema.ts";
import type { Engine } from "../src/engine/engine.ts";
import { after, formatFor, type Header, headerPlan, valuesOf } from "../src/ingest/header.ts";
import { JsonObjects, keyPath, textAt } from "../src/ingest/key-path.ts";
import { fitsObject, namedJsonPlan } from "../src/ingest/named.ts";
import type { Recognised } from "../src/ingest/recognise.ts";
import { Workbench } from "./support/workbench.ts";

let bench: Workbench;
let engine: Engine;
beforeAll(async () => {
  bench = await Workbench.open();
  engine = bench.engine;
});

const format = (more: Partial<NamedFormat>): NamedFormat => ({
  id: "a-format",
  title: "A format",
  kind: "nids",
  specificity: 50,
  source: "none",
  date: "2026-11-24",
  samples: [{ record: "{}" }],
  reader: "named",
  in: ["json"],
  requires: ["ts"],
  where: {},
  class: "http",
  time: "any",
  columns: { time_ms: ["ts"] },
  ...more,
});

const asRecognised = (one: NamedFormat, plan = namedJsonPlan(one)): Recognised => ({
  format: one.id,
  kind: one.kind,
  confidence: 1,
  telling: true,
  recordSql: "line",
  plan,
  endsInColumn: false,
  lacksZone: false,
  unwrap: (line) => line,
});

describe("a path into JSON", () => {
  const object = {
    plain: "p",
    "a.b": "dotted",
    a: { b: "nested", c: { d: 7 } },
    list: ["first", "second"],
    none: null,
    yes: true,
    big: 1779012303.123456,
    headers: [
      { name: "Host", value: "www.example" },
      { name: "User-Agent", value: "curl/8.5.0" },
    ],
    constructor: "own",
  };
  const cases: readonly (readonly [path: string, text: string])[] = [
    ["plain", "p"],
    ["a.b", "nested"],
    ["a\\.b", "dotted"],
    ["a.c.d", "7"],
    ["list[]", "first"],
    ["list[*]", "first\nsecond"],
    ["none", ""],
    ["yes", "true"],
    ["big", "1779012303.123456"],
    ["headers[name=user-agent].value", "curl/8.5.0"],
    ["headers[name=cookie].value", ""],
    ["missing.deep.down", ""],
    ["plain.deeper", ""],
    ["constructor", "own"],
    ["toString", ""],
  ];

  test.each(cases)("%s is the same in the program and in the engine", async (path, text) => {
    expect(textAt(object, keyPath(path))).toBe(text);
    const objects = new JsonObjects("{json:String}", "object");
    const sql = objects.access(keyPath(path));
    const [name, from] = objects.prelude()[0] ?? ["", ""];
    const rows = await engine.rows(`SELECT ${sql} AS text FROM (SELECT ${from} AS ${name})`, {
      json: JSON.stringify(object),
    });
    expect(rows[0]?.text).toBe(text);
  });

  test("a key that is a text and a list at once is asked for in two types", async () => {
    const objects = new JsonObjects("{json:String}", "object");
    const whole = objects.access(keyPath("x"));
    const first = objects.access(keyPath("x[]"));
    expect(objects.prelude()).toHaveLength(2);
    const from = objects
      .prelude()
      .map(([name, sql]) => `${sql} AS ${name}`)
      .join(", ");
    const ask = async (json: string) =>
      (await engine.rows(`SELECT ${whole} AS whole, ${first} AS first FROM (SELECT ${from})`, { json }))[0];
    expect(await ask('{"x":"text"}')).toEqual({ whole: "text", first: "" });
    expect(await ask('{"x":["one","two"]}')).toEqual({ whole: '["one","two"]', first: "one" });
  });

  test("any text comes back as it was", async () => {
    const texts = fc.sample(fc.string({ unit: "grapheme-composite", maxLength: 40 }), {
      numRuns: 300,
      seed: 20261124,
    });
    texts.push('\0\u0001\u0002\u001d\t\n\\"%41 \u2028\u202e');
    const one = format({
      columns: { time_ms: ["ts"], user_agent_original: ["agent"], url_original: ["path"] },
    });
    const lines = texts.map((text) => JSON.stringify({ ts: 1779012303, agent: text, path: `/${text}` }));
    const events = await bench.events(lines, asRecognised(one));
    expect(events.size).toBe(texts.length);
    texts.forEach((text, index) => {
      expect(events.get(index + 1)).toMatchObject({ user_agent_original: text, url_original: `/${text}` });
    });
  });
});

describe("how a text becomes a column", () => {
  const one = format({
    class: { by: ["kind", "n"], values: { "dns 1": "dns" }, default: "other" },
    columns: {
      time_ms: ["ts"],
      source_ip: ["client", "peer"],
      event_outcome: { from: ["ok"], values: { true: "success" }, default: "failure" },
      event_action: { from: ["act"], values: { a: "allowed" } },
      url_original: { join: ["stem", "query"], with: "?" },
      rule_id: { from: ["rule"], extract: "^1:(\\d+):" },
      user_agent_original: { from: ["agent"], decode: "plus" },
      network_transport: { is: "tcp" },
      source_port: ["port"],
      event_severity: ["level"],
    },
  });
  const eventOf = async (record: object) =>
    (await bench.events([JSON.stringify({ ts: 1, ...record })], asRecognised(one))).get(1);

  test("the first key that holds something counts, a number as well as a text", async () => {
    expect(await eventOf({ ts: "1779012303", peer: "192.0.2.7", port: 443, level: "3" })).toMatchObject({
      source_ip: "192.0.2.7",
      source_port: 443,
      event_severity: 3,
      time_ms: 1779012303000,
    });
    expect(
      await eventOf({ ts: 1779012303000, client: "192.0.2.8", peer: "192.0.2.7", port: "x" }),
    ).toMatchObject({ source_ip: "192.0.2.8", source_port: 0, event_severity: -1, time_ms: 1779012303000 });
  });

  test("texts are mapped, joined, cut out and decoded", async () => {
    const event = await eventOf({
      ts: "2026-05-17T10:05:03.250Z",
      kind: "dns",
      n: 1,
      ok: true,
      act: "a",
      stem: "/a",
      query: "b=1",
      rule: "1:2000:3",
      agent: "Mozilla/5.0+(X11)",
    });
    expect(event).toMatchObject({
      event_class: "dns",
      event_outcome: "success",
      event_action: "allowed",
      url_original: "/a?b=1",
      rule_id: "2000",
      user_agent_original: "Mozilla/5.0 (X11)",
      network_transport: "tcp",
      time_ms: 1779012303250,
    });
    expect(
      await eventOf({ ts: 1779012303, kind: "dns", n: 2, act: "else", stem: "/a", rule: "odd" }),
    ).toMatchObject({
      event_class: "other",
      event_outcome: "failure",
      event_action: "else",
      url_original: "/a",
      rule_id: "",
    });
  });
});

describe("how a class is told", () => {
  const one = format({
    class: {
      by: [
        { from: ["channel"], extract: "(?i)^(Security|Sysmon)$", decode: "lower" },
        [{ is: "dns", when: { name: ".+" } }, "id"],
      ],
      values: { "sysmon 1": "process", "security dns": "dns", dns: "network", "sysmon 7": "module" },
      default: "other",
    },
    columns: { time_ms: ["ts"], network_transport: { is: "tcp", when: { port: "\\d+" } } },
  });
  const classes = async (records: readonly object[]) => {
    const lines = records.map((record) => JSON.stringify({ ts: 1779012303, ...record }));
    const events = await bench.events(lines, asRecognised(one));
    return lines.map((_, index) => [
      events.get(index + 1)?.event_class,
      events.get(index + 1)?.network_transport,
    ]);
  };

  test("by several texts, each the first of its list that holds something; one that holds nothing leaves no blank", async () => {
    expect(
      await classes([
        { channel: "SYSMON", id: 1, port: 443 },
        { channel: "security", id: 1, name: "a.example" },
        { channel: "elsewhere", name: "a.example" },
        { channel: "sysmon", id: "8", port: "none" },
      ]),
    ).toEqual([
      ["process", "tcp"],
      ["dns", ""],
      ["network", ""],
      ["other", ""],
    ]);
  });
});

describe("how keys may be written", () => {
  test("a path may be one key with dots, in which a dash is nothing", async () => {
    const one = format({
      dotted: true,
      requires: ["event.module"],
      where: { "event.module": "endpoint" },
      time: "us",
      columns: {
        time_ms: ["@timestamp"],
        source_ip: ["source.ip", "client.ip"],
        event_action: ["event.action[]"],
      },
    });
    const nested = {
      "@timestamp": "2026-05-17T10:05:03Z",
      event: { module: "endpoint", action: ["a", "b"] },
    };
    const flat = {
      "@timestamp": "May 17, 2026 @ 10:05:03.221",
      "event.module": "endpoint",
      "source.ip": "-",
    };
    const lines = [
      { ...nested, source: { ip: "192.0.2.7" } },
      { ...flat, "client.ip": "192.0.2.8" },
      { ...flat, "event.module": "other" },
    ].map((record) => JSON.stringify(record));
    expect(lines.map((line) => fitsObject(one, JSON.parse(line)))).toEqual([true, true, false]);
    const events = await bench.events(lines, asRecognised(one));
    expect(events.get(1)).toMatchObject({
      source_ip: "192.0.2.7",
      event_action: "a",
      time_ms: 1779012303000,
    });
    expect(events.get(2)).toMatchObject({ source_ip: "192.0.2.8", event_action: "", time_ms: 1779012303221 });
    expect(events.has(3)).toBe(false);
  });

  test("all keys may stand in an envelope, and what stands outside comes first", async () => {
    const one = format({
      inside: "properties",
      requires: ["ts", "event.kind"],
      columns: { time_ms: ["ts"], source_ip: ["ip"], event_action: ["event.kind"] },
    });
    const lines = [
      { ts: 1779012303, event: { kind: "a" }, ip: "192.0.2.7", properties: { ip: "192.0.2.9" } },
      { properties: { ts: 1779012304, event: { kind: "b" }, ip: "192.0.2.8" } },
      { properties: "text", ts: 1779012304 },
    ].map((record) => JSON.stringify(record));
    expect(lines.map((line) => fitsObject(one, JSON.parse(line)))).toEqual([true, true, false]);
    const events = await bench.events(lines, asRecognised(one));
    expect(events.get(1)).toMatchObject({
      source_ip: "192.0.2.7",
      event_action: "a",
      time_ms: 1779012303000,
    });
    expect(events.get(2)).toMatchObject({
      source_ip: "192.0.2.8",
      event_action: "b",
      time_ms: 1779012304000,
    });
    expect(events.size).toBe(2);
  });

  test("headers that people wrote are told apart by their letters alone", async () => {
    const one = format({
      folded: true,
      requires: [["reported by", "reporter"], "message id"],
      time: "us",
      columns: {
        time_ms: ["reported at"],
        email_to: ["reported by", "reporter"],
        email_message_id: ["message id"],
      },
    });
    const lines = [
      { "Reported At": "5/6/2026 1:05:03 PM", REPORTED_BY: "ann@corp.test", "Message-ID": "<1@x.example>" },
      {
        reportedAt: "2026-05-06T13:05:03Z",
        Reporter: "bob@corp.test",
        message_id: "<2@x.example>",
        MESSAGE_ID: "no",
      },
      { reporter: "bob@corp.test", __proto__id: 1 },
    ].map((record) => JSON.stringify(record));
    lines.push('{"__proto__":{"reporter":"x"},"messageid":"<3@x.example>"}');
    expect(lines.map((line) => fitsObject(one, JSON.parse(line)))).toEqual([true, true, false, false]);
    const events = await bench.events(lines, asRecognised(one));
    const at = Date.UTC(2026, 4, 6, 13, 5, 3);
    expect(events.get(1)).toMatchObject({
      time_ms: at,
      email_to: "ann@corp.test",
      email_message_id: "<1@x.example>",
    });
    expect(events.get(2)).toMatchObject({
      time_ms: at,
      email_to: "bob@corp.test",
      email_message_id: "<2@x.example>",
    });
    expect(events.size).toBe(2);
  });

  test("lists that are written as texts, and lines that are one text", async () => {
    const one = format({
      columns: {
        time_ms: ["ts"],
        email_links: [{ from: ["links"], decode: "lines" }],
        process_command_line: [{ from: ["argv[*]"], decode: "words" }],
      },
    });
    const lines = [
      { links: '["https://a.example/","https://b.example/?c=[1]"]', argv: ["cat", "/tmp/a b"] },
      { links: ["https://a.example/"], argv: [] },
      { links: "https://a.example/?x=1,2; https://b.example/|ftp://c.example/ " },
      { links: "none, really" },
    ].map((record) => JSON.stringify({ ts: 1779012303, ...record }));
    const events = await bench.events(lines, asRecognised(one));
    expect(events.get(1)).toMatchObject({
      email_links: "https://a.example/\nhttps://b.example/?c=[1]",
      process_command_line: "cat /tmp/a b",
    });
    expect(events.get(2)).toMatchObject({ email_links: "https://a.example/", process_command_line: "" });
    expect(events.get(3)?.email_links).toBe("https://a.example/?x=1,2\nhttps://b.example/\nftp://c.example/");
    expect(events.get(4)?.email_links).toBe("none, really");
  });
});

describe("what is no record", () => {
  const one = format({ where: { kind: "a|b" }, columns: { time_ms: ["ts"], message: ["m"] } });
  const rejectsOf = async (lines: readonly string[]) => {
    await bench.scan(lines, asRecognised(one));
    return bench.rejects();
  };

  test("is counted by its reason", async () => {
    expect(
      await rejectsOf([
        '{"ts":1779012303,"kind":"a"}',
        '{"ts":1779012303,"kind":"a","m":"cut in the mid',
        '{"kind":"a"}',
        '{"ts":"yesterday","kind":"a"}',
        '{"ts":1779012303,"kind":"c"}',
        "",
        "[1,2]",
        "plain text",
      ]),
    ).toEqual({
      "not a JSON object": 2,
      "not valid JSON": 1,
      "lacks ts": 1,
      "time stamp not understood": 1,
      "another kind of record by its kind": 1,
    });
  });

  test("of a key that is there twice the first counts", async () => {
    const events = await bench.events(
      ['{"ts":1779012303,"kind":"a","m":"one","m":"two"}'],
      asRecognised(one),
    );
    expect(events.get(1)).toMatchObject({ message: "one" });
  });

  test("ten thousand levels and a text of 200,000 bytes do no harm", async () => {
    const deep = `{"ts":1779012303,"kind":"a","x":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
    const long = JSON.stringify({ ts: 1779012303, kind: "a", m: "y".repeat(200_000) });
    const tooLong = JSON.stringify({ ts: 1779012303, kind: "a", m: "y".repeat(1_000_000) });
    const counts = await rejectsOf([deep, long, tooLong]);
    expect(counts).toEqual({
      "not valid JSON": 1,
      "longer than the limit of 262144 bytes": 1,
    });
  });
});

describe("a Zeek header", () => {
  const lines = (fields: string, ...records: readonly string[]) => [
    "#separator \\x09",
    "#set_separator\t,",
    "#empty_field\t(empty)",
    "#unset_field\t-",
    "#path\thttp",
    `#fields\t${fields}`,
    ...records,
  ];
  const headerOf = (given: readonly string[]) =>
    given.reduce<Header | undefined>((header, line) => after(header, line), undefined) as Header;
  const one = format({
    in: ["zeek", "json"],
    path: "http",
    columns: {
      time_ms: ["ts"],
      source_ip: ["id.orig_h"],
      url_original: ["uri"],
      forwarded_for: ["proxied[]"],
      user_agent_original: ["user_agent"],
    },
  });
  const eventOf = async (given: readonly string[]) => {
    const header = headerOf(given);
    return (await bench.events(given, asRecognised(one, headerPlan(header, one)))).get(given.length);
  };

  test("names the columns in any order, and what is not set is empty", async () => {
    expect(
      await eventOf(
        lines(
          "uri\tts\tadded\tid.orig_h\tuser_agent\tproxied",
          "/a\t1779012303.25\tx\t192.0.2.7\t-\t(empty)",
        ),
      ),
    ).toMatchObject({
      time_ms: 1779012303250,
      source_ip: "192.0.2.7",
      url_original: "/a",
      user_agent_original: "",
      forwarded_for: "",
    });
  });

  test("escapes are undone, and a value that looks like an unset one is one", async () => {
    expect(
      await eventOf(
        lines(
          "ts\tid.orig_h\turi\tuser_agent\tproxied",
          "1779012303\t192.0.2.7\t/a\\x09b\\x5cx41%41\t\\x2d\tone\\x2cstill one,two",
        ),
      ),
    ).toMatchObject({
      url_original: "/a\tb\\x41%41",
      user_agent_original: "-",
      forwarded_for: "one,still one",
    });
  });

  test("has its separator and its format by its path", () => {
    const header = headerOf(["#separator |", "#path|ssl", "#fields|ts|uid"]);
    expect(header).toMatchObject({ style: "zeek", separator: "|", path: "ssl", fields: ["ts", "uid"] });
    expect(valuesOf(header, "1|C1")).toEqual(["1", "C1"]);
    expect(valuesOf(header, "1|C1|more")).toBeUndefined();
    const other = format({ id: "zeek-other", in: ["zeek", "json"] });
    expect(formatFor(header, [one, other])?.id).toBe("zeek-other");
    expect(formatFor(headerOf(lines("ts\turi")), [other, one])?.id).toBe("a-format");
    expect(formatFor(headerOf(lines("uid\turi")), [other, one])).toBeUndefined();
  });
});

describe("a W3C header", () => {
  test("its values may stand in quotes, or be parted by tabs", async () => {
    const one = format({
      in: ["w3c"],
      kind: "proxy",
      requires: ["c-ip"],
      columns: {
        time_ms: { join: ["date", "time"] },
        source_ip: ["c-ip"],
        user_agent_original: ["cs(User-Agent)"],
        http_request_referrer: ["cs(Referer)"],
      },
    });
    const header = after(undefined, "#Fields: date time c-ip cs(User-Agent) cs(Referer)") as Header;
    const events = await bench.events(
      [
        '2026-05-17 10:05:03 192.0.2.7 "Mozilla/5.0 (X11; ""odd"")" -',
        "2026-05-17\t10:05:03\t192.0.2.8\tcurl/8.5.0 with blanks\thttp://www.example/",
      ],
      asRecognised(one, headerPlan(header, one)),
    );
    expect(events.get(1)).toMatchObject({
      time_ms: 1779012303000,
      user_agent_original: 'Mozilla/5.0 (X11; "odd")',
      http_request_referrer: "",
    });
    expect(events.get(2)).toMatchObject({
      source_ip: "192.0.2.8",
      user_agent_original: "curl/8.5.0 with blanks",
      http_request_referrer: "http://www.example/",
    });
  });
});
