/**
 * What portals and programs export - CSV, XML, JSON around a list, groups of lines - comes out as events with the
 * columns of its format: from the file to the event, with the reader of the document between.
 */
import { describe, expect, test } from "vitest";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";

const folder = temporaryFolder();

async function eventsOf(name: string, text: string) {
  const path = write(folder, name, text);
  const { stdout, stderr } = await vedette(["events", path]);
  return {
    events: stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
    stderr,
  };
}

/** What `vedette recognise` tells of one file. */
async function sourceOf(path: string): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await vedette(["recognise", "--json", path]);
  return (JSON.parse(stdout) as { inputs: Readonly<Record<string, unknown>>[] }).inputs[0] ?? {};
}

describe("CSV", () => {
  test("of the compliance portal: the record is the text of a column, and a cut one is counted", async () => {
    const { events, stderr } = await eventsOf(
      "audit.csv",
      `RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits
1,2026-05-17T10:05:03.0000000Z,15,UserLoggedIn,ann@corp.test,"{""CreationTime"":""2026-05-17T10:05:03"",""Operation"":""UserLoggedIn"",""Workload"":""AzureActiveDirectory"",""ClientIP"":""192.0.2.7"",""UserId"":""ann@corp.test"",""ExtendedProperties"":[{""Name"":""UserAgent"",""Value"":""python-requests/2.32.3""}]}",
2,2026-05-17T10:05:04.0000000Z,50,MailItemsAccessed,bob@corp.test,"{""CreationTime"":""2026-05-17T10:05:04"",""Operation"":""MailItemsAccessed"",""Workload"":""Exchange"",""ClientIPAddress"":""[2001:db8::7]:50000"",""UserId"":""bob@corp.test""}",
3,2026-05-17T10:05:05.0000000Z,50,FileAccessed,bob@corp.test,"{""CreationTime"":""2026",
`,
    );
    expect(events).toMatchObject([
      {
        line: 2,
        format: "m365-audit-csv+m365-unified-audit",
        kind: "auth",
        time: "2026-05-17T10:05:03.000Z",
        event_class: "signin",
        event_outcome: "success",
        source_ip: "192.0.2.7",
        user_name: "ann@corp.test",
        user_agent_original: "python-requests/2.32.3",
      },
      { line: 3, event_class: "other", source_ip: "2001:db8::7", event_action: "MailItemsAccessed" },
    ]);
    expect(events).toHaveLength(2);
    expect(stderr).toMatch(/1 record rejected.*not valid JSON.*audit\.csv:4/s);
  });

  test("of Log Analytics: month before day, a 12-hour clock, a byte order mark", async () => {
    const { events } = await eventsOf(
      "device.csv",
      '\uFEFFTimeGenerated [UTC],DeviceName,ActionType,FolderPath,ProcessCommandLine,AccountName,ProcessId,InitiatingProcessFolderPath\r\n"5/6/2026, 1:05:03.221 PM",ws1,ProcessCreated,C:\\Windows\\System32\\reg.exe,"reg query ""HKLM\\Software\\X"" /v a,b",ann,2200,c:\\windows\\system32\\cmd.exe\r\n',
    );
    expect(events).toMatchObject([
      {
        line: 2,
        format: "defender-advanced-hunting",
        time: "2026-05-06T13:05:03.221Z",
        event_class: "process",
        host_name: "ws1",
        user_name: "ann",
        process_executable: "C:\\Windows\\System32\\reg.exe",
        process_command_line: 'reg query "HKLM\\Software\\X" /v a,b',
        process_pid: 2200,
        process_parent_executable: "c:\\windows\\system32\\cmd.exe",
      },
    ]);
  });

  test("of Kibana: names with dots, and a dash for what a row has not", async () => {
    const { events } = await eventsOf(
      "discover.csv",
      `"@timestamp","event.code","host.name","winlog.channel","winlog.event_id","winlog.computer_name","process.executable","process.command_line","winlog.event_data.Image","user.name"
"May 17, 2026 @ 10:05:03.221",1,ws3,"Microsoft-Windows-Sysmon/Operational",1,"ws3.corp.test","-","reg query ""HKLM\\Software\\X""","C:\\Windows\\System32\\reg.exe",ann
`,
    );
    expect(events).toMatchObject([
      {
        format: "winlogbeat-ecs",
        time: "2026-05-17T10:05:03.221Z",
        event_class: "process",
        event_action: "process created",
        host_name: "ws3.corp.test",
        user_name: "ann",
        process_executable: "C:\\Windows\\System32\\reg.exe",
        process_command_line: 'reg query "HKLM\\Software\\X"',
      },
    ]);
  });

  test("of the sign-ins page", async () => {
    const { events } = await eventsOf(
      "signins.csv",
      `"Date (UTC)","Request ID","User agent","Correlation ID","User ID","User","Username","Application","Resource","IP address","Location","Status","Sign-in error code","Failure reason","Client app"
"2026-05-17T10:05:03Z","r1","python-requests/2.32.3","c1","u1","Ann Lee","ann@corp.test","Azure Portal","Windows Azure Service Management API","192.0.2.7","Oslo, NO","Failure","50126","Error validating credentials.","Browser"
`,
    );
    expect(events).toMatchObject([
      {
        format: "entra-signin",
        kind: "auth",
        time: "2026-05-17T10:05:03.000Z",
        event_class: "signin",
        event_outcome: "failure",
        event_code: "50126",
        source_ip: "192.0.2.7",
        user_name: "ann@corp.test",
        user_agent_original: "python-requests/2.32.3",
        application_name: "Azure Portal",
        message: "Error validating credentials.",
      },
    ]);
  });

  test("of reports that users sent in", async () => {
    const { events } = await eventsOf(
      "reports.csv",
      `Reported At;Reporter;From;Subject;Links
2026-05-17 10:05:03;ann@corp.test;it@corp-support.example;Which browser?;"https://collect.example/a, https://b.example/"
`,
    );
    expect(events).toMatchObject([
      {
        format: "phish-report",
        kind: "mail",
        event_class: "phish",
        email_to: ["ann@corp.test"],
        email_from: "it@corp-support.example",
        email_links: ["https://collect.example/a", "https://b.example/"],
      },
    ]);
  });

  test.each(["Received Time", "received_time", "Reported on", "Date received"])(
    "of reports whose time is called %s",
    async (name) => {
      const { events } = await eventsOf(
        "named-time.csv",
        `${name},recipient,sender,subject\n2026-05-17T10:05:03Z,ann@example.org,it@example.net,VPN\n`,
      );
      expect(events).toMatchObject([{ format: "phish-report", time: "2026-05-17T10:05:03.000Z" }]);
    },
  );

  test("of reports with several recipients in one cell", async () => {
    const { events } = await eventsOf(
      "recipients.csv",
      `time,recipient,sender,subject
2026-05-17T10:05:03Z,ann@example.org; bo@example.org,it@example.net,1
2026-05-17T10:05:03Z,"Doe, Ann <ann@example.org>, 'Bo' <bo@example.org>",it@example.net,2
2026-05-17T10:05:03Z,Ann Doe <ann@example.org>,it@example.net,3
2026-05-17T10:05:03Z,CORP\\ann,it@example.net,4
`,
    );
    expect(events.map(({ email_to }) => email_to)).toEqual([
      ["ann@example.org", "bo@example.org"],
      ["ann@example.org", "bo@example.org"],
      ["Ann Doe <ann@example.org>"],
      ["CORP\\ann"],
    ]);
  });

  test("of reports some of which have no time: they are events, and the source says how many", async () => {
    const path = write(
      folder,
      "untimed.csv",
      "time,recipient,sender,subject\n,ann@example.org,it@example.net,1\n2026-05-17T10:05:03Z,ann@example.org,it@example.net,2\n,bo@example.org,it@example.net,3\n",
    );
    expect(await sourceOf(path)).toMatchObject({ events: 3, notes: ["2 events without a time"] });
    const timed = write(
      folder,
      "timed.csv",
      "time,recipient,sender,subject\n2026-05-17T10:05:03Z,ann@example.org,it@example.net,2\n",
    );
    expect(await sourceOf(timed)).toMatchObject({ events: 1, notes: [] });
  });
});

