/** Each link of content/links on logs in which two entities share what it is about. */
import { describe, expect, test } from "vitest";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { content, triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const base = Date.parse("2026-05-17T10:00:00Z");
const at = (seconds: number) => base + seconds * 1000;
const clf = (seconds: number) =>
  new Date(at(seconds)).toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, "$1/$2/$3:$4 +0000");
let files = 0;
const file = (lines: readonly string[], end = "log") => write(folder, `links${files++}.${end}`, [...lines]);

const odd = "harvest (kit 7)";
const known = ["/.env", "/config.json", "/server-status", "/phpinfo.php"];
const own = ["/larch/one.jsp", "/larch/two.jsp", "/larch/three.jsp", "/larch/four.jsp"];
const day = 86_400;
const visitors = Array.from({ length: 40 }, (_, n) =>
  combined({ ip: `192.0.2.${n + 1}`, time: clf((n % 2) * day + n), request: `GET /page/${n % 5} HTTP/1.1` }),
);
/** Probes by an address, the n-th at a second that `when` gives. */
const probes = (ip: string, when: (n: number) => number, paths: readonly string[], agent: string) =>
  paths.map((path, n) =>
    combined({ ip, time: clf(when(n)), request: `GET ${path} HTTP/1.1`, status: 404, agent }),
  );
const uneven = (from: number) => (n: number) => from + n * n * 7;

const hello = "t13d190900_9dc949149365_97f8aa674fd9";
const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const edge = (ip: string, seconds: number, path: string) =>
  JSON.stringify({
    ClientIP: ip,
    ClientRequestHost: "www.corp.example",
    ClientRequestMethod: "GET",
    ClientRequestURI: path,
    ClientRequestReferer: "",
    ClientRequestUserAgent: chrome,
    EdgeResponseStatus: 404,
    EdgeStartTimestamp: new Date(at(seconds)).toISOString(),
    JA4: hello,
  });

interface Mail {
  readonly from: string;
  readonly sender?: string;
  readonly replyTo?: string;
  readonly site: string;
  readonly relay: string;
}
const mail = ({ from, sender = from, replyTo, site, relay }: Mail) =>
  file(
    [
      `Return-Path: <${sender}>`,
      `Received: from relay.example.net (relay.example.net [${relay}]) by mx.corp.example; Sun, 17 May 2026 10:00:00 +0000`,
      `Authentication-Results: mx.corp.example; spf=fail smtp.mailfrom=${sender}; dmarc=fail`,
      `From: "Help Desk" <${from}>`,
      ...(replyTo === undefined ? [] : [`Reply-To: ${replyTo}`]),
      "To: ann@corp.example, bo@corp.example, cy@corp.example",
      `Subject: check ${files}`,
      "Date: Sun, 17 May 2026 10:00:00 +0000",
      `Message-ID: <${files}@${from}>`,
      "Content-Type: text/plain; charset=utf-8",
      "",
      `Please send us your browser version and the name of your VPN client by reply, or open http://${site}/c${files} today.`,
    ],
    "eml",
  );

const squid = (client: string, seconds: number, url: string, peer: string) =>
  `${(at(seconds) / 1000).toFixed(3)}     45 ${client} TCP_MISS/200 430 GET ${url} - HIER_DIRECT/${peer} text/html`;
const print = Buffer.from(
  JSON.stringify({
    screenResolution: [1920, 1080],
    colorDepth: 24,
    timezone: "Europe/Berlin",
    languages: [["de-DE"], ["en"]],
    platform: "Win32",
    hardwareConcurrency: 8,
    fonts: ["Calibri", "Segoe UI", "MS Gothic"],
  }),
).toString("base64url");
const browsing = Array.from({ length: 60 }, (_, n) =>
  squid(`10.0.0.${20 + (n % 30)}`, n, `http://paper.example/page/${n}`, "198.51.100.80"),
);
const beacons = (one: readonly [host: string, peer: string], other: readonly [host: string, peer: string]) =>
  file([
    ...browsing,
    ...[one, other].map(([host, peer], n) =>
      squid(`10.0.0.${5 + n}`, 70 + n, `http://${host}/c?data=${print}`, peer),
    ),
  ]);

const began = (host: string, seconds: number, command: string) =>
  JSON.stringify({
    EventID: 1,
    Channel: "Microsoft-Windows-Sysmon/Operational",
    Hostname: host,
    TimeCreated: new Date(at(seconds)).toISOString(),
    User: "CORP\\ann",
    Image: "C:\\Windows\\System32\\cmd.exe",
    ProcessId: String(4000 + seconds),
    CommandLine: command,
    ParentImage: "C:\\Windows\\System32\\wscript.exe",
    ParentCommandLine: "wscript.exe check.js",
  });
const survey = (host: string, seconds: number) => [
  began(host, seconds, `cmd.exe /c systeminfo > C:\\Users\\Public\\Libraries\\collected-${seconds}.txt 2>&1`),
  began(host, seconds + 1, "cmd.exe /c ipconfig /all"),
  began(
    host,
    seconds + 2,
    "cmd.exe /c reg query HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall /s",
  ),
  began(host, seconds + 3, "cmd.exe /c netsh winhttp show proxy"),
];

/** Logs of a link, and the two entities that it ties; other links may tie them besides. */
const stories: Readonly<
  Record<string, { readonly paths: () => string[]; readonly ties: readonly [string, string] }>
