/** --from and --to: over files and over a kept store alike, and what is left out is not called rejected. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { renderBrief } from "../src/report/brief.ts";
import { renderHtml } from "../src/report/html.ts";
import { renderMarkdown } from "../src/report/markdown.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const on = (day: number, more: Parameters<typeof combined>[0] = {}) =>
  combined({ time: `${String(day).padStart(2, "0")}/May/2026:10:05:03 +0000`, ...more });
const secret = { request: "GET /.env HTTP/1.1", bytes: 321, agent: "curl/8.5.0" };

/** Across the window's edges, with one record that is none. */
const across = write(folder, "across.log", [
  on(14, { ip: "203.0.113.14", ...secret }),
  on(15),
  "noise",
  on(16, { ip: "203.0.113.16", ...secret }),
  on(17),
  on(19, { ip: "203.0.113.19", ...secret }),
]);
/** Wholly inside, wholly outside, and without any time. */
const inside = write(folder, "inside.log", [
  on(16, { ip: "203.0.113.61" }),
  on(17, { ip: "203.0.113.62", ...secret }),
]);
const before = write(folder, "before.log", [on(1, { ip: "203.0.113.1", ...secret }), on(2)]);
const timeless = write(folder, "timeless.log", [
  '203.0.113.90 "GET /.env HTTP/1.1" 200',
  '203.0.113.91 "GET / HTTP/1.1" 200',
]);
const logs = [across, inside, before, timeless];
const timelessFormat = ["--log-format", '%h "%r" %>s'];
const window = ["--from", "2026-05-15", "--to", "2026-05-17"];

/** What must not depend on where the records were read from. */
function comparable({
  sources,
  generated_at: _at,
  duration_ms: _ms,
  steps: _steps,
  cases,
  ...rest
}: ReportDocument) {
  // Commands name the files or the store.
  return {
    ...rest,
    cases: cases.map(({ command: _command, ...one }) => one),
    sources: sources.map(({ bytes: _bytes, confidence: _confidence, ...source }) => source),
  };
}
const served = (report: ReportDocument) =>
  report.findings
    .filter(({ indicator }) => indicator === "endpoint.config-exposed")
    .map(({ entity }) => entity)
    .sort();

describe("a window over a kept store", () => {
  const store = join(folder, "store");
  let files: ReportDocument;
  let stored: ReportDocument;
  beforeAll(async () => {
    files = (await triageJson([...window, ...timelessFormat, ...logs])).report;
    // Given with a window too: the store keeps what lies outside of it all the same.
    for (const path of logs) await triageJson([...window, ...timelessFormat, "--store", store, path]);
    stored = (await triageJson([...window, "--store", store])).report;
  });

  test("gives what the files give", () => {
    expect(served(files)).toEqual(["ip:203.0.113.16", "ip:203.0.113.62", "ip:203.0.113.90"]);
    expect(comparable(stored)).toEqual(comparable(files));
  });

  test("counts what is outside by itself; lines are events and rejects", () => {
    expect(
      stored.sources.map(({ path, lines, events, rejected, outside, first, last }) => ({
        path,
        lines,
        events,
        rejected,
        outside,
        first,
        last,
      })),
    ).toEqual([
      {
        path: across,
        lines: 6,
        events: 3,
        rejected: 3,
        outside: 2,
        first: "2026-05-15T10:05:03.000Z",
        last: "2026-05-17T10:05:03.000Z",
      },
      {
        path: inside,
        lines: 2,
        events: 2,
        rejected: 0,
        outside: 0,
        first: "2026-05-16T10:05:03.000Z",
        last: "2026-05-17T10:05:03.000Z",
      },
      { path: before, lines: 2, events: 0, rejected: 2, outside: 2, first: undefined, last: undefined },
      { path: timeless, lines: 2, events: 2, rejected: 0, outside: 0, first: undefined, last: undefined },
    ]);
    expect(stored.sources[0]?.rejects).toEqual(
      expect.arrayContaining([
        {
          reason: "outside the window",
          count: 2,
          line: 1,
          sample: readFileSync(across, "utf8").split("\n")[0],
        },
      ]),
    );
  });

  test("changes nothing in the store: without a window everything is there", async () => {
    const { report } = await triageJson(["--store", store]);
    expect(report.sources.map(({ events, outside }) => [events, outside])).toEqual([
      [5, 0],
      [2, 0],
      [2, 0],
      [2, 0],
    ]);
    expect(served(report)).toEqual(["1", "14", "16", "19", "62", "90"].map((end) => `ip:203.0.113.${end}`));
    // And another window after that shows another part.
    const other = await triageJson(["--from", "2026-05-18", "--store", store]);
    expect(served(other.report)).toEqual(["ip:203.0.113.19", "ip:203.0.113.90"]);
  });

  test("one side alone", async () => {
    const { report } = await triageJson(["--to", "2026-05-14", "--store", store]);
    expect(served(report)).toEqual(["1", "14", "90"].map((end) => `ip:203.0.113.${end}`));
  });
});

