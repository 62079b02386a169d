/** What happens on a host, as it stands in the data, and the ordinary work of a week around it. */
import { createHash } from "node:crypto";
import { Chance } from "../../random.ts";
import type { Wanted } from "../set.ts";

export const firm = "sundvik.example";
const monday = Date.UTC(2026, 10, 16);
const hour = 3_600_000;

export interface Host {
  readonly host: string;
  readonly user: string;
  readonly label?: Wanted;
  readonly says?: string;
  readonly why?: string;
  readonly format?: "audit" | "osquery";
  /** Without Sysmon: starts of programs and connections as the Security log has them. */
  readonly sensor?: "security";
  readonly stories: readonly { readonly at: string; readonly lines: readonly string[] }[];
}

export interface Step {
  readonly at: number;
  readonly host: Host;
  readonly user: string;
  readonly kind: "exec" | "net" | "file" | "read" | "key" | "script";
  readonly image: string;
  readonly parent: string;
  /** Command line, name and port, path, key or script text. */
  readonly what: string;
  readonly process: number;
  readonly parentProcess: number;
}

const office = "C:\\Program Files\\Microsoft Office\\root\\Office16\\";
const places: Readonly<Record<string, string>> = {
  "explorer.exe": "C:\\Windows\\explorer.exe",
  "powershell.exe": "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
  "wmic.exe": "C:\\Windows\\System32\\wbem\\WMIC.exe",
  "wmiprvse.exe": "C:\\Windows\\System32\\wbem\\WmiPrvSE.exe",
  "chrome.exe": "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "msedge.exe": "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  "firefox.exe": "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
  "WINWORD.EXE": `${office}WINWORD.EXE`,
  "EXCEL.EXE": `${office}EXCEL.EXE`,
  "OUTLOOK.EXE": `${office}OUTLOOK.EXE`,
  "Teams.exe": "C:\\Program Files\\WindowsApps\\MSTeams_25290.205_x64__8wekyb3d8bbwe\\ms-teams.exe",
};

function placeOf(name: string): string {
  if (name.includes("\\") || name.includes("/")) return name;
  return places[name] ?? `C:\\Windows\\System32\\${name}`;
}

export function hex(text: string, length: number): string {
  return createHash("sha512").update(text).digest("hex").slice(0, length);
}

export function number(text: string, below: number): number {
  return Number.parseInt(hex(text, 8), 16) % below;
}

export function processOf(host: string, image: string, at: number): number {
  return 1000 + 4 * number(`${host} ${image} ${Math.floor(at / (6 * hour))}`, 4000);
}

function time(at: string): number {
  const [, day = "", hours, minutes] = /^(\w{3}) (\d\d):(\d\d)$/.exec(at) ?? [];
  return (
    monday +
    (["Mon", "Tue", "Wed", "Thu", "Fri"].indexOf(day) * 24 + Number(hours)) * hour +
    Number(minutes) * 60_000
  );
}

function stepsOf(host: Host, at: string, lines: readonly string[]): Step[] {
  let now = time(at) + number(`${host.host} ${at}`, 40_000);
  return lines.map((line) => {
    const [kind = "", who = "", ...rest] = line.split(" | ");
    const [image = "", parent = "explorer.exe"] = who.split(" < ").map((name) => placeOf(name.trim()));
    now += 300 + number(`${host.host} ${line}`, 4200);
    return {
      at: now,
      host,
      user: host.user,
      kind: kind as Step["kind"],
      image,
      parent,
      what: rest.join(" | "),
      process: processOf(host.host, image, now),
      parentProcess: processOf(host.host, parent, now),
    };
  });
}

