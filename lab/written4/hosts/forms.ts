/** Events as Sysmon and PowerShell, Elastic Defend, Falcon's replicator and Linux's audit log write them. */
import { createHash } from "node:crypto";
import { digest, type Event, nameOf } from "./event.ts";
import { kindOf } from "./ordinary.ts";

const iso = (timeMs: number) => new Date(timeMs).toISOString();
const systemUser = (user: string) => user.startsWith("NT AUTHORITY") || user === "root";
const guid = (text: string) => {
  const all = digest("md5", text);
  return `{${all.slice(0, 8)}-${all.slice(8, 12)}-6b25-${all.slice(12, 16)}-00000000${all.slice(16, 20)}}`;
};
const maker = (image: string) => (/^C:\\Windows\\/i.test(image) ? "Microsoft Corporation" : "-");
const short = (user: string) => user.split("\\").at(-1) ?? user;

function sysmonHead(one: Event, id: number) {
  return {
    EventTime: iso(one.timeMs).replace("T", " ").slice(0, 19),
    "@timestamp": iso(one.timeMs),
    Hostname: one.host,
    EventID: id,
    SourceName: "Microsoft-Windows-Sysmon",
    Channel: "Microsoft-Windows-Sysmon/Operational",
    RuleName: "-",
    UtcTime: iso(one.timeMs).replace("T", " ").replace("Z", ""),
    ProcessGuid: guid(`${one.host} ${one.pid}`),
    ProcessId: String(one.pid),
    Image: one.step.image,
    User: one.user,
  };
}

export function sysmonLine(one: Event): string {
  const { step } = one;
  if (step.script !== undefined)
    return JSON.stringify({
      EventTime: iso(one.timeMs).replace("T", " ").slice(0, 19),
      "@timestamp": iso(one.timeMs),
      Hostname: one.host,
      EventID: 4104,
      SourceName: "Microsoft-Windows-PowerShell",
      Channel: "Microsoft-Windows-PowerShell/Operational",
      ExecutionProcessID: one.pid,
      AccountName: short(one.user),
      MessageNumber: "1",
      MessageTotal: "1",
      ScriptBlockText: step.script,
      ScriptBlockId: guid(step.script).slice(1, -1),
      Path: "",
    });
  if (step.asks !== undefined)
    return JSON.stringify({
      ...sysmonHead(one, 22),
      QueryName: step.asks,
      QueryStatus: "0",
      QueryResults: "::ffff:203.0.113.61;",
    });
  if (step.writes !== undefined)
    return JSON.stringify({
      ...sysmonHead(one, 11),
      TargetFilename: step.writes,
      CreationUtcTime: iso(one.timeMs).replace("T", " ").replace("Z", ""),
    });
  return JSON.stringify({
    ...sysmonHead(one, 1),
    FileVersion: maker(step.image) === "-" ? "-" : "10.0.26100.4652 (WinBuild.160101.0800)",
    Description: "-",
    Product: maker(step.image) === "-" ? "-" : "Microsoft® Windows® Operating System",
    Company: maker(step.image),
    OriginalFileName: step.original ?? nameOf(step.image),
    CommandLine: step.command,
    CurrentDirectory: systemUser(one.user) ? "C:\\Windows\\system32\\" : `C:\\Users\\${short(one.user)}\\`,
    LogonId: systemUser(one.user) ? "0x3e7" : `0x${digest("md5", one.host).slice(0, 5)}`,
    TerminalSessionId: systemUser(one.user) ? "0" : "1",
    IntegrityLevel: systemUser(one.user) ? "System" : "Medium",
    Hashes: `SHA256=${digest("sha256", step.original ?? nameOf(step.image)).toUpperCase()}`,
    ParentProcessGuid: guid(`${one.host} ${one.parentPid}`),
    ParentProcessId: String(one.parentPid),
    ParentImage: step.parent,
    ParentCommandLine: one.parentCommand,
    ParentUser: one.user,
  });
}

