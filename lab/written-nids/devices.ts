/** People and devices of the first site that talk to many hosts. */
import { negotiate } from "./bodies.ts";
import { type Actor, at, details, type Event, range, some, sweep } from "./event.ts";
import { office } from "./places.ts";
import { daily, multicast, plain, servers } from "./service.ts";

export const devices: readonly Actor[] = [
  plain(
    "10.50.10.14",
    "eve",
    "a workstation looks for devices by SSDP multicast",
    multicast("10.50.10.14", "239.255.255.250", 1900, [1, 2, 3, 4], 24),
  ),
  plain(
    "10.50.10.15",
    "eve",
    "a user opens shares on six servers",
    details(
      daily([1, 2, 3], (day) =>
        sweep({
          source: "10.50.10.15",
          targets: servers.slice(0, 6),
          ports: [445],
          start: `${day} 08:50`,
          everySec: 1700,
          answered: 1,
          up: 40_000,
          down: 900_000,
          seconds: 300,
          seed: 1000 + day,
        }),
      ),
      "smb",
      negotiate,
    ),
  ),
  plain(
    "10.50.10.16",
    "eve",
    "a user of DFS opens shares on twelve servers within a morning",
    details(
      sweep({
        source: "10.50.10.16",
        targets: servers,
        ports: [445],
        start: "2 09:00",
        everySec: 600,
        answered: 1,
        up: 20_000,
        down: 400_000,
        seconds: 120,
        seed: 1100,
      }),
      "smb",
      negotiate,
    ),
  ),
  plain(
    "10.50.10.17",
    "eve",
    "Windows Delivery Optimization: asks 14 neighbours for updates (TCP 7680)",
    sweep({
      source: "10.50.10.17",
      targets: some(office, 14, 108),
      ports: [7680],
      start: "2 12:30",
      everySec: 20,
      answered: 0.6,
      up: 3000,
      down: 8_000_000,
      seconds: 40,
      seed: 1200,
    }),
  ),
  plain(
    "10.50.10.18",
    "eve",
    "calls: media straight to 12 colleagues over four days (UDP)",
    daily([1, 2, 3, 4], (day) =>
      sweep({
        source: "10.50.10.18",
        targets: some(office, 12, 109).slice((day - 1) * 3, day * 3),
        ports: [50_012],
        transport: "udp",
        start: `${day} 10:00`,
        everySec: 4000,
        answered: 1,
        up: 9_000_000,
        down: 11_000_000,
        seconds: 1200,
        seed: 1300 + day,
      }),
    ),
  ),
  plain(
    "10.50.20.30",
    "eve",
    "a copier puts scans into folders on twelve workstations over four days",
    details(
      daily([1, 2, 3, 4], (day) =>
        sweep({
          source: "10.50.20.30",
          targets: some(office, 12, 110).slice((day - 1) * 3, day * 3),
          ports: [445],
          start: `${day} 09:40`,
          everySec: 5400,
          answered: 1,
          up: 2_400_000,
          down: 6000,
          seconds: 9,
          seed: 1400 + day,
        }),
      ),
      "smb",
      negotiate,
    ),
  ),
  plain(
    "10.50.10.19",
    "eve",
    "mDNS chatter to the group, as all clients",
    details(multicast("10.50.10.19", "224.0.0.251", 5353, [1, 2, 3, 4], 30), "mdns", () => ({
      mdns: { type: "request", id: 0, queries: [{ rrname: "_googlecast._tcp.local", rrtype: "PTR" }] },
    })),
  ),
  plain("10.50.10.20", "eve", "LLMNR and WS-Discovery to their groups", [
    ...multicast("10.50.10.20", "224.0.0.252", 5355, [1, 2, 3], 20),
    ...multicast("10.50.10.20", "239.255.255.250", 3702, [1, 2, 3], 12),
  ]),
  plain(
    "10.50.0.5",
    "eve",
    "DHCP server: answers all",
    office.slice(0, 40).map(
      (target, n): Event => ({
        kind: "detail",
        timeMs: at(`${1 + (n % 4)} 07:30`) + n * 20_000,
        source: "10.50.0.5",
        target,
        port: 68,
        transport: "udp",
        type: "dhcp",
        body: {
          dhcp: {
            type: "reply",
            id: 90_000 + n,
            client_mac: `02:00:5e:10:00:${(16 + n).toString(16)}`,
            assigned_ip: target,
            dhcp_type: "ack",
            hostname: `WS-${String(n).padStart(4, "0")}`,
          },
        },
      }),
    ),
  ),
  plain(
    "10.50.0.1",
    "eve",
    "gateway: ARP questions for everybody",
    office.map(
      (target, n): Event => ({
        kind: "detail",
        timeMs: at("1 06:00") + n * 1500,
        source: "10.50.0.1",
        target,
        port: 0,
        transport: "udp",
        type: "arp",
        body: {
          arp: {
            hw_type: "ethernet",
            proto_type: "ipv4",
            opcode: "request",
            src_mac: "02:00:5e:10:00:01",
            src_ip: "10.50.0.1",
            dest_mac: "00:00:00:00:00:00",
            dest_ip: target,
          },
        },
      }),
    ),
  ),
  plain("10.50.10.21", "eve", "an ordinary workstation: controller, file server, printer, mail, web", [
    ...daily([1, 2, 3, 4], (day) =>
      sweep({
        source: "10.50.10.21",
        targets: ["10.50.0.10", "10.50.0.20", "10.50.0.30", "10.50.0.25"],
        ports: [445],
        start: `${day} 08:40`,
        everySec: 900,
        answered: 1,
        seed: 1500 + day,
      }),
    ),
    ...daily([1, 2, 3], (day) =>
      sweep({
        source: "10.50.10.21",
        targets: range("198.51.100", 40, 75),
        ports: [443],
        start: `${day} 10:00`,
        everySec: 200,
        answered: 1,
        up: 4000,
        down: 90_000,
        seed: 1510 + day,
      }),
    ),
  ]),
];
