/** One campaign over mail, proxy, host and web logs: what ties it into one case, and what is no tie. */
import { describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/document.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const base = Date.parse("2026-05-17T10:00:00Z");
const at = (minutes: number) => base + minutes * 60_000;
const collector = "203.0.113.9";

interface Mail {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly results?: string;
  readonly body: string;
  readonly minutes?: number;
}
function mail(name: string, { from, to, subject, results, body, minutes = 0 }: Mail): string {
  return write(folder, name, [
    `Received: from relay.example.net (relay.example.net [198.51.100.200]) by mx.corp.example; ${new Date(at(minutes)).toUTCString()}`,
    `Authentication-Results: mx.corp.example; ${results ?? "spf=fail smtp.mailfrom=help@corp-support.example.net; dkim=none; dmarc=fail"}`,
    `From: "IT Help Desk" <${from ?? "help@corp-support.example.net"}>`,
    `To: ${to ?? "ann@corp.example, bo@corp.example, cy@corp.example"}`,
    `Subject: ${subject ?? "Browser check"}`,
    `Date: ${new Date(at(minutes)).toUTCString()}`,
    `Message-ID: <${name}@corp-support.example.net>`,
    "Content-Type: text/plain; charset=utf-8",
    "",
    body,
  ]);
}
const ask = mail("ask.eml", {
  body: "Please send us your browser version and the name of your VPN client by reply, or open http://collect.example.net/check today.",
});
const paper = (minutes: number) =>
  mail(`news${minutes}.eml`, {
    minutes,
    from: "editor@paper.example",
    to: "dee@corp.example",
    subject: "This week",
    results: "spf=pass smtp.mailfrom=editor@paper.example; dkim=pass header.d=paper.example; dmarc=pass",
    body: "The garden show opens on Friday. See http://paper.example/garden for the programme.",
  });
/** Ordinary mail from before the logs to after them. */
const news = [paper(-30), paper(120)];

const squid = (client: string, minutes: number, url: string, peer: string, user = "-") =>
  `${(at(minutes) / 1000).toFixed(3)}     45 ${client} TCP_MISS/200 430 GET ${url} ${user} HIER_DIRECT/${peer} text/html`;
const beacon = `http://collect.example.net/c?data=${Buffer.from(
  JSON.stringify({
    screenResolution: [1920, 1080],
    colorDepth: 24,
    timezone: "Europe/Berlin",
    languages: [["de-DE"], ["en"]],
    platform: "Win32",
    hardwareConcurrency: 8,
    fonts: ["Calibri", "Segoe UI", "MS Gothic"],
  }),
).toString("base64url")}`;
const browsing = Array.from({ length: 60 }, (_, n) =>
  squid(`10.0.0.${20 + (n % 30)}`, n, `http://paper.example/page/${n}`, "198.51.100.80"),
);
const proxy = write(folder, "proxy.log", [
  ...browsing.slice(0, 4),
  squid("10.0.0.5", 4, "http://collect.example.net/check", collector, "ann"),
  squid("10.0.0.5", 5, beacon, collector, "ann"),
  ...browsing.slice(4),
]);

const clf = (minutes: number) =>
  new Date(at(minutes)).toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, "$1/$2/$3:$4 +0000");
const visits = Array.from({ length: 30 }, (_, n) => combined({ ip: `192.0.2.${n + 1}`, time: clf(n) }));
const probes = (ip: string) =>
  ["/.env", "/config.json", "/server-status", "/phpinfo.php"].map((path, n) =>
    combined({
      ip,
      time: clf(60 + n),
      agent: "python-requests/2.32.3",
      request: `GET ${path} HTTP/1.1`,
      status: 404,
    }),
  );
const web = write(folder, "access.log", [...visits, ...probes("203.0.113.40"), ...probes("198.18.7.66")]);

const process = (minutes: number, image: string, command: string) =>
  JSON.stringify({
    EventID: 1,
    Channel: "Microsoft-Windows-Sysmon/Operational",
    Hostname: "PC-ANN.corp.example",
    TimeCreated: new Date(at(minutes)).toISOString(),
    User: "CORP\\ann",
    Image: image,
    ProcessId: String(4000 + minutes),
    CommandLine: command,
    ParentImage: "C:\\Windows\\System32\\wscript.exe",
    ParentCommandLine: "wscript.exe check.js",
  });
