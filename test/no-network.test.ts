/**
 * Nobody is asked, and nothing is told to anybody: each command runs in a network namespace without a way out, under a tracer that sees every
 * attempt to connect or to look a name up. Only a feed that somebody asked for is fetched.
 */
import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { commands } from "../src/cli/commands.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { main, traced } from "./support/traced.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const folder = temporaryFolder();
const probes = ["/server-status", "/.env", "/config.json", "/.git/config", "/phpinfo.php"];
const log = write(folder, "access.log", [
  ...probes.map((path, at) =>
    combined({
      ip: "203.0.113.9",
      time: `17/May/2026:10:00:0${at} +0000`,
      request: `GET ${path} HTTP/1.1`,
      status: at === 0 ? 200 : 404,
      // Names that somebody could be tempted to look up.
      referrer: "http://callback.bad.example/x",
      agent: "zgrab/0.x (+https://scanner.bad.example/)",
    }),
  ),
  combined({ ip: "198.51.100.7" }),
]);
const mail = write(folder, "mail.eml", [
  "From: IT Service <help@bad.example>",
  "To: Ann <ann@site.example>",
  "Subject: please help",
  "Date: Sun, 17 May 2026 10:00:20 +0000",
  "Message-ID: <m1@bad.example>",
  "",
  "Dear user, please reply to us with your browser version, your operating system and the output of systeminfo. Your link: https://bad.example/?t=1",
]);
const rules = write(folder, "rule.yml", [
  "title: zgrab",
  "id: 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
  "status: test",
  "logsource:",
  "  category: webserver",
  "detection:",
  "  selection:",
  "    cs-user-agent|contains: zgrab",
  "  condition: selection",
  "level: low",
]);

/** Command lines by command; CASE and MAIL stand for ids of cases. */
const runs: Readonly<Record<string, readonly (readonly string[])[]>> = {
  triage: [
    ["triage", "--store", "kept", "--containment", "--format", "html", "-o", "report.html", log, mail],
    ["triage", "--sigma", rules, "--mask", "pseudonyms", log],
  ],
  events: [["events", log]],
  recognise: [["recognise", log]],
  explain: [["explain", `${log}:1`, log]],
  brief: [["brief", "CASE", "--tlp", "amber", "-o", "pack", log, mail]],
  contain: [["contain", "CASE", "-o", "blocks", log, mail]],
  "protect-mail": [["protect-mail", "MAIL", "-o", "protect", log, mail]],
  "review-controls": [["review-controls", "-o", "controls", log]],
  casebook: [
    ["casebook", "import", "report.json", "--book", "book.db"],
    ["casebook", "list", "--book", "book.db"],
  ],
  review: [["review", "CASE", "--book", "book.db", log, mail]],
  schema: [["schema"]],
  erase: [["erase", "address", "192.0.2.200", "--store", "kept", "--book", "book.db"]],
  rules: [["rules", "CASE", "-o", "rules", log, mail]],
  baseline: [["baseline", "build", log, "-o", "site.json"]],
  intel: [["intel", "list"]],
  justify: [
    [
      "justify",
      "add",
      "--source",
      "192.0.2.10",
      "--owner",
      "IT",
      "--reason",
      "scan",
      "--expires",
      "2099-03-01",
    ],
    ["justify", "list"],
  ],
  hunt: [["hunt", "did", "--store", "kept", "203.0.113.9"]],
  sql: [["sql", "--store", "kept", "SELECT count() AS n FROM events"]],
  playbook: [["playbook", "export", "--format", "cacao"]],
  sigma: [["sigma", rules, "--log", log]],
  formats: [["formats"]],
  completion: [["completion", "bash"]],
  // In a test of its own: it does not end by itself.
  serve: [],
};

let caseId = "none";
let mailCase = "none";

beforeAll(() => {
  const { stdout } = spawnSync(process.execPath, [main, "triage", "--json", "-q", log, mail], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  write(folder, "report.json", [stdout]);
  const { cases } = JSON.parse(stdout) as {
    readonly cases: readonly { readonly id: string; readonly entities: readonly string[] }[];
  };
  const of = (type: string) =>
    cases.find(({ entities }) => entities.some((id) => id.startsWith(`${type}:`)))?.id ?? "none";
  caseId = of("ip");
  mailCase = of("mail");
});

test("every command is here", () => {
  expect(Object.keys(runs).sort()).toEqual(commands.map(({ name }) => name).sort());
});

describe("a command opens no connection and looks up no name", () => {
  test.each(
    Object.values(runs)
      .flat()
      .map((argv) => [argv] as const),
  )("%j", (argv) => {
    const given = argv.map((word) => (word === "CASE" ? caseId : word === "MAIL" ? mailCase : word));
    const { status, reached, traced: lines, stderr } = traced([main, ...given], folder);
    // A command line that was refused would have asked nobody either.
    expect([0, 1], stderr).toContain(status);
    expect(reached).toEqual([]);
    expect(lines).toBeGreaterThan(0);
  });
});

test("a service with recorded logs answers on loopback, and reaches for nobody", () => {
  const script = `
    import { spawn } from "node:child_process";
    const child = spawn(process.execPath, [${JSON.stringify(main)}, "serve", "--demo", "--listen", "127.0.0.1:0"]);
    let out = "", err = "";
    child.stderr.on("data", (bytes) => { err += bytes; });
    const [address, secret] = await new Promise((resolve, reject) => {
      child.once("exit", (code) => reject(new Error("ended with " + code + ": " + err)));
      child.stdout.on("data", (bytes) => {
        out += bytes;
        const found = /^(http:\\/\\/127\\.0\\.0\\.1:\\d+)\\/first#(\\S+)/m.exec(out);
        if (found !== null) resolve(found.slice(1));
      });
    });
    // Until a look was answered, so that all that runs by itself has run.
    const first = await fetch(address + "/api/v1/first", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ secret, name: "ada", password: "correct horse battery staple" }),
    });
    const cookie = (first.headers.get("set-cookie") ?? "").split(";")[0];
    for (;;) {
      const health = await (await fetch(address + "/api/v1/health", { headers: { cookie } })).json();
      if (health.state === "ready") break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const page = await (await fetch(address + "/")).text();
    child.removeAllListeners("exit");
    await new Promise((resolve) => { child.once("exit", resolve); child.kill("SIGTERM"); });
    console.log(page.includes("<title>") ? "served" : page);`;
  const { stdout, stderr, reached, traced: lines } = traced(["--input-type=module", "-e", script], folder);
  expect(stdout, stderr).toBe("served\n");
  expect(reached).toEqual([]);
  expect(lines).toBeGreaterThan(2);
});

test("a feed that was asked for is tried, and the tracer sees it", () => {
  const { reached } = traced(
    [main, "intel", "add", "asked", "http://192.0.2.80:8099/feed.csv", "--allow-private"],
    folder,
  );
  expect([...new Set(reached)]).toEqual(["192.0.2.80 port 8099"]);
});

test("a look-up of a name is seen as well", () => {
  const { reached } = traced(["-e", 'require("node:dns").lookup("callback.bad.example", () => {})'], folder);
  expect(reached.length).toBeGreaterThan(0);
});
