/** Sources that ask the workstations of the first site about themselves; `works-scouts.ts` has the others. */
import { bind, cookie, negotiate, systemDescription } from "./bodies.ts";
import { type Actor, alerts, details, some, sweep } from "./event.ts";
import { office } from "./places.ts";
import { quietScouts } from "./quiet-scouts.ts";
import { scanRules, scout } from "./scout.ts";
import { worksScouts } from "./works-scouts.ts";

export const scouts: readonly Actor[] = [
  scout("10.50.10.61", "eve", "a workstation asks 60 others by SMB within three minutes", [
    ...details(
      sweep({
        source: "10.50.10.61",
        targets: office.slice(0, 60),
        ports: [445],
        start: "2 10:41",
        everySec: 3,
        seed: 1,
      }),
      "smb",
      negotiate,
    ),
    ...alerts(
      { source: "10.50.10.61", port: 445, transport: "tcp", ...scanRules.smb },
      office.slice(20, 22),
      "2 10:43",
      20,
    ),
  ]),
  scout(
    "10.50.10.62",
    "eve",
    "RPC and SMB of 14 workstations within 20 minutes",
    details(
      sweep({
        source: "10.50.10.62",
        targets: some(office, 14, 2),
        ports: [135, 445],
        start: "1 14:05",
        everySec: 40,
        seed: 2,
      }),
      "dcerpc",
      bind,
    ),
  ),
  scout(
    "10.50.11.53",
    "eve",
    "WinRM (both ports) of 15 workstations within an hour",
    sweep({
      source: "10.50.11.53",
      targets: some(office, 15, 3),
      ports: [5985, 5986],
      start: "3 11:10",
      everySec: 115,
      answered: 0.4,
      refused: 0.3,
      seed: 3,
    }),
  ),
  scout(
    "10.50.200.17",
    "eve",
    "from the VPN range: RDP of 25 workstations, with one name in the cookie",
    details(
      sweep({
        source: "10.50.200.17",
        targets: some(office, 25, 4),
        ports: [3389],
        start: "3 02:20",
        everySec: 22,
        answered: 0.5,
        refused: 0.4,
        seed: 4,
      }),
      "rdp",
      cookie("hello"),
    ),
  ),
  scout(
    "10.50.200.44",
    "eve",
    "from the VPN range: alerts of operating system detection and version probes at 12 workstations, and the connections",
    [
      ...alerts(
        { source: "10.50.200.44", port: 445, transport: "tcp", ...scanRules.system },
        some(office, 12, 5),
        "4 03:10",
        31,
      ),
      ...alerts(
        { source: "10.50.200.44", port: 3389, transport: "tcp", ...scanRules.version },
        some(office, 12, 5),
        "4 03:11",
        31,
      ),
      ...sweep({
        source: "10.50.200.44",
        targets: some(office, 12, 5),
        ports: [22, 80, 135, 139, 445, 3389],
        start: "4 03:09",
        everySec: 2,
        answered: 0.3,
        refused: 0.5,
        seed: 5,
      }),
    ],
  ),
  scout(
    "10.50.11.54",
    "eve",
    "SNMP with the community 'public' to 20 workstations: system description and installed software",
    details(
      sweep({
        source: "10.50.11.54",
        targets: some(office, 20, 6),
        ports: [161],
        transport: "udp",
        start: "2 15:30",
        everySec: 5,
        answered: 0.35,
        refused: 0,
        up: 90,
        down: 220,
        seed: 6,
      }),
      "snmp",
      systemDescription,
    ),
  ),
  scout(
    "10.50.11.55",
    "eve",
    "slow: SMB of 13 workstations, one every six hours, in no order",
    details(
      sweep({
        source: "10.50.11.55",
        targets: some(office, 13, 7),
        ports: [445],
        start: "1 04:00",
        everySec: 24_000,
        seed: 7,
      }),
      "smb",
      negotiate,
    ),
  ),
  scout("10.50.11.56", "eve", "SSDP by unicast to 18 workstations, and the description that is offered", [
    ...sweep({
      source: "10.50.11.56",
      targets: some(office, 18, 8),
      ports: [1900],
      transport: "udp",
      start: "1 16:12",
      everySec: 2,
      answered: 0.5,
      refused: 0,
      up: 140,
      down: 330,
      seed: 8,
    }),
    ...sweep({
      source: "10.50.11.56",
      targets: some(office, 18, 8).slice(0, 7),
      ports: [2869],
      start: "1 16:14",
      everySec: 3,
      answered: 1,
      up: 300,
      down: 2400,
      seed: 9,
    }),
  ]),

  ...quietScouts,
  ...worksScouts,
];