describe("what people read of it", () => {
  let report: ReportDocument;
  beforeAll(async () => {
    report = await triageDocument([across, before], {
      fromMs: Date.UTC(2026, 4, 15),
      toMs: Date.UTC(2026, 4, 18),
    });
  });

  test("the brief says outside the window, and rejects are only those", () => {
    const brief = renderBrief(report, { colour: false, columns: 120, zone: "UTC" });
    expect(brief).toContain("3 records of 1 file from");
    expect(brief).toContain("; 1 rejected; 4 outside the window\n");
    expect(brief).not.toContain("left aside");
  });

  test("Markdown and HTML too", () => {
    const markdown = renderMarkdown(report, "UTC");
    expect(markdown).toMatch(
      /across\\?\.log \| ncsa-combined \| 6 \| 3 \| 1; 1 does not fit the format \| 2 \|/,
    );
    const html = renderHtml(report, "UTC");
    expect(html).toContain("1 rejected; 4 outside the window.");
    expect(html).toContain("2 records outside the window");
  });

  test("no gap in coverage: what lies outside is not badly read", () => {
    const few = report.coverage.find(({ clause }) => clause === "LS1");
    // One of four lines inside the window is noise; that is said, and only that.
    expect(few?.sentence).toContain("more than 5 % of the lines");
  });

  test("a good log of which most lies outside has no gap", async () => {
    const week = write(
      folder,
      "week.log",
      [14, 15, 16, 17, 18, 19].map((day) => on(day)),
    );
    const { report: good } = await triageJson([...window, week]);
    expect(good.sources[0]).toMatchObject({ events: 3, outside: 3 });
    expect(good.coverage.find(({ clause }) => clause === "LS1")).toMatchObject({
      state: "present",
      sentence: "1 file with 3 records.",
    });
  });

  test("a window that holds no record is said to be that, not a log that cannot be read", async () => {
    const { report: none, status } = await triageJson(["--from", "2026-06-15", before]);
    expect(none.decision).toMatchObject({
      action: "watch",
      sentence: "No record lies inside the window, so nothing can be said.",
    });
    expect(none.questions.map(({ answer }) => answer)).toEqual([
      "cannot_tell",
      "cannot_tell",
      "cannot_tell",
      "cannot_tell",
    ]);
    expect(status).toBe(2);
  });

  test("a folder whose logs all lie outside holds logs", async () => {
    write(folder, "logs/old.log", [on(1), on(2)]);
    const { stderr, stdout } = await vedette(["triage", "--from", "2026-06-15", join(folder, "logs")]);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^NO RESULT {2}All 2 records lie outside --from and --to/);
  });
});

test("a file of two formats loses no record to the window", async () => {
  const common = (day: number, n: number) =>
    `203.0.113.${n} - - [${day}/May/2026:10:05:03 +0000] "GET /page HTTP/1.1" 200 5`;
  const json = (day: number, n: number) =>
    JSON.stringify({
      time: `2026-05-${day}T10:05:03+00:00`,
      client_ip: `203.0.113.${n}`,
      request: "GET /page HTTP/1.1",
      status: 200,
      bytes: 5,
      agent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    });
  const lines = [14, 15, 16, 19].flatMap((day) =>
    [1, 2, 3, 4, 5].flatMap((n) => [common(day, n), json(day, n)]),
  );
  const mixed = write(folder, "mixed.log", lines);
  const { report } = await triageJson([...window, mixed]);
  expect(report.sources[0]?.formats.length).toBe(2);
  expect(report.sources[0]).toMatchObject({ lines: 40, events: 20, rejected: 20, outside: 20 });
});

test("a store that does not exist is not made by asking it", async () => {
  const { status, stdout, stderr } = await vedette(["triage", "--store", join(folder, "no-store")]);
  expect(stderr).toMatch(/no-store: there is no store here[\s\S]*\[store\.missing\]\n {2}\S/);
  expect(stdout).toBe("");
  expect(status).toBe(2);
});
