/** The same in the forms of winlogbeat and of Defender, and hosts on which analysts differ. */
import { cmd, explorer, type Host, powershell, run, services, svchost, system32, wmic } from "./step.ts";

const label = "benign";
const machine = "NT AUTHORITY\\SYSTEM";
const sense = "C:\\Program Files\\Windows Defender Advanced Threat Protection\\SenseIR.exe";
const nessus = "C:\\Program Files\\Tenable\\Nessus Agent\\nessusd.exe";
const runner = "C:\\actions-runner\\bin\\Runner.Worker.exe";

export const plainWindows2: readonly Host[] = [
  {
    name: "NVK-LT-0641",
    form: "winlogbeat",
    user: "NORVIK\\adm_luis",
    label,
    class: "host-person",
    behaviour: "the help desk's man at his own PC looks into policies and versions",
    steps: run("14:02:00", [40, 65, 20], explorer, [
      ["winver.exe", '"C:\\Windows\\system32\\winver.exe"'],
      ["msinfo32.exe", '"C:\\Windows\\system32\\msinfo32.exe"'],
      [cmd, '"C:\\Windows\\system32\\cmd.exe"'],
      ["mmc.exe", '"C:\\Windows\\system32\\mmc.exe" "C:\\Windows\\system32\\gpedit.msc"'],
    ]).concat(
      run("14:05:10", [30], cmd, [
        ["gpresult.exe", "gpresult  /h C:\\Temp\\INC0048907.html"],
        ["gpupdate.exe", "gpupdate  /force"],
      ]),
    ),
  },
  {
    name: "NVK-LT-0642",
    form: "winlogbeat",
    user: "NORVIK\\kstrand",
    label,
    class: "host-product",
    behaviour: "Windows's own appraiser and census",
    steps: run(
      "03:12:10",
      [40, 21],
      svchost,
      [
        [
          "CompatTelRunner.exe",
          "C:\\Windows\\system32\\compattelrunner.exe -m:appraiser.dll -f:DoScheduledTelemetryRun -cv:Zm3Y",
        ],
        ["DeviceCensus.exe", "C:\\Windows\\system32\\devicecensus.exe UserCxt"],
        [
          "CompatTelRunner.exe",
          "C:\\Windows\\system32\\compattelrunner.exe -m:invagent.dll -f:RunUpdateInventory",
        ],
      ],
      { user: machine },
    ),
  },
  {
    name: "NVK-LT-0643",
    form: "winlogbeat",
    user: "NORVIK\\iwahl",
    label,
    class: "host-product",
    behaviour: "an installer of a drawing program looks which parts are there",
    steps: run("10:44:09", [1, 1, 2], "C:\\Users\\iwahl\\Downloads\\ConCAD_12.4_setup.exe", [
      ["reg.exe", 'reg query "HKLM\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full" /v Release'],
      ["reg.exe", "reg query HKLM\\SOFTWARE\\Microsoft\\VisualStudio\\14.0\\VC\\Runtimes\\x64 /v Version"],
      [wmic, "wmic path win32_videocontroller get name,driverversion"],
      ["msiexec.exe", "msiexec /i ConCAD.msi /qb"],
    ]),
  },
  {
    name: "NVK-LT-0644",
    form: "winlogbeat",
    user: "NORVIK\\ukern",
    label,
    class: "host-product",
    behaviour: "the script at sign-in maps drives and paints the name of the PC on the desktop",
    steps: run(
      "07:49:33",
      [1, 2, 1],
      cmd,
      [
        ["net.exe", "net  use S: \\\\nvk-fs-01\\sales /persistent:no"],
        [
          "\\\\nvk-fs-01\\netlogon\\Bginfo64.exe",
          "\\\\nvk-fs-01\\netlogon\\Bginfo64.exe \\\\nvk-fs-01\\netlogon\\norvik.bgi /timer:0 /silent",
        ],
        [wmic, "wmic computersystem get model"],
        ["gpupdate.exe", "gpupdate  /target:user"],
      ],
      { parentCommand: "cmd.exe /c \\\\nvk-fs-01\\netlogon\\logon.cmd" },
    ),
  },
  {
    name: "nvk-lt-0651",
    form: "hunting-csv",
    user: "norvik\\oberg",
    label,
    class: "host-product",
    behaviour: "Defender for Endpoint gathers for its own console",
    steps: run(
      "05:20:11",
      [2, 4],
      sense,
      [
        [
          powershell,
          "powershell.exe -ExecutionPolicy AllSigned -NoProfile -NonInteractive -Command \"& {$OutputEncoding = [Console]::OutputEncoding; $scriptFileStream = [System.IO.File]::Open('C:\\ProgramData\\Microsoft\\Windows Defender Advanced Threat Protection\\DataCollection\\8761.77\\c1.ps1', [System.IO.FileMode]::Open)}\"",
        ],
        [`${system32}wevtutil.exe`, "wevtutil.exe qe Security /c:1"],
        [powershell, "powershell.exe -NoProfile -Command Get-MpComputerStatus"],
      ],
      { user: machine },
    ),
  },
  {
    name: "nvk-lt-0652",
    form: "hunting-csv",
    user: "norvik\\dlang",
    label,
    class: "host-product",
    behaviour: "the agent of the vulnerability scan reads programs and patches",
    steps: run(
      "12:00:09",
      [1, 2, 3],
      nessus,
      [
        ["reg.exe", "reg query HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall /s"],
        [wmic, "wmic qfe list full"],
        [powershell, "powershell -NoProfile -Command Get-AppxPackage -AllUsers"],
        ["netstat.exe", "netstat -ano"],
      ],
      { user: machine },
    ),
  },
  {
    name: "nvk-lt-0653",
    form: "hunting-json",
    user: "norvik\\jweber",
    label,
    class: "host-person",
    behaviour: "a person whose drawings crash saves one report of the graphics, as the maker's support asked",
    steps: run("09:31:02", [70], explorer, [
      ["dxdiag.exe", '"C:\\Windows\\system32\\dxdiag.exe"'],
      ["notepad.exe", '"C:\\Windows\\system32\\notepad.exe" C:\\Users\\jweber\\Desktop\\DxDiag.txt'],
    ]),
  },
  {
    name: "nvk-srv-bld1",
    form: "hunting-json",
    user: "norvik\\svc_build",
    label,
    class: "host-product",
    behaviour: "a builder prints what it builds with, at the head of each run",
    steps: ["09:12:01", "11:40:30", "15:21:44"].flatMap((time) =>
      run(time, [1, 2, 1], runner, [
        ["systeminfo.exe", "systeminfo"],
        ["C:\\Program Files\\dotnet\\dotnet.exe", "dotnet --info"],
        [
          "C:\\Program Files (x86)\\Microsoft Visual Studio\\Installer\\vswhere.exe",
          "vswhere.exe -latest -products * -format json",
        ],
        ["where.exe", "where msbuild"],
      ]),
    ),
  },
];

