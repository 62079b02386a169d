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
];
