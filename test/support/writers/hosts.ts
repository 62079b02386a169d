/** Windows events in three writings, and what agents on hosts send as JSON. */
import { csv, dotnetJson, goJson, json, slashJson, xml } from "./escapes.ts";
import { type Expected, epoch, iso, type Truth, type Writer, wholeSecond } from "./truth.ts";

/** Every text an image can be called, and a registry key; a path has no line feed. */
const image = ({ line }: Truth) => `C:\\x\\${line}.exe`;
const parent = ({ agent }: Truth) => `C:\\y\\${agent}`;
const command = ({ text, line }: Truth) => `reg ${text} "${line}"`;
const sha = "2c".repeat(32);

/** A program was started, or a value of the registry set, with the names that Sysmon gives. */
const isProcess = ({ port }: Truth) => port % 2 === 0;
/** https://learn.microsoft.com/en-us/sysinternals/downloads/sysmon (2026-11-24). */
const sysmon = (one: Truth): Readonly<Record<string, string>> =>
  isProcess(one)
    ? {
        UtcTime: iso(one.ms).slice(0, 23).replace("T", " "),
        User: `CORP\\${one.user}`,
        Image: image(one),
        ProcessId: String(one.port),
        CommandLine: command(one),
        ParentImage: parent(one),
        ParentCommandLine: one.line,
        Hashes: `MD5=A0,SHA256=${sha}`,
      }
    : {
        EventType: "SetValue",
        UtcTime: iso(one.ms).slice(0, 23).replace("T", " "),
        User: `CORP\\${one.user}`,
        Image: image(one),
        ProcessId: String(one.port),
        TargetObject: `HKLM\\${one.line}`,
        Details: `v${one.text}`,
      };
const sysmonExpected = (one: Truth): Expected => ({
  time_ms: one.ms,
  host_name: one.host,
  user_name: `CORP\\${one.user}`,
  process_executable: image(one),
  process_pid: one.port,
  ...(isProcess(one)
    ? {
        event_class: "process",
        event_code: "1",
        process_command_line: command(one),
        process_parent_executable: parent(one),
        process_parent_command_line: one.line,
        process_hash_sha256: sha,
      }
    : {
        event_class: "registry",
        event_code: "13",
        registry_path: `HKLM\\${one.line}`,
        registry_data: `v${one.text}`,
      }),
});
const eventId = (one: Truth) => (isProcess(one) ? 1 : 13);
const channel = "Microsoft-Windows-Sysmon/Operational";

/** No control character can stand in XML 1.0, and U+0085 is a line end in 1.1. */
const forXml = ({ line, text, agent, user }: Truth) =>
  [...`${line}${text}${agent}${user}`].every(
    (character) => (character >= " " || "\t\n\r".includes(character)) && character !== "\u0085",
  );

const endpoint = (one: Truth) => ({
  "@timestamp": iso(one.ms),
  event: { module: "endpoint", dataset: "endpoint.events.process", action: "start" },
  host: { name: one.host },
  user: { name: one.user, domain: "CORP" },
  process: {
    executable: image(one),
    command_line: command(one),
    pid: one.port,
    hash: { sha256: sha },
    parent: { executable: parent(one), command_line: one.line, pid: one.port + 1 },
  },
});
const endpointExpected = (one: Truth): Expected => ({
  time_ms: one.ms,
  host_name: one.host,
  event_action: "start",
  user_name: one.user === "" ? "CORP" : `CORP\\${one.user}`,
  process_executable: image(one),
  process_command_line: command(one),
  process_pid: one.port,
  process_hash_sha256: sha,
  process_parent_executable: parent(one),
  process_parent_command_line: one.line,
  process_parent_pid: one.port + 1,
});

const hunting = (one: Truth) => ({
  Timestamp: iso(one.ms),
  DeviceName: one.host,
  ActionType: isProcess(one) ? "ProcessCreated" : "RegistryValueSet",
  FolderPath: isProcess(one) ? image(one) : "",
  ProcessCommandLine: isProcess(one) ? command(one) : "",
  AccountName: isProcess(one) ? `a${one.user}` : "",
  RegistryKey: isProcess(one) ? "" : `HKLM\\${one.line}`,
  RegistryValueName: isProcess(one) ? "" : "Version",
  RegistryValueData: isProcess(one) ? "" : one.text,
  InitiatingProcessFolderPath: parent(one),
  InitiatingProcessCommandLine: `c${one.text}`,
  InitiatingProcessAccountName: `b${one.user}`,
});
const huntingExpected = (one: Truth): Expected => ({
  time_ms: one.ms,
  host_name: one.host,
  ...(isProcess(one)
    ? {
        event_class: "process",
        user_name: `a${one.user}`,
        process_executable: image(one),
        process_command_line: command(one),
        process_parent_executable: parent(one),
        process_parent_command_line: `c${one.text}`,
      }
    : {
        event_class: "registry",
        user_name: `b${one.user}`,
        process_executable: parent(one),
        process_command_line: `c${one.text}`,
        registry_path: `HKLM\\${one.line}\\Version`,
        registry_data: one.text,
      }),
});
const sampleKeys = Object.keys(hunting({ ms: 0, port: 0 } as Truth));

