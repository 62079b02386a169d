/** More products, on notebooks and Macs. */
import { benign, type Host, machine, run, type Step } from "./host.ts";

const asSystem = { user: machine };
const ps = (rest: string) =>
  `powershell | "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe" ${rest}`;
const protection =
  "wmic | wmic /namespace:\\\\root\\securitycenter2 path antivirusproduct get displayName,productState /format:list";
const files = "C:\\Program Files\\";
const files86 = "C:\\Program Files (x86)\\";
const product = (
  form: Host["form"],
  name: string,
  behaviour: string,
  steps: readonly Step[],
  user = "uharrer",
) => benign(form, name, user, "host-product", behaviour, steps);

export const moreProducts: readonly Host[] = [
  product(
    "falcon",
    "TAL-NB-1201",
    "the provider's agent looks at patches and protection on all notebooks",
    run(
      "09:01:09",
      `${files86}NinjaRMMAgent\\NinjaRMMAgentPatcher.exe`,
      [
        "wmic | wmic qfe get hotfixid",
        protection,
        "systeminfo | systeminfo /fo list",
        "bcdedit | bcdedit /enum {current}",
      ],
      asSystem,
    ),
  ),
  product(
    "falcon",
    "TAL-NB-1202",
    "the VPN looks whether the notebook is healthy before it opens",
    run(
      "07:31:51",
      `${files}Palo Alto Networks\\GlobalProtect\\PanGPS.exe`,
      [
        `${files}Palo Alto Networks\\GlobalProtect\\PanGpHip.exe | PanGpHip.exe`,
        `${files}Palo Alto Networks\\GlobalProtect\\PanGpHipMp.exe | PanGpHipMp.exe -c`,
        "wmic | wmic /namespace:\\\\root\\securitycenter2 path firewallproduct get displayname",
        "manage-bde | manage-bde -status",
      ],
      asSystem,
    ),
  ),
  product(
    "falcon",
    "TAL-NB-1203",
    "the endpoint protection's own people look at the notebook by its own means, as arranged for a case",
    run(
      "15:30:00",
      `${files}CrowdStrike\\CSFalconService.exe`,
      [
        `${files}CrowdStrike\\CSRTR.exe | CSRTR.exe`,
        ps("-NoProfile -Command Get-Process | Select Name,Path"),
        "netstat | netstat -nao",
        "ipconfig | ipconfig /all",
      ],
      asSystem,
    ),
  ),
  product(
    "falcon",
    "TAL-NB-1204",
    "a compiler's helper asks which parts of Visual Studio there are",
    run("13:22:22", `${files}nodejs\\node.exe`, [
      `${files86}Microsoft Visual Studio\\Installer\\vswhere.exe | vswhere.exe -latest -format json`,
      "reg | reg query HKLM\\SOFTWARE\\Microsoft\\VisualStudio\\SxS\\VS7 /v 15.0",
      "cmd | cmd /d /s /c node-gyp rebuild",
    ]),
    "pvidal",
  ),
  product(
    "falcon",
    "TAL-NB-1205",
    "a program of statistics shows its own licence server what the notebook is",
    run("10:12:13", `${files}StatWorks\\bin\\statworks.exe`, [
      `${files}StatWorks\\bin\\lmutil.exe | lmutil.exe lmhostid -ether`,
      "ipconfig | ipconfig /all",
      "cmd | cmd /c vol C:",
    ]),
    "egruber",
  ),
  product(
    "falcon",
    "tal-mac-21",
    "the company's manager of Macs takes inventory",
    run(
      "09:00:41",
      "/usr/local/jamf/bin/jamf",
      [
        "/usr/sbin/system_profiler | system_profiler SPHardwareDataType SPApplicationsDataType -xml",
        "/usr/bin/sw_vers | sw_vers -productVersion",
        "/usr/bin/profiles | profiles list -output stdout-xml",
        "/usr/bin/fdesetup | fdesetup status",
        "/usr/bin/csrutil | csrutil status",
      ],
      { user: "root" },
    ),
  ),
  product(
    "falcon",
    "tal-mac-22",
    "Munki looks which programs are to be brought up to date",
    run(
      "12:20:01",
      "/usr/local/munki/managedsoftwareupdate",
      [
        "/usr/sbin/system_profiler | system_profiler SPApplicationsDataType -xml",
        "/usr/sbin/softwareupdate | softwareupdate -l",
        "/usr/sbin/sysctl | sysctl -n hw.model",
      ],
      { user: "root" },
    ),
  ),
  product(
    "elastic",
    "TAL-NB-1221",
    "an agent of the provider's help desk, seen on all notebooks, makes its daily report",
    run(
      "08:30:10",
      `${files86}ScreenConnect Client (41aa07c2)\\ScreenConnect.ClientService.exe`,
      [
        `${files86}ScreenConnect Client (41aa07c2)\\ScreenConnect.WindowsClient.exe | ScreenConnect.WindowsClient.exe RunRole 61 User`,
        "cmd | cmd.exe /c hostname",
      ],
      asSystem,
    ),
  ),
  product(
    "elastic",
    "TAL-NB-1222",
    "Nessus's agent reads versions by scripts of its own",
    run(
      "02:30:00",
      `${files}Tenable\\Nessus Agent\\nessusd.exe`,
      [
        ps(
          '-NoProfile -Command "Get-ItemProperty HKLM:\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\* | ConvertTo-Json"',
        ),
        "wmic | wmic qfe get HotFixID",
        "netsh | netsh advfirewall show allprofiles",
        "wmic | wmic product get name,version",
      ],
      asSystem,
    ),
  ),
  product(
    "elastic",
    "TAL-NB-1223",
    "Windows looks for updates and cleans up after them",
    run(
      "04:01:01",
      "svchost",
      [
        "usoclient | usoclient StartScan",
        "MoUsoCoreWorker | C:\\Windows\\System32\\MoUsoCoreWorker.exe -Embedding",
        "DISM | dism.exe /online /get-packages /format:table",
      ],
      asSystem,
    ),
  ),
  product(
    "elastic",
    "TAL-NB-1224",
    "osquery runs the hunters' questions of the company: programs, extensions, patches",
    run(
      "11:00:11",
      `${files}osquery\\osqueryd\\osqueryd.exe`,
      [
        `${files}osquery\\osqueryd\\osqueryd.exe | osqueryd.exe --flagfile=osquery.flags`,
        "wmic | wmic qfe get HotFixID",
      ],
      asSystem,
    ),
  ),
];
