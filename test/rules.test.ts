/** Monitoring rules: what texts become in each language, what a back-test counts, what is offered, and what is told again. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readingStatement } from "../src/engine/read-only.ts";
import { unmatchable } from "../src/respond/block.ts";
import { checkSamples } from "../src/respond/rules/again.ts";
import { backTest } from "../src/respond/rules/back-test.ts";
import { selectionOf } from "../src/respond/rules/case-rules.ts";
import type { RulesDocument } from "../src/respond/rules/folder.ts";
import { makeRules } from "../src/respond/rules/make.ts";
import { clientsFor, forgetRun, markHistory, markRun } from "../src/respond/rules/marks.ts";
import { type Draft, objection, perDay } from "../src/respond/rules/model.ts";
import { packDrafts, pathNames, pathsOf } from "../src/respond/rules/pack.ts";
import { sigmaText } from "../src/respond/rules/sigma-text.ts";
import { entriesSql, requestsSql, sqlValue } from "../src/respond/rules/sql-text.ts";
import { cannotMatch, readSuricata, suricataText } from "../src/respond/rules/suricata-text.ts";
import { statementOf } from "../src/respond/rules/try-sql.ts";
import type { Entry } from "../src/respond/rules/watches.ts";
import { rulesOf } from "../src/sigma/read-rules.ts";
import { vedette } from "./support/command.ts";
import { browsers, natAddress, natLog, scanner } from "./support/containment.ts";
import { silentEffects } from "./support/effects.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { root } from "./support/places.ts";
import { content, open } from "./support/triage.ts";

const folder = temporaryFolder();

const detection = (entries: readonly Entry[]) =>
  sigmaText([
    {
      kind: "detection",
      name: "one",
      title: "One",
      description: "",
      level: "high",
      category: "webserver",
      selections: { selection: selectionOf(entries) },
      condition: "selection",
    },
  ]);

/** Signs that mean something in one grammar or another, and any other text. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."*?\\\"'`|;:#&%$()[]{}<>/-+~^=@!, \t".split(""),
        "\\*",
        "\\\\*",
        "\\?",
        "--",
        "/*",
        "*/",
        "---\n",
        "\u0085",
        "\u2028",
        "\u202e",
        "\ufeff",
        "😀",
        "é",
        "file",
        "|41|",
        "\\x41",
        "$" + "(x)",
        "!!js/function",
        "<<",
        "null",
        "true",
        "0x10",
      ),
      fc.string({ unit: "binary", maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(""))
  .filter((text) => text !== "");

describe("arbitrary texts", () => {
  const ascii = /^[\n\x20-\x7e]*$/;

  test("are the same texts once a Sigma rule is read again, and match nothing else by wildcard or case", () => {
    fc.assert(
      fc.property(hostile, hostile, (agent, path) => {
        const text = detection([{ agent, path: `/${path}` }]);
        expect(text).toMatch(ascii);
        const { rules, refusals } = rulesOf("one.yml", text);
        expect(refusals).toEqual([]);
        expect(rules).toHaveLength(1);
        const [rule] = rules;
        if (rule?.kind !== "detection" || rule.expression.kind !== "and") throw new Error("no detection");
        const tests = rule.expression.of.map((one) => (one.kind === "match" ? one.match.tests : []));
        expect(tests).toEqual([
          [{ kind: "text", parts: [{ text: agent }], cased: true }],
          [{ kind: "text", parts: [{ text: `/${path}` }], cased: true }],
        ]);
        // Another reader of YAML sees one map, and the value with its escapes.
        const [map] = parse(text).detection.selection;
        expect(Object.keys(map)).toEqual(["cs-user-agent|cased", "cs-uri-stem|cased"]);
        expect(map["cs-user-agent|cased"][0].replaceAll(/\\([\\*?])/g, "$1")).toBe(agent);
      }),
      { numRuns: 400 },
    );
  });

  test("are the same bytes once a Suricata rule is read again, and end no option of it", () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (agent, path, title) => {
        const entries = [{ agent, path: `/${path}` }, { agent }, { path: `/${path}` }];
        const text = suricataText(entries, { title, comment: [title], sid: 1_000_000 });
        expect(text).toMatch(ascii);
        const { rules, refusals } = readSuricata(text);
        expect(refusals).toEqual([]);
        expect(rules.map(({ sid, ...entry }) => entry)).toEqual(entries);
        expect(rules.map(({ sid }) => sid)).toEqual([1_000_000, 1_000_001, 1_000_002]);
        for (const line of text.split("\n").slice(1, -1))
          expect(line).toMatch(
            /^alert http any any -> any any \((?:[a-z._]+(?::(?:"[^"]*"|[^";]*))?;\s?)+\)$/,
          );
      }),
      { numRuns: 300 },
    );
  });

  test("are the same texts for the engine, in statements that may be asked", async () => {
    const texts = fc.sample(hostile, { seed: 11, numRuns: 300 }).filter((text) => !text.includes("\0"));
    const run = await open([write(folder, "any.log", natLog())], { events: true });
    try {
      const rows = await run.engine.rows(`SELECT arrayJoin([${texts.map(sqlValue).join(", ")}]) AS text`);
      expect(rows.map(({ text }) => text)).toEqual(texts);
    } finally {
      await run.close();
    }
    const plain = requestsSql("x", entriesSql([{ agent: "a (b) from url('x') -- c" }]));
    expect(statementOf(plain)).toContain("unhex('");
    for (const [from, to] of [
      ["count()", "(SELECT any(c) FROM url('http://192.0.2.1/', 'CSV', 'c String'))"],
      ["FROM events AS one", "FROM system.tables AS one"],
      ["FROM events AS one", "FROM events AS one, s3('x')"],
      ["FROM events AS one", "FROM events AS one, system.tables"],
      ["count()", "count(), `x`"],
    ] as const)
      expect(() => statementOf(plain.replace(from, to)), to).toThrow(/(?:it|statement) (?:calls|asks|holds)/);
    for (const text of texts) {
      expect(() => statementOf(requestsSql(text, entriesSql([{ agent: text }])))).not.toThrow();
      const statement = requestsSql(text, entriesSql([{ agent: text, path: `/${text}` }]));
      expect(() => readingStatement(statement)).not.toThrow();
    }
  });

  test("match their own requests in all three languages, and no other", async () => {
    const near = [
      "a*b",
      "aXb",
      "a\\*b",
      "a?b",
      "a\\b",
      "a\\\\b",
      "A*b",
      "ab",
      "a",
      "a*",
      "*",
      "?",
      "\\",
      "%",
      "_",
      "a%b",
    ];
    const given = [...near, ...fc.sample(hostile, { seed: 5, numRuns: 60 })];
    const texts = [...new Set(given.map((text) => text.trim()))].filter(
      (text) => !["", "-"].includes(text) && unmatchable(text) === undefined,
    );
    // The same text as agent and as path, which ends at a question mark.
    const paths = texts.filter((text) => !/[?#]/.test(text) && !/^\/|[\t ]/.test(text));
    const entries: Entry[] = [
      ...texts.map((agent) => ({ agent })),
      ...paths.map((path) => ({ path: `/${path}` })),
    ];
    const line = (entry: Entry) =>
      JSON.stringify({
        "@timestamp": "2026-05-17T10:05:03.000Z",
        source: { ip: "192.0.2.7" },
        http: { request: { method: "GET" }, response: { status_code: 200 } },
        url: { original: `${entry.path ?? "/"}` },
        user_agent: { original: entry.agent ?? "none of these" },
      });
    const path = write(folder, "texts.ndjson", entries.map(line));
    const others = (at: number) => entries.flatMap((_, other) => (other === at ? [] : [other + 1]));
    const expected = entries.flatMap((entry, at) => {
      const draft = (language: Draft["language"], text: string): Draft => ({
        family: "x",
        title: "x",
        language,
        file: `${language}-${at}.x`,
        text,
        leftOut: [],
      });
      const holds = { mustFire: [at + 1], mustNotFire: others(at) };
      return [
        { draft: draft("sigma", detection([entry]).replace("id: ", `id: ${at}`)), ...holds },
        { draft: draft("sql", requestsSql("x", entriesSql([entry]))), ...holds },
        ...(cannotMatch(entry) === undefined
          ? [
              {
                draft: draft("suricata", suricataText([entry], { title: "x", comment: [], sid: 1 })),
                ...holds,
              },
            ]
          : []),
      ];
    });
    expect(entries.length).toBeGreaterThan(80);
    const failed = await checkSamples(path, expected, content(), silentEffects());
    expect([...failed].map(([draft, says]) => [draft.file, draft.text, says])).toEqual([]);
  });
});

