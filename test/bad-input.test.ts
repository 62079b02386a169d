/**
 * Whatever is wrong with one input is said clearly, and the rest of the run is done.
 * Exit status: 0 done, 2 where a named input was not recognised or not read to its end;
 * rejected lines alone do not count.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { ReportDocument, ReportSource } from "../src/report/document.ts";
import { type Outcome, triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined, json } from "./support/lines.ts";
import { mainScript } from "./support/places.ts";

const folder = temporaryFolder();
const good = write(folder, "good.log", [combined(), combined({ request: "GET /about HTTP/1.1" }), combined({ ip: "203.0.113.5", agent: "Wfuzz/3.1.0" })]);
const text = (lines: readonly string[], end = "\n") => `${lines.join(end)}${end}`;
const hundred = Array.from({ length: 100 }, (_, n) => combined({ request: `GET /page/${n} HTTP/1.1` }));

interface Expected {
  readonly status: 0 | 2;
  readonly format?: string;
  readonly events: number;
  /** Rejected records by reason. */
  readonly rejects?: Readonly<Record<string, number>>;
  /** Code of the source's problem and its message. */
  readonly problem?: readonly [code: string, message: RegExp];
  readonly note?: RegExp;
}

function sourceOf(report: ReportDocument, path: string): ReportSource {
  const found = report.sources.find((source) => source.path === path);
  if (found === undefined) throw new Error(`no source ${path}; there are ${report.sources.map((source) => source.path).join(", ")}`);
  return found;
}

/** Holds for every run, whatever the input. */
function sane({ report, left }: { report: ReportDocument; left: readonly string[] }): void {
  for (const source of report.sources) {
    expect(source.lines, `lines of ${source.path}`).toBe(source.events + source.rejected);
    expect(source.rejects.reduce((sum, { count }) => sum + count, 0), `rejects of ${source.path}`).toBe(source.rejected);
    for (const reject of source.rejects) expect(reject.reason).not.toBe("");
  }
  expect(left).toEqual([]);
}

/** The run's other input was read and judged. */
function restDone(report: ReportDocument): void {
  expect(sourceOf(report, good)).toMatchObject({ format: "ncsa-combined", lines: 3, events: 3, rejected: 0 });
  expect(report.findings.filter(({ indicator }) => indicator === "ua.tool").map(({ entity }) => entity)).toContain("ip:203.0.113.5");
}

/** Triages an input beside a good one. */
async function besideGood(path: string, expected: Expected, options: readonly string[] = []): Promise<Outcome & { report: ReportDocument; source: ReportSource }> {
  const outcome = await triageJson([...options, "--", good, path]);
  sane(outcome);
  restDone(outcome.report);
  const source = sourceOf(outcome.report, path);
  expect(source.problem, "problem").toEqual(expected.problem === undefined ? undefined : { code: expected.problem[0], message: expect.stringMatching(expected.problem[1]) });
  if (expected.problem !== undefined && expected.status === 2) expect(outcome.stderr).toMatch(new RegExp(`\\[${expected.problem[0]}\\]`));
  expect(source.events, "events").toBe(expected.events);
  expect(Object.fromEntries(source.rejects.map(({ reason, count }) => [reason, count]))).toEqual(expected.rejects ?? {});
  if (expected.format !== undefined) expect(source.format).toBe(expected.format);
  if (expected.note !== undefined) expect(source.notes.join("\n")).toMatch(expected.note);
  expect(outcome.status, `exit status; standard error: ${outcome.stderr}`).toBe(expected.status);
  return { ...outcome, source };
}

