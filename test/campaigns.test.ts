/** Campaigns: what ties entities over cases, days and runs, and what ties nobody. */
import { describe, expect, test } from "vitest";
import type { ReportCampaign } from "../src/report/campaigns.ts";
import { renderHtml } from "../src/report/html.ts";
import { renderMarkdown } from "../src/report/markdown.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
const odd = "harvest (kit 7)";
const time = (day: number, minute: number) =>
  `${String(day).padStart(2, "0")}/May/2026:10:${String(minute % 60).padStart(2, "0")}:03 +0000`;

/** Requests for some paths at no even pace, all answered 404. */
const probes = (ip: string, day: number, paths: readonly string[], agent: string) =>
  paths.map((path, n) =>
    combined({ ip, time: time(day, n * n), request: `GET ${path} HTTP/1.1`, status: 404, agent }),
  );
/** Ordinary visitors, on two days. */
const visitors = Array.from({ length: 40 }, (_, n) =>
  combined({
    ip: `192.0.2.${n + 1}`,
    time: time(10 + (n % 2), n),
    request: `GET /page/${n % 5} HTTP/1.1`,
    agent: firefox,
  }),
);
const known = ["/.env", "/config.json", "/server-status", "/phpinfo.php"];
const own = ["/larch/one.jsp", "/larch/two.jsp", "/larch/three.jsp", "/larch/four.jsp"];

let files = 0;
const log = (...lines: (readonly string[])[]) => write(folder, `access${files++}.log`, lines.flat());
const triaged = (...lines: (readonly string[])[]) => triageDocument([log(...lines)]);
const ipsOf = (one: ReportCampaign | undefined) =>
  [...(one?.entities ?? []), ...(one?.earlier ?? []).map(({ id }) => id)].sort();

describe("one hand", () => {
  let document: ReportDocument;
  test("two addresses on two days, under one odd agent and with a list of their own", async () => {
    document = await triaged(
      visitors,
      probes("203.0.113.9", 10, [...known, ...own], odd),
      probes("198.51.100.7", 11, [...known, ...own], odd),
    );
    expect(document.campaigns).toHaveLength(1);
    const [one] = document.campaigns;
    expect(ipsOf(one)).toEqual(["ip:198.51.100.7", "ip:203.0.113.9"]);
    expect(one).toMatchObject({
      addresses: 2,
      networks: ["198.51.100.0/24", "203.0.113.0/24"],
      first: "2026-05-10T10:00:03.000Z",
      // The last of what was found: the catalogued paths; the others follow.
      last: "2026-05-11T10:09:03.000Z",
      days: 2,
      earlier: [],
      answered: [],
      further_ties: 0,
    });
    // Known endpoints of four purposes, each asked by both.
    expect(one?.asked.reduce((sum, { endpoints }) => sum + endpoints, 0)).toBe(known.length);
    expect(one?.asked.every(({ sources }) => sources === 2)).toBe(true);
  });

  test("each tie has its evidence, its points and lines that show it", () => {
    const [tie] = document.campaigns[0]?.ties ?? [];
    expect(tie?.points).toBe(4);
    expect(tie?.evidence.map(({ link, points }) => [link, points])).toEqual([
      ["own-paths", 2],
      ["rare-agent", 2],
    ]);
    expect(tie?.evidence[0]?.sentence).toMatch(/^4 paths that nobody else asked for/);
    expect(tie?.evidence[1]?.sentence).toContain(odd);
    for (const { lines } of tie?.evidence ?? [])
      expect(lines.map(({ text }) => text.split(" ", 1)[0]).sort()).toEqual(["198.51.100.7", "203.0.113.9"]);
  });

  test("the step says so", () => {
    const step = document.steps.find(({ clause }) => clause === "T2c");
    expect(step?.sentence).toMatch(/^1 campaign; it has 2 sources in 1 case, 2026-05-10 to 2026-05-11\.$/);
  });

  test("the same input gives the same campaigns", async () => {
    const again = await triaged(
      visitors,
      probes("203.0.113.9", 10, [...known, ...own], odd),
      probes("198.51.100.7", 11, [...known, ...own], odd),
    );
    expect(again.campaigns.map(({ id }) => id)).toEqual(document.campaigns.map(({ id }) => id));
  });

  test("mails of different senders whose answers go to one mailbox and whose links to one site", async () => {
    const mail = (name: string, from: string, day: number, site: string, to: string) =>
      write(folder, name, [
        `Authentication-Results: mx.corp.example; spf=fail smtp.mailfrom=${from}; dmarc=fail`,
        `From: "Help Desk" <${from}>`,
        `Reply-To: ${to}`,
        "To: ann@corp.example, bo@corp.example, cy@corp.example",
        `Subject: ${name}`,
        `Date: ${day} May 2026 10:00:00 +0000`,
        `Message-ID: <${name}@${from}>`,
        "Content-Type: text/plain; charset=utf-8",
        "",
        `Please send us your browser version and the name of your VPN client by reply, or open http://${site}/${name} today.`,
      ]);
    const found = await triageDocument([
      mail("first", "desk@one.example.net", 10, "in.forms.example.org", "box@drop.example.org"),
      mail("second", "it@two.example.com", 12, "go.forms.example.org", "box@drop.example.org"),
      mail("third", "help@three.example.net", 12, "other.example.edu", "box@elsewhere.example.edu"),
    ]);
    expect(found.campaigns.map((one) => one.entities.length)).toEqual([2]);
    expect(found.campaigns[0]?.ties[0]?.evidence.map(({ link }) => link)).toEqual([
      "mail-answer",
      "mail-link",
    ]);
  });
});

