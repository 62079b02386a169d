/** Squid's logs: what Squid writes by its own rules comes out as it was sent. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { VedetteError } from "../src/errors.ts";
import { dialectOf, namedTemplates } from "../src/ingest/format-string.ts";
import type { Recogniser } from "../src/ingest/recognise.ts";
import { compileTemplate } from "../src/ingest/template.ts";
import { urlHostSql } from "../src/ingest/url-host.ts";
import { ownRecogniser } from "./support/own-format.ts";
import { missing, shared } from "./support/places.ts";
import { Workbench } from "./support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});

const printable = (excluded: string, minLength: number, maxLength: number) =>
  fc.string({
    unit: fc
      .integer({ min: 0x20, max: 0x7e })
      .map((code) => String.fromCharCode(code))
      .filter((character) => !excluded.includes(character)),
    minLength,
    maxLength,
  });
/** Squid takes blanks at the ends of a header away. */
const header = fc.oneof(
  printable("", 1, 40)
    .map((text) => text.trim())
    .filter((text) => text !== ""),
  fc.constantFrom(
    'say \\"hi\\"',
    'plain "quotes" inside',
    "back\\",
    '"',
    "\\\\",
    "%20 100% %5b",
    "café 🦊",
    "a [b] c",
    "Mozilla/5.0 (X11; Linux x86_64)",
  ),
);

/** A request as it went through the proxy. */
interface Truth {
  readonly ip: string;
  readonly port: number;
  readonly ms: number;
  readonly took: number;
  readonly user: string;
  readonly connect: boolean;
  readonly path: string;
  readonly host: string;
  readonly status: number;
  readonly bytes: number;
  readonly referrer: string;
  readonly agent: string;
  readonly peer: string;
}

const truth: fc.Arbitrary<Truth> = fc.record({
  ip: fc.oneof(fc.ipV4(), fc.constantFrom("2001:db8::1", "::1", "fe80::1:2")),
  port: fc.integer({ min: 1, max: 65_535 }),
  ms: fc.integer({ min: Date.UTC(2001, 8, 10), max: Date.UTC(2037, 0, 1) }),
  took: fc.oneof(fc.integer({ min: -5, max: 10 }), fc.integer({ min: 0, max: 2 ** 31 })),
  user: fc.oneof(fc.constant("-"), header),
  connect: fc.boolean(),
  // The default of uri_whitespace leaves no blank in a URL.
  path: printable(" ", 0, 60).map((path) => `/${path}`),
  host: fc.constantFrom("www.example.test", "192.0.2.80", "[2001:db8::80]"),
  status: fc.oneof(fc.constant(0), fc.integer({ min: 100, max: 599 })),
  bytes: fc.integer({ min: 0, max: 2 ** 40 }),
  // Nothing in a built-in format says where a referrer ends that holds this.
  referrer: header.filter((text) => !text.includes('" "')),
  agent: header.filter((text) => !text.includes('" TCP')),
  peer: fc.constantFrom("203.0.113.80", "2001:db8::80", "-"),
});

