/** Who asks clients about themselves, at the first site. */
import * as agents from "../agents.ts";
import { alert, collector, desks, type Subject, scattered, sweep, web, when } from "./event.ts";

const rdp = [[3389, "rdp"]] as const;
const winrm = [
  [5985, "http"],
  [5986, "tls"],
] as const;

const benches = scattered(desks.eve, 24, 7);
const screens = Array.from({ length: 15 }, (_, turn) => `10.71.40.${turn + 10}`);
const macs = Array.from({ length: 12 }, (_, turn) => `10.71.12.${turn + 20}`);

export const hostCollectors: readonly Subject[] = [
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
];
