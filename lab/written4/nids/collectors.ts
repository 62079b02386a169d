/** Who asks clients about themselves, looks for configuration from outside, or tells it to somebody outside. */
import * as agents from "../agents.ts";
import { every } from "../times.ts";
import {
  alert,
  collector,
  desks,
  type Event,
  flow,
  hello,
  hellos,
  outside,
  question,
  type Sensor,
  type Subject,
  scattered,
  servers,
  sweep,
  web,
  when,
} from "./event.ts";

const smb = [[445, "smb"]] as const;
const rdp = [[3389, "rdp"]] as const;
const winrm = [
  [5985, "http"],
  [5986, "tls"],
] as const;

function asks(
  sensor: Sensor,
  from: string,
  gapSeconds: number,
  source: string,
  agent: string,
  paths: readonly string[],
  status = 404,
): Event[] {
  return paths.map((path, turn) =>
    web(
      when(from) + turn * gapSeconds * 1000,
      source,
      servers[sensor].web,
      `http://www.talvera.example${path}`,
      agent,
      { status: path === "/" ? 200 : status, length: path === "/" ? 28_411 : 5312 },
    ),
  );
}

const outsideHost = (time: number, client: string, url: string, agent: string, more = {}) =>
  web(time, client, outside(new URL(url).hostname), url, agent, more);
const hex = (text: string) => Buffer.from(text).toString("hex");
const wordsOf = (text: string) => text.split(" ");
const benches = scattered(desks.eve, 24, 7);
const phones = Array.from({ length: 18 }, (_, turn) => `10.72.30.${turn + 20}`);
const screens = Array.from({ length: 15 }, (_, turn) => `10.71.40.${turn + 10}`);
const macs = Array.from({ length: 12 }, (_, turn) => `10.71.12.${turn + 20}`);

