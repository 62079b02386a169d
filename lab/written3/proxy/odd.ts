/** What the clients out of the ordinary ask. */
import * as agents from "./agents.ts";
import { ask, lookUp, often, type Request } from "./web.ts";

const hourly = Array.from(
  { length: 40 },
  (_, turn) => `${Math.floor(turn / 20)} ${String((turn % 20) + 3).padStart(2, "0")}:07:01`,
);
const fiveFold = ["0 08:20:11", "0 13:20:14", "0 21:20:12", "1 08:20:13", "1 13:20:12"];
const pw =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/157.0.7950.61 Safari/537.36";
const bank = "https://ebank.handelskredit.example/login";
const portal = "http://portal.flange-supply.example/orders";

function some(times: readonly string[], client: string, agent: string, urls: readonly string[]): Request[] {
  return often(times, (time) =>
    urls.map((url, turn) => ask(time + turn * 2300, client, agent, url, { bytes: 600 + url.length * 31 })),
  );
}

export const peopleRequests: readonly Request[] = [
  ...some(["0 09:51:02", "0 10:04:40", "1 14:12:09"], "10.70.2.10", agents.curl, [
    "https://httpbin.org/get",
    "https://httpbin.org/headers",
    "https://api.github.com/repos/nodejs/node/releases/latest",
  ]),
  ...some(["0 11:31:10"], "10.70.2.11", agents.chrome, [
    "https://www.google.com/search?q=what+is+my+browser",
    "https://www.whatismybrowser.com/",
    "https://www.whatismyip.com/",
  ]),
  ...some(["1 12:22:10"], "10.70.2.12", agents.firefox, [
    "https://en.wikipedia.org/wiki/Device_fingerprint",
    "https://coveryourtracks.eff.org/",
    "https://amiunique.org/fingerprint",
  ]),
  ...some(["0 06:00:00", "1 06:00:00"], "10.70.2.13", pw, [
    "https://shop.norvik.example/",
    "https://shop.norvik.example/cart",
    "https://shop.norvik.example/checkout",
  ]),
  ...some(["0 06:02:00", "1 06:02:00"], "10.70.2.13", agents.safari.replace("27.1", "27.0"), [
    "https://shop.norvik.example/",
    "https://shop.norvik.example/cart",
  ]),
  ...some(["0 06:04:00", "1 06:04:00"], "10.70.2.13", agents.firefoxLinux.replaceAll("160", "157"), [
    "https://shop.norvik.example/",
    "https://shop.norvik.example/cart",
  ]),
  ...some(hourly, "10.70.2.14", "check_http/v2.4.12 (monitoring-plugins 2.4)", [
    "https://www.norvik.example/health",
    "https://www.ostra-valves.example/",
  ]),
  ...some(fiveFold, "10.70.2.15", "Debian APT-HTTP/1.3 (3.0.3)", [
    "http://deb.debian.org/debian/dists/trixie/InRelease",
    "http://security.debian.org/debian-security/dists/trixie-security/InRelease",
  ]),
  ...some(hourly.slice(0, 14), "10.70.2.16", "ddclient/3.11.2", ["http://checkip.dyndns.com/"]),
  ...some(["0 07:07:05", "1 03:07:05"], "10.70.2.16", "ddclient/3.11.2", [
    "https://members.dyndns.org/nic/update?hostname=norvik-lab.example&myip=203.0.113.40",
  ]),
  ...some(fiveFold, "10.70.2.17", "npm/11.6.2 node/v24.11.0 linux x64 workspaces/false ci/gitlab", [
    "https://registry.npmjs.org/undici",
    "https://registry.npmjs.org/zod/-/zod-4.1.12.tgz",
  ]),
  ...some(
    fiveFold,
    "10.70.2.17",
    'pip/25.3 {"ci":true,"cpu":"x86_64","distro":{"name":"Debian GNU/Linux","version":"13"},"implementation":{"name":"CPython","version":"3.13.5"},"system":{"name":"Linux","release":"6.12.57"}}'.replaceAll(
      '"',
      "'",
    ),
    ["https://pypi.org/simple/requests/"],
  ),
  ...some(fiveFold, "10.70.2.18", "TeamsRooms/5.4.215.0 (Windows 11 IoT; Logitech RoomMate)", [
    "https://rooms.telemetry.meeting-maker.example/v1/quality?device=RM-0214&fw=1.17.251&cam=ok&mic=ok&os=10.0.26100",
  ]),
  ...some(["0 05:10:00", "1 05:10:00"], "10.70.2.19", "HP-WebServices/2.0 (HP LaserJet M507; FW 2508049)", [
    "https://h19005.www1.hp.com/pub/softlib/firmware/check?model=1PV87A&fw=2508049",
  ]),
  ...some(fiveFold, "10.70.2.20", "jamf/11.22 CFNetwork/3860.200.71 Darwin/26.1.0", [
    "https://gdmf.apple.com/v2/pmv",
    "https://mesu.apple.com/assets/macos/com_apple_MobileAsset_MacSoftwareUpdate/com_apple_MobileAsset_MacSoftwareUpdate.xml",
  ]),
  ...some(
    ["0 13:40:02", "1 09:10:55"],
    "10.70.2.21",
    "winget-cli WindowsPackageManager/1.12.350 DesktopAppInstaller/Microsoft.DesktopAppInstaller v1.27.350.0",
    [
      "https://cdn.winget.microsoft.com/cache/source2.msix",
      "https://storeedgefd.dsx.mp.microsoft.com/v9.0/packageManifests/XPFFTQ037JWMHS",
    ],
  ),
  ...some(["0 04:00:01", "1 04:00:01"], "10.70.2.22", agents.pwsh, [
    "https://endpoints.office.com/endpoints/worldwide?clientrequestid=b10c5ed1-bad1-445f-b386-b919946339a7",
  ]),
  ...some(["0 03:15:20", "1 03:15:21"], "10.70.2.23", "Veeam Backup/13.0.0.4967", [
    "https://vac.butler.veeam.com/api/license?edition=EnterprisePlus&build=13.0.0.4967&os=Windows%20Server%202025",
  ]),
  ...some(["0 10:12:44"], "10.80.2.10", "PostmanRuntime/7.49.1", [
    "https://postman-echo.com/get",
    "http://httpbin.org/headers",
  ]),
  ...some(["0 08:55:01", "0 14:20:09", "1 09:01:31"], "10.80.2.11", agents.android, [
    "http://connectivitycheck.gstatic.com/generate_204",
    "http://www.thelocal.de/",
  ]),
  ...some(hourly, "10.80.2.12", "check_wan/1.3 (norvik-monitoring)", ["https://checkip.amazonaws.com/"]),
  ...some(["0 08:01:10", "1 08:04:55"], "10.80.2.13", "OpenVPN Connect/3.8.0", ["https://ifconfig.co/json"]),
  ...some(
    hourly.slice(1, 22),
    "10.80.2.14",
    "Mozilla/5.0 (Linux; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/3.0 TV Safari/537.36",
    [
      "http://signage.norvik.example/playlist.json?screen=hall",
      "http://geo.weather-corner.example/locate?ip=auto",
    ],
  ),
  ...["3.113.0.203", "77.100.51.198", "9.2.0.192"].flatMap((name, turn) =>
    ["0 09:1", "0 15:2", "1 10:3"].map((time) =>
      lookUp(`${time}${turn}:0${turn}`, "10.80.2.15", `${name}.zen.spamhaus.org`),
    ),
  ),
  ...some(fiveFold, "10.80.2.16", "Debian APT-HTTP/1.3 (2.9.8ubuntu1)", [
    "http://archive.ubuntu.com/ubuntu/dists/noble-updates/InRelease",
    "http://security.ubuntu.com/ubuntu/dists/noble-security/InRelease",
  ]),
  ...some(hourly, "10.80.2.17", "osquery/5.19.0", [
    "https://fleet.norvik.example/api/osquery/distributed/read",
  ]),
  ...some(["1 11:03:03"], "10.80.2.18", agents.edge, [
    "https://www.bing.com/search?q=my+ip",
    "https://whatismyipaddress.com/",
  ]),
  ...some(["0 16:31:20"], "10.80.2.19", agents.firefox, [
    "https://www.speedtest.net/",
    "http://speed-fra.line-measure.example/upload?size=25000000",
  ]),
  ...[
    "4z9qtjoqmlkqd3mmvgjm1ug5jj",
    "7hb4nstz63mmwpiiekh1apczvt",
    "qk77sdaj1u8z5r4nzpq3l2bgew",
    "b3m9eu5tg6cjf1yn8pp7xh0kvd",
  ].flatMap((name, turn) =>
    ["0 08:4", "0 13:1", "1 09:5"].map((time) =>
      lookUp(
        `${time}${turn}:2${turn}`,
        `10.80.1.${turn + 21}`,
        `a-0.19-a3000081.d040081.1644.1e3f.3ea3.210.0.${name}.avqs.mcafee.com`,
      ),
    ),
  ),
  ...some(["0 08:03:11", "1 08:09:20"], "10.80.1.23", agents.firefox, [
    "http://detectportal.firefox.com/success.txt?ipv4",
  ]),
  ...some(["0 08:13:11", "1 08:19:20"], "10.80.1.25", agents.firefox, [
    "http://detectportal.firefox.com/success.txt?ipv4",
  ]),
  ...["0 09:00:20", "1 13:30:51"].flatMap((time) => [
    ask(time, "10.70.1.9", agents.edge, bank, { bytes: 31_200 }),
    ask(
      time,
      "10.70.1.9",
      agents.edge,
      "https://device-trust.example/dfp?sid=81f0&ua=Edge%20158&pf=Win32&sr=1920x1080&fonts=61&canvas=9c01bb&webgl=Intel&plugins=5&tz=-60&bat=0.83&rtc=10.70.1.9&rat=0",
      { method: "POST", referer: bank },
    ),
  ]),
  ...["10.70.1.15", "10.70.1.16", "10.70.1.47"].flatMap((client, turn) =>
    [`0 09:1${turn}:40`, `1 09:1${turn}:41`].map((time) =>
      ask(
        time,
        client,
        "AssetViewAgent/6.4 (Windows 10.0.26100)",
        `https://assetview-cloud.example/agent/v6/inventory?tenant=trial&host=NVK-LT-04${turn}5&sections=hardware,software,patches,antivirus`,
        { method: "POST", status: 202 },
      ),
    ),
  ),
  ...some(["0 23:41:07", "1 01:12:30"], "10.70.1.48", agents.curl, [
    "https://ifconfig.me/",
    "https://ipinfo.io/json",
    "http://ip-api.com/json",
  ]),
  ...["10.80.1.2", "10.80.1.12", "10.80.1.22"].flatMap((client, turn) => [
    ask(`0 1${turn}:22:10`, client, agents.chrome, portal, { bytes: 18_220 }),
    ask(
      `0 1${turn}:22:12`,
      client,
      agents.chrome,
      "http://experience-metrics.example/e?k=click&c=88a1f0&cv=71b20c9d&fn=Segoe%20UI,Calibri,Bahnschrift&sr=1920x1080&ua=Chrome/158",
      { referer: portal },
    ),
  ]),
];
