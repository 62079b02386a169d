/** What starts on any host all day. */
import type { Chance } from "../../random.ts";
import { two } from "../times.ts";
import { type Form, type Host, machine, path, type Step, system32 } from "./host.ts";

type Habit = readonly [image: string, command: string, parent: string, own?: "system"];
const files = "C:\\Program Files\\";
const office = `${files}Microsoft Office\\root\\Office16\\`;

const windows: readonly Habit[] = [
  [path("chrome"), '"chrome.exe" --type=renderer --lang=fr --num-raster-threads=4', path("chrome")],
  [
    path("chrome"),
    '"chrome.exe" --type=utility --utility-sub-type=network.mojom.NetworkService',
    path("chrome"),
  ],
  [path("chrome"), `"${path("chrome")}"`, path("explorer")],
  [`${office}OUTLOOK.EXE`, `"${office}OUTLOOK.EXE"`, path("explorer")],
  [`${office}EXCEL.EXE`, `"${office}EXCEL.EXE" "S:\\lab\\panel-2026-11.xlsx"`, path("explorer")],
  [`${office}WINWORD.EXE`, `"${office}WINWORD.EXE" /n "S:\\lab\\befund.docx"`, path("explorer")],
  [`${files}LIMS Bench\\LimsBench.exe`, '"LimsBench.exe" /station 4', path("explorer")],
  [
    `${files}Adobe\\Acrobat DC\\Acrobat\\Acrobat.exe`,
    '"Acrobat.exe" "S:\\lab\\result-88120.pdf"',
    path("explorer"),
  ],
  [
    `${system32}svchost.exe`,
    `${system32}svchost.exe -k netsvcs -p -s wuauserv`,
    `${system32}services.exe`,
    "system",
  ],
  [
    `${system32}svchost.exe`,
    `${system32}svchost.exe -k LocalService -p -s WdiServiceHost`,
    `${system32}services.exe`,
    "system",
  ],
  [
    `${system32}wbem\\WmiPrvSE.exe`,
    `${system32}wbem\\wmiprvse.exe -Embedding`,
    `${system32}svchost.exe`,
    "system",
  ],
  [`${system32}taskhostw.exe`, "taskhostw.exe", `${system32}svchost.exe`],
  [
    `${system32}dllhost.exe`,
    `${system32}DllHost.exe /Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}`,
    `${system32}svchost.exe`,
  ],
  [`${system32}conhost.exe`, `\\??\\${system32}conhost.exe 0xffffffff -ForceV1`, path("cmd")],
  [
    `${system32}backgroundTaskHost.exe`,
    `"${system32}backgroundTaskHost.exe" -ServerName:CortanaUI.AppX3bn25b6f886wmg6twh46972vprk9tnbf.mca`,
    `${system32}svchost.exe`,
  ],
  [
    `${system32}SearchProtocolHost.exe`,
    `"${system32}SearchProtocolHost.exe" Global\\UsGthrFltPipeMssGthrPipe_S-1-5-21 1 -2147483646`,
    `${system32}SearchIndexer.exe`,
    "system",
  ],
  [`${system32}gpupdate.exe`, '"gpupdate.exe" /target:computer', `${system32}svchost.exe`, "system"],
  [`${files}Microsoft OneDrive\\OneDrive.exe`, '"OneDrive.exe" /background', path("explorer")],
  [
    `${files}WindowsApps\\MSTeams_25306.804.4102.7193_x64__8wekyb3d8bbwe\\ms-teams.exe`,
    '"ms-teams.exe"',
    path("explorer"),
  ],
  [`${system32}notepad.exe`, '"notepad.exe" C:\\Users\\Public\\notes.txt', path("explorer")],
];
const mac: readonly Habit[] = [
  [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/sbin/launchd",
  ],
  ["/usr/libexec/xpcproxy", "xpcproxy com.apple.mdworker.shared", "/sbin/launchd"],
  ["/usr/libexec/trustd", "/usr/libexec/trustd --agent", "/sbin/launchd"],
  [
    "/Applications/Microsoft Outlook.app/Contents/MacOS/Microsoft Outlook",
    "/Applications/Microsoft Outlook.app/Contents/MacOS/Microsoft Outlook",
    "/sbin/launchd",
  ],
  ["/usr/bin/git", "git status", "/bin/zsh"],
  ["/bin/ls", "ls -G", "/bin/zsh"],
  ["/usr/bin/mdfind", "mdfind kMDItemFSName==befund.pdf", "/bin/zsh"],
  ["/usr/sbin/softwareupdate", "softwareupdate --background", "/sbin/launchd"],
];
const linux: readonly Habit[] = [
  ["/usr/bin/ls", "ls --color=auto", "/usr/bin/bash"],
  ["/usr/bin/git", "git pull", "/usr/bin/bash"],
  ["/usr/bin/vim", "vim README.md", "/usr/bin/bash"],
  ["/usr/bin/grep", "grep -rn timeout src", "/usr/bin/bash"],
  ["/usr/bin/run-parts", "run-parts --report /etc/cron.hourly", "/usr/sbin/cron", "system"],
  ["/usr/lib/sysstat/sa1", "/usr/lib/sysstat/sa1 1 1", "/usr/lib/systemd/systemd", "system"],
  ["/usr/sbin/logrotate", "/usr/sbin/logrotate /etc/logrotate.conf", "/usr/lib/systemd/systemd", "system"],
  ["/usr/bin/python3.12", "python3 -m pytest -q", "/usr/bin/bash"],
  ["/usr/bin/apt-get", "apt-get -qq update", "/usr/lib/apt/apt.systemd.daily", "system"],
  ["/usr/bin/uname", "uname -m", "/usr/bin/dash"],
  ["/usr/bin/psql", "psql -h tal-lx-db1 -c select_1", "/usr/bin/bash"],
  ["/usr/bin/systemctl", "systemctl is-active nginx", "/usr/bin/bash"],
];

