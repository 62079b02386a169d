/** The justification register: what an entry holds for, what it never hides, and what is said of it. */
import { lstatSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fits } from "../src/assess/justify.ts";
import { type RegisterEntry, readRegister, registerText } from "../src/assess/register-file.ts";
import { breadth } from "../src/assess/register-report.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined, type Request } from "./support/lines.ts";

const folder = temporaryFolder();
const scanner = "Nessus SOAP v0.0.1";
const paths = ["/.env", "/config.json", "/server-status", "/phpinfo.php"];
const scan = (ip: string, more: Request = {}): string[] =>
  paths.map((path) =>
    combined({ ip, agent: scanner, request: `GET ${path} HTTP/1.1`, status: 404, ...more }),
  );
const visits = Array.from({ length: 30 }, (_, n) => combined({ ip: `192.0.2.${n + 1}` }));
const log = write(folder, "access.log", [
  ...visits,
  // The own scanner, as it was agreed.
  ...scan("198.51.100.10"),
  // The same program from another address, which nobody agreed to.
  ...scan("203.0.113.77"),
  // An agreed address that shows another program besides.
  ...scan("198.51.100.11"),
  combined({ ip: "198.51.100.11", agent: "sqlmap/1.8", request: "GET /config.json HTTP/1.1", status: 404 }),
  // At noon, where the night was agreed.
  ...scan("198.51.100.12", { time: "17/May/2026:12:05:03 +0000" }),
  ...scan("198.51.100.13", { time: "17/May/2026:23:05:03 +0000" }),
  // For more than was agreed.
  ...scan("198.51.100.14"),
  // Agreed, and served a secret.
  ...scan("198.51.100.15").slice(1),
  combined({ ip: "198.51.100.15", agent: scanner, request: "GET /.env HTTP/1.1", bytes: 8241 }),
  // Agreed by its path, under an agent that is a finding of its own; and by an agent, but not by itself: Cloudflare passes on whatever it is told.
  combined({ ip: "198.51.100.17", agent: "sqlmap/1.8", request: "GET /server-status HTTP/1.1", status: 404 }),
  // Agreed until the day before.
  ...scan("198.51.100.16"),
]);
const agreed = { owner: "IT security", reason: "weekly scan", expires: "2026-12-31" };
const entries: RegisterEntry[] = [
  { id: "own", source: ["198.51.100.10/31"], agent: ["nessus*"], ticket: "CHG-7", ...agreed },
  { id: "night", source: ["198.51.100.12", "198.51.100.13"], between: "22:00-06:00", ...agreed },
  {
    id: "paths",
    source: ["198.51.100.14"],
    agent: ["Nessus*"],
    path: ["/server-*", "/phpinfo.php"],
    ...agreed,
  },
  { id: "served", source: ["198.51.100.15"], ...agreed },
  { id: "bare", source: ["198.51.100.17"], path: ["/server-status"], ...agreed },
  { id: "over", source: ["198.51.100.16"], ...agreed, expires: "2026-05-16" },
  { id: "nobody", source: ["2001:db8::/64"], ...agreed, expires: "2026-05-20" },
];
const register = join(folder, "register.yaml");
writeFileSync(register, registerText(entries));

let made: Promise<ReportDocument> | undefined;
function report(): Promise<ReportDocument> {
  made ??= triageJson([log, "--register", register]).then((run) => run.report);
  return made;
}
const entity = async (address: string) =>
  (await report()).entities.find(({ value }) => value === address) as ReportDocument["entities"][number];
const row = async (id: string) => (await report()).register?.find((one) => one.id === id);

