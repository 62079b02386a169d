/** Entries of the register about programs of a host; what is too broad; a policy that makes less of access without right. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { foldedProgram } from "../src/assess/program-paths.ts";
import { type RegisterEntry, registerText } from "../src/assess/register-file.ts";
import { breadth } from "../src/assess/register-report.ts";
import { fillSql } from "../src/engine/sql.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { open } from "./support/triage.ts";

const folder = temporaryFolder();
const agreed = { owner: "IT operations", reason: "inventory", expires: "2026-12-31" };

let number = 0;
/** A process that a program began on a host. */
const began = (host: string, parent: string, command: string) => {
  number += 1;
  return JSON.stringify({
    EventID: 1,
    Channel: "Microsoft-Windows-Sysmon/Operational",
    Hostname: host,
    TimeCreated: new Date(Date.parse("2026-05-17T10:00:00Z") + number * 1000).toISOString(),
    User: "NT AUTHORITY\\SYSTEM",
    Image: `C:\\Windows\\System32\\${command.split(" ")[0]}.exe`,
    ProcessId: String(2000 + number),
    CommandLine: command,
    ParentImage: parent,
    ParentCommandLine: parent,
  });
};
const ours = "C:\\Ops\\stock.exe";
const theirs = "C:\\Users\\ann\\Downloads\\look.exe";
const questions = ["systeminfo", "ipconfig /all", "tzutil /g", "wmic product get name"];
const survey = (host: string, parent: string) => questions.map((command) => began(host, parent, command));

const log = write(folder, "sysmon.json", [
  ...survey("own", ours),
  ...survey("both", ours),
  ...survey("both", theirs),
  ...survey("other", theirs),
  ...survey("whole", theirs),
]);
const program = ["c:\\ops\\stock.exe"];
const register = join(folder, "register.yaml");
writeFileSync(
  register,
  registerText([
    { id: "own", host: ["own", "both", "other"], program, ...agreed },
    { id: "whole", host: ["whole"], ...agreed },
  ]),
);

let report: ReportDocument;
beforeAll(async () => {
  report = (await triageJson([log, "--register", register])).report;
});
const actionOf = (host: string) => report.entities.find(({ id }) => id === `host:${host}`)?.action;
const notesOf = (id: string) => report.register?.find((entry) => entry.id === id)?.notes.join("\n") ?? "";

describe("an entry that names a program of a host", () => {
  test("sets aside what that program did", () => expect(actionOf("own")).toBe("justified"));
  test.each(["both", "other"])("and not what another did beside it or in its place: %s", (host) => {
    expect(actionOf(host)).not.toBe("justified");
    expect(notesOf("own")).toMatch(
      new RegExp(`${host}: it was also asked or read by .*begun by /users/[*]/downloads/look\\.exe`),
    );
  });
  test("is not too broad, and one of all programs is", () => {
    expect(notesOf("own")).not.toContain("too broad");
    expect(actionOf("whole")).toBe("justified");
    expect(notesOf("whole")).toContain("too broad: it covers all programs on that host");
  });
  test("is added by the command, beside a host only", async () => {
    const file = join(folder, "kept.yaml");
    const needed = ["--owner", "Ops", "--reason", "a check", "--expires", "2027-03-01", "--register", file];
    const alone = await vedette(["justify", "add", "--program", ours, ...needed]);
    expect(alone.status).toBe(2);
    expect(alone.stderr).toContain("has program, which only what happens on a host has");
    const beside = await vedette(["justify", "add", "--host", "ws1", "--program", ours, ...needed]);
    expect(beside.status).toBe(0);
    expect(beside.stderr).toBe("");
    expect((await vedette(["justify", "list", "--register", file])).stdout).toContain(
      `host ws1; program ${ours}`,
    );
  });
});

test("paths are folded as the profile folds those of the logs", async () => {
  const paths = [
    "C:\\Windows\\SysWOW64\\reg.exe",
    "C:\\Program Files (x86)\\Ops\\2.14.1\\stock.exe",
    "\\\\?\\C:\\Users\\Ann\\AppData\\Local\\x.exe",
    "D:\\Tools\\x.exe",
    "\\Device\\HarddiskVolume3\\Ops\\x.exe",
    "/home/ann/bin/x",
    "/root/x",
    "/sbin/x",
    "C:\\Users\\Public\\x.exe",
  ];
  const run = await open([
    write(
      folder,
      "paths.json",
      paths.map((path) => began("h", path, "systeminfo")),
    ),
  ]);
  try {
    const rows = await run.engine.rows(
      fillSql("SELECT parent_path FROM {host_events} ORDER BY event_id", run.parts ?? {}),
    );
    expect(rows.map(({ parent_path }) => parent_path)).toEqual(paths.map(foldedProgram));
  } finally {
    await run.close();
  }
});

