/** What a mail says of itself excuses nothing by itself, and what was not read of it is told. */
import { describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
let number = 0;

interface Mail {
  readonly from: string;
  readonly to: string;
  readonly id: string;
  readonly answers?: string;
  readonly text: string;
}

/** Mails in one file, each authenticated by the domain that it comes from. */
async function box(...mails: readonly Mail[]): Promise<ReportDocument> {
  number += 1;
  const lines = mails.map(({ from, to, id, answers, text }) => {
    const site = from.slice(from.indexOf("@") + 1);
    return [
      "From x@example Sun May 17 10:05:03 2026",
      `Authentication-Results: mx.corp.test; spf=pass smtp.mailfrom=${site}; dkim=pass header.d=${site}; dmarc=pass`,
      `From: <${from}>`,
      `To: <${to}>`,
      "Subject: Re: Page is blank",
      `Message-ID: <${id}>`,
      ...(answers === undefined ? [] : [`In-Reply-To: <${answers}>`]),
      "Date: Sun, 17 May 2026 10:05:03 +0000",
      "",
      text,
      "",
    ].join("\n");
  });
  return triageDocument([write(folder, `box-${number}.mbox`, lines)]);
}

const ours: Mail = {
  from: "ann@corp.test",
  to: "help@vendor.example",
  id: "a1@corp.test",
  text: "It stays blank.",
};
const lunch: Mail = { from: "bob@corp.test", to: "ann@corp.test", id: "b1@corp.test", text: "At noon?" };
const ask: Mail = {
  from: "help@vendor.example",
  to: "ann@corp.test",
  id: "v2@vendor.example",
  text: "Please tell us your browser version, your VPN client and your antivirus.",
};
const rules = (document: ReportDocument) =>
  document.entities.flatMap(({ reasons }) => reasons.map(({ rule }) => rule));

describe("a mail that says it answers one", () => {
  test("of ours is an answer, where that mail is among these", async () => {
    expect(rules(await box(ours, lunch, { ...ask, answers: ours.id }))).not.toContain("mail-asks-outside");
  });

  test("that nobody has seen is none, and that is told", async () => {
    const document = await box(lunch, { ...ask, answers: "made-up@corp.test" });
    expect(rules(document)).toEqual(["mail-asks-outside"]);
    expect(document.findings[0]?.sentence).toContain("no mail of ours of that id is among these");
  });

  test("of its own is none", async () => {
    const opener: Mail = { ...ask, id: "v1@vendor.example", text: "Good morning!" };
    expect(rules(await box(lunch, opener, { ...ask, answers: opener.id }))).toEqual(["mail-asks-outside"]);
  });
});

describe("a mail of which not all is read", () => {
  const filler = "Thank you for your patience. ".repeat(4000);

  test("asks behind much text", async () => {
    expect(rules(await box(lunch, { ...ask, text: `${filler}\n\n${ask.text}` }))).toEqual([
      "mail-asks-outside",
    ]);
  });

  test("is told where it asks in the middle", async () => {
    const document = await box(lunch, { ...ask, text: `${filler}\n\n${ask.text}\n\n${filler}` });
    const row = document.coverage.find(({ clause }) => clause === "MAIL");
    expect(row?.state).toBe("partial");
    expect(row?.sentence).toContain("1 mail too long or too deeply nested to be read whole");
    expect(document.questions.find(({ id }) => id === "Q3")?.answer).toBe("cannot_tell");
  });
});

/** Requests that an inside program makes, as a sensor's records. */
async function calls(agent: string, hosts: readonly string[]): Promise<ReportDocument> {
  number += 1;
  const lines = Array.from({ length: 6 }, (_, n) =>
    JSON.stringify({
      timestamp: `2026-05-17T${10 + n}:05:03.000000+0000`,
      event_type: "http",
      src_ip: "10.0.0.7",
      dest_ip: "198.51.100.1",
      http: {
        hostname: hosts[n % hosts.length],
        url: "/",
        http_user_agent: agent,
        http_method: "GET",
        status: 200,
        length: 3,
      },
    }),
  );
  return triageDocument([write(folder, `calls-${number}.json`, lines)]);
}

describe("the name of a program that looks itself up", () => {
  test.each([
    ["holds a word like monitor", "browser-monitor/1.0", ["api.ipify.org"]],
    ["holds a known program's", "collector (ddclient)", ["api.ipify.org"]],
    ["is a known program's, that asks for a fingerprint", "ddclient/3.10.0", ["tls.peet.ws"]],
    [
      "is a known program's, that asks three sites",
      "ddclient/3.10.0",
      ["api.ipify.org", "ipinfo.io", "ident.me"],
    ],
  ])("excuses nothing where it %s", async (_, agent, hosts) => {
    expect((await calls(agent, hosts)).findings.map(({ indicator }) => indicator)).toContain(
      "proxy.self-lookup",
    );
  });

  test("goes with what such a program does", async () => {
    expect((await calls("ddclient/3.10.0", ["checkip.dyndns.org"])).findings).toEqual([]);
  });
});
