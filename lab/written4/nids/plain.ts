/** Servers, devices, programs and visitors that gather nothing; and open questions. */
import * as agents from "../agents.ts";
import { every } from "../times.ts";
import {
  alert,
  benign,
  desks,
  type Event,
  flow,
  hello,
  hellos,
  open,
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

const night = ["0 01:00:00", "1 01:00:00"];
const asked = (
  source: readonly string[],
  target: string,
  ports: readonly (readonly [number, string])[],
  times: readonly number[],
): Event[] =>
  times.flatMap((timeMs, round) =>
    source.flatMap((from, turn) =>
      ports.map(([port, protocol]) =>
        flow(timeMs + turn * 7100 + round * 13, from, target, port, { protocol }),
      ),
    ),
  );
const outbound = (
  sensor: Sensor,
  name: string,
  behaviour: string,
  url: string,
  agent: string,
  more: Parameters<typeof web>[5] = {},
): Subject =>
  benign(
    sensor,
    name,
    "outbound-service",
    behaviour,
    desks[sensor].slice(0, 34).flatMap((client, turn) =>
      [0, 1].flatMap((day) => {
        const timeMs = when(`${day} 07:10:00`) + ((turn * 977 + day * 331) % 34_000) * 1000;
        return [
          question(timeMs - 30, client, servers[sensor].names, name),
          web(timeMs, client, outside(name), url, agent, more),
        ];
      }),
    ),
  );
const outboundTls = (sensor: Sensor, name: string, behaviour: string, ja4: string): Subject =>
  benign(
    sensor,
    name,
    "outbound-service",
    behaviour,
    desks[sensor]
      .slice(4, 40)
      .flatMap((client, turn) =>
        [0, 1].map((day) =>
          hello(
            when(`${day} 07:20:00`) + ((turn * 1277 + day * 551) % 33_000) * 1000,
            client,
            outside(name),
            name,
            ja4,
          ),
        ),
      ),
  );
const visits = (
  sensor: Sensor,
  address: string,
  behaviour: string,
  agent: string,
  times: readonly number[],
  paths: readonly string[],
  method = "GET",
): Subject =>
  benign(
    sensor,
    address,
    "web-visit",
    behaviour,
    times.flatMap((timeMs, round) =>
      paths.map((path, turn) =>
        web(
          timeMs + turn * 3300 + round * 17,
          address,
          servers[sensor].web,
          `http://www.talvera.example${path}`,
          agent,
          {
            method,
            status: path.includes("old") || path.includes("gone") ? 404 : 200,
            length: path.includes("old") ? 5312 : 18_230,
          },
        ),
      ),
    ),
  );
const alerts = (
  address: string,
  behaviour: string,
  list: readonly (readonly [time: string, target: string, port: number, rule: number, text: string])[],
): Subject =>
  benign(
    "eve",
    address,
    "nids-alert",
    behaviour,
    list.map(([time, target, port, rule, text]) => alert(time, address, target, port, rule, text)),
  );

export const internal: readonly Subject[] = [
  benign(
    "eve",
    servers.eve.names,
    "client-hosts",
    "the domain controller and name server: asked by all",
    asked(
      desks.eve.slice(0, 40),
      servers.eve.names,
      [
        [88, "krb5"],
        [389, "ldap"],
        [53, "dns"],
      ],
      [when("0 07:00:00"), when("1 07:00:00")],
    ),
  ),
  benign(
    "eve",
    servers.eve.files,
    "client-hosts",
    "the file server: asked by all",
    asked(
      desks.eve.slice(10, 60),
      servers.eve.files,
      [[445, "smb"]],
      [when("0 08:00:00"), when("1 08:00:00")],
    ),
  ),
  benign(
    "eve",
    "10.71.0.30",
    "client-hosts",
    "the management of clients installs its program on twenty desks and is asked by all",
    [
      ...sweep("0 12:00:00", 40, "10.71.0.30", desks.eve.slice(0, 20), [
        [445, "smb"],
        [135, "dcerpc"],
      ]),
      ...asked(
        desks.eve.slice(20, 70),
        "10.71.0.30",
        [
          [443, "tls"],
          [8530, "http"],
        ],
        [when("1 06:30:00")],
      ),
    ],
  ),
  benign(
    "eve",
    "10.71.0.50",
    "client-hosts",
    "the backup reads eighteen desks by its own port each night",
    night.flatMap((time) =>
      sweep(time, 300, "10.71.0.50", desks.eve.slice(5, 23), [[10_006, ""]], {
        up: 60_000,
        down: 48_000_000,
        seconds: 180,
      }),
    ),
  ),
  benign(
    "eve",
    "10.71.0.60",
    "client-hosts",
    "the monitoring asks switches, printers and servers by SNMP and ping",
    every(30).flatMap((timeMs) =>
      sweep(
        timeMs,
        1,
        "10.71.0.60",
        ["10.71.0.1", "10.71.0.2", "10.71.20.5", "10.71.20.6", "10.71.0.10", "10.71.0.20"],
        [[161, "snmp"]],
        { transport: "udp", up: 120, down: 400 },
      ),
    ),
  ),
  benign(
    "eve",
    "10.71.0.81",
    "client-hosts",
    "the help desk: one long RDP session after the other on nine desks in two days",
    scattered(desks.eve, 9, 19).map((target, turn) =>
      flow(when("0 08:30:00") + turn * 14_000_000, "10.71.0.81", target, 3389, {
        protocol: "rdp",
        up: 900_000,
        down: 22_000_000,
        seconds: 1500,
      }),
    ),
  ),
  benign(
    "eve",
    "10.71.0.90",
    "client-configuration",
    "the laboratory's own server asks its program on two dozen benches whether it is well, every ten minutes",
    every(10, "0 06:00:00")
      .slice(0, 60)
      .flatMap((timeMs) =>
        scattered(desks.eve, 24, 7)
          .slice(0, 12)
          .map((target, turn) =>
            web(
              timeMs + turn * 400,
              "10.71.0.90",
              target,
              `http://${target}:8971/diag/health`,
              "LimsServer/11.4",
              { length: 91 },
            ),
          ),
      ),
  ),
  benign(
    "eve",
    "10.71.20.8",
    "client-hosts",
    "a copier puts scans into folders of ten desks",
    scattered(desks.eve, 10, 23).map((target, turn) =>
      flow(when("0 08:10:00") + turn * 12_000_000, "10.71.20.8", target, 445, {
        protocol: "smb",
        up: 2_000_000,
        down: 4000,
        seconds: 4,
      }),
    ),
  ),
  benign(
    "eve",
    "10.71.10.104",
    "client-hosts",
    "Delivery Optimization asks twelve neighbours for pieces of updates",
    sweep("0 09:40:00", 55, "10.71.10.104", desks.eve.slice(30, 42), [[7680, ""]], { down: 900_000 }),
  ),
  benign(
    "eve",
    "10.71.10.105",
    "client-hosts",
    "calls go straight to eleven colleagues",
    scattered(desks.eve, 11, 9).map((target, turn) =>
      flow(when("0 09:00:00") + turn * 11_000_000, "10.71.10.105", target, 50_010, {
        transport: "udp",
        up: 2_400_000,
        down: 2_300_000,
        seconds: 400,
      }),
    ),
  ),
  benign(
    "eve",
    "10.71.10.106",
    "client-hosts",
    "a desk looks for printers and screens by multicast",
    every(45, "0 07:00:00")
      .slice(0, 24)
      .map((timeMs) =>
        flow(timeMs, "10.71.10.106", "239.255.255.250", 1900, {
          transport: "udp",
          outcome: "silent",
          up: 320,
          down: 0,
        }),
      ),
  ),
  benign(
    "eve",
    "10.71.10.107",
    "client-configuration",
    "somebody shows slides on one screen; the browser asks it what it is",
    ["0 13:00:00", "1 13:00:00"].map((time) =>
      web(
        time,
        "10.71.10.107",
        "10.71.40.12",
        "http://10.71.40.12:8008/setup/eureka_info?params=version,name",
        agents.chrome,
        { length: 400 },
      ),
    ),
  ),
  benign(
    "eve",
    "10.71.0.1",
    "client-hosts",
    "the gateway answers pings and is asked by all",
    asked(desks.eve.slice(0, 20), "10.71.0.1", [[443, "tls"]], [when("0 10:00:00")]),
  ),
  benign(
    "zeek",
    servers.zeek.names,
    "client-hosts",
    "the domain controller and name server: asked by all",
    asked(
      desks.zeek.slice(0, 40),
      servers.zeek.names,
      [
        [88, "krb5"],
        [389, "ldap"],
      ],
      [when("0 11:00:00"), when("1 11:00:00")],
    ),
  ),
  benign(
    "zeek",
    servers.zeek.files,
    "client-hosts",
    "the file server: asked by all",
    asked(desks.zeek.slice(0, 50), servers.zeek.files, [[445, "smb"]], [when("0 12:00:00")]),
  ),
  benign(
    "zeek",
    "10.72.0.70",
    "client-configuration",
    "the telephones' own server: each telephone fetches its settings at its start",
    Array.from({ length: 18 }, (_, turn) =>
      web(
        when("0 10:00:00") + turn * 21_000,
        `10.72.30.${turn + 20}`,
        "10.72.0.70",
        `http://10.72.0.70/provisioning/805ec0${(0x11_2200 + turn).toString(16)}.cfg`,
        "Yealink SIP-T54W 96.86.0.70",
        { length: 14_200 },
      ),
    ),
  ),
  benign(
    "zeek",
    "10.72.0.60",
    "client-hosts",
    "the monitoring reads the numbers of eight servers and pings printers",
    every(20).flatMap((timeMs) =>
      Array.from({ length: 8 }, (_, turn) =>
        web(
          timeMs + turn * 300,
          "10.72.0.60",
          `10.72.0.${100 + turn}`,
          `http://10.72.0.${100 + turn}:9100/metrics`,
          "Prometheus/3.7.2",
          { length: 81_000 },
        ),
      ),
    ),
  ),
  benign(
    "zeek",
    "10.72.0.50",
    "client-hosts",
    "the backup reads fifteen desks by SMB each night",
    night.flatMap((time) =>
      sweep(when(time) + 14_400_000, 240, "10.72.0.50", desks.zeek.slice(0, 15), [[445, "smb"]], {
        up: 50_000,
        down: 31_000_000,
        seconds: 150,
      }),
    ),
  ),
  benign(
    "zeek",
    "10.72.0.40",
    "client-hosts",
    "the antivirus console wakes thirty agents on their own port",
    sweep("0 13:00:00", 6, "10.72.0.40", desks.zeek.slice(0, 30), [[2222, ""]], { up: 300, down: 200 }),
  ),
  benign(
    "zeek",
    "10.72.10.103",
    "client-hosts",
    "a desk whose old drives point at eight computers that are gone",
    sweep(
      "0 11:30:00",
      2,
      "10.72.10.103",
      Array.from({ length: 8 }, (_, turn) => `10.72.9.${turn + 10}`),
      [[445, "smb"]],
      { outcome: "silent" },
    ),
  ),
  benign(
    "zeek",
    "10.72.10.104",
    "client-hosts",
    "a user opens shares on five servers",
    sweep(
      "1 12:00:00",
      200,
      "10.72.10.104",
      ["10.72.0.20", "10.72.0.21", "10.72.0.22", "10.72.0.23", "10.72.0.24"],
      [[445, "smb"]],
    ),
  ),
];

export const external: readonly Subject[] = [
  outbound(
    "eve",
    "ctldl.windowsupdate.com",
    "lists of certificates",
    "http://ctldl.windowsupdate.com/msdownload/update/v3/static/trustedr/en/disallowedcertstl.cab?9f1c",
    agents.cryptoApi,
  ),
  outbound(
    "eve",
    "www.msftconnecttest.com",
    "whether there is a network",
    "http://www.msftconnecttest.com/connecttest.txt",
    "Microsoft NCSI",
    { length: 22 },
  ),
  outbound(
    "eve",
    "dl.delivery.mp.microsoft.com",
    "pieces of updates",
    "http://dl.delivery.mp.microsoft.com/filestreamingservice/files/91ab?P1=1764",
    "Microsoft-Delivery-Optimization/10.1",
    { status: 206, length: 1_048_576 },
  ),
  outbound(
    "eve",
    "update.eset.com",
    "the antivirus fetches signatures and tells its system in its name",
    "http://update.eset.com/eset_upd/ep12/update.ver",
    "EES Update (Windows; U; 64bit; BPC 12.1.2060; OS: 10.0.26100 SP 0.0 NT; TDB 64410; LNG 1045; x64s; APP ees; BEO 1)",
  ),
  outbound(
    "eve",
    "licence.plotsoft.example",
    "a program for drawings asks whether its licence holds, with version, system and language",
    "http://licence.plotsoft.example/check?v=9.2.1&os=win11&arch=x64&lang=pl&id=77120",
    "PlotSoft/9.2",
  ),
  outbound(
    "eve",
    "counter.portal-rolniczy.example",
    "a counter on a portal's page in the clear, with size of screen and language",
    "http://counter.portal-rolniczy.example/hit?p=%2Fceny&sr=1920x1080&ul=pl&r=771",
    agents.chrome,
    { length: 43, referer: "http://portal-rolniczy.example/ceny" },
  ),
  outbound(
    "zeek",
    "ocsp.digicert.com",
    "whether a certificate still holds",
    "http://ocsp.digicert.com/MFEwTzBNMEswSTAJBgUrDgMCGgUABBQ",
    agents.cryptoApi,
  ),
  outbound(
    "zeek",
    "detectportal.firefox.com",
    "Firefox looks whether it is behind a gate",
    "http://detectportal.firefox.com/success.txt?ipv4",
    agents.firefox,
    { length: 8 },
  ),
  outbound(
    "zeek",
    "matomo.emol-agro.example",
    "Matomo on a newspaper's page in the clear, as it always sends it",
    "http://matomo.emol-agro.example/matomo.php?idsite=2&rec=1&res=1536x864&h=9&m=2&s=1&pdf=1&cookie=1&_id=91ab0c",
    agents.edge,
    { length: 43, referer: "http://emol-agro.example/" },
  ),
  outbound(
    "zeek",
    "stats.radio-puerto.example",
    "a player of radio tells station, version and system",
    "http://stats.radio-puerto.example/ping?st=fm1&pl=web&v=4.2&os=win",
    agents.chrome,
    { length: 2 },
  ),
  outboundTls("eve", "region1.google-analytics.com", "counts of pages by Google", hellos.chromium),
  outboundTls("eve", "v10.events.data.microsoft.com", "Windows's diagnostic data", hellos.schannel),
  outboundTls(
    "eve",
    "browser-intake-datadoghq.eu",
    "speed of a web application at its users",
    hellos.chromium,
  ),
  outboundTls("zeek", "incoming.telemetry.mozilla.org", "Firefox's telemetry", hellos.firefox),
  outboundTls("zeek", "fe3cr.delivery.mp.microsoft.com", "which updates there are", hellos.schannel),
  benign(
    "eve",
    "sophosxl.example",
    "outbound-names",
    "an antivirus asks by name whether a file is known: long names of digits",
    desks.eve
      .slice(50, 80)
      .flatMap((client, turn) =>
        ["0 09:00:00", "1 10:00:00"].map((time) =>
          question(
            when(time) + turn * 61_000,
            client,
            servers.eve.names,
            `3.1o19sr00n4p${turn}q5sr9r1s30n9r2${turn}rp.w.08.s.sophosxl.example`,
            "TXT",
            "w g 1",
          ),
        ),
      ),
  ),
  benign(
    "zeek",
    "10.72.0.25",
    "outbound-names",
    "the mail server asks lists of senders of rubbish",
    every(40).map((timeMs, turn) =>
      question(
        timeMs,
        "10.72.0.25",
        servers.zeek.names,
        `${(turn * 7) % 250}.2.0.192.zen.spamhaus.org`,
        "A",
        "",
      ),
    ),
  ),
  benign(
    "eve",
    "10.71.0.7",
    "self-lookup",
    "the router asks once an hour for its own address, since it has two lines",
    every(60).map((timeMs) =>
      web(timeMs, "10.71.0.7", outside("checkip.dyndns.com"), "http://checkip.dyndns.com/", "inadyn/2.12.0", {
        length: 106,
      }),
    ),
  ),
  benign("zeek", "10.72.10.108", "self-lookup", "a person looks up the own address once, in the browser", [
    hello("1 16:10:00", "10.72.10.108", outside("www.whatismyip.com"), "www.whatismyip.com"),
    hello("1 16:10:30", "10.72.10.108", outside("www.speedtest.net"), "www.speedtest.net"),
  ]),
  visits(
    "eve",
    "203.0.113.140",
    "a search engine's robot reads pages",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    [when("0 02:00:00"), when("1 05:00:00")],
    ["/robots.txt", "/", "/tests/", "/old/x.html", "/labs/gdansk"],
  ),
  visits(
    "eve",
    "198.51.100.131",
    "a watcher asks whether the site is up",
    "Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    every(15),
    ["/"],
    "HEAD",
  ),
  visits(
    "eve",
    "192.0.2.141",
    "a visitor with dead links",
    agents.firefox,
    [when("0 14:00:00")],
    ["/old/prices.html", "/old/", "/gone", "/", "/contact"],
  ),
  visits(
    "eve",
    "203.0.113.143",
    "Let's Encrypt proves the name",
    "Mozilla/5.0 (compatible; Let's Encrypt validation server; +https://www.letsencrypt.org)",
    [when("0 03:00:00")],
    ["/.well-known/acme-challenge/aa01"],
  ),
  visits(
    "zeek",
    "198.51.100.134",
    "a reader of feeds",
    "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 4 subscribers)",
    every(120),
    ["/news/feed.xml"],
  ),
  visits(
    "zeek",
    "203.0.113.145",
    "a visitor reads and goes",
    agents.iphone,
    [when("1 13:00:00")],
    ["/", "/es/servicios", "/contact"],
  ),
  alerts("10.71.10.111", "alerts of policy: curl leaves the house, a store of files is used", [
    ["0 10:00:00", outside("github.com"), 80, 2013028, "ET INFO curl User-Agent Outbound"],
    [
      "1 11:00:00",
      outside("www.dropbox.com"),
      443,
      2012647,
      "ET INFO Dropbox.com Offsite File Backup in Use",
    ],
  ]),
  alerts("10.71.10.112", "alerts of information: rare domains and a proxy's automatic name", [
    ["0 12:00:00", servers.eve.names, 53, 2023883, "ET DNS Query to a *.top domain - Likely Hostile"],
    ["1 12:00:00", servers.eve.names, 53, 2022914, "ET INFO DNS Query to Autodiscover"],
  ]),
  alerts("10.71.0.61", "the second monitoring sets off an alert on SNMP's usual word, at switches", [
    ["0 02:00:00", "10.71.0.2", 161, 2101411, "GPL SNMP public access udp"],
    ["1 02:00:00", "10.71.0.2", 161, 2101411, "GPL SNMP public access udp"],
  ]),
  alerts("10.71.10.113", "alerts on oddities of streams, as of any busy client", [
    ["0 09:00:00", outside("orf.at"), 443, 2210045, "SURICATA STREAM Packet with invalid ack"],
    ["0 15:00:00", outside("www.gazeta.pl"), 443, 2210054, "SURICATA STREAM excessive retransmissions"],
  ]),
  alerts("10.71.10.114", "alerts of information: apt and pip tell their names", [
    [
      "0 11:00:00",
      outside("deb.debian.org"),
      80,
      2013504,
      "ET INFO GNU/Linux APT User-Agent Outbound likely related to package management",
    ],
    ["1 11:30:00", outside("pypi.org"), 80, 2013505, "ET INFO Python-urllib/ Suspicious User Agent"],
  ]),
  alerts("10.71.10.115", "an alert on a look-up of the own address, once, by a browser", [
    [
      "1 10:20:00",
      outside("ipinfo.io"),
      443,
      2025331,
      "ET INFO Possible External IP Lookup Domain Observed in SNI (ipinfo. io)",
    ],
  ]),
];

export const openSubjects: readonly Subject[] = [
  open(
    "eve",
    "10.71.0.70",
    "client-hosts",
    "a scanner for weak spots: a dozen ports of seventy desks at night",
    "whether the organisation ordered it",
    sweep(
      "1 02:00:00",
      12,
      "10.71.0.70",
      desks.eve.slice(0, 70),
      [
        [22, "ssh"],
        [80, "http"],
        [135, "dcerpc"],
        [139, ""],
        [443, "tls"],
        [445, "smb"],
        [3389, "rdp"],
        [5900, "rfb"],
        [5985, "http"],
        [8080, "http"],
        [8971, "http"],
      ],
      { some: true },
    ),
  ),
  open(
    "eve",
    "10.71.0.42",
    "client-hosts",
    "a server asks forty desks by SMB and RPC on both nights, all answered",
    "whether it is the inventory",
    night.flatMap((time) =>
      sweep(when(time) + 3_600_000, 20, "10.71.0.42", desks.eve.slice(20, 60), [
        [135, "dcerpc"],
        [445, "smb"],
      ]),
    ),
  ),
  open(
    "zeek",
    "203.0.113.170",
    "web-survey",
    "a survey of the whole net asks for the first page and names itself",
    "noise to some, gathering to others",
    [
      web(
        "0 05:05:00",
        "203.0.113.170",
        servers.zeek.web,
        "http://www.talvera.example/",
        "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)",
      ),
      web(
        "1 05:05:00",
        "203.0.113.170",
        servers.zeek.web,
        "http://www.talvera.example/",
        "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)",
      ),
    ],
  ),
  open(
    "zeek",
    "10.72.10.110",
    "client-hosts",
    "a machine of the IT room: WinRM to ten desks one afternoon, all answered, long",
    "whether its user administers desks",
    scattered(desks.zeek, 10, 13).map((target, turn) =>
      flow(when("1 17:00:00") + turn * 300_000, "10.72.10.110", target, 5985, {
        protocol: "http",
        up: 80_000,
        down: 400_000,
        seconds: 120,
      }),
    ),
  ),
];
