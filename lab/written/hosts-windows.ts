/** Sysmon and Security events of the written hosts: by Winlogbeat (ECS), and as flat JSON. */

import { addressOfDomain } from "./hosts-domains.ts";
import type { HostEvent } from "./hosts-events.ts";
import { hashed, hex } from "./mail-people.ts";

type Data = Readonly<Record<string, string | number>>;

interface WindowsEvent {
  readonly id: number;
  readonly channel: "sysmon" | "security" | "powershell";
  readonly data: Data;
}

const channels = {
  sysmon: ["Microsoft-Windows-Sysmon/Operational", "Microsoft-Windows-Sysmon"],
  security: ["Security", "Microsoft-Windows-Security-Auditing"],
  powershell: ["Microsoft-Windows-PowerShell/Operational", "Microsoft-Windows-PowerShell"],
} as const;

const dotNet = (time: number) => new Date(time).toISOString().replace("T", " ").replace("Z", "");
const guid = (text: string) =>
  `{${hex(text, 8)}-${hex(`${text} a`, 4)}-${hex(`${text} b`, 4)}-0000-${hex(`${text} c`, 12)}}`.toUpperCase();
/** Registry paths as the kernel names them. */
const kernelKey = (key: string) =>
  key
    .replace(/^HKLM/, "\\REGISTRY\\MACHINE")
    .replace(/^HKCU/, "\\REGISTRY\\USER\\S-1-5-21-1004336348-1177238915-682003330-1141");

function account(user: string): [string, string] {
  const [domain = "", name = ""] = user.includes("\\") ? user.split("\\") : ["CORVANE", user];
  return [domain, name];
}

/** Which Windows events one happening leaves behind; a connection is looked up first. */
function windowsEvents(event: HostEvent): readonly WindowsEvent[] {
  const { process, user, time } = event;
  const base = {
    UtcTime: dotNet(time),
    ProcessGuid: guid(`${event.host.name} ${process.pid}`),
    ProcessId: String(process.pid),
    Image: process.image,
    User: user,
  };
  const [domain, name] = account(user);
  const subject = { SubjectUserName: name, SubjectDomainName: domain, SubjectLogonId: `0x${hex(user, 5)}` };
  const access = {
    ProcessId: `0x${process.pid.toString(16)}`,
    ProcessName: process.image,
    HandleId: `0x${hex(String(time), 3)}`,
  };
  switch (event.kind) {
    case "run":
      return [
        {
          id: 1,
          channel: "sysmon",
          data: {
            ...base,
            CommandLine: process.command,
            CurrentDirectory: "C:\\Windows\\system32\\",
            IntegrityLevel: user.startsWith("NT ") ? "System" : "Medium",
            Hashes: `SHA256=${hex(process.image, 64).toUpperCase()}`,
            ParentProcessId: String(event.parent.pid),
            ParentImage: event.parent.image,
            ParentCommandLine: event.parent.command,
          },
        },
      ];
    case "write":
      return [
        {
          id: 11,
          channel: "sysmon",
          data: { ...base, TargetFilename: event.path, CreationUtcTime: dotNet(time) },
        },
      ];
    case "read":
      return [
        {
          id: 4663,
          channel: "security",
          data: {
            ...subject,
            ObjectServer: "Security",
            ObjectType: "File",
            ObjectName: event.path,
            ...access,
            AccessList: "%%4416\n\t\t\t\t",
            AccessMask: "0x1",
          },
        },
      ];
    case "key":
      return [
        {
          id: 4663,
          channel: "security",
          data: {
            ...subject,
            ObjectServer: "Security",
            ObjectType: "Key",
            ObjectName: kernelKey(event.path),
            ...access,
            AccessList: "%%4432\n\t\t\t\t",
            AccessMask: "0x1",
          },
        },
      ];
    case "value":
      return [
        {
          id: 13,
          channel: "sysmon",
          data: { EventType: "SetValue", ...base, TargetObject: event.path, Details: event.data },
        },
      ];
    case "script":
      return [
        {
          id: 4104,
          channel: "powershell",
          data: {
            MessageNumber: "1",
            MessageTotal: "1",
            ScriptBlockText: event.text,
            ScriptBlockId: guid(event.text).slice(1, -1).toLowerCase(),
            Path: "",
          },
        },
      ];
    case "net": {
      const address = addressOfDomain(event.domain);
      return [
        {
          id: 22,
          channel: "sysmon",
          data: { ...base, QueryName: event.domain, QueryStatus: "0", QueryResults: `::ffff:${address};` },
        },
        {
          id: 3,
          channel: "sysmon",
          data: {
            ...base,
            Protocol: "tcp",
            Initiated: "true",
            SourceIsIpv6: "false",
            SourceIp: event.host.address,
            SourcePort: String(49152 + (hashed(`${time} ${event.domain}`) % 16000)),
            DestinationIsIpv6: "false",
            DestinationIp: address,
            DestinationHostname: "-",
            DestinationPort: String(event.port),
          },
        },
      ];
    }
  }
}

/** As Winlogbeat 8 sends it, without its modules. */
export function winlogbeat(event: HostEvent): readonly string[] {
  return windowsEvents(event).map(({ id, channel, data }, at) => {
    const [name, provider] = channels[channel];
    const computer = `${event.host.name}.corvane.example`;
    return JSON.stringify({
      "@timestamp": new Date(event.time + at * 20).toISOString(),
      event: {
        code: String(id),
        provider,
        kind: "event",
        created: new Date(event.time + 1400).toISOString(),
      },
      host: { name: computer },
      log: { level: "information" },
      winlog: {
        channel: name,
        provider_name: provider,
        event_id: String(id),
        computer_name: computer,
        record_id: hashed(`${event.time} ${id}`) % 4_000_000,
        process: { pid: channel === "powershell" ? event.process.pid : 3312, thread: { id: 4508 } },
        event_data: data,
      },
    });
  });
}

/** Flat, as NXLog and others write it. */
export function windowsJson(event: HostEvent): readonly string[] {
  return windowsEvents(event).map(({ id, channel, data }, at) => {
    const [name, provider] = channels[channel];
    return JSON.stringify({
      TimeCreated: new Date(event.time + at * 20).toISOString(),
      EventID: id,
      Channel: name,
      SourceName: provider,
      Hostname: event.host.name,
      RecordNumber: hashed(`${event.time} ${id}`) % 4_000_000,
      Keywords: channel === "security" ? "0x8020000000000000" : "0x8000000000000000",
      ...data,
      ...(channel === "powershell"
        ? {
            ExecutionProcessID: event.process.pid,
            AccountName: account(event.user)[1],
            Domain: account(event.user)[0],
          }
        : {}),
    });
  });
}
