/** Services, rooms and shared addresses that gather nothing. */
import * as agents from "../agents.ts";
import { at, every } from "../times.ts";
import { audit, benign, entra, office, okta, type Subject } from "./event.ts";

const exchange = "Office 365 Exchange Online";
const file = (name: string) => ({
  EventSource: "SharePoint",
  ItemType: "File",
  SiteUrl: "https://talvera.sharepoint.com/sites/it/",
  SourceFileName: name,
  ObjectId: `https://talvera.sharepoint.com/sites/it/Shared Documents/${name}`,
});
const person = (user: string, behaviour: string, events: Subject["events"]) =>
  benign(user, "signin-person", behaviour, events);

export const plainServices: readonly Subject[] = [
  benign(
    "svc.backup",
    "signin-service",
    "the backup of mailboxes, each night from its own address",
    [0, 1].flatMap((day) =>
      [0, 1, 2].map((turn) =>
        entra(
          at(`${day} 01:00:00`) + turn * 400_000,
          ["svc.backup", "203.0.113.7", "Veeam Backup for Microsoft 365/8.4"],
          exchange,
          { resource: exchange, client: "Exchange Web Services" },
        ),
      ),
    ),
  ),
  benign(
    "svc.scan",
    "signin-service",
    "printers send their scans by an old protocol from the office",
    every(95, "0 07:00:00")
      .slice(0, 20)
      .map((timeMs) =>
        entra(timeMs, ["svc.scan", office, "-"], exchange, {
          resource: exchange,
          client: "Authenticated SMTP",
        }),
      ),
  ),
  benign(
    "room.graz1",
    "signin-service",
    "the device of a meeting room",
    every(360).map((timeMs) =>
      entra(
        timeMs,
        ["room.graz1", office, "TeamsRooms/5.5.129.0 (Windows 11 IoT; Crestron Flex)"],
        "Microsoft Teams Rooms",
        { resource: "Office 365 Exchange Online" },
      ),
    ),
  ),
  benign(
    "room.mtl2",
    "signin-service",
    "the device of another room, on Android",
    every(300).map((timeMs) =>
      entra(
        timeMs,
        ["room.mtl2", office, "TeamsAndroidDevices/1449.1.0.2026 (Android 13; Logitech Rally Bar)"],
        "Microsoft Teams Rooms",
        { country: "CA" },
      ),
    ),
  ),
  benign(
    "svc.synthetic",
    "signin-service",
    "the monitoring's artificial user signs in each half hour by a browser without a head",
    every(30).map((timeMs) =>
      okta(
        timeMs,
        [
          "svc.synthetic",
          "203.0.113.8",
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/157.0.7778.12 Safari/537.36 DatadogSynthetics",
        ],
        "user.session.start",
      ),
    ),
  ),
  benign(
    "svc.terraform",
    "signin-service",
    "the administrators' plan reads and sets applications at Okta by its token from the builder",
    every(480, "0 07:30:00").map((timeMs) =>
      okta(
        timeMs,
        [
          "svc.terraform",
          "203.0.113.7",
          "okta-terraform/6.4.0 okta-sdk-golang/5.0.6 golang/go1.25.3 linux/amd64",
        ],
        "app.oauth2.token.grant.access_token",
        { scopes: "okta.apps.manage okta.groups.read", app: "Terraform" },
      ),
    ),
  ),
  benign(
    "svc.scim",
    "signin-service",
    "the own directory's agent keeps Okta in step",
    every(60).map((timeMs) =>
      okta(
        timeMs,
        [
          "svc.scim",
          office,
          "Okta AD Agent/3.22.0 (Microsoft Windows NT 10.0.26100.0; .NET CLR 4.0.30319.42000)",
        ],
        "user.session.start",
      ),
    ),
  ),
  benign(
    "svc.siem",
    "signin-service",
    "the collector of logs reads the system log by its token",
    every(45).map((timeMs) =>
      okta(
        timeMs,
        ["svc.siem", "203.0.113.8", "elastic-agent/9.2.1 okta"],
        "app.oauth2.token.grant.access_token",
        { scopes: "okta.logs.read", app: "SIEM" },
      ),
    ),
  ),
  benign(
    "svc.entraconnect",
    "signin-service",
    "the synchronisation of directories",
    every(30).map((timeMs) =>
      entra(
        timeMs,
        ["svc.entraconnect", office, "Microsoft Entra Connect/2.5.79"],
        "Microsoft Azure Active Directory Connect",
        { resource: "Windows Azure Active Directory", protocol: "ropc" },
      ),
    ),
  ),
  benign(
    "svc.powerbi",
    "signin-service",
    "a gateway of reports renews its token",
    every(120).map((timeMs) =>
      entra(timeMs, ["svc.powerbi", office, "PowerBIGateway/3000.290"], "Power BI Gateway", {
        resource: "Power BI Service",
      }),
    ),
  ),
  benign(
    "svc.zoomroom",
    "signin-service",
    "a room of Zoom at a partner's signs in",
    every(400).map((timeMs) =>
      okta(
        timeMs,
        ["svc.zoomroom", "198.51.100.120", "ZoomRooms/6.6.0 (Win 10.0)"],
        "user.authentication.sso",
        { app: "Zoom" },
      ),
    ),
  ),
  benign(
    "203.0.113.8",
    "signin-office",
    "the way out of the data centre: monitoring and collectors of logs",
    [],
  ),
  benign(
    "198.51.100.210",
    "signin-person",
    "a hotel's address from which four people of a fair sign in",
    ["v.haas", "r.rojas", "g.egger", "h.mazur"].flatMap((user, turn) => [
      entra(
        at("0 18:00:00") + turn * 800_000,
        [user, "198.51.100.210", [agents.edge, agents.iphone, agents.chromeMac, agents.android][turn] ?? ""],
        "OfficeHome",
        { country: "IT", managed: turn !== 3 },
      ),
      okta(at("0 18:03:00") + turn * 800_000, [user, "198.51.100.210", agents.edge], "user.session.start"),
    ]),
  ),
  person("b.guest", "a guest of a partner reads one shared file", [
    audit(
      "1 10:00:10",
      ["b.guest", "192.0.2.211", agents.chromeMac],
      "FileAccessed",
      "SharePoint",
      6,
      file("shared/price-2027.xlsx"),
    ),
  ]),
  person(
    "u.intern",
    "an intern tries the own account in three browsers after a blank page, as the help desk said",
    [agents.edge, agents.chrome, agents.firefox].map((agent, turn) =>
      entra(at("1 14:20:00") + turn * 120_000, ["u.intern", office, agent], "OfficeHome", { managed: true }),
    ),
  ),
  person(
    "n.hofer",
    "a person with a Mac whose mail program signs in each few hours",
    every(240, "0 06:00:00").map((timeMs) =>
      entra(
        timeMs,
        ["n.hofer", office, "MacOutlook/16.103.25111410 (Intelx64 Mac OS X 27.1 (Build 26B74))"],
        "Microsoft Outlook",
        { resource: exchange, managed: true },
      ),
    ),
  ),
];
