/**
 * Whatever is wrong with one input is said clearly, and the rest of the run is done.
 * Exit status: 0 done; 2 where a named input was not recognised or not read to its end.
 * Rejected lines alone do not count.
 *
 * Inputs that end with one status are read in one run, because a run costs seconds.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../src/ingest/columns.ts";
import { eventsSql } from "../src/ingest/events.ts";
import { HeldFiles } from "../src/ingest/held-files.ts";
import { changedSince, openInput } from "../src/ingest/open.ts";
import type { LineSource } from "../src/ingest/scan.ts";
import type { ReportDocument, ReportSource } from "../src/report/model.ts";
import type { TriageRequest } from "../src/triage/request.ts";
import { openTriage } from "../src/triage/triage.ts";
import { type Outcome, triageJson } from "./support/command.ts";
import { silentEffects } from "./support/effects.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined, json } from "./support/lines.ts";
import { mainScript } from "./support/places.ts";
import { documentOf, open, requestFor } from "./support/triage.ts";

const folder = temporaryFolder();
const text = (lines: readonly string[], end = "\n") => `${lines.join(end)}${end}`;
const good = write(
  folder,
  "good.log",
  text([
    combined(),
    combined({ request: "GET /about HTTP/1.1" }),
    combined({ ip: "203.0.113.5", agent: "Wfuzz/3.1.0" }),
  ]),
);
const hundred = Array.from({ length: 100 }, (_, n) => combined({ request: `GET /page/${n} HTTP/1.1` }));
/** A line that indicator ua.tool reports, for one address a case. */
const tool = (host: number) => combined({ ip: `203.0.113.${host}`, agent: "Wfuzz/3.1.0" });

function sourceOf(report: ReportDocument, path: string): ReportSource {
  const found = report.sources.find((source) => source.path === path);
  if (found === undefined)
    throw new Error(`no source ${path}; there are ${report.sources.map((source) => source.path).join(", ")}`);
  return found;
}

/** Evidence of the tool finding of an address: path and line. */
function toolAt(report: ReportDocument, host: number): readonly [path: string, line: number] | undefined {
  const line = report.findings.find(
    ({ indicator, entity }) => indicator === "ua.tool" && entity === `ip:203.0.113.${host}`,
  )?.evidence[0];
  return line === undefined ? undefined : [line.path, line.line];
}

/** Holds for every run, whatever the input. */
function sane(report: ReportDocument): void {
  for (const source of report.sources) {
    expect(source.lines, `lines of ${source.path}`).toBe(source.events + source.rejected);
    expect(
      source.rejects.reduce((sum, { count }) => sum + count, 0),
      `rejects of ${source.path}`,
    ).toBe(source.rejected);
    for (const reject of source.rejects) expect(reject.reason).not.toBe("");
  }
}

/** The run's good input was read and judged. */
function restDone(report: ReportDocument): void {
  sane(report);
  expect(sourceOf(report, good)).toMatchObject({ format: "ncsa-combined", lines: 3, events: 3, rejected: 0 });
  expect(toolAt(report, 5)).toEqual([good, 3]);
}

interface Fine {
  readonly name: string;
  readonly format?: string;
  readonly formats?: readonly string[];
  readonly events: number;
  /** Rejected records by reason. */
  readonly rejects?: Readonly<Record<string, number>>;
  readonly note?: RegExp;
  /** Host part of the tool's address, and the line it stands on. */
  readonly tool?: readonly [host: number, line: number];
  readonly first?: string;
  readonly last?: string;
  make(path: string): void;
}

const put = (content: string | Uint8Array) => (path: string) => void write("/", path, content);

const utf16 = (order: "le" | "be", mark: boolean) => {
  const little = Buffer.from(
    `${mark ? "\ufeff" : ""}${text([combined(), combined({ request: "GET /caf\u00e9 HTTP/1.1" })], "\r\n")}`,
    "utf16le",
  );
  return order === "le" ? little : Buffer.from(little).swap16();
};

const common = (bytes: number) => combined({ bytes }).replace(/ "-" "[^"]*"$/, "");
const at = (time: string) => combined({ time });

