/** Sign-ins of one address as many, and users new to an address on the endpoints of a site. */
import { beforeAll, describe, expect, test } from "vitest";
import { fillSql, literals } from "../src/engine/sql.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { content, open, triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const browser = (n: number) =>
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${120 + n}.0) Gecko/20100101 Firefox/${120 + n}.0`;
const signin = (address: string, account: string, agent: string, code: number, minute = 0) =>
  JSON.stringify({
    createdDateTime: `2026-05-17T10:${String(minute).padStart(2, "0")}:03Z`,
    userPrincipalName: account,
    appDisplayName: "Office 365 Exchange Online",
    clientAppUsed: "Browser",
    ipAddress: address,
    userAgent: agent,
    resourceDisplayName: "Microsoft Graph",
    status: { errorCode: code },
  });
const people = (n: number, domain = "corp.test") =>
  Array.from({ length: n }, (_, at) => `user${at}@${domain}`);
const of = (document: ReportDocument, address: string) =>
  document.findings.find(
    ({ indicator, entity }) => indicator === "signin.many-accounts" && entity === `ip:${address}`,
  );

describe("sign-ins", () => {
  let document: ReportDocument;
  beforeAll(async () => {
    document = await triageDocument([
      write(folder, "signins.json", [
        // A library with a list, of whom one gets in.
        ...people(12).map((who, n) =>
          signin("203.0.113.1", who, "python-requests/2.32.3", n === 7 ? 0 : 50126),
        ),
        // A list of names that do not exist, under one browser.
        ...people(15).map((who) => signin("203.0.113.2", who, browser(1), 50034)),
        // A tool made for it, with one account.
        signin("203.0.113.3", "ann@corp.test", "ROADtools", 0),
        // An office: many agents, some mistype first and get in.
        ...people(30).flatMap((who, n) => [
          signin("203.0.113.4", who, browser(n % 9), n < 12 ? 50126 : 0),
          signin("203.0.113.4", who, browser(n % 9), 0, 1),
        ]),
        // An office whose sessions ended in the night.
        ...people(30).map((who) => signin("203.0.113.5", who, browser(1), 700082)),
        // An office with old telephones.
        ...people(12).map((who) => signin("203.0.113.6", who, "BAV2ROPC", 0)),
        // A script with two accounts of its own.
        ...["a@corp.test", "b@corp.test"].map((who) =>
          signin("203.0.113.7", who, "python-requests/2.32.3", 0),
        ),
        // Nine in one day and nine on the next are no ten.
        ...people(9).map((who) => signin("203.0.113.8", who, browser(1), 50126)),
        ...people(18)
          .slice(9)
          .map((who) => signin("203.0.113.8", who, browser(1), 50126).replace("05-17", "05-18")),
      ]),
    ]);
  }, 60_000);

  test("by a library that got in are escalated at once", () => {
    expect(of(document, "203.0.113.1")?.sentence).toMatch(
      /^12 sign-ins as 12 accounts within a day by a Python library, 1 got in, 11 refused/,
    );
    expect(document.decision).toMatchObject({ action: "escalate", priority: "now" });
  });
  test("of names that do not exist are told with their number, and escalated", () => {
    expect(of(document, "203.0.113.2")?.sentence).toMatch(/15 refused, 15 unknown/);
    expect(document.entities.find(({ id }) => id === "ip:203.0.113.2")?.action).toBe("escalate");
  });
  test("by a tool made for tenants need one account", () =>
    expect(of(document, "203.0.113.3")?.sentence).toMatch(/by ROADtools, 1 got in/));
  test.each([4, 5, 6, 7, 8])("of the ordinary kind 203.0.113.%i are none", (last) =>
    expect(of(document, `203.0.113.${last}`)).toBeUndefined(),
  );
  test("answer the first question, and nothing of web logs is claimed", () => {
    const first = document.questions.find(({ id }) => id === "Q1");
    expect(first?.answer).toBe("yes");
    expect(first?.sentence).toMatch(/addresses signing in as many.* Not seen: web, proxy/);
  });
  test("are told beside the sources of the playbook", () =>
    expect(document.coverage.find(({ clause }) => clause === "LS4")).toMatchObject({
      state: "absent",
      sentence: expect.stringMatching(/Sign-ins were read beside it: 1 file with \d+ records/),
    }));
});

test("agents of the catalogue are found by one entry each", () => {
  const words = content().signInAgents.flatMap(({ words }) => words);
  expect(words.length).toBe(new Set(words).size);
  // An earlier entry's word inside a later one's would hide that.
  content().signInAgents.forEach(({ words: later, id }, at) => {
    for (const earlier of content().signInAgents.slice(0, at))
      for (const word of earlier.words)
        expect(
          later.some((one) => one.includes(word)),
          `${word} in ${id}`,
        ).toBe(false);
  });
});

describe("users on configuration endpoints", () => {
  const line = (address: string, user: string, path: string, hour: number, status = 200) =>
    `${address} - ${user} [17/May/2026:${hour}:05:03 +0000] "GET ${path} HTTP/1.1" ${status} 512 "-" "${browser(1)}"`;
  test("are told where they are new to an address outside", async () => {
    const document = await triageDocument([
      write(folder, "users.log", [
        line("198.51.100.7", "ann", "/server-status", 10),
        line("198.51.100.8", "bob", "/server-status", 10),
        line("198.51.100.8", "ann", "/server-status", 11),
        line("10.0.0.5", "ann", "/server-status", 12),
        line("10.0.0.5", "bob", "/server-status", 12),
        line("10.0.0.5", "eve", "/server-status", 12),
        line("198.51.100.9", "eve", "/about", 12),
        line("198.51.100.9", "ann", "/about", 12),
        line("198.51.100.9", "bob", "/about", 12),
      ]),
    ]);
    const told = document.findings.filter(({ indicator }) => indicator === "identity.new-user");
    expect(told.map(({ entity }) => entity)).toEqual(["ip:198.51.100.8"]);
    expect(told[0]?.sentence).toMatch(/names ann, bob .*; 1 user new to this address$/);
  }, 60_000);
});

test("each topic of files and searches knows its examples, and none of its counterexamples", async () => {
  const { signInTopics } = content();
  const samples = signInTopics.flatMap(({ name, examples, counterexamples }) => [
    ...examples.map((text) => ({ name, text, fits: true })),
    ...counterexamples.map((text) => ({ name, text, fits: false })),
  ]);
  const run = await open([
    write(folder, "topics.json", [signin("203.0.113.9", "ann@corp.test", browser(1), 0)]),
  ]);
  try {
    const rows = await run.engine.rows(
      fillSql(
        `SELECT {config_topics} AS topics FROM (SELECT arrayJoin(${literals(samples.map(({ text }) => text))}) AS named)`,
        run.parts ?? {},
      ),
    );
    samples.forEach(({ name, text, fits }, at) => {
      const topics = rows[at]?.topics as string[];
      if (fits) expect(topics, text).toContain(name);
      else expect(topics, text).not.toContain(name);
    });
  } finally {
    await run.close();
  }
});