describe("what cannot be read at all", () => {
  test("an empty file", () => besideGood(write(folder, "empty.log", ""), { status: 2, events: 0, problem: ["input.empty", /empty/] }));

  test("a file of blank lines", () => besideGood(write(folder, "blank.log", "\n\n  \n"), { status: 2, events: 0, problem: ["input.empty", /blank/] }));

  test("binary content", () => {
    const bytes = Uint8Array.from({ length: 50_000 }, (_, n) => (n * 7919 + (n >> 3) * 104_729) % 256);
    return besideGood(write(folder, "binary.log", bytes), { status: 2, events: 0, format: "unknown", problem: ["input.unrecognised", /binary/] });
  });

  test("text that is no log", () => besideGood(write(folder, "prose.log", text(["Dear all,", "the server is down.", "Regards"])), { status: 2, events: 0, format: "unknown", problem: ["input.unrecognised", /no known format/] }));

  test("a missing file", async () => {
    const outcome = await triageJson([good, join(folder, "not-there.log")]);
    sane(outcome);
    restDone(outcome.report);
    expect(outcome.stderr).toMatch(/not-there\.log: no such file.*\[input\.missing\]/);
    expect(outcome.status).toBe(2);
  });

  test("a pattern that fits nothing", async () => {
    const outcome = await triageJson([good, join(folder, "none-*.log")]);
    restDone(outcome.report);
    expect(outcome.stderr).toMatch(/\[input\.missing\]/);
    expect(outcome.status).toBe(2);
  });

  test("an empty folder", async () => {
    mkdirSync(join(folder, "hollow"));
    const outcome = await triageJson([good, join(folder, "hollow")]);
    restDone(outcome.report);
    expect(outcome.stderr).toMatch(/hollow: the folder holds no file.*\[input\.no-files\]/);
    expect(outcome.status).toBe(2);
  });

  test("a folder without logs", async () => {
    write(folder, "papers/README.md", "# Papers\n\nNothing to see.\n");
    write(folder, "papers/deeper/notes.txt", "buy milk\n");
    const outcome = await triageJson([good, join(folder, "papers")]);
    sane(outcome);
    restDone(outcome.report);
    expect(outcome.report.sources.map(({ format }) => format).sort()).toEqual(["ncsa-combined", "unknown", "unknown"]);
    expect(outcome.stderr).toMatch(/papers: .*no log.*\[input\.no-files\]/);
    expect(outcome.status).toBe(2);
  });

  test("a folder with a log among other files is read without complaint", async () => {
    write(folder, "mixed/README.md", "# Logs\n\nOf the web server.\n");
    write(folder, "mixed/empty.log", "");
    write(folder, "mixed/access.log", text([combined()]));
    const outcome = await triageJson([join(folder, "mixed")]);
    sane(outcome);
    expect(sourceOf(outcome.report, join(folder, "mixed", "access.log")).events).toBe(1);
    expect(sourceOf(outcome.report, join(folder, "mixed", "README.md")).format).toBe("unknown");
    expect(outcome.status).toBe(0);
  });

  test("nothing but what cannot be read: watch, every answer 'cannot tell', status 2", async () => {
    const outcome = await triageJson([write(folder, "only.log", "not a log\n")]);
    sane(outcome);
    expect(outcome.report.decision.action).toBe("watch");
    expect(outcome.report.questions.map(({ answer }) => answer)).toEqual(["cannot_tell", "cannot_tell", "cannot_tell", "cannot_tell"]);
    expect(outcome.status).toBe(2);
  });

  test("no permission", () => {
    // Root may read everything; without that capability the owner's mode counts.
    const path = write(folder, "locked/secret.log", text([combined()]));
    execFileSync("chmod", ["000", path]);
    const drop = process.getuid?.() === 0 ? ["setpriv", "--inh-caps=-dac_override,-dac_read_search", "--bounding-set=-dac_override,-dac_read_search"] : [];
    const run = (given: readonly string[]) => {
      const [program, ...rest] = [...drop, process.execPath, mainScript, "triage", "--json", ...given] as [string, ...string[]];
      return spawnSync(program, rest, { encoding: "utf8" });
    };
    const named = run([good, path]);
    expect(named.stderr).toMatch(/secret\.log: no permission to read it.*\[input\.unreadable\]/);
    restDone(JSON.parse(named.stdout) as ReportDocument);
    expect(named.status).toBe(2);
    // Inside a folder as well: it may be a log, and it was not read.
    const inside = run([good, join(folder, "locked")]);
    expect(inside.stderr).toMatch(/secret\.log: no permission to read it.*\[input\.unreadable\]/);
    restDone(JSON.parse(inside.stdout) as ReportDocument);
    expect(inside.status).toBe(2);
  });
});

