/**
 * Hostile texts as agent, path, referrer, user, host, subject and sender, through every output: each is escaped, refused
 * or shown as text. Pages are opened in Chromium, whose content policy has nothing to report.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Parser } from "htmlparser2";
import { marked } from "marked";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { parseAllDocuments } from "yaml";
import { vedette } from "./support/command.ts";
import { noBrowser, openPage, startBrowser } from "./support/console/browser.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { hostile, loneSurrogates } from "./support/hostile.ts";

vi.setConfig({ testTimeout: 600_000 });

const folder = temporaryFolder();
const steering = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** Where a text stands in a request. */
const places = ["agent", "path", "referrer", "user", "host"] as const;

function request(number: number, at: number, place: (typeof places)[number], text: string): string {
  const plain = { agent: "zgrab/0.x", path: "", referrer: "", user: "", host: "www.example.test" };
  const given = { ...plain, [place]: text };
  const asked = ["/actuator/env", "/.env", "/server-status", "/config.json"][at] ?? "/";
  return JSON.stringify({
    time: new Date(Date.UTC(2026, 4, 17, 10, 0, number % 50, at)).toISOString(),
    remote_addr: `198.51.${100 + Math.floor(number / 250)}.${number % 250}`,
    method: "GET",
    uri: at === 0 || place !== "path" ? asked : `/.env/${given.path}`,
    status: at === 0 ? 200 : 404,
    bytes: at === 0 ? 4096 : 12,
    http_user_agent: given.agent,
    http_referrer: given.referrer,
    remote_user: given.user,
    host: given.host,
  });
}

/** Header fields as an attacker puts them; a line feed ends a field. */
function mail(text: string, number: number): string {
  const plain = text.replaceAll(/[\0\r\n]/g, " ").slice(0, 900);
  return [
    `From: "${plain.replaceAll('"', "'")}" <help${number}@bad.example>`,
    "To: ann@site.example",
    `Subject: ${plain}`,
    "Date: Sun, 17 May 2026 10:00:00 +0000",
    `Message-ID: <m${number}@bad.example>`,
    "",
    `Dear user, please reply with your browser version, your operating system and the output of systeminfo. ${plain}`,
    "",
  ].join("\n");
}

let logs: readonly string[] = [];
const outputs = new Map<string, string>();
const run = async (name: string, ...argv: readonly string[]): Promise<string> => {
  const { stdout, stderr, status } = await vedette(argv);
  expect(status, `${name}: ${stderr}`).toBeLessThanOrEqual(1);
  outputs.set(name, stdout);
  outputs.set(`${name}, standard error`, stderr);
  return stdout;
};

interface Report {
  readonly cases: readonly {
    readonly id: string;
    readonly action: string;
    readonly entities: readonly string[];
  }[];
  readonly findings: readonly {
    readonly evidence: readonly { readonly path: string; readonly line: number }[];
  }[];
}
let report: Report;

beforeAll(async () => {
  let number = 0;
  const lines = hostile.flatMap((text, index) =>
    [places[index % places.length] ?? "agent", "agent" as const].flatMap((place) => {
      number += 1;
      return [0, 1, 2, 3].map((at) => request(number, at, place, text));
    }),
  );
  const mails = hostile.filter((text) => !loneSurrogates.includes(text));
  logs = [
    write(folder, "access.json", lines),
    ...mails.filter((_, at) => at % 4 === 0).map((text, at) => write(folder, `${at}.eml`, [mail(text, at)])),
  ];
  report = JSON.parse(await run("triage --json", "triage", "--json", ...logs)) as Report;
}, 600_000);

const firstCase = () => report.cases.find(({ action }) => action === "escalate")?.id ?? "";

const mailCase = () =>
  report.cases.find(({ entities }) => entities.some((one) => one.startsWith("mail:")))?.id ?? "";

test("there are two hundred texts and more, all different, and what shows them found something", () => {
  expect(hostile.length).toBeGreaterThanOrEqual(200);
  expect(new Set(hostile).size).toBe(hostile.length);
  expect(report.findings.length).toBeGreaterThan(50);
  expect(firstCase()).not.toBe("");
});