const encodings: readonly Fine[] = [
  {
    name: "utf16-le-mark.log",
    events: 2,
    format: "ncsa-combined",
    note: /UTF-16/,
    make: put(utf16("le", true)),
  },
  { name: "utf16-le.log", events: 2, format: "ncsa-combined", note: /UTF-16/, make: put(utf16("le", false)) },
  {
    name: "utf16-be-mark.log",
    events: 2,
    format: "ncsa-combined",
    note: /UTF-16/,
    make: put(utf16("be", true)),
  },
  { name: "utf16-be.log", events: 2, format: "ncsa-combined", note: /UTF-16/, make: put(utf16("be", false)) },
  {
    name: "utf8-mark.log",
    events: 2,
    format: "ncsa-combined",
    make: put(`\ufeff${text([combined(), combined()])}`),
  },
  {
    name: "invalid-utf8.log",
    events: 2,
    tool: [16, 2],
    make: put(
      Buffer.concat([
        Buffer.from(text([combined()])),
        Buffer.from(combined({ ip: "203.0.113.16", agent: "Wfuzz/3.1.0 " }).slice(0, -1)),
        Buffer.from([0xff, 0xfe, 0xc3, 0x28]),
        Buffer.from('"\n'),
      ]),
    ),
  },
  { name: "crlf.log", events: 2, format: "ncsa-common", make: put(text([common(111), common(222)], "\r\n")) },
  {
    name: "late-crlf.log",
    events: 603,
    format: "iis-w3c",
    make: put(
      text([
        "#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)",
        ...Array.from({ length: 600 }, () => "2026-05-17 10:05:03 203.0.113.8 GET /a 200 first/1.0"),
      ]) +
        text(
          Array.from({ length: 3 }, () => "2026-05-17 10:05:03 203.0.113.8 GET /a 200 second/1.0"),
          "\r\n",
        ),
    ),
  },
  {
    name: "bare-cr.log",
    events: 3,
    make: put(text([combined(), combined({ agent: "odd\ragent" }), combined()])),
  },
  { name: "no-last-line-feed.log", events: 2, make: put(text([combined(), combined()]).slice(0, -1)) },
  {
    name: "blank-lines.log",
    events: 2,
    tool: [17, 5],
    make: put(text([combined(), "", "", "", tool(17), ""])),
  },
];

const malformed: readonly Fine[] = [
  {
    name: "malformed.log",
    events: 2,
    rejects: { "does not fit the format": 2, "time stamp not understood": 1 },
    make: put(text([combined(), "what is this", at("31/Feb/2026:10:05:03 +0000"), combined(), "half a li"])),
  },
  {
    name: "200-megabyte-line.log",
    events: 201,
    tool: [18, 202],
    rejects: { "longer than the limit of 262144 bytes": 1 },
    make: (path) => {
      write("/", path, text(hundred));
      const block = Buffer.alloc(10_000_000, "a");
      for (let n = 0; n < 20; n += 1) appendFileSync(path, block);
      appendFileSync(path, `\n${text([...hundred, tool(18)])}`);
    },
  },
  {
    name: "long-agent.log",
    events: 2,
    rejects: { "longer than the limit of 262144 bytes": 1 },
    make: put(
      text([combined(), combined({ agent: "A".repeat(270_000) }), combined({ agent: "A".repeat(250_000) })]),
    ),
  },
];

const times: readonly Fine[] = [
  {
    name: "times-go-back.log",
    events: 4,
    first: "2026-05-17T08:15:00.000Z",
    last: "2026-05-17T11:30:00.000Z",
    make: put(
      text(
        [
          "17/May/2026:10:05:03 +0000",
          "17/May/2026:09:00:00 +0000",
          "17/May/2026:11:30:00 +0000",
          "17/May/2026:08:15:00 +0000",
        ].map(at),
      ),
    ),
  },
  {
    name: "zones.log",
    events: 2,
    first: "2026-05-16T22:30:00.000Z",
    last: "2026-05-16T23:00:00.000Z",
    make: put(text([at("17/May/2026:00:30:00 +0200"), at("16/May/2026:23:00:00 +0000")])),
  },
];

const jsonTool = (host: number) => json({ ip: `203.0.113.${host}`, agent: "Wfuzz/3.1.0" });

const changing: readonly Fine[] = [
  {
    name: "combined-then-json.log",
    events: 102,
    formats: ["ncsa-combined", "json-access"],
    tool: [19, 102],
    make: put(text([...hundred, json(), jsonTool(19)])),
  },
  {
    name: "json-then-combined.log",
    events: 52,
    formats: ["json-access", "ncsa-combined"],
    tool: [20, 52],
    make: put(text([...Array.from({ length: 50 }, () => json()), combined(), tool(20)])),
  },
  {
    name: "change-beyond-the-sample.log",
    events: 520,
    formats: ["ncsa-combined", "json-access", "ncsa-common"],
    rejects: { "does not fit the format": 1 },
    tool: [21, 501],
    make: put(
      text([
        ...hundred,
        ...hundred,
        ...hundred,
        ...hundred,
        ...hundred,
        jsonTool(21),
        "noise",
        ...Array.from({ length: 9 }, () => json()),
        ...Array.from({ length: 10 }, () => common(1)),
      ]),
    ),
  },
  {
    name: "iis-fields-change.log",
    format: "iis-w3c",
    events: 3,
    first: "2026-05-17T10:05:03.000Z",
    last: "2026-05-17T11:05:03.000Z",
    rejects: { "does not have the 9 fields of its #Fields line": 1 },
    tool: [22, 7],
    make: put(
      text([
        "#Software: Microsoft Internet Information Services 10.0",
        "#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)",
        "2026-05-17 10:05:03 203.0.113.11 GET /a 200 Mozilla/5.0+(X11;+Linux+x86_64;+rv:128.0)+Gecko/20100101+Firefox/128.0",
        "2026-05-17 10:05:04 203.0.113.11 GET /b 200 -",
        "#Date: 2026-05-17 11:00:00",
        "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query sc-status c-ip cs(User-Agent)",
        "2026-05-17 11:05:03 10.0.0.5 GET /c q=1 404 203.0.113.22 Wfuzz/3.1.0",
        "2026-05-17 11:05:04 203.0.113.11 GET /d 200 short",
      ]),
    ),
  },
];

