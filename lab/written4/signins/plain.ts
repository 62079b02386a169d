/** Accounts and addresses out of the ordinary that gather nothing, and open questions. */
import * as agents from "../agents.ts";
import { at, every } from "../times.ts";
import { audit, benign, entra, office, okta, open, type Subject } from "./event.ts";

const exchange = "Office 365 Exchange Online";
const outlookPhone = "Outlook-iOS/5.2545.0";
const azureCli = "python/3.13.9 (Windows-11-10.0.26200-SP0) AZURECLI/2.79.0 (MSI)";
const file = (name: string) => ({
  EventSource: "SharePoint",
  ItemType: "File",
  SiteUrl: "https://talvera.sharepoint.com/sites/it/",
  SourceFileName: name,
  ObjectId: `https://talvera.sharepoint.com/sites/it/Shared Documents/${name}`,
});
const person = (user: string, behaviour: string, events: Subject["events"]) =>
  benign(user, "signin-person", behaviour, events);

export const plain: readonly Subject[] = [
  benign(office, "signin-office", "the way out of the offices: all people, all programs", []),
  person("dev.haas", "a developer with the command lines of Azure and of GitHub, at the office", [
    ...["0 08:40:10", "0 14:12:00", "1 09:02:33"].map((time) =>
      entra(time, ["dev.haas", office, azureCli], "Microsoft Azure CLI", {
        resource: "Windows Azure Service Management API",
        managed: true,
      }),
    ),
    okta("0 08:42:11", ["dev.haas", office, agents.firefox], "user.authentication.sso", { app: "GitHub" }),
  ]),
  person(
    "adm.pichler",
    "an administrator at the office, on a managed PC, in the portals and in Exchange's shell",
    [
      ...(
        [
          "Azure Portal",
          "Microsoft Intune portal extension",
          "Microsoft 365 Security and Compliance Center",
        ] as const
      ).map((app, turn) =>
        entra(at("0 08:30:00") + turn * 1_400_000, ["adm.pichler", office, agents.edge], app, {
          managed: true,
          resource: "Microsoft Intune",
        }),
      ),
      entra(
        "1 10:20:02",
        ["adm.pichler", office, agents.powershell],
        "Microsoft Exchange REST API Based Powershell",
        { resource: exchange, managed: true },
      ),
      okta("1 10:41:20", ["adm.pichler", office, agents.edge], "user.session.access_admin_app", {
        app: "Okta Admin Console",
      }),
      audit(
        "1 10:50:00",
        ["adm.pichler", office, agents.edge],
        "FileModified",
        "SharePoint",
        6,
        file("laptop-inventory-2026.xlsx"),
      ),
    ],
  ),
  person("p.vidal", "somebody on a journey: phone by three networks, laptop in a hotel and at the airport", [
    entra("0 05:10:00", ["p.vidal", "198.51.100.20", outlookPhone], "Outlook Mobile", { country: "CL" }),
    entra("0 13:31:00", ["p.vidal", "203.0.113.52", agents.edge], "OfficeHome", {
      country: "PA",
      managed: true,
    }),
    entra("0 22:02:00", ["p.vidal", "192.0.2.39", agents.edge], "OfficeHome", {
      country: "ES",
      managed: true,
    }),
    entra("1 06:20:00", ["p.vidal", "198.51.100.88", outlookPhone], "Outlook Mobile", { country: "AT" }),
  ]),
  person(
    "l.munoz",
    "a new telephone: enrolled with the company's portal, mail set up, the old one signs out",
    [
      entra("0 12:02:00", ["l.munoz", "198.51.100.44", outlookPhone], "Outlook Mobile", { country: "CL" }),
      entra("0 12:40:00", ["l.munoz", "198.51.100.44", agents.android], "Microsoft Intune Company Portal", {
        resource: "Microsoft Intune Enrollment",
        country: "CL",
      }),
      entra(
        "0 12:43:00",
        ["l.munoz", "198.51.100.44", "Dalvik/2.1.0 (Linux; U; Android 16; SM-A566B)"],
        "Microsoft Authentication Broker",
        { resource: "Device Registration Service", country: "CL" },
      ),
      okta("0 12:50:11", ["l.munoz", "198.51.100.44", agents.android], "device.enrollment.create"),
    ],
  ),
  person(
    "test.portal",
    "the testers' account in five browsers, as each week",
    [agents.chrome, agents.firefox, agents.safari, agents.edge, agents.android].map((agent, turn) =>
      okta(at("0 06:00:00") + turn * 200_000, ["test.portal", office, agent], "user.session.start"),
    ),
  ),
  person("o.gagnon", "somebody forgot the new password: five errors, then the help desk sets another", [
    ...[0, 1, 2, 3, 4].map((turn) =>
      okta(at("1 12:30:00") + turn * 21_000, ["o.gagnon", office, agents.chrome], "user.session.start", {
        result: "FAILURE",
        reason: "INVALID_CREDENTIALS",
      }),
    ),
    okta("1 12:41:00", ["tel.desk", office, agents.edge], "user.account.reset_password"),
    okta("1 12:43:30", ["o.gagnon", office, agents.chrome], "user.session.start"),
  ]),
  person("w.roy", "somebody works with Teams on a Linux and with a Mac at home", [
    entra("0 12:11:00", ["w.roy", office, agents.chromeLinux], "Microsoft Teams", {}),
    entra("0 19:20:00", ["w.roy", "203.0.113.80", agents.safari], "OfficeHome", { country: "CA" }),
    okta("0 19:21:00", ["w.roy", "203.0.113.80", agents.safari], "user.authentication.sso", { app: "LIMS" }),
  ]),
  person(
    "f.gruber",
    "an old telephone that is to be changed is refused by the policy for a day",
    [0, 1, 2, 3].map((turn) =>
      entra(
        at("0 07:00:00") + turn * 7_300_000,
        ["f.gruber", "198.51.100.61", "Outlook-iOS/4.2210.0"],
        "Outlook Mobile",
        { error: 53000 },
      ),
    ),
  ),
  person("x.fuentes", "somebody on the road uses the VPN: the address changes within minutes", [
    entra("1 08:00:10", ["x.fuentes", "192.0.2.90", agents.edge], "OfficeHome", {
      country: "CL",
      managed: true,
    }),
    entra("1 08:04:50", ["x.fuentes", office, agents.edge], "Microsoft Teams", { managed: true }),
  ]),
  person("t.araya", "a person looks for the guide to the VPN in the intranet and reads it", [
    audit("0 14:40:00", ["t.araya", office, agents.edge], "SearchQueryPerformed", "SharePoint", 4, {
      SearchQueryText: "vpn anleitung",
      ObjectId: "https://talvera.sharepoint.com/",
    }),
    audit(
      "0 14:40:40",
      ["t.araya", office, agents.edge],
      "FileAccessed",
      "SharePoint",
      6,
      file("guides/vpn-en-casa.pdf"),
    ),
  ]),
  person(
    "tel.desk",
    "the man of the help desk reads guides and the list of laptops in working hours",
    [
      "guides/printer.docx",
      "laptop-inventory-2026.xlsx",
      "guides/win11-upgrade.docx",
      "guides/outlook-new.docx",
    ].map((name, turn) =>
      audit(
        at("0 09:10:00") + turn * 3_100_000,
        ["tel.desk", office, agents.edge],
        "FileAccessed",
        "SharePoint",
        6,
        file(name),
      ),
    ),
  ),
  person(
    "c.controller",
    "an accountant downloads thirty invoices in a row for the auditors",
    Array.from({ length: 30 }, (_, turn) =>
      audit(
        at("1 13:00:00") + turn * 6000,
        ["c.controller", office, agents.edge],
        "FileDownloaded",
        "SharePoint",
        6,
        { ...file(`inv-${4000 + turn}.pdf`), SiteUrl: "https://talvera.sharepoint.com/sites/finance/" },
      ),
    ),
  ),
  person(
    "m.zielinska",
    "a person syncs the files of the team to a new PC",
    Array.from({ length: 25 }, (_, turn) =>
      audit(
        at("0 10:00:00") + turn * 1500,
        ["m.zielinska", office, "Microsoft SkyDriveSync 25.216.1104.0002 ship; Windows NT 10.0 (26100)"],
        "FileSyncDownloadedFull",
        "OneDrive",
        6,
        file(`panel-${turn}.xlsx`),
      ),
    ),
  ),
  person(
    "adm.legal",
    "the lawyers' administrator, by name and at the office, searches mailboxes for a contract",
    [
      audit(
        "1 09:40:00",
        ["adm.legal", office, agents.edge],
        "SearchCreated",
        "SecurityComplianceCenter",
        24,
        { ObjectId: "contract-feedmaker", Query: "feedmaker AND contract" },
      ),
      audit(
        "1 11:00:00",
        ["adm.legal", office, agents.edge],
        "SearchExported",
        "SecurityComplianceCenter",
        24,
        { ObjectId: "contract-feedmaker_Export" },
      ),
    ],
  ),
  person("a.novak", "a person lets a calendar program read the own calendar", [
    audit(
      "0 15:20:00",
      ["a.novak", office, agents.chrome],
      "Consent to application.",
      "AzureActiveDirectory",
      8,
      {
        ObjectId: "0b1c2d3e-0000-4000-8000-00aa11bb22cc",
        ModifiedProperties: [
          {
            Name: "ConsentAction.Permissions",
            NewValue: "[] => [[ConsentType: Principal, Scope: Calendars.Read User.Read offline_access]];",
            OldValue: "",
          },
          { Name: "TargetId.DisplayName", NewValue: "Calendly", OldValue: "" },
        ],
        Target: [{ ID: "Calendly", Type: 1 }],
      },
    ),
  ]),
  person("adm.novak2", "an administrator lets the known manager of Macs read devices, as the change says", [
    audit(
      "0 10:10:00",
      ["adm.novak2", office, agents.edge],
      "Consent to application.",
      "AzureActiveDirectory",
      8,
      {
        ObjectId: "1f0e2d3c-0000-4000-8000-19aa00bb1100",
        ModifiedProperties: [
          {
            Name: "ConsentAction.Permissions",
            NewValue: "[] => [[ConsentType: AllPrincipals, Scope: User.Read GroupMember.Read.All]];",
            OldValue: "",
          },
          { Name: "TargetId.DisplayName", NewValue: "Jamf Connect", OldValue: "" },
        ],
        Target: [{ ID: "Jamf Connect", Type: 1 }],
      },
    ),
  ]),
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

export const openSubjects: readonly Subject[] = [
  open(
    "192.0.2.160",
    "signin-tool",
    "one program of Teams tries one password at fourteen accounts",
    "an attack on passwords; whether it also learns what is let in",
    Array.from({ length: 14 }, (_, turn) =>
      entra(
        at("1 05:00:00") + turn * 61_000,
        [
          `u${500 + turn}`,
          "192.0.2.160",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Teams/1.3.00.30866 Chrome/80.0.3987.165 Electron/8.5.1 Safari/537.36",
        ],
        "Microsoft Teams",
        { error: 50126, country: "VN", protocol: "ropc" },
      ),
    ),
  ),
  open(
    "adm.soto",
    "signin-person",
    "an administrator lists all devices by Graph's command line late at night from home",
    "whether there was work that night",
    [
      entra("0 23:20:00", ["adm.soto", "203.0.113.177", agents.pwsh], "Microsoft Graph Command Line Tools", {
        country: "CL",
        managed: true,
      }),
      entra("0 23:22:10", ["adm.soto", "203.0.113.177", agents.pwsh], "Microsoft Graph Command Line Tools", {
        country: "CL",
        managed: true,
        resource: "Microsoft Intune API",
      }),
    ],
  ),
  open(
    "adm.hunter",
    "audit-export",
    "a hunter of the own security exports a list of devices and of versions of Okta Verify in the evening",
    "whether the hunt is on record",
    [
      okta(
        "1 20:00:00",
        ["adm.hunter", "203.0.113.178", agents.chromeLinux],
        "user.session.access_admin_app",
        { app: "Okta Admin Console" },
      ),
      okta(
        "1 20:05:00",
        ["adm.hunter", "203.0.113.178", agents.chromeLinux],
        "analytics.reports.export.download",
        { app: "Okta Admin Console", uri: "/api/v1/reports/export?report=Devices" },
      ),
    ],
  ),
];
