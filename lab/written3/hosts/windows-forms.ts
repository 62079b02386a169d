/** Windows's raw events, winlogbeat's and Defender's hunting tables. */
import { digest, guid, nameOf, type Start } from "./event.ts";

const iso = (timeMs: number) => new Date(timeMs).toISOString();
const utc = (timeMs: number) => iso(timeMs).replace("T", " ").replace("Z", "");
const half = (user: string): [string, string] => {
  const [domain = "", name = ""] = user.split("\\");
  return [domain, name];
};
const isSystem = (one: Start) => one.user.startsWith("NT AUTHORITY");
const folder = (path: string) => path.slice(0, path.lastIndexOf("\\") + 1);

function sysmonData(one: Start) {
  const { step } = one;
  return {
    RuleName: "-",
    UtcTime: utc(one.timeMs),
    ProcessGuid: guid(one.host, one.pid),
    ProcessId: String(one.pid),
    Image: step.image,
    FileVersion: "-",
    Description: "-",
    Product: "-",
    Company: "-",
    OriginalFileName: step.image.includes("svcdiag") ? "Seatbelt.exe" : nameOf(step.image),
    CommandLine: step.command,
    CurrentDirectory: isSystem(one) ? "C:\\Windows\\system32\\" : `C:\\Users\\${half(one.user)[1]}\\`,
    User: one.user,
    LogonGuid: guid(one.host, 1),
    LogonId: isSystem(one) ? "0x3e7" : `0x${digest("md5", one.host).slice(0, 5)}`,
    TerminalSessionId: isSystem(one) ? "0" : "1",
    IntegrityLevel: isSystem(one) ? "System" : "Medium",
    Hashes: `SHA256=${digest("sha256", nameOf(step.image)).toUpperCase()}`,
    ParentProcessGuid: guid(one.host, one.parentPid),
    ParentProcessId: String(one.parentPid),
    ParentImage: step.parent,
    ParentCommandLine: one.parentCommand,
    ParentUser: one.user,
  };
}

const sysmon = {
  SourceName: "Microsoft-Windows-Sysmon",
  ProviderGuid: "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}",
  Channel: "Microsoft-Windows-Sysmon/Operational",
  Level: "4",
  Keywords: "0x8000000000000000",
};

export function sysmonLine(one: Start): string {
  const { step } = one;
  const head = { "@timestamp": iso(one.timeMs), TimeCreated: iso(one.timeMs), Hostname: one.host };
  const own = {
    RuleName: "-",
    UtcTime: utc(one.timeMs),
    ProcessGuid: guid(one.host, one.pid),
    ProcessId: String(one.pid),
    Image: step.image,
    User: one.user,
  };
  if (step.talksTo !== undefined)
    return JSON.stringify({
      ...head,
      ...sysmon,
      EventID: 22,
      Task: "22",
      ...own,
      QueryName: step.talksTo,
      QueryStatus: "0",
      QueryResults: "::ffff:203.0.113.50;",
    });
  if (step.writes !== undefined)
    return JSON.stringify({
      ...head,
      ...sysmon,
      EventID: 11,
      Task: "11",
      ...own,
      TargetFilename: step.writes,
      CreationUtcTime: utc(one.timeMs),
    });
  const data = sysmonData(one);
  const message = [
    "Process Create:",
    ...Object.entries(data).map(([name, value]) => `${name}: ${value}`),
  ].join("\r\n");
  return JSON.stringify({ ...head, ...sysmon, EventID: 1, Task: "1", ...data, Message: message });
}