const packers = ["gzip", "zstd", "bzip2", "xz"] as const;
const absent = packers.filter((packer) => spawnSync(packer, ["--version"]).error !== undefined);
const pack = (packer: string, content: string) =>
  execFileSync(packer, ["-c"], { input: content, maxBuffer: 1 << 28 });

const packed: readonly (Fine & { packer: string })[] = packers.flatMap((packer, n) => [
  {
    packer,
    name: `whole-${packer}.txt`,
    events: 101,
    tool: [31 + n, 101],
    make: (path) => put(pack(packer, text([...hundred, tool(31 + n)])))(path),
  },
  {
    packer,
    name: `members-${packer}.log`,
    events: 101,
    tool: [41 + n, 101],
    make: (path) =>
      put(
        Buffer.concat([
          pack(packer, text(hundred.slice(0, 50))),
          pack(packer, text([...hundred.slice(50), tool(41 + n)])),
        ]),
      )(path),
  },
]);

const names: readonly Fine[] = [
  "braces {a,b}.log",
  "star *.log",
  "what?.log",
  "[a-z].log",
  "\"double\" 'single' `back`.log",
  "line\nfeed.log",
  "back\\slash.log",
  "-dash.log",
  "\u202egnp.log",
  "$(touch x).log",
  "50%41.log",
].map((name, n) => ({
  name,
  events: 1,
  tool: [51 + n, 1],
  make: put(text([tool(51 + n)])),
}));

describe("inputs that are read to their end: status 0", () => {
  const fine = [
    ...encodings,
    ...malformed,
    ...times,
    ...changing,
    ...packed.filter(({ packer }) => !absent.includes(packer as "xz")),
    ...names,
  ];
  const pathOf = (name: string) => join(folder, "fine", name);
  let outcome: Outcome & { report: ReportDocument };
  let report: ReportDocument;

  beforeAll(async () => {
    for (const { name, make } of fine) make(pathOf(name));
    outcome = await triageJson(["--", good, ...fine.map(({ name }) => pathOf(name))]);
    report = outcome.report;
  });

  const check = (one: Fine) => {
    const source = sourceOf(report, pathOf(one.name));
    expect(source.problem, "problem").toBeUndefined();
    expect(Object.fromEntries(source.rejects.map(({ reason, count }) => [reason, count])), "rejects").toEqual(
      one.rejects ?? {},
    );
    expect(source.events, "events").toBe(one.events);
    if (one.format !== undefined) expect(source.format).toBe(one.format);
    if (one.formats !== undefined) expect(source.formats).toEqual(one.formats);
    if (one.note !== undefined) expect(source.notes.join("\n")).toMatch(one.note);
    if (one.first !== undefined) expect(source.first).toBe(one.first);
    if (one.last !== undefined) expect(source.last).toBe(one.last);
    if (one.tool !== undefined) expect(toolAt(report, one.tool[0])).toEqual([pathOf(one.name), one.tool[1]]);
  };
  const cases = (list: readonly Fine[]) => list.map((one) => [JSON.stringify(one.name), one] as const);

  describe("encodings and line ends", () => {
    test.each(cases(encodings))("%s", (_, one) => check(one));

    test("a carriage return is part of its line, and of no column at the end of a line", async () => {
      const paths = ["crlf.log", "late-crlf.log", "bare-cr.log"].map(pathOf);
      const run = await open(paths);
      const columns = run.result.sources.map(async ({ parts, opened }) =>
        run.engine.rows(
          `SELECT user_agent_original AS agent, max(http_response_body_bytes) AS bytes, count() AS n FROM (${eventsSql(parts[0]?.lines as LineSource, parts[0]?.plan as Plan)}) GROUP BY agent ORDER BY agent`,
          { file: opened?.file ?? "" },
        ),
      );
      const [crlf, late, bare] = await Promise.all(columns);
      await run.close();
      expect(crlf).toMatchObject([{ n: 2, bytes: 222 }]);
      expect(late).toMatchObject([
        { agent: "first/1.0", n: 600 },
        { agent: "second/1.0", n: 3 },
      ]);
      expect(bare?.map(({ agent }) => agent)).toContain("odd\ragent");
    });

    test("bytes that are no UTF-8 are shown as the replacement character", () => {
      const finding = report.findings.find(
        ({ entity, indicator }) => entity === "ip:203.0.113.16" && indicator === "ua.tool",
      );
      expect(finding?.evidence[0]?.text).toMatch(/Wfuzz\/3\.1\.0 \ufffd/);
    });
  });

  describe("records that are no events", () => {
    test.each(cases(malformed))("%s", (_, one) => check(one));

    test("each reason has a sample and its line", () => {
      const { rejects } = sourceOf(report, pathOf("malformed.log"));
      expect(rejects.map(({ line, sample }) => [line, sample])).toEqual([
        [2, "what is this"],
        [3, at("31/Feb/2026:10:05:03 +0000")],
      ]);
      const long = sourceOf(report, pathOf("200-megabyte-line.log")).rejects[0];
      expect(long?.line).toBe(101);
      expect(long?.sample).toMatch(/^a{100,1000}$/);
    });
  });

  describe("times", () => {
    test.each(cases(times))("%s", (_, one) => check(one));
  });

  describe("a format that changes half-way", () => {
    test.each(cases(changing))("%s", (_, one) => check(one));

    test("a server's own address is never taken for the client's", () => {
      expect(report.entities.map(({ value }) => value)).not.toContain("10.0.0.5");
    });
  });

  describe("compression by its bytes", () => {
    test.for(packed)("$name", (one, context) => {
      if (absent.includes(one.packer as "xz")) context.skip(`${one.packer} is not installed`);
      check(one);
    });
  });

  describe("odd names are names", () => {
    test.each(cases(names))("%s", (_, one) => check(one));
  });

  test("the sums hold for every source, and the rest of the run is done", () => restDone(report));

  test("exit status 0, not a word on standard error, nothing left behind", () => {
    expect(outcome.stderr).toBe("");
    expect(outcome.status).toBe(0);
    expect(outcome.left).toEqual([]);
  });
});