const usualWindows: readonly (readonly string[])[] = [
  [
    'exec | OUTLOOK.EXE < explorer.exe | "C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE"',
    "net | OUTLOOK.EXE | mail.sundvik.example:443",
  ],
  [
    'exec | msedge.exe < explorer.exe | "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe" --profile-directory=Default',
    "net | msedge.exe | www.bing.com:443",
  ],
  [
    'exec | chrome.exe < explorer.exe | "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"',
    "net | chrome.exe | www.google.com:443",
  ],
  [
    'exec | WINWORD.EXE < explorer.exe | "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE" /n "C:\\Users\\Public\\Documents\\letter.docx"',
    "file | WINWORD.EXE | C:\\Users\\Public\\Documents\\~$letter.docx",
  ],
  ["exec | Teams.exe < explorer.exe | ms-teams.exe", "net | Teams.exe | teams.microsoft.com:443"],
  [
    'exec | C:\\Windows\\System32\\backgroundTaskHost.exe < svchost.exe | "C:\\Windows\\system32\\backgroundTaskHost.exe" -ServerName:App.AppXm',
  ],
  [
    "exec | C:\\Windows\\System32\\UsoClient.exe < svchost.exe | C:\\Windows\\system32\\usoclient.exe StartScan",
    "net | svchost.exe | fe3cr.delivery.mp.microsoft.com:443",
  ],
  [
    'exec | C:\\Windows\\System32\\notepad.exe < explorer.exe | "C:\\Windows\\system32\\NOTEPAD.EXE" C:\\Users\\Public\\Documents\\notes.txt',
  ],
];
const usualUnix: readonly (readonly string[])[] = [
  ["exec | /usr/sbin/logrotate < /usr/lib/systemd/systemd | /usr/sbin/logrotate /etc/logrotate.conf"],
  ["exec | /usr/bin/run-parts < /usr/sbin/cron | run-parts --report /etc/cron.hourly"],
  [
    "exec | /usr/bin/ls < /usr/bin/bash | ls --color=auto",
    "exec | /usr/bin/vim < /usr/bin/bash | vim notes.md",
  ],
  ["exec | /usr/bin/rsync < /usr/bin/bash | rsync -a /srv/data backup1:/srv/"],
];

const usualMac: readonly (readonly string[])[] = [
  ["exec | /usr/libexec/xpcproxy < /sbin/launchd | xpcproxy com.apple.mdworker.shared"],
  ["exec | /usr/sbin/softwareupdate < /sbin/launchd | softwareupdate --background"],
  ["exec | /bin/ls < /bin/zsh | ls -G", "exec | /usr/bin/vim < /bin/zsh | vim notes.md"],
];

function usualOf({ host, format }: Host): readonly (readonly string[])[] {
  if (format === undefined) return usualWindows;
  return host.startsWith("mac-") ? usualMac : usualUnix;
}

const services = new Set(["SYSTEM", "root", "www-data", "jenkins", "svc-scan"]);

/** Who does the ordinary work: services do what services start, a person does the rest. */
function whoDoes({ host, user, format }: Host, step: Step): string {
  if (/\\(svchost|UsoClient)\.exe$/.test(step.parent) || /\\(svchost|UsoClient)\.exe$/.test(step.image))
    return "SYSTEM";
  if (/\/(systemd|cron|launchd)$/.test(step.parent)) return "root";
  if (!services.has(user)) return user;
  return `${format === undefined ? "p." : ""}${["lyng", "moen", "sether", "brekke", "rusten"][number(host, 5)]}`;
}

/** One or two ordinary things a day. */
function ordinary(host: Host): Step[] {
  const chance = new Chance(number(host.host, 1e9));
  return ["Mon", "Tue", "Wed", "Thu", "Fri"].flatMap((day) =>
    Array.from({ length: chance.between(1, 2) }, () => {
      const at = `${day} ${String(chance.between(7, 16)).padStart(2, "0")}:${String(chance.between(0, 59)).padStart(2, "0")}`;
      const steps = stepsOf(host, at, chance.pick(usualOf(host)));
      return steps.map((step) => ({ ...step, user: whoDoes(host, step) }));
    }).flat(),
  );
}

export function stepsFor(hosts: readonly Host[]): Step[] {
  return hosts
    .flatMap((host) => [
      ...host.stories.flatMap(({ at, lines }) => stepsOf(host, at, lines)),
      ...ordinary(host),
    ])
    .sort((one, other) => one.at - other.at || (one.host.host < other.host.host ? -1 : 1));
}

export function addressOf(name: string): string {
  if (/^[\d.]+$/.test(name)) return name;
  if (name.toLowerCase().endsWith(firm)) return `10.70.0.${10 + number(name, 90)}`;
  return `${["192.0.2", "198.51.100", "203.0.113"][number(name, 3)]}.${1 + number(`${name}.`, 254)}`;
}

export function ownAddress(host: string): string {
  return `10.71.${number(host, 8)}.${10 + number(`${host}!`, 230)}`;
}

/** Name and port of a connection. */
export function target(what: string): { name: string; port: number } {
  const at = what.lastIndexOf(":");
  return { name: what.slice(0, at), port: Number(what.slice(at + 1)) };
}