describe("an entry of the register", () => {
  test("sets aside whom all of it fits, and says who answers for it", async () => {
    const { action, justification } = await entity("198.51.100.10");
    expect(action).toBe("justified");
    expect(justification).toContain(
      "entry own of the register: weekly scan (IT security, CHG-7, until 2026-12-31)",
    );
    expect((await row("own"))?.entities).toEqual(["ip:198.51.100.10"]);
    expect((await report()).cases.flatMap(({ entities }) => entities)).not.toContain("ip:198.51.100.10");
    expect((await row("own"))?.findings.length).toBeGreaterThan(0);
  });

  test("sets nobody aside who comes from elsewhere under the same agent", async () => {
    expect((await entity("203.0.113.77")).action).toBe("escalate");
  });

  test.each([
    ["198.51.100.11", "own", "it also came as sqlmap/1.8"],
    ["198.51.100.12", "night", "it also came at 12:05 UTC"],
    ["198.51.100.14", "paths", "it also asked for /.env"],
    ["198.51.100.17", "bare", "its agent is a finding of its own (ua.tool), and the entry names none"],
    ["198.51.100.16", "over", "it ended on 2026-05-16"],
  ])("does not hold for %s, and says why", async (address, id, because) => {
    expect((await entity(address)).action).not.toBe("justified");
    expect((await row(id))?.notes.join("\n")).toContain(`${address}: ${because}`);
  });

  test("holds over midnight", async () => {
    expect((await entity("198.51.100.13")).action).toBe("justified");
  });

  test("never covers what was served", async () => {
    const { action, justification } = await entity("198.51.100.15");
    expect(action).toBe("escalate");
    expect(justification).toBeUndefined();
    expect((await row("served"))?.notes.join("\n")).toContain("a guarded endpoint was answered");
  });

  test("is told apart by what became of it", async () => {
    const states = Object.fromEntries(((await report()).register ?? []).map(({ id, state }) => [id, state]));
    expect(states).toEqual({
      own: "applied",
      night: "applied",
      paths: "not_applied",
      served: "not_applied",
      bare: "not_applied",
      over: "ended",
      nobody: "unused",
    });
    expect((await row("nobody"))?.notes).toEqual([
      "it ends on 2026-05-20, 4 days after the end of these logs",
    ]);
  });
});

test("a header that somebody else passed on borrows no entry, unless its proxy is trusted", async () => {
  const forwarded = scan("104.16.5.5").map((line) => `${line} "192.0.2.210"`);
  const path = write(folder, "forwarded.log", [...visits.map((line) => `${line} "-"`), ...forwarded]);
  const own = join(folder, "own.yaml");
  writeFileSync(own, registerText([{ id: "own", source: ["192.0.2.210"], agent: ["Nessus*"], ...agreed }]));
  const actionWith = async (...more: string[]) => {
    const { report: made } = await triageJson([path, "--register", own, ...more]);
    return [
      made.entities.find(({ value }) => value === "192.0.2.210")?.action,
      made.register?.[0]?.notes.join(),
    ];
  };
  const [action, notes] = await actionWith();
  expect(action).toBe("escalate");
  expect(notes).toContain("stands in a header that 104.16.5.5 passed on");
  expect((await actionWith("--trusted-proxy", "104.16.0.0/13"))[0]).toBe("justified");
}, 60_000);

test("the brief and both other reports name what was set aside", async () => {
  for (const format of ["brief", "md", "html"]) {
    const { stdout } = await vedette(["triage", log, "--register", register, "--format", format, "--quiet"]);
    expect(stdout, format).toMatch(
      /own\b[\s\S]{0,80}set aside 1 source with \d+ finding|weekly scan[\s\S]{0,200}set aside 1 source/,
    );
  }
}, 60_000);

describe("patterns", () => {
  test("star for any text, capitals alike", () => {
    expect(fits("Nessus*", "nessus SOAP")).toBe(true);
    expect(fits("*bot*", "a Robot of ours")).toBe(true);
    expect(fits("a*a", "a")).toBe(false);
    expect(fits("nessus", "nessus 2")).toBe(false);
  });

  test("fit as the regular expression does that says the same", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "*", "."), maxLength: 8 });
    fc.assert(
      fc.property(
        text,
        fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 10 }),
        (pattern, given) => {
          const expression = pattern
            .split("*")
            .map((part) => part.replaceAll(".", "\\."))
            .join("[^]*");
          expect(fits(pattern, given)).toBe(new RegExp(`^${expression}$`).test(given));
        },
      ),
      { seed: 7, numRuns: 3000 },
    );
  });
});

describe("an entry that says more than was meant", () => {
  const one = (more: Partial<RegisterEntry>) => breadth({ id: "x", ...agreed, ...more } as RegisterEntry);
  test.each<[string, Partial<RegisterEntry>, RegExp | undefined]>([
    ["an office", { source: ["198.51.100.0/24"] }, undefined],
    ["a provider", { source: ["198.51.0.0/16"] }, /too broad: 198\.51\.0\.0\/16/],
    ["a network with a program", { source: ["198.51.0.0/16"], agent: ["Nessus*"] }, undefined],
    ["any agent", { source: ["198.51.100.1"], agent: ["*a*"] }, /too broad: \*a\*/],
    ["two years", { source: ["198.51.100.1"], added: "2026-01-01", expires: "2028-01-01" }, /730 days/],
  ])("%s", (_, entry, says) => {
    const notes = one(entry).join("; ");
    if (says === undefined) expect(notes).toBe("");
    else expect(notes).toMatch(says);
  });
});

