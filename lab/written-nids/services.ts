/** Servers that talk to many hosts because that is their work; people, devices and the second site have files of their own. */
import { negotiate } from "./bodies.ts";
import { devices } from "./devices.ts";
import { type Actor, details, some, sweep } from "./event.ts";
import { openQuestions } from "./open-questions.ts";
import { office } from "./places.ts";
import { asked, daily, plain, printers, servers, switches } from "./service.ts";
import { worksServices } from "./works-services.ts";

export const services: readonly Actor[] = [
  plain(
    "10.50.0.10",
    "eve",
    "domain controller: asked by all, and refreshes policies of 30 workstations by RPC one evening",
    [
      ...asked("10.50.0.10", office, [88, 389, 445], 100),
      ...sweep({
        source: "10.50.0.10",
        targets: some(office, 30, 101),
        ports: [135],
        start: "2 19:00",
        everySec: 8,
        answered: 0.9,
        seed: 101,
      }),
    ],
  ),
  plain(
    "10.50.0.11",
    "eve",
    "second domain controller and name server: asked by all",
    asked("10.50.0.11", some(office, 40, 102), [88, 389], 200),
  ),
  plain("10.50.0.20", "eve", "file server: asked by all, and asks two other servers", [
    ...details(asked("10.50.0.20", some(office, 45, 103), [445], 300), "smb", negotiate),
    ...sweep({
      source: "10.50.0.20",
      targets: ["10.50.0.10", "10.50.0.50"],
      ports: [445],
      start: "1 23:00",
      everySec: 60,
      answered: 1,
      seed: 301,
    }),
  ]),
  plain("10.50.0.30", "eve", "print server: SNMP and raw printing to 16 printers, asked by workstations", [
    ...asked("10.50.0.30", some(office, 20, 104), [445], 400),
    ...daily([1, 2, 3, 4], (day) =>
      sweep({
        source: "10.50.0.30",
        targets: printers,
        ports: [161],
        transport: "udp",
        start: `${day} 07:00`,
        everySec: 30,
        answered: 1,
        up: 90,
        down: 300,
        seed: 401 + day,
      }),
    ),
    ...sweep({
      source: "10.50.0.30",
      targets: printers,
      ports: [9100],
      start: "2 10:00",
      everySec: 200,
      answered: 1,
      up: 90_000,
      down: 400,
      seed: 409,
    }),
  ]),
  plain(
    "10.50.0.40",
    "eve",
    "SCCM and WSUS: asked by all on its own port, and installs its client on 25 workstations by SMB and RPC",
    [
      ...asked("10.50.0.40", office, [8530], 500),
      ...sweep({
        source: "10.50.0.40",
        targets: some(office, 25, 105),
        ports: [135, 445],
        start: "3 18:30",
        everySec: 25,
        answered: 0.8,
        up: 120_000,
        down: 4000,
        seed: 501,
      }),
    ],
  ),
  plain(
    "10.50.0.50",
    "eve",
    "backup: reads 20 workstations by SMB every night",
    daily([1, 2, 3, 4], (day) =>
      details(
        sweep({
          source: "10.50.0.50",
          targets: some(office, 20, 106),
          ports: [445],
          start: `${day} 01:00`,
          everySec: 300,
          answered: 0.95,
          up: 60_000,
          down: 48_000_000,
          seconds: 180,
          seed: 600 + day,
        }),
        "smb",
        negotiate,
      ),
    ),
  ),
  plain(
    "10.50.0.60",
    "eve",
    "monitoring: polls switches, printers and servers by SNMP, ping and their services, twice an hour",
    daily([1, 2, 3, 4], (day) =>
      ["09:00", "09:30", "10:00"].flatMap((clock, n) =>
        sweep({
          source: "10.50.0.60",
          targets: [...switches, ...printers.slice(0, 6), ...servers.slice(0, 6)],
          ports: [161],
          transport: "udp",
          start: `${day} ${clock}`,
          everySec: 5,
          answered: 0.97,
          refused: 0,
          up: 160,
          down: 420,
          seed: 700 + day * 10 + n,
        }),
      ),
    ),
  ),
  plain(
    "10.50.0.80",
    "eve",
    "jump host of the administrators: RDP and WinRM to 12 servers",
    daily([1, 2, 3], (day) =>
      sweep({
        source: "10.50.0.80",
        targets: servers,
        ports: day === 2 ? [5985] : [3389],
        start: `${day} 09:20`,
        everySec: 1500,
        answered: 1,
        up: 400_000,
        down: 9_000_000,
        seconds: 900,
        seed: 800 + day,
      }),
    ),
  ),
  plain(
    "10.50.0.81",
    "eve",
    "help desk: one RDP session after the other on 14 workstations in four days, each long and answered",
    daily([1, 2, 3, 4], (day) =>
      sweep({
        source: "10.50.0.81",
        targets: some(office, 14, 107).slice((day - 1) * 4, day * 4),
        ports: [3389],
        start: `${day} 09:10`,
        everySec: 4200,
        answered: 1,
        up: 700_000,
        down: 21_000_000,
        seconds: 1500,
        seed: 900 + day,
      }),
    ),
  ),

  ...devices,
  ...worksServices,
  ...openQuestions,
];
