/** Control review: what is told to be open, closed or not to be told, of made-up sites that show one thing each. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TemplateFormat } from "../src/content/schema.ts";
import { renderControls } from "../src/report/controls.ts";
import { controlsDocument, renderControlsPage } from "../src/report/controls-page.ts";
import type { Control, Review } from "../src/respond/controls/model.ts";
import { reviewControls } from "../src/respond/controls/review.ts";
import { familiesOf, familyOf } from "../src/respond/controls/sites.ts";
import { controlLog } from "./support/controls.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { firefox, json } from "./support/lines.ts";
import { open } from "./support/triage.ts";

const folder = temporaryFolder();

/** A format string without the status, as somebody may have it. */
const statusless: TemplateFormat = {
  id: "own-1",
  title: "given",
  kind: "web",
  specificity: 1000,
  reader: "template",
  dialect: "apache",
  template: '%h %t "%r" "%{User-Agent}i"',
  trailing: false,
  source: "--log-format",
  date: "1970-01-01",
  samples: [{ record: "" }],
};

async function reviewOf(paths: readonly string[], more: Parameters<typeof open>[1] = {}): Promise<Review> {
  const run = await open(paths, { events: true, ...more });
  return reviewControls(run).finally(() => run.close());
}

let review: Review;
beforeAll(async () => {
  review = await reviewOf([write(folder, "sites.log", controlLog())]);
});
afterAll(() => expect(review.controls.length).toBeGreaterThan(0));

const controlsOf = (site: string) => review.controls.filter(({ asked }) => asked.site === `${site}.example`);
function only(site: string, path?: string): Control {
  const found = controlsOf(site).filter(({ asked }) => path === undefined || asked.path === path);
  expect(found.map(({ asked }) => asked.path)).toHaveLength(1);
  return found[0] as Control;
}
const gapsOf = (site: string) =>
  review.gaps.filter(({ where }) => where === `${site}.example`).map(({ because }) => because);

describe("what is open", () => {
  test("a secret that outsiders were given, with the last line that shows it, and inside readers apart", () => {
    const one = only("open");
    expect(one).toMatchObject({ state: "open", outsiders: 2, change: "now", doubts: [] });
    expect(one.asked).toMatchObject({
      path: "/.env",
      sensitivity: "secret",
      opened: 2,
      others: { internal: 1 },
    });
    expect(one.evidence?.text).toContain(
      '198.51.100.2 - - [17/May/2026:10:02:00 +0000] "GET /.env HTTP/1.1" 200 421',
    );
    expect(one.evidence?.path).toMatch(/sites\.log$/);
    expect(controlLog()[(one.evidence?.line ?? 0) - 1]).toBe(one.evidence?.text);
    expect(one.fix?.id).toBe("environment-files");
    expect(one.readers.map(({ source, kind }) => [source, kind])).toEqual([
      ["198.51.100.1", "outsider"],
      ["198.51.100.2", "outsider"],
      ["10.0.0.8", "internal"],
    ]);
  });

  test("what is refused under other spellings alone", () => {
    expect(only("spelling")).toMatchObject({ state: "open", closing: undefined });
  });

  test("what a filter refuses for its query, and is given without one", () => {
    expect(only("query")).toMatchObject({ state: "open", closing: undefined });
    expect(only("queries")).toMatchObject({ state: "closed" });
    expect(only("queries").closing?.text).toContain('10:30:00 +0000] "GET /server-status?auto HTTP/1.1" 403');
  });

  test("a path of no known product that refused the same client before", () => {
    expect(only("turned")).toMatchObject({ state: "open", fix: { id: "turned-open" } });
  });

  test("source maps, proxy settings and change logs", () => {
    expect(only("map")).toMatchObject({ state: "open", fix: { id: "source-maps" }, change: undefined });
    expect(only("wpad", "/wpad.dat")).toMatchObject({ state: "open", fix: { id: "client-provisioning" } });
    expect(only("wpad", "/changelog.txt")).toMatchObject({ state: "open", fix: { id: "versions" } });
  });

  test("what was sorted like a listing is no more than answered, in however many ways", () => {
    expect(only("listing", "/files/")).toMatchObject({ state: "answered", fix: { id: "directory-listing" } });
    expect(only("listing", "/files/").doubts.join()).toMatch(/2 orders/);
    expect(only("nolisting")).toMatchObject({ state: "answered" });
  });
});

describe("what is no more than answered", () => {
  test.each([
    ["error", /error page/],
    ["front", /front page/],
    ["token", /asked for credentials/],
    ["network", /one network .*--internal/],
  ])("%s", (site, doubt) => {
    const one = only(site);
    expect(one.state).toBe("answered");
    expect(one.doubts.join()).toMatch(doubt);
    expect(one.change).not.toBe("now");
  });
});

