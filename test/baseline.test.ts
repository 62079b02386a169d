/** Baselines: what is ordinary here, made from logs, kept in a file, and used by a triage. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { agentShare, agentTemplate } from "../src/content/agent-share.ts";
import { loadContent } from "../src/content/load.ts";
import { type Baseline, readBaseline } from "../src/detect/baseline-file.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";

const folder = temporaryFolder();
const firefox = (version: number) =>
  `Mozilla/5.0 (X11; Linux x86_64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;
const times = (n: number, line: (n: number) => string) => Array.from({ length: n }, (_, i) => line(i + 1));

/** Visitors, fourteen copies of a home-made client of one version, and a scanner with an agent of its own. */
const before = write(folder, "before.log", [
  ...times(30, (n) => combined({ ip: `192.0.2.${n}`, agent: firefox(120 + (n % 3)) })),
  ...times(14, (n) => combined({ ip: `198.51.100.${n}`, agent: "Gardener/2.1 (build 77)" })),
  ...times(4, (n) =>
    combined({ ip: `203.0.113.${n}`, agent: "prober 1", request: "GET /.env HTTP/1.1", status: 404 }),
  ),
  ...times(2, (n) =>
    combined({
      ip: `192.0.2.${n}`,
      agent: firefox(120),
      request: "GET /settings HTTP/1.1",
      referrer: "https://www.example/",
    }),
  ),
]);
const now = write(folder, "now.log", [
  ...times(30, (n) => combined({ ip: `192.0.2.${n}`, agent: firefox(140) })),
  combined({ ip: "198.51.100.77", agent: "Gardener/3.0 (build 80)" }),
  combined({ ip: "198.51.100.78", agent: "prober 2" }),
  combined({ ip: "198.51.100.79", agent: "newcomer/1.0" }),
  combined({ ip: "192.0.2.9", agent: firefox(140), request: "GET /settings HTTP/1.1" }),
]);
const file = join(folder, "site.json");

let made: Promise<Baseline> | undefined;
/** The baseline of the logs of before, made once. */
function built(): Promise<Baseline> {
  made ??= build();
  return made;
}

async function build(): Promise<Baseline> {
  const run = await vedette(["baseline", "build", before, "-o", file, "--quiet"]);
  expect(run.stderr).toBe("");
  expect(run.status).toBe(0);
  return readBaseline(file).baseline;
}

const rare = async (argv: readonly string[]) => {
  const { report } = await triageJson(argv);
  return report.findings
    .filter(({ indicator }: { indicator: string }) => indicator === "ua.rare")
    .map(({ entity }: { entity: string }) => entity);
};

