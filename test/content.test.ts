/**
 * Walks content/ and holds every file to its contract; adding a file there adds its tests here, and an indicator's in
 * content-indicators-1 and -2.
 */
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Content, contentFolder, loadContent } from "../src/content/load.ts";
import {
  agentPatterns,
  fitsOneSql,
  interestingSql,
  matchingNumbersSql,
  numbersMatcher,
  splitPaths,
  suffixSegmentsMax,
} from "../src/content/patterns.ts";
import type { FormatFile } from "../src/content/schema.ts";
import type { Parts } from "../src/detect/profiles.ts";
import type { Row } from "../src/engine/engine.ts";
import { columnNames, sourceKinds } from "../src/ingest/columns.ts";
import { unwrapper } from "../src/ingest/wrappers.ts";
import { temporaryFolder } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { missing, samples } from "./support/places.ts";
import { type Lines, type Reading, Workbench } from "./support/workbench.ts";

// A copy, so that the files are parsed and checked here and no bundle of a build stands in for them.
const copy = join(temporaryFolder(), "content");
cpSync(contentFolder(), copy, { recursive: true });
const content: Content = loadContent(copy);

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});

const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
const repeated = (list: readonly string[]) => [
  ...new Set(list.filter((one, index) => list.indexOf(one) !== index)),
];

describe("schema and names", () => {
  test("the checked content is what the program loads", () =>
    expect(loadContent().sha256).toBe(content.sha256));

  test.each(["formats", "wrappers", "indicators", "links", "endpoints", "agents", "derived"] as const)(
    "ids of %s are unique",
    (kind) => {
      expect(repeated(ids(content[kind]))).toEqual([]);
    },
  );

  test("the playbook holds every clause of the table once", () => {
    const clauses =
      "LS1 LS2 LS3 LS4 KI1 KI2 KI3 KI4 Q1 Q2 Q3 Q4 D1 D2 D3 D4 L1a L1b L1c T2a T2b T2c T2d C1 C2 C3 C4 C5".split(
        " ",
      );
    // Mail is a source that the table names only in its questions.
    expect(ids(content.playbook.clauses).filter((id) => id !== "MAIL")).toEqual(clauses);
  });

  test("questions name indicators and kinds that exist", () => {
    for (const clause of content.playbook.clauses) {
      for (const kind of clause.kinds) expect(sourceKinds).toContain(kind);
      for (const indicator of clause.indicators) expect(ids(content.indicators)).toContain(indicator);
    }
    const asked = content.playbook.clauses.flatMap(({ indicators }) => indicators);
    expect(
      ids(content.indicators).filter((id) => !asked.includes(id)),
      "indicators that answer no question",
    ).toEqual([]);
  });

  test("rules and overrides of the policy name what exists", () => {
    for (const { id, clause } of content.policy.rules)
      expect(ids(content.playbook.clauses), id).toContain(clause);
    for (const [id, thresholds] of Object.entries(content.policy.thresholds)) {
      const indicator = content.indicators.find((one) => one.id === id);
      expect(Object.keys(indicator?.thresholds ?? {}), id).toEqual(
        expect.arrayContaining(Object.keys(thresholds)),
      );
    }
  });

  test("every file is one that something reads", () => {
    const folders = [
      "formats",
      "wrappers",
      "indicators",
      "profiles",
      "policy",
      "playbooks",
      "catalogues",
      "sigma",
      "attack",
      "binding",
      "hunts",
      "fixes",
      "links",
    ];
    const entries = readdirSync(copy, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name).slice(copy.length + 1);
      expect(folders, path).toContain(path.split("/")[0]);
      expect(path).toMatch(/\.(yaml|md)$/);
    }
    // A file of the first kinds is called by its id.
    for (const kind of ["formats", "wrappers", "indicators", "links"] as const) {
      expect(
        readdirSync(join(copy, kind))
          .filter((name) => name.endsWith(".yaml"))
          .sort(),
      ).toEqual(
        ids(content[kind])
          .map((id) => `${id}.yaml`)
          .sort(),
      );
    }
  });

  test("content does not use what gives other bytes on another run", () => {
    const unordered = /(?<!\w)(any|anyLast|groupUniqArray(If)?\(\d+\)|rand|now|today|generateUUIDv4)\s*\(/;
    const sql = [
      ...content.records.map(({ id, keep, columns }) => [
        id,
        [keep, ...Object.values(columns).map(({ sql }) => sql)].join("\n"),
      ]),
      ...content.derived.map(({ id, sql }) => [id, sql]),
      ...content.indicators.map(({ id, measures }) => [id, measures]),
    ];
    for (const [id, text] of sql) expect(text?.replaceAll(/--.*$/gm, ""), id).not.toMatch(unordered);
    // A groupArray has no order of its own: it stands inside an arraySort.
    for (const [id, text] of sql) {
      const bare = [...(text ?? "").matchAll(/([^\n]*)\bgroup(Uniq)?Array(If)?\(/g)].filter(
        (match) => !/array(Sort|ReverseSort|Sum|Max|Min|Exists|Count)\b/.test(match[1] ?? ""),
      );
      expect(
        bare.map((match) => match[0]),
        id,
      ).toEqual([]);
    }
  });

  const lab = ["larkfield"];
  test("nothing of the laboratory stands in the content", (context) => {
    const labels = join(samples, "labels.json");
    if (!existsSync(labels)) context.skip(missing(labels));
    const clients = (
      JSON.parse(readFileSync(labels, "utf8")) as { clients: readonly { address: string }[] }
    ).clients.map(({ address }) => address);
    expect(clients.length).toBeGreaterThan(50);
    const found: string[] = [];
    for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    )) {
      const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
      for (const address of clients) {
        if (new RegExp(`(?<![\\w.:])${address.replaceAll(".", "\\.")}(?![\\w.:])`).test(text))
          found.push(`${entry.name}: ${address}`);
      }
      for (const name of lab) if (text.toLowerCase().includes(name)) found.push(`${entry.name}: ${name}`);
    }
    expect(found).toEqual([]);
  });
});

