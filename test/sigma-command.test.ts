/** `vedette sigma` over logs and over a kept store, with rules that are hostile, and what is said at the end. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";

const folder = temporaryFolder();
const rules = join(folder, "rules");
mkdirSync(rules);

const time = (seconds: number) =>
  `17/May/2026:10:${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")} +0000`;
const lines = [
  ...[0, 10, 20, 400].map((at) =>
    combined({
      ip: "203.0.113.9",
      time: time(at),
      request: `GET /.env?n=${at} HTTP/1.1`,
      status: 404,
      agent: "curl/8.5.0",
    }),
  ),
  combined({
    ip: "203.0.113.9",
    time: time(430),
    request: "GET /.env HTTP/1.1",
    status: 200,
    agent: "curl/8.5.0",
  }),
  combined({
    ip: "198.51.100.7",
    time: time(500),
    request: "GET /.env HTTP/1.1",
    status: 404,
    agent: "Mozilla/5.0 \u001b[31m",
  }),
  combined({
    ip: "198.51.100.8",
    time: time(501),
    request: "GET /it's\\x5c{here:String}/--*/%00 HTTP/1.1",
    agent: "O'Reilly; DROP TABLE events",
  }),
  combined({ ip: "198.51.100.8", time: time(502), request: "GET /plain HTTP/1.1" }),
  combined({ ip: "198.51.100.9", time: time(503), request: "GET /hide\u00ffme/x.env HTTP/1.1" }),
];
/** Each character as one byte, so that the last request is no UTF-8. */
const log = write(folder, "access.log", Buffer.from(`${lines.join("\n")}\n`, "latin1"));

const rule = (title: string, level: string, detection: string, more = "") =>
  `title: ${JSON.stringify(title)}\nname: ${title.replaceAll(/\W/g, "_")}\nlevel: ${level}\ntags: [attack.t1592.004]\nlogsource: {category: webserver}\ndetection:\n  ${detection}\n${more}---\n`;
const over = (title: string, correlation: string) =>
  `title: ${title}\nlevel: critical\ncorrelation:\n  ${correlation}\n---\n`;

write(
  rules,
  "own.yml",
  [
    rule("refused", "low", "s: {cs-uri-stem: /.env, sc-status: 404}\n  condition: s"),
    rule("served", "high", "s: {cs-uri-stem: /.env, sc-status: 200}\n  condition: s"),
    over(
      "Three refused",
      "type: event_count\n  rules: [refused]\n  group-by: [c-ip]\n  timespan: 1m\n  condition: {gte: 3}\n  generate: true",
    ),
    over(
      "Refused, then served",
      "type: temporal_ordered\n  rules: [refused, served]\n  group-by: [client]\n  timespan: 2m\n  aliases: {client: {refused: c-ip, served: src_ip}}\n  generate: true",
    ),
    over(
      "Two bursts",
      "type: value_count\n  rules: [refused]\n  group-by: [cs-user-agent]\n  timespan: 1d\n  condition: {field: cs-uri-query, gte: 5}",
    ),
  ].join(""),
);
write(
  rules,
  "hostile.yml",
  [
    rule(
      "quotes and \u001b[31m escapes",
      "medium",
      `s: {cs-user-agent|contains: "'; DROP TABLE events"}\n  t: {cs-user-agent: "O'Reilly; drop table EVENTS"}\n  condition: s or t`,
    ),
    rule(
      "a parameter in a text",
      "medium",
      `s: {cs-uri-query|contains: '{here:String}/--*/'}\n  condition: s`,
    ),
    rule(
      "signs of patterns",
      "medium",
      `s: {cs-uri-query|contains: ['(?:', '[', '%_', "a\\0b", "line\\nend", '\\E']}\n  condition: s`,
    ),
    rule("not of RE2", "medium", `s:\n    cs-user-agent|re: '(a{1000}){1000}'\n  condition: s`),
    rule("unclosed", "medium", `s: {cs-user-agent|re: '(curl'}\n  condition: s`),
    rule(
      "bytes that are no text",
      "medium",
      `s: {cs-uri-stem: '/hide?me/*.env'}\n  t: {cs-uri-stem|re: '^/hide.me/'}\n  u: {cs-uri-query|contains: me/x}\n  condition: s and t and u`,
    ),
    rule("a dot is no line end", "medium", `s: {cs-user-agent|re: '^curl.8'}\n  condition: s`),
  ].join(""),
);
write(
  rules,
  "other.yml",
  "title: Other\nlogsource: {product: opencanary}\ndetection: {s: {logtype: 1}, condition: s}\n",
);

interface Match {
  readonly rule: {
    readonly title: string;
    readonly level: string;
    readonly tags: readonly string[];
    readonly path: string;
    readonly line: number;
  };
  readonly entity: Readonly<Record<string, string>>;
  readonly count: number;
  readonly first: string;
  readonly last: string;
  readonly evidence: readonly { readonly path: string; readonly line: number; readonly text: string }[];
}

const documents = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Match);