> = {
  "rare-agent": {
    paths: () => [
      file([
        ...visitors,
        ...probes("203.0.113.9", uneven(0), [...known, ...own], odd),
        ...probes("198.51.100.7", uneven(day), [...known, ...own], odd),
      ]),
    ],
    ties: ["ip:198.51.100.7", "ip:203.0.113.9"],
  },
  "own-paths": {
    paths: () => [
      file([
        ...visitors,
        ...probes("203.0.113.9", uneven(0), [...known, ...own], odd),
        ...probes("198.51.100.7", uneven(day), [...known, ...own], odd),
      ]),
    ],
    ties: ["ip:198.51.100.7", "ip:203.0.113.9"],
  },
  "same-hello": {
    paths: () => [
      file(
        ["203.0.113.9", "198.51.100.7"].flatMap((ip, n) =>
          [...known, ...own].map((path, m) => edge(ip, n * day + m * m * 7, path)),
        ),
        "json",
      ),
    ],
    ties: ["ip:198.51.100.7", "ip:203.0.113.9"],
  },
  "one-network": {
    paths: () => [
      file([
        ...visitors,
        ...probes("203.0.113.9", uneven(0), [...known, ...own], odd),
        ...probes("203.0.113.200", uneven(day), [...known, ...own], odd),
      ]),
    ],
    ties: ["ip:203.0.113.200", "ip:203.0.113.9"],
  },
  "same-pace": {
    paths: () => [
      file([
        ...visitors,
        ...probes("203.0.113.9", (n) => n * 97, [...known, ...own, "/larch/five.jsp"], odd),
        ...probes("198.51.100.7", (n) => day + n * 97, [...known, ...own, "/larch/five.jsp"], odd),
      ]),
    ],
    ties: ["ip:198.51.100.7", "ip:203.0.113.9"],
  },
  "same-hours": {
    paths: () => [
      file([
        ...visitors,
        // In the first, the third and, a day later, the sixth hour.
        ...["203.0.113.9", "198.51.100.7"].flatMap((ip, m) =>
          probes(
            ip,
            (n) => m * 60 + n * n + ([0, 2 * 3600, day + 5 * 3600][n % 3] ?? 0),
            [...known, ...own],
            odd,
          ),
        ),
      ]),
    ],
    ties: ["ip:198.51.100.7", "ip:203.0.113.9"],
  },
  "mail-link": {
    paths: () => [
      mail({
        from: "desk@one.example.net",
        sender: "bounce@post.example.com",
        site: "a.forms.example.org",
        relay: "203.0.113.60",
      }),
      mail({
        from: "it@two.example.com",
        sender: "bounce@post.example.com",
        site: "b.forms.example.org",
        relay: "203.0.113.61",
      }),
    ],
    ties: ["mail", "mail"],
  },
  "mail-answer": {
    paths: () => [
      mail({
        from: "desk@one.example.net",
        replyTo: "box@drop.example.edu",
        site: "a.forms.example.org",
        relay: "203.0.113.60",
      }),
      mail({
        from: "it@two.example.com",
        replyTo: "box@drop.example.edu",
        site: "b.forms.example.org",
        relay: "203.0.113.61",
      }),
    ],
    ties: ["mail", "mail"],
  },
  "mail-sender": {
    paths: () => [
      mail({
        from: "desk@one.example.net",
        sender: "bounce@post.example.com",
        site: "a.example.org",
        relay: "203.0.113.60",
      }),
      mail({
        from: "it@two.example.com",
        sender: "bounce@post.example.com",
        site: "b.example.edu",
        relay: "203.0.113.60",
      }),
    ],
    ties: ["mail", "mail"],
  },
  "mail-relay": {
    paths: () => [
      mail({
        from: "desk@one.example.net",
        sender: "bounce@post.example.com",
        site: "a.example.org",
        relay: "203.0.113.60",
      }),
      mail({
        from: "it@two.example.com",
        sender: "bounce@post.example.com",
        site: "b.example.edu",
        relay: "203.0.113.60",
      }),
    ],
    ties: ["mail", "mail"],
  },
  "collector-address": {
    paths: () => [
      beacons(["stats.one.example.net", "203.0.113.9"], ["count.two.example.org", "203.0.113.9"]),
    ],
    ties: ["domain:count.two.example.org", "domain:stats.one.example.net"],
  },
  "collector-domain": {
    paths: () => [beacons(["a.gather.example", "203.0.113.9"], ["b.gather.example", "198.51.100.9"])],
    ties: ["domain:a.gather.example", "domain:b.gather.example"],
  },
  "host-command": {
    paths: () => [file([...survey("pc1.corp.example", 0), ...survey("pc2.corp.example", 3000)], "json")],
    ties: ["host:pc1.corp.example", "host:pc2.corp.example"],
  },
};

describe("links", () => {
  test("each has a story", () => {
    expect(Object.keys(stories).sort()).toEqual(content().links.map(({ id }) => id));
  });

  test.each(Object.entries(stories))("%s", async (id, { paths, ties: [from, to] }) => {
    const document = await triageDocument(paths());
    const link = content().links.find((one) => one.id === id);
    const tied = document.campaigns
      .flatMap(({ ties }) => ties)
      .find((one) => one.from.startsWith(from) && one.to.startsWith(to));
    expect(tied, JSON.stringify(document.entities.map((one) => [one.id, one.action]))).toBeDefined();
    const shown = tied?.evidence.find(({ link: name }) => name === id);
    expect(shown, tied?.evidence.map(({ link: name }) => name).join(" ")).toMatchObject({
      kind: link?.kind,
      points: link?.points,
    });
    expect(shown?.sentence).not.toMatch(/[{}]/);
  });
});