export const collectors: readonly Subject[] = [
  collector(
    "eve",
    "10.71.10.61",
    "client-hosts",
    "a desk asks 25 others by RPC and by WMI's second port within a quarter of an hour",
    sweep(
      "0 10:12:00",
      33,
      "10.71.10.61",
      scattered(desks.eve, 25, 3),
      [
        [135, "dcerpc"],
        [49667, "dcerpc"],
      ],
      { some: true },
    ),
  ),
  collector(
    "eve",
    "10.71.50.23",
    "client-hosts",
    "a machine in the guests' network asks 30 desks for RDP",
    sweep("1 15:40:00", 9, "10.71.50.23", scattered(desks.eve, 30, 11), rdp, { some: true }),
  ),
  collector(
    "eve",
    "10.71.10.63",
    "client-hosts",
    "a desk pings sixty neighbours, then asks each for four ports of remote control",
    [
      ...sweep("1 11:00:00", 0.5, "10.71.10.63", desks.eve.slice(0, 60), [[0, "icmp"]], {
        transport: "icmp",
      }),
      ...sweep(
        "1 11:02:00",
        2,
        "10.71.10.63",
        desks.eve.slice(0, 60),
        [
          [445, "smb"],
          [3389, "rdp"],
          [5900, "rfb"],
          [22, "ssh"],
        ],
        { some: true },
      ),
      alert(
        "1 11:02:40",
        "10.71.10.63",
        "10.71.10.110",
        5900,
        2002911,
        "ET SCAN Potential VNC Scan 5900-5920",
        "Attempted Information Leak",
        2,
      ),
    ],
  ),
  collector(
    "eve",
    "10.71.10.64",
    "client-hosts",
    "WinRM of fourteen desks, one every three hours, in no order",
    scattered(desks.eve, 14, 13).flatMap((target, turn) =>
      sweep(when("0 01:20:00") + turn * 11_400_000, 1, "10.71.10.64", [target], winrm, { some: true }),
    ),
  ),
  collector(
    "eve",
    "10.71.10.66",
    "client-hosts",
    "SNMP with a usual word to eighteen desks: description and programs",
    [
      ...sweep("0 16:20:00", 12, "10.71.10.66", scattered(desks.eve, 18, 5), [[161, "snmp"]], {
        transport: "udp",
        up: 140,
        down: 900,
        some: true,
      }),
      alert(
        "0 16:20:24",
        "10.71.10.66",
        "10.71.10.104",
        161,
        2101411,
        "GPL SNMP public access udp",
        "Attempted Information Leak",
        2,
      ),
    ],
  ),
  collector(
    "eve",
    "10.71.10.67",
    "client-hosts",
    "one machine asks a dozen Macs for Apple's remote desktop, for screens and for shells",
    sweep(
      "1 09:50:00",
      20,
      "10.71.10.67",
      macs,
      [
        [3283, ""],
        [5900, "rfb"],
        [22, "ssh"],
      ],
      { some: true },
    ),
  ),
  collector(
    "eve",
    "10.71.10.68",
    "client-configuration",
    "a desk takes the settings of two dozen others out of the page for diagnosis of the laboratory's program",
    benches.map((target, turn) =>
      web(
        when("0 18:31:00") + turn * 7000,
        "10.71.10.68",
        target,
        `http://${target}:8971/diag/config?full=1`,
        agents.curl,
        { length: 18_220 },
      ),
    ),
  ),
  collector(
    "eve",
    "10.71.10.69",
    "client-configuration",
    "a desk asks fifteen screens and sticks what they are, by their page for that",
    screens.map((target, turn) =>
      web(
        when("1 13:13:00") + turn * 3000,
        "10.71.10.69",
        target,
        `http://${target}:8008/setup/eureka_info?options=detail&params=version,device_info,net,wifi`,
        agents.requests,
        { length: 2400 },
      ),
    ),
  ),
  collector(
    "eve",
    "203.0.113.131",
    "web-scan",
    "from outside: nuclei under its own agent at the web server, and an alert on it",
    [
      ...asks(
        "eve",
        "0 03:20:00",
        0.3,
        "203.0.113.131",
        "Mozilla/5.0 (Windows NT 10.0) Nuclei - Open-source project (github.com/projectdiscovery/nuclei)",
        wordsOf(
          "/.env /.git/config /server-status /actuator/env /phpinfo.php /config.json /web.config /swagger.json /jolokia/version /.aws/credentials /telescope/requests /info.php /.DS_Store /debug/vars /metrics /nginx_status /status /trace.axd /elmah.axd /.svn/entries",
        ),
      ),
      alert(
        "0 03:20:02",
        "203.0.113.131",
        servers.eve.web,
        80,
        2029054,
        "ET SCAN Nuclei User-Agent Observed",
        "Attempted Information Leak",
        2,
      ),
    ],
  ),
  collector(
    "eve",
    "198.51.100.141",
    "web-scan",
    "from outside: nmap's scripts at the web server, with alerts",
    [
      ...asks(
        "eve",
        "0 21:02:00",
        0.5,
        "198.51.100.141",
        "Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)",
        wordsOf(
          "/ /nmaplowercheck1764104520 /HNAP1 /evox/about /sdk /.git/HEAD /robots.txt /server-status /phpinfo.php /manager/html",
        ),
      ),
      alert(
        "0 21:02:01",
        "198.51.100.141",
        servers.eve.web,
        80,
        2009358,
        "ET SCAN Nmap Scripting Engine User-Agent Detected (Nmap Scripting Engine)",
        "Web Application Attack",
        1,
      ),
    ],
  ),
  collector(
    "eve",
    "192.0.2.151",
    "web-scan",
    "from outside: a script looks for portals of VPN and their versions",
    asks(
      "eve",
      "1 04:40:00",
      2,
      "192.0.2.151",
      agents.requests,
      wordsOf(
        "/global-protect/prelogin.esp /remote/fgt_lang?lang=en /+CSCOE+/logon.html /dana-na/auth/url_default/welcome.cgi /vpn/index.html /sslvpn/Login /remote/login /cgi/login",
      ),
    ),
  ),
  collector(
    "eve",
    "stat-node9.example",
    "outbound-beacon",
    "an implant tells host, user, build, protection and memory in its address, every twenty minutes",
    every(20, "0 12:00:00")
      .slice(0, 80)
      .flatMap((timeMs) => [
        question(timeMs - 40, "10.71.10.133", servers.eve.names, "stat-node9.example"),
        outsideHost(
          timeMs,
          "10.71.10.133",
          "http://stat-node9.example/s.php?h=TAL-GDN-0133&u=izajac&os=10.0.26100&av=Windows+Defender&ram=16&cpu=8&lang=pl-PL&adm=0",
          "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36",
          { length: 4 },
        ),
      ]),
  ),
  collector(
    "eve",
    "kbfvzoboss.example",
    "outbound-beacon",
    "LokiBot's well-known agent sends what it found to its panel, with the rule's alert",
    ["1 08:40:10", "1 08:50:11", "1 09:00:12"].flatMap((time) => [
      outsideHost(
        when(time),
        "10.71.10.147",
        "http://kbfvzoboss.example/alien/fre.php",
        "Mozilla/4.08 (Charon; Inferno)",
        { method: "POST", status: 404, sent: 512, length: 23 },
      ),
      alert(
        time,
        "10.71.10.147",
        outside("kbfvzoboss.example"),
        80,
        2021641,
        "ET MALWARE LokiBot User-Agent (Charon/Inferno)",
        "A Network Trojan was detected",
        1,
      ),
    ]),
  ),
  collector(
    "eve",
    "q7-sync.example",
    "outbound-names",
    "names looked up that hold host, build, protection and user in digits",
    every(15, "0 20:00:00")
      .slice(0, 48)
      .map((timeMs, turn) =>
        question(
          timeMs,
          "10.71.10.158",
          servers.eve.names,
          `${hex(["TAL-GDN-0158", "26100.4652", "WinDefend", "mzielinska", "TALVERA", "x64;16GB"][turn % 6] ?? "")}.${turn}.i.q7-sync.example`,
          "TXT",
          "ok",
        ),
      ),
  ),
  collector(
    "eve",
    "fp-lite.hotel-widgets.example",
    "outbound-page",
    "a page in the clear posts screen, plug-ins, fonts, graphics and clock of three visitors",
    ["0 11:12:10", "0 12:40:31", "1 17:20:05"].map((time, turn) =>
      outsideHost(
        when(time),
        `10.71.10.${171 + turn}`,
        "http://fp-lite.hotel-widgets.example/c?scr=1920x1080x24&tz=-60&lang=pl-PL&plug=PDF%20Viewer,Chrome%20PDF%20Viewer&fonts=Calibri,Segoe%20UI,Aptos&gl=Intel%20Iris%20Xe&cv=7fa01c&au=124.04&hc=8&mem=8",
        agents.chrome,
        { method: "POST", length: 2, referer: "http://hotel-baltyk.example/" },
      ),
    ),
  ),
  collector(
    "eve",
    "10.71.10.183",
    "self-lookup",
    "a Go program asks four services for the own address and its network, each half hour, with alerts",
    every(30, "0 13:00:00")
      .slice(0, 40)
      .flatMap((timeMs) => [
        ...["api.ipify.org", "ipinfo.io", "ifconfig.me"].map((name, turn) =>
          hello(timeMs + turn * 900, "10.71.10.183", outside(name), name, hellos.go),
        ),
        outsideHost(
          timeMs + 4000,
          "10.71.10.183",
          "http://ip-api.com/json/?fields=status,country,isp,as,hosting",
          agents.go,
          { length: 140 },
        ),
        alert(
          timeMs + 4000,
          "10.71.10.183",
          outside("ip-api.com"),
          80,
          2022082,
          "ET INFO External IP Lookup ip-api.com",
          "Device Retrieving External IP Address Detected",
          2,
        ),
      ]),
  ),
  collector(
    "zeek",
    "10.72.10.40",
    "client-configuration",
    "a desk takes state and settings of eighteen desk telephones by their pages",
    phones.flatMap((target, turn) => [
      web(
        when("0 17:05:00") + turn * 6000,
        "10.72.10.40",
        target,
        `http://${target}/servlet?m=mod_data&p=status-status&q=load`,
        agents.requests,
        { length: 9120 },
      ),
      web(
        when("0 17:05:02") + turn * 6000,
        "10.72.10.40",
        target,
        `http://${target}/config/export?type=cfg`,
        agents.requests,
        { status: 401, length: 180 },
      ),
    ]),
  ),
  collector(
    "zeek",
    "10.72.10.41",
    "client-hosts",
    "a desk asks fifty others by SMB in two minutes",
    sweep("1 20:10:00", 2.2, "10.72.10.41", scattered(desks.zeek, 50, 7), smb, { some: true }),
  ),
  collector(
    "zeek",
    "10.72.200.12",
    "client-hosts",
    "from the VPN's range: RDP of sixteen desks over two days",
    scattered(desks.zeek, 16, 11).flatMap((target, turn) =>
      sweep(when("0 02:00:00") + turn * 9_700_000, 1, "10.72.200.12", [target], rdp, { some: true }),
    ),
  ),
  collector(
    "zeek",
    "203.0.113.152",
    "web-scan",
    "from outside: Zeek's notice of a scan, then version files and settings at the web server",
    [
      alert(
        "0 06:00:40",
        "203.0.113.152",
        servers.zeek.web,
        0,
        0,
        "Scan::Port_Scan",
        "203.0.113.152 scanned at least 15 unique ports of host 10.72.0.80 in 0m11s",
      ),
      ...asks(
        "zeek",
        "0 06:01:00",
        1,
        "203.0.113.152",
        "Mozilla/5.0 zgrab/0.x",
        wordsOf(
          "/ /.env /.git/config /server-status /config.json /CHANGELOG.txt /api/swagger.json /actuator/env /phpinfo.php /version",
        ),
      ),
    ],
  ),
  collector(
    "zeek",
    "relay-mx4.example",
    "outbound-beacon",
    "PowerShell posts what it found on a desk at each sign-in: system, patches, protection",
    ["0 12:04:00", "1 12:07:10"].flatMap((time) => [
      question(time, "10.72.10.118", servers.zeek.names, "relay-mx4.example"),
      outsideHost(
        when(time) + 200,
        "10.72.10.118",
        "http://relay-mx4.example/api/v1/inv?pc=TAL-VAP-0118&os=Windows%2011%2026100&kb=5068861&av=ESET&dom=TALVERA&user=hsoto",
        "Mozilla/5.0 (Windows NT; Windows NT 10.0; es-CL) WindowsPowerShell/5.1.26100.4652",
        { method: "POST", sent: 6100, length: 8 },
      ),
    ]),
  ),
  collector(
    "zeek",
    "10.72.10.44",
    "client-hosts",
    "a desk looks for agents of remote control on twenty others: AnyDesk, VNC, RDP, TeamViewer",
    [
      ...sweep(
        "1 12:30:00",
        5,
        "10.72.10.44",
        scattered(desks.zeek, 20, 3),
        [
          [7070, ""],
          [5900, "rfb"],
          [3389, "rdp"],
          [5938, ""],
        ],
        { some: true },
      ),
      alert(
        "1 12:31:30",
        "10.72.10.44",
        "",
        5938,
        0,
        "Scan::Address_Scan",
        "10.72.10.44 scanned at least 20 unique hosts on port 5938/tcp in 1m30s",
      ),
    ],
  ),
  collector(
    "zeek",
    "pixel-agro.example",
    "outbound-page",
    "a page in the clear asks browser, screen, graphics and extensions of its readers by a picture",
    ["0 15:00:10", "0 15:31:00", "1 14:02:41"].map((time, turn) =>
      outsideHost(
        when(time),
        `10.72.10.${121 + turn}`,
        `http://pixel-agro.example/p.gif?d=${encodeURIComponent(Buffer.from(JSON.stringify({ ua: "Chrome/158", pf: "Win32", sr: "1536x864", gl: "ANGLE Intel", hc: 8, tz: "America/Santiago", ext: ["adblock", "bitwarden"], ft: 61 })).toString("base64"))}`,
        agents.edge,
        { length: 43, referer: "http://agro-noticias.example/" },
      ),
    ),
  ),
  ...["198.51.100.160", "192.0.2.161", "203.0.113.162"].map((address, turn) =>
    collector(
      "zeek",
      address,
      "web-campaign",
      `one of three addresses that share out a list of settings under one old agent, part ${turn + 1}`,
      asks(
        "zeek",
        `${turn % 2} 0${turn + 2}:11:00`,
        3,
        address,
        "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.110 Safari/537.36",
        [
          wordsOf("/.env /config.php.bak /.git/HEAD /server-status /.aws/credentials"),
          wordsOf("/.env.prod /settings.json /.svn/entries /phpinfo.php /application.yml"),
          wordsOf("/app/.env /web.config /.hg/hgrc /info.php /docker-compose.yml"),
        ][turn] ?? [],
      ),
    ),
  ),
  collector(
    "zeek",
    "10.72.10.47",
    "self-lookup",
    "a program of Python asks three services for the own address and then for a list of orders",
    ["0 13:40:00", "0 19:40:00", "1 13:40:02", "1 19:41:00"].flatMap((time) => [
      ...["api.ipify.org", "ipwho.is", "geolocation-db.com"].map((name, turn) =>
        hello(when(time) + turn * 800, "10.72.10.47", outside(name), name, hellos.python),
      ),
      hello(
        when(time) + 5000,
        "10.72.10.47",
        outside("paste-board.example"),
        "paste-board.example",
        hellos.python,
      ),
    ]),
  ),
  collector(
    "eve",
    "10.71.10.72",
    "client-hosts",
    "a desk asks twenty-two others for their NetBIOS names and then for SMB",
    sweep(
      "0 09:30:00",
      4,
      "10.71.10.72",
      scattered(desks.eve, 22, 17),
      [
        [137, ""],
        [445, "smb"],
      ],
      { transport: "udp", up: 78, down: 230 },
    ).map((one) =>
      one.port === 445 ? flow(one.timeMs, one.source, one.target, 445, { protocol: "smb" }) : one,
    ),
  ),
];
