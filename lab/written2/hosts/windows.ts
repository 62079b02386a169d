/** Sysmon, Security and PowerShell events, by Winlogbeat and as flat JSON of a collector. */
import { addressOf, firm, hex, number, ownAddress, type Step, target } from "./story.ts";

interface Event {
  readonly id: number;
  readonly at: number;
  readonly step: Step;
  readonly data: Readonly<Record<string, string>>;
}

const channels: Readonly<Record<string, readonly [channel: string, provider: string]>> = {
  sysmon: ["Microsoft-Windows-Sysmon/Operational", "Microsoft-Windows-Sysmon"],
  security: ["Security", "Microsoft-Windows-Security-Auditing"],
  powershell: ["Microsoft-Windows-PowerShell/Operational", "Microsoft-Windows-PowerShell"],
};

function channelOf(id: number): readonly [string, string] {
  const name = id === 4104 ? "powershell" : id > 4000 ? "security" : "sysmon";
  return channels[name] ?? ["", ""];
}

function account(user: string): { domain: string; name: string } {
  return user === "SYSTEM" ? { domain: "NT AUTHORITY", name: "SYSTEM" } : { domain: "SUNDVIK", name: user };
}

const hash = (text: string) => hex(text, 64).toUpperCase();
const guid = (text: string) => {
  const digits = hex(text, 32).toUpperCase();
  return `{${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}}`;
};
const utc = (at: number) => new Date(at).toISOString().replace("T", " ").replace("Z", "");
const device = (path: string) => path.toLowerCase().replace(/^c:/, "\\device\\harddiskvolume3");

function eventsOf(step: Step): Event[] {
  const { at, host, image, parent, what, process, parentProcess } = step;
  const { domain, name } = account(step.user);
  const common = {
    RuleName: "-",
    UtcTime: utc(at),
    ProcessGuid: guid(`${host.host} ${process}`),
    ProcessId: String(process),
    Image: image,
    User: `${domain}\\${name}`,
  };
  const subject = {
    SubjectUserSid: `S-1-5-21-3310-77-${1000 + number(name, 900)}`,
    SubjectUserName: name,
    SubjectDomainName: domain,
    SubjectLogonId: `0x${hex(host.host, 5)}`,
  };
  const hexId = (id: number) => `0x${id.toString(16)}`;
  if (step.kind === "script")
    return [
      {
        id: 4104,
        at,
        step,
        data: {
          MessageNumber: "1",
          MessageTotal: "1",
          ScriptBlockText: what,
          ScriptBlockId: guid(what).slice(1, -1).toLowerCase(),
          Path: "",
        },
      },
    ];
  if (step.kind === "read" || step.kind === "key")
    return [
      {
        id: 4663,
        at,
        step,
        data: {
          ...subject,
          ObjectServer: "Security",
          ObjectType: step.kind === "key" ? "Key" : "File",
          ObjectName: what,
          HandleId: `0x${hex(what, 3)}`,
          AccessList: step.kind === "key" ? "%%4432\n\t\t\t\t" : "%%4416\n\t\t\t\t",
          AccessMask: "0x1",
          ProcessId: hexId(process),
          ProcessName: image,
          ResourceAttributes: "S:AI",
        },
      },
    ];
  if (host.sensor === "security") {
    if (step.kind === "exec")
      return [
        {
          id: 4688,
          at,
          step,
          data: {
            ...subject,
            NewProcessId: hexId(process),
            NewProcessName: image,
            TokenElevationType: "%%1938",
            ProcessId: hexId(parentProcess),
            CommandLine: what,
            TargetUserSid: "S-1-0-0",
            TargetUserName: "-",
            TargetDomainName: "-",
            TargetLogonId: "0x0",
            ParentProcessName: parent,
            MandatoryLabel: "S-1-16-8192",
          },
        },
      ];
    if (step.kind !== "net") return [];
    const { name: to, port } = target(what);
    return [
      {
        id: 5156,
        at,
        step,
        data: {
          ProcessID: String(process),
          Application: device(image),
          Direction: "%%14593",
          SourceAddress: ownAddress(host.host),
          SourcePort: String(49_200 + number(what + at, 15_000)),
          DestAddress: addressOf(to),
          DestPort: String(port),
          Protocol: "6",
          LayerName: "%%14611",
        },
      },
    ];
  }
  if (step.kind === "exec")
    return [
      {
        id: 1,
        at,
        step,
        data: {
          ...common,
          CommandLine: what,
          CurrentDirectory: "C:\\Windows\\system32\\",
          LogonId: subject.SubjectLogonId,
          TerminalSessionId: "1",
          IntegrityLevel: name === "SYSTEM" ? "System" : "Medium",
          Hashes: `MD5=${hash(image).slice(0, 32)},SHA256=${hash(image)}`,
          ParentProcessGuid: guid(`${host.host} ${parentProcess}`),
          ParentProcessId: String(parentProcess),
          ParentImage: parent,
          ParentCommandLine: parent,
        },
      },
    ];
  if (step.kind === "file")
    return [{ id: 11, at, step, data: { ...common, TargetFilename: what, CreationUtcTime: utc(at) } }];
  const { name: to, port } = target(what);
  const asked = {
    id: 22,
    at,
    step,
    data: { ...common, QueryName: to, QueryStatus: "0", QueryResults: `::ffff:${addressOf(to)};` },
  };
  const connected = {
    id: 3,
    at: at + 30,
    step,
    data: {
      ...common,
      Protocol: "tcp",
      Initiated: "true",
      SourceIsIpv6: "false",
      SourceIp: ownAddress(host.host),
      SourceHostname: `${host.host}.${firm}`,
      SourcePort: String(49_200 + number(what + at, 15_000)),
      DestinationIsIpv6: "false",
      DestinationIp: addressOf(to),
      DestinationHostname: "-",
      DestinationPort: String(port),
    },
  };
  return /^[\d.]+$/.test(to) ? [connected] : [asked, connected];
}