describe("building", () => {
  test("folds versions, counts clients and leaves out those that a triage lists", async () => {
    const baseline = await built();
    expect(baseline.agents).toEqual([
      expect.objectContaining({ template: agentTemplate(firefox(1)), clients: 30, days: 1 }),
      expect.objectContaining({ template: "Gardener/N (build N)", clients: 14, days: 1 }),
    ]);
    expect(baseline).toMatchObject({ days: 1, clients: 44, clients_left_out: 4, agents_left_out: 0 });
    expect(baseline.paths).toEqual([{ domain: "", path: "/settings", visitors: 2 }]);
  });

  test("the same logs give the same bytes, on standard output too", async () => {
    await built();
    const { stdout } = await vedette(["baseline", "build", before]);
    expect(stdout).toBe(readFileSync(file, "utf8"));
  });

  test("a kept store gives the same, and is asked with it again and again", async () => {
    await built();
    const store = join(folder, "store");
    await vedette(["triage", "--quiet", "--store", store, before]);
    const { stdout } = await vedette(["baseline", "build", "--store", store]);
    expect(stdout).toBe(readFileSync(file, "utf8"));
    const { status, stderr } = await vedette(["triage", "--quiet", "--store", store, "--baseline", file]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  test("needs a log with requests", async () => {
    expect((await vedette(["baseline", "build"])).stderr).toContain("No log was named");
    expect((await vedette(["baseline", "guess", before])).stderr).toContain("baseline can build or show");
  });
});

describe("a triage with a baseline", () => {
  test("finds rare what neither it nor the log knows, whatever the version", async () => {
    await built();
    expect(await rare([now])).toEqual([
      "user_agent:Gardener/3.0 (build 80)",
      "user_agent:newcomer/1.0",
      "user_agent:prober 2",
    ]);
    expect(await rare(["--baseline", file, now])).toEqual(["user_agent:newcomer/1.0", "user_agent:prober 2"]);
  });

  test("says what it was judged by, and explains with it", async () => {
    await built();
    const { report } = await triageJson(["--baseline", file, now]);
    expect(report.notes.join("\n")).toMatch(/baseline .*site\.json: 1 day .*44 clients, 2 agents/);
    const finding = report.findings.find(({ entity }: { entity: string }) => entity.endsWith("newcomer/1.0"));
    expect(finding?.sentence).toContain("by 0 of 44 clients of the baseline (1 day)");
    const { stdout } = await vedette(["explain", `${now}:31`, "--baseline", file]);
    expect(stdout).toContain("by 14 clients of the baseline on 1 day");
    expect(stdout).toMatch(/ua\.rare +did not fire/);
  });

  test("a path that was part of the site is no probe", async () => {
    await built();
    const probes = async (argv: readonly string[]) =>
      (await triageJson(argv)).report.findings.filter(
        ({ indicator }: { indicator: string }) => indicator === "endpoint.config-probe",
      ).length;
    expect(await probes([now])).toBe(1);
    expect(await probes(["--baseline", file, now])).toBe(0);
  });

  test("judges browsers against a large one of many days", async () => {
    const baseline = await built();
    const odd = "Mozilla/5.0 (X11; Plan9 mips; rv:140.0) Gecko/20100101 Firefox/140.0";
    const log = write(folder, "odd.log", [
      combined({ ip: "198.51.100.80", agent: odd }),
      ...times(3, (n) => combined({ ip: `192.0.2.${n}`, agent: firefox(141) })),
    ]);
    expect(await rare(["--baseline", file, log])).toEqual([]);
    const large = join(folder, "large.json");
    writeFileSync(large, JSON.stringify({ ...baseline, clients: 500, days: 30 }));
    expect(await rare(["--baseline", large, log])).toEqual([`user_agent:${odd}`]);
  });
});

describe("a file that is no baseline", () => {
  test.each([
    ["not there", undefined, "cannot be read"],
    ["no JSON", "agents: []", "not JSON"],
    ["another document", "[]", "no baseline"],
    ["another version", '{"schema":"vedette.baseline/v9"}', "written as vedette.baseline/v9"],
    ["a broken row", '{"schema":"vedette.baseline/v1","days":-1}', "no baseline"],
  ])("%s", async (name, text, says) => {
    const path = join(folder, `${name}.json`);
    if (text !== undefined) writeFileSync(path, text);
    for (const argv of [
      ["triage", "--baseline", path, now],
      ["baseline", "show", path],
    ]) {
      const { status, stderr, stdout } = await vedette(argv);
      expect(status).toBe(2);
      expect(stderr).toContain(says);
      expect(stderr).toContain("baseline.invalid");
      expect(stdout).toBe("");
    }
  });
});

describe("shares of the world", () => {
  test("are those of browsers, the commonest first, and in all less than everything", () => {
    const { shares } = agentShare.parse(loadContent().agentShare);
    const sum = shares.reduce((total, { share }) => total + share, 0);
    expect(sum).toBeGreaterThan(0.9);
    expect(sum).toBeLessThanOrEqual(1);
    expect(shares.map(({ share }) => share)).toEqual(shares.map(({ share }) => share).sort((a, b) => b - a));
    const chrome =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/200.0.0.0 Safari/537.36";
    expect(shares.find(({ template }) => template === agentTemplate(chrome))?.share).toBeGreaterThan(0.05);
  });
});