describe("encodings and line ends", () => {
  const utf16 = (order: "le" | "be", mark: boolean) => {
    const little = Buffer.from(`${mark ? "\ufeff" : ""}${text([combined(), combined({ request: "GET /caf\u00e9 HTTP/1.1" })], "\r\n")}`, "utf16le");
    return order === "le" ? little : Buffer.from(little).swap16();
  };
  test.each([
    ["le", true],
    ["le", false],
    ["be", true],
    ["be", false],
  ] as const)("UTF-16 %s, byte order mark: %s", (order, mark) =>
    besideGood(write(folder, `utf16-${order}-${mark}.log`, utf16(order, mark)), { status: 0, format: "ncsa-combined", events: 2, note: /UTF-16/ }));

  test("UTF-8 with a byte order mark", () => besideGood(write(folder, "utf8-mark.log", `\ufeff${text([combined(), combined()])}`), { status: 0, format: "ncsa-combined", events: 2 }));

  test("invalid UTF-8 in path and agent", async () => {
    const line = Buffer.concat([Buffer.from(combined({ ip: "203.0.113.6", agent: "sqlmap/1.8 " }).slice(0, -1)), Buffer.from([0xff, 0xfe, 0xc3, 0x28]), Buffer.from('"\n')]);
    const { report } = await besideGood(write(folder, "invalid.log", Buffer.concat([Buffer.from(text([combined()])), line])), { status: 0, events: 2 });
    const finding = report.findings.find(({ indicator, entity }) => indicator === "ua.tool" && entity === "ip:203.0.113.6");
    expect(finding?.evidence[0]).toMatchObject({ line: 2 });
    // Bytes that are no UTF-8 are shown as the replacement character.
    expect(finding?.evidence[0]?.text).toContain("sqlmap/1.8 \ufffd");
  });

  test("CRLF: the carriage return is no part of the last column", async () => {
    const common = (bytes: number) => combined({ bytes, agent: "" }).replace(/ "-" ""$/, "");
    await besideGood(write(folder, "crlf.log", text([common(1), common(2)], "\r\n")), { status: 0, format: "ncsa-common", events: 2 });
    const explained = await vedette(["explain", "--json", `${join(folder, "crlf.log")}:2`]);
    expect((JSON.parse(explained.stdout) as { event: unknown }).event).toMatchObject({ http_response_body_bytes: 2 });
  });

  test("CRLF that begins far into the file", async () => {
    const fields = "#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)";
    const record = (agent: string) => `2026-05-17 10:05:03 203.0.113.8 GET /a 200 ${agent}`;
    const path = write(folder, "late-crlf.log", text([fields, ...Array.from({ length: 600 }, () => record("curl/8.5.0"))]) + text(Array.from({ length: 3 }, () => record("curl/8.5.0")), "\r\n"));
    await besideGood(path, { status: 0, format: "iis-w3c", events: 603 });
    const explained = await vedette(["explain", "--json", `${path}:603`]);
    expect((JSON.parse(explained.stdout) as { event: unknown }).event).toMatchObject({ user_agent_original: "curl/8.5.0" });
  });

  test("a bare CR inside a line does not end it", async () => {
    const { source } = await besideGood(write(folder, "cr.log", text([combined(), combined({ agent: "odd\ragent" }), combined()])), { status: 0, events: 3 });
    expect(source.lines).toBe(3);
  });

  test("no line feed at the end of the file", () => besideGood(write(folder, "cut.log", text([combined(), combined()]).slice(0, -1)), { status: 0, events: 2 }));

  test("blank lines are no records", () => besideGood(write(folder, "gaps.log", text([combined(), "", "", combined(), ""])), { status: 0, events: 2 }));
});