describe("vedette justify", () => {
  const file = join(folder, "kept.yaml");
  const justify = (...argv: string[]) => vedette(["justify", ...argv, "--register", file]);
  const needed = ["--owner", "Ops", "--reason", "a check", "--expires", "2027-03-01"];

  test("adds, lists, removes and imports", async () => {
    expect((await justify("add", "--id", "one", "--source", "192.0.2.1", ...needed)).status).toBe(0);
    expect(
      (await justify("add", "--id", "two", "--user", "svc-*", "--ticket", "T-1", ...needed)).status,
    ).toBe(0);
    expect(readRegister(file).entries.map(({ id }) => id)).toEqual(["one", "two"]);
    expect((await justify("list")).stdout).toContain("two  until 2027-03-01  a check (Ops, T-1)");
    expect((await justify("remove", "one")).stdout).toContain("1 entry taken out");
    expect((await justify("import", register)).stdout).toContain("7 entries added");
    expect(readRegister(file).entries).toHaveLength(8);
    expect(readRegister(file).entries.slice(1)).toEqual(entries);
  });

  test.each([
    [["add", "--agent", "Nessus*", ...needed], "names nobody"],
    [["add", "--source", "0.0.0.0/0", ...needed], "is everybody"],
    [["add", "--source", "192.0.2.300", ...needed], "no address and no network"],
    [["add", "--source", "192.0.2", ...needed], "no address and no network"],
    [["add", "--source", "010.020.0.1", ...needed], "no address and no network"],
    [["add", "--source", "::ffff:192.0.2.10", ...needed], "no address and no network"],
    [["add", "--source", "192.0.2.10/24", ...needed], "write 192.0.2.0/24, or 192.0.2.10 alone"],
    [["add", "--source", "192.0.2.1", "--user", "x", ...needed], "nobody is two of them"],
    [["add", "--host", "h", "--agent", "x", ...needed], "which only the requests of a source have"],
    [["add", "--source", "192.0.2.1", "--between", "06:00-06:00", ...needed], "begins when it ends"],
    [
      ["add", "--source", "192.0.2.1", "--owner", "\u001b[31m", "--reason", "x", "--expires", "2027-02-01"],
      "holds a control character",
    ],
    [
      ["add", "--source", "192.0.2.1", "--owner", "Ops", "--reason", "x", "--expires", "2027-02-30"],
      "no day of the calendar",
    ],
    [["add", "--source", "192.0.2.1", "--between", "22-6", ...needed], "must be a time of day"],
    [["add", "--id", "own", "--source", "192.0.2.1", ...needed], "has an entry own already"],
    [["remove", "nown"], "has no entry nown"],
    [["drop"], "justify can add, list, remove or import"],
  ])("refuses %j", async (argv, says) => {
    const before = readFileSync(file, "utf8");
    const run = await justify(...argv);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(says);
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  test("writes what a link leads to, and nothing that is no file", async () => {
    const real = join(folder, "real.yaml");
    writeFileSync(real, registerText([]));
    const link = join(folder, "link.yaml");
    symlinkSync(real, link);
    expect(
      (await vedette(["justify", "add", "--source", "192.0.2.1", ...needed, "--register", link])).status,
    ).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readRegister(real).entries).toHaveLength(1);
    const run = await vedette(["justify", "add", "--source", "192.0.2.1", ...needed, "--register", folder]);
    expect(run.status).toBe(2);
    expect(lstatSync(folder).isDirectory()).toBe(true);
  });

  test.each([
    ["register: 1\nentries:\n  - {id: a, source: [192.0.2.1], owner: o, reason: r}\n", "entry a:"],
    [
      "register: 1\nentries:\n  - {id: a, sorce: [192.0.2.1], owner: o, reason: r, expires: 2027-01-01}\n",
      "entry a:",
    ],
    ["entries: &x [*x]\n", "cannot be read"],
    ["[unclosed", "cannot be read"],
  ])("says which entry of a file is wrong: %j", async (text, says) => {
    const path = join(folder, "wrong.yaml");
    writeFileSync(path, text);
    const run = await vedette(["triage", log, "--register", path]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(`${path}: `);
    expect(run.stderr).toContain(says);
  });
});