/** The case of the shared address, and a run over its log. */
async function natRun(lines: readonly string[] = natLog()) {
  const run = await open([write(folder, `nat${lines.length}.log`, [...lines])], { events: true });
  const one = run.result.assessment.cases.find(({ entities }) =>
    entities.some(({ value }) => value === natAddress),
  );
  if (one === undefined) throw new Error("no case");
  return { run, one };
}

const sigma = (file: string, selection: string): Draft => ({
  family: file,
  title: file,
  language: "sigma",
  file,
  text: `title: x\nlogsource: {category: webserver}\ndetection:\n  selection: ${selection}\n  condition: selection\n`,
  leftOut: [],
});

describe("a back-test", () => {
  test("counts what is the case's, what is ordinary, of whom, and on how many days", async () => {
    const later = combined({
      ip: "192.0.2.40",
      time: "19/May/2026:10:00:00 +0000",
      request: "GET /page/0 HTTP/1.1",
      agent: browsers[0] ?? "",
    });
    const lines = [...natLog(), later];
    const pages = lines.filter((line) => line.includes("GET /page/0 "));
    const { run, one } = await natRun(lines);
    try {
      const { entities } = run.result.assessment;
      const { engine, parts } = run;
      if (parts === undefined) throw new Error("no parts");
      const clients = clientsFor(one, entities);
      const marked = await markRun(
        { engine, parts, sources: run.result.sources, window: {} },
        clients,
        entities,
      );
      const history = await markHistory(marked, clients);
      if (history === undefined) throw new Error("no history");
      const page = sigma("page.yml", "{cs-uri-stem: /page/0}");
      const kit = sigma("kit.yml", `{cs-user-agent: '${scanner.agent}'}`);
      const broken = sigma("broken.yml", "{no-such-field: x}");
      const { tallies, refused } = await backTest(history, [page, kit, broken]);
      expect(tallies.get(page)).toMatchObject({
        hits: 0,
        ofCase: scanner.paths.length,
        hostile: 0,
        ordinary: pages.length,
        ordinaryAlerts: pages.length,
        ordinaryClients: new Set(pages.map((line) => line.split(" ", 1)[0])).size,
        days: 2,
      });
      expect(tallies.get(kit)).toMatchObject({ hits: scanner.paths.length, ordinary: 0 });
      expect(refused.get(broken)).toMatch(/no column .* carries the field no-such-field/);
      expect([...refused.keys()]).toEqual([broken]);
    } finally {
      await forgetRun(run.engine);
      await run.close();
    }
  });

  test("speaks against rules that do not fire on their case, or too often on others", () => {
    const tally = {
      hits: 3,
      ofCase: 6,
      hostile: 0,
      ordinary: 9,
      ordinaryAlerts: 9,
      ordinaryClients: 2,
      days: 3,
      fired: [],
      disturbed: [],
    };
    expect(perDay(tally)).toBe(3);
    expect(objection(tally, 3, true)).toBeUndefined();
    expect(objection(tally, 2.9, true)).toBe(
      "ordinary traffic would have raised 3 alerts a day (9 in 3 days, of 2 clients); the limit is 2.9",
    );
    expect(objection({ ...tally, hits: 0 }, 3, true)).toBe(
      "it fires on none of the 6 requests of its own case",
    );
    expect(objection({ ...tally, hits: 0 }, 3, false)).toBeUndefined();
  });
});