describe("records that are no events", () => {
  test("malformed lines are counted by reason with a sample and its line", async () => {
    const bad = combined({ time: "31/Feb/2026:10:05:03 +0000" });
    const { source } = await besideGood(write(folder, "malformed.log", text([combined(), "what is this", bad, combined(), "half a li"])), {
      status: 0,
      events: 2,
      rejects: { "does not fit the format": 2, "time stamp not understood": 1 },
    });
    expect(source.rejects.map(({ line, sample }) => [line, sample])).toEqual([
      [2, "what is this"],
      [3, bad],
    ]);
  });

  test("one line of 200 MB among good lines", async () => {
    const path = write(folder, "long.log", text(hundred));
    const block = Buffer.alloc(10_000_000, "a");
    for (let n = 0; n < 20; n += 1) appendFileSync(path, block);
    appendFileSync(path, `\n${text(hundred)}`);
    expect(statSync(path).size).toBeGreaterThan(200_000_000);
    const { source } = await besideGood(path, { status: 0, events: 200, rejects: { "longer than the limit of 65536 bytes": 1 } });
    expect(source.rejects[0]).toMatchObject({ line: 101 });
    expect(source.rejects[0]?.sample.length).toBeLessThanOrEqual(1000);
  });

  test("a long line that would fit the format is rejected by its length, not lost", () =>
    besideGood(write(folder, "long-agent.log", text([combined(), combined({ agent: "A".repeat(70_000) }), combined({ agent: "A".repeat(60_000) })])), {
      status: 0,
      events: 2,
      rejects: { "longer than the limit of 65536 bytes": 1 },
    }));

  test("records outside --from and --to are rejected by name", async () => {
    const day = (n: number) => combined({ time: `${n}/May/2026:10:05:03 +0000` });
    const path = write(folder, "week.log", text([14, 15, 16, 17, 18, 19].map(day)));
    const outcome = await triageJson(["--from", "2026-05-15", "--to", "2026-05-17", path]);
    sane(outcome);
    expect(sourceOf(outcome.report, path)).toMatchObject({ lines: 6, events: 3, rejected: 3, first: "2026-05-15T10:05:03.000Z", last: "2026-05-17T10:05:03.000Z" });
    expect(sourceOf(outcome.report, path).rejects[0]).toMatchObject({ reason: "outside --from and --to", count: 3, line: 1 });
    expect(outcome.status).toBe(0);
  });
});

describe("times", () => {
  test("no time stamp", async () => {
    const path = write(folder, "timeless.log", text(['203.0.113.9 "GET /.env HTTP/1.1" 404 "Wfuzz/3.1.0"', '203.0.113.9 "GET / HTTP/1.1" 200 "Wfuzz/3.1.0"']));
    const outcome = await triageJson(["--log-format", '%h "%r" %>s "%{User-Agent}i"', path]);
    sane(outcome);
    const source = sourceOf(outcome.report, path);
    expect(source).toMatchObject({ lines: 2, events: 2 });
    expect(source.first).toBeUndefined();
    expect(source.notes.join()).toMatch(/no time stamps/);
    expect(outcome.report.window).toBeUndefined();
    expect(outcome.report.findings.map(({ indicator, entity }) => [indicator, entity])).toContainEqual(["ua.tool", "ip:203.0.113.9"]);
    const slow = outcome.report.indicators.find(({ id }) => id === "scan.slow");
    expect(slow).toMatchObject({ ran: false, note: expect.stringMatching(/time_ms/) as unknown });
    expect(outcome.report.coverage.find(({ clause }) => clause === "LS1")).toMatchObject({ state: "partial", sentence: expect.stringMatching(/no time stamps/) as unknown });
    expect(outcome.status).toBe(0);
  });

  test("times that go back", async () => {
    const at = (clock: string) => combined({ time: `17/May/2026:${clock} +0000` });
    const { source } = await besideGood(write(folder, "back.log", text(["10:05:03", "09:00:00", "11:30:00", "08:15:00"].map(at))), { status: 0, events: 4 });
    expect(source).toMatchObject({ first: "2026-05-17T08:15:00.000Z", last: "2026-05-17T11:30:00.000Z" });
  });

  test("times of different zones in one file", async () => {
    const { source } = await besideGood(write(folder, "zones.log", text([combined({ time: "17/May/2026:00:30:00 +0200" }), combined({ time: "16/May/2026:23:00:00 +0000" })])), { status: 0, events: 2 });
    expect(source).toMatchObject({ first: "2026-05-16T22:30:00.000Z", last: "2026-05-16T23:00:00.000Z" });
  });
});