test("Windows events as XML have the columns of those as JSON", async () => {
  const event = (system: string, data: string) =>
    `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>${system}<Computer>ws1.corp.test</Computer></System><EventData>${data}</EventData></Event>\n`;
  const { events } = await eventsOf(
    "events.xml",
    `<?xml version="1.0" encoding="utf-8" standalone="yes"?><Events>${event(
      "<Provider Name='Microsoft-Windows-Sysmon'/><EventID>13</EventID><TimeCreated SystemTime='2026-05-17T10:05:03.2212345Z'/><Execution ProcessID='3172'/><Channel>Microsoft-Windows-Sysmon/Operational</Channel>",
      "<Data Name='EventType'>SetValue</Data><Data Name='UtcTime'>2026-05-17 10:05:03.220</Data><Data Name='ProcessId'>812</Data><Data Name='Image'>C:\\Windows\\regedit.exe</Data><Data Name='TargetObject'>HKLM\\SOFTWARE\\X\\Version</Data><Data Name='Details'>a &amp; b</Data><Data Name='User'>CORP\\ann</Data>",
    )}${event(
      "<Provider Name='PowerShell'/><EventID Qualifiers='0'>400</EventID><TimeCreated SystemTime='2026-05-17T10:05:04Z'/><Channel>Windows PowerShell</Channel>",
      "<Data>Available</Data><Data>None</Data><Data>\tNewEngineState=Available\n\tHostApplication=powershell.exe -w hidden\n\tEngineVersion=5.1</Data>",
    )}</Events>`,
  );
  expect(events).toMatchObject([
    {
      format: "windows-event-json",
      time: "2026-05-17T10:05:03.221Z",
      event_class: "registry",
      event_action: "SetValue",
      host_name: "ws1.corp.test",
      user_name: "CORP\\ann",
      process_executable: "C:\\Windows\\regedit.exe",
      process_pid: 812,
      registry_path: "HKLM\\SOFTWARE\\X\\Version",
      registry_data: "a & b",
    },
    {
      line: 2,
      event_class: "process",
      event_action: "engine started",
      process_command_line: "powershell.exe -w hidden",
    },
  ]);
});