describe("rules of a case behind a shared address", () => {
  test("are about the scanner alone, and carry its requests as samples", async () => {
    const { run, one } = await natRun();
    try {
      const made = await makeRules(run, { one, limitPerDay: 0, sidFrom: 1_592_000 });
      expect(made.ofCase).toBe(scanner.paths.length);
      const agent = made.offered.filter(({ draft }) => draft.family === "agent");
      expect(agent.map(({ draft }) => draft.language).sort()).toEqual(["sigma", "sql", "suricata"]);
      for (const { draft, tally, mustFire, mustNotFire } of made.offered) {
        expect(tally).toMatchObject({ ordinary: 0, days: 1 });
        expect(tally.hits, draft.file).toBeGreaterThan(0);
        expect(mustFire.length, draft.file).toBeGreaterThan(0);
        expect(mustNotFire.length, draft.file).toBeGreaterThan(0);
        const textOf = (id: number) => made.samples.find(({ event }) => event === id)?.text ?? "";
        for (const id of mustFire) expect(textOf(id)).toContain(scanner.agent);
        for (const id of mustNotFire) expect(textOf(id)).not.toContain(scanner.agent);
      }
      // Six different paths within half an hour: three are enough, and nobody else reaches them.
      const many = made.offered.filter(({ draft }) => draft.family === "many-paths");
      expect(many.map(({ draft }) => draft.threshold)).toEqual([3, 3]);
    } finally {
      await run.close();
    }
  });
});

