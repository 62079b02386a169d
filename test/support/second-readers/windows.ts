/** Windows events as flat JSON: Sysmon, Security and PowerShell, by what the documentation of each event says of its data. */
import { isoMs, number, type SecondReader, text, type Values } from "./values.ts";

type Event = Readonly<Record<string, unknown>>;

const sysmon: Readonly<Record<number, readonly [kind: string, action: string]>> = {
  1: ["process", "process created"],
  3: ["network", "network connection"],
  5: ["process", "process ended"],
  7: ["module", "image loaded"],
  9: ["file", "raw disk read"],
  10: ["process", "process accessed"],
  11: ["file", "file created"],
  12: ["registry", "registry key created or deleted"],
  13: ["registry", "registry value set"],
  17: ["pipe", "pipe created"],
  18: ["pipe", "pipe connected"],
  22: ["dns", "dns query"],
  24: ["other", "clipboard changed"],
};
/** An object's event is of the kind of the object. */
const security: Readonly<Record<number, readonly [kind: string, action: string]>> = {
  1102: ["other", "audit log cleared"],
  4624: ["signin", "logon"],
  4634: ["signin", "logoff"],
  4656: ["object", "handle requested"],
  4658: ["other", "handle closed"],
  4661: ["other", "handle requested"],
  4663: ["object", "object accessed"],
  4672: ["other", "special privileges"],
  4673: ["other", "privileged service called"],
  4688: ["process", "process created"],
  4689: ["process", "process ended"],
  4690: ["other", "handle duplicated"],
  4703: ["other", "token rights adjusted"],
  4769: ["signin", "kerberos service ticket requested"],
  4798: ["other", "local groups of a user listed"],
  4799: ["other", "members of a local group listed"],
  5140: ["file", "network share accessed"],
  5145: ["file", "network share object checked"],
  5156: ["network", "connection permitted"],
  5158: ["network", "bind permitted"],
  5379: ["other", "stored credentials read"],
  5381: ["other", "vault credentials listed"],
  5382: ["other", "vault credentials read"],
};
const objects: Readonly<Record<string, string>> = { File: "file", Key: "registry", Process: "process" };

/** Who acted: the subject of what was done; of a logon, a ticket and changed rights whose they are. */
const ofTarget = [4624, 4634, 4703, 4769, 4627];

export const windowsReader: SecondReader = (records) => (line) => {
  const own = JSON.parse(records[line - 1] ?? "") as Event;
  const channel = String(own.Channel);
  const field = (name: string) => {
    const value = text(own[name]);
    return value === "-" ? undefined : value;
  };
  const isSysmon = channel.includes("Sysmon");
  const isSecurity = channel.toLowerCase() === "security";
  const code = Number(own.EventID);
  const told = isSysmon ? sysmon[code] : isSecurity ? security[code] : undefined;
  const type = field("EventType") ?? "";
  const changes = /^(Create|Delete|Rename|Set|Connect)(Key|Value|Pipe)$/.test(type);
  const kind = told?.[0] === "object" ? (objects[field("ObjectType") ?? ""] ?? "other") : told?.[0];
  const time = field("TimeCreated") ?? field("UtcTime") ?? field("@timestamp") ?? "";
  return {
    time_ms: isoMs(time),
    host_name: field("Hostname") ?? "",
    event_code: String(code),
    ...powershell(channel, code, field),
    ...(kind === undefined ? {} : { event_class: kind }),
    ...(told === undefined ? {} : { event_action: isSysmon && changes ? type : told[1] }),
    ...(told === undefined && !channel.includes("PowerShell")
      ? { event_class: "other", event_action: field("Category") ?? "" }
      : {}),
    event_outcome: outcome(own, type),
    ...(channel.includes("PowerShell") ? {} : { user_name: user(code, isSysmon, isSecurity, field) }),
    ...network(field),
    ...processOf(code, isSysmon, field),
    ...target(code, isSysmon, field),
  };
};

type Field = (name: string) => string | undefined;

/** What a keyword of the audit says: a bit, as hexadecimal text or as a signed number, or in a shipper's words. */
function outcome(own: Event, type: string): string {
  if (type === "AUDIT_SUCCESS" || own.Keywords === "0x8020000000000000") return "success";
  return type === "AUDIT_FAILURE" || own.Keywords === "0x8010000000000000" ? "failure" : "";
}

function user(code: number, isSysmon: boolean, isSecurity: boolean, field: Field): string {
  if (isSysmon) return field("User") ?? "";
  if (!isSecurity) return field("AccountName") ?? "";
  const [first, second] = ofTarget.includes(code)
    ? ["TargetUserName", "SubjectUserName"]
    : ["SubjectUserName", "TargetUserName"];
  return field(first ?? "") ?? field(second ?? "") ?? field("AccountName") ?? "";
}

