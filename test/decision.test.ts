/** What the rules make of sources that differ in one thing; all in one log. */
import { beforeAll, describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined, type Request } from "./support/lines.ts";
import { triageDocument } from "./support/triage.ts";

const wget: Request = { agent: "Wget/1.21.3" };
const asks = (file: string): Request => ({ request: `GET /show?f=${file} HTTP/1.1`, bytes: 4711 });

const missing = (count: number): Request[] =>
  Array.from({ length: count }, (_, n) => ({ ...wget, request: `GET /gone${n} HTTP/1.1`, status: 404 }));
const refused = (...paths: string[]): Request[] =>
  paths.map((path) => ({ request: `GET ${path} HTTP/1.1`, status: 404 }));

/** Sources by what they are, the requests of each, and what is decided. */
const sources: readonly (readonly [
  what: string,
  requests: readonly Request[],
  action: string,
  rules: readonly string[],
])[] = [
  [
    "a library that gets what it asks for, three times",
    [wget, { ...wget, status: 301 }, wget],
    "close",
    ["tool-passing"],
  ],
  ["as often as it likes", [wget, wget, wget, wget], "close", ["tool-passing"]],
  [
    "of which one request in five fails, as dead links do",
    [wget, wget, wget, wget, { ...wget, request: "GET /gone HTTP/1.1", status: 404 }],
    "close",
    ["tool-passing"],
  ],
  [
    "that mistypes a name and is served the other",
    [wget, { ...wget, request: "GET /gone HTTP/1.1", status: 404 }],
    "close",
    ["tool-passing"],
  ],
  ["of which three of five fail", [wget, wget, ...missing(3)], "watch", ["agent-or-probe-alone"]],
  ["of which nothing is served", missing(1), "watch", ["agent-or-probe-alone"]],
  ["with another agent beside", [wget, {}], "watch", ["agent-or-probe-alone"]],
  [
    "that asks for one file telling a version",
    [{ ...wget, request: "GET /license.txt HTTP/1.1" }],
    "close",
    ["tool-passing"],
  ],
  [
    "that asks for two",
    [
      { ...wget, request: "GET /license.txt HTTP/1.1" },
      { ...wget, request: "GET /readme.html HTTP/1.1" },
    ],
    "watch",
    ["agent-or-probe-alone"],
  ],
  [
    "a browser that asks for two secrets",
    refused("/.env", "/.git/config"),
    "watch",
    ["agent-or-probe-alone"],
  ],
  [
    "a browser that asks for three",
    refused("/.env", "/.git/config", "/wp-config.php.bak"),
    "escalate",
    ["one-source-guarded"],
  ],
  [
    "a browser that asks for one secret and four version files",
    refused("/.env", "/CHANGELOG.txt", "/readme.html", "/license.txt", "/composer.lock"),
    "escalate",
    ["one-source-many"],
  ],
  [
    "a scanner that asks for one secret",
    [{ agent: "Wfuzz/3.1.0", request: "GET /.env HTTP/1.1", status: 404 }],
    "escalate",
    ["attack-tool-probes"],
  ],
  [
    "a scanner that is served nine pages of twelve",
    [
      ...Array.from({ length: 9 }, () => ({ agent: "Wfuzz/3.1.0" })),
      ...Array.from({ length: 3 }, (_, n) => ({
        agent: "Wfuzz/3.1.0",
        request: `GET /gone${n} HTTP/1.1`,
        status: 404,
      })),
    ],
    "watch",
    ["agent-or-probe-alone"],
  ],
  [
    "an address under three names, two of them refused",
    ["ann", "bob", "eve"].map((user, n) => ({
      user,
      request: "GET /server-status HTTP/1.1",
      status: n === 0 ? 200 : 401,
    })),
    "watch",
    ["user-new-to-address"],
  ],
  [
    "an address under four names, three of them refused",
    ["ann", "bob", "eve", "dan"].map((user, n) => ({
      user,
      request: "GET /server-status HTTP/1.1",
      status: n === 0 ? 200 : 401,
    })),
    "escalate",
    ["names-tried"],
  ],
  [
    "a scanner, once",
    [{ agent: "Mozilla/5.00 (Nikto/2.5.0) (Evasions:None) (Test:Port Check)" }],
    "watch",
    ["agent-or-probe-alone"],
  ],
  [
    "a headless browser, once",
    [
      {
        agent:
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36",
      },
    ],
    "watch",
    ["agent-or-probe-alone"],
  ],
  [
    "three secrets named in a parameter and answered 200",
    [asks("../../etc/passwd"), asks("../../.env"), asks("../wp-config.php")],
    "escalate",
    ["disguised-probes", "one-source-guarded"],
  ],
  ["one of them", [asks("../wp-config.php")], "watch", ["agent-or-probe-alone"]],
  [
    "a word and another site in a parameter",
    [asks("wp-config.php"), asks("https://www.example/.env")],
    "none",
    [],
  ],
  [
    "one path asked for eight times, and another once",
    [
      { request: "GET /.env HTTP/1.1", status: 404 },
      ...Array.from({ length: 8 }, () => ({ request: "GET /server-status HTTP/1.1", status: 403 })),
    ],
    "escalate",
    ["insists-on-one"],
  ],
];
/** None is a neighbour of another: what neighbours share is judged together. */
const addressOf = (index: number): string =>
  `${index < 16 ? "198.51.100" : "203.0.113"}.${(index % 16) * 16 + 1}`;