test("JSON holds each text as it was written", () => {
  const held = JSON.stringify(report);
  const texts = hostile.filter(
    (text) => text.length > 3 && text.length < 200 && !loneSurrogates.includes(text),
  );
  const missing = texts.filter(
    (text) =>
      !held.includes(JSON.stringify(text).slice(1, -1)) &&
      !held.includes(JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1)),
  );
  expect(missing).toEqual([]);
});

describe("a terminal", () => {
  test("is steered by nothing of it", async () => {
    await run("triage", "triage", "--unfold", ...logs);
    await run("ticket", "triage", "--ticket", firstCase(), ...logs);
    const evidence = report.findings.flatMap((one) => one.evidence).filter((_, at) => at % 40 === 0);
    for (const { path, line } of evidence.slice(0, 3))
      await run(`explain ${basename(path)}:${line}`, "explain", `${path}:${line}`, ...logs);
    await run("explain case", "explain", firstCase(), ...logs);
    await run("events", "events", ...logs);
    for (const [name, text] of outputs) {
      if (name.startsWith("triage --json") || name === "events") continue;
      const wrong = text.split("\n").filter((line) => steering.test(line));
      expect(
        wrong.slice(0, 3).map((line) => JSON.stringify(line).slice(0, 300)),
        name,
      ).toEqual([]);
    }
  });

  test("events are JSON, one a line", () => {
    const lines = (outputs.get("events") ?? "").trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(hostile.length);
    for (const line of lines) expect(typeof JSON.parse(line)).toBe("object");
  });
});

/** Tags and what they carry, as a reader of HTML sees them. */
function tagsOf(
  html: string,
): { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[] {
  const tags: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new Parser({ onopentag: (name, attributes) => void tags.push({ name, attributes }) });
  parser.end(html);
  return tags;
}

const acting =
  /^(?:script|img|iframe|object|embed|form|link|base|meta|svg|video|audio|math|input|textarea|body|details|marquee|x)$/;

test("Markdown shows no tag, link or picture that a text asks for", async () => {
  const text = await run("triage --format md", "triage", "--format", "md", "--unfold", ...logs);
  const tags = tagsOf(await marked(text, { gfm: true }));
  expect(tags.length).toBeGreaterThan(50);
  expect(tags.filter(({ name }) => acting.test(name)).map(({ name }) => name)).toEqual([]);
  const leads = tags.flatMap(({ attributes: { href = "" } }) =>
    href === "" || href.startsWith("#") ? [] : [href],
  );
  expect(leads).toEqual([]);
  expect(
    tags.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => name.startsWith("on")),
  ).toEqual([]);
});

