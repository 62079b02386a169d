/** The report keeps its contract, its evidence is in the files, and hostile log text stays text. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, test } from "vitest";
import { seeded } from "../bench/make-log.ts";
import { renderBrief } from "../src/report/brief.ts";
import { renderHtml } from "../src/report/html.ts";
import { renderJson } from "../src/report/json.ts";
import { renderMarkdown } from "../src/report/markdown.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { renderTicket } from "../src/report/ticket.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { root, sampleLogs, sharedContract, sharedWebLogs } from "./support/places.ts";
import { triageDocument } from "./support/triage.ts";

const schemaText = readFileSync(join(root, "test", "fixtures", "report.schema.json"), "utf8");
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(JSON.parse(schemaText));

function linesOf(path: string): string[] {
  const bytes = readFileSync(path);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8").split("\n");
}

/** Evidence of a seeded choice of findings, read from the files again. */
function checkEvidence(report: ReportDocument, seed: number): number {
  const random = seeded(seed);
  const files = new Map<string, string[]>();
  let checked = 0;
  for (const finding of report.findings) {
    expect(finding.evidence.length, finding.id).toBeGreaterThan(0);
    if (random() > 0.4) continue;
    for (const { path, line, text } of finding.evidence) {
      const lines = files.get(path) ?? linesOf(path);
      files.set(path, lines);
      const whole = lines[line - 1]?.replace(/\r$/, "");
      // A report quotes the first 4096 bytes of a line, and says that there is more.
      if (whole !== undefined && Buffer.byteLength(whole) > 4096)
        expect(whole.startsWith(text.replace(/…$/, "")) && text.endsWith("…"), `${path}:${line}`).toBe(true);
      else expect(text, `${path}:${line}`).toBe(whole);
      checked += 1;
    }
  }
  return checked;
}