interface Broken {
  readonly name: string;
  readonly code: string;
  readonly message: RegExp;
  /** Records that could be read all the same. */
  readonly events?: readonly [least: number, most: number];
  make?(path: string): void;
}

const many = text(
  Array.from({ length: 40_000 }, (_, n) =>
    combined({ request: `GET /page/${(n * 7919) % 65_537} HTTP/1.1`, bytes: (n * 104_729) % 99_991 }),
  ),
);
const cut = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length * 0.7));
const hurt = (bytes: Buffer) =>
  Buffer.from(bytes).fill(0x55, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 200);
const bombBytes = 300_000_000;
const linesOfBomb = Math.floor(bombBytes / (combined().length + 1));
const bomb = /decompresses to more than 250 times its size \(limit decompressed_ratio\)/;

const unreadable: readonly Broken[] = [
  { name: "empty.log", code: "input.empty", message: /empty\.log: empty/, make: put("") },
  {
    name: "blank.log",
    code: "input.empty",
    message: /blank\.log: holds nothing but blank lines/,
    make: put("\n\n  \n"),
  },
  {
    name: "binary.log",
    code: "input.unrecognised",
    message: /binary content, not a log/,
    make: put(Uint8Array.from({ length: 50_000 }, (_, n) => (n * 7919 + (n >> 3) * 104_729) % 256)),
  },
  {
    name: "prose.log",
    code: "input.unrecognised",
    message: /no known format fits/,
    make: put(text(["Dear all,", "the server is down.", "Regards"])),
  },
  {
    // The last member declares one line only.
    name: "members.gz",
    code: "input.ratio",
    message: bomb,
    events: [1000, linesOfBomb - 1],
    make: (path) =>
      put(
        Buffer.concat([
          ...[1, 2, 3].map(() => gzipSync(Buffer.alloc(bombBytes / 3, `${combined()}\n`))),
          gzipSync(`${combined()}\n`),
        ]),
      )(path),
  },
  {
    name: "zeros.zst",
    code: "input.ratio",
    message: bomb,
    make: (path) =>
      put(
        absent.includes("zstd")
          ? gzipSync(Buffer.alloc(bombBytes), { level: 9 })
          : execFileSync("zstd", ["-c", "-1"], { input: Buffer.alloc(bombBytes) }),
      )(path),
  },
  { name: "empty.gz", code: "input.empty", message: /empty\.gz: /, make: (path) => put(gzipSync(""))(path) },
  {
    name: "zeros.gz",
    code: "input.ratio",
    message: bomb,
    make: (path) => put(gzipSync(Buffer.alloc(bombBytes), { level: 9 }))(path),
  },
  {
    name: "lines.gz",
    code: "input.ratio",
    message: bomb,
    // What was read up to the limit is used.
    events: [1000, linesOfBomb - 1],
    make: (path) => put(gzipSync(Buffer.alloc(bombBytes, `${combined()}\n`), { level: 9 }))(path),
  },
];

