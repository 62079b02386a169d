/** What goes on at any desk besides: programs that are opened, services, updates, saved documents. */
import { Chance } from "../random.ts";
import type { Platform } from "./hosts-names.ts";
import { hashed } from "./mail-people.ts";

const windows: readonly (readonly string[])[] = [
  [
    "as NT AUTHORITY\\SYSTEM",
    "run services | C:\\Windows\\System32\\svchost.exe -k netsvcs -p -s UsoSvc",
    "net svchost | settings-win.data.microsoft.com | 443 | 3100 | 9000",
  ],
  ["as NT AUTHORITY\\SYSTEM", "run svchost | C:\\Windows\\System32\\wbem\\WmiPrvSE.exe -secured -Embedding"],
  [
    "as NT AUTHORITY\\SYSTEM",
    "net msmpeng | wdcp.microsoft.com | 443 | 2600 | 5200",
    "set msmpeng | HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\Signature Updates\\ASSignatureVersion = 1.437.221.0",
  ],
  [
    'run explorer | "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"',
    "read chrome | {chrome}\\Local State ;; {chrome}\\Default\\Preferences",
    "net chrome | www.google.com | 443 | 9100 | 180300",
  ],
  ["net chrome | clientservices.googleapis.com | 443 | 1400 | 3800"],
  [
    'run explorer | "C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE"',
    "net outlook | outlook.office365.com | 443 | 64000 | 411000",
  ],
  [
    "net outlook | outlook.office365.com | 443 | 22000 | 96000",
    "net outlook | autodiscover-s.outlook.com | 443 | 2900 | 5100",
  ],
  ["net teams | teams.microsoft.com | 443 | 41000 | 230000"],
  [
    'run explorer | "C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE" "%U\\Documents\\plan.xlsx"',
    "write excel | %U\\Documents\\~$plan.xlsx",
  ],
  [
    'run explorer | "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE" /n "%U\\Documents\\letter.docx"',
    "write winword | %U\\Documents\\~$letter.docx",
  ],
  ["run explorer | notepad.exe %U\\Desktop\\notes.txt"],
  ["net edge | www.bing.com | 443 | 6200 | 88000"],
  ["net onedrive | onedrive.live.com | 443 | 88000 | 12000"],
  ["as NT AUTHORITY\\SYSTEM", "run svchost | taskhostw.exe KEYROAMING"],
  [
    "as NT AUTHORITY\\SYSTEM",
    'run svchost | "C:\\Program Files (x86)\\Microsoft\\EdgeUpdate\\MicrosoftEdgeUpdate.exe" /ua /installsource scheduler',
    "net C:\\Program Files (x86)\\Microsoft\\EdgeUpdate\\MicrosoftEdgeUpdate.exe | msedge.api.cdp.microsoft.com | 443 | 4100 | 9300",
  ],
];

const linux: readonly (readonly string[])[] = [
  ["as root", 'run cron | /bin/sh -c "command -v debian-sa1 > /dev/null && debian-sa1 1 1"'],
  ["as root", "run systemd | /usr/lib/systemd/systemd-tmpfiles --clean"],
  [
    "as root",
    'run cron | /bin/sh -c "cd / && run-parts --report /etc/cron.hourly"',
    "run sh | run-parts --report /etc/cron.hourly",
  ],
  ["as root", "run systemd | /usr/sbin/logrotate /etc/logrotate.conf", "run /usr/sbin/logrotate | gzip"],
];

const mac: readonly (readonly string[])[] = [
  ["as root", "run launchd | /usr/libexec/periodic-wrapper daily"],
  ["net chrome | www.google.com | 443 | 7100 | 93000"],
  ["net outlook | outlook.office365.com | 443 | 31000 | 120000"],
  ["as root", "run launchd | /usr/libexec/mobileassetd"],
];

const days = ["Mon", "Tue", "Wed", "Thu", "Fri"];

/** Steps of a week at this host, so many of them, in no order of time. */
export function ordinarySteps(
  host: string,
  platform: Platform,
  user: string,
  count: number,
): readonly string[] {
  const chance = new Chance(hashed(`noise ${host}`));
  const table = platform === "windows" ? windows : platform === "linux" ? linux : mac;
  const steps: string[] = [];
  for (let at = 0; at < count; at++) {
    const two = (value: number) => String(value).padStart(2, "0");
    steps.push(
      `@${chance.pick(days)} ${two(chance.between(7, 16))}:${two(chance.between(0, 59))}:${two(chance.between(0, 59))}`,
      `as ${user}`,
      ...chance.pick(table),
    );
  }
  return steps;
}
