/** The whole way: feeds in a folder, logs beside them, and what a triage makes of both. */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { answerQuestions } from "../src/assess/questions.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { content, triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const feeds = join(folder, "feeds");
const intel = (...argv: readonly string[]) => vedette(["intel", ...argv, "--intel", feeds]);

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
const log = write(folder, "access.log", [
  // Named exactly, twice by one list.
  combined({ ip: "198.51.100.1", agent: firefox }),
  combined({ ip: "198.51.100.2", agent: firefox }),
  // In a range, and by an entry of low confidence.
  combined({ ip: "203.0.113.70", agent: firefox }),
  combined({ ip: "198.51.100.3", agent: firefox }),
  // By an entry that had ended.
  combined({ ip: "198.51.100.4", agent: firefox }),
  // Known scanners: one that probes, one that is served what nobody should get.
  ...[".env", "config.json", "wp-config.php"].map((path) =>
    combined({ ip: "192.0.2.1", request: `GET /${path} HTTP/1.1`, status: 404, agent: "curl/8.5.0" }),
  ),
  combined({ ip: "192.0.2.2", request: "GET /.git/config HTTP/1.1", bytes: 321, agent: "curl/8.5.0" }),
  // By an agent: exactly, in another version, by a pattern.
  combined({ ip: "203.0.113.1", agent: "inventory-probe/1.2" }),
  combined({ ip: "203.0.113.2", agent: "inventory-probe/3.0" }),
  combined({ ip: "203.0.113.3", agent: "collector-x7 (linux)" }),
]);

let report: ReportDocument;
let again: string;
beforeAll(async () => {
  const lists: [string, readonly string[], ...string[]][] = [
    [
      "seen",
      [
        "value,confidence,label,valid_until",
        "198.51.100.1,80,recon,",
        "198.51.100.2,80,recon,",
        "198.51.100.3,20,,",
        "198.51.100.4,90,,2026-05-01",
        "203.0.113.64/26,80,,",
        "0.0.0.0/0,80,,",
      ],
    ],
    ["surveys", ["192.0.2.0/30 # survey of example"], "--benign"],
    ["agents", ["inventory-probe/1.2"], "--kind", "agent"],
  ];
  for (const [name, lines, ...more] of lists)
    expect((await intel("add", name, write(folder, `${name}.txt`, lines), ...more)).status, name).toBe(0);
  const stix = {
    type: "bundle",
    objects: [
      {
        type: "indicator",
        id: "indicator--1",
        pattern_type: "stix",
        pattern:
          "[user-agent:value MATCHES '^collector-x[0-9]+ ' OR user-agent:value MATCHES 'broken[probe']",
        valid_from: "2026-05-20T00:00:00Z",
        confidence: 90,
      },
    ],
  };
  expect((await intel("add", "stix", write(folder, "stix.json", JSON.stringify(stix)))).status).toBe(0);
  const run = await triageJson([log, "--intel", feeds]);
  report = run.report;
  again = (await triageJson([log, "--intel", feeds])).stdout;
});

const matchOf = (entity: string) =>
  report.findings.find((one) => one.indicator === "intel.match" && one.entity === `ip:${entity}`);
const entityOf = (value: string) => report.entities.find((one) => one.value === value);
const caseOf = (value: string) => report.cases.find(({ entities }) => entities.includes(`ip:${value}`));

