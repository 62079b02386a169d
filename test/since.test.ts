/** Runs beside an earlier report: what is new, what has grown, and background that asks nobody twice. Policies by name and by file. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { policyNames, withPolicy } from "../src/content/policies.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { content } from "./support/triage.ts";

const folder = temporaryFolder();
const probe = (ip: string, paths: readonly string[], status = 404, bytes: number | "-" = 512) =>
  paths.map((path) =>
    combined({ ip, agent: "python-requests/2.32.3", request: `GET ${path} HTTP/1.1`, status, bytes }),
  );
const visits = Array.from({ length: 30 }, (_, n) => combined({ ip: `192.0.2.${n + 1}` }));
const noise = probe("198.51.100.7", ["/.env", "/config.json", "/server-status"]);
const served = probe("203.0.113.5", ["/.env"], 200, 8241);
const quietLog = write(folder, "quiet.log", [...visits, ...noise]);
const first = write(folder, "first.log", [...visits, ...noise, ...served]);
const second = write(folder, "second.log", [
  ...visits,
  ...noise,
  ...served,
  ...probe("203.0.113.6", ["/.env"], 200, 8241),
  ...probe("203.0.113.99", ["/.git/config"], 200, 733),
]);

/** The report of a log, in a file. */
async function reportOf(log: string, name: string): Promise<string> {
  const path = join(folder, name);
  const { stdout } = await triageJson([log]);
  writeFileSync(path, stdout);
  return path;
}

describe("--since", () => {
  test("tells of each case whether it is new, has grown, or is as it was", async () => {
    const before = await reportOf(first, "first.json");
    const { report } = await triageJson([second, "--since", before]);
    const changes = Object.fromEntries(report.cases.map((one) => [one.title, one.change]));
    expect(changes).toEqual({
      "/.env served to 2 sources": "grown",
      "/.git/config served to 203.0.113.99": "new",
      [report.cases.find(({ background }) => background)?.title ?? ""]: "unchanged",
    });
    expect(report.since?.path).toBe(before);
    const brief = await vedette(["triage", second, "--since", before, "--quiet"]);
    expect(brief.stdout).toContain("1 new case, 1 grown, 1 unchanged");
  }, 60_000);

  test("lets unchanged background decide nothing, and new background as before", async () => {
    const before = await reportOf(quietLog, "quiet.json");
    const { report } = await triageJson([quietLog, "--since", before]);
    expect(report.cases.map(({ change, action }) => [change, action])).toEqual([["unchanged", "escalate"]]);
    expect(report.decision).toMatchObject({ action: "close", priority: "none" });
    expect(report.decision.sentence).toContain("what it was in the earlier report");
    const more = write(folder, "more.log", [
      ...visits,
      ...noise,
      ...probe("198.51.100.8", ["/.env", "/config.json", "/server-status"]),
    ]);
    const { report: grown } = await triageJson([more, "--since", before]);
    expect(grown.cases.map(({ change }) => change)).toEqual(["grown"]);
    expect(grown.decision.action).toBe("escalate");
    // The same source asks for as much on the next day, and for something else.
    const next = write(folder, "next.log", [
      ...visits,
      ...probe("198.51.100.7", ["/.git/config", "/phpinfo.php", "/actuator/env"]).map((line) =>
        line.replace("17/May", "18/May"),
      ),
    ]);
    const { report: later } = await triageJson([next, "--since", before]);
    expect(later.cases.map(({ change }) => change)).toEqual(["grown"]);
  }, 60_000);

  test.each([
    ["{}", "no report of this program: schema"],
    ["[", "no report, for it is not JSON"],
    [
      JSON.stringify({ schema: "vedette.report/v1", generated_at: "soon", cases: [], findings: [] }),
      "generated_at: is no time",
    ],
    [
      JSON.stringify({
        schema: "vedette.report/v1",
        generated_at: "2026-05-17T00:00:00Z",
        cases: [],
        findings: [{ id: "F-1", count: 1e308 }],
      }),
      "findings.0.count",
    ],
  ])("refuses %j", async (text, says) => {
    const path = join(folder, "wrong.json");
    writeFileSync(path, text);
    const run = await vedette(["triage", quietLog, "--since", path]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(says);
  });
});

describe("--policy", () => {
  test("quiet watches the background, strict hands over each unusual agent", async () => {
    const actionsUnder = async (name: string) => {
      const { report } = await triageJson([quietLog, "--policy", name]);
      expect(report.policy.id).toBe(name);
      return [report.decision.action, report.cases.map(({ action }) => action)];
    };
    expect(await actionsUnder("quiet")).toEqual(["watch", ["watch"]]);
    expect(await actionsUnder("balanced")).toEqual(["escalate", ["escalate"]]);
    const passing = write(folder, "passing.log", [
      ...visits,
      combined({ ip: "198.51.100.9", agent: "Wget/1.21.3" }),
    ]);
    const { report: by } = await triageJson([passing]);
    const { report: strictly } = await triageJson([passing, "--policy", "strict"]);
    expect([by.decision.action, by.decision.strict_action]).toEqual(["close", "escalate"]);
    expect(strictly.decision.action).toBe("escalate");
    expect(strictly.tool.content_sha256).not.toBe(by.tool.content_sha256);
  }, 90_000);

  test("decides what would strictly be decided as the strict profile does", () => {
    const strict = withPolicy(content(), "strict").policy;
    expect(strict.unusual_agents).toBe("escalate");
    expect(policyNames(content())).toEqual(["balanced", "quiet", "strict"]);
    // A rule of no profile keeps its action.
    expect(strict.rules.find(({ id }) => id === "rarity-alone")?.action).toBe("close");
  });

  const own = (text: string) => {
    const path = join(folder, "site.yaml");
    writeFileSync(path, text);
    return withPolicy(content(), path).policy;
  };

  test("of a site changes a profile and keeps the rest", () => {
    const policy = own(
      "id: ours\ntitle: Our site\nextends: quiet\ndecision: {d2_denied: 9}\nrules:\n  coordinated: {action: watch}\n  one-source-many: {priority: now}\n",
    );
    expect(policy.background_action).toBe("watch");
    expect(policy.decision).toEqual({ ...content().policy.decision, d2_denied: 9 });
    expect(policy.rules.find(({ id }) => id === "coordinated")?.action).toBe("watch");
    expect(policy.rules.find(({ id }) => id === "one-source-many")?.priority).toBe("now");
    expect(policy.rules.map(({ id }) => id)).toEqual(content().policy.rules.map(({ id }) => id));
  });

  test.each([
    ["id: ours\ntitle: x\nextends: loud\n", "extends loud, which is no profile"],
    [
      "id: ours\ntitle: x\nrules: {cordinated: {action: watch}}\n",
      "rules names cordinated, which is no rule",
    ],
    ["id: ours\ntitle: x\ndecision: {d2_denied: 0}\n", "decision.d2_denied"],
    [
      "id: ours\ntitle: x\nthresholds: {endpoint.config-probe: {no: 1}}\n",
      "the threshold no, which it does not have",
    ],
    ["id: balanced\ntitle: x\n", "calls itself balanced"],
    ["id: Ours\ntitle: x\n", "id: must be small letters"],
  ])("of a site that says what does not exist is refused: %j", (text, says) => {
    expect(() => own(text)).toThrow(says);
  });

  test("by a mistyped name is answered with the near one", async () => {
    const run = await vedette(["triage", quietLog, "--policy", "quit"]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("Did you mean quiet?");
  });
});