const asked = [
  "outlook.office365.com",
  "www.google.com",
  "talvera.sharepoint.com",
  "www.lapresse.ca",
  "update.googleapis.com",
  "settings-win.data.microsoft.com",
  "lims.talvera.example",
  "ctldl.windowsupdate.com",
  "orf.at",
];
const askedElsewhere = [
  "gateway.icloud.com",
  "outlook.office365.com",
  "github.com",
  "registry.npmjs.org",
  "archive.ubuntu.com",
  "lims.talvera.example",
];
const scripts = [
  "prompt",
  "Get-ChildItem S:\\lab | Sort-Object LastWriteTime | Select-Object -Last 5",
  "Test-NetConnection lims.talvera.example -Port 443",
  "{ Set-StrictMode -Version 1; $_.ErrorCategory_Message }",
  "Get-Printer | Where-Object Shared",
];

export const kindOf = (name: string) =>
  name.startsWith("tal-mac") ? "mac" : name.startsWith("tal-lx") ? "linux" : "windows";

export function habits(host: Host, chance: Chance): Step[] {
  const kind = kindOf(host.name);
  const own = kind === "mac" ? mac : kind === "linux" ? linux : windows;
  return Array.from({ length: chance.between(40, 70) }, () => {
    const [image, command, parent, system] = chance.pick(own);
    const time = [
      chance.between(system ? 0 : 7, system ? 23 : 18),
      chance.between(0, 59),
      chance.between(0, 59),
    ]
      .map(two)
      .join(":");
    const start = {
      time,
      image,
      command,
      parent,
      ...(system === undefined ? {} : { user: kind === "windows" ? machine : "root" }),
    };
    const other = host.form === "auditd" ? 1 : chance.next();
    if (other < 0.14) return { ...start, asks: chance.pick(kind === "windows" ? asked : askedElsewhere) };
    if (host.form !== "sysmon") return start;
    if (other < 0.18)
      return { ...start, writes: `C:\\Users\\Public\\Documents\\~$${chance.between(100, 999)}.docx` };
    return other < 0.2 ? { ...start, image: path("powershell"), script: chance.pick(scripts) } : start;
  });
}

const names: readonly (readonly [Form, string, number])[] = [
  ["sysmon", "TAL-MTL-06", 22],
  ["falcon", "TAL-NB-13", 16],
  ["elastic", "TAL-NB-14", 20],
  ["falcon", "tal-mac-3", 6],
  ["auditd", "tal-lx-ws2", 6],
  ["elastic", "tal-lx-dev2", 5],
];

/** Without label: nobody asks anything there. */
export const others: readonly Host[] = names.flatMap(([form, name, count]) =>
  Array.from({ length: count }, (_, turn) => ({
    name: `${name}${two(turn + 10)}`,
    form,
    user: form === "sysmon" ? `TALVERA\\u${turn + 301}` : `u${turn + 401}`,
    class: "",
    behaviour: "",
    steps: [],
  })),
);
