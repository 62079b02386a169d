/** Short names of programs and places that the written host telemetry uses, on each platform. */

export type Platform = "windows" | "linux" | "mac";

const system = "C:\\Windows\\System32";
const programs = "C:\\Program Files";

/** Programs on Windows that do not lie in System32 under their name. */
const windowsImages: Readonly<Record<string, string>> = {
  powershell: `${system}\\WindowsPowerShell\\v1.0\\powershell.exe`,
  wmic: `${system}\\wbem\\WMIC.exe`,
  wmiprvse: `${system}\\wbem\\WmiPrvSE.exe`,
  explorer: "C:\\Windows\\explorer.exe",
  winword: `${programs}\\Microsoft Office\\root\\Office16\\WINWORD.EXE`,
  excel: `${programs}\\Microsoft Office\\root\\Office16\\EXCEL.EXE`,
  outlook: `${programs}\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE`,
  chrome: `${programs}\\Google\\Chrome\\Application\\chrome.exe`,
  edge: "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  firefox: `${programs}\\Mozilla Firefox\\firefox.exe`,
  teams: `${programs}\\WindowsApps\\MSTeams_26058.1003_x64__8wekyb3d8bbwe\\ms-teams.exe`,
  onedrive: `${programs}\\Microsoft OneDrive\\OneDrive.exe`,
  msmpeng: "C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.26090.9-0\\MsMpEng.exe",
  ccmexec: "C:\\Windows\\CCM\\CcmExec.exe",
  intune: "C:\\Program Files (x86)\\Microsoft Intune Management Extension\\AgentExecutor.exe",
  putty: `${programs}\\PuTTY\\putty.exe`,
  winscp: "C:\\Program Files (x86)\\WinSCP\\WinSCP.exe",
  openvpn: `${programs}\\OpenVPN\\bin\\openvpn-gui.exe`,
  anyconnect: "C:\\Program Files (x86)\\Cisco\\Cisco Secure Client\\vpnagent.exe",
  anyconnectui: "C:\\Program Files (x86)\\Cisco\\Cisco Secure Client\\UI\\csc_ui.exe",
  globalprotect: `${programs}\\Palo Alto Networks\\GlobalProtect\\PanGPS.exe`,
  git: `${programs}\\Git\\cmd\\git.exe`,
  code: `${programs}\\Microsoft VS Code\\Code.exe`,
  node: `${programs}\\nodejs\\node.exe`,
};

const linuxImages: Readonly<Record<string, string>> = {
  bash: "/usr/bin/bash",
  sh: "/usr/bin/dash",
  sshd: "/usr/sbin/sshd",
  cron: "/usr/sbin/cron",
  systemd: "/usr/lib/systemd/systemd",
  python3: "/usr/bin/python3.11",
  chrome: "/opt/google/chrome/chrome",
  firefox: "/usr/lib/firefox-esr/firefox-esr",
  openvpn: "/usr/sbin/openvpn",
  nm: "/usr/sbin/NetworkManager",
  php: "/usr/sbin/php-fpm8.2",
  code: "/usr/share/code/code",
};

const macImages: Readonly<Record<string, string>> = {
  bash: "/bin/bash",
  zsh: "/bin/zsh",
  sh: "/bin/sh",
  launchd: "/sbin/launchd",
  sw_vers: "/usr/bin/sw_vers",
  system_profiler: "/usr/sbin/system_profiler",
  ioreg: "/usr/sbin/ioreg",
  networksetup: "/usr/sbin/networksetup",
  scutil: "/usr/sbin/scutil",
  chrome: "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  outlook: "/Applications/Microsoft Outlook.app/Contents/MacOS/Microsoft Outlook",
  backupd: "/System/Library/CoreServices/backupd.bundle/Contents/Resources/backupd",
  jamf: "/usr/local/jamf/bin/jamf",
};

/** The program of a command line: what is quoted, up to the ending of a Windows program, or the first word. */
function programOf(command: string): string {
  const quoted = /^"([^"]+)"/.exec(command)?.[1];
  const windowsPath = /^(?:[A-Z]:|%U)\\.*?\.(?:exe|EXE|tmp)(?= |$)/.exec(command)?.[0];
  return quoted ?? windowsPath ?? command.split(" ")[0] ?? command;
}

/** The path of a program: of a command line the program's, of a short name what the table says. */
export function imageOf(command: string, platform: Platform, user: string): string {
  const path = places(programOf(command), platform, user);
  if (/^[A-Z]:\\|^\//.test(path)) return path;
  // A login shell says so by a dash.
  const name = path
    .toLowerCase()
    .replace(/\.exe$/, "")
    .replace(/^-/, "");
  if (platform === "windows") return windowsImages[name] ?? `${system}\\${name}.exe`;
  return (platform === "linux" ? linuxImages : macImages)[name] ?? `/usr/bin/${name}`;
}

const windowsPlaces: Readonly<Record<string, string>> = {
  chrome: "%U\\AppData\\Local\\Google\\Chrome\\User Data",
  edge: "%U\\AppData\\Local\\Microsoft\\Edge\\User Data",
  firefox: "%U\\AppData\\Roaming\\Mozilla\\Firefox\\Profiles\\k3x1v9qd.default-release",
  ovpn: "%U\\OpenVPN\\config",
  temp: "%U\\AppData\\Local\\Temp",
  outlookreg:
    "HKCU\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\Outlook\\9375CFF0413111d3B88A00104B2A6676",
  uninstall: "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall",
};

const unixPlaces: Readonly<Record<string, string>> = {
  chrome: "%U/.config/google-chrome",
  firefox: "%U/.mozilla/firefox/a81k2m0p.default-esr",
};

const macPlaces: Readonly<Record<string, string>> = {
  chrome: "%U/Library/Application Support/Google/Chrome",
  firefox: "%U/Library/Application Support/Firefox/Profiles/9d2kd0aa.default-release",
};

/** Text with the places in braces and the home folder %U put in. */
export function places(text: string, platform: Platform, user: string): string {
  const name = user.split("\\").pop() ?? user;
  const table = platform === "windows" ? windowsPlaces : platform === "linux" ? unixPlaces : macPlaces;
  const home =
    platform === "windows" ? `C:\\Users\\${name}` : platform === "linux" ? `/home/${name}` : `/Users/${name}`;
  return text.replace(/\{([a-z]+)\}/g, (whole, key: string) => table[key] ?? whole).replaceAll("%U", home);
}
