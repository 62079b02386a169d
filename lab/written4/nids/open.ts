/** On which reasonable analysts differ. */
import { desks, flow, open, type Subject, scattered, servers, sweep, web, when } from "./event.ts";

const night = ["0 01:00:00", "1 01:00:00"];

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