describe("with feeds", () => {
  test("an exact match of medium confidence or more goes to Tier 2, whatever it asked for, as one case a list", () => {
    expect(report.decision.action).toBe("escalate");
    expect(matchOf("198.51.100.1")).toMatchObject({
      severity: "high",
      confidence: "high",
      sentence:
        "named by threat intelligence: address 198.51.100.1 exact in seen as recon, confidence 80 of 100, not dated",
    });
    expect(entityOf("198.51.100.1")?.reasons).toEqual([
      expect.objectContaining({ rule: "intelligence-exact", clause: "D1" }),
    ]);
    expect(caseOf("198.51.100.1")).toMatchObject({
      action: "escalate",
      priority: "shift",
      background: false,
    });
    expect(caseOf("198.51.100.2")?.id).toBe(caseOf("198.51.100.1")?.id);
  });

  test("a range, low confidence, another version and a pattern are watched, and say what they are", () => {
    expect(matchOf("203.0.113.70")?.sentence).toContain(
      "address 203.0.113.70 in the range 203.0.113.64/26 in seen",
    );
    expect(matchOf("203.0.113.2")?.sentence).toContain(
      "agent inventory-probe/3.0 like (numbers aside) inventory-probe/1.2 in agents",
    );
    expect(matchOf("203.0.113.3")?.sentence).toContain(
      "agent collector-x7 (linux) by the pattern ^collector-x[0-9]+  in stix, confidence 90 of 100, dated 2026-05-20, after that",
    );
    for (const value of ["203.0.113.70", "198.51.100.3", "203.0.113.2", "203.0.113.3"])
      expect(entityOf(value), value).toMatchObject({
        action: "watch",
        reasons: [expect.objectContaining({ rule: "intelligence-near" })],
      });
    expect(entityOf("203.0.113.1")).toMatchObject({ action: "escalate" });
  });

  test("what had ended matches nothing", () => expect(entityOf("198.51.100.4")).toBeUndefined());

  test("a known scanner weighs less, is shown, and is no excuse for what was served", () => {
    expect(entityOf("192.0.2.1")).toMatchObject({ action: "watch", scanner: "surveys as survey of example" });
    expect(entityOf("192.0.2.1")?.reasons.map(({ rule }) => rule)).toContain("unusual-agent-probes");
    expect(entityOf("192.0.2.2")).toMatchObject({
      action: "escalate",
      scanner: "surveys as survey of example",
    });
    expect(report.decision.reasons_against.find(({ clause }) => clause === "L1a")?.sentence).toContain(
      "192.0.2.1 (surveys as survey of example)",
    );
  });

  test("step L1a says with what it was compared and what was found", () => {
    expect(report.steps.find(({ clause }) => clause === "L1a")).toEqual({
      clause: "L1a",
      state: "done",
      sentence: expect.stringMatching(
        /^Compared with 4 feeds as of the last update, agents \(2026-06-01\).*: 4 addresses, 2 ranges, 3 agents\. 7 matches, 3 of them exact and of medium confidence or more\. 2 sources with findings are known scanners\. .*curl \(command-line client; https:/,
      ),
      command: "vedette intel list",
    });
  });

  test("a pattern that the engine cannot read is told, and spoils no other", () => {
    expect(report.notes).toContainEqual(
      "intelligence: the pattern of agents broken[probe cannot be read and matches nothing",
    );
  });

  test("the same feeds and logs give the same bytes", () => {
    expect({ ...(JSON.parse(again) as ReportDocument), duration_ms: 0 }).toEqual({
      ...report,
      duration_ms: 0,
    });
  });

  test("commands that ask about the run again name the folder of feeds", () =>
    expect(report.steps.find(({ clause }) => clause === "T2d")?.command).toContain(`--intel ${feeds} `));

  test("explain tells why a line was named", async () => {
    const run = await vedette(["explain", `${log}:1`, "--intel", feeds]);
    expect(run.stdout).toMatch(
      /intel\.match +fired: named by threat intelligence: address 198\.51\.100\.1 exact in seen/,
    );
  });
});

test("without feeds nothing is compared, and nothing is read for it", async () => {
  const bare = await triageDocument([log]);
  expect(bare.steps.find(({ clause }) => clause === "L1a")).toMatchObject({
    state: "not_possible",
    command: "vedette intel add NAME FILE-OR-ADDRESS",
  });
  expect(
    bare.indicators
      .filter(({ id }) => id.startsWith("intel."))
      .map(({ ran, note }) => [ran, note?.slice(0, 35)]),
  ).toEqual(Array(4).fill([false, "needs a feed of threat intelligence"]));
  // Flows to the outside are looked at for what feeds name, and only then.
  const flows = await triageDocument([
    write(folder, "conn.log", [
      '{"ts":1779012303.25,"uid":"C1","id.orig_h":"192.0.2.7","id.orig_p":51000,"id.resp_h":"198.51.100.1","id.resp_p":443,"proto":"tcp","duration":1.5,"orig_bytes":10,"resp_bytes":20,"conn_state":"SF"}',
    ]),
  ]);
  expect(flows.findings).toEqual([]);
  const { report: compared } = await triageJson([join(folder, "conn.log"), "--intel", feeds]);
  expect(compared.findings.map(({ indicator, entity, count }) => [indicator, entity, count])).toEqual([
    ["intel.contact", "ip:192.0.2.7", 1],
  ]);
});

test("an indicator of feeds that there are not keeps no answer from being no", () => {
  const answer = (ran: boolean, feeds: boolean) =>
    answerQuestions(
      {
        ...content().playbook,
        clauses: [
          { id: "LS1", row: "Log sources", text: "", kinds: ["web"], indicators: [] },
          { id: "Q1", row: "Questions", text: "", kinds: ["web"], indicators: ["ua.tool", "intel.match"] },
        ],
      },
      [],
      [{ clause: "LS1", state: "present", sentence: "" }],
      ["ua.tool", "intel.match"].map((id) => ({
        id,
        ran: id === "ua.tool" || ran,
        note: undefined,
        findings: 0,
        found: 0,
      })),
      content().indicators.map((one) =>
        feeds ? one : { ...one, needs: { ...one.needs, feeds: undefined } },
      ),
      new Set(["web"]),
      new Set(["http"]),
    )[0]?.answer;
  expect([answer(true, true), answer(false, true), answer(false, false)]).toEqual([
    "no",
    "no",
    "cannot_tell",
  ]);
});

describe("the folder of feeds", () => {
  test("is listed, and feeds are taken out of it", async () => {
    const { stdout } = await intel("list");
    expect(stdout).toContain(
      "seen: 4 addresses, 1 range\n  1 left out: a range too wide to name anybody, such as 0.0.0",
    );
    expect(stdout).toContain("surveys: 1 range; known scanners\n");
    expect(
      JSON.parse((await intel("list", "--json")).stdout).map(({ name }: { name: string }) => name),
    ).toEqual(["agents", "seen", "stix", "surveys"]);
    expect((await intel("remove", "agent")).stderr).toContain("Did you mean agents?");
    expect((await intel("remove", "agents")).status).toBe(0);
    expect(JSON.parse((await intel("list", "--json")).stdout)).toHaveLength(3);
  });

  test.each([
    ["a file that is not there", join(folder, "no.txt"), "cannot be read to its end (ENOENT"],
    [
      "nothing that can be looked for",
      write(folder, "odd.txt", ["*", "Mozilla", "10.0.0.1"]),
      "it holds no entry that can be looked for (2 refused: neither",
    ],
    ["an empty file", write(folder, "empty.txt", ""), "it is empty"],
    ["a page", write(folder, "page.html", "<!DOCTYPE html><html>"), "it is a page or XML"],
    ["JSON of something else", write(folder, "other.json", '{"a":1}'), "neither STIX nor an event of MISP"],
    ["another scheme", "ftp://feeds.example/x", "only files, http and https are read"],
  ])("%s is an error, and leaves no feed", async (_, location, says) => {
    const run = await intel("add", "odd", location);
    expect(run.stderr).toContain(says);
    expect(run.status).toBe(2);
    expect(
      JSON.parse((await intel("list", "--json")).stdout).map(({ name }: { name: string }) => name),
    ).not.toContain("odd");
  });

  test("a name that is taken, is none, or a folder that is not there", async () => {
    expect((await intel("add", "seen", log)).stderr).toContain("there is a feed of this name");
    expect((await intel("add", "../x", log)).stderr).toContain("A feed needs a name");
    expect((await vedette(["triage", log, "--intel", join(folder, "none")])).stderr).toContain(
      "there is no such folder of feeds",
    );
  });
});
