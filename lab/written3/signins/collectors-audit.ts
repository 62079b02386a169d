/** Accounts and addresses that gather what clients are, as the audit log tells it. */
import * as agents from "../proxy/agents.ts";
import { address, collector, type Event, office, type Subject } from "./event.ts";

const linuxChrome = agents.chrome.replace("Windows NT 10.0; Win64; x64", "X11; Linux x86_64");
const it = "/sites/it/Shared Documents/Clients";

function files(time: string, user: string, from: string, agent: string, names: readonly string[]): Event[] {
  return names.map((name, turn) => ({
    kind: "file",
    operation: "FileDownloaded",
    time: `${time}:${String(turn * 4 + 3).padStart(2, "0")}`,
    user: address(user),
    address: from,
    agent,
    path: `${it}/${name}`,
  }));
}

function packages(operation: string, devices: readonly string[], time: (turn: number) => string): Event[] {
  return devices.map((device, turn) => ({
    kind: "device",
    operation,
    time: time(turn),
    user: address("ext_adm2"),
    address: "198.51.100.233",
    agent: linuxChrome,
    device: `nvk-lt-${device}`,
  }));
}

const ukern = { user: address("ukern"), address: office, agent: agents.edge } as const;
const thief = { user: address("afalk"), address: "203.0.113.190", agent: "rclone/v1.71.2" } as const;
const wanted = [
  "vpn profile xml",
  "antivirus exclusions",
  "intune export devices",
  "standard laptop image build",
  "proxy pac url",
  "globalprotect portal",
  "browser policy extensions allowed",
];

export const auditCollectors: readonly Subject[] = [
  collector(
    "user",
    address("ukern"),
    "audit-consent",
    "lets a program nobody knows read all managed devices and their settings",
    [
      { kind: "audit-login", time: "0 15:21:10", ...ukern, app: "OfficeHome" },
      {
        kind: "consent",
        time: "0 15:21:58",
        ...ukern,
        appName: "Device Insight Sync",
        admin: false,
        scope:
          "openid offline_access User.Read Device.Read.All DeviceManagementManagedDevices.Read.All DeviceManagementConfiguration.Read.All DeviceManagementApps.Read.All",
      },
    ],
  ),
  collector(
    "user",
    address("rhaas"),
    "audit-search",
    "searches for VPN profiles, exclusions of the antivirus, images and proxy settings, and takes what is found, by a script",
    [
      ...wanted.map((words, turn): Event => {
        const time = `1 19:4${turn}:12`;
        return {
          kind: "search",
          time,
          user: address("rhaas"),
          address: "198.51.100.201",
          agent: agents.pwsh,
          words,
        };
      }),
      ...files("1 19:48", "rhaas", "198.51.100.201", agents.pwsh, [
        "GP_portal.xml",
        "AV-exclusions.docx",
        "Image_2026Q3.md",
      ]),
    ],
  ),
  collector(
    "ip",
    "203.0.113.190",
    "audit-files",
    "from an unknown network, a copier takes the whole folder on the clients of the company",
    [
      { kind: "audit-login", time: "0 05:02:10", ...thief, app: "Microsoft Office", country: "RO" },
      ...files("0 05:03", "afalk", thief.address, thief.agent, [
        "Laptop inventory 2026.xlsx",
        "Windows baseline.xlsx",
        "GP_portal.xml",
        "Browser policy.admx",
        "AV-exclusions.docx",
        "Phones MDM.xlsx",
        "Office channel map.xlsx",
        "Local admins.csv",
      ]),
    ],
  ),
  collector(
    "user",
    address("ext_adm2"),
    "audit-device",
    "at night, an outside administrator fetches investigation packages and files from nine PCs one after the other",
    [
      ...packages(
        "CollectInvestigationPackage",
        ["0388", "0402", "0412", "0420", "0377"],
        (turn) => `1 01:1${turn}:20`,
      ),
      ...packages("LiveResponseGetFile", ["0391", "0390", "0401", "0382"], (turn) => `1 01:2${turn}:41`),
    ],
  ),
];
