/** The same at the other site. */
import * as agents from "../agents.ts";
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
const wordsOf = (text: string) => text.split(" ");
const phones = Array.from({ length: 18 }, (_, turn) => `10.72.30.${turn + 20}`);

export const zeekCollectors: readonly Subject[] = [
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