describe("what ties nobody", () => {
  test.each([
    {
      says: "well-known paths under one of the world's common browsers",
      lines: [probes("203.0.113.9", 10, known, firefox), probes("198.51.100.7", 11, known, firefox)],
    },
    {
      says: "a public list under a tool's own name",
      lines: [
        probes("203.0.113.9", 10, [...known, ...own], "gobuster/3.6"),
        probes("198.51.100.7", 11, [...known, ...own], "gobuster/3.6"),
      ],
    },
    {
      says: "one odd agent alone, with different lists",
      lines: [
        probes("203.0.113.9", 10, known, odd),
        probes("198.51.100.7", 11, [...own, "/.git/config", "/.aws/credentials"], odd),
      ],
    },
    {
      says: "neighbours in one network alone",
      lines: [
        probes("203.0.113.9", 10, known, "curl/8.5.0"),
        probes(
          "203.0.113.10",
          11,
          ["/.git/config", "/web.config", "/actuator/env", "/.aws/credentials"],
          firefox,
        ),
      ],
    },
    {
      says: "an agent and paths that ordinary visitors have as well",
      lines: [
        probes("203.0.113.9", 10, [...known, ...own], odd),
        probes("198.51.100.7", 11, [...known, ...own], odd),
        ...Array.from({ length: 6 }, (_, n) => probes(`192.0.2.${60 + n}`, 10, ["/page/1", ...own], odd)),
      ],
    },
  ])("$says", async ({ lines }) => {
    const document = await triaged(visitors, ...lines);
    const probing = document.entities.filter(({ value }) =>
      ["203.0.113.9", "198.51.100.7", "203.0.113.10"].includes(value),
    );
    expect(probing.length, "both are found").toBe(2);
    expect(document.campaigns).toEqual([]);
  });

  test("people behind the address of a scanner come with their own agents", async () => {
    // Behind one address a tool probes and a person has the odd browser of the other scanner.
    const document = await triaged(
      visitors,
      probes("203.0.113.9", 10, [...known, ...own], "curl/8.5.0"),
      [1, 2, 3, 4, 5].map((n) =>
        combined({
          ip: "203.0.113.9",
          time: time(10, n),
          request: `GET /page/${n} HTTP/1.1`,
          agent: odd,
          referrer: "http://www.corp.example/",
        }),
      ),
      probes("198.51.100.7", 11, [...known, ...own], odd),
    );
    expect(document.entities.filter(({ value }) => value === "203.0.113.9")).toHaveLength(1);
    expect(document.campaigns).toEqual([]);
  });

  test("whom the register sets aside", async () => {
    const lines = [
      visitors,
      probes("203.0.113.9", 10, [...known, ...own], odd),
      probes("198.51.100.7", 11, [...known, ...own], odd),
    ];
    const document = await triageDocument([log(...lines)], {
      register: {
        path: "register.yaml",
        trusted: [],
        entries: [
          {
            id: "J1",
            source: ["203.0.113.9"],
            reason: "our own check",
            owner: "ann@corp.example",
            expires: "2027-01-01",
          },
        ],
      } as never,
    });
    expect(document.entities.find(({ value }) => value === "203.0.113.9")?.action).toBe("justified");
    expect(document.campaigns).toEqual([]);
  });
});

