/** `vedette explain CASE`: all that a case rests on, of logs, of a store and of a report. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { registerText } from "../src/assess/register-file.ts";
import type { Derivation } from "../src/report/derivation.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { content } from "./support/triage.ts";

const folder = temporaryFolder();
/** Colours, a change of direction, and a word longer than a line. */
const hostile = `/${"a".repeat(400)}\u001b[31mred\u202e/.env`;
const log = write(folder, "access.log", [
  ...Array.from({ length: 30 }, (_, n) => combined({ ip: `192.0.2.${n + 1}` })),
  // Insists on one page, and reads another.
  ...Array.from({ length: 8 }, (_, n) =>
    combined({
      ip: "198.51.100.7",
      time: `17/May/2026:10:0${n}:03 +0000`,
      request: "GET /server-status HTTP/1.1",
      status: 403,
    }),
  ),
  combined({ ip: "198.51.100.7" }),
  // Background, with what would steer a terminal.
  ...["/.env", "/.git/config", "/wp-config.php.bak", hostile].map((path) =>
    combined({ ip: "203.0.113.9", agent: "curl/8.5.0", request: `GET ${path} HTTP/1.1`, status: 404 }),
  ),
]);
const register = join(folder, "register.yaml");
writeFileSync(
  register,
  registerText([
    { id: "old", source: ["198.51.100.7"], owner: "IT", reason: "monitor", expires: "2026-05-16" },
  ]),
);
const given = [log, "--register", register];

let report: ReportDocument;
let insisting: string;
let background: string;
beforeAll(async () => {
  report = (await triageJson(given)).report;
  const idOf = (which: boolean) => report.cases.find((one) => one.background === which)?.id ?? "none";
  [insisting, background] = [idOf(false), idOf(true)];
});
const explained = async (id: string, ...more: string[]) => {
  const { status, stdout } = await vedette(["explain", id, ...more]);
  expect(status).toBe(0);
  return stdout;
};
const derived = async (id: string, ...more: string[]) =>
  JSON.parse(await explained(id, ...more, "--json")) as Derivation;

describe("a case of logs", () => {
  test("has its score as a sum, and each rule with the numbers that it compared", async () => {
    const text = (await explained(insisting, ...given)).replace(/\s+/g, " ");
    const finding = report.findings.find(({ entity }) => entity === "ip:198.51.100.7");
    expect(text).toContain(`score 50 = 45 for severity + 5 for confidence of ${finding?.id}, at most 100`);
    expect(text).toContain("priority shift: the policy wants it for insists-on-one.");
    expect(text).toContain(
      "met: insists-on-one (D2, escalate) holds: 8 answers 401 or 403 on one endpoint within 24 hours, needs 5",
    );
    expect(text).toContain(
      "not met: one-source-guarded (D2, escalate) fails: 1 guarded endpoint within 24 hours, or 7 days for a slow scan, without a page that leads there, needs 3",
    );
    expect(text).toContain("register: entry old names it and does not set it aside: it ended on 2026-05-16");
    expect(text).toContain("in all: 9 requests from");
    expect(text).toMatch(/not met: for nothing of their kind was found: .*beacon-rare/);
    expect(text).toContain(`rests on 2 findings, of this case ${finding?.id}`);
    expect(text).toMatch(
      /What would change it .*198\.51\.100\.7|What would change it escalat|What would change it watch|What would change it close/,
    );
  });

  test("tries every rule of the policy on each member, in the policy's order", async () => {
    const one = await derived(background, ...given);
    expect(one.entities.map(({ id }) => id)).toEqual(["ip:203.0.113.9"]);
    expect(one.entities[0]?.rules.map(({ rule }) => rule)).toEqual(
      content().policy.rules.map(({ id }) => id),
    );
    const met = one.entities[0]?.rules.filter((rule) => rule.met) ?? [];
    expect(met.map(({ rule }) => rule)).toEqual(
      report.entities.find(({ id }) => id === "ip:203.0.113.9")?.reasons.map(({ rule }) => rule),
    );
    // Whatever was met has a comparison that holds.
    for (const { compared } of met) expect(compared.some(({ holds }) => holds)).toBe(true);
    expect(one.priority_because).toMatch(/background/);
  });

  test("steers no terminal, keeps to its width, and is the same at the second time", async () => {
    const text = await explained(background, ...given);
    const json = await explained(background, ...given, "--json");
    const steering = [...text, ...json].filter((one) => (one < " " && one !== "\n") || one === "\u202e");
    expect(steering).toEqual([]);
    expect(text.replace(/\s/g, "")).toContain("\\x1b[31mred\\u202e");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(120);
    expect(await explained(background, ...given)).toBe(text);
  });

  test("that is not there is said to be none, with those that are", async () => {
    const { status, stderr } = await vedette(["explain", "C-0000000000", log]);
    expect(status).toBe(2);
    expect(stderr).toContain("There is no case C-0000000000 in this run.");
    expect(stderr).toContain(insisting);
  });
});

test("a case of a store is the same as of the logs that it holds", async () => {
  const store = join(folder, "store");
  expect((await vedette(["triage", log, "--store", store, "--quiet"])).status).toBe(0);
  const [ofLogs, ofStore] = [await derived(background, log), await derived(background, "--store", store)];
  expect(ofStore.entities).toEqual(ofLogs.entities);
});

test("of a report that is told which it holds, and what it lacks is said", async () => {
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify(report));
  const one = await derived(insisting, "--report", path);
  const whole = await derived(insisting, ...given);
  expect(one.entities[0]?.score).toEqual(whole.entities[0]?.score);
  expect(one.questions).toEqual(whole.questions);
  expect(one.entities[0]?.rules.map(({ rule }) => rule)).toEqual(["insists-on-one"]);
  const text = (await explained(insisting, "--report", path)).replace(/\s+/g, " ");
  expect(text).toContain("From a report, which holds neither the rules that were not met");
  expect(text).not.toContain("not met:");
});

test.each([
  [["--report", "gone.json"], /gone\.json/],
  [[], /No log was named/],
])("what cannot be told says why: %j", async (more, says) => {
  const { status, stderr } = await vedette(["explain", "C-0000000000", ...more]);
  expect(status).toBe(2);
  expect(stderr).toMatch(says);
});

test("a file that is no report is refused with the place in it", async () => {
  const path = join(folder, "other.json");
  writeFileSync(
    path,
    JSON.stringify({
      ...JSON.parse(readFileSync(write(folder, "r.json", JSON.stringify(report)), "utf8")),
      cases: [{}],
    }),
  );
  const { status, stderr } = await vedette(["explain", "C-0000000000", "--report", path]);
  expect(status).toBe(2);
  expect(stderr).toMatch(/no report of this program: cases\.0\./);
});