describe("formats", () => {
  const linesOf = (sample: FormatFile["samples"][number]) => [...(sample.after ?? []), sample.record];

  describe.each(content.formats.map((format) => [format.id, format] as const))("%s", (id, format) => {
    test("names columns that exist", () => {
      const named =
        format.reader === "json"
          ? Object.keys(format.keys)
          : format.reader === "named"
            ? Object.keys(format.columns)
            : [];
      expect([...columnNames, "request"]).toEqual(expect.arrayContaining(named));
    });

    test("has a sample that is read", () =>
      expect(format.samples.some(({ reject }) => reject === undefined)).toBe(true));

    // What is no event is recognised by its neighbours.
    const first = format.samples.find(({ reject }) => reject === undefined);
    const inputOf = (sample: FormatFile["samples"][number]): Lines => {
      const own = linesOf(sample);
      if (sample.reject === undefined) return { lines: own, format: bench.recognise(own) };
      if (sample.after !== undefined) return { lines: own, format: bench.recognise(own.slice(0, -1)) };
      const lines = first === undefined ? own : [...linesOf(first), ...own];
      return { lines, format: bench.recognise(lines) };
    };
    // All samples are read at once; one that no format fits fails in its own test.
    const inputs = new Map<FormatFile["samples"][number], Lines>();
    let readings: ReadonlyMap<Lines, Reading> = new Map();
    beforeAll(async () => {
      for (const sample of format.samples) {
        try {
          inputs.set(sample, inputOf(sample));
        } catch {}
      }
      readings = await bench.readAll([...inputs.values()]);
    });

    test.each(format.samples.map((sample, n) => [n + 1, sample] as const))("sample %i", (_, sample) => {
      const input = inputs.get(sample) ?? inputOf(sample);
      expect(input.format.format).toBe(id);
      expect(input.format.kind).toBe(format.kind);
      const { rejects, events } = readings.get(input) ?? {};
      expect(rejects).toEqual(sample.reject === undefined ? {} : { [sample.reject]: 1 });
      const event = events?.get(input.lines.length);
      if (sample.reject !== undefined) {
        expect(event).toBeUndefined();
        return;
      }
      expect(sample.event, "a sample without expected columns proves nothing").toBeDefined();
      expect(event).toMatchObject(sample.event ?? {});
      expect(Object.keys(event ?? {})).toEqual(expect.arrayContaining(Object.keys(sample.event ?? {})));
    });
  });
});

