/** What leaves both sites in the course of work, and what Zeek notes every day. */
import * as agents from "../agents.ts";
import { every } from "../times.ts";
import {
  alert,
  benign,
  desks,
  hello,
  hellos,
  outside,
  question,
  type Sensor,
  type Subject,
  servers,
  sweep,
  web,
  when,
} from "./event.ts";

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

/** What Zeek takes note of every day. */
const notices: readonly Subject[] = [
  benign(
    "zeek",
    "10.72.10.111",
    "nids-alert",
    "Zeek's notices of certificates that do not hold, at an old device's page",
    ["0 12:10:00", "0 15:00:00", "1 12:20:00"].map((time) =>
      alert(
        time,
        "10.72.10.111",
        "10.72.20.9",
        443,
        0,
        "SSL::Invalid_Server_Cert",
        "SSL certificate validation failed with (self signed certificate)",
      ),
    ),
  ),
  benign(
    "zeek",
    "10.72.0.30",
    "client-hosts",
    "the print server asks twenty printers by SNMP, of which Zeek takes note as of a scan",
    [
      ...every(120).flatMap((timeMs) =>
        sweep(
          timeMs,
          2,
          "10.72.0.30",
          Array.from({ length: 20 }, (_, turn) => `10.72.20.${turn + 5}`),
          [[161, "snmp"]],
          { transport: "udp", up: 110, down: 380 },
        ),
      ),
      alert(
        "0 02:03:00",
        "10.72.0.30",
        "",
        161,
        0,
        "Scan::Address_Scan",
        "10.72.0.30 scanned at least 20 unique hosts on port 161/udp in 0m40s",
      ),
    ],
  ),
];

export const outward: readonly Subject[] = [
  ...notices,
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
];