const record = (event: Event) => 400_000 + (Math.floor(event.at / 1000) % 500_000) + event.id;

export function winlogbeat(steps: readonly Step[]): string {
  const lines = steps.flatMap(eventsOf).map((event) => {
    const [channel, provider] = channelOf(event.id);
    const computer = `${event.step.host.host}.${firm}`;
    return JSON.stringify({
      "@timestamp": new Date(event.at).toISOString(),
      "@metadata": { beat: "winlogbeat", type: "_doc", version: "8.17.0" },
      agent: { type: "winlogbeat", version: "8.17.0", name: event.step.host.host },
      ecs: { version: "8.0.0" },
      event: {
        code: String(event.id),
        kind: "event",
        provider,
        created: new Date(event.at + 1700).toISOString(),
      },
      host: { name: computer },
      winlog: {
        channel,
        provider_name: provider,
        event_id: String(event.id),
        computer_name: computer,
        record_id: record(event),
        opcode: "Info",
        api: "wineventlog",
        event_data: event.data,
      },
    });
  });
  return `${lines.join("\n")}\n`;
}

export function flat(steps: readonly Step[]): string {
  const lines = steps.flatMap(eventsOf).map((event) => {
    const [channel, provider] = channelOf(event.id);
    const { domain, name } = account(event.step.user);
    const time = new Date(event.at).toISOString();
    return JSON.stringify({
      "@timestamp": time,
      EventTime: time.slice(0, 19).replace("T", " "),
      Hostname: `${event.step.host.host}.${firm}`,
      EventID: event.id,
      Channel: channel,
      SourceName: provider,
      SourceModuleType: "im_msvistalog",
      Severity: "INFO",
      RecordNumber: record(event),
      ...(event.id === 4104
        ? { ExecutionProcessID: event.step.process, AccountName: name, Domain: domain }
        : {}),
      ...event.data,
    });
  });
  return `${lines.join("\n")}\n`;
}