describe("over logs", () => {
  test("each match tells its rule, entity, count, times and lines", async () => {
    const { status, stdout, stderr, left } = await vedette(["sigma", rules, "--log", log, "--json"]);
    const matches = documents(stdout);
    const of = (title: string) =>
      matches
        .filter(({ rule: { title: one } }) => one === title)
        .map(({ entity, count, evidence }) => [entity, count, evidence.map(({ line }) => line)]);
    expect(of("refused")).toEqual([
      [{ source_ip: "203.0.113.9" }, 4, [1, 2, 3, 4]],
      [{ source_ip: "198.51.100.7" }, 1, [6]],
    ]);
    expect(of("served")).toEqual([[{ source_ip: "203.0.113.9" }, 1, [5]]]);
    expect(of("Three refused")).toEqual([[{ "c-ip": "203.0.113.9" }, 3, [1, 2, 3]]]);
    expect(of("Refused, then served")).toEqual([[{ client: "203.0.113.9" }, 2, [4, 5]]]);
    // Four targets with a query of the one agent, each a value as the rule has it.
    expect(of("Two bursts")).toEqual([]);
    expect(of("quotes and \u001b[31m escapes")).toEqual([[{ source_ip: "198.51.100.8" }, 1, [7]]]);
    expect(of("a parameter in a text")).toEqual([[{ source_ip: "198.51.100.8" }, 1, [7]]]);
    expect(of("signs of patterns")).toEqual([]);
    expect(of("bytes that are no text")).toEqual([[{ source_ip: "198.51.100.9" }, 1, [9]]]);
    expect(of("a dot is no line end")).toEqual([[{ source_ip: "203.0.113.9" }, 5, [1, 2, 3, 4, 5]]]);
    expect(matches[0]?.rule).toEqual({
      id: "",
      title: "Three refused",
      level: "critical",
      tags: [],
      path: join(rules, "own.yml"),
      line: 19,
    });
    expect([matches[0]?.first, matches[0]?.last]).toEqual([
      "2026-05-17T10:00:00.000Z",
      "2026-05-17T10:00:20.000Z",
    ]);
    expect(matches.map(({ rule: { level } }) => level)).toEqual(
      [...matches].map(({ rule: { level } }) => level).sort((a, b) => levels.indexOf(a) - levels.indexOf(b)),
    );
    expect(stdout).not.toContain("\u001b");
    expect(stderr.replaceAll(rules, "")).toBe(
      [
        "/hostile.yml:36: refused: RE2 does not take a regular expression: invalid repetition size: {1000} (not of RE2)",
        "/hostile.yml:45: refused: RE2 does not take a regular expression: missing ): (?-s)(curl (unclosed)",
        "/other.yml:2: refused: no event is of the logsource product: opencanary: no format that is read has its records (Other)",
        "10 rules ran, 8 matched, 3 refused",
        "",
      ].join("\n"),
    );
    expect(status).toBe(0);
    expect(left).toEqual([]);
  });

  test("for people, from a level on, with a status that says so", async () => {
    const { status, stdout, stderr } = await vedette([
      "sigma",
      join(rules, "own.yml"),
      "--log",
      log,
      "--level",
      "high",
      "--fail-on",
      "high",
      "--evidence",
      "1",
    ]);
    expect(stdout.split("\n")).toEqual([
      "high  served  attack.t1592.004",
      `  source_ip=203.0.113.9  1 event  2026-05-17T10:07:10.000Z  ${log}:5`,
      "",
    ]);
    // What a correlation counts has to be among the rules.
    expect(stderr).toContain("it names the rule refused, which is not among those that were given");
    expect(status).toBe(1);
  });
});

const levels = ["critical", "high", "medium", "low"];

describe("over a store", () => {
  test("what it holds is searched again, in a part of its time, and left as it is", async () => {
    const store = join(folder, "store");
    const own = join(rules, "own.yml");
    const filled = await vedette(["sigma", own, "--store", store, "--log", log, "--json"]);
    const again = await vedette(["sigma", own, "--store", store, "--json"]);
    expect(again.stdout).toBe(filled.stdout);
    expect(documents(again.stdout).length).toBeGreaterThan(3);
    const later = await vedette([
      "sigma",
      own,
      "--store",
      store,
      "--json",
      "--from",
      "2026-05-17T10:08Z",
      "--quiet",
    ]);
    expect(documents(later.stdout).map(({ rule: { title }, count }) => [title, count])).toEqual([
      ["refused", 1],
    ]);
    expect(later.stderr).toBe("");
  });

  test("and mistakes are told apart", async () => {
    const failed = async (...argv: string[]) => {
      const { status, stderr } = await vedette(["sigma", ...argv]);
      expect(status).toBe(2);
      return stderr.replaceAll(folder, "");
    };
    expect(await failed(rules)).toContain("Neither a store nor a log was named.");
    expect(await failed(rules, "--store", join(folder, "none"))).toContain("there is no store here");
    expect(await failed(join(folder, "no-rules"), "--log", log)).toContain("there is no such file or folder");
    expect(await failed(rules, "--log", log, "--evidence", "0")).toContain("not a number from 1 to 100");
    expect(await failed(rules, "--log", log, "--placeholder", "x")).toContain("there is no name or no value");
    expect(await failed(join(rules, "other.yml"), "--log", log)).toContain(
      "0 rules ran, 0 matched, 1 refused",
    );
  });
});

test("a correlation over one that cannot be run is not run either", async () => {
  const chained = write(folder, "chained.yml", [
    "title: any",
    "name: any",
    "logsource: {category: webserver}",
    "detection: {s: {cs-method: '*'}, condition: s}",
    "---",
    "title: inner",
    "name: inner",
    "correlation: {type: event_count, rules: [any], group-by: [no-such-field], timespan: 1h, condition: {gte: 1}}",
    "---",
    "title: outer",
    "correlation: {type: event_count, rules: [inner], group-by: [c-ip], timespan: 1h, condition: {gte: 1}}",
  ]);
  const { stderr } = await vedette(["sigma", chained, "--log", log]);
  expect(stderr.replaceAll(folder, "").split("\n")).toEqual([
    "/chained.yml:8: refused: no column and no key of a raw record carries the field no-such-field of category: webserver (inner)",
    "/chained.yml:11: refused: it names a rule that could not be run to its end (outer)",
    "1 rule ran, 0 matched, 2 refused",
    "",
  ]);
});