describe("wrappers", () => {
  const record = combined({
    ip: "203.0.113.60",
    agent: 'A \\"quoted\\" agent',
    time: "17/May/2026:10:05:03 +0000",
  });
  const wrapWith = (wrapper: Content["wrappers"][number], inner: string) => {
    const sample = wrapper.samples[0];
    if (sample === undefined) throw new Error(`${wrapper.id} has no sample`);
    if (wrapper.json_key !== undefined)
      return JSON.stringify({ ...(JSON.parse(sample.line) as object), [wrapper.json_key]: `${inner}\n` });
    return sample.line.slice(0, sample.line.length - sample.record.length) + inner;
  };

  describe.each(content.wrappers.map((wrapper) => [wrapper.id, wrapper] as const))("%s", (id, wrapper) => {
    test("unwraps its samples, and no bare record", () => {
      for (const sample of wrapper.samples) expect(unwrapper(wrapper)(sample.line)).toBe(sample.record);
      expect(unwrapper(wrapper)(record)).toBeUndefined();
    });

    test.each(["ncsa-combined", "json-access"])("around %s", async (inside) => {
      const inner =
        inside === "ncsa-combined"
          ? record
          : '{"remote_addr":"203.0.113.60","request":"GET / HTTP/1.1","status":200,"time":"2026-05-17T10:05:03Z","http_user_agent":"A \\"quoted\\" agent"}';
      const lines = [wrapWith(wrapper, inner)];
      const recognised = bench.recognise(lines);
      expect(recognised.format).toBe(`${id}+${inside}`);
      expect((await bench.events(lines, recognised)).get(1)).toMatchObject({
        source_ip: "203.0.113.60",
        user_agent_original: 'A "quoted" agent',
        url_original: "/",
        http_response_status_code: 200,
        time_ms: Date.UTC(2026, 4, 17, 10, 5, 3),
      });
    });
  });

  test("one around another", async () => {
    const syslog = content.wrappers.find(({ id }) => id === "syslog-rfc3164");
    const docker = content.wrappers.find(({ id }) => id === "docker-json");
    if (syslog === undefined || docker === undefined) throw new Error("wrappers are missing");
    const lines = [wrapWith(docker, wrapWith(syslog, record))];
    const recognised = bench.recognise(lines);
    expect(recognised.format).toBe("docker-json+syslog-rfc3164+ncsa-combined");
    expect((await bench.events(lines, recognised)).get(1)).toMatchObject({ source_ip: "203.0.113.60" });
  });
});

/** A JSON record, in which any text may stand as agent. */
const jsonLine = (agent: string, path = "/", time = "2026-11-20T10:05:03Z") =>
  JSON.stringify({
    time,
    remote_addr: "203.0.113.61",
    request: `GET ${path} HTTP/1.1`,
    status: 200,
    body_bytes_sent: 5,
    http_user_agent: agent,
  });