describe("what is closed since", () => {
  test("with both lines, and the keys still to be changed", () => {
    const one = only("closed");
    expect(one).toMatchObject({ state: "closed", change: "now" });
    expect(one.evidence?.text).toContain('10:01:00 +0000] "GET /.env HTTP/1.1" 200 433');
    expect(one.closing?.text).toContain('10:30:00 +0000] "GET /.env HTTP/1.1" 403 199');
  });

  test("a listing whose folder is refused, though by somebody's plain request", () => {
    expect(only("listing", "/old/")).toMatchObject({ state: "closed" });
  });

  test("but not what others are refused since", () => {
    const one = only("since");
    expect(one.state).toBe("unshown");
    expect(one.notes.join()).toMatch(/goes by who asks/);
  });
});

describe("what the logs cannot tell", () => {
  test("TRACE and OPTIONS show nothing; inside readers and who signed in are no outsiders", () => {
    expect(controlsOf("methods")).toEqual([]);
    expect(controlsOf("guarded")).toEqual([]);
  });

  test("HEAD, 304 and nothing at all", () => {
    expect(only("head")).toMatchObject({ state: "unshown", asked: { path: "/.git/config" } });
    expect(only("head").notes.join()).toMatch(/HEAD/);
    expect(only("stale").notes.join()).toMatch(/304/);
    expect(only("empty").notes.join()).toMatch(/0 bytes/);
  });

  test("a site that gives one page for everything", () => {
    expect(controlsOf("everything").map(({ state }) => state)).toEqual(Array(5).fill("unshown"));
    expect(gapsOf("everything").join()).toMatch(/catch-all/);
    expect(controlsOf("everything").every(({ change }) => change === undefined)).toBe(true);
  });

  test("a site that only redirects, one that nobody outside asked, and what nobody asked for", () => {
    expect(controlsOf("plain")).toEqual([]);
    expect(gapsOf("plain").join()).toMatch(/redirects only/);
    expect(gapsOf("inside").join()).toMatch(/no outsider came/);
    expect(gapsOf("open").join()).toMatch(/no outsider asked for .*server-status/);
    expect(review.gaps[0]).toMatchObject({ where: "all logs", because: expect.stringMatching(/headers/) });
  });

  test("formats without status or length", async () => {
    const lines = (ip: string) => ["/.env", "/p/1", "/p/2"].map((path) => ({ ip, path }));
    // One engine is open at a time.
    const told = [
      await reviewOf(
        [
          write(
            folder,
            "statusless.log",
            lines("198.51.100.31").map(
              ({ ip, path }) => `${ip} [17/May/2026:10:05:03 +0000] "GET ${path} HTTP/1.1" "${firefox}"`,
            ),
          ),
        ],
        { ownFormats: [statusless] },
      ),
      await reviewOf([
        write(
          folder,
          "lengthless.log",
          lines("198.51.100.32").map(({ ip, path }) => {
            const { body_bytes_sent: _, ...rest } = JSON.parse(json({ ip, request: `GET ${path} HTTP/1.1` }));
            return JSON.stringify(rest);
          }),
        ),
      ]),
    ];
    const [first, second] = told.map(({ controls }) => controls[0]);
    expect(first).toMatchObject({ state: "unshown", notes: [expect.stringMatching(/no status/)] });
    expect(second).toMatchObject({ state: "answered", doubts: [expect.stringMatching(/no length/)] });
    expect(told[0]?.gaps[0]?.because).toMatch(/no status/);
    expect(told[1]?.gaps[0]?.because).toMatch(/no length/);
  });
});

test("a rotated log is one site, and two servers' logs are two", async () => {
  expect(
    ["access.log", "access.log.1", "access.log.12.gz", "access.log-20260517.gz", "access_2026-05-17.log"].map(
      familyOf,
    ),
  ).toEqual(["access.log", "access.log", "access.log", "access.log", "access.log"]);
  expect([
    ...familiesOf([
      { number: 0, path: "/a/x.log" },
      { number: 1, path: "/b/x.log.1" },
    ]).values(),
  ]).toEqual(["/a/x.log", "/b/x.log"]);
});

