/** The review after an incident: spans, what came after containment, thresholds that are suggested, and what is wrong with what is given. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Case } from "../src/assess/model.ts";
import type { Earlier } from "../src/assess/since.ts";
import type { Content } from "../src/content/load.ts";
import { span } from "../src/report/incident.ts";
import { containmentOf } from "../src/respond/incident/held.ts";
import { reviewIncident } from "../src/respond/incident/incident.ts";
import { outOfOrder, timesOf } from "../src/respond/incident/times.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { samples } from "./support/places.ts";
import { content, open } from "./support/triage.ts";

const folder = temporaryFolder();
const at = (text: string) => Date.parse(text);
const visits = Array.from({ length: 40 }, (_, n) =>
  combined({
    ip: `192.0.2.${n + 1}`,
    request: "GET /shop HTTP/1.1",
    time: `17/May/2026:${10 + (n % 10)}:00:00 +0000`,
  }),
);
const probe = (path: string, hour: number, status: number) =>
  combined({
    ip: "198.18.0.9",
    agent: "sqlmap/1.8",
    request: `GET ${path} HTTP/1.1`,
    status,
    time: `17/May/2026:${hour}:30:00 +0000`,
  });
const before = [probe("/.env", 10, 404), probe("/config.json", 11, 404), probe("/phpinfo.php", 12, 200)];

async function reviewOf(lines: readonly string[], given: Record<string, number>) {
  const run = await open(
    [write(folder, `log${lines.length}-${Object.keys(given).length}.log`, [...visits, ...lines])],
    { events: true },
  );
  try {
    const one = run.result.assessment.cases.find(({ entities }) =>
      entities.some(({ value }) => value === "198.18.0.9"),
    ) as Case;
    return await reviewIncident(run, one, timesOf(one, given, []));
  } finally {
    await run.close();
  }
}

describe("containment", () => {
  const contained = at("2026-05-17T13:00:00Z");

  test("held where all that came after was refused", async () => {
    const { after } = await reviewOf([...before, probe("/.env", 14, 403), probe("/config.json", 15, 403)], {
      contained,
    });
    expect(after?.before).toMatchObject({ requests: 3, served: 1, refused: 0, clients: 1 });
    expect(after?.after).toMatchObject({ requests: 2, served: 0, refused: 2, servedRecord: 0 });
  });

  test("did not hold where one was answered, and that line shows it", async () => {
    const lines = [
      ...before,
      probe("/.env", 14, 403),
      probe("/phpinfo.php", 15, 200),
      probe("/.env", 16, 403),
    ];
    const { after, evidence, timeline } = await reviewOf(lines, { contained });
    expect(after?.after).toMatchObject({ requests: 3, served: 1, refused: 2 });
    expect(evidence.get(after?.after.servedRecord ?? 0)).toMatchObject({ line: 45, text: lines[4] });
    expect(timeline.find(({ what }) => what.includes("answered for the last time"))?.ms).toBe(
      at("2026-05-17T15:30:00Z"),
    );
  });

  test("is not said to have held where a client left before it was answered", async () => {
    const { after, times } = await reviewOf(
      [...before, probe("/.env", 14, 403), probe("/config.json", 15, 499)],
      { contained },
    );
    expect(after?.after).toMatchObject({ requests: 2, served: 0, refused: 1 });
    expect(containmentOf({ after, times })).toBe("not_answered");
  });

  test("is not judged where nobody says when it was", async () => {
    expect((await reviewOf(before, {})).after).toBeUndefined();
  });
});

describe("times", () => {
  const one = {
    id: "C-1",
    background: false,
    entities: [{ id: "ip:198.18.0.9", findings: [] }],
  } as unknown as Case;
  const report = (path: string, generatedAt: string, entities: string[]): Earlier => ({
    path,
    generatedAt,
    cases:
      entities.length === 0
        ? []
        : [{ id: "C-0", action: "escalate", background: false, entities, findings: [], last: generatedAt }],
    counts: new Map(),
  });

  test("the first report that has the case is when it was seen, the last one before is when it was not", () => {
    const times = timesOf(one, {}, [
      report("c", "2026-05-19T08:00:00Z", ["ip:198.18.0.9"]),
      report("a", "2026-05-17T08:00:00Z", []),
      report("b", "2026-05-18T08:00:00Z", ["ip:198.18.0.9"]),
    ]);
    expect(times.sight).toMatchObject({ path: "b", ms: at("2026-05-18T08:00:00Z") });
    expect(times.unseen).toMatchObject({ path: "a" });
  });

  test("that are out of order are pointed out", () => {
    const given = { detected: 5, decided: 4, contained: 9 };
    expect(outOfOrder({ given, sight: undefined, unseen: undefined }, 6)).toEqual([
      '"detected" is before the first activity',
      '"decided" is before "detected"',
    ]);
  });

  test("spans are said as people say them", () => {
    expect([20_000, 60_000, 119 * 60_000, 121 * 60_000, 50 * 3_600_000].map(span)).toEqual([
      "less than a minute",
      "1 minute",
      "119 minutes",
      "2 hours 1 minute",
      "2 days 2 hours",
    ]);
  });
});

test("a threshold that is suggested finds what is told, when a whole run is made with it", async () => {
  const log = join(samples, "lab2", "apache-combined.log.gz");
  const run = await open([log], { events: true });
  const one = run.result.assessment.cases[0] as Case;
  const { tuned } = await reviewIncident(run, one, timesOf(one, {}, [])).finally(() => run.close());
  expect(tuned.tried).toBeGreaterThan(20);
  const [suggestion] = tuned.suggestions;
  if (suggestion === undefined) throw new Error("nothing is suggested, so nothing is tested");
  const known = content();
  const policy = {
    ...known.policy,
    thresholds: {
      ...known.policy.thresholds,
      [suggestion.indicator]: { [suggestion.threshold]: suggestion.tried },
    },
  };
  const again = await open([log], { content: { ...known, policy } as Content });
  await again.close();
  const ids = new Set(one.entities.map(({ id }) => id));
  const found = again.result.assessment.entities.filter(({ findings }) =>
    findings.some(({ indicator }) => indicator === suggestion.indicator),
  );
  expect(found.filter(({ id }) => ids.has(id)).length).toBe(suggestion.after.ofCase);
  expect(found.filter(({ id }) => !ids.has(id)).length).toBe(
    suggestion.after.escalated + suggestion.after.others,
  );
}, 60_000);

describe("the command", () => {
  const hostile = combined({
    ip: "198.18.0.9",
    agent: "sqlmap/1.8 </li><script>alert(1)</script> \u001b[31m `x`",
    request: "GET /.git/config HTTP/1.1",
    status: 200,
    time: "17/May/2026:10:20:00 +0000",
  });
  const log = write(folder, "hostile.log", [...visits, ...before, hostile, probe("/.env", 15, 403)]);

  test("writes a page for people, in which log text is no markup", async () => {
    const listed = await vedette(["triage", "--json", "-q", log]);
    const [one] = (JSON.parse(listed.stdout) as { cases: { id: string }[] }).cases;
    const out = join(folder, "review");
    const { status, stdout } = await vedette([
      "review",
      one?.id ?? "",
      "--detected",
      "2026-05-17T12:00Z",
      "--contained",
      "2026-05-17T13:00Z",
      "-o",
      out,
      "-q",
      log,
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain("To detection: 100 minutes");
    expect(stdout).toContain("It held: all of them were refused. 4 requests before, 1 after, of 1 client");
    expect(stdout).not.toContain("\u001b");
    const html = readFileSync(join(out, "review.html"), "utf8");
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;");
    const markdown = readFileSync(join(out, "review.md"), "utf8");
    expect(markdown.replaceAll(/```text[\s\S]*?```/g, "")).not.toMatch(/<script/);
    expect(markdown).toContain("## Whether containment held");
    const again = await vedette([
      "review",
      one?.id ?? "",
      "--detected",
      "2026-05-17T12:00Z",
      "--contained",
      "2026-05-17T13:00Z",
      "-q",
      log,
    ]);
    expect(again.stdout).toBe(stdout);
  }, 60_000);

  test("prints the same as JSON for programs, with every key and the same bytes again", async () => {
    const listed = await vedette(["triage", "--json", "-q", log]);
    const [one] = (JSON.parse(listed.stdout) as { cases: { id: string }[] }).cases;
    const times = ["--detected", "2026-05-17T12:00Z", "--contained", "2026-05-17T13:00Z"];
    const told = await vedette(["review", one?.id ?? "", ...times, "--json", "-q", log]);
    expect([told.status, told.stderr]).toEqual([0, ""]);
    expect(told.stdout).not.toContain("\u001b");
    const document = JSON.parse(told.stdout) as Record<string, unknown>;
    expect(Object.keys(document)).toEqual([
      "case",
      "times",
      "seconds",
      "timeline",
      "worked",
      "missed",
      "not_run",
      "containment",
      "thresholds",
      "controls",
      "register",
      "follow_up",
    ]);
    expect(document).toMatchObject({
      case: { id: one?.id, entities: ["ip:198.18.0.9"], first: "2026-05-17T10:20:00.000Z" },
      times: {
        detected: "2026-05-17T12:00:00.000Z",
        decided: null,
        contained: "2026-05-17T13:00:00.000Z",
        closed: null,
        first_report: null,
        last_report_without: null,
        out_of_order: [],
      },
      seconds: {
        first_to_detected: 6000,
        detected_to_decided: null,
        decided_to_contained: null,
        first_to_contained: 9600,
        first_to_closed: null,
      },
      containment: {
        state: "held",
        before: { requests: 4, served: 2, refused: 0, clients: 1 },
        after: { requests: 1, served: 0, refused: 1, clients: 1 },
        last_served: null,
        evidence: null,
        logs_end: "2026-05-17T19:00:00.000Z",
      },
      controls: { of_case: expect.arrayContaining([expect.objectContaining({ path: "/.git/config" })]) },
    });
    // The log text is as it was logged, also what no terminal may see.
    const lines = (document.timeline as { evidence: { line: number; text: string } | null }[]).flatMap(
      ({ evidence }) => evidence ?? [],
    );
    expect(lines).toContainEqual({ path: log, line: 44, text: hostile });
    const again = await vedette(["review", one?.id ?? "", ...times, "--json", "-q", log]);
    expect(again.stdout).toBe(told.stdout);
    // A case without times of people has the same keys.
    const bare = await vedette(["review", one?.id ?? "", "--json", "-q", log]);
    const keys = (value: unknown): unknown =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keys(inner)]))
        : undefined;
    const { containment, ...rest } = document;
    const { containment: none, ...others } = JSON.parse(bare.stdout) as Record<string, unknown>;
    expect(keys(others)).toEqual(keys(rest));
    expect(none).toEqual({
      state: "not_given",
      before: null,
      after: null,
      last_served: null,
      evidence: null,
      logs_end: null,
    });
    expect(Object.keys(containment as object)).toEqual(Object.keys(none as object));
  }, 60_000);

  test("what is to follow up is about this case, whichever comes first in the run", async () => {
    const other = [".env", ".git/config", "phpinfo.php", "config.json"].map((path) =>
      combined({ ip: "198.18.7.7", agent: "Nikto/2.5.0", request: `GET /${path} HTTP/1.1`, status: 404 }),
    );
    const two = write(folder, "two.log", [...visits, ...before, ...other]);
    const listed = await vedette(["triage", "--json", "-q", two]);
    const { cases } = JSON.parse(listed.stdout) as { cases: { id: string; title: string }[] };
    expect(cases.length).toBeGreaterThan(1);
    for (const { id } of cases) {
      const { stdout } = await vedette(["review", id, "-q", two]);
      const followUp = stdout.slice(stdout.indexOf("To follow up"));
      for (const { id: named } of cases) expect(followUp.includes(named)).toBe(named === id);
      const [, shown] = /vedette explain \S+:(\d+)/.exec(followUp) ?? [];
      const timeline = stdout.slice(stdout.indexOf("Time line"), stdout.indexOf("What worked"));
      expect(timeline).toContain(`two.log:${shown} `);
    }
  }, 60_000);

  test("what is to be closed is what stands under open controls", async () => {
    const asks = (method: string, path: string, time: string) =>
      combined({
        ip: "198.18.7.7",
        agent: "Nikto/2.5.0",
        request: `${method} ${path} HTTP/1.1`,
        status: 200,
        bytes: 391,
        time,
      });
    const lines = [
      ...visits,
      ...before.slice(0, 2),
      asks("TRACE", "/server-status", "17/May/2026:12:00:00 +0000"),
      combined({
        ip: "198.18.7.7",
        agent: "Nikto/2.5.0",
        request: "GET /.git/config HTTP/1.1",
        status: 200,
        bytes: 277,
        time: "17/May/2026:12:01:00 +0000",
      }),
    ];
    const methods = write(folder, "methods.log", lines);
    const listed = await vedette(["triage", "--json", "-q", methods]);
    const [one] = (JSON.parse(listed.stdout) as { cases: { id: string }[] }).cases;
    const { stdout } = await vedette(["review", one?.id ?? "", "-q", methods]);
    const section = (from: string, to: string) => stdout.slice(stdout.indexOf(from), stdout.indexOf(to));
    expect(section("Open controls", "Justifications")).toContain("/.git/config: open");
    const step = /C4: (.*)/.exec(stdout)?.[1];
    expect(step).toContain("/.git/config.");
    expect(step).not.toContain("/server-status");
  }, 60_000);

  test("says what is wrong", async () => {
    const later = await vedette(["review", "C-1", "--contained", "2999-01-01", log]);
    expect([later.status, later.stderr]).toEqual([
      2,
      expect.stringContaining("--contained 2999-01-01: that is still to come"),
    ]);
    const time = await vedette(["review", "C-1", "--detected", "yesterday", log]);
    expect([time.status, time.stderr]).toEqual([
      2,
      expect.stringContaining("--detected yesterday: not a time"),
    ]);
    const unknown = await vedette(["review", "C-1", "-q", log]);
    expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining("no case C-1")]);
    const none = await vedette(["review", "C-1"]);
    expect([none.status, none.stderr]).toEqual([2, expect.stringContaining("No log was named")]);
  }, 60_000);
});