const damaged: readonly (Broken & { packer: string })[] = packers.flatMap((packer) => [
  {
    packer,
    name: `cut-${packer}.log`,
    code: "input.truncated",
    message: /ends before its end; what could be read was used/,
    events: [1000, 39_999],
    make: (path) => put(cut(pack(packer, many)))(path),
  },
  {
    packer,
    name: `hurt-${packer}.log`,
    code: "input.corrupt",
    message: /damaged.*what could be read was used/,
    make: (path) => put(hurt(pack(packer, many)))(path),
  },
]);

describe("inputs that are not: status 2", () => {
  const broken = [...unreadable, ...damaged.filter(({ packer }) => !absent.includes(packer as "xz"))];
  const pathOf = (name: string) => join(folder, "broken", name);
  let outcome: Outcome & { report: ReportDocument };

  beforeAll(async () => {
    for (const { name, make } of broken) make?.(pathOf(name));
    outcome = await triageJson(["--", good, ...broken.map(({ name }) => pathOf(name))]);
  });

  const check = (one: Broken) => {
    const source = sourceOf(outcome.report, pathOf(one.name));
    expect(source.problem).toEqual({ code: one.code, message: expect.stringMatching(one.message) });
    // A person reads it too, with the code.
    expect(outcome.stderr).toContain(`${source.problem?.message} [${one.code}]`);
    const [least, most] = one.events ?? [0, 40_000];
    expect(source.events).toBeGreaterThanOrEqual(least);
    expect(source.events).toBeLessThanOrEqual(most);
    // At most the one line that a cut went through is rejected.
    if (one.code === "input.truncated") expect(source.rejected).toBeLessThanOrEqual(1);
  };

  test.each(unreadable)("$name: $code", check);
  test.for(damaged)("$name: $code", (one, context) => {
    if (absent.includes(one.packer as "xz")) context.skip(`${one.packer} is not installed`);
    check(one);
  });

  test("the rest of the run is done, status 2, nothing is left behind", () => {
    restDone(outcome.report);
    expect(outcome.status).toBe(2);
    expect(outcome.left).toEqual([]);
  });

  test("missing names, an empty folder, a folder without logs", async () => {
    mkdirSync(join(folder, "hollow"));
    write(folder, "papers/README.md", "# Papers\n\nNothing to see.\n");
    write(folder, "papers/deeper/notes.txt", "buy milk\n");
    const { report, stderr, status } = await triageJson([
      good,
      join(folder, "not-there.log"),
      join(folder, "none-*.log"),
      join(folder, "hollow"),
      join(folder, "papers"),
    ]);
    restDone(report);
    expect(stderr).toMatch(/not-there\.log: no such file.*\[input\.missing\]/);
    expect(stderr).toMatch(/none-\*\.log: no file .*\[input\.missing\]/);
    expect(stderr).toMatch(/hollow: the folder holds no file.*\[input\.no-files\]/);
    expect(stderr).toMatch(/papers: no log was found.*\[input\.no-files\]/);
    expect(report.sources.map(({ format }) => format).sort()).toEqual([
      "ncsa-combined",
      "unknown",
      "unknown",
    ]);
    expect(status).toBe(2);
  });

  test("a file that does not even have a record: watch, every answer 'cannot tell'", async () => {
    const { report, status } = await triageJson([pathOf("prose.log")]);
    sane(report);
    expect(report.decision).toMatchObject({ action: "watch" });
    expect(report.questions.map(({ id, answer }) => [id, answer])).toEqual(
      ["Q1", "Q2", "Q3", "Q4"].map((id) => [id, "cannot_tell"]),
    );
    expect(report.findings).toEqual([]);
    expect(status).toBe(2);
  });

  test("no permission, named and inside a folder", () => {
    const path = write(folder, "locked/secret.log", text([combined()]));
    const link = join(folder, "locked-by-name.log");
    symlinkSync(path, link);
    execFileSync("chmod", ["000", path]);
    // Folders that may not be listed, or not be entered, among others in one that may.
    const seen = write(folder, "var-log/app/seen.log", text([combined()]));
    const shut = ["unlisted", "unentered"].map((name, n) => {
      write(folder, `var-log/${name}/hidden.log`, text([combined()]));
      const inside = join(folder, "var-log", name);
      execFileSync("chmod", [n === 0 ? "300" : "400", inside]);
      return inside;
    });
    const behind = join(shut[1] ?? "", "hidden.log");
    // Root may read everything; without that capability the owner's mode counts.
    const drop =
      process.getuid?.() === 0
        ? [
            "setpriv",
            "--inh-caps=-dac_override,-dac_read_search",
            "--bounding-set=-dac_override,-dac_read_search",
          ]
        : [];
    const [program, ...rest] = [
      ...drop,
      process.execPath,
      mainScript,
      "triage",
      "--json",
      good,
      link,
      join(folder, "locked"),
      join(folder, "var-log"),
      behind,
    ] as string[];
    const run = spawnSync(program ?? "", rest, { encoding: "utf8" });
    for (const inside of shut) execFileSync("chmod", ["700", inside]);
    for (const inside of [...shut, behind])
      expect(run.stderr).toContain(`vedette: ${inside}: no permission to read it. [input.unreadable]\n`);
    expect(sourceOf(JSON.parse(run.stdout) as ReportDocument, seen).events).toBe(1);
    expect(run.stderr).toMatch(/locked-by-name\.log: no permission to read it.*\[input\.unreadable\]/);
    expect(run.stderr).toMatch(/locked\/secret\.log: no permission to read it.*\[input\.unreadable\]/);
    restDone(JSON.parse(run.stdout) as ReportDocument);
    expect(run.status).toBe(2);
  });
});