export const hostWriters: readonly Writer[] = [
  {
    format: "windows-event-json",
    name: "JSON",
    write: (one) =>
      goJson({
        EventID: eventId(one),
        Channel: channel,
        Hostname: one.host,
        TimeCreated: iso(one.ms),
        ...sysmon(one),
      }),
    expected: sysmonExpected,
  },
  {
    format: "windows-event-json",
    name: "XML",
    head: ['<?xml version="1.0" encoding="utf-8" standalone="yes"?>', "<Events>"],
    foot: ["</Events>"],
    possible: forXml,
    write: (one) =>
      `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Sysmon'/><EventID>${eventId(one)}</EventID><TimeCreated SystemTime='${iso(one.ms)}'/><Channel>${channel}</Channel><Computer>${one.host}</Computer></System><EventData>${Object.entries(
        sysmon(one),
      )
        .map(([name, value]) => `<Data Name='${name}'>${xml(value)}</Data>`)
        .join("")}</EventData></Event>`,
    expected: sysmonExpected,
  },
  {
    format: "winlogbeat-ecs",
    write: (one) =>
      goJson({
        "@timestamp": iso(one.ms),
        event: { code: String(eventId(one)) },
        host: { name: one.host },
        winlog: {
          channel,
          provider_name: "Microsoft-Windows-Sysmon",
          event_id: String(eventId(one)),
          computer_name: one.host,
          event_data: sysmon(one),
        },
      }),
    expected: sysmonExpected,
  },
  {
    format: "elastic-defend-ecs",
    write: (one) => json(endpoint(one)),
    expected: endpointExpected,
  },
  {
    format: "defender-advanced-hunting",
    name: "JSON",
    write: (one) =>
      dotnetJson({ time: iso(one.ms), category: "AdvancedHunting-DeviceEvents", properties: hunting(one) }),
    expected: huntingExpected,
  },
  {
    format: "defender-advanced-hunting",
    name: "CSV",
    head: [sampleKeys.join(",")],
    write: (one) => Object.values(hunting(one)).map(csv).join(","),
    expected: huntingExpected,
  },
  {
    format: "crowdstrike-fdr",
    write: (one) =>
      json({
        event_simpleName: isProcess(one) ? "ProcessRollup2" : "RegGenericValueUpdate",
        aid: "0123456789abcdef0123456789abcdef",
        timestamp: String(one.ms + 5000),
        ContextTimeStamp: epoch(one.ms),
        ComputerName: one.host,
        UserName: one.user,
        ...(isProcess(one)
          ? {
              ImageFileName: image(one),
              CommandLine: command(one),
              RawProcessId: String(one.port),
              ParentBaseFileName: parent(one),
            }
          : { RegObjectName: `\\REGISTRY\\${one.line}`, RegValueName: "Version", RegStringValue: one.text }),
      }),
    expected: (one) => ({
      time_ms: one.ms,
      host_name: one.host,
      user_name: one.user,
      ...(isProcess(one)
        ? {
            event_class: "process",
            process_executable: image(one),
            process_command_line: command(one),
            process_pid: one.port,
            process_parent_executable: parent(one),
          }
        : {
            event_class: "registry",
            registry_path: `\\REGISTRY\\${one.line}\\Version`,
            registry_data: one.text,
          }),
    }),
  },
  {
    format: "osquery-result",
    write: (one) =>
      slashJson({
        name: "pack_ir_process_events",
        hostIdentifier: one.host,
        unixTime: Math.floor(one.ms / 1000),
        columns: { path: image(one), cmdline: command(one), pid: String(one.port), username: one.user },
        action: "added",
      }),
    expected: (one) => ({
      event_class: "process",
      time_ms: wholeSecond(one),
      host_name: one.host,
      user_name: one.user,
      process_executable: image(one),
      process_command_line: command(one),
      process_pid: one.port,
    }),
  },
];
