/** Mistakes of whoever edits content/: each names the file, what is wrong and what to do, and none is silent. */
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { showProblem } from "../src/cli/problems.ts";
import { givenParts } from "../src/content/check.ts";
import { type Content, contentFolder, loadContent } from "../src/content/load.ts";
import { explain } from "../src/triage/explain.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { content, open, triageDocument } from "./support/triage.ts";
import { Workbench } from "./support/workbench.ts";

// Of hundreds of files a test edits one: the text of a file is parsed once, and each who asks gets an own copy.
vi.mock(import("yaml"), async (original) => {
  const yaml = await original();
  const parsed = new Map<string, unknown>();
  const parse = (text: string, options: object = {}, ...more: unknown[]): unknown => {
    const asked = () => Reflect.apply(yaml.parse, yaml, [text, options, ...more]) as unknown;
    // What is told to the caller on the way is told by parsing alone.
    if (Object.values(options).some((value) => typeof value === "object") || more.length > 0) return asked();
    const key = `${JSON.stringify(options)} ${text}`;
    if (!parsed.has(key)) parsed.set(key, asked());
    return structuredClone(parsed.get(key));
  };
  return { ...yaml, parse };
});

const folder = temporaryFolder();
/** A tool that asks for a configuration endpoint: several indicators have something to say. */
const log = write(folder, "tool.log", [
  combined({ ip: "203.0.113.6", request: "GET /.env HTTP/1.1", status: 404, agent: "Wfuzz/3.1.0" }),
  combined({ ip: "203.0.113.6", request: "GET /server-status HTTP/1.1", status: 403, agent: "Wfuzz/3.1.0" }),
]);

let edition = 0;
/** Edits one file of a copy of the content; the edit must change it. */
function edited(path: string, from: string, to: string): string {
  edition += 1;
  const copy = join(folder, `edition-${edition}`, "content");
  cpSync(contentFolder(), copy, { recursive: true });
  // The catalogues take most of the time, and they are not what is edited: a part of them will do.
  for (const kind of ["agents", "endpoints"]) {
    for (const name of readdirSync(join(copy, "catalogues", kind))) {
      if (!/^(scanner|monitor|server-status|environment-files)\.yaml$/.test(name))
        rmSync(join(copy, "catalogues", kind, name));
    }
  }
  const file = join(copy, path);
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(
    file,
    text.replace(from, () => to),
  );
  return copy;
}

/** What a person is shown of a failure. */
function shown(run: () => unknown): string {
  try {
    run();
  } catch (thrown) {
    return showProblem(thrown);
  }
  return "no failure";
}
async function shownLater(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
  } catch (thrown) {
    return showProblem(thrown);
  }
  return "no failure";
}

const tool = "indicators/ua.tool.yaml";
const enumeration = "indicators/scan.enumeration.yaml";
const policy = "policy/default.yaml";