export function securityLine(one: Start): string {
  const [domain, name] = half(one.user);
  const account = isSystem(one) ? [`${one.host}$`, "NORVIK"] : [name, domain];
  const logon = isSystem(one) ? "0x3e7" : `0x${digest("md5", one.host).slice(0, 5)}`;
  return JSON.stringify({
    "@timestamp": iso(one.timeMs),
    TimeCreated: iso(one.timeMs),
    EventID: 4688,
    Hostname: one.host,
    Channel: "Security",
    SourceName: "Microsoft-Windows-Security-Auditing",
    ProviderGuid: "{54849625-5478-4994-a5ba-3e3b0328c30d}",
    Level: "0",
    Task: "13312",
    Keywords: "0x8020000000000000",
    SubjectUserSid: isSystem(one) ? "S-1-5-18" : "S-1-5-21-3940915590-64593676-1414006259-1181",
    SubjectUserName: account[0],
    SubjectDomainName: account[1],
    SubjectLogonId: logon,
    NewProcessId: `0x${one.pid.toString(16)}`,
    NewProcessName: one.step.image,
    TokenElevationType: "%%1936",
    ProcessId: `0x${one.parentPid.toString(16)}`,
    CommandLine: one.step.command,
    TargetUserSid: "S-1-0-0",
    TargetUserName: "-",
    TargetDomainName: "-",
    TargetLogonId: "0x0",
    ParentProcessName: one.step.parent,
    MandatoryLabel: isSystem(one) ? "S-1-16-16384" : "S-1-16-8192",
  });
}

export function winlogbeatLine(one: Start): string {
  const data = sysmonData(one);
  const [domain, name] = half(one.user);
  return JSON.stringify({
    "@timestamp": iso(one.timeMs),
    agent: { type: "winlogbeat", version: "8.19.7", name: one.host },
    ecs: { version: "8.0.0" },
    event: {
      action: "Process creation",
      category: ["process"],
      code: "1",
      kind: "event",
      module: "sysmon",
      provider: "Microsoft-Windows-Sysmon",
      type: ["start"],
      created: iso(one.timeMs + 1400),
    },
    host: {
      name: one.host,
      os: { family: "windows", platform: "windows", type: "windows", version: "10.0", build: "26100.4652" },
    },
    log: { level: "information" },
    process: {
      args: one.step.command.split(" ").filter((part) => part !== ""),
      command_line: one.step.command,
      entity_id: data.ProcessGuid,
      executable: one.step.image,
      name: nameOf(one.step.image),
      pid: one.pid,
      working_directory: data.CurrentDirectory,
      parent: {
        command_line: one.parentCommand,
        entity_id: data.ParentProcessGuid,
        executable: one.step.parent,
        name: nameOf(one.step.parent),
        pid: one.parentPid,
      },
    },
    user: { domain, name, id: "S-1-5-18" },
    winlog: {
      api: "wineventlog",
      channel: "Microsoft-Windows-Sysmon/Operational",
      computer_name: one.host,
      event_id: "1",
      opcode: "Info",
      provider_name: "Microsoft-Windows-Sysmon",
      record_id: 40_000 + one.number * 7,
    },
  });
}

export function huntingRow(one: Start): Record<string, string | number> {
  const [domain, name] = half(one.user);
  const initiating = folder(one.step.parent).toLowerCase() + nameOf(one.step.parent).toLowerCase();
  return {
    Timestamp: iso(one.timeMs).replace("Z", "4417Z"),
    DeviceId: digest("sha1", one.host),
    DeviceName: one.host,
    ActionType: "ProcessCreated",
    FileName: nameOf(one.step.image),
    FolderPath: one.step.image,
    SHA256: digest("sha256", nameOf(one.step.image)),
    ProcessId: one.pid,
    ProcessCommandLine: one.step.command,
    ProcessIntegrityLevel: isSystem(one) ? "System" : "Medium",
    AccountDomain: domain.toLowerCase(),
    AccountName: name.toLowerCase(),
    InitiatingProcessAccountName: name.toLowerCase(),
    InitiatingProcessFileName: nameOf(one.step.parent).toLowerCase(),
    InitiatingProcessFolderPath: initiating,
    InitiatingProcessId: one.parentPid,
    InitiatingProcessCommandLine: one.parentCommand,
    ReportId: 9000 + one.number * 13,
  };
}
