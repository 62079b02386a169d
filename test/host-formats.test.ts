/**
 * Recordings of Windows hosts (Sysmon, Security, PowerShell) are read to their last line, and chosen lines hold
 * what their records say. The expected values were written from the records by hand.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { vedette } from "./support/command.ts";
import { missing, shared } from "./support/places.ts";

type Event = Readonly<Record<string, string | number>>;

const recordings = join(shared, "data", "edr_otrf");
const host5 = "WORKSTATION5";
const shire = (name: string) => `${name}.theshire.local`;
const explorerKey = "\\REGISTRY\\MACHINE\\SOFTWARE\\Microsoft\\Internet Explorer";
const versionQuery = 'reg  query "HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Internet Explorer" /v svcVersion';
const switched =
  "HKU\\S-1-5-21-3940915590-64593676-1414006259-500\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\FeatureUsage\\AppSwitched";
const guestAgent =
  "\\device\\harddiskvolume2\\windowsazure\\guestagent_2.7.41491.993_2020-10-08_063613\\guestagent\\windowsazureguestagent.exe";
const powershell = "C:\\windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";

/** Of each recording its lines, how many are of a class, and some of its events by line. */
const expected: readonly {
  readonly name: string;
  readonly lines: number;
  readonly classes: Readonly<Record<string, number>>;
  readonly events: Readonly<Record<number, Event>>;
  /** Columns that must be absent. */
  readonly without?: Readonly<Record<number, readonly string[]>>;
}[] = [
  {
    name: "cmd_discover_iexplorer_version_registry",
    lines: 68,
    // Sysmon 10 33, 1, 5 and Security 4688, 4689; Sysmon 12, 9 of 13 and Security 4656, 4663, both of keys.
    classes: { process: 37, registry: 12, module: 10, file: 4, other: 5 },
    events: {
      1: { event_class: "other", event_action: "audit log cleared", event_code: "1102", host_name: host5 },
      2: {
        event_class: "process",
        event_action: "process created",
        event_code: "4688",
        event_outcome: "success",
        time: "2020-10-21T11:28:11.220Z",
        user_name: "wardog",
        process_executable: "C:\\Windows\\System32\\reg.exe",
        process_command_line: versionQuery,
        process_pid: 0x898,
        process_parent_executable: "C:\\Windows\\System32\\cmd.exe",
      },
      4: { event_class: "other", event_action: "handle closed", process_pid: 0x898 },
      5: { event_class: "registry", event_action: "handle requested", registry_path: explorerKey },
      6: {
        event_class: "registry",
        event_action: "object accessed",
        registry_path: explorerKey,
        process_executable: "C:\\Windows\\System32\\reg.exe",
        process_pid: 0x898,
        user_name: "wardog",
      },
      10: { event_class: "registry", event_action: "CreateKey", registry_path: switched, process_pid: 1072 },
      11: {
        event_class: "registry",
        event_action: "SetValue",
        registry_path: `${switched}\\{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\cmd.exe`,
        registry_data: "DWORD (0x0000006c)",
      },
      12: {
        event_class: "process",
        event_action: "process accessed",
        process_executable: "C:\\windows\\Explorer.EXE",
        process_pid: 1072,
      },
      30: {
        event_class: "module",
        event_action: "image loaded",
        process_executable: "C:\\Windows\\System32\\cmd.exe",
        file_path: "C:\\Windows\\System32\\sechost.dll",
        file_hash_sha256: "C441E19D20961D4E990E117A300ED318BEDBF2F8BA0FF07BEE7832AC502CDDF2",
      },
      31: {
        event_class: "process",
        event_action: "process created",
        event_code: "1",
        user_name: "WORKSTATION5\\wardog",
        process_executable: "C:\\Windows\\System32\\reg.exe",
        process_command_line: versionQuery,
        process_pid: 2200,
        process_hash_sha256: "4ED2A27860FA154415F65452FF1F94BD6AF762982E2F3470030C504DC3C8A354",
        process_parent_executable: "C:\\Windows\\System32\\cmd.exe",
        process_parent_command_line: '"C:\\windows\\system32\\cmd.exe" ',
      },
    },
    without: { 4: ["registry_path", "file_path"], 5: ["file_path"], 30: ["process_hash_sha256"] },
  },
  {
    name: "cmd_seatbelt_group_user",
    lines: 451,
    classes: { module: 122, network: 2, pipe: 2 },
    events: {
      56: {
        event_class: "other",
        event_action: "stored credentials read",
        process_pid: 12036,
        user_name: "wardog",
      },
      109: {
        event_class: "network",
        event_action: "bind permitted",
        process_executable: guestAgent,
        source_port: 57412,
      },
      110: {
        event_class: "network",
        event_action: "connection permitted",
        event_outcome: "success",
        process_pid: 3428,
        source_ip: "192.168.2.5",
        source_port: 57412,
        destination_ip: "168.63.129.16",
        destination_port: 80,
        network_transport: "tcp",
      },
      148: {
        event_class: "process",
        process_command_line: "Seatbelt.exe  -group=user",
        process_executable: "C:\\Users\\wardog\\Desktop\\Seatbelt.exe",
        process_pid: 12036,
      },
      396: {
        event_class: "pipe",
        event_action: "ConnectPipe",
        pipe_name: "\\wkssvc",
        process_executable: "C:\\windows\\system32\\wbem\\wmiprvse.exe",
      },
    },
  },
  {
    name: "empire_shell_net_local_users",
    lines: 1907,
    // Sysmon 17 and 7 of 18; three of 22; four of 4624, three of 4634 and one of 4769.
    classes: { pipe: 8, dns: 3, signin: 8, module: 203 },
    events: {
      1: {
        event_class: "registry",
        time: "2020-09-21T23:26:05.384Z",
        host_name: shire(host5),
        process_executable: powershell,
        registry_path:
          "HKU\\S-1-5-21-4228717743-1032521047-1810997296-1104\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections",
      },
      2: {
        event_class: "process",
        event_action: "command invoked",
        user_name: "THESHIRE\\pgustavo",
        process_pid: 7456,
      },
      37: {
        event_class: "network",
        event_action: "network connection",
        time: "2020-09-21T23:26:06.271Z",
        user_name: "NT AUTHORITY\\SYSTEM",
        source_ip: "172.18.39.5",
        source_port: 50661,
        destination_ip: "52.114.158.53",
        destination_port: 443,
      },
      38: { event_class: "dns", dns_question_name: "v10.events.data.microsoft.com" },
      138: { event_class: "pipe", event_action: "pipe created", process_executable: powershell },
      351: {
        event_class: "signin",
        event_action: "logon",
        event_outcome: "success",
        // EventTime, 19:26:48, is local time without a zone.
        time: "2020-09-21T23:26:50.694Z",
        user_name: "MORDORDC$",
        source_ip: "::1",
        source_port: 50570,
      },
      735: {
        event_class: "other",
        event_action: "local groups of a user listed",
        user_name: "WORKSTATION6$",
        process_pid: 0xd28,
      },
      885: {
        event_class: "file",
        event_outcome: "success",
        file_path: "\\\\*\\IPC$\\samr",
        pipe_name: "samr",
        source_ip: "172.18.39.6",
      },
    },
    // The account under which Sysmon itself runs is not that of the event.
    without: { 1: ["user_name"], 38: ["user_name"], 351: ["process_executable", "source_domain"] },
  },
  {
    name: "empire_shell_net_localgroup_administrators",
    lines: 884,
    classes: { pipe: 3, module: 35, signin: 9 },
    events: {
      83: {
        event_class: "process",
        user_name: "THESHIRE\\pgustavo",
        process_executable: "C:\\Windows\\System32\\net.exe",
        process_command_line: '"C:\\windows\\system32\\net.exe" localgroup Administrators',
      },
      157: { event_class: "file", file_path: "C:\\Windows\\Prefetch\\NET1.EXE-849DA590.pf" },
      219: {
        event_class: "other",
        event_outcome: "failure",
        user_name: "LOCAL SERVICE",
        process_pid: 0xc8c,
      },
    },
  },
];

describe("recordings of Windows hosts", () => {
  test.for(expected)("$name", async ({ name, lines, classes, events, without = {} }, context) => {
    const path = join(recordings, `${name}.zip`);
    if (!existsSync(path)) return context.skip(missing(path));
    const { status, stdout, stderr } = await vedette(["events", path]);
    expect(status).toBe(0);
    expect(stderr).not.toMatch(/reject|no event/i);
    const read = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Event);
    expect(read.map(({ line }) => line)).toEqual(Array.from({ length: lines }, (_, index) => index + 1));
    expect(new Set(read.map(({ format }) => format))).toEqual(new Set(["windows-event-json"]));
    for (const [name, n] of Object.entries(classes))
      expect([name, read.filter((event) => event.event_class === name).length]).toEqual([name, n]);
    for (const event of read) {
      expect(event.host_name).toMatch(/^(WORKSTATION[56]|MORDORDC)/);
      expect(event.time).toMatch(/^2020-/);
    }
    for (const [line, event] of Object.entries(events)) expect(read[Number(line) - 1]).toMatchObject(event);
    for (const [line, columns] of Object.entries(without))
      for (const column of columns) expect(read[Number(line) - 1]).not.toHaveProperty(column);
  });
});