describe("found when content is loaded", () => {
  test.each([
    [
      "a misspelt profile",
      enumeration,
      "FROM {visits} WHERE",
      "FROM {visit} WHERE",
      /scan\.enumeration\.yaml: no profile or table is called \{visit\}\.[\s\S]*Did you mean visits\?/,
    ],
    [
      "a profile of no such name",
      enumeration,
      "FROM {visits} WHERE",
      "FROM {zzz} WHERE",
      /is called \{zzz\}[\s\S]*Known: .*client_agents/,
    ],
    [
      "a profile with a hyphen",
      tool,
      "{client_agents}",
      "{client-agents}",
      /ua\.tool\.yaml: \{client-agents\} is no name in SQL[\s\S]*Write \{client_agents\}/,
    ],
    [
      "a profile that comes later",
      "profiles/clients.yaml",
      "FROM {client_agents}",
      "FROM {probing}",
      /profiles\/clients\.yaml: \{probing\} is computed after this profile[\s\S]*order/,
    ],
    [
      "a profile that is used and not named in reads",
      tool,
      "reads: [client_agents, agents, clients, hits, visits]",
      "reads: [client_agents, agents, clients, visits]",
      /ua\.tool\.yaml: `measures` uses \{hits\}, which `reads` does not name[\s\S]*Add hits/,
    ],
    [
      "a clause that the playbook does not have",
      tool,
      "clause: KI1",
      "clause: KI9",
      /ua\.tool\.yaml: the playbook has no clause KI9[\s\S]*KI/,
    ],
    [
      "an indicator that no question lists",
      "playbooks/t1592-004.yaml",
      "ua.tool, ",
      "",
      /ua\.tool\.yaml: no question of the playbook lists this indicator[\s\S]*playbooks/,
    ],
    [
      "a misspelt piece in a profile",
      "profiles/paths.yaml",
      "{path_matches}",
      "{path_macthes}",
      /paths\.yaml: no profile or table is called \{path_macthes\}[\s\S]*path_matches/,
    ],
    [
      "an unbound parameter in a profile",
      "profiles/clients.yaml",
      "GROUP BY source_id\n  ) AS one",
      "HAVING source_id > {trust:UInt32} GROUP BY source_id\n  ) AS one",
      /clients\.yaml: nothing gives the parameter \{trust:…\} a value[\s\S]*trusted/,
    ],
    [
      "an unbound parameter",
      enumeration,
      "{paths_min:UInt32}",
      "{path_min:UInt32}",
      /scan\.enumeration\.yaml: nothing gives the parameter \{path_min:…\} a value: `thresholds` has no path_min\.[\s\S]*Did you mean paths_min\?/,
    ],
    [
      "an unbound parameter in a condition",
      enumeration,
      'when: "failed_share >= {share_min:Float64}"',
      'when: "failed_share >= {share_mni:Float64}"',
      /\{share_mni:…\}[\s\S]*share_min/,
    ],
    [
      "a misspelt threshold",
      enumeration,
      "referred_max: 0.2",
      "refered_max: 0.2",
      /`thresholds` has no referred_max\.[\s\S]*Did you mean refered_max\?/,
    ],
    [
      "a threshold that nothing uses",
      enumeration,
      "referred_max: 0.2",
      "referred_max: 0.2, paths_most: 5",
      /scan\.enumeration\.yaml: the threshold paths_most is used by no statement/,
    ],
    [
      "`reads` of no such profile",
      tool,
      "reads: [",
      "reads: [client_agent, ",
      /ua\.tool\.yaml: `reads` names the profile client_agent[\s\S]*client_agents/,
    ],
    [
      "an override of no such indicator",
      policy,
      "thresholds: {}",
      "thresholds: {scan.enumerations: {paths_min: 30}}",
      /policy\/default\.yaml: `thresholds` names the indicator scan\.enumerations[\s\S]*Did you mean scan\.enumeration\?/,
    ],
    [
      "an override of no such threshold",
      policy,
      "thresholds: {}",
      "thresholds: {scan.enumeration: {path_min: 30}}",
      /policy\/default\.yaml: `thresholds` gives scan\.enumeration the threshold path_min[\s\S]*Did you mean paths_min\?/,
    ],
    [
      "an override with a word for a number",
      policy,
      "thresholds: {}",
      'thresholds: {scan.enumeration: {paths_min: "30"}}',
      /policy\/default\.yaml: `thresholds` gives paths_min of scan\.enumeration "30", which is no number[\s\S]*20/,
    ],
    [
      "a file that is not called by its id",
      tool,
      "id: ua.tool",
      "id: ua.tools",
      /indicators\/ua\.tool\.yaml: the file is not called by its id, ua\.tools\.[\s\S]*Rename it to content\/indicators\/ua\.tools\.yaml/,
    ],
    [
      "a field of no such name",
      tool,
      "severity: ",
      "severty: ",
      /indicators\/ua\.tool\.yaml: breaks its contract: [\s\S]*severty/,
    ],
    [
      "a column of a JSON format that does not exist",
      "formats/caddy-json.yaml",
      "  source_ip: [",
      "  sourceip: [",
      /content\/formats\/caddy-json\.yaml: `keys` names the column sourceip, which does not exist\.[\s\S]*Did you mean source_ip\?/,
    ],
    [
      "a column of a named format that does not exist",
      "formats/phish-report.yaml",
      "  email_subject: [",
      "  email_subjet: [",
      /content\/formats\/phish-report\.yaml: `columns` names the column email_subjet, which does not exist\.[\s\S]*Did you mean email_subject\?/,
    ],
    [
      "a column of a template that does not exist",
      "formats/lighttpd.yaml",
      "looks: {url_domain:",
      "looks: {url_domian:",
      /content\/formats\/lighttpd\.yaml: `looks` names the column url_domian, which does not exist\.[\s\S]*Did you mean url_domain\?/,
    ],
    ["what is no YAML", tool, "techniques: ", "techniques: {", /indicators\/ua\.tool\.yaml: is not YAML: /],
  ])("%s", (_, path, from, to, message) => {
    const said = shown(() => loadContent(edited(path, from, to)));
    expect(said).toMatch(message);
    expect(said).toMatch(/^vedette: content\/[\s\S]*\[content\.invalid\]\n {2}\S/);
  });

  test("when a build bundles it: the same words, and no trace", () => {
    const copy = edited(tool, "id: ua.tool", "id: ua.tools");
    const root = dirname(copy);
    const checkout = dirname(contentFolder());
    for (const part of ["src", "scripts"])
      cpSync(join(checkout, "dist", part), join(root, "dist", part), { recursive: true });
    symlinkSync(join(checkout, "node_modules"), join(root, "node_modules"));
    write(root, "package.json", '{"type": "module"}');
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(root, "dist", "scripts", "bundle-content.js")],
      { encoding: "utf8" },
    );
    expect(stderr).toBe(shown(() => loadContent(copy)));
    expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
  });

  test("a JSON format that does not say whether to infer does not", () => {
    const named = (given: Content) => given.formats.find(({ id }) => id === "caddy-json");
    const loaded = loadContent(edited("formats/caddy-json.yaml", "infer: false\n", ""));
    expect(named(loaded)).toEqual(named(content()));
    expect(named(loaded)).toMatchObject({ infer: false });
  });

  test("an override that names what there is is taken", () => {
    const loaded = loadContent(
      edited(policy, "thresholds: {}", "thresholds: {scan.enumeration: {paths_min: 30}}"),
    );
    expect(loaded.policy.thresholds).toEqual({ "scan.enumeration": { paths_min: 30 } });
  });
});