describe("the page", () => {
  let path = "";
  beforeAll(async () => {
    path = join(folder, "report.html");
    await run("triage --format html", "triage", "--format", "html", "-o", path, ...logs);
  }, 600_000);

  test("has tags of its own alone", () => {
    const tags = tagsOf(readFileSync(path, "utf8"));
    expect(tags.length).toBeGreaterThan(500);
    expect(
      tags.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => name.startsWith("on")),
    ).toEqual([]);
    const leads = tags
      .flatMap(({ attributes: { href = "", src = "" } }) => [href, src])
      .filter((to) => to !== "" && !to.startsWith("#"));
    expect(leads).toEqual([]);
    expect(
      tags.filter(({ name }) => /^(?:img|iframe|object|embed|form|base|video|math|marquee|x)$/.test(name)),
    ).toEqual([]);
  });

  test.skipIf(noBrowser)("runs nothing, asks nobody and breaks no policy in Chromium", async () => {
    const browser = await startBrowser();
    try {
      const address = pathToFileURL(path).href;
      const { page, wrong } = await openPage(browser, address);
      await page.goto(address);
      await page.waitForLoadState("load");
      // Everything that can be unfolded is.
      await page.evaluate(() => {
        for (const one of document.querySelectorAll("details")) one.open = true;
      });
      expect(await page.evaluate(() => Reflect.get(globalThis, "fired") as unknown)).toBeUndefined();
      expect(await page.title()).toMatch(/triage: escalate/);
      expect(wrong).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

test("a pack for others holds plain names and documents that read as what they are", async () => {
  const pack = join(folder, "pack");
  await run("brief", "brief", firstCase(), ...logs, "--tlp", "amber", "-o", pack);
  const names = readdirSync(pack);
  expect(names.length).toBeGreaterThan(4);
  for (const name of names) {
    expect(name).toMatch(/^[A-Za-z0-9._-]+$/);
    const text = readFileSync(join(pack, name), "utf8");
    if (name.endsWith(".json")) expect(JSON.parse(text), name).toBeTypeOf("object");
    if (name.endsWith(".ndjson") || name.endsWith(".jsonl"))
      for (const line of text.trimEnd().split("\n")) expect(JSON.parse(line)).toBeTypeOf("object");
    if (/\.(md|txt|csv)$/.test(name))
      expect(text.split(/\r?\n/).filter((line) => steering.test(line))).toEqual([]);
    if (name.endsWith(".md"))
      expect(tagsOf(await marked(text, { gfm: true })).filter((tag) => acting.test(tag.name))).toEqual([]);
    if (name.endsWith(".html"))
      expect(
        tagsOf(text)
          .flatMap(({ attributes }) => Object.keys(attributes))
          .filter((one) => one.startsWith("on")),
      ).toEqual([]);
    if (name.endsWith(".csv"))
      for (const line of text.split("\r\n")) expect(line).not.toMatch(/(?:^|,)"?[=+@-][^0-9]/);
  }
});

test("files of blocks and rules hold one line for each thing they say, and read as their own grammar", async () => {
  for (const [name, argv] of [
    ["contain", ["contain", firstCase()]],
    ["rules", ["rules", firstCase()]],
    ["protect-mail", ["protect-mail", mailCase()]],
  ] as const) {
    const into = join(folder, name);
    await run(name, ...argv, ...logs, "-o", into);
    const files = readdirSync(into, { recursive: true, encoding: "utf8", withFileTypes: true }).filter(
      (one) => one.isFile(),
    );
    expect(files.length, name).toBeGreaterThan(0);
    for (const { name: file, parentPath } of files) {
      expect(file).toMatch(/^[A-Za-z0-9._-]+$/);
      const text = readFileSync(join(parentPath, file), "utf8");
      expect(
        text
          .split(/\r?\n/)
          .filter((line) => steering.test(line.replaceAll("\t", "")))
          .slice(0, 2),
        file,
      ).toEqual([]);
      if (/\.ya?ml$/.test(file))
        for (const { errors } of parseAllDocuments(text)) expect(errors, file).toEqual([]);
      if (file.endsWith(".json")) expect(JSON.parse(text), file).toBeTypeOf("object");
    }
  }
});

test("a store answers as before, in all forms", async () => {
  const store = join(folder, "store");
  await run("triage --store", "triage", "--store", store, ...logs);
  const statement =
    "SELECT user_agent_original AS agent, count() AS n FROM events WHERE event_class = 'http' GROUP BY agent ORDER BY agent";
  const rows = (await run("sql --json", "sql", "--store", store, "--json", statement))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { agent: string; n: number });
  expect(rows.reduce((sum, { n }) => sum + n, 0)).toBe(8 * hostile.length);
  const csv = await run("sql --csv", "sql", "--store", store, "--csv", statement);
  expect(csv.split("\r\n").filter((line) => /^"?[=+@-]/.test(line) && !line.startsWith("-,"))).toEqual([]);
  expect(csv.split(/\r?\n/).filter((line) => steering.test(line))).toEqual([]);
  const table = await run("sql", "sql", "--store", store, statement);
  expect(table.split("\n").filter((line) => steering.test(line))).toEqual([]);
});