describe("over runs on one store", () => {
  const store = `${temporaryFolder()}/store`;
  const ask = (paths: readonly string[], fromDay?: number) =>
    triageDocument(paths, {
      store,
      ...(fromDay === undefined ? {} : { fromMs: Date.UTC(2026, 4, fromDay) }),
    });
  let first: ReportDocument;

  test("who came last week is told when another comes today", async () => {
    const older = log(
      visitors,
      probes("203.0.113.9", 10, [...known, ...own], odd),
      probes("203.0.113.90", 10, [...known, ...own], odd),
    );
    first = await ask([older]);
    expect(ipsOf(first.campaigns[0])).toEqual(["ip:203.0.113.9", "ip:203.0.113.90"]);
    const today = await ask([log(probes("198.51.100.7", 18, [...known, ...own], odd))], 17);
    expect(today.entities.map(({ value }) => value)).toEqual(["198.51.100.7"]);
    const [one] = today.campaigns;
    expect(one?.id, "it keeps its name").toBe(first.campaigns[0]?.id);
    expect(one?.entities).toEqual(["ip:198.51.100.7"]);
    expect(one?.earlier.map(({ id }) => id)).toEqual(["ip:203.0.113.9", "ip:203.0.113.90"]);
    expect(one?.first).toBe("2026-05-10T10:00:03.000Z");
    expect(one?.cases, "the case of then is named").toContain(first.cases[0]?.id);
  });

  test("asking again gives the same", async () => {
    const one = await ask([], 17);
    const other = await ask([], 17);
    expect(other.campaigns).toEqual(one.campaigns);
    expect(one.campaigns[0]?.earlier).toHaveLength(2);
  });

  test("all of the store at once is one campaign without earlier runs", async () => {
    const all = await ask([]);
    expect(all.campaigns.map((one) => [one.id, one.entities.length, one.earlier.length])).toEqual([
      [first.campaigns[0]?.id, 3, 0],
    ]);
  });
});

describe("in the reports", () => {
  const hostile = '<img src=x onerror="alert(1)"> \u202e (kit 7)';
  test("a graph of what ties it, in which log text is text", async () => {
    const addresses = ["203.0.113.9", "198.51.100.7", "198.51.100.77"];
    const document = await triaged(
      visitors,
      ...addresses.map((ip, n) => probes(ip, 10 + (n % 2), [...known, ...own], hostile)),
    );
    expect(document.campaigns[0]?.entities).toHaveLength(3);
    const html = renderHtml(document, "UTC");
    const graph = /<figure class="graph">[\s\S]*?<\/figure>/.exec(html)?.[0] ?? "";
    expect(graph.match(/<circle/g)).toHaveLength(3);
    expect(graph.match(/<line/g)).toHaveLength(2);
    for (const ip of addresses) expect(graph).toContain(`>${ip}</text>`);
    expect(html).not.toContain("<img");
    expect(html).not.toContain("\u202e");
    const markdown = renderMarkdown(document, "UTC");
    const told = /## Campaigns[\s\S]*?\n## /.exec(markdown)?.[0] ?? "";
    expect(told).toContain(": 198.51.100.77 with 198.51.100.7\n");
    expect(told).not.toContain("<img");
  });
});