let report: ReportDocument;

beforeAll(async () => {
  const others = Array.from({ length: 200 }, (_, n) => combined({ ip: `192.0.2.${n}` }));
  const theirs = sources.flatMap(([, requests], index) =>
    requests.map((one) => combined({ ...one, ip: addressOf(index) })),
  );
  report = await triageDocument([write(temporaryFolder(), "access.log", [...others, ...theirs])]);
});

describe("what is decided on", () => {
  test.each(sources.map(([what, , action, rules], index) => [what, index, action, rules] as const))(
    "%s",
    (_, index, action, rules) => {
      const entity = report.entities.find(({ value }) => value === addressOf(index));
      expect({
        action: entity?.action ?? "none",
        rules: (entity?.reasons ?? []).map(({ rule }) => rule),
      }).toEqual({ action, rules });
    },
  );
});

test("the case of one who insists says on what", () => {
  expect(report.cases.map(({ title }) => title)).toContain(
    `${addressOf(sources.length - 1)} insisting on /server-status`,
  );
});

test("a file named in a parameter adds the technique of attacking the page", () => {
  const techniquesOf = (what: string) => {
    const entity = `ip:${addressOf(sources.findIndex(([one]) => one === what))}`;
    return report.findings.find((one) => one.indicator === "endpoint.config-probe" && one.entity === entity)
      ?.techniques;
  };
  expect(techniquesOf("one of them")).toEqual(["T1592.004", "T1595.003", "T1190"]);
  expect(techniquesOf("one path asked for eight times, and another once")).toEqual([
    "T1592.004",
    "T1595.003",
  ]);
});

test("a stranger whom a sensor reports beside a probe belongs to the background, and insists on nothing", async () => {
  const eve = (type: string, more: object) =>
    JSON.stringify({
      timestamp: "2026-05-17T10:05:01.000000+0000",
      flow_id: 1,
      event_type: type,
      src_ip: "198.51.100.7",
      src_port: 51_000,
      dest_ip: "203.0.113.1",
      dest_port: 80,
      proto: "TCP",
      ...more,
    });
  const { cases } = await triageDocument([
    write(temporaryFolder(), "eve.json", [
      eve("http", {
        tx_id: 0,
        http: { hostname: "www.example", url: "/.env", http_user_agent: "Wfuzz/3.1.0", status: 404 },
      }),
      eve("alert", { alert: { signature: "LOCAL SCAN fuzzer", category: "Network Scan", severity: 3 } }),
    ]),
  ]);
  expect(cases.map(({ background, priority }) => ({ background, priority }))).toEqual([
    { background: true, priority: "batch" },
  ]);
  expect(cases[0]?.title).toMatch(/^Background: 198\.51\.100\.7/);
});
