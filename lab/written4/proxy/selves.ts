/** Clients out of the ordinary that gather nothing, and things on which reasonable analysts differ. */
import * as agents from "../agents.ts";
import { every } from "../times.ts";
import { ask, benign, open, query, type Request, type Site, type Subject } from "./web.ts";

const json = "application/json";

function some(
  client: string,
  agent: string,
  times: readonly number[],
  urls: readonly string[],
  gapMs = 2100,
): Request[] {
  return times.flatMap((timeMs) =>
    urls.map((url, turn) =>
      ask(timeMs + turn * gapMs, client, agent, url, {
        received: 300 + url.length * 17,
        type: url.includes("json") || url.includes("api") ? json : "text/html",
      }),
    ),
  );
}
const once = (hour: number, minute: number, day = 25) => [Date.UTC(2026, 10, day, hour, minute, 12)];
const self = (
  site: Site,
  client: string,
  agent: string,
  behaviour: string,
  times: readonly number[],
  urls: readonly string[],
): Subject => benign(site, client, "proxy-self", behaviour, some(client, agent, times, urls));

const fraud = (timeMs: number, client: string) =>
  ask(
    timeMs,
    client,
    agents.chrome,
    `https://ticket-trust.example/d?${query({ s: "c81f", ua: "Chrome 158", sr: "1920x1080", cv: "8810ffab", gl: "Intel Iris Xe", fonts: 58, tz: -300, pl: 5 })}`,
    { method: "POST", received: 44, referer: "https://tickets.hockey-mtl.example/", type: json },
  );

export const selves: readonly Subject[] = [
  self(
    "lab",
    "172.20.4.11",
    agents.edge,
    "a person looks up the own browser for the help desk, once, in the browser",
    once(14, 5),
    [
      "https://www.bing.com/search?q=quelle+version+de+navigateur",
      "https://www.whatismybrowser.com/",
      "https://www.whatismybrowser.com/detect/what-version-of-chrome-do-i-have",
    ],
  ),
  self(
    "lab",
    "172.20.9.6",
    agents.curl,
    "a builder asks once a run by which address it goes out, for a list of the allowed",
    [...once(2, 10), ...once(2, 10, 26)],
    ["https://checkip.amazonaws.com/"],
  ),
  self(
    "lab",
    "172.20.9.7",
    "npm/11.6.4 node/v24.11.1 linux x64 workspaces/false ci/gitlab",
    "a builder fetches packages",
    every(300, "0 06:20:00"),
    [
      "https://registry.npmjs.org/react",
      "https://registry.npmjs.org/vite/-/vite-8.0.2.tgz",
      "https://registry.npmjs.org/-/npm/v1/security/advisories/bulk",
    ],
  ),
  self(
    "lab",
    "172.20.9.8",
    "pip/25.3 {'ci':null,'cpu':'x86_64','distro':{'name':'Ubuntu','version':'24.04'},'implementation':{'name':'CPython','version':'3.12.3'},'system':{'name':'Linux','release':'6.8.0-88-generic'}}",
    "a man of statistics installs packages; pip tells its system in its name as always",
    once(10, 40),
    [
      "https://pypi.org/simple/pandas/",
      "https://files.pythonhosted.org/packages/aa/pandas-2.3.3-cp312-manylinux.whl",
      "https://pypi.org/simple/lifelines/",
    ],
  ),
  self(
    "lab",
    "172.20.9.9",
    "R/4.5.2 R (4.5.2 x86_64-w64-mingw32 x86_64 mingw32)",
    "R installs packages and tells its system in its name",
    once(13, 1),
    [
      "https://cran.rstudio.com/src/contrib/PACKAGES.rds",
      "https://cran.rstudio.com/bin/windows/contrib/4.5/lme4_1.1-38.zip",
    ],
  ),
  self(
    "lab",
    "172.20.1.5",
    "Uptime-Kuma/2.0.2",
    "the monitoring asks whether partners are up and by which line it goes out",
    every(20),
    ["https://www.talvera.example/", "https://api.vetware.example/health", "https://icanhazip.com/"],
  ),
  self(
    "lab",
    "172.20.1.9",
    "inadyn/2.12.0 https://github.com/troglobit/inadyn/issues",
    "the router of the branch keeps its name",
    every(60),
    ["http://checkip.dns.he.net/"],
  ),
  self(
    "lab",
    "172.20.6.20",
    "Roku/DVP-15.0 (15.0.4.4412)",
    "a screen in the waiting room fetches pictures and asks where it is, for the weather",
    every(120),
    [
      "http://signage.talvera.example/playlist.json?screen=mtl-1",
      "https://geo.weather-signage.example/json?ip=auto",
    ],
  ),
  self(
    "lab",
    "172.20.6.21",
    "HPLJ-WS/4.1 (HP Color LaserJet M480f; fw 2509211)",
    "a printer asks for firmware with its model",
    every(720, "0 05:00:00"),
    ["https://h19005.hp-printing.example/firmware/check?model=3QA55A&fw=2509211&lang=fr"],
  ),
  self(
    "lab",
    "172.20.6.22",
    "VA3000-edge/2.2 (libcurl/8.9)",
    "the box beside a blood analyser asks for the time and whether the net is there",
    every(90),
    ["http://connectivity.analyser-maker.example/generate_204"],
  ),
  self(
    "lab",
    "172.20.4.15",
    agents.firefox,
    "a person reads on prints of browsers and tries two tests",
    once(12, 31, 26),
    [
      "https://fr.wikipedia.org/wiki/Empreinte_digitale_d%27appareil",
      "https://amiunique.org/fingerprint",
      "https://coveryourtracks.eff.org/",
    ],
  ),
  self("lab", "172.20.4.17", agents.chrome, "a person measures the line", once(11, 47), [
    "https://www.speedtest.net/",
    "https://www.speedtest.net/api/js/servers?engine=js",
    "https://speed.cloudflare.com/",
  ]),
  self(
    "cloud",
    "10.60.9.11",
    "OpenVPN Connect/3.8.1",
    "a VPN program asks after each dial by which address it goes out",
    every(240, "0 06:55:00"),
    ["https://ifconfig.co/json"],
  ),
  self(
    "cloud",
    "10.60.8.12",
    agents.pwsh,
    "an administrator's script fetches the addresses of Microsoft's services and the list of known holes",
    [...once(5, 0), ...once(5, 0, 26)],
    [
      "https://endpoints.office.com/endpoints/worldwide?clientrequestid=77a0c5ed",
      "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json",
    ],
  ),
  self(
    "cloud",
    "10.60.8.13",
    "PostmanRuntime/7.50.0",
    "a developer tries an interface against a public echo",
    once(15, 22),
    ["https://postman-echo.com/get?test=1", "https://httpbin.org/headers", "https://httpbin.org/user-agent"],
  ),
  self(
    "cloud",
    "10.60.8.16",
    "Terraform/1.14.0 (+https://www.terraform.io) terraform-provider-aws/6.22.0",
    "an administrator's plan asks by which address it goes out, to open one door",
    [...once(9, 12), ...once(16, 40, 26)],
    ["https://ipv4.icanhazip.com/", "https://registry.terraform.io/.well-known/terraform.json"],
  ),
  self(
    "cloud",
    "10.60.9.17",
    agents.iphone,
    "a guest's telephone looks whether it is behind a gate",
    [...once(8, 2), ...once(8, 3, 26)],
    ["http://captive.apple.com/hotspot-detect.html", "https://www.la-meteo.example/"],
  ),
  self(
    "cloud",
    "10.60.9.18",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/157.0.7778.12 Safari/537.36",
    "tests of the own portal by a browser without a head",
    [...once(3, 0), ...once(3, 0, 26)],
    [
      "https://portal.talvera.example/",
      "https://portal.talvera.example/login",
      "https://portal.talvera.example/results",
    ],
  ),
  self(
    "cloud",
    "10.60.8.20",
    "winget-cli WindowsPackageManager/1.12.420 DesktopAppInstaller/Microsoft.DesktopAppInstaller v1.27.420.0",
    "an administrator packages programs",
    once(13, 9, 26),
    ["https://cdn.winget.microsoft.com/cache/source2.msix", "https://aka.ms/vs/17/release/vc_redist.x64.exe"],
  ),
  self("cloud", "10.60.8.23", "git/2.51.0", "a developer pulls", every(200, "0 07:20:00"), [
    "https://github.com/talvera-vet/lims.git/info/refs?service=git-upload-pack",
  ]),
];