describe("rules of a host outside", () => {
  test("are for proxies and sensors, and fire on each line that names it", async () => {
    const log = join(root, "samples", "proxy2", "works-squid.log.gz");
    const lines = gunzipSync(readFileSync(log)).toString("utf8").split("\n");
    const run = await open([log], { events: true });
    try {
      const one = run.result.assessment.cases.find(({ entities }) =>
        entities.every(({ type }) => type === "domain"),
      );
      if (one === undefined) throw new Error("no case of a host");
      const hosts = one.entities.map(({ value }) => value);
      const naming = lines.filter((line) =>
        hosts.some((host) => new RegExp(`[ /]${host.replaceAll(".", "\\.")}[:/ ]`).test(line)),
      );
      expect(naming.length).toBeGreaterThan(2);
      const made = await makeRules(run, { one, limitPerDay: 0, sidFrom: 1_592_000 });
      expect(made.refused).toEqual([]);
      expect(made.offered.map(({ draft }) => draft.file)).toEqual([
        "sigma-host.yml",
        "suricata-host.rules",
        "check-host.sql",
      ]);
      for (const { tally, mustFire, mustNotFire } of made.offered) {
        expect(tally).toMatchObject({ hits: naming.length, ofCase: naming.length, ordinary: 0 });
        expect(mustFire).toHaveLength(3);
        expect(mustNotFire).toHaveLength(3);
      }
    } finally {
      await run.close();
    }
  });
});

describe("the standing pack", () => {
  test("finds each guarded path of the catalogue, in Sigma and in SQL alike, and no other", async () => {
    const guarded = content().endpoints.filter(
      ({ kind, sensitivity }) => kind === "config" && sensitivity !== "public",
    );
    const { whole, endings, wild } = pathsOf(guarded);
    expect(whole.length + endings.length).toBeGreaterThan(300);
    const some = [...whole, ...endings, ...wild.map(({ path }) => path.replaceAll(/\*+/g, "x1"))];
    const asked = [...new Set(some.flatMap((path) => [path, `/app${path}`, `${path}x`, path.toUpperCase()]))];
    const fits = (path: string) => {
      const lower = path.toLowerCase();
      return (
        whole.includes(lower) ||
        endings.some((end) => lower.endsWith(end)) ||
        wild.some(({ path: one, root }) =>
          new RegExp(
            `${root ? "^" : ""}${one
              .split(/\*+/)
              .map((part) => part.replaceAll(/[.+*?^${}()|[\]\\]/g, "\\$&"))
              .join(".*")}$`,
          ).test(lower),
        )
      );
    };
    const path = write(
      folder,
      "catalogue.ndjson",
      asked.map((url) =>
        JSON.stringify({
          "@timestamp": "2026-05-17T10:05:03.000Z",
          source: { ip: "192.0.2.7" },
          http: { request: { method: "GET" }, response: { status_code: 200 } },
          url: { original: url },
          user_agent: { original: "x" },
        }),
      ),
    );
    const pack = packDrafts(content());
    const [detectionText = ""] = (pack.find(({ language }) => language === "sigma")?.text ?? "").split(
      "---\n",
    );
    const check = pack.find(({ language }) => language === "sql")?.text ?? "";
    const condition = check.slice(check.indexOf("\n  AND (asked_path") + 7, check.indexOf("\nGROUP BY"));
    const drafts: Draft[] = [
      { family: "x", title: "x", language: "sigma", file: "a.yml", text: detectionText, leftOut: [] },
      {
        family: "x",
        title: "x",
        language: "sql",
        file: "a.sql",
        text: requestsSql("x", condition, pathNames),
        leftOut: [],
      },
    ];
    const lines = asked.map((url, at) => [fits(url), at + 1] as const);
    const yes = lines.flatMap(([hit, at]) => (hit ? [at] : []));
    const no = lines.flatMap(([hit, at]) => (hit ? [] : [at]));
    expect(yes.length).toBeGreaterThan(1000);
    expect(no.length).toBeGreaterThan(300);
    const failed = await checkSamples(
      path,
      drafts.map((draft) => ({ draft, mustFire: yes, mustNotFire: no })),
      content(),
      silentEffects(),
    );
    expect(
      [...failed].map(([{ file }, says]) => [
        file,
        says.map((one) => one.replaceAll(/\d+/g, (at) => `${at} ${asked[Number(at) - 1]}`)),
      ]),
    ).toEqual([]);
  });
});

