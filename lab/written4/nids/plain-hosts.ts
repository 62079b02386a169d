/** Servers, devices and desks that ask each other in the course of their work, at the first site. */
import * as agents from "../agents.ts";
import { every } from "../times.ts";
import {
  benign,
  desks,
  type Event,
  flow,
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
    "eve",
    "10.71.0.31",
    "client-hosts",
    "the print server asks eight printers by SNMP how much paper there is",
    every(60, "0 00:20:00").flatMap((timeMs) =>
      sweep(
        timeMs,
        1,
        "10.71.0.31",
        Array.from({ length: 8 }, (_, turn) => `10.71.20.${turn + 5}`),
        [[161, "snmp"]],
        { transport: "udp", up: 110, down: 360 },
      ),
    ),
  ),
];