function network(field: Field): Values {
  const address = (...names: string[]) =>
    names
      .map(field)
      .find((value) => value !== undefined && /^[\da-f:.]+$/i.test(value))
      ?.replace(/^::ffff:/, "") ?? "";
  const protocol = field("Protocol") ?? "";
  return {
    source_ip: address("SourceIp", "SourceAddress", "IpAddress"),
    source_port: number(field("SourcePort") ?? field("IpPort")) ?? 0,
    source_domain: field("SourceHostname") ?? field("WorkstationName") ?? "",
    destination_ip: address("DestinationIp", "DestAddress"),
    destination_port: number(field("DestinationPort") ?? field("DestPort")) ?? 0,
    destination_domain: field("DestinationHostname") ?? "",
    network_transport: { "6": "tcp", "17": "udp", "1": "icmp" }[protocol] ?? protocol,
    dns_question_name: field("QueryName") ?? "",
  };
}

function processOf(code: number, isSysmon: boolean, field: Field): Values {
  // 4688 tells of the new process and of the one that made it; 10 of the one that reaches for another.
  const id =
    field("NewProcessId") ??
    field("SourceProcessId") ??
    field("ProcessId") ??
    field("ProcessID") ??
    field("ClientProcessId");
  return {
    process_executable:
      field("NewProcessName") ??
      field("Image") ??
      field("SourceImage") ??
      field("ProcessName") ??
      field("Application") ??
      field("CallerProcessName") ??
      "",
    ...(id === undefined ? {} : { process_pid: Number(id) }),
    ...(field("CommandLine") === undefined ? {} : { process_command_line: field("CommandLine") ?? "" }),
    process_hash_sha256: isSysmon && code === 1 ? sha256(field) : "",
    process_original_name:
      isSysmon && code === 1 && field("OriginalFileName") !== "-" ? (field("OriginalFileName") ?? "") : "",
    ...parentOf(code, field),
    process_parent_executable: field("ParentImage") ?? field("ParentProcessName") ?? "",
    process_parent_command_line: field("ParentCommandLine") ?? "",
  };
}

/** 4688 calls the process that began the new one ProcessId. */
function parentOf(code: number, field: Field): { process_parent_pid?: number } {
  const id = field("ParentProcessId") ?? (code === 4688 ? field("ProcessId") : undefined);
  return id === undefined ? {} : { process_parent_pid: Number(id) };
}

function sha256(field: Field): string {
  return /SHA256=([0-9A-F]{64})/i.exec(field("Hashes") ?? "")?.[1] ?? "";
}

/** What was acted upon: a file, a key, a pipe, a share. */
function target(code: number, isSysmon: boolean, field: Field): Values {
  const share = field("ShareName");
  const inShare = field("RelativeTargetName");
  return {
    file_path:
      field("TargetFilename") ??
      field("ImageLoaded") ??
      field("Device") ??
      (field("ObjectType") === "File" ? field("ObjectName") : undefined) ??
      [share, inShare].filter((part) => part !== undefined).join("\\"),
    file_hash_sha256: isSysmon && (code === 7 || code === 24) ? sha256(field) : "",
    registry_path:
      field("TargetObject") ?? (field("ObjectType") === "Key" ? (field("ObjectName") ?? "") : ""),
    registry_data: field("Details") ?? "",
    pipe_name: field("PipeName") ?? (share?.endsWith("IPC$") === true ? (inShare ?? "") : ""),
    message: field("Message") ?? field("Payload") ?? field("QueryResults") ?? "",
  };
}

/** PowerShell says who ran what in a text of its own: "User = …" in 4103, "UserId=…" in 800. */
function powershell(channel: string, code: number, field: Field): Values {
  if (!channel.includes("PowerShell")) return {};
  const [context = "", name, command] =
    code === 4103
      ? [field("ContextInfo"), "User = ", "Host Application = "]
      : [field("Message"), "UserId=", "HostApplication="];
  const lineOf = (label = "") =>
    context
      .split(/\r?\n/)
      .map((part) => part.trim())
      .find((part) => part.startsWith(label))
      ?.slice(label.length) ?? "";
  return {
    event_class: "process",
    event_action: code === 4103 ? "command invoked" : "pipeline executed",
    user_name: lineOf(name),
    process_command_line: lineOf(command),
    ...(code === 4103 ? { process_pid: Number(field("ExecutionProcessID")) } : {}),
  };
}
