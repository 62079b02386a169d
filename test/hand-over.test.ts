/** The pack of a case: every file, from one run over a small log. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { digestsOf } from "../src/cli/digests.ts";
import { loadAttack } from "../src/content/attack.ts";
import { findCase } from "../src/report/find-case.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { packFileNames } from "../src/report/pack/file-names.ts";
import { packFiles } from "../src/report/pack/files.ts";
import { mispEvent } from "../src/report/pack/misp.ts";
import { type Pack, packOf } from "../src/report/pack/pack.ts";
import { pageOf } from "../src/report/pack/page.ts";
import { stixObjects } from "../src/report/pack/stix.ts";
import { tlpLevels } from "../src/report/pack/tlp.ts";
import { canonical, observableId, uuid5 } from "../src/report/pack/uuid.ts";
import { zip } from "./support/archives.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { OcsfSchema, ocsfSpecs } from "./support/ocsf.ts";
import { missing } from "./support/places.ts";
import { layerChecker, layerSpec, stixChecker, stixSpecs } from "./support/specs.ts";
import { content, triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const line = (second: number, target: string, status: number, referrer = "-") =>
  `203.0.113.9 - - [17/May/2026:10:00:0${second} +0000] "GET ${target} HTTP/1.1" ${status} ${status === 200 ? 4096 : 12} "${referrer}" "curl/8.5.0"`;
const log = write(folder, "access.log", [
  '198.51.100.7 - - [17/May/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5120 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0"',
  line(1, "/server-status", 401),
  line(2, "/.env?<script>alert(1)</script>", 404),
  line(3, "/config.json?access_token=Zq9HunterTwo", 404),
  line(4, "/phpinfo.php?user=ann.miller&q=bob%40example.org", 404),
  line(5, "/server-status", 401),
  line(6, "/server-status", 200),
  line(7, "/.git/config", 404, "https://www.example.org/?session=HunterThree"),
]);
const secrets = /HunterT|ann\.miller|bob/;
const output = join(folder, "pack");
const read = (name: string) => readFileSync(join(output, name), "utf8");
const json = (name: string) => JSON.parse(read(name)) as Record<string, unknown>;

let document: ReportDocument;
let caseId: string;

function packWith(changed: ReportDocument, tlp: Pack["tlp"] = "amber"): Pack {
  return packOf({
    document: changed,
    caseId,
    tlp,
    attack: loadAttack(),
    clauses: new Map(content().playbook.clauses.map(({ id, text }) => [id, text])),
    digests: [{ path: log, sha256: createHash("sha256").update(readFileSync(log)).digest("hex") }],
  });
}

beforeAll(async () => {
  document = await triageDocument([log]);
  caseId = document.cases[0]?.id ?? "none";
  write(output, "notes.txt", "mine");
  const outcome = await vedette(["brief", caseId, "--tlp", "amber", "-o", output, "--force", "-q", log]);
  expect(outcome).toMatchObject({ status: 0, stdout: "", stderr: "", left: [] });
});

describe("the pack", () => {
  test("has its files and leaves what was there", () => {
    expect(readdirSync(output).sort()).toEqual([...packFileNames, "notes.txt"].sort());
    expect(read("notes.txt")).toBe("mine");
  });

  test("is the same bytes from another run at another time", () => {
    // The tool's version and the address of the content are the run's own.
    const tool = { ...document.tool, version: /vedette ([\d.]+),/.exec(read("brief.md"))?.[1] ?? "" };
    const again = packFiles(packWith({ ...document, tool, generated_at: "2031-01-01T00:00:00.000Z" }));
    for (const name of packFileNames) expect(again[name], name).toBe(read(name));
  });

  test.each(packFileNames)("%s holds no secret, and the marking", (name) => {
    expect(read(name)).not.toMatch(secrets);
    expect(read(name)).toMatch(/tlp:amber/i);
  });

  test.each(["brief.md", "brief.html", "evidence.txt"])("%s is defanged and never markup", (name) => {
    expect(read(name)).not.toContain("203.0.113.9");
    expect(read(name)).toMatch(/203\.0\.113\\?\[\.\\?\]9/);
    expect(read(name)).not.toMatch(/https?:\/\//);
    if (name === "brief.html") expect(read(name)).not.toMatch(/<script/i);
  });

  test("the page says who, what succeeded, what was not visible and what next, by clause", () => {
    const { sections, summary } = pageOf(packWith(document));
    const text = (title: string) =>
      sections
        .find((section) => section.title === title)
        ?.lines.map(({ lead = "", text: said, code = "" }) => `${lead} ${said} ${code}`)
        .join("\n") ?? "";
    expect(summary[1]).toContain("Seen from 2026-05-17 10:00:01 UTC to 2026-05-17 10:00:07 UTC");
    expect(text("Who")).toMatch(/203\.0\.113\[\.\]9 ip, outside; 7 requests/);
    expect(text("What succeeded")).toContain("1 answer of /server-status to nobody known");
    expect(text("What was not visible")).toMatch(/^LS2 absent/);
    expect(text("Recommended next steps")).toMatch(/T2a .*vedette explain[\s\S]*C4 .*\/server-status/);
    expect(text("Recommended next steps")).not.toMatch(/^T2d/m);
    expect(text("ATT&CK")).toMatch(/T1592\.004 Client Configurations[\s\S]*DET0820[\s\S]*AN1952/);
    // The line that was answered comes first, before those that were refused more often.
    expect(text("Evidence")).toMatch(/access\.log:2 [\s\S]*access\.log:7 [\s\S]*" 200 4096/);
    expect(read("brief.md").split("\n").length).toBeLessThan(110);
  });

  test("evidence names each line once, with the digest of its file", () => {
    const places = [...read("evidence.txt").matchAll(/^(\S+):(\d+) {2}\[(.+)\]$/gm)];
    expect(places.map(([, path, number]) => `${path}:${number}`)).toEqual(
      [2, 3, 4, 5, 7, 8].map((number) => `${log}:${number}`),
    );
    expect(read("evidence.txt")).toContain(
      `${createHash("sha256").update(readFileSync(log)).digest("hex")}  ${log}\n`,
    );
    expect(read("evidence.txt")).toContain("/config.json?access_token=[masked] HTTP/1.1");
  });
});

describe("STIX", () => {
  interface Found {
    readonly type: string;
    readonly id: string;
    readonly [name: string]: unknown;
  }
  const objects = () => json("stix.json").objects as Found[];

  test("ids of observables are those of the specification's examples", () => {
    expect(observableId("ipv4-addr", { value: "198.51.100.3" })).toBe(
      "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4",
    );
    expect(observableId("domain-name", { value: "example.com" })).toBe(
      "domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7",
    );
    // The example of RFC 9562, appendix A.4.
    expect(uuid5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com")).toBe(
      "2ed6657d-e927-568b-95e1-2665a8aea6a2",
    );
    expect(canonical({ b: [1, "é"], a: { d: undefined, c: null } })).toBe('{"a":{"c":null},"b":[1,"é"]}');
  });

  test("every reference leads to an object of the bundle, and all but the marking are marked", () => {
    const ids = new Set(objects().map(({ id }) => id));
    expect(ids.size).toBe(objects().length);
    const refs = objects().flatMap((object) =>
      Object.entries(object).flatMap(([name, value]) => (/_refs?$/.test(name) ? [value].flat() : [])),
    );
    expect(refs.length).toBeGreaterThan(10);
    expect(refs.filter((ref) => !ids.has(String(ref)))).toEqual([]);
    expect(objects().filter(({ object_marking_refs }) => object_marking_refs === undefined)).toHaveLength(1);
  });

  test("holds the address, an indicator for it, its sighting and the techniques", () => {
    const of = (type: string) => objects().filter((object) => object.type === type);
    expect(of("ipv4-addr").map(({ value }) => value)).toEqual(["203.0.113.9"]);
    expect(of("indicator").map(({ pattern }) => pattern)).toEqual(["[ipv4-addr:value = '203.0.113.9']"]);
    expect(of("observed-data").map(({ number_observed }) => number_observed)).toEqual([7]);
    expect(of("sighting").map(({ sighting_of_ref }) => sighting_of_ref)).toEqual([of("indicator")[0]?.id]);
    expect(of("attack-pattern").map(({ name }) => name)).toContain("Client Configurations");
    expect(of("report").map(({ published }) => published)).toEqual(["2026-05-17T10:00:07.000Z"]);
  });

  const gone = missing(stixSpecs);
  if (gone !== undefined) console.warn(`STIX is not validated: ${gone}`);
  test.skipIf(gone !== undefined)("is valid, for every kind of entity and every marking", () => {
    const check = stixChecker();
    expect(check(json("stix.json") as { type: string })).toEqual([]);
    const values = {
      ip: "2001:db8::7",
      ip_range: "192.0.2.0/24",
      user_agent: "probe'\\ 1.0",
      mail: "ann@example.org",
      domain: "www.example.org",
      host: "ws-1",
      user: "ann",
    } as const;
    const [first] = document.entities;
    if (first === undefined) throw new Error("no entity");
    const entities = Object.entries(values).map(([type, value]) => ({
      ...first,
      id: `${type}:${value}`,
      type: type as keyof typeof values,
      value,
    }));
    const [one] = document.cases;
    if (one === undefined) throw new Error("no case");
    const cases = [{ ...one, entities: entities.map(({ id }) => id) }];
    for (const tlp of tlpLevels) {
      const pack = packWith({ ...document, entities, cases }, tlp);
      const made = stixObjects(pack);
      expect(made.flatMap(check)).toEqual([]);
      expect(made.filter(({ type }) => type === "indicator").map(({ pattern }) => pattern)).toEqual([
        "[ipv6-addr:value = '2001:db8::7']",
        "[ipv4-addr:value ISSUBSET '192.0.2.0/24']",
        "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'probe\\'\\\\ 1.0']",
        "[email-message:from_ref.value = 'ann@example.org']",
        "[domain-name:value = 'www.example.org']",
      ]);
      const attributes = mispEvent(pack).Attribute as { type: string; to_ids: boolean }[];
      expect(attributes.map(({ type }) => type)).toEqual([
        "ip-src",
        "ip-src",
        "user-agent",
        "email-src",
        "domain",
        "text",
        "text",
        "text",
      ]);
      expect(attributes.filter(({ to_ids }) => to_ids)).toHaveLength(5);
      const who = pageOf(pack).sections[0]?.lines.map(({ lead }) => lead);
      expect(who).toContain("www[.]example[.]org");
    }
    // The checks see a mistake.
    expect(check({ type: "indicator" })).not.toEqual([]);
  });

  test("a mail that is known by its file is no address", () => {
    const entities = document.entities.map((entity) => ({
      ...entity,
      type: "mail" as const,
      value: "a/b.eml",
    }));
    const pack = packWith({ ...document, entities });
    expect(stixObjects(pack).map(({ type }) => type)).not.toContain("email-addr");
    const [attribute] = mispEvent(pack).Attribute as { type: string; to_ids: boolean }[];
    expect(attribute).toMatchObject({ type: "text", category: "Internal reference", to_ids: false });
  });

  test("nothing inside, justified or masked becomes an indicator", () => {
    const changed = (more: Partial<ReportDocument["entities"][number]>) =>
      stixObjects(
        packWith({ ...document, entities: document.entities.map((entity) => ({ ...entity, ...more })) }),
      ).filter(({ type }) => type === "indicator");
    expect(changed({})).toHaveLength(1);
    expect(changed({ internal: true })).toEqual([]);
    expect(changed({ action: "justified" })).toEqual([]);
    expect(changed({ type: "user_agent", value: "x?token=abc" })).toEqual([]);
  });
});

describe("other formats", () => {
  const ocsfGone = missing(ocsfSpecs);
  if (ocsfGone !== undefined) console.warn(`OCSF is not validated: ${ocsfGone}`);
  test.skipIf(ocsfGone !== undefined)("OCSF: a valid Detection Finding for each finding", () => {
    const schema = new OcsfSchema();
    const findings = JSON.parse(read("ocsf.json")) as Record<string, unknown>[];
    expect(findings.map(({ class_uid }) => class_uid)).toEqual([2004, 2004, 2004]);
    expect(findings.flatMap((finding) => schema.problems(finding))).toEqual([]);
    expect(schema.problems({ ...findings[0], finding_info: {} })).not.toEqual([]);
  });

  const layerGone = missing(layerSpec);
  if (layerGone !== undefined) console.warn(`The layer is not validated: ${layerGone}`);
  test.skipIf(layerGone !== undefined)("Navigator: a layer 4.5 with the techniques of the case", () => {
    const check = layerChecker();
    const layer = json("layer.json");
    expect(check(layer)).toEqual([]);
    expect((layer.techniques as { techniqueID: string }[]).map(({ techniqueID }) => techniqueID)).toEqual(
      document.cases[0]?.techniques,
    );
    expect(check({ ...layer, techniques: [{ score: "high" }] })).not.toEqual([]);
  });

  test("MISP: an event with what a server asks for", () => {
    const { Event: event } = json("misp.json") as { Event: Record<string, unknown> };
    expect(event).toMatchObject({
      date: "2026-05-17",
      analysis: "0",
      threat_level_id: "1",
      published: false,
    });
    expect(event.Tag).toContainEqual({ name: "tlp:amber" });
    expect(event.Tag).toContainEqual({
      name: 'misp-galaxy:mitre-attack-pattern="Client Configurations - T1592.004"',
    });
    expect(event.Attribute).toContainEqual(
      expect.objectContaining({
        type: "ip-src",
        category: "Network activity",
        value: "203.0.113.9",
        to_ids: true,
      }),
    );
  });
});

describe("the command refuses", () => {
  test.each([
    [["brief", "C-1", "-o", "x", log], /needs a marking[\s\S]*amber\+strict/],
    [["brief", "C-1", "--tlp", "green", log], /No folder was named/],
    [["brief", "C-1", "--tlp", "white", "-o", "x", log], /Allowed choices are clear, green/],
    [["brief", "C-1", "--tlp", "green", "-o", "x"], /No log was named/],
  ])("%j", async (argv, said) => {
    const outcome = await vedette(argv);
    expect(outcome.stderr).toMatch(said);
    expect(outcome.status).toBe(2);
    expect(existsSync("x")).toBe(false);
  });

  test("a folder that holds something, unless it is forced, before any log is read", async () => {
    const outcome = await vedette(["brief", "C-1", "--tlp", "red", "-o", output, join(folder, "gone.log")]);
    expect(outcome).toMatchObject({ status: 2, stderr: expect.stringMatching(/not empty[\s\S]*--force/) });
  });

  test("a case that is not there, and names those that are", () => {
    expect(() => findCase(document, "C-1")).toThrow(
      expect.objectContaining({ message: "There is no case C-1 in this run.", hint: `Cases: ${caseId}.` }),
    );
  });
});

test("a digest of an archive says so, and one of what is no file is left out", async () => {
  const archive = write(folder, "logs.zip", zip([{ name: "a.log", content: "x\n" }]));
  expect(await digestsOf([`${archive}!/a.log`, `${archive}!/b.log`, join(folder, "gone.log")])).toEqual([
    { path: join(folder, "gone.log"), note: "no digest: not a file that can be read again" },
    {
      path: archive,
      sha256: createHash("sha256").update(readFileSync(archive)).digest("hex"),
      note: "the archive; its members have no digest of their own",
    },
  ]);
});