describe("found when a statement runs", () => {
  test.each([
    [
      "a column of an indicator",
      enumeration,
      "min(client.status_4xx)",
      "min(client.status_44xx)",
      /scan\.enumeration\.yaml: the engine refuses its SQL: .*status_44xx/,
    ],
    [
      "a function of an indicator",
      tool,
      "groupUniqArray",
      "groupUniqArrray",
      /ua\.tool\.yaml: the engine refuses its SQL: .*groupUniqArrray.*[\s\S]*Did you mean groupUniqArray/,
    ],
    [
      "syntax of an indicator",
      tool,
      "GROUP BY",
      "GROUP",
      /ua\.tool\.yaml: the engine refuses its SQL: Syntax error/,
    ],
    [
      "a condition",
      tool,
      'when: "count >= 1"',
      'when: "counts >= 1"',
      /ua\.tool\.yaml: the engine refuses its SQL: .*counts/,
    ],
    [
      "a type that does not exist",
      enumeration,
      "{referred_max:Float64}",
      "{referred_max:Flaot64}",
      /scan\.enumeration\.yaml: the engine refuses its SQL: .*Flaot64/,
    ],
    [
      "a sentence",
      tool,
      'sentence: "{count',
      'sentence: "{cuont',
      /ua\.tool\.yaml: `sentence` names \{cuont\}[\s\S]*Did you mean count\?/,
    ],
    [
      "the words of a condition",
      tool,
      'says: "{count',
      'says: "{cuont',
      /ua\.tool\.yaml: `says` names \{cuont\}[\s\S]*Did you mean count\?/,
    ],
    [
      "a column that findings need",
      tool,
      "AS records",
      "AS record",
      /ua\.tool\.yaml: `measures` yields no column records[\s\S]*Did you mean record\?/,
    ],
    [
      "a derived profile",
      "profiles/clients.yaml",
      "sum(part.assets)",
      "sum(part.asssets)",
      /profiles\/clients\.yaml: the engine refuses its SQL: .*asssets/,
    ],
    [
      "a pattern of a catalogue",
      "catalogues/agents/scanner.yaml",
      "pattern: ",
      "pattern: '(?=x)' # ",
      /a pattern does not compile: .*\(\?=x\)[\s\S]*content\/catalogues/,
    ],
    [
      "the base profile",
      "profiles/activity.yaml",
      'sql: "denied"',
      'sql: "denyed"',
      /profiles\/activity\.yaml: the engine refuses its SQL: .*denyed/,
    ],
  ])("%s", async (_, path, from, to, message) => {
    const loaded = loadContent(edited(path, from, to));
    const said = await shownLater(() => triageDocument([log], { content: loaded }));
    expect(said).toMatch(message);
    expect(said).toMatch(/^vedette: content\/[\s\S]*\[content\.invalid\]\n {2}\S/);
    // The statement itself is long and is not repeated.
    expect(said.length).toBeLessThan(700);
  });

  test("the base profile of a kept store", async () => {
    const store = join(folder, "store");
    const before = await triageDocument([log], { store });
    expect(before.findings.length).toBeGreaterThan(0);
    const loaded = loadContent(edited("profiles/activity.yaml", 'sql: "denied"', 'sql: "denyed"'));
    const said = await shownLater(() => triageDocument([], { store, content: loaded }));
    expect(said).toMatch(
      /profiles\/activity\.yaml: the engine refuses its SQL: .*denyed[\s\S]*\[content\.invalid\]/,
    );
    // The mistake costs nothing that is stored.
    const after = await triageDocument([], { store });
    expect(after.sources).toMatchObject([{ path: log, events: 2 }]);
    expect(after.findings).toEqual(before.findings);
  });

  test("an indicator's statement when a line is explained", async () => {
    const run = await open([log]);
    const source = run.result.sources[0];
    if (source === undefined) throw new Error("no source");
    const indicators = content().indicators.map((one) =>
      one.id === "ua.tool" ? { ...one, measures: one.measures.replace("GROUP BY", "GROUP") } : one,
    );
    const broken = { ...run, result: { ...run.result, content: { ...content(), indicators } } };
    const said = await shownLater(() => explain(broken, source, 1));
    await run.close();
    expect(said).toMatch(/ua\.tool\.yaml: the engine refuses its SQL: Syntax error/);
  });
});

describe("names that content may use", () => {
  let names: readonly string[];
  beforeAll(async () => {
    const bench = await Workbench.open();
    await bench.scan([combined()]);
    names = Object.keys(await bench.profiles());
  });

  test("are those that a run fills in", () => {
    const profiles = [...content().derived, ...content().records].map(({ id }) => id.replaceAll("-", "_"));
    expect([...givenParts, ...profiles].sort()).toEqual([...names].sort());
  });
});