describe("agents and platform facts", () => {
  const { agents, facts } = content;
  const claims = [...facts.contradictions, ...facts.malformed];
  const agentTexts = [
    ...new Set(agents.flatMap(({ examples, counterexamples }) => [...examples, ...counterexamples])),
  ];
  const claimTexts = [
    ...new Set(claims.flatMap(({ examples, counterexamples }) => [...examples, ...counterexamples])),
  ];
  const texts = [...new Set([...agentTexts, ...claimTexts])];
  const factPatterns = [
    ...new Set([
      ...facts.contradictions.flatMap(({ all, none }) => [...all, ...none]),
      ...facts.malformed.flatMap(({ pattern, none }) => [pattern, ...none]),
      ...facts.frozen_forms.flatMap(({ broken, none }) => [broken, ...none]),
      ...facts.operating_systems.map(({ pattern }) => pattern),
    ]),
  ];

  /** Catalogue numbers that fit each text, and what the agents profile makes of it. */
  const numbers = new Map<string, readonly number[]>();
  const profiled = new Map<string, Row>();

  beforeAll(async () => {
    const patterns = agentPatterns(agents);
    const rows = await bench.engine.rows(
      `SELECT agent, ${matchingNumbersSql("agent", patterns)} AS fits FROM (SELECT arrayJoin({texts:Array(String)}) AS agent)`,
      { texts },
    );
    for (const row of rows) numbers.set(String(row.agent), row.fits as number[]);
    await bench.scan(texts.map((text) => jsonLine(text)));
    const parts = await bench.profiles();
    for (const row of await bench.engine.rows(
      `SELECT agent, catalogue_id, class, impossible, unlikely FROM ${parts.agents}`,
    ))
      profiled.set(String(row.agent), row);
  });

  const profileOf = (text: string): Row => {
    const row = profiled.get(text);
    if (row === undefined) throw new Error(`no profile of the agent ${text}`);
    return row;
  };

  test("one set of all patterns compiles in the engine and fits as they do here, one by one", async () => {
    for (const patterns of [agentPatterns(agents), factPatterns]) {
      const rows = await bench.engine.rows(
        `SELECT agent, ${matchingNumbersSql("agent", patterns)} AS fits FROM (SELECT arrayJoin({texts:Array(String)}) AS agent)`,
        { texts },
      );
      const matcher = numbersMatcher(patterns);
      expect(rows).toHaveLength(texts.length);
      expect(rows.filter(({ fits }) => (fits as number[]).length > 0).length).toBeGreaterThan(100);
      for (const { agent, fits } of rows) expect([agent, matcher?.(String(agent))]).toEqual([agent, fits]);
    }
  });

  test("every example is known by its entry, and no counterexample is", () => {
    const wrong: string[] = [];
    agents.forEach((entry, index) => {
      for (const text of entry.examples)
        if (!numbers.get(text)?.includes(index + 1))
          wrong.push(`${entry.id} does not fit its example ${text}`);
      for (const text of entry.counterexamples)
        if (numbers.get(text)?.includes(index + 1)) wrong.push(`${entry.id} fits its counterexample ${text}`);
    });
    expect(wrong).toEqual([]);
  });

  test("an example has the class of its entry", () => {
    const wrong = agents.flatMap((entry) =>
      entry.examples
        .filter((text) => profileOf(text).class !== entry.class)
        .map(
          (text) =>
            `${entry.id} (${entry.class}): ${text} became ${String(profileOf(text).class)} by ${String(profileOf(text).catalogue_id)}`,
        ),
    );
    expect(wrong).toEqual([]);
  });

  test("every contradiction holds for its examples and for none of its counterexamples", () => {
    const wrong: string[] = [];
    for (const { id, why, strength, examples, counterexamples } of claims) {
      const said = (text: string) =>
        (profileOf(text)[strength === "strong" ? "impossible" : "unlikely"] as string[]).includes(why);
      for (const text of examples) if (!said(text)) wrong.push(`${id} is not said of ${text}`);
      for (const text of counterexamples) if (said(text)) wrong.push(`${id} is said of ${text}`);
    }
    expect(wrong).toEqual([]);
  });

  test("no real crawler, monitor or application of the catalogue is called impossible", () => {
    const honest = agents
      .filter((entry) => !["scanner", "library", "headless"].includes(entry.class))
      .flatMap(({ examples }) => examples);
    expect(
      honest
        .filter((text) => (profileOf(text).impossible as string[]).length > 0)
        .map((text) => `${text}: ${String(profileOf(text).impossible)}`),
    ).toEqual([]);
  });

  test("each operating system is found before its time, and not after it", async () => {
    const early = facts.operating_systems.map(({ name, first, preview }) => ({
      name,
      known: preview ?? first,
    }));
    expect(early.length).toBeGreaterThan(5);
    for (const { known } of early) expect(Date.parse(known)).toBeGreaterThan(Date.UTC(1995, 0, 1));
  });
});