describe("one log under several names", () => {
  test("is read and counted once, and the report says so: status 0", async () => {
    const dotted = good.replace(/\/good\.log$/, "/./good.log");
    const link = join(folder, "link-to-good.log");
    symlinkSync(good, link);
    const { report, status } = await triageJson([good, dotted, link, good]);
    restDone(report);
    expect(report.sources).toHaveLength(1);
    expect(report.notes).toContain(`${good} is the same file as ${dotted}, ${link}, and was read once.`);
    expect(status).toBe(0);
  });
});

describe("damaged archives give all that stands in front of the damage: status 2", () => {
  const lines = Array.from({ length: 3000 }, (_, n) =>
    combined({ ip: `198.51.100.${n % 200}`, request: `GET /page/${(n * 7919) % 1009} HTTP/1.1` }),
  );
  const whole = text([...lines, tool(30)]);
  const garbage = Buffer.from("garbage behind the end of it\n");
  const gz = gzipSync(whole);
  const wrongSum = Buffer.from(gz);
  wrongSum.writeUInt32LE((gz.readUInt32LE(gz.length - 8) ^ 1) >>> 0, gz.length - 8);
  interface Case {
    readonly name: string;
    readonly packer?: string;
    /** Complete lines that are in front of the damage. */
    readonly events: number;
    readonly code: string;
    readonly message?: RegExp;
    make(): Uint8Array;
  }
  const linesIn = (bytes: Uint8Array) =>
    gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).toString().split("\n").length - 1;
  const cases: readonly Case[] = [
    {
      name: "cut.gz",
      events: linesIn(gz.subarray(0, gz.length - 2000)),
      code: "input.truncated",
      make: () => gz.subarray(0, gz.length - 2000),
    },
    {
      name: "begun.gz",
      events: linesIn(gz.subarray(0, 900)),
      code: "input.truncated",
      make: () => gz.subarray(0, 900),
    },
    {
      name: "second-member-cut.gz",
      events: 3001 + linesIn(gz.subarray(0, 5000)),
      code: "input.truncated",
      make: () => Buffer.concat([gz, gz.subarray(0, 5000)]),
    },
    {
      name: "followed.gz",
      events: 3001,
      code: "input.corrupt",
      message: /something else follows its end/,
      make: () => Buffer.concat([gz, garbage]),
    },
    { name: "wrong-sum.gz", events: 3001, code: "input.corrupt", make: () => wrongSum },
    ...["bzip2", "xz"].map((packer) => ({
      packer,
      name: `followed.${packer}`,
      events: 3001,
      code: "input.corrupt",
      message: /something else follows its end/,
      make: () => Buffer.concat([pack(packer, whole), garbage]),
    })),
    {
      packer: "bzip2",
      name: "second-member-cut.bzip2",
      events: 3001,
      code: "input.truncated",
      make: () => {
        const bytes = pack("bzip2", whole);
        return Buffer.concat([bytes, bytes.subarray(0, bytes.length - 100)]);
      },
    },
    {
      packer: "zstd",
      name: "followed.zstd",
      events: 3001,
      code: "input.corrupt",
      make: () => Buffer.concat([pack("zstd", whole), garbage]),
    },
  ];
  const here = cases.filter(({ packer }) => packer === undefined || !absent.includes(packer as "xz"));
  let outcome: Outcome & { report: ReportDocument };

  beforeAll(async () => {
    for (const { name, make } of here) write(folder, `salvage/${name}`, make());
    outcome = await triageJson([good, ...here.map(({ name }) => join(folder, "salvage", name))]);
  });

  test.for(cases)("$name", ({ name, packer, events, code, message }, context) => {
    if (packer !== undefined && absent.includes(packer as "xz")) context.skip(`${packer} is not installed`);
    const source = sourceOf(outcome.report, join(folder, "salvage", name));
    expect(source.problem).toMatchObject({ code });
    expect(source.problem?.message).toMatch(message ?? /what could be read was used/);
    // The line that a cut goes through may still fit the format.
    expect(source.events - events).toBeGreaterThanOrEqual(0);
    expect(source.events - events).toBeLessThanOrEqual(code === "input.truncated" ? 1 : 0);
  });

  test("the others are read, nothing is left behind", () => {
    restDone(outcome.report);
    expect(toolAt(outcome.report, 30)?.[1]).toBe(3001);
    expect(outcome.status).toBe(2);
    expect(outcome.left).toEqual([]);
  });

  test("from standard input, by the program itself", () => {
    const run = spawnSync(process.execPath, [mainScript, "triage", "--json", "-", good], {
      encoding: "utf8",
      input: gz.subarray(0, gz.length - 2000),
    });
    expect(run.stderr).toMatch(/^vedette: standard input: .* ends before its end.*\[input\.truncated\]\n/);
    const report = JSON.parse(run.stdout) as ReportDocument;
    restDone(report);
    expect(sourceOf(report, "-").events).toBeGreaterThan(1000);
    expect(run.status).toBe(2);
  });

  test("zeros that fill a tape's last block are no damage", async () => {
    const path = write(folder, "salvage/tape.gz", Buffer.concat([gz, Buffer.alloc(512)]));
    const { report, status } = await triageJson([path]);
    expect(sourceOf(report, path)).toMatchObject({ events: 3001, rejected: 0 });
    expect(sourceOf(report, path).problem).toBeUndefined();
    expect(status).toBe(0);
  });

  test("a log whose first host begins like bzip2 is a log", async () => {
    const path = write(folder, "BZh9.log", [
      `BZh9.example.org:80 ${combined()}`,
      `www.example:80 ${tool(31)}`,
    ]);
    const { report, status } = await triageJson([path]);
    expect(sourceOf(report, path)).toMatchObject({ events: 2, rejected: 0 });
    expect(status).toBe(0);
  });
});

