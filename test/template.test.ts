/** Format strings of servers: whatever a record holds comes out as it went in. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { VedetteError } from "../src/errors.ts";
import { dialectOf } from "../src/ingest/format-string.ts";
import { compileTemplate } from "../src/ingest/template.ts";
import { ownRecogniser } from "./support/own-format.ts";
import { Workbench } from "./support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});

/** A request as it happened. */
interface Truth {
  readonly ip: string;
  readonly user: string;
  readonly ms: number;
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly status: number;
  readonly bytes: number;
  readonly referrer: string;
  readonly agent: string;
  readonly host: string;
}

const printable = (excluded: string, maxLength: number) =>
  fc.string({
    unit: fc
      .integer({ min: 0x20, max: 0x7e })
      .map((code) => String.fromCharCode(code))
      .filter((character) => !excluded.includes(character)),
    maxLength,
  });
const text = fc.oneof(
  printable("", 40),
  fc.constantFrom(
    "-",
    "",
    'say \\"hi\\"',
    "back\\",
    '"',
    "\\\\",
    "caf\u00e9 \u{1f98a}",
    "Mozilla/5.0 (X11; Linux x86_64)",
  ),
);

const truth: fc.Arbitrary<Truth> = fc.record({
  ip: fc.oneof(fc.ipV4(), fc.constantFrom("2001:db8::1", "::1", "fe80::1:2", "proxy.example")),
  user: fc.oneof(
    fc.constant("-"),
    printable(' "[]', 12).filter((user) => user !== ""),
  ),
  // Whole seconds: the formats here do not write more.
  ms: fc
    .integer({ min: Date.UTC(2001, 0, 1) / 1000, max: Date.UTC(2037, 0, 1) / 1000 })
    .map((seconds) => seconds * 1000),
  method: fc.constantFrom("GET", "POST", "HEAD", "PROPFIND"),
  target: printable(" ", 60).map((path) => `/${path}`),
  version: fc.constantFrom("1.0", "1.1", "2.0"),
  status: fc.integer({ min: 100, max: 599 }),
  bytes: fc.integer({ min: 0, max: 2 ** 40 }),
  referrer: text,
  agent: text,
  host: fc.constantFrom("www.example", "api.example"),
});

