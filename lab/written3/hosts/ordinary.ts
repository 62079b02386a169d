/** What runs on every PC all day, and PCs where nothing else runs. */
import type { Chance } from "../../random.ts";
import { explorer, type Form, type Host, type Step, services, svchost, system32 } from "./step.ts";

type Habit = readonly [image: string, command: string, parent: string];

const files = "C:\\Program Files\\";
const edge = `${files.replace("Files", "Files (x86)")}Microsoft\\Edge\\Application\\msedge.exe`;
const office = `${files}Microsoft Office\\root\\Office16\\`;
const windows: readonly Habit[] = [
  [edge, `"${edge}" --profile-directory=Default`, explorer],
  [edge, `"${edge}" --type=renderer --lang=en-US --device-scale-factor=1 --num-raster-threads=4`, edge],
  [
    `${files}Google\\Chrome\\Application\\chrome.exe`,
    '"chrome.exe" --type=utility --utility-sub-type=network.mojom.NetworkService',
    `${files}Google\\Chrome\\Application\\chrome.exe`,
  ],
  [`${office}OUTLOOK.EXE`, `"${office}OUTLOOK.EXE"`, explorer],
  [`${office}EXCEL.EXE`, `"${office}EXCEL.EXE" "S:\\sales\\forecast_q4.xlsx"`, explorer],
  [
    `${office}WINWORD.EXE`,
    `"${office}WINWORD.EXE" /n "C:\\Users\\Public\\Documents\\offer.docx"`,
    `${office}OUTLOOK.EXE`,
  ],
  [
    `${files}WindowsApps\\MSTeams_25290.302.4044.3989_x64__8wekyb3d8bbwe\\ms-teams.exe`,
    '"ms-teams.exe" msteams:system-initiated',
    explorer,
  ],
  [svchost, `${svchost} -k netsvcs -p -s wuauserv`, services],
  [svchost, `${svchost} -k wsappx -p -s AppXSvc`, services],
  [
    `${system32}backgroundTaskHost.exe`,
    `"${system32}backgroundTaskHost.exe" -ServerName:App.AppXmtcan0h2tfbfy7k9kn8hbxb6dmzz1zh0.mca`,
    svchost,
  ],
  [
    `${system32}SearchProtocolHost.exe`,
    `"${system32}SearchProtocolHost.exe" Global\\UsGthrFltPipeMssGthrPipe_S-1-5-21-1 1 -2147483646`,
    `${system32}SearchIndexer.exe`,
  ],
  [`${system32}taskhostw.exe`, "taskhostw.exe", svchost],
  [`${system32}RuntimeBroker.exe`, `${system32}RuntimeBroker.exe -Embedding`, svchost],
  [`${system32}conhost.exe`, `\\??\\${system32}conhost.exe 0xffffffff -ForceV1`, `${system32}cmd.exe`],
  [
    `${files}Adobe\\Acrobat DC\\Acrobat\\Acrobat.exe`,
    '"Acrobat.exe" "C:\\Users\\Public\\Documents\\datasheet.pdf"',
    explorer,
  ],
  [`${files}Microsoft OneDrive\\OneDrive.exe`, '"OneDrive.exe" /background', explorer],
  [`${system32}wbem\\WmiPrvSE.exe`, `${system32}wbem\\wmiprvse.exe -secured -Embedding`, svchost],
];
const linux: readonly Habit[] = [
  ["/usr/bin/ls", "ls --color=auto", "/usr/bin/bash"],
  ["/usr/bin/git", "git pull", "/usr/bin/bash"],
  ["/usr/bin/ssh", "ssh nvk-srv-web3", "/usr/bin/bash"],
  ["/usr/bin/vim", "vim notes.md", "/usr/bin/bash"],
  ["/usr/sbin/logrotate", "/usr/sbin/logrotate /etc/logrotate.conf", "/usr/lib/systemd/systemd"],
  ["/usr/bin/grep", "grep -rn timeout src", "/usr/bin/bash"],
  ["/usr/lib/sysstat/sa1", "/usr/lib/sysstat/sa1 1 1", "/usr/lib/systemd/systemd"],
  ["/usr/bin/python3.12", "python3 -m pytest -q", "/usr/bin/bash"],
  ["/usr/bin/cat", "cat README.md", "/usr/bin/bash"],
  ["/usr/bin/uname", "uname -s", "/usr/bin/dash"],
];
const mac: readonly Habit[] = [
  ["/usr/libexec/xpcproxy", "xpcproxy com.apple.mdworker.shared", "/sbin/launchd"],
  [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/sbin/launchd",
  ],
  [
    "/Applications/Microsoft Outlook.app/Contents/MacOS/Microsoft Outlook",
    "/Applications/Microsoft Outlook.app/Contents/MacOS/Microsoft Outlook",
    "/sbin/launchd",
  ],
  ["/usr/bin/git", "git status", "/bin/zsh"],
  ["/usr/libexec/trustd", "/usr/libexec/trustd", "/sbin/launchd"],
  ["/bin/ls", "ls -G", "/bin/zsh"],
  ["/usr/bin/ssh", "ssh nvk-jump1", "/bin/zsh"],
];

export function habits(form: Form, chance: Chance): Step[] {
  const own = form === "auditd" ? linux : form === "osquery" ? mac : windows;
  return Array.from({ length: chance.between(6, 10) }, () => {
    const [image, command, parent] = chance.pick(own);
    const [hour, minute, second] = [chance.between(7, 17), chance.between(0, 59), chance.between(0, 59)];
    const time = [hour, minute, second].map((value) => String(value).padStart(2, "0")).join(":");
    const system = parent === services || parent === svchost;
    return { time, image, command, parent, ...(system ? { user: "NT AUTHORITY\\SYSTEM" } : {}) };
  });
}

const names: readonly (readonly [Form, string, number])[] = [
  ["sysmon", "NVK-LT-07", 4],
  ["security", "NVK-LT-072", 2],
  ["winlogbeat", "NVK-LT-073", 4],
  ["hunting-csv", "nvk-lt-074", 4],
  ["hunting-json", "nvk-lt-075", 4],
  ["auditd", "nvk-ws-lin", 4],
  ["osquery", "nvk-mac-1", 3],
];

/** Unlabelled: nobody there asks anything. */
export const others: readonly Host[] = names.flatMap(([form, name, count]) =>
  Array.from({ length: count }, (_, turn) => ({
    name: `${name}${form === "sysmon" ? `1${turn}` : turn + 4}`,
    form,
    user: form === "auditd" || form === "osquery" ? `user${turn + 1}` : `NORVIK\\u${turn + 101}`,
    steps: [],
  })),
);