export const openHosts: readonly Host[] = [
  {
    name: "NVK-LT-0661",
    form: "winlogbeat",
    user: "NORVIK\\gfrisk",
    label: "judgement",
    class: "host-person",
    behaviour:
      "somebody of finance saves reports of the system and of policies to the desktop, once, by hand",
    why: "whether the help desk asked for it, or a stranger did",
    steps: run("12:11:31", [35, 52], cmd, [
      ["systeminfo.exe", "systeminfo"],
      ["msinfo32.exe", "msinfo32  /report C:\\Users\\gfrisk\\Desktop\\pc.txt"],
      ["gpresult.exe", "gpresult  /r"],
    ]),
  },
  {
    name: "nvk-lt-0662",
    form: "hunting-json",
    user: "norvik\\eolsen",
    label: "judgement",
    class: "host-product",
    behaviour: "an agent of remote management, on this one PC, runs a full inventory",
    why: "whether IT tries out this product or somebody else installed it",
    steps: [
      ...run(
        "16:02:12",
        [1],
        services,
        [["C:\\Windows\\Action1\\action1_agent.exe", '"C:\\Windows\\Action1\\action1_agent.exe" service']],
        { user: machine },
      ),
      ...run(
        "16:04:40",
        [2, 3, 2],
        "C:\\Windows\\Action1\\action1_agent.exe",
        [
          [
            powershell,
            'powershell -NoProfile -ExecutionPolicy Bypass -File "C:\\Windows\\Action1\\scripts\\Installed_Software.ps1"',
          ],
          [
            powershell,
            'powershell -NoProfile -ExecutionPolicy Bypass -File "C:\\Windows\\Action1\\scripts\\Security_Products.ps1"',
          ],
          ["systeminfo.exe", "systeminfo /fo list"],
        ],
        { user: machine },
      ),
    ],
  },
];
