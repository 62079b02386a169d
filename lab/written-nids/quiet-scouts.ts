/** Sources of the first site whose questions are few, spread over services, or not expected from them. */
import { negotiate } from "./bodies.ts";
import { type Actor, details, some, sweep } from "./event.ts";
import { office } from "./places.ts";
import { scout } from "./scout.ts";

export const quietScouts: readonly Actor[] = [
  scout(
    "10.50.11.57",
    "eve",
    "mDNS by unicast to 15 workstations: which services and devices they are",
    details(
      sweep({
        source: "10.50.11.57",
        targets: some(office, 15, 10),
        ports: [5353],
        transport: "udp",
        start: "2 12:02",
        everySec: 4,
        answered: 0.6,
        refused: 0,
        up: 75,
        down: 260,
        seed: 10,
      }),
      "mdns",
      (_, n) => ({
        mdns: {
          type: "request",
          id: 0,
          queries: [
            {
              rrname: ["_workstation._tcp.local", "_device-info._tcp.local", "_smb._tcp.local"][n % 3],
              rrtype: "PTR",
            },
          ],
        },
      }),
    ),
  ),
  scout(
    "10.50.30.15",
    "eve",
    "from the guest network: another port of each of 12 workstations",
    some(office, 12, 11).flatMap((target, n) =>
      sweep({
        source: "10.50.30.15",
        targets: [target],
        ports: [[445, 135, 3389, 5985, 139, 5986][n % 6] ?? 445],
        start: `3 ${String(9 + Math.floor(n / 2)).padStart(2, "0")}:${n % 2 ? "41" : "08"}`,
        everySec: 5,
        answered: 0.3,
        refused: 0.2,
        seed: 11 + n,
      }),
    ),
  ),
  scout(
    "10.50.0.90",
    "eve",
    "a web server of the company asks 30 workstations by SMB, which it never does",
    details(
      sweep({
        source: "10.50.0.90",
        targets: some(office, 30, 12),
        ports: [445],
        start: "4 01:15",
        everySec: 9,
        seed: 30,
      }),
      "smb",
      negotiate,
    ),
  ),
  scout(
    "10.50.11.58",
    "eve",
    "NetBIOS names of 22 workstations (node status)",
    sweep({
      source: "10.50.11.58",
      targets: some(office, 22, 13),
      ports: [137],
      transport: "udp",
      start: "2 17:45",
      everySec: 1,
      answered: 0.6,
      refused: 0,
      up: 78,
      down: 230,
      seed: 31,
    }),
  ),
];
