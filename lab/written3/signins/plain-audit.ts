/** The same as the audit log tells it, a machine, and two subjects on which analysts differ. */
import * as agents from "../proxy/agents.ts";
import { address, benign, type Event, office, type Subject } from "./event.ts";

const graph = "Microsoft Graph";
const quarter = Array.from(
  { length: 22 },
  (_, turn) => `${Math.floor(turn / 11)} ${String(6 + (turn % 11)).padStart(2, "0")}:15:0${turn % 7}`,
);
const docs = "/sites/it/Shared Documents";

export const plainAudit: readonly Subject[] = [
  benign(
    "user",
    address("adm_ines"),
    "audit-consent",
    "an administrator lets a known program of meetings read calendars",
    [
      {
        kind: "audit-login",
        time: "0 10:20:10",
        user: address("adm_ines"),
        address: office,
        agent: agents.edge,
        app: "Azure Portal",
      },
      {
        kind: "consent",
        time: "0 10:24:40",
        user: address("adm_ines"),
        address: office,
        agent: agents.edge,
        appName: "Zoom",
        admin: true,
        scope: "openid profile User.Read Calendars.ReadWrite",
      },
    ],
  ),
  benign("user", address("tnoor"), "audit-search", "a person looks for the guide to the VPN and reads it", [
    {
      kind: "search",
      time: "0 08:52:12",
      user: address("tnoor"),
      address: office,
      agent: agents.edge,
      words: "vpn anleitung home office",
    },
    {
      kind: "file",
      operation: "FileAccessed",
      time: "0 08:52:40",
      user: address("tnoor"),
      address: office,
      agent: agents.edge,
      path: `${docs}/Guides/VPN for staff.pdf`,
    },
    {
      kind: "search",
      time: "0 08:58:02",
      user: address("tnoor"),
      address: office,
      agent: agents.edge,
      words: "new phone order form",
    },
  ]),
  benign("user", address("dnovak"), "audit-files", "a man of IT keeps the list of laptops", [
    {
      kind: "file",
      operation: "FileAccessed",
      time: "0 09:40:11",
      user: address("dnovak"),
      address: office,
      agent: agents.edge,
      path: `${docs}/Clients/Laptop inventory 2026.xlsx`,
    },
    {
      kind: "file",
      operation: "FileModified",
      time: "0 09:52:30",
      user: address("dnovak"),
      address: office,
      agent: "Microsoft Office Excel/16.0",
      path: `${docs}/Clients/Laptop inventory 2026.xlsx`,
    },
    {
      kind: "file",
      operation: "FileDownloaded",
      time: "1 14:10:07",
      user: address("dnovak"),
      address: office,
      agent: agents.edge,
      path: `${docs}/Clients/Windows baseline.xlsx`,
    },
    {
      kind: "device",
      operation: "CollectInvestigationPackage",
      time: "1 15:02:10",
      user: address("dnovak"),
      address: office,
      agent: agents.edge,
      device: "nvk-lt-0388",
    },
  ]),
  benign(
    "ip",
    "192.0.2.140",
    "signin-service",
    "the monitoring's artificial user signs in each hour from its maker's network",
    quarter.map(
      (time): Event => ({
        kind: "entra",
        time,
        user: address("synthetic"),
        address: "192.0.2.140",
        agent: `${agents.chrome.replace("Chrome", "HeadlessChrome")} PingWatch/3.1`,
        app: "OfficeHome",
        country: "IE",
      }),
    ),
  ),
];

export const open: readonly Subject[] = [
  {
    type: "ip",
    value: "198.51.100.66",
    label: "judgement",
    class: "signin-tool",
    behaviour: "one program tries one password at twelve accounts",
    why: "work for Tier 2 in any case, but it asks for passwords and not for clients; the answers tell of policies by the way",
    events: [
      "jweber",
      "caubry",
      "sbrandt",
      "otate",
      "eberg",
      "jholm",
      "bnils",
      "afalk",
      "iwahl",
      "ukern",
      "rhaas",
      "hprice",
    ].map(
      (user, turn): Event => ({
        kind: "entra",
        time: `1 03:${String(turn * 3 + 10)}:44`,
        user: address(user),
        address: "198.51.100.66",
        agent: "axios/1.13.2",
        app: "OfficeHome",
        error: turn === 7 ? 50053 : 50126,
        protocol: "ropc",
        country: "BR",
      }),
    ),
  },
  {
    type: "user",
    value: address("adm_jon"),
    label: "judgement",
    class: "signin-person",
    behaviour: "an administrator lists all devices by script late at night from home",
    why: "whether this was work, which only he and his chief know",
    events: [
      {
        kind: "entra",
        time: "0 23:40:10",
        user: address("adm_jon"),
        address: "198.51.100.90",
        agent: agents.pwsh,
        app: "Microsoft Graph Command Line Tools",
        resource: graph,
        country: "SE",
      },
      {
        kind: "entra",
        time: "0 23:41:02",
        user: address("adm_jon"),
        address: "198.51.100.90",
        agent: agents.pwsh,
        app: "Microsoft Graph Command Line Tools",
        resource: "Microsoft Intune",
        country: "SE",
      },
      {
        kind: "file",
        operation: "FileModified",
        time: "0 23:55:31",
        user: address("adm_jon"),
        address: "198.51.100.90",
        agent: agents.pwsh,
        path: `${docs}/Clients/managedDevices_export.csv`,
      },
    ],
  },
];