describe("a log that is rotated between reading and quoting", () => {
  const asked = (ip: string) =>
    combined({ ip, request: "GET /.env HTTP/1.1", bytes: 321, agent: "curl/8.5.0" });
  const old = text([combined(), combined(), asked("203.0.113.40")]);
  const other = text([combined(), combined(), asked("203.0.113.41")]);
  const unpacked = (content: string) => Buffer.from(content);

  async function rotated(
    name: string,
    pack: (content: string) => Uint8Array,
    rotate: (path: string) => void,
    more: Partial<TriageRequest> = {},
  ) {
    const path = write(folder, `rotated/${name}`, pack(old));
    const effects = silentEffects();
    const run = await openTriage(requestFor([path, good], more), effects, ({ stage }) => {
      if (stage === "analysing") rotate(path);
    });
    const files = readlinks();
    await run.close();
    expect(effects.left.size).toBe(0);
    const report = documentOf(run.result);
    restDone(report);
    return {
      problem: sourceOf(report, path).problem,
      quoted: [...run.result.evidence.values()].filter((line) => line.path === path).map((line) => line.text),
      // Descriptors of the log that are open before and after the end of the run.
      held: [files, readlinks()].map((list) => list.filter((target) => target.includes(name)).length),
    };
  }

  /** What the descriptors of this process stand for. */
  const readlinks = () =>
    existsSync("/proc/self/fd")
      ? readdirSync("/proc/self/fd").flatMap((name) => {
          try {
            return [readlinkSync(`/proc/self/fd/${name}`)];
          } catch {
            return [];
          }
        })
      : [];
  const line = asked("203.0.113.40");

  const replaced = (path: string) => {
    renameSync(path, `${path}.1`);
    write("/", path, path.endsWith(".gz") ? gzipSync(other) : other);
  };

  test.for([
    ["renamed.log", unpacked, (path: string) => renameSync(path, `${path}.1`)],
    ["replaced.log", unpacked, replaced],
    ["removed.log", unpacked, (path: string) => rmSync(path)],
    ["grown.log", unpacked, (path: string) => appendFileSync(path, other)],
    ["replaced.log.gz", gzipSync, replaced],
  ] as const)("%s: the file that was opened is read to the end", async ([name, pack, rotate], context) => {
    if (!existsSync("/proc/self/fd")) context.skip("no /proc/self/fd");
    const { problem, quoted, held } = await rotated(name, pack, rotate);
    expect(problem).toBeUndefined();
    expect(quoted).toEqual([line]);
    expect(held).toEqual([1, 0]);
  });

  test("copytruncate: said, and no line of the new log is quoted", async () => {
    const { problem, quoted } = await rotated("truncated.log", unpacked, (path) => write("/", path, ""));
    expect(problem).toEqual({ code: "input.changed", message: expect.stringMatching(/became shorter/) });
    expect(quoted).toEqual([]);
  });

  test("a store has kept the lines itself", async () => {
    const { problem, quoted } = await rotated("stored.log", unpacked, (path) => rmSync(path), {
      store: join(folder, "rotated-store"),
    });
    expect(problem).toBeUndefined();
    expect(quoted).toEqual([line]);
  });

  test("where files cannot be held, a change is said", async () => {
    const path = write(folder, "rotated/by-path.log", old);
    const input = { path, named: true, once: false };
    const limits = { ratioMax: 10, ratioFloorBytes: 1000, spoolBytesMax: 1000 };
    const links = join(folder, "links");
    const none = new HeldFiles(0);
    const opened = await openInput(input, links, 0, limits, Readable.from([]), none);
    expect(readlinkSync(opened.file)).toBe(path);
    expect(changedSince(opened)).toBeUndefined();
    appendFileSync(path, other);
    expect(changedSince(opened)).toBeUndefined();
    renameSync(path, `${path}.1`);
    expect(changedSince(opened)).toMatchObject({
      code: "input.changed",
      message: expect.stringMatching(/replaced or removed/),
    });
    write("/", path, text([old, old, old]));
    expect(changedSince(opened)).toMatchObject({ code: "input.changed" });
  });
});

