/** Addresses that gather what clients are, or which clients are let in, as sign-ins tell it. */
import * as agents from "../proxy/agents.ts";
import { address, collector, type SignIn, type Subject } from "./event.ts";

const graph = "Microsoft Graph";
type Rest = Omit<SignIn, "kind" | "time" | "user" | "address">;

function entra(user: string, from: string, rows: readonly (readonly [time: string, rest: Rest])[]): SignIn[] {
  return rows.map(([time, rest]) => ({
    kind: "entra",
    time,
    user: address(user),
    address: from,
    country: "NL",
    ...rest,
  }));
}

const android = agents.android;
const linuxChrome = agents.chrome.replace("Windows NT 10.0; Win64; x64", "X11; Linux x86_64");
const windowsPhone =
  "Mozilla/5.0 (Windows Phone 10.0; Android 4.2.1; Microsoft; Lumia 640 XL LTE) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Mobile Safari/537.36 Edge/12.10166";

export const collectors: readonly Subject[] = [
  collector(
    "ip",
    "203.0.113.21",
    "signin-clients",
    "one account from six kinds of client within ten minutes: which of them the policy lets in",
    entra("hprice", "203.0.113.21", [
      [
        "0 21:10:04",
        { app: "Microsoft Graph Command Line Tools", agent: agents.chrome, resource: graph, error: 50076 },
      ],
      ["0 21:11:20", { app: "OfficeHome", agent: agents.chrome, error: 50076 }],
      ["0 21:12:31", { app: "OfficeHome", agent: linuxChrome, error: 53003 }],
      ["0 21:13:40", { app: "OfficeHome", agent: agents.safari, error: 53003 }],
      ["0 21:14:52", { app: "OfficeHome", agent: android, error: 50076 }],
      ["0 21:16:07", { app: "OfficeHome", agent: agents.iphone, error: 53003 }],
      ["0 21:17:15", { app: "OfficeHome", agent: windowsPhone, error: 0 }],
      [
        "0 21:18:33",
        {
          app: "Office 365 Exchange Online",
          agent: "Microsoft Office/16.0",
          client: "Exchange Web Services",
          error: 53003,
        },
      ],
      [
        "0 21:19:41",
        {
          app: "Office 365 Exchange Online",
          agent: "Apple-iPhone/1.1",
          client: "Exchange ActiveSync",
          error: 53003,
        },
      ],
    ]),
  ),
  collector(
    "ip",
    "198.51.100.77",
    "signin-tool",
    "AzureHound reads the directory and the devices with a person's account",
    entra("eberg", "198.51.100.77", [
      [
        "1 02:31:07",
        {
          app: "Azure Active Directory PowerShell",
          agent: "azurehound/v2.7.1",
          resource: graph,
          protocol: "ropc",
        },
      ],
      [
        "1 02:31:08",
        {
          app: "Azure Active Directory PowerShell",
          agent: "azurehound/v2.7.1",
          resource: "Windows Azure Service Management API",
          protocol: "ropc",
        },
      ],
      [
        "1 03:31:09",
        {
          app: "Azure Active Directory PowerShell",
          agent: "azurehound/v2.7.1",
          resource: graph,
          protocol: "none",
        },
      ],
    ]),
  ),
  collector(
    "ip",
    "203.0.113.88",
    "signin-tool",
    "Python by device code asks for the old directory interface and for Intune",
    entra("jholm", "203.0.113.88", [
      [
        "0 13:51:40",
        {
          app: "Microsoft Azure CLI",
          agent: agents.requests,
          resource: "Windows Azure Active Directory",
          protocol: "deviceCode",
        },
      ],
      [
        "0 13:52:15",
        {
          app: "Microsoft Intune Company Portal",
          agent: agents.requests,
          resource: "Microsoft Intune",
          protocol: "none",
        },
      ],
      [
        "0 13:52:18",
        { app: "Microsoft Intune Company Portal", agent: agents.requests, resource: graph, protocol: "none" },
      ],
      [
        "0 14:52:19",
        {
          app: "Microsoft Azure CLI",
          agent: agents.requests,
          resource: "Windows Azure Active Directory",
          protocol: "none",
        },
      ],
    ]),
  ),
  collector(
    "ip",
    "198.51.100.140",
    "signin-tool",
    "a stolen device code registers a device and asks for what Intune sets on clients",
    entra("caubry", "198.51.100.140", [
      [
        "1 10:04:11",
        {
          app: "Microsoft Authentication Broker",
          agent: agents.chrome,
          resource: "Device Registration Service",
          protocol: "deviceCode",
        },
      ],
      [
        "1 10:06:30",
        {
          app: "Microsoft Authentication Broker",
          agent: "Dalvik/2.1.0 (Linux; U; Android 9; SM-G960F Build/PPR1.180610.011)",
          resource: "Microsoft Intune Enrollment",
          protocol: "none",
        },
      ],
      [
        "1 10:07:02",
        {
          app: "Microsoft Intune Company Portal",
          agent: "python-httpx/0.28.1",
          resource: "Microsoft Intune",
          protocol: "none",
        },
      ],
      [
        "1 10:07:44",
        {
          app: "Microsoft Intune Company Portal",
          agent: "python-httpx/0.28.1",
          resource: graph,
          protocol: "none",
        },
      ],
    ]),
  ),
  collector(
    "ip",
    "203.0.113.150",
    "signin-clients",
    "one token goes round eight of Microsoft's programs in two minutes, each under the same wrong name",
    entra(
      "bnils",
      "203.0.113.150",
      (
        [
          "Microsoft Teams",
          "Microsoft Office",
          "OneDrive SyncEngine",
          "Outlook Mobile",
          "Microsoft Edge",
          "Microsoft Planner",
          "Microsoft Intune Company Portal",
          "Microsoft Azure CLI",
        ] as const
      ).map((app, turn) => [
        `0 23:0${Math.floor(turn / 4)}:${10 + (turn % 4) * 14}`,
        { app, agent: "TokenTactics/2.1", resource: graph, protocol: "none", error: turn === 6 ? 53003 : 0 },
      ]),
    ),
  ),
  collector(
    "ip",
    "192.0.2.201",
    "signin-clients",
    "an old account of a printer tried by every old protocol: which is still open",
    entra(
      "svc_scan2",
      "192.0.2.201",
      [
        "Authenticated SMTP",
        "IMAP4",
        "POP3",
        "Exchange ActiveSync",
        "Autodiscover",
        "Exchange Web Services",
        "MAPI Over HTTP",
        "Reporting Web Services",
      ].map((client, turn) => [
        `1 04:2${turn}:05`,
        {
          app: "Office 365 Exchange Online",
          agent: "BAV2ROPC",
          client,
          error: turn === 0 ? 50126 : 53003,
          protocol: "ropc",
        },
      ]),
    ),
  ),
];