describe("the JSON report", () => {
  let report: ReportDocument;
  beforeAll(async () => {
    report = await triageDocument(sampleLogs);
  });

  test("is what the schema promises", () => {
    const valid = validate(JSON.parse(renderJson(report)));
    expect(validate.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  test.skipIf(!existsSync(sharedContract))(
    "the schema kept here is the contract of ../shared/contract",
    () => {
      expect(JSON.parse(schemaText)).toEqual(JSON.parse(readFileSync(sharedContract, "utf8")));
    },
  );

  test("evidence stands in the files, line for line", () => {
    expect(checkEvidence(report, 1)).toBeGreaterThan(50);
  });

  test("names every step, question and source of the playbook", () => {
    expect(report.steps.map(({ clause }) => clause)).toEqual([
      "L1a",
      "L1b",
      "L1c",
      "T2a",
      "T2b",
      "T2c",
      "T2d",
      "C1",
      "C2",
      "C3",
      "C4",
      "C5",
    ]);
    expect(report.questions.map(({ id }) => id)).toEqual(["Q1", "Q2", "Q3", "Q4"]);
    expect(report.coverage.map(({ clause }) => clause)).toEqual(["LS1", "LS2", "LS3", "LS4", "MAIL"]);
  });

  test("a missing source never reads as no", () => {
    const q3 = report.questions.find(({ id }) => id === "Q3");
    expect(q3).toMatchObject({ answer: "cannot_tell", missing: ["mail"] });
  });

  test("every id that is named exists", () => {
    const findings = new Set(report.findings.map(({ id }) => id));
    const entities = new Set(report.entities.map(({ id }) => id));
    for (const one of report.cases) {
      for (const id of one.findings) expect(findings.has(id), id).toBe(true);
      for (const id of one.entities) expect(entities.has(id), id).toBe(true);
      for (const { from, to } of one.links)
        expect([from, to].every((id) => one.entities.includes(id))).toBe(true);
    }
    for (const finding of report.findings) expect(entities.has(finding.entity), finding.id).toBe(true);
    expect(new Set(report.findings.map(({ id }) => id)).size).toBe(report.findings.length);
  });

  test("a ticket leads with the gravest finding and its proof, each line once", () => {
    const one = report.cases.find(({ title }) => title.startsWith("/.env served"));
    const ticket = renderTicket(report, String(one?.id));
    const proofs = ticket.split("\n").filter((line) => line.startsWith("Proof:"));
    expect(proofs.length).toBe(2);
    expect(new Set(proofs).size).toBe(2);
    for (const proof of proofs) expect(proof).toContain("/.env");
  });

  test("a ticket is at most ten lines, and nothing in it can be clicked on", () => {
    for (const one of report.cases) {
      const ticket = renderTicket(report, one.id);
      expect(ticket.trimEnd().split("\n").length).toBeLessThanOrEqual(10);
      expect(ticket).not.toMatch(/https?:\/\//);
      // Versions of browsers look like addresses, and nothing makes a link of them.
      expect(ticket.replace(/ (Chrome|Version)\/[\d.]+/g, "")).not.toMatch(
        /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/,
      );
      // Files and times are what they were.
      expect(ticket).toContain(`Seen ${one.first} to ${one.last}`);
      for (const proof of ticket.match(/^Proof: .*$/gm) ?? []) {
        const place = /^Proof: (\S+):(\d+) /.exec(proof);
        expect(existsSync(String(place?.[1])), proof).toBe(true);
      }
    }
  });
});

describe("numbers have their nouns", () => {
  const folder = temporaryFolder();
  // One of everything, so that a plural that is always written would show.
  const one = write(
    folder,
    "one.log",
    '203.0.113.5 - - [17/May/2026:10:05:03 +0000] "GET /.env HTTP/1.1" 200 77 "-" "curl/8.5.0"\n',
  );
  const hasWrong =
    /\(e?s\)|(?<![\d.,:/|-])1 (?:different |more |other |secret or internal |configuration |escalated |probing )?(?:requests|addresses|paths|files|records|cases|sources|endpoints|answers|days|tries|agents|names|signs|findings|entities|lines|fields|hours|crawlers|teams|slots|events)\b|\b(?!1\b)\d+ (?:request|address|path|file|record|case|source|endpoint|answer|day|agent|name|finding|entity)\b(?! \w+s\b)/;

  test("the pattern finds what it is for", () => {
    for (const wrong of [
      "2 answer(s)",
      "on 1 days",
      "1 different paths",
      "3 file",
      "1 secret or internal endpoint(s)",
    ])
      expect(wrong).toMatch(hasWrong);
    for (const right of ["2 answers", "on 1 day", "1 different path", "3 files", "HTTP/1.1 requests"])
      expect(right).not.toMatch(hasWrong);
  });

  test.each(["one log of one line", "the samples"])(
    "%s, in the brief, tickets, Markdown and HTML",
    async (what) => {
      const report = await triageDocument(what === "the samples" ? sampleLogs : [one]);
      const raw = (text: string) =>
        text
          .replace(/```text[\s\S]*?```/g, "")
          .replace(/<code[\s\S]*?<\/code>/g, "")
          .replace(/^Proof: .*$|^ {4}.*$/gm, "");
      const pages = [
        renderBrief(report, { colour: false, columns: 120, zone: "UTC" }),
        renderMarkdown(report, "UTC"),
        renderHtml(report, "UTC").replace(/<style>[\s\S]*?<\/style>/, ""),
        ...report.cases.map(({ id }) => renderTicket(report, id)),
      ];
      expect(report.findings.length).toBeGreaterThan(0);
      for (const page of pages) expect(hasWrong.exec(raw(page))?.[0]).toBeUndefined();
      for (const { sentence } of report.findings) expect(hasWrong.exec(sentence)?.[0]).toBeUndefined();
    },
  );
});

describe.skipIf(!existsSync(sharedWebLogs))("real logs of ../shared/data/web", () => {
  test("every log is recognised, counted whole, and its evidence stands in it", async () => {
    const report = await triageDocument([sharedWebLogs]);
    const source = (part: string) =>
      report.sources.find(({ path }) => path.includes(part) && !path.endsWith("LICENSE"));
    expect(source("elastic_apache_2015.log")).toMatchObject({ lines: 10_000, format: "ncsa-combined" });
    expect(source("sparkdev_wordpress")).toMatchObject({ lines: 165_265, format: "ncsa-combined" });
    for (const name of readdirSync(sharedWebLogs).filter((file) => !file.endsWith("LICENSE"))) {
      expect(source(name)?.events, name).toBeGreaterThan(0);
    }
    for (const { lines, events, rejected, rejects } of report.sources) {
      expect(lines).toBe(events + rejected);
      expect(rejects.reduce((sum, { count }) => sum + count, 0)).toBe(rejected);
    }
    expect(validate(JSON.parse(renderJson(report)))).toBe(true);
    expect(checkEvidence(report, 2)).toBeGreaterThan(100);
    // The uptime monitor with 56,000 requests, feed readers and search engines are ordinary.
    const escalated = report.entities.filter(({ action }) => action === "escalate");
    const proof = escalated.flatMap(({ findings }) =>
      report.findings
        .filter(({ id }) => findings.includes(id))
        .flatMap(({ evidence }) => evidence.map(({ text }) => text)),
    );
    expect(proof.length).toBeGreaterThan(0);
    expect(proof.filter((text) => /jetmon|Feedly|Feedbin|NewsBlur|Tiny Tiny RSS/i.test(text))).toEqual([]);
  });
});

describe("hostile log text", () => {
  const evil =
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`![x](http://evil.example/)[y](javascript:z)| \\x1b[31m‮​%00";
  const folder = temporaryFolder();
  const agents = [
    "\u001b]0;owned\u0007",
    "\u202egnp.exe",
    "<script>alert(1)</script>",
    "![a](http://evil.example/x.png)",
    "[click](javascript:alert(1))",
    "=cmd|' /C calc'!A0",
    "\u0000\u0007\u009b31m",
  ];
  const lines = agents.map(
    (agent, index) =>
      `203.0.113.${index + 1} - - [17/May/2026:10:05:03 +0000] "GET /.env${encodeURI(evil).slice(0, 40)} HTTP/1.1" 200 77 "-" "Wfuzz/3.1 ${agent}"`,
  );
  const more = agents.map(
    (agent, index) =>
      `203.0.113.${index + 1} - - [17/May/2026:10:05:04 +0000] "GET /.git/config HTTP/1.1" 200 99${index} "-" "Wfuzz/3.1 ${agent}"`,
  );
  let report: ReportDocument;
  beforeAll(async () => {
    report = await triageDocument([write(folder, "hostile.log", `${[...lines, ...more].join("\n")}\n`)]);
  });

  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones to find
  const dangerous = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;

  test("gives findings, so that there is something to show", () => {
    expect(report.findings.length).toBeGreaterThan(agents.length);
  });

  test("is plain text in the brief, in Markdown and in tickets", () => {
    const brief = renderBrief(report, { colour: false, columns: 100, zone: "UTC" });
    const markdown = renderMarkdown(report, "UTC");
    const tickets = report.cases.map(({ id }) => renderTicket(report, id)).join("");
    for (const text of [brief, markdown, tickets]) expect(text).not.toMatch(dangerous);
    const prose = markdown.replace(/```text[\s\S]*?```/g, "").replace(/`[^`]*`/g, "");
    expect(prose).not.toMatch(/(?<!\\)!?\[[^\]]*(?<!\\)\]\((?!#)/);
    expect(prose).not.toMatch(/<script|<img/i);
  });

  test("is text in HTML, which has no script and loads nothing", () => {
    const html = renderHtml(report, "UTC");
    expect(html).not.toMatch(dangerous);
    expect(html).not.toMatch(/<script|<img[^>]+src=["']?x|onerror=alert\(2\)>/i);
    expect(html).not.toMatch(/\b(?:src|href)=["'](?!#|data:)/i);
    expect(html).toContain("default-src 'none'");
  });
});
