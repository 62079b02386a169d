/** One campaign over mail, proxy, host and web logs: what ties it into one case, and what is no tie. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { campaignLogs } from "./support/campaign.ts";
import { samples } from "./support/places.ts";
import { triageDocument } from "./support/triage.ts";

const { ask, news, proxy, web, hosts } = campaignLogs({
  base: Date.parse("2026-05-17T10:00:00Z"),
  collector: "203.0.113.9",
  prober: "203.0.113.40",
  stranger: "198.18.7.66",
});

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

describe("the same among the records of the laboratory", () => {
  // A network in which nobody else of the laboratory is.
  const own = campaignLogs({
    base: Date.parse("2026-11-27T10:00:00Z"),
    collector: "198.19.5.9",
    prober: "198.19.5.40",
    stranger: "198.18.7.66",
  });
  const recorded = [
    join(samples, "lab3"),
    join(samples, "proxy2", "works-squid.log.gz"),
    join(samples, "hosts3", "windows-events.json.gz"),
  ];
  const held = ({ cases }: ReportDocument) =>
    cases.find(({ entities }) => entities.includes("domain:collect.example.net"));

  test("is one case, in the order of time, and answers all four questions", async () => {
    const document = await triageDocument([...recorded, own.ask, ...own.news, own.proxy, own.web, own.hosts]);
    const one = held(document);
    expect(one).toMatchObject({ action: "escalate", priority: "now" });
    expect((one?.entities ?? []).map((id) => id.split(":")[0]).sort()).toEqual([
      "domain",
      "host",
      "ip",
      "mail",
    ]);
    expect(one?.entities).toContain("ip:198.19.5.40");
    expect(answers(document)).toEqual({ Q1: "yes", Q2: "yes", Q3: "yes", Q4: "yes" });
    const firsts = ["mail", "domain", "host", "ip"].map((type) => {
      const id = one?.entities.find((entity) => entity.startsWith(`${type}:`));
      return Date.parse(document.entities.find((entity) => entity.id === id)?.first ?? "");
    });
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
  });

  test("without mail Q3 cannot be told, with unrelated mail it is no", async () => {
    const without = await triageDocument([...recorded, own.proxy, own.web, own.hosts]);
    expect(question(without, "Q3").answer).toBe("cannot_tell");
    const unrelated = await triageDocument([
      ...recorded,
      // From before the laboratory's logs to after them.
      ...[-20_000, 20_000].map((minutes) =>
        own.mail(`letter${minutes}.eml`, {
          minutes,
          from: "editor@paper.example",
          to: "dee@corp.example",
          subject: "This week",
          results:
            "spf=pass smtp.mailfrom=editor@paper.example; dkim=pass header.d=paper.example; dmarc=pass",
          body: "The garden show opens on Friday. See http://paper.example/garden for the programme.",
        }),
      ),
      own.proxy,
      own.web,
      own.hosts,
    ]);
    expect(question(unrelated, "Q3").answer, question(unrelated, "Q3").sentence).toBe("no");
  });
});