describe("what is named", () => {
  test("folders, patterns, names that look like patterns, a pipe, compressed standard input: status 0", async () => {
    write(folder, "mixed/README.md", "# Logs\n\nOf the web server.\n");
    write(folder, "mixed/empty.log", "");
    write(folder, "mixed/access.log", text([combined()]));
    const star = write(folder, "glob/a*.log", text([combined()]));
    write(folder, "glob/ab.log", text([combined(), combined()]));
    for (const name of ["p1.log", "p2.log", "q1.log"]) write(folder, `pattern/${name}`, text([combined()]));
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const writer = spawn("sh", ["-c", 'cat "$0" > "$1"', good, pipe]);
    const { report, status, stderr, left } = await triageJson(
      [star, join(folder, "pattern", "p*.log"), star, join(folder, "mixed"), pipe, "-"],
      { stdin: gzipSync(text([combined(), combined()])) },
    );
    writer.kill();
    sane(report);
    expect(Object.fromEntries(report.sources.map(({ path, events }) => [path, events]))).toEqual({
      "-": 2,
      [join(folder, "mixed", "README.md")]: 0,
      [join(folder, "mixed", "access.log")]: 1,
      [join(folder, "mixed", "empty.log")]: 0,
      [join(folder, "pattern", "p1.log")]: 1,
      [join(folder, "pattern", "p2.log")]: 1,
      [pipe]: 3,
      // The file of that name, once, and not the one that the pattern would fit as well.
      [star]: 1,
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(left).toEqual([]);
  });

  test("a leading dash without a folder, behind --", () => {
    write(folder, "dash/-x.log", text([combined()]));
    const run = spawnSync(process.execPath, [mainScript, "triage", "--json", "--", "-x.log"], {
      cwd: join(folder, "dash"),
      encoding: "utf8",
    });
    expect(sourceOf(JSON.parse(run.stdout) as ReportDocument, "-x.log").events).toBe(1);
    expect(run.status).toBe(0);
  });

  test("empty standard input, and a device without content: status 2", async () => {
    const { report, stderr, status } = await triageJson(["-", "/dev/null", good]);
    restDone(report);
    expect(stderr).toMatch(/standard input: empty.*\[input\.empty\]/);
    expect(stderr).toMatch(/\/dev\/null: empty.*\[input\.empty\]/);
    expect(status).toBe(2);
  });
});

describe("what is not in the records", () => {
  test("no time stamp", async () => {
    const path = write(
      folder,
      "timeless.log",
      text([
        '203.0.113.9 "GET /.env HTTP/1.1" 404 "Wfuzz/3.1.0"',
        '203.0.113.9 "GET / HTTP/1.1" 200 "Wfuzz/3.1.0"',
      ]),
    );
    const { report, status } = await triageJson(["--log-format", '%h "%r" %>s "%{User-Agent}i"', path]);
    sane(report);
    const source = sourceOf(report, path);
    expect(source).toMatchObject({ lines: 2, events: 2 });
    expect(source.first).toBeUndefined();
    expect(source.notes.join()).toMatch(/no time stamps/);
    expect(report.window).toBeUndefined();
    expect(toolAt(report, 9)).toEqual([path, 1]);
    expect(report.indicators.find(({ id }) => id === "scan.slow")).toMatchObject({
      ran: false,
      note: expect.stringMatching(/time_ms/) as unknown,
    });
    expect(report.coverage.find(({ clause }) => clause === "LS1")).toMatchObject({
      state: "partial",
      sentence: expect.stringMatching(/no time stamps/) as unknown,
    });
    expect(status).toBe(0);
  });

  test("records outside --from and --to are rejected by name", async () => {
    const path = write(
      folder,
      "week.log",
      text([14, 15, 16, 17, 18, 19].map((day) => at(`${day}/May/2026:10:05:03 +0000`))),
    );
    const { report, status } = await triageJson(["--from", "2026-05-15", "--to", "2026-05-17", path]);
    sane(report);
    expect(sourceOf(report, path)).toMatchObject({
      lines: 6,
      events: 3,
      rejected: 3,
      outside: 3,
      first: "2026-05-15T10:05:03.000Z",
      last: "2026-05-17T10:05:03.000Z",
      rejects: [{ reason: "outside the window", count: 3, line: 1 }],
    });
    expect(status).toBe(0);
  });
});
