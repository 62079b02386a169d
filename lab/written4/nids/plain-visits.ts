/** Who visits, and what Suricata notes every day. */
import * as agents from "../agents.ts";
import { every } from "../times.ts";
import { alert, benign, outside, type Sensor, type Subject, servers, web, when } from "./event.ts";

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

export const visitsAndAlerts: readonly Subject[] = [
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
    ["1 12:00:00", servers.eve.names, 53, 1000052, "LOCAL INFO question for autodiscover"],
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
    ["1 11:30:00", outside("pypi.org"), 80, 1000053, "LOCAL INFO pip outbound"],
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