describe("the command", () => {
  const log = write(folder, "command.log", natLog());
  const written = join(folder, "written");
  let id = "";

  test("writes a folder whose rules other commands run", async () => {
    const triage = await vedette(["triage", "--json", "-q", "--store", join(folder, "store"), log]);
    id = JSON.parse(triage.stdout).cases.find((one: { entities: { value: string }[] }) =>
      JSON.stringify(one).includes(natAddress),
    ).id;
    const made = await vedette(["rules", id, log, "-o", written]);
    expect(made.status, made.stderr).toBe(0);
    expect(made.stdout).toContain("Suricata itself was not run");
    const document = JSON.parse(readFileSync(join(written, "rules.json"), "utf8")) as RulesDocument;
    expect(document.rules.length).toBeGreaterThan(5);
    const sigma = await vedette(["sigma", written, "--log", log]);
    expect(sigma.stderr).toMatch(/0 refused/);
    expect(sigma.stdout).toContain(natAddress);
    for (const { file } of document.rules.filter(({ language }) => language === "sql")) {
      const asked = await vedette(["sql", "--store", join(folder, "store"), "-", "--json"], {
        stdin: readFileSync(join(written, file), "utf8"),
      });
      expect(asked.stderr).toBe("");
      const sources = asked.stdout
        .trim()
        .split("\n")
        .map((row) => JSON.parse(row).source_ip);
      expect(new Set(sources)).toEqual(new Set([natAddress]));
    }
    expect((await vedette(["rules", id, log, "-o", written])).status).toBe(2);
  });

  test("tells that they hold, and which hold no more", async () => {
    const before = await vedette(["rules", "test", written, log]);
    expect(before.stdout).toMatch(/: (\d+) of \1 hold/);
    expect(before.status).toBe(0);
    const file = join(written, "sigma-agent.yml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(scanner.agent, "another kit"));
    const check = join(written, "check-agent.sql");
    rmSync(check);
    const after = await vedette(["rules", "test", written, log]);
    expect(after.status).toBe(1);
    expect(after.stdout).toMatch(/FAILS {2}Sigma {6}sigma-agent\.yml\n.*\n.*does not fire on samples/);
    expect(after.stdout).toMatch(/FAILS {2}SQL check {2}check-agent\.sql\n.*its file is not there/);
    expect(after.stdout).toMatch(/holds {2}Suricata {3}suricata-agent\.rules/);
    // A rule that now fires on everybody, on logs that do not hold the case.
    writeFileSync(file, text.replace(/- "harvest[^"]*"/, '- "Mozilla*"'));
    const elsewhere = write(
      folder,
      "elsewhere.log",
      natLog().filter((line) => !line.includes(scanner.agent)),
    );
    const wide = await vedette(["rules", "test", written, elsewhere]);
    expect(wide.status).toBe(1);
    expect(wide.stdout).toMatch(
      /sigma-agent\.yml\n.*\n.*\n.*\n.*ordinary traffic would have raised \d+ alerts a day/,
    );
  });

  test("makes the pack without a case, and says what is wrong with a call", async () => {
    const pack = await vedette(["rules", "--pack", log]);
    expect(pack.status).toBe(0);
    expect(pack.stdout).toContain("sigma-pack-many-endpoints-");
    const wrong = await vedette(["rules", "C-0000000000", log]);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain("There is no case C-0000000000");
    expect((await vedette(["rules", "C-0000000000"])).stderr).toContain("No log was named");
    expect((await vedette(["rules", id, log, "--per-day", "often"])).stderr).toContain("not a number");
    expect((await vedette(["rules", "test", folder, log])).stderr).toContain("rules.json");
  });
});