export function elasticLine(one: Event): string {
  const { step } = one;
  const family = kindOf(one.host) === "linux" ? "linux" : "windows";
  const lookUp = step.asks !== undefined;
  return JSON.stringify({
    "@timestamp": iso(one.timeMs),
    agent: { type: "endpoint", version: "9.2.1", id: digest("md5", one.host) },
    data_stream: {
      dataset: lookUp ? "endpoint.events.network" : "endpoint.events.process",
      namespace: "default",
      type: "logs",
    },
    ecs: { version: "8.10.0" },
    event: {
      action: lookUp ? "lookup_requested" : "start",
      category: [lookUp ? "network" : "process"],
      dataset: lookUp ? "endpoint.events.network" : "endpoint.events.process",
      kind: "event",
      module: "endpoint",
      type: ["start"],
      id: digest("md5", `${one.host} ${one.timeMs} ${step.command}`).slice(0, 16),
    },
    host: {
      name: one.host,
      hostname: one.host,
      os: { family, type: family, version: family === "linux" ? "24.04" : "25H2 (10.0.26200.7171)" },
    },
    ...(lookUp ? { dns: { question: { name: step.asks, type: "A" } } } : {}),
    process: {
      args: step.command.split(" ").filter((part) => part !== ""),
      command_line: step.command,
      entity_id: Buffer.from(guid(`${one.host} ${one.pid}`))
        .toString("base64")
        .slice(0, 40),
      executable: step.image,
      name: nameOf(step.image),
      pid: one.pid,
      hash: { sha256: digest("sha256", nameOf(step.image)) },
      code_signature: {
        exists: maker(step.image) !== "-",
        trusted: maker(step.image) !== "-",
        ...(maker(step.image) === "-" ? {} : { subject_name: "Microsoft Windows" }),
      },
      parent: {
        command_line: one.parentCommand,
        executable: step.parent,
        name: nameOf(step.parent),
        pid: one.parentPid,
        entity_id: Buffer.from(guid(`${one.host} ${one.parentPid}`))
          .toString("base64")
          .slice(0, 40),
      },
    },
    user: {
      domain: systemUser(one.user) ? "NT AUTHORITY" : "TALVERA",
      name: short(one.user),
      id: systemUser(one.user) ? "S-1-5-18" : `S-1-5-21-771-${one.user.length}`,
    },
  });
}

const number = (text: string) => String(createHash("sha1").update(text).digest().readUIntBE(0, 6));

export function falconLine(one: Event): string {
  const { step } = one;
  const mac = kindOf(one.host) === "mac";
  const common = {
    aid: digest("md5", one.host),
    cid: digest("md5", "talvera.example"),
    aip: "203.0.113.6",
    timestamp: String(one.timeMs + 900),
    ContextTimeStamp: (one.timeMs / 1000).toFixed(3),
    ComputerName: one.host,
    event_platform: mac ? "Mac" : "Win",
    ConfigBuild: "1007.3.0020012.1",
    id: guid(`${one.host} ${one.timeMs} ${step.command}`).slice(1, -1),
  };
  if (step.asks !== undefined)
    return JSON.stringify({
      ...common,
      event_simpleName: "DnsRequest",
      name: `DnsRequest${mac ? "Mac" : ""}V4`,
      DomainName: step.asks,
      RequestType: "1",
      ContextProcessId: number(`${one.host} ${one.pid}`),
      ContextBaseFileName: nameOf(step.image),
    });
  return JSON.stringify({
    ...common,
    event_simpleName: "ProcessRollup2",
    name: `ProcessRollup2${mac ? "Mac" : ""}V19`,
    TargetProcessId: number(`${one.host} ${one.pid}`),
    ParentProcessId: number(`${one.host} ${one.parentPid}`),
    ParentBaseFileName: nameOf(step.parent),
    RawProcessId: String(one.pid),
    ImageFileName: mac ? step.image : step.image.replace("C:", "\\Device\\HarddiskVolume3"),
    CommandLine: step.command,
    SHA256HashData: digest("sha256", nameOf(step.image)),
    UserName: short(one.user),
    IntegrityLevel: systemUser(one.user) ? "16384" : "8192",
    ProcessStartTime: (one.timeMs / 1000).toFixed(3),
  });
}

/** What auditd writes plainly; anything else is written in digits. */
const value = (text: string) =>
  /^[!#-~]+$/.test(text) ? `"${text}"` : Buffer.from(text).toString("hex").toUpperCase();

export function auditLines(one: Event, serial: number): string[] {
  const stamp = `msg=audit(${(one.timeMs / 1000).toFixed(3)}:${serial})`;
  const head = `node=${one.host}`;
  const words = one.step.command.split(" ");
  const parts =
    words[0] === "ssh" && words.length > 2 ? [...words.slice(0, 2), words.slice(2).join(" ")] : words;
  const id = one.user === "root" ? 0 : one.user === "www-data" ? 33 : one.user === "zabbix" ? 113 : 1000;
  const service = id !== 1000;
  return [
    `${head} type=SYSCALL ${stamp}: arch=c000003e syscall=59 success=yes exit=0 a0=5581aa10 a1=5581aa30 a2=5581aa50 a3=8 items=2 ppid=${one.parentPid} pid=${one.pid} auid=${service ? 4_294_967_295 : 1000} uid=${id} gid=${id} euid=${id} suid=${id} fsuid=${id} egid=${id} sgid=${id} fsgid=${id} tty=${service ? "(none)" : "pts1"} ses=${service ? 4_294_967_295 : 7} comm=${value(nameOf(one.step.image).slice(0, 15))} exe=${value(one.step.image)} subj=unconfined key="exec"`,
    `${head} type=EXECVE ${stamp}: argc=${parts.length} ${parts.map((part, at) => `a${at}=${value(part)}`).join(" ")}`,
    `${head} type=CWD ${stamp}: cwd="${id === 1000 ? `/home/${one.user}` : "/"}"`,
    `${head} type=PROCTITLE ${stamp}: proctitle=${Buffer.from(parts.join("\0")).toString("hex").toUpperCase().slice(0, 256)}`,
  ];
}