test("readers that the register justifies are told apart, and a store says the same as its logs", async () => {
  const log = write(folder, "one.log", controlLog());
  const register = {
    path: "register.yaml",
    entries: [
      {
        id: "J-1",
        source: ["198.51.100.1", "198.51.100.2"],
        owner: "web",
        reason: "its own check",
        expires: "2030-01-01",
      },
    ],
  } as unknown as NonNullable<NonNullable<Parameters<typeof open>[1]>["register"]>;
  const store = `${folder}/store`;
  const kept = await reviewOf([log], { register, store });
  // They were given it without a sign-in, which is for somebody to look at, and no proof against outsiders.
  expect(kept.controls.find(({ asked }) => asked.site === "open.example")).toMatchObject({
    state: "answered",
    outsiders: 0,
    asked: { others: { justified: 2, internal: 1 } },
    change: undefined,
  });
  const again = await reviewOf([], { register, store });
  expect(controlsDocument(again)).toEqual(controlsDocument(kept));
  // Before the refusal nothing is closed.
  const early = await reviewOf([], { store, toMs: Date.UTC(2026, 4, 17, 10, 20) });
  expect(early.controls.find(({ asked }) => asked.site === "closed.example")?.state).toBe("open");
});

test("a triage of web logs names the command for C4, and one that read none does not", async () => {
  const stepOf = async (path: string) => {
    const run = await open([path]);
    await run.close();
    return run.result.steps.find(({ clause }) => clause === "C4");
  };
  const log = write(folder, "step.log", controlLog().slice(0, 20));
  expect((await stepOf(log))?.command).toBe(`vedette review-controls ${log}`);
  const other = write(folder, "step.json", [
    JSON.stringify({
      event_type: "dns",
      timestamp: "2026-05-17T10:05:03.000000+0000",
      src_ip: "10.0.0.1",
      dest_ip: "10.0.0.2",
      proto: "UDP",
      dns: { type: "query", rrname: "a.example", rrtype: "A" },
    }),
  ]);
  expect((await stepOf(other))?.command).toBeUndefined();
});

describe("what is written", () => {
  test("the numbers come first, and add up", () => {
    const count = (state: string) => review.controls.filter((one) => one.state === state).length;
    expect(renderControls(review).split("\n")[0]).toContain(`${count("open")} open (`);
    expect(renderControls(review).split("\n")[0]).toContain(`${count("closed")} closed since`);
    expect(controlsDocument(review)).toMatchObject({
      counts: { open: count("open"), unshown: count("unshown") },
    });
  });

  test("the line that shows it cannot be clicked, and the page has the fixes to copy", () => {
    expect(renderControls(review)).toContain("198.51.100[.]2 - - [17/May/2026:10:02:00");
    const page = renderControlsPage(review);
    expect(page).toContain("### Environment files");
    expect(page).toContain("location ~ /\\.(?!well-known(/|$)) {");
    expect(page.match(/^### Environment files$/gm)).toHaveLength(1);
  });

  test("who asked without an agent is told as such, on the page as on the terminal", () => {
    const one = review.controls.find(({ state, readers }) => state === "open" && readers.length > 0);
    if (one === undefined) throw new Error("nothing is open, so nothing is tested");
    const bare = {
      ...review,
      controls: [{ ...one, readers: one.readers.map((reader) => ({ ...reader, agent: "" })) }],
    };
    for (const text of [renderControls(bare), renderControlsPage(bare)])
      expect(text).toMatch(/\(outsider[^)]*\): \d+ answers?, no agent$/m);
  });

  test("no text of a log reaches a terminal raw, opens a fence or ends one", () => {
    const [control] = review.controls;
    const [site] = review.sites;
    if (control === undefined || site === undefined) throw new Error("nothing to write");
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 80 }),
      fc.constantFrom("\n```\n# x", "\u202e\u0000\u001b[2J", "| a | <script>", "](http://a.example)", "```"),
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, (text, path, agent) => {
        const evidence = { path: text, line: 1, text };
        const one: Review = {
          ...review,
          controls: [
            {
              ...control,
              asked: { ...control.asked, site: path, path },
              evidence,
              closing: evidence,
              readers: [{ source: text, kind: "outsider", requests: 1, agent, action: "watch" }],
            },
          ],
          sites: [{ ...site, name: path }],
          gaps: [{ where: text, because: "x" }],
        };
        const shown = renderControls(one);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        const page = renderControlsPage(one);
        const fences = page.split("\n").filter((row) => /^ {0,3}```/.test(row));
        expect(fences.length % 2).toBe(0);
        expect(page.match(/^# /gm)).toHaveLength(1);
        // In a fence a text is what it is.
        expect(page.replace(/^ {0,3}```text\n[\s\S]*?^ {0,3}```$/gm, "")).not.toContain("<script>");
        expect(JSON.parse(JSON.stringify(controlsDocument(one)))).toMatchObject({ controls: [{ path }] });
      }),
      { numRuns: 300 },
    );
  });
});
