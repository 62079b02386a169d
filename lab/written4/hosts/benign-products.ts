/** Windows hosts where products ask about the host because that is their work. */
import { benign, does, type Host, machine, run, type Step } from "./host.ts";

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

export const products: readonly Host[] = [
  product(
    "sysmon",
    "TAL-MTL-0501",
    "the client of the VPN looks at system, patches and protection before it dials",
    run(
      "07:58:12",
      `${files86}Cisco\\Cisco Secure Client\\ISE Posture\\csc_iseagent.exe`,
      [
        `${files86}Cisco\\Cisco Secure Client\\ISE Posture\\csc_isecompliance.exe | csc_isecompliance.exe --scan`,
        protection,
        "wmic | wmic qfe get HotFixID",
        "fltmc | fltmc.exe instances",
      ],
      asSystem,
    ),
  ),
  product(
    "sysmon",
    "TAL-MTL-0502",
    "Lansweeper's agent takes stock once a day",
    run(
      "09:10:02",
      `${files86}LansweeperAgent\\LsAgent.exe`,
      [
        "wmic | wmic os get /value",
        "reg | reg query HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall /s",
        "wmic | wmic qfe list full /format:csv",
        protection,
        "ipconfig | ipconfig /all",
      ],
      asSystem,
    ),
  ),
  product(
    "sysmon",
    "TAL-MTL-0503",
    "the agent of the vulnerability service reads versions and patches",
    run(
      "12:00:31",
      `${files}Qualys\\QualysAgent\\QualysAgent.exe`,
      [
        "reg | reg.exe query HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion",
        "wmic | wmic qfe get HotFixID,InstalledOn /format:csv",
        ps(
          '-NoProfile -NonInteractive -Command "Get-MpComputerStatus | Select AMProductVersion,AntivirusSignatureVersion"',
        ),
        "netstat | netstat -ano",
      ],
      asSystem,
    ),
  ),
  product("sysmon", "TAL-MTL-0504", "Intune runs the company's scripts of detection", [
    ...run(
      "10:20:40",
      `${files86}Microsoft Intune Management Extension\\AgentExecutor.exe`,
      [
        ps(
          '-NoProfile -executionPolicy bypass -file "C:\\Windows\\IMECache\\HealthScripts\\1f0b77_2\\detect.ps1"',
        ),
        "dsregcmd | dsregcmd.exe /status",
      ],
      asSystem,
    ),
    does(
      "10:20:43",
      "powershell",
      {
        script:
          "$b=(Get-CimInstance Win32_OperatingSystem).BuildNumber; if([int]$b -lt 26100){exit 1}; Get-BitLockerVolume -MountPoint C: | Select ProtectionStatus; exit 0",
      },
      machine,
    ),
  ]),
  product(
    "sysmon",
    "TAL-MTL-0505",
    "Configuration Manager takes stock of hardware by its own provider",
    run(
      "06:10:10",
      "C:\\Windows\\CCM\\CcmExec.exe",
      [
        "WmiPrvSE | C:\\Windows\\System32\\wbem\\WmiPrvSE.exe -secured -Embedding",
        "C:\\Windows\\CCM\\SCClient.exe | C:\\Windows\\CCM\\SCClient.exe /background",
        ps(
          "-NoLogo -Noninteractive -NoProfile -ExecutionPolicy AllSigned \"& 'C:\\Windows\\CCM\\SystemTemp\\8812ab.ps1'\"",
        ),
        "gpresult | gpresult.exe /x C:\\Windows\\CCM\\Temp\\r.xml /f",
      ],
      asSystem,
    ),
  ),
  product(
    "sysmon",
    "TAL-MTL-0506",
    "Windows's own appraiser looks whether the next system fits",
    run(
      "03:14:15",
      "svchost",
      [
        "CompatTelRunner | C:\\Windows\\system32\\compattelrunner.exe -m:appraiser.dll -f:DoScheduledTelemetryRun",
        "DeviceCensus | C:\\Windows\\system32\\devicecensus.exe",
      ],
      asSystem,
    ),
  ),
  product(
    "sysmon",
    "TAL-MTL-0507",
    "the maker's helper looks for drivers by model and firmware",
    run(
      "11:33:09",
      `${files86}Lenovo\\VantageService\\4.4.0.9\\Lenovo.Vantage.AddinInstaller.exe`,
      [
        "wmic | wmic csproduct get name,vendor,version /format:list",
        "wmic | wmic bios get smbiosbiosversion",
        "pnputil | pnputil /enum-drivers",
      ],
      asSystem,
    ),
  ),
  product(
    "sysmon",
    "TAL-MTL-0508",
    "an application made of web parts reads the number of the machine and the memory, at each start",
    run("08:41:00", `C:\\Users\\jlavoie\\AppData\\Local\\slack\\app-4.47.72\\slack.exe`, [
      "reg | C:\\Windows\\System32\\REG.exe QUERY HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography /v MachineGuid",
      "wmic | wmic OS get FreePhysicalMemory",
    ]),
    "jlavoie",
  ),
  product(
    "sysmon",
    "TAL-MTL-0509",
    "the program of the laboratory checks its licence by disk and network card",
    run("08:05:05", `${files86}LIMS Bench\\LimsBench.exe`, [
      "wmic | wmic diskdrive get serialnumber",
      "wmic | wmic baseboard get serialnumber",
      "getmac | getmac /fo csv /nh",
    ]),
    "dwieser",
  ),
  product(
    "sysmon",
    "TAL-MTL-0510",
    "an installer of a driver for a microscope's camera looks for parts that it needs",
    run("14:12:40", `C:\\Users\\cegger\\Downloads\\CamDrv_5.2.exe`, [
      'reg | reg query "HKLM\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full" /v Release',
      "cmd | cmd.exe /c ver",
      "msiexec | msiexec.exe /i CamDrv.msi /qb",
      "pnputil | pnputil.exe /add-driver cam.inf /install",
    ]),
    "cegger",
  ),
  product(
    "sysmon",
    "TAL-SRV-MON4",
    "the monitoring's agent runs its tests every few minutes",
    ["08:00:00", "08:10:00", "08:20:00", "08:30:00", "08:40:00", "08:50:00"].flatMap((time) =>
      run(
        time,
        `${files}checkmk\\service\\check_mk_agent.exe`,
        [
          ps(
            "-NoLogo -NoProfile -ExecutionPolicy Bypass -File C:\\ProgramData\\checkmk\\agent\\plugins\\windows_updates.ps1",
          ),
          "wmic | wmic os get lastbootuptime",
          "netstat | netstat -an",
        ],
        asSystem,
      ),
    ),
    "svc_mon",
  ),
  product(
    "sysmon",
    "TAL-SRV-BKP1",
    "the backup looks at volumes and writers each night",
    run(
      "01:00:20",
      `${files}Veeam\\Backup and Replication\\Backup\\Veeam.Backup.Manager.exe`,
      [
        "vssadmin | vssadmin list writers",
        "wmic | wmic volume get name,capacity,freespace /format:csv",
        "systeminfo | systeminfo /fo csv",
      ],
      asSystem,
    ),
    "svc_bkp",
  ),
  product(
    "sysmon",
    "TAL-MTL-0511",
    "a forwarder of logs runs the inputs it came with",
    run(
      "07:00:30",
      `${files}SplunkUniversalForwarder\\bin\\splunkd.exe`,
      [
        `cmd | C:\\Windows\\system32\\cmd.exe /c "${files}SplunkUniversalForwarder\\etc\\apps\\Splunk_TA_windows\\bin\\win_installed_apps.bat"`,
        `cmd | C:\\Windows\\system32\\cmd.exe /c "${files}SplunkUniversalForwarder\\etc\\apps\\Splunk_TA_windows\\bin\\win_listening_ports.bat"`,
        "netstat | netstat -nao",
        "tasklist | tasklist /fo csv",
      ],
      asSystem,
    ),
  ),
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
