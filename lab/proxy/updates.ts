/** What installed software sends to its own maker or to its own company: benign, and full of host properties. */
import { type Call, powershell } from "./scripts.ts";

function update(
  host: string,
  behaviour: string,
  agent: string,
  paths: readonly string[],
  more: Partial<Call> = {},
): Call {
  const scheme = more.body === undefined && host.startsWith("http:") ? "" : "https://";
  const name = host.replace("http://", "");
  return {
    host: name,
    label: "benign",
    behaviour,
    program: "curl",
    agent,
    urls: paths.map((path) => `${host.startsWith("http://") ? "http://" : scheme}${name}${path}`),
    ...more,
  };
}

const cryptoApi = "Microsoft-CryptoAPI/10.0";
const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:160.0) Gecko/20100101 Firefox/160.0";
const edge =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/157.0.0.0 Safari/537.36 Edg/157.0.0.0";
const pip =
  'pip/25.3 {"ci":null,"cpu":"x86_64","distro":{"id":"bookworm","libc":{"lib":"glibc","version":"2.36"},"name":"Debian GNU/Linux","version":"12"},"implementation":{"name":"CPython","version":"3.11.2"},"installer":{"name":"pip","version":"25.3"},"openssl_version":"OpenSSL 3.0.15","python":"3.11.2","setuptools_version":"66.1.1","system":{"name":"Linux","release":"6.1.0-28-amd64"}}';

