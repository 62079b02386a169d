/** Sigma rules within a triage: what they match is of the same entities and cases as all else. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { readGivenRules } from "../src/triage/given-rules.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const rules = join(folder, "rules");
mkdirSync(rules);
const probe = (ip: string, path: string, minute: number, status = 404) =>
  combined({
    ip,
    time: `17/May/2026:10:0${minute}:03 +0000`,
    request: `GET ${path} HTTP/1.1`,
    status,
    agent: "curl/8.5.0",
  });
const web = write(folder, "access.log", [
  ...["/.env", "/config.json", "/server-status", "/phpinfo.php"].map((path, n) =>
    probe("203.0.113.9", path, n),
  ),
  probe("203.0.113.9", "/larch/export", 5, 200),
  probe("198.51.100.7", "/larch/export", 6, 200),
  combined({ ip: "192.0.2.7" }),
]);
const began = (host: string, command: string) =>
  JSON.stringify({
    EventID: 1,
    Channel: "Microsoft-Windows-Sysmon/Operational",
    Hostname: host,
    TimeCreated: "2026-05-17T10:05:03.221Z",
    User: "CORP\\ann",
    Image: `C:\\Windows\\System32\\${command.split(" ", 1)[0]}`,
    ProcessId: "2200",
    CommandLine: command,
    ParentImage: "C:\\Windows\\explorer.exe",
  });
const hosts = write(folder, "sysmon.json", [
  began("PC-ANN.corp.example", "larchtool.exe /q"),
  began("pc2", "other.exe"),
]);

const rule = (title: string, id: string, level: string, logsource: string, detection: string, more = "") =>
  `title: ${title}\nid: ${id}\nlevel: ${level}\ntags: [attack.reconnaissance, attack.t1592.004]\nlogsource: {${logsource}}\ndetection:\n  s: ${detection}\n  condition: s\n${more}---\n`;
const ids = ["exported", "tool", "informed", "nobody"].map(
  (_, n) => `0000000${n + 1}-0000-4000-8000-000000000000`,
);
write(rules, "own.yml", [
  rule("Larch export", ids[0] ?? "", "high", "category: webserver", "{cs-uri-stem: /larch/export}"),
  rule(
    "Larch tool",
    ids[1] ?? "",
    "medium",
    "category: process_creation, product: windows",
    "{Image|endswith: \\\\larchtool.exe}",
  ),
  rule("Any page", ids[2] ?? "", "informational", "category: webserver", "{cs-uri-stem: /}"),
  rule("Not read", ids[3] ?? "", "high", "product: fortran, service: none", "{a: b}"),
]);

describe("a triage with rules", () => {
  let document: ReportDocument;
  beforeAll(async () => {
    document = await triageDocument([web, hosts], { sigma: readGivenRules([rules]) });
  });
  const entity = (id: string) => document.entities.find((one) => one.id === id);
  const findings = (id: string) =>
    document.findings.filter((finding) => finding.entity === id).map(({ indicator }) => indicator);

  test("who did something else as well is one entity with both", () => {
    expect(findings("ip:203.0.113.9")).toEqual(
      expect.arrayContaining(["endpoint.config-probe", `sigma:${ids[0]}`]),
    );
    const of = document.cases.filter(({ entities }) => entities.includes("ip:203.0.113.9"));
    expect(of).toHaveLength(1);
  });

  test("who did nothing else is judged by the rule's level", () => {
    expect(entity("ip:198.51.100.7")?.action).toBe("escalate");
    expect(entity("ip:198.51.100.7")?.reasons).toEqual([
      expect.objectContaining({ rule: "sigma-grave", clause: "T2b" }),
    ]);
    expect(entity("host:pc-ann.corp.example")?.action).toBe("watch");
    expect(entity("host:pc2")).toBeUndefined();
    expect(entity("ip:192.0.2.7")?.action).toBe("close");
  });

  test("a finding names the rule, its technique, and the line that proves it", () => {
    const found = document.findings.find(
      ({ indicator, entity: id }) => indicator === `sigma:${ids[1]}` && id.startsWith("host:"),
    );
    expect(found).toMatchObject({ severity: "medium", techniques: ["T1592.004"], count: 1 });
    expect(found?.sentence).toContain('fits the Sigma rule "Larch tool" of level medium');
    expect(found?.evidence.map(({ path, line }) => [path, line])).toEqual([[hosts, 1]]);
  });

  test("rules that matched stand beside the indicators, and what was refused is told", () => {
    expect(
      document.indicators
        .filter(({ id }) => id.startsWith("sigma:"))
        .map(({ title, findings: n }) => [title, n]),
    ).toEqual(
      [
        ["Larch export", 2],
        ["Larch tool", 1],
        ["Any page", 1],
      ].sort((a, b) => Number(b[1]) - Number(a[1])),
    );
    const note = document.notes.find((text) => text.startsWith("Sigma: "));
    expect(note).toMatch(/^Sigma: 3 rules ran, 3 matched, 1 refused \(.*own\.yml:\d+: .*fortran/);
  });

  test("without rules nothing else changes", async () => {
    const bare = await triageDocument([web, hosts]);
    const own = (one: ReportDocument) =>
      one.findings
        .filter(({ indicator }) => !indicator.startsWith("sigma:"))
        .map(({ id, sentence }) => [id, sentence]);
    expect(own(document)).toEqual(own(bare));
  });
});

describe("the command", () => {
  test("a rule whose id is no plain name is named by its file, and none of it reaches the terminal", async () => {
    const odd = write(folder, "odd.yml", [
      'title: "odd\\e[31m"',
      'id: "x\\e[2J<b>"',
      "level: high",
      "logsource: { category: webserver }",
      "detection: { sel: { cs-method: GET }, condition: sel }",
    ]);
    const { stdout } = await vedette(["triage", web, "--sigma", odd, "-q"]);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toContain('Sigma "odd\\x1b[31m"');
  });

  test("takes rules, and names them again in the commands that it suggests", async () => {
    const { status, stdout } = await vedette(["triage", web, "--sigma", rules, "--json", "-q"]);
    expect(status).toBe(0);
    const document = JSON.parse(stdout) as ReportDocument;
    expect(document.findings.some(({ indicator }) => indicator === `sigma:${ids[0]}`)).toBe(true);
    expect(document.steps.find(({ clause }) => clause === "T2d")?.command).toContain(`--sigma ${rules}`);
  });

  test("says where there is no rule", async () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    const { status, stderr } = await vedette(["triage", web, "--sigma", empty]);
    expect(status).toBe(2);
    expect(stderr).toContain(empty);
  });
});
