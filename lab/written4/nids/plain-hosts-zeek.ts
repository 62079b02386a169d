/** The same at the other site: who asks whom in the course of work. */
import { every } from "../times.ts";
import { benign, desks, type Event, flow, type Subject, servers, sweep, web, when } from "./event.ts";

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

export const internalZeek: readonly Subject[] = [
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
  benign(
    "zeek",
    "10.72.0.45",
    "client-hosts",
    "the help desk's machine: one long RDP session after the other on six desks",
    desks.zeek.slice(30, 36).map((target, turn) =>
      flow(when("0 12:30:00") + turn * 17_000_000, "10.72.0.45", target, 3389, {
        protocol: "rdp",
        up: 800_000,
        down: 19_000_000,
        seconds: 1300,
      }),
    ),
  ),
  benign(
    "zeek",
    "10.72.0.71",
    "client-configuration",
    "a signage server tells its own six screens what to show and asks whether they are well",
    every(30).flatMap((timeMs) =>
      Array.from({ length: 6 }, (_, turn) =>
        web(
          timeMs + turn * 500,
          "10.72.0.71",
          `10.72.40.${turn + 10}`,
          `http://10.72.40.${turn + 10}:8080/api/status`,
          "SignageServer/3.1",
          { length: 120 },
        ),
      ),
    ),
  ),
];
