/** Block lists: lines that name somebody and do not stop him, and lists that are made to take long. */
import { expect, test } from "vitest";
import { readBlockList } from "../src/respond/lists.ts";

const both = "192.0.2.1";
/** Networks and agents that a list stops, after a line that surely stops one. */
const stops = (...lines: string[]) =>
  readBlockList("list", [`deny ${both};`, ...lines].join("\n"))
    .entries.slice(1)
    .map(({ network, agent }) => network ?? agent);
const json = (document: unknown) =>
  readBlockList("list", JSON.stringify(document)).entries.map(({ network }) => network);

test("access lists whose rule needs another one, too, or refuses nobody", () => {
  const of = (...rules: string[]) =>
    stops("acl bad hdr_sub(user-agent) curl", "acl net src 192.0.2.2", ...rules);
  expect(of()).toEqual(["curl", "192.0.2.2/32"]);
  expect(of("http-request deny if bad net")).toEqual([]);
  expect(of("http-request deny if bad or net")).toEqual(["curl", "192.0.2.2/32"]);
  expect(of("http-request deny if bad net", "http-request deny if net")).toEqual(["192.0.2.2/32"]);
  expect(of("http-request deny if bad !net")).toEqual(["curl"]);
  expect(of("use_backend other if net", "http-request deny if bad")).toEqual(["curl"]);
  expect(of("http-request set-header X-Bad 1 if net", "http-request deny if bad")).toEqual(["curl"]);
});

test("marks, variables and rules that let in", () => {
  expect(stops('SetEnvIf User-Agent "curl" !bad')).toEqual([]);
  expect(stops('BrowserMatch "curl" good', "Require env good")).toEqual([]);
  expect(stops('BrowserMatch "curl" bad', "Deny from env=bad")).toEqual(["curl"]);
  expect(stops("geo $allowed {", "192.0.2.2 1;", "}")).toEqual([]);
  expect(stops("geo $blocked {", "192.0.2.2 1;", "}")).toEqual(["192.0.2.2/32"]);
  expect(stops("ufw allow from 192.0.2.2", "ufw deny from 192.0.2.3")).toEqual(["192.0.2.3/32"]);
  expect(stops("pass ip 192.0.2.2 any -> any any (sid:1;)")).toEqual([]);
  expect(stops("drop ip 192.0.2.2 any -> 192.0.2.3 any (sid:1;)")).toEqual([]);
});

test("verdicts in quoted cells, in documents a line, and in members", () => {
  expect(
    readBlockList("list", 'ip,why,verdict\n192.0.2.2,"seen, block, told",allow\n192.0.2.3,"a, b",block')
      .entries,
  ).toMatchObject([{ network: "192.0.2.3/32" }]);
  expect(
    readBlockList("list", '{"ip":"192.0.2.2","verdict":"allow"}\n{"ip":"192.0.2.3","verdict":"block"}')
      .entries,
  ).toMatchObject([{ network: "192.0.2.3/32" }]);
  expect(
    json([
      { ip: "192.0.2.2", action: "monitor" },
      { ip: "192.0.2.3", blocked: false },
      { ip: "192.0.2.4", decision: { type: "allow" } },
      { ip: "192.0.2.5", blocked: true },
    ]),
  ).toEqual(["192.0.2.5/32"]);
});

test("a document of many levels, a line of many addresses and a rule of many alternatives are read in time", () => {
  const deep = `{"ip":"${both}","more":${'{"a":'.repeat(5000)}"192.0.2.2"${"}".repeat(5000)}}`;
  const { entries, leftOut } = readBlockList("list", deep);
  expect(entries).toMatchObject([{ network: `${both}/32` }]);
  expect(leftOut).toMatchObject([{ because: "it lies deeper than 100 levels" }]);
  const many = Array.from({ length: 50_000 }, (_, n) => `10.1.${n >> 8}.${n & 255}`);
  expect(readBlockList("list", many.join(" ")).entries).toHaveLength(50_000);
  const conditions = Array.from({ length: 1200 }, (_, n) => `RewriteCond %{HTTP_USER_AGENT} bot${n} [OR]`);
  expect(readBlockList("list", [...conditions, "RewriteRule ^ - [F]"].join("\n")).entries).toHaveLength(1200);
}, 30_000);