describe("a format that changes half-way", () => {
  const tool = { ip: "203.0.113.10", agent: "Wfuzz/3.1.0" };

  test.each([
    ["combined, then JSON", [...hundred, json(), json(tool)], 102],
    ["JSON, then combined", [...Array.from({ length: 50 }, () => json()), combined(), combined(tool)], 52],
    ["combined, then JSON beyond the sample, then common", [...hundred, ...hundred, ...hundred, ...hundred, ...hundred, json(tool), json(), combined().replace(/ "-" "[^"]*"$/, "")], 503],
  ])("%s", async (_, lines, events) => {
    const { source, report } = await besideGood(write(folder, `change-${events}.log`, text(lines)), { status: 0, events });
    expect(source.formats).toEqual(expect.arrayContaining(["ncsa-combined", "json-access"]));
    const found = report.findings.find(({ indicator, entity }) => indicator === "ua.tool" && entity === "ip:203.0.113.10");
    expect(found?.evidence[0]?.line).toBe(lines.findIndex((line) => line.includes("Wfuzz")) + 1);
  });

  test("IIS with another #Fields line in mid-file", async () => {
    const lines = [
      "#Software: Microsoft Internet Information Services 10.0",
      "#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)",
      "2026-05-17 10:05:03 203.0.113.11 GET /a 200 Mozilla/5.0+(X11;+Linux+x86_64;+rv:128.0)+Gecko/20100101+Firefox/128.0",
      "2026-05-17 10:05:04 203.0.113.11 GET /b 200 -",
      "#Date: 2026-05-17 11:00:00",
      "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query sc-status c-ip cs(User-Agent) cs-username",
      "2026-05-17 11:05:03 10.0.0.5 GET /c q=1 404 203.0.113.12 Wfuzz/3.1.0 -",
      "2026-05-17 11:05:04 203.0.113.11 GET /d 200 short",
    ];
    const { source, report } = await besideGood(write(folder, "iis.log", text(lines)), {
      status: 0,
      format: "iis-w3c",
      events: 3,
      rejects: { "does not have the 10 fields of its #Fields line": 1 },
    });
    expect(source).toMatchObject({ first: "2026-05-17T10:05:03.000Z", last: "2026-05-17T11:05:03.000Z" });
    const tools = report.findings.filter(({ indicator }) => indicator === "ua.tool").map(({ entity, evidence }) => [entity, evidence[0]?.line]);
    expect(tools).toContainEqual(["ip:203.0.113.12", 7]);
    expect(tools.map(([entity]) => entity)).not.toContain("ip:10.0.0.5");
  });
});

describe("compression", () => {
  const content = text([...hundred, combined({ ip: "203.0.113.13", agent: "Wfuzz/3.1.0" })]);
  const plain = write(folder, "plain.log", content);
  const halves = [text(hundred.slice(0, 50)), text([...hundred.slice(50), combined({ ip: "203.0.113.13", agent: "Wfuzz/3.1.0" })])] as const;
  const [first, second] = [write(folder, "first.log", halves[0]), write(folder, "second.log", halves[1])];
  const tools = ["gzip", "zstd", "bzip2", "xz"] as const;
  const packed = (tool: string, path: string) => execFileSync(tool, ["-c", path], { maxBuffer: 1 << 28 });
  const installed = (tool: string) => spawnSync(tool, ["--version"]).error === undefined;

  describe.each(tools)("%s", (tool) => {
    test("by its bytes, whatever the name", async (context) => {
      if (!installed(tool)) context.skip(`${tool} is not installed`);
      const { source, report } = await besideGood(write(folder, `whole-${tool}.txt`, packed(tool, plain)), { status: 0, format: "ncsa-combined", events: 101 });
      expect(source.bytes).toBe(packed(tool, plain).length);
      // Evidence is the physical line inside.
      expect(report.findings.find(({ entity, indicator }) => entity === "ip:203.0.113.13" && indicator === "ua.tool")?.evidence[0]?.line).toBe(101);
    });

    test("several members in one file", async (context) => {
      if (!installed(tool)) context.skip(`${tool} is not installed`);
      await besideGood(write(folder, `members-${tool}.log`, Buffer.concat([packed(tool, first), packed(tool, second)])), { status: 0, events: 101 });
    });

    test("cut off: what could be read is used", async (context) => {
      if (!installed(tool)) context.skip(`${tool} is not installed`);
      const many = write(folder, "many.log", text(Array.from({ length: 40_000 }, (_, n) => combined({ request: `GET /page/${(n * 7919) % 65_537} HTTP/1.1`, bytes: (n * 104_729) % 99_991 }))));
      const whole = packed(tool, many);
      const path = write(folder, `cut-${tool}.log`, whole.subarray(0, Math.floor(whole.length * 0.7)));
      const outcome = await triageJson([good, path]);
      sane(outcome);
      restDone(outcome.report);
      const source = sourceOf(outcome.report, path);
      expect(source.problem?.code).toBe("input.truncated");
      expect(source.problem?.message).toMatch(/ends before its end; what could be read was used/);
      expect(source.events).toBeGreaterThan(1000);
      expect(source.events).toBeLessThan(40_000);
      // At most the one line that the cut went through is no event.
      expect(source.rejected).toBeLessThanOrEqual(1);
      expect(outcome.status).toBe(2);
    });

    test("damaged in the middle", async (context) => {
      if (!installed(tool)) context.skip(`${tool} is not installed`);
      const whole = Buffer.from(packed(tool, join(folder, "many.log")));
      whole.fill(0x55, Math.floor(whole.length / 2), Math.floor(whole.length / 2) + 200);
      const path = write(folder, `hurt-${tool}.log`, whole);
      const outcome = await triageJson([good, path]);
      sane(outcome);
      restDone(outcome.report);
      expect(sourceOf(outcome.report, path).problem?.code).toMatch(/^input\.(corrupt|truncated)$/);
      expect(outcome.stderr).toMatch(/what could be read was used.*\[input\./);
      expect(outcome.status).toBe(2);
    });
  });

  describe("a bomb", () => {
    const bombed = async (path: string) => {
      const outcome = await triageJson([good, path]);
      sane(outcome);
      restDone(outcome.report);
      expect(outcome.stderr).toMatch(/decompresses to more than 250 times its size \(limit decompressed_ratio\).*\[input\.ratio\]/);
      expect(sourceOf(outcome.report, path).problem?.code).toBe("input.ratio");
      expect(outcome.status).toBe(2);
      return sourceOf(outcome.report, path);
    };

    test("of zeros", async () => {
      expect((await bombed(write(folder, "zeros.gz", gzipSync(Buffer.alloc(300_000_000), { level: 1 })))).events).toBe(0);
    });

    test("of one log line: what was read up to the limit is used", async () => {
      const line = `${combined()}\n`;
      const source = await bombed(write(folder, "bomb.gz", gzipSync(Buffer.alloc(300_000_000, line), { level: 9 })));
      expect(source.events).toBeGreaterThan(1000);
      expect(source.events * line.length).toBeLessThanOrEqual(268_435_456);
    });

    test("of zeros in zstd", async (context) => {
      if (!installed("zstd")) context.skip("zstd is not installed");
      await bombed(write(folder, "zeros.zst", execFileSync("zstd", ["-c", "-1"], { input: Buffer.alloc(300_000_000) })));
    });
  });
});

describe("names and pipes", () => {
  test.each([["braces {a,b}.log"], ["star *.log"], ["what?.log"], ["[a-z].log"], ['"double" \'single\' `back`.log'], ["line\nfeed.log"], ["back\\slash.log"], ["-dash.log"], ["\u202egnp.log"], ["$(touch x).log"]])(
    "a file named %j",
    async (name) => {
      const path = write(folder, `names/${name}`, text([combined({ ip: "203.0.113.14", agent: "Wfuzz/3.1.0" })]));
      const { report, stderr } = await besideGood(path, { status: 0, events: 1 });
      expect(report.findings.filter(({ entity }) => entity === "ip:203.0.113.14")[0]?.evidence[0]).toMatchObject({ path, line: 1 });
      expect(stderr).not.toMatch(/\u202e|line\nfeed/);
    },
  );

  test("a leading dash without a folder, behind --", () => {
    write(folder, "dash/-x.log", text([combined()]));
    const run = spawnSync(process.execPath, [mainScript, "triage", "--json", "--", "-x.log"], { cwd: join(folder, "dash"), encoding: "utf8" });
    expect(run.status).toBe(0);
    expect(sourceOf(JSON.parse(run.stdout) as ReportDocument, "-x.log").events).toBe(1);
  });

  test("a name that could be a pattern means that file and no other", async () => {
    const path = write(folder, "glob/a*.log", text([combined()]));
    write(folder, "glob/ab.log", text([combined(), combined()]));
    expect((await triageJson([path])).report.sources.map(({ path: named, events }) => [named, events])).toEqual([[path, 1]]);
  });

  test("a pattern names every file that fits", async () => {
    for (const name of ["p1.log", "p2.log", "q1.log"]) write(folder, `pattern/${name}`, text([combined()]));
    const { report } = await triageJson([join(folder, "pattern", "p*.log")]);
    expect(report.sources.map(({ path }) => path)).toEqual([join(folder, "pattern", "p1.log"), join(folder, "pattern", "p2.log")]);
  });

  test("a file named twice is read once", async () => {
    const link = join(folder, "again.log");
    symlinkSync(good, link);
    const { report } = await triageJson([good, good]);
    expect(report.sources).toHaveLength(1);
    expect((await triageJson([link])).report.sources[0]).toMatchObject({ path: link, events: 3 });
  });

  test("standard input, plain and compressed", async () => {
    const content = text([combined(), combined()]);
    for (const stdin of [Buffer.from(content), gzipSync(content)]) {
      const outcome = await triageJson(["-"], { stdin });
      sane(outcome);
      expect(outcome.report.sources[0]).toMatchObject({ path: "-", format: "ncsa-combined", events: 2 });
      expect(outcome.status).toBe(0);
    }
  });

  test("empty standard input", async () => {
    const outcome = await triageJson(["-", good], { stdin: "" });
    restDone(outcome.report);
    expect(outcome.stderr).toMatch(/standard input: empty.*\[input\.empty\]/);
    expect(outcome.status).toBe(2);
  });

  test("a named pipe", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const writer = spawn("sh", ["-c", 'cat "$0" > "$1"', good, pipe]);
    const outcome = await triageJson([pipe]);
    writer.kill();
    sane(outcome);
    expect(sourceOf(outcome.report, pipe)).toMatchObject({ format: "ncsa-combined", events: 3 });
    expect(outcome.status).toBe(0);
  });

  test("a device without content", async () => {
    const outcome = await triageJson(["/dev/null", good]);
    restDone(outcome.report);
    expect(outcome.stderr).toMatch(/\/dev\/null: empty/);
    expect(outcome.status).toBe(2);
  });
});
