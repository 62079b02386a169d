/** What is read and looked at by no indicator is told as such, and so are answers that are not logged. */
import { describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();

const eve = (type: string, more: object) =>
  JSON.stringify({
    timestamp: "2026-05-17T10:05:03.000000+0000",
    event_type: type,
    src_ip: "203.0.113.7",
    dest_ip: "198.51.100.1",
    ...more,
  });
const file = eve("fileinfo", { fileinfo: { filename: "/a.txt", size: 3 } });
const visit = (status: object) =>
  eve("http", { http: { hostname: "www.example", url: "/.env", http_user_agent: "probe/1", ...status } });
const page =
  '198.51.100.9 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 512 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"';

const coverage = (document: ReportDocument, clause: string) =>
  document.coverage.find((row) => row.clause === clause);
const question = (document: ReportDocument, id: string) => document.questions.find((one) => one.id === id);
const step = (document: ReportDocument, clause: string) =>
  document.steps.find((one) => one.clause === clause);

describe("records that no indicator looks at", () => {
  test("alone, they decide nothing", async () => {
    const document = await triageDocument([write(folder, "file.json", [file, file])]);
    expect(document.decision.action).toBe("watch");
    expect(document.decision.sentence).toMatch(/^Nothing was judged/);
    expect(document.questions.map(({ answer }) => answer)).toEqual(Array(4).fill("cannot_tell"));
    expect(document.indicators.some(({ ran }) => ran)).toBe(false);
    expect(coverage(document, "LS2")).toEqual({
      clause: "LS2",
      state: "partial",
      sentence: "1 file with 2 records; read, but no indicator looks at records like these.",
    });
    for (const clause of ["L1c", "T2c"]) expect(step(document, clause)?.state).toBe("not_possible");
  });

  test("beside a web log, their kind counts as not looked at", async () => {
    const web = write(folder, "web.log", [page]);
    const beside = await triageDocument([web, write(folder, "beside.json", [file])]);
    expect(question(beside, "Q4")?.sentence).toMatch(/looked at by no indicator: nids/);
    const judged = await triageDocument([web, write(folder, "judged.json", [file, visit({ status: 404 })])]);
    expect(question(judged, "Q4")?.sentence).not.toMatch(/looked at by no indicator/);
    expect(coverage(judged, "LS2")?.sentence).toMatch(/look at 1 record among them, not at the other 1/);
  });

  test("mail is looked at, and the steps say with which result", async () => {
    const mail = (name: string, text: string) =>
      write(
        folder,
        name,
        `From: a@partner.test\nTo: b@example.org\nSubject: hello\nDate: Sun, 17 May 2026 10:05:03 +0000\n\n${text}\n`,
      );
    const quiet = await triageDocument([mail("quiet.eml", "text")]);
    expect(coverage(quiet, "MAIL")?.state).toBe("present");
    expect(step(quiet, "L1b")).toMatchObject({
      state: "for_a_person",
      sentence: expect.stringMatching(
        /^No mail was found to ask for client configuration; no alert\. Left to a person/,
      ),
    });
    expect(step(quiet, "C3")?.sentence).toMatch(/No mail was found to take out/);
    const asking = await triageDocument([mail("asking.eml", "Please send us your browser version.")]);
    expect(step(asking, "L1b")?.sentence).toMatch(/^1 mail asking for client configuration, 0 of them/);
    expect(step(asking, "C3")?.sentence).toMatch(/another way before anybody answers: a@partner\.test\.$/);
    expect(question(asking, "Q3")?.answer).not.toBe("no");
    expect(asking.decision.action).toBe("escalate");
  });

  test("mail of which only the subject is logged is a gap", async () => {
    const record = {
      Timestamp: "2026-05-17T10:05:03Z",
      NetworkMessageId: "n1",
      SenderFromAddress: "x@else.example",
      RecipientEmailAddress: "ann@corp.test",
      Subject: "Lunch",
      DeliveryAction: "Delivered",
    };
    const document = await triageDocument([write(folder, "gateway.json", [JSON.stringify(record)])]);
    expect(coverage(document, "MAIL")).toMatchObject({
      state: "partial",
      sentence: expect.stringMatching(/no text of mails/),
    });
  });
});

describe("answers that are not logged", () => {
  test("are neither refused nor served", async () => {
    const document = await triageDocument([write(folder, "half.json", [visit({}), visit({ status: 404 })])]);
    const probe = document.findings.find(({ indicator }) => indicator === "endpoint.config-probe");
    expect(probe?.sentence).toMatch(/1 not served .* 0 served without a user, 1 whose answer is not logged$/);
    expect(document.decision.sentence).toMatch(/none seen served/);
    expect(document.cases[0]?.title).toMatch(/none seen served/);
    expect(coverage(document, "LS2")?.sentence).toMatch(/the answer of 1 of 2 requests is not logged/);
  });

  test("where all are logged, nothing was served", async () => {
    const document = await triageDocument([write(folder, "whole.json", [visit({ status: 404 })])]);
    expect(document.decision.sentence).toMatch(/nothing served/);
    expect(coverage(document, "LS2")?.state).toBe("present");
  });
});
