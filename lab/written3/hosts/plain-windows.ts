/** Windows hosts where programs ask about the host because that is their work: raw events. */
import { cmd, type Host, powershell, run, wmic } from "./step.ts";

const label = "benign";
const machine = "NT AUTHORITY\\SYSTEM";
const ime = "C:\\Program Files (x86)\\Microsoft Intune Management Extension\\AgentExecutor.exe";
const ccm = "C:\\Windows\\CCM\\CcmExec.exe";
const code = "C:\\Users\\pserrano\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe";
const glpi = "C:\\Program Files\\GLPI-Agent\\perl\\bin\\glpi-agent.exe";
const dell = "C:\\Program Files\\Dell\\SupportAssistAgent\\bin\\SupportAssistAgent.exe";

export const plainWindows: readonly Host[] = [
  {
    name: "NVK-LT-0631",
    form: "sysmon",
    user: "NORVIK\\mlindq",
    label,
    class: "host-person",
    behaviour: "a person without network looks at the address and pings",
    steps: run("08:12:40", [11, 20, 35], cmd, [
      ["ipconfig.exe", "ipconfig  /all"],
      ["ping.exe", "ping  10.70.0.1"],
      ["nslookup.exe", "nslookup  intranet.norvik.example"],
      ["ipconfig.exe", "ipconfig  /renew"],
    ]),
  },
  {
    name: "NVK-LT-0632",
    form: "sysmon",
    user: "NORVIK\\eberg",
    label,
    class: "host-product",
    behaviour: "the maker's helper reads model, firmware and drivers",
    steps: run(
      "10:05:01",
      [2, 3],
      dell,
      [
        [wmic, "wmic bios get serialnumber,smbiosbiosversion /format:list"],
        ["driverquery.exe", "driverquery.exe /si /fo csv"],
        [powershell, "powershell.exe -NoProfile -Command Get-CimInstance Win32_Battery"],
      ],
      { user: machine },
    ),
  },
  {
    name: "NVK-LT-0633",
    form: "sysmon",
    user: "NORVIK\\jholm",
    label,
    class: "host-product",
    behaviour: "the company's inventory agent takes its daily stock",
    steps: run(
      "08:31:12",
      [1, 2, 4],
      glpi,
      [
        [wmic, "wmic path Win32_OperatingSystem get /value"],
        ["reg.exe", "reg query HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall /s"],
        [
          powershell,
          'powershell -NonInteractive -Command "Get-CimInstance -Namespace root/SecurityCenter2 -ClassName AntiVirusProduct"',
        ],
        [wmic, "wmic path Win32_QuickFixEngineering get HotFixID"],
      ],
      { user: machine },
    ),
  },
  {
    name: "NVK-LT-0634",
    form: "security",
    user: "NORVIK\\bnils",
    label,
    class: "host-product",
    behaviour: "Configuration Manager runs its scripts of settings",
    steps: run(
      "07:58:20",
      [5, 8],
      ccm,
      [
        [
          powershell,
          '"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe" -NoLogo -Noninteractive -NoProfile -ExecutionPolicy AllSigned "& \'C:\\Windows\\CCM\\SystemTemp\\3f2b91.ps1\'"',
        ],
        [
          powershell,
          '"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe" -NoLogo -Noninteractive -NoProfile -Command "(Get-CimInstance Win32_OperatingSystem).BuildNumber"',
        ],
        ["gpresult.exe", "gpresult.exe /x C:\\Windows\\CCM\\Temp\\rsop.xml /f"],
      ],
      { user: machine },
    ),
  },
  {
    name: "NVK-LT-0635",
    form: "sysmon",
    user: "NORVIK\\pserrano",
    label,
    class: "host-person",
    behaviour: "a developer collects versions for a report of an error",
    steps: run("11:20:44", [9, 12, 20, 31], powershell, [
      ["C:\\Program Files\\nodejs\\node.exe", '"C:\\Program Files\\nodejs\\node.exe" --version'],
      ["C:\\Program Files\\Git\\cmd\\git.exe", '"C:\\Program Files\\Git\\cmd\\git.exe" --version'],
      ["C:\\Program Files\\dotnet\\dotnet.exe", '"C:\\Program Files\\dotnet\\dotnet.exe" --info'],
      ["systeminfo.exe", '"C:\\Windows\\system32\\systeminfo.exe"'],
      [code, '"Code.exe" issue.md'],
    ]),
  },
  {
    name: "NVK-LT-0636",
    form: "security",
    user: "NORVIK\\afalk",
    label,
    class: "host-product",
    behaviour: "Intune looks whether a program is there",
    steps: run(
      "09:40:15",
      [3, 60],
      ime,
      [
        [
          powershell,
          '"powershell.exe" -NoProfile -executionPolicy bypass -file "C:\\Program Files (x86)\\Microsoft Intune Management Extension\\Content\\DetectionScripts\\7f10_1.ps1"',
        ],
        [
          "reg.exe",
          '"reg.exe" query "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\7-Zip" /v DisplayVersion',
        ],
        ["dsregcmd.exe", '"dsregcmd.exe" /status'],
      ],
      { user: machine },
    ),
  },
  {
    name: "NVK-SRV-MON1",
    form: "sysmon",
    user: "NORVIK\\svc_mon",
    label,
    class: "host-product",
    behaviour: "the monitoring's agent asks its own server for load and services each quarter of an hour",
    steps: ["08:00:00", "08:15:00", "08:30:00", "08:45:00", "09:00:00", "09:15:00"].flatMap((time) =>
      run(time, [1], "C:\\Program Files\\Zabbix Agent 2\\zabbix_agent2.exe", [
        [wmic, "wmic cpu get loadpercentage /value"],
        ["tasklist.exe", 'tasklist /fi "imagename eq sqlservr.exe"'],
        ["systeminfo.exe", "systeminfo /fo csv"],
      ]),
    ),
  },
];