/** Apache's way to write a value into a log line; nginx with escape=default writes the same for printable text but quotes. */
const escaped = (value: string) => value.replace(/[\\"]/g, (character) => `\\${character}`);
const two = (n: number) => String(n).padStart(2, "0");
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** The time in a zone some minutes east of Greenwich. */
function clf(ms: number, east: number): string {
  const at = new Date(ms + east * 60_000);
  const zone = `${east < 0 ? "-" : "+"}${two(Math.floor(Math.abs(east) / 60))}${two(Math.abs(east) % 60)}`;
  return `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} ${zone}`;
}
const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, "+00:00");
const requestOf = (one: Truth) => escaped(`${one.method} ${one.target} HTTP/${one.version}`);

type Column =
  | "source_ip"
  | "user_name"
  | "time_ms"
  | "http_request_method"
  | "url_original"
  | "http_version"
  | "http_response_status_code"
  | "http_response_body_bytes"
  | "http_request_referrer"
  | "user_agent_original"
  | "url_domain";
const truthOf: Readonly<Record<Column, (one: Truth) => string | number>> = {
  source_ip: ({ ip }) => ip,
  user_name: ({ user }) => user,
  time_ms: ({ ms }) => ms,
  http_request_method: ({ method }) => method,
  url_original: ({ target }) => target,
  http_version: ({ version }) => version,
  http_response_status_code: ({ status }) => status,
  http_response_body_bytes: ({ bytes }) => bytes,
  http_request_referrer: ({ referrer }) => referrer,
  user_agent_original: ({ agent }) => agent,
  url_domain: ({ host }) => host,
};
const common: readonly Column[] = [
  "source_ip",
  "user_name",
  "time_ms",
  "http_request_method",
  "url_original",
  "http_version",
  "http_response_status_code",
  "http_response_body_bytes",
];
const full: readonly Column[] = [...common, "http_request_referrer", "user_agent_original"];

interface Case {
  readonly name: string;
  readonly template: string;
  readonly columns: readonly Column[];
  write(one: Truth): string;
}

const cases: readonly Case[] = [
  {
    name: "common",
    template: '%h %l %u %t "%r" %>s %b',
    columns: common,
    write: (one) =>
      `${one.ip} - ${escaped(one.user)} [${clf(one.ms, 0)}] "${requestOf(one)}" ${one.status} ${one.bytes}`,
  },
  {
    name: "combined, west of Greenwich",
    template: '%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\"',
    columns: full,
    write: (one) =>
      `${one.ip} - ${escaped(one.user)} [${clf(one.ms, -210)}] "${requestOf(one)}" ${one.status} ${one.bytes} "${escaped(one.referrer)}" "${escaped(one.agent)}"`,
  },
  {
    name: "vhost_combined",
    template: '%v:%p %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"',
    columns: [...full, "url_domain"],
    write: (one) =>
      `${one.host}:443 ${one.ip} - ${escaped(one.user)} [${clf(one.ms, 120)}] "${requestOf(one)}" ${one.status} ${one.bytes} "${escaped(one.referrer)}" "${escaped(one.agent)}"`,
  },
  {
    name: "nginx main",
    template: `log_format main '$remote_addr - $remote_user [$time_local] "$request" '\n  '$status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"';`,
    columns: full,
    write: (one) =>
      `${one.ip} - ${escaped(one.user)} [${clf(one.ms, 345)}] "${requestOf(one)}" ${one.status} ${one.bytes} "${escaped(one.referrer)}" "${escaped(one.agent)}" "-"`,
  },
  {
    name: "ISO times, agent first, durations behind",
    template: '"%{User-Agent}i" %a [%{%Y-%m-%dT%H:%M:%S%z}t] "%r" %>s %B %D',
    columns: [
      "user_agent_original",
      "source_ip",
      "time_ms",
      "http_request_method",
      "url_original",
      "http_version",
      "http_response_status_code",
      "http_response_body_bytes",
    ],
    write: (one) =>
      `"${escaped(one.agent)}" ${one.ip} [${iso(one.ms).replace("+00:00", "+0000")}] "${requestOf(one)}" ${one.status} ${one.bytes} 1234`,
  },
  {
    name: "tabs, epoch seconds, split request",
    template:
      '$msec\t$remote_addr\t$request_method\t$status\t$body_bytes_sent\t$server_protocol\t"$request_uri"\t"$http_user_agent"',
    columns: [
      "time_ms",
      "source_ip",
      "http_request_method",
      "http_response_status_code",
      "http_response_body_bytes",
      "http_version",
      "url_original",
      "user_agent_original",
    ],
    write: (one) =>
      `${one.ms / 1000}.000\t${one.ip}\t${one.method}\t${one.status}\t${one.bytes}\tHTTP/${one.version}\t"${escaped(one.target)}"\t"${escaped(one.agent)}"`,
  },
  {
    name: "pipes and ISO time",
    template: '$remote_addr|$time_iso8601|$host|$status|"$request"|"$http_user_agent"',
    columns: [
      "source_ip",
      "time_ms",
      "url_domain",
      "http_response_status_code",
      "http_request_method",
      "url_original",
      "http_version",
      "user_agent_original",
    ],
    write: (one) =>
      `${one.ip}|${iso(one.ms)}|${one.host}|${one.status}|"${requestOf(one)}"|"${escaped(one.agent)}"`,
  },
];

describe("a record comes out as it went in", () => {
  test.each(cases.map((one) => [one.name, one] as const))("%s", async (_, { template, columns, write }) => {
    const truths = fc.sample(truth, { numRuns: 300, seed: 20_261_124 });
    const lines = truths.map(write);
    const recogniser = ownRecogniser(template);
    const recognised = recogniser.recognise(lines);
    expect(recognised?.confidence).toBe(1);
    if (recognised === undefined) return;
    const events = await bench.events(lines, recognised);
    const wrong = truths.flatMap((one, index) => {
      const event = events.get(index + 1);
      return columns
        .filter((column) => event?.[column] !== truthOf[column](one))
        .map(
          (column) =>
            `${column} of ${lines[index]}: ${JSON.stringify(event?.[column])} instead of ${JSON.stringify(truthOf[column](one))}`,
        );
    });
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

describe("format strings", () => {
  test.each([
    ['%h %l %u %t "%r" %>s %b', "apache"],
    ["$remote_addr - $remote_user", "nginx"],
    ["%{X-Forwarded-For}i $remote_addr", "apache"],
  ])("%s is %s", (template, dialect) => expect(dialectOf(template)).toBe(dialect));

  test("modifiers of Apache are read and change nothing", () => {
    const { matches } = compileTemplate(
      "apache",
      "%400,501{Referer}i %!200,304{User-agent}i %<s %>s %{c}a %h %%",
      false,
    );
    expect(matches("- - 200 200 10.0.0.1 192.0.2.7 %")).toBe(true);
  });

  test("the place of what cannot be read is told", () => {
    const failing = () => compileTemplate("apache", "%h %{", false);
    expect(failing).toThrow(VedetteError);
    try {
      failing();
    } catch (thrown) {
      expect((thrown as VedetteError).place.column).toBeGreaterThan(0);
    }
  });

  // Tried in all ways in which it could be parted, the first line would take longer than anybody waits.
  test("a line full of what parts the fields is told apart like any other", () => {
    const { matches, stopsAt } = compileTemplate(
      "apache",
      "%h|%v|%U|%>s|%{A}i|%{B}i|%{C}i|%{D}i|%{E}i",
      false,
    );
    const record = `203.0.113.9|www.example.test|/a${"|x".repeat(5_000)}`;
    expect(matches(`${record}|200|b|c|d|e|f`)).toBe(true);
    expect(matches(`${record} "`)).toBe(false);
    expect(stopsAt(`${record} "`)).toBe("%>s");
  });

  test("any text is compiled or refused with a hint, never in another way", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.string({
            unit: fc.constantFrom(
              "%",
              "h",
              "$",
              "{",
              "}",
              '"',
              " ",
              "[",
              "]",
              "r",
              ">",
              "s",
              "t",
              "\\",
              "remote_addr",
              "time_local",
            ),
            maxLength: 40,
          }),
        ),
        fc.constantFrom("apache" as const, "nginx" as const),
        (template, dialect) => {
          try {
            compileTemplate(dialect, template, false);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(VedetteError);
            expect((thrown as VedetteError).hint).toBeDefined();
          }
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe("a server logs what came in the place of a request line", () => {
  const record = (request: string) =>
    `192.0.2.7 - - [17/May/2026:10:05:03 +0000] "${request}" 400 226 "-" "-"`;
  const cases: readonly (readonly [request: string, method: string, target: string, version: string])[] = [
    ["GET /a HTTP/1.1", "GET", "/a", "1.1"],
    ["GET /a", "GET", "/a", ""],
    ["get /a b HTTP/1.0", "get", "/a b", "1.0"],
    ["BASELINE-CONTROL /a HTTP/1.1", "BASELINE-CONTROL", "/a", "1.1"],
    [" GET /a HTTP/1.1", "GET", "/a", "1.1"],
    ["OPTIONS * HTTP/1.1", "OPTIONS", "*", "1.1"],
    ["GET /aHTTP/1.1", "GET", "/aHTTP/1.1", ""],
    ["HELP", "", "HELP", ""],
    ["HELPHTTP/1.1", "", "HELPHTTP/1.1", ""],
    ["batman", "", "batman", ""],
    ["/.env", "", "/.env", ""],
    ["SSH-2.0-Go", "", "SSH-2.0-Go", ""],
    ["\\x16\\x03\\x01", "", "\x16\x03\x01", ""],
    ["\\x03\\x00\\x00/* Cookie: mstshash=Administr", "", "\x03\x00\x00/* Cookie: mstshash=Administr", ""],
    ["\\x16 \\x03 HTTP/1.1", "", "\x16 \x03", "1.1"],
    ["' OR 1=1 --", "", "' OR 1=1 --", ""],
    // A method that is no name, in front of what is a target all the same: some servers answer it.
    ["G\\xc3\\x89T /.env HTTP/1.1", "GÉT", "/.env", "1.1"],
    ["\\x01 http://www.example/ HTTP/1.1", "\x01", "http://www.example/", "1.1"],
    // None came.
    ["-", "", "", ""],
    ["", "", "", ""],
    ["  ", "", "", ""],
    // As lighttpd writes a request without a method.
    ["  HTTP/1.1", "", "", "1.1"],
    [" /a HTTP/1.1", "", "/a", "1.1"],
  ];

  test("and nothing of it is lost", async () => {
    const lines = cases.map(([request]) => record(request));
    const events = await bench.events(lines, bench.recognise([record("GET / HTTP/1.1")]));
    const found = cases.map(([request], index) => {
      const event = events.get(index + 1);
      return [request, event?.http_request_method, event?.url_original, event?.http_version];
    });
    expect(found).toEqual(cases);
  });
});

describe("JSON records", () => {
  test("any agent comes out as it went in", async () => {
    const agents = fc.sample(fc.string({ unit: "binary", maxLength: 30 }), { numRuns: 200, seed: 7 });
    const hostile = [
      "\u001d\u001e\u001fx\u001d\u001e\u001f/.env\u001d\u001e\u001f1",
      "\u0001\u0002",
      "a\u0000b",
      "tab\there",
    ];
    const all = [...agents, ...hostile];
    const lines = all.map((agent) =>
      JSON.stringify({
        time: "2026-05-17T10:05:03Z",
        remote_addr: "203.0.113.9",
        request: "GET / HTTP/1.1",
        status: 200,
        http_user_agent: agent,
      }),
    );
    const recognised = bench.recognise(lines);
    await bench.scan(lines, recognised);
    const rows = await bench.engine.rows(
      "SELECT DISTINCT client, domain, path, hour FROM requests WHERE reject = ''",
    );
    // Nobody can write himself another address, path or hour into the profile.
    expect(rows).toEqual([{ client: "203.0.113.9", domain: "", path: "", hour: 0 }]);
    const kept = (await bench.engine.rows("SELECT agent FROM activity_agents")).map(({ agent }) =>
      String(agent),
    );
    const expected = [...new Set(all)];
    expect(expected.filter((agent) => !kept.includes(agent))).toEqual([]);
  });
});