describe("JSON around a list", () => {
  test("of Proofpoint: whether it was delivered is the name of the list", async () => {
    const { events } = await eventsOf(
      "tap.json",
      '{"queryEndTime":"2026-05-17T11:00:00Z","clicksPermitted":[{"GUID":"g2","clickTime":"2026-05-17T10:05:03.000Z","recipient":"ann@corp.test","url":"https://collect.example/x","classification":"phish"}],"messagesDelivered":[{"GUID":"g1","messageTime":"2026-05-17T10:05:03.000Z","recipient":["ann@corp.test","bob@corp.test"],"subject":"Your browser","threatsInfoMap":[{"threatType":"attachment","threat":"00"},{"threatType":"url","threat":"https://collect.example/x"}]}]}',
    );
    expect(events).toMatchObject([
      { format: "proofpoint-tap", event_action: "clicksPermitted", email_to: ["ann@corp.test"] },
      {
        event_action: "messagesDelivered",
        email_to: ["ann@corp.test", "bob@corp.test"],
        email_links: ["https://collect.example/x"],
      },
    ]);
  });

  test("of Graph", async () => {
    const { events } = await eventsOf(
      "alerts.json",
      '{"@odata.context":"x","value":[{"id":"fa2","serviceSource":"microsoftDefenderForOffice365","alertWebUrl":"https://security.example/a2","title":"A click","createdDateTime":"2026-05-17T10:05:03Z","evidence":[{"@odata.type":"#microsoft.graph.security.urlEvidence","url":"https://collect.example/x"}]}]}',
    );
    expect(events).toMatchObject([
      { format: "defender-alert", event_class: "phish", email_links: ["https://collect.example/x"] },
    ]);
  });

  test("of rspamd's controller", async () => {
    const { events } = await eventsOf(
      "history.json",
      '{"rows":[{"unix_time":1779012303,"ip":"192.0.2.7","user":"unknown","sender_mime":"helpdesk@it-support.example","rcpt_mime":["ann@corp.test"],"subject":"Your VPN client","message-id":"1@it-support.example","action":"add header","symbols":{"PHISHING":{"score":4}}},{"unix_time":1779012304,"ip":"192.0.2.8","sender_mime":"x@else.example","rcpt_mime":["ann@corp.test"],"subject":"Lunch","message-id":"2@else.example","action":"no action","symbols":{}}],"version":2}',
    );
    expect(events.map(({ format, event_class }) => [format, event_class])).toEqual([
      ["rspamd-history", "phish"],
      ["rspamd-history", "mail"],
    ]);
  });
});

test("the audit log of Linux: a program, a file, an address", async () => {
  const { events } = await eventsOf(
    "audit.log",
    `type=SYSCALL msg=audit(1779012303.123:456): arch=c000003e syscall=59 success=yes exit=0 items=2 ppid=2100 pid=2200 auid=1000 uid=0 comm="cat" exe="/usr/bin/cat" key="vpn"
type=EXECVE msg=audit(1779012303.123:456): argc=2 a0="cat" a1=2F746D702F6120622E636F6E66
type=PATH msg=audit(1779012303.123:456): item=0 name="/usr/bin/cat" nametype=NORMAL
type=EOE msg=audit(1779012303.123:456):
type=SYSCALL msg=audit(1779012304.000:457): arch=c000003e syscall=257 success=no exit=-13 items=1 ppid=1 pid=7 auid=4294967295 uid=0 comm="cat" exe="/usr/bin/cat" key=(null)
type=PATH msg=audit(1779012304.000:457): item=0 name="/etc/openvpn/client.conf" nametype=NORMAL
type=SYSCALL msg=audit(1779012305.000:458): arch=c000003e syscall=42 success=yes exit=0 items=0 ppid=1 pid=8 auid=1000 uid=0 comm="curl" exe="/usr/bin/curl" key=(null)
type=SOCKADDR msg=audit(1779012305.000:458): saddr=020001BBC00002090000000000000000
`,
  );
  expect(events).toMatchObject([
    {
      format: "linux-auditd",
      event_class: "process",
      time: "2026-05-17T10:05:03.123Z",
      event_action: "vpn",
      process_command_line: "cat /tmp/a b.conf",
      user_name: "1000",
    },
    { event_class: "file", event_outcome: "failure", file_path: "/etc/openvpn/client.conf" },
    {
      event_class: "network",
      event_outcome: "success",
      destination_ip: "192.0.2.9",
      destination_port: 443,
      process_pid: 8,
    },
  ]);
  // Nobody signed in for it: it is the account that it runs as.
  expect(events[1]).toMatchObject({ user_name: "0" });
});