/** Five analysers, each behind a box of its own. */
export const analysers = benign(
  "lab",
  "smartservice.analyser-maker.example",
  "proxy-service",
  "blood analysers tell their maker firmware, counts of tests and reagents",
  every(45).flatMap((timeMs, round) =>
    [1, 2, 3, 4, 5].map((turn) =>
      ask(
        timeMs + turn * 61_000,
        `172.20.6.${30 + turn}`,
        "SmartService/7.4 (VetAnalyzer 3000; fw 4.21)",
        `https://smartservice.analyser-maker.example/telemetry?sn=VA3100${turn}&fw=4.21&tests=${(round * 7 + turn) % 60}&qc=pass`,
        { method: "POST", type: json },
      ),
    ),
  ),
);

export const openSubjects: readonly Subject[] = [
  open(
    "lab",
    "ticket-trust.example",
    "proxy-page",
    "a guard against fraud that nobody knows takes a full print of the browser on a page for tickets",
    "such guards exist by the dozen; whether this is one cannot be seen from here",
    [
      fraud(Date.UTC(2026, 10, 25, 17, 31, 2), "172.20.4.24"),
      fraud(Date.UTC(2026, 10, 26, 17, 2, 51), "172.20.4.45"),
    ],
  ),
  open(
    "cloud",
    "collector.work-insight.example",
    "proxy-tool",
    "a program that watches how people work tells programs and titles of windows, on one notebook",
    "whether the organisation put it there",
    every(60, "0 08:00:00")
      .slice(0, 20)
      .map((timeMs) =>
        ask(
          timeMs,
          "10.60.8.38",
          "WorkInsightAgent/8.2 (Windows 11; TAL-NB-1138)",
          "https://collector.work-insight.example/v3/upload?agent=TAL-NB-1138&apps=31&os=10.0.26100",
          { method: "POST", sent: 18_200, received: 12, type: json },
        ),
      ),
  ),
  open(
    "lab",
    "gw-41.remote-care.example",
    "proxy-tool",
    "NetSupport's client on one PC calls a gateway and asks where it stands",
    "a product of help desks and a favourite of thieves; whether anybody here uses it",
    every(30, "0 14:10:00")
      .slice(0, 24)
      .map((timeMs) =>
        ask(timeMs, "172.20.4.55", "NetSupport Manager/1.3", "http://gw-41.remote-care.example/fakeurl.htm", {
          method: "POST",
          sent: 310,
          received: 90,
          type: "application/x-www-form-urlencoded",
        }),
      ),
  ),
  open(
    "cloud",
    "10.60.8.37",
    "proxy-self",
    "curl on a notebook asks two services for the own address late in the evening, once",
    "whether its owner did so",
    some("10.60.8.37", agents.curl, once(22, 50), ["https://ifconfig.me/", "https://ipinfo.io/"]),
  ),
];