describe("too broad is", () => {
  const free = ["mail.example"];
  test.each<[Partial<RegisterEntry>, RegExp | undefined]>([
    [{ host: ["ws1"] }, /covers all programs on that host/],
    [{ host: ["ws1"], program: ["C:\\Ops\\stock.exe"] }, undefined],
    [{ host: ["ws1"], program: ["/opt/ops/*"] }, undefined],
    [{ host: ["ws1"], program: ["stock.exe"] }, /fits a program of that name in any folder/],
    [{ host: ["ws1"], program: ["*\\stock.exe"] }, /fits a program of that name in any folder/],
    [{ host: ["ws1"], program: ["C:\\Windows\\System32\\cmd.exe"] }, /runs whatever it is told/],
    [{ destination: ["*.partner.example"] }, undefined],
    [{ destination: ["stats.partner.example"] }, undefined],
    [{ destination: ["*.example"] }, /destination \*\.example fits names that anybody may have/],
    [{ destination: ["*.co.uk"] }, /destination \*\.co\.uk/],
    [{ destination: ["*partner.example"] }, /destination \*partner\.example/],
    [{ destination: ["partner*"] }, /destination partner\*/],
    [{ sender: ["*@partner.example"] }, undefined],
    [{ sender: ["*@mail.example"] }, /sender \*@mail\.example/],
    [{ sender: ["jo@mail.example"] }, undefined],
    [{ sender: ["*@*"] }, /fits nearly anything/],
  ])("%j", (entry, says) => {
    const notes = breadth({ id: "x", ...agreed, ...entry } as RegisterEntry, free).join("\n");
    if (says === undefined) expect(notes).toBe("");
    else expect(notes).toMatch(says);
  });
});

test("a policy that makes less of access without right is pointed out, and another is not", async () => {
  const policy = (name: string, rules: string) => {
    const path = join(folder, `${name}.yaml`);
    writeFileSync(path, `id: ${name}\ntitle: Ours\nextends: quiet\nrules:\n${rules}`);
    return path;
  };
  const weak = policy(
    "weak",
    "  host-surveyed: {action: watch}\n  beacon-rare: {priority: batch}\n  unusual-agent-probes: {action: watch}\n",
  );
  const strong = policy("strong", "  host-asked: {action: escalate}\n");
  const weaker = async (path: string) => (await triageJson([log, "--policy", path])).report;
  const given = await weaker(weak);
  expect(given.policy.weaker).toEqual([
    "The policy weak weakens host-surveyed (D4): watch in place of escalate",
    "The policy weak weakens beacon-rare (D4): priority batch in place of now",
  ]);
  expect(given.notes).toEqual(expect.arrayContaining([...(given.policy.weaker ?? [])]));
  expect((await vedette(["triage", log, "--policy", weak, "--quiet"])).stdout).toContain(
    "policy  The policy weak weakens host-surveyed (D4)",
  );
  expect((await weaker(strong)).policy.weaker).toBeUndefined();
});

test("explain of a line ends with who answers for whom the register sets aside", async () => {
  const scan = write(folder, "access.log", [
    ...Array.from({ length: 30 }, (_, n) => combined({ ip: `192.0.2.${n + 1}` })),
    ...["/.env", "/.git/config", "/phpinfo.php"].map((path) =>
      combined({ ip: "198.51.100.10", agent: "Nessus SOAP", request: `GET ${path} HTTP/1.1`, status: 404 }),
    ),
  ]);
  const own = join(folder, "own.yaml");
  writeFileSync(
    own,
    registerText([
      {
        id: "weekly",
        source: ["198.51.100.10"],
        agent: ["Nessus*"],
        ticket: "CHG-7",
        ...agreed,
        reason: "scan",
      },
    ]),
  );
  const { stdout } = await vedette(["explain", `${scan}:31`, "--register", own]);
  expect(stdout.trimEnd()).toMatch(
    /198\.51\.100\.10 is set aside: IT operations answers for it until 2026-12-31 \(entry weekly of the register: scan, CHG-7\)\.$/,
  );
});