export const updaters: readonly Call[] = [
  update(
    "update.googleapis.com",
    "Chrome's updater (Omaha)",
    "GoogleUpdater 157.0.8101.0",
    ["/service/update2/json?cup2key=14:8sK1q&cup2hreq=5f1d3c7e9a20b44c"],
    { method: "POST", body: '{"request":{"os":{"platform":"Windows"}}}' },
  ),
  update(
    "clients2.google.com",
    "Chrome's extension updates: system, architecture, version, language",
    edge.replace(" Edg/157.0.0.0", ""),
    [
      "/service/update2/crx?response=updatecheck&os=win&arch=x64&os_arch=x86_64&nacl_arch=x86-64&prod=chromecrx&prodchannel=&prodversion=157.0.8101.62&lang=en-GB&acceptformat=crx3,puff&x=id%3Dnmmhkkegccagdldgiimedpiccmgmieda%26v%3D1.0.0.6%26installsource%3Dnotfromwebstore%26uc",
    ],
  ),
  update(
    "aus5.mozilla.org",
    "Firefox's updates: version, system, memory, instruction set, locale as segments of the path",
    firefox,
    [
      "/update/6/Firefox/160.0/20261116093012/WINNT_x86_64-msvc-x64/en-GB/release/Windows_NT%2010.0.0.0.26100.2314%20(x64)/ISET:SSE4_2,MEM:16384/default/default/update.xml",
    ],
  ),
  update(
    "incoming.telemetry.mozilla.org",
    "Firefox's telemetry by POST",
    firefox,
    ["/submit/telemetry/3f8a1c2e-6d4b-4f0a-9b11-7c2d5e8f9a10/main/Firefox/160.0/release/20261116093012?v=4"],
    { method: "POST", body: "{}" },
  ),
  update(
    "settings-win.data.microsoft.com",
    "Windows settings service: system version, device class, locale, model",
    "",
    [
      "/settings/v3.0/wsd/muse?os=Windows&osVer=10.0.26100.2314.amd64fre.ge_release&sku=48&deviceClass=Windows.Desktop&locale=en-GB&deviceId=%7B5E1B6A20-7C1F-4F0E-9C54-0B2E8A7D1F33%7D&sampleId=s%3A41229313&appVer=10.0.26100.2314&OEMModel=Latitude+5450&ProcessorModel=Core+Ultra+5&TotalMemory=16384",
    ],
  ),
  update("config.edge.skype.com", "Edge's configuration service: system, architecture, version, form", edge, [
    "/config/v1/Edge/157.0.3405.80?clientId=-4471230091188237&agents=Edge%2CEdgeConfig&osname=win&client=edge&channel=stable&scpfre=0&osarch=x86_64&osver=10.0.26100&wu=1&devicefamily=desktop&uma=0&sessionid=44&mngd=1&installdate=1718179200&edu=0&bphint=2&soobedate=1718179200&fg=1",
  ]),
  update(
    "nexusrules.officeapps.live.com",
    "Office telemetry rules: version, build, architecture, client id",
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Word 16.0.18129; Pro)",
    [
      "/nexus/rules?Application=winword.exe&Version=16.0.18129.20158&ClientId=%7B0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0%7D&OSEnvironment=10&MsoAppId=0&AudienceName=Production&AudienceGroup=Production&AppVersion=16.0.18129.20158&Architecture=x64&Branch=2411&LCID=2057",
    ],
  ),
  update(
    "fe2cr.update.microsoft.com",
    "Windows Update by POST",
    "Windows-Update-Agent/10.0.10011.16384 Client-Protocol/2.71",
    ["/v6/ClientWebService/client.asmx"],
    { method: "POST", body: "<soap/>" },
  ),
  update("http://ctldl.windowsupdate.com", "Windows certificate trust list", cryptoApi, [
    "/msdownload/update/v3/static/trustedr/en/disallowedcertstl.cab?5c1a0b2d9e7f3041",
  ]),
  update(
    "http://ocsp.digicert.com",
    "OCSP by GET: base64 of a structure in the path",
    cryptoApi,
    [
      "/MFEwTzBNMEswSTAJBgUrDgMCGgUABBSRXerF0eFeSWRripTgTkcJWMm7iQQUaDfg67Y7%2BF8Rhvv%2BYXsIiGX0TkICEAa5pQ0y8k1YpO0q0m2oQ1Q%3D",
      "/MFEwTzBNMEswSTAJBgUrDgMCGgUABBTk45WiKdPUwcMf8JgMC07ACYqr2AQUt2ui6qiqhIx56rTaD5iyxZV2ufQCEAx7p1b0nRkq4yW8t1gU2hE%3D",
    ],
    { everyMin: 9 },
  ),
  update(
    "config.teams.microsoft.com",
    "Teams configuration: system, version, ring, architecture",
    "Teams/25306.804 (Windows 10.0.26100; x64)",
    [
      "/config/v1/MicrosoftTeams/50_1.0.0.0?environment=prod&audienceGroup=general&teamsRing=general&agent=TeamsBuilds&version=25306.804.4102.7193&osPlatform=windows&osVersion=10.0.26100&arch=x64&cpuCores=14&memory=16&locale=en-gb&deviceType=desktop",
    ],
  ),
  update(
    "www.jetbrains.com",
    "JetBrains updates: build, system, Java, hardware id",
    "IntelliJ IDEA/253.28294.169",
    [
      "/updates/updates.xml?build=IU-253.28294.169&eap=false&uid=8f21c7&os=Windows+11+10.0&arch=amd64&java=21.0.9&mid=4c1f00aa",
    ],
  ),
  update(
    "update.code.visualstudio.com",
    "Visual Studio Code updates",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Code/1.106.2 Chrome/142.0.7444.175 Electron/39.2.3 Safari/537.36",
    ["/api/update/win32-x64-user/stable/1e3c50d64110be466c0b4a45222e81d2c9352888?bg=true"],
  ),
  update(
    "checkpoint-api.hashicorp.com",
    "Terraform's version check: architecture, system, signature",
    "HashiCorp/go-checkpoint",
    ["/v1/check/terraform?arch=amd64&os=linux&signature=5e1b6a20-7c1f-4f0e-9c54-0b2e8a7d1f33&version=1.14.0"],
  ),
  update("pypi.org", "pip: a JSON of system, libc, Python and OpenSSL in the agent", pip, [
    "/simple/requests/",
    "/simple/urllib3/",
    "/simple/idna/",
  ]),
  update("registry.npmjs.org", "npm", "npm/10.9.2 node/v22.21.1 linux x64 workspaces/false", [
    "/lodash",
    "/@types%2fnode",
    "/typescript",
  ]),
  update(
    "motd.ubuntu.com",
    "Ubuntu's message of the day: kernel, architecture and processor in the agent",
    "curl/8.5.0-2ubuntu10.6 Ubuntu/24.04.3/LTS GNU/Linux/6.8.0-88-generic/x86_64 Intel(R)/Xeon(R)/Gold/6338 uptime/81234.11/160412.90 cloud_id/none",
    ["/"],
    { everyMin: 720 },
  ),
  update("http://changelogs.ubuntu.com", "Ubuntu release check", "Python-urllib/3.12", ["/meta-release-lts"]),
  update(
    "api.wordpress.org",
    "WordPress version check: PHP, database, locale, users",
    "WordPress/6.9; https://blog.corp.example",
    [
      "/core/version-check/1.7/?version=6.9&php=8.3.14&locale=en_GB&mysql=10.11.6&local_package=en_GB&blogs=1&users=4&multisite_enabled=0&initial_db_version=53496&extensions%5Bmysqli%5D=8.3.14&platform_flags%5Bos%5D=Linux&platform_flags%5Bbits%5D=64",
    ],
    { everyMin: 720 },
  ),
  update("updates.jenkins.io", "Jenkins update centre", "Java/21.0.9", [
    "/update-center.json?id=default&version=2.528.2",
  ]),
  update(
    "http://um10.eset.com",
    "antivirus updates: system, hardware id, locale, licence in the agent",
    "EES Update (Windows; U; 64bit; BPC 12.0.2038.0; OS: 10.0.26100 SP 0.0 NT; TDB 61002; CL 1.1.0; x64c; APP ees; BEO 1; ASP 1.10; FW 0.0; PX 1; PUA 1; CPU 81A6; HWF 01009F11-4C1F-00AA-8F21-C7D0E1F2A3B4; PLOC en_GB; PCODE 107.0.0; PAR 0; ATH 76; DC 0; PLID 3AB-XKM-4T7)",
    ["/v12-rel-sta/mod_000_loader_1078/em000_64_l0.dll.nup", "/v12-rel-sta/update.ver"],
    { everyMin: 60 },
  ),
  update("notepad-plus-plus.org", "Notepad++ updates", "WinGup/5.3.1", [
    "/update/getDownloadUrl.php?version=8.86&param=x64",
  ]),
  update("http://update.videolan.org", "VLC updates", "VLC/3.0.21 LibVLC/3.0.21", ["/vlc/status-win-x64"]),
  update(
    "formulae.brew.sh",
    "Homebrew: system and processor in the agent",
    "Homebrew/4.6.20 (Macintosh; arm64 Mac OS X 26.1) curl/8.7.1",
    ["/api/formula.jws.json"],
  ),
  update(
    "api.github.com",
    "a build asks for the latest release with curl",
    "curl/8.5.0",
    ["/repos/cli/cli/releases/latest"],
    { everyMin: 180 },
  ),
  update(
    "http://inventory.corp.example",
    "the company's own logon script (PowerShell) reports host, system, antivirus, user to its own server",
    powershell,
    ["/report?host=WS-0220&user=a.lindqvist&os=10.0.26100&av=Defender&lang=en-GB&tz=GMT&vpn=5.1"],
  ),
  update(
    "http://glpi.corp.example",
    "the company's own inventory agent, by POST to its own server",
    "GLPI-Agent_v1.15",
    ["/front/inventory.php"],
    { method: "POST", body: '{"deviceid":"WS-0220"}', everyMin: 1440 },
  ),
];