const sys = (name: string) => `C:\\Windows\\System32\\${name}.exe`;
const hosts = write(folder, "sysmon.json", [
  process(6, sys("systeminfo"), "systeminfo"),
  process(7, sys("ipconfig"), "ipconfig /all"),
  process(8, sys("reg"), "reg query HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall /s"),
  process(9, sys("netsh"), "netsh winhttp show proxy"),
]);

const answers = ({ questions }: ReportDocument) =>
  Object.fromEntries(questions.map(({ id, answer }) => [id, answer]));
const question = ({ questions }: ReportDocument, id: string) =>
  questions.find((one) => one.id === id) as ReportDocument["questions"][number];

describe("mail, click, beacon and probing from the collector's network", () => {
  let made: Promise<ReportDocument> | undefined;
  const report = () => {
    made ??= triageDocument([ask, ...news, proxy, web, hosts]);
    return made;
  };

  test("are one case for Tier 2, now, with the reason of every tie", async () => {
    const document = await report();
    expect(document.decision).toMatchObject({ action: "escalate", priority: "now" });
    const one = document.cases.find(({ entities }) => entities.includes("domain:collect.example.net"));
    expect(one?.priority).toBe("now");
    const types = (one?.entities ?? []).map((id) => id.split(":")[0]).sort();
    expect(types).toEqual(["domain", "host", "ip", "mail"]);
    expect(one?.entities).toContain("ip:203.0.113.40");
    const because = (one?.links ?? []).map((link) => link.because).join("\n");
    expect(because).toContain("a link of the mail leads to collect.example.net");
    expect(because).toContain("203.0.113.9, in the network of 203.0.113.40");
    expect(because).toContain(
      "the mail went to ann@corp.example, who is the user ann of host.config-discovery",
    );
  });

  test("leave the scanner of another network in the background", async () => {
    const document = await report();
    const other = document.cases.find(({ entities }) => entities.includes("ip:198.18.7.66"));
    expect(other?.background).toBe(true);
    expect(other?.entities).toEqual(["ip:198.18.7.66"]);
  });

  test("answer all four questions", async () => {
    expect(answers(await report())).toEqual({ Q1: "yes", Q2: "yes", Q3: "yes", Q4: "yes" });
    expect(question(await report(), "Q3").sentence).toContain("Tied to what other sources saw: ");
  });

  test("prove the click by its line", async () => {
    const document = await report();
    const finding = document.findings.find(({ indicator }) => indicator === "phish.config-request");
    expect(finding?.sentence).toContain(
      "its link was followed: 2 requests to collect.example.net within 72 hours, the first by 10.0.0.5 (ann) after 4 minutes",
    );
    expect(finding?.evidence.map(({ path, line }) => `${path.split("/").at(-1)}:${line}`)).toEqual([
      "ask.eml:1",
      "proxy.log:5",
    ]);
    const step = document.steps.find(({ clause }) => clause === "L1b");
    expect(step?.state).toBe("done");
    expect(step?.sentence).toContain("within 72 hours");
  });

  test("stand in the order of time", async () => {
    const document = await report();
    const one = document.cases.find(({ entities }) => entities.includes("domain:collect.example.net"));
    const firsts = ["mail", "domain", "host", "ip"].map((type) => {
      const id = one?.entities.find((entity) => entity.startsWith(`${type}:`));
      return Date.parse(document.entities.find((entity) => entity.id === id)?.first ?? "");
    });
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
  });
});

test("without mail nobody can tell whether it coincided; with ordinary mail it did not", async () => {
  expect(question(await triageDocument([proxy, web]), "Q3").answer).toBe("cannot_tell");
  const unrelated = await triageDocument([...news, proxy, web]);
  expect(question(unrelated, "Q3").answer).toBe("no");
  expect(
    unrelated.cases.flatMap(({ links }) => links.map(({ because }) => because)).join("\n"),
  ).not.toContain("mail");
}, 60_000);