/** `%"`: src/format/Format.cc, log_quoted_string. */
const quoted = (value: string) =>
  value
    .replaceAll(/[\\"]/g, (character) => `\\${character}`)
    .replaceAll("\r", "\\r")
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t");
const hexOf = (character: string) =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
/** `%[`: src/format/Quoting.cc, QuoteMimeBlob. */
const blob = (value: string) =>
  [...value.replaceAll("\\", "\\\\")]
    .map((character) => (/[^ -~]|[%[\]]/u.test(character) ? hexOf(character) : character))
    .join("");
/** `%#`: lib/rfc1738.c, unsafe characters and percent. */
const url = (value: string) =>
  [...value]
    .map((character) =>
      /[^!-~]|[<>"#{}|\\^~[\]`'%]/u.test(character) ? hexOf(character).toUpperCase() : character,
    )
    .join("");
/** `%/`: as `%"`, in quotes where a blank is in it. */
const shell = (value: string) => (value.includes(" ") ? `"${quoted(value)}"` : quoted(value));

const two = (n: number) => String(n).padStart(2, "0");
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const local = (ms: number) => {
  const at = new Date(ms);
  return `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
};
const seconds = (ms: number) => `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, "0")}`;
const methodOf = ({ connect }: Truth) => (connect ? "CONNECT" : "GET");
const urlOf = ({ connect, host, path }: Truth) => (connect ? `${host}:443` : `http://${host}${path}`);
const statusOf = ({ status }: Truth) => String(status).padStart(3, "0");
const codeOf = ({ connect }: Truth) => (connect ? "TCP_TUNNEL" : "TCP_MISS_ABORTED");
const routeOf = ({ peer }: Truth) => (peer === "-" ? "HIER_NONE" : "HIER_DIRECT");

type Expected = Readonly<Record<string, string | number>>;
const common = (one: Truth): Expected => ({
  source_ip: one.ip,
  user_name: one.user,
  event_action: codeOf(one),
  http_response_status_code: one.status,
  http_response_body_bytes: one.bytes,
  http_request_method: methodOf(one),
  url_original: urlOf(one),
  url_domain: one.host,
});
const whole = ({ ms }: Truth) => Math.floor(ms / 1000) * 1000;

interface Case {
  readonly name: string;
  readonly template: string;
  write(one: Truth): string;
  expected(one: Truth): Expected;
}

const cases: readonly Case[] = [
  {
    name: "squid",
    template: "squid",
    write: (one) =>
      `${seconds(one.ms)} ${String(one.took).padStart(6)} ${one.ip} ${codeOf(one)}/${statusOf(one)} ${one.bytes} ${methodOf(one)} ${urlOf(one)} ${blob(one.user)} ${routeOf(one)}/${one.peer} text/html`,
    expected: (one) => ({
      ...common(one),
      time_ms: one.ms,
      destination_ip: one.peer === "-" ? "" : one.peer,
      http_response_mime_type: "text/html",
      user_agent_original: "",
    }),
  },
  {
    name: "combined, as Squid has it built in: nothing in quotes is escaped",
    template: "squid-combined",
    write: (one) =>
      `${one.ip} - ${blob(one.user)} [${local(one.ms)} +0000] "${methodOf(one)} ${urlOf(one)} HTTP/1.1" ${one.status} ${one.bytes} "${one.referrer}" "${one.agent}" ${codeOf(one)}:${routeOf(one)}`,
    expected: (one) => ({
      ...common(one),
      time_ms: whole(one),
      http_version: "1.1",
      http_request_referrer: one.referrer,
      user_agent_original: one.agent,
    }),
  },
  {
    name: "a logformat of one's own in quotes",
    template:
      'logformat own %ts.%03tu %-6tr| %>a:%>p "%rm %ru HTTP/%rv" %03>Hs %<st \\\n  "%{User-Agent}>h" "%{Referer}>h" %"un [%{X-Seen}>h] %Ss:%Sh %20<a end',
    write: (one) =>
      `${seconds(one.ms)} ${String(one.took).padEnd(6)}| ${one.ip}:${one.port} "${methodOf(one)} ${quoted(urlOf(one))} HTTP/1.1" ${statusOf(one)} ${one.bytes} "${quoted(one.agent)}" "${quoted(one.referrer)}" ${quoted(one.user)} [${blob(one.agent)}] ${codeOf(one)}:${routeOf(one)} ${one.peer.padStart(20)} end`,
    expected: (one) => ({
      ...common(one),
      time_ms: one.ms,
      source_port: one.port,
      http_version: "1.1",
      user_agent_original: one.agent,
      http_request_referrer: one.referrer,
      destination_ip: one.peer === "-" ? "" : one.peer,
    }),
  },
  {
    name: "every encoding",
    template:
      "%{%Y-%m-%dT%H:%M:%S%z}tl %>a %rm %>ru %Ss %>Hs %<st %#{User-Agent}>h %/{Referer}>h [%un] %[{X}>h",
    write: (one) =>
      `${new Date(whole(one)).toISOString().slice(0, 19)}+0000 ${one.ip} ${methodOf(one)} ${urlOf(one)} ${codeOf(one)} ${one.status} ${one.bytes} ${url(one.agent)} ${shell(one.referrer)} [${blob(one.user)}] ${blob(one.referrer)}`,
    expected: (one) => ({
      ...common(one),
      time_ms: whole(one),
      user_agent_original: one.agent,
      http_request_referrer: one.referrer,
    }),
  },
  {
    name: "useragent, with a time of Greenwich",
    template: '%>a [%tg] "%{User-Agent}>h"',
    write: (one) => `${one.ip} [${local(one.ms)}] "${quoted(one.agent)}"`,
    expected: (one) => ({ source_ip: one.ip, time_ms: whole(one), user_agent_original: one.agent }),
  },
];

function recogniserOf(given: string): Recogniser {
  const named = namedTemplates[given];
  return ownRecogniser(named?.template ?? given, {
    kind: "proxy",
    dialect: named?.dialect ?? dialectOf(given),
  });
}

describe("a request comes out as it was sent", () => {
  test.each(cases.map((one) => [one.name, one] as const))("%s", async (_, { template, write, expected }) => {
    const truths = fc.sample(truth, { numRuns: 300, seed: 20_261_124 });
    const lines = truths.map(write);
    const recognised = recogniserOf(template).recognise(lines);
    if (recognised === undefined) throw new Error(`not recognised: ${lines[0]}`);
    const events = await bench.events(lines, recognised);
    const wrong = truths.flatMap((one, index) => {
      const event = events.get(index + 1);
      return Object.entries(expected(one))
        .filter(([column, value]) => event?.[column] !== value)
        .map(
          ([column, value]) =>
            `${column} of ${lines[index]}: ${JSON.stringify(event?.[column])} instead of ${JSON.stringify(value)}`,
        );
    });
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

describe("format strings", () => {
  test.each([
    ["%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt", "squid"],
    ['%>a %[ui %[un [%tl] "%rm %ru HTTP/%rv" %>Hs %<st "%{Referer}>h" "%{User-Agent}>h" %Ss:%Sh', "squid"],
    ["logformat own %>a %un", "squid"],
    ['%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"', "apache"],
    ["%a %{X-Forwarded-For}i %{msec}t %m %U%q", "apache"],
  ])("%s is of %s", (template, dialect) => expect(dialectOf(template)).toBe(dialect));

  test("the place of a directive that Squid does not know is told", () => {
    expect(() => compileTemplate("squid", "%>a %zz", false)).toThrow('Cannot read the directive at "%zz"');
    expect(() => compileTemplate("squid", "%ts %ru", false)).toThrow("no client address");
  });

  test("any text is compiled or refused with a hint", () => {
    const part = fc.constantFrom(
      "%",
      '%"',
      "%[",
      ">a",
      "ts",
      "{",
      "}",
      "un",
      ">h",
      "[",
      "]",
      '"',
      " ",
      "%ru",
      "-6",
      "%tl",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
        try {
          compileTemplate("squid", parts.join(""), false);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(VedetteError);
          expect((thrown as VedetteError).hint).toBeDefined();
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

test.each([
  ["http://WWW.Example.test/a?b=http://other.test/", "www.example.test"],
  ["https://user:p@ss@example.test:8443/", "example.test"],
  ["http://example.test./", "example.test"],
  ["http://example.test?q", "example.test"],
  ["http://[2001:DB8::1]:8080/x", "[2001:db8::1]"],
  ["[2001:db8::1]:443", "[2001:db8::1]"],
  ["%5B2001:db8::1%5D:443", "[2001:db8::1]"],
  ["EXAMPLE.test:443", "example.test"],
  ["example.test/path", "example.test"],
  ["cache_object://localhost/info", "localhost"],
  ["error:transaction-end-before-headers", ""],
  ["/only/a/path", ""],
  ["*", ""],
  ["-", ""],
  ["", ""],
])("the host of %j is %j", async (url, host) => {
  const rows = await bench.engine.rows(`SELECT ${urlHostSql("{url:String}")} AS host`, { url });
  expect(rows).toEqual([{ host }]);
});

test("real lines give the client that their comments name", async (context) => {
  const path = join(shared, "data", "fail2ban_logs", "squid");
  if (!existsSync(path)) context.skip(missing(path));
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  const recognised = bench.recognise(lines);
  expect(recognised).toMatchObject({ format: "squid-native", kind: "proxy" });
  const events = await bench.events(lines, recognised);
  const found = lines.flatMap((line, index) => {
    const host = /"host": "([^"]+)"/.exec(line)?.[1];
    return host === undefined ? [] : [[host, events.get(index + 2)?.source_ip]];
  });
  expect(found).toHaveLength(4);
  for (const [host, client] of found) expect(client).toBe(host);
  expect([...events.values()].map(({ url_domain }) => url_domain)).toEqual([
    "www.proxy-listen.de",
    "",
    "www2t.biglobe.ne.jp",
    "pkfsp.ru",
  ]);
});