describe("endpoints", () => {
  const { exact, wild } = splitPaths(content.endpoints);

  test("paths are written as canonical paths are: lower case, no dots to undo", () => {
    const odd = content.endpoints.flatMap(({ id, paths }) =>
      paths
        .filter((path) => path !== path.toLowerCase() || /\/\/|\/\.\.?\/|[?%;\\]|[. ]$/.test(path))
        .map((path) => `${id}: ${path}`),
    );
    expect(odd).toEqual([]);
  });

  test("a path names one entry", () => {
    expect(repeated(exact.map(({ path, root }) => `${root ? "^" : ""}${path}`))).toEqual([]);
  });

  test("paths without a root are within the depth that is looked at", () => {
    expect(exact.filter(({ path, root }) => !root && path.split("/").length > suffixSegmentsMax)).toEqual([]);
  });

  test("wildcards compile in the engine", async () => {
    const rows = await bench.engine.rows(
      `SELECT ${matchingNumbersSql(
        "path",
        wild.map(({ pattern }) => pattern),
      )} AS fits FROM (SELECT '/' AS path)`,
    );
    expect(rows).toEqual([{ fits: [] }]);
  });

  test("one pattern of all says what the set of all says, of small files and large ones", async () => {
    const { endpoints, queryPaths, base } = content;
    const names = endpoints.flatMap(({ paths }) => paths.map((path) => path.replaceAll("*", "x1")));
    const odd = ["", ".", "\n", " \n", "\n\n", "\0", "\u212a", "\u017f", "é", "%2e", "//", "\\"];
    const around = (text: string) => odd.flatMap((one) => [`${text}${one}`, `${one}${text}`]);
    const asked = [...names, ...names.slice(0, 40).flatMap(around), ...around("/index.html")];
    const queries = [
      "..",
      "../etc/",
      "ab=1",
      ...[...queryPaths.places, ...queryPaths.wrappers].map(({ prefix }) => `file=${prefix}`),
      ...queryPaths.names,
    ].flatMap((text) => [text, text.toUpperCase(), ...around(text)]);
    const both = (column: string, told: (few: boolean) => string, texts: readonly string[]) =>
      bench.engine.rows(
        `SELECT ${column} AS text, ${told(true)} AS few, ${told(false)} AS many FROM (SELECT one AS ${column}, '' AS segment, '' AS path_ended FROM (SELECT arrayJoin(arrayConcat({texts:Array(String)}, arrayMap(text -> concat(text, unhex('FF')), {texts:Array(String)}))) AS one))`,
        { texts: [...texts] },
      );
    for (const rows of [
      await both("path_lower", (few) => interestingSql(endpoints, few), asked),
      await both("url_query", (few) => fitsOneSql("url_query", base.queryTells, few), queries),
    ]) {
      expect(rows.filter(({ few, many }) => few !== many)).toEqual([]);
      expect(rows.filter(({ many }) => many === 1).length).toBeGreaterThan(50);
      expect(rows.filter(({ many }) => many === 0).length).toBeGreaterThan(20);
    }
  });

  test("every path is kept by the scan and means its entry; below a folder only where it may", async () => {
    // As a client sends it: a number sign would begin a fragment.
    const requested = (path: string) =>
      `/${path.replace(/^\//, "").replaceAll("**", "x1/x2").replaceAll("*", "x3").replaceAll("#", "%23")}`;
    const written = content.endpoints.flatMap((entry) =>
      entry.paths.map((path) => ({ entry, path: requested(path) })),
    );
    const below = (path: string) => `/some/folder${path}`;
    const agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    await bench.scan(written.flatMap(({ path }) => [jsonLine(agent, path), jsonLine(agent, below(path))]));
    const kept = new Set(
      (await bench.engine.rows("SELECT DISTINCT path FROM activity_paths")).map(({ path }) => String(path)),
    );
    const parts: Parts = await bench.profiles();
    const meant = new Map(
      (await bench.engine.rows(`SELECT path, endpoint FROM ${parts.paths}`)).map(({ path, endpoint }) => [
        String(path),
        String(endpoint),
      ]),
    );
    const lost = written
      .filter(({ path, entry }) => !kept.has(path) || (entry.at === "anywhere" && !kept.has(below(path))))
      .map(({ path, entry }) => `${entry.id}: ${path} is not kept`);
    expect(lost).toEqual([]);
    const wrong: string[] = [];
    for (const { path, entry } of written) {
      // What only shows which product answers is kept, and is no endpoint that anybody is asked about.
      const means = entry.kind === "front" ? "" : entry.id;
      if (meant.get(path) !== means) wrong.push(`${path} means ${meant.get(path)}, not ${means}`);
      if (entry.at === "anywhere" && meant.get(below(path)) !== means)
        wrong.push(`${below(path)} means ${meant.get(below(path))}, not ${means}`);
      if (entry.at === "root" && meant.get(below(path)) === entry.id)
        wrong.push(`${below(path)} means ${entry.id}, which stands at the root only`);
    }
    expect(wrong).toEqual([]);
  });
});
