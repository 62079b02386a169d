/** Accounts out of the ordinary that gather nothing, as sign-ins tell it. */
import * as agents from "../proxy/agents.ts";
import { address, benign, office, type SignIn, type Subject } from "./event.ts";

const graph = "Microsoft Graph";
type Rest = Omit<SignIn, "kind" | "time" | "user" | "address" | "app"> & { readonly from?: string };

function entra(
  user: string,
  rows: readonly (readonly [time: string, app: SignIn["app"], rest: Rest])[],
): SignIn[] {
  return rows.map(([time, app, { from = office, ...rest }]) => ({
    kind: "entra",
    time,
    app,
    user: address(user),
    address: from,
    ...rest,
  }));
}

const rooms = "TeamsRooms/1449.1.0.2026 (Android 13; Yealink MeetingBar A30)";

export const plain: readonly Subject[] = [
  benign("ip", office, "signin-office", "the way out of the office: all people, all programs", []),
  benign(
    "user",
    address("pserrano"),
    "signin-person",
    "a developer works with the command line of Azure and with PowerShell",
    entra("pserrano", [
      [
        "0 09:12:20",
        "Microsoft Azure CLI",
        {
          agent: "python/3.13.9 (Windows-11-10.0.26200) AZURECLI/2.79.0",
          resource: "Windows Azure Service Management API",
        },
      ],
      ["0 13:02:20", "Microsoft Graph Command Line Tools", { agent: agents.edge, resource: graph }],
      [
        "1 09:31:51",
        "Microsoft Azure CLI",
        {
          agent: "python/3.13.9 (Windows-11-10.0.26200) AZURECLI/2.79.0",
          resource: "Windows Azure Service Management API",
        },
      ],
    ]),
  ),
  benign(
    "user",
    address("adm_luis"),
    "signin-person",
    "an administrator at the office uses the portals and Exchange's PowerShell",
    entra("adm_luis", [
      ["0 08:31:10", "Azure Portal", { agent: agents.edge, managed: true }],
      [
        "0 08:44:02",
        "Microsoft Exchange REST API Based Powershell",
        { agent: agents.powershell, resource: "Office 365 Exchange Online", managed: true },
      ],
      [
        "0 10:12:10",
        "Microsoft Intune Company Portal",
        { agent: agents.edge, resource: "Microsoft Intune", managed: true },
      ],
      ["1 08:29:40", "Azure Portal", { agent: agents.edge, managed: true }],
      [
        "1 11:20:19",
        "Microsoft Graph Command Line Tools",
        { agent: agents.edge, resource: graph, managed: true },
      ],
    ]),
  ),
  benign(
    "user",
    address("mlindq"),
    "signin-person",
    "somebody travels: phone by the mobile network, laptop in the train and in a hotel",
    entra("mlindq", [
      ["0 07:12:10", "Outlook Mobile", { agent: agents.iphone, from: "198.51.100.12" }],
      [
        "0 10:40:33",
        "Microsoft Teams",
        { agent: agents.teams, from: "198.51.100.31", managed: true, country: "DK" },
      ],
      ["0 20:02:11", "OfficeHome", { agent: agents.edge, from: "192.0.2.61", managed: true, country: "DE" }],
      ["1 07:22:10", "Outlook Mobile", { agent: agents.iphone, from: "192.0.2.61", country: "DE" }],
    ]),
  ),
  benign(
    "user",
    address("kstrand"),
    "signin-person",
    "a new phone: from iPhone to Android within an hour, with the company's portal",
    entra("kstrand", [
      ["0 12:05:01", "Outlook Mobile", { agent: agents.iphone, from: "198.51.100.14" }],
      [
        "0 12:41:20",
        "Microsoft Intune Company Portal",
        { agent: agents.android, resource: "Microsoft Intune Enrollment" },
      ],
      [
        "0 12:44:03",
        "Microsoft Authentication Broker",
        { agent: agents.android, resource: "Device Registration Service" },
      ],
      ["0 12:51:40", "Outlook Mobile", { agent: agents.android }],
    ]),
  ),
  benign(
    "user",
    address("test_shop"),
    "signin-person",
    "the testers' account in four browsers, as each Tuesday",
    entra("test_shop", [
      ["0 06:00:12", "OfficeHome", { agent: agents.chrome }],
      ["0 06:03:10", "OfficeHome", { agent: agents.firefoxLinux }],
      ["0 06:06:09", "OfficeHome", { agent: agents.safari }],
      ["0 06:09:12", "OfficeHome", { agent: agents.edge }],
    ]),
  ),
  benign(
    "user",
    address("svc_backup"),
    "signin-service",
    "the backup of the mailboxes signs in each night",
    entra("svc_backup", [
      [
        "0 01:00:03",
        "Office 365 Exchange Online",
        { agent: "Veeam Backup for Microsoft 365/8.3", client: "Exchange Web Services", from: "203.0.113.6" },
      ],
      [
        "1 01:00:03",
        "Office 365 Exchange Online",
        { agent: "Veeam Backup for Microsoft 365/8.3", client: "Exchange Web Services", from: "203.0.113.6" },
      ],
    ]),
  ),
  benign(
    "user",
    address("room_oresund"),
    "signin-service",
    "a meeting room's device",
    entra("room_oresund", [
      ["0 06:30:00", "Microsoft Teams Rooms", { agent: rooms, managed: true }],
      [
        "0 06:30:04",
        "Microsoft Intune Company Portal",
        { agent: rooms, resource: "Microsoft Intune", managed: true },
      ],
      ["1 06:30:01", "Microsoft Teams Rooms", { agent: rooms, managed: true }],
    ]),
  ),
  benign(
    "user",
    address("svc_scan1"),
    "signin-service",
    "a printer sends its scans by SMTP from the office",
    entra(
      "svc_scan1",
      ["0 08:41:02", "0 11:07:31", "0 15:55:12", "1 09:12:40", "1 14:02:19"].map((time) => [
        time,
        "Office 365 Exchange Online",
        { agent: "BAV2ROPC", client: "Authenticated SMTP", protocol: "ropc" },
      ]),
    ),
  ),
  benign(
    "user",
    address("gfrisk"),
    "signin-person",
    "somebody forgot the new password: six errors at one PC, then the phone helps",
    entra(
      "gfrisk",
      ["0 08:01:10", "0 08:01:31", "0 08:02:02", "0 08:03:40", "0 08:04:11", "0 08:05:02", "0 08:15:31"].map(
        (time, turn) => [
          time,
          "OfficeHome",
          { agent: turn === 4 ? agents.iphone : agents.edge, error: turn < 6 ? 50126 : 0 },
        ],
      ),
    ),
  ),
];
